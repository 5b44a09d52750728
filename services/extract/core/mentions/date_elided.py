"""Parts of a year whose noun was said before: "3,000 in the first half and 4,000 in the second"."""

from __future__ import annotations

from services.extract.core.mentions import calendar as cal
from services.extract.core.mentions.date_reader import Reader, Term

_PARTS = frozenset("quarter quarters half half-year month months year years".split())


def amount(r: Reader, j: int) -> bool:
    """Whether an amount begins at a token, and no part of a time: "and in the third | $0.7 billion"."""
    units = cal.words("units")
    return r.low(j) not in _PARTS and r.low(j) not in units and r.low(j + 1) not in units


def next_part(r: Reader, i: int, j: int, rank: int) -> Term | None:
    """ "3,000 in the first half and 4,000 in the second", "from 1,430 in the first": its noun was said before."""
    last = r.found[-1] if r.found else None
    size = {"quarter": 3, "half": 6}.get(last.grain, 0) if last else 0
    if last is None or last.begin is None or not size or rank * size > 12:
        return None
    months = cal.months(last.begin.year, (rank - 1) * size + 1, rank * size)
    return Term(i, j, *months, last.grain, "counted.elided")
