"""From a stored fact to a receiver's hands: on both databases, with a real server at the other end."""

from __future__ import annotations

import asyncio
import contextlib
import json
import threading
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from services.store.app import make_app, running
from services.store.database import Database
from services.store.repository import Repository
from services.store.settings import StoreSettings
from services.store.webhooks import endpoints
from services.store.webhooks.dead import dead, replay
from services.store.webhooks.delivering import Delivering
from services.store.webhooks.endpoints import NewEndpoint, Wanted
from services.store.webhooks.tables import DELIVERY
from shared.messages import FactsExtracted, FactsRevised
from tests.store.articles import TEXT, article, extracted, four_facts
from tests.store.test_app import send
from tests.store.webhooks.conftest import QUICK, until
from tests.store.webhooks.receiver import Receiver


class Post:
    """The workers of a store on a database, and what an operator does beside them."""

    def __init__(self, database: Database, settings: StoreSettings) -> None:
        self.database = database
        self.repository = Repository(database)
        self._wake = asyncio.Event()
        self._delivering = Delivering(database, settings, self._wake)

    async def add(self, receiver: Receiver, **wanted: Any) -> NewEndpoint:
        async with self.database.write() as connection:
            made = await endpoints.add(connection, Wanted(url=receiver.url, **wanted), internal=True)
        receiver.secret = made.secret
        return made

    async def save(self, *messages: FactsExtracted) -> None:
        await self.repository.save_facts(messages)
        self._wake.set()

    async def state(self) -> list[tuple[str, int]]:
        """State and attempts of every delivery."""
        async with self.database.read() as connection:
            rows = await connection.execute(select(DELIVERY.c.state, DELIVERY.c.attempts).order_by(DELIVERY.c.seq))
            return [(row.state, row.attempts) for row in rows]

    async def endpoint(self) -> endpoints.Endpoint:
        async with self.database.read() as connection:
            [found] = await endpoints.listed(connection)
        return found

    @contextlib.asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self._delivering.run())
        yield
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@pytest.fixture
def post(database: Database, store_settings: StoreSettings) -> Post:
    return Post(database, store_settings.model_copy(update=QUICK))


async def test_an_article_is_told_once_and_then_what_changes(post: Post) -> None:
    one = article()
    with Receiver() as receiver:
        await post.add(receiver)
        async with post.at_work():
            await post.save(extracted(one), extracted(one))
            await until(lambda: len(receiver.effects) == 1)
            await post.save(extracted(one, four_facts(one)[:3], version="0.2.0"))
            await until(lambda: len(receiver.effects) == 2)
            await post.save(extracted(one, four_facts(one)[:3], version="0.2.0"))
            await asyncio.sleep(0.2)
    first, second = receiver.effects.values()
    assert (len(receiver.requests), receiver.forged) == (2, 0)
    assert (first["type"], second["type"]) == (FactsExtracted.TYPE, FactsRevised.TYPE)
    told = FactsExtracted.model_validate_json(json.dumps(first["data"]))
    assert told == extracted(one)
    assert first["timestamp"] == told.extracted_at.isoformat()
    assert [fact["id"] for fact in second["data"]["withdrawn"]] == [str(four_facts(one)[3].id)]
    assert all(identity.startswith("msg_") and "." not in identity for identity in receiver.effects)
    assert await post.state() == [("delivered", 1)] * 2


@pytest.mark.parametrize(
    ("wanted", "kinds"),
    [
        ({}, ["event", "investment", "role", "employment"]),
        ({"kinds": ["role", "event"]}, ["event", "role"]),
        ({"subjects": ["The SARYARKA wagon*"]}, ["event", "investment", "employment"]),
        ({"subjects": ["askar omarov"]}, ["role"]),
        ({"min_confidence": 0.95}, []),
        ({"events": ["revisions"]}, []),
    ],
)
async def test_only_what_it_wants(post: Post, wanted: dict[str, Any], kinds: list[str]) -> None:
    with Receiver() as receiver, Receiver() as other:
        await post.add(receiver, **wanted)
        await post.add(other)
        async with post.at_work():
            await post.save(extracted(article()))
            await until(lambda: len(other.effects) == 1 and len(receiver.effects) == bool(kinds))
    assert [fact["kind"] for payload in receiver.effects.values() for fact in payload["data"]["facts"]] == kinds


async def test_a_failure_is_tried_again_under_the_same_id(post: Post) -> None:
    with Receiver(lambda n: (500 if n < 2 else 200, {})) as receiver:
        await post.add(receiver)
        async with post.at_work():
            await post.save(extracted(article()))
            await until(lambda: len(receiver.effects) == 1)
            await asyncio.sleep(0.1)
    assert len({identity for identity, _ in receiver.requests}) == 1
    assert await post.state() == [("delivered", 3)]
    assert (await post.endpoint()).failing_since is None


async def test_what_is_given_up_is_dead_and_can_be_replayed(post: Post) -> None:
    well = False
    with Receiver(lambda _: (200 if well else 500, {})) as receiver:
        made = await post.add(receiver)
        async with post.at_work():
            await post.save(extracted(article()))
            await until(lambda: len(receiver.requests) == 4)
            await asyncio.sleep(0.2)
            assert await post.state() == [("dead", 4)]
            endpoint = await post.endpoint()
            assert (endpoint.dead, endpoint.waiting, endpoint.failing_since is None) == (1, 0, False)
            well = True
            async with post.database.write() as connection:
                [delivery] = await dead(connection, made.id)
                assert delivery.answer == "500 Internal Server Error: no"
                assert await replay(connection, made.id, [delivery.id]) == 1
            await until(lambda: len(receiver.effects) == 1)
    assert list(receiver.effects) == [delivery.message_id]


