"""How far a time reaches inside its own clause, to the right and to the left of where it stands."""

from __future__ import annotations

from services.extract.core.chunks import VerbGroup, finite
from services.extract.core.facts.place import Place, Scope, is_ahead
from services.extract.core.facts.vicinity import day_of_move, near, old_level
from services.extract.core.facts.zones import clauses, same_time, starts_zone, zone_at, zones
from services.extract.core.lexicon import words
from services.extract.core.model import Time
from services.extract.core.predicates import Predicate, predicates
from services.extract.core.sentences import Sentence

_CAUSES = frozenset((("because", "of"), ("due", "to"), ("owing", "to"), ("thanks", "to"), ("as", "after")))


def governs_right(scope: Scope, time: Time, place: Place, host: Predicate | None) -> bool:
    """Whether a time reaches a number to the right of it in the same zone."""
    s = scope.s
    start = zones(s)[zone_at(s, time.first)].first
    before = [g for g in s.groups if start <= g.first and g.last <= time.first]
    if host is None and _listed(scope, time, place):
        return False
    opening = not any(g.last <= time.first for g in s.groups)
    closed = host is not None and host.kind == "reduced" and host.group.last <= time.first and host not in clauses(s)
    if host is not None and closed and s.lows[0] != "of" and s.tags[time.last] == ",":
        return s.tags[host.group.first - 1] not in "NP"  # "under an agreement signed on May 8, eight will work"
    if time.rule == "until" and opening and time.first and s.tags[time.first - 1] in "NP":
        # "guidance until 2027 is $5", but "a concept for transport until 2030 puts depreciation at 70%"
        said = host is not None and host.group.lemma in words("period", "foreseeing")  # "The strategy to 2035 foresees"
        return said or s.lows[time.first - 1] in words("period", "plans")
    for a, b in scope.others:
        apposed = s.tags[time.last] == s.tags[a - 1] == "," and s.tags[a - 2] in "NP"  # "8 million of them next year"
        if apposed and (b == time.first or (b < time.first and near(s, b, time.first, scope.others))):
            return False  # "should lift the company's margin, 18.2% last year, by 2 points"
    if host is not None and host.kind == "infinitive" and _only_agreed(scope, time, host):
        return False
    if host is None or host.group.last <= time.first or time.last == host.group.first:
        return True
    if host.group.first <= time.first and time.last <= host.group.last:
        return True  # "says the town has since gained 3,400 residents"
    if time.rule == "since" and before and host.group.tense == "present" and before[-1].perfect > host.group.perfect:
        return False  # "has since built 61 ferries and is working on three more"
    if not before and _inserted(s, start, time):
        return False
    if host.kind == "reduced" and host.group.lemma in words("period", "listing") and s.lows[host.group.last] == "by":
        return s.tags[host.group.first - 1] == ","
    driven = host.group.lemma in words("period", "driving") and s.tags[host.group.first - 1] == ","
    if host.kind == "reduced" and s.tags[host.group.first - 1] == "J" and before == [] and time.last <= place.first:
        had = next((g for g in reversed(s.groups) if g.last < host.group.first), None)
        if had is not None and finite(had) and (had.perfect or had.passive) and had.first >= time.last:
            return True  # "By the end of 2019 it had spent $34 million and driven 2.7 kilometres"
    if host.kind == "reduced" and host not in clauses(s) and not (driven and scope.kind == "change"):
        return host.group.first - time.last <= 1 and (starts_zone(s, time) or time.last == host.group.first)
    if s.lows[0] == "of" and s.tags[time.last] == "," and s.tags.find(",") == time.last:
        return True  # "Of the 820 million lent in the second quarter, mortgages made up 31%"
    if before and s.tags[time.last] == "," and _aside_of(s, before[-1]):
        return False  # "Ak Bulut, a company set up in 2016, expects to take on 350 people"
    if not before or starts_zone(s, time):
        return True
    if s.lows[start] in ("when", "once") and host.group.tense == "future" and host.subject is not None:
        return host.subject.first - time.last <= 1  # "When it starts up in 2027 the smelter will have 1,200 workers"
    if host.kind == "gerund" and s.tags[host.group.first - 1] == "," and "J" in s.tags[time.last : host.group.first]:
        return False  # "will begin in May, and the first phase, comprising 220,000 square metres, …"
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
    if scope.kind in ("capacity", "size") and host.group.tense == "future" and host.group.first < host.group.head:
        return False  # "is to be ready in June and will hold 30,000 pallets"
    return joined and same_time(before[-1], host.group) and before[-1].perfect == host.group.perfect


def _aside_of(s: Sentence, g: VerbGroup) -> bool:
    """Whether a verb is a participle in a remark behind a comma."""
    p = next((p for p in predicates(s) if p.group is g), None)
    return p is not None and p.kind == "reduced" and "," in s.tags[max(g.first - 8, 1) : g.first]


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
    if not start < comma < time.first - 1:
        return False
    return s.tags[comma + 1] == "A" or any(t in "CU" for t in s.tags[comma : time.first])  # ", due in 2026,"


def _only_agreed(scope: Scope, time: Time, host: Predicate) -> bool:
    """ "On 15 May they agreed to buy 49 percent": the time dates the agreement, the purchase lies ahead."""
    published = scope.doc.published
    if host.governor < 0 or time.until is None or (scope.kind == "investment" and host.group.lemma == "lend"):
        return False  # a loan that is agreed is told of as given
    matrix = predicates(scope.s)[host.governor].group
    if matrix.lemma in words("period", "deciding") and matrix.last <= time.first and time.last <= host.group.first:
        # "will vote on Thursday on a plan to close four", "voted last month to sell it for $20 million"
        return time.begin == time.until or (published is not None and time.until <= published)
    if published is not None and time.until > published:
        return False
    told = matrix.tense == "past" or matrix.perfect
    return told and matrix.lemma in words("period", "agreeing") and time.last <= host.group.first


