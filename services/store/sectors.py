"""The sector of a fact by its own words (`sectors.toml`): an explainable guess, made in the database."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from sqlalchemy import ColumnElement, case, func, or_

from services.store.tables import FACT

_BREAKS = ",.;:()-/\"'’“”"


@cache
def words() -> dict[str, tuple[str, ...]]:
    """Sector → its words, in the order in which they are tried."""
    data = tomllib.loads(files("services.store").joinpath("sectors.toml").read_text(encoding="utf-8"))
    return {sector: tuple(word.lower() for word in listed) for sector, listed in data["sectors"].items()}


def said() -> ColumnElement[str]:
    """Subject, item, unit and quote of a fact in small letters, each word between spaces: what `sector` looks into."""
    f = FACT.c
    text: ColumnElement[str] = func.lower(
        func.coalesce(f.subject, "") + " " + func.coalesce(f.item, "") + " " + func.coalesce(f.unit, "") + " " + f.quote
    )
    for mark in _BREAKS:
        text = func.replace(text, mark, " ")
    return " " + text + " "


def sector(text: ColumnElement[str]) -> ColumnElement[str | None]:
    """The first sector that has a word there; null where none has. `text` is a column: it is named once a word."""
    tried = [(or_(*(text.like(f"% {_pattern(word)}") for word in listed)), name) for name, listed in words().items()]
    return case(*tried, else_=None)


def _pattern(word: str) -> str:
    return f"{word[:-1]}%" if word.endswith("*") else f"{word} %"
