"""Levels and movements whose measured thing stands beside the number: in a phrase with "with", across "of", before a
superlative or a comma.

with like-for-like sales excluding fuel up 4.4%   → like-for-like sales
booked $540 million of new awards                 → new awards
Bor posted the highest, 5.1 percent               → Bor
Net taxes, up 5.9 percent, …                      → net taxes
"""

from __future__ import annotations

from services.extract.core.antecedents import chain_head, is_time
from services.extract.core.chunks import NounPhrase
from services.extract.core.clause import before_number, phrase_at, phrase_from
from services.extract.core.facts.event_phrases import objects
from services.extract.core.facts.pointing import ORDINALS
from services.extract.core.facts.subject_beside import listed_places
from services.extract.core.facts.subject_ties import BUILT, can_bear
from services.extract.core.mentions.trigger import classes
from services.extract.core.model import Document
from services.extract.core.predicates import Predicate, predicates
from services.extract.core.sentences import Sentence

_RANKS = frozenset("list ranking table field pack way league investors buyers suppliers exporters".split())
_RESULTS = frozenset("result total figure rate growth increase decrease index change inflation".split())
_PAYING = frozenset("pay charge get receive ask want demand offer obtain earn".split())
_EACH = frozenset("per a an / each".split())
_TAKING_OFF = frozenset("wipe shave knock slice strip take cut trim erase".split())
_BY_TWO = frozenset("fine penalise penalize".split())
_RATED = frozenset("margin rate ratio yield price share fee tax tariff premium inflation unemployment stake".split())
_TRADING = frozenset("buy sell import export supply purchase".split())
_RANKING = frozenset("come rank finish follow place".split())
_WEIGHING = frozenset("weigh figure feature rank stand".split())
_WHERE = frozenset("in among for at by on".split())
_NEXT_TO = (["followed", "by"], ["ahead", "of"], ["front", "of"], ["then", "by"], ["that", "of"])
FAR_OFF = frozenset("elsewhere abroad overseas".split())
_COPULAS = frozenset("be remain become stay".split())
_MOVED = frozenset(("up", "down", "higher", "lower"))
_SUPERLATIVES = frozenset("highest lowest largest smallest biggest most least fastest slowest strongest".split())


def absolute(s: Sentence, first: int) -> NounPhrase | None:
    """ "…, with like-for-like sales excluding fuel up 4.4%": what a phrase with "with" says has moved."""
    if _MOVED.isdisjoint(s.lows[max(0, first - 2) : first + 4]):
        return None
    for i in range(first - 1, max(0, first - 9), -1):
        if s.lows[i] == "with":
            q = phrase_from(s, i + 1)
            return q if q is not None and q.last <= first and can_bear(s, q) else None
        if s.tags[i] in ",VWBHMJC":
            return None
    return None


def object_of(s: Sentence, p: Predicate, first: int, last: int) -> NounPhrase | None:
    """What the evidence's own verb moves ("which halved earnings"), or what is added to ("add 31m to the bill")."""
    g = p.group
    if first <= g.head < last and not g.passive:
        q = phrase_from(s, g.last)
        if q is not None and q.first == g.last and s.tags[q.head] in "NP" and not is_time(s, q):
            return q if "C" not in s.tags[q.first : q.head] else None
    last += 2 * (s.lows[last : last + 1] in (["a"], ["per"]) and s.tags[last + 1 : last + 2] == "N")  # "5m a year to"
    taken = g.lemma in _TAKING_OFF and s.lows[last : last + 1] in (["off"], ["from"])  # "wiped $40m off its value"
    if (g.lemma == "add" and g.last <= first and s.lows[last : last + 1] == ["to"]) or (taken and g.last <= first):
        q = phrase_from(s, last + 1)
        return q if q is not None and q.first == last + 1 and not is_time(s, q) else None
    return None


