"""Whole results as a file: JSON Lines, CSV, Parquet; written while they are read, so that memory does not grow."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any, Literal, TypeAlias

from sqlalchemy import Row, Select

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
    database: Database, statement: Select[Any], sort: Sort, kind: Format, *, limit: int | None = None
) -> AsyncIterator[bytes]:
    """The file, piece by piece, from one consistent view of the data."""
    write: Writer
    parquet: ParquetTable | None = None
    if kind == "csv":
        statement, write = table_csv.selecting(statement, sort, database.dialect), table_csv.lines
        yield table_csv.header()
    elif kind == "parquet":
        parquet = ParquetTable()
        write = parquet.chunk
    else:
        write = _json_lines
    place = list(statement.selected_columns.keys()).index("cell_article_id" if kind == "csv" else "article_id")
    async with database.read() as connection:

        async def beside(rows: Sequence[Row[Any]]) -> About:
            return await about(connection, {str(row[place]) for row in rows})

        async for rows, found in chunks(connection, statement, sort, beside=beside, size=CHUNK, limit=limit):
            yield write(rows, found)
            await asyncio.sleep(0)  # other requests go on between two pieces
    if parquet is not None:
        yield parquet.end()


def _json_lines(rows: Sequence[Row[Any]], beside: About) -> bytes:
    return "".join(f"{fact_json(row, beside)}\n" for row in rows).encode()
