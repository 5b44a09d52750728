"""Noun phrases and verb groups over a sentence's tags."""

from __future__ import annotations

import re

from services.extract.core.hints import hint
from services.extract.core.tags import lemma
from services.extract.core.text import Lexeme

# Determiners and quantifiers, modifiers, nouns; possessives chain ("the city's coal-fired power stations").
# Every run has a limit, so that a line of a million numbers takes linear time; the look ahead spares what cannot begin.
_NOUN_PHRASE = re.compile(
    r"(?=[ACDGNOPQRU])(?:[DQ]{0,6}(?:[AQUR](?=[ACNPQUG])|C){0,16}[ANPG]{0,24}[NP](?:E(?:[ACNPQ]{0,16}[NP])){0,8}|O)"
)
_VERB_GROUP = re.compile(
    r"(?=[BFGHLMRTVWX])(?:"
    r"(?:M[LR]{0,6})?(?:T(?=[RL]{0,6}[VBHF]))?[LR]{0,6}(?:[BHF][LRO]{0,2}){0,6}(?:T[R]?(?:[BH])?)?[VWXG]"
    r"|(?:M[LR]{0,6})?(?:T[RL]{0,6})?(?:[HF][LR]{0,6}){0,6}B[LR]{0,6}"
    r"|(?:M[LR]{0,6})?(?:T[RL]{0,6})?(?:F[LR]{0,6})?H)"
)


class _Spans:
    """Where a pattern of tags matches, left to right. Its matches lie within runs of the letters that it knows, and a
    look ahead ends with the run; the runs of a text are few and short, so each is searched once."""

    __slots__ = ("_blanked", "_kept", "_pattern")

    def __init__(self, pattern: re.Pattern[str], letters: str) -> None:
        self._pattern = pattern
        self._blanked = bytes(code if chr(code) in letters else ord(" ") for code in range(256))
        self._kept: dict[bytes, list[tuple[int, int]]] = {}

    def find(self, tags: str) -> list[tuple[int, int]]:
        """Tokens [first, last) of each match."""
        found: list[tuple[int, int]] = []
        at = 0
        for run in tags.encode().translate(self._blanked).split(b" "):  # bytes: translated in a tenth of the time
            if run:
                spans = self._kept.get(run)
                if spans is None:
                    spans = self._search(run)
                for first, last in spans:
                    found.append((at + first, at + last))
            at += len(run) + 1
        return found

    def _search(self, run: bytes) -> list[tuple[int, int]]:
        spans = [m.span() for m in self._pattern.finditer(run.decode())]
        if len(run) <= _LONGEST:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            self._kept[run] = spans
        return spans


_LONGEST = 16  # tags of a run
_KEPT = 20_000  # runs
_NOUN_PHRASES = _Spans(_NOUN_PHRASE, "ACDEGNOPQRU")
_VERB_GROUPS = _Spans(_VERB_GROUP, "BFGHLMORTVWX")


_WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_MONTHS = frozenset(
    "january february march april may june july august september october november december jan. feb. mar. apr. jun. "
    "jul. aug. sep. sept. oct. nov. dec.".split()
)
_SPANS = frozenset("months years weeks days quarters".split())
_RUNNING = frozenset("months year quarter half weeks period".split())  # "in the year to March | sales fell"
_MEASURED = frozenset(
    "turnover sales output production prices exports imports employment revenue revenues profit orders demand wages "
    "inflation unemployment incomes spending volumes volume".split()
)
_PARTS_OF_LAND = frozenset("regions provinces districts towns cities villages suburbs counties states".split())
_SEASONS = frozenset("spring summer autumn winter fall night season decade century".split()) | _MONTHS
_VERBS = frozenset("VWBMH")
_AREAS = frozenset("region district province county oblast area state city town village prefecture canton".split())
_DEICTIC = frozenset("this last next".split())
_PART_OF = frozenset("early late earlier later".split())
_TIMES = _WEEKDAYS | frozenset("year month week quarter today yesterday tomorrow".split())
_STRETCHES = _TIMES | frozenset(("period",))
# Without one of them a sentence has no times to part from nouns.
TEMPORAL = hint(_STRETCHES | _SPANS | _SEASONS | _DEICTIC)


class NounPhrase:
    """Tokens [first, last) with the index of the head noun. Never changed; phrases of the same tokens are equal.

    Plain slots, like all that is made and read by the hundred in an article: half the time of a named tuple.
    """

    __slots__ = ("first", "head", "last")

    def __init__(self, first: int, last: int, head: int) -> None:
        self.first, self.last, self.head = first, last, head

    def begun_at(self, first: int) -> NounPhrase:
        """The same phrase from another token on."""
        return NounPhrase(first, self.last, self.head)

    def __eq__(self, other: object) -> bool:
        if self is other or not isinstance(other, NounPhrase):
            return self is other
        return self.first == other.first and self.last == other.last and self.head == other.head

    def __hash__(self) -> int:
        return self.first * 4099 + self.last

    def __repr__(self) -> str:
        return f"NounPhrase({self.first}, {self.last}, {self.head})"


