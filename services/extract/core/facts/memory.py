"""What an article has named so far: people by family name, organisations by alias, abbreviation and apposition.
Adil Amralin … Amralin → Adil Amralin · KazMunayGas (KMG) … KMG → KazMunayGas
Kyzylzhar Su, the water company … the utility, its director → Kyzylzhar Su
"""

from __future__ import annotations

from bisect import bisect_left

from services.extract.core import lexicon
from services.extract.core.facts.gender import gender
from services.extract.core.facts.localities import agency, dateline_town, enclosed, localities
from services.extract.core.mentions.person import company_words
from services.extract.core.mentions.place import cities, countries, demonyms, states
from services.extract.core.model import Document, Mentioned, Name
from services.extract.core.sentences import Sentence

_PEOPLE = 8  # mentions of people among which "he" is looked for
_WORDS = 6  # of a name that its beginning may stand for
_LEAD = 1.5  # what it weighs to be the first subject of a story
_HORIZON = 40  # mentions from the beginning, and back from a sentence, among which its company is looked for
_FIRMS = frozenset(
    "company firm group enterprise business manufacturer producer maker operator airline carrier developer".split()
)
# Bodies that nobody calls "the company".
NO_FIRMS = frozenset(
    "bank council exchange ministry authority agency government university fund department bureau office court union "
    "parliament commission committee board police association institute administration akimat programme congress "
    "federation confederation forum summit conference fair expo exhibition festival report party league".split()
)
_STOCK = frozenset("shares stock profit profits revenue sales".split())  # "Shares of Acme fell": it is about Acme
_STATE = frozenset("ministry government administration akimat parliament court police department".split())
_PAPERS = frozenset("report announcement results statement release update review presentation notice".split())
_ALIKE = {  # what else a name may say of itself that is called so later
    "lender": ("bank",),
    "carrier": ("airline",),
    "regulator": ("authority", "agency", "commission"),
    "watchdog": ("authority", "agency", "commission"),
}


class Entity:
    """A mention of an organisation in the text, under its fullest name."""

    __slots__ = ("full", "paragraph", "preposed", "sentence", "start")

    def __init__(self, full: Mentioned, start: int, sentence: int, paragraph: int, preposed: bool) -> None:
        self.full, self.start, self.sentence, self.paragraph = full, start, sentence, paragraph
        self.preposed = preposed  # after a preposition or as possessor: no subject of its clause


