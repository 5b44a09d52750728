"""Articles that a later version superseded: their facts are withdrawn, with history kept, and may come back.

What holds is a function of what stands in the tables, not of the order in which it came: an article is history where
another one that names it as superseded, or that it names itself as its successor, has been read. Until then its facts
hold, so that a version that cannot be read withdraws nothing. Every write looks at the articles whose answer it may
have changed, so the order of arrival, repetition and `kill -9` change nothing.
"""

from __future__ import annotations

import datetime as dt
import json
import zlib
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import (
    ScalarSelect,
    and_,
    exists,
    func,
    insert,
    literal,
    not_,
    null,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from services.store.revisions import revised
from services.store.rows import Row
from services.store.tables import ARTICLE, EXTRACTION, FACT
from shared.messages import ArticleReference, Extractor

_COPIED = [column for column in FACT.columns if column.name not in ("seq", "recorded_at", "superseded_at")]
# One statement, its locks in one order for everybody: no two writers wait for each other.
_LOCK = text("SELECT pg_advisory_xact_lock(key) FROM (SELECT unnest(:keys :: bigint[]) AS key ORDER BY 1) AS ordered")
_NAMESPACE = 0x46570000_00000000  # the upper half of the keys, so that they are nobody else's


def successor() -> ScalarSelect[Any]:
    """The article (correlated) whose facts hold instead: the one that came last, of those that were read."""
    other = ARTICLE.alias()
    mutual = and_(ARTICLE.c.supersedes == other.c.id, ARTICLE.c.received_at > other.c.received_at)
    return (
        select(other.c.id)
        .where(
            or_(other.c.supersedes == ARTICLE.c.id, other.c.id == ARTICLE.c.superseded_by),
            other.c.id != ARTICLE.c.id,
            # Two that name each other: books that were lost and written anew in another order. The newer word counts.
            func.coalesce(not_(mutual), True),
            exists(select(EXTRACTION.c.id).where(EXTRACTION.c.article_id == other.c.id)),
        )
        .order_by(other.c.received_at.desc(), other.c.id)
        .limit(1)
        .correlate(ARTICLE)
        .scalar_subquery()
    )


async def touched(connection: AsyncConnection, dialect: str, articles: Sequence[Row]) -> set[str]:
    """The articles that may begin or cease to be history by writing these; to be asked before they are written.

    On PostgreSQL it also makes other writers of the same articles and their versions wait.
    """
    ids = {row["id"] for row in articles}
    found = {row["supersedes"] for row in articles} | {row["id"] for row in articles if row["superseded_by"]}
    if dialect == "postgresql":
        named = ids | {row[name] for row in articles for name in ("supersedes", "superseded_by")} - {None}
        await connection.execute(_LOCK, {"keys": [_NAMESPACE | zlib.crc32(name.encode()) for name in sorted(named)]})
    a = ARTICLE.c
    linked = select(a.id, a.supersedes, a.superseded_by).where(
        or_(
            and_(a.id.in_(ids), or_(a.supersedes.is_not(None), a.superseded_by.is_not(None))),
            a.supersedes.in_(ids),
            a.superseded_by.in_(ids),
        )
    )
    for row in await connection.execute(linked):
        found |= {row.supersedes}
        if row.superseded_by:
            found.add(row.id)
    return found - {None}


async def history(connection: AsyncConnection, articles: Iterable[str]) -> dict[str, str]:
    """Those of the articles that are history, with their successors."""
    ids = sorted(articles)
    if not ids:
        return {}
    rows = await connection.execute(select(ARTICLE.c.id, successor()).where(ARTICLE.c.id.in_(ids)))
    return {article: instead for article, instead in rows if instead is not None}


async def settle(connection: AsyncConnection, articles: Iterable[str], now: dt.datetime) -> list[Row]:
    """Withdraw the facts of those that are history now, bring back those of the others; rows for the outbox."""
    ids = sorted(articles)
    if not ids:
        return []
    superseded = await history(connection, ids)
    held = select(FACT.c.article_id).where(FACT.c.article_id.in_(ids), FACT.c.superseded_at.is_(None)).distinct()
    holding = set((await connection.execute(held)).scalars())
    current = select(EXTRACTION).where(EXTRACTION.c.article_id.in_(ids), EXTRACTION.c.current, EXTRACTION.c.facts > 0)
    outbox: list[Row] = []
    for extraction in (await connection.execute(current.order_by(EXTRACTION.c.article_id))).all():
        article = extraction.article_id
        if (article in superseded) != (article in holding):
            continue
        if article in superseded:
            facts = await _withdraw(connection, article, now)
        else:
            facts = await _reinstate(connection, extraction.id, article, now)
        await connection.execute(update(EXTRACTION).where(EXTRACTION.c.id == extraction.id).values(checked_at=None))
        outbox += revised(
            await _reference(connection, article),
            Extractor(name=extraction.extractor, version=extraction.version, lexicon=extraction.lexicon),
            extraction.extracted_at,
            facts,
            superseded_by=superseded.get(article),
            now=now,
        )
    return outbox


async def _withdraw(connection: AsyncConnection, article: str, now: dt.datetime) -> list[str]:
    holds = (FACT.c.article_id == article, FACT.c.superseded_at.is_(None))
    facts = list((await connection.execute(select(FACT.c.original).where(*holds).order_by(FACT.c.seq))).scalars())
    await connection.execute(update(FACT).where(*holds).values(superseded_at=now))
    return facts


async def _reinstate(connection: AsyncConnection, extraction: str, article: str, now: dt.datetime) -> list[str]:
    """New rows: the table as of a day in between must still say that they did not hold then."""
    latest = select(func.max(FACT.c.seq)).where(FACT.c.extraction_id == extraction).group_by(FACT.c.id)
    moment = literal(now, FACT.c.recorded_at.type)
    again = select(*_COPIED, moment, null()).where(FACT.c.seq.in_(latest)).order_by(FACT.c.seq)
    names = [*(column.name for column in _COPIED), "recorded_at", "superseded_at"]
    await connection.execute(insert(FACT).from_select(names, again))
    holds = (FACT.c.article_id == article, FACT.c.superseded_at.is_(None))
    return list((await connection.execute(select(FACT.c.original).where(*holds).order_by(FACT.c.seq))).scalars())


async def _reference(connection: AsyncConnection, article: str) -> ArticleReference:
    row = (await connection.execute(select(ARTICLE).where(ARTICLE.c.id == article))).one()
    fields = {name: row._mapping[name] for name in ("id", "title", "url", "publisher")}
    links = {name: row._mapping[name] for name in ("supersedes", "superseded_by", "near_duplicate_of")}
    source = {"door": row.door, "name": row.source_name, "received_at": row.received_at.isoformat()}
    day = row.published_on and row.published_on.isoformat()
    more = {"published_on": day, "source": source, "tags": json.loads(row.tags)}
    return ArticleReference.model_validate_json(json.dumps(fields | links | more))