class VerbGroup:
    """Tokens [first, last) of auxiliaries and main verb, and what they say together. Never changed."""

    __slots__ = ("first", "head", "last", "lemma", "negated", "passive", "perfect", "tense")

    def __init__(
        self, first: int, last: int, head: int, lemma: str, tense: str, passive: bool, perfect: bool, negated: bool
    ) -> None:
        self.first, self.last, self.head, self.lemma = first, last, head, lemma
        self.tense = tense  # past | present | future | modal | infinitive | participle | gerund
        self.passive, self.perfect, self.negated = passive, perfect, negated

    def as_passive(self) -> VerbGroup:
        """The same group with the voice of an auxiliary that it shares."""
        return VerbGroup(self.first, self.last, self.head, self.lemma, self.tense, True, self.perfect, self.negated)


_FINITE = frozenset(("past", "present", "future", "modal"))


def finite(g: VerbGroup) -> bool:
    """Whether a verb group carries a clause of its own."""
    return g.tense in _FINITE


_ALONE = {"W": "past", "X": "participle", "G": "gerund", "V": "present"}  # the tense of a verb without auxiliaries


def noun_phrases(tags: str, lows: list[str], *, timed: bool) -> list[NounPhrase]:
    """The base noun phrases (no prepositional parts) from left to right; a time before a name stands for itself
    ("On Thursday Uzmetal signed", "Last year Air Astana earned"), where the sentence has a TEMPORAL word (`timed`)."""
    found = []
    for first, last in _NOUN_PHRASES.find(tags):
        if last - first == 1:  # most of them: nothing to part
            if not (first > 1 and lows[first - 1] == "/" and tags[first - 2] == "C"):  # "$74/t": a unit
                found.append(NounPhrase(first, last, first))
            continue
        if (
            first == 1
            and tags[0] == "I"
            and tags[last : last + 1] in _VERBS
            and (cut := _placed(tags, lows, last) or _split(tags, lows, last))
        ):
            found.append(NounPhrase(first, cut, cut - 1))
            first = cut  # "In the Capital Region | inflation came in at …"
        if last - first > 1 and first and tags[first] == "G" and tags[first - 1] in "VWB":
            first += 1  # "started producing tractors"
        if (
            last - first > 1
            and first
            and (tags[first - 1] in "IT" or (tags[first - 1] == "-" and lows[first - 2] in _MONTHS))
            and (lows[first] in _MONTHS or lows[first].partition("-")[0] in _MONTHS)
            and tags[first + 1] in "PDOAN"
            and lows[first + 1] not in _TIMES
            and (
                lows[first - 1] in ("in", "since", "until", "by", "of")
                or tags[first - 1] == "-"  # "In January–July | imports grew"
                or (lows[first - 1] in ("to", "through") and lows[first - 2] in _RUNNING)
            )
        ):
            found.append(NounPhrase(first, first + 1, first))
            first += 1  # "In November Agromash started"
        if last - first > 1 and first and tags[first] == "C" and tags[first - 1] in "IP" and is_year(lows[first]):
            first += 1  # "in 2023 revenue fell"
        if last - first > 2 and tags[first] == "C" and lows[first + 1][0] in "qh" and lows[first + 1][1:].isdigit():
            found.append(NounPhrase(first, first + 2, first + 1))
            first += 2  # "In 3Q23 | passenger traffic rose"
        if not timed:
            found.append(NounPhrase(first, last, last - 1))
            continue
        if (
            last - first > 2
            and lows[first] in _DEICTIC
            and (lows[first + 1] in _TIMES or lows[first + 1] in _SEASONS)
            and tags[first + 2] not in "E"
        ):
            found.append(NounPhrase(first, first + 2, first + 1))
            first += 2  # "This year builders work …"
        while last - first > 1:
            governed = first > 0 and tags[first - 1] == "I" and tags[last : last + 1] in _VERBS
            governed |= (
                first > 0 and tags[first - 1] == "I" and lows[last - 1] in _MEASURED
            )  # "the year | prices in Bor"
            for cut in range(first, min(first + 3, last - 1)):
                if lows[cut] in _TIMES and tags[cut + 1] in "PDO" and lows[cut + 1] not in _TIMES:
                    break
                past = first == 1 and tags[0] == "I" and lows[cut - 1] in ("past", "last", "next")
                if (
                    (governed or past)
                    and cut > first
                    and lows[cut] in _STRETCHES
                    and tags[cut + 1] in "AN"
                    and tags[first] == "D"
                ):
                    break  # "over the first ten months of the year | overnight stays rose"
            else:
                break
            if first < cut and lows[cut] in _WEEKDAYS and tags[cut - 1] == "P":
                break  # "Black Friday Capital"
            found.append(NounPhrase(first, cut + 1, cut))
            first = cut + 1
        for cut in range(first + 1, last - 1):
            if lows[cut] in _SPANS and "C" in tags[first:cut] and tags[cut + 1] in "NPA":
                found.append(NounPhrase(first, cut + 1, cut))
                first = cut + 1  # "over the nine months construction grew"
                break
        if last - first > 2 and lows[last - 2] in _DEICTIC and (lows[last - 1] in _TIMES or lows[last - 1] in _SEASONS):
            cut = last - 2 - (last - first > 3 and lows[last - 3] in _PART_OF)  # "bought the mine early | next year"
            if tags[cut - 1] != "R":  # "reopened only last year"
                found.append(NounPhrase(first, cut, cut - 1))  # "opened 14 stores last year"
            first = last - 2
        found.append(NounPhrase(first, last, last - 1))
    return found


