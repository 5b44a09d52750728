"""What stands at a number itself: the time in its words or right behind it, whether it is a standing property that no
time reaches, and whether a vague time ("now", "in 2022/23") takes it out of the reach of others."""

from __future__ import annotations

from typing import NamedTuple

from services.extract.core.facts.zones import is_time, zones
from services.extract.core.lexicon import words
from services.extract.core.mentions import calendar as cal
from services.extract.core.model import Document, Time
from services.extract.core.sentences import Sentence

_RANGING = frozenset("range ranges ranged ranging vary varies varied varying anywhere".split())
_STANDING = frozenset(("capacity", "size", "employment", "investment", "count"))


class Place(NamedTuple):
    """Where a number stands: its tokens and its zone."""

    first: int
    last: int
    zone: int


class Scope:
    """The times of a sentence as one claim sees them."""

    __slots__ = ("doc", "kind", "others", "s", "times", "vague")

    def __init__(self, s: Sentence, doc: Document, kind: str) -> None:
        found = doc.times[s.index]
        self.s, self.doc, self.kind = s, doc, kind
        self.times = [t for t in found if t.use == "period"]
        self.vague = [t for t in found if t.use == "none" and not t.rule.endswith((".duration", ".plural"))]
        self.others: list[tuple[int, int]] = []  # the other numbers of the sentence

    def leave(self, place: Place) -> None:
        """Take the quantities of the sentence except the claim's own as the other numbers."""
        index = self.s.index
        quantities = self.doc.quantities[index] if index < len(self.doc.quantities) else []
        self.others = [(q.first, q.last) for q in quantities if q.last <= place.first or q.first >= place.last]


def own(scope: Scope, place: Place) -> Time | None:
    """The time inside the claim's words or right behind it, before any other number."""
    s = scope.s
    for time in scope.times:
        if time.first >= place.first and time.last <= place.last:
            if scope.kind == "share" and s.lows[time.last] in words("period", "plans"):
                return None  # "28 percent of its full-year target"
            return time
    if "respectively" in s.lows and (one := _respective(scope, place)) is not None:
        return one
    for time in scope.times:
        if time.last <= place.last or time.first < place.first:
            continue  # "14% over the whole of last year" may begin inside
        first = time.first - (time.rule == "distance" and s.lows[time.first - 1] == ",")  # ", a year ago"
        if near(s, place.last, first, scope.others) and not belongs_on(s, time, scope.others):
            tight = time.first == place.last and not priced(scope, place) and not _of_thing(scope, place)
            return time if tight or not standing(scope, place, time) else None
        break
    if s.tags[place.last : place.last + 1] == "(":  # "$5 billion (first half)"
        for time in scope.times:
            if place.last < time.first <= place.last + 2 and s.tags[time.last : time.last + 1] == ")":
                return time
    if (again := _said_again(scope, place)) is not None:
        return own(scope, again)
    return _restricted(scope, place)


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
    before = [time for time in scope.times if time.last <= row[0][0]]
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
    participle right behind the number ("75 percent achieved by 2020") goes with it."""
    if any(a <= q < b for q, _ in others):
        return False
    if a < b and s.tags[a] in "WX" and b - a <= 2:
        a += 1
    elif s.tags[a : a + 3] in ("TBW", "TBX") and b - a <= 4:
        a += 3  # "costs of 490 million to be booked in the second quarter"
    return not any(t in 'VWXBHMSJ,;:()"' for t in s.tags[a:b])


def belongs_on(s: Sentence, time: Time, others: list[tuple[int, int]]) -> bool:
    """A time without preposition between two numbers belongs to the second: "April 25 14 percent"."""
    if s.tags[time.first] in "ITS" or not s.words[time.first][0].isupper():
        return False
    return any(q == time.last for q, _ in others)


def _restricted(scope: Scope, place: Place) -> Time | None:
    """ "the 980 tonnes of freight that moved in 2023": the time of the clause that says which."""
    s = scope.s
    found = zones(s)
    if place.zone + 1 >= len(found) or found[place.zone + 1].kind != "relative":
        return None
    zone = found[place.zone + 1]
    if s.lows[zone.first] not in ("that", "which", "who") or not near(s, place.last, zone.first, scope.others):
        return None
    if any(zone.first <= q < zone.last for q, _ in scope.others):
        return None
    return next((t for t in scope.times if zone.first < t.first and t.last <= zone.last), None)


def blurred(scope: Scope, place: Place) -> bool:
    """Whether a vague time keeps the number from others: "8.8 million in 2022/23", "now", "thereafter"."""
    s = scope.s
    vague = (t for t in scope.vague if t.first >= place.last and s.lows[t.first - 1] != "than")
    vague = (t for t in vague if s.lows[t.first] != "from" or t.rule != "distance.unanchored")  # "from a year earlier"
    if any(near(s, place.last, t.first, scope.others) for t in vague):
        return True
    present = words("period", "present")
    for i in range(place.last, min(place.last + 2, len(s.lows))):
        if s.tags[i] == ",":
            break
        if s.lows[i] in present and s.lows[i] != "already" and s.lows[i - 1] != "than":
            return True
    if place.first > 1 and s.lows[place.first - 1] == "of" and s.lows[place.first - 2] in words("period", "aims"):
        return True  # "0.6%, well short of the bank's goal of 3%"
    start = zones(s)[place.zone].first
    for i in range(place.first - 1, max(place.first - 8, start) - 1, -1):
        if s.lows[i] in present and "yesterday" not in s.lows[:i]:
            return not any(i < g.head < place.first and g.lemma in words("period", "expecting") for g in s.groups)
        if s.tags[i] in ",;:C":
            return False
    return False


def priced(scope: Scope, place: Place) -> bool:
    """Whether the number is a standing price: "a plant worth $5 million", "valued at about $5 million"."""
    lows = scope.s.lows
    i = place.first - 1
    while i > 0 and lows[i] in ("at", "than", "to", "about", "some", "a"):
        i -= 1
    return scope.kind == "investment" and i >= 0 and lows[i] in words("period", "worth")


def _of_thing(scope: Scope, place: Place) -> bool:
    """Whether a size or capacity is a thing's own: "a centre of 14,500 square metres", "a granary for 30,000 tons"."""
    s, i = scope.s, place.first - 1
    while i > 0 and s.lows[i] in ("at", "about", "some", "around", "nearly", "almost", "over"):
        i -= 1
    if scope.kind not in ("size", "capacity") or i < 1 or s.lows[i] not in ("of", "for") or s.tags[i - 1] != "N":
        return False
    noun = s.lows[i - 1]
    if s.lows[i] == "for" and scope.kind == "size":
        return False  # "awarded contracts for 84 km of roads"
    return noun not in words("period", "properties") and noun not in words("period", "measured")


