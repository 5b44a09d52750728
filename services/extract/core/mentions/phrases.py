"""Word lists that hold phrases, compiled for look-up: the longest that begins, or ends, at a token."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, TypeVar

from services.extract.core.sentences import Sentence

T = TypeVar("T")


class Phrases(Generic[T]):
    """Phrases by their first word (or their last, for reading backwards), the longest first."""

    __slots__ = ("_backwards", "_table")

    def __init__(self, entries: Iterable[tuple[str, T]], *, backwards: bool = False) -> None:
        self._backwards = backwards
        table: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        for phrase, value in entries:
            words = tuple(phrase.split())
            if backwards:
                words = words[::-1]
            table.setdefault(words[0], []).append((words[1:], value))
        for options in table.values():
            options.sort(key=lambda option: -len(option[0]))
        self._table = table

    def __contains__(self, low: str) -> bool:
        return low in self._table

    def at(self, s: Sentence, i: int) -> tuple[int, T] | None:
        """(end, value) of the longest phrase that begins at token i; full stops and hyphens inside are skipped."""
        options = self._table.get(s.lows[i])
        if options is None:
            return None
        lows, n = s.lows, len(s.lows)
        for rest, value in options:
            j = i + 1
            for word in rest:
                while j < n and lows[j] in "-.‑/" and s.starts[j] == s.ends[j - 1]:
                    j += 1
                if j >= n or lows[j] != word:
                    break
                j += 1
            else:
                return j, value
        return None

    def before(self, s: Sentence, end: int) -> tuple[int, T] | None:
        """(start, value) of the longest phrase that ends right before token `end`."""
        if end <= 0:
            return None
        options = self._table.get(s.lows[end - 1])
        if options is None:
            return None
        lows = s.lows
        for rest, value in options:
            j = end - 1 - len(rest)
            if j >= 0 and all(lows[end - 2 - k] == word for k, word in enumerate(rest)):
                return j, value
        return None
