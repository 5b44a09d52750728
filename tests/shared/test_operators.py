"""What an operator sees and does: status, dead entries, following a stream."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence

import pytest

from shared.broker import (
    Dead,
    Entry,
    FactwireBroker,
    dead_entries,
    dead_entry,
    drop,
    health,
    publish,
    replay,
    status,
    tail,
)
from shared.broker.wire import Client, fields_of
from shared.embedded import EmbeddedServer
from shared.errors import Rejected
from shared.messages import ArticleIngested, Message
from shared.settings import Settings
from tests.shared.moving import answer, answered, article, articles, consuming, publishing, put, settled, until


@contextlib.asynccontextmanager
async def with_one_dead(settings: Settings, redis: Client) -> AsyncIterator[tuple[FactwireBroker, Dead]]:
    """A running consumer and an article that it gave up."""
    broken = {**fields_of(article(1)), "data": '{"text": 5}'}
    await redis.xadd("articles", broken)
    async with consuming(settings) as broker:
        await until(lambda: settled(redis))
        (dead,) = await dead_entries(broker.client)
        yield broker, dead


async def test_a_mended_entry_is_replayed(settings: Settings, redis: Client) -> None:
    async with with_one_dead(settings, redis) as (broker, dead):
        assert dead.reason == "invalid"
        entry_id = await replay(broker.client, "articles", dead.id, data=article(1).model_dump_json())
        assert (await redis.xrange("articles"))[-1][0] == entry_id
        await until(lambda: settled(redis))
        assert not await dead_entries(broker.client)
    assert await answered(redis) == [article(1).article_id]


async def test_what_is_replayed_unmended_dies_again(settings: Settings, redis: Client) -> None:
    async with with_one_dead(settings, redis) as (broker, dead):
        await replay(broker.client, "articles", dead.id)
        await until(lambda: settled(redis))
        (again,) = await dead_entries(broker.client)
    assert again.id != dead.id
    assert (again.fields, again.reason) == (dead.fields, dead.reason), "nothing of its first death is left in it"


async def test_what_a_mended_service_can_take_is_replayed_as_it_was(settings: Settings, redis: Client) -> None:
    mended = False

    async def handler(entries: Sequence[Entry[ArticleIngested]]) -> Sequence[Message]:
        if not mended:
            raise Rejected("cannot read numbers yet")
        return await answer(entries)

    await put(settings, 1)
    async with consuming(settings, handler) as broker:
        await until(lambda: settled(redis))
        (dead,) = await dead_entries(broker.client, "articles")
        mended = True
        await replay(broker.client, "articles", dead.id)
        await until(lambda: settled(redis))
    assert await answered(redis) == [article(0).article_id]


async def test_a_dead_entry_is_shown_and_dropped(settings: Settings, redis: Client) -> None:
    async with with_one_dead(settings, redis) as (broker, dead):
        assert await dead_entry(broker.client, "articles", dead.id) == dead
        await drop(broker.client, "articles", dead.id)
        for act in (dead_entry, drop, replay):
            with pytest.raises(Rejected, match="no entry"):
                await act(broker.client, "articles", dead.id)
    assert await redis.xlen("articles.dead") == 0


async def test_dead_entries_come_in_pages(settings: Settings, redis: Client) -> None:
    for number in range(5):
        await redis.xadd("facts.dead", {"data": str(number), "dead_reason": "invalid"})
    async with publishing(settings) as broker:
        page = await dead_entries(broker.client, "facts", limit=3)
        rest = await dead_entries(broker.client, "facts", after=page[-1].id, limit=3)
    assert [entry.fields["data"] for entry in page + rest] == ["0", "1", "2", "3", "4"]


async def test_bytes_that_are_no_text_are_shown_escaped(settings: Settings, redis: Client) -> None:
    await redis.xadd("articles", {"type": ArticleIngested.TYPE, "data": b"\xff\xfe"})
    async with consuming(settings) as broker:
        await until(lambda: settled(redis))
        (dead,) = await dead_entries(broker.client)
    assert (dead.reason, dead.fields["data"]) == ("undecodable", r"\xff\xfe")


async def test_status_counts_what_waits(settings: Settings, redis: Client) -> None:
    async with publishing(settings) as broker:
        assert [(stream.name, stream.length) for stream in await status(broker.client)][:2] == [
            ("articles", 0),
            ("facts", 0),
        ]
    await put(settings, 5)
    async with consuming(settings) as broker:
        await until(lambda: settled(redis))
        await asyncio.sleep(0.05)
        await redis.xreadgroup("store", "stuck", {"articles": ">"}, count=2)
        found = {stream.name: stream for stream in await status(broker.client)}
        state = await health(broker)
    groups = {group.name: group for group in found["articles"].groups}
    assert found["articles"].length == found["facts"].length == 5
    assert (groups["extract"].lag, groups["extract"].pending, groups["extract"].oldest_pending) == (0, 0, 0)
    assert (groups["store"].lag, groups["store"].pending) == (3, 2)
    assert 0.04 < groups["store"].oldest_pending < 60
    assert (state.ok, state.lag, state.pending) == (True, 0, 0)


async def test_status_counts_also_where_the_server_lost_count(settings: Settings, redis: Client) -> None:
    ids = await put(settings, 6)
    await redis.xgroup_create("articles", "extract", id="0")
    await redis.xreadgroup("extract", "one", {"articles": ">"}, count=2)
    await redis.xdel("articles", ids[4])
    async with publishing(settings) as broker:
        (group,) = (await status(broker.client))[0].groups
    assert (group.lag, group.pending) == (3, 2)


async def collect(url: str, start: str, count: int) -> list[Entry[ArticleIngested]]:
    got = []
    async with asyncio.timeout(10), contextlib.aclosing(tail(url, ArticleIngested, start)) as entries:  # type: ignore[type-var]
        async for entry in entries:
            got.append(entry)
            if len(got) == count:
                break
    return got


async def test_a_stream_is_followed_and_resumed(settings: Settings, server: EmbeddedServer) -> None:
    ids = await put(settings, 4)
    first = await collect(server.url, "0", 2)
    rest = await collect(server.url, first[-1].id, 2)
    assert [entry.id for entry in first + rest] == ids
    assert [entry.message for entry in first + rest] == articles(4)


async def test_following_from_now_on_starts_now(settings: Settings, server: EmbeddedServer) -> None:
    await put(settings, 2)
    following = asyncio.create_task(collect(server.url, "$", 1))
    await asyncio.sleep(0.3)
    async with publishing(settings) as broker:
        await publish(broker, [article(7)])
    assert [entry.message for entry in await following] == [article(7)]


async def test_following_skips_what_cannot_be_read(settings: Settings, server: EmbeddedServer, redis: Client) -> None:
    await redis.xadd("articles", {"some": "garbage"})
    await put(settings, 1)
    assert [entry.message for entry in await collect(server.url, "0", 1)] == [article(0)]


async def test_following_outlives_the_server(settings: Settings, server: EmbeddedServer) -> None:
    await put(settings, 1)
    following = asyncio.create_task(collect(server.url, "0", 2))
    await asyncio.sleep(0.2)
    server.stop()
    await asyncio.sleep(0.3)
    server.start()
    async with publishing(settings) as broker:
        await publish(broker, [article(7)])
    assert [entry.message for entry in await following] == [article(0), article(7)]
