"""Many rows at once: SQLAlchemy compiles the statement once, and what runs for each row is only its types' conversions.

`connection.execute(insert, rows)` does the same, and spends as long on every row as the database does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Dialect, Table, bindparam
from sqlalchemy.ext.asyncio import AsyncConnection

from services.store.rows import Row


class BulkInsert:
    """INSERT of rows that have exactly these columns."""

    def __init__(self, table: Table, names: Sequence[str], dialect: Dialect) -> None:
        statement = table.insert().values({name: bindparam(name) for name in names}).inline()
        compiled = statement.compile(dialect=dialect)
        self._sql = str(compiled)
        order: list[str] = list(compiled.positiontup or names)
        self._columns: list[tuple[str, Callable[[Any], Any] | None]] = [
            (name, table.c[name].type.dialect_impl(dialect).bind_processor(dialect)) for name in order
        ]

    async def run(self, connection: AsyncConnection, rows: Sequence[Row]) -> None:
        """Insert them."""
        columns = self._columns
        await connection.exec_driver_sql(
            self._sql,
            [
                tuple([row[n] if convert is None or row[n] is None else convert(row[n]) for n, convert in columns])
                for row in rows
            ],
        )
