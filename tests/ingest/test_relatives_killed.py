"""`kill -9` of ingest while corrected versions come: each supersedes the one before it, each receipt is written."""

from __future__ import annotations

import asyncio
import random
import signal
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from redis.asyncio import Redis
from sqlalchemy import select

from services.ingest.app import running
from services.store.database import open_database
from services.store.settings import StoreSettings
from services.store.tables import FACT
from shared.embedded import EmbeddedServer
from shared.messages import ArticleIngested, article_id
from tests.ingest.conftest import Process, articles, quick, until
from tests.ingest.test_receipts import extracting, stored

PAIRS, KILLS = 25, 8


def text(door: str, number: int, people: int) -> str:
    """A version of an article: long enough to be compared, and like no other pair's."""
    luck = random.Random(f"{door} {number}")
    words = " ".join("".join(luck.choices("abcdefghij", k=7)) for _ in range(30))
    return f"The mill number {number} employs {people} people. {words.capitalize()}."


@pytest.mark.kill
@pytest.mark.system
async def test_killed_while_versions_come(server: EmbeddedServer, redis: Redis, tmp_path: Path) -> None:
    luck = random.Random(7)
    settings = quick(server, tmp_path, inbox_settle=0.05, ingest_receipts=True)
    process = Process(settings)
    root = settings.inbox_dir
    root.mkdir()

    async def drop() -> None:
        for number in range(PAIRS):
            for people in (240, 250):
                (root / ".next.tmp").write_text(text("inbox", number, people))
                (root / ".next.tmp").rename(root / f"mill{number}.txt")
                await until(lambda n=number: not (root / f"mill{n}.txt").exists(), 60)  # type: ignore[misc]

    async def post() -> None:
        async with httpx.AsyncClient(timeout=5) as client:
            for number in range(PAIRS):
                for people in (240, 250):
                    given = {"text": text("http", number, people), "url": f"https://news.example/{number}"}
                    while True:
                        try:
                            if (await client.post(f"{process.url}/articles", json=given)).status_code == 202:
                                break
                        except httpx.TransportError:
                            pass
                        await asyncio.sleep(0.02)

    await asyncio.to_thread(process.start)
    senders = asyncio.gather(drop(), post())
    try:
        for _ in range(KILLS):
            await asyncio.sleep(luck.uniform(0.05, 0.5))
            await asyncio.to_thread(process.signal, signal.SIGKILL)
            await asyncio.to_thread(process.start)
        await senders
        assert await asyncio.to_thread(process.signal, signal.SIGTERM) == 0
    finally:
        senders.cancel()
        process.kill()
    newest: dict[str, ArticleIngested] = {str(article.article_id): article for article in await articles(redis)}
    pairs = [(door, number) for door in ("inbox", "http") for number in range(PAIRS)]
    for door, number in pairs:
        first, second = (article_id(text(door, number, people)) for people in (240, 250))
        assert newest[str(second)].supersedes == first
        assert newest[str(first)].supersedes is None
    wanted = {str(article_id(text(door, number, 250))) for door, number in pairs}
    async with extracting(settings), stored(settings), running(settings, FastAPI()):
        await until(lambda: len(list((root / "done").rglob("*.facts.json"))) == 2 * PAIRS, 90)
    given = {"redis_url": settings.redis_url, "data_dir": settings.data_dir}
    async with open_database(StoreSettings.model_validate(given)) as database, database.read() as connection:
        held = await connection.execute(select(FACT.c.article_id).where(FACT.c.superseded_at.is_(None)))
        assert set(held.scalars()) == wanted
