"""`factwire export`: all facts that fit, as a file or to standard output, in memory that does not grow."""

from __future__ import annotations

import asyncio
import contextlib
import sys
import time
import zlib
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path
from typing import IO

from services.cli.asking import conditions, facts
from services.store.formats import Format
from shared.errors import Rejected

KINDS: tuple[Format, ...] = ("csv", "jsonl", "parquet")
_GZIP = 31  # zlib's window bits for a gzip header and trailer


def run(
    arguments: Sequence[str],
    output: Path | None,
    kind: str | None,
    *,
    sort: str | None,
    limit: int | None,
    columns: str | None,
    url: str | None,
    data_dir: Path | None,
) -> None:
    """Write the file; how far it is, and what was written, goes to standard error. Raises Rejected, Misconfigured."""
    form, compressed = _form(output, kind)
    if columns and form == "jsonl":
        raise Rejected("--columns is for csv and parquet", "a line of JSON is the whole fact")
    if output is None and form == "parquet" and sys.stdout.isatty():
        raise Rejected("Parquet is not for a terminal", "name a file: --output facts.parquet")
    asked = conditions(arguments, sort=sort, limit=limit, columns=[columns] if columns else None)
    pieces = facts(asked, form, url=url, data_dir=data_dir)
    with _goal(output) as goal:
        asyncio.run(_copy(pieces, goal, compressed=compressed, name=str(output) if output else "standard output"))


def _form(output: Path | None, kind: str | None) -> tuple[Format, bool]:
    """Format and whether to compress, from --format and the file's ending."""
    endings = output.suffixes if output else []
    compressed = bool(endings) and endings[-1] == ".gz"
    ending = (endings[-2:-1] if compressed else endings[-1:]) or [""]
    named = kind or ending[0].removeprefix(".") or "csv"
    for known in KINDS:
        if named == known:
            return known, compressed
    raise Rejected(f"{output}: no format is called {named!r}", f"{', '.join(KINDS)}, or say --format")


@contextlib.contextmanager
def _goal(output: Path | None) -> Iterator[IO[bytes]]:
    """Standard output, or a file that takes its name once it is whole."""
    if output is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    part = output.with_name(f".{output.name}.part")
    try:
        with part.open("wb") as goal:
            yield goal
        part.replace(output)
    except OSError as error:
        raise Rejected(f"cannot write {output}: {error.strerror}", "choose another place with --output") from error
    finally:
        part.unlink(missing_ok=True)


async def _copy(
    pieces: AsyncIterator[tuple[bytes, int | None]], goal: IO[bytes], *, compressed: bool, name: str
) -> None:
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    packer = zlib.compressobj(6, zlib.DEFLATED, _GZIP) if compressed else None
    console = Console(stderr=True, highlight=False)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    counted: int | None = 0
    size, began = 0, time.monotonic()
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        bar = progress.add_task("asking")
        async for piece, rows in pieces:
            counted = None if counted is None or rows is None else counted + rows
            packed = packer.compress(piece) if packer else piece
            goal.write(packed)
            size += len(packed)
            progress.update(bar, description=_told(counted, size))
        if packer:
            rest = packer.flush()
            goal.write(rest)
            size += len(rest)
    seconds = time.monotonic() - began
    console.print(f"{_told(counted, size)} in {seconds:.1f} s to {name}", markup=False)


def _told(rows: int | None, size: int) -> str:
    volume = f"{size / 1e6:,.1f} MB" if size >= 1e5 else f"{size:,} bytes"
    return volume if rows is None else f"{rows:,} fact{'' if rows == 1 else 's'}, {volume}"
