"""What is said in the present and holds only once something is finished: "Once built, the terminal can load 8 million
tonnes", "The plant employs 350 people once it runs"."""

from __future__ import annotations

from services.extract.core.chunks import VerbGroup
from services.extract.core.hints import hint
from services.extract.core.lexicon import words
from services.extract.core.sentences import Sentence

_LEADS = frozenset("once when after upon on with as in following".split())
_CLAUSAL = frozenset(("once", "when", "after", "as"))
_RELATIVES = frozenset(("which", "who", "whose", "where"))
_TRAILS = frozenset(("once", "when", "after", "upon", "on"))
_DONE = hint(("status", "completing"), frozenset(("it", "they")))


def awaited(s: Sentence, number: int) -> str | None:
    """The words by which a clause of the present holds only once something is finished: "Once built, …", "… when
    completed"; `number` is the token of the quantity."""
    lows, tags = s.lows, s.tags
    done = words("status", "completing")
    opening = int(tags[0] == '"')
    if tags[opening : opening + 2] == "TB" and opening < (comma := tags.find(",")) < min(number, 16):
        return f"“{s.span(opening, comma)}”" if _present(s, comma) else None  # "To be built by 2029, it adds a line"
    if lows[opening] in _LEADS:
        comma = tags.find(",", opening)
        if not opening < comma < min(number, opening + 14) and lows[opening] in ("with", "in"):
            comma = next((g.first for g in s.groups if g.first > opening), 0)
        if lows[comma + 1 : comma + 2] and lows[comma + 1] in _RELATIVES:
            return None  # "Once both shifts are running at the new hall, which extends to 11,200 sq m"
        lead = lows[opening + 1 : max(comma, 0)]
        clausal = lows[opening] in _CLAUSAL  # and not "On completion, …", which has no clause of its own
        inside = [g for g in s.groups if opening < g.first < comma and tags[g.first] in "VBHM"]
        over = any(g.tense == "past" or not clausal for g in inside) or done.isdisjoint(lead)
        if opening < comma < number and s.words[comma] != ";" and not over and _present(s, comma):
            return f"“{s.span(opening, comma)}”"
    for i in range(number + 1, min(number + 24, len(lows) - 1) if s.hints & _DONE else 0):
        if lows[i] in _TRAILS and (lows[i + 1] in done or _of_it(s, i + 1)):
            before = next((g for g in reversed(s.groups) if g.last <= i and g.first < number), None)
            here = before or next((g for g in s.groups if g.first > i + 1), None)  # "11 km long when finished, is"
            return f"“{s.span(i, i + 2)}”" if here is not None and of_now(here) else None
    return None


def _of_it(s: Sentence, i: int) -> bool:
    """Whether a clause about the thing itself says that it is ready: "once | it runs", "when | it is completed"."""
    if s.lows[i] not in ("it", "they"):
        return False
    k = i + 1 + (s.tags[i + 1 : i + 2] == "B") + (s.lows[i + 2 : i + 3] in (["fully"], ["in"]))
    return s.lows[k : k + 1] in (["runs"], ["run"]) or not words("status", "completing").isdisjoint(s.lows[k : k + 1])


def _present(s: Sentence, a: int) -> bool:
    """Whether the clause that begins at token a speaks in the present."""
    verb = next((g for g in s.groups if g.first >= a), None)
    return verb is not None and (able(s, verb) or of_now(verb))


def able(s: Sentence, verb: VerbGroup) -> bool:
    return verb.tense == "modal" and s.lows[verb.first] == "can"


def of_now(verb: VerbGroup) -> bool:
    return verb.tense == "present" and not verb.perfect
