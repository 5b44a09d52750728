"""Periods told from the article's date or from a period named before: "last year", "this quarter", "the same period of
2022", "that year", "the end of June", "the year"."""

from __future__ import annotations

import datetime as dt

from services.extract.core.mentions import calendar as cal
from services.extract.core.mentions.date_absolute import day_month, month, settle, year
from services.extract.core.mentions.date_counted import (
    coded,
    counted,
    distance,
    ended,
    ended_last,
    half_year,
    ordinal,
)
from services.extract.core.mentions.date_deictic import deictic, part_of_it
from services.extract.core.mentions.date_pointed import LENGTHS, pointed, year_ago
from services.extract.core.mentions.date_reader import Reader, Term
from services.extract.core.mentions.tense import governing

_ENDED = frozenset("ended closed finished ending closing finishing".split())
_OVER = frozenset("out over ends ended closes closed".split())


def unit(r: Reader, i: int) -> Term | None:
    """ "the year", "a year earlier", "the year to March", "the quarter", "year-end": the unit itself comes first."""
    low, before = r.low(i), r.low(i - 1)
    split = low in ("quarter", "half") and r.low(i + 1) == "end" and before in ("by", "the")
    if split or low == "quarter-end":
        over = r.stretch(deep=24, length=6 if low == "half" else 3)  # "at quarter end"
        return Term(i, i + 1 + split, over[1], over[1], "end", "edge.end") if over else None
    if low in ("year-end", "month-end"):
        return _end_of(r, i, i + 1, low[:-4])
    if before == "at" and low in ("year", "month", "quarter", "half"):  # "at year end", "at quarter's end"
        k = i + 1 + (r.low(i + 1) in ("'s", "’s"))
        if r.low(k) in cal.words("edges_end") and r.low(k + 1) != "of":
            if low in ("year", "month"):
                return _end_of(r, i, k + 1, low)
            over = r.stretch(deep=24, length=6 if low == "half" else 3) or ended_last(r.published, low)
            return Term(i, k + 1, over[1], over[1], "end", "edge.end") if over else None
    if low in ("year-ago", "year-earlier", "prior-year", "previous-year"):
        return year_ago(r, i)
    if low in ("years", "months", "weeks", "days", "quarters", "halves", "decades", "century", "seasons"):
        return Term(i, i + 1, None, None, "none", "unit.plural")
    if (found := distance(r, i - 1 if before in ("a", "the", "one") else i, i, 1)) and before in ("a", "the", "one"):
        known = low in LENGTHS or low == "decade" or found.rule == "distance.days"
        return found if known else found._replace(begin=None, until=None, grain="none")
    if low in ("month", "quarter", "half", "half-year") and (found := _just_over(r, i, low)):
        return found
    if low == "decade" and (found := ended(r, i, i + 1, 120)):
        return found  # "in the decade to 2023"
    if low == "half" and r.low(i + 1) == "year" and (found := ended(r, i, i + 2, 6)):
        return found  # "in the half year to 30 June"
    edged = low == "year" and r.low(i + 1) in ("until", "till") and r.low(i - 3) in cal.words("edges_begin")
    found = counted(r, i, i, 1) if (low in LENGTHS or low == "week") and not edged else None
    if found and found.rule == "counted.ended":
        return found
    if low == "year" and r.low(i + 1) == "to" and r.low(i + 2) == "date" and r.published:
        return Term(i, i + 3, cal.year_of(r.published.year)[0], r.published, "range", "unit.to-date")
    if low == "month" and r.low(i + 1) == "of" and r.month_at(i + 2):
        named = month(r, i + 2)
        return named._replace(first=i) if named else None
    if before != "the" and not (before in ("full", "whole", "entire") and r.low(i - 2) == "the"):
        return half_year(r, i) if low == "half-year" else None
    if low == "year" and r.low(i + 1) == "from" and "to" in r.lows[i + 3 : i + 7]:
        return None  # "in the year from July 1, 2025 to June 30, 2026"
    if low == "year":
        if r.year_at(i + 1):
            return year(r, i + 1)
        if not r.published:
            return Term(i, i + 1, None, None, "none", "unit.undated")
        spoken = r.stretch(deep=24, length=12)
        if spoken and spoken[0].month != 1 and before == "the" and r.low(i - 2) in ("for", "in", "over", "during"):
            return Term(i, i + 1, *spoken, "year", "unit.pointer", pointer=True)  # a year "to March", said before
        report = r.low(i - 2) in ("for", "in", "over", "during") and r.published.month <= 4 and not r.ahead
        if spoken and report and not r.spoken_year() and spoken[1] < r.published:
            return Term(i, i + 1, *spoken, "year", "unit.pointer", pointer=True)  # in a report on the year before
        year_number = r.spoken_year() or r.published.year
        if (
            r.published.month <= 2
            and r.low(i - 2) in ("over", "for", "during", "in")
            and not r.ahead
            and not r.spoken_year()
        ):
            year_number -= 1  # in January "over the year" speaks of the one that has ended
        elif r.low(i - 2) in ("over", "for", "during", "in") and not r.ahead and not r.spoken_year() and closed_year(r):
            year_number = closed_year(r)
        elif (
            r.low(i - 2) in ("over", "during")
            and r.found
            and r.found[-1].begin == r.found[-1].until == cal.year_of(year_number)[0]
        ):
            year_number -= 1  # "As of January 1, 2025, it was 3.2 billion, having declined over the year"
        elif r.low(i - 2) in _ENDED and not r.ahead and not r.spoken_year() and r.published.month <= 6:
            year_number -= 1  # "ended the year with 38 million in cash"
        return part_of_it(r, Term(i, i + 1, *cal.year_of(year_number), "year", "unit.year"))
    size = LENGTHS.get(low, 0)
    if low in ("week", "day", "weekend", "season") or not size:
        return Term(i, i + 1, None, None, "none", "unit.vague")
    running = r.low(i + 1 + (r.low(i + 1) in ("is", "was"))) in _OVER or (
        r.ahead and r.low(i - 2) == "of" and r.low(i - 3) in cal.words("edges_end")
    )
    day = r.spoken(deep=1) if low == "month" and before == "the" and not running else None
    if day and day[0] == day[1] and (day[1] + dt.timedelta(days=1)).day == 1 and r.published and day[1] <= r.published:
        return Term(i, i + 1, *cal.month(day[1].year, day[1].month), "month", "unit.pointer", pointer=True)
    if low == "half" and r.low(i + 1) == "year" and not r.stretch(deep=24, length=6) and (half := half_year(r, i)):
        return half._replace(last=i + 2)  # "for the half year it was 4.4%"
    if not running and (found_period := r.stretch(deep=24, length=size)):
        return Term(i, i + 1, *found_period, low, "unit.pointer", pointer=True)
    if r.published and low == "month" and before == "the":
        return Term(i, i + 1, *cal.month(r.published.year, r.published.month), "month", "unit.month")
    return half_year(r, i) if low == "half-year" else Term(i, i + 1, None, None, "none", "unit.unanchored")


