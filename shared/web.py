"""Serving HTTP: an address that is had or refused in one line, and an end that finishes what was begun.

with listening(settings.host, settings.port) as listener:
    await Server(app, grace=5).run(listener, running(settings, app))
"""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager
from typing import Any

import uvicorn

from shared import logs
from shared.errors import Misconfigured

log = logs.get(__name__)


@contextlib.contextmanager
def listening(host: str, port: int) -> Iterator[socket.socket]:
    """A socket bound to that address; port 0 takes a free one. Raises Misconfigured when it cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol by name: only then does asyncio switch off Nagle's delay (40 ms an answer) for what is accepted.
    with socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError as error:
            raise Misconfigured(
                f"cannot listen on {host}:{port}: {error.strerror or error}",
                "choose another FACTWIRE_HOST or FACTWIRE_PORT; port 0 takes a free one",
            ) from error
        yield listener


def address(listener: socket.socket) -> str:
    """`http://127.0.0.1:8000`"""
    host, port = listener.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


class _Uvicorn(uvicorn.Server):
    """Leaves signals to `Server`: uvicorn's own end would come before the work is closed."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Server:
    """Serves an application while its work runs, until SIGTERM, SIGINT or `stop`.

    `grace` is how many seconds running requests get to finish; a second signal does not wait for them.
    """

    def __init__(self, app: Any, *, grace: float) -> None:
        self._uvicorn = _Uvicorn(
            uvicorn.Config(
                app,
                lifespan="off",  # the work is entered below, so that a wrong setting ends in one line, not in a trace
                log_config=None,  # ours, through the standard library's loggers
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=round(grace),
            )
        )
        self._task: asyncio.Task[Any] | None = None

    def stop(self) -> None:
        """Take no more requests, finish those that run, then leave the work; give up what is still starting."""
        self._uvicorn.force_exit = self._uvicorn.should_exit
        self._uvicorn.should_exit = True
        if not self._uvicorn.started and self._task is not None:
            self._task.cancel()  # still waiting for a server that is away

    async def run(self, listener: socket.socket, work: AbstractAsyncContextManager[Any]) -> None:
        """Enter the work, serve, leave the work."""
        self._task = asyncio.current_task()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, self.stop)
        try:
            async with work:
                log.info("listening", address=address(listener))
                await self._uvicorn.serve(sockets=[listener])
        except asyncio.CancelledError:
            if self._uvicorn.started or not self._uvicorn.should_exit:
                raise
