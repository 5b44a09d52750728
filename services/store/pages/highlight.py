"""An article's text cut into pieces, each with the facts whose evidence covers it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text and the facts stated there; `first` names those whose evidence begins with it."""

    text: str
    facts: tuple[Mapping[str, Any], ...] = ()
    first: tuple[str, ...] = ()


def pieces(text: str, facts: Sequence[Any]) -> list[Piece]:
    """The text in pieces; joined together they are the text again.

    A fact whose quote does not stand at its offsets is left out: better no highlight than a wrong one.
    """
    sound = [f for f in facts if f["quote"] and text[f["evidence_start"] : f["evidence_end"]] == f["quote"]]
    cuts = {0, len(text)}
    for fact in sound:
        cuts |= {fact["evidence_start"], fact["evidence_end"]}
    edges = sorted(cuts)
    found = []
    for start, end in pairwise(edges):
        here = tuple(f for f in sound if f["evidence_start"] <= start and end <= f["evidence_end"])
        found.append(Piece(text[start:end], here, tuple(f["id"] for f in here if f["evidence_start"] == start)))
    return found
