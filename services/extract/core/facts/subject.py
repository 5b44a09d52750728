"""Who or what a quantity's claim is about, by the fullest name that the article uses for it.

    a plant worth $5m                    the noun that the quantity is tied to         → plant
    The plant's capacity is 5 MW         the owner of the measure                      → the plant, resolved
    GDP rose by 5%                       what the verb of movement is said of          → GDP
    invested $5m in a mill               where money goes                              → mill
    seven projects in the zone           the counted thing itself                      → projects in the zone
A phrase that only points back ("it", "the plant", "its cost") is resolved to what it stands for.
"""

from __future__ import annotations

from services.extract.core.chunks import NounPhrase
from services.extract.core.clause import phrase_at
from services.extract.core.facts.reference import named, resolve, topic_before
from services.extract.core.facts.subject_measures import of_measure
from services.extract.core.facts.subject_things import of_thing
from services.extract.core.facts.subject_ties import (
    FACILITIES,
    name_of,
    predicate_of,
    without_number,
)
from services.extract.core.model import Claim, Document, Mentioned
from services.extract.core.predicates import LONGEST, is_time
from services.extract.core.sentences import Sentence

OF_THINGS = frozenset(("investment", "employment", "capacity", "output", "size"))


def subject(claim: Claim, doc: Document) -> Mentioned | None:
    """The subject of a claim about a quantity; what was found is remembered for the claims that follow."""
    s = claim.sentence
    first, last = s.tokens_of(claim.start, claim.end)
    if last <= first or len(s.words) > LONGEST:
        return None
    if s.tags[first] == "(":
        first += 1
    if claim.quantity is not None:
        # what stands after the number ("compared to 2023") governs nothing
        last = max(first + 1, min(last, claim.quantity.number + 4))
    earlier: list[tuple[int, int, str, Mentioned]] = doc.memo.setdefault("subjects", [])
    if claim.kind == "count":
        found = of_count(claim, doc, s, first, last)
    elif _continues(s, first, claim.kind, earlier):
        found = earlier[-1][3]
    elif claim.kind in OF_THINGS:
        found = of_thing(claim, doc, s, first, last)
    else:
        found = of_measure(claim, doc, s, first, last)
    if found is None and earlier:
        index, _, kind, before = earlier[-1]
        if index == s.index or (claim.kind in OF_THINGS and kind in OF_THINGS and s.index - index < 3):
            found = before
    if found is None:
        place = topic_before(doc, s, first, FACILITIES if claim.kind in OF_THINGS else frozenset())
        found = named(*place) if place is not None else None
    if found is not None:
        earlier.append((s.index, last, claim.kind, found))
    return found


def _continues(s: Sentence, first: int, kind: str, earlier: list[tuple[int, int, str, Mentioned]]) -> bool:
    """Whether a quantity only goes on with the one before: "from 27 to 24 percent", "5.8% this year and 4.6% next"."""
    if not earlier or earlier[-1][0] != s.index or earlier[-1][2] != kind or earlier[-1][1] > first:
        return False
    end = earlier[-1][1]
    if (
        any(t in "VWXBMHGS(:" and s.lows[end + k] != "compared" for k, t in enumerate(s.tags[end:first]))
        or ";" in s.words[end:first]
    ):
        return False
    inside = [p for p in s.phrases if p.first >= end and p.last <= first]
    return all(is_time(s, p) or "C" in s.tags[p.first : p.last] for p in inside)


def of_count(claim: Claim, doc: Document, s: Sentence, first: int, last: int) -> Mentioned | None:
    """The counted thing with its qualifier; what is counted without a noun ("24 of them") is found elsewhere."""
    phrase = _counted(s, first, last)
    if phrase is None:
        if claim.item:
            found = _find(s, claim.item, first)
            if found is not None:
                return found
        p = predicate_of(s, first, last)
        return name_of(doc, s, p.subject) if p is not None and p.subject is not None else None
    if s.tags[phrase.head] == "O":
        return resolve(doc, s, phrase)
    return named(s, without_number(s, phrase))


def _counted(s: Sentence, first: int, last: int) -> NounPhrase | None:
    """The phrase whose noun the number counts: in the evidence, or right after it."""
    best = None
    for p in s.phrases:
        if p.first >= last:
            break
        if p.last > first and first <= p.head and s.tags[p.head] in "NPO" and not is_time(s, p):
            if p.first <= first + 4 or best is None:
                best = best or p
    if best is None and last < len(s.tags) and s.tags[last] in "NPA":
        best = phrase_at(s, last)
    return best


def _find(s: Sentence, item: str, before: int) -> Mentioned | None:
    """The phrase with the counted noun that stands before in the sentence."""
    low = item.lower().split()
    for p in reversed(s.phrases):
        if p.last <= before and low and s.lows[p.head] == low[-1]:
            return named(s, without_number(s, p))
    return None
