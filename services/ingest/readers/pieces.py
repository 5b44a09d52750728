"""What readers hand over: drafts of articles, reasons why there is none, and files inside of files."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import NamedTuple, Protocol, TypeAlias

from services.ingest.article import Draft
from shared.errors import Rejected


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside of a file, read by its own format; `url`: where it was fetched from, if that is known."""

    name: str
    data: bytes
    url: str | None = None


@dataclass
class Budget:
    """What one file may unfold to in all, shared by everything inside of it, and what its fields are called."""

    articles: int = 10_000
    size: int = 100_000_000  # bytes
    ratio: int = 200  # unfolded to packed, beyond the first megabyte
    depth: int = 3  # archives inside of archives
    article: int = 10_000_000  # bytes of one article's text
    names: dict[str, str] = field(default_factory=dict)  # where JSON has our fields, beside the usual names

    def unfold(self, size: int, packed: int) -> None:
        """Count bytes that came out of an archive. Raises Rejected when there are too many."""
        self.size -= size
        if self.size < 0 or size > max(1_000_000, packed * self.ratio):
            raise Rejected(
                "It unfolds to far more than an archive of articles would", "unpack it, and drop the articles"
            )


class Part(NamedTuple):
    """One part of a file: its name within (empty for the file itself), and the draft or why there is none."""

    name: str
    content: Draft | Rejected


class Reader(Protocol):
    """What reads files: in this process or in another."""

    def read(self, data: bytes, name: str, media_type: str | None = None) -> list[Part]:
        """The parts of a file. Raises Rejected where there can be none."""


Piece: TypeAlias = Draft | Rejected | Member
# Bytes and the file's name → pieces. A problem of the whole file is raised, one of a part of it is yielded.
Read: TypeAlias = Callable[[bytes, str, Budget], Iterator[Piece]]

_ISO = re.compile(r"\s*(\d{4})-?(\d{2})-?(\d{2})(?!\d)")


def day(value: object) -> dt.date | None:
    """The day that a metadata value names: ISO 8601 in front, or the date of an e-mail; None where it names none."""
    if not isinstance(value, str):
        return None
    try:
        if match := _ISO.match(value):
            return dt.date(int(match[1]), int(match[2]), int(match[3]))
        return parsedate_to_datetime(value).date()
    except (ValueError, TypeError, IndexError):
        return None


def line(value: object, longest: int = 1000) -> str | None:
    """A metadata value as one line; None where there is nothing in it."""
    text = " ".join(value.split()) if isinstance(value, str) else ""
    return text[:longest] or None


def link(value: object) -> str | None:
    """A web address; None for anything else."""
    text = line(value, 2000)
    return text if text and text.startswith(("http://", "https://")) and " " not in text else None
