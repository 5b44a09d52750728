"""Many rows at once: SQLAlchemy compiles the statement once; what runs for each row is only what the driver needs.

`connection.execute(insert, rows)` does the same, and spends as long on every row as the database does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal
from operator import itemgetter
from typing import Any

from sqlalchemy import Date, Dialect, Table, bindparam
from sqlalchemy.ext.asyncio import AsyncConnection

from services.store.columns import Moment, Number
from services.store.rows import Row


def _moment(value: dt.datetime) -> str:
    return value.astimezone(dt.UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


# What the columns' types would do by themselves, without their layers; the tests read it back through the types.
CONVERTERS: dict[str, dict[type, Callable[[Any], Any]]] = {
    "sqlite": {Number: float, Moment: _moment, Date: dt.date.isoformat},
    "postgresql": {Number: Decimal},
}


class BulkInsert:
    """INSERT of rows that have exactly these columns."""

    def __init__(self, table: Table, names: Sequence[str], dialect: Dialect) -> None:
        statement = table.insert().values({name: bindparam(name) for name in names}).inline()
        compiled = statement.compile(dialect=dialect)
        self._sql = str(compiled)
        order: list[str] = list(compiled.positiontup or names)
        self._values = itemgetter(*order)
        found = [CONVERTERS[dialect.name].get(type(table.c[name].type)) for name in order]
        self._converters = [(place, convert) for place, convert in enumerate(found) if convert is not None]

    async def run(self, connection: AsyncConnection, rows: Sequence[Row]) -> None:
        """Insert them."""
        await connection.exec_driver_sql(self._sql, [self._converted(row) for row in rows])

    def _converted(self, row: Row) -> tuple[Any, ...]:
        values = list(self._values(row))
        for place, convert in self._converters:
            if values[place] is not None:
                values[place] = convert(values[place])
        return tuple(values)
