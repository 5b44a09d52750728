"""Where a number stands, and the times of its sentence as its claim sees them."""

from __future__ import annotations

from services.extract.core.model import Document, Time
from services.extract.core.sentences import Sentence


class Place:
    """Where a number stands: its tokens and its zone."""

    __slots__ = ("first", "last", "zone")

    def __init__(self, first: int, last: int, zone: int) -> None:
        self.first, self.last, self.zone = first, last, zone


class Scope:
    """The times of a sentence as one claim sees them."""

    __slots__ = ("doc", "kind", "others", "s", "times", "vague")

    def __init__(self, s: Sentence, doc: Document, kind: str) -> None:
        found = doc.times[s.index]
        self.s, self.doc, self.kind = s, doc, kind
        self.times = [t for t in found if t.use == "period"]
        self.vague = [t for t in found if t.use == "none" and not t.rule.endswith((".duration", ".plural"))]
        self.others: list[tuple[int, int]] = []  # the other numbers of the sentence

    def leave(self, place: Place) -> None:
        """Take the quantities of the sentence except the claim's own as the other numbers."""
        index = self.s.index
        quantities = self.doc.quantities[index] if index < len(self.doc.quantities) else []
        self.others = [(q.first, q.last) for q in quantities if q.last <= place.first or q.first >= place.last]


def is_ahead(scope: Scope, time: Time) -> bool:
    """Whether a time reaches beyond the article's date."""
    return scope.doc.published is None or time.until is None or time.until >= scope.doc.published
