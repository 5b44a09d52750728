"""Whole results as a file: JSON Lines, CSV, Parquet; written while they are read, so that memory does not grow.

CSV has the table's typed columns and the article's; what a spreadsheet would take for a formula is quoted with an
apostrophe, since names and quotes come from anyone.
"""

from __future__ import annotations

import asyncio
import csv
import datetime as dt
import io
from collections.abc import AsyncIterator, Callable, Sequence
from decimal import Decimal
from typing import Any, Literal

from sqlalchemy import Column, Row, Select

from services.store.answers import FACT_COLUMNS, Articles, articles_of, fact_json
from services.store.database import Database
from services.store.paging import Sort, chunks
from services.store.problems import Problem

Format = Literal["json", "jsonl", "csv", "parquet"]
MEDIA_TYPES: dict[Format, str] = {
    "json": "application/json",
    "jsonl": "application/x-ndjson",
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
}
ACCEPTED = {media: name for name, media in MEDIA_TYPES.items()} | {"application/jsonl": "jsonl"}

_HIDDEN = {"seq", "original", "extraction_id", "amount_number", "upper_number"}
COLUMNS = [c.name for c in FACT_COLUMNS if c.name not in _HIDDEN]
ARTICLE_FIELDS = ("title", "url", "publisher")
HEADER = [*COLUMNS, *(f"article_{name}" for name in ARTICLE_FIELDS)]
CHUNK = 2000


def accepted(header: str | None, asked: Format | None = None) -> Format:
    """The format to answer in: what was asked for by name, else the first known type of `Accept`, else JSON."""
    if asked:
        return asked
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
    write = _parquet() if kind == "parquet" else _lines if kind == "jsonl" else _csv()
    async with database.read() as connection:
        known: dict[str, Row[Any]] = {}
        async for rows in chunks(connection, statement, sort, size=CHUNK, limit=limit):
            new = [row for row in rows if row.article_id not in known]
            if len(known) > 10 * CHUNK:  # neighbours share articles, the whole table does not
                known, new = {}, list(rows)
            known |= await articles_of(connection, new) if new else {}
            if piece := write(rows, known):
                yield piece
            await asyncio.sleep(0)  # other requests go on between two pieces
    if kind != "jsonl":
        yield write(None, {})


Writer = Callable[[Sequence[Row[Any]] | None, Articles], bytes]


def _lines(rows: Sequence[Row[Any]] | None, articles: Articles) -> bytes:
    return "".join(f"{fact_json(row, articles)}\n" for row in rows or ()).encode()


def _csv() -> Writer:
    written = False
    picks = [_index(name) for name in COLUMNS]
    texts = [i for i, name in enumerate(COLUMNS) if FACT_TYPES[name] is str]

    def write(rows: Sequence[Row[Any]] | None, articles: Articles) -> bytes:
        nonlocal written
        out = io.StringIO()
        table = csv.writer(out, lineterminator="\r\n")
        if not written:
            table.writerow(HEADER)
            written = True
        for row in rows or ():
            article = articles[row.article_id]
            cells = [row[i] for i in picks]
            for i in texts:
                if (cell := cells[i]) and cell[0] in _FORMULA:
                    cells[i] = harmless(cell)
            cells += [harmless(article.title), harmless(article.url), harmless(article.publisher)]
            table.writerow(cells)
        return out.getvalue().encode()

    return write


_FORMULA = frozenset("=+-@\t\r")


def harmless(cell: str | None) -> str | None:
    """Text that no spreadsheet runs; a negative number stays a number."""
    if cell and cell[0] in _FORMULA and not cell[1:].replace(".", "", 1).isdigit():
        return "'" + cell
    return cell


def _type(column: Column[Any]) -> type:
    kind = column.type.python_type
    return str if kind is object else kind  # SQLModel's text says nothing of itself


FACT_TYPES = {column.name: _type(column) for column in FACT_COLUMNS}


def _index(name: str) -> int:
    return [c.name for c in FACT_COLUMNS].index(name)


def _parquet() -> Writer:
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise Problem(406, "Parquet needs the extra `parquet` of factwire (pyarrow) where store runs") from None
    kinds: dict[type, Any] = {
        str: pa.string(), int: pa.int64(), float: pa.float64(), Decimal: pa.float64(), dt.date: pa.date32(),
        dt.datetime: pa.timestamp("us", tz="UTC"),
    }  # fmt: skip
    schema = pa.schema(
        [(name, kinds[FACT_TYPES[name]]) for name in COLUMNS] + [(f"article_{n}", pa.string()) for n in ARTICLE_FIELDS]
    )
    sink = io.BytesIO()
    file = pq.ParquetWriter(sink, schema, compression="zstd")

    def taken() -> bytes:
        piece = sink.getvalue()
        sink.seek(0)
        sink.truncate()
        return piece

    def write(rows: Sequence[Row[Any]] | None, articles: Articles) -> bytes:
        if rows is None:
            file.close()
            return taken()
        columns: list[Any] = []
        for name in COLUMNS:
            values = [row[_index(name)] for row in rows]
            if FACT_TYPES[name] is Decimal:
                values = [None if value is None else float(value) for value in values]
            columns.append(values)
        columns += [[articles[row.article_id]._mapping[name] for row in rows] for name in ARTICLE_FIELDS]
        file.write_table(pa.table([pa.array(c, f.type) for c, f in zip(columns, schema, strict=True)], schema=schema))
        return taken()

    return write