def governs_left(scope: Scope, time: Time, place: Place) -> bool:
    """Whether a time reaches a number to the left of it in the same zone, past other numbers or a verb."""
    s = scope.s
    here = zones(s)[place.zone]
    between = [g for g in s.groups if g.first >= place.last and g.last <= time.first]
    passed = [(a, b) for a, b in scope.others if place.last <= a and b <= time.first]
    if time.first >= here.last:  # what stands in the bracket or relative clause between them does not count
        aside = zones(s)[place.zone + 1]
        between = [g for g in between if not aside.first <= g.first < aside.last]
        passed = [(a, b) for a, b in passed if not aside.first <= a < aside.last]
    before = [g for g in s.groups if here.first <= g.first and g.last <= place.first]
    said = before[-1] if before and between and before[-1].lemma in words("period", "reporting") else None
    if said is not None and all(t in "DNPA," for t in s.tags[said.last : place.first]):
        before = []  # "the minister said 12 schools would be built by 2026": a clause begins with the number
    if between and any(p.group is between[0] and _begins(p, place) for p in clauses(s)):
        before = []  # a clause begins with the number
    if between and between[0].first == place.last and finite(between[0]):
        before = []  # "of the 260 to be cut, 185 had been closed out by the end of the quarter"
    if time.rule == "since" and len(between) == len(s.groups) == 1 and _remarked(s, between[0], place.last):
        return False  # "around 9,200 employees, listed on the exchange since 1996"
    if s.tags[time.first - 1] == "J" and any(g.first == time.last and finite(g) for g in s.groups):
        return False  # "employs 900 people and last year processed 1.3 million tons"
    causing = bool(before) and before[-1].lemma in words("period", "causing")
    solid = [
        g
        for g in between
        if finite(g) or g.tense == "participle" or (_infinitive(s, g) and is_ahead(scope, time) and not causing)
    ]
    parted = bool(passed) and s.lows[place.last] == "of" and passed[0][0] - place.last <= 3
    marked = parted and len(between) == 1 and s.tags[between[0].head] in "WX" and between[0].first > passed[0][1]
    if marked and any(g.first >= time.last and finite(g) for g in s.groups):
        return False  # "1,200 of the 1,900 homes damaged by the earthquake of 6 May have been repaired"
    coming = any(g.tense == "future" for g in between)
    if (
        coming
        and s.lows[place.last : place.last + 2] == [",", "each"]
        and (close := s.tags.find(",", place.last + 1)) > 0
    ):
        passed = [other for other in passed if other[0] > close]  # "Six trams, each for 220 people, will run from May"
    for a, b in passed:
        taken = old_level(s, Place(a, b, 0)) and near(s, b, time.first, scope.others)
        if taken and not day_of_move(s, Place(a, b, 0), time):
            return False
    closing = s.tags[time.first - 1] == "," and s.tags[time.last : time.last + 1] in ",."  # ", so far this year,"
    if closing and passed and s.tags[time.first - 2] == "J":
        return False  # "52 branches, 900 staff and, since a share issue in February, capital of 1.1 billion"
    apart = not closing and bool(passed) and _comma_between(s, place.last, time.first)
    if apart and "J" not in s.tags[passed[-1][0] - 2 : passed[-1][0]]:
        return False
    if not solid:
        return True
    if not before and len(solid) == 1 and (solid[0].tense != "infinitive" or len(s.groups) == 1):
        return True
    told = [g for g in solid if g.tense != "participle" and not _remarked(s, g, place.last)]
    if not before and len(told) == 2 and told[1].tense == "infinitive":
        expected = told[0].passive and told[0].lemma in words("status", "planning_verbs")
        return told[0].lemma == "be" or expected  # "Twelve hotels are due to open by the end of the year"
    host = before[-1] if before else solid[0]
    if any(s.tags[g.first - 1] != "J" or g.perfect for g in solid):
        return False
    if host.tense in ("future", "modal", "infinitive"):  # "will invest 126 million and hire 385 workers by 2028"
        return all(g.first == g.head and s.lows[g.head] == g.lemma for g in solid)
    return all(g.tense == "past" for g in solid) and same_time(host, solid[-1])


def _remarked(s: Sentence, g: VerbGroup, start: int) -> bool:
    """Whether a participle stands in a remark between commas: "The fee, long resisted by the guild, is to be …"."""
    return s.tags[g.head] in "WX" and g.first == g.head and s.tags.find(",", start, g.first) >= 0


def _infinitive(s: Sentence, g: VerbGroup) -> bool:
    """An infinitive, and no "to" before a participle: "loans to affected suppliers"."""
    return g.tense == "infinitive" and not (s.tags[g.head] in "WX" and g.head == g.first + 1)


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


def causes(s: Sentence, time: Time, place: Place) -> bool:
    """Whether a time only dates what something is put down to: "down 6% because of a stoppage in May, and 940 tons"."""
    for i in range(time.first - 1, max(time.first - 9, 1), -1):
        if s.tags[i] not in "NAPDEI" and s.lows[i] != "to":
            return False
        if (s.lows[i - 1], s.lows[i]) in _CAUSES or s.lows[i] in ("amid", "despite"):
            return "," in s.tags[time.last : place.first]
    return False
