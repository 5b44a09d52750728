"""Receipts beside done files, and the status of an article to its end: with extract and store really at work."""

from __future__ import annotations

import asyncio
import contextlib
import json
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from redis.asyncio import Redis

from services.extract.app import make
from services.extract.settings import ExtractSettings
from services.ingest.app import make_app, running
from services.ingest.settings import IngestSettings
from services.store.app import running as storing
from services.store.settings import StoreSettings
from shared.embedded import EmbeddedServer
from shared.messages import article_id
from tests.ingest.conftest import factwire, quick, tree, until

MILL = "The Saryarka mill employs 240 people. It is worth 48 billion tenge."
PLANT = "The cable plant employs 120 people and makes 9,000 tons of wire a year."
RUSSIAN = (
    "Завод в Алматы будет выпускать 9000 тонн кабеля в год. Об этом сообщили в министерстве промышленности. "
    "На предприятии создадут 120 рабочих мест."
)


@contextlib.asynccontextmanager
async def extracting(settings: IngestSettings) -> AsyncIterator[None]:
    """Extract at work."""
    broker = make(ExtractSettings.model_validate({"redis_url": settings.redis_url}))
    await broker.start()
    try:
        yield
    finally:
        await broker.stop()


@contextlib.asynccontextmanager
async def stored(settings: IngestSettings) -> AsyncIterator[None]:
    """Store at work."""
    given = {"redis_url": settings.redis_url, "data_dir": settings.data_dir}
    async with storing(StoreSettings.model_validate(given), FastAPI()):
        yield


@pytest.fixture
def receipts(server: EmbeddedServer, tmp_path: Path) -> IngestSettings:
    return quick(server, tmp_path, ingest_receipts=True)


def receipt(settings: IngestSettings, name: str) -> dict[str, Any] | None:
    found = list((settings.inbox_dir / "done").rglob(f"{name}.facts.json"))
    return json.loads(found[0].read_text()) if found else None


async def wait_for(settings: IngestSettings, name: str) -> dict[str, Any]:
    await until(lambda: receipt(settings, name) is not None, 30)
    return receipt(settings, name) or {}


async def test_a_receipt_once_the_facts_are_stored(receipts: IngestSettings) -> None:
    root = receipts.inbox_dir
    async with running(receipts, FastAPI()):
        (root / "economy").mkdir()
        (root / "economy" / "mill.txt").write_text(MILL)
        async with extracting(receipts):
            await until(lambda: "done/DAY/economy/mill.txt" in tree(root))
            await asyncio.sleep(2)
            assert receipt(receipts, "mill.txt") is None  # extracted, and not stored
        async with stored(receipts):
            document = await wait_for(receipts, "mill.txt")
    (told,) = document["articles"]
    assert document["file"] == "economy/mill.txt"
    assert (told["article_id"], told["state"]) == (str(article_id(MILL)), "stored")
    assert {fact["kind"] for fact in told["facts"]} >= {"employment", "investment"}
    assert all(MILL[f["evidence"]["start"] : f["evidence"]["end"]] == f["evidence"]["text"] for f in told["facts"])
    assert factwire(receipts, "ledger").returncode == 0
    assert not [name for name in tree(root) if "tmp" in name]


async def test_a_restart_writes_what_was_owed(receipts: IngestSettings) -> None:
    async with running(receipts, FastAPI()):
        (receipts.inbox_dir / "mill.txt").write_text(MILL)
        await until(lambda: "done/DAY/mill.txt" in tree(receipts.inbox_dir))
    async with extracting(receipts), stored(receipts), running(receipts, FastAPI()):
        assert (await wait_for(receipts, "mill.txt"))["articles"][0]["facts"]


async def test_files_of_many_articles(receipts: IngestSettings) -> None:
    root = receipts.inbox_dir
    async with running(receipts, FastAPI()), extracting(receipts), stored(receipts):
        (root / "mill.txt").write_text(MILL)
        await wait_for(receipts, "mill.txt")
        with zipfile.ZipFile(root / ".pack.tmp", "w") as archive:
            archive.writestr("a/mill.txt", MILL)  # known already
            archive.writestr("b/plant.txt", PLANT)
            archive.writestr("c/lines.jsonl", json.dumps({"text": "A hotel opened in May. It has 90 rooms."}))
        (root / ".pack.tmp").rename(root / "pack.zip")
        document = await wait_for(receipts, "pack.zip")
        (root / "again.txt").write_text(MILL)
        await until(lambda: "duplicate/again.txt" in tree(root))
    assert {told["article_id"] for told in document["articles"]} >= {str(article_id(MILL)), str(article_id(PLANT))}
    assert [bool(told["facts"]) for told in document["articles"]] == [True] * 3
    assert {told["name"] for told in document["articles"]} >= {"mill.txt", "pack.zip/b/plant.txt"}
    assert receipt(receipts, "again.txt") is None


