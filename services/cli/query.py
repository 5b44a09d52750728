"""`factwire query`: some facts at once: a table for the eye, CSV or JSON lines for programs."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from services.cli.asking import conditions, facts
from services.cli.show import cells
from services.store.api.facts import FactsAsked
from services.store.formats import Format
from shared.errors import Rejected
from shared.facts import FACTS


def run(
    arguments: Sequence[str],
    *,
    sort: str | None,
    limit: int,
    columns: str | None,
    as_json: bool,
    url: str | None,
    data_dir: Path | None,
) -> None:
    """Print them; that there are more is said on standard error. Raises Rejected, Misconfigured, Unavailable."""
    if as_json and columns:
        raise Rejected("--json and --columns, one of the two", "a line of JSON is the whole fact")
    # One more than is shown tells whether there are more.
    asked = conditions(arguments, sort=sort, limit=limit + 1, columns=[columns] if columns else None)
    in_words = sys.stdout.isatty() and not as_json and not columns

    def ask(kind: Format) -> str:
        return asyncio.run(_whole(asked, kind, url=url, data_dir=data_dir))

    if as_json or in_words:
        lines = ask("jsonl").splitlines()
        more, lines = len(lines) > limit, lines[:limit]
        if as_json:
            sys.stdout.write("".join(f"{line}\n" for line in lines))
        else:
            _show(_spoken([json.loads(line) for line in lines]))
    else:
        table = list(csv.reader(io.StringIO(ask("csv"), newline="")))
        more, rows = len(table) > limit + 1, table[1 : limit + 1]
        if sys.stdout.isatty():
            _show(_plain(table[0], rows))
        else:
            csv.writer(sys.stdout, lineterminator="\n").writerows([table[0], *rows])
    sys.stdout.flush()
    if more:
        sys.stderr.write(f"the first {limit}; --limit shows more, `factwire export` writes all\n")


async def _whole(asked: FactsAsked, kind: Format, *, url: str | None, data_dir: Path | None) -> str:
    pieces = [piece async for piece, _ in facts(asked, kind, url=url, data_dir=data_dir)]
    return b"".join(pieces).decode()


def _spoken(found: Sequence[dict[str, Any]]) -> Table:
    """Facts in words, as `factwire tail` has them, with their articles."""
    table = _table()
    table.add_column("kind", no_wrap=True, style="cyan")
    for name, share in (("what", 3), ("of", 4), ("when", 2), ("in the article's words", 5), ("article", 3)):
        table.add_column(name, ratio=share, style="dim" if share == 5 else None)
    facts_ = FACTS.validate_json(json.dumps(found))
    for fact, about in zip(facts_, found, strict=True):
        article = about["article"]
        source = " · ".join(part for part in (article["published_on"], article["publisher"], article["title"]) if part)
        table.add_row(*(Text(cell) for cell in (*cells(fact), source)))
    return table


def _plain(names: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    table = _table()
    for name in names:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    return table


def _table() -> Table:
    return Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=True, padding=(0, 1))


def _show(table: Table) -> None:
    console = Console(highlight=False)
    if table.row_count:
        console.print(table)
    else:
        console.print("no fact fits")
