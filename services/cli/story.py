"""What `factwire why` adds to the books: how far an article is, its facts, and its rows in the database."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from services.cli.connection import connected
from services.cli.status import is_missing
from services.store.database import open_database
from services.store.settings import StoreSettings
from services.store.tables import FACT
from shared.broker import entry_data, whereabouts
from shared.broker.wire import Client
from shared.errors import FactwireError
from shared.messages import ArticleIngested, FactsExtracted
from shared.settings import load

_PATIENCE = 5.0  # seconds for the database to answer


async def complete(articles: Sequence[dict[str, Any]], data_dir: Path | None) -> None:
    """Add `state`, `deliveries`, `reason`, `facts` and `rows` to articles of the books; says what cannot be asked."""
    try:
        async with connected(data_dir) as link:
            for article in articles:
                await _on_the_streams(link.client, article)
    except (FactwireError, TimeoutError, OSError) as error:
        for article in articles:
            article["state"] = f"unknown: {(str(error).splitlines() or [type(error).__name__])[0]}"
    await _in_the_database(articles, load(StoreSettings, data_dir=data_dir))


async def _on_the_streams(client: Client, article: dict[str, Any]) -> None:
    if article.get("entry") is None:
        return
    states = {"waiting": "received", "in_hand": "extracting", "done": "extracted"}
    where = await whereabouts(client, ArticleIngested.STREAM, "extract", article["entry"])
    if entry := article.get("facts_entry"):
        states = {"waiting": "extracted", "in_hand": "storing", "done": "stored"}
        where = await whereabouts(client, FactsExtracted.STREAM, "store", entry)
        data = await entry_data(client, FactsExtracted.STREAM, entry)
        facts = json.loads(data)["facts"] if data else []
        keys = ("id", "kind", "confidence", "rule")
        article["facts"] = [{k: fact[k] for k in keys} | {"quote": fact["evidence"]["text"]} for fact in facts]
    article["state"], article["deliveries"] = states.get(where.state, "dead"), where.deliveries
    if where.dead:
        article["reason"] = where.dead.error


async def _in_the_database(articles: Sequence[dict[str, Any]], settings: StoreSettings) -> None:
    if is_missing(settings.database):
        return
    statement = select(FACT.c.superseded_at.is_(None).label("holds"), func.count()).group_by("holds")
    try:
        async with asyncio.timeout(_PATIENCE), open_database(settings) as database, database.read() as connection:
            for article in articles:
                of_it = statement.where(FACT.c.article_id == article["article_id"])
                counts = {bool(holds): count for holds, count in await connection.execute(of_it)}
                article["rows"] = {"holding": counts.get(True, 0), "history": counts.get(False, 0)}
    except (SQLAlchemyError, OSError, TimeoutError) as error:
        cause = getattr(error, "orig", None) or error
        for article in articles:
            article["rows"] = f"unknown: {(str(cause).splitlines() or [type(cause).__name__])[0]}"
