"""`factwire webhook`: from registering an endpoint to replaying what it never took."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from services.store.database import open_database
from services.store.migrate import migrate
from services.store.repository import Repository
from services.store.settings import StoreSettings
from services.store.webhooks.delivering import Delivering
from tests.cli.conftest import Ended, Factwire
from tests.store.articles import article, extracted
from tests.store.webhooks.receiver import Receiver

NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def settings(tmp_path: Path) -> StoreSettings:
    settings = StoreSettings.model_validate(
        {"database_url": f"sqlite:///{tmp_path}/facts.db", "webhook_internal": True, "webhook_retries": "0.05"}
    )

    async def make() -> None:
        async with open_database(settings) as database:
            await migrate(database)

    asyncio.run(make())
    return settings


@pytest.fixture
def command(factwire: Factwire, settings: StoreSettings) -> Factwire:
    url = settings.database_url
    assert url

    def run(*arguments: str | Path) -> Ended:
        return factwire("webhook", *arguments, database_url=url.get_secret_value(), webhook_internal="1")

    return run


def delivered(settings: StoreSettings, *, save: bool, seconds: float = 0.6) -> None:
    """A store at work for a while."""

    async def work() -> None:
        async with open_database(settings) as database:
            if save:
                await Repository(database).save_facts([extracted(article())])
            task = asyncio.create_task(Delivering(database, settings, asyncio.Event()).run())
            await asyncio.sleep(seconds)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    asyncio.run(work())


def test_the_life_of_an_endpoint(command: Factwire, settings: StoreSettings) -> None:
    well = False
    with Receiver(lambda _: (200 if well else 500, {})) as receiver:
        made = command("add", receiver.url, "--kind", "role", "--subject", "Askar*", "--min-confidence", "0.5")
        identity, receiver.secret = made.out.strip(), made.err.strip()
        assert (made.code, receiver.secret[:6]) == (0, "whsec_")
        listed = command("list").out
        assert identity in listed
        assert "role" in listed
        assert "fine" in listed
        assert receiver.secret not in listed
        tried = command("test", identity)
        assert (tried.code, tried.out) == (1, "500 Internal Server Error: no\n")
        delivered(settings, save=True)
        assert "failing since" in command("list").out
        [dead] = [json.loads(line) for line in command("dead", "--json").out.splitlines()]
        assert (dead["attempts"], dead["answer"]) == (2, "500 Internal Server Error: no")
        assert str(dead["id"]) in command("dead", identity).out
        well = True
        assert command("replay", identity, str(dead["id"])).out.startswith("1 delivery will be made again")
        delivered(settings, save=False)
        assert list(receiver.effects) == [dead["message_id"]]
        assert command("test", identity).out == "200 OK\n"
        old = receiver.secret
        receiver.secret = command("rotate", identity).err.strip()
        assert receiver.secret != old
        assert command("test", identity).code == 0
        assert "is told again" in command("enable", identity).out
        assert command("remove", identity).out == f"{identity} is gone\n"
        assert "no webhook is registered" in command("list").out
        assert command("dead").out == "no delivery is dead\n"


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["add", "ftp://example.org"], "cannot be told anything"),
        (["add", "https://example.org", "--kind", "rumour"], "kinds: Input should be"),
        (["add", "https://example.org", "--min-confidence", "7"], "min_confidence"),
        (["test", NOBODY], "No webhook has the id"),
        (["remove", "nonsense"], "is no webhook's id"),
        (["replay", NOBODY], "name deliveries or --all"),
        (["replay", NOBODY, "5"], "no dead delivery of this webhook: 5"),
    ],
)
def test_what_is_wrong_is_one_line(command: Factwire, arguments: list[str], complaint: str) -> None:
    ended = command(*arguments)
    assert (ended.code, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert complaint in ended.err


def test_without_the_setting_only_public_https(factwire: Factwire, settings: StoreSettings) -> None:
    assert settings.database_url
    url = settings.database_url.get_secret_value()
    ended = factwire("webhook", "add", "http://example.org/hook", database_url=url)
    assert ended.code == 2
    assert "FACTWIRE_WEBHOOK_INTERNAL=1" in ended.err
    made = factwire("webhook", "add", "https://localhost/hook", database_url=url)
    tried = factwire("webhook", "test", made.out.strip(), database_url=url)
    assert tried.code == 1
    assert "is not a public address" in tried.out
