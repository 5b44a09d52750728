"""When a claim holds or happened: the one time of its sentence that governs it, or none.

A time governs what stands in its own clause and what is tied to it:

    78.9 million kWh in 2015, 141.6 million the year after      each its own (`own`)
    In 2022, exports rose 5%, while imports fell by 3%           a time that leads governs all (`leading`)
    rose 2% to 2.3 million tonnes in July, while exports doubled a parallel clause shares it (`shared`)
    6.4 billion in 2023, of which 0.6 billion …                  (`tied`)
    A fifth of that came from abroad                             what the sentence before had (`pointer`)

The base of a comparison and the date of a statement never count, nor does a time reach a standing property inside a noun
phrase ("launched in 2018 a plant with a capacity of 5 MW").
"""

from __future__ import annotations

from typing import NamedTuple

from services.extract.core.chunks import VerbGroup
from services.extract.core.facts.zones import Zone, finite, zone_at, zones
from services.extract.core.model import Document, Quantity, Time
from services.extract.core.sentences import Sentence

_TIMELESS = frozenset(("role",))
_STANDING = frozenset(("capacity", "size", "employment"))
_WORTH = frozenset("worth valued priced costing cost budgeted estimated".split())
_BASE_BEFORE = frozenset(("from", "against", "after", "versus", "than", "with"))
_POINTERS = frozenset(("this", "that", "these", "those"))


class _Place(NamedTuple):
    """Where the claim stands: its tokens and its zone."""

    first: int
    last: int
    zone: int


def period(s: Sentence, start: int, end: int, doc: Document, *, kind: str) -> Time | None:
    """The time that governs the claim whose evidence is characters [start, end) of a sentence."""
    if kind in _TIMELESS or s.part in ("header", "furniture"):
        return None
    times = [time for time in doc.times[s.index] if time.use == "period"] if s.index < len(doc.times) else []
    first, last = s.tokens_of(start, end)
    if first >= last:
        return None
    place = _Place(first, last, zone_at(s, first))
    if kind == "event":
        return _of_event(s, times, place)
    quantities = doc.quantities[s.index] if s.index < len(doc.quantities) else []
    if not times:
        return _pointed(s, place, doc)
    others = [(q.first, q.last) for q in quantities if q.last <= first or q.first >= last]
    found = (
        _own(s, times, place, others, kind)
        or _tied(s, times, place, others, kind)
        or _reached(s, times, place, others, kind)
    )
    return found or _pointed(s, place, doc)


def _of_event(s: Sentence, times: list[Time], place: _Place) -> Time | None:
    """An event's own date: in its words, else in its clause."""
    inside = [t for t in times if t.first < place.last and t.last > place.first]
    if inside:
        return inside[0]
    zone = zones(s)[zone_at(s, place.last - 1)]
    here = zones(s)[place.zone]
    for time in times:
        if time.first >= place.last and time.last <= zone.last and not _verb_between(s, place.last, time.first):
            return time
    for time in times:
        if here.first <= time.first and time.last <= place.first and not _verb_between(s, time.last, place.first):
            return time
    return next((t for t in times if t.last <= place.first and _leads(s, t) and _open_to(s, place.zone)), None)


def _verb_between(s: Sentence, a: int, b: int) -> bool:
    return any(a <= g.first < b and finite(g) for g in s.groups)


def _own(s: Sentence, times: list[Time], place: _Place, others: list[tuple[int, int]], kind: str) -> Time | None:
    """The time inside the claim's words or right behind it, before any other number."""
    for time in times:
        if time.first >= place.first and time.last <= place.last:
            return time
    for time in times:
        if time.first < place.last:
            continue
        if _near(s, place.last, time.first, others) and not _belongs_on(s, time, others):
            if _standing(s, place, kind) and not time.first - place.last <= 1:
                return None
            return time
        return None
    return None


def _near(s: Sentence, a: int, b: int, others: list[tuple[int, int]]) -> bool:
    """Whether tokens [a, b) hold nothing that keeps a time from the number before: no verb, comma or other number."""
    if any(a <= q < b for q, _ in others):
        return False
    return not any(t in "VWXBHMS,;:()" or t == '"' for t in s.tags[a:b]) and "J" not in s.tags[a:b]