def booked(s: Sentence, last: int) -> NounPhrase | None:
    """ "booked $540 million of new awards", "took on $41m of the firm's debt", "* $60m in payments": what it is."""
    if s.lows[last - 2 : last - 1] == ["of"]:
        last -= 2  # "$61.5 million of exports", the goods in the evidence
    tied = s.lows[last : last + 1] == ["of"] or (s.tags[0] == "Z" and s.lows[last : last + 1] == ["in"])
    if not tied or s.lows[last - 2] in _EACH:
        return None  # "$24,300 per tonne of contained tin"
    q = phrase_from(s, last + 1)
    if q is None or q.first != last + 1 or s.tags[q.head] != "N" or "C" in s.tags[q.first : q.head]:
        return None
    return q if not is_time(s, q) and s.lows[q.last : q.last + 1] != ["quarter"] else None


def topmost(s: Sentence, first: int) -> NounPhrase | None:
    """ "Bor posted the highest, 5.1 percent, and Vidin the lowest, 2.2 percent": whose the superlative is."""
    i = first - 2
    if i > 2 and s.lows[i + 1] == "at" and s.tags[i] == "," and not _SUPERLATIVES.isdisjoint(s.lows[:i]):
        q = phrase_at(s, i - 1)  # "Growth was fastest in Bor, at 52 percent"
        return q if q is not None and s.lows[q.first - 1] == "in" and s.tags[q.head] == "P" else None
    if (extreme := _extreme(s, first)) is not None:
        return extreme
    if i < 2 or s.tags[first - 1] != "," or s.lows[i] not in _SUPERLATIVES or s.tags[i - 1] != "D":
        return None
    q = phrase_at(s, i - 2)
    return q if q is not None and q.last == i - 1 and s.tags[q.head] in "NP" and not is_time(s, q) else None


def _extreme(s: Sentence, first: int) -> NounPhrase | None:
    """Of "The highest were recorded in mining, 642,000 tenge, and the lowest in agriculture, 197,500" mining,
    agriculture."""
    comma = first - 1 - (s.lows[first - 1] == "of")
    if comma < 4 or s.tags[comma] != ",":
        return None
    tie = next((k for k in range(comma - 2, max(comma - 8, 1), -1) if s.tags[k] == "I"), -1)
    if tie < 2 or s.lows[tie] not in _WHERE or "," in s.tags[tie:comma]:
        return None
    k = tie - 1
    while k > 0 and s.tags[k] in "BHWXNRQDIA" and tie - k < 7 and s.lows[k] not in _SUPERLATIVES:
        k -= 1
    q = phrase_from(s, tie + 1)
    if s.lows[k] in _SUPERLATIVES and s.lows[tie + 1] == "those":
        return NounPhrase(tie + 1, comma, tie + 1)  # "the highest rate was recorded for those aged 55 and over, 41%"
    if s.lows[k] not in _SUPERLATIVES or q is None or q.first > tie + 1 or q.last > comma or is_time(s, q):
        return None
    return NounPhrase(q.first, comma, q.head) if s.tags[q.last : comma].strip("WRJNAI") == "" else q


def runner_up(s: Sentence, first: int) -> NounPhrase | None:
    """Who comes next in a row of ranks: "followed by Singapore at 7%", "ahead of Germans on 15%"."""
    i = before_number(s, first)
    if i < 3 or s.lows[i] not in ("at", "with", "on"):
        return None
    q = phrase_at(s, i - 1)
    if q is None or q.last != i or s.tags[q.head] not in "NP" or is_time(s, q):
        return None
    listed = (
        s.tags[q.first - 1] == "J"
        and s.tags[q.first - 2] in "CUN"
        and s.lows[i] in s.lows[max(q.first - 6, 0) : q.first]
    )
    return q if s.lows[q.first - 2 : q.first] in _NEXT_TO or listed else None


def explained_name(s: Sentence, p: NounPhrase) -> NounPhrase:
    """Of "Lumo Pay, the mobile wallet, whose revenue doubled" the name that the noun explains."""
    if p.first < 2 or s.tags[p.first - 1] != "," or s.tags[p.first] != "D" or s.tags[p.head] != "N":
        return p
    q = phrase_at(s, p.first - 2)
    return q if q is not None and q.last == p.first - 1 and s.tags[q.head] == "P" and not is_time(s, q) else p


