"""The tables: article, extraction, fact, flag, review, outbox.

`fact` is temporal: a row holds from `recorded_at` until `superseded_at` (null: it holds now), so that a newer
extraction replaces an article's facts without deleting any, and a query can ask for the table as of a day. Everything
an analyst filters by has a typed column of its own; `original` keeps the fact as it came.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import Column, ForeignKey, Index, Table, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from services.store.columns import JSON_TEXT, KEY, SEQ, Moment, Number

NOW = "superseded_at IS NULL"
PAST = "superseded_at IS NOT NULL"


def _seq() -> Column[int]:
    return Column("seq", SEQ, primary_key=True, autoincrement=True)


def _current(name: str, *columns: str, unique: bool = False, where: str = NOW) -> Index:
    """An index over the facts that hold now; history does not make it grow."""
    return Index(name, *columns, unique=unique, sqlite_where=text(where), postgresql_where=text(where))


def _linked(name: str, column: str) -> Index:
    """An index over the few articles that have such a link."""
    where = text(f"{column} IS NOT NULL")
    return Index(name, column, sqlite_where=where, postgresql_where=where)


class ArticleRow(SQLModel, table=True):
    """An article: the reference that facts carry, and its text once ingest's message has come (either may be first).

    `received_at` belongs to the reference, `text_received_at` to the text: the latest reception wins for each, so that
    the order of arrival changes nothing. `supersedes` and the like belong to the reference, and name articles that may
    not be here yet.
    """

    __tablename__: ClassVar[Any] = "article"
    __table_args__ = (
        UniqueConstraint("id", name="article_id_key"),
        Index("article_published", "published_on", "seq"),
        _linked("article_supersedes", "supersedes"),
        _linked("article_superseded_by", "superseded_by"),
        {"sqlite_autoincrement": True},
    )

    seq: int | None = Field(default=None, sa_column=_seq())
    id: str = Field(sa_column=Column("id", KEY, nullable=False))
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    published_on: dt.date | None = None
    door: str
    source_name: str
    received_at: dt.datetime = Field(sa_column=Column("received_at", Moment, nullable=False))
    tags: str = Field(sa_column=Column("tags", JSON_TEXT, nullable=False))
    supersedes: str | None = Field(default=None, sa_column=Column("supersedes", KEY))
    superseded_by: str | None = Field(default=None, sa_column=Column("superseded_by", KEY))
    near_duplicate_of: str | None = Field(default=None, sa_column=Column("near_duplicate_of", KEY))
    text: str | None = None
    dateline: str | None = None
    language: str | None = None
    content_sha256: str | None = None
    text_received_at: dt.datetime | None = Field(default=None, sa_column=Column("text_received_at", Moment))
    recorded_at: dt.datetime = Field(sa_column=Column("recorded_at", Moment, nullable=False))


class ExtractionRow(SQLModel, table=True):
    """One reading of an article by one extractor version; `id` is derived from what was read and by whom."""

    __tablename__: ClassVar[Any] = "extraction"
    __table_args__ = (
        Index("extraction_article", "article_id"),
        Index(
            "extraction_unchecked",
            "recorded_at",
            sqlite_where=text("checked_at IS NULL"),
            postgresql_where=text("checked_at IS NULL"),
        ),
    )

    id: str = Field(sa_column=Column("id", KEY, primary_key=True))
    article_id: str = Field(sa_column=Column("article_id", KEY, ForeignKey("article.id"), nullable=False))
    extractor: str
    version: str
    lexicon: str
    received_at: dt.datetime = Field(sa_column=Column("received_at", Moment, nullable=False))
    extracted_at: dt.datetime = Field(sa_column=Column("extracted_at", Moment, nullable=False))
    facts: int
    current: bool
    recorded_at: dt.datetime = Field(sa_column=Column("recorded_at", Moment, nullable=False))
    checked_at: dt.datetime | None = Field(default=None, sa_column=Column("checked_at", Moment))


class FactRow(SQLModel, table=True):
    """A fact with a typed column for everything that is asked for."""

    __tablename__: ClassVar[Any] = "fact"
    __table_args__ = (
        _current("fact_now", "id", unique=True),
        _current("fact_article", "article_id", "evidence_start"),
        _current("fact_kind", "kind", "seq"),
        # Enough in it to judge amounts and dates, and to count what can be added, without a look at the rows.
        _current("fact_kind_unit", "kind", "unit", "seq", "amount_number", "published_on", "per"),
        _current("fact_event", "event", "seq", "published_on", where=f"{NOW} AND event IS NOT NULL"),
        _current("fact_event_published", "event", "published_on", "seq", where=f"{NOW} AND event IS NOT NULL"),
        _current("fact_amount", "unit", "amount_number", "seq"),
        _current("fact_published", "published_on", "seq"),
        _current("fact_subject", "subject_key", "seq"),
        _current("fact_place", "place_key", "seq"),
        _current("fact_confidence", "confidence", "seq"),
        _current("fact_kind_confidence", "kind", "confidence", "seq"),
        _current("fact_dollars", "usd_amount", "seq", where=f"{NOW} AND usd_amount IS NOT NULL"),
        _current("fact_period", "period_start", "seq", where=f"{NOW} AND period_start IS NOT NULL"),
        Index("fact_history", "id", sqlite_where=text(PAST), postgresql_where=text(PAST)),
        {"sqlite_autoincrement": True},
    )

    seq: int | None = Field(default=None, sa_column=_seq())
    id: str = Field(sa_column=Column("id", KEY, nullable=False))
    article_id: str = Field(sa_column=Column("article_id", KEY, ForeignKey("article.id"), nullable=False))
    extraction_id: str = Field(sa_column=Column("extraction_id", KEY, ForeignKey("extraction.id"), nullable=False))
    kind: str
    subject: str | None
    subject_key: str | None
    amount: str | None
    amount_number: Decimal | None = Field(sa_column=Column("amount_number", Number))
    upper: str | None
    upper_number: Decimal | None = Field(sa_column=Column("upper_number", Number))
    unit: str | None
    currency: str | None
    base_unit: str | None
    base_amount: Decimal | None = Field(sa_column=Column("base_amount", Number))
    base_upper: Decimal | None = Field(sa_column=Column("base_upper", Number))
    usd_amount: Decimal | None = Field(sa_column=Column("usd_amount", Number))
    item: str | None
    per: str | None
    bound: str | None
    direction: str | None
    event: str | None
    person: str | None
    title: str | None
    organization: str | None
    place: str | None
    place_key: str | None
    period_start: dt.date | None
    period_end: dt.date | None
    period_text: str | None
    status: str
    attribution: str | None
    quote: str
    evidence_start: int = Field(sa_column=Column("evidence_start", SEQ, nullable=False))
    evidence_end: int = Field(sa_column=Column("evidence_end", SEQ, nullable=False))
    sentence_start: int = Field(sa_column=Column("sentence_start", SEQ, nullable=False))
    sentence_end: int = Field(sa_column=Column("sentence_end", SEQ, nullable=False))
    confidence: float
    rule: str
    extractor_version: str
    published_on: dt.date | None
    original: str = Field(sa_column=Column("original", JSON_TEXT, nullable=False))
    recorded_at: dt.datetime = Field(sa_column=Column("recorded_at", Moment, nullable=False))
    superseded_at: dt.datetime | None = Field(default=None, sa_column=Column("superseded_at", Moment))


class FlagRow(SQLModel, table=True):
    """What a check found about a fact that holds; derived, and made anew whenever its grounds change."""

    __tablename__: ClassVar[Any] = "flag"
    __table_args__ = (Index("flag_article", "article_id"), Index("flag_month", "month"))

    fact_id: str = Field(sa_column=Column("fact_id", KEY, primary_key=True))
    check: str = Field(primary_key=True)
    article_id: str = Field(sa_column=Column("article_id", KEY, ForeignKey("article.id"), nullable=False))
    whole_id: str | None = Field(default=None, sa_column=Column("whole_id", KEY))
    month: str | None = None
    detail: str = Field(sa_column=Column("detail", JSON_TEXT, nullable=False))
    recorded_at: dt.datetime = Field(sa_column=Column("recorded_at", Moment, nullable=False))


class ReviewRow(SQLModel, table=True):
    """A person's decision about a fact: right, wrong, or corrected. It holds until `ended_at` (null: it holds now).

    The fact itself is never changed. It goes by the fact's id, which is made from what is claimed: a re-extraction that
    finds the same again finds its review. `before` is the claim as it stood, `after` as it should be; the columns
    behind it are those of `after`, or of `before` where nothing was corrected, for adding up.
    """

    __tablename__: ClassVar[Any] = "review"
    __table_args__ = (
        Index(
            "review_now",
            "fact_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index("review_history", "fact_id", "seq"),
        Index("review_article", "article_id", "seq"),
        {"sqlite_autoincrement": True},
    )

    seq: int | None = Field(default=None, sa_column=_seq())
    fact_id: str = Field(sa_column=Column("fact_id", KEY, nullable=False))
    article_id: str = Field(sa_column=Column("article_id", KEY, ForeignKey("article.id"), nullable=False))
    verdict: str
    reviewer: str
    note: str | None
    before: str = Field(sa_column=Column("before", JSON_TEXT, nullable=False))
    after: str | None = Field(sa_column=Column("after", JSON_TEXT, nullable=True))
    kind: str
    amount_number: Decimal | None = Field(sa_column=Column("amount_number", Number))
    upper_number: Decimal | None = Field(sa_column=Column("upper_number", Number))
    unit: str | None
    per: str | None
    bound: str | None
    extractor_version: str
    recorded_at: dt.datetime = Field(sa_column=Column("recorded_at", Moment, nullable=False))
    ended_at: dt.datetime | None = Field(default=None, sa_column=Column("ended_at", Moment))
    ended_by: str | None = None


class OutboxRow(SQLModel, table=True):
    """A message that must go out because of something committed here; published once the row says so."""

    __tablename__: ClassVar[Any] = "outbox"
    __table_args__ = (
        Index(
            "outbox_waiting",
            "seq",
            sqlite_where=text("published_at IS NULL"),
            postgresql_where=text("published_at IS NULL"),
        ),
        {"sqlite_autoincrement": True},
    )

    seq: int | None = Field(default=None, sa_column=_seq())
    id: str = Field(sa_column=Column("id", KEY, nullable=False, unique=True))
    type: str
    data: str = Field(sa_column=Column("data", JSON_TEXT, nullable=False))
    recorded_at: dt.datetime = Field(sa_column=Column("recorded_at", Moment, nullable=False))
    published_at: dt.datetime | None = Field(default=None, sa_column=Column("published_at", Moment))


METADATA = SQLModel.metadata
ARTICLE: Table = METADATA.tables["article"]
EXTRACTION: Table = METADATA.tables["extraction"]
FACT: Table = METADATA.tables["fact"]
FLAG: Table = METADATA.tables["flag"]
REVIEW: Table = METADATA.tables["review"]
OUTBOX: Table = METADATA.tables["outbox"]
