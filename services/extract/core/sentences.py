"""An article's text into sentences: paragraphs at line ends, sentences at full stops that end one.

A sentence knows its tokens and tags; phrases and verb groups are computed when first asked for, since most sentences of
an article state no fact. `part` says what the sentence is: body, headline, header (date line, dateline, byline) or
furniture (captions, links, "read also", share lines, and what is too long to be prose), which states nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import cache
from typing import Any

from services.extract.core import hints, lexicon
from services.extract.core.chunks import TEMPORAL, NounPhrase, VerbGroup, noun_phrases, verb_groups
from services.extract.core.tags import tag
from services.extract.core.text import tokens

_PARAGRAPH = re.compile(r"[^\n]+")
# A full stop, question or exclamation mark with what closes after it, then a blank and something that can begin. Only
# the first of a run is tried, so that a line of a million full stops takes linear time.
_BEHIND_MARK = (
    r"(?:(?<!;)(?<![.!?…].)[.!?…]*[\"”’»')\]]*(?=[ \t\u00a0]+[\"“‘«'(\[–—-]*\s?[^\s\"“‘«'(\[a-z])"
    r"|(?<=;)(?=\s+[•*–—-]\s))"
)
_MARKS = ".;?!…"
_BREAK = re.compile(f"[{_MARKS}]{_BEHIND_MARK}")
_INITIAL = re.compile(r"^(?:[^\W\d_]\.)+$")
_NEXT_WORD = re.compile(r"\s*[\"“‘«'(\[]*([^\s.,;:]+)")
# " date 2021-12-28 NUR-SULTAN – " and what agencies put before their first sentence.
DATE_LINE = re.compile(r"\s*date\s+(\d{4}-\d\d-\d\d)\b[ \t]*")
_PLACE = r"[A-Z][\w'’.-]*(?:[ ,/]{1,2}(?:[A-Z0-9][\w'’.-]*|of|de|la|el|and)){0,7}"  # capitalised words, no sentence
_DAY = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?\s\d{1,2}(?!\d)\.?"
_AGENCY = r"(?:[A-Z][\w/]{1,20}\s*[–—-]\s)?"
DATELINE = re.compile(
    rf"\s*(?:{_PLACE}\s?(?:\([^()\n]{{1,40}}\)\s*)?(?:\s[–—-]{{1,2}}\s|\s*--\s)"
    rf"|[A-Z][A-Z' -]{{2,30}}\.\s+(?:[A-Z]{{3,20}}\s*[–—-]\s)?"
    rf"|[A-Z][\w' -]{{2,30}}(?:, [A-Z][\w' -]{{2,20}})?[.,]\s{_DAY}\s*{_AGENCY})"
)
_CELL = re.compile(r"[\d.,]+\s[–—|]\s")  # "Revenue – 1,312 – 1,146": a row of a table
_ABBREVIATED = re.compile(r"[A-Z][A-Z' -]")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

# Tokens of the longest sentence that is read. What goes on longer without a full stop is a table, a list or a dump, not
# prose; its numbers would be read by words far away from them, each at the cost of the whole line.
LONGEST = 400
_SHOUTED = 4  # tokens of a line in capitals that is a sentence rather than a label


class Sentence:
    """One sentence: `start`/`end` in code points of the article, parallel lists of its tokens."""

    __slots__ = (
        "capitals",
        "end",
        "ends",
        "groups",
        "hints",
        "index",
        "lexemes",
        "lows",
        "memo",
        "paragraph",
        "part",
        "phrase_starts",
        "phrases",
        "predicates",
        "start",
        "starts",
        "tags",
        "text",
        "vocabulary",
        "words",
        "zones",
    )

    def __init__(self, text: str, start: int, end: int, *, index: int, paragraph: int, part: str = "body") -> None:
        self.text, self.start, self.end, self.index, self.paragraph = text, start, end, index, paragraph
        self.lexemes, self.words, self.lows, self.starts, self.ends = tokens(text, start, end)
        self.vocabulary = frozenset(self.lows)
        self.hints = hints.of_sentence(self.lexemes)  # of which lists of the rules it has a word
        self.part = part if len(self.words) <= LONGEST else "furniture"
        self.tags = tag(self.lexemes, self.words, self.lows)
        if len(self.words) >= _SHOUTED and text[start:end].isupper():
            self.tags = self._in_small_letters()
        if "'" in self.vocabulary:
            self.tags = self._plural_possessives()
        self.phrases: list[NounPhrase] = noun_phrases(
            self.tags, self.lows, timed=self.hints & TEMPORAL != 0
        )  # base noun phrases, left to right
        self.phrase_starts = [p.first for p in self.phrases]
        self.groups: list[VerbGroup] = verb_groups(self.tags, self.lows, self.lexemes)  # left to right
        lows = self.lows  # most words are in small letters, and one string with what they fold to
        self.capitals = [i for i, word in enumerate(self.words) if word is not lows[i] and word[0].isupper()]
        self.memo: dict[str, Any] = {}  # what a stage has computed once for the sentence
        self.predicates: list[Any] | None = None  # predicates.py: likewise, asked for most
        self.zones: list[Any] | None = None  # facts/zones.py

    def _in_small_letters(self) -> str:
        """The tags of a line all in capitals ("KILBRACK OPENS NEW PLANT") as if it were in small letters; what no list
        knows stays a name."""
        stretch = self.text[self.start : self.end].lower()
        forms, words, lows, _, _ = tokens(stretch, 0, len(stretch))
        if len(forms) != len(self.words):
            return self.tags
        tags = tag(forms, words, lows)
        for i, form in enumerate(forms):
            named = tags[i] == "N" and form.listed is None and (not i or tags[i - 1] not in "CDA")
            if named or (
                0 < i < len(forms) - 1 and tags[i - 1 : i + 1] == "NA" and (forms[i + 1].listed or "") in "vV"
            ):
                forms[i], words[i] = self.lexemes[i], self.words[i]  # "CARROWMORE MEDICAL OPENS"
        return tag(forms, words, lows)

    def _plural_possessives(self) -> str:
        """The tags with the apostrophe of "the carmakers' association" as a possessive: behind an s, before a blank."""
        tags = list(self.tags)
        for i in range(1, len(tags) - 1):
            if self.lows[i] != "'" or not self.lows[i - 1].endswith("s"):
                continue
            joined = self.starts[i] == self.ends[i - 1] and self.starts[i + 1] > self.ends[i]
            if joined and tags[i + 1] in "NPAG" and tags[i - 1] in "NP":
                tags[i] = "E"
        return "".join(tags)

    def span(self, first: int, last: int) -> str:
        """The characters of tokens [first, last)."""
        return self.text[self.starts[first] : self.ends[last - 1]] if last > first else ""

    def token_at(self, offset: int) -> int:
        """The index of the token that covers the offset, or of the next one."""
        return bisect_right(self.ends, offset)

    def tokens_of(self, start: int, end: int) -> tuple[int, int]:
        """Tokens [first, last) that the stretch touches."""
        return bisect_right(self.ends, start), bisect_left(self.starts, end)

    def __repr__(self) -> str:
        return f"<{self.part} {self.index}: {self.text[self.start : self.end]!r}>"


def sentences(text: str) -> list[Sentence]:
    """The sentences of an article in order, every character that is not blank in at most one of them."""
    found: list[Sentence] = []
    paragraphs = [(m.start(), m.end()) for m in _PARAGRAPH.finditer(text) if not m.group().isspace()]
    for number, (start, end) in enumerate(paragraphs):
        header = _header(text, start, end, number)
        if header > start:
            found.append(Sentence(text, start, header, index=len(found), paragraph=number, part="header"))
        part = _part(text, header, end, number, len(paragraphs))
        for first, last in _split(text, header, end):
            found.append(Sentence(text, first, last, index=len(found), paragraph=number, part=part))
    return found


def _header(text: str, start: int, end: int, number: int) -> int:
    """Where the date line and dateline of a paragraph end."""
    position = start
    if number == 0 and (m := DATE_LINE.match(text, start, end)):
        position = m.end()
    head = text[position : min(end, position + 120)] if number <= 4 else ""
    if head and _hints_at_date(head):
        m = DATELINE.match(text, position, min(end, position + 120))
        if m and m.end() < end and not _CELL.match(text, m.end(), end):
            position = m.end()
    return position


def _hints_at_date(head: str) -> bool:
    """Whether the head of a paragraph has what every dateline has somewhere: a dash behind a blank or another dash, a
    month behind a blank, or a second capital, mark or blank behind the first; found faster than by a pattern."""
    if _ABBREVIATED.match(head.lstrip()):
        return True
    for mark in "–—-":
        place = head.find(mark, 1)
        while place > 0:
            if head[place - 1] == "-" or head[place - 1].isspace():
                return True
            place = head.find(mark, place + 1)
    for month in _MONTHS:
        place = head.find(month, 1)
        while place > 0:
            if head[place - 1].isspace():
                return True
            place = head.find(month, place + 1)
    return False


def _part(text: str, start: int, end: int, number: int, count: int) -> str:
    line = text[start:end].strip()
    low = line[: _opening_length()].lower()
    if not line:
        return "furniture"
    if (low[:2] in _leads() or low[:1] in _leads()) and low.startswith(_furniture()):
        return "furniture"
    closed = line[-1] in '.!?…:;"”»’)'
    if not closed and number <= 1 and count > 1 and len(line) < 160:
        return "headline"
    if len(line) < 80 and low.startswith(("by ", "by\u00a0")) and not closed:
        return "furniture"
    return "body"


@cache
def _furniture() -> tuple[str, ...]:
    return tuple(lexicon.table("furniture")["openings"])


@cache
def _leads() -> frozenset[str]:
    """How an opening begins: two characters, or the one that it is."""
    return frozenset(opening[:2] for opening in _furniture())


@cache
def _opening_length() -> int:
    return max(3, *map(len, _furniture()))


def _last_word(text: str, start: int, end: int) -> str:
    """What stands between the last blank, opening quotation mark or bracket of a stretch and its end."""
    i = end
    while i > start and text[i - 1] not in "\"“‘«'([" and not text[i - 1].isspace():
        i -= 1
    return text[i:end]


def _marks(text: str, start: int, end: int) -> list[int]:
    """Where a sentence may end; one character is found many times faster than a pattern that begins with a set."""
    found: list[int] = []
    sorts = 0
    for mark in _MARKS:
        place = text.find(mark, start, end)
        sorts += place >= 0
        while place >= 0:
            found.append(place)
            place = text.find(mark, place + 1, end)
    return sorted(found) if sorts > 1 else found


def _split(text: str, start: int, end: int) -> list[tuple[int, int]]:
    spans = []
    abbreviations = lexicon.words("furniture", "abbreviations")
    closing = lexicon.words("furniture", "closing_abbreviations")
    first = past = start
    for place in _marks(text, start, end):
        if place < past or place + 1 >= end or text[place + 1].isalnum():
            continue  # "3.5", the end of the paragraph: most marks end nothing else
        m = _BREAK.match(text, place, end)
        if m is None:
            continue
        past = m.end()
        if text[place] == ".":
            word = _last_word(text, max(first, place - 40), place)
            low = word.lower() + "."
            if low in abbreviations or (len(word) == 1 and word.isupper()):
                continue
            initial = low[1] == "." and _INITIAL.match(low) is not None if word else False
            if initial and text[place - 2 : place] in ("'s", "’s"):
                initial = False  # "above last year's. Prices fell"
            if low in closing or initial:
                following = _NEXT_WORD.match(text, past)
                if following is None or following.group(1).lower() not in lexicon.words("furniture", "beginnings"):
                    continue  # "Inc." or "U.S." ends a sentence only where the next word begins one
        spans.append((first, past))
        first = past
    spans.append((first, end))
    trimmed = []
    for a, b in spans:
        while a < b and text[a].isspace():
            a += 1
        while b > a and text[b - 1].isspace():
            b -= 1
        if b > a:
            trimmed.append((a, b))
    return trimmed
