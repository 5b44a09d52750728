"""Articles → the stream `articles`, in transactions of bounded size."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from services.ingest.intake import Publish
from shared.broker import FactwireBroker, Prepared, publish_prepared
from shared.messages import ArticleIngested

_MOST = 500  # messages a transaction: Redis syncs its disk once for each, and answers nobody else meanwhile
_LARGEST = 4_000_000  # bytes a transaction, if it is more than one message


def publisher(broker: FactwireBroker) -> Publish:
    """What publishes articles under one trace; their stream entries, in order. It raises Unavailable."""

    async def send(messages: Sequence[Prepared], traceparent: str | None) -> list[str]:
        entries: list[str] = []
        for some in _portions(messages):
            entries += await publish_prepared(broker, ArticleIngested, some, traceparent=traceparent)
        return entries

    return send


def _portions(messages: Sequence[Prepared]) -> Iterator[Sequence[Prepared]]:
    start, size = 0, 0
    for at, message in enumerate(messages):
        size += len(message.data)
        if at > start and (at - start == _MOST or size > _LARGEST):
            yield messages[start:at]
            start, size = at, len(message.data)
    yield messages[start:]
