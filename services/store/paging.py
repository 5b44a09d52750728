"""Keyset pages: each page begins behind the last row of the one before, however many rows come and go meanwhile.

A cursor is opaque to the client: the sort it belongs to, the last row's sort value and its row number. Rows without a
value in the sorted column come last in both directions, in the order of their numbers.
"""

from __future__ import annotations

import asyncio
import base64
import binascii
import datetime as dt
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Row, Select, Table, asc, desc, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

T = TypeVar("T")
LONGEST = 9_223_372_036_854_775_807


class BadCursor(ValueError):
    """Not a cursor of this listing."""


@dataclass(frozen=True, slots=True)
class Sort:
    """An order of rows: by a column, then by number. `-published` sorts from the latest down."""

    name: str
    table: Table
    column: str
    descending: bool
    number: ColumnElement[int]

    @classmethod
    def parse(cls, text: str, table: Table, columns: dict[str, str], number: ColumnElement[int] | None = None) -> Sort:
        """`columns` maps what the client says to the column's name.

        `number` is the row number where another table leads (a full-text index gives rows in its own order at once).
        """
        name = text.removeprefix("-")
        return cls(text, table, columns[name], text.startswith("-"), table.c.seq if number is None else number)

    def pages(self, statement: Select[Any], after: str | None) -> list[Select[Any]]:
        """The statements to run one after another: rows with a value, then (where it may be null) those without."""
        by, seq = self.table.c[self.column], self.number
        past = self._decode(after) if after else None
        order: Callable[[ColumnElement[Any]], ColumnElement[Any]] = desc if self.descending else asc
        if self.column == "seq":
            if past is not None:
                statement = statement.where(seq < past[1] if self.descending else seq > past[1])
            return [statement.order_by(order(seq))]
        valued = statement.where(by.is_not(None)).order_by(order(by), order(seq))
        blank = statement.where(by.is_(None)).order_by(order(seq))
        if past is None:
            return [valued, blank] if by.nullable else [valued]
        value, number = past
        further = seq < number if self.descending else seq > number
        if value is None:
            return [blank.where(further)]
        # The outer comparison lets an index jump there; the inner one settles equal values.
        if self.descending:
            valued = valued.where(by <= value, or_(by < value, further))
        else:
            valued = valued.where(by >= value, or_(by > value, further))
        return [valued, blank] if by.nullable else [valued]

    def looked_up_late(self, part: Select[Any]) -> Select[Any]:
        """One of the statements of `pages` that first finds which rows there are, and only then looks them up.

        An index often knows the first: of a thousand matches to be put in order only a page's are fetched.
        """
        by, seq = self.table.c[self.column], self.table.c.seq
        found = part.with_only_columns(seq, maintain_column_froms=True)
        order = desc if self.descending else asc
        return select(*part.selected_columns).where(seq.in_(found)).order_by(order(by), order(seq))

    def cursor(self, row: Row[Any]) -> str:
        """Where a page that ends with this row ends."""
        value = None if self.column == "seq" else row._mapping[self.column]
        plain = None if value is None else str(value)
        document = json.dumps([self.name, plain, row._mapping["seq"]], separators=(",", ":"))
        return base64.urlsafe_b64encode(document.encode()).decode().rstrip("=")

    def _decode(self, cursor: str) -> tuple[Any, int]:
        try:
            document = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
            name, plain, number = document
            if name != self.name or type(number) is not int or not 0 <= number <= LONGEST:
                raise BadCursor(cursor)
            if plain is not None and type(plain) is not str:
                raise BadCursor(cursor)
            return (None if plain is None else _value(plain, self.table.c[self.column].type.python_type)), number
        except (ValueError, TypeError, binascii.Error, InvalidOperation, RecursionError) as error:
            raise BadCursor("the cursor does not belong to this listing and order") from error


def _value(plain: str, kind: type) -> Any:
    if kind is dt.date:
        return dt.date.fromisoformat(plain)
    if kind is float:
        return float(plain)
    number = Decimal(plain)
    if not number.is_finite() or len(plain) > 100:
        raise BadCursor(plain)
    return number


async def page(
    connection: AsyncConnection, statement: Select[Any], sort: Sort, *, after: str | None, limit: int, late: bool = True
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page and the cursor of the next; None where this is the last. Raises BadCursor.

    `late`: rows are looked up once it is known which; of long pages by number, twice is once too often.
    """
    rows: list[Row[Any]] = []
    for part in sort.pages(statement, after):
        cut = part.limit(limit + 1 - len(rows))
        rows += (await connection.execute(sort.looked_up_late(cut) if late else cut)).all()
        if len(rows) > limit:
            return rows[:limit], sort.cursor(rows[limit - 1])
    return rows, None


async def chunks(
    connection: AsyncConnection,
    statement: Select[Any],
    sort: Sort,
    *,
    beside: Callable[[Sequence[Row[Any]]], Awaitable[T]],
    size: int,
    limit: int | None = None,
) -> AsyncIterator[tuple[Sequence[Row[Any]], T]]:
    """Every row, `size` at a time, each time with what `beside` finds for them.

    What is held in memory does not grow with the table. The database works on the next chunk while this one is used.
    """

    async def fetch(after: str | None, count: int) -> tuple[Sequence[Row[Any]], str | None, T]:
        rows, following = await page(connection, statement, sort, after=after, limit=count, late=False)
        return rows, following, await beside(rows)

    left = limit
    coming = asyncio.ensure_future(fetch(None, min(size, left or size)))
    try:
        while True:
            rows, after, found = await coming
            if left is not None:
                left -= len(rows)
            more = after is not None and left != 0
            if more:
                coming = asyncio.ensure_future(fetch(after, min(size, left or size)))
            if rows:
                yield rows, found
            if not more:
                return
    finally:
        # The connection goes back to its pool: nothing may still be running on it.
        await asyncio.gather(coming, return_exceptions=True)