def _whole(scope: Scope, place: Place) -> bool:
    """Whether a number is the whole that a part is told of: "two of its five lines"."""
    s, i = scope.s, place.first - 1
    if scope.kind not in ("count", "employment") or i < 2:
        return False
    if s.lows[i] not in ("its", "the", "their") and s.tags[i] != "E":
        return False
    while i > 0 and s.tags[i] in "ENPAD":
        i -= 1
    return s.lows[i] == "of" and any(b == i for _, b in scope.others)


def _moved(scope: Scope, place: Place, time: Time) -> bool:
    """Whether things changed hands at a price: "sold bonds worth 400 million", "approved 12 projects worth"."""
    lows = scope.s.lows
    i = next((k for k in range(place.first - 1, max(place.first - 5, 0), -1) if lows[k] == "worth"), 0)
    things = i and scope.s.tags[i - 1] == "N" and (lows[i - 1].endswith("s") or lows[i - 1] in words("period", "funds"))
    return bool(things) and not is_ahead(scope, time)


def standing(scope: Scope, place: Place, time: Time) -> bool:
    """Whether the number is a property inside a noun phrase, which the time does not reach; what is to be there by a
    certain time ("a 340-bed hospital will open by the end of 2026") it does."""
    s, kind = scope.s, scope.kind
    if kind not in _STANDING:
        return False
    if priced(scope, place):
        return not _moved(scope, place, time)
    if _of_thing(scope, place) or _whole(scope, place):
        return not (is_ahead(scope, time) and time.rule == "until")
    i = place.first - 1
    while (
        i > 0
        and s.lows[i] in ("at", "than", "to", "about", "another", "some", "a", "an", "the", "of")
        and s.lows[i] != "of"
    ):
        i -= 1
    low = s.lows[i] if i >= 0 else ""
    after = s.tags[place.last] if place.last < len(s.tags) else "."
    if after == "(" and ")" in s.tags[place.last : place.last + 8]:
        closed = s.tags.index(")", place.last) + 1  # "a 14.5-kilometer (9-mile) rail spur"
        after = s.tags[closed] if closed < len(s.tags) and "C" in s.tags[place.last : closed] else "."
    if kind not in ("count", "employment") and after in "NAP-" and not (kind == "investment" and _funds(s, place.last)):
        return not (is_ahead(scope, time) and time.rule == "until")
    if _counted_then(s, time, place):
        return False
    if low == "of" and i and s.lows[i - 1] in words("period", "properties"):
        return not _object(s, i - 1)
    if time.first >= place.last and is_ahead(scope, time):  # "A plant with 430 jobs is to be opened this year"
        between = (g for g in s.groups if place.last <= g.first and g.last <= time.first)
        if any(g.tense in ("future", "modal") for g in between):
            return False
    if low == "for" and kind in ("capacity", "size"):
        return True
    if kind == "size" and low in words("period", "lying"):
        return True  # "the mine, located 65 km from the port"
    if low == "of" and kind == "investment" and time.rule != "since" and s.lows[i - 1] in ("cost", "price"):
        return (
            s.lows[max(i - 4, 0)] == "at" or s.lows[max(i - 3, 0)] == "at"
        )  # "is to be enlarged at a cost of 5 million"
    return _under_with(s, i)


