"""Where files go once their fate is known. Names are kept, nothing is ever overwritten, collisions are numbered.

inbox/done/2026-01-31/economy/plant.txt         published
inbox/duplicate/2026-01-31/plant.1.txt          the same article was published before
inbox/failed/2026-01-31/scan.pdf                never will work as it is …
inbox/failed/2026-01-31/scan.pdf.error.json     … and why, and what to do (problem details, RFC 9457)
"""

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import hashlib
import json
import os
from pathlib import Path
from typing import Protocol

from services.ingest.inbox import files
from services.ingest.ledger import Outcome
from shared.errors import Rejected

_FOLDER: dict[Outcome, str] = {"published": "done", "duplicate": "duplicate", "failed": "failed"}
FOLDERS = frozenset(_FOLDER.values())
ERROR = ".error.json"
_LONGEST = 255  # bytes of a file name


class Leaving(Protocol):
    """A file that leaves the inbox (`scan.Found`)."""

    @property
    def path(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def seen(self) -> files.Sign: ...
    @property
    def sidecars(self) -> tuple[str, ...]: ...


class Places:
    """Moves files of one inbox. Only one ingest does so at a time (`watch.py` holds the lock)."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._top = str(root)
        self._numbers: dict[Path, int] = {}

    def prepare(self) -> None:
        """Make the inbox and its folders. Raises OSError."""
        for name in FOLDERS:
            (self.root / name).mkdir(parents=True, exist_ok=True)

    def move(self, found: Leaving, outcome: Outcome, received_at: dt.datetime, problem: Rejected | None) -> str:
        """Move a file of the inbox where it belongs; returns its place, relative to the inbox.

        Raises FileNotFoundError when it is gone, or not what was read any more and so to be read anew; another OSError
        when it cannot be moved. It is then still there.
        """
        if files.sign(os.lstat(found.path)) != found.seen:
            raise FileNotFoundError(errno.ENOENT, "not what was read any more", found.path)
        # As strings, not as paths, and with the functions of `os`: three times as fast, and files come by thousands.
        goal = f"{self._top}/{self.wanted(outcome, received_at)}{found.name}"
        if os.path.lexists(goal):
            goal = str(self._free(Path(goal)))
        if problem or found.sidecars:
            self._beside(found, Path(goal), received_at, problem)
        try:
            os.rename(found.path, goal)  # noqa: PTH104
        except FileNotFoundError:  # the first of its folder today, or it is gone
            Path(goal).parent.mkdir(parents=True, exist_ok=True)
            os.rename(found.path, goal)  # noqa: PTH104
        return goal[len(self._top) + 1 :]

    @staticmethod
    def wanted(outcome: Outcome, received_at: dt.datetime) -> str:
        """The folder below the inbox that files of that outcome belong to, with a slash at its end."""
        return f"{_FOLDER[outcome]}/{received_at:%Y-%m-%d}/" if outcome == "published" else f"{_FOLDER[outcome]}/"

    def find(self, relative: Path, inode: int, outcome: Outcome) -> str | None:
        """Where a file that left the inbox lies now, known by its inode; relative to the inbox."""
        top = self.root / _FOLDER[outcome]
        days = sorted(top.glob("????-??-??"), reverse=True) if outcome == "published" else [top]
        folders = [folder for day in days if (folder := day / relative.parent).is_dir()]
        for folder in folders:  # nearly always under its own name; after a crash, thousands are looked for
            with contextlib.suppress(OSError):
                if (folder / relative.name).lstat().st_ino == inode:
                    return str((folder / relative.name).relative_to(self.root))
        for folder in folders:
            with os.scandir(folder) as entries:
                for entry in entries:
                    if entry.inode() == inode and not entry.name.endswith(ERROR):
                        return str((folder / entry.name).relative_to(self.root))
        return None

    def _free(self, goal: Path) -> Path:
        """The first numbered name that nobody has."""
        if len(self._numbers) > 10_000:  # a cache; without it, the n-th file of a name would try n names
            self._numbers.clear()
        number = self._numbers.get(goal, 0)
        while True:
            number += 1
            suffix = f".{number}{goal.suffix}"
            free = goal.with_name(_cut(goal.stem, _LONGEST - len(os.fsencode(suffix))) + suffix)
            if not os.path.lexists(free):
                self._numbers[goal] = number
                return free

    def _beside(self, found: Leaving, goal: Path, received_at: dt.datetime, problem: Rejected | None) -> None:
        """Put what goes with a file beside the place where it will lie."""
        path = Path(found.path)
        goal.parent.mkdir(parents=True, exist_ok=True)
        path.lstat()  # gone already? then no reason is left behind
        if problem:
            # The reason first: a failed file never lies there without one, whenever the process is killed.
            self._explain(goal, found.name, received_at, problem)
        for name in found.sidecars:
            with contextlib.suppress(FileNotFoundError):
                path.with_name(name).rename(goal.with_name(goal.name + name.removeprefix(path.name)))

    def _explain(self, goal: Path, name: str, received_at: dt.datetime, problem: Rejected) -> None:
        document = {
            "type": "urn:factwire:problem:rejected",
            "title": "The file cannot be taken as an article",
            "detail": problem.reason,
            "hint": problem.hint or None,
            "file": printable(name),
            "received_at": received_at.isoformat(timespec="seconds"),
        }
        draft = goal.with_name(f".{_cut(goal.name, 200)}.tmp")
        draft.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        draft.replace(beside(goal, ERROR))


def beside(path: Path, ending: str) -> Path:
    """The file of that ending beside another; a name that gets too long is cut, and told apart by a digest."""
    name = path.name + ending
    if len(os.fsencode(name)) > _LONGEST:
        digest = hashlib.sha256(os.fsencode(path.name)).hexdigest()[:8]
        name = _cut(path.name, _LONGEST - len(ending) - 9) + f"~{digest}{ending}"
    return path.with_name(name)


def printable(path: str) -> str:
    """A path as text that every encoder takes; file names can be any bytes."""
    return path if path.isascii() else os.fsencode(path).decode("utf-8", "replace")


def _cut(name: str, limit: int) -> str:
    """The name, cut to so many bytes at a whole character."""
    while len(os.fsencode(name)) > limit:
        name = name[:-1]
    return name
