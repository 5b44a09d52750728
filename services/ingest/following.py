"""What became of the articles behind ingest: the stream `facts` is followed, and what it says goes into the books.

Without a group: nothing waits for ingest, and the books remember how far it was read. So `status`, `why` and receipts
know what extract said of an article, and in which entry; whether store has it, Redis says when asked.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.ingest.ledger import Ledger
from services.ingest.receipts import Receipts
from shared import logs
from shared.broker import entries_after
from shared.broker.wire import Client
from shared.messages import FactsExtracted

log = logs.get(__name__)

_STREAM = FactsExtracted.STREAM
_COUNT = 500  # entries a look: one transaction
_EVERY = 0.5  # seconds between two looks: under load many entries share a transaction
_PAUSE = 5.0  # seconds until it is tried again when Redis or the disk is away


@dataclass(frozen=True, slots=True)
class Reading:
    """What extract said of an article: its entry on the stream, how many facts, or why it was not read."""

    entry: str
    facts: int
    skipped: str | None
    read_at: str


async def follow(client: Client, ledger: Ledger, receipts: Receipts | None) -> None:
    """Follow until cancelled; whatever fails is tried again."""
    told = False
    while True:
        try:
            after = await ledger.within(_followed)
            while fresh := await entries_after(client, _STREAM, after, count=_COUNT):
                after = fresh[-1][0]
                owed = await ledger.within(lambda db, fresh=fresh: _note(db, fresh))  # type: ignore[misc]  # as it is now
                if receipts:
                    receipts.add(owed)
            if receipts:
                await receipts.write()
            told = False
        except Exception as error:  # noqa: BLE001 - it only tells what others did: later
            if not told:
                log.warning("cannot follow the facts", error=f"{type(error).__name__}: {error}")
            told = True
            await asyncio.sleep(_PAUSE)
        await asyncio.sleep(_EVERY)


async def reading(ledger: Ledger, article: uuid.UUID) -> Reading | None:
    """What extract said of an article last, as far as it was followed."""

    def find(db: sqlite3.Connection) -> Reading | None:
        query = "SELECT entry, facts, skipped, read_at FROM readings WHERE article = ?"
        row = db.execute(query, (article.bytes,)).fetchone()
        return Reading(*row) if row else None

    return await ledger.within(find)


def _followed(db: sqlite3.Connection) -> str:
    row = db.execute("SELECT entry FROM followed WHERE stream = ?", (_STREAM,)).fetchone()
    return str(row[0]) if row else "0"


def _note(db: sqlite3.Connection, entries: Sequence[tuple[str, Mapping[bytes, bytes]]]) -> list[int]:
    """Write what entries of the stream say; the arrivals that are owed a receipt of these articles."""
    owed: list[int] = []
    for entry, fields in entries:
        try:
            article = uuid.UUID(fields.get(b"subject", b"").decode())
            message = json.loads(fields.get(b"data", b"{}"))
            values = (entry, len(message["facts"]), message.get("skipped"), message["extracted_at"])
        except (ValueError, KeyError, TypeError):
            continue  # no message of ours; those who consume the stream bury it
        # Only of articles that came in here: another ingest has books of its own.
        db.execute(
            "INSERT OR REPLACE INTO readings SELECT id, ?, ?, ?, ? FROM articles WHERE id = ?", (*values, article.bytes)
        )
        owed += [arrival for (arrival,) in db.execute("SELECT arrival FROM owed WHERE article = ?", (article.bytes,))]
    db.execute("INSERT OR REPLACE INTO followed VALUES (?, ?)", (_STREAM, entries[-1][0]))
    return owed
