"""What "the figure", "the increase", "the fall of 6%" go on about: what the sentence before says has moved or stands.

Inflation in Hungary slowed in July. The figure stood at 4.1%.    → Inflation in Hungary
Jobless claims in Ontario went up. The rise of 6% …               → Jobless claims in Ontario
"""

from __future__ import annotations

from services.extract.core import lexicon
from services.extract.core.antecedents import is_time
from services.extract.core.chunks import NounPhrase
from services.extract.core.facts.naming import Place, is_person, measures
from services.extract.core.model import Document
from services.extract.core.predicates import LONGEST, predicates
from services.extract.core.sentences import Sentence

_LEVELS = frozenset("figure number total level amount volume reading".split())
_NAMED = frozenset("rate index".split())  # which only what has the noun itself is called by
_STANDING = frozenset("be stand amount reach total come average number fall rise".split())
_BACK = 2  # sentences


def goes_on(s: Sentence, p: NounPhrase) -> bool:
    """Whether a phrase is only "the" with a noun for a movement or a level."""
    low = s.lows[p.head]
    if (
        (p.first and s.tags[p.first - 1] != "," and not _only_times(s, p.first))
        or s.lows[p.first] not in ("the", "this", "that")
        or "P" in s.tags[p.first : p.head]
        or p.head - p.first > 2
    ):
        return False
    if s.lows[p.last : p.last + 1] == ["in"] or (
        s.lows[p.last : p.last + 1] == ["of"] and s.tags[p.last + 1] not in "CRQ"
    ):
        return False  # "the rise in prices"
    return low in _LEVELS or low in _NAMED or low in lexicon.words("subjects", "movements")


def _only_times(s: Sentence, stop: int) -> bool:
    """Whether but times stand before a token: "Year on year | the increase was 4%"."""
    return all(is_time(s, q) for q in s.phrases if q.first < stop) and not any(g.first < stop for g in s.groups)


def measured_before(doc: Document, s: Sentence, low: str) -> Place | None:
    """The subject of the nearest sentence before that says how something moved or stood."""
    for i in range(s.index - 1, max(-1, s.index - _BACK - 1), -1):
        earlier = doc.sentences[i]
        if earlier.part in ("furniture", "header") or len(earlier.words) > LONGEST:
            continue
        for q in predicates(earlier):
            p = q.subject
            if low in _NAMED and (p is None or earlier.lows[p.head] != low):
                continue
            if p is None or q.kind != "finite" or earlier.tags[p.head] not in "NP" or is_time(earlier, p):
                continue
            moved = q.group.lemma in lexicon.words("subjects", "moves")
            stood = earlier.lows[p.head] in measures() and q.group.lemma in _STANDING
            if (moved or stood) and not is_person(doc, earlier, p) and not goes_on(earlier, p):
                return earlier, p
    return None
