"""Facts for the eye: one table an article, the same in `extract`, `tail` and `up`."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from shared.facts import EventFact, Fact, Period, QuantityFact, RoleFact, Value
from shared.messages import FactsExtracted

if TYPE_CHECKING:  # not at run time: `factwire extract` shows facts without loading the broker
    from shared.broker import Dead, StreamStatus

CONSOLE = Console(highlight=False)
_BOUND = {"exact": "", "approximate": "~", "at_least": "≥ ", "at_most": "≤ ", "range": ""}
_SCALES = ((12, "tn"), (9, "bn"), (6, "m"))


def show(message: FactsExtracted, *, name: str | None = None, entry: str | None = None) -> None:
    """Print an article's facts; `name` is how the caller calls the article, `entry` its id on the stream."""
    article = message.article
    count = len(message.facts)
    source = f"posted by {article.source.name}" if article.source.door == "http" else article.source.name
    head = Text.assemble(
        (name or article.title or source, "bold"),
        f"  {article.published_on or 'no date'}  ",
        (f"{count} fact{'' if count == 1 else 's'}", "green" if count else "dim"),
        (f"  {entry}" if entry else "", "dim"),
    )
    CONSOLE.print(head)
    if message.facts:
        CONSOLE.print(_table(message.facts))


def _table(facts: tuple[Fact, ...]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=True, padding=(0, 1))
    table.add_column("kind", no_wrap=True, style="cyan")
    table.add_column("what", ratio=3)
    table.add_column("of", ratio=4)
    table.add_column("when", ratio=2)
    table.add_column("in the article's words", ratio=5, style="dim")
    for fact in facts:
        # Text, not str: an article's "[…]" is no markup.
        table.add_row(*(Text(cell) for cell in cells(fact)))
    return table


def cells(fact: Fact) -> tuple[str, str, str, str, str]:
    """Kind, claim, subject, time and evidence of a fact, as one line of words each."""
    words = " ".join(fact.evidence.text.split())
    when = "; ".join(
        part for part in (spoken_period(fact.period), "planned" if fact.status == "planned" else "") if part
    )
    if isinstance(fact, RoleFact):
        organization = fact.organization.text if fact.organization else ""
        return fact.kind, f"{fact.person}: {fact.title}", organization, when, words
    subject = " ".join(fact.subject.text.split()) if fact.subject else ""
    if isinstance(fact, EventFact):
        return fact.kind, fact.event, subject, when, words
    return fact.kind, spoken_value(fact), subject, when, words


def spoken_value(fact: QuantityFact) -> str:
    """A quantity in short: `≥ 48 bn KZT (110 m USD)`, `120–150 t of copper per year`, `+5.5 %`."""
    value: Value = fact.value
    times = value.unit == "x"  # "doubled" is ×2, not +2
    sign = {"increase": "×" if times else "+", "decrease": "÷" if times else "−", None: "×" if times else ""}[
        fact.direction
    ]
    number = _number(value.amount) + (f"–{_number(value.upper)}" if value.upper is not None else "")
    counted = value.unit == "1"  # the guide's unit of things and people; what they are is the item
    return "".join(
        (
            _BOUND[value.bound],
            sign,
            number,
            "" if times or (counted and value.item) else f" {value.unit}",
            f" {'' if counted else 'of '}{value.item}" if value.item else "",
            f" per {value.per}" if value.per else "",
            "".join(f" ({_number(money.amount)} {money.unit})" for money in value.equivalents),
        )
    )


def _number(amount: str) -> str:
    """`48000000000` → `48 bn` where that loses nothing, else thousands apart: `1,234,567`."""
    whole, _, fraction = amount.partition(".")
    if not fraction:
        for zeros, word in _SCALES:
            head, rest = whole[:-zeros], whole[-zeros:].rstrip("0")
            if head.lstrip("-") and len(rest) <= 3:
                return f"{head}.{rest} {word}" if rest else f"{head} {word}"
    return f"{int(whole):,}" + (f".{fraction}" if fraction else "")


def spoken_period(period: Period | None) -> str:
    """A period in short: `2021`, `2021-02`, `2021-02-05`, `2021-01-01 … 2021-10-31`, `… 2025-12-31`."""
    if period is None:
        return ""
    start, end = period.start, period.end
    if start is None or end is None:
        return f"{start or ''} … {end or ''}".strip() if start or end else ""
    if start == end:
        return start.isoformat()
    if (start.month, start.day, end.month, end.day) == (1, 1, 12, 31):
        return str(start.year) if start.year == end.year else f"{start.year} … {end.year}"
    if start.day == 1 and end == start.replace(day=monthrange(start.year, start.month)[1]):
        return f"{start:%Y-%m}"
    return f"{start} … {end}"


def show_table(names: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a plain table."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    for name in names:
        table.add_column(name, no_wrap=name == "id", overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    CONSOLE.print(table)


def show_dead(entries: Sequence[Dead]) -> None:
    """Print dead entries, one a row."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=True, padding=(0, 1))
    for name, ratio in (("id", None), ("reason", None), ("error", 5), ("article", 2), ("tries", None), ("died", 1)):
        table.add_column(name, ratio=ratio, no_wrap=ratio is None, overflow="fold")
    for dead in entries:
        article = dead.fields.get("subject", "")
        table.add_row(*(Text(c) for c in (dead.id, dead.reason, dead.error, article, str(dead.deliveries), dead.at)))
    CONSOLE.print(table)


def show_status(streams: Sequence[StreamStatus], paused: str | None, rows: Mapping[str, Any]) -> None:
    """Print the streams with their groups, why ingest takes nothing where it does not, and what the database holds."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1))
    for name in ("stream", "entries", "dead", "group", "waiting", "pending", "oldest pending"):
        table.add_column(name, justify="left" if name in ("stream", "group") else "right")
    for stream in streams:
        head = (stream.name, f"{stream.length:,}", f"{stream.dead:,}")
        for group in stream.groups:
            oldest = f"{group.oldest_pending:.0f} s" if group.pending else ""
            table.add_row(*head, group.name, f"{group.lag:,}", f"{group.pending:,}", oldest)
            head = ("", "", "")
        if not stream.groups:
            table.add_row(*head, "none yet", "", "", "")
    CONSOLE.print(table)
    if paused:
        what = "the inbox and the feeds are paused and posts get 503 until extract has caught up"
        CONSOLE.print(Text(f"ingest: {paused}; {what} (FACTWIRE_MAX_BACKLOG)", style="yellow"))
    held = rows["error"] if "error" in rows else f"{rows['articles']:,} articles, {rows['facts']:,} facts"
    CONSOLE.print(Text(f"{rows['url']}: {held}"))
