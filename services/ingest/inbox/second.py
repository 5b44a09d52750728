"""The second reader's process: what `burst.py` starts while thousands of files wait.

It is there soon (0.06 s of CPU), because it loads neither models nor frameworks. Questions come and answers go through
pipes (`pipes.py`).

    question    [(path, name, files.Sign) or None, …]     what `scan.Found` says of plain files
    answer      [plain.Plain or None, …]                 None: for the other process
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from services.ingest.inbox import files, pipes
from services.ingest.language import guess
from services.ingest.plain import read_plain

LARGEST = 1_000_000  # bytes of a file that is not worth the way through a pipe
_LEFT = 200  # texts whose language the other process is asked for: it has the model, which takes 0.2 s to load

Question = tuple[str, str, files.Sign]  # path, name, as it was at the look


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
    question: Question,
    longest: int,
    *,
    sketches: bool,
    ask: Callable[[str], str | None] = guess,
) -> tuple[Any, ...] | None:
    """What `plain.read_plain` makes of a file, if it is as `scan.Found` says."""
    path, name, seen = question
    try:
        data = files.read_as_seen(path, seen, LARGEST)
        made = read_plain(data, name, dt.datetime.now(dt.UTC), longest, sketches=sketches, ask=ask)
    except Exception:  # noqa: BLE001 - the other process reads it again, and says what is wrong
        return None
    return made and tuple(made)  # a plain one, which is what `marshal` takes


def _prepare(given: tuple[int, bool]) -> Callable[[Sequence[Any]], list[Any]]:
    longest, sketches = given
    ask = Languages().ask
    return lambda chunk: [one and answer(one, longest, sketches=sketches, ask=ask) for one in chunk]


if __name__ == "__main__":
    files.ignore_breaks()
    pipes.serve(_prepare)
