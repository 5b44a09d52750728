"""What a count counts, with its qualifier; and which quantities only go on with the one before.

seven projects in the zone              → projects in the zone
schools, of which 140 are due           → schools
146 of the stalls                       → stalls
from 27 to 24 percent                   the second goes on with the first
"""

from __future__ import annotations

from services.extract.core.antecedents import antecedent, chain_head, is_time
from services.extract.core.chunks import NounPhrase, is_year
from services.extract.core.clause import before_number, phrase_at, phrase_from
from services.extract.core.facts.cue_words import noun_classes
from services.extract.core.facts.naming import named
from services.extract.core.facts.pointing import led_number, those, who_were
from services.extract.core.facts.reference import resolve
from services.extract.core.facts.subject_beside import aside
from services.extract.core.facts.subject_levels import in_brackets, those_in
from services.extract.core.facts.subject_ties import name_of, predicate_of, without_number
from services.extract.core.mentions.trigger import classes
from services.extract.core.model import Claim, Document, Mentioned
from services.extract.core.participles import REPORTING
from services.extract.core.predicates import predicates
from services.extract.core.sentences import Sentence

_AGAINST = frozenset("against versus vs after".split())
_SET = frozenset("range guidance outlook goal target plan forecast estimate average limit ceiling norm budget".split())
_HELD = frozenset("against versus with to".split())
_BASES = frozenset("compared after before since until".split())
_UNPARTED = _BASES | {"/"}  # "for 2024/25, up from 531,000 tonnes"
_TAKING = frozenset("buy take hold own get supply receive import purchase absorb consume produce make".split())
_PERSONS = frozenset("people employees workers staff residents men women persons jobs".split())
_UPON = frozenset("on despite after amid following".split())
_AMONG = (["for"], ["in"], ["at"], ["among"])
_EQUALS = frozenset(
    "period comparison total line plan case same all corresponding year-ago preceding previous prior year-earlier "
    "comparable quarter survey poll wave round edition report start end".split()
)
SECTORS = frozenset(
    "solar nuclear thermal geothermal renewable hydroelectric biomass industrial agricultural commercial residential "
    "retail wholesale digital mobile domestic foreign public private urban rural regional local".split()
)
_HUMAN = frozenset(("people", "persons", "inhabitants"))
_HEADS = frozenset(("head", "units", "pieces", "copies"))
_NUMBERS = frozenset("number numbers total count".split())
_GROUPS = frozenset("batch order series group set total lot string raft crop list pool portfolio".split())


class Said:
    """A claim whose subject was found, for those that follow."""

    __slots__ = ("first", "item", "kind", "last", "sentence", "subject")

    def __init__(
        self, sentence: int, first: int, last: int, kind: str, subject: Mentioned, item: Mentioned | None
    ) -> None:
        self.sentence, self.first, self.last, self.kind = sentence, first, last, kind
        self.subject, self.item = subject, item


def continues(s: Sentence, first: int, kind: str, earlier: list[Said]) -> bool:
    """Whether a quantity only goes on with the one before: "from 27 to 24 percent", "5.8% this year and 4.6% next"."""
    if not earlier or earlier[-1].sentence != s.index or earlier[-1].kind != kind or earlier[-1].last > first:
        return False
    end = earlier[-1].last
    apart = s.tags[first - 1] == "E" or s.lows[first + 1 : first + 2] == ["at"]  # "plus 16,000 at its yards"
    if s.lows[first - 1] in ("a", "an") and s.lows[first - 2] in _UPON and first - end < 4:
        return False  # "Revenue went up 13% on a 4% increase in volumes"
    if sector(s, first) is not None or (apart and kind == "employment"):
        return False
    if _compared(s, end, first) or _aimed(s, first):
        return True
    if (
        any(t in "VWXBMHGS(:" and s.lows[end + k] not in _UNPARTED for k, t in enumerate(s.tags[end:first]))
        or ";" in s.words[end:first]
    ):
        return False
    inside = [p for p in s.phrases if p.first >= end and p.last <= first and s.lows[p.head] != "terms"]
    return all(is_time(s, p) or "C" in s.tags[p.first : p.last] for p in inside)


