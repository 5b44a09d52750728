"""`factwire explain`: how an article's sentences became facts, in a terminal or as a page."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

from rich.console import Console

from services.cli import articles
from services.extract.explain import as_text, explained
from services.extract.explain_page import as_html
from shared.errors import Rejected

# Without a terminal nothing is wrapped: the lines are for grep and editors.
_PIPED_WIDTH = 10_000


def run(name: str, *, date: str | None, page: Path | None, everything: bool) -> int:
    """Explain every article of a file; problems go to standard error and make the exit code 2."""
    try:
        when = dt.date.fromisoformat(date) if date else None
    except ValueError:
        sys.stderr.write(f"factwire: {date} is no date; write it as 2024-05-31\n")
        return 2
    problems = 0
    pages = []
    console = Console(highlight=False, soft_wrap=False, width=None if sys.stdout.isatty() else _PIPED_WIDTH)
    for given in articles.read(name):
        if isinstance(given, Rejected):
            problems += 1
            sys.stderr.write(f"factwire: {given}\n")
            continue
        doc, accounts = explained(given.text, when or given.published_on)
        if page is None:
            console.print(as_text(doc, accounts, everything=everything))
        else:
            pages.append((given.title or given.id, doc, accounts))
    if page is not None and pages:
        try:
            page.write_text(as_html(pages, everything=everything), encoding="utf-8")
        except OSError as error:
            sys.stderr.write(f"factwire: {page}: cannot write it: {error.strerror}\n")
            return 2
        sys.stdout.write(f"{page}\n")
    return 2 if problems else 0
