"""Which events of an article are told twice: a construction is kept where it is first stated."""

from __future__ import annotations

from services.extract.core.model import Claim

_SHARES = frozenset("stake holding shares stakes interest shareholding".split())

# When a deal closes, and what it waits for.
_TERMS = frozenset(
    "quarter half approval approvals regulators regulator regulatory nod green antitrust conditions pending "
    "shareholders customary year-end".split()
)


def _only_priced(claim: Claim, kept: list[Claim]) -> bool:
    """Whether a participle only says for how much what has opened was built: "Built at a cost of $3m, it …"."""
    after = claim.sentence.text[claim.start : claim.start + 20].lower()
    return " at a cost" in after and any(o.event == "opening" and o.subject == claim.subject for o in kept[-8:])


def _completes(claim: Claim, kept: list[Claim]) -> bool:
    """Whether it is a deal told of just before that will close: "Acme is buying Bor Mill. | It should close | in the
    third quarter"."""
    s = claim.sentence
    if "close" not in s.vocabulary or s.vocabulary.isdisjoint(_TERMS):
        return False
    words = s.text[claim.start : claim.end].lower().split()
    return words[:1] == ["it"] and any(o.event == "acquisition" and o.sentence.index >= s.index - 2 for o in kept[-4:])


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold() or one.casefold().endswith(f" {other.casefold()}")


def once(claims: list[Claim]) -> list[Claim]:
    """Each construction where it is first stated, and no event twice from the same words."""
    kept: list[Claim] = []
    built: list[tuple[frozenset[str], str]] = []
    opened: dict[tuple[str, int], int] = {}  # what has opened -> the first sentence that tells so
    for claim in claims:
        if claim.subject is None:
            continue
        text = claim.subject.text
        if claim.event == "closure" and claim.status == "planned" and _completes(claim, kept):
            continue
        if (
            claim.event == "acquisition"
            and not _SHARES.isdisjoint(text.lower().split())
            and any(
                o.event == "acquisition" and o.subject is not None and (" in " not in text or o.subject.text in text)
                for o in kept[-4:]
            )
        ):
            continue  # "took over the stake": in what, was told
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
        if claim.rule == "construction.work" and any(
            o.event == "expansion" and o.subject is not None and _same(o.subject.text, text) for o in kept[-8:]
        ):
            claim.event = "expansion"  # "the renovation of the bridge … Work on the bridge began in May"
        if claim.event == "construction":
            words = frozenset(claim.subject.text.casefold().split())
            here = claim.sentence.index
            told = opened.get((claim.subject.text, claim.subject.start), here) != here
            if claim.rule == "construction.passive" and claim.status == "actual" and told:
                continue  # "The complex was built by a Turkish firm", of which it was told that it opened
            if any(
                (words <= other or other <= words) and was in ("actual", claim.status) for other, was in built[-12:]
            ):
                continue
            built.append((words, claim.status))
        elif claim.event == "opening" and claim.status == "actual":
            opened.setdefault((claim.subject.text, claim.subject.start), claim.sentence.index)
        kept.append(claim)
    return kept
