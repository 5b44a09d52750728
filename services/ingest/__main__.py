"""`python -m services.ingest`: the HTTP door and the watched folder, until SIGTERM or SIGINT."""

from __future__ import annotations

import asyncio
import gc
import sys

from services.ingest.app import make_app, running
from services.ingest.direct import Direct
from services.ingest.settings import IngestSettings
from shared import logs
from shared.errors import Misconfigured
from shared.settings import load
from shared.web import Server, listening


async def serve(settings: IngestSettings) -> None:
    """Run ingest until a signal comes; what was begun is finished. Raises Misconfigured."""
    app = make_app(settings)
    with listening(settings.host, settings.port) as listener:
        await Server(Direct(app), grace=settings.stop_grace).run(listener, running(settings, app))


def main() -> int:
    """Serve; returns the exit code: 0 after a clean stop, 2 when a setting is wrong."""
    try:
        settings = load(IngestSettings)
        logs.configure(settings.log_level, settings.log_format, service="ingest")
        gc.freeze()  # what was imported stays: to go through it again and again took a tenth of a burst
        asyncio.run(serve(settings))
    except Misconfigured as error:
        print(f"ingest: {error}", file=sys.stderr)  # noqa: T201 - for whoever typed the command
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
