"""What a newer extraction changed, as a message for whoever keeps a copy of the facts.

Facts are matched by their id, then by kind and place in the text: a fact with another id at the same evidence is one
that changed, with its before and after; what is left over was added or withdrawn.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Sequence
from typing import Any

from services.store.rows import Row, without_nul
from shared.facts import FACTS, Fact
from shared.messages import ArticleReference, Extractor, FactChange, FactsExtracted, FactsRevised

# What may differ without the claim being another one.
_CLAIM_FREE = {"confidence", "rule"}


def difference(before: Sequence[Fact], after: Sequence[Fact]) -> tuple[list[Fact], list[Fact], list[FactChange]]:
    """(added, withdrawn, changed)."""
    old = {fact.id: fact for fact in before}
    new = {fact.id: fact for fact in after}
    changed = [
        FactChange(before=old[key], after=fact)
        for key, fact in new.items()
        if key in old and _claim(old[key]) != _claim(fact)
    ]
    gone = [fact for key, fact in old.items() if key not in new]
    added = []
    for fact in (fact for key, fact in new.items() if key not in old):
        match = next((g for g in gone if g.kind == fact.kind and _overlap(g, fact)), None)
        if match is None:
            added.append(fact)
        else:
            gone.remove(match)
            changed.append(FactChange(before=match, after=fact))
    return added, gone, changed


def revision(cause: FactsExtracted, before: Sequence[str], after: Sequence[str], now: dt.datetime) -> list[Row]:
    """The outbox row for an article whose facts were replaced; none where nothing differs. Facts come as JSON."""
    added, withdrawn, changed = difference(_facts(before), _facts(after))
    if not (added or withdrawn or changed):
        return []
    message = FactsRevised(
        article=cause.article,
        extractor=cause.extractor,
        extracted_at=cause.extracted_at,
        revised_at=now,
        added=tuple(added),
        withdrawn=tuple(withdrawn),
        changed=tuple(changed),
    )
    return [_row(message)]


def revised(
    article: ArticleReference,
    extractor: Extractor,
    extracted_at: dt.datetime,
    facts: Sequence[str],
    *,
    superseded_by: str | None,
    now: dt.datetime,
) -> list[Row]:
    """The outbox row for an article whose facts were all withdrawn for its successor's, or hold again without one."""
    known = _facts(facts)
    message = FactsRevised(
        article=article,
        extractor=extractor,
        extracted_at=extracted_at,
        revised_at=now,
        added=() if superseded_by else known,
        withdrawn=known if superseded_by else (),
        cause="superseded" if superseded_by else "reinstated",
        superseded_by=uuid.UUID(superseded_by) if superseded_by else None,
    )
    return [_row(message)]


def _row(message: FactsRevised) -> Row:
    data = without_nul(message.model_dump_json())
    return {"id": str(message.message_id), "type": message.TYPE, "data": data, "recorded_at": message.revised_at}


def _facts(documents: Sequence[str]) -> tuple[Fact, ...]:
    return FACTS.validate_json(f"[{','.join(documents)}]")


def _claim(fact: Fact) -> dict[str, Any]:
    claim: dict[str, Any] = json.loads(fact.model_dump_json(exclude=_CLAIM_FREE))
    return claim


def _overlap(one: Fact, other: Fact) -> bool:
    return one.evidence.start < other.evidence.end and other.evidence.start < one.evidence.end
