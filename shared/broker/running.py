"""Running a service that only moves messages: start, until SIGTERM or SIGINT, finish what is in hand."""

from __future__ import annotations

import asyncio
import signal

from shared import logs
from shared.broker.client import FactwireBroker

log = logs.get(__name__)


async def run(broker: FactwireBroker, *, stop: asyncio.Event | None = None) -> None:
    """Start the broker and return after SIGTERM, SIGINT or `stop`, once the batch in hand is settled.

    Raises Misconfigured where the server refuses us; while it is merely away, waits for it.
    """
    stop = stop or asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    waiting, starting = asyncio.create_task(stop.wait()), asyncio.create_task(broker.start())
    try:
        await asyncio.wait((starting, waiting), return_when=asyncio.FIRST_COMPLETED)
        if starting.done():
            await starting  # raises what went wrong
            log.info("ready")
            await waiting
        log.info("stopping")
    finally:
        for task in (starting, waiting):
            task.cancel()
        await asyncio.gather(starting, waiting, return_exceptions=True)
        await broker.stop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)
    log.info("stopped")
