"""Deliveries of a store that is killed again and again: each takes effect once."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
from typing import Any

import pytest

from services.store.app import make_app, running
from services.store.settings import StoreSettings
from services.store.webhooks import endpoints
from services.store.webhooks.endpoints import Wanted
from shared.messages import Message
from tests.store.articles import TEXT, article, extracted, four_facts
from tests.store.test_app import free_port, process, send, settled
from tests.store.webhooks.conftest import until
from tests.store.webhooks.receiver import Receiver


@pytest.mark.system
@pytest.mark.kill
async def test_killed_at_random_moments_each_message_takes_effect_once(working: StoreSettings, redis: Any) -> None:
    kills = int(os.environ.get("FACTWIRE_TEST_KILLS", "5"))
    articles = [article(f"{TEXT} {n}") for n in range(20 * kills)]
    messages: list[Message] = []
    for n, one in enumerate(articles):
        messages.append(extracted(one))
        if n % 4 == 0:
            messages.append(extracted(one, four_facts(one)[1:], version="0.2.0"))
    expected = len(articles) + len(articles[::4])
    moments = random.Random(7)
    refusing = random.Random(8)
    with Receiver(lambda _: (503 if refusing.random() < 0.2 else 200, {})) as receiver:
        port = free_port()
        more = {
            "FACTWIRE_WEBHOOK_INTERNAL": "1",
            "FACTWIRE_WEBHOOK_TIMEOUT": "3",
            "FACTWIRE_WEBHOOK_RETRIES": ",".join(["0.1"] * 50),
        }
        async with running(working, make_app(working)) as store, store.database.write() as connection:
            made = await endpoints.add(connection, Wanted(url=receiver.url), internal=True)
        receiver.secret = made.secret
        each = max(1, len(messages) // kills)
        for n in range(kills):
            with process(working, port, more):
                await send(working, messages[n * each : (n + 1) * each])
                seen = len(receiver.requests)
                with contextlib.suppress(TimeoutError):
                    # Half of them in the middle of delivering.
                    await until(lambda seen=seen: len(receiver.requests) > seen, seconds=3 if n % 2 else 1)  # type: ignore[misc]
                await asyncio.sleep(moments.uniform(0.0, 0.1))
        with process(working, port, more):
            await send(working, messages[kills * each :])
            await settled(redis, "facts")
            await until(lambda: len(receiver.effects) >= expected, seconds=90)
            await asyncio.sleep(0.5)
    assert len(receiver.effects) == expected
    told = [payload["data"] for payload in receiver.effects.values()]
    assert {each["article"]["id"] for each in told} == {str(one.article_id) for one in articles}
    assert receiver.forged == 0
    print(f"{len(receiver.requests)} requests for {expected} messages, {kills} kills")
