"""Asking store: facts, articles, and whole tables as files. What is wrong in a request is a problem document."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import Field, StringConstraints
from sqlalchemy import Select

from services.store import formats, queries
from services.store.answers import (
    ArticleDetail,
    ArticlePage,
    FactDetail,
    FactPage,
    article_json,
    articles_of,
    fact_json,
    page_json,
)
from services.store.database import Database
from services.store.filters import ArticleFilter, FactFilter
from services.store.formats import MEDIA_TYPES, Format
from services.store.paging import BadCursor, Sort, page
from services.store.problems import Problem, ProblemRoute, problems
from services.store.settings import StoreSettings
from shared.broker import FactwireBroker

Cursor = Annotated[str, StringConstraints(max_length=300)]
FactSort = Literal[
    "-recorded", "recorded", "-published", "published", "-amount", "amount", "-base", "base", "-usd", "usd",
    "-confidence", "confidence", "-period", "period",
]  # fmt: skip
ArticleSort = Literal["-recorded", "recorded", "-published", "published"]


@dataclass(frozen=True)
class Store:
    """What the routes need: `app.state.store`."""

    settings: StoreSettings
    database: Database
    broker: FactwireBroker


class FactsAsked(FactFilter):
    """Which facts, in which order, how many."""

    sort: FactSort = "-recorded"
    limit: int | None = Field(
        None, ge=1, le=10_000_000, description="At most 1000 in JSON (default 100); else no limit"
    )
    after: Cursor | None = Field(None, description="`next` of the page before (JSON only)")


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
Accept = Annotated[str | None, Header(include_in_schema=False)]
_FILES: dict[str, Any] = {MEDIA_TYPES[name]: {} for name in ("jsonl", "csv", "parquet")}


def store_of(request: Request) -> Store:
    """The running store."""
    store: Store = request.app.state.store
    return store


async def _facts(request: Request, asked: FactsAsked, kind: Format) -> Response:
    store = store_of(request)
    statement = queries.facts(asked, store.database.dialect)
    sort = queries.fact_sort(asked.sort)
    if kind == "json":
        return await _fact_page(request, statement, sort, asked.after, min(asked.limit or 100, 1000))
    if asked.after:
        raise Problem(422, "after: a file has no pages", {"errors": [{"parameter": "after", "problem": "JSON only"}]})
    pieces = formats.stream(store.database, statement, sort, kind, limit=asked.limit)
    # The first piece before the headers, so that an error is still an answer.
    first = await anext(pieces, b"")

    async def body() -> Any:
        yield first
        async for piece in pieces:
            yield piece

    name = f"facts.{kind}"
    return StreamingResponse(
        body(), media_type=MEDIA_TYPES[kind], headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


async def _fact_page(request: Request, statement: Select[Any], sort: Sort, after: str | None, limit: int) -> Response:
    async with store_of(request).database.read() as connection:
        try:
            rows, following = await page(connection, statement, sort, after=after, limit=limit)
        except BadCursor as error:
            raise Problem(422, f"after: {error}", {"errors": [{"parameter": "after", "problem": str(error)}]}) from None
        articles = await articles_of(connection, rows)
    return json_answer(request, page_json([fact_json(row, articles) for row in rows], following))


def json_answer(request: Request, document: str) -> Response:
    """JSON with an ETag; 304 where the client has it already."""
    body = document.encode()
    tag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept"}
    known = [t.strip().removeprefix("W/") for t in request.headers.get("if-none-match", "").split(",")]
    if any(secrets.compare_digest(tag, t) for t in known if t.isascii()) or "*" in known:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)


@router.get(
    "/facts",
    response_model=FactPage,
    responses=problems(422, 503) | {200: {"content": _FILES}},
    summary="Facts that fit every condition; JSON page by page, or all of them as CSV, JSON Lines or Parquet",
)
async def facts(request: Request, asked: Annotated[FactsAsked, Query()], accept: Accept = None) -> Response:
    return await _facts(request, asked, formats.accepted(accept))


@router.get(
    "/facts.{extension}",
    responses=problems(406, 422, 503) | {200: {"content": _FILES | {"application/json": {}}}},
    response_class=Response,
    summary="The same as a file: json, jsonl, csv, parquet",
)
async def facts_file(request: Request, extension: Format, asked: Annotated[FactsAsked, Query()]) -> Response:
    return await _facts(request, asked, extension)


@router.get(
    "/facts/{fact_id}",
    response_model=FactDetail,
    responses=problems(404, 422, 503),
    summary="A fact and its history",
)
async def fact(request: Request, fact_id: UUID) -> Response:
    async with store_of(request).database.read() as connection:
        rows = await queries.versions(connection, fact_id)
        articles = await articles_of(connection, rows)
    if not rows:
        raise Problem(404, "No fact has this id")
    documents = [fact_json(row, articles) for row in rows]
    held = next((d for row, d in zip(rows, documents, strict=True) if row.superseded_at is None), documents[-1])
    return json_answer(request, f'{{"fact": {held}, "history": [{",".join(documents)}]}}')


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
                connection, statement, queries.article_sort(asked.sort), after=asked.after, limit=asked.limit
            )
        except BadCursor as error:
            raise Problem(422, f"after: {error}", {"errors": [{"parameter": "after", "problem": str(error)}]}) from None
    return json_answer(request, page_json([article_json(row) for row in rows], following))


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
    return await _fact_page(request, statement, queries.fact_sort("position"), asked.after, asked.limit)