def sector(s: Sentence, first: int) -> NounPhrase | None:
    """The adjective that stands for a part right before its number: "wind 28% and solar 11%"."""
    i = first - 1
    i -= i > 2 and s.lows[i] in ("for", "at", "by") and s.lows[i - 1] in SECTORS  # "hydro for 22% and solar for 5%"
    if i < 2 or s.lows[i] not in SECTORS or s.tags[i] not in "AN" or s.tags[i - 1] not in ",J":
        return None
    return NounPhrase(i, i + 1, i) if "C" in s.tags[max(0, i - 6) : i] else None


def gapped_body(s: Sentence, first: int) -> NounPhrase | None:
    """Whose a number without verb and noun is: "The works will lose 620 posts and the office in Bern 530"."""
    number, first = first, led_number(s, first)
    p = phrase_at(s, first - 1) if first > 2 else None
    if p is None or p.last != first or p.first <= 1 or s.tags[p.head] not in "NP" or is_time(s, p):
        return None
    top = p if s.lows[number - 1] == "of" and first < number else chain_head(s, p)
    if first == number and "goods" in noun_classes().get(s.lows[top.head], ()):
        return None  # "ore making up 3.1 million tons, coal 380,000"
    if s.tags[top.first - 1] not in ",J" or "C" not in s.tags[: top.first] or "C" in s.tags[top.first : top.last]:
        return None
    return top if any(g.last <= top.first for g in s.groups) else None


def _compared(s: Sentence, end: int, first: int) -> bool:
    """Whether a quantity is but the base of a comparison, with at most a source between: ", the office said on Tuesday,
    against a revised 4.9 per cent"."""
    i = first - 1
    while i > end and s.tags[i] in "RDQAWX":
        i -= 1
    if s.lows[i] == "than" and s.lows[i + 1] == "the" and not any(g.first >= end and g.last <= i for g in s.groups):
        return True  # "2.9 percent, a shade faster than the 2.8 percent recorded a year ago"
    base = s.lows[i] in _AGAINST or (s.lows[i] in ("with", "to") and s.lows[i - 1] in ("compared", "compares"))
    as_against = s.lows[i] == "against" and (s.lows[i - 1] == "as" or s.tags[i - 1] in "NC%U")
    if not base or i <= end or not (as_against or s.words[i - 1] in (",", "compared", "compares")):
        return False
    inside = [g for g in s.groups if g.first >= end and g.last <= i and g.lemma != "compare"]
    if any(q.kind == "relative" and q.group in inside for q in predicates(s)):
        return True  # "make up 48 percent of the homes that councils sign off, against a third five years ago"
    return not inside or (len(inside) == 1 and inside[0].lemma in REPORTING)


def _aimed(s: Sentence, first: int) -> bool:
    """Whether a quantity is what another is held against: "23% of its fibre, against a goal of 60%"."""
    if first < 3 or s.lows[first - 1] != "of" or s.lows[first - 2] not in _SET:
        return False
    i = max(len(s.tags[: first - 2].rstrip("DRAEP")) - 1, 0)
    return s.lows[i] in _HELD and (s.lows[i] in _AGAINST or s.lows[i - 1] == "compared")


def rival(s: Sentence, first: int, last: int, earlier: list[Said]) -> Mentioned | None:
    """With whom a level is compared: "47% of the market, against 24% for its next rival", "against 5.6% in Germany"."""
    i = before_number(s, first)
    base = i > 1 and (s.lows[i] in ("against", "versus") or s.lows[i - 1 : i + 1] == ["compared", "with"])
    if not base or not earlier or earlier[-1].sentence != s.index or s.lows[last : last + 1] not in _AMONG:
        return None
    q = phrase_from(s, last + 1)
    if (end := those(s, last + 1)) > 0:
        return named(s, NounPhrase(last + 1, end, last + 1), ties=frozenset())  # "7.4% for those without a degree"
    if q is None or q.first != last + 1 or is_time(s, q) or s.tags[q.head] not in "NP":
        return None
    if "C" in s.tags[q.first : q.last] or s.lows[q.head] in _EQUALS or is_year(s.lows[q.head]):
        return None
    twin = phrase_from(s, q.last + 1) if s.lows[q.last : q.last + 1] == ["and"] else None
    if twin is not None and twin.first == q.last + 1 and s.tags[twin.last : twin.last + 1] in (".", "", ","):
        q = NounPhrase(q.first, twin.last, twin.head)  # "against 1,243 euros in accommodation and food services"
    return named(s, q)