def _belongs_on(s: Sentence, time: Time, others: list[tuple[int, int]]) -> bool:
    """A time without preposition between two numbers belongs to the second: "April 25 14 percent"."""
    if s.tags[time.first] in "ITS" or not s.words[time.first][0].isupper():
        return False
    return any(q == time.last for q, _ in others)


def _standing(s: Sentence, place: _Place, kind: str) -> bool:
    """Whether the number is a property inside a noun phrase and not what the verb says."""
    before = s.lows[place.first - 1] if place.first else ""
    if kind == "investment" and (before in _WORTH or (before == "at" and s.lows[place.first - 2] in _WORTH)):
        return True
    if kind not in _STANDING and kind != "investment":
        return False
    after = s.tags[place.last] if place.last < len(s.tags) else "."
    if before in ("with", "of") and kind in _STANDING:
        return True
    return (after in "N-" or (after == "A")) and kind in ("capacity", "size", "investment")


def _tied(s: Sentence, times: list[Time], place: _Place, others: list[tuple[int, int]], kind: str) -> Time | None:
    """What a bracket, "of which" or "or 36%" takes over from the number before."""
    zone = zones(s)[place.zone]
    opener = s.lows[zone.first : zone.first + 4]
    tied = zone.kind == "bracket" or (zone.kind == "relative" and ("of" in opener[:3] or opener[:1] == ["of"]))
    alternative = place.first > 1 and s.lows[place.first - 1] == "or"
    if not tied and not alternative:
        return None
    before = [q for q in others if q[1] <= place.first]
    if not before:
        return None
    a, b = before[-1]
    rest = [q for q in others if q != (a, b)]
    there = _Place(a, b, zone_at(s, a))
    return _own(s, times, there, rest, kind) or _reached(s, times, there, rest, kind)


def _reached(s: Sentence, times: list[Time], place: _Place, others: list[tuple[int, int]], kind: str) -> Time | None:
    """The time of the claim's clause, or one that leads the sentence or is shared by a parallel clause."""
    if _standing(s, place, kind):
        return None
    here = zones(s)[place.zone]
    left = [t for t in times if t.last <= place.first and _usable(s, t, place, others)]
    for time in reversed(left):
        if time.first >= here.first:
            if _governs_right(s, time, place):
                return time
            break
    for time in times:
        if time.first >= place.last and time.first < here.last and _governs_left(s, time, place, others):
            return time
    for time in reversed(left):
        if time.first < here.first and _carries(s, time, place):
            return time
    return None


def _usable(s: Sentence, time: Time, place: _Place, others: list[tuple[int, int]]) -> bool:
    """Whether a time to the left is free: one that belongs to the base of a move ("from 4.6 in 2022") is not."""
    for a, b in others:
        if b <= time.first and _near(s, b, time.first, others) and a:
            before = s.lows[a - 1]
            if before in _BASE_BEFORE and s.lows[place.first - 1 : place.first] != [before]:
                return False
            if before in _BASE_BEFORE and place.first - 1 != time.last and "and" not in s.lows[time.last : place.first]:
                return False
    return True


def _governs_right(s: Sentence, time: Time, place: _Place) -> bool:
    """Whether a time reaches a number to the right of it in the same zone."""
    between = [g for g in s.groups if g.first >= time.last and g.last <= place.first and finite(g)]
    if not between or _starts_zone(s, time):
        return True
    before = [g for g in s.groups if g.last <= time.first]
    if not before or not any(finite(g) or g.tense == "participle" for g in before):
        return True
    host = before[-1]
    last = between[-1]
    joined = s.tags[last.first - 1] == "J" if last.first else False
    return joined and _same_time(host, last)


