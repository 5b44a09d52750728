"""Levels below zero: "a balance of -340 million euros", "inflation of minus 0.4 percent", "fell to -8.4 points".

A minus before a number mostly marks a fall ("exports -9.6%"); behind "to", "from", "of" and what says at which level
something stands, it is part of the level.
"""

from __future__ import annotations

from services.extract.core.model import Quantity
from services.extract.core.sentences import Sentence

_MINUS = frozenset(("-", "−", "–", "minus"))
_BEHIND = frozenset(": | to from of at was were is are be been stood stands averaged read remained".split())
_RATES = frozenset("inflation margin margins rate rates balance yield yields return spread deflation".split())


def minus(q: Quantity, s: Sentence) -> bool:
    """Does a minus stand before the quantity, or between its currency and its number ("EUR -12.4 million")?"""
    return q.upper is None and (s.lows[q.first] in _MINUS or (q.number > q.first and s.lows[q.number - 1] in _MINUS))


def below_zero(q: Quantity, s: Sentence) -> bool:
    """Whether the minus is the level's own: of percentages only rates and margins fall below zero."""
    if not q.sign or not minus(q, s):
        return False
    if q.family == "money" and (s.lows[q.first] not in _MINUS or q.rule.startswith("label.")):
        return "change" not in s.vocabulary
    if q.first == 0 or s.lows[q.first - 1] not in _BEHIND:
        return False
    return q.family != "percent" or not _RATES.isdisjoint(s.lows[: q.first])
