"""What can be asked for: the parameters of `/facts` and `/articles`, and the conditions they become.

Every parameter is a condition, all must hold; a parameter that may stand several times holds for any of its values.
Names (subject, place, organization, person, …) are compared without regard to case; a trailing `*` means "begins with".
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Any, Literal, get_args
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
)
from sqlalchemy import ColumnElement, and_, collate, exists, func, or_, select

from services.store.naming import key
from services.store.search import tagged
from services.store.tables import ARTICLE, FACT, REVIEW
from shared.facts import Bound, Direction, EventType, Per, QuantityKind, Status
from shared.messages import Door

Kind = Literal[QuantityKind, "event", "role"]
Word = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\x00]+$")]
Query = Annotated[str, StringConstraints(min_length=1, max_length=400, pattern=r"^[^\x00]*\w[^\x00]*$")]
NUMBER = r"^-?[0-9]{1,40}(\.[0-9]{1,20})?$"


def _number(value: Any) -> Any:
    """Plain digits: an exponent of a few characters must not become megabytes of zeros."""
    if isinstance(value, str) and not re.fullmatch(NUMBER, value):
        raise ValueError("a number is digits with an optional sign and decimal point, such as 1500000 or 0.5")
    return value


Amount = Annotated[Decimal, BeforeValidator(_number), WithJsonSchema({"type": "string", "pattern": NUMBER})]
Confidence = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]


def _date(value: Any) -> Any:
    """Only YYYY-MM-DD: pydantic would read a bare number as seconds since 1970."""
    if isinstance(value, str) and not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        raise ValueError("a date is YYYY-MM-DD")
    return value


def _instant(value: Any) -> Any:
    """Only RFC 3339, for the same reason."""
    if isinstance(value, str) and not re.match(r"\d{4}-\d\d-\d\d[Tt ]\d\d:", value):
        raise ValueError("a time is RFC 3339, such as 2021-03-01T12:00:00Z")
    return value


def _utc(value: dt.datetime) -> dt.datetime:
    """In UTC: near the ends of the calendar another offset leads beyond them, and a database would be asked in vain."""
    try:
        return value.astimezone(dt.UTC)
    except OverflowError:
        raise ValueError("a time lies in the years 1 to 9999, in UTC as well") from None


Instant = Annotated[AwareDatetime, BeforeValidator(_instant), AfterValidator(_utc)]
Day = Annotated[dt.date, BeforeValidator(_date)]
_LONG = dt.timedelta(days=92)  # of publication dates: beyond, the newest facts are looked through one by one
KINDS: tuple[str, ...] = (*get_args(QuantityKind), "event", "role")


class _Filter(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ArticleFilter(_Filter):
    """Which articles."""

    q: Query | None = Field(None, description='Full text: all words; "a phrase"; -without')
    publisher: list[Word] = Field([], max_length=50)
    tag: list[Word] = Field([], max_length=50)
    door: list[Door] = Field([], description="How it came in")
    language: list[Word] = Field([], max_length=50)
    published_from: Day | None = None
    published_to: Day | None = None
    received_from: Instant | None = None
    received_to: Instant | None = None

    def conditions(self, dialect: str) -> list[ColumnElement[bool]]:
        """Conditions on the article table, but for `q`."""
        a = ARTICLE.c
        found: list[ColumnElement[bool]] = []
        _among(found, a.publisher, self.publisher)
        _among(found, a.door, self.door)
        _among(found, a.language, self.language)
        _between(found, a.published_on, self.published_from, self.published_to)
        _between(found, a.received_at, self.received_from, self.received_to)
        if self.tag:
            found.append(or_(*(tagged(tag, dialect) for tag in self.tag)))
        return found


class FactFilter(_Filter):
    """Which facts."""

    q: Query | None = Field(None, description='Full text over names, items and quotes: all words; "a phrase"; -without')
    kind: list[Kind] = Field([], max_length=20)
    status: list[Status] = Field([], max_length=2)
    event: list[EventType] = Field([], max_length=10)
    unit: list[Word] = Field([], max_length=50, description="As in the fact: KZT, %, t, MW, 1 …")
    currency: list[Word] = Field([], max_length=50, description="ISO 4217: money only")
    base_unit: list[Word] = Field([], max_length=50, description="kg, m, m2, m3, W, Wh, or the unit itself")
    min_amount: Amount | None = Field(None, description="In the fact's own unit; a range counts by its lower end")
    max_amount: Amount | None = None
    min_base: Amount | None = Field(None, description="In the base unit, so that kt and kg compare")
    max_base: Amount | None = None
    min_usd: Amount | None = Field(None, description="Dollars as stated by the article, never converted")
    max_usd: Amount | None = None
    per: list[Per] = Field([], max_length=10)
    bound: list[Bound] = Field([], max_length=10)
    direction: list[Direction] = Field([], max_length=2)
    item: list[Word] = Field([], max_length=50)
    subject: list[Word] = Field([], max_length=50)
    place: list[Word] = Field([], max_length=50)
    person: list[Word] = Field([], max_length=50)
    title: list[Word] = Field([], max_length=50)
    organization: list[Word] = Field([], max_length=50)
    attribution: list[Word] = Field([], max_length=50)
    rule: list[Word] = Field([], max_length=50)
    extractor_version: list[Word] = Field([], max_length=50)
    article: list[UUID] = Field([], max_length=50)
    publisher: list[Word] = Field([], max_length=50)
    tag: list[Word] = Field([], max_length=50)
    review: list[Literal["right", "wrong", "corrected", "none"]] = Field(
        [], max_length=4, description="What a reviewer decided; none: nobody has looked at it"
    )
    min_confidence: Confidence | None = None
    max_confidence: Confidence | None = None
    published_from: Day | None = None
    published_to: Day | None = None
    period_from: Day | None = Field(None, description="The fact's period reaches this day or later")
    period_to: Day | None = Field(None, description="The fact's period begins on this day or earlier")
    recorded_from: Instant | None = None
    recorded_to: Instant | None = None
    as_of: Instant | None = Field(None, description="The facts as they stood at this time")

    def conditions(self, dialect: str) -> list[ColumnElement[bool]]:
        """Conditions on the fact table, but for `q`."""
        f = FACT.c
        found: list[ColumnElement[bool]] = [self._holds()]
        for name in ("kind", "status", "event", "unit", "currency", "base_unit", "per", "bound", "direction"):
            _among(found, f[name], getattr(self, name))
        for name in ("rule", "extractor_version"):
            _among(found, f[name], getattr(self, name))
        _among(found, f.article_id, [str(article) for article in self.article])
        _named(found, f.subject_key, [_key(name) for name in self.subject], dialect)
        _named(found, f.place_key, [_key(name) for name in self.place], dialect)
        for name in ("item", "person", "title", "organization", "attribution"):
            _named(found, func.lower(f[name]), [value.lower() for value in getattr(self, name)], dialect)
        # Money's unit is its currency; saying so lets the index of units serve.
        _among(found, f.unit, self.currency)
        often = func.likely if dialect == "sqlite" else None
        narrow = bool(self.kind and (self.unit or self.currency))
        _between(found, f.amount_number, self.min_amount, self.max_amount, often if narrow else None)
        _between(found, f.base_amount, self.min_base, self.max_base)
        _between(found, f.usd_amount, self.min_usd, self.max_usd)
        _between(found, f.confidence, self.min_confidence, self.max_confidence)
        span = (self.published_to or dt.date.max) - (self.published_from or dt.date.min)
        _between(
            found, f.published_on, self.published_from, self.published_to, often if narrow or span > _LONG else None
        )
        _between(found, f.recorded_at, self.recorded_from, self.recorded_to)
        found += self._period()
        found += self._review()
        about = ArticleFilter(publisher=self.publisher, tag=self.tag).conditions(dialect)
        if about:
            found.append(exists(select(ARTICLE.c.seq).where(ARTICLE.c.id == f.article_id, *about)))
        return found

    def _holds(self) -> ColumnElement[bool]:
        f = FACT.c
        if self.as_of is None:
            return f.superseded_at.is_(None)
        return and_(f.recorded_at <= self.as_of, or_(f.superseded_at.is_(None), f.superseded_at > self.as_of))

    def _review(self) -> list[ColumnElement[bool]]:
        """Decisions are few beside facts: a set to look into."""
        r = REVIEW.c
        verdicts = [verdict for verdict in self.review if verdict != "none"]
        either: list[ColumnElement[bool]] = []
        if verdicts:
            decided = select(r.fact_id).where(r.ended_at.is_(None), r.verdict.in_(verdicts))
            either.append(FACT.c.id.in_(decided))
        if "none" in self.review:
            either.append(FACT.c.id.not_in(select(r.fact_id).where(r.ended_at.is_(None))))
        return [or_(*either)] if either else []

    def _period(self) -> list[ColumnElement[bool]]:
        """A period with an open end reaches as far as it is open; a fact without any period never matches."""
        f = FACT.c
        found: list[ColumnElement[bool]] = []
        if self.period_from:
            found.append(
                or_(f.period_end >= self.period_from, and_(f.period_end.is_(None), f.period_start.is_not(None)))
            )
        if self.period_to:
            found.append(
                or_(f.period_start <= self.period_to, and_(f.period_start.is_(None), f.period_end.is_not(None)))
            )
        return found


def _key(name: str) -> str:
    return key(name[:-1]) + "*" if name.endswith("*") and len(name) > 1 else key(name)


def _among(found: list[ColumnElement[bool]], column: Any, values: list[Any]) -> None:
    if len(values) == 1:
        found.append(column == values[0])
    elif values:
        found.append(column.in_(values))


def _named(found: list[ColumnElement[bool]], column: Any, values: list[str], dialect: str) -> None:
    whole = [value for value in values if not value.endswith("*")]
    either: list[ColumnElement[bool]] = [column.in_(whole)] if len(whole) > 1 else [column == w for w in whole]
    starts = [value[:-1] for value in values if value.endswith("*")]
    either += [beginning(column, start, dialect) for start in starts]
    if either:
        found.append(or_(*either))


def beginning(column: Any, start: str, dialect: str) -> ColumnElement[bool]:
    """Texts that begin so: a range, which an index serves, and which has no wildcards to escape.

    By code points: in a language's order "the end of what begins so" is nowhere.
    """
    by_code_points = collate(column, "C") if dialect == "postgresql" else column
    return and_(by_code_points >= start, by_code_points < start + "\U0010ffff")


def _between(
    found: list[ColumnElement[bool]], column: Any, low: Any, high: Any, hint: Callable[[Any], Any] | None = None
) -> None:
    """`hint` tells SQLite, which takes every range for a narrow one, that this one leaves most rows in."""
    sides = [column >= low] if low is not None else []
    sides += [column <= high] if high is not None else []
    found += [hint(side) for side in sides] if hint else sides
