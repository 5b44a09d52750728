"""Whom "we" and "our" stand for: the body of whoever speaks, else the company that the story is about."""

from __future__ import annotations

from services.extract.core.facts.memory import Memory, memory_of
from services.extract.core.facts.naming import named
from services.extract.core.facts.quotation import quotations
from services.extract.core.facts.role import seat
from services.extract.core.facts.speaker import speaker
from services.extract.core.mentions.place import demonyms
from services.extract.core.model import Document, Mentioned, Name
from services.extract.core.sentences import Sentence

_NEAR = 12  # tokens
_BACK = 400  # sentences, and noun phrases in them, among which what somebody heads is named
SPEAKERS = frozenset("we us our ours my".split())


def speaking(doc: Document, s: Sentence, start: int) -> Mentioned | None:
    """Whom "we" at an offset stands for: of a quotation the organisation of its speaker, by the title that the article
    gives; None where the text names no organisation."""
    memory = memory_of(doc)
    k = quotations(doc).at(start)
    who = speaker(k, doc) if k >= 0 else None
    body = _body_of(doc, who, memory) if who is not None else None
    return body or memory.company(s)


def ourselves(doc: Document, s: Sentence, token: int) -> Mentioned | None:
    """Whom "we" before a token stands for, in its clause: "In 2023 we did 741,000 TEU"."""
    if "we" not in s.vocabulary:
        return None
    for i in range(token - 1, max(token - _NEAR, -1), -1):
        if s.lows[i] == "we":
            return speaking(doc, s, s.starts[i])
        if s.tags[i] in ".;":
            return None
    return None


def employer(doc: Document, start: int, pronoun: str) -> Mentioned | None:
    """Of "his company", "her firm" at an offset the body that he or she heads, by the title that the article gives."""
    memory = memory_of(doc)
    who = memory.person_before(start, pronoun)
    return _body_of(doc, who, memory) if who is not None else None


def _body_of(doc: Document, who: Mentioned, memory: Memory) -> Mentioned | None:
    """What a person heads, by the first title that stands with the family name and tells it."""
    kept: dict[str, Mentioned | None] = doc.memo.setdefault("headed", {})
    family = who.text.split()[-1]
    if family not in kept:
        tellings = (_told(doc, s, name, memory) for s, name in _titled(doc).get(family, ()))
        kept[family] = next((found for found in tellings if found is not None), None)
    return kept[family]


def _titled(doc: Document) -> dict[str, list[tuple[Sentence, Name]]]:
    """Family name -> where it stands with a title."""
    found: dict[str, list[tuple[Sentence, Name]]] | None = doc.memo.get("titled")
    if found is None:
        found = doc.memo["titled"] = {}
        for s, names in zip(doc.sentences, doc.names, strict=False):
            for name in names:
                if name.kind == "person" and name.title is not None:
                    found.setdefault(name.text.split()[-1], []).append((s, name))
    return found


def _told(doc: Document, s: Sentence, name: Name, memory: Memory) -> Mentioned | None:
    found = seat(s, name, memory)
    lower = found is not None and found.text[:1].islower()  # "the venture's chief executive"
    return _headed(doc, s.index, found) if found is not None and lower else found


def _headed(doc: Document, index: int, noun: Mentioned) -> Mentioned | None:
    """The name whose last word is the noun of what somebody heads: "manager of the agropark" → Mil agropark."""
    low = noun.text.split()[-1].lower()
    left = _BACK
    for s in reversed(doc.sentences[max(index + 1 - _BACK, 0) : index + 1]):
        if low not in s.vocabulary:
            continue
        for p in reversed(s.phrases):
            left -= 1
            if left < 0:
                return None
            proper = [s.lows[i] for i in range(p.first, p.last) if s.tags[i] == "P"]
            if s.lows[p.head] == low and not demonyms().issuperset(proper) and "E" not in s.tags[p.first : p.last]:
                return named(s, p)
    return None
