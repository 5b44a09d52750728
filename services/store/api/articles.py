"""Articles, their texts and their facts."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from services.store import queries
from services.store.answers import ArticleDetail, ArticlePage, FactPage, article_json, page_json
from services.store.api.answering import Cursor, bad_cursor, json_answer, store_of
from services.store.api.facts import fact_page
from services.store.filters import ArticleFilter, FactFilter
from services.store.paging import BadCursor, page
from services.store.problems import Problem, ProblemRoute, problems

ArticleSort = Literal["-recorded", "recorded", "-published", "published"]


class ArticlesAsked(ArticleFilter):
    """Which articles, in which order, how many."""

    sort: ArticleSort = "-recorded"
    limit: int = Field(100, ge=1, le=1000)
    after: Cursor | None = Field(None, description="`next` of the page before")


class PageAsked(FactFilter):
    """A page of an article's facts in reading order."""

    limit: int = Field(1000, ge=1, le=1000)
    after: Cursor | None = None


router = APIRouter(route_class=ProblemRoute, tags=["facts"])


@router.get(
    "/articles",
    response_model=ArticlePage,
    responses=problems(422, 503),
    summary="Articles that fit every condition, without their texts",
)
async def articles(request: Request, asked: Annotated[ArticlesAsked, Query()]) -> Response:
    store = store_of(request)
    statement = queries.articles(asked, store.database.dialect)
    async with store.database.read() as connection:
        try:
            rows, following = await page(
                connection,
                statement,
                queries.article_sort(asked.sort, asked, store.database.dialect),
                after=asked.after,
                limit=asked.limit,
            )
        except BadCursor as error:
            raise bad_cursor(error) from None
    return json_answer(request, page_json([article_json(row) for row in rows], following), following)


@router.get(
    "/articles/{article_id}",
    response_model=ArticleDetail,
    responses=problems(404, 422, 503),
    summary="An article with its text",
)
async def article(request: Request, article_id: UUID) -> Response:
    async with store_of(request).database.read() as connection:
        row = await queries.article(connection, article_id)
    if row is None:
        raise Problem(404, "No article has this id")
    return json_answer(request, article_json(row))


@router.get(
    "/articles/{article_id}/facts",
    response_model=FactPage,
    responses=problems(404, 422, 503),
    summary="An article's facts in reading order",
)
async def article_facts(request: Request, article_id: UUID, asked: Annotated[PageAsked, Query()]) -> Response:
    store = store_of(request)
    async with store.database.read() as connection:
        if await queries.article(connection, article_id) is None:
            raise Problem(404, "No article has this id")
    wanted = asked.model_copy(update={"article": [article_id]})
    statement = queries.facts(wanted, store.database.dialect)
    return await fact_page(
        request, statement, queries.fact_sort("position", wanted, store.database.dialect), asked.after, asked.limit
    )
