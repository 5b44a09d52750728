"""Periods told from the article's date by a word that points: "this quarter", "last month", "next Thursday", "the
previous financial year", "last year's second quarter"."""

from __future__ import annotations

from services.extract.core.mentions import calendar as cal
from services.extract.core.mentions.date_counted import closing, ordinal
from services.extract.core.mentions.date_day import past_part_of_day
from services.extract.core.mentions.date_pointed import LENGTHS
from services.extract.core.mentions.date_reader import Reader, Term, length_of

_BACK = frozenset(("previous", "preceding", "prior"))
_SINGULAR = {"years": "year", "months": "month", "quarters": "quarter", "halves": "half", "half-year": "half"}


def deictic(r: Reader, i: int) -> Term | None:
    """ "this year", "last month", "the next quarter", "last Thursday", "next March": which one, and of what."""
    which, j = r.low(i), i + 1
    way = 0 if which in cal.words("running") else -1 if which in cal.words("before") else 1
    low = r.low(j)
    if which in ("last", "latter") and (found := closing(r, i)):
        return found
    if (count := cal.number_words().get(low, 0)) and r.low(j + 1) in cal.words("units"):
        back = which in ("preceding", "previous") and r.low(j + 1) in ("months", "years")
        count *= 12 if r.low(j + 1) == "years" else 1
        if back and (of := r.stretch(deep=24, length=count)):  # "from 2.5 in the preceding three months"
            start, end = cal.moved_months(of[0], -count), cal.moved_months(of[1], -count)
            return Term(i, j + 2, start, end, "months", "deictic.spoken", pointer=True)
        return Term(i, j + 2, None, None, "none", "deictic.duration")  # "the last three years"
    if low in ("full", "calendar") and r.low(j + 1) == "year":
        j, low = j + 1, "year"
    financial = low in cal.words("split") and r.low(j + 1) == "year" and which in _BACK
    own = r.stretch(deep=24, length=12) if financial else None
    if own and own[0].month != 1:  # "in the financial year ended 30 June …, in the previous financial year"
        return Term(i, j + 2, cal.moved(own[0], -1), cal.moved(own[1], -1), "year", "deictic.spoken", pointer=True)
    if low in cal.words("split") or low in cal.words("seasons") or (low in cal.words("blurred") and low != "mid"):
        return Term(i, j + 1, None, None, "none", "deictic.split")
    if low in cal.words("units"):
        found = _deictic_unit(r, i, j, way)
        return part_of_it(r, found) if found and found.grain == "year" else found
    if low in cal.weekday_numbers() and r.published:
        day = cal.near(
            r.published, cal.weekday_numbers()[low], ahead=way > 0 or (way == 0 and r.ahead), strictly=way < 0
        )
        return Term(i, past_part_of_day(r, j + 1), day, day, "day", "weekday")
    if (number := r.month_at(j)) and r.published and not r.day_at(j + 1):
        this = r.published.year
        if way < 0:
            found_year = this if number < r.published.month else this - 1
        elif way > 0:
            found_year = this if number > r.published.month else this + 1
        else:
            found_year = this
        return Term(i, j + 1, *cal.month(found_year, number), "month", "deictic.month")
    if which == "next" and (j >= r.n or r.tags[j] in ".,"):  # "31 this year and 44 the next"
        last = r.found[-1] if r.found else None
        if last and last.begin and last.grain == "year":
            return Term(i, i + 1, *cal.year_of(last.begin.year + 1), "year", "deictic.elided")
    return None


def part_of_it(r: Reader, whole: Term) -> Term:
    """ "last year's second quarter", "this year's first nine months": the part, where one is named."""
    i = whole.last + 1
    if r.low(whole.last) not in ("'s", "’s") or not whole.begin:
        return whole
    part = ordinal(r, i)
    if part is None or not part.begin or not part.until or part.grain not in ("quarter", "half", "months"):
        return whole
    return Term(
        whole.first,
        part.last,
        *cal.months(whole.begin.year, part.begin.month, part.until.month),
        part.grain,
        "deictic.part",
    )


def _deictic_unit(r: Reader, i: int, j: int, way: int) -> Term | None:
    which, unit = r.low(i), _SINGULAR.get(r.low(j), r.low(j))
    today = r.published
    if today is None or r.low(j).endswith("s") or unit in ("season", "decade", "century") or which == "coming":
        return Term(i, j + 1, None, None, "none", "deictic.vague")
    last = j + 1
    if which == "past" and unit == "year":
        return Term(i, last, None, None, "none", "deictic.duration")
    if which in ("previous", "preceding", "prior", "following", "subsequent") and (
        found := r.spoken(deep=0) or r.stretch(deep=24, length=LENGTHS.get(unit, 0)) or r.spoken()
    ):
        size = LENGTHS.get(unit)
        if unit == "year" and r.low(last) == ":" and length_of(*found) < 12:  # "(prior year: 66 million)"
            a, b = cal.moved(found[0], way), cal.moved(found[1], way)
            return Term(i, last, a, b, "range", "deictic.spoken", pointer=True)
        if unit == "year" and found[0].month != 1 and length_of(*found) == 12:
            a, b = cal.moved(found[0], way), cal.moved(found[1], way)
            return Term(i, last, a, b, "year", "deictic.spoken", pointer=True)
        if size and unit == "year":
            return Term(i, last, *cal.year_of(found[0].year + way), "year", "deictic.spoken", pointer=True)
        if size and length_of(*found) == size:
            a = cal.moved_months(found[0], way * size)
            return Term(i, last, *cal.months(a.year, a.month, a.month + size - 1), unit, "deictic.spoken", pointer=True)
    if which in ("following", "subsequent"):
        return Term(i, last, None, None, "none", "deictic.unanchored")
    if which == "last" and r.low(last) == "before":
        return Term(i, last, None, None, "none", "deictic.vague")  # "the last full year before the stoppage"
    if unit == "year":
        if r.low(j + 1) in ("to", "up") and r.low(j + 2) in ("date", "to"):
            return Term(i, j + 3, cal.year_of(today.year)[0], today, "range", "deictic.to-date")
        return Term(i, last, *cal.year_of(today.year + way), "year", "deictic.year")
    if unit == "week":
        return Term(i, last, *cal.week_of(today, way), "week", "deictic.week")
    if unit in ("day", "weekend"):
        return Term(i, last, None, None, "none", "deictic.vague")
    size = LENGTHS.get(unit, 0)
    if not size:
        return None
    first = (today.month - 1) // size * size + 1 + way * size
    return Term(i, last, *cal.months(today.year, first, first + size - 1), unit, f"deictic.{unit}")
