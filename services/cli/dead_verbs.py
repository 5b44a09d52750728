"""`factwire dead …`: what these verbs take and say; what they do is imported when they are called."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

dead = typer.Typer(help="What could not be processed: look, mend, replay, drop.", no_args_is_help=True)


class Stream(StrEnum):
    """The streams that have a dead stream beside them."""

    articles = "articles"
    facts = "facts"


DataDir = Annotated[
    Path | None, typer.Option("--data-dir", help="Folder of server and database; else FACTWIRE_DATA_DIR, else ./data.")
]
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line, for programs.")]
Which = Annotated[Stream, typer.Argument(help="Whose dead stream.")]
ENTRIES = typer.Argument(help="Entry ids as `dead list` prints them.", show_default=False)
EVERY = typer.Option("--all", help="Every entry of that dead stream.")


@dead.command("list")
def dead_list(
    stream: Which = Stream.articles,
    limit: Annotated[int, typer.Option(min=1, help="At most this many, oldest first.")] = 50,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """List dead entries: when, why, after how many deliveries."""
    from services.cli.dead import listing

    listing(stream.value, limit=limit, as_json=as_json, data_dir=data_dir)


@dead.command("show")
def dead_show(stream: Which, entry: Annotated[str, typer.Argument(help="Entry id.")], data_dir: DataDir = None) -> None:
    """Print one dead entry whole, with its data and the error, as JSON."""
    from services.cli.dead import show

    show(stream.value, entry, data_dir=data_dir)


@dead.command("replay")
def dead_replay(
    stream: Which,
    entries: Annotated[list[str] | None, ENTRIES] = None,
    every: Annotated[bool, EVERY] = False,
    data: Annotated[Path | None, typer.Option(help="A file with mended JSON to send instead; one entry only.")] = None,
    data_dir: DataDir = None,
) -> None:
    """Send dead entries through their stream once more."""
    from services.cli.dead import replay

    replay(stream.value, entries or [], every=every, data=data, data_dir=data_dir)


@dead.command("drop")
def dead_drop(
    stream: Which,
    entries: Annotated[list[str] | None, ENTRIES] = None,
    every: Annotated[bool, EVERY] = False,
    data_dir: DataDir = None,
) -> None:
    """Remove dead entries for good."""
    from services.cli.dead import drop

    drop(stream.value, entries or [], every=every, data_dir=data_dir)
