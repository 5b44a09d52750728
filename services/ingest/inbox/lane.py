"""One of the inbox's lanes: look, read, publish, move, for the files that belong to it.

Plain texts and documents have a lane each, so that a document that takes its reader ten seconds delays no text.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from services.ingest.inbox import files
from services.ingest.inbox.burst import Burst
from services.ingest.inbox.events import Events
from services.ingest.inbox.places import Places, printable
from services.ingest.inbox.reading import read_arrival
from services.ingest.inbox.scan import Found, Look, Scanner
from services.ingest.intake import Intake
from services.ingest.ledger import Arrival, Ledger, Receipt
from services.ingest.readers.pieces import Budget, Reader
from services.ingest.settings import IngestSettings
from shared import logs

log = logs.get(__name__)

_CHUNK = 1_000  # files read, booked and moved together: the books write nearly the same pages for half as many …
_FIRST = 125  # of these in the first chunk, so that publishing and moving begin soon
_CHUNK_BYTES = 16_000_000  # … and their bytes
_READING = 2  # chunks that are being read at once: the second process always has its next question
_TAKING = 3  # chunks that are being published or moved at once: one in Redis, one in the books, one on its way
_MANY = 50  # moves that are worth asking the process for them
_BURST = 2_000  # waiting files for which processes of their own are worth their start
_LEAST = 0.02  # seconds between two looks: a steady trickle of events must not become a busy loop
_FULL = 1.0  # seconds between two looks whether there is room again
_STUCK = 30.0  # seconds until a file that could not be moved or read is tried again


class Lane:
    """Works through what its scanner finds; `trouble` says what keeps it from working, if anything does."""

    def __init__(
        self,
        settings: IngestSettings,
        intake: Intake,
        ledger: Ledger,
        reader: Reader,
        places: Places,
        moving: dict[bytes, Receipt],
        full: Callable[[], bool],
        events: Events,
        looking: asyncio.Lock,
    ) -> None:
        """`moving`: files that are in the books but could not be moved yet, by their mark.

        `full`: whether so much waits to be extracted that files had better wait here. `looking`: of all lanes, since
        two looks at once take turns for each file.
        """
        self.trouble: str | None = None
        self.waiting = 0
        self.unreadable: dict[str, str] = {}
        self._settings = settings
        self._intake = intake
        self._ledger = ledger
        self._reader = reader
        self._places = places
        self._moving = moving
        self._full = full
        self._events = events
        self._looking = looking
        self._mover = asyncio.Lock()
        self._owed: list[tuple[int, bytes]] = []  # places of moved files that the books do not know yet
        budget = Budget(size=settings.max_archive_bytes, article=settings.max_article_bytes)
        self._burst = Burst(budget, sketches=settings.near_duplicate_days > 0)
        self._wake = asyncio.Event()
        self._stopping = False

    @property
    def paused(self) -> bool:
        """Whether files wait here because extraction lags too far behind."""
        return self._full()

    def wake(self) -> None:
        """Look now: something came."""
        self._wake.set()

    def stop(self) -> None:
        """Let `run` return once the files in hand are where they belong."""
        self._stopping = True
        self._wake.set()

    async def run(self, scanner: Scanner, folder: int) -> None:
        """Work until `stop`, or until another folder than the open and locked one stands there.

        Raises FileNotFoundError when none does.
        """
        try:
            await self._run(scanner, folder)
        finally:
            self._events.listen(self)
            await asyncio.to_thread(self._burst.end)

    async def _run(self, scanner: Scanner, folder: int) -> None:
        pause, known = 0.0, os.fstat(folder)
        while not self._stopping:
            self._wake.clear()
            try:
                await self._book()
                if (look := await self._look(scanner, folder, known)) is None:
                    return
                self.waiting = look.waiting
                self._events.follow(self, scanner.folders)
                if look.waiting < _BURST:
                    await asyncio.to_thread(self._burst.end)
                if len(look.ready) < _BURST:
                    self._events.listen(self)
                else:
                    self._events.silence(self)
                await self._take_all(list(_chunks(look.ready)), scanner)
                self._report(scanner, None)
                pause = _FULL if self.paused else max(0.05, min(look.pause, self._settings.inbox_scan))
            except FileNotFoundError:
                raise
            except Exception as error:  # noqa: BLE001 - Redis or the disk: the files stay, and it goes on later
                self._report(scanner, f"{type(error).__name__}: {error}")
                pause = min(max(0.5, pause * 2), _STUCK)
                self._wake.clear()  # new files are no reason to hurry now
            if not self._stopping:
                await asyncio.sleep(_LEAST)
            await self.pause(pause)

    async def _look(self, scanner: Scanner, folder: int, known: os.stat_result) -> Look | None:
        """Look; once thousands of files are counted, their processes start meanwhile.

        None where another folder than the known one stands there.
        """
        loop = asyncio.get_running_loop()
        starting: list[asyncio.Future[None]] = []
        over = False

        def start() -> None:
            if not over:
                starting.append(loop.run_in_executor(None, self._burst.begin, folder))

        def crowded() -> None:
            loop.call_soon_threadsafe(start)

        try:
            async with self._looking:  # who was woken first, the lane of texts, looks first
                if not os.path.samestat(known, await asyncio.to_thread(scanner.root.stat)):
                    return None
                return await asyncio.to_thread(scanner.look, _BURST, crowded)
        finally:  # whatever the look came to: one that starts after `run` has ended them would keep the folder's lock
            over = True
            await asyncio.gather(*starting)

    async def pause(self, seconds: float) -> None:
        """Wait so long, or until woken or stopped."""
        if not self._stopping:
            with contextlib.suppress(TimeoutError):
                # Not wait_for: up to Python 3.11 it swallows a cancellation that comes together with the event.
                async with asyncio.timeout(seconds):
                    await self._wake.wait()

    def _report(self, scanner: Scanner, trouble: str | None) -> None:
        if trouble and trouble != self.trouble:
            log.error("the inbox waits", trouble=trouble, files=self.waiting)
        elif self.trouble and not trouble:
            log.info("the inbox works again")
        self.trouble = trouble
        for name in scanner.unreadable.keys() - self.unreadable.keys():
            why = scanner.unreadable[name]
            log.warning("a folder cannot be read", name=name, error=why, hint="let ingest's user read it")
        self.unreadable = dict(scanner.unreadable)

    async def _take_all(self, chunks: Sequence[Sequence[Found]], scanner: Scanner) -> None:
        """Take chunk after chunk: some are read while others are published and moved."""
        reading: deque[asyncio.Task[list[tuple[Found, Arrival]]]] = deque()
        taking: deque[asyncio.Task[int]] = deque()
        begun = 0
        try:
            for chunk in chunks:
                if self._stopping or self.paused:
                    return
                while begun < len(chunks) and len(reading) < _READING:
                    reading.append(asyncio.create_task(self._read_chunk(chunks[begun], scanner)))
                    begun += 1
                arrivals = await reading.popleft()
                taking.append(asyncio.create_task(self._take(chunk, arrivals, scanner)))
                if len(taking) == _TAKING:
                    self.waiting -= await taking.popleft()
            while taking:
                self.waiting -= await taking.popleft()
        finally:  # what was read in vain is read again
            await asyncio.gather(*taking, *reading, return_exceptions=True)

    async def _read_chunk(self, chunk: Sequence[Found], scanner: Scanner) -> list[tuple[Found, Arrival]]:
        fresh = [found for found in chunk if found.mark not in self._moving] if self._moving else chunk
        return await asyncio.to_thread(self._read_all, fresh, scanner)

    async def _take(self, chunk: Sequence[Found], arrivals: Sequence[tuple[Found, Arrival]], scanner: Scanner) -> int:
        """Publish and move some files; returns how many left the inbox."""
        stuck = [found for found in chunk if found.mark in self._moving] if self._moving else []
        again = [(found, self._moving[found.mark]) for found in stuck]
        receipts = await self._intake.take([arrival for _, arrival in arrivals]) if arrivals else []
        moves = again + [(found, receipt) for (found, _), receipt in zip(arrivals, receipts, strict=True)]
        async with self._mover:  # or two would find the same name free
            places = await asyncio.to_thread(self._move_all, moves, scanner)
        self._owed += places
        await self._book()
        return len(places)

    async def _book(self) -> None:
        """Write where files were moved; what cannot be written now (a full disk) is with the next."""
        owed, self._owed = self._owed, []
        try:
            if owed:
                await self._ledger.place(owed)
        except Exception:
            self._owed += owed
            raise

    def _read_all(self, chunk: Sequence[Found], scanner: Scanner) -> list[tuple[Found, Arrival]]:
        arrivals: list[tuple[Found, Arrival]] = []
        for found, read in zip(chunk, self._burst.read(chunk), strict=True):
            try:
                arrivals.append((found, read or read_arrival(found, self._reader, self._settings)))
            except (files.NotYet, FileNotFoundError):
                scanner.put_off(found)
            except OSError as error:
                log.warning("cannot be read now, trying again later", name=printable(found.name), error=str(error))
                scanner.put_off(found, _STUCK)
        return arrivals

    def _move_all(self, moves: Sequence[tuple[Found, Receipt]], scanner: Scanner) -> list[tuple[int, bytes]]:
        places: list[tuple[int, bytes]] = []
        now = dt.datetime.now(dt.UTC)
        moved = self._move_plain(moves, now) if len(moves) >= _MANY else {}
        for found, receipt in moves:
            if (lies := moved.get(found.path)) is not None:
                if self._moving:
                    self._moving.pop(found.mark, None)
                places.append((receipt.number, lies))
                continue
            try:
                place = os.fsencode(self._places.move(found, receipt.outcome, now, receipt.problem))
            except FileNotFoundError:
                # Or the process that moves died right after it had moved it.
                lost = self._places.find(Path(found.name), found.inode, receipt.outcome)
                place = os.fsencode(lost) if lost else b""
                if not lost:
                    log.warning("was removed or changed before it could be moved", name=printable(found.name))
            except OSError as error:
                # It is in the books: it is not published again, only moved once that is possible.
                log.error("cannot be moved, trying again later", name=printable(found.name), error=str(error))
                self._moving[found.mark] = receipt
                scanner.put_off(found, _STUCK)
                continue
            self._moving.pop(found.mark, None)
            places.append((receipt.number, place))
        return places

    def _move_plain(self, moves: Sequence[tuple[Found, Receipt]], now: dt.datetime) -> dict[str, bytes]:
        """Let the process for it move what goes alone; the places by the path that was, for what lies there now."""
        alone = [(found, receipt.outcome) for found, receipt in moves if not found.sidecars and not receipt.problem]
        folders = {outcome: self._places.wanted(outcome, now) for outcome in {outcome for _, outcome in alone}}
        top = f"{self._places.root}/"
        wanted = [(found, folders[outcome] + found.name) for found, outcome in alone]
        done = self._burst.move([(found.path, top + place, found.seen) for found, place in wanted])
        return {found.path: os.fsencode(place) for (found, place), lies in zip(wanted, done, strict=True) if lies}


def _chunks(ready: Sequence[Found]) -> Iterator[Sequence[Found]]:
    """Small ones at first and at last, when nobody else has anything to do until they are read, or after they are."""
    chunk: list[Found] = []
    size, most = 0, _FIRST
    for number, found in enumerate(ready):
        if chunk and (len(chunk) == most or size + found.size > _CHUNK_BYTES):
            yield chunk
            chunk, size, most = [], 0, min(most * 2, _CHUNK, max(_FIRST, (len(ready) - number) // 2))
        chunk.append(found)
        size += found.size
    if chunk:
        yield chunk
