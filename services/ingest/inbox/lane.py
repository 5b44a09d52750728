"""One of the inbox's lanes: look, read, publish, move, for the files that belong to it.

Plain texts and documents have a lane each, so that a document that takes its reader ten seconds delays no text.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import itertools
import os
from collections.abc import Iterator, Sequence
from typing import Any

from services.ingest.arriving import arrive
from services.ingest.inbox import files, sidecar
from services.ingest.inbox.places import Places, printable
from services.ingest.inbox.scan import Found, Scanner
from services.ingest.intake import Intake
from services.ingest.ledger import Arrival, Ledger, Receipt
from services.ingest.readers.apart import Apart
from services.ingest.readers.formats import MANY
from services.ingest.settings import IngestSettings
from shared import logs
from shared.errors import Rejected

log = logs.get(__name__)

_CHUNK = 200  # files read, published and moved together …
_CHUNK_BYTES = 16_000_000  # … and their bytes
_STUCK = 30.0  # seconds until a file that could not be moved or read is tried again


class Lane:
    """Works through what its scanner finds; `trouble` says what keeps it from working, if anything does."""

    def __init__(
        self,
        settings: IngestSettings,
        intake: Intake,
        ledger: Ledger,
        reader: Apart,
        places: Places,
        moving: dict[bytes, Receipt],
    ) -> None:
        """`moving`: files that are in the books but could not be moved yet, by their mark."""
        self.trouble: str | None = None
        self.waiting = 0
        self.unreadable: dict[str, str] = {}
        self._settings = settings
        self._intake = intake
        self._ledger = ledger
        self._reader = reader
        self._places = places
        self._moving = moving
        self._wake = asyncio.Event()
        self._stopping = False

    def wake(self) -> None:
        """Look now: something came."""
        self._wake.set()

    def stop(self) -> None:
        """Let `run` return once the files in hand are where they belong."""
        self._stopping = True
        self._wake.set()

    async def run(self, scanner: Scanner, folder: os.stat_result) -> None:
        """Work until `stop`, or until another folder than `folder` stands there. Raises FileNotFoundError when none."""
        pause = 0.0
        while not self._stopping:
            self._wake.clear()
            try:
                if not os.path.samestat(folder, await asyncio.to_thread(scanner.root.stat)):
                    return
                look = await asyncio.to_thread(scanner.look)
                self.waiting = look.waiting
                await self._take_all(list(_chunks(look.ready)), scanner)
                self._report(scanner, None)
                pause = max(0.05, min(look.pause, self._settings.inbox_scan))
            except FileNotFoundError:
                raise
            except Exception as error:  # noqa: BLE001 - Redis or the disk: the files stay, and it goes on later
                self._report(scanner, f"{type(error).__name__}: {error}")
                pause = min(max(0.5, pause * 2), _STUCK)
                self._wake.clear()  # new files are no reason to hurry now
            await self.pause(pause)
            await asyncio.sleep(0.02)  # a steady trickle of events must not become a busy loop

    async def pause(self, seconds: float) -> None:
        """Wait so long, or until woken or stopped."""
        if not self._stopping:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), seconds)

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
        """Take chunk after chunk; the next is read while one is published and moved."""
        reading: asyncio.Task[list[tuple[Found, Arrival]]] | None = None
        try:
            for chunk, following in itertools.zip_longest(chunks, chunks[1:]):
                if self._stopping:
                    return
                arrivals = await (reading or self._read_chunk(chunk, scanner))
                reading = asyncio.create_task(self._read_chunk(following, scanner)) if following else None
                self.waiting -= await self._take(chunk, arrivals, scanner)
        finally:
            if reading:  # what was read in vain is read again
                await asyncio.gather(reading, return_exceptions=True)

    async def _read_chunk(self, chunk: Sequence[Found], scanner: Scanner) -> list[tuple[Found, Arrival]]:
        fresh = [found for found in chunk if found.mark not in self._moving]
        return await asyncio.to_thread(self._read_all, fresh, scanner)

    async def _take(self, chunk: Sequence[Found], arrivals: Sequence[tuple[Found, Arrival]], scanner: Scanner) -> int:
        """Publish and move some files; returns how many left the inbox."""
        again = [(found, self._moving[found.mark]) for found in chunk if found.mark in self._moving]
        receipts = await self._intake.take([arrival for _, arrival in arrivals]) if arrivals else []
        moves = again + [(found, receipt) for (found, _), receipt in zip(arrivals, receipts, strict=True)]
        places = await asyncio.to_thread(self._move_all, moves, scanner)
        if places:
            await self._ledger.place(places)
        return len(places)

    def _read_all(self, chunk: Sequence[Found], scanner: Scanner) -> list[tuple[Found, Arrival]]:
        arrivals: list[tuple[Found, Arrival]] = []
        for found in chunk:
            try:
                arrivals.append((found, self._read(found)))
            except (files.NotYet, FileNotFoundError):
                scanner.put_off(found)
            except OSError as error:
                log.warning("cannot be read now, trying again later", name=printable(found.name), error=str(error))
                scanner.put_off(found, _STUCK)
        return arrivals

    def _read(self, found: Found) -> Arrival:
        name = printable(found.name)
        many = name.lower().endswith(MANY)
        problem: Rejected | None = None
        try:
            data = files.read(found, self._settings.max_archive_bytes if many else self._settings.max_article_bytes)
            known = self._known(found)
            arrival = arrive(data, reader=self._reader, door="inbox", name=name, known=known, mark=found.mark).arrival
        except Rejected as error:
            problem = error
        except (OSError, files.NotYet):
            raise
        except Exception:
            # A bug, and no reason to hold up the other files.
            log.exception("reading a file failed", name=name)
            problem = Rejected("Reading it failed unexpectedly; the log of ingest says how", "report it with the file")
        if problem:
            now = dt.datetime.now(dt.UTC)
            arrival = Arrival("inbox", name, now, found.stat.st_size, problem=problem, mark=found.mark)
        if arrival.problem:
            log.warning("failed", door="inbox", name=name, reason=arrival.problem.reason, hint=arrival.problem.hint)
        return arrival

    def _known(self, found: Found) -> dict[str, Any]:
        """What the folders (tags) and the sidecar file say. Raises Rejected for a sidecar that cannot be read."""
        tags = tuple(printable(part) for part in found.name.split("/")[:-1])
        known = sidecar.read(found.path.parent, found.sidecars)
        tags += tuple(known.get("tags", ()))
        return known | {"tags": tags} if tags else known

    def _move_all(self, moves: Sequence[tuple[Found, Receipt]], scanner: Scanner) -> list[tuple[int, bytes]]:
        places: list[tuple[int, bytes]] = []
        now = dt.datetime.now(dt.UTC)
        for found, receipt in moves:
            try:
                place = os.fsencode(self._places.move(found, receipt.outcome, now, receipt.problem))
            except FileNotFoundError:
                log.warning("was removed before it could be moved", name=printable(found.name))
                place = b""
            except OSError as error:
                # It is in the books: it is not published again, only moved once that is possible.
                log.error("cannot be moved, trying again later", name=printable(found.name), error=str(error))
                self._moving[found.mark] = receipt
                scanner.put_off(found, _STUCK)
                continue
            self._moving.pop(found.mark, None)
            places.append((receipt.number, place))
        return places


def _chunks(ready: Sequence[Found]) -> Iterator[Sequence[Found]]:
    chunk: list[Found] = []
    size = 0
    for found in ready:
        if chunk and (len(chunk) == _CHUNK or size + found.stat.st_size > _CHUNK_BYTES):
            yield chunk
            chunk, size = [], 0
        chunk.append(found)
        size += found.stat.st_size
    if chunk:
        yield chunk
