"""Bulk loading without the service: an intake of its own on the same books and the same stream."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

from services.ingest.intake import Intake
from services.ingest.ledger import Ledger
from services.ingest.publishing import publisher
from services.ingest.readers.apart import Apart
from services.ingest.readers.fields import names_in
from services.ingest.readers.pieces import Budget
from services.ingest.settings import IngestSettings
from shared.broker import make_broker, wait_for_redis
from shared.messages import ArticleIngested

_PATIENCE = 5.0  # seconds; whoever typed a command waits for an answer


@contextlib.asynccontextmanager
async def loading(settings: IngestSettings) -> AsyncIterator[tuple[Intake, Apart]]:
    """An intake and a reader, until they are left. Raises Misconfigured or TimeoutError when Redis cannot be used."""
    broker = make_broker(settings, service="command", produces=(ArticleIngested,))
    ledger = Ledger(settings.ledger_path, window=settings.near_duplicate_days)
    intake = Intake(ledger, publisher(broker), max_waiting=settings.max_waiting)
    names = names_in(settings.json_fields)
    budget = Budget(size=settings.max_archive_bytes, article=settings.max_article_bytes, names=names)
    reader = Apart(seconds=settings.read_seconds, memory=settings.read_memory, budget=budget)
    working: asyncio.Task[None] | None = None
    try:
        await wait_for_redis(broker, timeout=_PATIENCE)
        working = asyncio.create_task(intake.run())
        yield intake, reader
    finally:
        intake.stop()
        if working is not None:
            await asyncio.gather(working, return_exceptions=True)
        await asyncio.to_thread(reader.close)
        await ledger.close()
        await broker.stop()
