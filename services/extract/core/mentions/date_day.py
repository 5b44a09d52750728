"""Days told from the article's date: "yesterday", "on Thursday", "Tuesday night"; and the words "then" and "since"."""

from __future__ import annotations

import datetime as dt

from services.extract.core.lexicon import words
from services.extract.core.mentions import calendar as cal
from services.extract.core.mentions.date_absolute import day_month, month, settle
from services.extract.core.mentions.date_reader import Reader, Term
from services.extract.core.mentions.date_use import is_old_level
from services.extract.core.mentions.tense import governing
from services.extract.core.model import Time


def adverb(r: Reader, i: int) -> Term | None:
    """ "today", "yesterday", "tomorrow", "tonight"."""
    if not r.published:
        return None
    low = r.low(i)
    day = r.published + dt.timedelta(days={"yesterday": -1, "tomorrow": 1}.get(low, 0))
    g = governing(r.s, i, i + 1) if low == "today" else None
    nowadays = g is not None and g.tense == "present" and not g.perfect and g.lemma in cal.words("lasting")
    nowadays |= low == "today" and is_old_level(r.s, i)  # "from 12% today"
    if low == "today" and "yesterday" in r.lows[:i]:
        nowadays = False
    elif low == "today":
        owns = r.low(i + 1) in ("'s", "’s") and r.low(i + 2) not in cal.words("occasions")  # but "today's ceremony"
        opens = i == 0 and (g is None or g.tense != "past")  # but "Today the city opened a school"
        nowadays |= owns or opens or r.low(i - 1) in ("and", "of", "than", "as")
        nowadays &= r.lows[max(i - 2, 0) : i] != ["as", "of"]  # "As of today, 18 have been handed over"
    return Term(i, past_part_of_day(r, i + 1), day, day, "none" if nowadays else "day", f"adverb.{low}")


def weekday(r: Reader, i: int) -> Term | None:
    """ "Thursday", "Tuesday night": the nearest one before the article, or after it for what is planned."""
    name = r.s.words[i]
    if not name[0].isupper() or (r.tags[i - 1 : i] == "P" and r.low(i - 1) not in cal.month_numbers()):
        return None
    if r.low(i + 1) in ("to", "-", "–", "through") and r.low(i + 2) in cal.weekday_numbers():
        return Term(i, i + 3, None, None, "none", "weekday.hours")
    last = past_part_of_day(r, i + 1)
    follows = r.low(last) if r.low(last) != "," else r.low(last + 1)
    k = last + (r.low(last) == ",")
    if follows and (r.month_at(k) or (r.day_at(k) and r.month_at(k + 1))):
        term = month(r, k) if r.month_at(k) else day_month(r, k)
        if term and term.grain == "day":
            return settle(r, term, r.ahead)._replace(first=i)
    if not r.published:
        return Term(i, last, None, None, "none", "weekday.undated")
    found = cal.near(r.published, cal.weekday_numbers()[r.low(i)], ahead=r.ahead)
    return Term(i, last, found, found, "day", "weekday")


def past_part_of_day(r: Reader, i: int) -> int:
    return i + 1 if r.low(i) in cal.words("parts_of_day") else i


def same_day(r: Reader, i: int, j: int) -> Term | None:
    """ "the same day", "that day": the day spoken of before."""
    found = r.spoken(deep=0)
    day = found[0] if found and found[0] == found[1] else r.day_before()
    return Term(i, j + 1, day, day, "day", "pointed.day", pointer=True) if day else None


def word(r: Reader, i: int) -> Time | None:
    """ "then" where it points to a period ("was then up 3%", "until then", "since then"), and "YTD"."""
    low, before = r.low(i), r.low(i - 1)
    s = r.s
    if low == "ytd" and r.published:
        return Time(
            i, i + 1, s.starts[i], s.ends[i], cal.year_of(r.published.year)[0], r.published, "period", "to-date"
        )
    if low == "then" and before == "since" and r.published and (found := r.spoken(deep=1)):
        return Time(i - 1, i + 1, s.starts[i - 1], s.ends[i], found[0], r.published, "period", "since")
    if low == "since" and i and s.tags[i - 1] == "H" and r.published and (found := r.spoken(deep=1)):
        begun = found[0] < r.published  # "… and has since sunk"
        return Time(i, i + 1, s.starts[i], s.ends[i], found[0], r.published, "period", "since") if begun else None
    last = i and s.tags[i - 1] in "CUN" and s.tags[i + 1 : i + 2] in (".", ",", ")")  # "with 27.8 per cent then"
    ahead = low == "then" and i and s.tags[i - 1] == "M" and r.published
    if ahead and (found := r.spoken(deep=1)) and r.published and found[0] > r.published:
        return Time(i, i + 1, s.starts[i], s.ends[i], *found, "period", "pointer.then")  # "It should then carry 9,500"
    if low == "then" and (before in ("until", "till", "by", "before") or last or (i and s.tags[i - 1] == "B")):
        found = r.spoken(deep=1)
        first = i - 1 if before in ("until", "till", "by", "before") else i
        if before in ("by", "before") and (day := r.deadline() or (found[1] if found else None)):
            return Time(first, i + 1, s.starts[first], s.ends[i], None, day, "period", "until")
        if found:
            return Time(first, i + 1, s.starts[first], s.ends[i], *found, "period", "pointer.then")
    return None


def from_now(r: Reader, term: Term, preposition: str) -> bool:
    """ "provides for the hiring of 45 teachers from September": said in the present, a beginning lies ahead."""
    if term.begin or term.grain not in ("month", "day") or r.published is None:
        return False
    starts = preposition in ("from", "starting") and term.number > r.published.month
    if preposition == "for" and term.number > r.published.month:  # "have announced a further cut of 2 cents for April"
        g = governing(r.s, term.first, term.last)
        return g is not None and g.lemma in words("period", "agreeing")
    if not starts and preposition not in ("until", "till", "by"):  # "has orders until March", "promises 450 by May"
        return False
    g = governing(r.s, term.first, term.last)
    return g is not None and g.tense == "present" and not g.perfect and not g.passive
