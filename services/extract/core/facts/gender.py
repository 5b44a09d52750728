"""Whether a person may be "he" or "she": by the civility before the name, the given name, the family name's ending.

Ms Blom · Petra Blom · Aliya Bekova → she · Mr Dahl · Timur Karimov → he · Kim Weber → either
"""

from __future__ import annotations

from functools import cache

from services.extract.core import lexicon
from services.extract.core.mentions.person import given_names
from services.extract.core.model import Name

_MR = ("Mr ", "Mr. ", "Sir ", "Lord ", "Herr ", "Señor ", "Monsieur ")
_MS = ("Ms ", "Ms. ", "Mrs ", "Mrs. ", "Miss ", "Dame ", "Lady ", "Frau ", "Madame ", "Mme ", "Señora ")


@cache
def _women() -> frozenset[str]:
    return lexicon.words("given", "women")


@cache
def _either() -> frozenset[str]:
    return lexicon.words("given", "either")


@cache
def _endings(key: str) -> tuple[str, ...]:
    return tuple(lexicon.words("given", key))


def gender(text: str, name: Name) -> str:
    """ "he", "she", or "" where nothing tells, for a person named in a text."""
    before = text[max(name.start - 9, 0) : name.start]
    if before.endswith(_MR):
        return "he"
    if before.endswith(_MS):
        return "she"
    words = name.text.lower().split()
    if len(words) < 2:
        return ""
    first = words[0].partition("-")[0] if words[0] not in given_names() else words[0]
    if first in _women():
        return "she"
    if words[-1].endswith(_endings("women_endings")) and first not in given_names():
        return "she"
    if first in given_names() and not first.endswith("a") and first not in _either():
        return "he"
    return "he" if words[-1].endswith(_endings("men_endings")) else ""
