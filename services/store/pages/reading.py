"""Reading: an article with its facts highlighted, and one fact with all that is known about it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from sqlalchemy import select

from services.store import queries
from services.store.answers import FACT_COLUMNS, about
from services.store.api.answering import store_of
from services.store.pages.highlight import pieces
from services.store.pages.rendering import PageRoute, page, problem
from services.store.pages.reviewing import by_proxy, who
from services.store.reviews.claim import claim_of_row, plain
from services.store.reviews.decisions import history
from services.store.tables import FACT

router = APIRouter(include_in_schema=False, route_class=PageRoute)


@router.get("/browse/articles/{article_id}")
async def article(request: Request, article_id: UUID) -> Response:
    """An article with every fact highlighted where it is stated."""
    store = store_of(request)
    async with store.database.read() as connection:
        row = await queries.article(connection, article_id)
        if row is None:
            return problem(404, "There is nothing here", "No article has this id.")
        held = select(*FACT_COLUMNS).where(FACT.c.article_id == str(article_id), FACT.c.superseded_at.is_(None))
        found = await connection.execute(held.order_by(FACT.c.evidence_start, FACT.c.seq))
        facts = [row._mapping for row in found]
        beside = await about(connection, [str(article_id)])
    cut = pieces(row.text, facts) if row.text else []
    placed = {identity for piece in cut for identity in piece.first}
    return page(
        "article.html", article=row._mapping, tags=json.loads(row.tags), facts=facts, pieces=cut, placed=placed,
        flags=beside.flags, reviews=beside.reviews, reviewer=who(request), named_by_proxy=by_proxy(request),
    )  # fmt: skip


@router.get("/browse/facts/{fact_id}")
async def fact(request: Request, fact_id: UUID) -> Response:
    """A fact in its sentence, its fields, its history, what was decided about it, and a form to correct it."""
    async with store_of(request).database.read() as connection:
        versions: list[Mapping[str, Any]] = [dict(row._mapping) for row in await queries.versions(connection, fact_id)]
        if not versions:
            return problem(404, "There is nothing here", "No fact has this id.")
        held = next((row for row in versions if row["superseded_at"] is None), versions[-1])
        source = await queries.article(connection, UUID(held["article_id"]))
        beside = await about(connection, [held["article_id"]])
        decisions = await history(connection, fact_id)
    review = beside.reviews.get(held["id"])
    return page(
        "fact.html", fact=held, versions=versions, article=source._mapping if source else None,
        context=_context(source.text if source else None, held), review=review, decisions=decisions[::-1],
        flags=beside.flags, reviewer=who(request), named_by_proxy=by_proxy(request),
        claim=review["after"] if review and review["after"] else plain(claim_of_row(held)),
    )  # fmt: skip


def _context(text: str | None, fact: Mapping[str, Any]) -> tuple[str, str, str] | None:
    """What stands before the quote in its sentence, the quote, and what stands behind it; None where it does not."""
    start, end = fact["evidence_start"], fact["evidence_end"]
    if text is None or text[start:end] != fact["quote"]:
        return None
    first, last = fact["sentence_start"], fact["sentence_end"]
    return text[min(first, start) : start], text[start:end], text[end : max(end, last)]
