"""Wiring: settings in, a running ingest out. Importing this starts nothing."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import sys
from collections.abc import AsyncIterator

from fastapi import FastAPI
from fastapi_offline import FastAPIOffline

from services.ingest.api import router
from services.ingest.downstream import keep_limit
from services.ingest.feeds import Feeds
from services.ingest.following import follow
from services.ingest.idempotency import Idempotency
from services.ingest.inbox.watch import Inbox
from services.ingest.intake import Intake
from services.ingest.keys import Keys
from services.ingest.language import guess
from services.ingest.ledger import Ledger
from services.ingest.pressure import Backlog, Held
from services.ingest.publishing import publisher
from services.ingest.readers.apart import Apart
from services.ingest.readers.fields import names_in
from services.ingest.readers.pieces import Budget
from services.ingest.receipts import Receipts
from services.ingest.refusals import Refusals
from services.ingest.service import Ingest
from services.ingest.settings import IngestSettings
from shared import logs
from shared.broker import health, make_broker
from shared.errors import Misconfigured
from shared.messages import ArticleIngested
from shared.problems import add_answers, add_probes

log = logs.get(__name__)

_LOOPBACK = ("127.0.0.1", "::1", "localhost")
_GARBAGE = 100_000  # objects between two collections: articles come by thousands, and are no garbage
_SWITCH = 0.0005  # seconds after which a thread that wants the interpreter gets it

DESCRIPTION = """
Articles go in here. Each becomes an entry on the stream `articles`, from which its facts are extracted.

The same text is one article, however often and through whichever door it comes. Errors are problem documents
(RFC 9457).
"""


@contextlib.asynccontextmanager
async def running(settings: IngestSettings, app: FastAPI) -> AsyncIterator[Ingest]:
    """Ingest at work: broker, books, intake and watched folder; sets `app.state.ingest` for the router.

    On leaving, what was begun is finished. Raises Misconfigured when Redis, data folder or inbox cannot be used.
    """
    broker = make_broker(settings, service="ingest", produces=(ArticleIngested,))
    lines = settings.api_keys.get_secret_value() if settings.api_keys else ""
    keys = Keys(lines, per_minute=settings.rate_limit)
    _check_openness(settings, keys)
    names = names_in(settings.json_fields)
    ledger = Ledger(settings.ledger_path, window=settings.near_duplicate_days, receipts=settings.ingest_receipts)
    intake = Intake(ledger, publisher(broker), max_waiting=settings.max_waiting)
    budget = Budget(size=settings.max_archive_bytes, article=settings.max_article_bytes, names=names)
    reader = Apart(seconds=settings.read_seconds, memory=settings.read_memory, budget=budget)
    # A reader of their own for files, so that a post never waits for a document of the inbox.
    inbox_reader = Apart(seconds=settings.read_seconds, memory=settings.read_memory, budget=budget)
    refusals, backlog = Refusals(ledger), Backlog(settings.max_backlog)
    inbox = Inbox(settings, intake, ledger, inbox_reader, backlog.full)
    feeds = Feeds(settings, intake, ledger, inbox_reader, backlog.full)
    # Threads read, book and move meanwhile, and let go of the interpreter with every row: at 5 ms each would wait long.
    sys.setswitchinterval(_SWITCH)
    gc.set_threshold(_GARBAGE)
    await inbox.prepare()
    await ledger.within(lambda db: keep_limit(db, settings.max_backlog))
    await asyncio.to_thread(guess, "language")  # loads its model now, and not while a post waits
    await broker.start()
    working = asyncio.create_task(intake.run(), name="intake")
    watching = asyncio.create_task(inbox.run(), name="inbox")
    watching.add_done_callback(_report_end)
    polling = asyncio.create_task(feeds.run(), name="feeds")
    receipts = Receipts(broker.client, ledger, inbox.root) if settings.ingest_receipts else None
    beside = [asyncio.create_task(refusals.keep(), name="refusals")]
    beside += [asyncio.create_task(backlog.watch(broker.client), name="backlog")]
    beside += [asyncio.create_task(follow(broker.client, ledger, receipts), name="following")]
    app.state.ingest = Ingest(
        settings=settings,
        broker=broker,
        ledger=ledger,
        intake=intake,
        reader=reader,
        inbox=inbox,
        feeds=feeds,
        keys=keys,
        idempotency=Idempotency(ledger),
        refusals=refusals,
        backlog=backlog,
        held=Held(settings.max_held_bytes),
        names=names,
        watching=watching,
    )
    try:
        yield app.state.ingest
    finally:
        inbox.stop()
        await _end(polling, *beside)
        await asyncio.gather(watching, return_exceptions=True)
        intake.stop()
        await asyncio.gather(working, return_exceptions=True)
        await refusals.write()
        await ledger.close()
        for one in (reader, inbox_reader):
            await asyncio.to_thread(one.close)
        await broker.stop()


def _check_openness(settings: IngestSettings, keys: Keys) -> None:
    """Raises Misconfigured where strangers could hand in articles and nobody said that they may."""
    if keys or settings.host in _LOOPBACK:
        return
    if not settings.open_without_keys:
        raise Misconfigured(
            f"FACTWIRE_HOST is {settings.host}, and whoever reaches it could hand in articles",
            "make keys (`factwire key NAME >> keys`, FACTWIRE_API_KEYS_FILE=keys), or FACTWIRE_OPEN_WITHOUT_KEYS=yes",
        )
    log.warning("whoever reaches this address can hand in articles", host=settings.host)


async def _end(*tasks: asyncio.Task[None]) -> None:
    """Cancel until they end: on Python 3.11 a library that waits with `wait_for` may lose a cancellation."""
    left: set[asyncio.Task[None]] = set(tasks)
    while left:
        for task in left:
            task.cancel()
        _, left = await asyncio.wait(left, timeout=0.2)
    await asyncio.gather(*tasks, return_exceptions=True)


def _report_end(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()):
        log.critical("the watched folder is no longer watched", exc_info=error)


async def ready(ingest: Ingest) -> tuple[bool, dict[str, object]]:
    """Whether articles are taken now, and what is wrong where they are not."""
    state = await health(ingest.broker)
    inbox = ingest.inbox
    ok = state.redis and inbox.trouble is None and not ingest.watching.done()
    return ok, {
        "status": "ok" if ok else "unavailable",
        "redis": state.redis,
        "inbox": {
            "path": str(inbox.root),
            "waiting": inbox.waiting,
            "trouble": inbox.trouble,
            "paused": ingest.backlog.reason,
            "unreadable": inbox.unreadable,
        },
        "feeds": {"followed": len(ingest.feeds.addresses), "paused": ingest.backlog.reason},
    }


def make_app(settings: IngestSettings) -> FastAPI:
    """The HTTP application of ingest alone."""

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with running(settings, app):
            yield

    app = FastAPIOffline(title="Factwire ingest", description=DESCRIPTION, lifespan=lifespan, redoc_url=None)
    app.include_router(router)
    add_answers(app)
    add_probes(app, lambda: ready(app.state.ingest), "Articles are taken")
    return app
