"""How far a time reaches inside its sentence, beyond the number at which it stands.

`reached`: a time governs the clause, leads the sentence, or is shared by a parallel clause. What only hangs on another
number is in `tie`.
"""

from __future__ import annotations

from services.extract.core.chunks import VerbGroup
from services.extract.core.facts.vicinity import Place, Scope, belongs_on, is_ahead, near, old_level, own, standing
from services.extract.core.facts.zones import Zone, clauses, finite, leads, same_time, starts_zone, when, zone_at, zones
from services.extract.core.lexicon import words
from services.extract.core.model import Time
from services.extract.core.predicates import Predicate, predicates
from services.extract.core.sentences import Sentence


def reached(scope: Scope, place: Place) -> Time | None:
    """The time of the claim's clause, or one that leads the sentence or is shared by a parallel clause."""
    s = scope.s
    here = zones(s)[place.zone]
    old = old_level(s, place)
    if old and (found := _as_before(scope, place)):
        return found
    if old and not any(low in words("period", "plans") for low in s.lows[: place.first]):
        return None
    host = _host(s, place)
    for time in reversed(scope.times):
        if time.first < here.first or time.last > place.first:
            continue
        if _free(scope, time, place):
            if _governs_right(scope, time, place, host) and not standing(scope, place, time):
                return time
            break
    end = here.last
    behind = zones(s)[place.zone + 1 : place.zone + 3]
    if [z.kind for z in behind] == ["bracket", "resumed"] and behind[1].parent == place.zone:
        end = behind[1].last  # "sold 2 million tonnes (3% more) in 2023"
    for time in scope.times:
        if here.last <= time.first < end and zones(s)[zone_at(s, time.first)].kind == "bracket":
            continue
        if not place.last <= time.first < end or belongs_on(s, time, scope.others):
            continue
        if _governs_left(scope, time, place) and not standing(scope, place, time):
            return time
    for time in reversed(scope.times):
        if time.last > place.first or time.first >= here.first or not _free(scope, time, place):
            continue
        if _carries(scope, time, place, host) and not standing(scope, place, time):
            return time
    return None


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


def _host(s: Sentence, place: Place) -> Predicate | None:
    """The predicate that the number belongs to: the last one before it in its zone, or outside of its brackets."""
    zone = zones(s)[place.zone]
    first = 0 if zone.kind in ("bracket", "resumed") else zone.first
    found = None
    for p in predicates(s):
        if p.group.first >= place.first:
            break
        if zone.kind == "resumed" and zones(s)[zone_at(s, p.group.first)].kind == "bracket":
            continue  # ", the data show, and 45% in …"
        if p.group.last > first and p.group.lemma != "compare":
            found = p
    return found


def _free(scope: Scope, time: Time, place: Place) -> bool:
    """Whether a time to the left is not taken: one that belongs to the old level of a move ("from 4.6 in 2022") is."""
    s = scope.s
    for a, b in scope.others:
        taken = b <= time.first and time.last <= place.first and near(s, b, time.first, scope.others)
        if taken and old_level(s, Place(a, b, 0)):
            return s.lows[place.first - 1] == s.lows[a - 1] and "J" in s.tags[time.last : place.first]
    return True


def _governs_right(scope: Scope, time: Time, place: Place, host: Predicate | None) -> bool:
    """Whether a time reaches a number to the right of it in the same zone."""
    s = scope.s
    start = zones(s)[zone_at(s, time.first)].first
    before = [g for g in s.groups if start <= g.first and g.last <= time.first]
    if host is None and _listed(scope, time, place):
        return False
    opening = not any(g.last <= time.first for g in s.groups)
    if time.rule == "until" and opening and time.first and s.tags[time.first - 1] in "NP":
        # "guidance until 2027 is $5", but "a concept for transport until 2030 puts depreciation at 70%"
        return s.lows[time.first - 1] in words("period", "plans")
    if host is None or host.group.last <= time.first or time.last == host.group.first:
        return True
    if not before and _inserted(s, start, time):
        return False
    if host.kind == "reduced" and host not in clauses(s):
        return host.group.first - time.last <= 1 and (starts_zone(s, time) or time.last == host.group.first)
    if host.kind == "infinitive" and _only_agreed(scope, time, host):
        return False
    if not before or starts_zone(s, time):
        return True
    if host.kind in ("gerund", "infinitive"):
        return True
    if host.subject is not None and time.last <= host.subject.first <= time.last + 2 and s.tags[time.first - 1] == ",":
        return True  # "last year we sold 1,900, next year we will make 3,400"
    if before[-1].last == time.first and s.tags[before[-1].head] in "HBM":  # "have since 2015 lent"
        return True
    if before[0].first == 0 and before[0].lemma in words("period", "asking"):
        return True
    if s.tags[time.first - 1] == "J" and time.last == host.group.first:
        return True  # "…, and in June were up 3%"
    joined = s.tags[host.group.first - 1] == "J"
    return joined and same_time(before[-1], host.group) and before[-1].perfect == host.group.perfect


