"""What every test may use: a real server, emptied before each test."""

from __future__ import annotations

import io
import json
import logging
import os
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import structlog
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import ConstantBackoff

from shared import embedded, logs
from shared.embedded import EmbeddedServer
from shared.settings import Settings


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long ones first, so that of the workers none is left with them at the end; what waits for others last."""
    ranks = ("last", "kill", "system")
    items.sort(key=lambda item: [(item.get_closest_marker(rank) is None) != (rank == "last") for rank in ranks])


@pytest.fixture(scope="session")
def _server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedServer]:
    if other := os.environ.get("FACTWIRE_TEST_SERVER"):  # the program of another server, to run all tests on
        embedded.server_binary = lambda: Path(other)
    with EmbeddedServer(tmp_path_factory.mktemp("server")) as server:
        yield server


@pytest.fixture
async def server(_server: EmbeddedServer) -> AsyncIterator[EmbeddedServer]:
    """A real Redis-compatible server, empty; `.url`. It may be killed: the next test finds it up again."""
    _server.start()
    client = Redis.from_url(_server.url)
    await client.flushall()
    await client.aclose()
    yield _server
    _server.start()


@pytest.fixture
async def redis(server: EmbeddedServer) -> AsyncIterator[Redis]:
    """A client of that server; answers are str."""
    client = Redis.from_url(
        server.url,
        decode_responses=True,
        encoding_errors="backslashreplace",
        retry=Retry(ConstantBackoff(0.1), 50),  # a server that a test killed comes back
    )
    yield client
    await client.aclose()


@pytest.fixture
def logged() -> Iterator[Callable[[], list[dict[str, Any]]]]:
    """What was logged so far, as a service logs it: one dict a line."""
    root = logging.getLogger()
    level, others = root.level, root.handlers[:]
    logs.configure("info", "json", service="test")
    (handler,) = root.handlers
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(written := io.StringIO())
    for other in others:
        root.addHandler(other)  # pytest's, which takes away what it added
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    root.removeHandler(handler)
    root.setLevel(level)
    structlog.contextvars.clear_contextvars()


@pytest.fixture
def settings(server: EmbeddedServer) -> Settings:
    """Settings for that server with pauses short enough for tests."""
    return Settings.model_validate({"redis_url": server.url, "claim_after": 0.5, "retry_pause": 0.05})
