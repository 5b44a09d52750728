"""Whether a change is an increase or a decrease: by the nearest cue that grammar ties to it."""

from __future__ import annotations

from services.extract.core.facts.cue_words import noun_classes, verb_classes, word_classes
from services.extract.core.facts.features import Surroundings
from services.extract.core.model import Quantity
from services.extract.core.sentences import Sentence
from services.extract.core.tags import lemma

_WAYS = {"rise": "increase", "increase": "increase", "up": "increase"}
_WAYS |= {"fall": "decrease", "decrease": "decrease", "down": "decrease"}


def direction(q: Quantity, s: Sentence, around: Surroundings) -> tuple[str, str]:
    """increase or decrease, and the word that says so; an unmarked change is an increase."""
    if q.sign:
        return q.sign, "sign"
    hung = around.governor
    head = around.subject_head
    level = q.family == "percent" and s.lows[q.first - 1] in ("to", "from", "at")
    if level and head >= 0 and (way := _noun(s, head)) is not None:
        return way, s.lows[head]  # "growth slowed to 2.1%": there is growth still
    for i in (q.first - 1, q.last, q.last + 1):
        if (way := _word(s, i)) is not None:
            return way, s.lows[i]
    for i in (hung.modified, hung.noun):
        if i >= 0 and (way := _noun(s, i)) is not None:
            return way, s.lows[i]
    if hung.verb is not None and (way := _verb(s, hung.verb.head)) is not None:
        return way, s.lows[hung.verb.head]
    a, b = around.clause
    for i in sorted(range(a, b), key=lambda i: min(abs(i - q.first), abs(i - q.last))):
        way = _verb(s, i) if s.tags[i] in "VWXG" else _noun(s, i) if s.tags[i] in "N" else _word(s, i)
        if way is not None and not q.first <= i < q.last:
            return way, s.lows[i]
    return "increase", "unmarked"


def _first_way(classes: tuple[str, ...]) -> str | None:
    return next((_WAYS[c] for c in classes if c in _WAYS), None)


def _word(s: Sentence, i: int) -> str | None:
    return _first_way(word_classes().get(s.lows[i], ())) if 0 <= i < len(s.lows) else None


def _noun(s: Sentence, i: int) -> str | None:
    return _first_way(noun_classes().get(s.lows[i], ()))


def _verb(s: Sentence, i: int) -> str | None:
    return _first_way(verb_classes().get(lemma(s.lows[i]), ()))
