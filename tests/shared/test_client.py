"""The broker's connection, and that FastStream's own tools keep working with it."""

from __future__ import annotations

import asyncio
import json
import shutil
import time
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from faststream import FastStream
from faststream.redis import TestRedisBroker
from faststream.redis.opentelemetry import RedisTelemetryMiddleware
from faststream.redis.prometheus import RedisPrometheusMiddleware
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from prometheus_client import CollectorRegistry

from shared.broker import Entry, consume, health, make_broker, publish, wait_for_redis
from shared.broker.client import FactwireBroker
from shared.broker.wire import Client
from shared.embedded import EmbeddedServer
from shared.errors import Misconfigured, Rejected, Unavailable
from shared.messages import ArticleIngested, FactsExtracted, Message
from shared.settings import Settings
from tests.shared.moving import TRACE, answer, article, articles, consuming, no_facts, publishing, put, settled, until

NOBODY = "redis://127.0.0.1:1/0"  # a port where nothing listens


def at(url: str) -> Settings:
    return Settings.model_validate({"redis_url": url})


def test_a_server_must_be_named() -> None:
    with pytest.raises(Misconfigured, match="FACTWIRE_REDIS_URL is not set"):
        make_broker(Settings.model_validate({}), service="test")
    with pytest.raises(Misconfigured, match="FACTWIRE_REDIS_URL"):
        make_broker(at("http://example.org"), service="test")


async def test_publishing_tells_the_entries_ids(settings: Settings, redis: Client) -> None:
    ids = await put(settings, 3)
    assert ids == [entry_id for entry_id, _ in await redis.xrange("articles")]
    async with publishing(settings) as broker:
        assert await publish(broker, []) == []


async def test_publishing_fails_when_nobody_takes_it() -> None:
    async with publishing(at(NOBODY)) as broker:
        with pytest.raises(Unavailable, match="send them again later"):
            await publish(broker, articles(1))
        state = await health(broker)
    assert (state.redis, state.ok) == (False, False)


async def test_publishing_rides_out_a_short_outage(settings: Settings, server: EmbeddedServer, redis: Client) -> None:
    async with publishing(settings) as broker:
        await publish(broker, articles(1))
        server.stop()
        sending = asyncio.create_task(publish(broker, [article(1)]))
        await asyncio.sleep(0.15)
        server.start()
        await sending
    assert await redis.xlen("articles") == 2


async def test_a_service_waits_for_its_server(
    settings: Settings, server: EmbeddedServer, redis: Client, logged: Callable[[], list[dict[str, Any]]]
) -> None:
    server.stop()
    broker = make_broker(settings, service="test")
    consume(broker, ArticleIngested, answer, group="extract", settings=settings)
    starting = asyncio.create_task(broker.start())

    async def told() -> bool:
        return bool(logged())

    await until(told)
    assert not starting.done()
    server.start()
    await starting
    await put(settings, 1)
    await until(lambda: settled(redis))
    await broker.stop()
    (waiting,) = [line for line in logged() if line["event"] == "waiting for Redis"]
    assert waiting["address"] == f"127.0.0.1:{server.port}"
    assert "FACTWIRE_REDIS_URL" in waiting["hint"]


async def test_waiting_can_end() -> None:
    broker = make_broker(at(NOBODY), service="test")
    with pytest.raises(TimeoutError, match=r"no Redis at 127\.0\.0\.1:1"):
        await wait_for_redis(broker, timeout=0.3)
    await broker.stop()


async def test_a_wrong_password_is_said_at_once(server: EmbeddedServer, redis: Client) -> None:
    await redis.config_set("requirepass", "right")
    try:
        for url in (f"redis://:wrong@127.0.0.1:{server.port}", server.url):
            broker = make_broker(at(url), service="test")
            begun = time.monotonic()
            with pytest.raises(Misconfigured, match="FACTWIRE_REDIS_URL") as caught:
                await wait_for_redis(broker)
            assert time.monotonic() - begun < 5
            assert "wrong@" not in str(caught.value)
            await broker.stop()
    finally:
        await redis.config_set("requirepass", "")


async def test_a_key_of_another_kind_is_said(settings: Settings, redis: Client) -> None:
    await redis.set("articles", "somebody else's")
    broker = make_broker(settings, service="test")
    with pytest.raises(Misconfigured, match="articles in Redis is not a stream"):
        await broker.start()
    await broker.stop()


