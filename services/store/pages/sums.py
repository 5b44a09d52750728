"""What fits a question, added up: by month, by sector, by place. Only like is added to like, and each sum says of what.

A measure is a kind of fact in a unit: investments in tenge are never added to dollars, nor to what a company earned.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncConnection

from services.store.api.answering import store_of
from services.store.filters import FactFilter
from services.store.pages.browse import OWN, misunderstood, question
from services.store.pages.rendering import PageRoute, page
from services.store.sectors import words
from services.store.totals import Group, GroupTotals, Total, stats

MONTHS = 240
GROUPS = 12  # bars

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
        by_kind = await stats(connection, asked, dialect, group="kind", limit=20, once=once)
        measures = _measures(by_kind.groups)
        measure = next((m for m in measures if m.name == own), measures[0] if measures else None)
        groups: dict[str, list[Bar]] = {}
        if measure is not None:
            wanted = asked.model_copy(update={"kind": [measure.kind], "unit": [measure.unit]})
            for group in ("status", "month", "sector", "where"):
                groups[group] = await _bars(connection, wanted, dialect, group, measure, once)
    months = sorted((bar for bar in groups.get("month", ()) if bar.name), key=lambda bar: bar.name or "")
    conditions = {k: v for k, v in query.items() if k not in (*OWN, "of", "again", "after", "sort", "limit")}
    return page(
        "sums.html", query=conditions, measures=measures, measure=measure, groups=groups, months=months,
        whole=_whole(by_kind.groups, measure), points=_points(months), sectors=words(), once=once,
    )  # fmt: skip


def _measures(groups: Sequence[GroupTotals]) -> list[Measure]:
    """Investments first, since sums are asked for them; the rest by how many facts they have."""
    found = [
        Measure(group.group, total.unit, total.per, total.facts)
        for group in groups
        for total in group.totals
        if group.group and total.facts
    ]
    return sorted(found, key=lambda m: (m.kind != "investment", -m.facts, m.name))


def _whole(groups: Sequence[GroupTotals], measure: Measure | None) -> Total | None:
    return next((_of(g, measure) for g in groups if measure and g.group == measure.kind), None)


def _of(group: GroupTotals, measure: Measure) -> Total | None:
    return next((t for t in group.totals if (t.unit, t.per) == (measure.unit, measure.per)), None)


async def _bars(
    connection: AsyncConnection, wanted: FactFilter, dialect: str, group: Group, measure: Measure, once: bool
) -> list[Bar]:
    found = await stats(
        connection, wanted, dialect, group=group, limit=MONTHS if group == "month" else GROUPS, once=once
    )
    totals = [(g.group, total) for g in found.groups if (total := _of(g, measure)) and total.facts]
    most = max((float(total.lower) for _, total in totals), default=0.0) or 1.0
    bars = [Bar(name, total, round(float(total.lower) / most * 100, 1)) for name, total in totals]
    return sorted(bars, key=lambda bar: -float(bar.total.lower))


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
