"""Receipts: `NAME.facts.json` beside a file in `done/`, once store has the facts of every article in it.

What is owed stands in the books from the moment in which the file was published, so a crash forgets none; a receipt is
written to a file of its own and renamed, so none is ever half there, and writing it again changes nothing.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import itertools
import json
import os
import sqlite3
import time
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from services.ingest.downstream import EXTRACT, STORE
from services.ingest.inbox.places import beside
from services.ingest.ledger import Ledger
from shared import logs
from shared.broker import entry_data, whereabouts
from shared.broker.wire import Client
from shared.messages import ArticleIngested, FactsExtracted

log = logs.get(__name__)

RECEIPT = ".facts.json"
_TYPE = "urn:factwire:receipt"
_AT_ONCE = 100  # files looked at in one go
_SWEPT = 2_000  # arrivals of a sweep
_FORGOTTEN = 3_600.0  # seconds after which what extract said of an article would have been seen
_STUCK = 30.0  # seconds between two sweeps: what waits, what was read before a start, what is dead


@dataclass(frozen=True, slots=True)
class _Article:
    id: uuid.UUID
    entry: str  # on the stream `articles`
    reading: str | None  # its entry on the stream `facts`


@dataclass(frozen=True, slots=True)
class _Owed:
    """A file that waits for its receipt."""

    arrival: int
    name: str
    place: str
    received_at: str
    articles: Sequence[_Article]


class Receipts:
    """Writes what is owed; `write` is called again and again."""

    def __init__(self, client: Client, ledger: Ledger, inbox: Path) -> None:
        self._client = client
        self._ledger = ledger
        self._inbox = inbox
        self._ready: dict[int, None] = {}  # arrivals of which something was read; in the order in which it was
        self._sweep_at = 0.0
        self._swept = 0

    def add(self, arrivals: Iterable[int]) -> None:
        """Something was read of these."""
        self._ready |= dict.fromkeys(arrivals)

    async def write(self) -> None:
        """Write the receipts that can be written now. Raises RedisError, OSError or sqlite3.Error: later."""
        if sweeps := time.monotonic() >= self._sweep_at:
            # What was read before a crash or is dead; every file's turn comes, however many wait.
            found = await self._ledger.within(lambda db: _waiting(db, self._swept))
            self._swept = found[-1] if len(found) == _SWEPT else 0
            self._sweep_at = time.monotonic() + _STUCK
            self.add(found)
        some = list(self._ready) if sweeps else list(itertools.islice(self._ready, _AT_ONCE))
        for start in range(0, len(some), _AT_ONCE):
            for file in await self._ledger.within(lambda db, n=start: _owed(db, some[n : n + _AT_ONCE])):  # type: ignore[misc]
                await self._settle(file, sweeps=sweeps)
        for arrival in some:  # what could not be written yet lets the others pass
            if arrival in self._ready:
                del self._ready[arrival]
                self._ready[arrival] = None

    async def _settle(self, file: _Owed, *, sweeps: bool) -> None:
        told = [await self._tell(article, sweeps=sweeps) for article in file.articles]
        if all(told):
            await asyncio.to_thread(self._write, file, told)
            dead = [a for a, t in zip(file.articles, told, strict=True) if t and t["state"] == "dead"]
            await self._ledger.within(lambda db: _paid(db, file.arrival, dead))
            self._ready.pop(file.arrival, None)

    async def _tell(self, article: _Article, *, sweeps: bool) -> dict[str, Any] | None:
        """What there is to say of an article; None where it is still on its way. The dead are only seen in sweeps."""
        identity = {"article_id": str(article.id)}
        link = {"link": f"/articles/{article.id}/facts"}
        if article.reading is None:
            if not sweeps:
                return None
            where = await whereabouts(self._client, ArticleIngested.STREAM, EXTRACT, article.entry)
            if where.dead:
                return identity | {"state": "dead", "reason": where.dead.error}
            age = time.time() - int(article.entry.partition("-")[0]) / 1000
            # Read so long ago that the stream no longer holds its facts.
            return identity | {"state": "extracted"} | link if where.state == "done" and age > _FORGOTTEN else None
        where = await whereabouts(self._client, FactsExtracted.STREAM, STORE, article.reading)
        if where.dead:
            return identity | {"state": "dead", "reason": where.dead.error}
        if where.state != "done":
            return None
        data = await entry_data(self._client, FactsExtracted.STREAM, article.reading)
        if data is None:  # it was known for long, and the stream has been trimmed since
            return identity | {"state": "stored"} | link
        message = json.loads(data)
        reference = {name: message["article"].get(name) for name in ("title", "url", "published_on", "supersedes")}
        read = {name: message.get(name) for name in ("extractor", "extracted_at", "skipped", "facts")}
        said = {name: value for name, value in (reference | read).items() if value is not None}
        return identity | {"name": message["article"]["source"]["name"], "state": "stored"} | link | said

    def _write(self, file: _Owed, told: Sequence[dict[str, Any] | None]) -> None:
        done = self._inbox / file.place
        receipt = beside(done, RECEIPT)
        document = {
            "type": _TYPE,
            "file": file.name,
            "arrival": file.arrival,
            "received_at": file.received_at,
            "written_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
            "articles": told,
        }
        if not file.place or not os.path.lexists(done):
            log.info("a file was taken away before its receipt was written", name=file.name)
            return
        if receipt.exists() and not _is_receipt(receipt):
            log.warning("another file has the receipt's name", name=file.name, receipt=receipt.name)
            return
        draft = beside(done.with_name("." + done.name), RECEIPT + ".tmp")
        with draft.open("w", encoding="utf-8") as written:
            json.dump(document, written, ensure_ascii=False, indent=2)
            written.write("\n")
            written.flush()
            os.fsync(written.fileno())  # or a power cut may leave an empty file under the right name
        draft.replace(receipt)


def _is_receipt(path: Path) -> bool:
    with path.open(encoding="utf-8", errors="replace") as file:
        return _TYPE in file.read(200)


def _waiting(db: sqlite3.Connection, after: int) -> list[int]:
    """Arrivals that are owed a receipt, or another one."""
    rows = db.execute(
        "SELECT DISTINCT arrival FROM owed LEFT JOIN readings r USING (article)"
        " WHERE arrival > ? AND (dead IS NULL OR coalesce(r.entry, '') <> dead) ORDER BY arrival LIMIT ?",
        (after, _SWEPT),
    )
    return [arrival for (arrival,) in rows]


def _owed(db: sqlite3.Connection, arrivals: Sequence[int]) -> list[_Owed]:
    """Those that are in their place, with all of their articles."""
    found = []
    for arrival in arrivals:
        file = db.execute(
            "SELECT name, place, received_at FROM arrivals WHERE id = ? AND place IS NOT NULL", (arrival,)
        ).fetchone()
        if file is None:
            continue
        articles = db.execute(
            "SELECT s.article, a.entry, r.entry FROM sightings s JOIN articles a ON a.id = s.article"
            " LEFT JOIN readings r ON r.article = s.article WHERE s.arrival = ?",
            (arrival,),
        )
        told = [_Article(uuid.UUID(bytes=identity), entry, read) for identity, entry, read in articles]
        found.append(_Owed(arrival, file[0], os.fsdecode(file[1]), file[2], told))
    return found


def _paid(db: sqlite3.Connection, arrival: int, dead: Sequence[_Article]) -> None:
    db.execute("DELETE FROM owed WHERE arrival = ?", (arrival,))
    # What is dead may be replayed some day: then the receipt is written anew.
    rows = [(arrival, article.id.bytes, article.reading or "") for article in dead]
    db.executemany("INSERT INTO owed VALUES (?, ?, ?)", rows)
