"""Standing properties inside noun phrases, which the time of an event does not reach: "opened in May a plant with a
capacity of 5 MW", "a plant worth $5 million", "a centre of 14,500 square metres"."""

from __future__ import annotations

from services.extract.core.facts.place import Place, Scope, is_ahead
from services.extract.core.facts.zones import is_time
from services.extract.core.lexicon import words
from services.extract.core.model import Time
from services.extract.core.sentences import Sentence

_ALLOTTED = frozenset("falls fall relates relate accrues accrue".split())
_STAKES = frozenset(("stake", "holding", "interest", "shareholding"))
_STANDING = frozenset(("capacity", "size", "employment", "investment", "count"))


def priced(scope: Scope, place: Place) -> bool:
    """Whether the number is a standing price: "a plant worth $5 million", "valued at about $5 million"."""
    lows = scope.s.lows
    i = place.first - 1
    while i > 0 and lows[i] in ("at", "than", "to", "about", "some", "a"):
        i -= 1
    if scope.kind == "investment" and i > 2 and lows[i] == "of" and lows[i - 1] in words("status", "outlays"):
        # "The furnace, an investment of 48 million euros, will be lit in March"
        return "," in scope.s.tags[max(i - 4, 0) : max(i - 1, 0)]
    if scope.kind == "indicator":  # "The first phase, worth $40 million, was finished in March"
        return i > 0 and lows[i] == "worth" and scope.s.tags[i - 1] == ","
    return scope.kind == "investment" and i >= 0 and lows[i] in words("period", "worth")


def of_thing(scope: Scope, place: Place) -> bool:
    """Whether a size or capacity is a thing's own: "a centre of 14,500 square metres", "a granary for 30,000 tons"."""
    s, i = scope.s, place.first - 1
    while i > 0 and s.lows[i] in ("at", "about", "some", "around", "nearly", "almost", "over"):
        i -= 1
    if scope.kind not in ("size", "capacity", "count") or i < 1:
        return False
    if s.lows[i] not in ("of", "for") or s.tags[i - 1] != "N":
        return False
    noun = s.lows[i - 1]
    if scope.kind == "count":  # "permission for a wind farm of 16 turbines"
        begin = i - 1
        while begin > 0 and s.tags[begin - 1] in "NA":
            begin -= 1
        return s.lows[i] == "of" and s.lows[begin - 1] in ("a", "an") and noun not in words("period", "tallies")
    if s.lows[i] == "for" and scope.kind == "size":
        return False  # "awarded contracts for 84 km of roads"
    return noun not in words("period", "properties") | words("period", "measured") | words("period", "tallies")


def held(s: Sentence, first: int, last: int) -> bool:
    """Whether a share is a stake that its owner has: "its 25% stake", "the state's 40% holding"."""
    owned = first > 0 and (s.lows[first - 1] in ("its", "their") or s.tags[first - 1] == "E")
    return owned and not _STAKES.isdisjoint(s.lows[last - 1 : last + 2])


def _whole(scope: Scope, place: Place, time: Time) -> bool:
    """Whether a number is the whole that a part is told of: "two of its five lines"."""
    s, i = scope.s, place.first - 1
    if scope.kind not in ("count", "employment") or i < 2:
        return False
    if s.lows[i] not in ("its", "their", "the") and s.tags[i] != "E":
        return False
    if s.lows[i] == "the" and scope.kind == "count" and not is_ahead(scope, time):
        return False  # "6,120 of the 9,480 who came": of the same months
    while i > 0 and s.tags[i] in "ENPAD":
        i -= 1
    return s.lows[i] == "of" and any(b == i for _, b in scope.others)


def _moved(scope: Scope, place: Place, time: Time) -> bool:
    """Whether things changed hands at a price: "sold bonds worth 400 million", "approved 12 projects worth"."""
    lows = scope.s.lows
    i = next((k for k in range(place.first - 1, max(place.first - 5, 0), -1) if lows[k] == "worth"), 0)
    things = (
        i and scope.s.tags[i - 1] in "NO" and (lows[i - 1].endswith("s") or lows[i - 1] in words("period", "funds"))
    )
    # "worth $4.1 billion so far this year"
    so_far = time.until is not None and time.until == scope.doc.published and time.begin != time.until
    return bool(things) and (so_far or not is_ahead(scope, time))


def standing(scope: Scope, place: Place, time: Time) -> bool:
    """Whether the number is a property inside a noun phrase, which the time does not reach; what is to be there by a
    certain time ("a 340-bed hospital will open by the end of 2026") it does."""
    s, kind = scope.s, scope.kind
    if kind not in _STANDING:
        return priced(scope, place) if kind == "indicator" else kind == "share" and held(s, place.first, place.last)
    if priced(scope, place):
        return not _moved(scope, place, time)
    if _whole(scope, place, time):
        return True
    if of_thing(scope, place):
        return not (is_ahead(scope, time) and (time.rule == "until" or (kind == "capacity" and _due(s, place, time))))
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
    if time.first == place.last + 1 and s.lows[place.last] in _ALLOTTED:
        return False  # "roughly $200 million falls to 2018"
    if kind not in ("count", "employment") and after in "NAP-" and not (kind == "investment" and _funds(s, place.last)):
        return not (is_ahead(scope, time) and time.rule == "until")
    if _counted_then(s, time, place):
        return False
    if low == "of" and i and s.lows[i - 1] in words("period", "properties"):
        return not _object(s, i - 1)
    if time.first >= place.last and is_ahead(scope, time):  # "A plant with 430 jobs is to be opened this year"
        between = (g for g in s.groups if place.last <= g.first and g.last <= time.first)
        fixed = words("period", "happening")  # "A second phase with a further 1,500 beds follows in 2027"
        if any(g.tense in ("future", "modal") or (g.tense == "present" and g.lemma in fixed) for g in between):
            return False
    if low == "for" and kind in ("capacity", "size"):
        return True
    if kind == "size" and low in words("period", "lying"):
        return True  # "the mine, located 65 km from the port"
    if low == "of" and kind == "investment" and time.rule != "since" and s.lows[i - 1] in ("cost", "price"):
        at = s.lows[max(i - 4, 0)] == "at" or s.lows[max(i - 3, 0)] == "at"
        close = time.last <= i and i - time.last <= 4 and s.tags[time.last : i].strip("IDA") == "N"
        # "is to be enlarged in May at a cost of 5 million", but "will be replanted next year at a cost of 5 million"
        long = time.rule == "until" or (time.begin and time.until and (time.until - time.begin).days > 300)
        return at and not (close and long and is_ahead(scope, time))
    return _under_with(s, i)


def _due(s: Sentence, place: Place, time: Time) -> bool:
    """ "A second phase of 40 MW is planned for 2027": the planning verb right behind the number gives it its day."""
    g = next((g for g in s.groups if g.first >= place.last), None)
    if g is None or g.first != place.last or any(h.first < place.first for h in s.groups):
        return False
    return g.passive and g.lemma in words("status", "planning_verbs") and s.lows[time.first] == "for"


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
