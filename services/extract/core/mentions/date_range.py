"""Two terms that are one time: "from 2021 to 2025", "May-July 2023", "September or October", "end-June"."""

from __future__ import annotations

import datetime as dt

from services.extract.core.lexicon import words
from services.extract.core.mentions import calendar as cal
from services.extract.core.mentions import date_absolute as absolute
from services.extract.core.mentions import date_counted as parts
from services.extract.core.mentions import date_relative as relative
from services.extract.core.mentions.date_reader import DASHES, Reader, Term

_ORDINALS_OF_HYPHEN = frozenset(("half", "quarter"))
_ACROSS = frozenset(("in", "over", "during", "for", "across", "throughout"))
_SPELT_OUT = frozenset(("period", "quarter", "half", "months", "stretch", "span", "timeframe", "interval"))


def joined(r: Reader, term: Term, preposition: str) -> Term:
    """Two terms as one: "from 2021 to 2025", "September or October", "between May and July"."""
    mark, k = r.low(term.last), term.last + 1
    if not mark or term.grain == "none" or not (term.begin or term.number):
        return term
    link = mark in DASHES or mark in ("to", "until", "till", "through", "thru")
    either = mark in ("and", "or", "/") and (term.number > 0 or preposition == "between")
    if mark == "and" and term.rule == "year" and preposition in _ACROSS and (found := _both(r, term)):
        return found
    if not link and not either:
        return term
    if r.low(k) == "the":
        k += 1
    other = relative.any_term(r, k)
    if other is None or other.grain == "none" or other.first != k:
        return term
    if (other.grain == "day") != (term.grain == "day") and (other.grain != "end" or not link):
        return term
    if mark in ("and", "or", "/") and preposition != "between":
        if not other.number and other.grain != "month":
            return term
        if abs((other.number or (other.begin.month if other.begin else 0)) - term.number) != 1:
            return term
    if (
        link
        and mark == "to"
        and preposition not in ("from", "between")
        and r.low(term.first - 1) != "years"
        and not ((term.number or term.grain == "month") and (other.number or other.grain == "month"))
    ):
        return term
    if mark in DASHES and term.grain == "end":
        return term
    return _spanned(r, term, other) or term


def _both(r: Reader, term: Term) -> Term | None:
    """ "over 2025 and 2026": two years that follow each other, as one, unless each has a number of its own."""
    k = term.last + 1
    second = r.year_at(k)
    if not term.begin or second != term.begin.year + 1 or r.split_after(k) or "respectively" in r.lows:
        return None
    if k + 1 < r.n and r.tags[k + 1] in "VWXBHMNAPCU":
        return None  # "in 2022 and 2023 saw", "in 2022 and 2023 levels"
    return Term(term.first, k + 1, term.begin, cal.year_of(second)[1], "range", "year.both")


def _spanned(r: Reader, a: Term, b: Term) -> Term | None:
    """From the first day of one term to the last of the other; a year said once counts for both."""
    if not b.begin:
        if a.begin and a.grain in ("month", "day"):
            b = _in_year(b, a.begin.year) if b.number >= a.begin.month else _in_year(b, a.begin.year + 1)
        else:
            b = absolute.settle(r, b, r.ahead)
    if not a.begin and b.begin:
        a = _in_year(a, b.begin.year - (a.number > b.begin.month))
    if not a.begin or not b.until or a.begin > b.until:
        return None
    return Term(a.first, b.last, a.begin, b.until, "range", "range")


def _in_year(term: Term, year: int) -> Term:
    if not term.of_month:
        begin, until = cal.month(year, term.number)
        return term._replace(begin=begin, until=until)
    return term._replace(
        begin=cal.day(year, term.number, term.of_month), until=cal.day(year, term.number, term.until_day)
    )


