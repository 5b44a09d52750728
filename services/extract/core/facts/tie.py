"""The time of a number that hangs on another one: a bracket, "of which", "or 36%", "lost 0.2% to 2,474"."""

from __future__ import annotations

from services.extract.core.chunks import finite
from services.extract.core.facts.place import Place, Scope
from services.extract.core.facts.scope import reached
from services.extract.core.facts.vicinity import own
from services.extract.core.facts.zones import Zone, zone_at, zones
from services.extract.core.mentions import calendar as cal
from services.extract.core.model import Time
from services.extract.core.sentences import Sentence


def tied(scope: Scope, place: Place) -> Time | None:
    """What a bracket, "of which" or "or 36%" takes over from the number before."""
    s = scope.s
    zone = zones(s)[place.zone]
    opener = s.lows[zone.first : zone.first + 4]
    alternative = place.first > 1 and s.lows[place.first - 1] == "or"
    moved = any(
        b == place.first - 1 and s.lows[b] == "to" and "from" not in s.lows[a - 1 : a + 1] for a, b in scope.others
    )  # "lost 0.2% to 2,474.9"
    alternative |= moved
    if scope.kind == "change" and place.first and s.tags[place.first - 1] == ",":  # "to 7.9 million, 4 percent up on …"
        beside = any(b == place.first - 1 for _, b in scope.others)
        alternative |= beside and not cal.words("moves").isdisjoint(s.lows[place.first : place.last + 2])
    if (aside := _of_subject(scope, place)) is not None:
        return aside
    if opener[:1] == ["when"] and zone.first > 1:  # "at the level of 2022, when they equalled 23.8 trillion"
        end = zone.first - (s.tags[zone.first - 1] == ",")
        if time := next((t for t in scope.doc.times[s.index] if t.last == end and t.begin and t.until), None):
            year = cal.year_of(time.begin.year) if time.begin and time.rule == "since" else None
            if year and time.begin and not cal.month_numbers().keys().isdisjoint(s.lows[time.first : time.last]):
                year = cal.month(time.begin.year, time.begin.month)  # "the lowest since May 2021, when it was 6.9%"
            return time._replace(begin=year[0], until=year[1]) if year else time  # "since 2019, when it made 96,000"
    if zone.kind == "relative" and any(zone.first < t.first and t.last <= place.first for t in scope.times):
        return None  # "of which August accounted for 1.6 million"
    if zone.kind == "relative" and any(
        place.last < t.first and t.last <= zone.last and s.tags[t.first] in "IA" for t in scope.times
    ):
        return None  # "of which 38 billion fell on last year"
    if zone.kind == "relative" and "of" in opener and _since_then(s, zone):
        return None
    if not (zone.kind == "bracket" or (zone.kind == "relative" and "of" in opener) or alternative):
        return None
    if zone.kind == "bracket":  # "(Q1 2023: $80 million)"
        if any(place.last <= t.first and t.last <= zone.last for t in scope.times):
            return None  # "(+6.0% and +5.1% in August)"
        for time in scope.doc.times[s.index]:
            if time.last == zone.first and time.use == "compare" and time.begin and time.until:
                return time  # "up 9% on the March quarter (139,700 tonnes)"
        for time in scope.times:
            if zone.first < time.last < place.first and time.first <= zone.first + 3 and s.lows[time.last] == ":":
                return time
    before = [q for q in scope.others if q[1] <= place.first]
    if zone.kind != "bracket":  # "was 3.4 TWh (January 2025: 3.6 TWh), of which households used 1.3 TWh"
        before = [q for q in before if zones(s)[zone_at(s, q[0])].kind != "bracket"] or before
    if not before:
        return None
    there = Place(*before[-1], zone_at(s, before[-1][0]))
    inner = Scope(s, scope.doc, "change" if moved else scope.kind)
    inner.leave(there)
    return own(inner, there) or tied(inner, there) or reached(inner, there)


def _since_then(s: Sentence, zone: Zone) -> bool:
    """Whether a part has only since become what is said of it: "ordered 20 in 2022, eight of which have arrived"."""
    ours = next((g for g in s.groups if zone.first <= g.first < zone.last), None)
    theirs = next((g for g in reversed(s.groups) if g.last <= zone.first and finite(g)), None)
    if ours is None or theirs is None:
        return False
    return ours.perfect and ours.tense == "present" and theirs.tense == "past" and not theirs.perfect


def _of_subject(scope: Scope, place: Place) -> Time | None:
    """ "Imports, 80 per cent of them from Ukraine, came to 21,300 tonnes in May": an aside about the subject has the
    time of what the clause says of it."""
    s = scope.s
    if s.lows[place.last : place.last + 2] == ["of", "them"]:
        last = place.last + 2
    elif s.lows[place.last - 2 : place.last] == ["of", "them"]:
        last = place.last
    else:
        return None
    close = s.tags.find(",", last)
    if close < 0 or s.tags[place.first - 1] != "," or any(g.first < close for g in s.groups):
        return None
    verb = next((g for g in s.groups if g.first <= close + 2 and finite(g)), None)
    after = next(((a, b) for a, b in scope.others if verb is not None and a >= verb.last), None)
    if after is None:
        return None
    there = Place(*after, zone_at(s, after[0]))
    inner = Scope(s, scope.doc, "output")
    inner.leave(there)
    return own(inner, there) or reached(inner, there)