def _listed(scope: Scope, time: Time, place: Place) -> bool:
    """Whether a verbless list has gone on since the time ("Sales 812 million in 2023, three mills, 1,460 staff")."""
    if (
        scope.kind not in ("count", "employment", "capacity", "size")
        or "," not in scope.s.tags[time.last : place.first]
    ):
        return False
    return any(b <= time.first and near(scope.s, b, time.first, scope.others) for _, b in scope.others)


def _inserted(s: Sentence, start: int, time: Time) -> bool:
    """Whether a time closes a remark between commas: "The stock, up 27% since January, ended at 418"."""
    if time.last >= len(s.tags) or s.tags[time.last] != ",":
        return False
    comma = s.tags.rfind(",", start, time.first)
    return comma > start and comma < time.first - 1 and any(t in "CU" for t in s.tags[comma : time.first])


def _only_agreed(scope: Scope, time: Time, host: Predicate) -> bool:
    """ "On 15 May they agreed to buy 49 percent": the time dates the agreement, the purchase lies ahead."""
    published = scope.doc.published
    if host.governor < 0 or time.until is None or (published is not None and time.until > published):
        return False
    matrix = predicates(scope.s)[host.governor].group
    return matrix.tense == "past" and matrix.lemma in words("period", "agreeing") and time.last <= host.group.first


def _governs_left(scope: Scope, time: Time, place: Place) -> bool:
    """Whether a time reaches a number to the left of it in the same zone, past other numbers or a verb."""
    s = scope.s
    here = zones(s)[place.zone]
    between = [g for g in s.groups if g.first >= place.last and g.last <= time.first]
    before = [g for g in s.groups if here.first <= g.first and g.last <= place.first]
    if before and between and before[-1].lemma in words("period", "reporting") and before[-1].last >= place.first - 1:
        before = []  # "the minister said 12 schools would be built by 2026": a clause begins with the number
    if between and any(p.group is between[0] and _begins(p, place) for p in clauses(s)):
        before = []  # a clause begins with the number
    causing = bool(before) and before[-1].lemma in words("period", "causing")
    solid = [
        g
        for g in between
        if finite(g) or g.tense == "participle" or (g.tense == "infinitive" and is_ahead(scope, time) and not causing)
    ]
    passed = [(a, b) for a, b in scope.others if place.last <= a and b <= time.first]
    if time.first >= here.last:  # what stands in the bracket between them does not count
        passed = [(a, b) for a, b in passed if zones(s)[zone_at(s, a)].kind != "bracket"]
    for a, b in passed:
        if old_level(s, Place(a, b, 0)) and near(s, b, time.first, scope.others):
            return False
    closing = s.tags[time.first - 1] == "," and s.tags[time.last : time.last + 1] in ",."  # ", so far this year,"
    apart = not closing and bool(passed) and _comma_between(s, place.last, time.first)
    if apart and "J" not in s.tags[passed[-1][0] - 2 : passed[-1][0]]:
        return False
    if not solid:
        return True
    if not before and len(solid) == 1 and (solid[0].tense != "infinitive" or len(s.groups) == 1):
        return True
    host = before[-1] if before else solid[0]
    return all(s.tags[g.first - 1] == "J" and g.tense == "past" and not g.perfect for g in solid) and same_time(
        host, solid[-1]
    )


def _begins(p: Predicate, place: Place) -> bool:
    """Whether a number is the subject of a verb, or stands in it."""
    return p.subject is not None and p.subject.first <= place.first < p.subject.last + 1


