"""The process that moves what was taken while thousands of files wait (`burst.py`); it loads next to nothing.

    question    [(path, goal, files.Sign of what was read), …]
    answer      [whether it lies there now, …]      if not, for the one who asked

Moving is the file system's work. Between the chunks of the one that reads it would keep the next from being read, and
threads of the first process would wait for the interpreter after each file.

It holds the inbox's lock as well (an open file that it inherits): should the one who asks be killed, nobody else begins
before the last move has ended.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence

from services.ingest.inbox import files, pipes


def moved(path: str, goal: str, seen: files.Sign) -> bool:
    """Move a file that is what was read where nothing lies; whether it lies there now."""
    try:
        if os.path.lexists(goal) or files.sign(os.lstat(path)) != seen:
            return False
        os.rename(path, goal)  # noqa: PTH104 - as in `places.py`
    except OSError:
        return False
    return True


def _prepare(_: None) -> Callable[[Sequence[tuple[str, str, files.Sign]]], list[bool]]:
    return lambda moves: [moved(*move) for move in moves]


if __name__ == "__main__":
    pipes.serve(_prepare)
