"""Who or what a quantity's claim is about, by the fullest name that the article uses for it.

    a plant worth $5m                    the noun that the quantity is tied to         → plant
    The plant's capacity is 5 MW         the owner of the measure                      → the plant, resolved
    GDP rose by 5%                       what the verb of movement is said of          → GDP
    invested $5m in a mill               where money goes                              → mill
    seven projects in the zone           the counted thing itself                      → projects in the zone
A phrase that only points back ("it", "the plant", "its cost") is resolved to what it stands for.
"""

from __future__ import annotations

from services.extract.core.antecedents import is_time
from services.extract.core.clause import phrase_at
from services.extract.core.facts.first_person import ourselves
from services.extract.core.facts.fullest import fullest, sizeless
from services.extract.core.facts.naming import named
from services.extract.core.facts.paid import paid_for
from services.extract.core.facts.subject_beside import label_of
from services.extract.core.facts.subject_counts import (
    Said,
    continues,
    gapped_body,
    of_count,
    rival,
)
from services.extract.core.facts.subject_gaps import composed, first_subject, respective, row_of
from services.extract.core.facts.subject_goods import moved, people
from services.extract.core.facts.subject_levels import booked
from services.extract.core.facts.subject_measures import of_measure
from services.extract.core.facts.subject_shares import part_taker
from services.extract.core.facts.subject_staff import people_at
from services.extract.core.facts.subject_things import of_thing
from services.extract.core.facts.subject_tied import tied_to
from services.extract.core.facts.subject_ties import (
    BUILT,
    FACILITIES,
    OF_THINGS,
    modified,
    name_of,
    predicate_of,
)
from services.extract.core.facts.subject_trailing import part_of, pointed, trailing
from services.extract.core.facts.topic import spoken_of, topic_before
from services.extract.core.mentions.trigger import classes
from services.extract.core.model import Claim, Document, Mentioned
from services.extract.core.predicates import LONGEST, predicates
from services.extract.core.sentences import Sentence

_FORESEEN = frozenset("guidance forecast target outlook plan aim goal".split())
_GUIDED_FROM = 6  # sentences that a forecast looks back for what it is of
_GAPPED = frozenset(("employment", "output", "capacity", "investment"))
_SUMS_PAID = frozenset(("investment", "indicator"))


def subject(claim: Claim, doc: Document) -> Mentioned | None:
    """The subject of a claim about a quantity; what was found is remembered for the claims that follow."""
    s = claim.sentence
    first, last = s.tokens_of(claim.start, claim.end)
    if last <= first or len(s.words) > LONGEST:
        return None
    first += s.tags[first] == "("
    if claim.quantity is not None and s.tags[last - 1] != ")":
        # what stands after the number ("compared to 2023") governs nothing
        number = claim.quantity.number
        reach = (
            4 + (s.words[number + 1 : number + 2] in (["-"], ["per"])) + (4 if claim.quantity.upper is not None else 0)
        )
        whole, last = last, max(first + 1, min(last, number + reach))
        if claim.quantity.family == "money" and "per" in s.lows[last - 2 : whole]:
            last = whole  # "4.1 cents per available seat kilometre"
        while last < whole and ("-" in (s.tags[last], s.tags[last - 1]) or "per" in s.lows[last - 2 : last]):
            last += 1  # "110,000-square-foot", "38 euros per megawatt hour"
    earlier: list[Said] = doc.memo.setdefault("subjects", [])
    tied = part_taker(doc, s, first, last) if claim.kind == "share" else None
    tied = tied or label_of(doc, s, first) or row_of(doc, s, first)
    tied = tied or rival(s, first, last, earlier) or tied_to(s, first, last, claim, earlier)
    tied = tied or (composed(s, last) if claim.kind in OF_THINGS else None)
    tied = tied or trailing(s, first, last, claim.kind, earlier)
    if claim.kind == "count":
        found = of_count(claim, doc, s, first, last) or row_of(doc, s, first)
    elif (turn := respective(doc, s, first)) is not None:
        found = name_of(doc, s, turn)
    elif tied is not None:
        found = tied
    elif (portioned := part_of(s, first, last, claim.kind, earlier)) is not None:
        found = portioned
    elif claim.kind in _SUMS_PAID and (bought := paid_for(doc, s, predicate_of(s, first, last), last)) is not None:
        found = named(*bought)
    elif (
        claim.kind in _GAPPED
        and earlier
        and (earlier[-1].sentence, earlier[-1].kind) == (s.index, claim.kind)
        and (body := gapped_body(s, first)) is not None
    ):
        # "and wool in the amount of 4,000 tonnes"
        found = named(s, body, ties=frozenset()) if s.lows[first - 1] == "of" else named(s, body)
    elif _restated(s, first, earlier) and continues(s, first, claim.kind, earlier[-2:-1]):
        found = earlier[-2].subject
    elif (
        continues(s, first, claim.kind, earlier)
        and not _names(s, first, last)
        and not _goods_of_its_own(claim, s, earlier[-1])
        and not (claim.kind == "indicator" and booked(s, last) is not None)
    ):
        found = earlier[-1].subject
    elif claim.kind == "employment" and (same := _some_of_them(s, last, earlier)) is not None:
        found = same
    elif claim.kind in OF_THINGS:
        found = of_thing(claim, doc, s, first, last)
    else:
        found = of_measure(claim, doc, s, first, last)
        found = found or pointed(doc, s, earlier)
    if found is not None and claim.kind != "count":
        found = None if _is_unit(doc, s, found) else _without_value(claim, s, found)
    before_it = earlier[-1] if earlier else None
    if found is None and before_it is not None and before_it.sentence == s.index and before_it.kind == "change":
        rose = s.lows[before_it.last : first] == ["to"] and " " in before_it.subject.text
        found = before_it.subject if rose else None  # "the volume of milk rose by 7% to 809m litres"
    if found is None and claim.kind == "employment":
        found = people_at(claim, s)
    if found is None and claim.kind in OF_THINGS:
        before = next((said for said in reversed(earlier[-4:]) if said.kind in OF_THINGS), None)
        if before is not None and before.sentence == s.index:
            found = before.subject
        else:
            again = _guided(s, earlier, claim.kind)
            if again is None and claim.kind == "output":
                again = moved(claim, doc, s, first, last, earlier)
            again = again or ourselves(doc, s, first)
            place = spoken_of(doc, s, first, claim.kind) if again is None else None
            found = named(*place) if place is not None else again
    if found is None and claim.kind == "employment":
        found = people(claim, s, first, last)
    if found is None and earlier and s.index == earlier[-1].sentence:
        found = earlier[-1].subject
    if found is None:
        place = topic_before(doc, s, first, FACILITIES if claim.kind in OF_THINGS else frozenset())
        found = named(*place) if place is not None else None
    found = found or first_subject(s, first) or people(claim, s, first, last)
    if found is not None:
        earlier.append(Said(s.index, first, s.token_at(claim.end - 1) + 1, claim.kind, found, _item(claim, s)))
    return sizeless(fullest(doc, found)) if found is not None else None


