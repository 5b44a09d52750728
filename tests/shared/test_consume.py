"""The guarantees of moving messages while all is well, each on a real server."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence

from shared.broker import Entry
from shared.broker.wire import Client, fields_of
from shared.messages import FactsExtracted, Message
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
    no_facts,
    pending,
    put,
    settled,
    until,
    with_,
)


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


def steps(commands: list[str]) -> list[list[str]]:
    """The names of the commands of each transaction that is over."""
    names = [command.split()[0] for command in commands]
    begun = [i for i, name in enumerate(names) if name == "MULTI"]
    return [names[i + 1 : names.index("EXEC", i)] for i in begun if "EXEC" in names[i:]]


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
        await until(lambda: asyncio.sleep(0, any("XACK" in step for step in steps(commands))))
    watching.cancel()
    # What `put` published is a transaction as well.
    assert [step for step in steps(commands) if "XACK" in step] == [["XADD", "XADD", "XACK"]]


async def test_two_workers_share(settings: Settings, redis: Client) -> None:
    one, two = (Seen(lambda entry: asyncio.sleep(0.005)) for _ in range(2))
    settings = with_(settings, batch=5)
    async with consuming(with_(settings, consumer="one"), one), consuming(with_(settings, consumer="two"), two):
        await put(settings, 60)
        await until(lambda: settled(redis))
    assert not one.times & two.times
    assert len(one.times) + len(two.times) == 60
    assert min(len(one.times), len(two.times)) >= 10


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
