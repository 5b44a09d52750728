"""A message to try an endpoint with: sent once, now, and kept nowhere."""

from __future__ import annotations

import datetime as dt
import json
import uuid

from services.store.database import Database
from services.store.settings import StoreSettings
from services.store.webhooks.endpoints import keys
from services.store.webhooks.sending import Outcome, send

TYPE = "factwire.webhook.test.v1"


async def try_out(database: Database, settings: StoreSettings, webhook: uuid.UUID) -> Outcome:
    """How the endpoint answers. Raises Rejected where there is no such endpoint."""
    async with database.read() as connection:
        url, secrets = await keys(connection, webhook)
    now = dt.datetime.now(dt.UTC).isoformat()
    body = json.dumps({"type": TYPE, "timestamp": now, "data": {"webhook": str(webhook)}}, separators=(",", ":"))
    return await send(
        url,
        f"msg_{uuid.uuid4().hex}",
        body,
        secrets,
        timeout=settings.webhook_timeout,
        internal=settings.webhook_internal,
    )
