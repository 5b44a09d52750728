"""Reading the books: the balance of a day, and the whole story of one article or file. Changes nothing.

Files in = published + duplicate + failed + waiting + gone (taken away or changed by somebody before they were moved),
and what the books say of each folder is what lies there.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from services.ingest.inbox.places import ERROR
from services.ingest.inbox.scan import Scanner
from services.ingest.inbox.sidecar import ENDINGS
from shared.errors import Misconfigured

_FOLDER = {"published": "done", "duplicate": "duplicate", "failed": "failed"}


@dataclass(frozen=True, slots=True)
class Row:
    """Arrivals of one door, day and outcome, with their bytes."""

    day: str
    door: str
    outcome: str
    arrivals: int
    bytes: int


@dataclass
class Balance:
    """What came in and what became of it; `missing` lies in no folder though the books say so."""

    rows: list[Row]
    files_in: int = 0
    waiting: int = 0
    moving: int = 0
    gone: int = 0
    articles: int = 0
    sightings: int = 0
    missing: list[str] = field(default_factory=list)
    unbooked: list[str] = field(default_factory=list)

    @property
    def balances(self) -> bool:
        """Whether nothing is unaccounted for."""
        return not self.missing and not self.unbooked and self.articles <= self.sightings


@contextlib.contextmanager
def open_books(path: Path) -> Iterator[sqlite3.Connection]:
    """The ledger, read-only. Raises Misconfigured where there is none."""
    if not path.exists():
        raise Misconfigured(f"There is no ledger at {path}", "set FACTWIRE_DATA_DIR to ingest's data folder")
    books = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=10)
    books.row_factory = sqlite3.Row
    try:
        if books.execute("PRAGMA user_version").fetchone()[0] < 2:
            raise Misconfigured(f"The ledger {path} was written by an older Factwire", "start ingest once")
        yield books
    finally:
        books.close()


def balance(books: sqlite3.Connection, inbox: Path, day: str | None = None) -> Balance:
    """The books of all time, or of one day (YYYY-MM-DD), held against the inbox's folders.

    Files that an operator took out of `done/` are reported as missing: whoever empties it should expect that.
    """
    where, given = ("WHERE substr(received_at, 1, 10) = ?", (day,)) if day else ("", ())
    rows = [
        Row(*row)
        for row in books.execute(
            f"SELECT substr(received_at, 1, 10), door, outcome, count(*), sum(bytes) FROM arrivals {where}"  # noqa: S608
            " GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
            given,
        )
    ]
    refused = f"SELECT day, door, 'refused: ' || kind, requests, bytes FROM refusals {'WHERE day = ?' if day else ''}"  # noqa: S608
    rows += [Row(*row) for row in books.execute(f"{refused} ORDER BY 1, 2, 3", given)]
    rows.sort(key=lambda row: (row.day, row.door, row.outcome))
    result = Balance(rows)
    (result.articles,) = books.execute("SELECT count(*) FROM articles").fetchone()
    (result.sightings,) = books.execute("SELECT count(DISTINCT article) FROM sightings").fetchone()
    booked: set[str] = set()
    for row in books.execute(f"SELECT place, outcome FROM arrivals {where or 'WHERE 1'} AND mark IS NOT NULL", given):  # noqa: S608
        result.files_in += 1
        if row["place"] is None:
            result.moving += 1
        elif not row["place"]:
            result.gone += 1
        else:
            booked.add(os.fsdecode(row["place"]))
    if inbox.is_dir():
        lying = set(_lying(inbox))
        result.missing = sorted(booked - lying)
        result.unbooked = sorted(lying - booked) if day is None else []
        result.waiting = Scanner(inbox, settle=0, remote=False).look().waiting - result.moving
    return result


def story(books: sqlite3.Connection, what: str) -> list[dict[str, Any]]:
    """Every arrival of an article (by its id) or file (by its name or place), oldest first, with its articles."""
    try:
        key: Any = uuid.UUID(what).bytes
        condition = "id IN (SELECT arrival FROM sightings WHERE article = ?)"
        parameters: tuple[Any, ...] = (key,)
    except ValueError:
        condition = "name = ? OR name LIKE ? ESCAPE '\\' OR place = ?"
        escaped = what.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        parameters = (what, f"%/{escaped}", os.fsencode(what))
    stories = []
    for row in books.execute(f"SELECT * FROM arrivals WHERE {condition} ORDER BY id", parameters):  # noqa: S608
        articles = books.execute(
            "SELECT s.article, a.entry, a.published_at, r.entry AS facts_entry, r.read_at, r.facts AS count, r.skipped,"
            " l.supersedes, coalesce(l.superseded_by, (SELECT article FROM links WHERE supersedes = s.article))"
            " AS superseded_by, l.near_duplicate_of FROM sightings s LEFT JOIN articles a ON a.id = s.article"
            " LEFT JOIN readings r ON r.article = s.article LEFT JOIN links l ON l.article = s.article"
            " WHERE s.arrival = ?",
            (row["id"],),
        )
        told = {name: row[name] for name in row.keys() if name not in ("mark", "place")}  # noqa: SIM118 - a sqlite3.Row
        told["place"] = os.fsdecode(row["place"]) if row["place"] else None
        told["articles"] = [_article(article) for article in articles]
        stories.append(told)
    return stories


def _article(row: sqlite3.Row) -> dict[str, Any]:
    told = {name: row[name] for name in row.keys() if row[name] is not None}  # noqa: SIM118 - a sqlite3.Row
    told = {name: str(uuid.UUID(bytes=v)) if isinstance(v, bytes) else v for name, v in told.items()}
    return {"article_id": told.pop("article"), **told}


def _lying(inbox: Path) -> Iterator[str]:
    """The files in the folders of what was taken, without reasons, receipts and sidecars."""
    for folder in _FOLDER.values():
        for path in (inbox / folder).rglob("*"):
            beside = path.name.endswith((ERROR, ".facts.json", *ENDINGS)) or path.name.startswith(".")
            if not beside and (path.is_symlink() or not path.is_dir()):
                yield str(path.relative_to(inbox))