def hyphenated(r: Reader, i: int) -> Term | None:
    """ "January-September 2023", "mid-2021", "end-June", "third-quarter", "full-year": one token."""
    left, _, right = r.low(i).replace("‑", "-").partition("-")
    if left == "year" and right == "to-date" and r.published:
        return Term(i, i + 1, cal.year_of(r.published.year)[0], r.published, "range", "unit.to-date")
    if len(left) == len(right) == 2 and left[0] == right[0] == "q" and "1" <= left[1] < right[1] <= "4":
        return parts.part_of_year(r, i, i + 1, int(left[1]) * 3 - 2, int(right[1]) * 3, "months")  # "Q1-Q3 2023"
    months = cal.month_numbers()
    if left in months and right in months and r.s.words[i][0].isupper():
        return _months(r, i, months[left], months[right])
    if left in ("mid", "early", "late", "pre", "post"):
        if right in months or right in cal.words("units") or (len(right) == 4 and right.isdigit()):
            return Term(i, r.year_ref(i + 1)[1] if right in months else i + 1, None, None, "none", "blurred")
        return None
    if right == "month" and (count := cal.number_words().get(left, 0)) and r.published and 1 < count < 12:
        if r.low(i + 1) == "period" and (over := r.stretch(deep=24, length=3)):
            return Term(i, i + 2, *cal.back_from(over[1], count), "months", "counted.pointer", pointer=True)
        figures = any(r.low(k) in cal.words("yearly") for k in range(i + 1, i + 4))  # "a nine-month core profit of"
        if figures and count < r.published.month + 1:
            return Term(i, i + 1, *cal.months(r.published.year, 1, count), "months", "counted.so-far")
    if right == "week" and (count := cal.number_words().get(left, 0)):  # "for the nine-week period to 31 August"
        return parts.ended(r, i, i + 1 + (r.low(i + 1) in _SPELT_OUT), 0, count * 7)
    if left == "end" and right:
        return _end_of(r, i, right)
    if left in cal.ordinal_numbers() and right in _ORDINALS_OF_HYPHEN:
        size = 6 if right == "half" else 3
        rank = cal.ordinal_numbers()[left]
        if rank * size <= 12:
            return parts.part_of_year(r, i, i + 1, (rank - 1) * size + 1, rank * size, right)
    if left == "full" and right == "year" and r.year_at(i + 1):
        return Term(i, i + 2, *cal.year_of(r.year_at(i + 1)), "year", "whole")
    if left == "full" and right == "year" and not r.ahead and (closed := relative.closed_year(r)):
        return Term(i, i + 1, *cal.year_of(closed), "year", "whole")  # a fourth quarter's "full-year sales"
    planned = any(low in words("period", "plans") for low in r.lows[i + 1 : i + 4])  # "Full-year guidance of 250,000"
    if left == "full" and right == "year" and r.published and (r.ahead or planned) and r.published.month > 2:
        return Term(i, i + 1, *cal.year_of(r.published.year), "year", "whole")  # "now sees full-year sales of"
    return None


def _months(r: Reader, i: int, first: int, last: int) -> Term | None:
    """The months of a hyphenated range, in the year that follows or the nearest one."""
    wraps = 12 if last < first else 0
    if wraps and not r.year_ref(i + 1 + (r.low(i + 1) in _SPELT_OUT))[0] and r.published:
        year = r.published.year - 1
        return Term(i, i + 1, *cal.months(year, first, last + wraps), "range", "range.months")
    after = i + 2 if r.low(i + 1) in _SPELT_OUT else i + 1  # "the April-June period of 2023"
    found = parts.part_of_year(r, i, after, first, last + wraps, "range")
    return found._replace(rule="range.months") if found else None


def _end_of(r: Reader, i: int, what: str) -> Term | None:
    year, after = r.year_ref(i + 1)
    if len(what) == 4 and what.isdigit():
        end = dt.date(int(what), 12, 31) if cal.FIRST_YEAR <= int(what) < cal.LAST_YEAR else None
        after = i + 1
    elif what in cal.month_numbers():
        number = cal.month_numbers()[what]
        term = Term(i, i + 1, None, None, "month", "month.open", number)
        end = cal.month(year, number)[1] if year else absolute.settle(r, term, r.ahead).until
    elif what in ("year", "month") and r.published:
        today = r.published
        end = cal.month(today.year, today.month)[1] if what == "month" else dt.date(year or today.year, 12, 31)
    else:
        return None
    return Term(i, after if year else i + 1, end, end, "end", "edge.end") if end else None
