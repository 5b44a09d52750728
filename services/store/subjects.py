"""What facts are about: the names of their subjects, for `/subjects`."""

from __future__ import annotations

from urllib.parse import quote

from pydantic import BaseModel, Field
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.store.filters import beginning
from services.store.tables import FACT


class Subject(BaseModel):
    """Something that facts are about."""

    key: str = Field(description="Its name without case, quotation marks and article; pass as `subject`")
    name: str
    facts: int
    articles: int
    first_published_on: str | None
    last_published_on: str | None
    facts_url: str = Field(description="The facts about it")
    project_url: str = Field(description="What articles say about it as a project, as it came along")


class SubjectPage(BaseModel):
    """Some subjects in the order of their keys, and how to get the next ones."""

    items: list[Subject]
    next: str | None


async def subjects(
    connection: AsyncConnection, *, prefix: str | None, after: str | None, limit: int
) -> tuple[list[Subject], str | None]:
    """Subjects of the facts that hold, in the order of their keys, and where the next page begins."""
    f = FACT.c
    statement = (
        select(
            f.subject_key,
            func.max(f.subject).label("name"),
            func.count().label("facts"),
            func.count(f.article_id.distinct()).label("articles"),
            func.min(f.published_on).label("first"),
            func.max(f.published_on).label("last"),
        )
        .where(f.superseded_at.is_(None), f.subject_key.is_not(None))
        .group_by(f.subject_key)
        .order_by(f.subject_key)
        .limit(limit + 1)
    )
    if after is not None:
        statement = statement.where(f.subject_key > after)
    if prefix:
        statement = statement.where(beginning(f.subject_key, prefix, connection.dialect.name))
    rows = (await connection.execute(statement)).all()
    found = [
        Subject(
            key=row.subject_key,
            name=row.name,
            facts=row.facts,
            articles=row.articles,
            first_published_on=row.first and row.first.isoformat(),
            last_published_on=row.last and row.last.isoformat(),
            facts_url=f"/facts?subject={quote(row.subject_key, safe='')}",
            project_url=f"/projects/{quote(row.subject_key, safe='')}",
        )
        for row in rows[:limit]
    ]
    return found, found[-1].key if len(rows) > limit else None
