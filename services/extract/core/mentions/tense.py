"""Whether the clause around a time looks ahead: tense and the words of planning."""

from __future__ import annotations

from services.extract.core.chunks import VerbGroup
from services.extract.core.lexicon import words
from services.extract.core.mentions import calendar as cal
from services.extract.core.sentences import Sentence


def governing(s: Sentence, first: int, last: int) -> VerbGroup | None:
    """The verb group of the clause around tokens [first, last): the nearest before it, else the first after it."""
    found = None
    for g in s.groups:
        if g.last <= first:
            found = g
        else:
            break
    if found is not None and not any(t in ";:S" for t in s.tags[found.last : first]):
        return found
    after = next((g for g in s.groups if g.first >= last and g.tense not in ("gerund", "infinitive")), None)
    return after or found


def looks_ahead(s: Sentence, first: int, last: int) -> bool:
    """Whether the clause around tokens [first, last) tells of what is to come."""
    g = governing(s, first, last)
    if g is None:
        return any(low in cal.words("ahead") for low in s.lows[:first]) and not s.groups
    if g.tense in ("future", "modal"):
        return not (g.perfect and g.tense == "modal")
    inner = s.lows[g.first : g.last]
    if g.tense == "infinitive" or ("to" in inner[:-1] and s.tags[g.first] == "B"):
        return _planned_infinitive(s, g)
    if g.head < len(s.lows) and (s.lows[g.head] in cal.words("ahead") or _adjective_ahead(s, g)):
        return g.tense != "past" or s.lows[g.head] in ("scheduled", "planned", "due", "slated", "expected")
    if g.tense == "gerund":
        earlier = [h for h in s.groups if h.last <= g.first and h.tense != "gerund"]
        return bool(earlier) and earlier[-1].tense in ("future", "modal")
    fixed = g.lemma in cal.words("scheduled") or g.lemma in words("period", "expecting")
    return g.tense == "present" and not g.perfect and not g.passive and fixed


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
    matrix = next((h for h in reversed(s.groups) if h.last <= g.first), None)
    if matrix is None:
        return True
    if matrix.lemma in ("manage", "begin", "start", "continue", "fail", "happen", "help", "come", "use", "have", "go"):
        return matrix.tense in ("future", "modal", "present") and matrix.lemma in ("begin", "start", "have", "go")
    return matrix.tense != "past" or matrix.lemma not in ("be",) or "to" in before