def of_count(claim: Claim, doc: Document, s: Sentence, first: int, last: int) -> Mentioned | None:
    """The counted thing with its qualifier; what is counted without a noun ("24 of them") is found elsewhere."""
    if (same := same_as_them(s, last) or _elided(claim, doc, s, first, last)) is not None:
        return same
    if claim.quantity is not None and claim.quantity.item_first < 0 and (body := gapped_body(s, first)) is not None:
        return named(s, body)
    phrase = _counted(s, first, last)
    q = claim.quantity
    heads = claim.item in _HEADS or (q is not None and q.item in _HEADS)
    people = not heads and claim.item in _HUMAN
    grown = predicate_of(s, first, last) if heads or people else None
    if people and grown is not None and grown.group.lemma != "number":
        grown = None  # but "The population numbered 37.7 million people"
    flock = grown.subject if grown is not None and grown.group.last <= first else None
    flock = flock or (aside(s, first, last) if heads else None)
    if flock is not None and s.tags[flock.head] == "N" and not is_time(s, flock):
        return name_of(doc, s, flock)  # "The sheep flock has grown to 2.3 million head"
    if q is not None and 0 <= q.item_first < q.item_last <= len(s.words):
        phrase = phrase_at(s, q.item_last - 1) or phrase
        if phrase is not None and phrase.first <= q.number < phrase.head:
            phrase = phrase.begun_at(q.number + 1)
        elif phrase is not None and q.number < q.item_first < phrase.first and _broken(s, q.item_first, phrase.first):
            phrase = phrase.begun_at(q.item_first)  # "four liquefied natural gas (LNG) carriers"
            if s.tags[phrase.head - 1] == "C":  # "three Boeing 737s"
                return named(s, phrase)
    if phrase is None or s.lows[phrase.head] in _GROUPS or not first <= phrase.head <= last:
        apart = _among(doc, s, first, last)
        if apart is not None:
            return apart
        earlier: list[Said] = doc.memo["subjects"]
        if continues(s, first, "count", earlier) and s.tags[last : last + 1] != "I":
            return earlier[-1].subject
    if phrase is None:
        p = predicate_of(s, first, last)
        if p is not None and p.kind == "finite" and (these := those_in(s, p)) is not None:
            return named(s, these)  # "while those at camping sites fell to 290,600"
        if claim.item and (found := _find(s, claim.item, first)) is not None:
            return found
        if p is None or p.subject is None or is_time(s, p.subject):
            return None
        a = p.subject.first
        theirs = s.lows[p.subject.head] in _NUMBERS and s.lows[a] == "their"
        whose = resolve(doc, s, NounPhrase(a, a + 1, a)) if theirs else None
        return whose or name_of(doc, s, p.subject)  # "Their number reached 6.6 million"
    if s.tags[phrase.head] == "O":
        return resolve(doc, s, phrase)
    return named(s, without_number(s, phrase))


def _broken(s: Sentence, first: int, last: int) -> bool:
    """Whether what is counted goes on behind a bracket or a number: "natural gas (LNG) carriers", "Boeing 737s"."""
    return ")" in s.tags[first:last] or (s.tags[last - 1] == "C" and s.ends[last - 1] == s.starts[last])


def _elided(claim: Claim, doc: Document, s: Sentence, first: int, last: int) -> Mentioned | None:
    """Of "The law covers 140 projects. Two have been approved", "A farm was opened, and four more are being built",
    "Seven of them will open" what was counted, or opened, before."""
    q = claim.quantity
    if q is None or (q.item_first >= 0 and not q.gapped):
        return None
    them = s.lows[last : last + 2] == ["of", "them"] or s.lows[last - 2 : last] == ["of", "them"]
    more = "more" in s.lows[first : last + 1] or "another" in s.lows[max(first - 1, 0) : last]
    opens = first == 0 or s.tags[first - 1] in ",JS"
    if not ((them and first == 0) or more or (opens and any(last <= g.first <= last + 1 for g in s.groups))):
        return None
    if more:
        before = next((p for p in reversed(predicates(s)) if p.group.last <= first and p.kind == "finite"), None)
        main = before.subject if before is not None and before.group.passive else None
        if main is not None and "place" in classes(s.lows[main.head]):
            return named(s, without_number(s, main))
    earlier: list[Said] = doc.memo["subjects"]
    near = (said for said in reversed(earlier[-4:]) if said.kind == "count" and s.index - said.sentence <= 1)
    return next((said.subject for said in near), None)


