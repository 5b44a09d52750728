"""The live overview: what came last, what waits, what was given up, and what an editor should look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.store import queries
from services.store.answers import FACT_COLUMNS
from services.store.api.answering import Store, store_of
from services.store.filters import ArticleFilter
from services.store.naming import key
from services.store.pages.rendering import HEADERS, PageRoute, page, titles
from services.store.tables import ARTICLE, EXTRACTION, FACT, REVIEW
from shared.broker import StreamStatus, health, status

ARRIVALS = 10  # articles
DOUBTFUL = 6  # facts
MANY = 1000  # entries waiting

router = APIRouter(include_in_schema=False, route_class=PageRoute)


@dataclass(frozen=True, slots=True)
class Pulse:
    """How it goes right now. `oldest`: seconds that the oldest entry in work has been there."""

    articles: int
    facts: int
    reviewed: int
    waiting: int
    oldest: float
    dead: int
    level: str  # good, busy, bad
    note: str


@router.get("/")
async def overview(request: Request) -> Response:
    """How much there is, what came last, what happens now."""
    store = store_of(request)
    f, r = FACT.c, REVIEW.c
    holds = f.superseded_at.is_(None)
    async with store.database.read() as connection:
        pulse, streams = await _pulse(store, connection)
        every = queries.articles(ArticleFilter(), store.database.dialect).order_by(ARTICLE.c.seq.desc())
        articles = (await connection.execute(every.limit(ARRIVALS))).mappings().all()
        facts = await _facts_of(connection, [article["id"] for article in articles])
        money = select(*FACT_COLUMNS).where(holds, f.kind == "investment", f.usd_amount.is_not(None))
        dearest = (await connection.execute(money.order_by(f.usd_amount.desc(), f.seq).limit(50))).mappings().all()
        once: dict[str, Any] = {}  # a project that several articles tell of stands there once
        for row in dearest:
            once.setdefault(key(row["subject"] or row["id"]), row)
        largest = list(once.values())[:5]
        seen = select(r.fact_id).where(r.ended_at.is_(None))
        unsure = select(*FACT_COLUMNS).where(holds, f.id.not_in(seen)).order_by(f.confidence, f.seq).limit(DOUBTFUL)
        doubtful = (await connection.execute(unsure)).mappings().all()
        named = await titles(connection, [*largest, *doubtful])
    return page(
        "overview.html", pulse=pulse, streams=streams, articles=articles, facts=facts, largest=largest,
        doubtful=doubtful, titles=named,
    )  # fmt: skip


@router.get("/live/state")
async def state(request: Request) -> Response:
    """The figures of the overview, which the page asks for anew."""
    store = store_of(request)
    async with store.database.read() as connection:
        pulse, streams = await _pulse(store, connection)
    found = asdict(pulse) | {"streams": [_row(stream) for stream in streams]}
    return JSONResponse(found, headers=HEADERS)


async def _pulse(store: Store, connection: AsyncConnection) -> tuple[Pulse, Sequence[StreamStatus]]:
    facts = select(func.coalesce(func.sum(EXTRACTION.c.facts), 0)).where(EXTRACTION.c.current)
    reviewed = select(func.count()).select_from(REVIEW).where(REVIEW.c.ended_at.is_(None))
    articles = select(func.count()).select_from(ARTICLE)
    counts = select(articles.scalar_subquery(), facts.scalar_subquery(), reviewed.scalar_subquery())
    how_many = (await connection.execute(counts)).one()
    streams: Sequence[StreamStatus] = ()
    now = await health(store.broker)
    if now.redis:
        try:
            streams = await status(store.broker.client)
        except Exception:  # noqa: BLE001 - Redis may go away between two questions; the next look says so
            streams = ()
    dead = sum(stream.dead for stream in streams)
    waiting = now.lag + now.pending
    if not now.redis:
        level, note = "bad", "Redis does not answer"
    elif not now.running:
        level, note = "bad", "A subscriber has stopped: see the log of store"
    elif waiting > MANY:
        level, note = "busy", "Catching up"
    else:
        level, note = "good", "Reading the streams"
    return Pulse(how_many[0], how_many[1], how_many[2], waiting, now.oldest_pending, dead, level, note), streams


def _row(stream: StreamStatus) -> dict[str, Any]:
    waiting = max((group.lag + group.pending for group in stream.groups), default=0)
    return {"name": stream.name, "length": stream.length, "waiting": waiting, "dead": stream.dead}


async def _facts_of(connection: AsyncConnection, ids: Sequence[str]) -> dict[str, list[Any]]:
    """Article id → its facts in reading order."""
    held = select(*FACT_COLUMNS).where(FACT.c.article_id.in_(ids), FACT.c.superseded_at.is_(None))
    found: dict[str, list[Any]] = {}
    for row in (await connection.execute(held.order_by(FACT.c.evidence_start, FACT.c.seq))).mappings():
        found.setdefault(row["article_id"], []).append(row)
    return found
