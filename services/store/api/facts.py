"""Facts: page by page as JSON, or all that fit as a file."""

from __future__ import annotations

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BeforeValidator, Field, WithJsonSchema
from sqlalchemy import Select

from services.store import formats, queries
from services.store.answers import FactDetail, FactPage, about, fact_json, page_json
from services.store.api.answering import Cursor, bad_cursor, json_answer, store_of
from services.store.filters import FactFilter
from services.store.formats import MEDIA_TYPES, Format
from services.store.paging import BadCursor, Sort, page
from services.store.problems import Problem, ProblemRoute, problems
from services.store.table_csv import COLUMNS

FactSort = Literal[
    "-recorded", "recorded", "-published", "published", "-amount", "amount", "-base", "base", "-usd", "usd",
    "-confidence", "confidence", "-period", "period",
]  # fmt: skip


def _known_columns(given: Any) -> Any:
    """`kind,subject` is two columns. Raises ValueError for one that is none."""
    names = [name.strip() for each in given for name in str(each).split(",")] if isinstance(given, list) else given
    unknown = [name for name in names if name not in COLUMNS]
    if unknown:
        raise ValueError(f"there is no column {unknown[0]!r}; there are {', '.join(COLUMNS)}")
    return names


_COLUMNS_SCHEMA = {"type": "array", "items": {"type": "string", "enum": COLUMNS}, "maxItems": len(COLUMNS)}
Columns = Annotated[list[str], BeforeValidator(_known_columns), WithJsonSchema(_COLUMNS_SCHEMA)]


class FactsAsked(FactFilter):
    """Which facts, in which order, how many."""

    sort: FactSort = "-recorded"
    limit: int | None = Field(
        None, ge=1, le=10_000_000, description="At most 1000 in JSON (default 100); else no limit"
    )
    after: Cursor | None = Field(None, description="`next` of the page before (JSON only)")
    columns: Columns = Field([], description="Of CSV and Parquet, with commas between; else all")


router = APIRouter(route_class=ProblemRoute, tags=["facts"])
Accept = Annotated[str | None, Header(include_in_schema=False)]
_FILES: dict[str, Any] = {MEDIA_TYPES[name]: {} for name in ("jsonl", "csv", "parquet")}


async def _facts(request: Request, asked: FactsAsked, kind: Format) -> Response:
    store = store_of(request)
    statement = queries.facts(asked, store.database.dialect)
    sort = queries.fact_sort(asked.sort, asked, store.database.dialect)
    if kind == "json":
        return await fact_page(request, statement, sort, asked.after, min(asked.limit or 100, 1000))
    if asked.after:
        raise Problem(422, "after: a file has no pages", {"errors": [{"parameter": "after", "problem": "JSON only"}]})
    pieces = formats.stream(store.database, statement, sort, kind, columns=asked.columns, limit=asked.limit)
    # The first piece before the headers, so that an error is still an answer.
    # Not a tuple as the default: Python up to 3.12.8 fails on one (gh-128078).
    first = await anext(pieces, None) or (b"", 0)

    async def body() -> Any:
        yield first[0]
        async for piece, _ in pieces:
            yield piece

    name = f"facts.{kind}"
    return StreamingResponse(
        body(), media_type=MEDIA_TYPES[kind], headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


async def fact_page(request: Request, statement: Select[Any], sort: Sort, after: str | None, limit: int) -> Response:
    async with store_of(request).database.read() as connection:
        try:
            rows, following = await page(connection, statement, sort, after=after, limit=limit)
        except BadCursor as error:
            raise bad_cursor(error) from None
        beside = await about(connection, (row.article_id for row in rows))
    return json_answer(request, page_json([fact_json(row, beside) for row in rows], following), following)


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
        beside = await about(connection, (row.article_id for row in rows))
    if not rows:
        raise Problem(404, "No fact has this id")
    documents = [fact_json(row, beside) for row in rows]
    held = next((d for row, d in zip(rows, documents, strict=True) if row.superseded_at is None), documents[-1])
    return json_answer(request, f'{{"fact": {held}, "history": [{",".join(documents)}]}}')
