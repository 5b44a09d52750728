"""What somebody or something is called by later on, as data: lexicon/called.toml.

trades("carmaker")     → {"motors", "cars", …}: words of a name or description that show the trade
trade_of("motors")     → the trades that a word shows
wider("vessel")        → {"ferry", "tanker", …}
country_of("chilean")  → "chile"
"""

from __future__ import annotations

from functools import cache

from services.extract.core import lexicon
from services.extract.core.mentions.place import countries

_NONE: frozenset[str] = frozenset()


@cache
def _called(section: str) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for entry in lexicon.table("called")[section]:
        known = frozenset(entry["known_by"].split()) | frozenset(entry["called"].split())
        for word in entry["called"].split():
            found[word] = found.get(word, _NONE) | known
    return found


def trades(noun: str) -> frozenset[str]:
    """The words of a name or description that show a company to be what a noun says; empty for a general noun."""
    return _called("trade").get(noun, _NONE)


@cache
def _shown() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for entry in lexicon.table("called")["trade"]:
        for word in (entry["known_by"] + " " + entry["called"]).split():
            found.setdefault(word, set()).update(entry["called"].split())
    return {word: frozenset(nouns) for word, nouns in found.items()}


def trade_of(word: str) -> frozenset[str]:
    """What a company may be called whose name or description has a word."""
    return _shown().get(word, _NONE)


def wider(noun: str) -> frozenset[str]:
    """The narrower words that a wider one may stand for, both singular."""
    return _called("thing").get(noun, _NONE)


@cache
def movable() -> frozenset[str]:
    """Ships and aircraft, by their wider and narrower words: what costs and carries as a facility does."""
    return wider("vessel") | wider("aircraft")


@cache
def part(noun: str) -> str:
    """Which part in a deal or a group a noun says somebody has, as a key of `parts_of`; empty where none."""
    for i, entry in enumerate(lexicon.table("called")["part"]):
        for side in ("actor", "other"):
            if noun in entry[side].split():
                return f"{side} {i}"
    parents: dict[str, str] = lexicon.table("called")["parents"]
    return next((key for key, nouns in parents.items() if noun in nouns.split()), "")


@cache
def deal_of(lemma: str) -> int:
    """The number of the deal that a verb tells of, -1 where none."""
    for i, entry in enumerate(lexicon.table("called")["part"]):
        if lemma in entry["verbs"].split():
            return i
    return -1


@cache
def country_of(demonym: str) -> str:
    """The country that an adjective says something comes from; the word itself where no country begins like it."""
    pairs: list[str] = lexicon.table("called")["origins"]["pairs"].split()
    for adjective, country in zip(pairs[::2], pairs[1::2], strict=True):
        if adjective == demonym:
            return country
    for cut in range(4):
        stem = demonym[: len(demonym) - cut]
        found = [country for country in countries() if country.startswith(stem)] if len(stem) > 2 else []
        if found:
            return min(found, key=len)
    return demonym