async def test_reading_goes_on_after_the_server_was_killed(
    settings: Settings, server: EmbeddedServer, redis: Client
) -> None:
    async with consuming(settings) as broker:
        await put(settings, 2)
        await until(lambda: settled(redis))
        server.stop()
        await asyncio.sleep(0.5)
        assert not (await health(broker)).ok
        server.start()
        await put(settings, 3)
        await until(lambda: settled(redis))
        assert (await health(broker)).ok
    assert await redis.xlen("facts") == 5


async def test_reading_goes_on_on_an_empty_server_in_its_place(
    settings: Settings, server: EmbeddedServer, redis: Client
) -> None:
    async with consuming(settings) as broker:
        await put(settings, 2)
        await until(lambda: settled(redis))
        server.stop()
        shutil.rmtree(server.dir / "appendonlydir")
        server.start()
        await put(settings, 3)
        await until(lambda: settled(redis))
        assert (await health(broker)).ok
    assert await redis.xlen("facts") == 3


async def test_a_stopped_broker_can_start_again(settings: Settings, redis: Client) -> None:
    broker = make_broker(settings, service="test")
    consume(broker, ArticleIngested, answer, group="extract", settings=settings)
    for round_ in (1, 2):
        await broker.start()
        await put(settings, 2)
        await until(lambda: settled(redis))
        await broker.stop()
        assert await redis.xlen("facts") == 2 * round_


async def test_the_asyncapi_document_has_the_messages(settings: Settings) -> None:
    broker = make_broker(settings, service="extract", produces=(FactsExtracted,))
    consume(broker, ArticleIngested, answer, group="extract", settings=settings)
    document = json.loads(FastStream(broker).schema.to_specification().to_json())
    assert {channel["address"] for channel in document["channels"].values()} == {"articles", "facts"}
    schemas = document["components"]["schemas"]
    assert schemas["ArticleIngested"]["properties"]["text"]["type"] == "string"
    assert schemas["FactsExtracted"]["properties"]["facts"]["type"] == "array"
    assert {o["action"] for o in document["operations"].values()} == {"receive", "send"}


async def test_faststreams_test_broker_runs_a_handler_without_a_server() -> None:
    settings = at(NOBODY)
    broker = make_broker(settings, service="test")
    seen: list[ArticleIngested] = []
    got: list[FactsExtracted] = []

    async def extract(entries: Sequence[Entry[ArticleIngested]]) -> Sequence[Message]:
        seen.extend(entry.message for entry in entries)
        if entries[0].message == article(9):
            raise Rejected("not this one")
        return [no_facts(entry.message) for entry in entries]

    async def store(entries: Sequence[Entry[FactsExtracted]]) -> Sequence[Message]:
        got.extend(entry.message for entry in entries)
        return ()

    consume(broker, ArticleIngested, extract, group="extract", settings=settings)
    consume(broker, FactsExtracted, store, group="store", settings=settings)
    async with TestRedisBroker(broker):
        await publish(broker, articles(2), traceparent=TRACE)
        with pytest.raises(Rejected, match="not this one"):
            await publish(broker, [article(9)])
    assert seen == [*articles(2), article(9)]
    assert got == [no_facts(message) for message in articles(2)]


async def test_middlewares_see_what_comes_in_and_goes_out(settings: Settings, redis: Client) -> None:
    registry, spans = CollectorRegistry(), InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(spans))
    broker: FactwireBroker = make_broker(settings, service="test")
    broker.add_middleware(RedisPrometheusMiddleware(registry=registry, metrics_prefix="factwire"))
    broker.add_middleware(RedisTelemetryMiddleware(tracer_provider=provider))
    consume(broker, ArticleIngested, answer, group="extract", settings=settings)
    await put(settings, 3, traceparent=TRACE)
    await redis.xadd("articles", {"some": "garbage"})
    await broker.start()
    await until(lambda: settled(redis))
    await broker.stop()
    provider.shutdown()
    received = {"app_name": "factwire", "broker": "redis", "handler": "articles"}
    assert registry.get_sample_value("factwire_received_messages_total", received) == 4
    published = {"app_name": "factwire", "broker": "redis", "destination": "facts", "status": "success"}
    assert registry.get_sample_value("factwire_published_messages_total", published) == 3
    for _, fields in await redis.xrange("facts"):
        assert fields["traceparent"][3:35] == TRACE[3:35], "the article's trace"
        assert fields["traceparent"] != TRACE, "with a span of our own"
    assert {span.name for span in spans.get_finished_spans()} >= {"articles process", "facts publish"}
    assert await redis.xlen("articles.dead") == 1
