"""Parts of years and counted months: "the first half of 2024", "Q3", "nine months of 2024", "the year to March"."""

from __future__ import annotations

import datetime as dt

from services.extract.core.mentions import calendar as cal
from services.extract.core.mentions.date_absolute import SUFFIXES, day_month, month, settle
from services.extract.core.mentions.date_elided import amount, code_range, next_part, two_parts
from services.extract.core.mentions.date_reader import Reader, Term, length_of

_MONTHS_OF = {"month": 1, "months": 1, "quarter": 3, "quarters": 3, "half": 6, "half-year": 6, "year": 12, "years": 12}
_FISCAL = frozenset(("fiscal", "financial"))
_DAYS = {"week": 7, "weeks": 7, "days": 1}
_CLAUSE_STARTS = frozenset("the a an it its he they which when that this she we".split())
_ACCOUNTS = frozenset("period accounts results report figures statement statements earnings".split())
_ENDED = frozenset(("to", "ended", "ending", "through", "until", "till"))


def ordinal(r: Reader, i: int) -> Term | None:
    """ "first half of 2024", "third quarter", "first nine months", "second half of May"."""
    j = i + 1
    if r.low(j) == "of" and (day := day_month(r, i)):
        return day  # "the first of September"
    rank = cal.ordinal_numbers().get(r.low(i), 0)
    if not rank and r.low(i).isdigit() and r.low(j) in SUFFIXES and r.joined(j):  # "2nd quarter", read as two tokens
        rank, j = int(r.low(i)), j + 1
    if not rank:  # "the opening quarter", "the final half"
        if r.low(i) != "opening" and (closed := closing(r, i)):
            return closed
        last = {"quarter": 4, "half": 2}.get(r.low(j), 0)
        if not last or r.low(i - 1) not in ("the", "its", "their"):
            return None
        rank = 1 if r.low(i) == "opening" else last
    count = 1
    if found := cal.number_words().get(r.low(j), 0):
        count, j = found, j + 1
    if r.low(j) == "calendar":
        j += 1
    unit = r.low(j)
    if unit == "and" and count == 1 and (both := two_parts(r, j, rank)):
        return part_of_year(r, i, j + 3, *both)
    if (
        j == i + 1
        and r.low(i - 1) == "the"
        and r.low(i - 2) in cal.words("inside")
        and (j >= r.n or r.tags[j] in ".,;)J" or (r.tags[j] in "CU" and amount(r, j)))
    ):
        return next_part(r, i, j, rank)
    if unit == "half" and r.low(j + 1) == "year":
        j += 1
    if unit not in _MONTHS_OF or (unit == "half" and rank > 2) or (unit == "year" and count == 1):
        if unit in ("days", "day", "weeks", "week", "year", "years", "decade", "decades", "season"):
            days = count * _DAYS.get(unit, 0)  # "in the first 20 days of May", "the first three weeks of April"
            if rank == 1 and 1 < days <= 28 and r.low(j + 1) == "of" and (number := r.month_at(j + 2)):
                term = settle(r, Term(i, j + 3, None, None, "month", "month.open", number), r.ahead)
                if term.begin:
                    return Term(i, j + 3, term.begin, term.begin.replace(day=days), "range", "counted.days")
            year, after = r.year_ref(j + 1)
            return Term(i, after if year else j + 1, None, None, "none", "counted.vague")
        return None
    if unit in ("year", "years") or (unit == "half-year" and rank > 2):
        return Term(i, j + 1, None, None, "none", "counted.duration")
    size = _MONTHS_OF[unit] * count
    begin, until = (rank - 1) * size + 1, rank * size
    if until > 12:
        return None
    if r.low(j + 1) == "of" and r.month_at(j + 2):  # "the second half of May": a stretch that nobody fixed
        return Term(i, j + 3, None, None, "none", "counted.of-month")
    if r.low(j + 1) in ("of", "in") and (fiscal := next((k for k in (j + 2, j + 3) if r.low(k) in _FISCAL), 0)):
        last = fiscal + 1 + (r.low(fiscal + 1) == "year")
        a, _, b = r.low(last + 1).partition("-")  # "in the first four months of the fiscal year (July-October)"
        months = cal.month_numbers()
        if r.low(last) == "(" and a in months and b in months:
            wraps = 12 if months[b] < months[a] else 0
            return part_of_year(r, i, last + 2 + (r.low(last + 2) == ")"), months[a], months[b] + wraps, "range")
        return Term(i, last, None, None, "none", "counted.split")
    if r.low(j + 1) == "of" and not r.year_ref(j + 1)[0] and r.low(j + 2) not in cal.words("split"):
        return None  # "the first half of a solar park"
    return part_of_year(r, i, j + 1, begin, until, _grain(size))


