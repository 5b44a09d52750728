"""Waiting while something is away: growing pauses, spread so that workers do not all come back at once."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import random
from collections.abc import Iterator

FIRST, LONGEST = 0.1, 5.0  # seconds


def pauses() -> Iterator[float]:
    """Endless growing pauses in seconds."""
    for failures in itertools.count(1):
        yield pause_after(failures)


def pause_after(failures: int) -> float:
    """The pause in seconds after so many failures in a row."""
    spread = random.uniform(0.7, 1.3)  # noqa: S311 - no secret
    return float(min(LONGEST, FIRST * 2.0 ** min(failures - 1, 20)) * spread)


async def rest(seconds: float, unless: asyncio.Event) -> None:
    """Pause, but not when it is time to stop."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await unless.wait()
