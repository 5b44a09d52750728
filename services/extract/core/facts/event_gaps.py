"""Events whose verb is left out the second time: "The first line will open this year and the whole complex in 2027".

What follows "and" has the verb of the clause before, where it is a phrase that the verb can be said of, begins with a
determiner or is a name's equal in kind, and has a time or place of its own as the first one has (Quirk et al., A
Comprehensive Grammar of the English Language, 13.92, gapping).
"""

from __future__ import annotations

from collections.abc import Callable

from services.extract.core.antecedents import is_time
from services.extract.core.chunks import NounPhrase
from services.extract.core.facts.event_phrases import led_by
from services.extract.core.sentences import Sentence

_VERBS = frozenset("VWXBMHS")
_ADJUNCTS = frozenset("in on at by near from before after outside until".split())
_FARTHEST = 16  # tokens from the verb to "and", and from there to the end


def gapped(s: Sentence, last: int, fits: Callable[[NounPhrase], bool]) -> tuple[NounPhrase, int] | None:
    """What else the verb that ends before token `last` is said of, with the token behind its time or place; or None."""
    joint = s.tags.find("J", last, last + _FARTHEST)
    if joint <= last or s.lows[joint] not in ("and", "while") or not _has_adjunct(s, last, joint):
        return None
    q = led_by(s, joint + 1)
    if q is None or s.tags[joint + 1] not in "DAC" or is_time(s, q) or not fits(q):
        return None
    end = _adjunct_end(s, q.last)
    return (q, end) if end > q.last else None


def _has_adjunct(s: Sentence, a: int, b: int) -> bool:
    """Whether tokens [a, b) end in the verb's own time or place, and in nothing that "and" could go on with."""
    if not _VERBS.isdisjoint(s.tags[a:b]) or not {";", ":"}.isdisjoint(s.words[a:b]):
        return False
    if s.tags[b - 1] == ",":
        b -= 1
    if s.tags[b - 1] == "C" and len(s.words[b - 1]) == 4:
        if s.lows[b - 2] in _ADJUNCTS:
            return True  # "in 2026"
        b -= 1  # "in April 2026"
    before = next((r for r in reversed(s.phrases) if r.last <= b), None)
    if before is None or before.last < b:
        return False
    if before.first < a:
        return False
    return is_time(s, before) or (s.tags[before.head] == "P" and s.lows[before.first - 1] in _ADJUNCTS)


def _adjunct_end(s: Sentence, a: int) -> int:
    """The token behind a time or place that begins at token a and ends the clause; a where none does."""
    i = a
    while i < len(s.tags) and s.tags[i] not in ".;," and i < a + _FARTHEST:
        if s.tags[i] in _VERBS or s.tags[i] in "J:":
            return a
        i += 1
    if i == a or i >= a + _FARTHEST:
        return a
    led = s.lows[a] in _ADJUNCTS
    return i if led or any(r.first == a and is_time(s, r) for r in s.phrases) else a
