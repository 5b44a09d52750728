"""A second process that reads plain texts while thousands wait: one core reads and sketches, the other publishes.

It reads what is plainly a text and gives back its arrival; everything else (documents by their bytes, files with
sidecars, whatever fails) it leaves to the process that asked. It is there for as long as a burst lasts, and ends with
the process that started it, however that ends: its questions come through a pipe.
"""

from __future__ import annotations

import contextlib
import copy
import gc
import os
import pickle
import select
import signal
import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from services.ingest.arriving import arrive
from services.ingest.inbox import files
from services.ingest.inbox.places import printable
from services.ingest.inbox.scan import Found
from services.ingest.ledger import Arrival
from services.ingest.likeness import sketch
from services.ingest.readers.formats import TEXT, format_of, parts_of
from services.ingest.readers.pieces import Budget, Part

_GARBAGE = 50_000  # objects between two collections, which else take an eighth of the time
_LARGE = 1_000_000  # bytes of a file that is not worth the way through a pipe


class Burst:
    """The process; not safe for threads. Without a second core there is none, and nothing is read."""

    def __init__(self, budget: Budget, *, sketches: bool) -> None:
        """`sketches`: whether texts are going to be compared."""
        self._given = (budget, sketches)
        self._process: subprocess.Popen[bytes] | None = None
        self._up = False
        self._useful = hasattr(os, "sched_getaffinity") and len(os.sched_getaffinity(0)) > 1

    def begin(self) -> None:
        """Start it, without waiting until it is there."""
        if self._process is None and self._useful:
            command = [sys.executable, "-m", "services.ingest.inbox.burst"]
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 - ours
            self._send(self._given)

    def read(self, chunk: Sequence[Found]) -> list[Arrival | None]:
        """The arrivals of the texts; None for whatever else there is, and for all while it is not there."""
        nothing: list[Arrival | None] = [None] * len(chunk)
        if self._process is None or not self._ready():
            return nothing
        plain = [not found.sidecars and found.regular and found.size <= _LARGE for found in chunk]
        try:
            self._send([found if ok else None for found, ok in zip(chunk, plain, strict=True)])
            answer: list[Arrival | None] = pickle.load(self._process.stdout)  # type: ignore[arg-type]  # noqa: S301 - ours
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            from shared import logs  # the second process needs none, and would take a fifth longer to start

            log = logs.get(__name__)
            log.warning("the second reader is gone; the first one goes on", error=f"{type(error).__name__}: {error}")
            self.end()
            return nothing
        return answer

    def end(self) -> None:
        """End it; it comes back with the next burst."""
        process, self._process, self._up = self._process, None, False
        if process is not None:
            process.kill()
            process.communicate()

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
            pickle.dump(what, self._process.stdin, pickle.HIGHEST_PROTOCOL)
            self._process.stdin.flush()


class _NotPlain(Exception):
    """Something for the other process."""


class _Plain:
    """Reads plain text only (`pieces.Reader`)."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget

    def read(self, data: bytes, name: str, media_type: str | None = None) -> list[Part]:
        if format_of(data, name, media_type) is not TEXT:
            raise _NotPlain
        return list(parts_of(data, name, media_type, copy.copy(self._budget)))


def _read(found: Found, reader: _Plain, *, sketches: bool) -> Arrival | None:
    name = printable(found.name)
    tags = tuple(printable(part) for part in found.name.split("/")[:-1])
    try:
        data = files.read(found, _LARGE)
        known = {"tags": tags} if tags else {}
        arrival = arrive(data, reader=reader, door="inbox", name=name, known=known, mark=found.mark).arrival
    except Exception:  # noqa: BLE001 - the other process reads it again, and says what is wrong
        return None
    if arrival.problem:
        return None
    if not sketches:
        return arrival
    return arrival._replace(sketched=tuple((one.article_id, sketch(one.text)) for one in arrival.articles))


def main() -> None:
    """Answer until the other side is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who asked
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    gc.freeze()  # what was imported stays
    gc.set_threshold(_GARBAGE)
    with contextlib.suppress(EOFError, BrokenPipeError):
        budget, sketches = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the one who started it
        reader = _Plain(budget)
        answers.write(b"+")
        answers.flush()
        while True:
            chunk: list[Found | None] = pickle.load(sys.stdin.buffer)  # noqa: S301
            arrivals = [found and _read(found, reader, sketches=sketches) for found in chunk]
            pickle.dump(arrivals, answers, pickle.HIGHEST_PROTOCOL)
            answers.flush()


if __name__ == "__main__":
    main()
