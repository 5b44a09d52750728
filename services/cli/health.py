"""`factwire health SERVICE`: whether the service beside us is at work, for container health checks."""

from __future__ import annotations

import json
import os
import sys
import urllib.error
import urllib.request

from shared.errors import FactwireError
from shared.settings import Settings, load

_PATIENCE = 5.0  # seconds
_SILENCE = 30.0  # seconds without asking for work: a worker asks at least every second, also during a long batch


def run(service: str) -> int:
    """Print what it says of itself; 0 if it is at work, else 1."""
    try:
        settings = load(Settings)
        ok, report = _asks_for_work(settings) if service == "extract" else _answers(settings)
    except FactwireError as error:
        ok, report = False, str(error)
    sys.stdout.write(report + "\n")
    return 0 if ok else 1


def _answers(settings: Settings) -> tuple[bool, str]:
    """Ingest and store say over HTTP whether they can work."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)  # noqa: S104 - read, not bound
    url = f"http://{f'[{host}]' if ':' in host else host}:{settings.port}/readyz"
    # No proxy: the question stays on this machine.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=_PATIENCE) as answer:
            return True, answer.read().decode()
    except urllib.error.HTTPError as error:
        return False, error.read().decode()
    except OSError as error:
        return False, f"{url}: {error}"


def _asks_for_work(settings: Settings) -> tuple[bool, str]:
    """Extract has no web server: Redis knows when it last asked for articles."""
    import asyncio

    from services.cli.connection import connected
    from services.extract.build import core
    from shared.broker.status import silence
    from shared.messages import ArticleIngested

    name = settings.consumer.removesuffix(f"-{os.getpid()}")  # the default ends in the process's own id, which differs

    async def ask() -> float | None:
        async with connected(None) as link:
            return await silence(link.client, ArticleIngested.STREAM, "extract", name)

    seconds = asyncio.run(ask())
    report = json.dumps({"consumer": name, "seconds_since_it_asked_for_work": seconds, "core": core()})
    return seconds is not None and seconds < _SILENCE, report
