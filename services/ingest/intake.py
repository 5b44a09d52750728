"""The one way in: whatever the door, arrivals are published in batches and written into the books.

Many posts that wait at the same time, or many files, become one pipelined publish and one transaction.
"""

from __future__ import annotations

import asyncio
import dataclasses
import uuid
from collections.abc import Awaitable, Callable, Sequence
from typing import NamedTuple

from services.ingest.ledger import Arrival, Ledger, Outcome, Receipt
from shared import logs
from shared.messages import ArticleIngested

# Publishes messages under one trace and returns their stream entries; raises when Redis cannot take them.
Publish = Callable[[Sequence[ArticleIngested], str | None], Awaitable[list[str]]]

log = logs.get(__name__)

_BATCH = 200  # arrivals written in one transaction; beyond that nothing gets cheaper


class Busy(Exception):
    """So many arrivals wait already that one more would only wait for its time-out."""


class _Waiting(NamedTuple):
    arrivals: Sequence[Arrival]
    receipts: asyncio.Future[list[Receipt]]


class Intake:
    """Takes arrivals; `run` must be running."""

    def __init__(self, ledger: Ledger, publish: Publish, *, max_waiting: int) -> None:
        self._ledger = ledger
        self._publish = publish
        self._max_waiting = max_waiting
        self._queue: asyncio.Queue[_Waiting | None] = asyncio.Queue()

    async def offer(self, arrival: Arrival) -> Receipt:
        """`take` for a sender who can come again: raises Busy where as many wait already as are allowed to."""
        if self._queue.qsize() >= self._max_waiting:
            raise Busy
        (receipt,) = await self.take([arrival])
        return receipt

    async def take(self, arrivals: Sequence[Arrival]) -> list[Receipt]:
        """Publish the arrivals' new articles and write the books; one receipt each, in their order.

        When it returns, the articles are in Redis. Raises whatever kept Redis or the ledger from taking
        them; then nothing is promised, and taking the same again is safe.
        """
        waiting = _Waiting(arrivals, asyncio.get_running_loop().create_future())
        self._queue.put_nowait(waiting)
        return await waiting.receipts

    async def run(self) -> None:
        """Work until `stop`."""
        while (first := await self._queue.get()) is not None:
            batch, size, last = [first], len(first.arrivals), False
            while size < _BATCH and not self._queue.empty() and not last:
                if (more := self._queue.get_nowait()) is None:
                    last = True
                else:
                    batch.append(more)
                    size += len(more.arrivals)
            # Who stopped waiting (time-out, gone client) was told that it failed, or is no longer there to be told.
            await self._work([waiting for waiting in batch if not waiting.receipts.done()])
            if last:
                return

    def stop(self) -> None:
        """Finish what waits, then let `run` return."""
        self._queue.put_nowait(None)

    async def _work(self, batch: Sequence[_Waiting]) -> None:
        try:
            receipts = await self._take([arrival for waiting in batch for arrival in waiting.arrivals])
        except Exception as error:  # noqa: BLE001 - handed to those who wait
            for waiting in batch:
                if not waiting.receipts.done():
                    waiting.receipts.set_exception(error)
            return
        start = 0
        for waiting in batch:
            end = start + len(waiting.arrivals)
            if not waiting.receipts.done():
                waiting.receipts.set_result(receipts[start:end])
            start = end

    async def _take(self, arrivals: Sequence[Arrival]) -> list[Receipt]:
        ids = list(dict.fromkeys(article.article_id for arrival in arrivals for article in arrival.articles))
        seen = await self._ledger.known(ids) if ids else set()
        fresh: dict[str | None, list[ArticleIngested]] = {}
        receipts: list[Receipt] = []
        for arrival in arrivals:
            new = [article for article in arrival.articles if article.article_id not in seen]
            new = list({article.article_id: article for article in new}.values())
            fresh.setdefault(arrival.traceparent, []).extend(new)
            seen |= {article.article_id for article in new}
            receipts.append(_receipt(arrival, {article.article_id for article in new}))
        entries = await self._publish_all(fresh)
        pairs = list(zip(arrivals, receipts, strict=True))
        numbers = await self._ledger.record(pairs, entries)
        for arrival, receipt in pairs:
            for article in receipt.articles:
                log.info(receipt.outcome, article_id=str(article), door=arrival.door, name=arrival.name)
        return [dataclasses.replace(receipt, number=n) for receipt, n in zip(receipts, numbers, strict=True)]

    async def _publish_all(self, fresh: dict[str | None, list[ArticleIngested]]) -> dict[uuid.UUID, str]:
        """The stream entry of every message; a trace of its own is a publish of its own."""
        groups = [(trace, messages) for trace, messages in fresh.items() if messages]
        results = await asyncio.gather(*(self._publish(messages, trace) for trace, messages in groups))
        return {
            message.article_id: entry
            for (_, messages), entries in zip(groups, results, strict=True)
            for message, entry in zip(messages, entries, strict=True)
        }


def _receipt(arrival: Arrival, new: set[uuid.UUID]) -> Receipt:
    ids = tuple(dict.fromkeys(article.article_id for article in arrival.articles))
    outcome: Outcome = "failed" if arrival.problem else "published" if new else "duplicate"
    return Receipt(0, outcome, ids, frozenset(ids) - new, arrival.problem)
