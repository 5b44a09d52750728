"""`factwire add | retry | ledger | why`: bringing articles in, and proving what became of each."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from services.cli.connection import redis_url_here
from services.ingest import books
from services.ingest.arriving import arrive
from services.ingest.inbox.places import ERROR
from services.ingest.inbox.scan import ignored
from services.ingest.inbox.sidecar import ENDINGS
from services.ingest.ledger import Arrival, Ledger, Receipt
from services.ingest.loading import loading
from services.ingest.settings import IngestSettings
from shared import logs
from shared.errors import Rejected
from shared.settings import load

_CHUNK, _CHUNK_BYTES = 200, 16_000_000


def add(paths: Sequence[str], *, data_dir: Path | None) -> int:
    """Publish files, folders of them, or standard input; returns 1 when some could not be taken, else 0.

    Stopped in the middle, it can simply be run again: what was published is recognised.
    """
    logs.configure("error", service="command")
    settings = load(IngestSettings, data_dir=data_dir, redis_url=redis_url_here(data_dir))
    counts = asyncio.run(_add(settings, paths))
    sys.stdout.write(
        f"{counts['published']} published, {counts['duplicate']} known before, {counts['failed']} failed\n"
    )
    return 1 if counts["failed"] else 0


async def _add(settings: IngestSettings, paths: Sequence[str]) -> dict[str, int]:
    from rich.console import Console
    from rich.progress import Progress

    counts = {"published": 0, "duplicate": 0, "failed": 0}
    console = Console(stderr=True)
    async with loading(settings) as (intake, reader):
        files = await asyncio.to_thread(lambda: [file for path in paths for file in _files(path)])
        with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
            bar = progress.add_task("articles", total=len(files))

            def arrival(path: Path | None) -> Arrival:
                name = str(path) if path else "stdin"
                data = path.read_bytes() if path else sys.stdin.buffer.read()
                kind = "application/x-ndjson" if path is None and data.lstrip().startswith(b"{") else None
                return arrive(data, reader=reader, door="command", name=name, media_type=kind).arrival

            for chunk in _chunks(files):
                arrivals: list[Arrival] = []
                for path in chunk:
                    try:
                        arrivals.append(await asyncio.to_thread(arrival, path))
                    except OSError as error:
                        counts["failed"] += 1
                        console.print(f"{path}: {error.strerror}", markup=False, highlight=False)
                for one, receipt in zip(arrivals, await intake.take(arrivals), strict=True):
                    _count(counts, receipt)
                    if one.problem:
                        console.print(f"{one.name}: {one.problem}", markup=False, highlight=False)
                progress.advance(bar, len(chunk))
    return counts


def _count(counts: dict[str, int], receipt: Receipt) -> None:
    counts["published"] += len(receipt.articles) - len(receipt.known)
    counts["duplicate"] += len(receipt.known)
    counts["failed"] += receipt.problem is not None


def _files(path: str) -> Iterator[Path | None]:
    if path == "-":
        yield None
    elif Path(path).is_dir():
        found = Path(path).rglob("*")
        yield from sorted(file for file in found if file.is_file() and not ignored(file.name))
    elif Path(path).exists():
        yield Path(path)
    else:
        raise Rejected(f"There is no {path}", "name files, folders, or - for standard input")


def _chunks(files: Sequence[Path | None]) -> Iterator[list[Path | None]]:
    chunk: list[Path | None] = []
    size = 0
    for file in files:
        chunk.append(file)
        size += file.stat().st_size if file else 0
        if len(chunk) == _CHUNK or size > _CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def retry(names: Sequence[str], *, every: bool, inbox: Path | None, data_dir: Path | None) -> None:
    """Move failed files back into the inbox, without their reasons. Raises Rejected for a name that is not there."""
    settings = load(IngestSettings, inbox=inbox, data_dir=data_dir)
    root = settings.inbox_dir.absolute()
    failed = root / "failed"
    there = {
        str(path.relative_to(failed)): path
        for path in sorted(failed.rglob("*"))
        if (path.is_symlink() or not path.is_dir()) and not path.name.endswith((ERROR, *ENDINGS))
    }
    unknown = [name for name in names if name not in there]
    if unknown or not (names or every):
        some = ", ".join(list(there)[:10]) or "nothing"
        raise Rejected(f"not in {failed}: {', '.join(unknown) or 'no name given'}", f"there is: {some}; or --all")
    ledger = Ledger(settings.ledger_path)

    async def work() -> None:
        if every and not there:
            sys.stdout.write(f"nothing is in {failed}\n")
        for name in there if every else names:
            path, goal = there[name], root / name
            if goal.exists():
                raise Rejected(f"{goal} is there already", "move one of them away")
            goal.parent.mkdir(parents=True, exist_ok=True)
            for ending in ENDINGS:
                if (side := path.with_name(path.name + ending)).exists():
                    side.rename(goal.with_name(goal.name + ending))
            await ledger.return_file(str(path.relative_to(root)).encode())
            path.rename(goal)
            path.with_name(path.name + ERROR).unlink(missing_ok=True)
            sys.stdout.write(f"{name} is in the inbox again\n")
        await ledger.close()

    asyncio.run(work())


def ledger(*, day: str | None, as_json: bool, inbox: Path | None, data_dir: Path | None) -> int:
    """Print the books, held against the folders; returns 1 when they do not balance, else 0."""
    settings = load(IngestSettings, inbox=inbox, data_dir=data_dir)
    with books.open_books(settings.ledger_path) as opened:
        report = books.balance(opened, settings.inbox_dir.absolute(), day)
    if as_json:
        from dataclasses import asdict

        sys.stdout.write(json.dumps(asdict(report) | {"balances": report.balances}) + "\n")
        return 0 if report.balances else 1
    from rich.console import Console
    from rich.table import Table

    table = Table("day", "door", "outcome", "arrivals", "bytes")
    for row in report.rows:
        table.add_row(row.day, row.door, row.outcome, f"{row.arrivals:,}", f"{row.bytes:,}")
    console = Console()
    console.print(table)
    console.print(
        f"files waiting: {report.waiting}, on their way: {report.moving}, taken out again or retried: {report.gone}"
    )
    for word, names in (("missing from its folder", report.missing), ("not in the books", report.unbooked)):
        for name in names[:20]:
            console.print(f"{word}: {name}", markup=False)
    console.print("the books balance" if report.balances else "the books do NOT balance")
    return 0 if report.balances else 1


def why(what: str, *, data_dir: Path | None) -> None:
    """Print the whole story of an article's id or a file's name, as JSON. Raises Rejected for one that never came."""
    from services.cli.story import complete

    settings = load(IngestSettings, data_dir=data_dir)
    with books.open_books(settings.ledger_path) as opened:
        found = books.story(opened, what)
    if not found:
        raise Rejected(f"{what} never came in here", "give an article id, a file's name, or its place in the inbox")
    asyncio.run(complete([article for arrival in found for article in arrival["articles"]], data_dir))
    sys.stdout.write(json.dumps(found, ensure_ascii=False, indent=2) + "\n")
