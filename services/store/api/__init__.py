"""Asking store over HTTP: `router` has every route; what is wrong in a request is a problem document.

answering.py  what the routes share     articles.py  articles, texts, their facts
facts.py      facts, pages and files    totals.py    counts, sums, subjects
live.py       server-sent events        projects.py  projects as they came along
reviews.py    decisions about facts     webhooks.py  endpoints that facts are sent to
streams.py    the AsyncAPI document
"""

from fastapi import APIRouter

from services.store.api import articles, facts, live, projects, reviews, streams, totals, webhooks
from services.store.api.answering import Store

__all__ = ["Store", "router"]

router = APIRouter()
for part in (live, reviews, facts, articles, totals, projects, webhooks, streams):  # /facts/stream before /facts/{id}
    router.include_router(part.router)
