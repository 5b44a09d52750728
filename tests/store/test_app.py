"""Store at work: from the streams to the answers, as a process too, stopped politely and killed."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import httpx
import pytest
from redis.asyncio import Redis
from sqlalchemy import select, text

from services.store.app import make_app, ready, running
from services.store.database import Database, open_database
from services.store.settings import StoreSettings
from services.store.tables import ARTICLE, FACT, OUTBOX
from shared.broker import make_broker, publish, tail
from shared.embedded import EmbeddedServer
from shared.messages import FactsRevised, Message
from shared.settings import Settings
from tests.store.articles import TEXT, article, extracted, four_facts


@pytest.fixture
def working(database_url: str, server: EmbeddedServer, tmp_path: Path) -> StoreSettings:
    return StoreSettings.model_validate(
        {"database_url": database_url, "redis_url": server.url, "data_dir": tmp_path, "claim_after": 0.5}
    )


async def send(settings: Settings, messages: Sequence[Message]) -> None:
    broker = make_broker(settings, service="test")
    await broker.connect()
    await publish(broker, messages)
    await broker.stop()


async def settled(redis: Redis, *streams: str, seconds: float = 60) -> None:
    """Wait until store has read and acknowledged everything on these streams."""
    async with asyncio.timeout(seconds):
        for stream in streams:
            while True:
                groups = await redis.xinfo_groups(stream) if await redis.exists(stream) else []
                mine = [g for g in groups if g["name"] == "store"]
                if mine and mine[0]["lag"] == 0 and mine[0]["pending"] == 0:
                    break
                await asyncio.sleep(0.05)


async def facts_now(database: Database) -> list[Any]:
    async with database.read() as connection:
        columns = [c for c in FACT.columns if c.name not in ("seq", "recorded_at")]
        where = FACT.c.superseded_at.is_(None)
        facts = (await connection.execute(select(*columns).where(where).order_by(FACT.c.id))).all()
        texts = (await connection.execute(select(ARTICLE.c.id, ARTICLE.c.text).order_by(ARTICLE.c.id))).all()
        return [*facts, *texts]


async def test_what_is_on_the_streams_is_answered(working: StoreSettings, redis: Redis) -> None:
    await send(working, [extracted(article()), article()])
    app = make_app(working)
    async with running(working, app) as store:
        await settled(redis, "articles", "facts")
        assert (await ready(store))[0]
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://store") as client:
            assert len((await client.get("/facts")).json()["items"]) == 4
            assert (await client.get("/articles")).json()["items"][0]["has_text"] is True
            assert (await client.get("/readyz")).status_code == 200
            assert (await client.get("/nowhere")).headers["content-type"] == "application/problem+json"


async def test_a_revision_goes_out_once_it_is_committed(working: StoreSettings, redis: Redis) -> None:
    one = article()
    async with running(working, make_app(working)) as store:
        await send(working, [extracted(one)])
        await settled(redis, "facts")
        await send(working, [extracted(one, four_facts(one)[:3], version="0.2.0")])
        async with asyncio.timeout(20):
            entry = await anext(aiter(tail(working.redis_url.get_secret_value(), FactsRevised, "0")))  # type: ignore[union-attr]
        assert entry.message.withdrawn == four_facts(one)[3:]
        assert entry.message.article.id == one.article_id
        async with asyncio.timeout(10):
            while True:
                async with store.database.read() as connection:
                    if (await connection.execute(select(OUTBOX.c.published_at))).scalar_one():
                        break
                await asyncio.sleep(0.05)
    assert await redis.xlen("revisions") == 1


async def test_what_the_database_refuses_goes_to_the_dead_stream(working: StoreSettings, redis: Redis) -> None:
    good = [extracted(article(f"{TEXT} {n}")) for n in range(5)]
    far = four_facts(article())[0]
    far = far.model_copy(update={"sentence": far.sentence.model_copy(update={"end": 2**70})})
    await send(working, [*good[:2], extracted(article(), (far,)), *good[2:]])
    async with running(working, make_app(working)) as store:
        await settled(redis, "facts")
        assert len(await facts_now(store.database)) == 20 + 5
    entries: Any = await redis.xrange("facts.dead")
    assert ["cannot hold" in fields["dead_error"] for _, fields in entries] == [True]


async def test_a_database_that_is_away_is_waited_for(working: StoreSettings, redis: Redis) -> None:
    """Held by another writer, or its connections cut: nothing is lost and nothing goes to the dead stream."""
    async with running(working, make_app(working)) as store, open_database(working) as other:
        if other.dialect == "sqlite":
            async with other.write() as connection:
                await connection.execute(text("SELECT 1"))
                await send(working, [extracted(article())])
                await asyncio.sleep(0.5)
                assert await facts_now(store.database) == []
        else:
            await send(working, [extracted(article(f"{TEXT} {n}")) for n in range(20)])
            for _ in range(5):
                async with other.write() as connection:
                    await connection.execute(
                        text(
                            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
                        )
                    )
                await asyncio.sleep(0.05)
            await send(working, [extracted(article())])
        await settled(redis, "facts")
        assert len(await facts_now(store.database)) in (5, 21 * 5)
    assert await redis.xlen("facts.dead") == 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def process(
    settings: StoreSettings, port: int, more: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """`python -m services.store` with these settings, and `more` variables."""
    assert settings.redis_url
    assert settings.database_url
    environ = {k: v for k, v in os.environ.items() if not k.startswith("FACTWIRE_")} | {
        "FACTWIRE_REDIS_URL": settings.redis_url.get_secret_value(),
        "FACTWIRE_DATABASE_URL": settings.database_url.get_secret_value(),
        "FACTWIRE_PORT": str(port),
        "FACTWIRE_CLAIM_AFTER": "0.5",
        "FACTWIRE_BATCH": "10",
        **(more or {}),
    }
    started = subprocess.Popen([sys.executable, "-m", "services.store"], env=environ, stderr=subprocess.DEVNULL)
    try:
        yield started
    finally:
        started.kill()
        started.wait()


@pytest.mark.system
async def test_the_process_serves_and_stops_politely(working: StoreSettings, redis: Redis) -> None:
    port = free_port()
    with process(working, port) as store:
        await send(working, [article(), extracted(article())])
        await settled(redis, "articles", "facts")
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
            assert (await client.get("/livez")).json() == {"status": "ok"}
            assert len((await client.get("/facts")).json()["items"]) == 4
        store.send_signal(signal.SIGTERM)
        assert await asyncio.to_thread(store.wait, 20) == 0


@pytest.mark.parametrize(
    ("url", "complaint"),
    [("mysql://u:secret@h/db", "sqlite:///PATH or postgresql://"), ("sqlite://", "lost at once")],
)
def test_a_wrong_setting_ends_in_one_line(url: str, complaint: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "services.store"],
        env=os.environ | {"FACTWIRE_DATABASE_URL": url, "FACTWIRE_REDIS_URL": "redis://127.0.0.1:1"},
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert (ended.returncode, ended.stderr.count("\n")) == (2, 1)
    assert "FACTWIRE_DATABASE_URL" in ended.stderr
    assert complaint in ended.stderr
    assert "secret" not in ended.stderr


@pytest.mark.system
async def test_facts_are_heard_as_they_come_and_from_where_one_left_off(working: StoreSettings, redis: Redis) -> None:
    port = free_port()
    await redis.xtrim("facts", maxlen=0)
    messages = [extracted(article(f"{TEXT} {n}")) for n in range(3)]
    with process(working, port):
        await send(working, messages[:2])
        await settled(redis, "facts")
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=20) as client:
            first = await heard(client, 2, {}, "0")
            await send(working, messages[2:])
            again = await heard(client, 2, {"Last-Event-ID": first[0][0]}, "$")
            bad = await client.get("/facts/stream", headers={"Last-Event-ID": "x"})
    assert [data for _, data in first] == [m.model_dump_json() for m in messages[:2]]
    assert [data for _, data in again] == [m.model_dump_json() for m in messages[1:]]
    assert (bad.status_code, bad.headers["content-type"]) == (422, "application/problem+json")


async def heard(client: httpx.AsyncClient, count: int, headers: dict[str, str], start: str) -> list[tuple[str, str]]:
    """(id, data) of the next events."""
    events: list[tuple[str, str]] = []
    event: dict[str, str] = {}
    async with client.stream("GET", "/facts/stream", headers=headers, params={"start": start}) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        async for line in answer.aiter_lines():
            if not line and "data" in event:
                events.append((event["id"], event["data"]))
                event = {}
                if len(events) == count:
                    break
            elif line and not line.startswith(":"):
                name, _, value = line.partition(":")
                event[name] = value.strip()
    return events
