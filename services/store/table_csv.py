"""CSV of facts: the typed columns and the article's, at the speed of the database.

The cells come as the database has them, past SQLAlchemy's types, and go to the csv module a chunk at a time. What a
spreadsheet would take for a formula is quoted with an apostrophe, since names and quotes come from anyone; it is
looked for in the finished chunk, and only a chunk where something is found is gone through cell by cell.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Row, Select, String, case, cast, type_coerce
from sqlalchemy.types import BigInteger

from services.store.answers import FACT_COLUMNS, About
from services.store.columns import Moment, Number
from services.store.paging import Sort
from services.store.tables import FACT

_HIDDEN = {"seq", "original", "extraction_id", "amount_number", "upper_number"}
COLUMNS = [c.name for c in FACT_COLUMNS if c.name not in _HIDDEN]
ARTICLE_FIELDS = ("title", "url", "publisher")
HEADER = [*COLUMNS, *(f"article_{name}" for name in ARTICLE_FIELDS)]

_WIDTH, _ARTICLE = len(COLUMNS), COLUMNS.index("article_id")
_NUMBER = re.compile(r"-\d+(\.\d+)?")
# How a cell that begins so looks in the file; the first cell of a line is an id.
_SUSPECT = re.compile(r',(?:[=+\-@\t]|"[=+\-@\t\r])')


def selecting(statement: Select[Any], sort: Sort, dialect: str) -> Select[Any]:
    """The statement with the cells as its columns, and behind them what paging needs."""
    cells = [_cell(name, dialect).label(f"cell_{name}") for name in COLUMNS]
    by = [] if sort.column == "seq" else [FACT.c[sort.column]]
    return statement.with_only_columns(*cells, FACT.c.seq, *by, maintain_column_froms=True)


def _cell(name: str, dialect: str) -> Any:
    column = FACT.c[name]
    if dialect == "postgresql":
        return column
    plain = type_coerce(column, String())
    if isinstance(column.type, Moment):
        return plain + "+00:00"
    if isinstance(column.type, Number):  # a whole number without .0, as PostgreSQL has it
        whole = cast(column, BigInteger)
        return type_coerce(case((column == whole, whole), else_=plain), String())
    return plain


def header() -> bytes:
    """The first line."""
    return _written([HEADER]).encode()


def lines(rows: Sequence[Row[Any]], beside: About) -> bytes:
    """One chunk."""
    about = {key: tuple(getattr(article, name) for name in ARTICLE_FIELDS) for key, article in beside.articles.items()}
    table = [row[:_WIDTH] + about[str(row[_ARTICLE])] for row in rows]
    text = _written(table)
    if _SUSPECT.search(text):
        text = _written([harmless(cell) for cell in cells] for cells in table)
    return text.encode()


def _written(table: Iterable[Iterable[Any]]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(table)
    return out.getvalue()


def harmless(cell: Any) -> Any:
    """Text that no spreadsheet runs; a negative number stays a number."""
    if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r") and not _NUMBER.fullmatch(cell):
        return f"'{cell}" if cell else cell
    return cell
