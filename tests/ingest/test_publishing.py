"""Articles go to Redis in transactions of bounded size: one sync of its disk each, however many there are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from redis.asyncio import Redis

from services.ingest.publishing import publisher
from shared.broker import Prepared, make_broker
from shared.embedded import EmbeddedServer
from shared.messages import ArticleIngested
from tests.ingest.conftest import quick


@pytest.mark.parametrize(
    ("lengths", "transactions"),
    [  # what is alone in its turn needs no transaction
        ([10], 0),
        ([10] * 500, 1),
        ([10] * 1_001, 2),
        ([3_000_000, 10, 2_000_000, 3_000_000, 9_000_000], 1),
    ],
)
async def test_so_many_at_once(
    server: EmbeddedServer, redis: Redis, tmp_path: Path, lengths: list[int], transactions: int
) -> None:
    broker = make_broker(quick(server, tmp_path), service="test", produces=(ArticleIngested,))
    await broker.connect()
    messages = [Prepared(str(n), str(n), f"{n:-<{length}}".encode()) for n, length in enumerate(lengths)]
    await redis.config_resetstat()
    entries = await publisher(broker)(messages, None)
    stats = await redis.info("commandstats")
    await broker.stop()
    assert stats.get("cmdstat_exec", {"calls": 0})["calls"] == transactions
    written: Any = await redis.xrange("articles")
    assert [entry.decode() if isinstance(entry, bytes) else entry for entry, _ in written] == entries
    assert stats["cmdstat_xadd"]["calls"] == len(messages)


async def test_nothing_is_nothing(server: EmbeddedServer, redis: Redis, tmp_path: Path) -> None:
    broker = make_broker(quick(server, tmp_path), service="test", produces=(ArticleIngested,))
    await broker.connect()
    assert await publisher(broker)([], None) == []
    await broker.stop()
    assert await redis.xlen("articles") == 0