def closing(r: Reader, i: int) -> Term | None:
    """ "the last quarter of 2023", "the final three months of last year", "the latter half of 2023": back from the end
    of a year that is named, token i the word that says so."""
    j, count = i + 1, 1
    if found := cal.number_words().get(r.low(j), 0):
        count, j = found, j + 1
    size = _MONTHS_OF.get(r.low(j), 0) * count
    if not 0 < size < 12 or r.low(j + 1) not in ("of", "in"):
        return None
    year, after = r.year_ref(j + 1)
    if not year:
        return None
    return Term(i, after, *cal.months(year, 13 - size, 12), _grain(size), "counted.closing")


def counted(r: Reader, i: int, j: int, count: int) -> Term | None:
    """ "nine months of 2024", "three months to Sept. 30", "five years": the number at i, its unit at j."""
    unit = r.low(j)
    size = _MONTHS_OF.get(unit, 0) * count
    if unit in ("month", "months", "quarter", "quarters") and 0 < size <= 12:
        year, after = r.year_ref(j + 1)
        if year and r.low(after - 1) != "earlier":
            return Term(i, after, *cal.months(year, 1, size), "months", "counted.of-year")
    if (size or unit in _DAYS) and (found := ended(r, i, j + 1, size, _DAYS.get(unit, 0) * count)):
        return found
    return distance(r, i, j, count) or _back_to(r, i, j, size)


def distance(r: Reader, i: int, j: int, count: int) -> Term | None:
    """ "a year earlier", "two years ago", "the month after": so far from the period that is spoken of; i is the number
    or article, j the unit."""
    unit, direction, last = r.low(j), r.low(j + 1), j + 2
    if direction in cal.words("ago") or (
        direction in cal.words("earlier") and (direction == "earlier" or r.low(j + 2) not in ("the", "it"))
    ):
        way = -1
    elif direction in cal.words("later") and r.low(j + 2) not in _CLAUSE_STARTS:
        way = 1
    else:
        return None
    size = 120 if unit in ("decade", "decades") else _MONTHS_OF.get(unit, 0)
    if count > 1 and direction != "ago" and r.low(i - 1) in ("the", "those"):
        over = r.stretch(deep=24, length=count * size) if way < 0 and count * size < 12 else None
        if over is None:
            return None  # "the three years after"
        return Term(i, last, *_shifted(over, -count * size), "months", "distance", pointer=True)
    if direction == "on" and (r.low(i) not in ("a", "one") or r.low(j + 2) in ("average", "top", "the", "a")):
        return None
    if direction == "before" and r.low(j + 2) == "that" and size and r.at is not None and r.at.begin:
        told = r.at.begin, r.at.until or r.at.begin  # "18.1 million in 2023 and 16.6 the year before that"
        return Term(i, j + 3, *_shifted(told, -count * size), "range", "distance", pointer=True)
    near = next((t for t in reversed(r.found) if t.begin and t.grain in ("day", "week")), None)
    if unit in ("week", "weeks") and near is not None and near.begin and near.until and direction != "ago":
        apart = dt.timedelta(days=way * count * 7)  # "on Monday, 3 cents more than a week before"
        return Term(i, last, near.begin + apart, near.until + apart, near.grain, "distance.days", pointer=True)
    if unit in ("day", "days") and direction != "ago" and (day := _day_told(r)):
        day += dt.timedelta(days=way * count)  # "A day earlier, the company had opened its terminal"
        return Term(i, last, day, day, "day", "distance.days", pointer=True)
    found = r.spoken(deep=0 if direction == "ago" else 1 if i > 1 else 3)
    if not found and direction != "ago" and not r.s.groups and ":" in r.s.words[:10]:
        found = r.stretch(deep=24)  # a line below a heading: "• Gross margin: 31.0%, against 29.5% a year earlier"
    if not found and direction != "ago" and i <= 1:  # "A year earlier it had earned 640 million"
        found = r.stretch(deep=8)
    if not found and direction == "ago" and unit == "year" and count == 1:
        before = r.spoken()  # "… for the quarter to June. A year ago it was $580 million."
        found = before if before and 0 < length_of(*before) < 12 else None
    if not found or not size:
        return Term(i, last, None, None, "none", "distance.unanchored")
    return Term(i, last, *_shifted(found, way * count * size), "range", "distance", pointer=True)


