"""What became of a batch, and the one step that makes it so.

`Outcome` collects; `settle` publishes what the handler returned, buries what can never work, puts back what may work
later and acknowledges the rest: one MULTI. It is repeated until the server takes it, since a lost connection says
nothing about what it did; whatever is then published twice carries the same message id.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from redis.exceptions import RedisError, ResponseError

from shared import logs
from shared.broker.client import FactwireBroker, add_all
from shared.broker.dead import dead_fields, dead_stream
from shared.broker.groups import ensure_group
from shared.broker.pauses import pauses, rest
from shared.broker.wire import Code, now
from shared.errors import FactwireError
from shared.messages import Message

log = logs.get(__name__)


class Taken(NamedTuple):
    """An entry as it was read; `fields` is None where it was deleted meanwhile."""

    id: str
    fields: Mapping[bytes, bytes] | None
    deliveries: int


@dataclass(slots=True)
class Outcome:
    """What became of the entries of a batch."""

    outputs: list[tuple[Message, str | None]] = field(default_factory=list)  # with their traceparent
    done: list[str] = field(default_factory=list)
    dead: list[tuple[Taken, Code, str]] = field(default_factory=list)
    again: list[tuple[Taken, float]] = field(default_factory=list)  # with the pause in seconds
    errors: list[Exception] = field(default_factory=list)

    def bury(self, taken: Taken, code: Code, error: Exception) -> None:
        """Never: to the dead stream."""
        text = str(error) if isinstance(error, FactwireError) else f"{type(error).__name__}: {error}"
        self.dead.append((taken, code, text))
        self.errors.append(error)
        log.error("entry given up", entry=taken.id, deliveries=taken.deliveries, dead_reason=code, error=text)

    def put_back(self, taken: Taken, pause: float, error: Exception) -> None:
        """Later: claimable again after the pause."""
        self.again.append((taken, pause))
        self.errors.append(error)
        log.warning(
            "entry failed, will be tried again",
            entry=taken.id,
            deliveries=taken.deliveries,
            pause=round(pause, 3),
            error=f"{type(error).__name__}: {error}",
        )


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a batch came from: stream, group, this worker's name, and the idle seconds that make an entry claimable."""

    broker: FactwireBroker
    stream: str
    group: str
    consumer: str
    claim_after: float

    async def settle(self, outcome: Outcome, *, give_up: asyncio.Event) -> None:
        """Make it so. While the server is away this waits, unless `give_up` is set: then the error is raised."""
        if self.broker.tested:
            await add_all(self.broker, None, outcome.outputs, now())
            if outcome.errors:
                raise outcome.errors[0]  # a test's to see: there is no dead stream to look into
            return
        told = False
        reason: Exception
        for pause in pauses():
            try:
                await self._commit(outcome)
            except ResponseError as error:
                if "NOGROUP" in str(error):  # its successor begins at the start: all of this comes again
                    await ensure_group(self.broker.client, self.stream, self.group)
                    return
                reason = error
            except (RedisError, OSError) as error:
                reason = error
            else:
                if told:
                    log.info("Redis is back", stream=self.stream)
                return
            if give_up.is_set():
                raise reason
            if not told:
                told = True
                log.warning("results not taken, trying until they are", stream=self.stream, error=str(reason))
            await rest(pause, unless=give_up)

    async def _commit(self, outcome: Outcome) -> None:
        async with self.broker.client.pipeline(transaction=True) as step:
            await add_all(self.broker, step, outcome.outputs, now())
            for taken, code, error in outcome.dead:
                fields = dead_fields(
                    taken.fields or {},
                    entry_id=taken.id,
                    group=self.group,
                    deliveries=taken.deliveries,
                    code=code,
                    error=error,
                )
                step.xadd(dead_stream(self.stream), fields)
            for taken, pause in outcome.again:
                idle = max(0, int((self.claim_after - pause) * 1000))
                step.xclaim(self.stream, self.group, self.consumer, 0, [taken.id], idle=idle, justid=True)
            if acknowledged := [*outcome.done, *(taken.id for taken, _, _ in outcome.dead)]:
                step.xack(self.stream, self.group, *acknowledged)
            await step.execute()

    async def hold(self, entry_ids: Sequence[str]) -> None:
        """Say that a slow batch is still in hand, so that nobody takes it over; does not count as a delivery."""
        await self.broker.client.xclaim(self.stream, self.group, self.consumer, 0, list(entry_ids), justid=True)
