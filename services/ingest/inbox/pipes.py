"""Questions and answers between ingest and the processes that it starts for a burst: lists of `marshal` in pipes.

A list goes in pieces, with their number in front, each with its length in front: what is larger than some megabytes
gets its memory from the system anew each time, which takes longer than all else. The pipes end with the process that
asks, and so does the one that answers.
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
_LENGTH = 8  # bytes of a number in front
_PIECE = 250  # values of a list: of articles, a megabyte


def write(pipe: BinaryIO, what: list[Any]) -> None:
    """Put a list into a pipe. Raises OSError."""
    pieces = range(0, len(what), _PIECE)
    pipe.write(len(pieces).to_bytes(_LENGTH, "big"))
    for start in pieces:
        data = marshal.dumps(what[start : start + _PIECE])
        pipe.write(len(data).to_bytes(_LENGTH, "big"))
        pipe.write(data)
    pipe.flush()


def read(pipe: BinaryIO) -> list[Any]:
    """The next list of a pipe. Raises EOFError where it has ended."""
    what: list[Any] = []
    for _ in range(_number(pipe)):
        length = _number(pipe)
        data = pipe.read(length)
        if len(data) < length:
            raise EOFError
        what += marshal.loads(data)  # noqa: S302 - from the process at the other end, which is ours
    return what


def _number(pipe: BinaryIO) -> int:
    data = pipe.read(_LENGTH)
    if len(data) < _LENGTH:
        raise EOFError
    return int.from_bytes(data, "big")


def serve(prepare: Callable[[Any], Callable[[list[Any]], list[Any]]]) -> None:
    """Answer until the other side is gone. `prepare` makes of the one value of the first list what answers others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who asked
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    gc.freeze()  # what was imported stays
    gc.set_threshold(_GARBAGE)
    try:
        (given,) = read(sys.stdin.buffer)
        answer = prepare(given)
        answers.write(UP)
        answers.flush()
        while True:
            write(answers, answer(read(sys.stdin.buffer)))
    except (EOFError, BrokenPipeError):
        os._exit(0)  # nothing is left to be written
