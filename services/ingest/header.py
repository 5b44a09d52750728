"""What a text itself says about its date, place and title. Pure, and loads nothing but the standard library.

The text is kept whole, so that offsets count in what the sender has in hand; a header is read, never cut:

     date 2021-12-28 NUR-SULTAN – Seven projects …     date line and dateline, as the owner's archive has them
    Wind farm near Astana ⏎ KOKSHETAU. KAZINFORM - …   title, then dateline
    Astana. July 31. KazTAG – …                        agency style
    ASTANA, May 14, 2024 – …                           dateline with the whole date
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import NamedTuple

_DATE_LINE = re.compile(r"\A\s*date:?\s+(\d{4}-\d{2}-\d{2})(?!\S)\s*", re.IGNORECASE)
_DASH = re.compile(r"\s+(?:–|—|--?)\s+|(?<=\w)—")
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
_DIGIT = re.compile(r"\d")
_DAY = re.compile(rf"(?=[jfmasond\d])(?:{_MONTH}\s+\d{{1,2}}|\d{{1,2}}\s+{_MONTH})\.?", re.IGNORECASE)
_FULL_DATE = re.compile(
    rf"\b(?:(\d{{1,2}}) ({_MONTH}),? (\d{{4}})|({_MONTH}) (\d{{1,2}}),? (\d{{4}}))\b", re.IGNORECASE
)  # 27 March, 2024 | March 27, 2024
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_PLACE = re.compile(r"[^\W\d_]+(?:[’'\- ][^\W\d_]+){0,3}")
# "Astana. July 31. KazTAG" and "ASTANA, Kazakhstan, September 6": the place, then parts apart by full stop or comma.
_PARTS = re.compile(r"[.,]\s+|\s*\(")
# Capitals before a dash that announce the kind of piece, not a place.
_NOT_A_PLACE = frozenset(
    "ANALYSIS BREAKING COMMENT CORRECTED CORRECTION EDITORIAL EXCLUSIVE EXPLAINER FACTBOX FEATURE GALLERY INTERVIEW "
    "LIVE NEWS OPINION PHOTO PHOTOS PODCAST REPORT REVIEW UPDATE UPDATED URGENT VIDEO WATCH".split()
)
# A line of its own above the headline that says what kind of piece follows, or until when it is not to be printed.
_HERALD = re.compile(
    r"\W*(?:for immediate release|(?:press|news|media) (?:release|statement|information)|release|embargoed\b.{0,60}"
    r"|not for release before\b.{0,60})(?: (?:no\.?|#) ?[\w/-]+)?\W*",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r".{20,200}?[.!?](?=\s|$)")
_LONGEST_TITLE = 200
_LONGEST_OPENING = 100
_LONGEST_DATELINE = 80


class Header(NamedTuple):
    """What the first lines of a text say about it."""

    published_on: dt.date | None = None
    dateline: str | None = None
    title: str | None = None


def read_header(text: str) -> Header:
    """Date line, title and dateline from the first lines of an article's text."""
    published_on = None
    if match := _DATE_LINE.match(text):
        try:
            published_on = dt.date.fromisoformat(match[1])
        except ValueError:
            match = None  # "date 2021-13-45" is no date line
    rest = text[match.end() :] if match else text
    lines = [line.strip() for line in rest[:2000].splitlines() if line.strip()][:4]
    if not lines:
        return Header(published_on)
    dateline = next((place for line in lines if (place := read_dateline(line))), None)
    heads = [line for line in lines if not _HERALD.fullmatch(line)]
    if len(heads) < len(lines) and heads and (place := _dateline_alone(heads[0])):
        dateline, heads = dateline or place, heads[1:]  # a press release's headline may stand below place and date
    title = heads[0] if len(heads) > 1 and read_dateline(heads[0]) is None and _is_title(heads[0]) else None
    return Header(published_on or _byline_date(lines), dateline, title)


def opening(text: str) -> str | None:
    """How an article begins that has no title: its first sentence, or as much of it as a title may hold."""
    match = _DATE_LINE.match(text)
    lines = text[(start := match.end() if match else 0) : start + 500].splitlines()
    line = next((line.strip() for line in lines if line.strip() and not _HERALD.fullmatch(line.strip())), "")
    if read_dateline(line) and (dash := _dash(line)):
        line = line[dash.end() :]
    sentence = _SENTENCE.match(line)
    title = " ".join((sentence[0] if sentence else line).split())
    if len(title) > _LONGEST_OPENING:
        title = title[: _LONGEST_OPENING - 1].rpartition(" ")[0] + " …"
    return title or None


def read_dateline(line: str) -> str | None:
    """The place that a line opens with, as it is written there: `NUR-SULTAN – Seven …` → `NUR-SULTAN`."""
    return _dateline(line[: _LONGEST_DATELINE + 1])  # one more, so that it shows whether the line goes on


def _dateline_alone(line: str) -> str | None:
    """The place of a line that is place and full date and nothing else: `Tashkent, 4 February 2025`."""
    date = _FULL_DATE.search(line)
    if date is None or line[date.end() :].strip(" ."):
        return None
    return read_dateline(line[: date.end() - len("2025")].rstrip(" ,"))


@lru_cache(64)  # the same few lines are looked at for the place, the title, the day and the opening
def _dateline(line: str) -> str | None:
    dash = _dash(line)
    if dash:
        head = line[: dash.start()]
    elif not _DIGIT.search(line, 0, _LONGEST_DATELINE):
        return None  # no day either, which takes ten times as long to see
    elif not any(map(line.lower().__contains__, _MONTHS)):
        return None  # nor a month
    elif (day := _DAY.search(line, 0, _LONGEST_DATELINE)) and (day[0].endswith(".") or day.end() == len(line)):
        head = line[: day.end()]  # "ASTANA, Kazakhstan, September 6. Kazakhstan's Aktau …", or alone on its line
    else:
        return None
    place, *others = [part.strip(" ).") for part in _PARTS.split(head)]
    if not _PLACE.fullmatch(place) or place in _NOT_A_PLACE:
        return None
    dated = any(_DAY.fullmatch(part) for part in others)
    # Capitals alone are a place; mixed case only beside a day, else "The bank – and its owner – …" would be one.
    if place.isupper() and (dash or dated):
        return place
    return place if dated and place[0].isupper() and len(head.split()) <= 8 else None


def _is_title(line: str) -> bool:
    sentence = line.endswith((".", ";", ",", ":", "…"))
    return len(line) <= _LONGEST_TITLE and len(line.split()) > 1 and not sentence and " | " not in line


def _byline_date(lines: list[str]) -> dt.date | None:
    """The full date of the dateline, or of a short line below the title: `QazMonitor • 27 March, 2024 | 16:48`."""
    heads = [line[: dash.start()] for line in lines if read_dateline(line) and (dash := _dash(line))]
    bylines = [line for line in lines[1:3] if len(line) <= _LONGEST_DATELINE and not line.endswith(".")]
    for head in heads + bylines:
        if match := _FULL_DATE.search(head):
            day, month, year = (match[1], match[2], match[3]) if match[1] else (match[5], match[4], match[6])
            try:
                return dt.date(int(year), _MONTHS.index(month[:3].lower()) + 1, int(day))
            except ValueError:
                continue
    return None


def _dash(line: str) -> re.Match[str] | None:
    if "-" not in line and "–" not in line and "—" not in line:
        return None
    return _DASH.search(line, 0, _LONGEST_DATELINE)
