"""What one can narrow down to: the values of the facts at hand, with how many there are of each.

Counted over the latest facts that fit, up to a limit, so that a page is as quick over millions as over hundreds; the
page says so where the limit was reached.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.store.filters import FactFilter
from services.store.queries import fact_sort, facts
from services.store.tables import ARTICLE, FACT, REVIEW

SAMPLE = 5000
SHOWN = 8
USUAL = ("kind", "status", "currency", "publisher", "review")
COLUMNS = {
    "kind": "Kind",
    "status": "Status",
    "event": "Event",
    "currency": "Currency",
    "unit": "Unit",
    "publisher": "Publisher",
    "review": "Review",
    "subject": "Subject",
    "place": "Place",
    "attribution": "According to",
    "item": "Item",
    "per": "For each",
    "bound": "Hedge",
    "direction": "Direction",
    "person": "Person",
    "organization": "Organisation",
    "rule": "Rule",
    "extractor_version": "Extractor version",
}


@dataclass(frozen=True, slots=True)
class Facet:
    """A column and its most frequent values."""

    name: str
    label: str
    values: tuple[tuple[str, int, bool], ...]  # value, how many, whether it is chosen
    further: int  # values beyond those


@dataclass(frozen=True, slots=True)
class Facets:
    """The facets, how many facts were counted, and whether that is all of them."""

    facets: tuple[Facet, ...]
    counted: int
    complete: bool


async def facets(connection: AsyncConnection, wanted: FactFilter, dialect: str, more: Sequence[str] = ()) -> Facets:
    """The facets of the facts that fit: the usual columns, what is filtered by, and those chosen in `more`."""
    names = [name for name in COLUMNS if name in USUAL or name in more or getattr(wanted, name)]
    statement = facts(wanted, dialect, FACT.c.seq, FACT.c.id, *(_column(name).label(f"its_{name}") for name in names))
    [statement] = fact_sort("-recorded", wanted, dialect).pages(statement, None)
    rows = (await connection.execute(statement.limit(SAMPLE + 1))).all()
    counts: Mapping[str, Counter[str]] = {name: Counter() for name in names}
    for row in rows[:SAMPLE]:
        for name, value in zip(names, row[2:], strict=True):
            if value is not None:
                counts[name][value] += 1
    found = []
    for name in names:
        chosen: list[Any] = getattr(wanted, name)
        top = counts[name].most_common(SHOWN)
        further = len(counts[name]) - len(top)
        top += [(value, counts[name][value]) for value in chosen if value not in dict(top)]
        if top:
            values = tuple((value, count, value in chosen) for value, count in top)
            found.append(Facet(name, COLUMNS[name], values, further))
    return Facets(tuple(found), min(len(rows), SAMPLE), len(rows) <= SAMPLE)


def _column(name: str) -> Any:
    if name == "publisher":
        return select(ARTICLE.c.publisher).where(ARTICLE.c.id == FACT.c.article_id).scalar_subquery()
    if name == "review":
        held = select(REVIEW.c.verdict).where(REVIEW.c.fact_id == FACT.c.id, REVIEW.c.ended_at.is_(None))
        return func.coalesce(held.scalar_subquery(), "none")
    return FACT.c[name]
