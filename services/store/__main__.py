"""`python -m services.store`: consume and answer, until SIGTERM or SIGINT; `… migrate`: only bring the schema up."""

from __future__ import annotations

import argparse
import asyncio
import sys

from services.store.app import make_app, running
from services.store.database import open_database
from services.store.migrate import migrate
from services.store.settings import StoreSettings
from shared import logs
from shared.errors import Misconfigured
from shared.settings import load
from shared.web import Server, listening


async def serve(settings: StoreSettings) -> None:
    """Run store until a signal comes; the batch in hand is finished. Raises Misconfigured."""
    app = make_app(settings)
    with listening(settings.host, settings.port) as listener:
        await Server(app, grace=5).run(listener, running(settings, app))


async def only_migrate(settings: StoreSettings, revision: str) -> None:
    """Bring the schema to that revision."""
    async with open_database(settings) as database:
        print(await migrate(database, revision) or "empty")  # noqa: T201 - the answer of the command


def main(arguments: list[str] | None = None) -> int:
    """Serve or migrate; returns the exit code: 0 after a clean stop, 2 when a setting is wrong."""
    parser = argparse.ArgumentParser("python -m services.store", description=__doc__)
    parser.add_argument("verb", nargs="?", choices=["serve", "migrate"], default="serve")
    parser.add_argument("revision", nargs="?", default="head", help="for migrate: head, a revision, or base")
    given = parser.parse_args(arguments)
    try:
        settings = load(StoreSettings)
        logs.configure(settings.log_level, settings.log_format, service="store")
        asyncio.run(serve(settings) if given.verb == "serve" else only_migrate(settings, given.revision))
    except Misconfigured as error:
        print(f"store: {error}", file=sys.stderr)  # noqa: T201 - for whoever typed the command
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
