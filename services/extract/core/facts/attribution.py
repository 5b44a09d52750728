"""To whom an article credits a claim: the source of the reporting frame or quotation that the claim stands in."""

from __future__ import annotations

from services.extract.core.facts.quotation import quotations
from services.extract.core.facts.source import Frame
from services.extract.core.facts.speaker import framed, resolved, speaker
from services.extract.core.model import Document, Mentioned
from services.extract.core.sentences import Sentence


def attribution(s: Sentence, start: int, end: int, doc: Document) -> Mentioned | None:
    """Who says what stands in characters [start, end) of a sentence, by the fullest name; None: the article itself."""
    marks = quotations(doc)
    k = marks.at(start)
    if k >= 0:
        return speaker(k, doc)
    found = framed(s, doc)
    if not found:
        return None
    frame = _covering(found, *s.tokens_of(start, end))
    return resolved(s, frame, doc) if frame is not None else None


def _covering(found: list[Frame], first: int, last: int) -> Frame | None:
    """The frame that a claim stands in: the nearest one that leads to it, else the nearest that trails it."""
    inside = [f for f in found if not f.quoting and f.left <= first < f.right and not f.first <= first < f.last]
    for frame in inside:
        if frame.rule == "citing":
            return frame
        if frame.rule == "relative" and last <= frame.right and frame.right - last <= 3:
            return frame
    inside = [f for f in inside if f.rule != "relative"]
    leading = [f for f in inside if f.verb < first and (f.rule in ("forward", "put") or f.left == f.verb)]
    if leading:
        return leading[-1]
    return next((f for f in inside if f.verb >= last), inside[-1] if inside else None)
