"""Whose a share is: held by someone, of every third thing, at a rate of a loan.

82.6% is held by Altai, another 10.1% by X     → Altai, X
sold 15% of the mine to Moriyama               → Moriyama
one crate in twelve, every third household     → crate, household
"""

from __future__ import annotations

from services.extract.core.chunks import NounPhrase
from services.extract.core.clause import phrase_at, phrase_from
from services.extract.core.facts.reference import named, resolve
from services.extract.core.facts.subject_ties import RATIOS, listed_words, predicate_of, without_number
from services.extract.core.mentions.trigger import classes
from services.extract.core.model import Document, Mentioned
from services.extract.core.sentences import Sentence

_OWNING = frozenset("its their his her our".split())
_SELLING = frozenset("sell transfer offload divest cede hand".split())
_PROPORTIONS = frozenset("every each one two three four five six seven eight nine".split())
_HOLDING = frozenset("hold own control".split())


def held_by(s: Sentence, first: int, last: int) -> Mentioned | None:
    """Who holds it: "82.6% of its shares are held by Altai, another 10.1% by the EBRD"."""
    end = last + 2 if s.lows[last : last + 1] == ["of"] else last
    g = next((g for g in s.groups if g.first >= first), None)
    if g is not None and g.passive and g.lemma in _HOLDING and g.first <= end + 4 and "," not in s.tags[last : g.first]:
        i = g.last
    elif s.lows[first] == "another" or s.lows[first - 1] == "another":
        i = last
    else:
        return None
    q = phrase_from(s, i + 1) if s.lows[i : i + 1] == ["by"] else None
    return named(s, q) if q is not None and q.first == i + 1 and s.tags[q.head] in "NP" else None


def holder(doc: Document, s: Sentence, first: int, last: int) -> Mentioned | None:
    """Whose a stake is: "its 51% holding", "Bayan's 15% stake", "sold 15% of the mine to Moriyama"."""
    if first and s.lows[first - 1] in _OWNING:
        stake = phrase_at(s, last) or phrase_at(s, last - 1)
        if stake is not None and "stake" in classes(s.lows[stake.head]):
            return resolve(
                doc, s, NounPhrase(first - 1, first, first - 1), frozenset(("organisation", "name", "place"))
            )
    whole = whole_of(s, first, last)
    if whole is None or s.tags[whole.last : whole.last + 1] != "T":
        return None
    p = predicate_of(s, first, last)
    if p is None or p.group.lemma not in _SELLING:
        return None
    buyer = phrase_from(s, whole.last + 1)
    if buyer is None or buyer.first != whole.last + 1 or s.tags[buyer.head] not in "NP":
        return None
    return named(s, buyer)


def rate_of(s: Sentence, first: int) -> Mentioned | None:
    """The loan of "a syndicated loan from 17 banks, at 1.85 points over the base rate"."""
    if first < 2 or s.lows[first - 1] != "at":
        return None
    for p in reversed(s.phrases):
        if p.last < first and s.lows[p.head] in listed_words("funds"):
            return named(s, without_number(s, p), ties=frozenset())
    return None


def proportion(s: Sentence, first: int, last: int) -> Mentioned | None:
    """Of "one crate in twelve", "every third household", "eight out of ten farms" the things."""
    if first > 1 and s.lows[first - 1] in ("whom", "which") and s.tags[last : last + 1] == "B":
        q = phrase_from(s, last)
        if q is not None and q.first == last + 1 and s.tags[q.head] == "N":
            return named(s, q)  # "of whom 41 percent are women"
    inside = s.lows[first:last]
    if not inside or inside[0] not in _PROPORTIONS or ("of" in inside and "out" not in inside):
        return None
    for p in s.phrases:
        if p.first > last:
            break
        if first <= p.head <= last and p.first <= last and s.tags[p.head] == "N" and s.lows[p.head] not in RATIOS:
            if p.head >= last and s.tags[last - 1] != "C":
                continue
            return named(s, without_number(s, p))
    return None


def whole_of(s: Sentence, first: int, last: int) -> NounPhrase | None:
    """ "95 percent of local roads are …": the whole, where the share stands first."""
    for i in range(first, min(last + 1, len(s.lows))):
        if s.lows[i] == "of":
            return phrase_from(s, i + 1)
    return None
