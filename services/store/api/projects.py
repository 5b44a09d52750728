"""Projects: subjects that several articles tell of, as they came along."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from pydantic import BaseModel

from services.store.api.answering import Cursor, json_answer, read_place, store_of, write_place
from services.store.filters import Word
from services.store.naming import key
from services.store.problems import Problem, ProblemRoute, problems
from services.store.project_queries import one_project, several
from services.store.projects import Project

router = APIRouter(route_class=ProblemRoute, tags=["facts"])


class ProjectPage(BaseModel):
    """Some projects in the order of their keys, and how to get the next ones."""

    items: list[Project]
    next: str | None


@router.get(
    "/projects",
    response_model=ProjectPage,
    responses=problems(422, 503),
    summary="Subjects of at least two articles: stage, events, figures as they moved, promises overdue",
)
async def projects(
    request: Request,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    after: Annotated[Cursor | None, Query(description="`next` of the page before")] = None,
) -> Response:
    place = read_place(after)
    async with store_of(request).database.read() as connection:
        items, last = await several(connection, after=place, limit=limit, today=_today())
    following = write_place(last)
    return json_answer(request, ProjectPage(items=items, next=following).model_dump_json(), following)


@router.get(
    "/projects/{name}",
    response_model=Project,
    responses=problems(404, 422, 503),
    summary="One project, with other names that are taken for it and why",
)
async def a_project(request: Request, name: Annotated[Word, Path()]) -> Response:
    async with store_of(request).database.read() as connection:
        found = await one_project(connection, key(name), _today())
    if found is None:
        raise Problem(404, "No fact is about this")
    return json_answer(request, found.model_dump_json())


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()
