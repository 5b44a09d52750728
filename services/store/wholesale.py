"""Whole results past SQLAlchemy's rows: the drivers' own tuples (SQLite), the server's own CSV (PostgreSQL).

SQLAlchemy still makes the SQL and binds the parameters. A million rows as its `Row` objects cost more than everything
else that an export does; and PostgreSQL writes CSV by `COPY … TO STDOUT` several times faster than Python can.
https://docs.sqlalchemy.org/en/21/core/events.html#sqlalchemy.events.DialectEvents.do_execute
"""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any

import asyncpg
from sqlalchemy import Select, event, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

_BIND_ONLY = "factwire_bind_only"
_WAITING = 4  # pieces of COPY (some 64 kB each) that may wait for a slow reader


async def tuples(connection: AsyncConnection, statement: Select[Any], size: int) -> AsyncIterator[Sequence[Any]]:
    """The rows as SQLite's driver gives them, `size` at a time; the next ones are fetched while these are used."""
    driver, sql, parameters = await _bound(connection, statement)
    with _translated(sql):
        cursor: Any = await driver.execute(sql, parameters)

    def fetch() -> asyncio.Task[Sequence[Any]]:
        return asyncio.ensure_future(cursor.fetchmany(size))

    coming = fetch()
    try:
        while True:
            with _translated(sql):
                rows = await coming
            if not rows:
                return
            coming = fetch()
            yield rows
    finally:
        # The connection goes back to its pool: nothing may still be running on it.
        await asyncio.gather(coming, return_exceptions=True)
        await cursor.close()


async def copied(connection: AsyncConnection, statement: Select[Any]) -> AsyncIterator[bytes]:
    """The rows as PostgreSQL's CSV, whole lines at a time. Lines end with a line feed."""
    driver, sql, parameters = await _bound(connection, statement)
    pieces: asyncio.Queue[bytes | None] = asyncio.Queue(_WAITING)

    async def copy() -> None:
        try:
            await driver.copy_from_query(sql, *parameters, output=pieces.put, format="csv")
        finally:
            await pieces.put(None)

    copying = asyncio.create_task(copy())
    try:
        while (piece := await pieces.get()) is not None:
            yield piece
        with _translated(sql):
            await copying
    finally:
        if not copying.done():
            copying.cancel()
            while not pieces.empty():
                pieces.get_nowait()
        await asyncio.gather(copying, return_exceptions=True)


@contextlib.contextmanager
def _translated(sql: str) -> Iterator[None]:
    """The drivers' errors as SQLAlchemy's, which everyone above knows."""
    try:
        yield
    except (sqlite3.Error, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise OperationalError(sql, None, error) from error


def allow_binding(engine: AsyncEngine) -> None:
    """Let `_bound` ask the engine what it would send, without sending it."""

    @event.listens_for(engine.sync_engine, "do_execute")
    def hold_back(_cursor: Any, statement: str, parameters: Any, context: Any) -> bool:
        bound = context.execution_options.get(_BIND_ONLY) if context is not None else None
        if bound is None:
            return False
        bound.append((statement, parameters))
        return True


async def _bound(connection: AsyncConnection, statement: Select[Any]) -> tuple[Any, str, Sequence[Any]]:
    """The driver's connection, and SQL and parameters for it; for `allow_binding`'s engines, inside a transaction."""
    await connection.execute(text("SELECT 1"))  # SQLAlchemy begins its transaction with the first statement
    bound: list[tuple[str, Sequence[Any]]] = []
    await connection.run_sync(lambda plain: plain.execute(statement, execution_options={_BIND_ONLY: bound}))
    [(sql, parameters)] = bound
    return (await connection.get_raw_connection()).driver_connection, sql, parameters
