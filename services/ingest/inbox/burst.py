"""Two more processes while thousands of texts wait: one reads and sketches, one moves; the first publishes and books.

The second one reads what is plainly a text and gives back what becomes its arrival; everything else (documents by their
bytes, files with sidecars, whatever fails) it leaves to the process that asked. Which of the three gets a core when is
the system's business. They are there for as long as a burst lasts, and end with the process that started them, however
that ends.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from typing import Any

from services.ingest.inbox import second
from services.ingest.inbox.asked import Asked
from services.ingest.inbox.files import Sign
from services.ingest.inbox.places import printable
from services.ingest.inbox.scan import Found
from services.ingest.ledger import Arrival
from services.ingest.outgoing import Outgoing
from services.ingest.plain import Plain
from services.ingest.readers.formats import DOCUMENTS
from services.ingest.readers.pieces import Budget


class Burst:
    """The processes; `read` and `move` are safe for threads. Without a second core there are none: nothing is done."""

    def __init__(self, budget: Budget, *, sketches: bool) -> None:
        """`sketches`: whether texts are going to be compared."""
        self._given = (budget.article, sketches)
        self._reader = Asked("services.ingest.inbox.second", self._given)
        self._mover = Asked("services.ingest.inbox.mover", None)
        self._useful = hasattr(os, "sched_getaffinity") and len(os.sched_getaffinity(0)) > 1

    def begin(self, lock: int | None = None) -> None:
        """Start them, without waiting until they are there. `lock`: the open file that they are to hold as well."""
        if self._useful:
            self._reader.begin(lock)
            self._mover.begin(lock)

    def read(self, chunk: Sequence[Found]) -> list[Arrival | None]:
        """The arrivals of the texts; None for whatever else there is, and for all where it was not begun.

        While it starts they are read here, in the same way.
        """
        questions = [_question(found) for found in chunk]
        answers = self._reader.ask(questions)
        if answers is None:
            starts = self._reader.pid is not None
            answers = [self._read_here(one) if starts else None for one in questions]
        return [
            one and answer and _arrival(Plain._make(answer), found, one[1])
            for found, one, answer in zip(chunk, questions, answers, strict=True)
        ]

    def _read_here(self, question: second.Question | None) -> tuple[Any, ...] | None:
        longest, sketches = self._given
        return question and second.answer(question, longest, sketches=sketches)

    def move(self, moves: Sequence[tuple[str, str, Sign]]) -> list[bool]:
        """Move files (path, goal, what was read) where nothing lies; whether each lies there now for certain."""
        return self._mover.ask(moves) or [False] * len(moves)

    def end(self) -> None:
        """End them; they come back with the next burst. What they were asked stays without an answer."""
        self._reader.end()
        self._mover.end()


def _question(found: Found) -> second.Question | None:
    if found.sidecars or not found.regular or found.size > second.LARGEST or found.name.lower().endswith(DOCUMENTS):
        return None
    return found.path, printable(found.name), found.seen


def _arrival(plain: Plain, found: Found, name: str) -> Arrival:
    at = dt.datetime.fromisoformat(plain.received_at)
    return Arrival("inbox", name, at, found.size, plain.sha256, (Outgoing.read(plain),), mark=found.mark)
