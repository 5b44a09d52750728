"""Decisions as labelled data: one article a line, its facts as reviewers say they are.

{"id", "url", "publisher", "date", "text", "facts": [{"kind", "quote", "start", "end", "subject": […], …}]}: the shape
of the labelled articles that the extractor is scored on. A fact that was found wrong is not among them; one that nobody
has looked at yet is marked `optional`, which a scorer takes as neither right nor wrong. Decisions outlive extractions:
what was found right stays a label when a later version no longer finds it.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.store.answers import FACT_COLUMNS
from services.store.reviews.claim import claim_of_row, plain
from services.store.reviews.decisions import Review, holds, review_of
from services.store.tables import ARTICLE, FACT, REVIEW

BATCH = 50  # articles; each with its text
_LISTS = ("subject", "title", "organization", "attribution", "item")  # any of several wordings is accepted


async def labelled(connection: AsyncConnection, *, complete: bool = False) -> AsyncIterator[dict[str, Any]]:
    """Articles with a decision, in the order they came; `complete`: only those whose every fact was looked at."""
    a = ARTICLE.c
    reviewed = select(REVIEW.c.article_id).where(holds())
    columns = (a.seq, a.id, a.url, a.publisher, a.published_on, a.text)
    statement = select(*columns).where(a.id.in_(reviewed), a.text.is_not(None)).order_by(a.seq).limit(BATCH)
    last = 0
    while rows := (await connection.execute(statement.where(a.seq > last))).all():
        ids = [row.id for row in rows]
        last = rows[-1].seq
        facts: dict[str, list[Any]] = {}
        held = select(*FACT_COLUMNS).where(FACT.c.article_id.in_(ids), FACT.c.superseded_at.is_(None))
        for fact in (await connection.execute(held.order_by(FACT.c.seq))).mappings():
            facts.setdefault(fact["article_id"], []).append(fact)
        reviews: dict[str, dict[str, Review]] = {}
        decided = select(REVIEW).where(REVIEW.c.article_id.in_(ids), holds()).order_by(REVIEW.c.seq)
        for review in await connection.execute(decided):
            reviews.setdefault(review.article_id, {})[review.fact_id] = review_of(review)
        for row in rows:
            labels = article_labels(facts.get(row.id, []), reviews[row.id])
            if complete and any(label.get("optional") for label in labels):
                continue
            date = row.published_on and row.published_on.isoformat()
            head = {"id": row.id, "url": row.url, "publisher": row.publisher, "date": date}
            yield head | {"text": row.text, "facts": labels}


def article_labels(facts: Iterable[Mapping[str, Any]], reviews: Mapping[str, Review]) -> list[dict[str, Any]]:
    """The labels of one article in reading order: decisions first, then what nobody has looked at."""
    found: dict[str, dict[str, Any]] = {}
    for review in reviews.values():
        if review.verdict != "wrong":
            made = label(review.after or review.before)
            found[_identity(made)] = made | {"review": {"verdict": review.verdict, "by": review.by}}
    for fact in facts:
        if fact["id"] not in reviews:
            # A later version may find by itself what a reviewer had to correct: that is the same label.
            made = label(plain(claim_of_row(fact)))
            found.setdefault(_identity(made), made | {"optional": True})
    return sorted(found.values(), key=lambda each: (each["start"], each["end"]))


def label(claim: Mapping[str, Any]) -> dict[str, Any]:
    """A claim as a label: names as lists of accepted wordings, the period as one field."""
    made = dict(claim)
    start, end = made.pop("period_start", None), made.pop("period_end", None)
    made.pop("place", None)  # not labelled
    if start or end:
        made["period"] = {"start": start, "end": end}
    for name in _LISTS:
        if made.get(name) is not None:
            made[name] = [made[name]]
    return made


def _identity(made: Mapping[str, Any]) -> str:
    return json.dumps(made, sort_keys=True)
