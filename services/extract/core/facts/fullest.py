"""The fullest name of what an article calls by a short one: "Hartmann", "KTZ" for the names that it gives elsewhere."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import islice

from services.extract.core.facts.memory import NO_FIRMS, Memory, memory_of
from services.extract.core.mentions.person import company_words
from services.extract.core.model import Document, Mentioned

_SIZE = re.compile(
    r"\d[\d.,]{0,9} (?:sq\.? ?(?:m|km|ft)|square (?:met(?:er|re)|foot|feet)s?|ha|acre|km|m|[kMG]W) (?=[A-Za-z])"
)
_HYPHENED = re.compile(
    r"\d[\d.,]{0,9}-(?:square-|cubic-)?(?:met(?:er|re)|foot|kilomet(?:er|re)|km|mile|acre|hectare|seat|bed|room"
    r"|[kMG]W|(?:mega|giga|kilo)watt|tonne|ton)(?:-[a-z]{2,6})? (?=[A-Za-z])"
)
_SUM = re.compile(  # what is left is a word of its own: not "m-a-year contract"
    r"[A-Z]{0,3}[$€£¥₹₦]\d[\d.,]{0,12}[ -]?(?:(?:million|billion|trillion|crore|m|bn) )?"
    r"(?!(?:million|billion|trillion|crore|m|bn|k|an?|per)\b)(?=[A-Za-z])"
)
_ITSELF = frozenset(("Group", "Company"))  # as a release calls whoever issues it
_PAPERS = frozenset("discussion analysis report results statement review".split())
_MANY = 200  # names that are looked through
_SHORT = 3  # words of a name that may stand for a longer one
_LETTERS = 3  # of an abbreviation that the initials of a name explain


def fullest(doc: Document, found: Mentioned) -> Mentioned:
    """The longest name in the text's body for a short name or abbreviation, where only one begins or spells so."""
    text = found.text
    if not text[:1].isupper() or text.count(" ") >= _SHORT:
        return found
    if " " not in text and doc.text[max(found.start - 3, 0) : found.start] == "In ":
        return found  # "In Petra": the town, no society of its name
    memory = memory_of(doc)
    if text in _ITSELF:
        k = bisect_right(doc.sentences, found.start, key=lambda s: s.start) - 1
        firm = memory.company(doc.sentences[k], certain=True)
        words = firm.text.lower().split() if firm is not None else []
        known = NO_FIRMS.isdisjoint(words) and not company_words().isdisjoint(words)
        return firm if firm is not None and known and words[-1] not in _PAPERS else found
    low = text.lower()
    if low in memory.people:
        return found
    full = memory.organisation(text)
    if full is None or full.text == text:
        full = _spelt(memory, text) if text.isupper() and len(text) >= _LETTERS else None
    elif sum(name.startswith(low + " ") for name in islice(memory.aliases, _MANY)) > 1 and low not in memory.aliases:
        return found  # "Boreal", of Boreal Bank and Boreal Energy
    if full is None or len(full.text) <= len(text) or _in_headline(doc, full):
        return found
    return full


def sizeless(found: Mentioned) -> Mentioned:
    """Of "14,800 sq m facility", "€60 million hall" the facility, the hall: such a size names nothing."""
    if found.text[:1].islower():
        return found
    size = _SIZE.match(found.text) or _HYPHENED.match(found.text) or _SUM.match(found.text)
    cut = size.end() if size is not None else 0  # "5,000-seat arena"
    return Mentioned(found.text[cut:], found.start + cut, found.end) if cut else found


def _spelt(memory: Memory, letters: str) -> Mentioned | None:
    """The name whose words begin with the letters: "Compagnie des Mines de Labé" of CML."""
    for full in islice(memory.aliases.values(), _MANY):
        words = full.text.split()
        if len(words) > 1 and "".join(word[0] for word in words if word[0].isupper()) == letters:
            return full
    return None


def _in_headline(doc: Document, full: Mentioned) -> bool:
    return any(s.part == "headline" and s.start <= full.start < s.end for s in doc.sentences[:3])
