"""Counts, sums and subjects."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from services.store import totals
from services.store.api.answering import Cursor, json_answer, read_place, store_of, write_place
from services.store.filters import FactFilter, Word
from services.store.naming import key
from services.store.problems import ProblemRoute, problems


class StatsAsked(FactFilter):
    """Which facts, and by what to group them."""

    group: totals.Group = "kind"
    limit: int = Field(50, ge=1, le=1000, description="Groups, largest first")
    once: bool = Field(False, description="Of a subject that several articles tell of, only the latest figure is added")


router = APIRouter(route_class=ProblemRoute, tags=["facts"])


@router.get(
    "/stats",
    response_model=totals.Stats,
    responses=problems(422, 503),
    summary="Facts that fit, counted and added up by group; every sum says what it counted",
)
async def stats(request: Request, asked: Annotated[StatsAsked, Query()]) -> Response:
    database = store_of(request).database
    async with database.read() as connection:
        found = await totals.stats(
            connection, asked, database.dialect, group=asked.group, limit=asked.limit, once=asked.once
        )
    return json_answer(request, found.model_dump_json())


@router.get(
    "/subjects",
    response_model=totals.SubjectPage,
    responses=problems(422, 503),
    summary="What facts are about, in the order of the names",
)
async def subjects(
    request: Request,
    prefix: Annotated[Word | None, Query(description="Names that begin so, without regard to case")] = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    after: Annotated[Cursor | None, Query(description="`next` of the page before")] = None,
) -> Response:
    place = read_place(after)
    async with store_of(request).database.read() as connection:
        items, last = await totals.subjects(
            connection, prefix=key(prefix) if prefix else None, after=place, limit=limit
        )
    return json_answer(request, totals.SubjectPage(items=items, next=write_place(last)).model_dump_json())
