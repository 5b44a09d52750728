"""Questions and answers between ingest and the processes that it starts for a burst: values of `marshal` in pipes.

Each has its length in front. The pipes end with the process that asks, and so does the one that answers.
"""

from __future__ import annotations

import gc
import marshal
import os
import signal
import sys
from collections.abc import Callable
from typing import Any, BinaryIO

UP = b"+"  # the first byte of the one that answers: it is there
_GARBAGE = 50_000  # objects between two collections, which else take an eighth of the time
_LENGTH = 8  # bytes of the length in front


def write(pipe: BinaryIO, what: Any) -> None:
    """Put a value into a pipe. Raises OSError."""
    data = marshal.dumps(what)
    pipe.write(len(data).to_bytes(_LENGTH, "big"))
    pipe.write(data)
    pipe.flush()


def read(pipe: BinaryIO) -> Any:
    """The next value of a pipe. Raises EOFError where it has ended."""
    length = int.from_bytes(pipe.read(_LENGTH), "big")
    data = pipe.read(length)
    if not length or len(data) < length:
        raise EOFError
    return marshal.loads(data)  # noqa: S302 - from the process at the other end, which is ours


def serve(prepare: Callable[[Any], Callable[[Any], Any]]) -> None:
    """Answer until the other side is gone. `prepare` makes of the first value what answers all others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who asked
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    gc.freeze()  # what was imported stays
    gc.set_threshold(_GARBAGE)
    try:
        answer = prepare(read(sys.stdin.buffer))
        answers.write(UP)
        answers.flush()
        while True:
            write(answers, answer(read(sys.stdin.buffer)))
    except (EOFError, BrokenPipeError):
        os._exit(0)  # nothing is left to be written
