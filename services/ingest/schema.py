"""The tables of the books, and how books of an older Factwire get them."""

from __future__ import annotations

import sqlite3
import time
from importlib.metadata import version
from pathlib import Path

from services.ingest.likeness import BANDS, ROWS
from shared.errors import Misconfigured

# The library's hashing may change with its minor version: sketches of another method are not comparable.
METHOD = f"rensa {'.'.join(version('rensa').split('.')[:2])}, {BANDS}x{ROWS} bytes of 64, runs of 8 consonants"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS arrivals (
    id INTEGER PRIMARY KEY,
    door TEXT NOT NULL,
    name TEXT NOT NULL,
    received_at TEXT NOT NULL,  -- RFC 3339, UTC
    bytes INTEGER NOT NULL,
    sha256 TEXT,                -- of the bytes; NULL where they could not be read
    outcome TEXT NOT NULL CHECK (outcome IN ('published', 'duplicate', 'failed')),
    reason TEXT,
    hint TEXT,
    mark BLOB,                  -- of a file: what it is recognised by after a crash
    place BLOB                  -- of a file: where it was moved, below the inbox; NULL: on its way
);
CREATE INDEX IF NOT EXISTS arrivals_by_time ON arrivals (received_at);
-- by their marks, which nobody looked for
DROP INDEX IF EXISTS arrivals_on_their_way;
CREATE INDEX IF NOT EXISTS arrivals_moving ON arrivals (id) WHERE mark IS NOT NULL AND place IS NULL;
CREATE TABLE IF NOT EXISTS articles (
    id BLOB PRIMARY KEY,        -- the article id, 16 bytes
    entry TEXT NOT NULL,        -- its entry on the stream `articles`
    published_at TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sightings (        -- which arrival held which article, also when it was known already
    article BLOB NOT NULL,
    arrival INTEGER NOT NULL REFERENCES arrivals (id),
    PRIMARY KEY (article, arrival)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS answers (          -- to requests with an Idempotency-Key
    key TEXT PRIMARY KEY,
    request TEXT NOT NULL,      -- SHA-256 of what was asked
    status INTEGER NOT NULL,
    location TEXT,
    body BLOB NOT NULL,
    answered_at REAL NOT NULL   -- Unix time
);
CREATE TABLE IF NOT EXISTS feeds (            -- what a feed said last
    address TEXT PRIMARY KEY,
    etag TEXT,
    modified TEXT
);
CREATE INDEX IF NOT EXISTS answers_by_time ON answers (answered_at);
CREATE TABLE IF NOT EXISTS newest (           -- the newest article under an address, a feed's entry, a file name
    id INTEGER PRIMARY KEY,     -- in the order of their coming: by their keys, a burst would touch nearly all pages
    key BLOB NOT NULL UNIQUE,   -- 16 bytes of the SHA-256 of that name
    article BLOB NOT NULL,
    received_at TEXT NOT NULL,
    published_on TEXT,
    sketch BLOB
);
CREATE TABLE IF NOT EXISTS sketches (         -- of articles that are like no other one, within the window
    id INTEGER PRIMARY KEY,
    article BLOB NOT NULL UNIQUE,
    sketch BLOB NOT NULL,
    made_at REAL NOT NULL       -- Unix time
);
-- they are numbered in that order
DROP INDEX IF EXISTS sketches_by_time;
-- of version 2: the index of sketches is in memory now (buckets.py)
DROP TABLE IF EXISTS bands;
CREATE TABLE IF NOT EXISTS links (            -- what was published of an article's relatives
    article BLOB PRIMARY KEY,
    supersedes BLOB,
    superseded_by BLOB,
    near_duplicate_of BLOB
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS links_by_superseded ON links (supersedes) WHERE supersedes IS NOT NULL;
CREATE TABLE IF NOT EXISTS readings (         -- what extract said last of an article
    article BLOB PRIMARY KEY,
    entry TEXT NOT NULL,        -- its entry on the stream `facts`
    facts INTEGER NOT NULL,
    skipped TEXT,               -- why it was not read
    read_at TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS followed (         -- how far a stream was read
    stream TEXT PRIMARY KEY,
    entry TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS owed (             -- receipts that are to be written once store has the article's facts
    arrival INTEGER NOT NULL REFERENCES arrivals (id),
    article BLOB NOT NULL,
    dead TEXT,                  -- told of as dead, with this reading or '' for none; told anew after another one
    PRIMARY KEY (arrival, article)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS owed_by_article ON owed (article);
CREATE TABLE IF NOT EXISTS refusals (         -- posts that were refused, counted
    day TEXT NOT NULL,
    door TEXT NOT NULL,
    kind TEXT NOT NULL,         -- the last part of the problem's type
    status INTEGER NOT NULL,
    requests INTEGER NOT NULL,
    bytes INTEGER NOT NULL,     -- as declared
    PRIMARY KEY (day, door, kind, status)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS limits (           -- that ingest was started with, for those who look from outside
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sketching (method TEXT NOT NULL);
PRAGMA user_version = 4;
"""
_VERSION = 4
# Of version 3, by their keys.
_OLD_VERSIONS = "SELECT key, article, received_at, published_on, sketch FROM versions ORDER BY received_at"


def prepare(db: sqlite3.Connection, path: Path) -> None:
    """Bring the tables up to date, inside of a transaction. Raises Misconfigured for books of a newer Factwire."""
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if version > _VERSION:
        raise Misconfigured(f"The ledger {path} was written by a newer Factwire", "install that version")
    for statement in _SCHEMA.split(";\n"):
        db.execute(statement)
    if db.execute("SELECT 1 FROM sqlite_master WHERE name = 'versions'").fetchone():
        db.execute(f"INSERT INTO newest (key, article, received_at, published_on, sketch) {_OLD_VERSIONS}")
        db.execute("DROP TABLE versions")
    # Made when the clock was set ahead, they and all after them would stay for as long as it was.
    now = time.time()
    db.execute("UPDATE sketches SET made_at = ? WHERE made_at > ?", (now, now))
    method = db.execute("SELECT method FROM sketching").fetchone()
    if method is None or method[0] != METHOD:
        # What was sketched otherwise is comparable with nothing; near-duplicates are found anew from now on.
        for statement in ("DELETE FROM sketches", "UPDATE newest SET sketch = NULL"):
            db.execute(statement)
        db.execute("DELETE FROM sketching")
        db.execute("INSERT INTO sketching VALUES (?)", (METHOD,))