def _comma_between(s: Sentence, a: int, b: int) -> bool:
    """Whether a comma parts tokens [a, b), other than around what only says it again or adds a price: "fell by 5%, to
    3 million", "2.5 million shares, or 2.1% of them, for 9 billion"."""
    again = False
    for i in range(a, b - 1):
        if s.tags[i] == ",":
            if s.lows[i + 1] not in ("to", "or") and not (again and s.tags[i + 1] == "I"):
                return True
            again = s.lows[i + 1] == "or"
    return False


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
    if source.kind in ("relative", "bracket"):
        return s.lows[0] == "of" and here.kind == "resumed" and there == place.zone - 1
    if host is not None and host.kind == "reduced":
        return False
    if here.kind in ("resumed", "bracket", "main"):
        if here.kind == "main" and leads(s, time):
            return True
        return here.parent >= there and _governs_right(scope, time, place, host)
    if _conditional(s, source, host) or _guided(s, time, here, host):
        return True
    theirs = _verbs(s, source)
    ours = _verbs(s, here)
    if here.kind == "coordinate" and any(
        low in words("period", "commenting") for low in s.lows[here.first : here.first + 3]
    ):
        return scope.kind == "change"
    parallel = not ours or not theirs or any(same_time(a, b) for a in theirs for b in ours)
    lone = len(ours) == 1 and ours[0].last - ours[0].first == 1 and s.tags[ours[0].head] == "W"
    parallel = parallel or (lone and bool(theirs) and theirs[-1].passive)  # "will be built and 200 km repaired"
    if leads(s, time) and (here.kind != "apart" or time.first <= 2):
        if here.kind == "relative":
            if scope.kind == "change" and _equates(s, here, ours):
                return True  # "In 2023, 13 million were made, which is 19.8% more"
            return not ours or (ours[0].tense == "past" and not ours[0].perfect)
        return parallel
    if here.kind == "contrast" and ours and all(g.lemma in words("period", "reporting") for g in ours):
        return True  # "18 wells were drilled in May, whereas the ministry speaks of 15"
    if here.kind == "subordinate" and s.lows[here.first] == "as" and here.first:
        return (
            bool(ours) and parallel and scope.kind in ("change", "indicator", "output", "count")
        )  # "as sales slid 4.6%"
    if here.kind == "apart" and s.words[here.first - 1] == ";" and scope.kind == "change":
        return bool(ours) and bool(theirs) and when(theirs[-1]) == when(ours[0]) == "past"  # "; Beta soared 29%"
    if here.kind == "contrast" or (here.kind == "coordinate" and not ours):
        return parallel
    row = here.parent == there or (here.parent > there and all_zones[here.parent].kind == "coordinate")
    if here.kind == "coordinate" and scope.kind in ("change", "indicator") and row:
        return any(when(a) == when(b) == "past" for a in theirs for b in ours)
    if here.kind == "relative":
        if scope.kind == "share" and _equates(s, here, ours):
            return parallel or s.tags[time.last : time.last + 1] == ","  # ", which is 108% of its target"
        return scope.kind == "change" and not any(q >= here.first for q, _ in scope.others if q < place.first)
    if here.kind == "apart":
        return "of" in s.lows[here.first : place.last + 1] and any(
            low in ("them", "these", "this", "those", "that") for low in s.lows[here.first : place.last + 3]
        )
    return False


def _equates(s: Sentence, here: Zone, ours: list[VerbGroup]) -> bool:
    """Whether a relative clause only puts a number beside what was said: ", which is 19.8% more"."""
    return s.lows[here.first] == "which" and bool(ours) and ours[0].lemma in words("period", "equating")


def _conditional(s: Sentence, source: Zone, host: Predicate | None) -> bool:
    """ "When a second line is added in 2025, capacity will reach …": the time of what it waits for."""
    opens = source.kind == "subordinate" and source.first == 0 and s.lows[0] in ("when", "once")
    return opens and host is not None and host.group.tense in ("future", "modal")


def _guided(s: Sentence, time: Time, here: Zone, host: Predicate | None) -> bool:
    """ "It cut its forecast for the year: it now expects …": the time of the forecast."""
    if here.kind != "apart" or s.lows[here.first - 1] != ":" or host is None or not 0 < time.first < here.first:
        return False
    return s.lows[time.first - 1] in words("period", "plans") and host.group.lemma in words("period", "expecting")


def _verbs(s: Sentence, zone: Zone) -> list[VerbGroup]:
    return [p.group for p in clauses(s) if zone.first <= p.group.first < zone.last]
