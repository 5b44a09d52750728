"""How likely a claim is right as a whole: from what its rule and its parts were worth on labelled articles."""

from __future__ import annotations

from services.extract.core.model import Claim


def confidence(claim: Claim) -> float:
    """A probability in [0, 1]."""
    return claim.confidence
