"""Running until told to stop."""

from __future__ import annotations

import asyncio

import pytest

from shared.broker import consume, make_broker, run
from shared.broker.wire import Client
from shared.errors import Misconfigured
from shared.messages import ArticleIngested
from shared.settings import Settings
from tests.shared.moving import answer, put, settled, until


async def test_it_runs_until_told_to_stop(settings: Settings, redis: Client) -> None:
    stop = asyncio.Event()
    broker = make_broker(settings, service="test")
    consume(broker, ArticleIngested, answer, group="extract", settings=settings)
    running = asyncio.create_task(run(broker, stop=stop))
    await put(settings, 3)
    await until(lambda: settled(redis))
    stop.set()
    await running
    assert not broker.running


async def test_what_keeps_it_from_starting_is_raised(settings: Settings, redis: Client) -> None:
    await redis.set("articles", "somebody else's")
    with pytest.raises(Misconfigured, match="not a stream"):
        await run(make_broker(settings, service="test"))
