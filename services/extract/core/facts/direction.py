"""Whether a change is an increase or a decrease: by the nearest cue that grammar ties to it."""

from __future__ import annotations

from services.extract.core.facts.cue_words import noun_classes, verb_classes, word_classes
from services.extract.core.facts.features import Surroundings
from services.extract.core.model import Quantity
from services.extract.core.sentences import Sentence
from services.extract.core.tags import lemma

_REGAINED = frozenset("win claw make get gain pull earn".split())
_WAYS = {"rise": "increase", "increase": "increase", "up": "increase"}
_WAYS |= {"fall": "decrease", "decrease": "decrease", "down": "decrease"}


def direction(q: Quantity, s: Sentence, around: Surroundings) -> tuple[str, str]:
    """increase or decrease, and the word that says so; an unmarked change is an increase."""
    if q.sign:
        return q.sign, "sign"
    hung = around.governor
    head = around.subject_head
    level = q.family == "percent" and s.lows[q.first - 1] in ("to", "from", "at")
    if level and "growth" in s.lows[around.clause[0] : q.first]:
        return "increase", "growth"  # "cut its growth forecast to 2%"
    if level and head >= 0 and (way := _noun(s, head)) is not None:
        return way, s.lows[head]  # "growth slowed to 2.1%": there is growth still
    if (turned := _particle(q, s, around)) is not None:
        return turned
    for i in (q.first - 1, q.last, q.last + 1):
        if s.lows[i : i + 1] != ["over"] and (way := _word(s, i)) is not None:
            return way, s.lows[i]
    for i in (hung.modified, hung.noun):
        if i >= 0 and (way := _noun(s, i)) is not None:
            return way, s.lows[i]
    if hung.verb is not None and (way := _verb(s, hung.verb.head)) is not None:
        return way, s.lows[hung.verb.head]
    a, b = around.clause
    nouns = q.family != "times"  # losses of "three times those of 2022" are more
    for i in sorted(range(a, b), key=lambda i: min(abs(i - q.first), abs(i - q.last))):
        way = _verb(s, i) if s.tags[i] in "VWXG" else _noun(s, i) if s.tags[i] == "N" and nouns else _word(s, i)
        if way is not None and not q.first <= i < q.last:
            return way, s.lows[i]
    return "increase", "unmarked"


def _particle(q: Quantity, s: Sentence, around: Surroundings) -> tuple[str, str] | None:
    """What a particle makes of the verb: "gave up 1.2%", "won back 17%", "wiped $40m off its value", "inched down by"""
    lows, verb = s.lows, around.governor.verb
    if verb is None or around.governor.side != "object":
        return None
    particle = lows[verb.last] if verb.last < q.first else ""
    if particle == "back" and verb.lemma in _REGAINED:
        return "increase", f"{verb.lemma} back"
    if particle == "up" and verb.lemma in ("give", "yield"):
        return "decrease", f"{verb.lemma} up"
    if particle in ("up", "down", "higher", "lower") and verb.lemma not in ("make", "take", "put", "set"):
        return ("increase" if particle in ("up", "higher") else "decrease"), particle
    if lows[q.last : q.last + 1] == ["off"] and s.tags[q.last + 1 : q.last + 2] in ("D", "N", "P", "A"):
        return "decrease", f"{verb.lemma} off"
    return None


def _first_way(classes: tuple[str, ...]) -> str | None:
    return next((_WAYS[c] for c in classes if c in _WAYS), None)


def _word(s: Sentence, i: int) -> str | None:
    return _first_way(word_classes().get(s.lows[i], ())) if 0 <= i < len(s.lows) else None


def _noun(s: Sentence, i: int) -> str | None:
    return _first_way(noun_classes().get(s.lows[i], ()))


def _verb(s: Sentence, i: int) -> str | None:
    return _first_way(verb_classes().get(lemma(s.lows[i]), ()))
