"""What lies in the inbox, and which of it stands still.

Every look reads the folder anew, so nothing depends on events: files that came while ingest was down, in a burst that
overran the event queue, or on a mount without events are found all the same. Files leave the inbox when they are
taken, so that a look costs what waits, not what ever came.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from services.ingest.inbox.files import Sign
from services.ingest.inbox.places import FOLDERS, printable
from services.ingest.inbox.sidecar import ENDINGS

# What writers and editors leave beside a file that is not finished.
_UNFINISHED = (".part", ".partial", ".tmp", ".temp", ".crdownload", ".download", ".filepart", ".swp", ".swx", "~")
_LEFT_ALONE = _UNFINISHED + ENDINGS
_HIDDEN = (".", "~$", "#")
_NETWORK = (
    "nfs",
    "cifs",
    "smb",
    "9p",
    "fuse",
    "afs",
    "ceph",
    "gluster",
    "lustre",
    "vboxsf",
    "virtiofs",
    "drvfs",
)
_AT_ONCE = 20_000  # files remembered between two looks, oldest first: bounds memory when 100,000 are dropped
_EMPTY_FACTOR = 10  # an empty file is most likely one that somebody is about to write


class Found(NamedTuple):
    """Something in the inbox that is not a folder: where it is, and what `lstat` said. The smallest is the oldest.

    Plain values: a hundred thousand of them are made at a look, and thousands go to another process.
    """

    mtime: int  # nanoseconds
    name: str  # relative to the inbox, as the file system has it
    path: str
    mode: int
    device: int
    inode: int
    size: int
    ctime: int  # nanoseconds
    sidecars: tuple[str, ...] = ()  # names of the files that go with it

    @classmethod
    def at(cls, path: str, name: str, sidecars: tuple[str, ...] = ()) -> Found:
        """What is there now. Raises FileNotFoundError."""
        s = os.lstat(path)
        # As `cls(…)` makes it, in half the time.
        return cls._make((s.st_mtime_ns, name, path, s.st_mode, s.st_dev, s.st_ino, s.st_size, s.st_ctime_ns, sidecars))

    @property
    def regular(self) -> bool:
        """Whether it is a plain file: no link, pipe, socket or device."""
        return _plain(self.mode)

    @property
    def seen(self) -> Sign:
        """As `files.sign` says it."""
        return self.device, self.inode, self.size, self.mtime

    @property
    def mark(self) -> bytes:
        """What it is recognised by after a crash: path, inode, size and time."""
        return os.fsencode(f"{self.name}|{self.inode}|{self.size}|{self.mtime}")


@dataclass(frozen=True, slots=True)
class Look:
    """One look: what can be taken, oldest first; seconds until the next may be; how many files wait in all."""

    ready: list[Found]
    pause: float
    waiting: int


class Scanner:
    """Looks at an inbox again and again and remembers since when each file has stood still."""

    def __init__(self, root: Path, *, settle: float, remote: bool, wants: Callable[[str], bool] | None = None) -> None:
        """`settle`: seconds to stand still; `remote`: the file times are another machine's, so only looks count.

        `wants` says by their name which files are looked at; all where not given.
        """
        self.root = root
        self.unreadable: dict[str, str] = {}
        self.folders: list[str] = []  # that were read at the last look
        self._settle = settle
        self._remote = remote
        self._wants = wants
        self._since: dict[str, tuple[tuple[int, ...], float]] = {}
        self._not_before: dict[str, float] = {}

    def look(self, many: int = 0, crowded: Callable[[], None] | None = None) -> Look:
        """Read the folder; `crowded` is called meanwhile, once there are `many`.

        Raises OSError when the inbox itself cannot be read.
        """
        count = listed = 0
        self.unreadable = {}
        self.folders = []
        oldest: list[Found] = []
        for folder, prefix, names, sidecars in self._listings(str(self.root), ""):
            self.folders.append(folder)
            listed += len(names)
            if crowded and listed >= many:
                crowded()
                crowded = None
            for name in names:
                beside = tuple(side for end in ENDINGS if (side := name + end) in sidecars) if sidecars else ()
                try:
                    oldest.append(Found.at(f"{folder}/{name}", prefix + name, beside))
                except FileNotFoundError:
                    continue
                count += 1
                if len(oldest) == 2 * _AT_ONCE:
                    oldest.sort()
                    del oldest[_AT_ONCE:]
        oldest.sort()
        del oldest[_AT_ONCE:]
        now, clock = time.monotonic(), time.time_ns()
        ready: list[Found] = []
        pause = float("inf")
        since: dict[str, tuple[tuple[int, ...], float]] = {}
        local, stood = not self._remote, clock - int(self._settle * 1e9)
        for found in oldest:
            mtime, _, path, mode, _, _, size, ctime, _ = found
            # Nearly always its times alone say that it stands still: nothing needs to be remembered of it.
            if local and size and (ctime <= stood or ctime > mtime) and _plain(mode) and path not in self._not_before:
                ready.append(found)
                continue
            left, since[path] = self._left(found, now, clock)
            if left <= 0:
                ready.append(found)
            else:
                pause = min(pause, left)
        if ready and count > len(oldest):
            pause = 0.0  # there are more, which were not looked at
        self._since = since
        self._not_before = {path: when for path, when in self._not_before.items() if when > now and path in since}
        return Look(ready, pause, count)

    def put_off(self, found: Found, seconds: float | None = None) -> None:
        """Leave it alone for a while: somebody still writes it, or it could not be moved."""
        self._not_before[found.path] = time.monotonic() + (self._settle if seconds is None else seconds)

    def _left(self, found: Found, now: float, clock: int) -> tuple[float, tuple[tuple[int, ...], float]]:
        """Seconds until it has stood still for long enough, and since when it has."""
        sign = (found.inode, found.size, found.mtime, found.ctime)
        old = self._since.get(found.path)
        since = old[1] if old and old[0] == sign else now
        memory = (sign, since)
        put_off = self._not_before.get(found.path, 0.0) - now
        if put_off > 0:
            return put_off, memory
        if not found.regular:
            return 0.0, memory
        stood = now - since
        if not self._remote:
            # Writing moves both times, renaming or finishing (chmod, touch) only the change time: it is complete.
            if found.ctime > found.mtime and found.size:
                return 0.0, memory
            stood = max(stood, (clock - found.ctime) / 1e9)  # a clock set back only means that looks have to count
        return self._settle * (1 if found.size else _EMPTY_FACTOR) - stood, memory

    def _listings(self, folder: str, prefix: str) -> Iterator[tuple[str, str, list[str], set[str]]]:
        """Each folder, what its files' names begin with, and the names of its files and sidecars."""
        try:
            entries = os.scandir(folder)
        except FileNotFoundError:
            if not prefix:
                raise
            return
        except OSError as error:
            if not prefix:
                raise
            self.unreadable[printable(prefix.rstrip("/"))] = error.strerror or str(error)
            return
        folders: list[str] = []
        names: list[str] = []  # and not the entries: a hundred thousand of them, with what `stat` said, are 80 MB
        sidecars: set[str] = set()
        with entries:
            for entry in entries:
                name = entry.name
                if name.endswith(ENDINGS):
                    sidecars.add(name)
                elif not ignored(name) and (prefix or name not in FOLDERS):
                    if entry.is_dir(follow_symlinks=False):
                        folders.append(name)
                    elif self._wants is None or self._wants(name):
                        names.append(name)
        yield folder, prefix, names, sidecars
        for name in folders:
            yield from self._listings(f"{folder}/{name}", f"{prefix}{name}/")


_plain = stat.S_ISREG


def ignored(name: str) -> bool:
    """Whether a file of that name is somebody's unfinished business, or goes with another file."""
    return name.startswith(_HIDDEN) or name.lower().endswith(_LEFT_ALONE)


def is_remote(folder: Path, mounts: str | None = None) -> bool:
    """Whether a folder lies on a network mount, where events and leases of other machines do not arrive.

    `mounts` is the text of Linux' `/proc/self/mountinfo`, read where not given; other systems count as local.
    """
    if mounts is None:
        try:
            mounts = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return False
    folder = folder.resolve()
    best, kind = -1, ""
    for line in mounts.splitlines():
        fields, _, rest = line.partition(" - ")
        parts = fields.split(" ")
        if len(parts) < 5 or not rest:
            continue
        point = Path(parts[4].replace("\\040", " "))
        if folder.is_relative_to(point) and len(point.parts) >= best:
            best, kind = len(point.parts), rest.split(" ", 1)[0]
    return kind.startswith(_NETWORK)
