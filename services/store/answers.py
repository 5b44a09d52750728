"""What the API gives back: its models, for the OpenAPI document and for whoever validates, and the JSON itself.

A fact goes out as it came in (the contract's JSON), with a few fields added. It is kept as JSON and put together as
text: parsing and serialising it again would cost more than everything else.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal, TypeAlias
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field
from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.store.tables import ARTICLE, FACT, FLAG, REVIEW
from shared.facts import EventFact, QuantityFact, RoleFact

FACT_COLUMNS = [c for c in FACT.columns if c.name not in ("subject_key", "place_key")]
ARTICLE_COLUMNS = [ARTICLE.c[n] for n in ("id", "title", "url", "publisher", "published_on", "tags")]


class ArticleBrief(BaseModel):
    """The article that a fact is from."""

    id: UUID
    title: str | None
    url: str | None
    publisher: str | None
    published_on: dt.date | None
    tags: list[str]


class FlagFound(BaseModel):
    """What a check found about a fact."""

    check: str = Field(description="part_of, contains, rate")
    detail: dict[str, Any]


class ReviewFound(BaseModel):
    """What a reviewer decided about a fact; `/facts/{id}/reviews` has the whole story."""

    verdict: Literal["right", "wrong", "corrected"]
    by: str
    at: AwareDatetime
    note: str | None
    after: dict[str, Any] | None = Field(description="The claim as it should be, where it was corrected")


class _Stored(BaseModel):
    article: ArticleBrief
    flags: list[FlagFound]
    review: ReviewFound | None = Field(description="The decision that holds; the fact itself is never changed by one")
    extractor_version: str
    recorded_at: AwareDatetime = Field(description="When store wrote it")
    superseded_at: AwareDatetime | None = Field(description="When a later extraction replaced it; null: it holds")


class StoredQuantity(QuantityFact, _Stored):
    """A fact with a value."""


class StoredEvent(EventFact, _Stored):
    """An event."""


class StoredRole(RoleFact, _Stored):
    """A role."""


StoredFact: TypeAlias = Annotated[StoredQuantity | StoredEvent | StoredRole, Field(discriminator="kind")]


class FactPage(BaseModel):
    """Some facts, and how to get the next ones."""

    items: list[StoredFact]
    next: str | None = Field(description="Pass as `after` for the next page; null on the last")


class FactDetail(BaseModel):
    """A fact and what stood there before or after, oldest first."""

    fact: StoredFact
    history: list[StoredFact]


class ArticleSummary(ArticleBrief):
    """An article without its text."""

    door: str
    source_name: str
    received_at: AwareDatetime
    dateline: str | None
    language: str | None
    content_sha256: str | None
    has_text: bool = Field(description="False until ingest's message has arrived")
    facts: int = Field(description="Facts that hold now")
    supersedes: UUID | None = Field(description="The earlier version of it, whose facts no longer hold")
    superseded_by: UUID | None = Field(description="The later version whose facts hold instead, once it was read")
    near_duplicate_of: UUID | None = Field(description="An article from elsewhere with nearly the same text")


class ArticleDetail(ArticleSummary):
    """An article with its text: the one that offsets of evidence count in."""

    text: str | None


class ArticlePage(BaseModel):
    """Some articles, and how to get the next ones."""

    items: list[ArticleSummary]
    next: str | None


@dataclass(frozen=True, slots=True)
class About:
    """What is told beside facts: their articles, and by fact id what checks found and reviewers decided."""

    articles: dict[str, Row[Any]]
    flags: dict[str, list[dict[str, Any]]]
    reviews: dict[str, dict[str, Any]]


async def about(connection: AsyncConnection, article_ids: Iterable[str]) -> About:
    """What there is to tell beside the facts of these articles."""
    ids = sorted(set(article_ids))
    found = await connection.execute(select(*ARTICLE_COLUMNS).where(ARTICLE.c.id.in_(ids)))
    flags: dict[str, list[dict[str, Any]]] = {}
    flagged = select(FLAG.c.fact_id, FLAG.c.check, FLAG.c.detail).where(FLAG.c.article_id.in_(ids))
    for row in await connection.execute(flagged.order_by(FLAG.c.fact_id, FLAG.c.check)):
        flags.setdefault(row.fact_id, []).append({"check": row.check, "detail": json.loads(row.detail)})
    reviews: dict[str, dict[str, Any]] = {}
    decided = select(REVIEW).where(REVIEW.c.article_id.in_(ids), REVIEW.c.ended_at.is_(None))
    for row in await connection.execute(decided):
        after = json.loads(row.after) if row.after else None
        told = {"verdict": row.verdict, "by": row.reviewer, "at": row.recorded_at.isoformat(), "note": row.note}
        reviews[row.fact_id] = told | {"after": after}
    return About({row.id: row for row in found}, flags, reviews)


def fact_json(row: Row[Any], beside: About) -> str:
    """One fact as the API gives it; flags are of what holds, not of history."""
    article = beside.articles[row.article_id]
    more = {
        "flags": beside.flags.get(row.id, []) if row.superseded_at is None else [],
        "review": beside.reviews.get(row.id),
        "article": {
            "id": article.id,
            "title": article.title,
            "url": article.url,
            "publisher": article.publisher,
            "published_on": article.published_on and article.published_on.isoformat(),
            "tags": json.loads(article.tags),
        },
        "extractor_version": row.extractor_version,
        "recorded_at": row.recorded_at.isoformat(),
        "superseded_at": row.superseded_at and row.superseded_at.isoformat(),
    }
    original: str = row.original.rstrip()
    return f"{original[:-1]}, {json.dumps(more, ensure_ascii=False)[1:]}"


def page_json(items: Sequence[str], following: str | None) -> str:
    """A page of things that are JSON already."""
    return f'{{"items": [{",".join(items)}], "next": {json.dumps(following)}}}'


def article_json(row: Row[Any]) -> str:
    """One article as the API gives it; with `text` where the row has it."""
    found = dict(row._mapping)
    found.pop("seq", None)
    found["tags"] = json.loads(found["tags"])
    found["has_text"] = bool(found["has_text"])
    for name in ("published_on", "received_at"):
        found[name] = found[name] and found[name].isoformat()
    return json.dumps(found, ensure_ascii=False)
