"""Whole results as a file: JSON Lines, CSV, Parquet; written while they are read, so that memory does not grow."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from typing import Any, Literal, TypeAlias

from sqlalchemy import Row, Select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.store import table_csv
from services.store.answers import About, about, fact_json
from services.store.database import Database
from services.store.paging import Sort, chunks
from services.store.table_parquet import ParquetTable

Format = Literal["json", "jsonl", "csv", "parquet"]
MEDIA_TYPES: dict[Format, str] = {
    "json": "application/json",
    "jsonl": "application/x-ndjson",
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
}
ACCEPTED = {media: name for name, media in MEDIA_TYPES.items()} | {"application/jsonl": "jsonl"}
CHUNK = 2000

Writer: TypeAlias = Callable[[Sequence[Row[Any]], About], bytes]


def accepted(header: str | None) -> Format:
    """The format to answer in: the first known type of `Accept`, else JSON."""
    for part in (header or "").split(","):
        media = part.split(";")[0].strip().lower()
        if media in ACCEPTED:
            return ACCEPTED[media]
        if media in ("*/*", "application/*"):
            break
    return "json"


async def stream(
    database: Database,
    statement: Select[Any],
    sort: Sort,
    kind: Format,
    *,
    columns: Sequence[str] = (),
    limit: int | None = None,
) -> AsyncGenerator[tuple[bytes, int]]:
    """The file, piece by piece, each with the number of its rows, from one consistent view of the data.

    `columns` (some of `table_csv.COLUMNS`; none: all) are for CSV and Parquet.
    """
    async with database.read() as connection:
        if kind == "csv":
            pieces = table_csv.stream(connection, statement, sort, columns or table_csv.COLUMNS, limit)
        elif kind == "parquet":
            pieces = _parquet(connection, statement, sort, columns or table_csv.COLUMNS, limit)
        else:
            pieces = _chunked(connection, statement, sort, _json_lines, limit)
        async for piece in pieces:
            yield piece
            await asyncio.sleep(0)  # other requests go on between two pieces


async def _chunked(
    connection: AsyncConnection, statement: Select[Any], sort: Sort, write: Writer, limit: int | None
) -> AsyncIterator[tuple[bytes, int]]:
    async def beside(rows: Sequence[Row[Any]]) -> About:
        return await about(connection, {row.article_id for row in rows})

    async for rows, found in chunks(connection, statement, sort, beside=beside, size=CHUNK, limit=limit):
        yield write(rows, found), len(rows)


async def _parquet(
    connection: AsyncConnection, statement: Select[Any], sort: Sort, columns: Sequence[str], limit: int | None
) -> AsyncIterator[tuple[bytes, int]]:
    table = ParquetTable(columns)
    async for piece in _chunked(connection, statement, sort, table.chunk, limit):
        yield piece
    yield table.end(), 0


def _json_lines(rows: Sequence[Row[Any]], beside: About) -> bytes:
    return "".join(f"{fact_json(row, beside)}\n" for row in rows).encode()
