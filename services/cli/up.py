"""`factwire up`: all three services from one command.

HTTP, inbox and storing run in this process on one event loop; extraction runs in a process of its own, so that a slow
article never stalls an answer. The embedded server and the worker end when this process ends, however that is.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import os
import socket
import sys
from collections.abc import AsyncIterator, Coroutine, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from fastapi import FastAPI
from fastapi_offline import FastAPIOffline

from services.cli.live import show_facts
from services.cli.worker import Worker
from services.ingest import api as ingest_api
from services.ingest import app as ingest
from services.ingest.direct import Direct
from services.ingest.settings import IngestSettings
from services.store import app as store
from services.store.settings import StoreSettings
from shared import logs
from shared.embedded import EmbeddedServer
from shared.errors import Misconfigured
from shared.problems import add_answers, add_probes
from shared.settings import load
from shared.web import Server, address, listening

log = logs.get(__name__)


def run(*, host: str | None, port: int | None, inbox: Path | None, data_dir: Path | None) -> None:
    """Run everything until Ctrl-C or SIGTERM, then drain. Raises Misconfigured."""
    settings = load(IngestSettings, host=host, port=port, inbox=inbox, data_dir=data_dir)
    quiet = "warning" if sys.stderr.isatty() and "FACTWIRE_LOG_LEVEL" not in os.environ else settings.log_level
    logs.configure(quiet, settings.log_format, service="factwire")
    with alone(settings.data_dir), listening(settings.host, settings.port) as listener, contextlib.ExitStack() as stack:
        server = stack.enter_context(EmbeddedServer(settings.data_dir)) if settings.redis_url is None else None
        url = server.url if server else None
        given: dict[str, object] = {"host": host, "port": port, "inbox": inbox, "data_dir": data_dir}
        settings = load(IngestSettings, None, **given, redis_url=url, log_level=quiet)
        store_settings = load(StoreSettings, data_dir=data_dir, redis_url=url)
        asyncio.run(_serve(settings, store_settings, listener, server))


@contextlib.contextmanager
def alone(data_dir: Path) -> Iterator[None]:
    """Hold the data directory for this process. Raises Misconfigured when another one holds it or it cannot be used."""
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        lock = (data_dir / "up.lock").open("a+", encoding="utf-8")
    except OSError as error:
        raise Misconfigured(
            f"cannot use the data directory {data_dir}: {error.strerror}", "choose another with --data-dir"
        ) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            other = lock.read().strip() or "?"
            raise Misconfigured(
                f"another `factwire up` (process {other}) uses the data directory {data_dir.resolve()}",
                "stop that one, or give this one its own --data-dir, --inbox and --port",
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


async def _serve(
    settings: IngestSettings, store_settings: StoreSettings, listener: socket.socket, server: EmbeddedServer | None
) -> None:
    app = make_app()
    web = Server(Direct(app), grace=5)
    redis_url = settings.redis_url.get_secret_value() if settings.redis_url else ""
    given = {
        "FACTWIRE_REDIS_URL": redis_url,
        "FACTWIRE_DATA_DIR": str(settings.data_dir),
        "FACTWIRE_LOG_LEVEL": settings.log_level,
    }
    extract = Worker("services.extract", given, when_hopeless=web.stop)

    @contextlib.asynccontextmanager
    async def everything() -> AsyncIterator[None]:
        # Left in the opposite order: nothing new comes in, what is extracted still gets stored.
        async with (
            alongside(keep_up(server)),
            alongside(show_facts(redis_url)),
            store.running(store_settings, app),
            extract,
            ingest.running(settings, app),
        ):
            announce(settings, store_settings, listener)
            yield

    await web.run(listener, everything())
    if extract.hopeless:
        raise extract.hopeless


def make_app() -> FastAPI:
    """Both HTTP applications as one."""
    app = FastAPIOffline(title="Factwire", description="Articles in, facts out.", redoc_url=None)
    app.include_router(ingest_api.router)
    app.include_router(store.router)
    add_answers(app)

    async def ready() -> tuple[bool, dict[str, Any]]:
        in_ok, in_report = await ingest.ready(app.state.ingest)
        out_ok, out_report = await store.ready(app.state.store)
        return in_ok and out_ok, {"ingest": in_report, "store": out_report}

    add_probes(app, ready, "Articles are taken and facts stored")
    return app


@contextlib.asynccontextmanager
async def alongside(job: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Run a job until the block ends."""
    task = asyncio.create_task(job)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def keep_up(server: EmbeddedServer | None) -> None:
    """Bring the embedded server back whenever it is gone."""
    while server is not None:
        await asyncio.sleep(1)
        if server.pid is None:
            log.error("the embedded server ended and is started again")
            try:
                await asyncio.to_thread(server.start)
            except Misconfigured as error:
                log.error("the embedded server does not start", error=str(error))


def announce(settings: IngestSettings, store_settings: StoreSettings, listener: socket.socket) -> None:
    """Say where everything is, on standard error."""
    web = address(listener)
    redis = urlsplit(settings.redis_url.get_secret_value() if settings.redis_url else "")
    lines = {
        "drop articles into": f"{settings.inbox_dir.resolve()}/",
        "or post them to": f"{web}/articles",
        "facts": f"{web}/facts",
        "pages": f"{web}/",
        "API": f"{web}/docs",
        "database": store_settings.database.render_as_string(hide_password=True).replace("+aiosqlite", ""),
        "streams": f"redis://{redis.hostname}:{redis.port or 6379}{redis.path}",
    }
    sys.stderr.write("\nFactwire is up; Ctrl-C stops it.\n\n")
    sys.stderr.write("".join(f"  {name:<20}{where}\n" for name, where in lines.items()) + "\n")
    sys.stderr.flush()
