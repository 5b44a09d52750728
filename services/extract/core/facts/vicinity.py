"""What stands at a number itself: the time in its words or right behind it, and whether a vague time ("now", "in
2022/23") takes it out of the reach of others."""

from __future__ import annotations

from services.extract.core.chunks import finite
from services.extract.core.facts.place import Place, Scope
from services.extract.core.facts.properties import of_thing, priced, standing
from services.extract.core.facts.zones import is_time, zones
from services.extract.core.lexicon import words
from services.extract.core.mentions import calendar as cal
from services.extract.core.model import Time
from services.extract.core.sentences import Sentence

_SETTING = frozenset("raise cut lower increase reduce lift set hike".split())
_STRETCHES = frozenset(("range", "range.months", "year.range"))
_RANGING = frozenset("range ranges ranged ranging vary varies varied varying anywhere".split())


def own(scope: Scope, place: Place) -> Time | None:
    """The time inside the claim's words or right behind it, before any other number."""
    s = scope.s
    for time in scope.times:
        if time.first >= place.first and time.last <= place.last:
            if scope.kind == "share" and not words("period", "plans").isdisjoint(s.lows[time.last : time.last + 1]):
                return None  # "28 percent of its full-year target"
            return time
    if place.first > 1 and s.lows[place.first - 1] in ("'s", "’s"):  # "from July's $520 million"
        return next((time for time in scope.times if time.last == place.first - 1), None)
    if place.first > 2 and s.lows[place.first - 1] == "of":  # "after the September reading of 49.8"
        for time in scope.times:
            if time.last == place.first - 2 and s.tags[time.last] in "NG" and s.tags[time.first - 1] == "D":
                return time
    if "respectively" in s.vocabulary and (one := _respective(scope, place)) is not None:
        return one
    for time in scope.times:
        if time.last <= place.last or time.first < place.first:
            continue  # "14% over the whole of last year" may begin inside
        first = time.first - (time.rule == "distance" and s.lows[time.first - 1] == ",")  # ", a year ago"
        if day_of_move(s, place, time):
            return None
        if near(s, place.last, first, scope.others) and not belongs_on(s, time, scope.others):
            tight = time.first == place.last and not priced(scope, place) and not of_thing(scope, place)
            return time if tight or not standing(scope, place, time) else None
        break
    if s.tags[place.last : place.last + 1] == "," and s.lows[place.last + 1 : place.last + 2]:
        told = s.lows[place.last + 1]
        due = place.last + 4 if s.tags[place.last + 1 : place.last + 4] in ("TBW", "TBX") else -1
        for time in scope.times:
            if time.first == due:
                return time  # "2,900 wagons, to be supplied by September 2026"
        if told == "set" or (told in words("status", "recorded") and s.tags[place.last + 1] in "WX"):
            for time in scope.times:  # "the record of 8,210 MW, set on 18 July 2022"
                if time.first == place.last + 2:
                    return time
    if s.tags[place.last : place.last + 1] == "(":  # "$5 billion (first half)"
        for time in scope.times:
            if place.last < time.first <= place.last + 2 and s.tags[time.last : time.last + 1] == ")":
                return time
    if (again := _said_again(scope, place)) is not None:
        return own(scope, again)
    return _worth_so(scope, place) or _restricted(scope, place)


def of_old_days(scope: Scope, place: Place) -> Time | None:
    """ "compared with 1,200 when it was founded in 2011", "had 80 staff when it was founded in 2011": an old level has
    the time of the clause that dates it."""
    s = scope.s
    zone = next((z for z in zones(s)[place.zone : place.zone + 2] if s.lows[z.first] == "when"), None)
    if zone is None or zone.first < place.last:
        return None
    told = [g for g in s.groups if finite(g) and (g.last <= place.first or g.first > zone.first)]
    then = [g.tense == "past" and not g.perfect for g in told if g.last <= place.first][-1:]
    then += [g.tense == "past" and not g.perfect for g in told if g.first > zone.first][:1]
    time = next((t for t in scope.times if zone.first < t.first and t.last <= zone.last), None)
    if time is None or any(zone.first <= q < time.first for q, _ in scope.others):
        return None
    return time if old_level(s, place) or then == [True, True] else None


def _worth_so(scope: Scope, place: Place) -> Time | None:
    """ "compared with 29 orders worth 160 million in January 2025": the time behind what the things are worth."""
    s = scope.s
    if not old_level(s, place):
        return None
    for a, b in scope.others:
        if place.last < a and s.lows[a - 1] == "worth" and s.tags[place.last : a - 1].strip("NA") == "":
            return next((t for t in scope.times if t.first >= b and near(s, b, t.first, scope.others)), None)
    return None


