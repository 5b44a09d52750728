"""Times that stand in one clause and hold for another: with the old level, behind two moves told alike, with what a
plan waits for."""

from __future__ import annotations

from services.extract.core.chunks import VerbGroup, finite
from services.extract.core.facts.place import Place, Scope
from services.extract.core.facts.properties import standing
from services.extract.core.facts.vicinity import own
from services.extract.core.facts.zones import Zone, clauses, same_time, when, zone_at, zones
from services.extract.core.mentions import calendar as cal
from services.extract.core.model import Time
from services.extract.core.sentences import Sentence


def told_from_old(scope: Scope, place: Place) -> Time | None:
    """ "In the first quarter exports grew; the share of steel rose to 44% from 37% a year earlier": the new level has
    the time that its old level is a year from."""
    s = scope.s
    old = next((p for p in scope.others if place.last < p[0] <= place.last + 8), None)
    if old is None or s.lows[old[0] - 1] not in ("from", "against", "versus"):
        return None
    if any(finite(g) and place.last <= g.first < old[0] for g in s.groups):
        return None
    time = own(scope, Place(*old, zone_at(s, old[0])))
    if time is None or time.begin is None or time.until is None:
        return None
    for found in scope.times:
        begin, until = found.begin, found.until
        if found.last > place.first or begin is None or until is None:
            continue
        if (cal.moved(begin, -1), cal.moved(until, -1)) == (time.begin, time.until):
            return found
    return None


def said_behind(scope: Scope, place: Place) -> Time | None:
    """ "Food prices rose 8% and fares climbed 3% in July": the time that closes two moves told alike is said once."""
    s = scope.s
    found = zones(s)
    if place.zone + 2 != len(found):
        return None
    here, next_ = found[place.zone], found[place.zone + 1]
    if next_.kind == "subordinate" and s.lows[next_.first] in ("once", "when"):
        return _waited_for(scope, place, here, next_)
    if scope.kind not in ("change", "indicator", "output", "count"):
        return None
    ours, theirs = verbs_of(s, here), verbs_of(s, next_)
    alike = len(ours) == len(theirs) == 1 and same_time(ours[0], theirs[0]) and when(ours[0]) == "past"
    if next_.kind not in ("coordinate", "contrast") or not alike or ours[0].perfect != theirs[0].perfect:
        return None
    if any(here.first <= t.first < here.last for t in (*scope.times, *scope.vague)):
        return None
    moves = theirs[0].lemma in cal.words("moves") and ours[0].lemma in cal.words("moves")
    if ours[0].passive and theirs[0].first == theirs[0].head:
        moves = True  # "402,000 tonnes were mined and 351,000 processed in May": "were" is said once
    time = next((t for t in scope.times if next_.first < t.first), None)
    return time if moves and time is not None and s.tags[time.last :] == "." else None


def _waited_for(scope: Scope, place: Place, here: Zone, there: Zone) -> Time | None:
    """ "will go up to 10 lakh | once a second line is in place by March 2025": the time of what it waits for."""
    ours = verbs_of(scope.s, here)
    if not ours or when(ours[-1]) != "ahead" or any(here.first <= t.first < here.last for t in scope.times):
        return None
    if any(q >= there.first for q, _ in scope.others):
        return None
    time = next((t for t in scope.times if there.first < t.first), None)
    return time if time is not None and not standing(scope, place, time) else None


def verbs_of(s: Sentence, zone: Zone) -> list[VerbGroup]:
    return [p.group for p in clauses(s) if zone.first <= p.group.first < zone.last]
