"""What the stages hand to each other: mentions found in a sentence, and the claims that they become.

Token ranges are half-open and index the sentence's token lists; character offsets are half-open and count code points
of the article's text.
"""

from __future__ import annotations

import datetime as dt
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


class Name:
    """A named person, organisation or place."""

    __slots__ = (
        "end",
        "first",
        "kind",
        "last",
        "organization",
        "organization_end",
        "organization_start",
        "start",
        "text",
        "title",
        "title_first",
        "title_last",
    )

    def __init__(
        self,
        first: int,
        last: int,
        start: int,
        end: int,
        text: str,
        kind: str,
        title: str | None = None,
        title_first: int = -1,
        title_last: int = -1,
        organization: str | None = None,
        organization_start: int = -1,
        organization_end: int = -1,
    ) -> None:
        self.first, self.last, self.start, self.end = first, last, start, end
        self.text = text
        self.kind = kind  # person | organisation | place
        self.title = title  # as the article has it, for a person
        self.title_first, self.title_last = title_first, title_last
        self.organization = organization  # whose the title is
        self.organization_start, self.organization_end = organization_start, organization_end


class Mentioned:
    """A stretch of the article that stands for someone or something; offsets of -1 where the text was composed."""

    __slots__ = ("end", "start", "text")

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.start, self.end = text, start, end

    def __eq__(self, other: object) -> bool:
        if self is other or not isinstance(other, Mentioned):
            return self is other
        return self.text == other.text and self.start == other.start and self.end == other.end

    def __hash__(self) -> int:
        return self.start * 4099 + self.end  # the text follows from them

    def __repr__(self) -> str:
        return f"Mentioned({self.text!r}, {self.start!r}, {self.end!r})"


class Claim:
    """A fact in the making: everything but its id. Plain slots: a dataclass's constructor is never compiled."""

    __slots__ = (
        "attribution",
        "begin",
        "certainty",
        "confidence",
        "direction",
        "end",
        "event",
        "has_period",
        "item",
        "kind",
        "organization",
        "period_text",
        "person",
        "place",
        "quantity",
        "rule",
        "sentence",
        "start",
        "status",
        "subject",
        "title",
        "until",
        "why",
    )

    def __init__(
        self,
        kind: str,
        sentence: Sentence,
        start: int,
        end: int,
        rule: str,
        quantity: Quantity | None = None,
        subject: Mentioned | None = None,
        item: str | None = None,
        event: str | None = None,
        person: str | None = None,
        title: str | None = None,
        organization: Mentioned | None = None,
        status: str = "actual",
        certainty: float = 0.5,
        why: list[str] | None = None,
    ) -> None:
        self.kind, self.sentence, self.rule = kind, sentence, rule
        self.start, self.end = start, end  # evidence
        self.quantity, self.item = quantity, item
        self.subject = subject
        self.direction: str | None = None
        self.event, self.person, self.title, self.organization = event, person, title, organization
        self.begin: dt.date | None = None
        self.until: dt.date | None = None
        self.period_text: str | None = None
        self.has_period = False
        self.status = status
        self.attribution: Mentioned | None = None
        self.place: Mentioned | None = None
        self.certainty = certainty  # the probability of its kind, for a quantity
        self.confidence = 0.5
        self.why = why or []  # for `explain`: one line a decision


class Document:
    """An article under reading: its sentences with their mentions, and what the whole text tells of each of them."""

    __slots__ = ("country", "memo", "names", "published", "quantities", "sentences", "text", "times")

    def __init__(
        self, text: str, published: dt.date | None, sentences: list[Sentence], *, country: str | None = None
    ) -> None:
        self.text, self.published, self.sentences = text, published, sentences
        self.quantities: list[list[Quantity]] = []  # by sentence index, as are the next two
        self.times: list[list[Time]] = []
        self.names: list[list[Name]] = []
        self.country = country  # ISO 3166 alpha-2 where the text shows one: what "$" and "crowns" mean
        self.memo: dict[str, Any] = {}  # what a stage has computed once for the whole article
