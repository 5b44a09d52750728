"""What killed, stuck and slow workers leave behind, on a real server."""

from __future__ import annotations

import asyncio
import time

from shared.broker import dead_entries, health
from shared.broker.wire import Client
from shared.settings import Settings
from tests.shared.moving import (
    Seen,
    answered,
    consuming,
    delivered,
    pending,
    put,
    settled,
    strand,
    until,
    with_,
)


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
