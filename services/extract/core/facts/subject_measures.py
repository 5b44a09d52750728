"""What a change, a share or a level measures, with its owner."""

from __future__ import annotations

from services.extract.core.antecedents import antecedent, is_time
from services.extract.core.chunks import NounPhrase
from services.extract.core.clause import before_number, phrase_at, phrase_from
from services.extract.core.facts.naming import is_place, named
from services.extract.core.facts.reference import resolve
from services.extract.core.facts.subject_asked import asked_again, figure_of, some_of_them
from services.extract.core.facts.subject_beside import explained
from services.extract.core.facts.subject_counts import SECTORS
from services.extract.core.facts.subject_foreseen import (
    FORESEEING,
    awaited,
    beside_with,
    ended,
    formerly,
    moved_already,
    rate_cut,
)
from services.extract.core.facts.subject_gaps import gapped, spread
from services.extract.core.facts.subject_levels import (
    absolute,
    apposed_level,
    beside_comma,
    booked,
    charged,
    complemented,
    contributed,
    explained_best,
    explained_name,
    in_brackets,
    object_of,
    paid_per,
    runner_up,
    those_in,
    topmost,
    traded_at,
    weighing,
)
from services.extract.core.facts.subject_measured import WEIGHTS, measured
from services.extract.core.facts.subject_money import fronted_aim
from services.extract.core.facts.subject_movements import (
    POSTING,
    located,
    moved_relative,
    movement,
    movement_of,
    noun_inside,
    seen_in,
    valued,
    who_moved,
)
from services.extract.core.facts.subject_shares import (
    dealt_in,
    doing_part,
    held_by,
    holder,
    proportion,
    rate_of,
    some_of_ours,
    whole_of,
    with_part,
)
from services.extract.core.facts.subject_ties import (
    FACILITIES,
    NO_BEARERS,
    bearer_of,
    can_bear,
    carrier_of,
    listed_words,
    modified,
    moved_by,
    points,
    predicate_of,
    without_number,
)
from services.extract.core.facts.subject_trailing import foretold
from services.extract.core.mentions.trigger import classes
from services.extract.core.model import Claim, Document, Mentioned
from services.extract.core.predicates import predicates
from services.extract.core.sentences import Sentence

_RATES = frozenset("rate level figure share margin ratio value".split())
_PRICES = frozenset("price cost fee fare tariff".split())
_DEALING = frozenset("ship sell export send get make meet cover supply produce process account draw source".split())
_SPANS = frozenset("range region order vicinity average total record maximum minimum level neighbourhood".split())
_REACHING = frozenset("reach achieve attain secure deliver sustain see".split())
_BODIES = frozenset(("organisation", "name"))
_FORECASTERS = frozenset("analysts economists forecasters market consensus brokers".split())
_WORTH = frozenset("value worth price size weight point".split())
_IN_VERBS = frozenset("bring chip take rake pull come put bank".split())
_MOVED = frozenset("gain gains rate pace share".split())
_SELLING = frozenset("sell buy trade offer supply export rent lease".split())
_TAKING = frozenset("hold own have take control keep sell buy account".split())
_EMPTY = frozenset("there it this that they these".split())
_WARES = frozenset("goods products services output".split())


