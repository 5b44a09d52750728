"""Times: every expression of a sentence that names a day or a period, resolved against the article's date.

    in the first half of 2024        2024-01-01 … 2024-06-30
    since the beginning of the year  1 January … the article's date
    by the end of 2025               … 2025-12-31
    from 2021                        2021-01-01 …
    compared with 2018               use "compare": the base of a comparison
    told reporters on Friday         use "statement"
    in 2022-23, mid-June, recently   use "none": understood, but no dates

The terms come from `date_absolute`, `date_counted` and `date_relative`, two of them make one in `date_range`; this
module finds them and reads the preposition before.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from services.extract.core.mentions import calendar as cal
from services.extract.core.mentions import date_absolute as absolute
from services.extract.core.mentions import date_counted as parts
from services.extract.core.mentions import date_day as daily
from services.extract.core.mentions import date_pointed as pointers
from services.extract.core.mentions import date_relative as relative
from services.extract.core.mentions.date_deictic import deictic
from services.extract.core.mentions.date_range import hyphenated, joined
from services.extract.core.mentions.date_reader import Reader, Term, starts
from services.extract.core.mentions.date_split import split
from services.extract.core.mentions.date_use import flows, is_base, is_old_level, is_statement, owned, superlative
from services.extract.core.model import Document, Time
from services.extract.core.sentences import Sentence
from services.extract.core.tags import lemma

_SKIPPED = frozenset("the around about approximately roughly circa or course of whole entire a an".split())
_ENDS = frozenset("ended ends ending closed finished finishing closing".split())
_ABOUT = frozenset("in above below around near".split())  # "will end the year in a range of"
_PARTICLES = frozenset("up over off out of in".split())  # "since taking over the line in 2022"
_OPEN = frozenset(("starting", "beginning", "effective", "commencing"))


def times(s: Sentence, doc: Document) -> list[Time]:
    """The times of a sentence, left to right; those of the sentences before must stand in `doc.times` already."""
    if s.part in ("header", "furniture"):
        return []
    table = starts()
    places = []
    for i, form in enumerate(s.lexemes):
        if form.dated < 0:
            form.dated = int(form.low in table or (len(form.low) > 4 and "-" in form.low))
        if form.dated:
            places.append(i)
    if not places:
        return []
    published = doc.published if doc.published and 1900 <= doc.published.year <= cal.LAST_YEAR else None
    reader = Reader(s, published, lambda uses: _spoken_before(s, doc, uses))
    found: list[Time] = []
    past = 0
    for i in places:
        if i < past:
            continue
        time = _read(reader, i, table.get(s.lows[i], "hyphen"), past)
        if time is not None:
            found.append(time)
            past = time.last
    return found


def _spoken_before(s: Sentence, doc: Document, uses: tuple[str, ...]) -> list[tuple[dt.date, dt.date, int]]:
    """The closed periods of the last sentences, the latest first, each with its distance."""
    found: list[tuple[dt.date, dt.date, int]] = []
    for distance in range(1, 25 if uses != ("until",) else 3):
        index = s.index - distance
        if not 0 <= index < len(doc.times):
            continue
        if uses == ("until",):  # the last day by which something is to be
            found.extend((t.until, t.until, distance) for t in doc.times[index] if t.rule == "until" and t.until)
            continue
        found.extend(
            (time.begin, time.until, distance)
            for time in reversed(doc.times[index][-8:])
            if time.begin and time.until and time.use in uses and time.rule != "since" and not _labels(doc, index, time)
        )
    return found


def _labels(doc: Document, index: int, time: Time) -> bool:
    """Whether a time labels what a bracket sets beside a number: "(third quarter of 2023: 439 million)"."""
    s = doc.sentences[index]
    return s.tags[time.first - 1 : time.first] == "(" and s.words[time.last : time.last + 1] == [":"]


_RULES: dict[str, Callable[[Reader, int], Term | None]] = {
    "month": absolute.month,
    "year": absolute.year,
    "ordinal": parts.ordinal,
    "coded": parts.coded,
    "split": split,
    "unit": relative.unit,
    "deictic": deictic,
    "whole": relative.whole,
    "pointed": pointers.pointed,
    "period": pointers.reviewed,
    "adverb": daily.adverb,
    "weekday": daily.weekday,
    "edge": relative.edge,
}


def _read(r: Reader, i: int, rule: str, past: int) -> Time | None:
    """The time that begins at token i, with what stands before it down to token `past`."""
    r.place = i
    before = i
    while before > past and r.tags[before - 1] in "ID" and r.low(before - 1) not in ("from", "against", "after"):
        before -= 1
    r.old = is_old_level(r.s, before)
    if r.old and r.low(before) == "on" and "to" in r.lows[max(before - 10, 0) : before]:
        r.old = False  # "is to be cut to 2% from 2.5% on July 1": the day of the move
    if rule == "number":
        term = absolute.day_month(r, i)
        if term is None and r.low(i + 1) in absolute.SUFFIXES and r.low(i) in "1234":
            term = parts.ordinal(r, i)
        elif term is None:
            j = i + 2 if r.low(i + 1) in ("-", "full") else i + 1
            if r.low(j) in cal.words("units"):
                term = parts.counted(r, i, j, cal.number_words()[r.low(i)])
    elif rule == "hyphen":
        term = hyphenated(r, i)
    elif rule == "word":
        return daily.word(r, i)
    elif rule == "deictic" and r.low(i + 1) == "day" and r.low(i) in ("last", "final"):
        term = relative.edge(r, i + 1) or deictic(r, i)  # "on the last day of July"
    elif rule == "year" and r.split_after(i):
        term = split(r, i) or absolute.year(r, i)
    else:
        term = _RULES[rule](r, i)
    if term is None:
        return None
    if term.rule.startswith("pointed") and r.low(term.first - 1) in ("prior", "previous"):
        term = term._replace(first=term.first - 1)  # "on the prior corresponding period"
    first, preposition, blurred = _before(r, term.first, past)
    term = joined(r, term, preposition)
    term = absolute.settle(
        r,
        term,
        (r.ahead or daily.from_now(r, term, preposition))
        and not (r.old or (r.low(first) != "on" and is_old_level(r.s, first))),
    )
    turned = preposition == "since" and r.low(term.first - 3) == "turn"  # "since the turn of the year"
    if blurred and term.grain not in ("day", "none") and not turned:
        term = term._replace(begin=None, until=None, grain="none", rule="blurred")
    ended = (
        (first == term.first or r.low(first) == "the")
        and term.grain in ("year", "half", "quarter", "month")
        and bool({r.low(first - 1), r.low(term.first - 2)} & _ENDS)
    )
    meant = r.low(first - 1) in ("end", "close", "finish") and r.low(term.last) in _ABOUT and r.ahead
    stock = meant or (ended and r.low(term.last) in ("with", "at", "on"))
    if stock and term.until and not flows(r.s, term.last + 1):
        term = term._replace(begin=term.until, grain="end")  # "ended 2024 with 1,906 shops"
    time = _placed(r, term, first, preposition)
    r.at = term
    rhythm = preposition == "on" and term.rule.startswith("unit.")  # "up 18% on the year"
    record = time.use == "compare" and (preposition == "since" or rhythm)
    if preposition == "since" and time.begin and term.begin and time.begin < term.begin:
        term = term._replace(begin=time.begin, until=cal.moved(term.until, -1) if term.until else None)
    if term.begin and time.use not in ("statement", "none") and not (record or (r.found and is_old_level(r.s, first))):
        since = preposition == "since" and term.begin == time.begin  # "since January … than in the same period of 2023"
        since = since or (term.begin == time.begin and time.until == r.published)  # "so far this year"
        term = term._replace(until=time.until) if since and time.until else term
        r.found.append(term._replace(base=time.use == "compare"))
    return time


def _before(r: Reader, first: int, past: int) -> tuple[int, str, bool]:
    """The preposition before a term: the first token with it, its word or "", and whether something blurs the term."""
    j, blurred = first - 1, False
    while j >= past and (r.low(j) in _SKIPPED or r.low(j) in cal.words("blurred")):
        if r.low(j) == "of" and r.low(j - 1) not in cal.words("blurred") and r.low(j - 1) not in ("course", "whole"):
            break
        if r.low(j) == "or" and r.tags[j - 1] != "I":
            break
        blurred = blurred or r.low(j) in cal.words("blurred")
        j -= 1
    if j < past:
        return j + 1, "", blurred
    low = r.low(j)
    if low == "of" and r.low(j - 1) in cal.words("seasons"):
        blurred = True  # "in the summer of 2023"
    if low in ("rest", "remainder", "part", "parts", "most"):
        blurred = True
    if low == "than" and r.low(j - 1) == "later" and r.low(j - 2) in ("no", "not"):
        return j - 2, "by", blurred  # "no later than 2027"
    if low == "before" and r.low(j - 1) == "not":
        return j - 1, "starting", blurred
    if low in ("of", "at") and r.low(j - 1) == "as":
        return j - 1, "as of", blurred
    if low == "on" and r.low(j - 1) in cal.words("parts_of_day") and r.low(j - 2) == "by":
        return j - 2, "by", blurred
    if low in ("from", "in", "on", "of") and r.low(j - 1) in _OPEN:
        return j - 1, "starting", blurred
    if low == "from" and r.low(j - 1) == "as":
        return j - 1, "starting", blurred
    if low in ("in", "on", "of") and (since := _since(r, j, past)) >= 0:
        own = superlative(r, since)  # "the first overhaul since it was opened in 2014" says when it was opened
        return (j, low, blurred) if own else (since, "since", blurred)
    if low == "to" and r.low(j - 1) == "up":
        return j - 1, "until", blurred
    if (
        r.tags[j] in "ITS"
        or low in cal.words("inside")
        or low in cal.words("up_to")
        or low in ("since", "from", "after")
    ):
        return j, low, blurred
    return (j, "starting", blurred) if low in _OPEN else (first if j + 1 == first else j + 1, "", blurred)


def _since(r: Reader, j: int, past: int) -> int:
    """The token of "since" in "since its launch in 2013", the preposition at j; -1 where there is none."""
    for k in range(j - 1, max(j - 10, past - 1), -1):
        if r.low(k) == "since":
            return k if k < j - 1 else -1
        if r.tags[k] in "VWXB" and (r.tags[k] == "B" or lemma(r.low(k)) in cal.words("launching")):
            continue  # "since it opened in 2019"
        if r.tags[k] not in "DNAPEOGRCT" and r.low(k) not in _PARTICLES:
            return -1
    return -1


def _placed(r: Reader, term: Term, first: int, preposition: str) -> Time:
    """A term with its preposition, as a time of the sentence."""
    begin, until, rule, last = term.begin, term.until, term.rule, term.last
    use = "period" if begin or until else "none"
    if term.grain == "none" or (term.rule == "deictic.spoken" and preposition in ("over", "for")):
        use, begin, until = "none", None, None
    elif preposition == "since":
        until, rule = r.published, "since"
        use = "compare" if superlative(r, first) else use
        if begin and until and begin > until and term.rule.endswith(".ahead"):
            begin = cal.moved(begin, -1)  # "has been laid since April, the rest will be by June"
        if begin and until and begin > until:
            begin, until, use = None, None, "none"
    elif preposition in cal.words("up_to") or (preposition == "to" and r.low(first - 1) in cal.words("horizons")):
        over = r.low(last) in ("is", "ends") and (r.low(last) == "ends" or r.low(last + 1) in ("out", "over", "up"))
        if (
            preposition == "before"
            and begin
            and term.grain not in ("end",)
            and not over
            and term.rule != "edge.year-end"
        ):
            until = begin - dt.timedelta(days=1)
        begin, rule = None, "until"
        if over:
            last += 1 if r.low(last) == "ends" else 2
    elif preposition == "starting":
        until, rule = None, "from"
    elif preposition == "from" and r.low(last) in ("'s", "’s"):
        first = term.first  # "narrowed to $310 million from July's $520 million"
    elif preposition == "from" and term.rule != "range":
        if is_base(r.s, term.first, term) and not (r.published and begin and begin > r.published):
            use = "compare"  # "up 9% from 2023", but not "an expansion to 110,000 from 2027"
        elif term.grain == "day" and begin != until:
            rule = "range"  # "from 1 to 21 October"
        elif term.grain == "beginning" and r.published and begin and begin <= r.published and not r.ahead:
            until, rule = r.published, "since"  # "from the start of the year it has sold"
        else:
            until, rule = None, "from"
    elif preposition == "after" and owned(r, last):
        first = term.first  # "after the September reading of 49.8"
    elif preposition == "after":
        begin, until, use, rule = None, None, "none", "after"
    elif term.grain in ("beginning",) and preposition not in ("as of",):
        begin, until, use, rule = None, None, "none", "edge.vague"
    if term.rule == "unit.year" and preposition == "of" and superlative(r, first):
        use, begin, until = "none", None, None  # "the second-largest share sale of the year"
    running = term.grain == "year" and r.published and until and begin and begin <= r.published <= until
    if running and r.lows[max(first - 2, 0) : first] == ["to", "date"]:
        until, first = r.published, first - 2  # "To date this year"
    if running and r.lows[last : last + 2] in (["so", "far"], ["to", "date"]):
        until, last = r.published, last + 2  # "for the year so far", "this year so far"
    if r.low(first - 1) == "far" and r.low(first - 2) == "so" and begin and r.published:
        until, first = r.published, first - 2
    ahead = preposition == "from" and r.published is not None and begin is not None and begin > r.published
    if use == "period":
        if not ahead and is_base(r.s, first if preposition == "by" else term.first, term):
            use = "compare"
        elif is_statement(r.s, first, last, term.grain):
            use = "statement"
    return Time(first, last, r.s.starts[first], r.s.ends[last - 1], begin, until, use, rule)
