"""The groups that read behind ingest: how far they are says how far an article is, and whether more is taken."""

from __future__ import annotations

import sqlite3

from shared.broker.status import StreamStatus

EXTRACT = "extract"  # reads `articles`
STORE = "store"  # reads `facts`


def unread(articles: StreamStatus) -> int:
    """Articles that extract has not been given yet, by how the stream `articles` stands."""
    return next((group.lag for group in articles.groups if group.name == EXTRACT), 0)


def keep_limit(books: sqlite3.Connection, limit: int) -> None:
    """Write down how many may wait, so that others see what ingest goes by; inside of a transaction."""
    books.execute("INSERT OR REPLACE INTO limits VALUES ('max_backlog', ?)", (limit,))


def kept_limit(books: sqlite3.Connection) -> int | None:
    """How many may wait, as ingest was told at its last start; None before the first one of this version."""
    if not books.execute("SELECT 1 FROM sqlite_master WHERE name = 'limits'").fetchone():
        return None
    row = books.execute("SELECT value FROM limits WHERE name = 'max_backlog'").fetchone()
    return row and int(row[0])


def too_many(unread: int, limit: int) -> str | None:
    """Why nothing is taken until extract has caught up; None while it is. `limit`: 0 for none."""
    return f"{unread:,} articles wait to be extracted, and at most {limit:,} may" if 0 < limit < unread else None
