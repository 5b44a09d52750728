"""The second reader's process: what `burst.py` starts while thousands of files wait.

It is there soon (0.06 s of CPU), because it loads neither models nor frameworks. Questions come and answers go
as values of `marshal` with their length in front: the pipes end with the process that asks.

    read        [(path, name, device, inode, size, mtime) or None, …]    what `scan.Found` says of plain files
    answer      [plain.Plain or None, …]                                 None: for the other process
    move        [(path, goal), …]
    answer      [whether it lies there now, …]                           if not, for the other process

It holds the inbox's lock as well (an open file that it inherits): should the one who asks be killed, nobody else begins
before the last move has ended.
"""

from __future__ import annotations

import datetime as dt
import gc
import marshal
import os
import signal
import sys
from collections.abc import Callable
from typing import Any, BinaryIO

from services.ingest.inbox import files
from services.ingest.language import guess
from services.ingest.plain import read_plain

LARGEST = 1_000_000  # bytes of a file that is not worth the way through a pipe
_LEFT = 200  # texts whose language the other process is asked for: it has the model, which takes 0.2 s to load
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


class Languages:
    """The languages of texts; the first few that the model would have to be loaded for are left to the other process.

    A burst of English needs no model but for a text or two.
    """

    def __init__(self) -> None:
        self._left = 0

    def ask(self, words: str) -> str | None:
        """As `language.guess`. Raises LookupError for those that are left."""
        if self._left < _LEFT:
            self._left += 1
            raise LookupError
        return guess(words)


def answer(
    question: tuple[str, str, int, int, int, int],
    longest: int,
    *,
    sketches: bool,
    ask: Callable[[str], str | None] = guess,
) -> tuple[Any, ...] | None:
    """What `plain.read_plain` makes of a file, if it is as `scan.Found` says."""
    path, name, *seen = question
    try:
        data = files.read_as_seen(path, (seen[0], seen[1], seen[2], seen[3]), LARGEST)
        made = read_plain(data, name, dt.datetime.now(dt.UTC), longest, sketches=sketches, ask=ask)
    except Exception:  # noqa: BLE001 - the other process reads it again, and says what is wrong
        return None
    return made and tuple(made)  # a plain one, which is what `marshal` takes


def _moved(path: str, goal: str) -> bool:
    try:
        if os.path.lexists(goal):
            return False
        os.rename(path, goal)  # noqa: PTH104 - as in `places.py`
    except OSError:
        return False
    return True


def main() -> None:
    """Answer until the other side is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who asked
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    gc.freeze()  # what was imported stays
    gc.set_threshold(_GARBAGE)
    try:
        longest, sketches = read(sys.stdin.buffer)
        ask = Languages().ask
        answers.write(b"+")
        answers.flush()
        while True:
            verb, chunk = read(sys.stdin.buffer)
            if verb == "move":
                write(answers, [_moved(path, goal) for path, goal in chunk])
            else:
                write(answers, [one and answer(one, longest, sketches=sketches, ask=ask) for one in chunk])
    except (EOFError, BrokenPipeError):
        os._exit(0)  # nothing is left to be written


if __name__ == "__main__":
    main()
