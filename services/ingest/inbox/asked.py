"""A process beside ingest that answers questions (`pipes.serve`), asked by several threads.

A thread of its own reads the answers as they come: so a question may wait until there is room in its pipe, and never
for one who does not read.
"""

from __future__ import annotations

import contextlib
import os
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

# A chunk of texts is some megabytes, which the system's allocator (glibc; others do not know these) would give back to
# the kernel after each, and have it filled with zeros for the next: a tenth of the time of the one that reads.
_KEPT = {
    "MALLOC_TRIM_THRESHOLD_": "67108864",
    "MALLOC_MMAP_THRESHOLD_": "33554432",
    "MALLOC_TOP_PAD_": "4194304",
}
_ROOM = 1 << 20  # bytes that a pipe holds, or the two would wait for each other every 64 KB


class Asked:
    """One such process, once it was begun. `ask` is safe for threads, and never waits for its start."""

    def __init__(self, module: str, given: Any) -> None:
        """`module`: what it runs; `given`: what it is sent first."""
        self._module, self._given = module, given
        self._process: subprocess.Popen[bytes] | None = None
        self._listener: threading.Thread | None = None
        self._up = False
        self._asking = threading.Lock()
        self._asked: deque[Future[list[Any] | None]] = deque()  # and not answered yet

    @property
    def pid(self) -> int | None:
        """Its id while it is there, or starts."""
        return process.pid if (process := self._process) else None

    @property
    def up(self) -> bool:
        """Whether it has said that it is there."""
        return self._up

    def begin(self, lock: int | None = None) -> None:
        """Start it, without waiting until it is there. `lock`: the open file that it is to hold as well.

        Where the system does not let it start, it is not there, and ingest does without.
        """
        with self._asking:
            if self._listener and self._listener.is_alive():
                return
            command = [sys.executable, "-m", self._module]
            keep = () if lock is None else (lock,)
            try:
                process = subprocess.Popen(  # noqa: S603 - ours
                    command, env=os.environ | _KEPT, pass_fds=keep, stdin=subprocess.PIPE, stdout=subprocess.PIPE
                )
            except OSError as error:
                why = str(error)
                log.warning("a process beside ingest cannot start; ingest goes on", module=self._module, error=why)
                return
            for pipe in (process.stdin, process.stdout):
                with contextlib.suppress(OSError, AttributeError):  # not on this system, or there are too many
                    fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _ROOM)  # type: ignore[arg-type]
            self._process = process
            _send(process, [self._given])
            self._listener = threading.Thread(target=self._listen, args=(process,), name="asked", daemon=True)
            self._listener.start()

    def ask(self, question: Sequence[Any]) -> list[Any] | None:
        """Its answer; None while it is not there."""
        answer: Future[list[Any] | None] = Future()
        with self._asking:  # the next question lies there when this one is answered, so that it never waits for us
            if (process := self._process) is None or not self.up:
                return None
            self._asked.append(answer)
            _send(process, list(question))
        return answer.result()

    def end(self) -> None:
        """End it, and wait until it has ended. What it was asked stays without an answer."""
        process, self._process = self._process, None
        if process and self._listener:
            process.kill()
            self._listener.join()

    def _listen(self, process: subprocess.Popen[bytes]) -> None:
        try:
            self._up = process.stdout.read(1) == pipes.UP  # type: ignore[union-attr]
            while True:
                answer = pipes.read(process.stdout)  # type: ignore[arg-type]
                self._asked.popleft().set_result(answer)
        except Exception as error:  # noqa: BLE001 - whatever it was, those who asked must not wait for ever
            if self._process is process:
                why = f"{type(error).__name__}: {error}"
                log.warning("a process beside ingest is gone; ingest goes on", module=self._module, error=why)
        process.kill()
        process.communicate()
        with self._asking:
            self._process, self._up = None, False
            while self._asked:
                self._asked.popleft().set_result(None)


def _send(process: subprocess.Popen[bytes], what: list[Any]) -> None:
    with contextlib.suppress(BrokenPipeError, ValueError):  # it is gone, so there is no answer either
        pipes.write(process.stdin, what)  # type: ignore[arg-type]
