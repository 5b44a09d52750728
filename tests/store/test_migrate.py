"""The schema: the same from the migrations as from the tables, up and down, under a lock."""

from __future__ import annotations

import asyncio

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect
from sqlalchemy.ext.asyncio import create_async_engine

from services.store.database import Database, open_database
from services.store.migrate import head, migrate
from services.store.migrations.compared import ours
from services.store.settings import StoreSettings
from services.store.tables import METADATA


async def test_migrations_make_what_the_tables_say(database: Database) -> None:
    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"include_object": ours, "compare_type": True})
        return list(compare_metadata(context, METADATA))

    plain = create_async_engine(database.url)  # reflecting reads JSON of the server's, which ours leaves as text
    try:
        async with plain.connect() as connection:
            assert await connection.run_sync(differences) == []
    finally:
        await plain.dispose()


async def test_down_to_nothing_and_up_again(database: Database) -> None:
    def names(connection: Connection) -> set[str]:
        return {n for n in inspect(connection).get_table_names() if not n.startswith("sqlite_")}

    async with database.write() as connection:
        before = await connection.run_sync(names)
    assert await migrate(database, "base") == ""
    async with database.write() as connection:
        assert await connection.run_sync(names) == {"alembic_version"}
    assert await migrate(database) == head()
    async with database.write() as connection:
        assert await connection.run_sync(names) == before


async def test_several_starts_at_once_migrate_once(store_settings: StoreSettings) -> None:
    async def start() -> str:
        async with open_database(store_settings) as database:
            return await migrate(database)

    assert await asyncio.gather(*(start() for _ in range(4))) == [head()] * 4