def _placed(tags: str, lows: list[str], last: int) -> int:
    """Where the name of a place ends that opens a sentence ("In Almaty Region prices rose"); 0 where none does."""
    cut = 1
    while cut < last and tags[cut] == "D":
        cut += 1
    name = cut
    while cut < last and (tags[cut] == "P" or (cut > name and lows[cut] in _AREAS)):
        cut += 1
    return cut if name < cut < last and tags[cut:last].strip("NA") == "" and tags[last - 1] == "N" else 0


def _split(tags: str, lows: list[str], last: int) -> int:
    """Where those end among whom something is measured: "In non-food shops | turnover fell"; 0 where none are."""
    inside = last > 2 and tags[last - 2] == "N" and lows[0] in ("in", "among")
    measured = lows[last - 1] in _MEASURED and (lows[last - 2].endswith("s") or (last == 3 and inside))
    owned = inside and last == 3 and lows[1].endswith("s") and lows[2].endswith(("ship", "age", "tion", "cy", "ing"))
    placed = tags[1] != "D" or lows[last - 2] in _PARTS_OF_LAND  # "In the regions | inflation ranged"
    return last - 1 if last > 2 and tags[last - 2] == "N" and (measured or owned) and placed else 0


def is_year(low: str) -> bool:
    return len(low) == 4 and low.isdigit() and low[:2] in ("19", "20")


def base_of(form: Lexeme) -> str:
    """The base form of a verb's form, or the word itself; kept with it."""
    base = form.base
    if base is None:
        base = form.base = lemma(form.low)
    return base


def verb_groups(tags: str, lows: list[str], lexemes: list[Lexeme]) -> list[VerbGroup]:
    """The verb groups from left to right."""
    groups = []
    for first, last in _VERB_GROUPS.find(tags):
        head = last - 1
        if first == head and (simple := _ALONE.get(tags[head])) is not None:
            groups.append(VerbGroup(first, last, head, base_of(lexemes[head]), simple, False, False, False))
            continue
        while head > first and tags[head] in "LR":
            head -= 1
        inner = tags[first:last]
        helpers = inner[: head - first]
        low = lows[head]
        tag = tags[head]
        base = base_of(lexemes[head])
        passive = "B" in helpers and tag in "WX"
        perfect = "H" in helpers
        if "M" in helpers or tag == "M":
            modal = next(lows[i] for i in range(first, last) if tags[i] == "M")
            tense = "future" if modal in ("will", "shall", "'ll", "’ll") else "modal"
        elif "T" in helpers:
            # "is to be built", "has to close": a future said with an infinitive
            tense = "future" if helpers.lstrip("LRO")[0] == "B" else "modal" if helpers[0] == "H" else "infinitive"
            tense = "past" if lows[first] == "had" else tense  # "had to import"
        elif helpers.strip("LRO"):
            lead = next((lows[i] for i in range(first, head) if tags[i] in "BHF"), "")
            tense = "past" if lead in ("was", "were", "had", "did") else "gerund" if lead == "having" else "present"
        elif tag in "WX":
            tense = "past" if tag == "W" else "participle"
        elif tag == "G":
            tense = "gerund"
        elif tag == "H":
            tense = "past" if low == "had" else "gerund" if low == "having" else "present"
        elif tag == "B":
            tense = "past" if low in ("was", "were", "been") else "present"
        else:
            tense = "present"
        groups.append(VerbGroup(first, last, head, base, tense, passive, perfect, "L" in inner))
    return groups