def end_of_move(scope: Scope, place: Place) -> Time | None:
    """ "Between 2018 and 2024 their number fell from 9,800 to 6,200": the level at either end of a stretch."""
    s, word = scope.s, scope.s.lows[place.first - 1] if place.first else ""
    if word not in ("from", "to") or scope.kind == "change":
        return None
    time = next((t for t in scope.times if t.rule in _STRETCHES and t.begin and t.until), None)
    if time is None or time.begin is None or time.until is None or time.first >= place.first:
        return None
    old = word == "from"
    pair = (p for p in scope.others if (s.lows[p[0] - 1] == "to" if old else s.lows[p[0] - 1] == "from"))
    if not any(0 <= (a - place.last if old else place.first - b) <= 3 for a, b in pair):
        return None
    if time.begin.year == time.until.year:
        end = cal.month(time.begin.year, (time.begin if old else time.until).month)
    else:
        whole = (time.begin.month, time.until.month) == (1, 12)
        day = time.begin if old else time.until
        end = cal.year_of(day.year) if whole else cal.month(day.year, day.month)
    return time._replace(begin=end[0], until=end[1])


def day_of_move(s: Sentence, old: Place, time: Time) -> bool:
    """ "cut its rate to 10% from 10.75% on Tuesday": the day dates the move, and so the new level, not the old one."""
    if time.begin is None or time.begin != time.until or old.first < 3:
        return False
    if s.lows[time.first] == "as":  # "raised the wage to 90,000 from 85,000 as of 1 January"
        verb = next((g for g in reversed(s.groups) if g.last < old.first), None)
        if verb is None or verb.lemma not in _SETTING:
            return False
    elif s.lows[time.first] != "on":
        return False
    i = old.first - 1
    return s.lows[i] == "from" and s.tags[i - 1] in "CUN" and "to" in s.lows[max(i - 5, 0) : i]


def _respective(scope: Scope, place: Place) -> Time | None:
    """ "in 2022 and 2023 … 5 and 6 respectively", "3 in July and 18 in June, up 5% and 7% respectively": to each
    its own of the times before the row of numbers."""
    tags = scope.s.tags
    row = [(place.first, place.last)]
    for a, b in reversed([other for other in scope.others if other[1] <= place.first]):
        if not all(t in "J,IDR" for t in tags[b : row[0][0]]):
            break
        row.insert(0, (a, b))
    at = len(row) - 1
    for a, b in (other for other in scope.others if other[0] >= place.last):
        if not all(t in "J,IDR" for t in tags[row[-1][1] : a]):
            break
        row.append((a, b))
    opened = zones(scope.s)[place.zone].first
    before = [time for time in scope.times if time.last <= row[0][0]]
    before = [time for time in before if time.first >= opened] or before  # not those of the clause before
    row_ends = "respectively" in scope.s.lows[row[-1][1] : row[-1][1] + 4]
    return before[at] if row_ends and len(before) == len(row) > 1 else None


def _said_again(scope: Scope, place: Place) -> Place | None:
    """ "$171 million, or $2.19 a share, a year ago": the other way in which the number is put."""
    lows = scope.s.lows
    i = place.last + (lows[place.last : place.last + 1] == [","])
    if lows[i : i + 1] != ["or"]:
        return None
    return next((Place(a, b, place.zone) for a, b in scope.others if a == i + 1), None)


def near(s: Sentence, a: int, b: int, others: list[tuple[int, int]]) -> bool:
    """Whether tokens [a, b) hold nothing that keeps a time from the number before: no verb, comma or other number; a
    participle right behind the number ("40 percent reached by 2031") goes with it."""
    if any(a <= q < b for q, _ in others):
        return False
    if a < b and b - a <= 2 and is_participle(s, a):
        if s.lows[a] in words("status", "foretold"):
            return False  # "than the 166 million tonnes forecast in April"
        a += 1
    elif s.tags[a : a + 3] in ("TBW", "TBX") and b - a <= 4:
        a += 3  # "costs of 490 million to be booked in the second quarter"
    return not any(t in 'VWXBHMSJ,;:()"' for t in s.tags[a:b])


def is_participle(s: Sentence, i: int) -> bool:
    """Whether the word behind a number is a participle: "75 percent | achieved", "166 million tonnes | forecast in"."""
    return s.tags[i] in "WX" or (s.lows[i] == "forecast" and s.tags[i - 1] == "N" and s.tags[i + 1 : i + 2] == "I")


def belongs_on(s: Sentence, time: Time, others: list[tuple[int, int]]) -> bool:
    """A time without preposition between two numbers belongs to the second: "April 25 14 percent"."""
    if s.tags[time.first] in "ITS" or not s.words[time.first][0].isupper():
        return False
    owns = time.last + (s.lows[time.last : time.last + 1] in (["'s"], ["’s"]))  # "from July's $520 million"
    return any(q in (time.last, owns) for q, _ in others)


def _restricted(scope: Scope, place: Place) -> Time | None:
    """ "the 410 tonnes of mail that went by rail in 2023": the time of the clause that says which."""
    s = scope.s
    found = zones(s)
    if place.zone + 1 >= len(found):
        return None
    opens = found[place.zone + 1].first
    told = opens == place.last and s.lows[opens] == "that" and s.tags[opens + 1 : opens + 2] in ("V", "W", "B", "H")
    if found[place.zone + 1].kind != "relative" and not (found[place.zone + 1].kind == "content" and told):
        return None  # "the 41 a day that passed in 2022"
    zone = found[place.zone + 1]
    thing = scope.kind in ("size", "capacity") and "N" in s.tags[place.last : zone.first]
    if thing and not any(g.first < place.first for g in s.groups):
        return None  # "The 58 km pipeline that opened in April"
    if s.lows[zone.first] not in ("that", "which", "who") or not near(s, place.last, zone.first, scope.others):
        return None
    if any(zone.first <= q < zone.last for q, _ in scope.others):
        return None
    return next((t for t in scope.times if zone.first < t.first and t.last <= zone.last), None)


