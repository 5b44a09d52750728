"""Rates that are said away from the number: "an annual capacity of 25 tons", "annually produces 24,000 items"."""

from __future__ import annotations

from functools import cache

from services.extract.core import lexicon
from services.extract.core.mentions.draft import Draft
from services.extract.core.mentions.unit import ADJECTIVES, ADVERBS
from services.extract.core.sentences import Sentence

_REACH = 9  # tokens from the number back to the adjective
_RATED = frozenset(("money", "count", "mass", "length", "area", "volume", "energy", "other"))
_COMPARED = frozenset(("against", "than", "from", "to", "with", "of", "versus", "vs", "instead"))


@cache
def _nouns() -> frozenset[str]:
    return lexicon.words("units", "rated_nouns")


def spread(s: Sentence, drafts: list[Draft]) -> None:
    """Give numbers without a rate the one of their clause, or of the level that they are compared with."""
    if drafts and not s.vocabulary.isdisjoint(ADJECTIVES):
        for draft in drafts:
            if draft.dead is None and draft.per is None and draft.family in _RATED:
                draft.per = _of_clause(s, draft.begin)
    for k in range(1, len(drafts)):
        left, right = drafts[k - 1], drafts[k]
        paired = left.family == right.family == "percent" and s.lows[left.end : right.begin] == ["and"]
        if paired and right.sign and not left.sign and "respectively" in s.lows[right.end :]:
            left.sign = right.sign  # "13.3% and 10.7% more, respectively, than"
        if left.dead or right.dead or left.unit != right.unit or left.family not in _RATED:
            continue
        lead = s.lows[right.begin - 1] if right.begin else ""
        if right.per is None and left.per is not None:
            plain = s.lows[max(left.end, left.last) : right.begin]
            if (
                (
                    (lead in _COMPARED and lead != "of")
                    or s.lows[right.begin - 2 : right.begin] == ["instead", "of"]
                    or plain in (["and"], ["to", "the"])
                )
                or lead == "to"
                or plain[-1:] == ["rises"]
            ):
                right.per = left.per


def _of_clause(s: Sentence, begin: int) -> str | None:
    """The period of an adjective with a noun of habit, or of an adverb with its verb, left of token `begin`."""
    habit = False
    for j in range(begin - 1, max(-1, begin - 1 - _REACH), -1):
        low = s.lows[j]
        if low in _nouns():
            habit = True
        if (period := ADJECTIVES.get(low)) is not None:
            if s.lows[j + 1] in _nouns() or habit:
                return period
            return period if low in ADVERBS and s.tags[j + 1] in "VW" and begin - j <= 4 else None
        if low in (",", ";", ":", "(") and j < begin - 1:
            return None
    return None
