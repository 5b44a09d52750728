"""How likely a claim is right as a whole: logistic in what is known of it, fitted on labelled articles.

The weights stand in `lexicon/confidence.toml` (bench/calibrate.py; reliability in docs/accuracy.md).
"""

from __future__ import annotations

import math
from bisect import bisect_right
from functools import cache

from services.extract.core import lexicon
from services.extract.core.model import Claim

_COUNTING = frozenset(("count", "employment", "output", "share"))
# Ten-thousandths of log-odds from which a probability is rounded to one hundredth more, and the hundredths.
_STEPS = [math.ceil(10_000 * math.log((k + 0.5) / (99.5 - k))) for k in range(100)]
_HUNDREDTHS = [k / 100 for k in range(101)]


def traits(claim: Claim) -> list[tuple[str, float]]:
    """What is known of a claim: traits with their number, 1 for what is simply so."""
    found = [(name, 1.0) for name in _simply_so(claim)]
    if claim.quantity is not None:
        certainty = _certainty(claim) / 100
        found[3:3] = [("certainty", certainty), ("certainty:" + claim.kind, certainty)]
    return found


def _certainty(claim: Claim) -> int:
    """How sure its kind is, in hundredths of log-odds."""
    p = min(0.995, max(0.05, claim.certainty))
    return math.floor(100 * math.log(p / (1 - p)) + 0.5)


def _simply_so(claim: Claim) -> list[str]:
    found = ["kind:" + claim.kind, "bias", claim.status]
    q = claim.quantity
    if q is not None:
        if q.spelled:
            found.append("spelled")
        if q.gapped:
            found.append("gapped")
        if q.upper is not None:
            found.append("range")
        if claim.item is None and claim.kind in _COUNTING:
            found.append("no item")
    elif claim.kind == "event":
        found.append("event:" + (claim.event or ""))
        found.append("rule:" + claim.rule.rsplit(".", 1)[-1])
    if claim.subject is None:
        found.append("no subject:" + claim.kind)
    elif claim.subject.start < claim.sentence.start:
        found.append("subject before")
    elif claim.subject.start >= claim.end:
        found.append("subject behind")
    found.append("dated" if claim.has_period else "undated")
    found.append("said" if claim.attribution else "unsaid")
    length = claim.sentence.end - claim.sentence.start
    found.append("sentence:short" if length < 90 else "sentence:long" if length > 220 else "sentence:middling")
    if claim.sentence.part != "body":
        found.append("part:" + claim.sentence.part)
    return found


@cache
def _weights() -> dict[str, int]:
    """Trait -> hundredths of log-odds, so that adding up is exact."""
    pairs = (line.rsplit(" ", 1) for line in lexicon.table("confidence")["weights"].splitlines() if line)
    return {name: int(worth) for name, worth in pairs}


def confidence(claim: Claim) -> float:
    """A probability in [0, 1] that the fact is right as a whole, two decimals."""
    weights = _weights()
    total = 0
    for name in _simply_so(claim):
        total += weights.get(name, 0)
    total *= 100
    if claim.quantity is not None:
        total += (weights.get("certainty", 0) + weights.get("certainty:" + claim.kind, 0)) * _certainty(claim)
    return _HUNDREDTHS[bisect_right(_STEPS, total)]
