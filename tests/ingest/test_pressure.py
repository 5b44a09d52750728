"""Posts that are told to come later, refused posts in the books, and who may listen where."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from redis.asyncio import Redis

from services.ingest.app import make_app, running
from services.ingest.pressure import Held
from services.ingest.problems import Problem
from services.ingest.service import Ingest
from services.ingest.settings import IngestSettings
from shared.embedded import EmbeddedServer
from shared.errors import Misconfigured
from tests.ingest.conftest import ARTICLE, Process, factwire, quick, until


def at_work(settings: IngestSettings) -> tuple[FastAPI, httpx.AsyncClient]:
    app = make_app(settings)
    return app, httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://ingest")


def rows(settings: IngestSettings) -> dict[str, int]:
    report = json.loads(factwire(settings, "ledger", "--json").stdout)
    return {row["outcome"]: row["arrivals"] for row in report["rows"]}


async def test_a_long_backlog_refuses_posts_until_it_is_read(
    server: EmbeddedServer, redis: Redis, tmp_path: Path
) -> None:
    settings = quick(server, tmp_path, max_backlog=3)
    app, client = at_work(settings)
    async with running(settings, app) as ingest, client:
        texts = [f"The mill number {n} employs 240 people." for n in range(4)]
        assert [(await client.post("/articles", json={"text": text})).status_code for text in texts] == [202] * 4
        await until(lambda: ingest.backlog.unread == 4)
        refused = await client.post("/articles", json={"text": ARTICLE})
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "30")
        assert "4 articles wait" in refused.json()["detail"]
        (ingest.inbox.root / "waits.txt").write_text(ARTICLE)  # files wait where they are
        await asyncio.sleep(1)
        assert (ingest.inbox.root / "waits.txt").exists()
        ready = await client.get("/readyz")
        paused = "4 articles wait to be extracted, and at most 3 may"
        assert (ready.status_code, ready.json()["inbox"]["paused"]) == (200, paused)
        told = await asyncio.to_thread(factwire, settings, "status", "--json")
        assert json.loads(told.stdout)["ingest"] == {"unread": 4, "max_backlog": 3, "paused": paused}
        shown = await asyncio.to_thread(factwire, settings, "status")
        assert paused in " ".join(shown.stdout.split())
        await redis.xreadgroup("extract", "worker", {"articles": ">"})
        await until(lambda: ingest.backlog.unread == 0)
        await until(lambda: not (ingest.inbox.root / "waits.txt").exists())
        assert (await client.get("/readyz")).json()["inbox"]["paused"] is None
        told = await asyncio.to_thread(factwire, settings, "status", "--json")
        assert json.loads(told.stdout)["ingest"]["paused"] is None
        assert (await client.post("/articles", json={"text": ARTICLE + "!"})).status_code == 202
    assert rows(settings)["refused: unavailable"] == 1


async def test_no_more_bytes_are_held_than_there_is_room_for(server: EmbeddedServer, tmp_path: Path) -> None:
    settings = quick(server, tmp_path, max_held_bytes=1_000)
    app, client = at_work(settings)
    async with running(settings, app) as ingest, client:
        going, gone = asyncio.Event(), asyncio.Event()

        async def slowly() -> AsyncIterator[bytes]:
            yield b"x" * 600
            going.set()
            await gone.wait()

        slow = asyncio.create_task(client.post("/articles", content=slowly(), headers={"content-type": "text/plain"}))
        await going.wait()
        await until(lambda: ingest.held.bytes == 600)
        refused = await client.post("/articles", json={"text": "y" * 600})
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "2")
        assert (await client.post("/articles", json={"text": ARTICLE})).status_code == 202
        gone.set()
        assert (await slow).status_code == 202
        assert ingest.held.bytes == 0
        assert (await client.post("/articles", json={"text": "y" * 600})).status_code == 202


def test_a_share_is_given_back_whatever_happens() -> None:
    held = Held(100)
    with held.share() as share:
        share.add(60)
        with pytest.raises(Problem):
            share.add(60)
        assert held.bytes == 60
    assert held.bytes == 0


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1"])
async def test_nothing_opens_to_others_by_itself(server: EmbeddedServer, tmp_path: Path, host: str) -> None:
    with pytest.raises(Misconfigured, match="whoever reaches it") as error:
        async with running(quick(server, tmp_path, host=host), FastAPI()):
            pass
    assert "FACTWIRE_OPEN_WITHOUT_KEYS" in error.value.hint
    given: list[dict[str, Any]] = [{"open_without_keys": True}, {"api_keys": f"desk write {'0' * 64}"}]
    for more in given:
        async with running(quick(server, tmp_path, host=host, **more), FastAPI()) as ingest:
            assert isinstance(ingest, Ingest)


def test_the_process_says_so_in_one_line(server: EmbeddedServer, tmp_path: Path) -> None:
    env = os.environ | {"FACTWIRE_REDIS_URL": server.url, "FACTWIRE_HOST": "0.0.0.0", "FACTWIRE_PORT": "0"}
    env |= {"FACTWIRE_DATA_DIR": str(tmp_path / "data"), "FACTWIRE_INBOX": str(tmp_path / "inbox")}
    command = [sys.executable, "-m", "services.ingest"]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=30, check=False)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "FACTWIRE_API_KEYS_FILE" in done.stderr


async def test_refused_posts_are_in_the_books(server: EmbeddedServer, redis: Redis, tmp_path: Path) -> None:
    process = Process(quick(server, tmp_path, max_article_bytes=2_000, api_keys=f"desk write {'0' * 64}"))
    await asyncio.to_thread(process.start)
    try:
        async with httpx.AsyncClient(base_url=process.url) as client:
            for _ in range(200):
                assert (await client.post("/articles", json={"text": ARTICLE})).status_code == 401
        await asyncio.sleep(1.5)
    finally:
        process.kill()  # what was counted is written every second
    assert rows(process.settings) == {"refused: unauthorized": 200}
    open_settings = quick(server, tmp_path, max_article_bytes=2_000)
    app, client = at_work(open_settings)
    async with running(open_settings, app), client:
        assert (await client.post("/articles", json={"text": "x" * 3_000})).status_code == 413
        assert (await client.post("/articles", json={"body": ARTICLE})).status_code == 422
        assert (
            await client.post("/articles", content=b"\0\0", headers={"content-type": "text/plain"})
        ).status_code == 422
        assert (await client.get("/articles/x/status")).status_code == 422  # was nothing handed in
    told = {"unauthorized": 200, "too-large": 1, "invalid": 1, "rejected": 1}
    assert rows(open_settings) == {f"refused: {kind}": count for kind, count in told.items()}
    assert factwire(open_settings, "ledger").returncode == 0
    assert await redis.xlen("articles") == 0