async def test_gone_disables(post: Post) -> None:
    with Receiver(lambda _: (410, {})) as receiver:
        await post.add(receiver)
        await post.save(*(extracted(article(f"{TEXT} {n}")) for n in range(30)))
        async with post.at_work(), asyncio.timeout(60):
            while (await post.endpoint()).disabled_at is None:  # noqa: ASYNC110 - another task writes it
                await asyncio.sleep(0.05)
        seen = len(receiver.requests)
        await post.save(extracted(article()))
        async with post.at_work():
            await asyncio.sleep(0.3)
    assert seen <= 8
    assert len(receiver.requests) == seen
    endpoint = await post.endpoint()
    assert (endpoint.disabled_because, endpoint.dead) == ("it answered 410 Gone", 30)


async def test_long_failure_disables(database: Database, store_settings: StoreSettings) -> None:
    post = Post(
        database, store_settings.model_copy(update=QUICK | {"webhook_give_up": 0.3, "webhook_retries": "0.2,9"})
    )
    with Receiver(lambda _: (503, {})) as receiver:
        await post.add(receiver)
        await post.save(*(extracted(article(f"{TEXT} {n}")) for n in range(3)))
        async with post.at_work(), asyncio.timeout(20):
            while (await post.endpoint()).disabled_at is None:  # noqa: ASYNC110 - another task writes it
                await asyncio.sleep(0.05)
    endpoint = await post.endpoint()
    assert "it failed since" in (endpoint.disabled_because or "")
    assert endpoint.dead == 3


async def test_one_that_hangs_delays_nobody(database: Database, store_settings: StoreSettings) -> None:
    post = Post(database, store_settings.model_copy(update=QUICK | {"webhook_timeout": 60}))
    hold = threading.Event()

    def wait(_: int) -> tuple[int, dict[str, str]]:
        hold.wait(60)
        return 200, {}

    with Receiver() as receiver, Receiver(wait) as hanging:
        await post.add(hanging)
        hanging.secret = ""
        await post.add(receiver)
        async with post.at_work():
            await post.save(*(extracted(article(f"{TEXT} {n}")) for n in range(20)))
            await until(lambda: len(receiver.effects) == 20, seconds=30)
            hold.set()


async def test_a_rotated_secret_signs_beside_the_new_one(post: Post) -> None:
    with Receiver() as receiver:
        made = await post.add(receiver)
        async with post.database.write() as connection:
            fresh = await endpoints.rotate(connection, made.id)
        async with post.at_work():
            await post.save(extracted(article()))
            await until(lambda: len(receiver.effects) == 1)
            receiver.secret = fresh.secret
            await post.save(extracted(article(f"{TEXT} 2")))
            await until(lambda: len(receiver.effects) == 2)
    assert fresh.secret != made.secret
    assert receiver.forged == 0


async def test_over_http(working: StoreSettings) -> None:
    app = make_app(working)
    key = {"Authorization": "Bearer a key of some length"}
    with Receiver() as receiver:
        async with (
            running(working, app),
            httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://store") as client,
        ):
            assert (await client.get("/webhooks")).status_code == 401
            assert (await client.get("/webhooks", headers={"Authorization": "Bearer no"})).status_code == 401
            client.headers.update(key)
            made = await client.post("/webhooks", json={"url": receiver.url, "kinds": ["role"]})
            assert made.status_code == 201
            receiver.secret = made.json()["secret"]
            place = f"/webhooks/{made.json()['id']}"
            assert (await client.post(f"{place}/test")).json() == {
                "ok": True,
                "status": 204,
                "answer": "204 No Content",
            }
            assert receiver.requests[0][1]["type"] == "factwire.webhook.test.v1"
            await send(working, [extracted(article())])
            await until(lambda: len(receiver.requests) == 2)
            listed = (await client.get("/webhooks")).json()["items"]
            assert [each["id"] for each in listed] == [made.json()["id"]]
            assert "secret" not in listed[0]
            assert (await client.get(f"{place}/dead")).json() == {"items": [], "next": None}
            assert (await client.post(f"{place}/replay", json={})).json() == {"replayed": 0}
            assert (await client.post(f"{place}/rotate")).json()["secret"] != receiver.secret
            assert (await client.post(f"{place}/enable")).json()["disabled_at"] is None
            for wrong in (
                {"url": "ftp://x"},
                {"url": receiver.url, "kinds": ["rumour"]},
                {},
                {"url": receiver.url, "x": 1},
            ):
                answer = await client.post("/webhooks", json=wrong)
                assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
            assert (await client.delete(place)).status_code == 204
            for method, path in (("DELETE", place), ("POST", f"{place}/test"), ("GET", f"{place}/dead")):
                assert (await client.request(method, path)).status_code == 404


async def test_without_a_key_nobody_manages_webhooks(api: httpx.AsyncClient) -> None:
    answer = await api.post("/webhooks", json={"url": "https://example.org/"})
    assert (answer.status_code, answer.headers["content-type"]) == (403, "application/problem+json")
