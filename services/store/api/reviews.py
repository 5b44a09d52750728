"""Reviews: what people decide about facts, and those decisions as labelled data."""

from __future__ import annotations

import json
from typing import Annotated, Any
from urllib.parse import urlsplit
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from services.store.api.answering import json_answer, store_of
from services.store.problems import Problem, ProblemRoute, problems
from services.store.reviews.claim import BadCorrection, Corrections
from services.store.reviews.decisions import Decision, Review, Unreviewable, Verdict, decide, history, withdraw
from services.store.reviews.labels import labelled

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100, pattern=r"^[^\x00]+$")]
Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000, pattern=r"^[^\x00]*$")]


class DecisionGiven(BaseModel):
    """What a reviewer says about a fact."""

    model_config = ConfigDict(extra="forbid")

    verdict: Verdict
    by: Name | None = Field(None, description="Who decides; not needed where a proxy names the user")
    note: Note | None = None
    corrections: Corrections | None = Field(None, description="With `corrected`: the fields that change")


class Reviews(BaseModel):
    """Every decision about a fact, oldest first."""

    items: list[Review]


def same_origin(request: Request) -> None:
    """Refuse what another site makes a browser send. Raises Problem.

    Browsers say where a request comes from (Fetch Metadata; before it, Origin); programs say neither and are let
    through, as in Go's net/http CrossOriginProtection.
    """
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    if site is not None:
        foreign = site not in ("same-origin", "none")
    else:
        foreign = origin is not None and urlsplit(origin).netloc != request.headers.get("host")
    if foreign:
        raise Problem(403, "Decisions are taken from these pages and from programs, not from other sites")


def reviewer(request: Request, given: str | None) -> str:
    """Whom the proxy in front names, else who the reviewer says they are. Raises Problem."""
    header = store_of(request).settings.reviewer_header
    name = (request.headers.get(header) if header else given) or ""
    name = name.strip()[:100]
    if not name:
        detail = f"the proxy named nobody in {header}" if header else "by: say who decides"
        raise Problem(422, detail, {"errors": [{"parameter": "by", "problem": detail}]})
    return name


router = APIRouter(route_class=ProblemRoute, tags=["reviews"])


@router.put(
    "/facts/{fact_id}/review",
    response_model=Review,
    responses=problems(400, 403, 404, 422, 503),
    dependencies=[Depends(same_origin)],
    summary="Decide about a fact: right, wrong, or corrected; the same once more changes nothing",
)
async def put_review(request: Request, fact_id: UUID, given: DecisionGiven) -> Response:
    if given.corrections is not None and given.verdict != "corrected":
        raise _invalid("corrections", "only with the verdict corrected")
    made = Decision(given.verdict, reviewer(request, given.by), given.note or None, given.corrections)
    review = await decided(request, fact_id, made)
    return Response(review.model_dump_json(), media_type="application/json")


async def decided(request: Request, fact_id: UUID, decision: Decision) -> Review:
    """The decision, written down. Raises Problem."""
    try:
        async with store_of(request).database.write() as connection:
            return await decide(connection, fact_id, decision)
    except Unreviewable:
        raise Problem(404, "No fact has this id") from None
    except BadCorrection as error:
        errors = [{"parameter": name, "problem": problem} for name, problem in error.errors.items()]
        raise Problem(422, str(error), {"errors": errors}) from None


@router.delete(
    "/facts/{fact_id}/review",
    status_code=204,
    response_class=Response,
    responses=problems(403, 404, 422, 503),
    dependencies=[Depends(same_origin)],
    summary="Take the decision back; it stays in the history",
)
async def delete_review(request: Request, fact_id: UUID, by: Annotated[Name | None, Query()] = None) -> Response:
    await taken_back(request, fact_id, reviewer(request, by))
    return Response(status_code=204)


async def taken_back(request: Request, fact_id: UUID, by: str) -> None:
    """The decision, ended. Raises Problem."""
    try:
        async with store_of(request).database.write() as connection:
            await withdraw(connection, fact_id, by)
    except Unreviewable:
        raise Problem(404, "No fact has this id") from None


@router.get(
    "/facts/{fact_id}/reviews",
    response_model=Reviews,
    responses=problems(422, 503),
    summary="Every decision about a fact, oldest first; those that were taken back or replaced have ended",
)
async def reviews(request: Request, fact_id: UUID) -> Response:
    async with store_of(request).database.read() as connection:
        found = Reviews(items=await history(connection, fact_id))
    return json_answer(request, found.model_dump_json())


@router.get(
    "/labels.jsonl",
    response_class=Response,
    responses=problems(422, 503) | {200: {"content": {"application/x-ndjson": {}}}},
    summary="Decisions as labelled articles, one a line, to score an extractor against or to train one",
)
async def labels(
    request: Request,
    complete: Annotated[bool, Query(description="Only articles whose every fact was looked at")] = False,
) -> StreamingResponse:
    async def body() -> Any:
        async with store_of(request).database.read() as connection:
            async for article in labelled(connection, complete=complete):
                yield (json.dumps(article, ensure_ascii=False) + "\n").encode()

    name = {"Content-Disposition": 'attachment; filename="labels.jsonl"'}
    return StreamingResponse(body(), media_type="application/x-ndjson", headers=name)


def _invalid(parameter: str, problem: str) -> Problem:
    return Problem(422, f"{parameter}: {problem}", {"errors": [{"parameter": parameter, "problem": problem}]})
