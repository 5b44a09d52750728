"""A quantity in the making: one number of a sentence, and what has been read of its surroundings so far."""

from __future__ import annotations

from decimal import Decimal

_ONE = Decimal(1)
_HUNDREDTH = Decimal("0.01")
_SCALED = 100  # times smaller than the value beside it, a number has lost its scale
_LIKELY = 30  # and may be so many times larger or smaller with it


class Draft:
    """Tokens [first, last) and their reading so far; `unit` None while open, `dead` once it states nothing."""

    __slots__ = (
        "amount", "article", "begin", "bound", "dead", "end", "equivalents", "family", "first", "gapped", "item",
        "item_first", "item_last", "last", "lead", "number", "per", "rule", "scale", "scaled", "sign", "spelled",
        "unit", "upper",
    )  # fmt: skip

    def __init__(self, number: int, first: int, last: int, amount: Decimal, rule: str) -> None:
        self.number, self.first, self.last, self.amount, self.rule = number, first, last, amount, rule
        self.begin, self.end = first, last  # with hedges; first and last are the number with its unit
        self.lead = first  # the number with its currency symbol, before hedges
        self.unit: str | None = None
        self.family = "other"
        self.upper: Decimal | None = None
        self.item: str | None = None
        self.item_first = self.item_last = -1
        self.per: str | None = None
        self.bound = "exact"
        self.sign: str | None = None
        self.dead: str | None = None
        self.spelled = self.gapped = self.article = False
        self.scale, self.scaled = _ONE, False  # what the unit multiplies by; scale words applied
        self.equivalents: tuple[tuple[Decimal, str], ...] = ()

    def scale_as(self, other: Draft) -> None:
        """Take the scale of the value that it is set beside: "1.2 million tons, against 0.9 a year earlier"."""
        scale = other.scale
        if scale == _HUNDREDTH:
            self.amount *= scale
            return
        if other.family == "count" and self.amount == self.amount.to_integral_value():
            return  # "85 thousand beds in 412 clinics, of which 96 are private"
        scaled = self.amount * scale
        lost = self.amount * _SCALED < other.amount < scaled * _LIKELY
        if scale > 1 and lost and scaled < other.amount * _LIKELY:
            self.amount, self.scale, self.scaled = scaled, scale, True

    def repeat(self, main: Draft) -> None:
        """ "SEK 4,512 million (3,987)": the bracket holds the year before in the same money and scale."""
        self.unit, self.family, self.gapped = main.unit, main.family, True
        self.item = main.item
        if self.amount * 50 < main.amount:
            self.amount *= main.scale
