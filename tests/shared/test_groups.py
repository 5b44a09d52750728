"""Trimming takes nothing that anyone still needs; consumers that vanished are forgotten, their entries never."""

from __future__ import annotations

import asyncio

from redis.exceptions import ResponseError

from shared.broker.groups import CONTRACT, drop_vanished, ensure_contract, ensure_group, trim
from shared.broker.wire import Client
from shared.settings import Settings
from tests.shared.moving import consuming, put, settled, until


async def read(redis: Client, group: str, count: int, *, acknowledge: bool = True) -> list[str]:
    """Read as a group's consumer; the entries' ids."""
    reply = await redis.xreadgroup(group, "someone", {"articles": ">"}, count=count)
    ids = [entry_id for entry_id, _ in reply[0][1]]
    if acknowledge:
        await redis.xack("articles", group, *ids)
    return ids


async def _knows_acked(redis: Client) -> bool:
    """Whether the server can trim by what was acknowledged."""
    try:
        await redis.execute_command("XTRIM", "no-such-stream", "MINID", "=", "0", "ACKED")
    except ResponseError:
        return False
    return True


async def test_the_groups_of_the_contract_exist_from_anyones_first_start(settings: Settings, redis: Client) -> None:
    async with consuming(settings):
        pass
    found = {stream: {row["name"] for row in await redis.xinfo_groups(stream)} for stream in CONTRACT}
    assert found == {"articles": {"extract", "store"}, "facts": {"store"}}
    assert not await ensure_group(redis, "articles", "extract"), "made once"


async def test_only_what_every_group_acknowledged_is_trimmed(settings: Settings, redis: Client) -> None:
    ids = await put(settings, 10)
    await ensure_contract(redis)
    assert await trim(redis, "articles", retention=0) == 0
    await read(redis, "extract", 10)
    assert await trim(redis, "articles", retention=0) == 0
    await read(redis, "store", 4)
    assert await trim(redis, "articles", retention=0) == 4
    assert (await redis.xrange("articles"))[0][0] == ids[4]


async def test_what_is_pending_stays(settings: Settings, redis: Client) -> None:
    ids = await put(settings, 10)
    await ensure_contract(redis)
    await read(redis, "store", 10)
    await read(redis, "extract", 3)
    held = await read(redis, "extract", 1, acknowledge=False)
    await read(redis, "extract", 6)
    # Redis from 8.2 on can also remove what is acknowledged behind an entry that is not.
    trimmed = await trim(redis, "articles", retention=0)
    assert trimmed == (9 if await _knows_acked(redis) else 3)
    assert (await redis.xrange("articles"))[0][0] == held[0]
    await redis.xack("articles", "extract", *held)
    assert await trim(redis, "articles", retention=0) == 10 - trimmed
    assert await redis.xlen("articles") == 0
    assert (await redis.xinfo_stream("articles"))["last-generated-id"] == ids[-1]


async def test_only_what_is_old_enough_is_trimmed(settings: Settings, redis: Client) -> None:
    await ensure_contract(redis)
    seconds, microseconds = await redis.time()
    now = int(seconds * 1000 + microseconds / 1000)
    for age in (20_000, 9_000, 1_000):
        await redis.xadd("articles", {"some": "entry"}, id=f"{now - age}-0")
    for group in CONTRACT["articles"]:
        await read(redis, group, 10)
    assert await trim(redis, "articles", retention=3600) == 0
    assert await trim(redis, "articles", retention=10) == 1
    assert await trim(redis, "articles", retention=0) == 2


async def test_a_stream_without_a_group_of_the_contract_is_left_alone(settings: Settings, redis: Client) -> None:
    await put(settings, 3)
    await redis.xgroup_create("articles", "extract", id="0")
    await read(redis, "extract", 3)
    assert await trim(redis, "articles", retention=0) == 0
    assert await trim(redis, "no-such-stream", retention=0) == 0


async def test_a_stream_that_nobody_has_to_read_keeps_to_its_age_limit(redis: Client) -> None:
    await redis.xadd("revisions", {"some": "entry"})
    assert await trim(redis, "revisions", retention=3600) == 0
    await asyncio.sleep(0.005)
    assert await trim(redis, "revisions", retention=0) == 1


async def test_a_running_service_trims(settings: Settings, redis: Client) -> None:
    await put(settings, 3)
    async with (
        consuming(settings.model_copy(update={"retention": 0.0})),
        consuming(settings, group="store"),
    ):
        await until(lambda: settled(redis))

        async def empty() -> bool:
            return int(await redis.xlen("articles")) == 0

        await until(empty)


async def test_vanished_consumers_are_forgotten_unless_they_hold_something(settings: Settings, redis: Client) -> None:
    await put(settings, 2)
    await ensure_contract(redis)
    await redis.xgroup_createconsumer("articles", "extract", "long-gone")
    await redis.xreadgroup("extract", "holds-one", {"articles": ">"}, count=1)
    await asyncio.sleep(0.1)
    assert await drop_vanished(redis, "articles", "extract", after=3600) == 0
    assert await drop_vanished(redis, "articles", "extract", after=0.05) == 1
    (left,) = await redis.xinfo_consumers("articles", "extract")
    assert (left["name"], left["pending"]) == ("holds-one", 1)
