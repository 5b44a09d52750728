"""The words of the news, as data: the TOML files beside the core, read once, and the hash that travels with facts."""

from __future__ import annotations

import hashlib
import tomllib
from functools import cache
from importlib import resources
from typing import Any

_FOLDER = resources.files("services.extract") / "lexicon"


@cache
def table(name: str) -> dict[str, Any]:
    """The data file of that name as it stands; raises FileNotFoundError where there is none."""
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def words(name: str, key: str) -> frozenset[str]:
    """A list of words of a data file: a string of words parted by white space, or an array of phrases."""
    value = table(name)[key]
    return frozenset(value.split() if isinstance(value, str) else value)


@cache
def fingerprint() -> str:
    """SHA-256 over all data files, names and bytes in the order of their names; the first 16 hex digits."""
    digest = hashlib.sha256()
    for path in sorted((p for p in _FOLDER.iterdir() if p.name.endswith(".toml")), key=lambda p: p.name):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]
