"""A quantity in the making: one number of a sentence, and what has been read of its surroundings so far."""

from __future__ import annotations

from decimal import Decimal


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
        self.scale, self.scaled = Decimal(1), False  # what the unit multiplies by; scale words applied
        self.equivalents: tuple[tuple[Decimal, str], ...] = ()
