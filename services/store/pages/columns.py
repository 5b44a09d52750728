"""The columns of the table of facts: which there are, which are shown, and which can be sorted by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, whether it is shown unless others are chosen, and what it sorts by."""

    name: str
    label: str
    shown: bool = False
    sort: str | None = None
    down_first: bool = True  # largest or latest first when it is clicked


COLUMNS = (
    Column("kind", "Kind", shown=True),
    Column("subject", "Subject", shown=True),
    Column("value", "Claim", shown=True, sort="amount"),
    Column("usd", "In dollars, as stated", sort="usd"),
    Column("when", "When and where", shown=True, sort="period"),
    Column("place", "Where"),
    Column("attribution", "According to"),
    Column("published", "Published", shown=True, sort="published"),
    Column("publisher", "Publisher"),
    Column("quote", "Stated as", shown=True),
    Column("confidence", "Sure", shown=True, sort="confidence", down_first=False),
    Column("rule", "Rule"),
    Column("recorded", "In store since", sort="recorded"),
    Column("review", "Review", shown=True),
)


def chosen(names: Sequence[str]) -> tuple[Column, ...]:
    """The columns to show, in their own order; those of the start where none of the names is one."""
    known = [column for column in COLUMNS if column.name in names]
    return tuple(known or [column for column in COLUMNS if column.shown])


def next_sort(column: Column, now: str) -> str | None:
    """What a click on the heading sorts by; None where the column cannot be sorted."""
    if column.sort is None:
        return None
    down, up = f"-{column.sort}", column.sort
    if now == down:
        return up
    if now == up:
        return down
    return down if column.down_first else up


def direction(column: Column, now: str) -> str | None:
    """`ascending` or `descending` where the table is sorted by it (the values of aria-sort)."""
    if column.sort is None or now.removeprefix("-") != column.sort:
        return None
    return "descending" if now.startswith("-") else "ascending"
