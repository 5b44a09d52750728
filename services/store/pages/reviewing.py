"""Deciding about facts from the pages: plain forms, so that it works without any script.

Only forms of these pages are taken (`same_origin`). Who decides is whom the proxy names, else the name that the
reviewer gave, which a cookie remembers for this browser alone.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl, quote, unquote
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import ValidationError

from services.store.api.answering import store_of
from services.store.api.reviews import DecisionGiven, decided, reviewer, same_origin, taken_back
from services.store.pages.rendering import PageRoute, problem
from services.store.problems import Problem
from services.store.reviews.claim import Corrections
from services.store.reviews.decisions import Decision

COOKIE = "factwire_reviewer"
YEAR = 365 * 24 * 3600
LONGEST = 65_536  # bytes of a form
_WITHIN = re.compile(r"/browse/(articles|facts)/[0-9a-f-]{36}")  # nowhere else does a form send anyone

router = APIRouter(include_in_schema=False, route_class=PageRoute)


def by_proxy(request: Request) -> bool:
    """Whether a proxy in front says who reviews."""
    return store_of(request).settings.reviewer_header is not None


def who(request: Request) -> str | None:
    """Who reviews in this browser, as far as is known."""
    header = store_of(request).settings.reviewer_header
    if header:
        return (request.headers.get(header) or "").strip()[:100] or None
    return unquote(request.cookies.get(COOKIE, "")).strip()[:100] or None


@router.post("/browse/reviewer", dependencies=[Depends(same_origin)])
async def introduce(request: Request) -> Response:
    """Remember who reviews in this browser, and go back to where it was asked."""
    form = await _form(request)
    by = reviewer(request, form.get("by"))
    back = form.get("back", "")
    return _remembered(request, RedirectResponse(back if _WITHIN.fullmatch(back) else "/browse", 303), by)


def _remembered(request: Request, answer: Response, by: str) -> Response:
    if not by_proxy(request):
        answer.set_cookie(COOKIE, quote(by), max_age=YEAR, httponly=True, samesite="strict")
    return answer


@router.post("/browse/facts/{fact_id}/review", dependencies=[Depends(same_origin)])
async def review(request: Request, fact_id: UUID) -> Response:
    """Take the decision of a form, then show the fact where it stood."""
    form = await _form(request)
    given = form.get("by") or who(request)
    back = "/browse/facts/" + str(fact_id) if form.get("back") == "fact" else None
    try:
        by = reviewer(request, given)
        if form.get("verdict") == "undo":
            await taken_back(request, fact_id, by)
        else:
            wanted = DecisionGiven.model_validate(
                {"verdict": form.get("verdict"), "by": by, "note": form.get("note") or None}
            )
            changes = _corrections(form) if wanted.verdict == "corrected" else None
            await decided(request, fact_id, Decision(wanted.verdict, by, wanted.note or None, changes))
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors(include_input=False))
        return problem(422, "This decision cannot be taken", wrong)
    except Problem as error:
        return problem(error.status, "This decision cannot be taken", error.detail)
    article = form.get("article", "")
    where = back or f"/browse/articles/{UUID(article)}#c-{fact_id}" if _is_id(article) else f"/browse/facts/{fact_id}"
    return _remembered(request, RedirectResponse(where, 303), by)


async def _form(request: Request) -> dict[str, str]:
    """The fields of a plain form; parsed here, since store does without the package that parses uploads."""
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        raise Problem(422, "Decisions are sent as a form")
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > LONGEST:
            raise Problem(422, "This form is too long")
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=100, errors="strict"))
    except ValueError:
        raise Problem(422, "This form is damaged") from None


def _corrections(form: dict[str, str]) -> Corrections:
    """Every field that the form has; an emptied one is taken away. Raises ValidationError."""
    found: dict[str, Any] = {name: form[name].strip() or None for name in Corrections.model_fields if name in form}
    if "quote" in found:
        found["quote"] = form["quote"].replace("\r\n", "\n")
    if "equivalents" in found:
        words = [each.split() for each in (found["equivalents"] or "").split(";") if each.strip()]
        if any(len(each) != 2 for each in words):
            raise Problem(422, "equivalents: an amount and a currency each, such as 13000000 USD; 11000000 EUR")
        found["equivalents"] = [{"amount": amount, "unit": unit} for amount, unit in words]
    return Corrections.model_validate(found)


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
