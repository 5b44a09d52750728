"""How likely a claim is right as a whole: logistic in what is known of it, fitted on labelled articles.

The weights stand in `lexicon/confidence.toml` (bench/calibrate.py; reliability in docs/accuracy.md).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache

from services.extract.core import lexicon
from services.extract.core.model import Claim


def traits(claim: Claim) -> list[str]:
    """What is known of a claim; `name=number` where the trait is a quantity."""
    p = min(0.995, max(0.05, claim.certainty))
    found = ["bias", "kind:" + claim.kind]
    q = claim.quantity
    if q is not None:
        found.append(f"certainty={math.log(p / (1 - p)):.2f}")
        found.append(f"certainty:{claim.kind}={math.log(p / (1 - p)):.2f}")
        found += [name for name, true in (("spelled", q.spelled), ("gapped", q.gapped), ("range", q.upper)) if true]
        if claim.item is None and claim.kind in ("count", "employment", "output", "share"):
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
    found += ["dated" if claim.has_period else "undated", "said" if claim.attribution else "unsaid", claim.status]
    length = claim.sentence.end - claim.sentence.start
    found.append("sentence:" + ("short" if length < 90 else "long" if length > 220 else "middling"))
    if claim.sentence.part != "body":
        found.append("part:" + claim.sentence.part)
    return found


def numbered(found: list[str]) -> Iterator[tuple[str, float]]:
    """The traits with their numbers, 1 where there is none."""
    for trait in found:
        name, _, number = trait.partition("=")
        yield name, float(number) if number else 1.0


@cache
def _weights() -> dict[str, float]:
    pairs = (line.rsplit(" ", 1) for line in lexicon.table("confidence")["weights"].splitlines() if line)
    return {name: int(worth) / 100 for name, worth in pairs}


def confidence(claim: Claim) -> float:
    """A probability in [0, 1] that the fact is right as a whole, two decimals."""
    weights = _weights()
    total = math.fsum(weights.get(name, 0.0) * x for name, x in numbered(traits(claim)))  # on any Python the same
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, total)))), 2)
