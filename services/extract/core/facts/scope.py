"""How far a time reaches inside its sentence, beyond the number at which it stands.

`reached`: a time governs the clause (`clause_scope`), leads the sentence, or is shared by a parallel clause. What only
hangs on another number is in `tie`.
"""

from __future__ import annotations

from itertools import pairwise

from services.extract.core.chunks import VerbGroup
from services.extract.core.facts.clause_scope import causes, governs_left, governs_right
from services.extract.core.facts.place import Place, Scope
from services.extract.core.facts.properties import standing
from services.extract.core.facts.said_once import said_behind, told_from_old, verbs_of
from services.extract.core.facts.vicinity import belongs_on, near, of_old_days, old_level, own
from services.extract.core.facts.zones import Zone, clauses, leads, same_time, when, zone_at, zones
from services.extract.core.lexicon import words
from services.extract.core.model import Time
from services.extract.core.predicates import Predicate, predicates
from services.extract.core.sentences import Sentence

_RESUMED = (["bracket", "resumed"], ["relative", "resumed"])
_CONCEDING = frozenset(("as", "although", "though"))


def reached(scope: Scope, place: Place) -> Time | None:
    """The time of the claim's clause, or one that leads the sentence or is shared by a parallel clause."""
    s = scope.s
    here = zones(s)[place.zone]
    old = old_level(s, place) and not (scope.kind == "size" and s.lows[place.first - 1] == "from")  # "from 47 hectares"
    if old and (found := _as_before(scope, place)):
        return found
    host = _host(scope, place)
    revised = host is not None and host.group.lemma in words(
        "period", "revising"
    )  # "revised the fall from 1.0% to 0.2%"
    if old and not revised and not _of_plan(s, place.first):
        return of_old_days(scope, place)
    for time in reversed(scope.times):
        if time.first < here.first or time.last > place.first or causes(s, time, place):
            continue
        if _free(scope, time, place):
            if governs_right(scope, time, place, host) and not standing(scope, place, time):
                return time
            break
    end = here.last
    behind = zones(s)[place.zone + 1 : place.zone + 3]
    if [z.kind for z in behind] in _RESUMED and behind[1].parent == place.zone:
        subject = behind[0].kind == "bracket" or not any(here.first <= g.first < place.first for g in s.groups)
        end = behind[1].last if subject else end  # "sold 2 million tonnes (3% more) in 2023", "two it owns shut"
    for time in scope.times:
        if end > here.last <= time.first < behind[0].last:
            continue
        if not place.last <= time.first < end or belongs_on(s, time, scope.others):
            continue
        if governs_left(scope, time, place) and not standing(scope, place, time):
            return time
    for time in reversed(scope.times):
        if time.last > place.first or time.first >= here.first or not _free(scope, time, place):
            continue
        if _carries(scope, time, place, host) and not standing(scope, place, time):
            return time
    return told_from_old(scope, place) or said_behind(scope, place) or of_old_days(scope, place)


def _of_plan(s: Sentence, stop: int) -> bool:
    """Whether a plan or forecast is named before a token, whose old level has its time: not "Egypt plans to raise"."""
    return any(low in words("period", "plans") and s.tags[i] != "V" for i, low in enumerate(s.lows[:stop]))


def _as_before(scope: Scope, place: Place) -> Time | None:
    """The old level's time said once: "revenue fell to 3.9 from 4.6 in 2022, and EBITDA to 1.1 from 1.3", and "Compared
    with 2018, the share shrank from 27 to 24"."""
    s = scope.s
    word = s.lows[place.first - 1]
    for a, b in reversed(scope.others):
        if b <= place.first and a and s.lows[a - 1] == word and "J" in s.tags[b : place.first]:
            found = own(scope, Place(a, b, place.zone))
            if found is not None and not any(b <= p.group.first < place.first for p in clauses(s)):
                return found
    if s.lows[0] in ("compared", "against", "versus"):
        return next((t for t in scope.doc.times[s.index] if t.use == "compare" and t.first <= 3), None)
    return None


def _host(scope: Scope, place: Place) -> Predicate | None:
    """The predicate that the number belongs to: the last one before it in its zone, or outside of its brackets."""
    s = scope.s
    zone = zones(s)[place.zone]
    first = 0 if zone.kind in ("bracket", "resumed") else zone.first
    found = None
    for p in predicates(s):
        if p.group.first >= place.first:
            break
        if zone.kind == "resumed" and zones(s)[zone_at(s, p.group.first)].kind == "bracket":
            continue  # ", the data show, and 45% in …"
        if p.kind == "reduced" and s.tags[p.group.last] in "NA" and s.tags[p.group.first - 1] == "I":
            continue  # "with liquefied gas up 41%"
        if any(t.first < p.group.first < t.last for t in scope.times):
            continue  # "for the nine months ended September 30, a leap of 88 per cent"
        if scope.kind == "change" and p.kind == "reduced" and found is not None and _apposed(s, place):
            continue  # "there were 113,400 persons employed in manufacturing, 3,200 fewer than"
        if p.group.last > first and p.group.lemma != "compare":
            found = p
    return found


