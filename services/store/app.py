"""Wiring: settings in, a running store out. Importing this starts nothing."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator, Sequence

from fastapi import APIRouter, FastAPI
from fastapi_offline import FastAPIOffline
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from services.store.api import Store
from services.store.api import router as api
from services.store.checking import keep_checking
from services.store.database import Database, open_database
from services.store.migrate import migrate
from services.store.outbox import relay
from services.store.pages.routes import router as pages
from services.store.repository import Repository
from services.store.settings import StoreSettings
from services.store.webhooks.delivering import Delivering
from shared import logs
from shared.broker import Entry, FactwireBroker, consume, health, make_broker
from shared.errors import Unavailable
from shared.messages import ArticleIngested, FactsExtracted, FactsRevised, Message
from shared.problems import add_answers, add_probes

__all__ = ["Store", "make_app", "ready", "router", "running"]

router = APIRouter()
router.include_router(api)
router.include_router(pages)

log = logs.get(__name__)
GROUP = "store"

DESCRIPTION = """
Facts come out here: query, export, live. Every fact carries the characters of its article that state it.

Pages are keyset pages (`next` → `after`). Errors are problem documents (RFC 9457).
"""


@contextlib.asynccontextmanager
async def running(settings: StoreSettings, app: FastAPI) -> AsyncIterator[Store]:
    """Store at work: database (migrated), broker, outbox; sets `app.state.store` for the router.

    On leaving, the batch in hand is finished. Raises Misconfigured when the settings cannot work; waits for a database
    or Redis that is merely away.
    """
    async with open_database(settings) as database:
        await _when_there(database)
        broker = make_broker(settings, service="store", produces=(FactsRevised,))
        wake = asyncio.Event()
        stored = asyncio.Event()
        told = asyncio.Event()
        _consume(broker, Repository(database), settings, wake, (stored, told))
        await broker.start()
        beside = [
            asyncio.create_task(relay(database, broker, wake), name="outbox"),
            asyncio.create_task(keep_checking(database, stored), name="checks"),
            asyncio.create_task(Delivering(database, settings, told).run(), name="webhooks"),
        ]
        app.state.store = Store(settings, database, broker)
        try:
            yield app.state.store
        finally:
            for task in beside:
                task.cancel()  # what still waits in the outbox or for a webhook goes out at the next start
            await asyncio.gather(*beside, return_exceptions=True)
            await broker.stop()


def _consume(
    broker: FactwireBroker,
    repository: Repository,
    settings: StoreSettings,
    wake: asyncio.Event,
    stored: Sequence[asyncio.Event],
) -> None:
    async def articles(entries: Sequence[Entry[ArticleIngested]]) -> Sequence[Message]:
        with _database_may_be_away():
            await repository.save_articles([entry.message for entry in entries])
        return ()

    async def facts(entries: Sequence[Entry[FactsExtracted]]) -> Sequence[Message]:
        with _database_may_be_away():
            if await repository.save_facts([entry.message for entry in entries]):
                wake.set()
        for each in stored:
            each.set()
        return ()

    consume(broker, ArticleIngested, articles, group=GROUP, settings=settings)
    consume(broker, FactsExtracted, facts, group=GROUP, settings=settings)


@contextlib.contextmanager
def _database_may_be_away() -> Iterator[None]:
    """A database that cannot be reached or is locked counts against no entry."""
    try:
        yield
    except (OperationalError, InterfaceError, PoolTimeout, OSError) as error:
        raise Unavailable(f"the database does not answer: {_first_line(error)}") from error
    except DBAPIError as error:
        if error.connection_invalidated:
            raise Unavailable(f"the database went away: {_first_line(error)}") from error
        raise


def _first_line(error: Exception) -> str:
    return (str(getattr(error, "orig", None) or error).splitlines() or [type(error).__name__])[0]


async def _when_there(database: Database) -> None:
    """Migrate once the database answers."""
    pause = 0.2
    while True:
        try:
            await migrate(database)
        except (OperationalError, InterfaceError, OSError) as error:
            if database.dialect == "sqlite":
                raise
            log.warning("waiting for the database", error=_first_line(error))
            await asyncio.sleep(pause)
            pause = min(pause * 2, 5.0)
        else:
            return


async def ready(store: Store) -> tuple[bool, dict[str, object]]:
    """Whether facts are stored and questions answered now, and what is wrong where they are not."""
    try:
        async with asyncio.timeout(3):
            await store.database.ping()
        database = True
    except (DBAPIError, PoolTimeout, OSError):
        database = False
    state = await health(store.broker)
    ok = database and state.ok
    return ok, {
        "status": "ok" if ok else "unavailable",
        "database": database,
        "redis": state.redis,
        "reading": state.running,
        "lag": state.lag,
        "pending": state.pending,
        "oldest_pending": state.oldest_pending,
    }


def make_app(settings: StoreSettings) -> FastAPI:
    """The HTTP application of store alone."""

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with running(settings, app):
            yield

    app = FastAPIOffline(title="Factwire store", description=DESCRIPTION, lifespan=lifespan, redoc_url=None)
    app.include_router(router)
    add_answers(app)
    add_probes(app, lambda: ready(app.state.store), "Facts are stored and found")
    return app
