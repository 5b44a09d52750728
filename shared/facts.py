"""What a fact is: the classes behind the contract's JSON.

A `Fact` is one of three shapes, told apart by `kind`: `QuantityFact` (nine kinds with a value), `EventFact` and
`RoleFact`. All offsets are half-open and count code points of the article's stored text; every span carries the
characters it covers, so that a reader can check `text[start:end] == span.text` without trusting anyone.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from decimal import Decimal
from typing import Annotated, Literal, TypeAlias, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, model_validator

QuantityKind = Literal[
    "investment", "employment", "capacity", "output", "indicator", "change", "share", "count", "size"
]
EventType = Literal["opening", "construction", "agreement", "founding", "expansion", "closure", "acquisition"]
Status = Literal["actual", "planned"]
Bound = Literal["exact", "approximate", "at_least", "at_most", "range"]
Per = Literal["year", "quarter", "month", "week", "day", "hour"]
Direction = Literal["increase", "decrease"]

QUANTITY_KINDS: tuple[QuantityKind, ...] = get_args(QuantityKind)
KINDS: tuple[str, ...] = (*QUANTITY_KINDS, "event", "role")

# A decimal number in canonical form: no exponent, no leading or trailing zeros, no plus sign.
Amount = Annotated[str, StringConstraints(pattern=r"^-?(0|[1-9][0-9]*)(\.[0-9]*[1-9])?$", max_length=64)]

FACT_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://factwire.invalid/fact")
_FACT_NAMESPACE = FACT_NAMESPACE.bytes
_RANDOM_BITS = ~(0xF << 76 | 0x3 << 62)  # all but version and variant
_VERSION_BITS = 5 << 76 | 1 << 63
_UNSAID = uuid.SafeUUID.unknown
_SET_NUMBER, _SET_SAFETY = uuid.UUID.__dict__["int"].__set__, uuid.UUID.__dict__["is_safe"].__set__


class Frozen(BaseModel):
    """Base of everything that travels: immutable, strictly typed; unknown fields are ignored when read (contract)."""

    # Built when first used: a program that only extracts uses few of them, and its start is spared the others.
    model_config = ConfigDict(frozen=True, strict=True, extra="ignore", defer_build=True)


class Sentence(Frozen):
    """Where the sentence stands that states the fact."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)


class Span(Sentence):
    """A stretch of the article with its characters."""

    text: str

    @model_validator(mode="after")
    def _covers_its_text(self) -> Span:
        if self.end - self.start != len(self.text):
            raise ValueError(f"span {self.start}:{self.end} does not cover {len(self.text)} characters")
        return self


class Period(Frozen):
    """When the fact holds or happened: inclusive ISO dates, either end may be open; `text` is the time expression."""

    start: dt.date | None = None
    end: dt.date | None = None
    text: str | None = None


class Money(Frozen):
    """The same money restated by the article in another currency."""

    amount: Amount
    unit: str


class Value(Frozen):
    """A number with its unit, as the guide normalises it; a range has its lower end in `amount`."""

    amount: Amount
    upper: Amount | None = None
    unit: str
    item: str | None = None
    per: Per | None = None
    bound: Bound = "exact"
    equivalents: tuple[Money, ...] = ()


class _Fact(Frozen):
    id: uuid.UUID
    period: Period | None = None
    status: Status = "actual"
    place: Span | None = None
    attribution: Span | None = None
    evidence: Span
    sentence: Sentence
    confidence: float = Field(ge=0, le=1)
    rule: str


class QuantityFact(_Fact):
    """A measured claim, of one of the kinds that carry a value."""

    kind: QuantityKind
    subject: Span | None = None
    value: Value
    direction: Direction | None = None


class EventFact(_Fact):
    """Something opened, was built, signed, founded, expanded, closed or acquired, or will be."""

    kind: Literal["event"] = "event"
    event: EventType
    subject: Span | None = None


class RoleFact(_Fact):
    """A person holds a title, with the organisation or place if the article names it."""

    kind: Literal["role"] = "role"
    person: str
    title: str
    organization: Span | None = None


Fact: TypeAlias = Annotated[QuantityFact | EventFact | RoleFact, Field(discriminator="kind")]
FACTS: TypeAdapter[tuple[Fact, ...]] = TypeAdapter(tuple[Fact, ...], config=ConfigDict(defer_build=True))


def canonical(number: Decimal) -> str:
    """The canonical form of a decimal number: `Decimal("1.30E+12")` → `1300000000000`; minus zero is zero."""
    text = str(number)  # in a third of the time of formatting, but it may have an exponent
    text = f"{number:f}" if "E" in text else text
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def fact_id(article_id: uuid.UUID | str, kind: str, start: int, end: int, claim: str) -> uuid.UUID:
    """The fact's identity: UUIDv5 of article (or the text of its id), kind, evidence span and what is claimed there."""
    name = f"{article_id}|{kind}|{start}|{end}|{claim}".encode()
    # uuid.uuid5, RFC 9562 section 5.5, in a third of its time: it takes the namespace apart at each call
    number = int.from_bytes(hashlib.sha1(_FACT_NAMESPACE + name, usedforsecurity=False).digest()[:16], "big")
    made = object.__new__(uuid.UUID)  # what its constructor does with a number, without its questions
    _SET_NUMBER(made, number & _RANDOM_BITS | _VERSION_BITS)
    _SET_SAFETY(made, _UNSAID)
    return made


def quantity_claim(value: Value, subject: Span | None) -> str:
    """What a measured fact claims, for its id; a value shared by two subjects is two facts."""
    about = subject.text if subject else ""
    return f"{value.amount}|{value.upper or ''}|{value.unit}|{value.per or ''}|{about}"


def event_claim(event: str, subject: Span | None) -> str:
    """What an event claims, for its id."""
    return f"{event}|{subject.text if subject else ''}"


def role_claim(person: str, title: str) -> str:
    """What a role claims, for its id."""
    return f"{person}|{title}"


def claim_of(fact: QuantityFact | EventFact | RoleFact) -> str:
    """The part of a fact that enters its id beside kind and evidence span."""
    if isinstance(fact, QuantityFact):
        return quantity_claim(fact.value, fact.subject)
    if isinstance(fact, EventFact):
        return event_claim(fact.event, fact.subject)
    return role_claim(fact.person, fact.title)
