"""Subjects and projects in time: what was promised, what happened, how the figures moved, what is overdue."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from sqlalchemy import select

from services.store.answers import FACT_COLUMNS, about
from services.store.api.answering import read_place, store_of, write_place
from services.store.naming import key
from services.store.pages.rendering import PageRoute, page, problem, titles
from services.store.problems import Problem
from services.store.project_queries import one_project, several
from services.store.projects import Figure, Project
from services.store.tables import FACT

MOST = 500  # facts on one page
STAGES = ("announced", "under construction", "open")

router = APIRouter(include_in_schema=False, route_class=PageRoute)


@router.get("/browse/subjects/{name}")
async def subject(request: Request, name: str) -> Response:
    """Everything said about one subject."""
    store = store_of(request)
    f = FACT.c
    async with store.database.read() as connection:
        found = await connection.execute(
            select(*FACT_COLUMNS)
            .where(f.subject_key == key(name), f.superseded_at.is_(None))
            .order_by(f.published_on.is_(None), f.published_on, f.seq)
            .limit(MOST)
        )
        facts = found.mappings().all()
        if not facts:
            return problem(404, "There is nothing here", "No fact is about this.")
        named = await titles(connection, facts)
        beside = await about(connection, named)
        project = await one_project(connection, key(name), _today())
    overdue = {promise.fact: promise.due for promise in project.overdue} if project else {}
    return page(
        "subject.html", name=facts[-1]["subject"], facts=facts, titles=named, project=project, stages=STAGES,
        reached=STAGES.index(project.stage) if project and project.stage in STAGES else -1, overdue=overdue,
        reviews=beside.reviews, moved=[_moved(f) for f in project.figures if len(f.values) > 1] if project else [],
        most=MOST,
    )  # fmt: skip


@router.get("/browse/projects")
async def projects(request: Request, after: Annotated[str | None, Query(max_length=1200)] = None) -> Response:
    """Subjects that at least two articles tell of."""
    try:
        place = read_place(after)
    except Problem:
        return problem(422, "The question is not understood", "This link to a further page is damaged.")
    async with store_of(request).database.read() as connection:
        items, last = await several(connection, after=place, limit=50, today=_today())
    listed = [{"project": item, "cost": _latest(item, "investment")} for item in items]
    return page("projects.html", projects=listed, following=write_place(last), after=after, stages=STAGES)


def _latest(project: Project, kind: str) -> dict[str, Any] | None:
    """The latest figure of that kind, as a row of the fact table has it."""
    found = [(v.published_on or dt.date.min, f, v) for f in project.figures if f.kind == kind for v in f.values]
    if not found:
        return None
    day = max(at for at, _, _ in found)
    _, figure, value = max((each for each in found if each[0] == day), key=lambda each: float(each[2].amount))
    return _as_row(figure, value.model_dump())


def _as_row(figure: Figure, value: dict[str, Any]) -> dict[str, Any]:
    blank: dict[str, Any] = dict.fromkeys(("direction", "usd_amount", "event"))
    return blank | {"kind": figure.kind, "unit": figure.unit, "per": figure.per, "item": figure.item} | value


def _moved(figure: Figure) -> dict[str, Any]:
    """A figure with its values as rows, by how much each differs from the one before, and the points of its chart."""
    largest: dict[str, float] = {}  # of an article: a whole project rather than its loan
    for value in figure.values:
        largest[value.article] = max(largest.get(value.article, float("-inf")), float(value.amount))
    rows: list[dict[str, Any]] = []
    before: float | None = None
    for value in figure.values:
        amount, difference = float(value.amount), ""
        if amount == largest[value.article]:
            if before and amount != before:
                difference = f"{amount / before - 1:+.1%}".replace("-", "−")
            before = amount
        rows.append(_as_row(figure, value.model_dump()) | {"difference": difference})
    days: dict[str, float] = {}
    for value in figure.values:  # of one day the largest: a whole project rather than its loan
        if value.published_on:
            day = value.published_on.isoformat()
            days[day] = max(days.get(day, float("-inf")), float(value.amount))
    points = sorted(days.items()) if len(days) > 1 and figure.moved else []
    unit = (figure.item or "") if figure.unit == "1" else figure.unit
    label = f"{figure.kind.capitalize()}{f', {unit}' if unit else ''}{f' / {figure.per}' if figure.per else ''}"
    return {"label": label, "unit": unit, "rows": rows, "points": points}


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()
