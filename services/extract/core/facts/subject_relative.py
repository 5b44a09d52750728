"""What a relative clause about a plant or company is said of: the nearest facility, where people work.

the shop in Lida, which employs 60                 → the shop
its Monfalcone yard, where 450 workers are idle    → the yard
"""

from __future__ import annotations

from services.extract.core.antecedents import chain_head, is_time
from services.extract.core.chunks import NounPhrase
from services.extract.core.clause import phrase_at
from services.extract.core.facts.subject_ties import BUILT
from services.extract.core.mentions.trigger import classes
from services.extract.core.predicates import Predicate
from services.extract.core.sentences import Sentence

_AT = (["in", "which"], ["at", "which"], ["on", "which"])


def antecedent_of(s: Sentence, p: Predicate) -> NounPhrase | None:
    """Of "the shop in Lida, which employs 60" the nearest facility or company rather than the first noun."""
    if p.kind != "relative" or p.gap is not None:
        return None
    i = p.group.first - 1
    while i > 0 and s.tags[i] in "RL":
        i -= 1
    if i < 2 or s.lows[i] not in ("which", "that", "who"):
        return None
    i -= 2 if s.tags[i - 1] == "," else 1
    q = phrase_at(s, i)
    if q is not None and s.tags[q.first - 2 : q.last] == "P,P":  # "the mine outside Kings, Norfolk, which …"
        above = phrase_at(s, q.first - 2)
        if above is not None and above.first > 1 and s.tags[above.first - 1] == "I":
            above = phrase_at(s, above.first - 2)
        q = q if above is None else above if classes(s.lows[above.head]) & BUILT else chain_head(s, above)
    counted = q is not None and s.tags[q.head] == "N" and q.last == i + 1 and s.lows[q.head].endswith("s")
    if q is not None and "C" in s.tags[q.first : q.head] and not counted:
        q = next((r for r in reversed(s.phrases) if r.last < q.first and r.last > q.first - 6), None)
    return q if q is not None and classes(s.lows[q.head]) & BUILT else None


def place_where(s: Sentence, first: int) -> NounPhrase | None:
    """Of "a boost for its Monfalcone yard, where | 450 workers have been on short time" the yard."""
    i = len(s.tags[:first].rstrip("RDQ")) - 1
    if i > 2 and s.lows[i] == "where":
        i -= 1
    elif i > 3 and s.lows[i - 1 : i + 1] in _AT:
        i -= 2
    else:
        return None
    q = phrase_at(s, i - (s.tags[i] == ","))
    while q is not None and q.first > 1 and not classes(s.lows[q.head]) & BUILT and s.tags[q.first - 1] in "I,":
        above = phrase_at(s, q.first - 2)
        if above is None or above.last != q.first - 1 or (s.tags[q.first - 1] == "," and s.tags[above.head] != "P"):
            break
        q = above  # "the plant in Hat Yai, Thailand, where …"
    if q is None or is_time(s, q) or s.tags[q.head] not in "NP":
        return None
    return q if classes(s.lows[q.head]) & BUILT or s.tags[q.head] == "P" else chain_head(s, q)