def _some_of_them(s: Sentence, last: int, earlier: list[Said]) -> Mentioned | None:
    """Of "Its 230 employees are unpaid. A bidder would keep 90 of them" whose they are."""
    if s.lows[last : last + 2] not in (["of", "them"], ["of", "these"]):
        return None
    near = next((said for said in reversed(earlier[-3:]) if said.kind == "employment"), None)
    return near.subject if near is not None and s.index - near.sentence <= 1 else None


def _restated(s: Sentence, first: int, earlier: list[Said]) -> bool:
    """Whether the quantity before only says its level again: "at £58m, or 1.1 times EBITDA, compared with £71m"."""
    if len(earlier) < 2 or earlier[-1].sentence != s.index or earlier[-1].last > first:
        return False
    return "or" in s.lows[max(earlier[-1].first - 1, 0) : earlier[-1].first + 1]


def _guided(s: Sentence, earlier: list[Said], kind: str) -> Mentioned | None:
    """Of "Production slipped to 142,000 ounces. Guidance was cut to 610,000" the production."""
    p = next((q for q in predicates(s) if q.kind == "finite" and q.subject is not None), None)
    own = p is not None and p.subject is not None and s.lows[p.subject.head] in _FORESEEN
    if not own or kind not in ("output", "capacity"):
        return None
    near = next((said for said in reversed(earlier[-6:]) if said.kind == kind), None)
    return near.subject if near is not None and s.index - near.sentence <= _GUIDED_FROM else None


def _goods_of_its_own(claim: Claim, s: Sentence, before: Said) -> bool:
    """Whether a quantity has goods of its own, where the one before was about its goods: "1.2 million tonnes of wheat
    and 388,000 of sunflower were shipped"."""
    own = before.subject == before.item or (claim.quantity is not None and claim.quantity.family == "power")
    return before.item is not None and own and _item(claim, s) is not None


def _without_value(claim: Claim, s: Sentence, found: Mentioned) -> Mentioned:
    """Of "a 4.5 billion tenge cannery", "the 1.2-km bridge" the cannery, the bridge: the value is no part of it."""
    q = claim.quantity
    if q is None:
        return found
    amid = claim.start < found.start < q.end  # "150 MW wind farm": a name does not begin with the unit
    if not (amid or q.family == "money" or (claim.kind == "size" and "-" in s.text[q.start : q.end])):
        return found
    if not claim.start <= found.start < q.end < found.end or s.tags[k := s.token_at(q.end + 1)] not in "NPAG":
        return found
    return Mentioned(found.text[s.starts[k] - found.start :], s.starts[k], found.end)


def _is_unit(doc: Document, s: Sentence, found: Mentioned) -> bool:
    """Whether what was found is but the unit of a quantity of the sentence ("euros", "percent", "times")."""
    if not s.starts[0] <= found.start < s.ends[-1] or " " in found.text:
        return False
    k = s.token_at(found.start)
    if s.tags[k - 1] == s.tags[k + 2 : k + 3] == "C" and s.lows[k + 1] == "in":
        return False  # "one worker in ten"
    return any(q.number < k < q.last and not q.item_first <= k < q.item_last for q in doc.quantities[s.index])


def _item(claim: Claim, s: Sentence) -> Mentioned | None:
    """What a quantity counts or weighs, where the text has it ("501 tons of beef" → beef)."""
    q = claim.quantity
    if q is None or q.item_first < 0 or q.item_last > len(s.words) or q.item_last <= q.item_first:
        return None
    timed = phrase_at(s, q.item_last - 1)  # "118,000 tonnes of copper last year"
    apart = timed is not None and timed.first > q.item_first and is_time(s, timed)
    start, end = s.starts[q.item_first], s.ends[(timed.first if timed is not None and apart else q.item_last) - 1]
    return Mentioned(s.text[start:end], start, end)


def _names(s: Sentence, first: int, last: int) -> bool:
    """Whether a quantity describes a thing of its own: "a 340-bed hospital and a 5,000-seat arena"."""
    phrase = modified(s, first, last)
    if phrase is not None and "-" in s.tags[first:last] and s.tags[phrase.head] == "N":
        return True  # "900 acres of woodland and a 22-acre lake"
    return phrase is not None and not classes(s.lows[phrase.head]).isdisjoint(BUILT)
