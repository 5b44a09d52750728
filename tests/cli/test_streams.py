"""The verbs that look at the streams: tail, status, dead, health."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from services.cli.worker import Worker
from shared.broker import make_broker, publish
from shared.embedded import EmbeddedServer
from shared.messages import FactsExtracted
from shared.settings import Settings
from tests.cli.conftest import Factwire
from tests.shared.moving import article, no_facts, put, until

RECORDED = Path(__file__).parents[1] / "shared" / "wire" / "factwire.facts.extracted.v1__0.1.0.json"


async def put_facts(settings: Settings, count: int) -> list[str]:
    """Publish the recorded facts as those of articles 0 to count - 1."""
    recorded = FactsExtracted.model_validate_json(RECORDED.read_text(encoding="utf-8"))
    messages = [recorded.model_copy(update={"article": no_facts(article(n)).article}) for n in range(count)]
    broker = make_broker(settings, service="test")
    await broker.connect()
    entries = await publish(broker, messages)
    await broker.stop()
    return entries


async def test_tail_goes_on_where_it_was_left(server: EmbeddedServer, settings: Settings, tmp_path: Path) -> None:
    first, second, third = await put_facts(settings, 3)
    environ = os.environ | {"FACTWIRE_REDIS_URL": server.url}
    command = [sys.executable, "-m", "services.cli", "tail", "--json", "--from"]

    async def lines(start: str, count: int) -> list[str]:
        tail = await asyncio.create_subprocess_exec(*command, start, stdout=subprocess.PIPE, env=environ)
        assert tail.stdout
        found = [json.loads(await asyncio.wait_for(tail.stdout.readline(), 20)) for _ in range(count)]
        tail.terminate()
        await tail.wait()
        return [line["entry"] for line in found]

    assert await lines("0", 3) == [first, second, third]
    assert await lines(first, 2) == [second, third]


@pytest.mark.parametrize("start", ["yesterday", "1-2-3", ""])
def test_tail_from_nowhere(online: Factwire, start: str) -> None:
    ended = online("tail", "--from", start)
    assert ended.code == 2
    assert "is no entry id" in ended.err
    assert len(ended.err.splitlines()) == 1


async def test_status_counts(online: Factwire, settings: Settings, redis: Any) -> None:
    await put(settings, 3)
    await redis.xgroup_create("articles", "extract", id="0")
    await redis.xreadgroup("extract", "someone", {"articles": ">"}, count=1)
    await redis.xadd("facts.dead", {"dead_reason": "invalid"})
    ended = await asyncio.to_thread(online, "status", "--json")
    assert (ended.code, ended.err) == (0, "")
    found = json.loads(ended.out)
    streams = {stream["name"]: stream for stream in found["streams"]}
    (group,) = streams["articles"]["groups"]
    assert (streams["articles"]["length"], group["lag"], group["pending"]) == (3, 2, 1)
    assert group["oldest_pending"] > 0
    assert streams["facts"]["dead"] == 1
    assert "there is none yet" in found["database"]["error"]
    shown = await asyncio.to_thread(online, "status")
    assert shown.code == 0
    assert "extract" in shown.out


async def test_status_survives_a_database_that_is_away(online: Factwire, settings: Settings) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"postgresql://u:secret@127.0.0.1:{free.getsockname()[1]}/d"
        ended = await asyncio.to_thread(lambda: online("status", database_url=url))
    assert ended.code == 0
    assert "secret" not in ended.out + ended.err
    assert "facts" in ended.out


async def kill_off(redis: Any, settings: Settings, count: int) -> list[str]:
    """Dead articles as the broker leaves them."""
    await put(settings, count)
    dead = []
    for entry, fields in await redis.xrange("articles"):
        why = {"dead_reason": "invalid", "dead_error": f"[no] {entry}", "dead_group": "extract", "dead_deliveries": 2}
        dead.append(await redis.xadd("articles.dead", fields | why | {"dead_id": entry, "dead_at": "2024-05-01"}))
        await redis.xdel("articles", entry)
    return dead


async def test_dead_entries_are_listed_shown_replayed_and_dropped(
    online: Factwire, redis: Any, settings: Settings, tmp_path: Path
) -> None:
    first, second, third, fourth = await kill_off(redis, settings, 4)

    listed = await asyncio.to_thread(online, "dead", "list", "--json", "--limit", "3")
    assert [json.loads(line)["id"] for line in listed.out.splitlines()] == [first, second, third]
    table = await asyncio.to_thread(online, "dead", "list", "articles")
    assert first in table.out
    assert "invalid" in table.out

    shown = json.loads((await asyncio.to_thread(online, "dead", "show", "articles", first)).out)
    assert shown["fields"]["data"]["text"] == article(0).text
    assert shown["deliveries"] == 2

    mended = tmp_path / "mended.json"
    mended.write_text(article(99).model_dump_json(), encoding="utf-8")
    replayed = await asyncio.to_thread(online, "dead", "replay", "articles", first, "--data", mended)
    assert replayed.code == 0, replayed.err
    ((_, fields),) = await redis.xrange("articles")
    assert json.loads(fields["data"])["text"] == article(99).text
    assert not [name for name in fields if name.startswith("dead_")]

    assert (await asyncio.to_thread(online, "dead", "drop", "articles", second)).code == 0
    assert [entry for entry, _ in await redis.xrange("articles.dead")] == [third, fourth]

    rest = await asyncio.to_thread(online, "dead", "replay", "articles", "--all")
    assert rest.out.count("is on articles again") == 2
    assert await redis.xlen("articles.dead") == 0
    assert await redis.xlen("articles") == 3
    assert "empty" in (await asyncio.to_thread(online, "dead", "list")).out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("replay", "articles"), "name entries or --all"),
        (("drop", "articles", "1-1", "--all"), "name entries or --all"),
        (("drop", "articles", "1-1"), "no entry 1-1 in articles.dead"),
        (("show", "articles", "no-id"), "is no entry id"),
        (("replay", "articles", "1-1", "--data", "missing.json"), "cannot read missing.json"),
        (("replay", "articles", "--all", "--data", "missing.json"), "--data mends one entry"),
    ],
)
def test_what_is_wrong_with_a_dead_verb_is_said(online: Factwire, arguments: tuple[str, ...], said: str) -> None:
    ended = online("dead", *arguments)
    assert ended.code == 2
    assert said in ended.err
    assert len(ended.err.splitlines()) == 1


async def test_health_of_extract_without_a_web_server(online: Factwire, server: EmbeddedServer, redis: Any) -> None:
    assert (await asyncio.to_thread(online, "health", "extract")).code == 1
    worker = Worker("services.extract", {"FACTWIRE_REDIS_URL": server.url}, when_hopeless=lambda: None)
    async with worker:

        async def asks() -> bool:
            return bool(await redis.exists("articles") and await redis.xinfo_consumers("articles", "extract"))

        await until(asks)
        ended = await asyncio.to_thread(online, "health", "extract")
    assert ended.code == 0, ended.out
    assert json.loads(ended.out)["seconds_since_it_asked_for_work"] < 10


def test_health_of_a_service_that_is_away(factwire: Factwire) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        ended = factwire("health", "ingest", port=str(free.getsockname()[1]))
    assert ended.code == 1
    assert "refused" in ended.out


@pytest.mark.parametrize("verb", [("tail",), ("status",), ("dead", "list")])
def test_without_any_server_it_is_said_what_to_do(factwire: Factwire, verb: tuple[str, ...]) -> None:
    ended = factwire(*verb)
    assert ended.code == 2
    assert "factwire up" in ended.err
    assert len(ended.err.splitlines()) == 1


def test_a_server_that_is_away(factwire: Factwire) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        ended = factwire("status", redis_url=f"redis://:hush@127.0.0.1:{free.getsockname()[1]}/0")
    assert ended.code == 2
    assert "no Redis at 127.0.0.1" in ended.err
    assert "hush" not in ended.err
    assert len(ended.err.splitlines()) == 1
