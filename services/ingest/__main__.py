"""`python -m services.ingest`: the HTTP door and the watched folder, until SIGTERM or SIGINT."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
from collections.abc import Iterator

import uvicorn

from services.ingest.app import make_app, running
from services.ingest.settings import IngestSettings
from shared import logs
from shared.errors import Misconfigured
from shared.settings import load


class _Server(uvicorn.Server):
    """Leaves signals to `serve`: uvicorn would let SIGTERM end the process before the books are closed."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def serve(settings: IngestSettings) -> None:
    """Run ingest until a signal comes; what was begun is finished. Raises Misconfigured."""
    app = make_app(settings)
    server = _Server(
        uvicorn.Config(
            app,
            host=settings.host,
            port=settings.port,
            lifespan="off",  # started below, so that a wrong setting ends in one line instead of a trace
            log_config=None,  # ours, through the standard library's loggers
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=round(settings.stop_grace),
        )
    )
    task = asyncio.current_task()

    def stop() -> None:
        if server.started:
            server.should_exit = True
        elif task:
            task.cancel()  # still waiting for Redis

    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop)
    async with running(settings, app):
        await server.serve()


def main() -> int:
    """Serve; returns the exit code: 0 after a clean stop, 2 when a setting is wrong."""
    try:
        settings = load(IngestSettings)
        logs.configure(settings.log_level, settings.log_format, service="ingest")
        asyncio.run(serve(settings))
    except Misconfigured as error:
        print(f"ingest: {error}", file=sys.stderr)  # noqa: T201 - for whoever typed the command
        return 2
    except asyncio.CancelledError:
        pass
    return 0


if __name__ == "__main__":
    sys.exit(main())
