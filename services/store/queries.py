"""What is read: the statements behind the API and the pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.store.answers import ARTICLE_COLUMNS, FACT_COLUMNS
from services.store.filters import ArticleFilter, FactFilter
from services.store.paging import Sort
from services.store.search import matching, row_number
from services.store.tables import ARTICLE, FACT
from services.store.versions import successor

FACT_SORTS = {
    "recorded": "seq",
    "published": "published_on",
    "amount": "amount_number",
    "base": "base_amount",
    "usd": "usd_amount",
    "confidence": "confidence",
    "period": "period_start",
    "position": "evidence_start",
}
ARTICLE_SORTS = {"recorded": "seq", "published": "published_on"}


def fact_sort(text: str, wanted: FactFilter, dialect: str) -> Sort:
    """`recorded`, `-amount`, …"""
    return Sort.parse(text, FACT, FACT_SORTS, row_number(FACT, wanted.q, dialect))


def article_sort(text: str, wanted: ArticleFilter, dialect: str) -> Sort:
    """`recorded`, `-published`, …"""
    return Sort.parse(text, ARTICLE, ARTICLE_SORTS, row_number(ARTICLE, wanted.q, dialect))


def facts(wanted: FactFilter, dialect: str, *columns: Any) -> Select[Any]:
    """The facts that fit."""
    found = select(*(columns or FACT_COLUMNS)).where(*wanted.conditions(dialect))
    return matching(found, FACT, wanted.q, dialect) if wanted.q else found


_HOLDING = (
    select(func.count())
    .where(FACT.c.article_id == ARTICLE.c.id, FACT.c.superseded_at.is_(None))
    .correlate(ARTICLE)
    .scalar_subquery()
)
_SUMMARY = [
    ARTICLE.c.seq,
    *ARTICLE_COLUMNS,
    *(ARTICLE.c[n] for n in ("door", "source_name", "received_at", "dateline", "language", "content_sha256")),
    ARTICLE.c.text.is_not(None).label("has_text"),
    _HOLDING.label("facts"),
    ARTICLE.c.supersedes,
    successor().label("superseded_by"),
    ARTICLE.c.near_duplicate_of,
]


def articles(wanted: ArticleFilter, dialect: str) -> Select[Any]:
    """The articles that fit, without their texts."""
    found = select(*_SUMMARY).where(*wanted.conditions(dialect))
    return matching(found, ARTICLE, wanted.q, dialect) if wanted.q else found


async def article(connection: AsyncConnection, article_id: UUID) -> Row[Any] | None:
    """One article with its text."""
    statement: Select[Any] = select(*_SUMMARY, ARTICLE.c.text).where(ARTICLE.c.id == str(article_id))
    found: Row[Any] | None = (await connection.execute(statement)).one_or_none()
    return found


async def versions(connection: AsyncConnection, fact_id: UUID) -> Sequence[Row[Any]]:
    """Every row of a fact's id, oldest first; at most one of them holds."""
    statement = select(*FACT_COLUMNS).where(FACT.c.id == str(fact_id)).order_by(FACT.c.seq)
    return (await connection.execute(statement)).all()