def same_as_them(s: Sentence, last: int) -> Mentioned | None:
    """Of "130 people, 40 of them women" the women."""
    q = who_were(s, last)
    i = last if s.lows[last : last + 1] == ["of"] else last - 2
    if q is None and (i < 0 or s.lows[i : i + 2] != ["of", "them"] or s.tags[i + 2 : i + 3] not in ("N", "P", "A")):
        return None
    q = q or phrase_at(s, i + 2)
    if q is None or s.tags[q.head] not in "NP" or any(g.first == q.last for g in s.groups):
        return None
    return named(s, q)


def taken_by(s: Sentence, first: int) -> bool:
    """Whether someone takes the part: "Russia bought 36 percent of them"."""
    g = next((g for g in s.groups if g.last == first), None)
    return g is not None and not g.passive and g.lemma in _TAKING


def _among(doc: Document, s: Sentence, first: int, last: int) -> Mentioned | None:
    """Of what a number without a noun counts: "schools, of which 217 …", "the pigs, 822 of them", "a batch of 18"."""
    i = first - 1
    while i > 0 and s.tags[i] in "RDQ":
        i -= 1
    if i > 2 and s.lows[i] in ("which", "whom") and s.lows[i - 1] == "of":
        counted = (
            r
            for r in reversed(s.phrases)
            if r.last < i and "C" in s.tags[r.first : r.head] and s.tags[r.first - 1] not in "IT"
            if s.lows[i] == "whom" or s.lows[r.head] not in _PERSONS
        )
        q = next(counted, None) or antecedent(s, i - 2)
        return named(s, without_number(s, q)) if q is not None else None
    if s.lows[last : last + 1] == ["of"] and s.tags[last + 1 : last + 2] == "D":
        q = phrase_from(s, last + 1)  # "146 of the stalls"
        return named(s, without_number(s, q)) if q is not None and q.first == last + 1 else None
    if first and s.tags[first - 1] == "(" and (bracketed := in_brackets(s, first)) is not None:
        q = chain_head(s, bracketed)
        return None if is_time(s, q) else named(s, without_number(s, q))
    if i > 0 and s.tags[i] == "," and (s.lows[last : last + 1] in (["of"], ["to"]) or s.tags[last : last + 1] == ","):
        q = phrase_at(s, i - 1)
        if q is not None and q.last == i and s.tags[q.head] == "N" and s.lows[q.head].endswith("s"):
            return None if is_time(s, q) else named(s, without_number(s, q))
    if i > 1 and s.lows[i] in ("of", "for") and s.lows[i - 1] in _GROUPS:
        p = predicate_of(s, first, last)
        if p is not None and p.subject is not None and s.tags[p.subject.head] == "O":
            if s.lows[p.subject.head] == "they" and s.lows[i - 1] in _GROUPS and s.index:
                before = doc.sentences[s.index - 1]  # "took over six ships … They belong to a group of 15"
                things = (r for r in reversed(before.phrases) if before.tags[r.first] == "C" and not is_time(before, r))
                found = next((r for r in things if before.lows[r.head].endswith("s")), None)
                if found is not None:
                    return named(before, without_number(before, found))
            return resolve(doc, s, p.subject)
    return None


def _counted(s: Sentence, first: int, last: int) -> NounPhrase | None:
    """The phrase whose noun the number counts: in the evidence, or right after it."""
    best = None
    for p in s.phrases:
        if p.first >= last:
            break
        if p.last > first and first <= p.head and s.tags[p.head] in "NPO" and not is_time(s, p):
            best = best or p
    if best is None and last < len(s.tags) and s.tags[last] in "NPA":
        best = phrase_at(s, last)
    return best if best is None or not is_time(s, best) else None  # "numbered 2.09 million | last year"


def _find(s: Sentence, item: str, before: int) -> Mentioned | None:
    """The phrase with the counted noun that stands before in the sentence."""
    low = item.lower().split()
    for p in reversed(s.phrases):
        if p.last <= before and low and s.lows[p.head] == low[-1]:
            return named(s, without_number(s, p))
    return None
