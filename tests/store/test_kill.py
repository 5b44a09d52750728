"""Store killed at random moments: its table is the one of a store that nobody kills, and nothing is left over."""

from __future__ import annotations

import asyncio
import os
import random
from collections.abc import Sequence
from typing import Any

import pytest
from redis.asyncio import Redis
from sqlalchemy import func, select, text

from services.store.app import make_app, running
from services.store.database import open_database
from services.store.migrate import migrate
from services.store.repository import Repository
from services.store.settings import StoreSettings
from services.store.tables import FACT, OUTBOX
from shared.embedded import EmbeddedServer
from shared.messages import ArticleIngested, FactsExtracted, Message
from tests.store import postgres
from tests.store.articles import TEXT, article, extracted, four_facts
from tests.store.test_app import facts_now, free_port, process, send, settled


@pytest.fixture
def working(database_url: str, server: EmbeddedServer, tmp_path: Any) -> StoreSettings:
    return StoreSettings.model_validate(
        {"database_url": database_url, "redis_url": server.url, "data_dir": tmp_path, "claim_after": 0.5}
    )


@pytest.mark.system
@pytest.mark.kill
@pytest.mark.timeout(3600)
async def test_killed_at_random_moments_the_table_is_the_undisturbed_one(working: StoreSettings, redis: Redis) -> None:
    """FACTWIRE_TEST_KILLS says how often; some of the kills fall before it is up, half of them into its work."""
    kills = int(os.environ.get("FACTWIRE_TEST_KILLS", "5"))
    articles = [article(f"{TEXT} {n}") for n in range(30 * kills)]
    revised = len(articles[::3])
    messages: list[Message] = []
    for n, one in enumerate(articles):
        messages += [one, extracted(one)]
        if n % 3 == 0:
            messages.append(extracted(one, four_facts(one)[1:], version="0.2.0"))
    moments = random.Random(int(os.environ.get("FACTWIRE_TEST_SEED", "11")))
    port = free_port()
    each = max(1, len(messages) // kills)
    in_hand = 0
    for n in range(kills):
        with process(working, port):
            # From before it is up to in the middle of its work.
            await asyncio.sleep(moments.uniform(0.2, 2.2))
            await send(working, messages[n * each : (n + 1) * each])
            if n % 2:
                in_hand += await taken(redis, "facts")
            await asyncio.sleep(moments.uniform(0.0, 0.15))
    await send(working, messages[kills * each :])
    assert in_hand, "no kill fell into the work"
    async with running(working, make_app(working)) as store:
        await settled(redis, "articles", "facts", seconds=60 + 10 * kills)
        async with store.database.read() as connection:
            # Where a kill left the older extraction behind, the newer one overtook it or came in one transaction with
            # it: nothing that the table ever showed has changed.
            past = select(func.count(FACT.c.article_id.distinct())).where(FACT.c.superseded_at > FACT.c.recorded_at)
            changed = (await connection.execute(past)).scalar_one()
        assert 0 < changed <= revised
        async with asyncio.timeout(60):
            # A kill between sending and noting it sends a revision again, with the same id: distinct ones count.
            while await distinct(redis, "revisions") < changed:  # noqa: ASYNC110 - another process writes it
                await asyncio.sleep(0.05)
        if store.database.dialect == "sqlite":
            async with store.database.read() as connection:
                assert (await connection.execute(text("PRAGMA integrity_check"))).scalar_one() == "ok"
        held = await facts_now(store.database)
        async with store.database.read() as connection:
            waiting = select(func.count()).select_from(OUTBOX).where(OUTBOX.c.published_at.is_(None))
            assert (await connection.execute(waiting)).scalar_one() == 0
    # As an undisturbed run has it: every column of every fact, the database's own keys aside.
    assert [tuple(row) for row in held] == [tuple(row) for row in await undisturbed(working, messages)]
    assert len(held) == len(articles) * 5 - revised
    assert await distinct(redis, "revisions") == changed
    assert await redis.xlen("facts.dead") == 0
    print(
        f"{kills} kills, {in_hand} of them in the middle of a batch, {await redis.xlen('revisions') - changed} repeats"
    )


async def taken(redis: Redis, stream: str) -> bool:
    """Wait a little until store has taken something that it has not acknowledged yet."""
    for _ in range(600):
        groups = await redis.xinfo_groups(stream) if await redis.exists(stream) else []
        if any(group["name"] == "store" and group["pending"] for group in groups):
            return True
        await asyncio.sleep(0.005)
    return False


async def undisturbed(settings: StoreSettings, messages: Sequence[Message]) -> list[Any]:
    """The facts and texts that these messages make, written by nobody who is killed."""
    assert settings.database_url
    sqlite = settings.database.get_backend_name() == "sqlite"
    url = settings.database_url.get_secret_value()
    another = f"sqlite:///{settings.data_dir}/undisturbed.db" if sqlite else await postgres.new_database(url)
    try:
        async with open_database(StoreSettings.model_validate({"database_url": another})) as database:
            await migrate(database)
            repository = Repository(database)
            await repository.save_articles([m for m in messages if isinstance(m, ArticleIngested)])
            await repository.save_facts([m for m in messages if isinstance(m, FactsExtracted)])
            return await facts_now(database)
    finally:
        if not sqlite:
            await postgres.drop_database(another)


async def distinct(redis: Redis, stream: str) -> int:
    """How many different messages stand in a stream."""
    entries: Any = await redis.xrange(stream)
    return len({fields["id"] for _, fields in entries})
