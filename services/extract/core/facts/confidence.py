"""How likely a claim is right as a whole: logistic in what is known of it, fitted on labelled articles.

The weights stand in `lexicon/confidence.toml` (bench/calibrate.py; reliability in docs/accuracy.md).
"""

from __future__ import annotations

import math
from functools import cache

from services.extract.core import lexicon
from services.extract.core.model import Claim

_COUNTING = frozenset(("count", "employment", "output", "share"))


def traits(claim: Claim) -> list[tuple[str, float]]:
    """What is known of a claim: traits with their number, 1 for what is simply so."""
    found: list[tuple[str, float]] = [("kind:" + claim.kind, 1.0), ("bias", 1.0), (claim.status, 1.0)]
    q = claim.quantity
    if q is not None:
        p = min(0.995, max(0.05, claim.certainty))
        certainty = round(math.log(p / (1 - p)), 2)
        found += (("certainty", certainty), ("certainty:" + claim.kind, certainty))
        if q.spelled:
            found.append(("spelled", 1.0))
        if q.gapped:
            found.append(("gapped", 1.0))
        if q.upper is not None:
            found.append(("range", 1.0))
        if claim.item is None and claim.kind in _COUNTING:
            found.append(("no item", 1.0))
    elif claim.kind == "event":
        found.append(("event:" + (claim.event or ""), 1.0))
        found.append(("rule:" + claim.rule.rsplit(".", 1)[-1], 1.0))
    if claim.subject is None:
        found.append(("no subject:" + claim.kind, 1.0))
    elif claim.subject.start < claim.sentence.start:
        found.append(("subject before", 1.0))
    elif claim.subject.start >= claim.end:
        found.append(("subject behind", 1.0))
    found.append(("dated" if claim.has_period else "undated", 1.0))
    found.append(("said" if claim.attribution else "unsaid", 1.0))
    length = claim.sentence.end - claim.sentence.start
    found.append(("sentence:short" if length < 90 else "sentence:long" if length > 220 else "sentence:middling", 1.0))
    if claim.sentence.part != "body":
        found.append(("part:" + claim.sentence.part, 1.0))
    return found


@cache
def _weights() -> dict[str, float]:
    pairs = (line.rsplit(" ", 1) for line in lexicon.table("confidence")["weights"].splitlines() if line)
    return {name: int(worth) / 100 for name, worth in pairs}


def confidence(claim: Claim) -> float:
    """A probability in [0, 1] that the fact is right as a whole, two decimals."""
    weights = _weights()
    total = math.fsum([worth * x for name, x in traits(claim) if (worth := weights.get(name)) is not None])  # exact
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, total)))), 2)
