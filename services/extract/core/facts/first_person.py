"""Whom "we" and "our" stand for."""

from __future__ import annotations

from services.extract.core.model import Document, Mentioned

SPEAKERS = frozenset("we us our ours my".split())


def speaking(doc: Document) -> Mentioned | None:
    """Whom "we" stands for: the organisation that the article names first."""
    if "speaker" not in doc.memo:
        first = next((n for names in doc.names for n in names if n.kind == "organisation"), None)
        doc.memo["speaker"] = Mentioned(first.text, first.start, first.end) if first is not None else None
    found: Mentioned | None = doc.memo["speaker"]
    return found