def closed_year(r: Reader) -> int:
    """The year whose fourth quarter a report of the next spring has spoken of; 0 where it has not."""
    over = r.stretch(deep=24, length=3) if r.published is not None and r.published.month <= 4 else None
    if over is None or r.published is None or over[1].month != 12 or over[1].year != r.published.year - 1:
        return 0
    return over[1].year


def _just_over(r: Reader, i: int, low: str) -> Term | None:
    """ "the quarter just ended", "in the latest quarter", "in the half-year just past"."""
    ended_now = r.low(i + 1) == "just" and r.low(i + 2) in ("ended", "past", "gone", "over", "closed")
    latest = r.low(i - 1) in ("latest", "recent") and low != "month"
    if not ended_now and not latest:
        return None
    name = "half" if low == "half-year" else low
    over = (r.stretch(deep=24, length=LENGTHS.get(name, 6)) if latest else None) or ended_last(r.published, name)
    return Term(i, i + 3 if ended_now else i + 1, *over, name, "unit.just-over") if over else None


def whole(r: Reader, i: int) -> Term | None:
    """ "full-year 2024", "the whole of 2021", "the full year": the year that follows, whole."""
    j = i + 1
    if r.low(j) in ("-", "of"):
        j += 1
    if r.low(j) == "the":
        j += 1
    if r.year_at(j):
        found = year(r, j)
        return found._replace(first=i) if found else None
    if r.low(j) == "year" and r.year_at(j + 1):
        return Term(i, j + 2, *cal.year_of(r.year_at(j + 1)), "year", "whole")
    over = r.stretch(deep=24, length=3) if r.low(j) == "year" and r.n < 4 else None
    if over and r.published and over[1].month == 12 and over[1] < r.published:  # "Fourth quarter … Full year"
        return Term(i, j + 1, *cal.year_of(over[1].year), "year", "whole")
    if r.low(j) in ("this", "last", "next", "current"):
        found = deictic(r, j)
        return found._replace(first=i) if found else None
    return None


