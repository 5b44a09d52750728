"""Articles as the command line gives them: text files, standard input, JSONL.

A line of JSONL is an object with `text`, and optionally `id`, `published_on` (or `date`), `title`, `url`, `publisher`.
The text stays exactly as given, so that offsets of facts count in what the caller has in hand.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from services.ingest.header import read_header
from shared.errors import Rejected


@dataclass(frozen=True, slots=True)
class Given:
    """One article and what the caller said about it; `id` is the caller's own, else its file or line."""

    id: str
    name: str
    text: str
    published_on: dt.date | None = None
    title: str | None = None
    url: str | None = None
    publisher: str | None = None


def read(name: str) -> Iterator[Given | Rejected]:
    """The articles of a file, or of standard input for `-`; a Rejected stands in the place of each that is none."""
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        hint = "give the files in it, for example with a shell pattern" if Path(name).is_dir() else ""
        yield Rejected(f"{name}: cannot read it: {error.strerror}", hint)
        return
    try:
        text = _characters(data)
    except Rejected as error:
        yield Rejected(f"{name}: {error.reason}", error.hint)
        return
    lines = text.split("\n")
    if _is_jsonl(lines):
        for number, line in enumerate(lines, 1):
            if line.strip():
                yield _from_json(name, number, line)
    else:
        header = read_header(text)
        yield Given(name, name, text, published_on=header.published_on, title=header.title)


def _characters(data: bytes) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = ""
    if text.strip() and "\0" not in text:
        return text
    from services.ingest.readers.text import decode  # other encodings, and what to say about no text at all

    return decode(data)


def _is_jsonl(lines: list[str]) -> bool:
    """Whether the first line that is not blank is a JSON object; a news text never is."""
    first = next((line for line in lines if line.strip()), "")
    try:
        return isinstance(json.loads(first), dict)
    except ValueError:
        return False


def _from_json(name: str, number: int, line: str) -> Given | Rejected:
    where = f"{name}:{number}"
    try:
        given = json.loads(line)
    except ValueError as error:
        return Rejected(f"{where}: not JSON: {error}", "one article a line, as an object")
    if not isinstance(given, dict) or not isinstance(given.get("text"), str) or not given["text"].strip():
        return Rejected(f"{where}: no article", 'an object with a "text" is needed, not empty')
    try:
        given["text"].encode()
    except UnicodeEncodeError:
        return Rejected(f"{where}: the text holds half of a character (a lone surrogate)", "send whole Unicode text")
    date = given.get("published_on") or given.get("date")
    try:
        published_on = dt.datetime.fromisoformat(date).date() if date else read_header(given["text"]).published_on
    except (TypeError, ValueError):
        return Rejected(f"{where}: {date!r} is no date", "published_on is written YYYY-MM-DD")
    return Given(
        str(given.get("id", where)),
        name,
        given["text"],
        published_on=published_on,
        title=_word(given, "title"),
        url=_word(given, "url"),
        publisher=_word(given, "publisher"),
    )


def _word(given: dict[str, Any], key: str) -> str | None:
    value = given.get(key)
    return value if isinstance(value, str) else None
