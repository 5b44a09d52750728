"""What "the latter", "the former" and "both" stand for: one, or all, of what is named together before.

Kijani Foods and Pwani Mills agreed to merge. The latter has 1,900 workers.   → Pwani Mills
Elbe runs depots in Hamburg and Prague. Both employ 180 people.              → depots in Hamburg and Prague
"""

from __future__ import annotations

from itertools import pairwise

from services.extract.core.antecedents import is_time
from services.extract.core.chunks import NounPhrase
from services.extract.core.facts.naming import Place
from services.extract.core.mentions.count import plural
from services.extract.core.model import Document
from services.extract.core.sentences import Sentence

_LAST = frozenset(("latter",))
_FIRST = frozenset(("former",))
PAIRED = _LAST | _FIRST
_TURNS = {"first": 0, "former": 0, "second": 1, "latter": 1}
_TIES = frozenset("the in at near".split())
_BACK = 2  # sentences


def one_of_two(doc: Document, s: Sentence, p: NounPhrase) -> Place | None:
    """Of two that "and", "or" join in the same sentence or the nearest before the one that a phrase means."""
    return _turn(doc, s, p.first, 1 if s.lows[p.head] in _LAST else 0)


def counted_off(doc: Document, s: Sentence, token: int) -> Place | None:
    """Of two the one that "The first", "the second", whose last word is at a token, takes up without a noun."""
    low = s.lows[token] if token > 0 and s.lows[token - 1] == "the" else ""
    return _turn(doc, s, token - 1, _TURNS[low]) if low in _TURNS else None


def _turn(doc: Document, s: Sentence, first: int, turn: int) -> Place | None:
    for i in range(s.index, max(-1, s.index - _BACK - 1), -1):
        earlier = doc.sentences[i]
        if earlier.part in ("furniture", "header", "headline"):
            continue
        before = [q for q in earlier.phrases if earlier is not s or q.last <= first]
        for a, b in reversed(list(pairwise(before))):
            gap = earlier.lows[a.last : b.first]
            joined = gap[:1] in (["and"], ["or"]) and (len(gap) == 1 or (len(gap) == 2 and gap[1] in _TIES))
            if joined and earlier.tags[a.head] == earlier.tags[b.head] in "NP" and not is_time(earlier, b):
                return earlier, (a, b)[turn]
    return None


def both_before(doc: Document, s: Sentence, token: int) -> Place | None:
    """The plural things of the sentence before that "Both", at a token with its verb behind, takes up."""
    if s.lows[token : token + 1] != ["both"] or not any(g.first == token + 1 for g in s.groups) or not s.index:
        return None
    earlier = doc.sentences[s.index - 1]
    many = (q for q in reversed(earlier.phrases) if earlier.tags[q.head] == "N" and plural(earlier.lows[q.head]))
    found = next(many, None)
    return (earlier, found) if found is not None and earlier.part == "body" else None
