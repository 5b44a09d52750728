"""The database behind store: one engine for reading, one for writing, set up alike on SQLite and PostgreSQL.

SQLite: write-ahead log, so that readers never wait for the writer; `synchronous=FULL`, so that what was committed
survives a power cut; a write transaction takes its lock at once (`BEGIN IMMEDIATE`), so that it waits at its start
instead of failing in its middle.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import event, text
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from services.store.settings import StoreSettings
from services.store.wholesale import allow_binding
from shared.errors import Misconfigured

# Of PostgreSQL's readers. A question is planned for the words and days that it names, each time: a plan for any of
# them would read whole indexes. Compiling it (JIT) takes longer than answering. Pages are assumed to be in memory or
# on a disk without arms.
READING = {"plan_cache_mode": "force_custom_plan", "jit": "off", "random_page_cost": "1.1"}


class Database:
    """Connections to read and to write. Made by `open_database`."""

    def __init__(self, url: URL, *, readers: int = 5, timeout: float = 30.0) -> None:
        self.url = url
        self.timeout = timeout
        self.dialect = url.get_backend_name()
        self.reader = self._engine(readers, READING)
        # SQLite has one writer at a time; queueing for a connection is cheaper than for its file lock.
        self.writer = self._engine(1 if self.dialect == "sqlite" else 2, {})
        if self.dialect == "sqlite":
            for engine, begin in ((self.reader, "BEGIN"), (self.writer, "BEGIN IMMEDIATE")):
                self._set_up_sqlite(engine, begin)
        allow_binding(self.reader)

    def _engine(self, size: int, settings: dict[str, str]) -> AsyncEngine:
        more: dict[str, Any] = {}
        if self.dialect == "postgresql":
            more = {"pool_pre_ping": True, "connect_args": {"server_settings": settings}}
        return create_async_engine(
            self.url, pool_size=size, max_overflow=0, json_serializer=_as_text, json_deserializer=_as_text, **more
        )

    def _set_up_sqlite(self, engine: AsyncEngine, begin: str) -> None:
        @event.listens_for(engine.sync_engine, "connect")
        def connect(connection: Any, _record: Any) -> None:
            connection.isolation_level = None  # the driver must not begin or commit by itself
            cursor = connection.cursor()
            cursor.execute(f"PRAGMA busy_timeout = {int(self.timeout * 1000)}")
            for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "cache_size = -16000"):
                cursor.execute(f"PRAGMA {pragma}")
            cursor.close()

        @event.listens_for(engine.sync_engine, "begin")
        def start(connection: Any) -> None:
            connection.exec_driver_sql(begin)

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A connection with one consistent view of the data."""
        async with self.reader.connect() as connection:
            if self.dialect == "postgresql":
                await connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            yield connection

    @asynccontextmanager
    async def write(self) -> AsyncIterator[AsyncConnection]:
        """One transaction: committed at the end, rolled back by an error."""
        async with self.writer.begin() as connection:
            yield connection

    async def ping(self) -> None:
        """Raises where the database does not answer."""
        async with self.reader.connect() as connection:
            await connection.execute(text("SELECT 1"))

    async def close(self) -> None:
        """Give back every connection."""
        await self.reader.dispose()
        await self.writer.dispose()


def _as_text(document: Any) -> str:
    return document if isinstance(document, str) else json.dumps(document, ensure_ascii=False)


@asynccontextmanager
async def open_database(settings: StoreSettings) -> AsyncIterator[Database]:
    """The database of the settings. Raises Misconfigured where SQLite's folder cannot be made."""
    url = settings.database
    if url.get_backend_name() == "sqlite":
        folder = Path(url.database or "").parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Misconfigured(f"FACTWIRE_DATABASE_URL: cannot make {folder}: {error.strerror}") from error
    database = Database(url, readers=settings.db_pool, timeout=settings.db_timeout)
    try:
        yield database
    finally:
        await database.close()
