"""The words of titles, from `titles.toml`: head nouns by class, modifiers, fields, and what stands around them."""

from __future__ import annotations

from functools import cache

from services.extract.core import lexicon


@cache
def group(name: str) -> frozenset[str]:
    """A class of head nouns."""
    return frozenset(lexicon.table("titles")["heads"][name].split())


@cache
def around(name: str) -> frozenset[str]:
    """A class of words that stand around heads."""
    return frozenset(lexicon.table("titles")["modifiers"][name].split())


@cache
def spelled() -> frozenset[str]:
    """Head nouns that are words, folded."""
    return group("government") | group("company") | group("employed") | group("ranks")


@cache
def heads() -> frozenset[str]:
    """All head nouns and short forms, folded."""
    return spelled() | frozenset(word.lower() for word in group("short") | group("before_name"))


@cache
def modifiers() -> frozenset[str]:
    """Words that may stand before the head."""
    return around("words") | around("core")


@cache
def verbs_of(name: str) -> frozenset[str]:
    """A class of verb forms that say who holds a title: "appoints", "succeeds", …"""
    return frozenset(lexicon.table("titles")["verbs"][name].split())


@cache
def fields() -> frozenset[str]:
    """What ministers and directors are for."""
    return around("fields")


@cache
def plurals() -> dict[str, str]:
    """Plural head -> head, folded: "ministers", "vice-presidents", "chairmen", "CEOs"."""
    found = {word + "s": word for word in heads() if word[-1] not in "s."}
    found.update({word[:-3] + "men": word for word in heads() if word.endswith("man")})
    return found


@cache
def plural_forms() -> frozenset[str]:
    """All of them."""
    return frozenset(plurals())


@cache
def bodies() -> frozenset[str]:
    """Bodies that stand before a title without "of" ("Senate President")."""
    return lexicon.words("organisations", "bodies")


def stem(low: str) -> str:
    """A head without what is tied to it by a hyphen ("ex-minister", "vice-chair")."""
    if "-" in low and low not in heads():
        return low.rpartition("-")[2]
    return low
