"""What a value counts or is a part of: the guide's `item`."""

from __future__ import annotations

from services.extract.core.clause import full_phrase, phrase_at
from services.extract.core.model import Quantity
from services.extract.core.sentences import Sentence

_OF = frozenset(("of",))
_WITHIN = frozenset(("of", "in", "for", "from", "by"))


def item(q: Quantity, s: Sentence, kind: str) -> tuple[str | None, int]:
    """The item of a claim and the token after it (for the evidence), or (None, q.last).

    Counts, employment and physical measures have the noun that stands with the number; a share has the whole that it is
    part of ("72% of the GRP" → GRP); changes and amounts of money have none, prices their denominator.
    """
    if kind != "share":
        return (
            (q.item, q.last) if kind != "change" or q.family not in ("percent", "points", "times") else (None, q.last)
        )
    if q.item:
        return q.item, q.last
    k = q.last
    if k < len(s.tags) and s.lows[k] == "of":
        phrase = phrase_at(s, k + 1)
        if phrase is not None and phrase.first == k + 1:
            first, last = full_phrase(s, phrase, ties=_WITHIN)
            short = full_phrase(s, phrase, ties=_OF)[1]
            return s.span(first, last), short
    if k < len(s.tags) and s.tags[k] in "NA":  # "a 75% localization level"
        phrase = phrase_at(s, k)
        if phrase is not None:
            return s.span(k, phrase.last), phrase.last
    return None, q.last
