"""The one way in: whatever the door, arrivals are published in batches and written into the books.

Many posts that wait at the same time, or many files, become one pipelined publish and one transaction.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import NamedTuple

from services.ingest.ledger import Arrival, Ledger, Outcome, Receipt
from services.ingest.outgoing import Outgoing
from shared import logs
from shared.broker import Prepared
from shared.identity import written

# Publishes messages under one trace and returns their stream entries; raises when Redis cannot take them.
Publish = Callable[[Sequence[Prepared], str | None], Awaitable[list[str]]]

log = logs.get(__name__)

_BATCH = 200  # arrivals for which others are no longer waited with; a chunk of files may be a thousand by itself
_NONE: frozenset[bytes] = frozenset()
_TOLD = 100  # arrivals of one batch that are logged one by one


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
        self._unwritten: set[bytes] = set()  # published, and not in the books yet
        self._writing: set[asyncio.Task[None]] = set()
        self._writers = asyncio.Semaphore(2)

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
                break
        await asyncio.gather(*self._writing)

    def stop(self) -> None:
        """Finish what waits, then let `run` return."""
        self._queue.put_nowait(None)

    async def _work(self, batch: Sequence[_Waiting]) -> None:
        """Publish a batch, and write it down while the next is published."""
        if not batch:
            return
        try:
            arrivals = [arrival for waiting in batch for arrival in waiting.arrivals]
            receipts, entries = await self._take(arrivals)
        except Exception as error:  # noqa: BLE001 - handed to those who wait
            _fail(batch, error)
            return
        self._unwritten |= entries.keys()
        await self._writers.acquire()
        task = asyncio.create_task(self._write(batch, arrivals, receipts, entries))
        self._writing.add(task)
        task.add_done_callback(self._writing.discard)

    async def _take(self, arrivals: Sequence[Arrival]) -> tuple[list[Receipt], dict[bytes, str]]:
        unknown: dict[bytes, Outgoing] = {}
        for arrival in arrivals:
            for article in arrival.articles:
                if article.key not in self._unwritten:
                    unknown.setdefault(article.key, article)  # of the same text twice, the first is the article
        found = await self._ledger.fresh(unknown)
        left = dict(found)
        groups: dict[str | None, dict[bytes, Prepared]] = {}  # a trace of its own is a publish of its own
        receipts: list[Receipt] = []
        for arrival in arrivals:
            new: list[bytes] = []
            for article in arrival.articles:
                if (related := left.pop(article.key, None)) is not None:
                    new.append(article.key)
                    groups.setdefault(arrival.traceparent, {})[article.key] = article.related(related)
            receipts.append(_receipt(arrival, new))
        try:
            return receipts, await self._publish_all(groups)
        except BaseException:
            await self._ledger.forget(found)
            raise

    async def _write(
        self,
        batch: Sequence[_Waiting],
        arrivals: Sequence[Arrival],
        receipts: Sequence[Receipt],
        entries: dict[bytes, str],
    ) -> None:
        try:
            numbers = await self._ledger.record(list(zip(arrivals, receipts, strict=True)), entries)
        except Exception as error:  # noqa: BLE001 - handed to those who wait
            _fail(batch, error)
            return
        finally:
            self._unwritten -= entries.keys()
            self._writers.release()
        numbered = iter([Receipt(number, *receipt[1:]) for number, receipt in zip(numbers, receipts, strict=True)])
        for waiting in batch:
            theirs = [next(numbered) for _ in waiting.arrivals]
            if not waiting.receipts.done():
                waiting.receipts.set_result(theirs)
        _tell(arrivals, receipts)

    async def _publish_all(self, groups: Mapping[str | None, Mapping[bytes, Prepared]]) -> dict[bytes, str]:
        """The stream entry of every message."""
        published = (self._publish(list(messages.values()), trace) for trace, messages in groups.items())
        entries: dict[bytes, str] = {}
        for messages, theirs in zip(groups.values(), await asyncio.gather(*published), strict=True):
            entries.update(zip(messages, theirs, strict=True))
        return entries


def _tell(arrivals: Sequence[Arrival], receipts: Sequence[Receipt]) -> None:
    """Log a line for each article; of a burst one for all, which else would cost as much as to publish it."""
    if len(receipts) > _TOLD:
        outcomes = Counter(str(receipt.outcome) for receipt in receipts)
        log.info("taken", **outcomes, first=arrivals[0].name, last=arrivals[-1].name)
        return
    for arrival, receipt in zip(arrivals, receipts, strict=True):
        for article in receipt.articles:
            log.info(receipt.outcome, article_id=written(article), door=arrival.door, name=arrival.name)


def _fail(batch: Sequence[_Waiting], error: Exception) -> None:
    for waiting in batch:
        if not waiting.receipts.done():
            waiting.receipts.set_exception(error)


def _receipt(arrival: Arrival, new: Sequence[bytes]) -> Receipt:
    """`new`: those of its articles that were published, in their order."""
    articles, problem = arrival.articles, arrival.problem
    outcome: Outcome = "failed" if problem else "published" if new else "duplicate"
    if len(articles) == len(new):
        return Receipt(0, outcome, tuple(new), _NONE, problem)
    keys = tuple(dict.fromkeys(article.key for article in articles))
    return Receipt(0, outcome, keys, frozenset(keys).difference(new), problem)
