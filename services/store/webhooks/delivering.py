"""What is due goes out: each endpoint has a worker of its own, so that a slow one delays nobody.

An attempt is noted before it is made, together with when it would be made again: a store that is killed in the middle
sends the message once more, under the same webhook-id. Failures are tried again by the specification's schedule with
jitter, not before a Retry-After has passed. An endpoint that answers 410, or that failed for as long as
FACTWIRE_WEBHOOK_GIVE_UP says, is disabled; then, and after the last attempt, a delivery is dead and can be replayed.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import random
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.store.database import Database
from services.store.settings import StoreSettings
from services.store.webhooks.endpoints import keys_of
from services.store.webhooks.sending import Outcome, send
from services.store.webhooks.tables import DELIVERY, WEBHOOK
from shared import logs

log = logs.get(__name__)
D, W = DELIVERY.c, WEBHOOK.c
AT_ONCE = 8  # requests to an endpoint at the same time
LENIENT = 60.0  # seconds of failing after which it gets one at a time
IDLE = 5.0  # seconds between looks when nobody wakes us
JITTER = 0.2
GONE = 410
_PRUNE = 3600.0


class Delivering:
    """The workers of all endpoints; `run` goes on for ever."""

    def __init__(self, database: Database, settings: StoreSettings, wake: asyncio.Event) -> None:
        self._database = database
        self._settings = settings
        self._wake = wake
        self._workers: dict[str, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Deliver what is due whenever it is."""
        prune_at = 0.0
        clock = asyncio.get_running_loop().time
        try:
            while True:
                self._wake.clear()
                pause = IDLE
                try:
                    pause = await self._look()
                    if clock() >= prune_at:
                        await self._prune()
                        prune_at = clock() + _PRUNE
                except Exception as error:  # noqa: BLE001 - whatever it is, what waits must go out some day
                    log.warning("webhooks wait", error=(str(error).splitlines() or [type(error).__name__])[0])
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(pause):
                        await self._wake.wait()
        finally:
            for worker in self._workers.values():
                worker.cancel()
            await asyncio.gather(*self._workers.values(), return_exceptions=True)

    async def _look(self) -> float:
        """Start a worker for each endpoint with something due; seconds until more is."""
        async with self._database.read() as connection:
            rows = await connection.execute(
                select(D.webhook_id, func.min(D.due_at).label("due_at"))
                .join(WEBHOOK, W.id == D.webhook_id)
                .where(D.state == "waiting", W.disabled_at.is_(None))
                .group_by(D.webhook_id)
            )
            waiting = {row.webhook_id: row.due_at for row in rows}
        now = _now()
        for webhook, due_at in waiting.items():
            busy = webhook in self._workers and not self._workers[webhook].done()
            if due_at <= now and not busy:
                self._workers[webhook] = asyncio.create_task(self._work(webhook), name=f"webhook {webhook}")
        later: list[float] = [(due_at - now).total_seconds() for due_at in waiting.values() if due_at > now]
        return min([IDLE, *later])

    async def _work(self, webhook: str) -> None:
        """Make one endpoint's deliveries until none is due."""
        try:
            while claimed := await self._claim(webhook):
                outcomes = await asyncio.gather(*(self._attempt(row) for row in claimed))
                async with self._database.write() as connection:
                    await self._settle(connection, webhook, list(zip(claimed, outcomes, strict=True)))
        except Exception as error:  # noqa: BLE001 - the next look starts another worker
            log.warning("a webhook waits", webhook=webhook, error=(str(error).splitlines() or [""])[0])
        self._wake.set()

    async def _claim(self, webhook: str) -> Sequence[Row[Any]]:
        """Take what is due, and note the attempts."""
        now = _now()
        lease = now + dt.timedelta(seconds=self._settings.webhook_timeout + 10)
        async with self._database.write() as connection:
            failing = (await connection.execute(select(W.failing_since).where(W.id == webhook))).scalar_one_or_none()
            careful = failing is not None and (now - failing).total_seconds() > LENIENT
            due = (
                select(D.seq, D.message_id, D.body, D.attempts, D.webhook_id)
                .add_columns(W.url, W.secret, W.former_secret, W.former_until)
                .join(WEBHOOK, W.id == D.webhook_id)
                .where(D.webhook_id == webhook, D.state == "waiting", D.due_at <= now, W.disabled_at.is_(None))
                .order_by(D.due_at, D.seq)
                .limit(1 if careful else AT_ONCE)
                .with_for_update(skip_locked=True, of=DELIVERY)
            )
            rows = (await connection.execute(due)).all()
            if rows:
                taken = update(DELIVERY).where(D.seq.in_([row.seq for row in rows]))
                await connection.execute(taken.values(due_at=lease, attempts=D.attempts + 1))
        return rows

    async def _attempt(self, row: Row[Any]) -> Outcome:
        return await send(
            row.url,
            row.message_id,
            row.body,
            keys_of(row),
            timeout=self._settings.webhook_timeout,
            internal=self._settings.webhook_internal,
        )

    async def _settle(
        self, connection: AsyncConnection, webhook: str, ended: Sequence[tuple[Row[Any], Outcome]]
    ) -> None:
        """Note how the attempts ended."""
        now = _now()
        # The endpoint's lock first, for everybody alike: none waits for another that waits for it.
        locked = select(W.failing_since).where(W.id == webhook).with_for_update()
        found = (await connection.execute(locked)).one_or_none()
        if found is None:
            return  # it was removed meanwhile
        why, failing_since = "", found.failing_since
        for row, outcome in ended:
            mine = update(DELIVERY).where(D.seq == row.seq, D.state == "waiting")
            if outcome.ok:
                await connection.execute(mine.values(state="delivered", ended_at=now, last_answer=outcome.told))
                continue
            log.warning("a webhook failed", webhook=webhook, message_id=row.message_id, answer=outcome.told)
            pause = self._pause(row.attempts, outcome)
            ends = (
                {"state": "dead", "ended_at": now} if pause is None else {"due_at": now + dt.timedelta(seconds=pause)}
            )
            await connection.execute(mine.values(last_answer=outcome.told, **ends))
            if outcome.status == GONE:
                why = "it answered 410 Gone"
        if any(outcome.ok for _, outcome in ended):
            failing_since = None
        else:
            failing_since = failing_since or now
            if (now - failing_since).total_seconds() > self._settings.webhook_give_up:
                why = why or f"it failed since {failing_since:%Y-%m-%d %H:%M} UTC"
        if failing_since != found.failing_since:
            await connection.execute(update(WEBHOOK).where(W.id == webhook).values(failing_since=failing_since))
        if why:
            log.error("a webhook is disabled", webhook=webhook, url=ended[0][0].url, because=why)
            disabled = update(WEBHOOK).where(W.id == webhook).values(disabled_at=now, disabled_because=why)
            await connection.execute(disabled)
            rest = update(DELIVERY).where(D.webhook_id == webhook, D.state == "waiting")
            last = func.coalesce(D.last_answer, f"not sent: {why}")
            await connection.execute(rest.values(state="dead", ended_at=now, last_answer=last))

    def _pause(self, attempts_before: int, outcome: Outcome) -> float | None:
        """Seconds until the next attempt; None where that was the last."""
        schedule = self._settings.webhook_schedule
        if attempts_before >= len(schedule):
            return None
        pause = schedule[attempts_before] * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311 - no secret
        return max(pause, min(outcome.retry_after or 0.0, max(schedule)))

    async def _prune(self) -> None:
        """Forget what was delivered longer ago than streams are kept."""
        before = _now() - dt.timedelta(seconds=self._settings.retention)
        async with self._database.write() as connection:
            await connection.execute(delete(DELIVERY).where(D.state == "delivered", D.ended_at < before))


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
