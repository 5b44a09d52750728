"""`factwire webhook …`: what these verbs take and say; what they do is imported when they are called."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

webhook = typer.Typer(
    help="Endpoints that facts are sent to: docs/webhooks.md tells the whole.",
    no_args_is_help=True,
)

DataDir = Annotated[
    Path | None, typer.Option("--data-dir", help="Folder of the database; else FACTWIRE_DATA_DIR, else ./data.")
]
Id = Annotated[str, typer.Argument(metavar="ID", help="As `factwire webhook list` prints it.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line, for programs.")]


@webhook.command()
def add(
    url: Annotated[str, typer.Argument(help="https://host/path, public; FACTWIRE_WEBHOOK_INTERNAL=1 allows others.")],
    event: Annotated[list[str] | None, typer.Option(help="facts or revisions; else both.")] = None,
    kind: Annotated[list[str] | None, typer.Option(help="Only facts of this kind; may stand several times.")] = None,
    subject: Annotated[list[str] | None, typer.Option(help="Only facts about this; * at its end: begins so.")] = None,
    min_confidence: Annotated[float, typer.Option(help="Only facts that are at least so sure, 0 to 1.")] = 0.0,
    data_dir: DataDir = None,
) -> None:
    """Register an endpoint. Its id goes to standard output, its secret, which is told only now, to standard error."""
    from services.cli.webhook import add as run

    run(url, event or [], kind or [], subject or [], min_confidence, data_dir=data_dir)


@webhook.command("list")
def listing(as_json: Json = False, data_dir: DataDir = None) -> None:
    """List the endpoints: what each wants, whether it takes it, how much waits and how much is dead."""
    from services.cli.webhook import listing as run

    run(as_json=as_json, data_dir=data_dir)


@webhook.command("test")
def try_out(identity: Id, data_dir: DataDir = None) -> None:
    """Send an endpoint a test message now, and say how it answered; exit code 1 where it did not take it."""
    from services.cli.webhook import try_out as run

    raise typer.Exit(run(identity, data_dir=data_dir))


@webhook.command()
def remove(identity: Id, data_dir: DataDir = None) -> None:
    """Forget an endpoint, with all that was to be sent to it."""
    from services.cli.webhook import remove as run

    run(identity, data_dir=data_dir)


@webhook.command()
def rotate(identity: Id, data_dir: DataDir = None) -> None:
    """Give an endpoint a new secret; for a day messages are signed with the old one as well."""
    from services.cli.webhook import rotate as run

    run(identity, data_dir=data_dir)


@webhook.command()
def enable(identity: Id, data_dir: DataDir = None) -> None:
    """Send to an endpoint again that was disabled because it failed for too long or said 410 Gone."""
    from services.cli.webhook import enable as run

    run(identity, data_dir=data_dir)


@webhook.command()
def dead(
    identity: Annotated[str | None, typer.Argument(metavar="[ID]", help="Of this endpoint; else of all.")] = None,
    limit: Annotated[int, typer.Option(min=1, help="At most so many, the oldest first.")] = 50,
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """List deliveries that were given up, with what the last attempt met."""
    from services.cli.webhook import dead as run

    run(identity, limit=limit, as_json=as_json, data_dir=data_dir)


@webhook.command()
def replay(
    identity: Id,
    deliveries: Annotated[
        list[int] | None, typer.Argument(help="Delivery ids as `webhook dead` prints them.", show_default=False)
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Every dead delivery of that endpoint.")] = False,
    data_dir: DataDir = None,
) -> None:
    """Have dead deliveries made again, by a running store, under the same webhook-id."""
    from services.cli.webhook import replay as run

    run(identity, deliveries or [], every=every, data_dir=data_dir)
