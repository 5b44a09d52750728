"""Which events of an article are told twice: a construction is kept where it is first stated."""

from __future__ import annotations

from services.extract.core.model import Claim


def _only_priced(claim: Claim, kept: list[Claim]) -> bool:
    """Whether a participle only says for how much what has opened was built: "Built at a cost of $3m, it …"."""
    after = claim.sentence.text[claim.start : claim.start + 20].lower()
    return " at a cost" in after and any(o.event == "opening" and o.subject == claim.subject for o in kept[-8:])


def _opened(before: Claim, claim: Claim) -> bool:
    """Whether a claim tells that the very thing has opened of which another tells that it was built."""
    same = before.subject == claim.subject and before.sentence is not claim.sentence
    return same and before.event == "opening" and before.status == claim.status == "actual"


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
        if claim.rule == "construction.reduced" and _only_priced(claim, kept):
            continue
        if claim.event == "construction":
            words = frozenset(claim.subject.text.casefold().split())
            if claim.rule == "construction.passive" and any(_opened(o, claim) for o in kept):
                continue  # "The complex was built by a Turkish firm", of which it was told that it opened
            if any(
                (words <= other or other <= words) and was in ("actual", claim.status) for other, was in built[-12:]
            ):
                continue
            built.append((words, claim.status))
        kept.append(claim)
    return kept
