"""The reading room: server-rendered pages over the same queries as the API. Works without JavaScript; live with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from pydantic import ValidationError
from sqlalchemy import func, select

from services.store import queries
from services.store.answers import ARTICLE_COLUMNS, FACT_COLUMNS, about
from services.store.api.answering import store_of
from services.store.api.facts import FactsAsked
from services.store.filters import ArticleFilter
from services.store.naming import key
from services.store.pages import wording
from services.store.pages.facets import facets
from services.store.pages.highlight import pieces
from services.store.paging import BadCursor, page
from services.store.project_queries import one_project
from services.store.tables import ARTICLE, EXTRACTION, FACT
from shared.broker import health

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-cache",
}
_NOSNIFF = {"X-Content-Type-Options": "nosniff"}
STATIC = {
    "style.css": "text/css", "app.js": "text/javascript",
    "uplot/uPlot.iife.min.js": "text/javascript", "uplot/uPlot.min.css": "text/css", "uplot/LICENSE": "text/plain",
}  # fmt: skip
SORTS = {
    "-recorded": "Newest in store",
    "-published": "Latest published",
    "-amount": "Largest amount",
    "-usd": "Most dollars",
    "-confidence": "Surest",
}

router = APIRouter(include_in_schema=False)


@cache
def _templates() -> Environment:
    made = Environment(
        loader=PackageLoader("services.store.pages", "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    made.globals["url"] = _url
    made.filters |= {"value": wording.value, "claim": wording.claim, "period": wording.period, "day": wording.day}
    made.filters |= {"number": wording.number, "key": key, "headline": wording.headline}
    made.tests["web"] = lambda link: bool(link) and link.lower().startswith(("http://", "https://"))
    return made


def _url(path: str, query: Mapping[str, Any], **changes: Any) -> str:
    """A link with these parameters, some changed; None takes one away."""
    merged = {k: v for k, v in (dict(query) | changes).items() if v not in (None, [], "")}
    return f"{path}?{urlencode(merged, doseq=True)}" if merged else path


def _page(template: str, status: int = 200, **context: Any) -> HTMLResponse:
    return HTMLResponse(_templates().get_template(template).render(**context), status, HEADERS)


def _problem(status: int, title: str, detail: str) -> HTMLResponse:
    return _page("problem.html", status, title=title, detail=detail)


@router.get("/static/store/{path:path}")
async def static(path: str) -> Response:
    """Styles and scripts, packaged with the service."""
    if path not in STATIC:
        return _problem(404, "There is nothing here", "No file of that name belongs to these pages.")
    body = files("services.store.pages").joinpath("static", *path.split("/")).read_bytes()
    return Response(body, media_type=STATIC[path], headers={"Cache-Control": "max-age=3600", **_NOSNIFF})


@router.get("/")
async def overview(request: Request) -> Response:
    """How much there is, what came last, what happens now."""
    store = store_of(request)
    f, a = FACT.c, ARTICLE.c
    async with store.database.read() as connection:
        counts = (
            await connection.execute(
                select(
                    select(func.count()).select_from(ARTICLE).scalar_subquery().label("articles"),
                    select(func.coalesce(func.sum(EXTRACTION.c.facts), 0))
                    .where(EXTRACTION.c.current)
                    .scalar_subquery()
                    .label("facts"),
                )
            )
        ).one()
        every = queries.articles(ArticleFilter(), store.database.dialect)
        found = await connection.execute(every.order_by(a.seq.desc()).limit(12))
        articles = found.mappings().all()
        latest = await connection.execute(
            select(*FACT_COLUMNS).where(f.superseded_at.is_(None)).order_by(f.seq.desc()).limit(15)
        )
        facts = latest.mappings().all()
        titles = await _titles(connection, facts)
    state = await health(store.broker)
    return _page("overview.html", counts=counts, articles=articles, facts=facts, titles=titles, state=state)


async def _titles(connection: Any, facts: Any) -> dict[str, Any]:
    ids = sorted({fact["article_id"] for fact in facts})
    rows = await connection.execute(
        select(*ARTICLE_COLUMNS, ARTICLE.c.door, ARTICLE.c.source_name).where(ARTICLE.c.id.in_(ids))
    )
    return {row["id"]: row for row in rows.mappings()}


@router.get("/browse")
async def browse(request: Request) -> Response:
    """The table of facts with facets; its address is its permalink."""
    store = store_of(request)
    query: dict[str, Any] = {}
    for name, value in request.query_params.multi_items():
        if value:  # an empty field of the form is no condition
            query.setdefault(name, []).append(value)
    query = {k: v if _is_list(k) else v[-1] for k, v in query.items()}
    try:
        asked = FactsAsked.model_validate(query)
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors(include_input=False))
        return _problem(422, "The question is not understood", wrong)
    dialect = store.database.dialect
    async with store.database.read() as connection:
        try:
            rows, following = await page(
                connection,
                queries.facts(asked, dialect),
                queries.fact_sort(asked.sort, asked, dialect),
                after=asked.after,
                limit=min(asked.limit or 50, 200),
            )
        except BadCursor:
            return _problem(422, "The question is not understood", "This link to a further page is damaged.")
        shown = [row._mapping for row in rows]
        titles = await _titles(connection, shown)
        narrowing = await facets(connection, asked, dialect)
    bare = {k: v for k, v in query.items() if k not in ("after", "sort", "limit")}
    return _page(
        "browse.html", query={k: v for k, v in query.items() if k != "after"}, bare=bare, asked=asked, facts=shown,
        titles=titles, following=following, narrowing=narrowing, sorts=SORTS,
    )  # fmt: skip


def _is_list(name: str) -> bool:
    field = FactsAsked.model_fields.get(name)
    return field is not None and isinstance(field.default, list)


@router.get("/browse/articles")
async def browse_articles(request: Request, after: Annotated[str | None, Query(max_length=300)] = None,
                          q: Annotated[str | None, Query(max_length=400)] = None) -> Response:  # fmt: skip
    """The articles, newest first."""
    store = store_of(request)
    try:
        wanted = ArticleFilter(q=q or None)
        async with store.database.read() as connection:
            rows, following = await page(
                connection,
                queries.articles(wanted, store.database.dialect),
                queries.article_sort("-recorded", wanted, store.database.dialect),
                after=after,
                limit=50,
            )
    except (BadCursor, ValidationError):
        return _problem(422, "The question is not understood", "Search for words, or go back to the first page.")
    return _page("articles.html", articles=[row._mapping for row in rows], following=following, q=q or "")


@router.get("/browse/articles/{article_id}")
async def article(request: Request, article_id: UUID) -> Response:
    """An article with every fact highlighted where it is stated."""
    store = store_of(request)
    async with store.database.read() as connection:
        row = await queries.article(connection, article_id)
        if row is None:
            return _problem(404, "There is nothing here", "No article has this id.")
        found = await connection.execute(
            select(*FACT_COLUMNS)
            .where(FACT.c.article_id == str(article_id), FACT.c.superseded_at.is_(None))
            .order_by(FACT.c.evidence_start, FACT.c.seq)
        )
        facts = [row._mapping for row in found]
        beside = await about(connection, [str(article_id)])
    cut = pieces(row.text, facts) if row.text else []
    placed = {identity for piece in cut for identity in piece.first}
    return _page("article.html", article=row._mapping, facts=facts, pieces=cut, placed=placed, flags=beside.flags)


@router.get("/browse/subjects/{name}")
async def subject(request: Request, name: str) -> Response:
    """Everything said about one subject, in time: what was promised, what happened, how the figures moved."""
    store = store_of(request)
    f = FACT.c
    async with store.database.read() as connection:
        found = await connection.execute(
            select(*FACT_COLUMNS)
            .where(f.subject_key == key(name), f.superseded_at.is_(None))
            .order_by(f.published_on.is_(None), f.published_on, f.seq)
            .limit(500)
        )
        facts = found.mappings().all()
        titles = await _titles(connection, facts)
        today = dt.datetime.now(dt.UTC).date()
        project = await one_project(connection, key(name), today)
    if not facts:
        return _problem(404, "There is nothing here", "No fact is about this.")
    series: dict[str, list[tuple[str, float]]] = {}
    for fact in facts:
        if fact["published_on"] and fact["amount"] is not None:
            label = f"{fact['kind']}, {fact['unit']}{' / ' + fact['per'] if fact['per'] else ''}"
            series.setdefault(label, []).append((fact["published_on"].isoformat(), float(fact["amount"])))
    charts = {label: points for label, points in series.items() if len({day for day, _ in points}) > 1}
    return _page(
        "subject.html",
        name=facts[-1]["subject"],
        facts=facts,
        titles=titles,
        charts=charts,
        project=project,
    )