def of_measure(claim: Claim, doc: Document, s: Sentence, first: int, last: int) -> Mentioned | None:
    """The measured thing with its owner: changes, shares, levels."""
    inside = in_brackets(s, first) or absolute(s, first)
    if inside is not None:
        return measured(doc, s, who_moved(s, inside) or inside)
    if claim.kind == "indicator" and (awarded := booked(s, last)) is not None:
        return measured(doc, s, awarded)
    if claim.kind == "indicator" and (good := paid_per(s, first, last)) is not None:
        return measured(doc, s, good)
    if s.lows[max(0, first - 2) : first] in (["equal", "to"], ["equivalent", "to"]) and first > 3:
        level = phrase_at(s, first - 3)  # "created value equal to 70 percent of GDP"
        if level is not None and level.last == first - 2 and can_bear(s, level):
            return measured(doc, s, level)
    beside = topmost(s, first) or gapped(s, first) or spread(s, first, last) or runner_up(s, first)
    if beside is not None:
        return measured(doc, s, beside)
    if claim.kind == "share" and (bought := dealt_in(s, first, last)) is not None:
        return named(s, bought)
    if claim.kind == "share":
        apart = (
            held_by(s, first, last)
            or proportion(doc, s, first, last)
            or holder(doc, s, first, last)
            or rate_of(s, first)
        )
        if apart is not None:
            return apart
    if claim.kind == "change" and (rate := rate_cut(claim, doc, s, first, last)) is not None:
        mine = movement(s, first, last)
        if mine is not None and movement_of(s, mine) is None:
            return rate
    if s.lows[0] == "at" and s.tags[1:first].strip("RDQ") == "" and s.tags[last : last + 1] == ",":
        main = next((x.subject for x in predicates(s) if x.kind == "finite" and x.group.first > last), None)
        if main is not None and main.first == last + 1 and can_bear(s, main):
            return measured(doc, s, main)  # "At 2.1 percent, growth was the slowest since 2016"
    if claim.kind == "share" and (these := beside_with(s, first, last)) is not None:
        return measured(doc, s, these)
    moving = movement(s, first, last) if claim.kind != "indicator" else None  # "an operating loss of $5m" is a level
    if moving is not None:
        what = movement_of(s, moving)
        if what is None and first > 1 and s.tags[first - 1] == "E" and (owner := phrase_at(s, first - 2)) is not None:
            what = NounPhrase(owner.first, first - 1, first - 2)  # "the KOSPI's 0.3 percent rise"
        if what is None and (before := moved_already(doc, s, first)) is not None:
            return before
        aims = FORESEEING | _REACHING if s.lows[moving] == "growth" else FORESEEING
        foreseen = any(g.last <= moving and moving - g.last < 3 and g.lemma in aims for g in s.groups)
        what = what or seen_in(s, last)
        if what is None and (s.lows[moving] == "inflation" or foreseen):
            what = phrase_at(s, moving)  # "The Treasury projects growth of 5.5 per cent"
        if what is not None:
            return measured(doc, s, what)
    else:
        phrase = modified(s, first, last) or noun_inside(s, first, last)
        part = phrase is not None and claim.kind == "share" and s.lows[phrase.first - 1] == "of"
        if phrase is not None and not part and not classes(s.lows[phrase.head]) & NO_BEARERS:
            return measured(doc, s, without_number(s, phrase))
        bearer = bearer_of(s, first) if claim.kind != "change" else None
        if bearer is not None and s.lows[bearer.head] in WEIGHTS and s.lows[bearer.first] == "a":
            bearer = None  # "External markets led, with a weight of 74.6%", "which carry a weight of 33 per cent"
        if bearer is not None and s.lows[bearer.head] in _PRICES and s.lows[bearer.first - 1] == "at":
            carrier = carrier_of(s, bearer)  # "two ferries at a price of €64 million each"
            bearer = carrier if carrier is not None and not is_time(s, carrier) else bearer
            return measured(doc, s, without_number(s, bearer))
        if bearer is not None and s.lows[before_number(s, first)] == "for":
            sold = predicate_of(s, first, last)  # "the power will be sold to the grid for 3.9 cents"
            if sold is not None and sold.group.lemma in _SELLING and sold.group.passive and sold.subject is not None:
                return measured(doc, s, sold.subject)
        bearer = explained_best(s, bearer)
        if (weighed := weighing(s, bearer)) is not None:
            return measured(doc, s, weighed)
        best = bearer is not None and any(low.endswith("est") for low in s.lows[bearer.first : bearer.head])
        if bearer is not None and s.lows[bearer.head] in _RATES and (best or s.lows[bearer.first] == "a"):
            poster = predicate_of(s, first, last)  # "Greater Concepción posted a rate of 8.6%"
            if poster is not None and poster.group.lemma in POSTING and poster.subject is not None:
                return measured(doc, s, poster.subject)
        if bearer is not None and s.lows[bearer.first - 1] == "to" and s.lows[bearer.head] in ("value", "tune"):
            bearer = None  # "turned out goods to the value of 11.7 billion somoni"
        if bearer is not None and (former := formerly(doc, s, bearer)) is not None:
            return former
        if bearer is not None and (said_of := complemented(s, bearer)) is not None:
            return measured(doc, s, said_of)
        if bearer is not None and s.lows[bearer.head] in _SPANS and s.tags[bearer.first : bearer.head].strip("D") == "":
            bearer = None  # "is expected to be in the range of 35-40 per cent"
        if bearer is not None and is_place(doc, s, bearer) and s.lows[bearer.first - 1] in ("in", "from"):
            bearer = None  # "closed in Toronto at C$2.41"
        if bearer is not None and can_bear(s, bearer) and s.lows[bearer.head] not in _WARES:
            return measured(doc, s, bearer)
    if s.lows[0] in SECTORS and s.tags[0] == "A" and [g.first for g in s.groups if g.first < first] == [1]:
        return named(s, NounPhrase(0, 1, 0))  # "Solar supplied 9% of the country's power"
    p = predicate_of(s, first, last)
    if p is None:
        head = s.phrases[0] if s.phrases else None
        if head is not None and head.first < first < head.last:
            head = NounPhrase(head.first, first, first - 1)  # "Revenue R8.6 billion"
        beside = phrase_at(s, first - 1) if ":" in s.tags[:first] else None
        head = beside if beside is not None and beside.last == first and can_bear(s, beside) else head
        return measured(doc, s, head) if head is not None and head.last <= first else None
    if (again := awaited(claim, doc, s, p, first, last)) is not None:
        return again
    if (main := ended(s, p, first)) is not None:
        return measured(doc, s, main)
    if claim.kind == "indicator" and (aim := fronted_aim(s, first, p)) is not None:
        return measured(doc, s, aim)
    if claim.kind == "share" and (ours := some_of_ours(s, p, first, last)) is not None:
        return named(s, without_number(s, ours))
    if claim.kind == "share":
        them = some_of_them(s, first, last) or asked_again(s, first, last, doc.memo.get("subjects", []))
        if them is not None:
            return them
    if claim.kind == "share" and s.lows[before_number(s, first)] in ("in", "among", "across"):
        g = next((g for g in reversed(s.groups) if g.last < first), None)
        particle = g is not None and g.lemma in _IN_VERBS and s.lows[g.last] == "in"  # "bring in a quarter of sales"
        within = whole_of(s, first, last) if not particle else None  # "contracted in two thirds of activities"
        if within is not None and within.first <= last + 2 and can_bear(s, within):
            return measured(doc, s, within)
    if claim.kind == "share" and (owner := with_part(s, p, first, last)) is not None:
        return measured(doc, s, owner)
    if claim.kind == "share" and (whole := doing_part(s, p, first, last)) is not None:
        return measured(doc, s, whole)
    moved = object_of(s, p, first, last) if claim.kind == "change" else None
    if (
        claim.kind == "change"
        and not p.group.passive
        and p.group.last <= first
        and p.group.lemma in listed_words("moves")
    ):
        lost = (
            whole_of(s, first, last) if "short" not in s.lows[first : last + 1] else None
        )  # "lost a third of its payroll", but of its value
        moved = moved or (lost if lost is not None and s.lows[lost.head] not in _WORTH else None)
    if p.subject is not None and p.group.last <= first and contributed(s, p, last):
        return measured(doc, s, p.subject)
    known = s.lows[p.group.last : p.group.last + 1] in (["that"], ["it"], ["this"]) and p.group.lemma != "value"
    if known and p.group.last < first and s.lows[first - 1] in ("to", "at"):
        return None  # "Inflation was 4.3%. The bank sees it at 3.5%": what was said before
    moved = moved or moved_by(s, p, first) or moved_relative(s, p, first) or apposed_level(s, p, first, last)
    if moved is not None and s.lows[moved.head] == "it" and (firm := valued(s, p)) is not None:
        return named(s, firm)
    if moved is not None:
        return measured(doc, s, moved)
    if claim.kind == "indicator" and (payer := charged(s, p, first) or traded_at(s, p, first, last)) is not None:
        return measured(doc, s, payer)
    if claim.kind == "share" and p.group.lemma == "be" and p.subject is not None and s.tags[p.subject.head] == "N":
        named_after = phrase_from(s, p.group.last)  # "Its largest owner is Ulm Fund of Bern, with 19.9 per cent"
        if named_after is not None and named_after.first == p.group.last and s.tags[named_after.head] == "P":
            return measured(doc, s, named_after) if named_after.last <= first else None
    beside = beside_comma(s, first, p)
    if beside is not None:
        return measured(doc, s, beside)
    noun = p.subject
    if p.kind == "infinitive" and s.lows[p.group.first - 1] in ("it", "them") and p.group.last <= first:
        return None  # "The bank expects it to peak at 8.5 percent": what was measured before
    if p.kind == "relative":  # "the Kosdaq, whose main index slipped 0.6 percent"
        noun = next((q for q in s.phrases if s.lows[q.first] == "whose" and q.last == p.group.first), noun)
        if noun is not None and s.lows[noun.first] == "whose" and noun.head == noun.first + 1:
            noun = antecedent(s, noun.first - 1) or noun  # "makers of metal products, whose output grew by 5%"
            noun = explained_name(s, noun)
    if p.gap is not None and noun is not None and s.lows[noun.head] in listed_words("movements") | _MOVED:
        noun = p.gap  # "180 thousand tons of fish, where the gain was widest at 16%"
    if noun is not None and (figure := figure_of(s, noun, doc.memo.get("subjects", []))) is not None:
        return figure
    noun = explained(s, noun) if noun is not None else None
    if p.kind == "finite" and (those := those_in(s, p)) is not None:
        return named(s, those)
    if noun is None and p.group.first > 3:  # "with prices having more than | doubled"
        noun = next((q.subject for q in predicates(s) if 0 < p.group.first - q.group.last < 3), None)
    if p.kind == "reduced" and noun is not None and s.tags[p.group.first - 1] == "," and is_place(doc, s, noun):
        main = next((q.subject for q in predicates(s) if q.kind == "finite" and q.subject is not None), None)
        noun = (
            main if main is not None and main.last <= noun.first else noun
        )  # "the rate to Colombo, assessed at $2,840"
    if noun is not None and s.lows[noun.head] in _FORECASTERS and (said := foretold(doc, s, claim.kind)) is not None:
        return said
    if p.group.lemma in FORESEEING and not p.group.passive and s.tags[p.group.last : first].strip("RDQAI") == "":
        return moved_already(doc, s, first)  # "The economy grew by 4.7%, and we expect 5.3% this year"
    if noun is None and p.kind == "gerund" and all(q.kind == "gerund" for q in predicates(s)):
        fragment = (q for q in s.phrases if q.last <= p.group.first and "C" not in s.tags[q.first : q.last])
        noun = next(fragment, None)  # "• 9.5 MW of solar panels on the roof, covering a quarter of use"
    acting = claim.kind == "share" and not _TAKING.isdisjoint(q.group.lemma for q in predicates(s))
    if noun is not None and s.tags[noun.head] == "O" and not acting and (where := located(s, noun)) is not None:
        return measured(doc, s, where)
    market = claim.kind == "share" and p.group.lemma in _TAKING and "market" in s.lows[last : last + 6]
    if noun is not None and s.lows[noun.head] in ("it", "they") and (market or p.group.lemma in listed_words("acts")):
        return resolve(doc, s, noun, _BODIES)  # "it had bought out the 40% of Hinode", "It had 9% of the tea market"
    if (
        noun is not None
        and s.lows[noun.head] == "it"
        and claim.kind == "share"
        and p.group.lemma in _DEALING
        and (s.lows[p.group.last : p.group.last + 1] != ["up"] or resolve(doc, s, noun) is None)
    ):
        return resolve(doc, s, noun, FACILITIES)  # "A cable factory was opened; it ships 35 percent of its output"
    if noun is None or (noun.last > first and noun.first < last) or s.lows[noun.head] in _EMPTY:
        return None
    if points(s, noun) and (where := located(s, noun)) is not None:
        return measured(doc, s, where)  # "For cash costs, guidance is unchanged at …"
    if is_time(s, noun) or (points(s, noun) and s.lows[noun.head - 1 : noun.last] != ["that", "bill"]):
        return None
    return measured(doc, s, noun)
