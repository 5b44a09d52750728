"""CSV of facts (RFC 4180): the typed columns and the article's, at the speed of the database.

The databases write the lines: PostgreSQL by COPY, SQLite by one `printf` a row, which takes two thirds of the time that
the csv module takes for its cells, and leaves the interpreter to others meanwhile. What a spreadsheet would take for a
formula is quoted with an apostrophe, since names and quotes come from anyone
(https://owasp.org/www-community/attacks/CSV_Injection); it is looked for in the finished chunk, and only a chunk where
something is found is gone through cell by cell.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import AsyncIterator, Iterable, Sequence
from typing import Any

from sqlalchemy import Date, Select, String, and_, case, cast, func, literal, type_coerce
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import BigInteger
from sqlmodel import AutoString

from services.store.answers import FACT_COLUMNS
from services.store.columns import Moment, Number
from services.store.paging import Sort
from services.store.tables import ARTICLE, FACT, REVIEW
from services.store.wholesale import copied, tuples

_HIDDEN = {"seq", "original", "extraction_id", "amount_number", "upper_number"}
FACT_FIELDS = [c.name for c in FACT_COLUMNS if c.name not in _HIDDEN]
ARTICLE_FIELDS = ("title", "url", "publisher")
COLUMNS = [*FACT_FIELDS, *(f"article_{name}" for name in ARTICLE_FIELDS), "review"]
CHUNK = 2000
# Cells of a few known words or of digits, which need no quotes.
_BARE = {"kind", "status", "bound", "direction", "event", "per", "amount", "upper", "currency", "review"}

# Aliases, so that conditions on articles and reviews inside the statement stay their own.
_ITS_ARTICLE = ARTICLE.alias("its_article")
_ITS_REVIEW = REVIEW.alias("its_review")
_NUMBER = re.compile(r"-\d+(\.\d+)?")
# How a cell that begins so looks in the file; a negative number may stand.
_SUSPECT = re.compile(rb'(?:\A|[,\n])(?:[=+@\t]|-(?!\d+(?:\.\d+)?[,\r\n])|"[=+\-@\t\r])')


async def stream(
    connection: AsyncConnection, statement: Select[Any], sort: Sort, columns: Sequence[str], limit: int | None = None
) -> AsyncIterator[tuple[bytes, int]]:
    """The file piece by piece, each with the number of its rows; `columns` are some of COLUMNS."""
    # With the first rows, so that an error comes before anything of the file.
    head = _written([columns])
    left = limit
    dialect = connection.dialect.name
    for part in sort.pages(_selecting(statement, columns, dialect), None):
        wanted = part if left is None else part.limit(left)
        async for piece, rows in (
            _copied(connection, wanted) if dialect == "postgresql" else _fetched(connection, wanted)
        ):
            yield head + piece, rows
            head = b""
            left = left and left - rows
        if left == 0:
            return
    if head:
        yield head, 0


def _selecting(statement: Select[Any], columns: Sequence[str], dialect: str) -> Select[Any]:
    """The statement with the cells as its columns."""
    cells = [_cell(name, dialect).label(f"cell_{name}") for name in columns]
    if dialect == "sqlite":
        cells = [func.printf(",".join(["%s"] * len(cells)) + "\r\n", *(cell.element for cell in cells))]
    narrowed = statement.with_only_columns(*cells, maintain_column_froms=True)
    if any(of_article(name) for name in columns):
        narrowed = narrowed.join(_ITS_ARTICLE, _ITS_ARTICLE.c.id == FACT.c.article_id)
    if "review" in columns:
        holds = and_(_ITS_REVIEW.c.fact_id == FACT.c.id, _ITS_REVIEW.c.ended_at.is_(None))
        narrowed = narrowed.outerjoin(_ITS_REVIEW, holds)
    return narrowed


def of_article(name: str) -> str | None:
    """The field of the article that a column shows, if it does."""
    field = name.removeprefix("article_")
    return field if field != name and field in ARTICLE_FIELDS else None


def _cell(name: str, dialect: str) -> Any:
    field = of_article(name)
    column = _ITS_REVIEW.c.verdict if name == "review" else _ITS_ARTICLE.c[field] if field else FACT.c[name]
    if dialect == "postgresql":
        if isinstance(column.type, Moment):
            utc = func.timezone("UTC", column, type_=Date())
            return func.to_char(utc, 'YYYY-MM-DD HH24:MI:SS.US"+00:00"')
        return func.to_char(column, "YYYY-MM-DD") if isinstance(column.type, Date) else column
    plain = type_coerce(column, String())
    if isinstance(column.type, Moment):
        return plain + "+00:00"
    if isinstance(column.type, Number):  # a whole number without .0, as PostgreSQL has it
        whole = cast(column, BigInteger)
        return type_coerce(case((column == whole, whole), else_=plain), String())
    if type(column.type) in (String, AutoString) and name not in _BARE:  # null stays null, which printf leaves out
        return literal('"') + func.replace(column, '"', '""') + literal('"')
    return plain


async def _fetched(connection: AsyncConnection, statement: Select[Any]) -> AsyncIterator[tuple[bytes, int]]:
    async for rows in tuples(connection, statement, CHUNK):
        yield _guarded("".join([line for (line,) in rows]).encode()), len(rows)


async def _copied(connection: AsyncConnection, statement: Select[Any]) -> AsyncIterator[tuple[bytes, int]]:
    async for piece in copied(connection, statement):
        # Quotes inside a cell are doubled: every other stretch between quotes lies outside of all cells' quotes.
        stretches = piece.split(b'"')
        outside = stretches[::2]
        rows = sum(stretch.count(b"\n") for stretch in outside)
        stretches[::2] = [stretch.replace(b"\n", b"\r\n") for stretch in outside]
        yield _guarded(b'"'.join(stretches)), rows


def _written(table: Iterable[Iterable[Any]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(table)
    return out.getvalue().encode()


def _guarded(piece: bytes) -> bytes:
    if not _SUSPECT.search(piece):
        return piece
    table = csv.reader(io.StringIO(piece.decode(), newline=""))
    return _written([harmless(cell) for cell in cells] for cells in table)


def harmless(cell: Any) -> Any:
    """Text that no spreadsheet runs; a negative number stays a number."""
    if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") and not _NUMBER.fullmatch(cell):
        return f"'{cell}" if cell else cell
    return cell
