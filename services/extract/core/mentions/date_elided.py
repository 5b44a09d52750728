"""Parts of a year whose noun was said before: "3,000 in the first half and 4,000 in the second"."""

from __future__ import annotations

from services.extract.core.mentions import calendar as cal
from services.extract.core.mentions.date_reader import DASHES, Reader, Term

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


def two_parts(r: Reader, j: int, rank: int) -> tuple[int, int, str] | None:
    """First and last month and grain of "second and third quarters", the "and" at token j; else None."""
    other = cal.ordinal_numbers().get(r.low(j + 1), 0)
    size = {"quarters": 3, "halves": 6}.get(r.low(j + 2), 0)
    if not size or other != rank + 1 or other * size > 12:
        return None
    return (rank - 1) * size + 1, other * size, "months"


def code_range(r: Reader, i: int, unit: str, size: int, until: int) -> tuple[int, int]:
    """The last month and the token after "Q1-Q3" or "Q1 to Q3", its first code at token i; or as it was."""
    other = r.low(i + 2)
    linked = r.low(i + 1) in DASHES or r.low(i + 1) == "to"
    if not linked or len(other) != 2 or other[0] != unit or other[1] not in "1234":
        return until, i + 1
    last = int(other[1]) * size
    return (last, i + 3) if until < last <= 12 else (until, i + 1)
