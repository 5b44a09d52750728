"""extract as a service: what it logs, how it starts and how it ends."""

from __future__ import annotations

import asyncio
import json
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from services.extract.app import make, make_app
from services.extract.settings import ExtractSettings
from shared.broker.wire import Client
from shared.embedded import EmbeddedServer
from shared.settings import Settings
from tests.shared.moving import TRACE, answered, articles, pending, put, settled, until

ROOT = Path(__file__).parents[2]


def start(**environ: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "services.extract"], cwd=ROOT, env=environ, stderr=subprocess.PIPE, text=True
    )


async def test_every_line_about_an_article_names_it(
    settings: Settings, redis: Client, logged: Callable[[], list[dict[str, Any]]]
) -> None:
    await put(settings, 2, traceparent=TRACE)
    broker = make(ExtractSettings.model_validate(settings.model_dump()))
    await broker.start()
    await until(lambda: settled(redis))
    await broker.stop()
    lines = [line for line in logged() if line["event"] == "extracted"]
    assert {(line["article_id"], line["message_id"], line["trace_id"]) for line in lines} == {
        (str(message.article_id), str(message.message_id), TRACE[3:35]) for message in articles(2)
    }


def test_the_asyncapi_document_is_made_without_a_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACTWIRE_REDIS_URL", "redis://user:secret@nowhere.invalid:6379/0")
    document = make_app().schema.to_specification().to_json()
    assert {channel["address"] for channel in json.loads(document)["channels"].values()} == {"articles", "facts"}
    assert "secret" not in document


@pytest.mark.system
@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({}, "extract: FACTWIRE_REDIS_URL is not set"),
        ({"FACTWIRE_REDIS_URL": "nonsense"}, "extract: FACTWIRE_REDIS_URL"),
        ({"FACTWIRE_BATCH": "many", "FACTWIRE_REDIS_URL": "redis://localhost"}, "extract: FACTWIRE_BATCH"),
    ],
)
def test_a_wrong_setting_ends_in_one_line(environ: dict[str, str], said: str) -> None:
    with start(**environ) as process:
        _, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert err.startswith(said)
    assert len(err.splitlines()) == 1


@pytest.mark.system
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_ends_it_with_nothing_left_in_hand(
    settings: Settings, server: EmbeddedServer, redis: Client, number: signal.Signals
) -> None:
    await put(settings, 200)
    with start(FACTWIRE_REDIS_URL=server.url, FACTWIRE_BATCH="5") as process:
        await until(lambda: redis.xlen("facts"), seconds=60)
        process.send_signal(number)
        _, err = await asyncio.to_thread(process.communicate, timeout=60)
    assert process.returncode == 0, err
    assert await pending(redis) == 0
    done = await answered(redis)
    assert done == [message.article_id for message in articles(len(done))]


@pytest.mark.system
async def test_a_signal_ends_it_also_while_it_waits_for_redis() -> None:
    with start(FACTWIRE_REDIS_URL="redis://127.0.0.1:1", FACTWIRE_LOG_FORMAT="json") as process:
        assert process.stderr is not None
        assert json.loads(await asyncio.to_thread(process.stderr.readline))["event"] == "waiting for Redis"
        process.send_signal(signal.SIGTERM)
        await asyncio.to_thread(process.communicate, timeout=20)
    assert process.returncode == 0
