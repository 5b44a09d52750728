"""JSON and JSON Lines: one article an object, under the field names of `fields.py`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from services.ingest.article import Draft
from services.ingest.readers.fields import draft_of
from services.ingest.readers.pieces import Budget, Piece
from services.ingest.readers.text import decode
from shared.errors import Rejected

_LISTS = ("articles", "items", "data", "results", "documents", "news", "entries")


def read(data: bytes, name: str, budget: Budget) -> Iterator[Piece]:
    """One object, a list of them, `{"articles": [...]}`, or one object a line (also when it is called .json)."""
    text = decode(data)
    try:
        loaded = json.loads(text)
    except (ValueError, RecursionError) as error:
        if _is_lines(text):
            yield from read_lines(data, name, budget)
            return
        raise Rejected(f"It is not JSON: {str(error)[:200]}", "check it with a JSON tool") from None
    for item in _items(loaded):
        yield _one(item, budget.names)


def read_lines(data: bytes, name: str, budget: Budget) -> Iterator[Piece]:
    """One object a line; a bad line is a problem of that line only."""
    for number, row in enumerate(decode(data).split("\n"), 1):
        if row.strip():
            try:
                yield _one(json.loads(row), budget.names)
            except (ValueError, RecursionError) as error:
                yield Rejected(f"Line {number} is not JSON: {str(error)[:200]}", "check it with a JSON tool")


def _items(loaded: Any) -> list[Any]:
    if isinstance(loaded, dict):
        return next((loaded[key] for key in _LISTS if isinstance(loaded.get(key), list)), [loaded])
    if isinstance(loaded, list):
        return loaded
    raise Rejected("It is JSON, but no object and no list of objects", 'write {"text": "…"}')


def _one(item: Any, names: Mapping[str, str]) -> Draft | Rejected:
    try:
        if not isinstance(item, dict):
            raise Rejected("An article is to be a JSON object", 'write {"text": "…"}')
        return draft_of(item, names)
    except Rejected as problem:
        return problem


def _is_lines(text: str) -> bool:
    first = text.lstrip().split("\n", 1)[0]
    try:
        return isinstance(json.loads(first), dict)
    except (ValueError, RecursionError):
        return False
