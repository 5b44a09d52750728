"""The Redis that an operator's verb talks to: the one that is set, else the embedded one of a running `factwire up`."""

from __future__ import annotations

import contextlib
import re
from collections.abc import AsyncIterator
from pathlib import Path

from shared import logs
from shared.broker import FactwireBroker, make_broker, wait_for_redis
from shared.embedded import running_url
from shared.errors import Misconfigured, Rejected, Unavailable
from shared.settings import Settings, load

_ENTRY_ID = re.compile(r"[0-9]+(-[0-9]+)?")
_PATIENCE = 2.0  # seconds; whoever typed a command waits for an answer


def redis_url_here(data_dir: Path | None) -> str:
    """Its URL. Raises Misconfigured where none is set and none runs."""
    settings = load(Settings, data_dir=data_dir)
    if settings.redis_url is not None and data_dir is None:
        return settings.redis_url.get_secret_value()
    if url := running_url(settings.data_dir):
        return url
    raise Misconfigured(
        f"nothing runs on the data directory {settings.data_dir.resolve()}",
        "start `factwire up` there, or name its directory with --data-dir, or set FACTWIRE_REDIS_URL",
    )


@contextlib.asynccontextmanager
async def connected(data_dir: Path | None) -> AsyncIterator[FactwireBroker]:
    """A connected broker that consumes nothing. Raises Unavailable where Redis does not answer."""
    logs.configure("error", service="command")
    broker = make_broker(load(Settings, redis_url=redis_url_here(data_dir)), service="command")
    try:
        await wait_for_redis(broker, timeout=_PATIENCE)
        yield broker
    except TimeoutError as error:
        raise Unavailable(str(error), "start it, or set FACTWIRE_REDIS_URL") from error
    finally:
        await broker.stop()


def entry_id(given: str, *, also: tuple[str, ...] = ()) -> str:
    """The given entry id, or one of the words that may stand for it. Raises Rejected for anything else."""
    if given in also or _ENTRY_ID.fullmatch(given):
        return given
    raise Rejected(f"{given!r} is no entry id", " or ".join(("ids look like 1700000000000-0", *also)))
