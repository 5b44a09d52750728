"""What fails, for a while or for ever, on a real server: tried again, given up, delaying nobody."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections import Counter
from collections.abc import Sequence

import pytest

from shared.broker import Entry, dead_entries, health, publish
from shared.broker.wire import Client, fields_of
from shared.errors import Rejected, Unavailable
from shared.messages import ArticleIngested, Message
from shared.settings import Settings
from tests.shared.moving import (
    TRACE,
    Batch,
    Seen,
    answer,
    answered,
    article,
    articles,
    consuming,
    pending,
    put,
    settled,
    until,
    with_,
)


async def test_nothing_is_acknowledged_while_results_are_refused(settings: Settings, redis: Client) -> None:
    """A full server takes no additions but would take acknowledgements."""
    seen = Seen()
    await put(settings, 2)
    async with consuming(settings, seen) as broker:
        await until(lambda: settled(redis))
        await redis.config_set("maxmemory", "1")
        try:
            await redis.execute_command("XGROUP", "SETID", "articles", "extract", "0")  # read them again
            await until(lambda: asyncio.sleep(0, len(seen.batches) == 2))
            await asyncio.sleep(0.3)
            assert (await health(broker)).pending == 2
            assert await redis.xlen("facts") == 2
        finally:
            await redis.config_set("maxmemory", "0")
        await until(lambda: settled(redis))
    assert len(seen.batches) == 2, "the handler's answer was kept"
    assert await redis.xlen("facts") == 4


async def test_unreadable_entries_are_sorted_out_at_once(settings: Settings, redis: Client) -> None:
    good = fields_of(article(0), TRACE)
    bad: dict[str, dict[str, str]] = {
        "undecodable": {**good, "data": "{garbage"},
        "unknown_type": {**good, "type": "org.example.other.v1"},
        "unknown_version": {**good, "type": "factwire.article.ingested.v9"},
        "invalid": {**good, "data": '{"text": 5}'},
    }
    ids: dict[str, str] = {}
    for reason, fields in bad.items():
        ids[await redis.xadd("articles", fields)] = reason
        await redis.xadd("articles", good)
    async with consuming(settings) as broker:
        await until(lambda: settled(redis))
        found = await dead_entries(broker.client, "articles")
    assert await answered(redis) == [article(0).article_id] * len(bad)
    assert {entry.original_id: entry.reason for entry in found} == ids
    for entry in found:
        assert entry.fields == bad[entry.reason]
        assert (entry.group, entry.deliveries) == ("extract", 1)
        assert entry.error
        assert entry.at.endswith("Z")


async def test_what_the_handler_rejects_goes_to_the_dead_stream_alone(settings: Settings, redis: Client) -> None:
    def reject(entry: Entry[ArticleIngested]) -> None:
        if entry.message == article(1):
            raise Rejected("no such language", "translate it")

    await put(settings, 3)
    async with consuming(settings, Seen(reject)) as broker:
        await until(lambda: settled(redis))
        (dead,) = await dead_entries(broker.client, "articles")
    assert (dead.reason, dead.error, dead.deliveries) == ("rejected", "no such language (translate it)", 1)
    assert sorted(await answered(redis)) == sorted([article(0).article_id, article(2).article_id])


async def test_what_may_work_later_is_tried_with_growing_pauses(settings: Settings, redis: Client) -> None:
    tries: list[tuple[float, int]] = []

    def fail_twice(entry: Entry[ArticleIngested]) -> None:
        if entry.message == article(1):
            tries.append((time.monotonic(), entry.deliveries))
            if len(tries) <= 3:  # with its batch, alone, and once more
                raise ValueError("not yet")

    await put(settings, 3)
    async with consuming(with_(settings, retry_pause=0.1, claim_after=2.0), Seen(fail_twice)):
        await until(lambda: settled(redis))
    assert [deliveries for _, deliveries in tries] == [1, 1, 2, 3]
    pauses = [later - earlier for (earlier, _), (later, _) in itertools.pairwise(tries)][1:]
    assert 0.08 < pauses[0] < pauses[1]
    assert pauses[1] > 0.3
    assert len(await answered(redis)) == 3
    assert not await redis.exists("articles.dead")


async def test_what_never_works_is_given_up_and_delays_nobody(settings: Settings, redis: Client) -> None:
    def fail(entry: Entry[ArticleIngested]) -> None:
        if entry.message == article(1):
            raise ValueError("the number is cursed")

    seen = Seen(fail)
    async with consuming(with_(settings, max_deliveries=3), seen) as broker:
        ids = await put(settings, 20)
        await until(lambda: _length(redis, "facts", 19), seconds=2)
        await until(lambda: settled(redis))
        (dead,) = await dead_entries(broker.client, "articles")
    assert (dead.reason, dead.error, dead.deliveries) == ("failed", "ValueError: the number is cursed", 3)
    assert dead.original_id == ids[1]
    assert seen.times[ids[1]] == 4, "once with its batch, and alone at each of three deliveries"


async def _length(redis: Client, stream: str, length: int) -> bool:
    return int(await redis.xlen(stream)) == length


@pytest.mark.parametrize("error", [Unavailable("the database is away"), ConnectionRefusedError("refused")])
async def test_what_everybody_needs_is_waited_for(settings: Settings, redis: Client, error: Exception) -> None:
    calls = 0

    async def handler(entries: Batch) -> Sequence[Message]:
        nonlocal calls
        calls += 1
        if calls <= 4:
            raise error
        return await answer(entries)

    await put(settings, 3)
    async with consuming(with_(settings, max_deliveries=1, claim_after=0.3), handler):
        await until(lambda: settled(redis))
    assert calls == 5
    assert len(await answered(redis)) == 3
    assert not await redis.exists("articles.dead")


async def test_stopping_while_the_database_is_away_leaves_the_entries_to_others(
    settings: Settings, redis: Client
) -> None:
    async def handler(entries: Batch) -> Sequence[Message]:
        raise Unavailable("the database is away")

    await put(settings, 2)
    async with consuming(settings, handler):
        await until(lambda: _pending_is(redis, 2))
        begun = time.monotonic()
    assert time.monotonic() - begun < 8
    assert await pending(redis) == 2
    assert not await redis.exists("articles.dead")


async def _pending_is(redis: Client, count: int) -> bool:
    return await pending(redis) == count


async def test_a_server_that_refuses_is_not_stormed(settings: Settings, redis: Client) -> None:
    """READONLY, as after a failover: FastStream alone would try about a thousand times a second."""
    async with consuming(settings) as broker:
        await redis.execute_command("REPLICAOF", "127.0.0.1", "1")
        try:
            await redis.config_resetstat()
            await asyncio.sleep(2)
            stats = await redis.info("commandstats")
            tries = sum(
                row["rejected_calls"] + row["calls"]
                for name, row in stats.items()
                if name in ("cmdstat_xreadgroup", "cmdstat_xautoclaim")
            )
            assert 2 <= tries < 30
        finally:
            await redis.execute_command("REPLICAOF", "NO", "ONE")
        await put(settings, 2)
        await until(lambda: settled(redis))
        assert (await health(broker)).ok


async def test_a_lost_group_is_made_again_at_the_start(settings: Settings, redis: Client) -> None:
    async with consuming(settings) as broker:
        await put(settings, 2)
        await until(lambda: settled(redis))
        await redis.xgroup_destroy("articles", "extract")
        async with broker.client.pipeline() as both:
            both.xadd("articles", fields_of(article(2)))
            await both.execute()
        await until(lambda: settled(redis))
        assert (await health(broker)).ok
    assert Counter(await answered(redis)) == {
        article(0).article_id: 2,
        article(1).article_id: 2,
        article(2).article_id: 1,
    }


async def test_an_emptied_server_is_no_end(settings: Settings, redis: Client) -> None:
    async with consuming(settings) as broker:
        for _ in range(3):
            await redis.flushall()
            await publish(broker, articles(2))  # before the group is there again
            await until(lambda: settled(redis))
            assert len(await answered(redis)) == 2
        assert (await health(broker)).ok
