"""`factwire labels export`: what reviewers decided, as labelled articles. Store is imported when the verb is called."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from services.store.settings import StoreSettings

labels = typer.Typer(help="What reviewers decided about facts.", no_args_is_help=True)


@labels.callback()
def _group() -> None:
    """A group of verbs, also while it has only one."""


@labels.command()
def export(
    complete: Annotated[bool, typer.Option("--complete", help="Only articles whose every fact was looked at.")] = False,
    data_dir: Annotated[
        Path | None, typer.Option("--data-dir", help="Folder of the database; else FACTWIRE_DATA_DIR, else ./data.")
    ] = None,
) -> None:
    """Write decisions as labelled articles, one a line of JSON, to score an extractor against or to train one.

    What was found wrong is not among the labels; what nobody has looked at yet is marked optional.
    """
    import asyncio

    from services.store.settings import StoreSettings
    from shared import logs
    from shared.settings import load

    logs.configure("error", service="command")  # standard output is for labels
    asyncio.run(_export(load(StoreSettings, data_dir=data_dir), complete=complete))


async def _export(settings: StoreSettings, *, complete: bool) -> None:
    from services.store.database import open_database
    from services.store.migrate import migrate
    from services.store.reviews.labels import labelled

    articles = told = unseen = 0
    async with open_database(settings) as database:
        await migrate(database)
        async with database.read() as connection:
            async for article in labelled(connection, complete=complete):
                sys.stdout.write(json.dumps(article, ensure_ascii=False) + "\n")
                articles += 1
                told += len(article["facts"])
                unseen += sum(bool(label.get("optional")) for label in article["facts"])
    sys.stderr.write(f"{articles} articles, {told} labels, {unseen} of them not looked at yet (optional)\n")
