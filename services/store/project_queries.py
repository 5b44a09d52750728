"""Projects in the store: which there are, and what belongs to one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.store.answers import FACT_COLUMNS
from services.store.projects import KINDS, Candidate, Link, Project, linked, project
from services.store.tables import FACT, REVIEW

F = FACT.c
MOST = 1000  # facts of one project; and candidates that are looked at for links
_WRONG = select(REVIEW.c.fact_id).where(REVIEW.c.ended_at.is_(None), REVIEW.c.verdict == "wrong")
_HOLDS = and_(F.superseded_at.is_(None), F.id.not_in(_WRONG))
_COLUMNS = [*FACT_COLUMNS, F.subject_key, F.place_key]


async def one_project(connection: AsyncConnection, key: str, today: dt.date) -> Project | None:
    """The project of that name with what is linked to it; None where nothing is about it."""
    own = await _facts(connection, [key])
    if not own:
        return None
    links = linked(key, await _candidates(connection, own))
    facts = own + (await _facts(connection, [link.key for link in links]) if links else [])
    return project(key, own[-1]["subject"], facts, links, today)


async def several(
    connection: AsyncConnection, *, after: str | None, limit: int, today: dt.date
) -> tuple[list[Project], str | None]:
    """Subjects that at least two articles tell of, as projects, in the order of their keys; and where to go on.

    Links to other names are left to the single project: they need a look at the rest of the store.
    """
    keys = (
        select(F.subject_key)
        .where(_HOLDS, F.subject_key.is_not(None), F.kind.in_(KINDS))
        .group_by(F.subject_key)
        .having(func.count(F.article_id.distinct()) >= 2)
        .order_by(F.subject_key)
        .limit(limit + 1)
    )
    if after is not None:
        keys = keys.where(F.subject_key > after)
    found = list((await connection.execute(keys)).scalars())
    facts: dict[str, list[Any]] = {}
    for row in await _facts(connection, found[:limit], most=MOST * 10):
        facts.setdefault(row["subject_key"], []).append(row)
    projects = [project(key, each[-1]["subject"], each, _NO_LINKS, today) for key, each in sorted(facts.items())]
    return projects, found[limit - 1] if len(found) > limit else None


_NO_LINKS: list[Link] = []


async def _facts(connection: AsyncConnection, keys: Sequence[str], most: int = MOST) -> list[Any]:
    statement = select(*_COLUMNS).where(_HOLDS, F.subject_key.in_(keys), F.kind.in_(KINDS)).order_by(F.seq).limit(most)
    return list((await connection.execute(statement)).mappings())


async def _candidates(connection: AsyncConnection, own: Sequence[Any]) -> list[Candidate]:
    """Other subjects with a figure of the same kind and amount, or in the same place."""
    same_figure = [
        and_(F.unit == f["unit"], F.amount_number == f["amount"], F.kind == f["kind"])
        for f in own
        if f["amount"] is not None and f["unit"] != "%"
    ][:50]
    places = sorted({f["place_key"] for f in own if f["place_key"]})[:20]
    found: list[Candidate] = []
    subject = [F.subject_key, func.max(F.subject).label("name")]
    if same_figure:
        statement = select(*subject, F.kind, F.amount, F.unit).where(
            _HOLDS, F.subject_key.is_not(None), or_(*same_figure)
        )
        rows = await connection.execute(
            statement.group_by(F.subject_key, F.kind, F.amount, F.unit).order_by(F.subject_key).limit(MOST)
        )
        found += [
            Candidate(row.subject_key, row.name, f"both have {row.kind} of {Decimal(row.amount):,} {row.unit}")
            for row in rows
        ]
    if places:
        statement = select(*subject, F.place_key).where(_HOLDS, F.subject_key.is_not(None), F.place_key.in_(places))
        rows = await connection.execute(
            statement.group_by(F.subject_key, F.place_key).order_by(F.subject_key).limit(MOST)
        )
        found += [Candidate(row.subject_key, row.name, f"both are in {row.place_key}") for row in rows]
    return found