def _is_heading(entity: Entity) -> bool:
    """Whether a run of capitals names a paper, "QUARTERLY ACTIVITIES REPORT", or a round of money, "Series C"."""
    text = entity.full.text
    return text.startswith("Series ") or (text.isupper() and text.lower().split()[-1] in _PAPERS)


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
        self.aliases: dict[str, Mentioned] = {}  # folded name, alias or abbreviation -> the fullest name
        self.kinds: dict[str, list[Mentioned]] = {}  # common noun -> organisations that it was said of, in order
        self.organisations: list[Entity] = []  # in the text's order
        self.places: list[tuple[Mentioned, str]] = []  # with the folded last word
        self.towns: set[Mentioned] = set()  # of datelines, where no list has them
        self._short: dict[str, Mentioned] = {}  # first words of a name -> the name: "Boreal" of "Boreal Bank"
        self._holders: dict[str, list[Name]] = {}  # word of a title -> who holds it, in order
        self._named: list[Name] = []  # every mention of a person
        self._aside: list[int] = []  # of each, the sentence where it stands after a preposition, else -1
        self._genders: dict[str, str] = {}  # folded family name -> he | she
        self.doc = doc
        for s, names in zip(doc.sentences, doc.names, strict=False):
            for name in names:
                if name.kind == "person":
                    self._add_person(s, name)
                elif name.kind == "organisation":
                    self._add_organisation(s, name)
                    if agency(s, name) or (name.first < 4 and dateline_town(doc.text, name)):
                        self.towns.add(self.organisations[-1].full)
                else:
                    self.places.append((Mentioned(name.text, name.start, name.end), s.lows[name.last - 1]))
        self._starts = [entity.start for entity in self.organisations]
        self._persons = [name.start for name in self._named]
        self.provinces = [
            m for m, last in self.places if last in lexicon.words("places", "provinces") or m.text.lower() in states()
        ]
        self._firms = {full for found in self.kinds.values() for full in found}

    def _add_person(self, s: Sentence, name: Name) -> None:
        self._named.append(name)
        before = (min(name.first, name.title_first) if name.title_first >= 0 else name.first) - 1
        while before >= 0 and s.tags[before] in "DAN" and not s.words[before][0].isupper():
            before -= 1
        self._aside.append(s.index if before >= 0 and s.tags[before] in "IT" else -1)
        if name.title is not None:
            for word in name.title.lower().split():
                self._holders.setdefault(word, []).append(name)
        full = self.people.setdefault(name.text.split()[-1].lower(), [])
        if " " in name.text and all(m.text != name.text for m in full):
            full.append(Mentioned(name.text, name.start, name.end))

    def _add_organisation(self, s: Sentence, name: Name) -> None:
        low = name.text.lower()
        full = self._short.get(low)
        if full is None:
            full = self.aliases.setdefault(low, Mentioned(name.text, name.start, name.end))
            words = low.split()
            named = words[0] in demonyms() or words[0] in countries() or words[0] in cities() or words[0] in states()
            for k in range(1 + named, min(len(words), _WORDS)):
                self._short.setdefault(" ".join(words[:k]), full)
        before = name.first - 1
        while before >= 0 and s.tags[before] in "DAN" and not s.words[before][0].isupper():
            before -= 1
        own = before > 0 and s.lows[before - 1] in _STOCK and s.tags[before - 2 : before - 1] not in ("V", "W", "I")
        preposed = (before >= 0 and s.tags[before] in "IT" and not own) or s.tags[name.last : name.last + 1] == "E"
        preposed |= enclosed(s, name)
        self.organisations.append(Entity(full, name.start, s.index, s.paragraph, preposed))
        i, n = name.last, len(s.words)
        if i + 2 < n and s.words[i] == "(" and s.words[i + 2] == ")" and s.words[i + 1][0].isupper():
            self.aliases[s.lows[i + 1]] = full
            i += 3
        nouns = set(s.lows[name.first : name.last])
        if i + 2 < n and s.words[i] == ",":  # ", the water company of Karaganda"
            k = bisect_left(s.phrase_starts, i + 1)
            phrase = s.phrases[k] if k < len(s.phrases) and s.phrases[k].first == i + 1 else None
            if phrase is not None and (phrase.last == n or s.tags[phrase.last] not in "VWBHMR"):
                nouns.add(s.lows[phrase.head])  # but not of "… in Petropavlovsk, the company said"
        if before + 1 < name.first:  # "the utility Kyzylzhar Su"
            nouns.add(s.lows[name.first - 1])
        for noun in nouns:
            if noun in lexicon.words("organisations", "generic"):
                self.kinds.setdefault(noun, []).append(full)

    def person(self, text: str) -> Mentioned | None:
        """The fullest name of the person whose family name a text ends in."""
        words = text.split()
        full = self.people.get(words[-1].lower()) if words else None
        return full[0] if full else None

    def person_before(self, offset: int, pronoun: str) -> Mentioned | None:
        """The person last named before an offset who may be "he" or "she"; else whoever was last named."""
        k = bisect_left(self._persons, offset)
        for i in range(k - 1, max(k - _PEOPLE, 0) - 1, -1):
            name = self._named[i]
            if self._gender(name) not in ("", pronoun):
                continue
            if self._aside[i] >= 0 and not self._gender(name):
                first = self.doc.sentences[self._aside[i]].start  # "Ana Ruiz, who took over from Ole Dahl": she
                for other in self._named[max(i - _PEOPLE, 0) : i]:
                    if other.start >= first and self._gender(other) in ("", pronoun):
                        return self._full(other)
            return self._full(name)
        return self._full(self._named[k - 1]) if k else None

    def _gender(self, name: Name) -> str:
        """Whether a person is "he" or "she", learnt from any of the mentions; "" where none tells."""
        if not self._genders:
            for other in self._named:
                low = other.text.split()[-1].lower()
                if not self._genders.get(low):
                    self._genders[low] = gender(self.doc.text, other)
        return self._genders[name.text.split()[-1].lower()]

    def holder(self, title: str, before: int) -> Mentioned | None:
        """The person last named with a title before an offset: "the mayor"."""
        found = self._holders.get(title, [])
        k = bisect_left(found, before, key=lambda name: name.start)
        return self._full(found[k - 1]) if k else None

    def _full(self, name: Name) -> Mentioned:
        own = Mentioned(name.text, name.start, name.end)
        return own if " " in name.text else self.person(name.text) or own

    def organisation(self, text: str) -> Mentioned | None:
        """The fullest name that a name, alias or abbreviation stands for."""
        low = text.lower()
        return self.aliases.get(low) or self._short.get(low)

    def resolved(self, own: Mentioned, s: Sentence) -> Mentioned | None:
        """The named organisation that an alias or a bare common noun stands for, if the text shows one."""
        if own.text[:1].isupper():
            return self.organisation(own.text)
        return self.common_noun(own, s) if " " not in own.text else None

    def of_kind(self, noun: str, before: int) -> Mentioned | None:
        """The organisation named before an offset that a common noun ("bank", "utility") was said of."""
        for mentioned in reversed(self.kinds.get(noun, ())):
            if mentioned.start < before:
                return mentioned
        return None

    def common_noun(self, own: Mentioned, s: Sentence) -> Mentioned | None:
        """What "the bank" or "the company" stands for."""
        low = own.text.lower()
        for noun in (low, *_ALIKE.get(low, ())):
            if (named := self.of_kind(noun, own.start)) is not None:
                return named
        firm = self.company(s, certain=True) if low in _FIRMS else None
        return firm if firm is None or NO_FIRMS.isdisjoint(firm.text.lower().split()) else None

    def named_before(self, s: Sentence, token: int) -> Mentioned | None:
        """What "it" or "its" at a token points at: a noun right before it ("for the bank, its director"), else the
        subject of its sentence, else of the sentences before."""
        near = self._common(s, max(token - 4, 0), token)
        if near is not None:
            return near[0]
        last = bisect_left(self._starts, s.starts[token] if token < len(s.starts) else s.end)
        inside = [entity for entity in self.organisations[max(last - 12, 0) : last] if entity.sentence == s.index]
        common = self._common(s, max(token - 80, 0), token)
        for entity in inside:
            if not entity.preposed and (common is None or entity.start < common[1]):
                return entity.full
        if common is not None:
            return common[0]
        if inside:
            return inside[-1].full
        if s.index > 0 and (led := self._common(self.doc.sentences[s.index - 1], 0, 0)) is not None:
            return led[0]
        if not (earlier := self.organisations[max(last - 12, 0) : last]):
            return None
        latest = [entity for entity in earlier if entity.sentence == earlier[-1].sentence]
        return next((entity.full for entity in latest if not entity.preposed), latest[-1].full)

    def _common(self, s: Sentence, first: int, last: int) -> tuple[Mentioned, int] | None:
        """The first "the bank", "the Kazakh capital" in tokens [first, last) or else up to a verb, by its name."""
        last = last or max(next((g.first for g in s.groups if g.tense not in ("infinitive", "gerund")), 4), 4)
        generic = lexicon.words("organisations", "generic")
        for k in range(first, min(last, len(s.lows))):
            low = s.lows[k]
            if s.tags[k] == "N" and (low in generic or low == "capital") and s.tags[k + 1 : k + 2] not in ("N", "P"):
                a = k
                while a > 0 and s.tags[a - 1] in "NAP":
                    a -= 1
                if a > 0 and s.lows[a - 1] == "the":
                    own = Mentioned(s.span(a, k + 1), s.starts[a], s.ends[k])
                    named = self.common_noun(own, s) if a == k else None
                    return named or own, own.start
        return None

    def subject_before(self, s: Sentence, before: int) -> Mentioned | None:
        """The company that begins the sentence whose source somebody is: "Acme, which grows tea, is short of hands,
        director Ana Ruiz said"."""
        k = bisect_left(self._starts, s.start)
        first = self.organisations[k] if k < len(self.organisations) else None
        if first is None or first.sentence != s.index or first.preposed or not s.start <= first.start < before - 40:
            return None
        opens = first.start < s.start + 5 and NO_FIRMS.isdisjoint(first.full.text.lower().split())
        return first.full if opens else None

    def company(self, s: Sentence, *, certain: bool = False) -> Mentioned | None:
        """The company that the story around a sentence is about: named as one, subject of a clause, named often."""
        last = bisect_left(self._starts, s.end)
        story = self.organisations[: min(last, _HORIZON)] + self.organisations[max(last - _HORIZON, _HORIZON) : last]
        nobody, elsewhere = lexicon.words("organisations", "no_company"), localities(self.doc)
        story = [e for e in story if (low := e.full.text.lower()) not in nobody and low not in elsewhere]
        story = [e for e in story if e.full not in self.towns and not _is_heading(e)]
        story = [entity for entity in story if self.part(entity) == "body"] or story
        if not story:
            return None
        weights: dict[Mentioned, float] = {}
        sure: set[Mentioned] = set()
        led = False
        headed = {entity.full for entity in self.organisations[:4] if self.part(entity) == "headline"}
        for position, entity in enumerate(story):
            words = entity.full.text.lower().split()
            if entity.full not in weights:
                named = not company_words().isdisjoint(words) or entity.full in self._firms
                if named:
                    sure.add(entity.full)
                weights[entity.full] = (
                    -3.0 * (not _STATE.isdisjoint(words))
                    + 1.5 * named
                    + (len(words) > 1)
                    - 0.05 * position
                    + (entity.full in headed)
                )
            elif not entity.preposed:
                sure.add(entity.full)  # the subject of a second clause
            weights[entity.full] += 0.3 if entity.preposed else 1.0
            weights[entity.full] += entity.paragraph == s.paragraph
            if not led and not entity.preposed and self.part(entity) == "body":
                led, sure = True, sure | ({entity.full} & headed)
                weights[entity.full] += 0.5 * _LEAD if certain else _LEAD
        best = max(weights, key=lambda mentioned: weights[mentioned])
        return best if not certain or best in sure or len(weights) == 1 else None

    def part(self, entity: Entity) -> str:
        """The part of the article that a mention stands in: headline, body, …"""
        return self.doc.sentences[entity.sentence].part
