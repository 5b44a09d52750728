"""Many rows into a table of the books.

For each row of `executemany` SQLite takes its steps without the interpreter, which is given up and asked for again;
where other threads want it, too, that takes longer than the row. So several hundred rows are one statement.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from itertools import chain
from typing import Any

_MARKS = 999  # SQLite's oldest limit of variables in a statement


def insert(db: sqlite3.Connection, into: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Run an `INSERT … VALUES` (which is its end) for all rows, which are of one length."""
    if not rows:
        return
    row = f"({','.join('?' * len(rows[0]))})"
    some = _MARKS // len(rows[0])
    left = len(rows) % some  # by themselves, or there would be a statement for every number of rows
    if many := len(rows) - left:
        statement = f"{into} {','.join([row] * some)}"
        for start in range(0, many, some):
            db.execute(statement, tuple(chain.from_iterable(rows[start : start + some])))
    db.executemany(f"{into} {row}", rows[many:])
