"""Running the checks over what was stored since, beside storing: a check that fails delays no fact."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.store.checks import Flag, parts_and_totals, rates_out_of_line
from services.store.database import Database
from services.store.tables import ARTICLE, EXTRACTION, FACT, FLAG
from shared import logs

log = logs.get(__name__)
BATCH = 50
IDLE = 30.0  # seconds between looks when nobody wakes us
F = FACT.c
PARTS = [F.id, F.article_id, F.kind, F.unit, F.per, F.status, F.amount]
PARTS += [F.evidence_start, F.evidence_end, F.sentence_start]


async def keep_checking(database: Database, wake: asyncio.Event) -> None:
    """Check what was not yet, for ever; `wake` says that something was stored."""
    while True:
        try:
            wake.clear()
            while await check_once(database):  # noqa: ASYNC110 - it is the work that is waited for
                await asyncio.sleep(0.2)  # storing goes first
        except Exception as error:  # noqa: BLE001 - hints may come late, but they must not end
            log.warning("the checks wait", error=(str(error).splitlines() or [type(error).__name__])[0])
            await asyncio.sleep(5)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(IDLE):
                await wake.wait()
            await asyncio.sleep(1)  # what comes in one go is checked in one go


async def check_once(database: Database) -> int:
    """Check the articles of up to fifty extractions, and the months they belong to; how many extractions it were."""
    now = dt.datetime.now(dt.UTC)
    async with database.write() as connection:
        unchecked = (
            await connection.execute(
                select(EXTRACTION.c.id, EXTRACTION.c.article_id)
                .where(EXTRACTION.c.checked_at.is_(None))
                .order_by(EXTRACTION.c.recorded_at)
                .limit(BATCH)
            )
        ).all()
        if not unchecked:
            return 0
        articles = sorted({row.article_id for row in unchecked})
        await connection.execute(delete(FLAG).where(FLAG.c.article_id.in_(articles)))
        flags = await _parts(connection, articles)
        months = select(F.published_on).where(F.article_id.in_(articles), F.published_on.is_not(None)).distinct()
        for month in sorted({f"{day:%Y-%m}" for day in (await connection.execute(months)).scalars()}):
            await connection.execute(delete(FLAG).where(FLAG.c.month == month))
            flags += await _rates(connection, month)
        if flags:
            await connection.execute(FLAG.insert(), [_row(flag, now) for flag in flags])
        await connection.execute(
            update(EXTRACTION).where(EXTRACTION.c.id.in_([row.id for row in unchecked])).values(checked_at=now)
        )
    return len(unchecked)


async def _parts(connection: AsyncConnection, articles: Iterable[str]) -> list[Flag]:
    held = select(*PARTS).where(F.article_id.in_(articles), F.superseded_at.is_(None)).order_by(F.evidence_start, F.seq)
    facts: dict[str, list[Any]] = {}
    for row in await connection.execute(held):
        facts.setdefault(row.article_id, []).append(row._mapping)
    texts = await connection.execute(select(ARTICLE.c.id, ARTICLE.c.text).where(ARTICLE.c.id.in_(list(facts))))
    return [flag for row in texts for flag in parts_and_totals(facts[row.id], row.text)]


async def _rates(connection: AsyncConnection, month: str) -> list[Flag]:
    first = dt.date.fromisoformat(f"{month}-01")
    after = (first + dt.timedelta(days=32)).replace(day=1)
    with_dollars = select(F.id, F.article_id, F.currency, F.amount_number, F.usd_amount).where(
        F.published_on >= first,
        F.published_on < after,
        F.usd_amount.is_not(None),
        F.currency != "USD",
        F.superseded_at.is_(None),
    )
    return rates_out_of_line([row._mapping for row in await connection.execute(with_dollars)], month)


def _row(flag: Flag, now: dt.datetime) -> dict[str, Any]:
    return {
        "fact_id": flag.fact_id,
        "article_id": flag.article_id,
        "check": flag.check,
        "month": flag.month,
        "whole_id": flag.whole_id,
        "detail": json.dumps(flag.detail),
        "recorded_at": now,
    }