def edge(r: Reader, i: int) -> Term | None:
    """ "the end of June", "the beginning of the year", "the end of 2024": one day of the period that follows."""
    j = i + 1
    at_end = r.low(i) in cal.words("edges_end") or r.low(i - 1) in ("last", "final")
    if not (r.low(j) in ("of", "to") or (r.low(j) == "-" and r.joined(j) and r.joined(j + 1))):
        return None
    j += 1
    while r.low(j) in ("the", "this", "current"):
        j += 1
    if r.low(j) == "decade" and at_end and r.published:
        day = dt.date(r.published.year // 10 * 10 + 9, 12, 31)
        return Term(i, j + 1, day, day, "end", "edge.end")
    start = j - 1 if r.low(j - 1) in ("this", "current") else j
    if r.low(start) == "period" and (over := r.stretch(deep=24)):
        day = over[1] if at_end else over[0]
        return Term(
            i, start + 1, day, day, "end" if at_end else "beginning", f"edge.{'end' if at_end else 'beginning'}"
        )
    term = any_term(r, start)
    if not term:
        return None
    term = settle(r, term, r.ahead)
    if not term.begin or not term.until or (term.begin == term.until):
        return Term(i, term.last, None, None, "none", "edge.vague")
    if at_end:
        return Term(i, term.last, term.until, term.until, "end", "edge.end")
    return Term(i, term.last, term.begin, term.begin, "beginning", "edge.beginning")


def _end_of(r: Reader, first: int, last: int, unit_name: str) -> Term | None:
    if not r.published:
        return None
    year_number, after = r.year_ref(last)
    today = r.published
    period = cal.month(today.year, today.month) if unit_name == "month" else cal.year_of(year_number or today.year)
    g = governing(r.s, first, last)
    due = r.low(first - 1) == "by" and any(r.low(k) in cal.words("ahead") for k in (first - 2, first - 3))
    over = r.low(first - 1) in ("at", "end-", "of") or (g is not None and g.tense == "past" and unit_name == "year")
    over = over and not due
    if not r.ahead and not year_number and period[1] > today and over:
        period = cal.year_of(today.year - 1)
    own = r.stretch(deep=24, length=12) if not (r.ahead or year_number or unit_name == "month") else None
    period = own if own and own[0].month != 1 and own[1] <= today else period  # the year "to 30 June", said before
    return Term(first, after if year_number else last, period[1], period[1], "end", "edge.year-end")


def any_term(r: Reader, i: int) -> Term | None:
    """The term that begins at token i, whatever it is; articles are no part of it."""
    low = r.low(i)
    if low in cal.words("edges_end"):
        return edge(r, i)
    if r.month_at(i):
        return month(r, i)
    if r.year_at(i):
        return year(r, i)
    if r.day_at(i) and (found := day_month(r, i)):
        return found
    if low in cal.ordinal_numbers():
        return ordinal(r, i)
    if low in cal.number_words() and r.low(i + 1) in cal.words("units"):
        return counted(r, i, i + 1, cal.number_words()[low])
    if low in ("this", "current") or low in cal.words("before") or low in cal.words("after"):
        return deictic(r, i)
    if low in cal.words("units") or low == "half-year":
        return unit(r, i)
    if low in ("full", "whole", "entire"):
        return whole(r, i)
    if low in ("same", "that", "those", "these", "corresponding"):
        return pointed(r, i)
    return coded(r, i) if low[0:1] in ("q", "h") and low in ("q1", "q2", "q3", "q4", "h1", "h2") else None