def _funds(s: Sentence, i: int) -> bool:
    """Whether the noun that the sum at token i stands before is itself money: "a $300 million loan in May"."""
    last = i
    while last + 1 < len(s.tags) and s.tags[last + 1] in "NAP-" and s.lows[last + 1] not in ("last", "next", "early"):
        last += 1
    return s.lows[last] in words("period", "funds")


def _counted_then(s: Sentence, time: Time, place: Place) -> bool:
    """ "At the end of July the sector had 7,530 hotels with a capacity of …": a day's stock, parts and all."""
    if time.begin is None or time.begin != time.until or time.last > place.first or time.first > 3:
        return False
    before = [g for g in s.groups if time.last <= g.first and g.last <= place.first]
    return bool(before) and before[0].lemma in ("have", "number", "count", "comprise", "operate", "be")


def _object(s: Sentence, i: int) -> bool:
    """Whether the noun at i is what a verb says ("had an installed capacity of …")."""
    i -= 1
    while i > 0 and s.tags[i] in "DANRE":
        i -= 1
    return i >= 0 and s.tags[i] in "VWXBHG"


def _under_with(s: Sentence, i: int) -> bool:
    """Whether a number is a member of what "with" adds to a noun ("a company with 900 staff, 9 docks and …")."""
    for k in range(i, max(i - 14, -1), -1):
        if s.lows[k] == "with" and s.tags[k - 1 : k] == "J":
            continue  # "with 1,906 shops and with 13,200 employees"
        if s.lows[k] == "with":
            return k > 0 and s.tags[k - 1] not in ",VWX" and not is_time(s, k - 1)
        if s.tags[k] in "VWXBHMGST;:()" or s.lows[k] in ("in", "on", "by", "from"):
            return False
        if s.lows[k] == "of" and s.lows[k - 1] not in words("period", "properties"):
            return False
    return False


def is_ahead(scope: Scope, time: Time) -> bool:
    """Whether a time reaches beyond the article's date."""
    return scope.doc.published is None or time.until is None or time.until >= scope.doc.published


def old_level(s: Sentence, place: Place) -> bool:
    """Whether a number is what a move starts from or is set against: "from 62% to 80%", "instead of 9.75"."""
    i = place.first - 1
    if i > 0 and s.lows[i] == "from" and s.lows[i - 1] in _RANGING:
        return False  # "ranging from 190 in farming to 720 in oil"
    if i >= 0 and s.lows[i] in ("from", "against", "versus", "after"):
        verb = s.lows[i] == "from" and i and s.tags[i - 1] in "VW" and s.lows[i - 1] not in cal.words("moves")
        return not verb or "to" in s.lows[place.last : place.last + 4]  # "traded from 1,126 stores": no old level
    if i > 0 and s.lows[i] in ("of", "with", "to") and s.lows[i - 1] in ("instead", "compared"):
        return True
    while i > 0 and place.first - i < 5 and (s.tags[i] in "DAN" or s.lows[i] == "of"):
        i -= 1  # "after a contraction of 1.5 per cent the year before"
    return i > 0 and s.lows[i] in ("after", "following") and s.tags[i] in "ISG"