def _day_told(r: Reader) -> dt.date | None:
    """The day that this sentence told of last, else one before."""
    here = next((t.begin for t in reversed(r.found) if t.begin and t.begin == t.until and t.grain == "day"), None)
    return here or r.day_before()


def _shifted(period: cal.Period, count: int) -> cal.Period:
    """A period so many months on."""
    if count % 12 == 0:
        return cal.moved(period[0], count // 12), cal.moved(period[1], count // 12)
    return cal.moved_months(period[0], count), cal.moved_months(period[1], count)


def _back_to(r: Reader, i: int, j: int, size: int) -> Term:
    """ "the seven months": said of a period named before; any other number of months or years is a duration."""
    if 1 < size < 12 and r.low(i - 1) == "the" and not r.stretch(deep=24, length=size):
        # "in October … in the ten months": up to the month or quarter that was spoken of
        over = (r.stretch(deep=24, length=3) if size in (6, 9) else None) or r.stretch(deep=8, length=1)
        if over and over[1].month == size:
            return Term(i, j + 1, *cal.months(over[1].year, 1, size), "months", "counted.pointer", pointer=True)
    if size and r.low(i - 1) in ("the", "those", "these", "same") and (found := r.stretch(deep=24, length=size)):
        return Term(i, j + 1, *found, "months", "counted.pointer", pointer=True)
    if _so_far(r, i, j, size) and r.published:  # "made a profit of 271 billion in nine months"
        return Term(i, j + 1, *cal.months(r.published.year, 1, size), "months", "counted.so-far")
    return Term(i, j + 1, None, None, "none", "counted.duration")


def _so_far(r: Reader, i: int, j: int, size: int) -> bool:
    """Whether a number of months can only be those of this year: they have just gone by, and the clause looks back."""
    if not r.published or r.low(j) != "months" or r.low(i - 1) not in ("in", "over", "for") or r.ahead:
        return False
    gone = r.published.month - 1 - size
    return gone == 0 or (size in (3, 6, 9) and gone in (0, 1))


def ended(r: Reader, first: int, j: int, size: int, days: int = 0) -> Term | None:
    """ "… to March", "… ended June 30": the months or days back from a date, the token after the unit at j."""
    if r.low(j) == "that" and r.low(j + 1) == "ended":
        j += 1  # "in the crop year that ended on July 31"
    if r.low(j) in _ACCOUNTS:
        j += 1  # "the half-year accounts to end-June"
    if r.low(j) == "up" and r.low(j + 1) == "to":
        j += 1
    if r.low(j) not in _ENDED:
        return None
    k = j + 1
    while r.low(k) in ("the", "in", "on", "end", "of"):
        k += 1
    if r.low(k).startswith("end-") and (number := cal.month_numbers().get(r.low(k)[4:], 0)):
        last = settle(r, Term(k, k + 1, None, None, "month", "month.open", number), r.ahead).until  # "to end-June"
        return Term(first, k + 1, *cal.back_from(last, size), "months", "counted.ended") if last and size else None
    if size >= 24 and size % 12 == 0 and (year := r.year_at(k)):  # "in the five years to 2023"
        return Term(first, k + 1, *cal.months(year - size // 12 + 1, 1, size), "range", "counted.years")
    if r.low(k) == "next" and size and (number := r.month_at(k + 1)) and r.published:
        year = r.published.year + (number <= r.published.month)  # "the business year to next March"
        return Term(first, k + 2, *cal.back_from(cal.month(year, number)[1], size), "months", "counted.ended")
    if days and not size and r.published and (name := cal.weekday_numbers().get(r.low(k), -1)) >= 0:
        day = cal.near(r.published, name, ahead=r.ahead)  # "in the week to Friday"
        return Term(first, k + 1, day - dt.timedelta(days=days - 1), day, "range", "counted.ended")
    read = month if r.month_at(k) else day_month if r.day_at(k) else None
    term = read(r, k) if read else None
    if not term or not term.grain.startswith(("month", "day")):
        return None
    term = settle(r, term, r.ahead and r.low(j) != "ended")
    if not term.until:
        return None
    begin, until = cal.back_from(term.until, size) if size else (term.until - dt.timedelta(days=days - 1), term.until)
    return Term(first, term.last, begin, until, "months", "counted.ended")


def part_of_year(r: Reader, first: int, last: int, begin: int, until: int, grain: str) -> Term | None:
    """Months of a year that is named after them, or else the nearest ones by the article's date."""
    year, after = r.year_ref(last)
    if not year and r.low(last) == "(" and ")" in r.lows[last : last + 6]:
        year, after = r.year_ref(r.lows.index(")", last) + 1)  # "the third quarter (July-September) of 2023"
    if year:
        over = r.published is not None and r.ahead and cal.months(year, begin, until)[1] < r.published
        year += over and r.lows[last : last + 3] == ["of", "the", "year"]  # "will open in the first half of the year"
        return Term(first, after, *cal.months(year, begin, until), grain, f"{grain}.year")
    if not r.published:
        return Term(first, last, None, None, "none", f"{grain}.undated")
    today = r.published
    spoken = r.year_of_clause(first) or (
        0 if r.found and r.found[-1].grain in ("month", "day", "end") else r.spoken_year()
    )
    year = today.year
    found = cal.months(year, begin, until)
    if spoken and spoken != year:
        found = cal.months(spoken, begin, until)
    elif r.ahead and found[1] < today:
        found = cal.months(year + 1, begin, until)
    elif not r.ahead and (found[0] > today or (begin == 1 and until > 5 and (found[1] - today).days > 120)):
        found = cal.months(year - 1, begin, until)
    return Term(first, last, *found, grain, f"{grain}.near")


def coded(r: Reader, i: int) -> Term | None:
    """ "Q3", "H1 2024", "1H24", "9M 2024"."""
    low, first = r.low(i), i
    digits = ""
    if low[1:2] in ("1", "2", "3", "4") and not (len(low) > 1 and r.joined(i) and r.low(i - 1).isdigit()):
        digits, tail = low[1], low[2:]
    elif r.joined(i) and r.low(i - 1).isdigit() and len(r.low(i - 1)) <= 2:
        digits, tail, first = r.low(i - 1), low[1:], i - 1
    if not digits:
        return None
    rank, unit = int(digits), low[0]
    size = {"q": 3, "h": 6, "m": 0}[unit]
    begin, until = (1, rank) if unit == "m" else ((rank - 1) * size + 1, rank * size)
    if until > 12 or rank < 1 or (unit == "m" and not tail and not r.year_at(i + 1)):
        return None
    grain = _grain(size) if size else "months"
    if tail.isdigit():
        year = int(tail) + (2000 if len(tail) == 2 else 0)
        if not cal.day(year, 1, 1) or len(tail) not in (2, 4):
            return None  # "H20" is no half of a year
        return Term(first, i + 1, *cal.months(year, begin, until), grain, "coded")
    if r.low(i + 1) in ("fy", "fiscal") or r.low(i + 1).startswith("fy"):
        return Term(first, i + 2, None, None, "none", "coded.split")
    until, last = code_range(r, i, unit, size, until)
    return part_of_year(r, first, last, begin, until, grain)


def _grain(size: int) -> str:
    return {1: "month", 3: "quarter", 6: "half", 12: "year"}.get(size, "months")


def half_year(r: Reader, i: int) -> Term | None:
    """ "its half-year target": the half that ended last."""
    if r.low(i + 1) in _ACCOUNTS and (year := r.year_at(i + 2)):
        return Term(i, i + 3, *cal.months(year, 1, 6), "half", "unit.half-year")  # "Half-year figures 2025"
    found = ended_last(r.published, "half")
    return Term(i, i + 1, *found, "half", "unit.half-year") if found else None


def ended_last(today: dt.date | None, unit: str) -> cal.Period | None:
    """The quarter or half year that was over last on a day."""
    if today is None:
        return None
    size = _MONTHS_OF[unit]
    first = (today.month - 1) // size * size + 1 - size
    return cal.months(today.year, first, first + size - 1)
