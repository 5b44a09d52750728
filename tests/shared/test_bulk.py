"""Prepared messages in bulk: the same entries as one by one, all or none, and the same word when it fails."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from faststream.redis.prometheus import RedisPrometheusMiddleware
from prometheus_client import CollectorRegistry

from shared.broker import Prepared, publish, publish_prepared
from shared.broker.wire import Client
from shared.embedded import EmbeddedServer
from shared.errors import Unavailable
from shared.messages import ArticleIngested
from shared.settings import Settings
from tests.shared.moving import TRACE, article, articles, publishing


def prepared(messages: Sequence[ArticleIngested]) -> list[Prepared]:
    return [Prepared(str(m.message_id), str(m.subject), m.model_dump_json().encode()) for m in messages]


def timeless(entries: Sequence[tuple[str, dict[str, str]]]) -> list[dict[str, str]]:
    """The fields of entries, in their order, with the times blotted out."""
    return [{name: "" if name == "time" else value for name, value in fields.items()} for _, fields in entries]


@pytest.mark.parametrize("count", [1, 2, 700])
@pytest.mark.parametrize("trace", [None, TRACE])
async def test_the_entries_are_those_of_publish(settings: Settings, redis: Client, count: int, trace: str) -> None:
    async with publishing(settings) as broker:
        await publish(broker, articles(count), traceparent=trace)
        expected = timeless(await redis.xrange("articles"))
        await redis.delete("articles")
        ids = await publish_prepared(broker, ArticleIngested, prepared(articles(count)), traceparent=trace)
    entries = await redis.xrange("articles")
    assert [entry_id for entry_id, _ in entries] == ids
    assert timeless(entries) == expected
    assert [list(fields) for _, fields in entries] == [list(fields) for fields in expected]
    assert all(fields["time"].endswith("Z") for _, fields in entries)


async def test_middlewares_see_them(settings: Settings, redis: Client) -> None:
    registry = CollectorRegistry()
    async with publishing(settings) as broker:
        broker.add_middleware(RedisPrometheusMiddleware(registry=registry))
        ids = await publish_prepared(broker, ArticleIngested, prepared(articles(3)), traceparent=TRACE)
    entries = await redis.xrange("articles")
    assert [entry_id for entry_id, _ in entries] == ids
    assert {fields["traceparent"] for _, fields in entries} == {TRACE}
    counted = registry.get_sample_value(
        "faststream_published_messages_total",
        {"app_name": "faststream", "broker": "redis", "destination": "articles", "status": "success"},
    )
    assert counted == 3


async def test_nothing_is_nothing(settings: Settings) -> None:
    async with publishing(settings) as broker:
        assert await publish_prepared(broker, ArticleIngested, []) == []


async def test_nobody_there() -> None:
    async with publishing(Settings.model_validate({"redis_url": "redis://127.0.0.1:1/0"})) as broker:
        with pytest.raises(Unavailable, match="send them again later"):
            await publish_prepared(broker, ArticleIngested, prepared(articles(2)))


async def test_a_short_outage_is_ridden_out(settings: Settings, server: EmbeddedServer, redis: Client) -> None:
    async with publishing(settings) as broker:
        await publish_prepared(broker, ArticleIngested, prepared(articles(2)))
        server.stop()
        sending = asyncio.create_task(publish_prepared(broker, ArticleIngested, prepared([article(2), article(3)])))
        await asyncio.sleep(0.15)
        server.start()
        await sending
    assert await redis.xlen("articles") == 4


@pytest.mark.parametrize("count", [1, 3])
async def test_a_full_server_takes_none_and_the_next_go_on(settings: Settings, redis: Client, count: int) -> None:
    async with publishing(settings) as broker:
        await redis.config_set("maxmemory", "1")
        try:
            with pytest.raises(Unavailable, match="maxmemory"):
                await publish_prepared(broker, ArticleIngested, prepared(articles(count)))
        finally:
            await redis.config_set("maxmemory", "0")
        assert await redis.xlen("articles") == 0
        await publish_prepared(broker, ArticleIngested, prepared(articles(count)))
    assert await redis.xlen("articles") == count


@pytest.mark.parametrize("count", [1, 3])
async def test_a_key_of_another_kind(settings: Settings, redis: Client, count: int) -> None:
    async with publishing(settings) as broker:
        await redis.set("articles", "somebody else's")
        with pytest.raises(Unavailable, match="WRONGTYPE"):
            await publish_prepared(broker, ArticleIngested, prepared(articles(count)))
        await redis.delete("articles")
        ids = await publish_prepared(broker, ArticleIngested, prepared(articles(count)))
    assert len(ids) == count


async def test_one_that_is_given_up_leaves_no_answers_to_the_next(settings: Settings, redis: Client) -> None:
    async with publishing(settings) as broker:
        await publish_prepared(broker, ArticleIngested, prepared(articles(1)))
        await redis.client_pause(300)
        sending: asyncio.Task[Any] = asyncio.create_task(
            publish_prepared(broker, ArticleIngested, prepared([article(1), article(2)]))
        )
        await asyncio.sleep(0.1)
        sending.cancel()
        with pytest.raises(asyncio.CancelledError):
            await sending
        ids = await publish_prepared(broker, ArticleIngested, prepared([article(3), article(4), article(5)]))
    entries = {entry_id: fields["subject"] for entry_id, fields in await redis.xrange("articles")}
    assert [entries[entry_id] for entry_id in ids] == [str(article(n).subject) for n in (3, 4, 5)]
