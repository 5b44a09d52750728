"""What every test may use: a real server, emptied before each test."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
from redis.asyncio import Redis

from shared.embedded import EmbeddedServer
from shared.settings import Settings


@pytest.fixture(scope="session")
def _server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedServer]:
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
    client = Redis.from_url(server.url, decode_responses=True)
    yield client
    await client.aclose()


@pytest.fixture
def settings(server: EmbeddedServer) -> Settings:
    """Settings for that server with pauses short enough for tests."""
    return Settings.model_validate({"redis_url": server.url, "claim_after": 0.5, "retry_pause": 0.05})
