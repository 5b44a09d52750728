"""Posts that were refused, in the books: how many a day for which reason, and how large they said they were.

Counted together, and written once a second: ten thousand unauthorised posts are one row. What was refused was promised
to nobody, so a crash may cost the count of its last second.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import sqlite3
from collections import Counter

from services.ingest.ledger import Ledger
from services.ingest.problems import Problem
from shared import logs

log = logs.get(__name__)

_EVERY = 1.0  # seconds


class Refusals:
    """Counts; `keep` writes."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._requests: Counter[tuple[str, str, int]] = Counter()
        self._bytes: Counter[tuple[str, str, int]] = Counter()

    def count(self, problem: Problem, size: int) -> None:
        """A post was answered with this problem; `size`: the bytes that it declared."""
        key = (dt.datetime.now(dt.UTC).date().isoformat(), problem.kind.name, problem.kind.status)
        self._requests[key] += 1
        self._bytes[key] += size

    async def keep(self) -> None:
        """Write from time to time, until cancelled."""
        while True:
            await asyncio.sleep(_EVERY)
            await self.write()

    async def write(self) -> None:
        """Write what was counted since; what cannot be written now is written later."""
        if not self._requests:
            return
        requests, self._requests = self._requests, Counter()
        sizes, self._bytes = self._bytes, Counter()
        rows = [(day, kind, status, n, sizes[day, kind, status]) for (day, kind, status), n in requests.items()]
        try:
            await self._ledger.within(lambda db: _add(db, rows))
        except sqlite3.Error as error:
            log.warning("cannot book refused posts", error=str(error))
            self._requests.update(requests)
            self._bytes.update(sizes)


def _add(db: sqlite3.Connection, rows: list[tuple[str, str, int, int, int]]) -> None:
    db.executemany(
        "INSERT INTO refusals VALUES (?, 'http', ?, ?, ?, ?) ON CONFLICT (day, door, kind, status) DO UPDATE"
        " SET requests = requests + excluded.requests, bytes = bytes + excluded.bytes",
        rows,
    )
