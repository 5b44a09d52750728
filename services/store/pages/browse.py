"""The table of facts with facets; its address is its permalink."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import ValidationError

from services.store import queries
from services.store.answers import about
from services.store.api.answering import store_of
from services.store.api.facts import FactsAsked
from services.store.filters import ArticleFilter
from services.store.pages import columns as table
from services.store.pages.facets import COLUMNS, USUAL, facets
from services.store.pages.rendering import PageRoute, page, problem, titles
from services.store.paging import BadCursor
from services.store.paging import page as rows_of

OWN = ("show", "facet")  # what is of the page, not of the question
SORTS = {
    "-recorded": "Newest in store", "recorded": "Oldest in store", "-published": "Latest published",
    "published": "Earliest published", "-amount": "Largest amount", "amount": "Smallest amount",
    "-usd": "Most dollars", "usd": "Fewest dollars", "-confidence": "Surest", "confidence": "Least sure",
    "-period": "Latest period", "period": "Earliest period", "-base": "Largest in base unit",
    "base": "Smallest in base unit",
}  # fmt: skip
# Conditions with a field of their own; the others travel along hidden.
FIELDS = ("q", "kind", "subject", "currency", "min_amount", "max_amount", "published_from", "published_to")
MISUNDERSTOOD = "The question is not understood"

router = APIRouter(include_in_schema=False, route_class=PageRoute)


def question(request: Request, also: Sequence[str] = ()) -> tuple[dict[str, Any], FactsAsked]:
    """The address as parameters, and as conditions; `also` names what else the page takes. Raises ValidationError."""
    own = (*OWN, *also)
    query: dict[str, Any] = {}
    for name, value in request.query_params.multi_items():
        if value.strip() and value not in query.get(name, ()):  # an empty field of the form is no condition
            query.setdefault(name, []).append(value.strip())
    query = {k: v if _is_list(k) or k in own else v[-1] for k, v in query.items()}
    return query, FactsAsked.model_validate({k: v for k, v in query.items() if k not in own})


def _is_list(name: str) -> bool:
    field = FactsAsked.model_fields.get(name)
    return field is not None and isinstance(field.default, list)


def misunderstood(error: ValidationError) -> Response:
    """The page that names what is wrong."""
    wrong = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors(include_input=False))
    return problem(422, MISUNDERSTOOD, wrong)


@router.get("/browse")
async def browse(request: Request) -> Response:
    """The facts that fit, page by page."""
    store = store_of(request)
    try:
        query, asked = question(request)
    except ValidationError as error:
        return misunderstood(error)
    dialect = store.database.dialect
    more = [name for name in query.get("facet", ()) if name in COLUMNS]
    async with store.database.read() as connection:
        try:
            rows, following = await rows_of(
                connection,
                queries.facts(asked, dialect),
                queries.fact_sort(asked.sort, asked, dialect),
                after=asked.after,
                limit=min(asked.limit or 50, 200),
            )
        except BadCursor:
            return problem(422, MISUNDERSTOOD, "This link to a further page is damaged.")
        shown = [row._mapping for row in rows]
        named = await titles(connection, shown)
        beside = await about(connection, (row["article_id"] for row in shown))
        narrowing = await facets(connection, asked, dialect, more)
    here = {k: v for k, v in query.items() if k != "after"}
    bare = {k: v for k, v in here.items() if k not in ("sort", "limit", *OWN)}
    return page(
        "browse.html", query=here, bare=bare, asked=asked, facts=shown, titles=named, following=following,
        narrowing=narrowing, sorts=SORTS, reviews=beside.reviews, flags=beside.flags,
        columns=table.chosen(query.get("show", ())), every=table.COLUMNS, table=table, fields=FIELDS,
        further={name: label for name, label in COLUMNS.items() if name not in USUAL},
        asking={k: v for k, v in here.items() if k not in OWN},
    )  # fmt: skip


@router.get("/browse/articles")
async def browse_articles(
    request: Request,
    after: Annotated[str | None, Query(max_length=300)] = None,
    q: Annotated[str | None, Query(max_length=400)] = None,
    publisher: Annotated[str | None, Query(max_length=200)] = None,
    tag: Annotated[str | None, Query(max_length=200)] = None,
) -> Response:
    """The articles, newest first."""
    store = store_of(request)
    query = {"q": q, "publisher": publisher, "tag": tag}
    try:
        wanted = ArticleFilter(q=q or None, publisher=[publisher] if publisher else [], tag=[tag] if tag else [])
        async with store.database.read() as connection:
            rows, following = await rows_of(
                connection,
                queries.articles(wanted, store.database.dialect),
                queries.article_sort("-recorded", wanted, store.database.dialect),
                after=after,
                limit=50,
            )
    except (BadCursor, ValidationError):
        return problem(422, MISUNDERSTOOD, "Search for words, or go back to the first page.")
    found = [row._mapping for row in rows]
    return page("articles.html", articles=found, following=following, query=query, after=after)
