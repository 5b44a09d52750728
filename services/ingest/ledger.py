"""The books: what came in through which door, and what became of it. A SQLite file of ingest's own.

An *arrival* is one file or one request; it is `published` (at least one article of it was new), `duplicate` (all of
them were known) or `failed`. The order of steps makes a crash at any instant harmless:

1. the articles are published (ids depend on the content alone, so publishing again changes nothing downstream);
2. one transaction writes the arrival and its articles, for a file with its mark (path, inode, size, time);
3. the file is moved; its place is written.

A file found in the inbox whose mark is in the books without a place was published before the crash: it only moves.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import sqlite3
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Literal, NamedTuple, TypeVar

from services.ingest.outgoing import Outgoing
from services.ingest.relatives import Relatives, links_of
from services.ingest.rows import insert
from services.ingest.schema import prepare
from shared.errors import Misconfigured, Rejected
from shared.messages import Door, Related

Outcome = Literal["published", "duplicate", "failed"]
T = TypeVar("T")

# FULL: what was answered with 202 or moved to done/ is in the books after a power cut as well.
_FULL, _NORMAL = "PRAGMA synchronous = FULL;", "PRAGMA synchronous = NORMAL;"
# Ids are spread over all of a table: with the 2 MB and 1,000 pages that are SQLite's habit, a burst reads most pages
# again for each transaction, and copies them from the log to the file after each. In KiB; in pages of 4 KiB.
_ROOMY = "PRAGMA cache_size = -16384; PRAGMA wal_autocheckpoint = 4000;"


class Arrival(NamedTuple):
    """A file or request: its articles, or the problem because of which it has none; `mark` is there for files.

    A tuple is made in a third of the time that a dataclass with slots takes.
    """

    door: Door
    name: str
    received_at: dt.datetime
    size: int
    sha256: str | None = None
    articles: tuple[Outgoing, ...] = ()
    problem: Rejected | None = None
    mark: bytes | None = None
    traceparent: str | None = None


class Receipt(NamedTuple):
    """What became of an arrival: its number in the books, its articles' keys, and those that were known before."""

    number: int
    outcome: Outcome
    articles: tuple[bytes, ...] = ()
    known: frozenset[bytes] = frozenset()
    problem: Rejected | None = None


class FeedState(NamedTuple):
    """What a feed said last of its version."""

    etag: str | None = None
    modified: str | None = None


