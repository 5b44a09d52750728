"""Items that what was told just before has: the whole of parts that are counted off, goods of a volume without a noun,
what a forecast or a peak counts.

Exports rose to $6bn. Copper accounted for 38 percent    → exports
Steel output rose to 2.3m tonnes, exports to 310,000     → steel
The visitors came to 16m; the goal is 18m                → visitors
"""

from __future__ import annotations

from services.extract.core.clause import before_number
from services.extract.core.facts.cue_words import noun_classes
from services.extract.core.facts.naming import measures
from services.extract.core.model import Claim, Quantity
from services.extract.core.sentences import Sentence

_MAKING_UP = frozenset(
    "accounted accounting accounts account made makes make making contributed contributing contributes represented "
    "representing represents took takes take taking came comes bought absorbed".split()
)
_TIES = frozenset("up for at with".split())
_RANKED = frozenset("buyer market supplier partner destination source customer origin exporter importer taker".split())
_PART = frozenset("share weight portion proportion".split())
_LEVELS = frozenset(
    "forecast peak goal target aim figure total number guidance plan record estimate government tally average rest "
    "high low maximum minimum ministry".split()
)
_MADE = frozenset(("output", "capacity", "change"))
_PHYSICAL = frozenset(("mass", "volume", "energy"))
_HOLDING = frozenset("hold own keep retain have control".split())
_REST = frozenset(("remaining", "rest", "other"))
_OF_THINGS = frozenset(("investment", "employment", "capacity", "output", "size"))
_BACK = 4  # claims


def carried(found: list[Claim]) -> None:
    """Gives claims without an item the one that what was told before shows, once the subjects are known."""
    for i, claim in enumerate(found):
        q = claim.quantity
        if q is None:
            continue
        if claim.item is not None and (claim.kind != "count" or claim.item.lower() not in _LEVELS):
            continue
        near = [c for c in found[max(0, i - _BACK) : i] if claim.sentence.index - c.sentence.index <= 1]
        near.reverse()
        if claim.kind == "share" and claim.item is None:
            claim.item = _whole(claim, q, near) or _held(claim, q, near)
        elif claim.kind == "count" and claim.item is not None:
            claim.item = next((c.item for c in near if c.kind == "count" and c.item), None)
        elif claim.item is None and claim.kind in _MADE and q.family in _PHYSICAL:
            claim.item = _goods(claim, q, near)


def _whole(claim: Claim, q: Quantity, near: list[Claim]) -> str | None:
    s = claim.sentence
    listed = not s.groups
    if not listed and not _is_part(q, s):
        return None
    for before in near:
        if before.kind == "share":
            if before.item is not None:
                return before.item
            continue
        if listed and before.sentence is not s:
            return None
        if listed or before.subject is None:
            continue
        if before.kind in ("indicator", "output", "change") and _measures(before.subject.text):
            return before.subject.text
        if before.kind == "count" or (before.kind == "output" and before.item is not None):
            return before.item
    return None


def _held(claim: Claim, q: Quantity, near: list[Claim]) -> str | None:
    """What is owned of "The yard employs 900. Ulm Fund holds 51 percent": the yard."""
    s = claim.sentence
    i = before_number(s, q.first) + 1
    owned = any(g.last == i and g.lemma in _HOLDING and not g.passive for g in s.groups)
    rest = s.lows[q.first] in _REST or (q.first > 0 and s.lows[q.first - 1] in _REST)
    if not owned and not (rest and near and near[0].kind == "share"):
        return None
    for before in near:
        if before.kind == "share" and before.item is not None and before.sentence is s:
            return before.item
        if before.kind in _OF_THINGS and before.subject is not None:
            return before.subject.text if claim.subject is None or before.subject.text != claim.subject.text else None
    return None


def _is_part(q: Quantity, s: Sentence) -> bool:
    """Whether a percentage is what somebody makes up of something: "copper accounted for 38 percent", "Peru (21%)"."""
    i = before_number(s, q.first)
    if i < 1:
        return False
    if s.lows[i] in _MAKING_UP or (s.lows[i] in _TIES and s.lows[i - 1] in _MAKING_UP):
        return True
    if not _PART.isdisjoint(s.lows[max(0, i - 3) : i + 1]):
        return True
    named = s.tags[i - 1] == "P" or s.lows[i - 1] in _RANKED or "goods" in noun_classes().get(s.lows[i - 1], ())
    return named and (s.lows[i] in ("with", "for") or s.tags[i] == "(")


def _measures(subject: str) -> bool:
    """Whether a subject measures what has parts: "exports", "copper output", but no rate."""
    return not measures().isdisjoint(subject.lower().split())


def _goods(claim: Claim, q: Quantity, near: list[Claim]) -> str | None:
    s = claim.sentence
    tie = next((i for i in range(q.number, min(q.last, len(s.lows) - 1)) if s.lows[i] == "of"), -1)
    if tie > 0 and s.tags[tie + 1] == "N" and tie + 2 >= q.last:
        return s.words[tie + 1]  # "48,000 barrels of oil a day"
    for before in near:
        theirs = before.quantity
        if theirs is None or theirs.family not in _PHYSICAL or before.kind not in _MADE:
            continue
        if theirs.unit == q.unit and before.item is not None:
            return before.item
        break
    return None