def _governs_left(s: Sentence, time: Time, place: _Place, others: list[tuple[int, int]]) -> bool:
    """Whether a time reaches a number to the left of it in the same zone, past other numbers or a verb."""
    here = zones(s)[place.zone]
    between = [g for g in s.groups if g.first >= place.last and g.last <= time.first]
    solid = [g for g in between if finite(g) or g.tense == "participle"]
    before = [g for g in s.groups if here.first <= g.first and g.last <= place.first and finite(g)]
    for a, b in others:
        # a time that is another number's own base
        if place.last <= a and b <= time.first and a and s.lows[a - 1] in _BASE_BEFORE:
            return False
    if not solid:
        return True
    if not before and len(solid) == 1:
        return True
    return all(s.tags[g.first - 1] == "J" for g in solid)


def _starts_zone(s: Sentence, time: Time) -> bool:
    zone = zones(s)[zone_at(s, time.first)]
    return time.first - zone.first <= 1


def _leads(s: Sentence, time: Time) -> bool:
    """Whether a time opens the sentence, before its first verb."""
    if time.first <= 2 or not any(g.last <= time.first for g in s.groups if finite(g)):
        return not any(g.last <= time.first for g in s.groups)
    return s.lows[0] == "of" and sum(1 for g in s.groups if g.last <= time.first) <= 1


def _open_to(s: Sentence, zone: int) -> bool:
    """Whether a zone takes over a time from before: a relative clause in the present does not."""
    here = zones(s)[zone]
    if here.kind != "relative":
        return True
    g = next((g for g in s.groups if g.first >= here.first and g.last <= here.last and finite(g)), None)
    return g is None or g.tense != "present" or g.perfect


def _carries(s: Sentence, time: Time, place: _Place) -> bool:
    """Whether a time of an earlier zone reaches the zone of a number."""
    all_zones = zones(s)
    here = all_zones[place.zone]
    there = zone_at(s, time.first)
    if all_zones[there].kind in ("relative", "bracket") and s.lows[0] != "of":
        return False
    if _leads(s, time):
        return _open_to(s, place.zone)
    if here.kind in ("contrast", "coordinate"):
        return _parallel(s, all_zones[there], here)
    if here.kind in ("resumed", "bracket"):
        return here.parent >= there
    if here.kind == "relative":
        return any(low in ("%", "percent", "pct") for low in s.lows[place.first : place.last])
    if here.kind == "apart":
        return any(low in ("them", "these", "this", "those", "that") for low in s.lows[here.first : place.last + 3])
    return False


def _parallel(s: Sentence, a: Zone, b: Zone) -> bool:
    one = next((g for g in s.groups if a.first <= g.first < a.last and finite(g)), None)
    two = next((g for g in s.groups if b.first <= g.first < b.last and finite(g)), None)
    return two is None or (one is not None and _same_time(one, two))


def _same_time(a: VerbGroup, b: VerbGroup) -> bool:
    """Whether two verbs speak of the same time: both of the past, or both of what is to come."""
    return _when(a) == _when(b)


def _when(g: VerbGroup) -> str:
    if g.tense in ("future", "modal", "infinitive"):
        return "ahead"
    return "past" if g.tense in ("past", "participle") else "present"


def _pointed(s: Sentence, place: _Place, doc: Document) -> Time | None:
    """ "163 billion of this", "Of this volume, 2.1 million", "a fifth of that": the period of the sentence before."""
    if not s.index:
        return None
    lows = s.lows
    after = lows[place.last : place.last + 2]
    inside = lows[place.first : place.last + 2]
    opening = lows[:2] if len(lows) > 1 else []
    pointing = (len(after) > 1 and after[0] == "of" and after[1] in _POINTERS) or (
        len(opening) > 1 and opening[0] == "of" and opening[1] in _POINTERS
    )
    if not pointing:
        pointing = any(inside[i] == "of" and inside[i + 1] in _POINTERS for i in range(len(inside) - 1))
    if not pointing:
        return None
    previous = doc.sentences[s.index - 1]
    for q in doc.quantities[previous.index] if previous.index < len(doc.quantities) else []:
        if found := period(previous, q.start, q.end, doc, kind="output"):
            return found
    return None
