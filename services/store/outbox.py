"""The outbox: what was committed with the facts goes to its stream, at least once, in order.

A message is marked as published after Redis has it; a crash between the two publishes it again, under the same id.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt

from sqlalchemy import bindparam, select, update

from services.store.database import Database
from services.store.tables import OUTBOX
from shared import logs
from shared.broker import FactwireBroker, publish
from shared.messages import MESSAGES, Message

log = logs.get(__name__)
BATCH = 100
IDLE = 5.0  # seconds between looks when nobody wakes us: another process may have crashed before its publishing
KINDS: dict[str, type[Message]] = {kind.TYPE: kind for kind in MESSAGES}

_PUBLISHED = update(OUTBOX).where(OUTBOX.c.seq == bindparam("its_seq")).values(published_at=bindparam("its_time"))


async def relay(database: Database, broker: FactwireBroker, wake: asyncio.Event) -> None:
    """Publish what waits, for ever; `wake` says that something was added."""
    pause = 0.2
    while True:
        try:
            wake.clear()
            while await relay_once(database, broker):
                pass
        except Exception as error:  # noqa: BLE001 - whatever it is, what waits must go out some day
            log.warning("the outbox waits", error=(str(error).splitlines() or [type(error).__name__])[0])
            await asyncio.sleep(pause)
            pause = min(pause * 2, IDLE)
            continue
        pause = 0.2
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(IDLE):
                await wake.wait()


async def relay_once(database: Database, broker: FactwireBroker) -> int:
    """Publish one batch; how many it were."""
    async with database.read() as connection:
        waiting = (
            await connection.execute(
                select(OUTBOX.c.seq, OUTBOX.c.type, OUTBOX.c.data)
                .where(OUTBOX.c.published_at.is_(None))
                .order_by(OUTBOX.c.seq)
                .limit(BATCH)
            )
        ).all()
    if not waiting:
        return 0
    await publish(broker, [KINDS[row.type].model_validate_json(row.data) for row in waiting])
    now = dt.datetime.now(dt.UTC)
    async with database.write() as connection:
        await connection.execute(_PUBLISHED, [{"its_seq": row.seq, "its_time": now} for row in waiting])
    return len(waiting)
