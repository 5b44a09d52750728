"""From a template and what it shows to an answer; the headers of every page.

The policy is strict: nothing from elsewhere, no script or style inside the page, no frame around it
(https://www.w3.org/TR/CSP3/). What an article says is text on every page, whatever it looks like.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import urlencode

from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from fastapi.routing import APIRoute
from jinja2 import Environment, PackageLoader, StrictUndefined
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection

from services.store.answers import ARTICLE_COLUMNS
from services.store.naming import key
from services.store.pages import wording
from services.store.problems import Problem
from services.store.tables import ARTICLE
from shared import logs
from shared.facts import KINDS

log = logs.get(__name__)
POLICY = {
    "default-src": "'none'", "script-src": "'self'", "style-src": "'self'", "img-src": "'self'", "font-src": "'self'",
    "connect-src": "'self'", "form-action": "'self'", "base-uri": "'none'", "frame-ancestors": "'none'",
}  # fmt: skip
HEADERS = {
    "Content-Security-Policy": "; ".join(f"{name} {allowed}" for name, allowed in POLICY.items()),
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-cache",
}


@cache
def _templates() -> Environment:
    made = Environment(
        loader=PackageLoader("services.store.pages", "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    made.globals |= {"url": url, "currencies": wording.CURRENCIES, "kinds": KINDS}
    made.filters |= {
        "value": wording.value, "claim": wording.claim, "parts": wording.parts, "exactly": wording.exactly,
        "period": wording.period, "day": wording.day, "month": wording.month, "number": wording.number,
        "grouped": wording.grouped, "key": key, "headline": wording.headline, "count": wording.count,
        "field": wording.field, "named": wording.named, "told": wording.told,
    }  # fmt: skip
    made.tests["web"] = lambda link: bool(link) and link.lower().startswith(("http://", "https://"))
    return made


def url(path: str, query: Mapping[str, Any], **changes: Any) -> str:
    """A link with these parameters, some changed; None takes one away."""
    merged = {k: v for k, v in (dict(query) | changes).items() if v not in (None, [], "")}
    return f"{path}?{urlencode(merged, doseq=True)}" if merged else path


def page(template: str, status: int = 200, **context: Any) -> HTMLResponse:
    """The page."""
    return HTMLResponse(_templates().get_template(template).render(**context), status, HEADERS)


def problem(status: int, title: str, detail: str) -> HTMLResponse:
    """A page that says what is wrong and what to do."""
    return page("problem.html", status, title=title, detail=detail)


class PageRoute(APIRoute):
    """What goes wrong becomes a page, without a word about the inside."""

    def get_route_handler(self) -> Any:
        handle = super().get_route_handler()

        async def answer(request: Request) -> Response:
            try:
                return await handle(request)
            except Problem as error:
                return problem(error.status, "This cannot be done", error.detail)
            except (DBAPIError, PoolTimeout, OSError):
                log.exception("the database cannot be asked", path=request.url.path)
                return problem(503, "The database does not answer", "Facts are safe in the stream. Try again shortly.")

        return answer


async def titles(connection: AsyncConnection, facts: Any) -> dict[str, Any]:
    """Article id → what to call it, for the articles of these facts."""
    ids = sorted({fact["article_id"] for fact in facts})
    columns = (*ARTICLE_COLUMNS, ARTICLE.c.door, ARTICLE.c.source_name, ARTICLE.c.dateline)
    rows = await connection.execute(select(*columns).where(ARTICLE.c.id.in_(ids)))
    return {row["id"]: row for row in rows.mappings()}
