"""What fits a question, added up: by month, by sector, by place. Only like is added to like, and each sum says of what.

A measure is a kind of fact in a unit: investments in tenge are never added to dollars, nor to what a company earned.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import ValidationError
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.store.api.answering import store_of
from services.store.filters import FactFilter
from services.store.pages.browse import OWN, misunderstood, question
from services.store.pages.rendering import PageRoute, page
from services.store.queries import facts
from services.store.sectors import sector
from services.store.tables import FACT
from services.store.totals import NEVER_ADDED, Group, Total, breakdown, together

GROUPS = 12  # bars
NAMES: tuple[Group, ...] = ("status", "month", "where")
Breakdown = Sequence[tuple[tuple[Any, ...], Total]]

router = APIRouter(include_in_schema=False, route_class=PageRoute)


@dataclass(frozen=True, slots=True)
class Measure:
    """What can be added up: a kind in a unit, per period where it is a rate."""

    kind: str
    unit: str
    per: str | None
    facts: int

    @property
    def name(self) -> str:
        """How the address has it."""
        return "|".join((self.kind, self.unit, self.per or ""))


@dataclass(frozen=True, slots=True)
class Bar:
    """A group and its sum; `share` of the largest, 0 to 100."""

    name: str | None
    total: Total
    share: float


@router.get("/browse/sums")
async def sums(request: Request) -> Response:
    """The sums of one measure."""
    store = store_of(request)
    own = request.query_params.get("of", "")
    once = request.query_params.get("again", "") != "yes"
    try:
        query, asked = question(request, also=("of", "again"))
    except ValidationError as error:
        return misunderstood(error)
    dialect = store.database.dialect
    async with store.database.read() as connection:
        measures = await _measures(connection, asked, dialect)
        measure = next((m for m in measures if m.name == own), measures[0] if measures else None)
        groups: dict[str, list[Bar]] = {}
        whole = None
        if measure is not None:
            wanted = asked.model_copy(update={"kind": [measure.kind], "unit": [measure.unit]})
            groups, whole = await _groups(connection, wanted, dialect, measure, once=once)
    months = sorted((bar for bar in groups.get("month", ()) if bar.name), key=lambda bar: bar.name or "")
    conditions = {k: v for k, v in query.items() if k not in (*OWN, "of", "again", "after", "sort", "limit")}
    return page(
        "sums.html", query=conditions, measures=measures, measure=measure, groups=groups, months=months,
        whole=whole, points=_points(months), once=once,
    )  # fmt: skip


async def _measures(connection: AsyncConnection, asked: FactFilter, dialect: str) -> list[Measure]:
    """Investments first, since sums are asked for them; the rest by how many facts they have."""
    f = FACT.c
    kept = facts(asked, dialect, f.kind, f.unit, f.per).where(f.unit.is_not(None), f.unit.not_in(NEVER_ADDED)).cte()
    counted = select(kept.c.kind, kept.c.unit, kept.c.per, func.count()).group_by(kept.c.kind, kept.c.unit, kept.c.per)
    found = [Measure(*row) for row in await connection.execute(counted)]
    return sorted(found, key=lambda m: (m.kind != "investment", -m.facts, m.name))


async def _groups(
    connection: AsyncConnection, wanted: FactFilter, dialect: str, measure: Measure, *, once: bool
) -> tuple[dict[str, list[Bar]], Total | None]:
    """The bars by status, month, place and sector; and the whole."""
    totals = await breakdown(connection, wanted, dialect, by=NAMES, once=once)
    about = await breakdown(connection, wanted, dialect, by=("subject", "item"), once=once)
    return await asyncio.to_thread(_rolled_up, totals, about, measure)


def _rolled_up(totals: Breakdown, about: Breakdown, measure: Measure) -> tuple[dict[str, list[Bar]], Total | None]:
    rolled: dict[str, dict[Any, list[Total]]] = {name: {} for name in (*NAMES, "sector")}
    for values, total in totals:
        if (total.unit, total.per) == (measure.unit, measure.per):
            for name, value in zip(NAMES, values, strict=True):
                rolled[name].setdefault(value, []).append(total)
    for (subject, item), total in about:
        if (total.unit, total.per) == (measure.unit, measure.per):
            rolled["sector"].setdefault(sector(subject, item, total.unit), []).append(total)
    every = [total for totals in rolled["status"].values() for total in totals]
    bars = {name: _bars(rolled[name], None if name == "month" else GROUPS) for name in rolled}
    return bars, together(every) if every else None


def _bars(groups: Mapping[str | None, Sequence[Total]], most: int | None) -> list[Bar]:
    """The largest first."""
    totals = [(name, total) for name, each in groups.items() if (total := together(each)).facts]
    totals = sorted(totals, key=lambda pair: -float(pair[1].lower))[:most]
    largest = (float(totals[0][1].lower) if totals else 0.0) or 1.0
    return [Bar(name, total, round(float(total.lower) / largest * 100, 1)) for name, total in totals]


def _points(months: Sequence[Bar]) -> list[tuple[int, float, float | None]]:
    """(first of the month in seconds, at least, at most) for the chart."""
    return [
        (
            int(dt.datetime.fromisoformat(f"{bar.name}-01T00:00:00+00:00").timestamp()),
            float(bar.total.lower),
            float(bar.total.upper) if bar.total.upper else None,
        )
        for bar in months
    ]
