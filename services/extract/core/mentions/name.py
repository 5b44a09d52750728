"""The named persons, organisations and places of a sentence.

Kazakhstan Temir Zholy (KTZ), the state railway → organisation · Turkestan Region → place · Mayor Ivo Petrov → person
"""

from __future__ import annotations

from services.extract.core import lexicon
from services.extract.core.mentions.appointment import Holding
from services.extract.core.mentions.holder import holdings
from services.extract.core.mentions.person import (
    capital,
    company_words,
    given_names,
    honorifics,
    looks_like_person,
    opens,
    particles,
    person_from,
    person_until,
)
from services.extract.core.mentions.place import demonyms, is_place, place_at
from services.extract.core.mentions.title_words import fields, spelled
from services.extract.core.model import Document, Name
from services.extract.core.sentences import Sentence

_TIES = frozenset(("of", "for", "on"))
_DIRECTIONS = frozenset(("northern", "southern", "eastern", "western"))  # parts of names, unlike nationalities
_ABSTRACT = (
    "ship",
    "ness",
    "ment",
    "tion",
    "sion",
    "ance",
    "ence",
    "ancy",
    "ency",
    "ity",
    "ism",
    "ing",
    "age",
    "ure",
    "enue",
)
_ATTRIBUTES = ("-based", "-listed", "-owned", "-backed", "-led", "-born", "-made", "-registered", "-headquartered")
_PARTS = frozenset("terminal line phase block unit hall building gate pier berth runway stage zone lot tower".split())
_PERIODS = frozenset("H1 H2 Q1 Q2 Q3 Q4 1H 2H 1Q 2Q 3Q 4Q FY 9M".split())
_JOINS = frozenset(("and", "&"))
_FIRMS = frozenset("maker group producer retailer operator manufacturer lender airline brewer chain miner".split())
_CONTACT = frozenset("contact contacts enquiries inquiries".split())


def names(s: Sentence, doc: Document) -> list[Name]:
    """The names of a sentence from left to right; a person has one entry for each title that the sentence gives."""
    if s.part == "furniture":  # "Press contact: Ana Ruiz, press officer": that much it does say
        before = doc.sentences[s.index - 1].lows if s.index else []  # "For further information, please contact:"
        contact = not _CONTACT.isdisjoint(s.lows[:8]) or not _CONTACT.isdisjoint(before[-4:])
        return [_titled(s, holding) for holding in holdings(s, ())] if contact else []
    known: dict[str, str] = doc.memo.setdefault("surnames", {})
    held = holdings(s, known)
    found: list[Name] = []
    taken = [False] * len(s.words)
    for holding in held:
        found.append(_titled(s, holding))
        for k in range(holding.person.first, holding.person.last):
            taken[k] = True
        for k in range(*holding.title):
            taken[k] = True
    found += _runs(s, taken, known, doc)
    for name in found:
        if name.kind == "person":
            known.setdefault(s.lows[name.last - 1], name.text)
    if held:
        found.sort(key=lambda name: (name.first, name.title_first))
    return found


def _titled(s: Sentence, holding: Holding) -> Name:
    person, (a, b), (c, d) = holding.person, holding.title, holding.organization
    if d <= c:
        c = -1  # the sentence ends where the body should stand: "who chairs the board of"
    text = s.span(person.first, person.last)
    return Name(
        person.first,
        person.last,
        s.starts[person.first],
        s.ends[person.last - 1],
        text,
        "person",
        holding.words or s.span(a, b),
        a,
        b,
        s.span(c, d) if c >= 0 else None,
        s.starts[c] if c >= 0 else -1,
        s.ends[d - 1] if c >= 0 else -1,
    )


def _runs(s: Sentence, taken: list[bool], known: dict[str, str], doc: Document) -> list[Name]:
    """The capitalised runs that no title has taken, classified."""
    found: list[Name] = []
    n = len(s.words)
    words, tags = s.words, s.tags
    end = 0
    for i in s.capitals:
        if i < end or taken[i] or not capital(s, i):
            continue
        if opens(s, i) and not _name_like(s, i, n, doc):
            continue
        end = i + 1
        while end < n and not taken[end]:
            if words[end] in _PERIODS:
                break  # "Tarrant Foods H1: margins up"
            if capital(s, end) or (
                words[end][0].isdigit() and tags[end - 1] == "-" and s.ends[end - 1] == s.starts[end]
            ):
                end += 1
            elif _continues(s, i, end, n):
                end += 2 if s.lows[end + 1] != "the" else 3
            else:
                break
        while end > i and not words[end - 1][0].isalnum():
            end -= 1
        found.extend(_classified(s, i, end, known))
    return found


