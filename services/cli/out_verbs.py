"""`factwire export | query`: what these verbs take and say; what they do is imported when they are called."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

# Conditions have the API's names and are checked by its model, so they are not listed here one by one.
_FREE = {"allow_extra_args": True, "ignore_unknown_options": True}
_CONDITIONS = (
    "Conditions are the API's parameters as options: --kind investment --currency KZT --min-amount 1000000000 "
    "--published-from 2021-01-01; one that is given several times holds for any of its values. Words without an "
    'option are full text: steel "wagon plant". A wrong name or value is answered with what there is; docs/api.md '
    "has all of them."
)


class ExportFormat(StrEnum):
    """What a file may be."""

    csv = "csv"
    jsonl = "jsonl"
    parquet = "parquet"


Url = Annotated[
    str | None,
    typer.Option(help="Ask a running store, such as http://localhost:8000; else the database is read directly."),
]
Sort = Annotated[
    str | None,
    typer.Option(
        help="recorded, published, amount, base, usd, confidence or period; with - before it, the highest first."
    ),
]
Columns = Annotated[str | None, typer.Option(help="Of a table, with commas between: kind,subject,amount,unit,quote.")]
DataDir = Annotated[
    Path | None, typer.Option("--data-dir", help="Folder of the database; else FACTWIRE_DATA_DIR, else ./data.")
]


def export(
    context: typer.Context,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="A file, whole or not at all; its ending says the format. Else output."),
    ] = None,
    format_: Annotated[
        ExportFormat | None, typer.Option("--format", help="Else by the file's ending, else csv.")
    ] = None,
    sort: Sort = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many facts; else all of them.")] = None,
    columns: Columns = None,
    url: Url = None,
    data_dir: DataDir = None,
) -> None:
    """Write facts to a file or standard output: CSV, JSON Lines or Parquet; .gz behind the ending compresses."""
    from services.cli.export import run

    kind = format_.value if format_ else None
    run(context.args, output, kind, sort=sort, limit=limit, columns=columns, url=url, data_dir=data_dir)


def query(
    context: typer.Context,
    sort: Sort = None,
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="At most so many facts.")] = 50,
    columns: Columns = None,
    as_json: Annotated[bool, typer.Option("--json", help="One fact a line as the API gives it, for programs.")] = False,
    url: Url = None,
    data_dir: DataDir = None,
) -> None:
    """Ask for facts: a table in a terminal, CSV when the output is piped."""
    from services.cli.query import run

    run(context.args, sort=sort, limit=limit, columns=columns, as_json=as_json, url=url, data_dir=data_dir)


def add_to(app: typer.Typer) -> None:
    """Make them verbs of the command."""
    app.command(context_settings=_FREE, epilog=_CONDITIONS, options_metavar="[WORDS] [CONDITIONS] [OPTIONS]")(query)
    app.command(context_settings=_FREE, epilog=_CONDITIONS, options_metavar="[WORDS] [CONDITIONS] [OPTIONS]")(export)
