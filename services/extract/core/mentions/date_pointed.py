"""Times that point back to a period spoken of before: "the same period of 2022", "those six months", "that year", "the
year-ago quarter", "the reporting period"."""

from __future__ import annotations

from services.extract.core.mentions import calendar as cal
from services.extract.core.mentions.date_day import same_day
from services.extract.core.mentions.date_reader import Reader, Term, length_of

LENGTHS = {"month": 1, "quarter": 3, "half": 6, "half-year": 6, "semester": 6, "year": 12}  # in months
_DEFINITE = frozenset(("the", "its", "their", "this", "that"))


def pointed(r: Reader, i: int) -> Term | None:
    """ "the same period of 2022", "those six months", "that year", "the corresponding months": back to one before."""
    which, j = r.low(i), i + 1
    length = 0
    if r.low(j) in ("first", "full", "calendar", "nine-month", "six-month", "three-month", "reporting"):
        j += 1
    if (count := cal.number_words().get(r.low(j), 0)) and r.low(j + 1) in ("months", "quarters"):
        length, j = count * (3 if r.low(j + 1) == "quarters" else 1), j + 1
    told = length  # "those nine months": no other length will do
    noun = r.low(j)
    if noun not in cal.words("pointed"):
        return None
    length = length or (LENGTHS.get(noun, 0) if which in ("that", "same") else 0)
    new_year, after = r.year_ref(j + 1)
    if r.low(j + 1) in cal.words("earlier") or (
        r.low(j + 1) in ("a", "the")
        and r.low(j + 2) in ("year", "previous")
        and (r.low(j + 3) in cal.words("earlier") or r.low(j + 3) == "ago")
    ):
        new_year, after = -1, min(j + 4, r.n)
    if which == "corresponding" and noun not in ("date", "day", "time", "week", "weeks", "days") and not new_year:
        new_year, after = -1, j + 1  # "less than the 4.42 million tonnes of the corresponding period"
    if r.lows[j + 1 : j + 5] == ["of", "the", "year", "before"]:
        new_year, after = -1, j + 5
    if r.low(j + 1) in ("of", "in") and r.low(j + 4) in cal.words("split") and r.low(j + 3) in cal.words("before"):
        # "in the same quarter of the previous fiscal (year)"
        new_year, after = -1, j + 5 + (r.low(j + 5) == "year")
    if noun in ("date", "day") and new_year and r.published:
        spoken = next((t.until for t in reversed(r.found) if t.grain == "day" and t.until), None) or r.published
        day = cal.moved(spoken, new_year - spoken.year if new_year > 0 else -1)
        return Term(i, min(after, r.n), day, day, "day", "pointed.moved", pointer=True)
    if noun == "date" and which in ("that", "same") and (over := r.spoken(deep=2)):
        return Term(i, j + 1, over[1], over[1], "day", "pointed.day", pointer=True)  # the last of "nine months to June"
    if noun == "date" and which in ("that", "same") and r.low(i - 1) in ("at", "on") and (limit := r.deadline()):
        return Term(i, j + 1, limit, limit, "day", "pointed.day", pointer=True)  # "by 30 September … at that date"
    if noun in ("date", "day", "week", "time"):
        return same_day(r, i, j) if noun == "day" else None
    if told and not new_year:
        found = r.stretch(deep=24, length=told)
    else:
        near = 0 if new_year else 8 if noun == "month" else 4
        found = r.stretch(deep=near, length=length) if which == "that" and noun == "period" and not new_year else None
        if (
            new_year and not length
        ):  # not the day of "for the second quarter late on Wednesday, … the same period of 2023"
            found = next(
                ((t.begin, t.until) for t in reversed(r.found) if t.begin and t.until and t.grain != "day"), None
            )
        if which == "same" and length in (1, 3, 6) and not new_year and not r.found:
            # "up from 1,310 in the previous quarter … In the same quarter": the one that the report is on
            found = r.stretch(deep=near, length=length)
        found = (
            found
            or r.spoken(deep=near, length=length if length != 12 else 0)
            or (None if new_year else r.spoken(deep=4))
        )
        if not found and new_year and length != 12:  # "in the same quarter of 2023": the report's own quarter, moved
            found = r.stretch(deep=24, length=length)
    if found and noun == "months" and not length_of(*found):
        found = None
    if found and noun == "month" and found[0] == found[1]:
        found = cal.month(found[0].year, found[0].month)  # "At the end of September … In the same month"
    if length == 12 and not new_year and not told:
        named = r.spoken_year(deep=True)
        return Term(i, j + 1, *cal.year_of(named), "year", "pointed.year", pointer=True) if named else None
    if not found:
        return Term(i, max(after, j + 1) if new_year else j + 1, None, None, "none", "pointed.unanchored")
    if new_year:
        move = -1 if new_year < 0 else new_year - found[1].year
        return Term(
            i,
            min(after, r.n),
            cal.moved(found[0], move),
            cal.moved(found[1], move),
            "range",
            "pointed.moved",
            pointer=True,
        )
    return Term(i, j + 1, *found, "range", "pointed.same", pointer=True)


def year_ago(r: Reader, i: int) -> Term | None:
    """ "the year-ago period", "the year-earlier quarter"."""
    last = i + 2 if r.low(i + 1) in cal.words("pointed") else i + 1
    found = r.spoken(deep=0) or r.stretch(deep=24) or r.spoken()
    if not found:
        return Term(i, last, None, None, "none", "year-ago.unanchored")
    return Term(i, last, cal.moved(found[0], -1), cal.moved(found[1], -1), "range", "year-ago", pointer=True)


def reviewed(r: Reader, i: int) -> Term | None:
    """ "the reporting period", "the period under review", "over the period": what the report speaks of."""
    j = i
    if r.low(i) != "period":
        j += 1
        if r.low(j) not in ("period", "quarter", "month", "year", "half") or r.low(i - 1) not in _DEFINITE:
            return None
    elif r.low(i - 1) not in _DEFINITE or r.low(i - 2) not in cal.words("inside"):
        return None
    last = j + 1
    if r.low(last) in ("under", "in") and r.low(last + 1) in ("review", "question", "report", "consideration"):
        last += 2
    elif (
        last < r.n
        and r.tags[last] not in ".,;:)VWXBHMRPJ"
        and j == i
        and not (r.low(last) == "for" and r.tags[last + 1 : last + 2] in ("U", "C"))
        and not (i <= 2 and (r.tags[last] in "DO" or (r.tags[last] == "C" and not r.year_at(last))))
    ):
        return None  # "over the period from May to July", "in the period since it opened"
    size = LENGTHS.get(r.low(j), 0)
    found = r.stretch(deep=24, length=size)
    if not found:
        return Term(i, last, None, None, "none", "reviewed.unanchored")
    if j == i and length_of(*found) == 1:  # a month of it was named last: "bought in November … opened in the period"
        wider = (r.stretch(deep=24, length=months) for months in (3, 6, 9, 12))
        found = next((w for w in wider if w and w[0] <= found[0] and found[1] <= w[1]), found)
    return Term(i, last, *found, "range", "reviewed", pointer=True)
