"""Times that head the columns of a table, for the numbers of its rows:

| | 1Q25 | 1Q24 |                                     each number has the time above it; what stands in a column
| Pulp sales | 641 | 574 |                             beyond them ("change") has the first
"""

from __future__ import annotations

from itertools import pairwise

from services.extract.core.chunks import finite
from services.extract.core.model import Document, Time
from services.extract.core.sentences import Sentence

_BARS = frozenset("|/–")
_CELL = (["|"], ["/"], ["–"])
_RULES = 5  # with no more dashes than these, they are those of prose and no table's


def column_time(s: Sentence, first: int, doc: Document) -> Time | None:
    """The time at the head of the column in which the number at token `first` stands."""
    heads = _tables(doc).get(s.index)
    if heads is None:
        return None
    cells = [q.first for q in doc.quantities[s.index] if _is_cell(s, q.first, q.last)]
    if first not in cells or len(cells) < len(heads):
        return None
    column = cells.index(first)
    return heads[column] if column < len(heads) else heads[0]


def _tables(doc: Document) -> dict[int, list[Time]]:
    kept: dict[int, list[Time]] | None = doc.memo.get("tables")
    if kept is None:
        kept = doc.memo["tables"] = _read(doc) if _barred(doc.text) else {}
    return kept


def _read(doc: Document) -> dict[int, list[Time]]:
    """The heads of the columns for each sentence that is a row below them."""
    found: dict[int, list[Time]] = {}
    heads: list[Time] = []
    for s in doc.sentences:
        if not s.words:
            continue
        if _BARS.isdisjoint(s.words) or (s.words[0] != "|" and any(finite(g) for g in s.groups)):
            heads = []
            continue
        times = [t for t in doc.times[s.index] if t.use == "period"]
        if len(times) > 1 and all(_BARS & {*s.words[a.last : b.first]} for a, b in pairwise(times)):
            heads = times
        elif heads:
            found[s.index] = heads
    return found


def _is_cell(s: Sentence, first: int, last: int) -> bool:
    """Whether a number stands beside a bar."""
    return s.words[first - 1 : first] in _CELL or s.words[last : last + 1] in _CELL


def _barred(text: str) -> bool:
    return "|" in text or " / " in text or text.count(" – ") > _RULES
