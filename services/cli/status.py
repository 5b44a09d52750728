"""`factwire status`: how the streams and the database stand."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sqlite3
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sqlalchemy import URL, func, select
from sqlalchemy.exc import SQLAlchemyError

from services.cli.connection import connected
from services.ingest.books import open_books
from services.ingest.downstream import kept_limit, too_many, unread
from services.ingest.settings import IngestSettings
from services.store.database import open_database
from services.store.settings import StoreSettings
from services.store.tables import ARTICLE, FACT
from shared.broker import StreamStatus, status
from shared.errors import Misconfigured
from shared.messages import ArticleIngested
from shared.settings import load

_PATIENCE = 5.0  # seconds for the database to answer


def run(*, as_json: bool, data_dir: Path | None) -> None:
    """Print both. Raises Misconfigured where Redis does not answer; a database that does not is reported."""
    streams, rows = asyncio.run(_ask(data_dir))
    backlog = _backlog(streams, load(IngestSettings, data_dir=data_dir))
    if as_json:
        found: dict[str, Any] = {"streams": [asdict(stream) for stream in streams], "ingest": backlog, "database": rows}
        sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
    else:
        from services.cli.show import show_status

        show_status(streams, backlog["paused"], rows)


async def _ask(data_dir: Path | None) -> tuple[tuple[StreamStatus, ...], dict[str, Any]]:
    async with connected(data_dir) as link:
        return await status(link.client), await _rows(load(StoreSettings, data_dir=data_dir))


def _backlog(streams: Sequence[StreamStatus], settings: IngestSettings) -> dict[str, Any]:
    """Whether files and feeds wait, and posts are refused, because extract lags: what ingest itself goes by."""
    limit = settings.max_backlog
    if settings.ledger_path.exists():  # ours may be another one's, who was told otherwise
        with contextlib.suppress(Misconfigured, sqlite3.Error), open_books(settings.ledger_path) as books:
            limit = limit if (kept := kept_limit(books)) is None else kept
    waiting = next(unread(stream) for stream in streams if stream.name == ArticleIngested.STREAM)
    return {"unread": waiting, "max_backlog": limit, "paused": too_many(waiting, limit)}


async def _rows(settings: StoreSettings) -> dict[str, Any]:
    """`{"url", "articles", "facts"}`, or `{"url", "error"}`: facts as they hold now, without what was superseded."""
    url = settings.database
    found: dict[str, Any] = {"url": url.set(drivername=url.get_backend_name()).render_as_string(hide_password=True)}
    if is_missing(url):
        return found | {"error": "there is none yet; store makes it at its first start"}
    try:
        async with asyncio.timeout(_PATIENCE), open_database(settings) as database, database.read() as connection:
            counts = select(
                select(func.count()).select_from(ARTICLE).scalar_subquery(),
                select(func.count()).select_from(FACT).where(FACT.c.superseded_at.is_(None)).scalar_subquery(),
            )
            articles, facts = (await connection.execute(counts)).one()
            return found | {"articles": articles, "facts": facts}
    except (SQLAlchemyError, OSError, TimeoutError) as error:
        cause = getattr(error, "orig", None) or error
        return found | {"error": (str(cause).splitlines() or [type(cause).__name__])[0]}


def is_missing(url: URL) -> bool:
    # Asking SQLite would make the file.
    return url.get_backend_name() == "sqlite" and not Path(url.database or "").exists()