def explained_best(s: Sentence, p: NounPhrase | None) -> NounPhrase | None:
    """Of "Coal, its largest cost item with a 43% share" the coal."""
    if (
        p is None
        or p.first < 2
        or s.tags[p.first - 1] != ","
        or not any(low.endswith("est") for low in s.lows[p.first : p.head])
    ):
        return p
    q = phrase_at(s, p.first - 2)
    return q if q is not None and q.last == p.first - 1 and can_bear(s, q) and q.first < 2 else p


def weighing(s: Sentence, bearer: NounPhrase | None) -> NounPhrase | None:
    """Of "Restructuring charges weighed on the result with €11m" the charges."""
    g = next((g for g in reversed(s.groups) if bearer is not None and g.last < bearer.first), None)
    if g is None or bearer is None or g.lemma not in _WEIGHING or g.last != bearer.first - 1 or g.passive:
        return None
    return next((p.subject for p in predicates(s) if p.group is g), None)


def beside_comma(s: Sentence, first: int, p: Predicate) -> NounPhrase | None:
    """ "Net taxes, up 5.9 percent, …": what a comma and a small word tie the quantity to."""
    i = first - 1
    if i > 0 and s.tags[i] == "," and p.group.first > first:
        return next((q for q in reversed(s.phrases) if q.last == i and not is_time(s, q)), None)
    return None


def complemented(s: Sentence, bearer: NounPhrase) -> NounPhrase | None:
    """ "Russia remains the top buyer with 33 percent": of a predicate noun, what it is said of."""
    for p in predicates(s):
        if "C" in s.tags[p.group.last : bearer.first]:
            continue  # "heads the list with $59bn, ahead of telephones with $46bn"
        if p.group.lemma in ("lead", "top", "head") and p.kind == "finite" and p.group.last <= bearer.first:
            ranked = phrase_from(s, p.group.last)  # "Singapore led the list of investors with $5.58 billion"
            if (
                ranked is not None
                and s.lows[ranked.head] in _RANKS
                and p.subject is not None
                and can_bear(s, p.subject)
            ):
                return p.subject
        ranks = p.group.lemma in _RANKING and s.lows[bearer.head] in ORDINALS  # "Egypt came second with 15%"
        if p.group.last == bearer.first and (ranks or p.group.lemma in _COPULAS) and p.kind == "finite":
            subject = p.subject
            if subject is None or not can_bear(s, subject):
                return None
            # but of "Its largest owner is Ulm Fund, with 19.9%" the name
            return bearer if s.tags[bearer.head] == "P" and s.tags[subject.head] == "N" else subject
    return None


def contributed(s: Sentence, p: Predicate, last: int) -> bool:
    """Whether a part of a movement is said of its cause: "food added 0.4 points to the overall result"."""
    if p.group.lemma != "add" or s.lows[last : last + 1] != ["to"] or s.lows[last - 1] not in ("point", "points"):
        return False
    whole = phrase_from(s, last + 1)
    return whole is not None and s.lows[whole.head] in _RESULTS


def charged(s: Sentence, p: Predicate, first: int) -> NounPhrase | None:
    """Who pays or gets it: "fined Austral 310 million pesos"."""
    g = p.group
    if g.lemma not in _BY_TWO or g.passive or g.last > first:
        return None
    q = phrase_from(s, g.last)
    beside = q is not None and q.first <= g.last + 1 and s.tags[q.last : first].strip("RDQI") == ""
    if q is None or not beside or q.last > first or s.tags[q.head] not in "NP" or is_time(s, q):
        return None
    return None if "C" in s.tags[q.first : q.last] or s.lows[q.last : q.last + 1] == ["in"] else q


def traded_at(s: Sentence, p: Predicate, first: int, last: int) -> NounPhrase | None:
    """Of "has been buying electricity from Mozambique at 13 cents per kilowatt-hour" the electricity."""
    g = p.group
    tied = s.lows[before_number(s, first)] in ("at", "for")
    if g.lemma not in _TRADING or g.passive or g.last > first or not tied or _EACH.isdisjoint(s.lows[first : last + 2]):
        return None
    right = objects(s, g.last)
    return right[0] if right and right[0].last <= first and s.tags[right[0].head] == "N" else None


