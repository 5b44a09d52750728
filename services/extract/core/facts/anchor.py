"""The date of an article where nobody gave it: the header line, the dateline or byline, else None.

    " date 2021-12-28 NUR-SULTAN – …"                  2021-12-28
    "Nur-Sultan, 16 January 2020" · "MONTERREY, April 8, 2025 /Wire/ -- …" · "Daily • 27 March, 2024 | 16:48"

Only the first lines are looked at, and a date there counts only where the year stands with it: a dateline without one
("MUMBAI, Oct 30") dates nothing by itself.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from services.extract.core.mentions import calendar as cal
from services.extract.core.sentences import DATE_LINE, Sentence

_LINES = 6  # how deep a byline may stand
_LINE_LENGTH = 140  # a longer line is the story itself; its dateline is at its start
_DATELINE_LENGTH = 70


def published(text: str, sentences: Sequence[Sentence] = ()) -> dt.date | None:
    """The article's date as its own first lines state it; `sentences` spares nothing and may be left out."""
    if m := DATE_LINE.match(text):
        return _iso(m.group(1))
    lines = 0
    position = 0
    while lines < _LINES and position < len(text):
        end = text.find("\n", position)
        end = len(text) if end < 0 else end
        line = text[position : min(end, position + _LINE_LENGTH + 1)].strip()
        position = end + 1
        if not line:
            continue
        lines += 1
        short = len(line) <= _LINE_LENGTH and line[-1] not in ".!?"
        if found := _stated(line if short else line[:_DATELINE_LENGTH]):
            return found
    return None


def _stated(line: str) -> dt.date | None:
    """The first full date of a line: day, month and year in any order, or ISO."""
    m = _dates().search(line)
    if not m:
        return None
    if m.group("iso"):
        return _iso(m.group("iso"))
    if m.group("dotted"):
        day, month, year = m.group("dotted").split(".")
        return cal.day(int(year), int(month), int(day))
    name = m.group("m1") or m.group("m2")
    number = cal.month_numbers().get(name.lower()) or cal.month_numbers().get(name.lower().rstrip("."))
    if number is None:
        return None
    return cal.day(int(m.group("y1") or m.group("y2")), number, int(m.group("d1") or m.group("d2")))


def _iso(written: str) -> dt.date | None:
    year, month, day = written.split("-")
    return cal.day(int(year), int(month), int(day))


_PATTERN: list[re.Pattern[str]] = []


def _dates() -> re.Pattern[str]:
    if not _PATTERN:
        names = "|".join(sorted({name.rstrip(".") for name in cal.month_numbers()}, key=len, reverse=True))
        _PATTERN.append(
            re.compile(
                rf"""
                (?<!\d)(?P<iso>(?:19|20)\d\d-[01]\d-[0-3]\d)(?!\d)
              | (?<!\d)(?P<dotted>[0-3]?\d\.[01]\d\.(?:19|20)\d\d)(?!\d)
              | (?<!\w)(?P<d1>[0-3]?\d)(?:st|nd|rd|th)?\ (?:of\ )?(?P<m1>{names})\.?,?\ (?P<y1>(?:19|20)\d\d)(?!\d)
              | (?<!\w)(?P<m2>{names})\.?\ (?P<d2>[0-3]?\d)(?:st|nd|rd|th)?,?\ (?P<y2>(?:19|20)\d\d)(?!\d)
                """,
                re.VERBOSE | re.IGNORECASE,
            )
        )
    return _PATTERN[0]