def _name_like(s: Sentence, i: int, n: int, doc: Document) -> bool:
    """Whether a word that begins a sentence is a name: before another, capitalised inside sentences too, or unknown
    as a word and standing as a name does."""
    tag, word = s.tags[i], s.words[i]
    if s.words[i + 1 : i + 2] == ["&"] and i + 2 < n and capital(s, i + 2):
        return True  # "Harbour & Vale", "Hartmann & Voss GmbH"
    if i + 1 < n and s.words[i + 1][0].isupper() and capital(s, i + 1):
        return tag in "NAPX"
    if tag != "P":
        return False
    if i + 2 < n and s.lows[i + 1] in particles() and capital(s, i + 2):
        return True  # "Compagnie des Mines"
    if is_place(s, i, i + 1) or not word[1:].islower() or word in _inside(doc):
        return True
    if word.endswith(_ABSTRACT):
        return False  # "Ownership will be split"
    if i + 1 >= n or s.lows[i] in fields() or s.lows[i] in company_words() or word.endswith("s"):
        return False
    return s.tags[i + 1] in "EBHM(" or s.tags[i + 1] == "W"


def _inside(doc: Document) -> frozenset[str]:
    """The words that the article capitalises inside its sentences, without those that it has in small letters too:
    gathered at once, since looking for each by itself takes quadratic time where many sentences begin with one."""
    found: frozenset[str] | None = doc.memo.get("inside")
    if found is None:
        every: set[str] = set()
        upper: set[str] = set()
        for s in doc.sentences:
            every.update(s.words)
            if s.part == "body":
                upper.update([s.words[i] for i in s.capitals if i and s.tags[i - 1] not in '.":'])
        found = doc.memo["inside"] = frozenset(word for word in upper if word.lower() not in every)
    return found


def _continues(s: Sentence, first: int, i: int, n: int) -> bool:
    """Whether a small word at i ties what follows to the name: "Ministry of …", "X & Y", "van der", initials."""
    low = s.lows[i]
    if i + 1 >= n:
        return False
    if low in _TIES:
        after = i + 2 if s.lows[i + 1] == "the" and i + 2 < n else i + 1
        return s.lows[i - 1] in company_words() and capital(s, after)
    if low in _JOINS:
        if not capital(s, i + 1):
            return False
        if low == "&":
            return True
        return (
            s.lows[i + 1] in fields()
            and s.lows[i - 1] in fields()
            and any(s.lows[k] in _TIES for k in range(max(first, i - 8), i))
        )
    if low in particles() and low not in ("i", "e", "as", "y"):
        return capital(s, i + 1)
    return s.words[i] == "." and len(s.words[i - 1]) == 1 and capital(s, i + 1) and s.starts[i] == s.ends[i - 1]


def _classified(s: Sentence, first: int, last: int, known: dict[str, str]) -> list[Name]:
    lows, words = s.lows, s.words
    if last <= first:
        return []
    while first < last and "-" in lows[first] and lows[first].endswith(_ATTRIBUTES):
        first += 1  # "Galway-based | Venaflow"
    if last <= first:
        return []
    if lows[first] in demonyms() and lows[first] not in _DIRECTIONS:
        if last - first == 1:
            return []
        if lows[last - 1] not in company_words():
            first += 1  # "Turkish Alarko": the nationality is no part of the name
    if last - first == 2 and lows[first] in ("south", "north") and lows[first + 1] in demonyms():
        return []  # "South Korean"
    if "-" in lows[first] and last - first == 1 and demonyms().issuperset(lows[first].split("-")):
        return []  # "a Belgian-Namibian venture"
    if is_place(s, first, last):
        return [_name(s, first, last, "place")]
    if last - first == 2 and lows[first] in _PARTS and len(words[last - 1]) < 3:
        return []  # "Terminal B"
    if not company_words().isdisjoint(lows[first:last]):
        return [_name(s, first, last, "organisation")]
    while first < last - 1 and lows[first] in honorifics():
        first += 1
    civil = first > 0 and lows[first - 1] in honorifics()
    if last - first == 1:
        low, word = lows[first], words[first]
        if low in known or civil:
            return [_name(s, first, last, "person")]
        if (
            (low in given_names() and not word.isupper())
            or low in honorifics()
            or (word.isupper() and low in spelled())
        ):
            return []
        if low in lexicon.words("subjects", "measures"):
            return []  # "EBITDA", "GDP"
        if len(word) < 2 or "$" in word or (len(word) == 2 and word[1].isdigit()) or _is_unit(s, first):
            return []
        return [_name(s, first, last, "organisation")]
    person = person_until(s, last) if not first or lows[first - 1] not in _FIRMS else None  # "tyre maker Lena Sachsen"
    if (
        person is not None
        and person.first == first
        and (civil or looks_like_person(s, person) or lows[last - 1] in known)
    ):
        return [_name(s, first, last, "person")]
    cut = place_at(s, first, last)
    if cut == last:
        return [_name(s, first, last, "place")]
    return [_name(s, first, last, "organisation")]


def _is_unit(s: Sentence, i: int) -> bool:
    """Whether a single word is a unit or the short form of a common noun: "20 GWh", "gigawatt-hours (GWh)"."""
    if i and s.tags[i - 1] in "CU":
        return True
    if i == 0:
        return False
    return (
        s.tags[i - 1] == "("
        and i > 1
        and (s.tags[i - 2] in "CU" or (s.tags[i - 2] == "N" and s.words[i - 2].islower()))
    )


def _name(s: Sentence, first: int, last: int, kind: str) -> Name:
    return Name(first, last, s.starts[first], s.ends[last - 1], s.span(first, last), kind)


__all__ = ["names", "person_from"]
