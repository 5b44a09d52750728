"""Arithmetic of the calendar: the first and last day of a month, quarter, half or year, and how a period moves.

month(2024, 2)            2024-02-01 … 2024-02-29
months(2024, 1, 9)        2024-01-01 … 2024-09-30
moved(Feb 2024, -1)       2023-02-01 … 2023-02-28     a year earlier, whole months staying whole
"""

from __future__ import annotations

import datetime as dt
from functools import cache

from services.extract.core import lexicon

Period = tuple[dt.date, dt.date]

_DAY = dt.timedelta(days=1)
FIRST_YEAR, LAST_YEAR = 1500, 2100  # what four digits have to lie between to be a year


@cache
def month_numbers() -> dict[str, int]:
    """Name or abbreviation, folded -> 1 … 12."""
    return dict(lexicon.table("calendar")["months"])


@cache
def weekday_numbers() -> dict[str, int]:
    """Name, folded -> 0 (Monday) … 6."""
    return dict(lexicon.table("calendar")["weekdays"])


@cache
def ordinal_numbers() -> dict[str, int]:
    """ "first" -> 1, "3rd" -> 3."""
    return dict(lexicon.table("calendar")["ordinals"])


@cache
def number_words() -> dict[str, int]:
    """ "nine" -> 9, "12" -> 12: the numbers that count months and years."""
    return {**lexicon.table("calendar")["numbers"], **{str(n): n for n in range(1, 100)}}


@cache
def words(key: str) -> frozenset[str]:
    """A word list of the calendar's data."""
    return frozenset(lexicon.table("calendar")["words"][key].split())


def day(year: int, number: int, of_month: int) -> dt.date | None:
    """The date, or None where there is no such day."""
    try:
        return dt.date(year, number, of_month)
    except ValueError:
        return None


def months(year: int, first: int, last: int) -> Period:
    """From the first day of one month to the last of another, counted from January of the year (13 is the next one)."""
    a = dt.date(year + (first - 1) // 12, (first - 1) % 12 + 1, 1)
    b = dt.date(year + last // 12, last % 12 + 1, 1) - _DAY
    return a, b


def month(year: int, number: int) -> Period:
    """The whole month."""
    return months(year, number, number)


def year_of(year: int) -> Period:
    """The whole year."""
    return dt.date(year, 1, 1), dt.date(year, 12, 31)


def week_of(date: dt.date, distance: int = 0) -> Period:
    """Monday to Sunday of the week around a date, or of one so many weeks later."""
    monday = date - dt.timedelta(days=date.weekday() - 7 * distance)
    return monday, monday + dt.timedelta(days=6)


def back_from(last: dt.date, count: int) -> Period:
    """The months that end with a date's: "the three months to Sept. 30", "the year to March"."""
    if (last + _DAY).day != 1:  # "the month to 28 April" begins on 29 March
        return moved_months(last, -count) + _DAY, last
    return months(last.year, last.month + 1 - count, last.month)[0], last


def moved(date: dt.date, years: int) -> dt.date:
    """The same day so many years on; the end of February stays one."""
    try:
        if date.month == 2 and (date + _DAY).month == 3:
            return dt.date(date.year + years, 3, 1) - _DAY
        return date.replace(year=date.year + years)
    except (ValueError, OverflowError):
        return date


def moved_months(date: dt.date, count: int) -> dt.date:
    """The same day so many months on; a month's last day stays one."""
    whole = date.year * 12 + date.month - 1 + count
    first = dt.date(min(max(whole // 12, 1), 9998), whole % 12 + 1, 1)
    end = month(first.year, first.month)[1]
    if (date + _DAY).day == 1:
        return end
    return min(first.replace(day=min(date.day, 28)) + dt.timedelta(days=max(date.day - 28, 0)), end)


def near(date: dt.date, weekday: int, *, ahead: bool, strictly: bool = False) -> dt.date:
    """The nearest such weekday on or before the date (ahead: after it; strictly: not the day itself)."""
    if ahead:
        return date + dt.timedelta(days=(weekday - date.weekday() - 1) % 7 + 1)
    back = (date.weekday() - weekday) % 7
    return date - dt.timedelta(days=7 if strictly and not back else back)
