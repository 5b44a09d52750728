"""Whom "we" and "our" stand for: the body of whoever speaks, else the company that the story is about."""

from __future__ import annotations

from services.extract.core.facts.memory import Memory, memory_of
from services.extract.core.facts.quotation import quotations
from services.extract.core.facts.role import seat
from services.extract.core.facts.speaker import speaker
from services.extract.core.model import Document, Mentioned
from services.extract.core.sentences import Sentence

SPEAKERS = frozenset("we us our ours my".split())


def speaking(doc: Document, s: Sentence, start: int) -> Mentioned | None:
    """Whom "we" at an offset stands for: of a quotation the organisation of its speaker, by the title that the article
    gives; None where the text names no organisation."""
    memory = memory_of(doc)
    k = quotations(doc).at(start)
    who = speaker(k, doc) if k >= 0 else None
    body = _body_of(doc, who, memory) if who is not None else None
    return body or memory.company(s)


def employer(doc: Document, start: int, pronoun: str) -> Mentioned | None:
    """Of "his company", "her firm" at an offset the body that he or she heads, by the title that the article gives."""
    memory = memory_of(doc)
    who = memory.person_before(start, pronoun)
    return _body_of(doc, who, memory) if who is not None else None


def _body_of(doc: Document, who: Mentioned, memory: Memory) -> Mentioned | None:
    family = who.text.split()[-1]
    for s, names in zip(doc.sentences, doc.names, strict=False):
        for name in names:
            if name.kind == "person" and name.title is not None and name.text.split()[-1] == family:
                found = seat(s, name, memory)
                if found is not None and not found.text[:1].islower():  # "the venture's chief executive"
                    return found
    return None
