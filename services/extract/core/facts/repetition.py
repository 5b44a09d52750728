"""One value said twice is one fact, at its fullest place, unless something about it differs."""

from __future__ import annotations

from services.extract.core.model import Claim


def without_repetitions(claims: list[Claim]) -> list[Claim]:
    """The claims without plain repetitions: a headline's value that the body says again, an event told twice."""
    kept: list[Claim] = []
    seen: dict[tuple[object, ...], Claim] = {}
    for claim in claims:
        key = _key(claim)
        earlier = seen.get(key)
        if earlier is None:
            seen[key] = claim
            kept.append(claim)
        elif earlier.sentence.part != "body" and claim.sentence.part == "body":
            kept[kept.index(earlier)] = claim
            seen[key] = claim
        elif claim.kind not in ("event", "role") and earlier.sentence.part == "body" and claim.sentence.part == "body":
            kept.append(claim)  # said of two places of the body: two facts unless all of it is the same
    return kept


def _key(claim: Claim) -> tuple[object, ...]:
    q = claim.quantity
    if q is not None:
        return claim.kind, q.amount, q.upper, q.unit
    subject = claim.subject.text.lower() if claim.subject else ""
    return claim.kind, claim.event, claim.person, claim.title, subject, claim.event and claim.status
