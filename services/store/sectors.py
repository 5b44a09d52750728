"""The sector of a fact by the words of its subject and item (`sectors.toml`): a guess that can be explained."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files

_WORD = re.compile(r"\w+")
SHORTEST = 3  # letters of a beginning


@cache
def words() -> dict[str, tuple[str, ...]]:
    """Sector → its words, in the order in which they are tried."""
    data = tomllib.loads(files("services.store").joinpath("sectors.toml").read_text(encoding="utf-8"))
    return {sector: tuple(word.lower() for word in listed) for sector, listed in data["sectors"].items()}


@cache
def _known() -> tuple[tuple[str, ...], dict[str, int], dict[str, int]]:
    """The sectors in their order; whole word → place of its sector; beginning of a word → the same."""
    whole: dict[str, int] = {}
    begun: dict[str, int] = {}
    for place, listed in enumerate(words().values()):
        for word in listed:
            if word.endswith("*"):
                begun.setdefault(word[:-1], place)
            else:
                whole.setdefault(word, place)
    return tuple(words()), whole, begun


@lru_cache(maxsize=100_000)
def sector(subject: str | None, item: str | None, unit: str | None) -> str | None:
    """The first sector that has a word there; None where none has."""
    names, whole, begun = _known()
    last = len(names)
    best = last
    for word in _WORD.findall(f"{subject or ''} {item or ''} {unit or ''}".lower()):
        best = min(best, whole.get(word, last))
        for length in range(SHORTEST, len(word) + 1):
            best = min(best, begun.get(word[:length], last))
    return names[best] if best < last else None
