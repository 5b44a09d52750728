"""What one can narrow down to: the values of the facts at hand, with how many there are of each.

Counted over the latest facts that fit, up to a limit, so that a page is as quick over millions as over hundreds; the
page says so where the limit was reached.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from services.store.filters import FactFilter
from services.store.queries import fact_sort, facts
from services.store.tables import FACT

SAMPLE = 5000
SHOWN = 8
COLUMNS = {
    "kind": "Kind",
    "status": "Status",
    "event": "Event",
    "currency": "Currency",
    "unit": "Unit",
    "place": "Place",
}


@dataclass(frozen=True, slots=True)
class Facet:
    """A column and its most frequent values."""

    name: str
    label: str
    values: tuple[tuple[str, int, bool], ...]  # value, how many, whether it is chosen


@dataclass(frozen=True, slots=True)
class Facets:
    """The facets, how many facts were counted, and whether that is all of them."""

    facets: tuple[Facet, ...]
    counted: int
    complete: bool


async def facets(connection: AsyncConnection, wanted: FactFilter, dialect: str) -> Facets:
    """The facets of the facts that fit."""
    statement = facts(wanted, dialect, FACT.c.seq, *(FACT.c[name] for name in COLUMNS))
    [statement] = fact_sort("-recorded", wanted, dialect).pages(statement, None)
    rows = (await connection.execute(statement.limit(SAMPLE + 1))).all()
    counts: Mapping[str, Counter[str]] = {name: Counter() for name in COLUMNS}
    for row in rows[:SAMPLE]:
        for name, value in zip(COLUMNS, row[1:], strict=True):
            if value is not None and not (name == "unit" and _is_money(row)):
                counts[name][value] += 1
    found = []
    for name, label in COLUMNS.items():
        chosen: list[Any] = getattr(wanted, name)
        top = counts[name].most_common(SHOWN)
        top += [(value, counts[name][value]) for value in chosen if value not in dict(top)]
        if top:
            found.append(Facet(name, label, tuple((value, count, value in chosen) for value, count in top)))
    return Facets(tuple(found), min(len(rows), SAMPLE), len(rows) <= SAMPLE)


def _is_money(row: Any) -> bool:
    return row.currency is not None
