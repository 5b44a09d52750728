"""The terms of time that stand in a sentence, each resolved to its first and last day: months, days, years, quarters,
halves, and what is told from the article's date ("last year") or from a period spoken of before ("a year earlier").

A term has no preposition: "since", "by", "from … to" are read in `date`. A term that is understood but has no dates of
its own ("2022-23", "mid-June", "five years") has the grain "none".
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from services.extract.core.mentions import calendar as cal
from services.extract.core.mentions.tense import looks_ahead
from services.extract.core.sentences import Sentence

DASHES = frozenset("-–—‑−")


Spoken = tuple[dt.date, dt.date, int]  # first and last day, and how many sentences back


class Term(NamedTuple):
    """Tokens [first, last), the first and last day, and how fine the term is."""

    first: int
    last: int
    begin: dt.date | None
    until: dt.date | None
    grain: str  # day | week | month | quarter | half | months | year | range | none
    rule: str
    number: int = 0  # of the month, where the year is still open
    of_month: int = 0  # its day likewise, and the second one of "22-23"
    until_day: int = 0
    pointer: bool = False  # resolved from another term
    base: bool = False  # only what something is compared with


@cache
def starts() -> dict[str, str]:
    """The words at which a term can be recognised, with the rule that reads on from them."""
    table = {str(n): "number" for n in range(1, 100)}
    table |= {str(n): "year" for n in range(cal.FIRST_YEAR, cal.LAST_YEAR)}
    table |= dict.fromkeys(cal.number_words(), "number")
    table |= dict.fromkeys(cal.words("units"), "unit")
    table |= dict.fromkeys(
        (
            "half-year",
            "year-end",
            "quarter-end",
            "year-ago",
            "year-earlier",
            "last-year",
            "month-end",
            "prior-year",
            "previous-year",
        ),
        "unit",
    )
    table |= dict.fromkeys((*cal.ordinal_numbers(), "opening", "closing", "final", "latter"), "ordinal")
    table |= dict.fromkeys(("this", "current", "running", *cal.words("before"), *cal.words("after")), "deictic")
    table |= dict.fromkeys(("full", "whole", "entire", "calendar"), "whole")
    table |= dict.fromkeys(("same", "that", "those", "these", "corresponding", "comparable", "similar"), "pointed")
    table |= dict.fromkeys(("reporting", "review", "period"), "period")
    table |= dict.fromkeys(("today", "tonight", "yesterday", "tomorrow"), "adverb")
    table |= dict.fromkeys((*cal.words("edges_begin"), *cal.words("edges_end")), "edge")
    table |= dict.fromkeys(cal.words("split"), "split")
    table |= dict.fromkeys(("then", "so", "ytd", "half-yearly", "since"), "word")
    table |= dict.fromkeys(("q", "h", "m"), "coded")
    years = ("", *(f"{n:02d}" for n in range(10, 41)), *(str(n) for n in range(2005, 2041)))
    for code in ("q1", "q2", "q3", "q4", "h1", "h2", "q", "h", "m"):
        table |= {code + tail: "coded" for tail in years}
    table |= {"fy" + tail: "split" for tail in years}
    table |= dict.fromkeys(cal.weekday_numbers(), "weekday")
    table |= dict.fromkeys(cal.month_numbers(), "month")
    return table


class Reader:
    """Reads the terms of one sentence; `spoken` finds the period that a pointer goes back to."""

    __slots__ = ("_ahead", "_before", "_known", "at", "found", "lows", "n", "old", "place", "published", "s", "tags")

    def __init__(
        self, s: Sentence, published: dt.date | None, spoken_before: Callable[[tuple[str, ...]], list[Spoken]]
    ) -> None:
        self.s, self.lows, self.tags, self.n = s, s.lows, s.tags, len(s.lows)
        self.published = published
        self._before = spoken_before
        self._known: list[Spoken] | None = None
        self.found: list[Term] = []  # of this sentence, so far
        self.at: Term | None = None  # the last of all, also an old level's
        self.place = 0  # the token at which the present term was recognised
        self.old = False  # whether it tells of the level that a move starts from
        self._ahead = (-1, False)

    @property
    def ahead(self) -> bool:
        """Whether the clause of the present term speaks of what is to come."""
        if self._ahead[0] != self.place:
            labelled = self.tags[self.place - 1 : self.place] == "(" and ":" in self.lows[self.place : self.place + 5]
            labelled |= self.lows[self.place - 2 : self.place] == ["as", "of"] and self.tags[self.place - 3] in "NCU"
            ahead = not self.old and not labelled and looks_ahead(self.s, self.place, self.place + 1)
            self._ahead = (self.place, ahead)
        return self._ahead[1]

    @property
    def spoken_before(self) -> list[Spoken]:
        """The closed periods of the sentences before, the latest first; looked up when a pointer first asks."""
        if self._known is None:
            self._known = self._before(("period",))
        return self._known

    def day_before(self) -> dt.date | None:
        """The day last spoken of in the two sentences before, also as the day of a statement."""
        for begin, until, distance in self._before(("period", "statement")):
            if distance <= 4 and begin == until:
                return begin
        return None

    def deadline(self) -> dt.date | None:
        """The last day by which, in the two sentences before, something was to be done."""
        return next((until for _, until, _ in self._before(("until",))), None)

    # --- small readings -----------------------------------------------------------------------------------------

    def low(self, i: int) -> str:
        """The folded token, "" outside of the sentence."""
        return self.lows[i] if 0 <= i < self.n else ""

    def joined(self, i: int) -> bool:
        """Whether no blank stands between token i and the one before."""
        return 0 < i < self.n and self.s.starts[i] == self.s.ends[i - 1]

    def year_at(self, i: int) -> int:
        """The year that token i is, or 0."""
        low = self.low(i)
        if len(low) == 4 and low.isdigit() and low.isascii() and cal.FIRST_YEAR <= int(low) < cal.LAST_YEAR:
            return 0 if self.low(i + 1) in ("s", "%") and self.joined(i + 1) else int(low)
        return 0

    def day_at(self, i: int) -> int:
        """The day of a month that token i is, or 0."""
        low = self.low(i)
        return int(low) if 0 < len(low) <= 2 and low.isdigit() and low.isascii() and 0 < int(low) <= 31 else 0

    def month_at(self, i: int) -> int:
        """The month that token i names, or 0."""
        found = cal.month_numbers().get(self.low(i), 0)
        return found if found and self.s.words[i][0].isupper() else 0

    def year_ref(self, i: int) -> tuple[int, int]:
        """A year as a number or told from the article's date, at token i: (year, token after it), or (0, i)."""
        j = i
        if self.low(j) in ("of", "in", "for") or (self.low(j) == "," and self.year_at(j + 1)):
            j += 1
        while self.low(j) in ("the", "calendar", "full", "whole", "year") and self.low(j + 1) != "":
            if self.low(j) == "year":
                break
            j += 1
        if year := self.year_at(j):
            return (0, i) if self.split_after(j) else (year, j + 1)
        if self.low(j) == "year" and self.year_at(j + 1):
            return self.year_at(j + 1), j + 2
        now = self.published.year if self.published else 0
        if self.low(j) == "year" and j > i and self.low(j - 1) == "the" and now:
            if self.low(j + 1) in ("before", "earlier", "after", "ended", "ending") or (
                self.low(j + 1) == "to" and self.tags[j + 2 : j + 3] != "U"  # "exports over the year to $334 billion"
            ):
                return 0, i
            return self.spoken_year() or now, j + 1
        if self.low(j + 1) != "year" or not now:
            return 0, i
        if self.low(j) in ("this", "current", "running"):
            return now, j + 2
        if self.low(j) in ("last", "past"):
            return now - 1, j + 2
        if self.low(j) in ("previous", "preceding"):
            return (self.spoken_year() or now) - 1, j + 2
        if self.low(j) in ("next", "coming"):
            return now + 1, j + 2
        if self.low(j) in ("following",):
            return (self.spoken_year() or now) + 1, j + 2
        if self.low(j) in ("that", "same"):
            year = self.spoken_year(deep=True)
            return (year, j + 2) if year else (0, i)
        return 0, i

    def split_after(self, i: int) -> int:
        """The token after "2022-23" or "2023/24" that begins at token i, else 0."""
        mark, tail = self.low(i + 1), self.low(i + 2)
        if not (mark == "/" or mark in DASHES) or not (self.joined(i + 1) and self.joined(i + 2) and tail.isdigit()):
            return 0
        return i + 3 if len(tail) == 2 or (mark == "/" and self.year_at(i + 2)) else 0

    # --- pointers -----------------------------------------------------------------------------------------------

    def spoken(self, *, deep: int = 1, length: int = 0) -> tuple[dt.date, dt.date] | None:
        """The period last spoken of, in this sentence or one so many before; of so many months where given."""
        for term in reversed(self.found[-8:]):
            if term.begin and term.until and (not length or length_of(term.begin, term.until) == length):
                return term.begin, term.until
        for begin, until, distance in self.spoken_before:
            if distance <= deep and (not length or length_of(begin, until) == length):
                return begin, until
        return None

    def stretch(self, *, deep: int, length: int = 0) -> tuple[dt.date, dt.date] | None:
        """The period of whole months last spoken of: what a report calls "the period". Of several in one sentence it is
        the latest, for the others are what it is compared with."""
        best: tuple[dt.date, dt.date] | None = None
        best_at = deep + 1
        here = [(t.begin, t.until, 0) for t in self.found[-8:] if t.begin and t.until and not self._aside(t)]
        known = [*here, *self.spoken_before]
        today = self.published
        if (
            today is not None
            and not self.ahead
            and any(until <= today and length_of(a, until) for a, until, _ in known)
        ):
            known = [period for period in known if period[1] <= today]  # what a forecast is for is no report's period
        for begin, until, distance in known:
            if distance > best_at or distance > deep:
                break
            months = length_of(begin, until)
            if months and (not length or months == length) and (best is None or until > best[1]):
                best, best_at = (begin, until), distance
        if best is not None and best_at > 3 and (length or length_of(*best) == 1):
            best = self._reported(best, known, length)
        if best is not None:  # it was itself what a later one was compared with, some sentences before
            later = cal.moved(best[0], 1), cal.moved(best[1], 1)
            if any((begin, until) == later and distance <= deep for begin, until, distance in known):
                return later
            size = length_of(*best)
            newer = (
                (begin, until)
                for begin, until, distance in known
                if distance <= deep and until > later[1] and length_of(begin, until) == size
            )
            if self.published and best_at and (found := next(newer, None)) and found[1] <= self.published:
                return found  # "the record of July 2019" is not the July that the report is on
        return best

    def _aside(self, term: Term) -> bool:
        """Whether a term only dates a thing in a remark: "the port, a project inaugurated in May 2018, handled"."""
        comma = self.tags.rfind(",", 0, term.first)
        if comma < 0 or self.tags[term.last : term.last + 1] != ",":
            return False
        return self.tags[term.first - 2] in "WX" and not any(t in "BHMO" for t in self.tags[comma : term.first])

    def _reported(self, best: tuple[dt.date, dt.date], known: list[Spoken], length: int) -> tuple[dt.date, dt.date]:
        """What a report is on, where the period last named lies further back: the latest of that length, or, where
        none is asked for, the one that is named most."""
        rest = [(a, b) for a, b, _ in known if length_of(a, b) and (not length or length_of(a, b) == length)]
        rest = [found for found in rest if self.published is None or found[1] <= self.published] or [best]
        if length:
            return max(rest, key=lambda found: found[1])
        return max(rest, key=lambda found: (rest.count(found), length_of(*found)))

    def year_of_clause(self, place: int) -> int:
        """The year of a month at token `place`, where the clause has named it or the sentence opens with it."""
        for term in reversed(self.found[-8:]):
            if not term.begin or not term.until or term.begin.year != term.until.year or term.pointer or term.base:
                continue
            if term.rule.endswith((".past", ".ahead")) or (term.grain == "end" and not self.year_at(term.last - 1)):
                continue  # its year was not said either
            if term.grain == "end" and ";" in self.lows[term.last : place]:
                continue  # "At the close of 2024 it held 61%; it bought another 4% in June"
            if self.old and self.published and term.begin.year > self.published.year:
                continue  # "6 percent next year from 4.3 percent in the third quarter"
            if term.rule == "deictic.year" and self.lows[max(place - 3, 0) : place] == [",", "and", "in"]:
                continue  # "Last year it bought a bottler, and in May it took a stake in a dairy"
            if term.first <= 2 or not any(t in "VWXBHM" for t in self.tags[term.last : min(place, term.last + 60)]):
                return term.begin.year
        return 0

    def spoken_year(self, *, deep: bool = False) -> int:
        """The calendar year that this sentence, or with `deep` the text, spoke of last; 0 where none."""
        for term in reversed(self.found[-8:]):
            if term.begin and term.until and term.begin.year == term.until.year and not term.pointer:
                now = self.published.year if self.published else term.begin.year
                return now if self.old and term.begin.year > now else term.begin.year
        if deep:
            for _, until, distance in self.spoken_before:
                if distance <= 4:
                    return until.year
        return 0


# Companies that count in weeks: 13 are a quarter, 26 a half, 52 or 53 a year.
_WEEKS = {91: 3, 182: 6, 189: 6, 364: 12, 371: 12}


def length_of(begin: dt.date, until: dt.date) -> int:
    """How many whole months a period has; 0 where it is none."""
    if begin.day != 1 or (until + dt.timedelta(days=1)).day != 1:
        return _WEEKS.get((until - begin).days + 1, 0)
    return (until.year - begin.year) * 12 + until.month - begin.month + 1
