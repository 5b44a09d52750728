"""The watched folder: its lock, its events, its lanes, and what a crash left undone."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Callable
from pathlib import Path

from services.ingest.inbox.events import Events
from services.ingest.inbox.lane import Lane
from services.ingest.inbox.places import Places
from services.ingest.inbox.scan import Scanner, is_remote
from services.ingest.intake import Intake
from services.ingest.ledger import Ledger, Receipt
from services.ingest.readers.formats import DOCUMENTS
from services.ingest.readers.pieces import Reader
from services.ingest.settings import IngestSettings
from shared import logs
from shared.errors import Misconfigured

try:
    import fcntl
except ImportError:  # not on this system
    fcntl = None  # type: ignore[assignment]

log = logs.get(__name__)


class Inbox:
    """Watches one folder; `run` does the work. `trouble` says what keeps it from working, if anything does."""

    def __init__(
        self, settings: IngestSettings, intake: Intake, ledger: Ledger, reader: Reader, full: Callable[[], bool]
    ) -> None:
        """`full`: whether so much waits to be extracted that files had better wait here."""
        self.root = settings.inbox_dir.absolute()
        self._settings = settings
        self._ledger = ledger
        self._places = Places(self.root)
        self._moving: dict[bytes, Receipt] = {}
        self._gone: str | None = None
        self._stopping = False
        self._events = Events(self.root, self._wake)
        looking = asyncio.Lock()
        texts, documents = (
            Lane(settings, intake, ledger, reader, self._places, self._moving, full, self._events, looking)
            for _ in range(2)
        )
        self._lanes = {texts: lambda name: not _is_document(name), documents: _is_document}

    @property
    def trouble(self) -> str | None:
        """What keeps files from being taken, if anything does."""
        return self._gone or next((lane.trouble for lane in self._lanes if lane.trouble), None)

    @property
    def waiting(self) -> int:
        """Files that lay in the inbox at the last look."""
        return sum(lane.waiting for lane in self._lanes)

    @property
    def paused(self) -> bool:
        """Whether files wait because extraction lags too far behind."""
        return any(lane.paused for lane in self._lanes)

    @property
    def unreadable(self) -> dict[str, str]:
        """Sub-folders that cannot be read, and why."""
        return {name: why for lane in self._lanes for name, why in lane.unreadable.items()}

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
        for lane in self._lanes:
            lane.stop()

    async def run(self) -> None:
        """Work until `stop`; after `prepare`. A folder that goes and comes back (a mount) is watched anew."""
        while not self._stopping:
            try:
                await self._watch()
            except Exception as error:  # noqa: BLE001 - whatever it was, the files are still there
                self._gone = f"{type(error).__name__}: {error}"
                log.error("the inbox cannot be watched", trouble=self._gone)
                await self._pause()
                with contextlib.suppress(OSError):
                    await asyncio.to_thread(self._places.prepare)

    async def _watch(self) -> None:
        remote = await asyncio.to_thread(is_remote, self.root)
        listen = self._settings.inbox_events == "yes" or (self._settings.inbox_events == "auto" and not remote)
        async with self._alone() as folder:
            listening = asyncio.create_task(self._events.run()) if listen else None
            try:
                await self._recover()
                log.info("watching", inbox=str(self.root), events=listen)
                self._gone = None
                async with asyncio.TaskGroup() as work:
                    for lane, wants in self._lanes.items():
                        settle = self._settings.inbox_settle
                        work.create_task(
                            lane.run(Scanner(self.root, settle=settle, remote=remote, wants=wants), folder)
                        )
            finally:
                if listening:
                    listening.cancel()
                    await asyncio.gather(listening, return_exceptions=True)

    @contextlib.asynccontextmanager
    async def _alone(self) -> AsyncIterator[int]:
        """Hold the folder's lock: two that move the same files would count them twice. Gives the open folder."""
        handle = os.open(self.root, os.O_RDONLY | os.O_CLOEXEC)
        told = False
        try:
            while not self._stopping and not _locked(handle):
                if not told:
                    log.warning("another ingest watches this inbox; waiting for it to go", inbox=str(self.root))
                    told = True
                await self._pause()
            yield handle
        finally:
            os.close(handle)

    def _wake(self) -> None:
        for lane in self._lanes:
            lane.wake()

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

    async def _pause(self) -> None:
        await next(iter(self._lanes)).pause(self._settings.inbox_scan)


def _is_document(name: str) -> bool:
    return name.lower().endswith(DOCUMENTS)


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
