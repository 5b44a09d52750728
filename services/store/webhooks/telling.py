"""What endpoints are told, written down in the transaction that makes it true.

The facts of an article that is read for the first time are told whole; later readings are told by what they change. An
endpoint that takes both events can keep a table from them alone. Facts that do not fit its conditions are left out, and
where none is left, nothing is told.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.store.naming import key
from services.store.rows import without_nul
from services.store.webhooks.endpoints import Endpoint, endpoint_of
from services.store.webhooks.tables import WEBHOOK
from shared.facts import Fact, RoleFact
from shared.messages import FactsExtracted, FactsRevised, Message


def fits(fact: Fact, endpoint: Endpoint) -> bool:
    """Whether the endpoint wants to hear of it."""
    if fact.confidence < endpoint.min_confidence or (endpoint.kinds and fact.kind not in endpoint.kinds):
        return False
    if not endpoint.subjects:
        return True
    name = fact.person if isinstance(fact, RoleFact) else fact.subject.text if fact.subject else None
    return name is not None and any(_named(key(name), wanted) for wanted in endpoint.subjects)


def _named(name: str, wanted: str) -> bool:
    if wanted.endswith("*") and len(wanted) > 1:
        return name.startswith(key(wanted[:-1]))
    return name == key(wanted)


def told(message: FactsExtracted | FactsRevised, endpoint: Endpoint) -> FactsExtracted | FactsRevised | None:
    """The message as far as it concerns the endpoint; None where it does not."""
    if isinstance(message, FactsExtracted):
        facts = tuple(fact for fact in message.facts if fits(fact, endpoint))
        return message.model_copy(update={"facts": facts}) if facts and "facts" in endpoint.events else None
    added = tuple(fact for fact in message.added if fits(fact, endpoint))
    withdrawn = tuple(fact for fact in message.withdrawn if fits(fact, endpoint))
    changed = tuple(each for each in message.changed if fits(each.before, endpoint) or fits(each.after, endpoint))
    if not (added or withdrawn or changed) or "revisions" not in endpoint.events:
        return None
    return message.model_copy(update={"added": added, "withdrawn": withdrawn, "changed": changed})


def body(message: Message, at: dt.datetime) -> str:
    """The payload: `{"type": …, "timestamp": …, "data": …}`, the data being that of the stream's message."""
    kind, when = json.dumps(message.TYPE), json.dumps(at.isoformat())
    return f'{{"type":{kind},"timestamp":{when},"data":{without_nul(message.model_dump_json())}}}'


async def write_down(
    connection: AsyncConnection, insert: Any, first: Mapping[str, FactsExtracted], revisions: Iterable[str]
) -> None:
    """Put into the deliveries what the endpoints have to be told, in the transaction of the connection.

    `insert` is the dialect's, into the deliveries; `first` are first readings by id, `revisions` messages as JSON.
    """
    rows = (await connection.execute(select(WEBHOOK).where(WEBHOOK.c.disabled_at.is_(None)))).all()
    if not rows:
        return
    messages: list[tuple[str, FactsExtracted | FactsRevised, dt.datetime]] = [
        (uuid.UUID(identity).hex, message, message.extracted_at) for identity, message in first.items()
    ]
    for document in revisions:
        revised = FactsRevised.model_validate_json(document)
        messages.append((revised.message_id.hex, revised, revised.revised_at))
    now = dt.datetime.now(dt.UTC)
    common = {"state": "waiting", "attempts": 0, "due_at": now, "recorded_at": now}
    deliveries = [
        common
        | {
            "webhook_id": str(endpoint.id),
            "message_id": f"msg_{identity}",
            "type": message.TYPE,
            "body": body(part, at),
        }
        for endpoint in map(endpoint_of, rows)
        for identity, message, at in messages
        if (part := told(message, endpoint)) is not None
    ]
    if deliveries:
        await connection.execute(insert.on_conflict_do_nothing(), deliveries)
