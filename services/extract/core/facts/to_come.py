"""What the words around a number put ahead: "with another 500 to follow", "three are at the design stage"."""

from __future__ import annotations

from services.extract.core.chunks import finite
from services.extract.core.lexicon import table, words
from services.extract.core.model import Quantity
from services.extract.core.sentences import Sentence

_ACTS = frozenset(
    "closure opening construction purchase sale hiring recruitment dismissal demolition addition issue".split()
)
_ANNOUNCED = frozenset("announced announces ordered approved proposed demanded planned plans authorised".split())
_COMING = frozenset("follow follows come comes arrive arrives".split())
_OPENING = _COMING | frozenset("of falls fall lies lie remain remains".split())  # what may lead to what is ahead
_LAST_ONES = frozenset(("remaining", "other", "last"))


def to_come(q: Quantity, s: Sentence) -> str | None:
    """ "with another 500 to follow", "another three are at the design stage": what the words behind put ahead."""
    lows, tags = s.lows, s.tags
    if q.family == "count" and q.first > 2 and lows[q.first - 1] == "of" and lows[q.first - 2] in _ACTS:
        k = q.first - 3  # "announced the closure of seven branches"
        told = lows[k - 1] if lows[k] in ("the", "a") else lows[k]
        if told in _ANNOUNCED:
            return f"“{told} … {lows[q.first - 2]}”"
    k = q.last
    if k >= len(lows) or (tags[k] not in "TBRLFNAI" and lows[k] not in _OPENING):
        return None
    if lows[k : k + 2] in (["of", "it"], ["of", "them"], ["of", "which"]) and tags[k + 2 : k + 5] in ("TBW", "TBX"):
        k += 2  # "priced at $2 billion, three-quarters of it to be borrowed"
    if lows[k : k + 2] in (["falls", "to"], ["fall", "to"]) and tags[k + 2 : k + 3] == "C" and q.family == "money":
        return f"“{lows[k]} to”"  # "Of this budget, roughly $200 million falls to 2018"
    if tags[k : k + 1] == "T" and lows[k + 1 : k + 2] and lows[k + 1] in words("status", "following"):
        if lows[k + 1] == "be" and tags[k + 2 : k + 3] not in ("W", "X"):
            return None  # "31%, to be precise"
        return f"“to {lows[k + 1]}”"
    if lows[k : k + 2] in (["lies", "ahead"], ["lie", "ahead"]):
        return f"“{lows[k]} ahead”"
    if k < len(lows) and lows[k] in ("remain", "remains") and tags[k + 1 : k + 4] in ("TBW", "TBX"):
        return f"“{lows[k]} to be”"  # "twelve schools remain to be built"
    if lows[k] in _COMING:
        last_ones = not _LAST_ONES.isdisjoint(lows[max(q.first - 2, 0) : q.first])
        if last_ones or lows[q.first] in ("another", "further"):
            return f"“{lows[k]}”"  # "the remaining 42 follow in spring"
    if tags[k : k + 2] == "TV" and not any(finite(g) for g in s.groups):
        return f"to {lows[k + 1]}"  # "96 employees to transfer"
    while k < len(tags) and k < q.last + 6 and tags[k] in "BRLFNAI" and tags[k] != "B":
        k += 1
    if k < len(tags) and tags[k] == "B":
        rest = " ".join(lows[k + 1 : k + 6])
        for phrase in table("status")["ahead_phrases"]:
            if rest.startswith(phrase):
                return f"“{phrase}”"
    return None
