"""Dates, months and years that are named: "Dec. 27, 2024", "22 May", "2021-2025", "2024-05-01"."""

from __future__ import annotations

import datetime as dt

from services.extract.core.mentions import calendar as cal
from services.extract.core.mentions.date_reader import DASHES, Reader, Term

SUFFIXES = frozenset(("st", "nd", "rd", "th"))
_DAY_LINKS = {"to": ("from",), "and": ("between", "on")}  # "from July 11 to 19", "on July 11 and 12"
_BEFORE_MONTH = frozenset(
    "in of since by until till from last next this early late mid through between before after during to for on than "
    "and or over again every end start beginning ending ended around about throughout versus".split()
)
_BEFORE_NAMES = frozenset("and or for to than with from by".split())  # "April Jones and June Carter"
_BEFORE_YEAR = frozenset(
    "in by from to since until till during for through before after between and or throughout over than against with "
    "at late early mid end year years circa around about following calendar whole versus vs vs. beyond into".split()
)


# --- months and days ----------------------------------------------------------------------------------------


def month(r: Reader, i: int) -> Term | None:
    """ "Dec. 27, 2024", "February 22-23", "May 2020", "March": the name of a month comes first."""
    number = r.month_at(i)
    if not number or not _is_month(r, i, number):
        return None
    first, j, days = i, i + 1, (0, 0)
    if r.low(i - 1) not in ("in", "during") and (found := r.day_at(j)):
        after = r.low(j + 1)
        if after not in cal.words("measured") and after not in ("%", "-percent", ",000") and not r.joined(j):
            days, j = (found, found), j + 1
            if r.low(j) in SUFFIXES and r.joined(j):
                j += 1
            if r.low(j) in DASHES and (second := r.day_at(j + 1)) and second > found:
                if not r.month_at(j + 2):
                    days, j = (found, second), j + 2
            elif r.day_at(j + 1) > found and r.low(first - 1) in _DAY_LINKS.get(r.low(j), ()) and not r.month_at(j + 2):
                days, j = (found, r.day_at(j + 1)), j + 2
    if not days[0] and r.low(j) in _PARTS and (r.low(first - 1) in ("the", "(") or r.year_at(j + 1)):
        return _ending(r, first, j, number)
    year, after_year = r.year_ref(j)
    if year and not days[0] and r.low(after_year) in _PARTS and r.low(j - 1) != "of":
        size = _PARTS[r.low(after_year)]  # "the December 2024 quarter"
        return Term(
            first, after_year + 1, *cal.back_from(cal.month(year, number)[1], size), r.low(after_year), "month.quarter"
        )
    if year:
        j = after_year
    if not days[0] and r.low(j) in cal.words("named_after"):
        return None  # "Brent crude for December delivery", "tickets for the January edition"
    return _dated(first, j, year, number, days)


_PARTS = {"quarter": 3, "half": 6}


def _ending(r: Reader, first: int, j: int, number: int) -> Term | None:
    """ "the June quarter": the months that end with the one named."""
    year, after = r.year_ref(j + 1)
    last = settle(r, Term(first, j + 1, None, None, "month", "month.open", number), r.ahead)
    until = cal.month(year, number)[1] if year else last.until
    if until is None:
        return last
    return Term(first, after if year else j + 1, *cal.back_from(until, _PARTS[r.low(j)]), r.low(j), "month.quarter")


def _is_month(r: Reader, i: int, number: int) -> bool:
    """Whether a capitalised word is the month: "May" the modal, "March" the verb and "June" the name are not."""
    low, before, after = r.low(i), r.tags[i - 1] if i else "", r.tags[i + 1] if i + 1 < r.n else ""
    if r.day_at(i + 1) or r.year_at(i + 1) or r.day_at(i - 1) or r.low(i + 1) in DASHES:
        return True
    if after == "P" and r.low(i - 1) in _BEFORE_NAMES and not r.month_at(i + 1):
        return False
    if r.low(i - 1) in _BEFORE_MONTH or r.low(i - 1) in DASHES:
        return True
    if r.low(i + 1) in _PARTS and r.low(i - 1) in ("the", "its", "this", "last"):
        return True  # "the March quarter"
    if low in ("may", "march", "mar", "jan", "dec"):
        if i == 0 and after and after in "HBWE":  # "March had brought in …", "May's 4,100 bankruptcies"
            return True
        if before in "VWXED" and after == "N" and (low != "march" or before != "D"):
            return True  # "put May exports at 39 billion"
        if r.low(i + 1) == ":":
            return True  # "Foreign visitors, March: 2 million"
        return r.low(i + 1) in DASHES or (before in ",J" and bool(r.month_at(i - 2)))
    if after == "P" or before == "P" or after == "E":
        return after == "E" or r.low(i + 1) in ("and", "or")
    return bool(number)


def _dated(first: int, last: int, year: int, number: int, days: tuple[int, int]) -> Term | None:
    """A term from its parts; without a year it stays open until `settle`."""
    if year:
        if not days[0]:
            return Term(first, last, *cal.month(year, number), "month", "month.year")
        begin, until = cal.day(year, number, days[0]), cal.day(year, number, days[1])
        return Term(first, last, begin, until, "day", "day.year") if begin and until else None
    grain = "day" if days[0] else "month"
    return Term(first, last, None, None, grain, f"{grain}.open", number, *days)


