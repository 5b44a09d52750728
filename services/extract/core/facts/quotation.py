"""Quotations: the stretches of an article between quotation marks, also over several sentences and paragraphs.

“A. B,” said X. “C.” → two quotations · “A. ¶ “B.” → the second continues the first
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from services.extract.core.model import Document

# Double marks of all countries; single curly ones only where they close after punctuation, or they are apostrophes.
_MARKS = '"“”„«»\n‘’'
_MARK = re.compile(r"[\"“”„«»\n‘’](?:(?<![‘’])|(?<=‘)(?<![^\s(\[]‘)(?=\S)|(?<=[.,!?…]’)(?=[\s),]|$))")
_FURTHEST = 3000  # characters from where a quotation was left open to the mark that closes it, some paragraphs on
_SHORTEST = 12  # characters: shorter ones are names and scare quotes, unless punctuation closes them


class Quotation(NamedTuple):
    """Characters [start, end) between the marks; `continued` where it goes on from the paragraph before."""

    start: int
    end: int
    continued: bool
    closed: bool


class Quotations:
    """The quotations of an article, to be asked by offset."""

    def __init__(self, found: list[Quotation]) -> None:
        self.found = found
        self._starts = [q.start for q in found]

    def touch(self, start: int, end: int) -> bool:
        """Whether any quotation overlaps characters [start, end)."""
        k = bisect_right(self._starts, end - 1) - 1
        return k >= 0 and self.found[k].end > start

    def at(self, offset: int) -> int:
        """The index of the quotation that holds the offset, or -1."""
        k = bisect_right(self._starts, offset) - 1
        return k if k >= 0 and offset < self.found[k].end else -1


def quotations(doc: Document) -> Quotations:
    """The quotations of an article, found once."""
    kept: Quotations | None = doc.memo.get("quotations")
    if kept is None:
        kept = doc.memo["quotations"] = Quotations(_read(doc.text))
    return kept


def _read(text: str) -> list[Quotation]:
    places = _places(text)
    if not places:
        return []
    found: list[Quotation] = []
    open_at, open_mark, unclosed = -1, "", False
    for position in places:
        mark = text[position]
        if mark in "‘’" and not _MARK.match(text, position):
            continue
        if mark == "\n":
            if open_at >= 0:
                found.append(Quotation(open_at, position, unclosed, False))
                unclosed = True
                open_at = -1
            continue
        if open_at < 0:
            if (mark in "”»’" and not (mark == "”" and _opening(text, position))) or (
                mark == '"' and not _opening(text, position)
            ):
                if unclosed and position - found[-1].end < _FURTHEST:  # "A. ¶ B. ¶ C": no mark opens the paragraphs
                    found.append(Quotation(found[-1].end + 1, position, True, True))
                unclosed = False
                continue
            if unclosed and text[text.rfind("\n", 0, position) + 1 : position].strip():
                unclosed = False
            open_at, open_mark = position + 1, mark
        elif _closes(open_mark, mark, text, position):
            if position - open_at >= _SHORTEST or text[position - 1 : position] in ",.!?" or unclosed:
                found.append(Quotation(open_at, position, unclosed, True))
            open_at, unclosed = -1, False
    if open_at >= 0:
        found.append(Quotation(open_at, len(text), unclosed, False))
    return found


def _places(text: str) -> list[int]:
    """Where a mark or a line end stands; one character at a time is found many times faster than a set of them."""
    found: list[int] = []
    if any(mark in text for mark in '"“„«‘'):
        for mark in _MARKS:
            place = text.find(mark)
            while place >= 0:
                found.append(place)
                place = text.find(mark, place + 1)
        found.sort()
    return found


def _opening(text: str, position: int) -> bool:
    before = text[position - 1 : position]
    after = text[position + 1 : position + 2]
    return (not before or before.isspace() or before in "([—–-:") and bool(after) and not after.isspace()


def _closes(opened: str, mark: str, text: str, position: int) -> bool:
    if opened == "“":
        return mark == "”" or (mark in '"“' and not _opening(text, position))
    if opened == "„":
        return mark in "“”"
    if opened == "«":
        return mark == "»"
    if opened == "‘":
        return mark == "’"
    if opened == "”":
        return mark == "”"
    return mark in '"”' and not (_opening(text, position) and text[position - 1 : position] != "")
