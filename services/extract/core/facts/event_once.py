"""Which events of an article are told twice: a construction is kept where it is first stated."""

from __future__ import annotations

from services.extract.core.model import Claim


def once(claims: list[Claim]) -> list[Claim]:
    """Each construction where it is first stated, and no event twice from the same words."""
    kept: list[Claim] = []
    built: list[tuple[frozenset[str], str]] = []
    for claim in claims:
        if claim.subject is None:
            continue
        if any(
            o.event == claim.event
            and o.sentence is claim.sentence
            and o.subject == claim.subject
            and o.status == claim.status
            for o in kept[-8:]
        ):
            continue
        if claim.event == "construction":
            words = frozenset(claim.subject.text.casefold().split())
            if any(
                (words <= other or other <= words) and was in ("actual", claim.status) for other, was in built[-12:]
            ):
                continue
            built.append((words, claim.status))
        kept.append(claim)
    return kept