class Ledger:
    """The books, opened; every call runs in a thread of the ledger's own, one after the other."""

    def __init__(self, path: Path, *, window: float = 0, receipts: bool = False) -> None:
        """Open or create the file.

        `window`: days for which near-duplicates are looked for; `receipts`: published files are owed one.

        Raises Misconfigured where that is impossible.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, timeout=10, isolation_level=None, check_same_thread=False)
            self._prepare(path)
        except (OSError, sqlite3.Error) as error:
            raise Misconfigured(
                f"FACTWIRE_DATA_DIR: cannot open the ledger {path}: {error}", "the folder must be writable"
            ) from error
        self._relatives = Relatives(self._db, days=window)
        self._receipts = receipts
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="ledger")

    def _prepare(self, path: Path) -> None:
        self._db.executescript(f"PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON; {_FULL} {_ROOMY}")
        with self._transaction():
            prepare(self._db, path)

    async def known(self, articles: Sequence[uuid.UUID]) -> set[uuid.UUID]:
        """Those of the articles that were published before."""
        known = await self._run(lambda: self._known([article.bytes for article in articles]))
        return {article for article in articles if article.bytes in known}

    async def fresh(self, articles: Mapping[bytes, Outgoing]) -> dict[bytes, Related]:
        """Those of the articles that are new, with their relatives; to be followed by `record`, or by `forget`."""

        def find() -> dict[bytes, Related]:
            known = self._known(list(articles))
            new = [article for key, article in articles.items() if key not in known]
            return self._relatives.find_all(new)

        return await self._run(find) if articles else {}

    async def forget(self, articles: Iterable[bytes]) -> None:
        """These were not published after all."""
        await self._run(lambda: self._relatives.forget(articles))

    async def links(self, article: uuid.UUID) -> Related:
        """What is known of an article's relatives now: a later version as well that came after it."""
        return await self._run(lambda: links_of(self._db, article))

    async def record(self, receipts: Sequence[tuple[Arrival, Receipt]], entries: Mapping[bytes, str]) -> list[int]:
        """Write arrivals and new articles (key → stream entry) in one transaction; returns the arrivals' numbers."""
        return await self._run(lambda: self._record(receipts, entries))

    async def place(self, places: Sequence[tuple[int, bytes]]) -> None:
        """Write where files were moved: (arrival's number, path below the inbox)."""
        await self._run(lambda: self._place(places))

    async def on_their_way(self) -> dict[bytes, Receipt]:
        """Files in the books that have no place yet, by their mark."""
        return await self._run(self._on_their_way)

    async def article(self, article: uuid.UUID) -> tuple[str, str] | None:
        """The stream entry and the time of publishing (RFC 3339) of an article, if it ever came in."""

        def find() -> tuple[str, str] | None:
            row = self._db.execute("SELECT entry, published_at FROM articles WHERE id = ?", (article.bytes,)).fetchone()
            return None if row is None else (str(row[0]), str(row[1]))

        return await self._run(find)

    async def within(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """What `work` makes of the tables, in one transaction and the ledger's thread."""

        def run() -> T:
            with self._transaction():
                return work(self._db)

        return await self._run(run)

    async def feed(self, address: str) -> FeedState:
        """What a feed said last; nothing where it was never read."""

        def find() -> FeedState:
            row = self._db.execute("SELECT etag, modified FROM feeds WHERE address = ?", (address,)).fetchone()
            return FeedState(*row) if row else FeedState()

        return await self._run(find)

    async def remember_feed(self, address: str, state: FeedState) -> None:
        """Keep what a feed said."""

        def write() -> None:
            with self._transaction():
                values = (address, state.etag, state.modified)
                self._db.execute("INSERT OR REPLACE INTO feeds VALUES (?, ?, ?)", values)

        await self._run(write)

    async def return_file(self, place: bytes) -> None:
        """Write that a failed file was put back into the inbox: it is no longer where the books say."""

        def write() -> None:
            with self._transaction():
                self._db.execute("UPDATE arrivals SET place = x'' WHERE place = ?", (place,))

        await self._run(write)

    async def close(self) -> None:
        """Finish what runs and close the file."""
        await self._run(self._db.close)
        self._thread.shutdown()

    async def _run(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)

    @contextlib.contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:  # SQLite has taken it back itself where the disk is full
                self._db.execute("ROLLBACK")
            raise

    def _known(self, articles: Sequence[bytes]) -> set[bytes]:
        found: set[bytes] = set()
        for start in range(0, len(articles), 500):  # SQLite's oldest limit of variables is 999
            some = articles[start : start + 500]
            query = f"SELECT id FROM articles WHERE id IN ({','.join('?' * len(some))})"  # noqa: S608 - only marks
            found.update(row[0] for row in self._db.execute(query, some))
        return found

    def _record(self, receipts: Sequence[tuple[Arrival, Receipt]], entries: Mapping[bytes, str]) -> list[int]:
        try:
            with self._transaction():
                numbers = self._record_all(receipts, entries)
        except BaseException:
            self._relatives.forget(entries)
            raise
        self._relatives.drop(entries)
        return numbers

    def _record_all(self, receipts: Sequence[tuple[Arrival, Receipt]], entries: Mapping[bytes, str]) -> list[int]:
        now = dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds")
        (last,) = self._db.execute("SELECT coalesce(max(id), 0) FROM arrivals").fetchone()
        numbers = list(range(last + 1, last + 1 + len(receipts)))  # nobody else writes before the end
        insert(
            self._db,
            "INSERT INTO arrivals (id, door, name, received_at, bytes, sha256, outcome, reason, hint, mark) VALUES",
            [
                (
                    number,
                    arrival.door,
                    arrival.name,
                    arrival.received_at.isoformat(timespec="milliseconds"),
                    arrival.size,
                    arrival.sha256,
                    receipt.outcome,
                    receipt.problem.reason if receipt.problem else None,
                    receipt.problem.hint if receipt.problem else None,
                    arrival.mark,
                )
                for number, (arrival, receipt) in zip(numbers, receipts, strict=True)
            ],
        )
        insert(
            self._db,
            "INSERT OR IGNORE INTO articles VALUES",
            [(article, entry, now) for article, entry in entries.items()],
        )
        insert(
            self._db,
            "INSERT OR IGNORE INTO sightings VALUES",
            [(a, n) for n, (_, receipt) in zip(numbers, receipts, strict=True) for a in receipt.articles],
        )
        self._relatives.write(entries)
        if self._receipts:
            files = [(n, r) for n, (a, r) in zip(numbers, receipts, strict=True) if a.mark and r.outcome == "published"]
            self._db.executemany(
                "INSERT OR IGNORE INTO owed (arrival, article) VALUES (?, ?)",
                [(number, article) for number, receipt in files for article in receipt.articles],
            )
        return numbers

    def _place(self, places: Sequence[tuple[int, bytes]]) -> None:
        # After a power cut a place that is missing is found again by the file's inode; it goes to disk with the next.
        self._db.execute(_NORMAL)
        try:
            with self._transaction():
                self._db.executemany("UPDATE arrivals SET place = ? WHERE id = ?", [(p, n) for n, p in places])
        finally:
            self._db.execute(_FULL)

    def _on_their_way(self) -> dict[bytes, Receipt]:
        rows = self._db.execute(
            "SELECT mark, id, outcome, reason, hint FROM arrivals WHERE mark IS NOT NULL AND place IS NULL"
        )
        return {
            mark: Receipt(number, outcome, problem=Rejected(reason, hint or "") if reason else None)
            for mark, number, outcome, reason, hint in rows
        }
