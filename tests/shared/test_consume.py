"""The guarantees of moving messages, each on a real server."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from shared.broker import Entry, dead_entries, health, publish
from shared.broker.wire import Client, fields_of
from shared.errors import Rejected, Unavailable
from shared.messages import ArticleIngested, FactsExtracted, Message
from shared.settings import Settings
from tests.shared.moving import (
    TRACE,
    answer,
    answered,
    article,
    articles,
    consuming,
    no_facts,
    pending,
    put,
    settled,
    until,
)

Batch = Sequence[Entry[ArticleIngested]]


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


async def test_what_was_there_before_the_first_start_is_seen(settings: Settings, redis: Client) -> None:
    await put(settings, 3)
    async with consuming(settings):
        await until(lambda: settled(redis))
    assert await answered(redis) == [message.article_id for message in articles(3)]


async def test_batches_are_bounded_and_in_order(settings: Settings, redis: Client) -> None:
    seen = Seen()
    ids = await put(settings, 25)
    async with consuming(with_(settings, batch=10), seen):
        await until(lambda: settled(redis))
    assert [len(batch) for batch in seen.batches] == [10, 10, 5]
    assert [entry.id for batch in seen.batches for entry in batch] == ids
    assert {entry.deliveries for batch in seen.batches for entry in batch} == {1}


async def test_publish_and_acknowledge_are_one_step(settings: Settings, redis: Client) -> None:
    commands: list[str] = []

    async def watch() -> None:
        async with redis.monitor() as monitor:
            async for command in monitor.listen():
                commands.append(command["command"])  # noqa: PERF401 - it has no end

    watching = asyncio.create_task(watch())
    await put(settings, 2)
    async with consuming(settings):
        await until(lambda: settled(redis))
        await until(lambda: asyncio.sleep(0, any(c.startswith("EXEC") for c in commands)))
    watching.cancel()
    step = commands[commands.index("MULTI") : commands.index("EXEC")]
    assert [command.split()[0] for command in step] == ["MULTI", "XADD", "XADD", "XACK"]


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


async def test_entries_of_a_killed_worker_are_taken_over(settings: Settings, redis: Client) -> None:
    seen = Seen()
    await put(settings, 3)
    await strand(redis, settings, consumer="killed")
    begun = time.monotonic()
    async with consuming(settings, seen):
        await until(lambda: settled(redis))
    assert time.monotonic() - begun > settings.claim_after * 0.9
    assert {entry.deliveries for batch in seen.batches for entry in batch} == {2}
    assert len(await answered(redis)) == 3


async def test_a_worker_that_comes_back_under_its_name_goes_on_at_once(settings: Settings, redis: Client) -> None:
    settings = with_(settings, claim_after=600.0, consumer="container")
    await put(settings, 3)
    await strand(redis, settings, consumer="container")
    async with consuming(settings):
        await until(lambda: settled(redis), seconds=5)
    assert len(await answered(redis)) == 3


async def test_a_slow_batch_is_not_taken_over_by_another_worker(settings: Settings, redis: Client) -> None:
    slow = Seen(lambda entry: asyncio.sleep(settings.claim_after * 3))
    other = Seen()
    async with consuming(with_(settings, consumer="slow"), slow):
        await put(settings, 1)
        await until(lambda: asyncio.sleep(0, bool(slow.batches)))
        async with consuming(with_(settings, consumer="other"), other):
            await until(lambda: settled(redis))
    assert (len(slow.batches), len(other.batches)) == (1, 0)
    assert len(await answered(redis)) == 1


async def test_a_stuck_worker_loses_its_batch_and_says_that_it_is_not_well(settings: Settings, redis: Client) -> None:
    settings = with_(settings, claim_after=0.1)
    forever = asyncio.Event()
    stuck = Seen(lambda entry: forever.wait())
    async with consuming(with_(settings, consumer="stuck"), stuck) as broker:
        await put(settings, 1)
        await until(lambda: asyncio.sleep(0, bool(stuck.batches)))
        assert (await health(broker)).ok
        async with consuming(with_(settings, consumer="well")):
            await until(lambda: settled(redis))
        assert not (await health(broker)).ok
        forever.set()


async def test_two_workers_share(settings: Settings, redis: Client) -> None:
    one, two = (Seen(lambda entry: asyncio.sleep(0.005)) for _ in range(2))
    settings = with_(settings, batch=5)
    async with consuming(with_(settings, consumer="one"), one), consuming(with_(settings, consumer="two"), two):
        await put(settings, 60)
        await until(lambda: settled(redis))
    assert not one.times & two.times
    assert len(one.times) + len(two.times) == 60
    assert min(len(one.times), len(two.times)) >= 10


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


async def test_entries_deleted_under_a_worker_are_forgotten(settings: Settings, redis: Client) -> None:
    for name in ("killed", settings.consumer):
        await redis.flushall()
        ids = await put(settings, 3)
        await strand(redis, settings, consumer=name)
        await redis.xdel("articles", ids[1])
        async with consuming(settings):
            await until(lambda: settled(redis))
        assert len(await answered(redis)) == 2
        assert await pending(redis) == 0


async def delivered(redis: Client, ids: list[str], times: int) -> None:
    """Have entries look as if they had been given out so many times."""
    for entry_id in ids:
        await redis.execute_command(
            "XCLAIM", "articles", "extract", "killed", 0, entry_id, "RETRYCOUNT", times - 1, "IDLE", 600_000
        )


async def test_an_entry_that_may_kill_its_workers_is_handled_alone(settings: Settings, redis: Client) -> None:
    seen = Seen()
    ids = await put(settings, 6)
    await strand(redis, settings, consumer="killed")
    await delivered(redis, ids[:3], settings.max_deliveries + 1)
    await delivered(redis, ids[3:], 2)
    async with consuming(settings, seen):
        await until(lambda: settled(redis))
    assert sorted(len(batch) for batch in seen.batches) == [1, 1, 1, 3]
    assert len(await answered(redis)) == 6


async def test_an_entry_that_kills_its_workers_is_given_up(settings: Settings, redis: Client) -> None:
    seen = Seen()
    ids = await put(settings, 2)
    await strand(redis, settings, consumer="killed")
    await delivered(redis, ids[:1], settings.max_deliveries * 3 + 1)
    async with consuming(settings, seen) as broker:
        await until(lambda: settled(redis))
        (dead,) = await dead_entries(broker.client, "articles")
    assert (dead.reason, dead.original_id) == ("abandoned", ids[0])
    assert list(seen.times) == ids[1:]


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


async def test_stopping_finishes_what_is_in_hand(settings: Settings, redis: Client) -> None:
    begun = asyncio.Event()

    async def handler(entries: Batch) -> Sequence[Message]:
        begun.set()
        await asyncio.sleep(0.5)
        return await answer(entries)

    await put(settings, 20)
    async with consuming(with_(settings, batch=5), handler):
        await begun.wait()
    assert await pending(redis) == 0
    assert len(await answered(redis)) == 5, "the batch in hand and no other"


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


async def test_the_trace_goes_on_from_article_to_facts(settings: Settings, redis: Client) -> None:
    await put(settings, 2, traceparent=TRACE)
    await redis.xadd("articles", fields_of(article(2)))
    async with consuming(settings):
        await until(lambda: settled(redis))
    traces = {fields["subject"]: fields.get("traceparent") for _, fields in await redis.xrange("facts")}
    assert traces == {
        str(article(0).article_id): TRACE,
        str(article(1).article_id): TRACE,
        str(article(2).article_id): None,
    }


async def test_every_message_twice_has_the_same_ids(settings: Settings, redis: Client) -> None:
    await put(settings, 3)
    await put(settings, 3)
    async with consuming(settings):
        await until(lambda: settled(redis))
    ids = Counter(fields["id"] for _, fields in await redis.xrange("facts"))
    assert ids == {str(no_facts(message).message_id): 2 for message in articles(3)}


async def test_facts_have_their_own_groups(settings: Settings, redis: Client) -> None:
    """Whoever else reads the facts gets all of them beside the store."""
    from shared.broker import consume, make_broker

    got: list[str] = []

    async def handler(entries: Sequence[Entry[FactsExtracted]]) -> Sequence[Message]:
        got.extend(entry.message_id for entry in entries)
        return ()

    await put(settings, 3)
    async with consuming(settings):
        await until(lambda: settled(redis))
    broker = make_broker(settings, service="test")
    consume(broker, FactsExtracted, handler, group="newsletter", settings=settings)
    await broker.start()
    await until(lambda: settled(redis, "newsletter", "facts"))
    await broker.stop()
    assert got == [str(no_facts(message).message_id) for message in articles(3)]
    assert {row["name"] for row in await redis.xinfo_groups("facts")} == {"store", "newsletter"}
