"""The `factwire` command: what each verb takes and says. What a verb does is imported when it is called.

Nothing here is imported at start but Typer, so that `factwire extract` answers at once.
"""

from __future__ import annotations

import gc
import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from services.cli import out_verbs
from services.cli.dead_verbs import dead
from services.cli.labels import labels
from services.cli.webhook_verbs import webhook

# Looking for pydantic's plugins reads the metadata of every installed package; none is used.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

app = typer.Typer(
    name="factwire",
    help="Turn news articles into structured facts that quote their source.",
    epilog="Every setting is an environment variable FACTWIRE_…; README.md lists them.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(dead, name="dead")
out_verbs.add_to(app)
app.add_typer(labels, name="labels")
app.add_typer(webhook, name="webhook")


class Service(StrEnum):
    """What can be served alone."""

    ingest = "ingest"
    extract = "extract"
    store = "store"


DataDir = Annotated[
    Path | None, typer.Option("--data-dir", help="Folder of server and database; else FACTWIRE_DATA_DIR, else ./data.")
]
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line, for programs.")]


@app.command()
def up(
    host: Annotated[str | None, typer.Option(help="Address to listen on; else FACTWIRE_HOST, else 127.0.0.1.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; else FACTWIRE_PORT, else 8000.")] = None,
    inbox: Annotated[Path | None, typer.Option(help="Folder to watch; else FACTWIRE_INBOX, else ./inbox.")] = None,
    data_dir: DataDir = None,
) -> None:
    """Start everything on this machine with one command, until Ctrl-C.

    Brings its own Redis-compatible server and SQLite, unless FACTWIRE_REDIS_URL or FACTWIRE_DATABASE_URL name others.
    Facts are shown as they arrive: as tables in a terminal, as JSON lines when the output is piped.
    """
    from services.cli.up import run

    run(host=host, port=port, inbox=inbox, data_dir=data_dir)


@app.command()
def serve(
    service: Annotated[Service, typer.Argument(envvar="FACTWIRE_SERVICE", help="The service to run.")],
) -> None:
    """Run one service, as containers do. Needs FACTWIRE_REDIS_URL; store also takes FACTWIRE_DATABASE_URL."""
    from services.cli.serve import run

    run(service.value)


@app.command()
def extract(
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="FILE…", help="Text files or JSONL; - or none: standard input."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Extract facts from files, without any server.

    A text file is one article. A line of JSONL is one article: {"text": …} and optionally id, published_on (or date),
    title, url, publisher. With --json, each article becomes one line: its id and the message of the facts stream.
    Offsets count characters of the text exactly as given. Exit code 2 if any input could not be read.
    """
    gc.disable()  # until the first article is read: it would look a dozen times through what is loaded to stay

    from services.cli.extract import run

    raise typer.Exit(run(files or [], as_json=as_json))


@app.command()
def explain(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A text file or JSONL; - for standard input.")],
    date: Annotated[
        str | None, typer.Option(metavar="YYYY-MM-DD", help="The article's date; else what it says.")
    ] = None,
    html: Annotated[Path | None, typer.Option("--html", metavar="OUT.html", help="Write one page instead.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every sentence, with all that was found in it.")] = False,
) -> None:
    """Show how each sentence became facts: by which rules, why each attribute, and what was rejected and why.

    docs/extraction.md says how to read it. Exit code 2 if any input could not be read.
    """
    from services.cli.explain import run

    raise typer.Exit(run(file, date=date, page=html, everything=everything))


@app.command()
def tail(
    start: Annotated[
        str, typer.Option("--from", metavar="ID", help="Go on after this entry; 0 for everything, $ for what is new.")
    ] = "$",
    as_json: Json = False,
    data_dir: DataDir = None,
) -> None:
    """Follow the facts stream. Each entry shows its id; give the last one to --from to go on there later."""
    from services.cli.tail import run

    run(start, as_json=as_json, data_dir=data_dir)


@app.command()
def status(as_json: Json = False, data_dir: DataDir = None) -> None:
    """Where everything stands: entries waiting, pending and dead in Redis, rows in the database."""
    from services.cli.status import run

    run(as_json=as_json, data_dir=data_dir)


@app.command()
def verify(as_json: Json = False, data_dir: DataDir = None) -> None:
    """Check that every stored fact is still what its article says; exit code 1 where one is not.

    Spans against the text, ids and columns against the claims, and the reading itself where this version made it.
    """
    from services.cli.verify import run

    raise typer.Exit(run(as_json=as_json, data_dir=data_dir))


@app.command()
def health(
    service: Annotated[Service, typer.Argument(envvar="FACTWIRE_SERVICE", help="The service that runs here.")],
) -> None:
    """Exit with 0 if the service on this machine or in this container is at work, else 1 and say why."""
    from services.cli.health import run

    raise typer.Exit(run(service.value))


@app.command()
def key(
    name: Annotated[str, typer.Argument(help="Whose key it is; shows up in logs.")],
    scopes: Annotated[str, typer.Option(help="write: post; read: ask how far articles are; or write,read.")] = "write",
) -> None:
    """Make an API key for posting articles.

    Writes its line for FACTWIRE_API_KEYS to standard output, and the key itself, which is kept nowhere, to standard
    error: factwire key archive >> keys, then FACTWIRE_API_KEYS_FILE=keys.
    """
    from services.ingest.keys import make

    made, line = make(name, scopes)
    sys.stdout.write(f"{line}\n")
    sys.stderr.write(f"{made}\n")


@app.command()
def add(
    paths: Annotated[list[str], typer.Argument(metavar="PATH…", help="Files, folders of them, or - for input.")],
    data_dir: DataDir = None,
) -> None:
    """Load many articles at once: every format of the inbox, in pipelined batches. Run it again to go on."""
    from services.cli.articles_in import add as run

    raise typer.Exit(run(paths, data_dir=data_dir))


@app.command()
def retry(
    names: Annotated[list[str] | None, typer.Argument(metavar="NAME…", help="Files in the inbox's failed/.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Every failed file.")] = False,
    inbox: Annotated[Path | None, typer.Option(help="The watched folder; else FACTWIRE_INBOX, else ./inbox.")] = None,
    data_dir: DataDir = None,
) -> None:
    """Put failed files back into the inbox, once what was wrong is mended."""
    from services.cli.articles_in import retry as run

    run(names or [], every=every, inbox=inbox, data_dir=data_dir)


@app.command()
def ledger(
    day: Annotated[str | None, typer.Option(help="One day, YYYY-MM-DD; else all of them.")] = None,
    as_json: Json = False,
    inbox: Annotated[Path | None, typer.Option(help="The watched folder; else FACTWIRE_INBOX, else ./inbox.")] = None,
    data_dir: DataDir = None,
) -> None:
    """The books: what came in per door and day, and what became of it. Exit code 1 when they do not balance."""
    from services.cli.articles_in import ledger as run

    raise typer.Exit(run(day=day, as_json=as_json, inbox=inbox, data_dir=data_dir))


@app.command()
def why(
    what: Annotated[str, typer.Argument(help="An article's id, or a file's name.")], data_dir: DataDir = None
) -> None:
    """The whole story of an article or file: door, times, outcome, reason, place, stream entries."""
    from services.cli.articles_in import why as run

    run(what, data_dir=data_dir)


@app.command()
def version() -> None:
    """Print the version of Factwire and of what reads the articles."""
    from services.extract.build import core
    from services.extract.extractor import identity

    name, number, lexicon = identity()
    sys.stdout.write(f"{name} {number} (lexicon {lexicon}, core: {core()})\n")


def main() -> None:
    """The command's entry point: every error is one clear line and exit code 2."""
    from shared.errors import FactwireError

    try:
        app()
    except FactwireError as error:
        sys.stderr.write(f"factwire: {error}\n")
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:  # `factwire extract … | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
