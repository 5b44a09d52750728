"""Counts, sums and subjects."""

from __future__ import annotations

import re
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from services.store import totals
from services.store.api.answering import Cursor, bad_cursor, json_answer, read_place, store_of, write_place
from services.store.filters import FactFilter, Word
from services.store.naming import key
from services.store.paging import BadCursor
from services.store.problems import ProblemRoute, problems
from services.store.subjects import SubjectPage
from services.store.subjects import subjects as listed


class StatsAsked(FactFilter):
    """Which facts, and by what to group them."""

    group: totals.Group = "kind"
    limit: int = Field(50, ge=1, le=1000, description="Groups, largest first")
    after: Cursor | None = Field(None, description="`next` of the page before")
    once: bool = Field(False, description="Of a subject that several articles tell of, only the latest figure is added")


router = APIRouter(route_class=ProblemRoute, tags=["facts"])


@router.get(
    "/stats",
    response_model=totals.Stats,
    responses=problems(422, 503),
    summary="Facts that fit, counted and added up by group; every sum says what it counted",
)
async def stats(request: Request, asked: Annotated[StatsAsked, Query()]) -> Response:
    database, skip = store_of(request).database, _skipped(asked)
    async with database.read() as connection:
        found = await totals.stats(
            connection, asked, database.dialect, group=asked.group, limit=asked.limit, once=asked.once, skip=skip
        )
    following = write_place(f"{asked.group} {skip + asked.limit}") if found.more else None
    groups = [group.model_copy(update={"facts_url": _facts_url(request, asked, group)}) for group in found.groups]
    found = found.model_copy(update={"groups": groups, "next": following})
    return json_answer(request, found.model_dump_json(), following)


def _skipped(asked: StatsAsked) -> int:
    """How many groups the pages before had. Raises Problem for a cursor of another listing."""
    place = read_place(asked.after)
    if place is None:
        return 0
    group, _, count = place.partition(" ")
    if group != asked.group or not re.fullmatch(r"[0-9]{1,9}", count):
        raise bad_cursor(BadCursor("the cursor does not belong to this listing and group"))
    return int(count)


def _facts_url(request: Request, asked: StatsAsked, group: totals.GroupTotals) -> str | None:
    """Where the facts of the group are."""
    if group.group is None or asked.group not in FactFilter.model_fields:
        return None
    own = {asked.group, "group", "limit", "once", "after"}
    query = [(name, value) for name, value in request.query_params.multi_items() if name not in own]
    return f"/facts?{urlencode([*query, (asked.group, group.group)])}"


@router.get(
    "/subjects",
    response_model=SubjectPage,
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
        items, last = await listed(connection, prefix=key(prefix) if prefix else None, after=place, limit=limit)
    following = write_place(last)
    return json_answer(request, SubjectPage(items=items, next=following).model_dump_json(), following)
