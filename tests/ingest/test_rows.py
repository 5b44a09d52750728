"""Many rows a statement: all of them and in their order, whatever their number; books with other indices lose those."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from services.ingest.ledger import Ledger
from services.ingest.rows import insert


@pytest.mark.parametrize("count", [0, 1, 332, 333, 334, 1_000])
def test_every_row_is_written_once_and_in_order(count: int) -> None:
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE some (number INTEGER PRIMARY KEY, name TEXT, data BLOB)")
    rows = [(number, f"n{number}" if number % 3 else None, bytes([number % 256])) for number in range(count)]
    insert(db, "INSERT INTO some VALUES", rows)
    assert db.execute("SELECT * FROM some ORDER BY rowid").fetchall() == rows


def test_what_a_statement_ignores_it_ignores_row_by_row() -> None:
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE some (key BLOB PRIMARY KEY, number INTEGER)")
    insert(db, "INSERT OR IGNORE INTO some VALUES", [(b"%d" % (number % 600), number) for number in range(1_200)])
    assert db.execute("SELECT number FROM some ORDER BY number").fetchall() == [(number,) for number in range(600)]


async def test_indices_of_earlier_books_are_replaced(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    await Ledger(path).close()
    with sqlite3.connect(path) as db:
        db.execute("DROP INDEX arrivals_moving")
        db.execute("CREATE INDEX arrivals_on_their_way ON arrivals (mark) WHERE mark IS NOT NULL AND place IS NULL")
        db.execute("CREATE INDEX sketches_by_time ON sketches (made_at)")
        arrival = (
            "INSERT INTO arrivals (door, name, received_at, bytes, outcome, mark) VALUES ('inbox', ?, '', 1, ?, ?)"
        )
        db.execute(arrival, ("a.txt", "published", b"a.txt|1|1|1"))
    db.close()
    ledger = Ledger(path)
    assert list(await ledger.on_their_way()) == [b"a.txt|1|1|1"]
    names = {
        name for (name,) in await ledger.within(lambda db: db.execute("SELECT name FROM sqlite_schema").fetchall())
    }
    plan = await ledger.within(
        lambda db: db.execute(
            "EXPLAIN QUERY PLAN SELECT mark FROM arrivals WHERE mark IS NOT NULL AND place IS NULL"
        ).fetchall()
    )
    await ledger.close()
    assert "arrivals_moving" in names
    assert not names & {"arrivals_on_their_way", "sketches_by_time"}
    assert "arrivals_moving" in plan[0][3]
