"""Whose unit a bare number takes: that of a value before it, here or in the sentences before, seldom of one behind."""

from __future__ import annotations

from services.extract.core.mentions import count
from services.extract.core.mentions.draft import Draft
from services.extract.core.model import Quantity
from services.extract.core.sentences import Sentence

# Readings of a small bare number that count things rather than repeat a measure.
_COUNTS = frozenset(
    "gap.held gap.of_them gap.subject gap.there_are gap.ones gap.pointed gap.hundreds "
    "gap.exact gap.object gap.total gap.fewer gap.number gap.sleeps gap.verb".split()
)
_PARTED = frozenset(("length", "area", "mass", "volume"))  # "64 km, 18 of them underground"
_RELATIVE = frozenset(("percent", "points", "times"))
_ORDERS = 200  # how many times larger or smaller a value is than one that it takes its physical unit from
# Verbs and words behind which a number in millions is money.
PAID = frozenset("worth cost costs costing spend spends spent invest invested owe owes owed borrowed aside".split())
_SUMS = frozenset(("sum", "money", "amount", "price", "bill", "loan", "budget"))
_ORDER = 25
_WHOLE = 100  # percent
_DEARER = 30  # times a price, a number is none
_MANIFOLD = 10_000  # as often may a number in millions be what a count before it is
_COMPARES = frozenset("from to against than and for of versus after".split())


def source(
    s: Sentence, draft: Draft, sources: list[Draft], later: list[Draft], earlier: list[Quantity], reason: str
) -> Draft | Quantity | None:
    """Whose unit a bare number takes."""
    if reason == "gap.percent":
        return next((other for other in reversed(sources) if other.family == "percent"), None)
    if reason == "gap.people":
        return None
    if reason == "gap.copula" and earlier[-1].family == "percent" and draft.amount < _WHOLE:
        return earlier[-1]
    if reason == "gap.parallel":
        return sources[-1]
    if reason == "gap.like":
        return next((other for other in reversed(sources) if other.family not in _RELATIVE), None)
    near: list[Draft | Quantity] = [*earlier, *sources]
    if reason in _COUNTS and (not draft.scaled or reason == "gap.number"):
        counted: list[Draft | Quantity] = [other for other in reversed(near) if other.family == "count"]
        if reason == "gap.of_them":  # of 28,000 people from 71 countries, 26,911 are people
            counted = [other for other in counted if (other.upper or other.amount) >= draft.amount] or counted
        if reason == "gap.of_them" and (not counted or not isinstance(counted[0], Draft)):
            parted = sources[-1:] if s.lows[draft.last : draft.last + 2] == ["of", "them"] else []
            counted = [d for d in parted if d.family in _PARTED and d.amount > draft.amount] or counted
        return counted[0] if counted else None
    if reason == "gap.further" and draft.spelled and draft.amount <= 12:
        counts = next((other for other in reversed(near) if other.family == "count"), None)
        return counts or next((other for other in reversed(near) if other.family not in _RELATIVE), None)
    if s.lows[draft.begin - 1 : draft.begin] in (["numbered"], ["numbering"]):
        return next((other for other in reversed(sources) if other.family == "count"), None)
    if draft.spelled and (named := [other for other in sources if other.family == "count" and other.spelled]):
        return named[-1]  # "six plants with 41 MW are due this year and thirteen the next"
    big = draft.scaled or draft.amount >= 1000
    if not count.words("number_nouns").isdisjoint(s.lows[max(0, draft.begin - 14) : draft.begin]):
        people = [other for other in sources if other.family == "count"]
        return people[-1] if people else None
    if draft.per is not None and not any(other.per for other in sources):
        rated = [q for q in earlier if q.per == draft.per and q.family not in _RELATIVE]
        if rated:
            return rated[-1]  # "The group fills 310,000 jars a day. A plant on 11 hectares is to fill 200,000 a day."
    if draft.scaled and s.lows[draft.begin - 1] in PAID:
        return next((other for other in reversed(near) if other.family == "money"), None)
    of_sum = draft.scaled and not _SUMS.isdisjoint(s.lows[max(0, draft.begin - 4) : draft.begin])
    if of_sum and (paid := [q for q in earlier if q.family == "money"]):
        return paid[-1]  # "Of the sum, 60 million comes from the fund"
    candidates: list[Draft | Quantity] = [other for other in reversed(sources) if other.family not in _RELATIVE]
    if big and s.lows[draft.last : draft.last + 1] in (["each"], ["apiece"]):  # "$84m for 31 firms, 2.7m each"
        candidates.sort(key=lambda other: other.family != "money")
    if not candidates and draft.scaled:
        known = (other for other in later if not other.dead and other.unit is not None)
        candidates += [other for other in known if other.family not in _RELATIVE][:1]
    if not candidates:
        barred = _RELATIVE if draft.scaled else _RELATIVE | {"money"}
        candidates += [q for q in reversed(earlier) if q.family not in barred and _plausible(draft, q)][:1]
    if reason == "gap.further" and candidates and candidates[0].family == "count" and not _alike(draft, candidates[0]):
        candidates.sort(key=lambda other: other.family != "count" or not _alike(draft, other))
    for other in candidates:
        if other.family == "money":
            minor = isinstance(other, Draft) and other.scale < 1  # "41 cents a liter, compared with 38.5"
            priced = other.item is not None and not minor and draft.amount > other.amount * _DEARER
            if priced or (not big and not _compared(s, draft)):
                continue  # "sell hams at 20 euros a kilo and could sell 2,000"
            if not draft.scaled and isinstance(other, Draft) and other.scaled and not _compared(s, draft):
                continue
        return other
    return None


def _plausible(draft: Draft, other: Quantity) -> bool:
    """Whether a number can be of the unit of one in a sentence before: a match of 11 km leaves no 31,412 of them."""
    if other.family in ("count", "money"):
        return not draft.scaled or other.family == "money" or draft.amount <= other.amount * _MANIFOLD
    return other.amount / _ORDERS <= draft.amount <= other.amount * _ORDERS


def _alike(draft: Draft, other: Draft | Quantity) -> bool:
    """ "114 projects that created 6,900 jobs, and 61 more": of a like order."""
    return other.amount <= draft.amount * _ORDER and draft.amount <= other.amount * _ORDER


def _compared(s: Sentence, draft: Draft) -> bool:
    lead = s.lows[max(0, draft.begin - 2) : draft.begin]
    return lead[-1:] != [] and (lead[-1] in _COMPARES or lead == ["compared", "with"])
