"""A second process while thousands of texts wait: one core reads, sketches and moves, the other publishes and books.

It reads what is plainly a text and gives back what becomes its arrival; everything else (documents by their bytes,
files with sidecars, whatever fails) it leaves to the process that asked. It is there for as long as a burst lasts, and
ends with the process that started it, however that ends: its questions come through a pipe (`second.py`).
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import select
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future
from typing import Any

from services.ingest.inbox import second
from services.ingest.inbox.places import printable
from services.ingest.inbox.scan import Found
from services.ingest.ledger import Arrival
from services.ingest.outgoing import Outgoing
from services.ingest.plain import Plain
from services.ingest.readers.formats import DOCUMENTS
from services.ingest.readers.pieces import Budget
from shared import logs

try:
    import fcntl
except ImportError:  # not on this system
    fcntl = None  # type: ignore[assignment]

log = logs.get(__name__)

_ROOM = 1 << 20  # bytes that a pipe holds, or the two would wait for each other every 64 KB


class Burst:
    """The process; `read` and `move` are safe for threads. Without a second core there is none, and nothing is done."""

    def __init__(self, budget: Budget, *, sketches: bool) -> None:
        """`sketches`: whether texts are going to be compared."""
        self._given = (budget.article, sketches)
        self._process: subprocess.Popen[bytes] | None = None
        self._up = False
        self._asking, self._answering = threading.Lock(), threading.Lock()
        self._asked: deque[Future[list[Any] | None]] = deque()  # and not answered yet
        self._useful = hasattr(os, "sched_getaffinity") and len(os.sched_getaffinity(0)) > 1

    def begin(self, lock: int | None = None) -> None:
        """Start it, without waiting until it is there. `lock`: the open file that it is to hold as well."""
        if self._process is None and self._useful:
            command = [sys.executable, "-m", "services.ingest.inbox.second"]
            keep = () if lock is None else (lock,)
            self._process = subprocess.Popen(  # noqa: S603 - ours
                command, pass_fds=keep, stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
            for pipe in (self._process.stdin, self._process.stdout):
                with contextlib.suppress(OSError, AttributeError):  # not on this system, or there are too many
                    fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _ROOM)  # type: ignore[arg-type]
            self._send(self._given)

    def read(self, chunk: Sequence[Found]) -> list[Arrival | None]:
        """The arrivals of the texts; None for whatever else there is, and for all where it was not begun.

        While it starts they are read here, in the same way.
        """
        names = [printable(found.name) for found in chunk]
        questions = [_question(found, name) for found, name in zip(chunk, names, strict=True)]
        answers = self._ask("read", questions)
        if answers is None:
            longest, sketches = self._given
            starts = self._process is not None
            answers = [one and second.answer(one, longest, sketches=sketches) if starts else None for one in questions]
        return [
            answer and _arrival(Plain(*answer), found, name)
            for answer, found, name in zip(answers, chunk, names, strict=True)
        ]

    def move(self, moves: Sequence[tuple[str, str]]) -> list[bool]:
        """Move files (path, goal) where nothing lies; whether each lies there now for certain."""
        return self._ask("move", moves) or [False] * len(moves)

    def _ask(self, verb: str, what: Sequence[Any]) -> list[Any] | None:
        """Its answer; None while it is not there."""
        mine: Future[list[Any] | None] = Future()
        with self._asking:  # the next question lies there when this one is answered, so that it never waits for us
            if self._process is None or not self._ready():
                return None
            self._asked.append(mine)
            self._send((verb, list(what)))
            process = self._process
        with self._answering:
            while not mine.done():  # nobody was here since: who comes first reads the answers of those before, too
                try:
                    answer = second.read(process.stdout)  # type: ignore[arg-type]
                except (OSError, EOFError, ValueError) as error:
                    why = f"{type(error).__name__}: {error}"
                    log.warning("the second process is gone; the first one goes on", error=why)
                    with self._asking:
                        self.end()
                else:
                    self._asked.popleft().set_result(answer)
        return mine.result()

    def end(self) -> None:
        """End it; it comes back with the next burst. What it was asked stays without an answer."""
        process, self._process, self._up = self._process, None, False
        if process is not None:
            process.kill()
            process.communicate()
        while self._asked:
            self._asked.popleft().set_result(None)

    def _ready(self) -> bool:
        if not self._up and self._process and self._process.stdout:
            readable, _, _ = select.select([self._process.stdout], [], [], 0)
            if readable:
                self._up = self._process.stdout.read(1) == b"+"
                if not self._up:
                    self.end()
        return self._up

    def _send(self, what: Any) -> None:
        assert self._process  # noqa: S101
        assert self._process.stdin  # noqa: S101
        with contextlib.suppress(BrokenPipeError):  # then there is no answer either
            second.write(self._process.stdin, what)  # type: ignore[arg-type]


def _question(found: Found, name: str) -> tuple[str, str, int, int, int, int] | None:
    if found.sidecars or not found.regular or found.size > second.LARGEST or name.lower().endswith(DOCUMENTS):
        return None
    return found.path, name, found.device, found.inode, found.size, found.mtime


def _arrival(plain: Plain, found: Found, name: str) -> Arrival:
    at = dt.datetime.fromisoformat(plain.received_at)
    return Arrival("inbox", name, at, found.size, plain.sha256, (Outgoing.read(plain),), mark=found.mark)
