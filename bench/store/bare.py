"""The same rows with the bare driver, to compare with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import aiosqlite
import asyncpg

from services.store import rows
from services.store.database import Database
from services.store.tables import ARTICLE, EXTRACTION, FACT
from shared.messages import FactsExtracted


class Bare:
    """The same rows with the bare driver: nothing but BEGIN, executemany, COMMIT."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.lite: aiosqlite.Connection | None = None
        self.postgres: Any = None

    async def open(self) -> None:
        if self.database.dialect == "sqlite":
            self.lite = await aiosqlite.connect(str(self.database.url.database), isolation_level=None)
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-16000"):
                await self.lite.execute(f"PRAGMA {pragma}")
        else:
            url = self.database.url.set(drivername="postgresql").render_as_string(hide_password=False)
            self.postgres = await asyncpg.connect(url)

    def prepare(self, batch: Sequence[FactsExtracted]) -> list[tuple[str, list[tuple[Any, ...]]]]:
        """SQL and tuples of a batch."""
        now = dt.datetime.now(dt.UTC)
        articles, extractions, facts = [], [], []
        for message in batch:
            documents = [fact.model_dump_json() for fact in message.facts]
            extraction = rows.extraction_row(message, documents, now) | {"current": True}
            articles.append(rows.reference_row(message.article.id, message.article, now))
            extractions.append(extraction)
            facts += rows.fact_rows(message, documents, extraction["id"], now)
        return [
            self._statement(t, found) for t, found in ((ARTICLE, articles), (EXTRACTION, extractions), (FACT, facts))
        ]

    def _statement(self, table: Any, found: list[dict[str, Any]]) -> tuple[str, list[tuple[Any, ...]]]:
        names = list(found[0])
        lite = self.database.dialect == "sqlite"
        marks = ", ".join("?" if lite else f"${n + 1}" for n in range(len(names)))
        sql = f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks})"
        return sql, [tuple(self._value(table, n, row[n]) for n in names) for row in found]

    def _value(self, table: Any, name: str, value: Any) -> Any:
        number = table.c[name].type.python_type is Decimal and value is not None
        if self.database.dialect == "sqlite":
            if isinstance(value, dt.datetime):
                return value.strftime("%Y-%m-%d %H:%M:%S.%f")
            if isinstance(value, dt.date):
                return value.isoformat()
            return float(value) if number else value
        return Decimal(value) if number else value

    async def write(self, statements: list[tuple[str, list[tuple[Any, ...]]]]) -> None:
        if self.lite:
            await self.lite.execute("BEGIN IMMEDIATE")
            for sql, tuples in statements:
                await self.lite.executemany(sql, tuples)
            await self.lite.execute("COMMIT")
        else:
            async with self.postgres.transaction():
                for sql, tuples in statements:
                    await self.postgres.executemany(sql, tuples)

    async def close(self) -> None:
        await (self.lite or self.postgres).close()
