"""Decisions of reviewers: made, taken back, looked up. Nothing is deleted, and no fact is changed by one."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field
from sqlalchemy import ColumnElement, Row, null, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.store.answers import FACT_COLUMNS
from services.store.reviews.claim import Claim, Corrections, claim_of_json, claim_of_row, corrected, plain
from services.store.tables import ARTICLE, FACT, REVIEW

Verdict = Literal["right", "wrong", "corrected"]


class Review(BaseModel):
    """What someone decided about a fact."""

    verdict: Verdict
    by: str = Field(description="Who decided")
    at: AwareDatetime
    note: str | None
    before: dict[str, Any] = Field(description="The claim as it stood")
    after: dict[str, Any] | None = Field(description="The claim as it should be; null unless corrected")
    extractor_version: str = Field(description="Whose claim it was")
    ended_at: AwareDatetime | None = Field(description="When another decision took its place or it was taken back")
    ended_by: str | None


class Unreviewable(LookupError):
    """No fact has this id."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a reviewer says."""

    verdict: Verdict
    by: str
    note: str | None = None
    corrections: Corrections | None = None


def holds() -> ColumnElement[bool]:
    """The decision that holds for its fact."""
    return REVIEW.c.ended_at.is_(None)


async def decide(connection: AsyncConnection, fact_id: UUID, decision: Decision) -> Review:
    """Write the decision down, in place of an earlier one; the same once more changes nothing.

    Needs a writing transaction. Raises Unreviewable, BadCorrection.
    """
    fact, held = await _locked(connection, fact_id)
    before = claim_of_row(fact)
    after = None
    if decision.verdict == "corrected":
        after = corrected(before, decision.corrections or Corrections(), fact["text"])
    if held is not None and _same(held, decision, after):
        return review_of(held)
    now = dt.datetime.now(dt.UTC)
    await _end(connection, fact_id, decision.by, now)
    row = _row(fact, decision, before, after, now)
    await connection.execute(REVIEW.insert().values(row))
    return (await history(connection, fact_id))[-1]


async def withdraw(connection: AsyncConnection, fact_id: UUID, by: str) -> bool:
    """Take back the decision that holds; False where there is none. Raises Unreviewable."""
    _, held = await _locked(connection, fact_id)
    if held is None:
        return False
    await _end(connection, fact_id, by, dt.datetime.now(dt.UTC))
    return True


async def history(connection: AsyncConnection, fact_id: UUID) -> list[Review]:
    """Every decision about a fact, oldest first."""
    found = select(REVIEW).where(REVIEW.c.fact_id == str(fact_id)).order_by(REVIEW.c.seq)
    return [review_of(row) for row in await connection.execute(found)]


def review_of(row: Row[Any]) -> Review:
    """A row as it is told."""
    return Review(
        verdict=row.verdict, by=row.reviewer, at=row.recorded_at, note=row.note,
        before=plain(claim_of_json(row.before)), after=plain(claim_of_json(row.after)) if row.after else None,
        extractor_version=row.extractor_version, ended_at=row.ended_at, ended_by=row.ended_by,
    )  # fmt: skip


async def _locked(connection: AsyncConnection, fact_id: UUID) -> tuple[Any, Row[Any] | None]:
    """The fact as it holds, else as it last stood, with its article's text, and the decision about it.

    Holds the article's row (SQLite: the database), so that two decisions about a fact follow one another.
    """
    f = FACT.c
    rows = await connection.execute(
        select(*FACT_COLUMNS, ARTICLE.c.text)
        .join(ARTICLE, ARTICLE.c.id == f.article_id)
        .where(f.id == str(fact_id))
        .order_by(f.superseded_at.is_not(None), f.seq.desc())
        .limit(1)
        .with_for_update(of=ARTICLE)
    )
    fact = rows.mappings().one_or_none()
    if fact is None:
        raise Unreviewable(str(fact_id))
    held = await connection.execute(select(REVIEW).where(REVIEW.c.fact_id == str(fact_id), holds()))
    return fact, held.one_or_none()


async def _end(connection: AsyncConnection, fact_id: UUID, by: str, now: dt.datetime) -> None:
    ended = update(REVIEW).where(REVIEW.c.fact_id == str(fact_id), holds())
    await connection.execute(ended.values(ended_at=now, ended_by=by))


def _same(held: Row[Any], decision: Decision, after: Claim | None) -> bool:
    known = claim_of_json(held.after) if held.after else None
    return (held.verdict, held.reviewer, held.note, known) == (decision.verdict, decision.by, decision.note, after)


def _row(fact: Any, decision: Decision, before: Claim, after: Claim | None, now: dt.datetime) -> dict[str, Any]:
    valid = after or before
    return {
        "fact_id": fact["id"], "article_id": fact["article_id"], "verdict": decision.verdict,
        "reviewer": decision.by, "note": decision.note, "before": json.dumps(plain(before), ensure_ascii=False),
        "after": json.dumps(plain(after), ensure_ascii=False) if after else null(),
        "kind": valid.kind, "amount_number": valid.amount, "upper_number": valid.upper, "unit": valid.unit,
        "per": valid.per, "bound": valid.bound, "extractor_version": fact["extractor_version"], "recorded_at": now,
    }  # fmt: skip