def blurred(scope: Scope, place: Place) -> bool:
    """Whether a vague time keeps the number from others: "8.8 million in 2022/23", "now", "thereafter"."""
    s = scope.s
    vague = (t for t in scope.vague if t.first >= place.last and "than" not in s.lows[t.first - 1 : t.first + 1])
    vague = (
        t for t in vague if s.tags[place.first] != "R" or "as" not in s.lows[place.first : t.first]
    )  # "twice as much"
    vague = (t for t in vague if s.lows[t.first] != "from" or t.rule != "distance.unanchored")  # "from a year earlier"
    rhythm = scope.kind == "change"  # "down 2.1 percent on the day"
    vague = (t for t in vague if not (rhythm and s.lows[t.first] == "on"))
    if any(near(s, place.last, t.first, scope.others) for t in vague):
        return True
    present = words("period", "present")
    for i in range(place.last, min(place.last + 2, len(s.lows))):
        if s.tags[i] in ",J":
            break
        if s.lows[i] in present and s.lows[i] != "already" and s.lows[i - 1] != "than":
            return True
    aimed = place.first > 1 and s.lows[place.first - 1] == "of" and s.lows[place.first - 2] in words("period", "aims")
    if aimed and not any(t.last == place.first - 2 for t in scope.times):  # but "its 2025 target of 40 openings"
        return True  # "0.6%, well short of the bank's goal of 3%"
    start = zones(s)[place.zone].first
    for i in range(place.first - 1, max(place.first - 8, start) - 1, -1):
        if s.lows[i] in present and "yesterday" not in s.lows[:i] and s.lows[i - 1 : i + 1] != ["has", "now"]:
            if any(t.first < i < t.last for t in scope.times):
                return False  # "So far this year their sales have come to 31 million"
            return not any(i < g.head < place.first and g.lemma in words("period", "expecting") for g in s.groups)
        if s.tags[i] in ",;:C":
            return False
    return False


def _elsewhere(s: Sentence, i: int) -> bool:
    """Whether what stands behind a number names another place or group: "statewide", "in neighbouring counties"."""
    low = s.lows[i] if i < len(s.lows) else ""
    if low in words("period", "everywhere") or s.lows[i - 1] in words("period", "everywhere"):
        return True
    named = low in ("in", "for", "among") and i + 1 < len(s.lows) and s.tags[i + 1] in "DAPNG"
    return named and not any(
        is_time(s, k) or s.lows[k] in cal.words("pointed") for k in range(i + 1, min(i + 5, len(s.lows)))
    )


def old_level(s: Sentence, place: Place) -> bool:
    """Whether a number is what a move starts from or is set against: "from 62% to 80%", "instead of 9.75"."""
    i = place.first - 1
    if i > 0 and s.lows[i] == "from" and s.lows[i - 1] in _RANGING:
        return False  # "ranging from 190 in farming to 720 in oil"
    if i >= 0 and s.lows[i] in ("against", "versus") and _elsewhere(s, place.last):
        return False  # "was 4.6% in February, versus 3.3% statewide": another place, not another time
    told = next((g for g in s.groups if g.first >= place.last), None) if i >= 0 and s.lows[i] == "after" else None
    if told is not None and told.tense == "past" and s.tags[place.last : told.first].strip("NA") == "":
        return False  # "after about 320 took voluntary retirement in the course of 2023"
    if i >= 0 and s.lows[i] in ("from", "against", "versus", "after"):
        verb = s.lows[i] == "from" and i and s.tags[i - 1] in "VW" and s.lows[i - 1] not in cal.words("moves")
        return not verb or "to" in s.lows[place.last : place.last + 4]  # "traded from 1,126 stores": no old level
    k = i
    while k > 1 and s.tags[k] in "DA":
        k -= 1  # "instead of the usual 120,000"
    if k > 0 and s.lows[k] in ("of", "with", "to") and s.lows[k - 1] in ("instead", "compared"):
        return True
    if k > 0 and s.lows[k] == "from" and not words("status", "existing").isdisjoint(s.lows[k + 1 : place.first]):
        return True  # "to double from the present 1.1 million"
    while i > 0 and place.first - i < 5 and (s.tags[i] in "DAN" or s.lows[i] == "of"):
        i -= 1  # "after a contraction of 1.5 per cent the year before"
    if i > 0 and (s.lows[i] in ("against", "versus") or s.lows[i - 1 : i + 1] == ["compared", "with"]):
        # "against a profit of 3.1 billion the year before"
        return s.lows[i + 1] == "a" and s.lows[place.first - 2] in cal.words("flows")
    return i > 0 and s.lows[i] in ("after", "following") and s.tags[i] in "ISG"
