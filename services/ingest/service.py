"""The running service, as `app.state.ingest` holds it for the routes."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from services.ingest.idempotency import Idempotency
from services.ingest.inbox.watch import Inbox
from services.ingest.intake import Intake
from services.ingest.keys import Keys
from services.ingest.ledger import Ledger
from services.ingest.readers.apart import Apart
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
    keys: Keys
    idempotency: Idempotency
    watching: asyncio.Task[None]
