"""Whether the clause around a time looks ahead: tense and the words of planning."""

from __future__ import annotations

from bisect import bisect_right

from services.extract.core.chunks import VerbGroup
from services.extract.core.lexicon import words
from services.extract.core.mentions import calendar as cal
from services.extract.core.sentences import Sentence

_OPENING = frozenset(("starting", "beginning", "commencing"))
_PREPOSITIONS = frozenset(("before", "until", "till", "after", "since"))
_PUTTING_OFF = frozenset(("postpone", "put", "delay", "defer", "reschedule", "push"))
_ONCE = frozenset(("after", "once", "when", "until"))
_RELATIVES = frozenset(("which", "where", "who", "whose"))
_CLAUSE = 60  # tokens; a verb further away governs nothing


def group_index(s: Sentence, token: int) -> int:
    """How many verb groups of the sentence end at or before a token."""
    ends: list[int] | None = s.memo.get("group_ends")
    if ends is None:
        ends = s.memo["group_ends"] = [g.last for g in s.groups]
    return bisect_right(ends, token)


def governing(s: Sentence, first: int, last: int) -> VerbGroup | None:
    """The verb group of the clause around tokens [first, last): the nearest before it, else the first after it."""
    i = group_index(s, first)
    groups = s.groups
    found = groups[i - 1] if i else None
    opens = found is not None and found.first == 0 and s.lows[0] in _OPENING and i < len(groups)
    if opens and groups[i].tense not in ("gerund", "infinitive"):
        return groups[i]  # "Starting in March, it will …"
    recalling = found is not None and found.tense == "infinitive" and found.first <= 1 and i < len(groups)
    if recalling and found is not None and first - found.last < 4 and s.tags[found.last : found.last + 1] == ",":
        return groups[i]  # "To recall, on December 18 the company bought the hotel"
    if found is not None and first - found.last <= _CLAUSE:
        k = first
        while k > found.last and s.tags[k - 1] in "IDA":
            k -= 1
        joined = s.tags[max(k - 2, 0) : k] == ",J"
        if joined and i < len(groups) and groups[i].tense == "future" and groups[i].first >= last:
            return groups[i]  # "We have run a third shift since June, and by the end of May we will hire 60 people"
        if i > 1 and s.tags[k - 1 : k] == "," and _within_aside(s, groups[i - 2].last, found.first):
            return groups[i - 2]  # "It will leave Nigeria, where it has five shops, by the end of June"
        between = range(found.last, first)  # "wants to raise 149 billion before the end of December": no clause begins
        if not any(s.tags[k] in ";:S" and s.lows[k] not in _PREPOSITIONS for k in between):
            return found
    after = (g for g in groups[i : i + 8] if g.first >= last and g.tense not in ("gerund", "infinitive"))
    return next(after, None) or found


def _within_aside(s: Sentence, first: int, last: int) -> bool:
    """Whether a relative clause that a comma sets off begins among tokens [first, last), before the verb at `last`."""
    return any(s.lows[k] in _RELATIVES and s.tags[k - 1] == "," for k in range(max(first, 1), last))


def looks_ahead(s: Sentence, first: int, last: int) -> bool:
    """Whether the clause around tokens [first, last) tells of what is to come."""
    g = governing(s, first, last)
    if g is None:
        return any(low in cal.words("ahead") for low in s.lows[max(first - 20, 0) : first]) and not s.groups
    if g.tense in ("future", "modal"):
        return not (g.perfect and g.tense == "modal")
    inner = s.lows[g.first : g.last]
    put_off = g.lemma in _PUTTING_OFF and s.lows[first - 1] in ("to", "until", "till")
    if put_off and (g.perfect or g.tense == "present" or g.lemma != "put"):
        return True  # "has been put back to October"
    if g.tense == "infinitive" or ("to" in inner[:-1] and s.tags[g.first] == "B"):
        return _planned_infinitive(s, g)
    if g.head < len(s.lows) and (s.lows[g.head] in cal.words("ahead") or _adjective_ahead(s, g)):
        return g.tense != "past" or s.lows[g.head] in ("scheduled", "planned", "due", "slated", "expected")
    if g.tense == "gerund":
        i = group_index(s, g.first)
        earlier = [h for h in s.groups[max(i - 4, 0) : i] if h.tense != "gerund"]
        expected = bool(earlier) and earlier[-1].lemma in words("period", "expecting") and not earlier[-1].perfect
        return expected or (bool(earlier) and earlier[-1].tense in ("future", "modal"))  # "sees it bottoming out"
    if g.tense == "present" and g.first and s.tags[g.first - 1] == "J" and s.lows[g.head] == g.lemma:
        i = group_index(s, g.first)  # "would let people go … and idle a line by March"
        if any(h.tense in ("future", "modal") for h in s.groups[max(i - 2, 0) : i]):
            return True
    if g.tense == "present" and not g.perfect and (i := group_index(s, g.first)):
        announced = s.groups[i - 1].tense == "future" and ":" in s.tags[s.groups[i - 1].last : g.first]
        if announced:
            return True  # "Fares will go up: from January 1 a ticket costs 3 euros"
    if g.tense == "present" and not g.perfect and (lead := _lead(s, g)) > 0:
        matrix = s.groups[j - 1] if (j := group_index(s, lead)) else g  # "are to go when it stops its shift in October"
        if matrix.tense == "infinitive" and j > 1 and s.lows[matrix.first - 1] in ("able", "ready", "set", "due"):
            matrix = s.groups[j - 2]  # "will be able to carry 500 when the hall is opened in May"
        if matrix.tense == "future" or "BT" in s.tags[matrix.first : matrix.last]:
            return True
    if g.tense == "present" and s.lows[0] in _ONCE and not g.perfect:
        i = group_index(s, g.last)  # "After the second stage is launched in September, they will number 800"
        h = s.groups[i] if i < len(s.groups) else None
        if h is not None and h.tense in ("future", "modal") and "," in s.tags[g.last : h.first]:
            return True
    fixed = g.lemma in cal.words("scheduled") or g.lemma in words("period", "expecting")
    return g.tense == "present" and not g.perfect and not g.passive and fixed


def _lead(s: Sentence, g: VerbGroup) -> int:
    """The token of "when" or "once" before the subject of a verb; -1 where there is none."""
    return next(
        (k for k in range(g.first - 1, max(g.first - 7, -1), -1) if s.lows[k] in _ONCE and s.tags[k] in "SI"), -1
    )


def _adjective_ahead(s: Sentence, g: VerbGroup) -> bool:
    k = g.last
    while k < len(s.lows) and s.tags[k] in "RL":
        k += 1
    return s.tags[g.head] == "B" and k < len(s.lows) and s.lows[k] in cal.words("ahead")


def _planned_infinitive(s: Sentence, g: VerbGroup) -> bool:
    """ "plans to open", "is to open", "due to open" look ahead; "managed to open", "was said to have" do not."""
    if g.perfect:
        return False
    before = s.lows[max(g.first - 3, 0) : g.first]
    i = group_index(s, g.first)
    if not i:
        return True
    matrix = s.groups[i - 1]
    if matrix.lemma in ("manage", "begin", "start", "continue", "fail", "happen", "help", "come", "use", "have", "go"):
        return matrix.tense in ("future", "modal", "present") and matrix.lemma in ("begin", "start", "have", "go")
    if matrix.lemma in words("status", "causing") and not matrix.passive and (matrix.tense == "past" or matrix.perfect):
        return False  # "forced the mill to cut output by 15% in March"
    return matrix.tense != "past" or matrix.lemma != "be" or "to" in before
