"""Messages and waiting for the tests of what moves."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import hashlib
import time
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import Any

from shared.broker import Entry, FactwireBroker, Handler, consume, make_broker, publish
from shared.broker.wire import Client
from shared.messages import ArticleIngested, ArticleReference, Extractor, FactsExtracted, Message, Source, article_id
from shared.settings import Settings

THEN = dt.datetime(2024, 5, 1, 12, tzinfo=dt.UTC)
TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
Batch = Sequence[Entry[ArticleIngested]]
EXTRACTOR = Extractor(name="test", version="1", lexicon="none")


def article(number: int) -> ArticleIngested:
    """An article of its own for each number."""
    text = f"The plant in Zürich made {number} tons of cable."
    return ArticleIngested(
        article_id=article_id(text),
        text=text,
        source=Source(door="http", name="test", received_at=THEN),
        content_sha256=hashlib.sha256(text.encode()).hexdigest(),
    )


def articles(count: int) -> list[ArticleIngested]:
    """Articles 0 to count - 1."""
    return [article(number) for number in range(count)]


def no_facts(message: ArticleIngested) -> FactsExtracted:
    """The answer of an extractor that finds nothing."""
    reference = ArticleReference(id=message.article_id, source=message.source)
    return FactsExtracted(article=reference, extractor=EXTRACTOR, extracted_at=THEN, facts=())


async def answer(entries: Sequence[Entry[ArticleIngested]]) -> list[FactsExtracted]:
    """A handler that works."""
    return [no_facts(entry.message) for entry in entries]


@contextlib.asynccontextmanager
async def consuming(
    settings: Settings, handler: Handler[ArticleIngested] = answer, *, group: str = "extract"
) -> AsyncIterator[FactwireBroker]:
    """A started broker that reads articles."""
    broker = make_broker(settings, service="test")
    consume(broker, ArticleIngested, handler, group=group, settings=settings)
    await broker.start()
    try:
        yield broker
    finally:
        await broker.stop()


@contextlib.asynccontextmanager
async def publishing(settings: Settings) -> AsyncIterator[FactwireBroker]:
    """A broker that only publishes."""
    broker = make_broker(settings, service="test")
    await broker.connect()
    try:
        yield broker
    finally:
        await broker.stop()


async def put(settings: Settings, count: int, traceparent: str | None = None) -> list[str]:
    """Publish articles 0 to count - 1."""
    async with publishing(settings) as broker:
        return await publish(broker, articles(count), traceparent=traceparent)


async def until(condition: Callable[[], Awaitable[Any]], *, seconds: float = 15.0) -> None:
    """Wait until the condition holds; fail after so many seconds."""
    deadline = time.monotonic() + seconds
    while not await condition():
        assert time.monotonic() < deadline, "it did not come about in time"
        await asyncio.sleep(0.02)


async def answered(redis: Any) -> list[uuid.UUID]:
    """The articles on the facts stream, in order, with repetitions."""
    return [uuid.UUID(fields["subject"]) for _, fields in await redis.xrange("facts")]


async def pending(redis: Any, group: str = "extract", stream: str = "articles") -> int:
    """Entries delivered and not acknowledged."""
    return int((await redis.xpending(stream, group))["pending"])


async def settled(redis: Any, group: str = "extract", stream: str = "articles") -> bool:
    """Whether the group has taken everything and acknowledged it."""
    found = {row["name"]: row for row in await redis.xinfo_groups(stream)}
    last = (await redis.xinfo_stream(stream))["last-generated-id"]
    return group in found and found[group]["pending"] == 0 and found[group]["last-delivered-id"] == last


class Seen:
    """A handler that remembers its batches and does what it is told with an article before it answers."""

    def __init__(self, at: Callable[[Entry[ArticleIngested]], Any] = lambda entry: None) -> None:
        self.batches: list[list[Entry[ArticleIngested]]] = []
        self.at = at

    async def __call__(self, entries: Batch) -> Sequence[Message]:
        self.batches.append(list(entries))
        for entry in entries:
            if (doing := self.at(entry)) is not None:
                await doing
        return await answer(entries)

    @property
    def times(self) -> Counter[str]:
        """How often each entry was handed out."""
        return Counter(entry.id for batch in self.batches for entry in batch)


def with_(settings: Settings, **changes: object) -> Settings:
    return settings.model_copy(update=changes)


async def strand(redis: Client, settings: Settings, *, consumer: str, count: int = 100) -> None:
    """Have a worker take entries and die."""
    for group in ("extract", "store"):
        await redis.xgroup_create("articles", group, id="0", mkstream=True)
    assert await redis.xreadgroup("extract", consumer, {"articles": ">"}, count=count)


async def delivered(redis: Client, ids: list[str], times: int) -> None:
    """Have entries look as if they had been given out so many times."""
    for entry_id in ids:
        await redis.execute_command(
            "XCLAIM", "articles", "extract", "killed", 0, entry_id, "RETRYCOUNT", times - 1, "IDLE", 600_000
        )
