"""File events of the inbox: they only wake those who look. What they say is not believed, since they get lost.

Each folder is listened to by itself, as the looks find them. Listening to all below the inbox is what the library can
do as well, but to find the folders it asks for the kind of each file: of every one of thousands that are dropped in one
folder, before it tells that they came, and of all that ever came in `done/`, each time that it begins.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from pathlib import Path

import watchfiles

from services.ingest.inbox.places import FOLDERS, printable
from services.ingest.inbox.scan import ignored
from shared import logs

log = logs.get(__name__)

_STUCK = 30.0  # seconds until events are asked for again after they failed
_STEP = 15  # milliseconds without another event after which it is told; as often it is looked whether there is one
_SET_UP = 0.5  # seconds after which a watch that begins anew is there


class Events:
    """Calls `wake` when something comes; not while somebody who looks anyway has asked for silence."""

    def __init__(self, root: Path, wake: Callable[[], None]) -> None:
        self._root = root
        self._wake = wake
        self._folders: dict[object, Collection[str]] = {}
        self._silenced: set[object] = set()
        self._calm = asyncio.Event()
        self._calm.set()
        self._stop = asyncio.Event()

    def silence(self, who: object) -> None:
        """No events from now on: each of thousands of files that are moved makes several, which cost as much again."""
        self._silenced.add(who)
        self._calm.clear()
        self._stop.set()

    def listen(self, who: object) -> None:
        """Events again, if nobody else wants silence; what came meanwhile is looked for."""
        if who in self._silenced:
            self._silenced.discard(who)
            if not self._silenced:
                self._calm.set()
                asyncio.get_running_loop().call_later(_SET_UP, self._wake)

    def follow(self, who: object, folders: Collection[str]) -> None:
        """Listen to these folders, and to what others have found; what comes before that is looked for."""
        before = self._listened
        # The library takes no name that is not UTF-8: what lies there is found by looking.
        self._folders[who] = [folder for folder in folders if printable(folder) == folder]
        if self._listened != before:
            self._stop.set()
            asyncio.get_running_loop().call_later(_SET_UP, self._wake)

    @property
    def _listened(self) -> set[str]:
        return {str(self._root)}.union(*self._folders.values())

    async def run(self) -> None:
        """Work until cancelled."""
        start = len(str(self._root)) + 1

        def ours(_: watchfiles.Change, path: str) -> bool:
            within = path[start:]  # as strings: each file that is taken makes some events of its own
            return bool(within) and within.partition("/")[0] not in FOLDERS and not ignored(within.rpartition("/")[2])

        while True:
            await self._calm.wait()
            self._stop = asyncio.Event()
            try:
                async for _ in watchfiles.awatch(
                    *self._listened,
                    watch_filter=ours,
                    debounce=400,
                    step=_STEP,
                    stop_event=self._stop,
                    recursive=False,
                ):
                    self._wake()
                if self._stop.is_set():
                    continue
            except (FileNotFoundError, ExceptionGroup):
                # One of them has gone since the look (without the inbox itself, the look fails), or a name that came is
                # not UTF-8: the library ends with that, in the group of what it does beside.
                self._wake()
                await asyncio.sleep(_SET_UP)
                asyncio.get_running_loop().call_later(_SET_UP, self._wake)
                continue
            except (OSError, RuntimeError, UnicodeError) as error:
                log.warning("no file events, looking from time to time instead", error=str(error))
            await asyncio.sleep(_STUCK)