def _apposed(s: Sentence, place: Place) -> bool:
    """Whether a change stands in apposition: ", 3,200 fewer than", ", an increase of 3.7%"."""
    i = place.first - 1
    while i > 0 and s.tags[i] in "DANI":
        i -= 1
    return s.tags[i] == ","


def _free(scope: Scope, time: Time, place: Place) -> bool:
    """Whether a time to the left is not taken: one that belongs to the old level of a move ("from 4.6 in 2022") is."""
    s = scope.s
    for a, b in scope.others:
        taken = b <= time.first and time.last <= place.first and near(s, b, time.first, scope.others)
        if taken and old_level(s, Place(a, b, 0)):
            return s.lows[place.first - 1] == s.lows[a - 1] and "J" in s.tags[time.last : place.first]
    return True


def _carries(scope: Scope, time: Time, place: Place, host: Predicate | None) -> bool:
    """Whether a time of an earlier zone reaches the zone of a number."""
    s = scope.s
    all_zones = zones(s)
    here, there = all_zones[place.zone], zone_at(s, time.first)
    source = all_zones[there]
    if here.kind == "apart" and s.words[here.first - 1] == ":" and here.first <= 16 and s.tags[here.first] in "CU":
        return True  # "Rice exported, Q1: 2.2 million tonnes"
    if source.kind == "bracket" and s.words[source.last : source.last + 1] == [":"] and there == 1:
        return True  # "Revenue (H1 2024): $5 million"
    if not clauses(s) and source.kind != "bracket" and ":" in s.words[time.last : here.first]:
        return True  # "Index by county, January-September: Harju -3.0%; Tartu +0.6%"
    if source.kind in ("relative", "bracket"):
        opening = s.lows[s.tags[0] == '"']
        return opening == "of" and here.kind == "resumed" and there == place.zone - 1
    if host is not None and host.kind == "reduced":
        return False
    if here.kind in ("resumed", "bracket", "main"):
        if here.kind == "main" and leads(s, time):
            return True
        return here.parent >= there and governs_right(scope, time, place, host)
    waiting = host or next((p for p in clauses(s) if here.first <= p.group.first < here.last), None)
    if _conditional(s, source, waiting, time) or _guided(s, time, here, host) or _revised(s, source, here):
        return True
    if here.kind in ("contrast", "coordinate") and _of_that(s, place):
        return True  # "62 million tonnes last year, but less than 5% of that is processed"
    theirs = verbs_of(s, source)
    ours = verbs_of(s, here)
    if here.kind == "coordinate" and any(
        low in words("period", "commenting") for low in s.lows[here.first : here.first + 3]
    ):
        return scope.kind == "change"
    parallel = not ours or not theirs or any(same_time(a, b) for a in theirs for b in ours)
    lone = len(ours) == 1 and ours[0].last - ours[0].first == 1 and s.tags[ours[0].head] == "W"
    parallel = parallel or (lone and bool(theirs) and theirs[-1].passive)  # "will be built and 200 km repaired"
    if leads(s, time) and (here.kind != "apart" or time.first <= 2):
        if here.kind == "relative" and scope.kind in ("investment", "capacity", "size") and s.lows[time.first] == "on":
            return False  # "On Tuesday it switched on a plant that took 148 million euros to build"
        if here.kind == "relative":
            if scope.kind in ("change", "share") and _equates(s, here, ours):
                return True  # "In 2023, 13 million were made, which is 19.8% more"
            return not ours or (ours[0].tense == "past" and not ours[0].perfect)
        return parallel
    if here.kind == "contrast" and ours and all(g.lemma in words("period", "reporting") for g in ours):
        return True  # "18 wells were drilled in May, whereas the ministry speaks of 15"
    if here.kind == "subordinate" and s.lows[here.first] in _CONCEDING and here.first:
        return (
            bool(ours) and parallel and scope.kind in ("change", "indicator", "output", "count")
        )  # "as sales slid 4.6%"
    of_its = scope.kind == "share" and any(
        a == "of" and b in ("its", "their") for a, b in pairwise(s.lows[place.first : place.last + 2])
    )
    of_its = of_its and not any(
        g.perfect for g in ours
    )  # "615,000 t in the second quarter; 18% of its tonnage went abroad"
    if here.kind == "apart" and s.words[here.first - 1] == ";" and (scope.kind == "change" or of_its):
        return bool(ours) and bool(theirs) and when(theirs[-1]) == when(ours[0]) == "past"  # "; Beta soared 29%"
    if here.kind == "apart" and s.words[here.first - 1] == ":" and s.lows[here.first] in ("it", "they"):
        past = bool(ours) and bool(theirs) and when(theirs[-1]) == when(ours[0]) == "past"
        return past and scope.kind in ("change", "indicator", "output")  # "in February: it bought goods for 362"
    if here.kind == "contrast" or (here.kind == "coordinate" and not ours):
        return parallel
    if (
        here.kind == "coordinate"
        and parallel
        and not words("period", "alongside").isdisjoint(s.lows[here.first : here.last])
    ):
        # "and 610 people found work there"
        return all(when(a) == when(b) == "past" for a in theirs[-1:] for b in ours[:1])
    stated = bool(ours) and ours[0].lemma in words("period", "stating")
    rows = scope.kind in ("change", "indicator") or (stated and scope.kind in ("share", "count", "employment"))
    if here.kind == "coordinate" and rows and _in_row(all_zones, here, there):
        return any(when(a) == when(b) == "past" for a in theirs for b in ours)
    if here.kind == "relative":
        if scope.kind == "share" and _equates(s, here, ours):
            return parallel or s.tags[time.last : time.last + 1] == ","  # ", which is 108% of its target"
        alone = not any(q >= here.first for q, _ in scope.others if q < place.first)
        return scope.kind == "change" and (alone or _equates(s, here, ours))
    if here.kind == "apart" and not ours and scope.kind == "change" and s.words[here.first - 1] in "–—-":
        return True  # "drew 640,000 visitors last year – 80,000 more than in 2023"
    if here.kind == "apart":
        return "of" in s.lows[here.first : place.last + 1] and any(
            low in ("them", "these", "this", "those", "that") for low in s.lows[here.first : place.last + 3]
        )
    return False


