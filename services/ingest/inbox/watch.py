"""The watched folder: look, read, publish, move; woken by file events, and by the clock in any case."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import hashlib
import os
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path

import watchfiles

from services.ingest.inbox import files
from services.ingest.inbox.places import FOLDERS, Places, printable
from services.ingest.inbox.scan import Found, Scanner, ignored, is_remote
from services.ingest.intake import Intake
from services.ingest.ledger import Arrival, Ledger, Receipt
from services.ingest.readers.formats import read
from services.ingest.settings import IngestSettings
from shared import logs
from shared.errors import Misconfigured, Rejected
from shared.messages import Source

try:
    import fcntl
except ImportError:  # not on this system
    fcntl = None  # type: ignore[assignment]

log = logs.get(__name__)

_CHUNK = 200  # files read, published and moved together …
_CHUNK_BYTES = 16_000_000  # … and their bytes
_STUCK = 30.0  # seconds until a file that could not be moved or read is tried again


class Inbox:
    """Watches one folder; `run` does the work. `trouble` says what keeps it from working, if anything does."""

    def __init__(self, settings: IngestSettings, intake: Intake, ledger: Ledger) -> None:
        self.root = settings.inbox_dir.absolute()
        self.trouble: str | None = None
        self.waiting = 0
        self.unreadable: dict[str, str] = {}
        self._settings = settings
        self._intake = intake
        self._ledger = ledger
        self._places = Places(self.root)
        self._wake = asyncio.Event()
        self._moving: dict[bytes, Receipt] = {}
        self._stopping = False

    async def prepare(self) -> None:
        """Make the folder. Raises Misconfigured when that is impossible."""
        try:
            await asyncio.to_thread(self._places.prepare)
        except OSError as error:
            raise Misconfigured(
                f"FACTWIRE_INBOX: cannot use {self.root}: {error.strerror}", "the folder must be writable"
            ) from error

    def stop(self) -> None:
        """Let `run` return once the files in hand are where they belong."""
        self._stopping = True
        self._wake.set()

    async def run(self) -> None:
        """Work until `stop`; after `prepare`. A folder that goes and comes back (a mount) is watched anew."""
        while not self._stopping:
            try:
                await self._watch()
            except Exception as error:  # noqa: BLE001 - whatever it was, the files are still there
                self._report(f"{type(error).__name__}: {error}")
                await self._pause(self._settings.inbox_scan)
                with contextlib.suppress(OSError):
                    await asyncio.to_thread(self._places.prepare)

    async def _watch(self) -> None:
        remote = await asyncio.to_thread(is_remote, self.root)
        scanner = Scanner(self.root, settle=self._settings.inbox_settle, remote=remote)
        listen = self._settings.inbox_events == "yes" or (self._settings.inbox_events == "auto" and not remote)
        async with self._alone() as folder:
            listening = asyncio.create_task(self._listen()) if listen else None
            try:
                await self._recover()
                log.info("watching", inbox=str(self.root), events=listen)
                await self._work(scanner, folder)
            finally:
                if listening:
                    listening.cancel()
                    await asyncio.gather(listening, return_exceptions=True)

    @contextlib.asynccontextmanager
    async def _alone(self) -> AsyncIterator[os.stat_result]:
        """Hold the folder's lock: two that move the same files would count them twice. Gives the folder's `stat`."""
        handle = os.open(self.root, os.O_RDONLY | os.O_CLOEXEC)
        told = False
        try:
            while not self._stopping and not _locked(handle):
                if not told:
                    log.warning("another ingest watches this inbox; waiting for it to go", inbox=str(self.root))
                    told = True
                await self._pause(self._settings.inbox_scan)
            yield os.fstat(handle)
        finally:
            os.close(handle)

    async def _listen(self) -> None:
        """Events only wake the loop; what they say is not believed, since they get lost."""

        def ours(_: watchfiles.Change, path: str) -> bool:
            parts = Path(path).relative_to(self.root).parts
            return bool(parts) and parts[0] not in FOLDERS and not ignored(parts[-1])

        while True:
            try:
                async for _ in watchfiles.awatch(self.root, watch_filter=ours, debounce=400, step=50):
                    self._wake.set()
            except (OSError, RuntimeError) as error:
                log.warning("no file events, looking from time to time instead", error=str(error))
            await asyncio.sleep(_STUCK)

    async def _recover(self) -> None:
        """Finish the moves that a crash interrupted."""
        for mark, receipt in (await self._ledger.on_their_way()).items():
            name, inode, *_ = mark.rsplit(b"|", 3)
            relative = Path(os.fsdecode(name))
            try:
                still_there = (self.root / relative).lstat().st_ino == int(inode)
            except OSError:
                still_there = False
            if still_there:
                self._moving[mark] = receipt
            else:
                place = await asyncio.to_thread(self._places.find, relative, int(inode), receipt.outcome)
                await self._ledger.place([(receipt.number, os.fsencode(place) if place else b"")])

    async def _work(self, scanner: Scanner, folder: os.stat_result) -> None:
        pause = 0.0
        while not self._stopping:
            self._wake.clear()
            try:
                if not os.path.samestat(folder, await asyncio.to_thread(self.root.stat)):
                    return  # another folder stands there now
                look = await asyncio.to_thread(scanner.look)
                self.waiting = look.waiting
                for chunk in _chunks(look.ready):
                    if self._stopping:
                        return
                    self.waiting -= await self._take(chunk, scanner)
                self._report(None)
                self._report_unreadable(scanner.unreadable)
                pause = max(0.05, min(look.pause, self._settings.inbox_scan))
            except FileNotFoundError:
                raise
            except Exception as error:  # noqa: BLE001 - Redis or the disk: the files stay, and it goes on later
                self._report(f"{type(error).__name__}: {error}")
                pause = min(max(0.5, pause * 2), _STUCK)
                self._wake.clear()  # new files are no reason to hurry now
            await self._pause(pause)
            await asyncio.sleep(0.02)  # a steady trickle of events must not become a busy loop

    async def _pause(self, seconds: float) -> None:
        if not self._stopping:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._wake.wait(), seconds)

    def _report(self, trouble: str | None) -> None:
        if trouble and trouble != self.trouble:
            log.error("the inbox waits", trouble=trouble, files=self.waiting)
        elif self.trouble and not trouble:
            log.info("the inbox works again")
        self.trouble = trouble

    def _report_unreadable(self, folders: dict[str, str]) -> None:
        for name in folders.keys() - self.unreadable.keys():
            log.warning("a folder cannot be read", name=name, error=folders[name], hint="let ingest's user read it")
        self.unreadable = folders

    async def _take(self, chunk: Sequence[Found], scanner: Scanner) -> int:
        """Publish and move some files; returns how many left the inbox."""
        again = [(found, self._moving[found.mark]) for found in chunk if found.mark in self._moving]
        fresh = [found for found in chunk if found.mark not in self._moving]
        arrivals = await asyncio.to_thread(self._read_all, fresh, scanner)
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
                log.warning("cannot be read now, trying again later", name=printable(found.relative), error=str(error))
                scanner.put_off(found, _STUCK)
        return arrivals

    def _read(self, found: Found) -> Arrival:
        name = printable(found.relative)
        received_at = dt.datetime.now(dt.UTC)
        tags = tuple(printable(Path(part)) for part in found.relative.parent.parts)
        data: bytes | None = None
        digest: str | None = None
        try:
            data = files.read(found, self._settings.max_article_bytes)
            digest = hashlib.sha256(data).hexdigest()
            source = Source(door="inbox", name=name, received_at=received_at)
            articles = read(data, source, tags=tags, sha256=digest)
        except Rejected as problem:
            log.warning("failed", door="inbox", name=name, reason=problem.reason, hint=problem.hint)
            size = found.stat.st_size
            return Arrival("inbox", name, received_at, size, digest, problem=problem, mark=found.mark)
        return Arrival("inbox", name, received_at, len(data), digest, articles, mark=found.mark)

    def _move_all(self, moves: Sequence[tuple[Found, Receipt]], scanner: Scanner) -> list[tuple[int, bytes]]:
        places: list[tuple[int, bytes]] = []
        now = dt.datetime.now(dt.UTC)
        for found, receipt in moves:
            try:
                place = os.fsencode(self._places.move(found.path, receipt.outcome, now, receipt.problem))
            except FileNotFoundError:
                log.warning("was removed before it could be moved", name=printable(found.relative))
                place = b""
            except OSError as error:
                # It is in the books: it is not published again, only moved once that is possible.
                log.error("cannot be moved, trying again later", name=printable(found.relative), error=str(error))
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


def _locked(handle: int) -> bool:
    if fcntl is None:
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True  # the mount knows no locks
    return True
