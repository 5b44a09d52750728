"""Years that do not follow the calendar: "2023/24", "fiscal 2024", "the marketing year to June"."""

from __future__ import annotations

from services.extract.core.mentions import calendar as cal
from services.extract.core.mentions.date_absolute import month
from services.extract.core.mentions.date_counted import ended
from services.extract.core.mentions.date_reader import Reader, Term


def split(r: Reader, i: int) -> Term | None:
    """ "the 2023/24 marketing year (July 2023 to June 2024)": the dates that the article gives for it, else none."""
    j = i + 1
    while j < min(i + 8, r.n) and r.low(j) != "(":
        if r.tags[j] not in "NACP-Z:" and r.low(j) != "/":
            break
        j += 1
    if r.low(j) == "(" and (a := month(r, j + 1)) and r.low(a.last) in ("to", "-", "–", "through"):
        b = month(r, a.last + 1)
        if b and b.begin and b.until:
            begin = a.begin or cal.month(b.begin.year - (a.number > b.begin.month), a.number)[0]
            return Term(i, b.last, begin, b.until, "range", "split.spelled-out")
    if (ran := _ran(r, i, j)) is not None:
        return ran
    if r.low(i) in cal.words("split") or r.low(i).startswith("fy"):
        j = i + 1
        while r.low(j) in ("year", "quarter", "half", "first-quarter", "fy") or r.year_at(j):
            j += 1
        if j == i + 1 and not r.low(i).startswith("fy"):
            return None
        if r.low(j - 1) == "year" and (found := ended(r, i, j, 12)):
            return found
        return Term(i, j, None, None, "none", "split")
    return None


def _ran(r: Reader, i: int, j: int) -> Term | None:
    """ "the 2023/24 season, which lasted from September to May": where the article says when it ran."""
    year = next((r.year_at(k) for k in range(i, j) if r.split_after(k)), 0)
    k = j + (r.low(j) == ",")
    if not year or r.low(k) not in ("which", "that") or r.low(k + 2) != "from":
        return None
    first, last = r.month_at(k + 3), r.month_at(k + 5)
    if not first or not last or r.low(k + 4) not in ("to", "until", "till", "through"):
        return None
    begin, until = cal.month(year, first)[0], cal.month(year + (last < first), last)[1]
    return Term(i, k + 6, begin, until, "range", "split.spelled-out")
