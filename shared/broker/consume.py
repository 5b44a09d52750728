"""Consuming: batches in, messages out, published and acknowledged in one step.

A batch is decoded entry by entry, handled at once, and settled in one MULTI (settling.py): what the handler returned is
published, what can never work goes to the dead stream, what may work later is put back with a growing pause, the rest
is acknowledged. When handling the batch fails, its entries are handled one by one, so that none holds up the others.

Retrying needs no memory here: an entry put back gets an idle time such that it becomes claimable when its pause is
over, by the same claiming that takes over the entries of killed workers. So a pause never exceeds `claim_after`.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Generic, TypeAlias

from faststream import AckPolicy
from faststream.redis import StreamSub
from redis.exceptions import RedisError

from shared import logs
from shared.broker.client import FactwireBroker
from shared.broker.groups import drop_vanished
from shared.broker.pauses import pauses, rest
from shared.broker.reading import Reading
from shared.broker.settling import Desk, Outcome, Taken
from shared.broker.wire import BadEntry, Entry, M, read_entry
from shared.errors import Rejected, Unavailable
from shared.messages import Message
from shared.settings import Settings

log = logs.get(__name__)

Handler: TypeAlias = Callable[[Sequence[Entry[M]]], Awaitable[Sequence[Message]]]

_CRASHES = 3  # times max_deliveries: an entry given out so often that nobody ever settled ends its workers
_HOLDS = 10  # times claim_after: the longest that a batch is kept from others; beyond, its worker counts as stuck
_VANISHED = 3600.0  # seconds without a word after which a consumer that holds nothing is forgotten


def consume(broker: FactwireBroker, message: type[M], handler: Handler[M], *, group: str, settings: Settings) -> None:
    """Have `handler` called with batches of `message` entries, at most `settings.batch` at once, one batch at a time.

    What it returns is published, and the batch acknowledged, in one MULTI; a returned message about the article of an
    entry carries on that entry's trace. The handler may see an entry more than once: its effects must be idempotent
    and committed when it returns. It raises Rejected for what can never work (dead stream), Unavailable (or the
    built-in ConnectionError) when what every entry needs is away (waited for, nothing is counted), anything else for
    what may work later (put back, at most `settings.max_deliveries` deliveries).
    """
    consumption = Consumption(broker, message, handler, group=group, settings=settings)
    broker.readers[message.STREAM, group] = consumption

    async def take(batch: Any) -> None:
        await consumption.take(batch)

    take.__name__ = group
    take.__doc__ = message.__doc__
    payload: Any = message
    take.__annotations__ = {"batch": list[payload], "return": None}  # what the AsyncAPI document says
    broker.subscriber(
        stream=StreamSub(
            message.STREAM, group=group, consumer=settings.consumer, batch=True, max_records=settings.batch
        ),
        ack_policy=AckPolicy.MANUAL,
        parser=consumption.parse,
        decoder=_undecoded,
        title=f"{message.STREAM}:{group}",
    )(take)


class Consumption(Generic[M]):
    """One group's reading of one stream in this process."""

    def __init__(
        self, broker: FactwireBroker, kind: type[M], handler: Handler[M], *, group: str, settings: Settings
    ) -> None:
        self._broker = broker
        self._kind = kind
        self._handler = handler
        self._settings = settings
        self._desk = Desk(broker, kind.STREAM, group, settings.consumer, settings.claim_after)
        self._reading = Reading(kind.STREAM, group, settings)
        self.begin, self.read, self.drain = self._reading.begin, self._reading.read, self._reading.drain
        self._in_hand: list[str] = []
        self._since = 0.0

    @property
    def stuck(self) -> bool:
        """Whether it has had a batch in hand for so long that others take it over."""
        return bool(self._in_hand) and time.monotonic() - self._since > self._settings.claim_after * _HOLDS

    async def take(self, raw: Mapping[str, Any]) -> None:
        """Handle and settle a batch as FastStream read it."""
        batch = self._reading.taken(raw)
        self._in_hand, self._since = [taken.id for taken in batch], time.monotonic()
        try:
            usual = [taken for taken in batch if taken.deliveries <= self._settings.max_deliveries]
            await self._process(usual)
            # One of these may have ended its worker each time: alone, it takes no other along.
            suspects = [taken for taken in batch if taken.deliveries > self._settings.max_deliveries]
            random.shuffle(suspects)
            for taken in suspects:
                await self._process([taken])
        except (RedisError, OSError, Unavailable) as error:
            # Only while stopping: the entries stay pending, the next worker takes them over.
            log.warning("stopped with entries in hand", entries=len(batch), error=str(error))
            if self._broker.tested:
                raise
        except Exception:
            # FastStream would swallow it: the entries come again, and in the end go to the dead stream.
            log.exception("a batch could not be processed", stream=self._kind.STREAM, entries=len(batch))
            raise
        finally:
            self._in_hand = []

    async def _process(self, batch: Sequence[Taken]) -> None:
        if not batch:
            return
        outcome = Outcome()
        good: list[tuple[Taken, Entry[M]]] = []
        for taken in batch:
            try:
                if taken.deliveries > self._settings.max_deliveries * _CRASHES:
                    raise BadEntry(
                        "abandoned", f"given out {taken.deliveries} times, never settled", "see why workers died"
                    )
                if taken.fields is None:
                    outcome.done.append(taken.id)  # deleted since: nothing left to do
                else:
                    good.append((taken, read_entry(self._kind, taken.id, taken.fields, taken.deliveries)))
            except BadEntry as error:
                outcome.bury(taken, error.code, error)
        if good:
            await self._handle(good, outcome)
        await self._desk.settle(outcome, give_up=self._reading.draining)

    async def _handle(self, batch: Sequence[tuple[Taken, Entry[M]]], outcome: Outcome) -> None:
        alone = batch[0] if len(batch) == 1 else None
        with alone[1].context() if alone else contextlib.nullcontext():
            try:
                results = await self._call([entry for _, entry in batch])
            except Unavailable:
                raise
            except Exception as error:  # noqa: BLE001 - whatever it is, it is this entry's and not the worker's
                if alone is None:
                    for pair in batch:
                        await self._handle([pair], outcome)
                elif isinstance(error, Rejected):
                    outcome.bury(alone[0], "rejected", error)
                elif alone[0].deliveries >= self._settings.max_deliveries:
                    outcome.bury(alone[0], "failed", error)
                else:
                    outcome.put_back(alone[0], self._pause(alone[0].deliveries), error)
                return
        traces = {entry.message.subject: entry.traceparent for _, entry in batch}
        outcome.outputs += [(message, traces.get(message.subject)) for message in results]
        outcome.done += [taken.id for taken, _ in batch]

    async def _call(self, entries: Sequence[Entry[M]]) -> Sequence[Message]:
        """The handler's answer, however long what it needs is away."""
        told = False
        for pause in pauses():
            try:
                results = await self._handler(entries)
            except (Unavailable, ConnectionError, RedisError) as error:
                if self._broker.tested or self._reading.draining.is_set():
                    raise Unavailable(str(error)) from error
                if not told:
                    told = True
                    log.warning("waiting for what the work needs", stream=self._kind.STREAM, error=str(error))
                await rest(pause, unless=self._reading.draining)
            else:
                if told:
                    log.info("going on", stream=self._kind.STREAM)
                return results
        raise AssertionError("the pauses have no end")

    def _pause(self, deliveries: int) -> float:
        pause: float = self._settings.retry_pause * 4 ** (deliveries - 1) * random.uniform(0.9, 1.1)  # noqa: S311 - no secret
        return min(self._settings.claim_after, pause)

    async def keep(self) -> None:
        """Beside the reading: keep a slow batch from being taken over; now and then forget vanished consumers."""
        claim_after = self._settings.claim_after
        tidy_at = time.monotonic() + _VANISHED * random.random()  # noqa: S311 - not all workers at once
        while True:
            await asyncio.sleep(claim_after / 3)
            with contextlib.suppress(RedisError, OSError):  # the reading says so when the server is away
                held = time.monotonic() - self._since
                if self._in_hand and held > claim_after / 4 and not self.stuck:
                    await self._desk.hold(self._in_hand)
                if time.monotonic() > tidy_at:
                    tidy_at = time.monotonic() + _VANISHED
                    after = max(_VANISHED, 10 * claim_after)
                    await drop_vanished(self._broker.client, self._kind.STREAM, self._desk.group, after=after)

    async def parse(self, raw: dict[str, Any], original: Callable[[Any], Awaitable[Any]]) -> Any:
        """FastStream's view of the batch, without decoding it; the entries' headers only for middlewares to see."""
        message = await original(raw if self._broker.tested else {**raw, "data": []})
        message.raw_message = raw
        if self._broker.middlewares:
            message.batch_headers = [_headers(fields) for fields in raw["data"]]
            message.body = b"".join(fields.get(b"data", b"") for fields in raw["data"] if fields)
        return message


def _headers(fields: Mapping[bytes, bytes] | None) -> dict[str, str]:
    headers = {name.decode(errors="replace"): value.decode(errors="replace") for name, value in (fields or {}).items()}
    headers.pop("data", None)
    return {**headers, "correlation_id": headers.get("id", "")}  # as which OpenTelemetry's middleware tells them apart


async def _undecoded(message: Any, original: Any) -> Any:
    return message.raw_message
