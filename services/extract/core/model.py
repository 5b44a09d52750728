"""What the stages hand to each other: mentions found in a sentence, and the claims that they become.

Token ranges are half-open and index the sentence's token lists; character offsets are half-open and count code points
of the article's text.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from services.extract.core.sentences import Sentence


class Quantity:
    """A number with its unit as it stands in a sentence. Never changed; plain slots, since a named tuple takes the
    compiled core ten times as long to make."""

    __slots__ = (
        "amount",
        "bound",
        "end",
        "equivalents",
        "family",
        "first",
        "gapped",
        "item",
        "item_first",
        "item_last",
        "last",
        "number",
        "per",
        "rule",
        "sign",
        "spelled",
        "start",
        "unit",
        "upper",
    )

    def __init__(
        self,
        first: int,
        last: int,
        start: int,
        end: int,
        number: int,
        amount: Decimal,
        upper: Decimal | None,
        unit: str,
        family: str,
        item: str | None,
        item_first: int,
        item_last: int,
        per: str | None,
        bound: str,
        equivalents: tuple[tuple[Decimal, str], ...],
        rule: str,
        spelled: bool = False,
        gapped: bool = False,
        sign: str | None = None,
    ) -> None:
        self.first = first  # tokens, hedge and equivalents included
        self.last = last
        self.start = start  # characters, likewise: the evidence
        self.end = end
        self.number = number  # token index of the number itself
        self.amount = amount  # scale words applied; a range's lower end
        self.upper = upper
        self.unit = unit  # ISO 4217 code, "%", "pp", "x", "1", or the physical unit's symbol as the guide has it
        # money | percent | points | times | count | mass | length | area | volume | power | energy | other
        self.family = family
        self.item = item  # the noun that stands with the number, without determiner
        self.item_first = item_first  # its tokens; -1 where there is none
        self.item_last = item_last
        self.per = per  # year | quarter | month | week | day | hour
        self.bound = bound  # exact | approximate | at_least | at_most | range
        self.equivalents = equivalents
        self.rule = rule  # the rule that read it, e.g. "money.symbol_before"
        self.spelled = spelled  # written as a word ("seven"), not in digits
        self.gapped = gapped  # its unit or noun was taken from a neighbour ("25 tons of gold and 50 of silver")
        # "3% above", "+4%", "up 17.5%": a sign or comparative directly at the number: increase | decrease | None
        self.sign = sign

    def __repr__(self) -> str:
        return f"Quantity({', '.join(f'{name}={getattr(self, name)!r}' for name in self.__slots__)})"


class Time(NamedTuple):
    """A time expression, resolved to inclusive dates where the text allows it."""

    first: int
    last: int
    start: int
    end: int
    begin: dt.date | None
    until: dt.date | None
    # period: may be a fact's period · none: understood but no period ("soon", "seven years", "2022-23")
    # compare: names the base of a comparison ("than in 2022", "compared with 2018") and is no period of the fact
    # statement: the date of a statement ("said on Dec. 9")
    use: str
    rule: str


class Name(NamedTuple):
    """A named person, organisation or place."""

    first: int
    last: int
    start: int
    end: int
    text: str
    kind: str  # person | organisation | place
    title: str | None = None  # as the article has it, for a person
    title_first: int = -1
    title_last: int = -1
    organization: str | None = None  # whose the title is
    organization_start: int = -1
    organization_end: int = -1


class Mentioned(NamedTuple):
    """A stretch of the article that stands for someone or something; offsets of -1 where the text was composed."""

    text: str
    start: int
    end: int


@dataclass(slots=True)
class Claim:
    """A fact in the making: everything but its id."""

    kind: str
    sentence: Sentence
    start: int  # evidence
    end: int
    rule: str
    quantity: Quantity | None = None
    subject: Mentioned | None = None
    item: str | None = None
    direction: str | None = None
    event: str | None = None
    person: str | None = None
    title: str | None = None
    organization: Mentioned | None = None
    begin: dt.date | None = None
    until: dt.date | None = None
    period_text: str | None = None
    has_period: bool = False
    status: str = "actual"
    attribution: Mentioned | None = None
    place: Mentioned | None = None
    certainty: float = 0.5  # the probability of its kind, for a quantity
    confidence: float = 0.5
    why: list[str] = field(default_factory=list)  # for `explain`: one line a decision


@dataclass(slots=True)
class Document:
    """An article under reading: its sentences with their mentions, and what the whole text tells of each of them."""

    text: str
    published: dt.date | None
    sentences: list[Sentence]
    quantities: list[list[Quantity]] = field(default_factory=list)  # by sentence index, as are the next two
    times: list[list[Time]] = field(default_factory=list)
    names: list[list[Name]] = field(default_factory=list)
    country: str | None = None  # ISO 3166 alpha-2 where the text shows one: what "$" and "crowns" mean
    dateline: str | None = None
    memo: dict[str, Any] = field(default_factory=dict)  # what a stage has computed once for the whole article