def _in_row(found: list[Zone], here: Zone, there: int) -> bool:
    """Whether a clause hangs on a zone, past brackets and past clauses of the same row."""
    parent = here.parent
    while parent > there and found[parent].kind in ("coordinate", "bracket", "resumed"):
        parent = found[parent].parent
    return parent == there


def _of_that(s: Sentence, place: Place) -> bool:
    """Whether a number is a part "of that"."""
    said = s.lows[place.first : place.last + 3]
    return any(a == "of" and b in ("that", "this", "these", "those", "them") for a, b in pairwise(said))


def _equates(s: Sentence, here: Zone, ours: list[VerbGroup]) -> bool:
    """Whether a relative clause only puts a number beside what was said: ", which is 19.8% more"."""
    return s.lows[here.first] == "which" and bool(ours) and ours[0].lemma in words("period", "equating")


def _conditional(s: Sentence, source: Zone, host: Predicate | None, time: Time) -> bool:
    """ "When a line is added in 2025, capacity will reach …", "When I joined in 2016, we had 40": the time of what it
    waits for, or tells of."""
    first = int(s.tags[0] == '"')
    opens = source.kind in ("subordinate", "main") and source.first <= first and s.lows[first] in ("when", "once")
    if not opens or host is None or (source.kind == "main" and time.begin == time.until):
        return False  # "Once completed at the end of 2025, it will make 6,000 tonnes a year": no day's work
    theirs = [g for g in verbs_of(s, source) if g.last <= time.first]
    past = bool(theirs) and theirs[-1].tense == host.group.tense == "past" and not host.group.perfect
    return host.group.tense in ("future", "modal", "infinitive") or past


def _guided(s: Sentence, time: Time, here: Zone, host: Predicate | None) -> bool:
    """ "It cut its forecast for the year: it now expects …": the time of the forecast."""
    if here.kind != "apart" or s.lows[here.first - 1] != ":" or not 0 < time.first < here.first:
        return False
    expecting = words("period", "expecting")
    expects = host is None or host.group.last <= here.first or host.group.lemma in expecting
    expects = expects or any(g.lemma in expecting for g in verbs_of(s, here))
    return s.lows[time.first - 1] in words("period", "plans") and expects


def _revised(s: Sentence, source: Zone, here: Zone) -> bool:
    """ "now expects sales of 7.8 billion for 2024; until now it had been aiming for 8.5 billion": of the same time."""
    ours, theirs = verbs_of(s, here), verbs_of(s, source)
    if not ours or not theirs or here.kind == "bracket":
        return False
    expecting = words("period", "expecting")
    looks = any(g.lemma in expecting and g.tense == "present" for g in theirs)
    back = ours[0].lemma in expecting and ours[0].perfect and s.lows[ours[0].first] == "had"
    said = s.lows[here.first : ours[0].last]
    earlier = "previously" in said or "earlier" in said or "originally" in said
    return looks and ours[0].lemma in expecting and (back or (earlier and ours[0].tense == "past"))