def day_month(r: Reader, i: int) -> Term | None:
    """ "22 May 2023", "1 to 21 October", "the first of May": the day comes first."""
    spelled = r.low(i - 1) == "the" and r.low(i + 1) == "of" and r.month_at(i + 2)
    if day := r.day_at(i) or (cal.ordinal_numbers().get(r.low(i), 0) if spelled else 0):
        j, second = i + 1, day
        if r.low(j) in SUFFIXES and r.joined(j):
            j += 1
        link = r.low(j) in DASHES or r.low(j) in ("to", "and", "until")
        if link and r.day_at(j + 1) > day and r.month_at(j + 2):
            j, second = j + 2, r.day_at(j + 1)
        if r.low(j) == "of":
            j += 1
        if (number := r.month_at(j)) and (j == i + 1 or r.low(j - 1) != "and"):
            year, after = r.year_ref(j + 1)
            return _dated(i, after if year else j + 1, year, number, (day, second))
    return None


def settle(r: Reader, term: Term, ahead: bool) -> Term:
    """The open year of a month or day, by the article's date: the nearest one past, or ahead for what is planned."""
    if not term.number or term.begin:
        return term
    if r.published is None:
        return term._replace(grain="none", rule=f"{term.rule}-undated")
    spoken = r.year_of_clause(term.first)
    today = r.published
    year = spoken if spoken and spoken != today.year else 0
    if not year:
        this = _partial(today.year, term)
        year = today.year
        if ahead and not spoken and this and this[1] < today:
            # "expected to open on May 3" in an article of May 5 looks back all the same
            year += 1 if (today - this[1]).days > 40 else 0
        elif not ahead and this and this[0] > today and (term.grain == "month" or (this[0] - today).days > 60):
            year -= 1
    found = _partial(year, term) or _partial(year - 1, term) or _partial(year + 1, term)
    if not found:
        return term._replace(grain="none")
    return term._replace(begin=found[0], until=found[1], rule=f"{term.grain}.{'ahead' if ahead else 'past'}")


# --- years --------------------------------------------------------------------------------------------------


def year(r: Reader, i: int) -> Term | None:
    """ "2018", "2021-2025", "2024-05-01"; "2022-23" and "1990s" are none."""
    year = r.year_at(i)
    if year and i == 1 and r.low(0) == ",":
        return None  # what is left of a dateline: ", 2024 /Newswire/"
    if not year:
        if r.low(i + 1) == "s" and r.joined(i + 1):
            return Term(i, i + 2, None, None, "none", "year.decade")
        return None
    if after := r.split_after(i):
        if r.low(after) in DASHES and r.joined(after) and r.day_at(after + 1):
            found = cal.day(year, int(r.low(i + 2)), int(r.low(after + 1))) if r.day_at(i + 2) else None
            return Term(i, after + 2, found, found, "day", "day.iso") if found else None
        return Term(i, after, None, None, "none", "year.split")
    if r.low(i + 1) in DASHES and (second := r.year_at(i + 2)) and second > year and _is_range(r, i):
        begin, until = cal.year_of(year)[0], cal.year_of(second)[1]
        return Term(i, i + 3, begin, until, "range", "year.range")
    if not _is_year(r, i, i + 1):
        return None
    return Term(i, i + 1, *cal.year_of(year), "year", "year")


_OLD = 1850  # an older year needs its preposition: "in 1624", never "1624 tonnes"


def _is_year(r: Reader, i: int, last: int) -> bool:
    """Whether four digits are a year by what stands around them, and no number, name or model."""
    before, after = r.low(i - 1), r.low(last)
    tag = r.tags[i - 1] if i else ""
    if after in cal.words("measured") or (last < r.n and r.tags[last] == "U") or tag == "U":
        return False
    if after in ("-", "–") and r.joined(last) and r.low(last + 1) in cal.words("measured"):
        return False
    if before in ("of", "act", "law", "no", "no.", "number", "vision", "agenda", "strategy"):
        if before != "of":
            return False
        return r.low(i - 2) not in ("act", "law", "code", "class", "treaty", "constitution")
    if r.year_at(i) < _OLD:
        return before in ("in", "since", "from", "until") and (last >= r.n or r.tags[last] not in "NACP")
    if before in _BEFORE_YEAR:
        return True
    if tag == "P" or before in DASHES or before == "/" or (tag == "C" and before != ","):
        return before in DASHES and r.year_at(i - 2) > 0
    if after in cal.words("yearly") and tag in "AWVG":
        return True  # "with combined 2023 sales of", "sees 2024 output of"
    if i == 0 or tag in "D.:(E,":
        # attributive: "its 2024 export target", "(2023)", "2024 revenue"
        year = r.year_at(i)
        now = r.published.year if r.published else 2020
        return -40 <= year - now <= 40 and (last >= r.n or r.tags[last] != "P" or r.s.words[last].isupper())
    return tag in "VWXGBHIJSR" and (last >= r.n or r.tags[last] not in "NA")


def _is_range(r: Reader, i: int) -> bool:
    """Whether "2019-2023" are two years: hardly anything else is written so, but for a count between two numbers."""
    after = r.low(i + 3)
    return (i == 0 or r.tags[i - 1] not in "UC" or r.low(i - 1) == ",") and after not in cal.words("measured")


def _partial(year: int, term: Term) -> tuple[dt.date, dt.date] | None:
    if not term.of_month:
        return cal.month(year, term.number)
    begin, until = cal.day(year, term.number, term.of_month), cal.day(year, term.number, term.until_day)
    return (begin, until) if begin and until else None
