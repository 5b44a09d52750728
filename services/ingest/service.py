"""The running service, as `app.state.ingest` holds it for the routes."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from services.ingest.feeds import Feeds
from services.ingest.idempotency import Idempotency
from services.ingest.inbox.watch import Inbox
from services.ingest.intake import Intake
from services.ingest.keys import Keys
from services.ingest.ledger import Ledger
from services.ingest.pressure import Backlog, Held
from services.ingest.readers.apart import Apart
from services.ingest.refusals import Refusals
from services.ingest.settings import IngestSettings
from shared.broker import FactwireBroker


@dataclass(frozen=True, slots=True)
class Ingest:
    """Everything that `app.running` has started."""

    settings: IngestSettings
    broker: FactwireBroker
    ledger: Ledger
    intake: Intake
    reader: Apart
    inbox: Inbox
    feeds: Feeds
    keys: Keys
    idempotency: Idempotency
    refusals: Refusals
    backlog: Backlog
    held: Held
    names: Mapping[str, str]  # where JSON articles have our fields
    watching: asyncio.Task[None]
