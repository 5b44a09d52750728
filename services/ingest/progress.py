"""Where an article is on its way: what the books say, and what Redis says of its entries."""

from __future__ import annotations

import uuid
from typing import Literal

from services.ingest.answers import Progress
from services.ingest.downstream import EXTRACT, STORE
from services.ingest.following import reading
from services.ingest.ledger import Ledger
from shared.broker import whereabouts
from shared.broker.wire import Client
from shared.messages import ArticleIngested, FactsExtracted

_STATES: dict[str, Literal["received", "extracting", "extracted", "dead"]] = {
    "waiting": "received",
    "in_hand": "extracting",
    "done": "extracted",
    "dead": "dead",
}


async def progress(client: Client, ledger: Ledger, article: uuid.UUID) -> Progress | None:
    """What can be said of an article; None where it never came in. Raises RedisError or OSError."""
    known = await ledger.article(article)
    if known is None:
        return None
    entry, published_at = known
    where = await whereabouts(client, ArticleIngested.STREAM, EXTRACT, entry)
    links = await ledger.links(article)
    found = Progress(
        article_id=article,
        state=_STATES[where.state],
        published_at=published_at,
        entry=entry,
        deliveries=where.deliveries,
        reason=where.dead.error if where.dead else None,
        facts=f"/articles/{article}/facts" if where.state == "done" else None,
        **dict(links),
    )
    read = await reading(ledger, article)
    if read is None:
        return found
    stored = await whereabouts(client, FactsExtracted.STREAM, STORE, read.entry)
    told: dict[str, object] = {"facts": f"/articles/{article}/facts", "count": read.facts, "skipped": read.skipped}
    if stored.dead:
        told |= {"state": "dead", "reason": stored.dead.error}
    elif stored.state == "done":
        told |= {"state": "stored", "reason": None}
    else:
        told |= {"state": "extracted", "reason": None}
    return found.model_copy(update=told)
