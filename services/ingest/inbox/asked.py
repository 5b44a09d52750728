"""A process beside ingest that answers questions (`pipes.serve`), asked by several threads."""

from __future__ import annotations

import contextlib
import select
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future
from typing import Any

from services.ingest.inbox import pipes
from shared import logs

try:
    import fcntl
except ImportError:  # not on this system
    fcntl = None  # type: ignore[assignment]

log = logs.get(__name__)

_ROOM = 1 << 20  # bytes that a pipe holds, or the two would wait for each other every 64 KB


class Asked:
    """One such process, once it was begun. `ask` is safe for threads, and never waits for its start."""

    def __init__(self, module: str, given: Any) -> None:
        """`module`: what it runs; `given`: the first value that it is sent."""
        self._module, self._given = module, given
        self._process: subprocess.Popen[bytes] | None = None
        self._up = False
        self._asking, self._answering = threading.Lock(), threading.Lock()
        self._asked: deque[Future[list[Any] | None]] = deque()  # and not answered yet

    @property
    def pid(self) -> int | None:
        """Its id while it is there, or starts."""
        return self._process.pid if self._process else None

    def begin(self, lock: int | None = None) -> None:
        """Start it, without waiting until it is there. `lock`: the open file that it is to hold as well."""
        if self._process is not None:
            return
        keep = () if lock is None else (lock,)
        self._process = subprocess.Popen(  # noqa: S603 - ours
            [sys.executable, "-m", self._module], pass_fds=keep, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        for pipe in (self._process.stdin, self._process.stdout):
            with contextlib.suppress(OSError, AttributeError):  # not on this system, or there are too many
                fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _ROOM)  # type: ignore[arg-type]
        self._send(self._given)

    def ask(self, what: Sequence[Any]) -> list[Any] | None:
        """Its answer; None while it is not there."""
        mine: Future[list[Any] | None] = Future()
        with self._asking:  # the next question lies there when this one is answered, so that it never waits for us
            if self._process is None or not self.ready():
                return None
            self._asked.append(mine)
            self._send(list(what))
            process = self._process
        with self._answering:
            while not mine.done():  # nobody was here since: who comes first reads the answers of those before, too
                try:
                    answer = pipes.read(process.stdout)  # type: ignore[arg-type]
                except (OSError, EOFError, ValueError) as error:
                    why = f"{type(error).__name__}: {error}"
                    log.warning("a second process is gone; the first one goes on", module=self._module, error=why)
                    with self._asking:
                        self.end()
                else:
                    self._asked.popleft().set_result(answer)
        return mine.result()

    def end(self) -> None:
        """End it. What it was asked stays without an answer."""
        process, self._process, self._up = self._process, None, False
        if process is not None:
            process.kill()
            process.communicate()
        while self._asked:
            self._asked.popleft().set_result(None)

    def ready(self) -> bool:
        """Whether it has said that it is there."""
        if not self._up and self._process and self._process.stdout:
            readable, _, _ = select.select([self._process.stdout], [], [], 0)
            if readable:
                self._up = self._process.stdout.read(1) == pipes.UP
                if not self._up:
                    self.end()
        return self._up

    def _send(self, what: Any) -> None:
        assert self._process  # noqa: S101
        assert self._process.stdin  # noqa: S101
        with contextlib.suppress(BrokenPipeError):  # then there is no answer either
            pipes.write(self._process.stdin, what)  # type: ignore[arg-type]
