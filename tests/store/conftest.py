"""The same tests over both databases."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from services.store.api import Store
from services.store.app import router
from services.store.database import Database, open_database
from services.store.migrate import migrate
from services.store.repository import Repository
from services.store.settings import StoreSettings
from shared.broker import make_broker
from shared.settings import Settings
from tests.containers import need_engine
from tests.store import postgres

_kept: dict[str, str] = {}  # one database by the URL of its server


@pytest.fixture(scope="session")
def _postgres() -> Iterator[str | None]:
    with postgres.server() as url:
        yield url
        if url in _kept:
            asyncio.run(postgres.drop_database(_kept.pop(url)))


@pytest.fixture(params=["sqlite", "postgresql"])
async def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """An empty database for each test, on SQLite and on PostgreSQL.

    To make one takes PostgreSQL longer than most tests: those that ask for a migrated one have the same, emptied.
    """
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/factwire.db"
        return
    server: str | None = request.getfixturevalue("_postgres")
    if server is None:
        need_engine()  # says why, or fails where containers are required
        pytest.skip("no PostgreSQL: set FACTWIRE_TEST_POSTGRES_URL, install postgresql, or start a container engine")
    if "database" in request.fixturenames:
        if server not in _kept:
            _kept[server] = await postgres.new_database(server)
        await postgres.empty_database(_kept[server])
        yield _kept[server]
        return
    url = await postgres.new_database(server)
    yield url
    await postgres.drop_database(url)


@pytest.fixture
def store_settings(database_url: str, tmp_path: Path) -> StoreSettings:
    return StoreSettings.model_validate({"database_url": database_url, "data_dir": tmp_path})


@pytest.fixture
async def database(store_settings: StoreSettings) -> AsyncIterator[Database]:
    """A migrated, empty database."""
    async with open_database(store_settings) as database:
        await migrate(database)
        yield database


@pytest.fixture
def repository(database: Database) -> Repository:
    return Repository(database)


@pytest.fixture
async def api(
    database: Database, store_settings: StoreSettings, settings: Settings
) -> AsyncIterator[httpx.AsyncClient]:
    """The router on the database, without anything that consumes."""
    app = FastAPI()
    app.include_router(router)
    broker = make_broker(settings, service="store")
    await broker.connect()
    app.state.store = Store(store_settings, database, broker)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://store") as client:
        yield client
    await broker.stop()
