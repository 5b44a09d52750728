"""`factwire webhook`: endpoints in the database; a running store sees every change at once."""

from __future__ import annotations

import asyncio
import sys
import uuid
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from services.cli.status import is_missing
from services.store.database import Database, open_database
from services.store.settings import StoreSettings
from services.store.webhooks import endpoints, trying
from services.store.webhooks.dead import dead as dead_deliveries
from services.store.webhooks.dead import replay as replay_deliveries
from services.store.webhooks.endpoints import NewEndpoint, Wanted
from shared.errors import Misconfigured, Rejected, Unavailable
from shared.settings import load

T = TypeVar("T")


def add(
    url: str,
    events: Sequence[str],
    kinds: Sequence[str],
    subjects: Sequence[str],
    min_confidence: float,
    *,
    data_dir: Path | None,
) -> None:
    """Register an endpoint. Raises Rejected for what it cannot be."""
    given: dict[str, Any] = {"url": url, "kinds": list(kinds), "subjects": list(subjects)}
    given |= {"min_confidence": min_confidence} | ({"events": list(events)} if events else {})
    try:
        wanted = Wanted.model_validate(given)
    except ValidationError as error:
        problems = [f"{e['loc'][0]}: {e['msg']}" for e in error.errors(include_input=False)]
        raise Rejected("; ".join(problems), "`factwire webhook add --help`") from None
    settings = load(StoreSettings, data_dir=data_dir)
    internal = settings.webhook_internal
    _told(_changed(settings, lambda connection: endpoints.add(connection, wanted, internal=internal)))


def rotate(identity: str, *, data_dir: Path | None) -> None:
    """A new secret. Raises Rejected for an endpoint that is not there."""
    known = _id(identity)
    _told(_changed(load(StoreSettings, data_dir=data_dir), lambda connection: endpoints.rotate(connection, known)))


def _told(made: NewEndpoint) -> None:
    sys.stdout.write(f"{made.id}\n")
    sys.stdout.flush()
    sys.stderr.write(f"{made.secret}\n")


def listing(*, as_json: bool, data_dir: Path | None) -> None:
    """Print the endpoints."""
    found = _read(load(StoreSettings, data_dir=data_dir), endpoints.listed)
    if as_json:
        sys.stdout.write("".join(f"{endpoint.model_dump_json()}\n" for endpoint in found))
    elif not found:
        sys.stdout.write("no webhook is registered; `factwire webhook add URL` does that\n")
    else:
        from services.cli.show import show_table

        def wants(endpoint: endpoints.Endpoint) -> str:
            sure = [f"at least {endpoint.min_confidence:g}"] if endpoint.min_confidence else []
            return ", ".join([*endpoint.events, *endpoint.kinds, *endpoint.subjects, *sure])

        def state(endpoint: endpoints.Endpoint) -> str:
            if endpoint.disabled_at:
                return f"disabled: {endpoint.disabled_because}"
            return f"failing since {endpoint.failing_since:%Y-%m-%d %H:%M}" if endpoint.failing_since else "fine"

        show_table(
            ("id", "url", "wants", "state", "waiting", "dead"),
            [(str(e.id), e.url, wants(e), state(e), f"{e.waiting:,}", f"{e.dead:,}") for e in found],
        )


def try_out(identity: str, *, data_dir: Path | None) -> int:
    """Send a test message; 0 where the endpoint took it, else 1. Raises Rejected for one that is not there."""
    settings, known = load(StoreSettings, data_dir=data_dir), _id(identity)
    outcome = _with(settings, lambda database: trying.try_out(database, settings, known))
    sys.stdout.write(f"{outcome.told}\n")
    return 0 if outcome.ok else 1


def remove(identity: str, *, data_dir: Path | None) -> None:
    """Forget an endpoint. Raises Rejected for one that is not there."""
    known = _id(identity)
    _changed(load(StoreSettings, data_dir=data_dir), lambda connection: endpoints.remove(connection, known))
    sys.stdout.write(f"{known} is gone\n")


def enable(identity: str, *, data_dir: Path | None) -> None:
    """Send to it again. Raises Rejected for one that is not there."""
    known = _id(identity)
    found = _changed(load(StoreSettings, data_dir=data_dir), lambda connection: endpoints.enable(connection, known))
    also = f"; {found.dead:,} dead deliveries can be replayed" if found.dead else ""
    sys.stdout.write(f"{known} is told again{also}\n")


def dead(identity: str | None, *, limit: int, as_json: bool, data_dir: Path | None) -> None:
    """Print dead deliveries, the oldest first."""
    known = _id(identity) if identity else None
    settings = load(StoreSettings, data_dir=data_dir)
    found = _read(settings, lambda connection: dead_deliveries(connection, known, limit=limit))
    if as_json:
        sys.stdout.write("".join(f"{delivery.model_dump_json()}\n" for delivery in found))
    elif not found:
        sys.stdout.write("no delivery is dead\n")
    else:
        from services.cli.show import show_table

        show_table(
            ("id", "webhook", "type", "tries", "answer", "died"),
            [
                (str(d.id), str(d.webhook), d.type, str(d.attempts), d.answer or "", f"{d.died_at:%Y-%m-%d %H:%M}")
                for d in found
            ],
        )


def replay(identity: str, deliveries: Sequence[int], *, every: bool, data_dir: Path | None) -> None:
    """Have dead deliveries made again. Raises Rejected where none or no such delivery is named."""
    if bool(deliveries) == every:
        raise Rejected("name deliveries or --all, one of the two", "`factwire webhook dead` shows what is there")
    known, chosen = _id(identity), None if every else list(deliveries)
    settings = load(StoreSettings, data_dir=data_dir)
    count = _changed(settings, lambda connection: replay_deliveries(connection, known, chosen))
    sys.stdout.write(f"{count} deliver{'y' if count == 1 else 'ies'} will be made again by a running store\n")


def _id(given: str) -> uuid.UUID:
    try:
        return uuid.UUID(given)
    except ValueError:
        raise Rejected(f"{given!r} is no webhook's id", "`factwire webhook list` shows them") from None


def _changed(settings: StoreSettings, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
    async def run(database: Database) -> T:
        async with database.write() as connection:
            return await work(connection)

    return _with(settings, run)


def _read(settings: StoreSettings, work: Callable[[AsyncConnection], Awaitable[T]]) -> T:
    async def run(database: Database) -> T:
        async with database.read() as connection:
            return await work(connection)

    return _with(settings, run)


def _with(settings: StoreSettings, work: Callable[[Database], Awaitable[T]]) -> T:
    """Work on the database. Raises Misconfigured or Unavailable where there is none that can be worked on."""
    if is_missing(settings.database):
        hint = "store makes it at its first start; name its folder with --data-dir"
        raise Misconfigured(f"there is no database {settings.database.database}", hint)

    async def run() -> T:
        async with open_database(settings) as database:
            return await work(database)

    try:
        return asyncio.run(run())
    except (DBAPIError, OSError) as error:
        cause = (str(getattr(error, "orig", None) or error).splitlines() or [""])[0]
        raise Unavailable(f"the database cannot be asked: {cause}", "does store run, and did it migrate it?") from error