def apposed_level(s: Sentence, p: Predicate, first: int, last: int) -> NounPhrase | None:
    """The margin of "should lift the group's margin, 11.4% in 2023, by 80 basis points", for either number."""
    if first > 3 and s.lows[first - 1] in ("now", "currently") and s.tags[first - 2] == ",":
        q = phrase_at(s, first - 3)  # "wants to double the incentive on exports, now 1.5%"
        return chain_head(s, q) if q is not None and q.last == first - 2 and s.tags[q.head] == "N" else None
    right = objects(s, p.group.last) if not p.group.passive and p.group.last <= first else []
    if not right or s.lows[right[0].head] not in _RATED or s.tags[right[0].last : right[0].last + 1] != ",":
        return None
    comma = right[0].last
    close = s.tags.find(",", comma + 1, comma + 9)
    if close < 0 or s.lows[close + 1 : close + 2] != ["by"]:
        return None
    inside = s.tags[comma + 1 : first].strip("RDQ") == "" and last <= close
    return right[0] if inside or s.tags[close + 2 : first].strip("RDQ") == "" else None


def paid_per(s: Sentence, first: int, last: int) -> NounPhrase | None:
    """What costs so much a unit: "We paid 210 tenge a litre for diesel"."""
    g = next((g for g in reversed(s.groups) if g.last <= first), None)
    if g is None or g.lemma not in _PAYING or s.tags[g.last : first].strip("RDQ") or s.lows[last : last + 1] != ["for"]:
        return None
    if _EACH.isdisjoint(s.lows[first:last]):
        return None
    q = phrase_from(s, last + 1)
    return q if q is not None and q.first == last + 1 and s.tags[q.head] in "NP" and not is_time(s, q) else None


def those_in(s: Sentence, p: Predicate) -> NounPhrase | None:
    """What "those in Shymkent" before a verb stands apart by: "rents have doubled, while those in Shymkent rose"."""
    near = phrase_at(s, p.group.first - 1)
    if near is not None and near.last == p.group.first and near.first > 4 and s.tags[near.first - 2] in ",J":
        tie, own = s.lows[near.first - 1], s.tags[near.head] in "NP" and not is_time(s, near)
        k = s.lows.index(tie) if s.tags[near.first - 1] == "I" and own else near.first
        if 0 < k < near.first - 1 and s.tags[k - 1] in "NP" and "C" in s.tags[k : near.first]:
            return near  # "prices for services rose by 1.3% and for foodstuffs fell by 0.4%"
    for i in range(p.group.first - 2, max(p.group.first - 7, -1), -1):
        if s.lows[i] in ("those", "that") and s.tags[i + 1] == "I":
            if s.lows[i + 2] in FAR_OFF:
                return NounPhrase(i + 2, i + 3, i + 2)
            q = phrase_from(s, i + 2)
            return (
                q if q is not None and q.first <= i + 3 and q.last == p.group.first and s.tags[q.head] in "NP" else None
            )
    return None


def in_brackets(s: Sentence, first: int) -> NounPhrase | None:
    """What "(+4%)" stands behind."""
    for i in range(first - 1, max(-1, first - 8), -1):
        if s.tags[i] == "(":
            found = None
            for p in s.phrases:
                if p.last > i:
                    break
                found = p
            return found if found is not None and found.last >= i - 1 and not is_time(s, found) else None
        if s.tags[i] in ").":
            return None
    return None


def truly_borne(doc: Document, s: Sentence, bearer: NounPhrase, p: Predicate | None, first: int) -> NounPhrase:
    """Who bears what "with" ties to a predicate noun or a list of places: "Bac Ninh was the favourite province with $4
    billion", "runs seven data centres in Singapore, Malaysia and Indonesia with 168 MW"."""
    if s.lows[bearer.last : first] == ["with"] and (ranked := complemented(s, bearer)) is not None:
        return ranked
    if p is None or p.subject is None or not listed_places(doc, s, bearer):
        return bearer
    run = objects(s, p.group.last)
    return run[0] if run and classes(s.lows[run[0].head]) & BUILT else p.subject
