"""What an article has named so far: people by family name, organisations by alias, abbreviation and apposition.

    Adil Amralin … Amralin → Adil Amralin · KazMunayGas (KMG) … KMG → KazMunayGas
    Kyzylzhar Su, the water company … the utility, the company → Kyzylzhar Su
"""

from __future__ import annotations

from bisect import bisect_left

from services.extract.core import lexicon
from services.extract.core.mentions.place import regions
from services.extract.core.model import Document, Mentioned, Name
from services.extract.core.sentences import Sentence


def memory_of(doc: Document) -> Memory:
    """The memory of an article whose names are read, built once."""
    memory: Memory | None = doc.memo.get("memory")
    if memory is None:
        memory = doc.memo["memory"] = Memory(doc)
    return memory


class Memory:
    """The people, organisations and places of one article, each at its fullest mention."""

    def __init__(self, doc: Document) -> None:
        self.people: dict[str, list[Mentioned]] = {}  # folded family name -> full names, in the text's order
        self.aliases: dict[str, Mentioned] = {}  # folded alias or abbreviation -> the fullest name
        self.kinds: dict[str, list[Mentioned]] = {}  # common noun -> organisations that it stands for, in order
        self.organisations: list[Mentioned] = []
        self.places: list[tuple[Mentioned, str]] = []
        self._doc = doc
        for s, names in zip(doc.sentences, doc.names, strict=False):
            for name in names:
                if name.kind == "person":
                    self._add_person(name)
                elif name.kind == "organisation":
                    self._add_organisation(s, name)
                else:
                    self.places.append((Mentioned(name.text, name.start, name.end), s.lows[name.last - 1]))
        self._starts = [m.start for m in self.organisations]

    def _add_person(self, name: Name) -> None:
        full = self.people.setdefault(name.text.split()[-1].lower(), [])
        if " " in name.text and all(m.text != name.text for m in full):
            full.append(Mentioned(name.text, name.start, name.end))

    def _add_organisation(self, s: Sentence, name: Name) -> None:
        mentioned = Mentioned(name.text, name.start, name.end)
        low = name.text.lower()
        known = self.aliases.get(low)
        if known is None:
            self.aliases[low] = mentioned
        self.organisations.append(known or mentioned)
        full = known or mentioned
        i, n = name.last, len(s.words)
        if i + 2 < n and s.words[i] == "(" and s.words[i + 2] == ")" and s.words[i + 1][0].isupper():
            self.aliases[s.lows[i + 1]] = full
            i += 3
        # the noun of an apposition: ", the water company of Petropavlovsk"
        if i + 2 < n and s.words[i] == ",":
            for phrase in s.phrases:
                if phrase.first == i + 1:
                    head = s.lows[phrase.head]
                    if head in _generic() and s.tags[phrase.head] in "NP":
                        self.kinds.setdefault(head, []).append(full)
                    break
        last = s.lows[name.last - 1]
        if last in _generic():
            self.kinds.setdefault(last, []).append(full)
        first = s.lows[name.first]
        if first in _generic():
            self.kinds.setdefault(first, []).append(full)

    def person(self, text: str, sentence: int) -> Mentioned | None:
        """The fullest name of the person whose family name a text ends in."""
        words = text.split()
        full = self.people.get(words[-1].lower()) if words else None
        return full[0] if full else None

    def organisation(self, text: str) -> Mentioned | None:
        """The fullest name that an alias or abbreviation stands for."""
        return self.aliases.get(text.lower())

    def resolved(self, own: Mentioned, s: Sentence) -> Mentioned | None:
        """The named organisation that a common noun or an alias stands for, if the text shows one."""
        text = own.text.lower()
        if own.text[:1].isupper():
            known = self.aliases.get(text)
            return known
        return self.of_kind(text.split()[-1], own.start) if len(text.split()) == 1 else None

    def of_kind(self, noun: str, before: int) -> Mentioned | None:
        """The organisation named before an offset that a common noun ("bank", "utility") was said of."""
        for mentioned in reversed(self.kinds.get(noun, ())):
            if mentioned.start < before:
                return mentioned
        return None

    def named_before(self, s: Sentence, token: int) -> Mentioned | None:
        """What "its" at a token points at: the last organisation named before it, in the sentence or before."""
        position = s.starts[max(token, 0)] if s.starts else s.start
        k = bisect_left(self._starts, position) if self._sorted() else 0
        inside = [m for m in self._all_before(position) if m.start >= s.start]
        if inside:
            return inside[-1] if len(inside) == 1 else inside[0]
        del k
        earlier = self._all_before(position)
        return earlier[-1] if earlier else None

    def _sorted(self) -> bool:
        return all(a <= b for a, b in zip(self._starts, self._starts[1:], strict=False))

    def _all_before(self, position: int) -> list[Mentioned]:
        found = []
        for names in self._doc.names:
            for name in names:
                if name.end > position:
                    return found
                if name.kind == "organisation":
                    found.append(Mentioned(name.text, name.start, name.end))
        return found

    def company(self, s: Sentence) -> Mentioned | None:
        """The company that the article, or the story around a sentence, is about."""
        earlier = self._all_before(s.end)
        return (self.aliases.get(earlier[0].text.lower()) or earlier[0]) if earlier else None

    def city(self) -> Mentioned | None:
        """The article's city: the first place that is no region or country."""
        for mentioned, last in self.places:
            if last not in regions() and last not in lexicon.words("places", "countries"):
                return mentioned
        return None

    def region(self, s: Sentence) -> Mentioned | None:
        """The region last named up to the end of a sentence."""
        found = None
        for mentioned, last in self.places:
            if mentioned.start >= s.end and found is not None:
                break
            if last in lexicon.words("places", "provinces"):
                found = mentioned
        return found


def _generic() -> frozenset[str]:
    return lexicon.words("organisations", "generic")