async def test_no_file_is_overwritten(receipts: IngestSettings) -> None:
    root = receipts.inbox_dir
    async with running(receipts, FastAPI()):
        (root / "mill.txt.facts.json").write_text(json.dumps({"text": PLANT}))
        await until(lambda: "done/DAY/mill.txt.facts.json" in tree(root))
        (root / "mill.txt").write_text(MILL)
        async with extracting(receipts), stored(receipts):
            assert await wait_for(receipts, "mill.txt.facts.json")
            assert receipt(receipts, "mill.txt") == {"text": PLANT}


async def test_what_is_dead_is_told(receipts: IngestSettings, redis: Redis) -> None:
    """A file with an article that nobody can extract: its receipt says so, instead of waiting for ever."""
    async with running(receipts, FastAPI()):
        (receipts.inbox_dir / "mill.txt").write_text(MILL)
        await until(lambda: "done/DAY/mill.txt" in tree(receipts.inbox_dir))
        entries: Any = await redis.xrange("articles")
        ((entry, fields),) = entries
        await redis.xreadgroup("extract", "worker", {"articles": ">"})
        told = {"dead_reason": "failed", "dead_error": "It broke", "dead_group": "extract", "dead_id": entry}
        await redis.xadd("articles.dead", fields | told | {"dead_deliveries": "5", "dead_at": "now"})
        await redis.xack("articles", "extract", entry)
    async with running(receipts, FastAPI()):  # a sweep
        document = await wait_for(receipts, "mill.txt")
        assert document["articles"] == [{"article_id": str(article_id(MILL)), "state": "dead", "reason": "It broke"}]
        await redis.xadd("articles", fields)  # as `factwire dead replay` does
        async with extracting(receipts), stored(receipts):
            await until(lambda: (receipt(receipts, "mill.txt") or {})["articles"][0]["state"] == "stored", 30)


async def test_status_and_why_tell_the_end(ingest_settings: IngestSettings) -> None:
    app = make_app(ingest_settings)
    async with (
        running(ingest_settings, app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://ingest") as client,
    ):
        url = "https://news.example/mill"
        first = (await client.post("/articles", json={"text": MILL, "url": url})).json()["article_id"]
        second = (await client.post("/articles", json={"text": MILL + " It opened in May.", "url": url})).json()
        foreign = (await client.post("/articles", json={"text": RUSSIAN})).json()["article_id"]

        async def status(article: str) -> dict[str, Any]:
            answer: dict[str, Any] = (await client.get(f"/articles/{article}/status")).json()
            return answer

        assert (await status(first))["state"] == "received"
        async with extracting(ingest_settings):

            async def read() -> bool:
                return (await status(foreign)).get("count") == 0

            await until(read)
            assert (await status(first))["state"] == "extracted"
        async with stored(ingest_settings):

            async def is_stored() -> bool:
                return all([(await status(each))["state"] == "stored" for each in (first, foreign)])

            await until(is_stored)
        one, two, three = [await status(each) for each in (first, second["article_id"], foreign)]
        assert (one["superseded_by"], two["supersedes"]) == (second["article_id"], first)
        assert (one["count"], one["facts"]) == (2, f"/articles/{first}/facts")
        assert "only English" in three["skipped"]
        (story,) = json.loads(factwire(ingest_settings, "why", first).stdout)
        (told,) = story["articles"]
        assert told["superseded_by"] == second["article_id"]
        assert (told["state"], told["deliveries"], len(told["facts"])) == ("stored", 0, 2)
        assert told["rows"] == {"holding": 0, "history": 2}
        assert {"kind", "quote"} <= told["facts"][0].keys()
        (story,) = json.loads(factwire(ingest_settings, "why", foreign).stdout)
        assert "only English" in story["articles"][0]["skipped"]


async def test_why_without_a_server_tells_what_the_books_hold(ingest_settings: IngestSettings) -> None:
    async with running(ingest_settings, FastAPI()):
        (ingest_settings.inbox_dir / "mill.txt").write_text(MILL)
        await until(lambda: "done/DAY/mill.txt" in tree(ingest_settings.inbox_dir))
    away = ingest_settings.model_copy(update={"redis_url": type(ingest_settings.redis_url)("redis://127.0.0.1:1/0")})  # type: ignore[misc]
    (story,) = json.loads(factwire(away, "why", "mill.txt").stdout)
    assert "no Redis" in story["articles"][0]["state"]
