"""Who a source is by name, and whose a quotation is.

he said → the person named before · the mayor → Ivo Petrov, mayor · it said → the company · Amralin → Adil Amralin
“A,” said X. “B.” → X says both · “A. ¶ “B,” said X → likewise · Mayor Petrov disagrees: “A.” → Petrov
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from services.extract.core.facts.frames import frames
from services.extract.core.facts.memory import Memory, memory_of
from services.extract.core.facts.quotation import Quotation, Quotations, quotations
from services.extract.core.facts.reporting import nouns
from services.extract.core.facts.source import Frame
from services.extract.core.lexicon import words
from services.extract.core.mentions.title_words import heads, stem
from services.extract.core.model import Document, Mentioned, Name
from services.extract.core.sentences import Sentence

_HE = frozenset(("he", "she"))
_SUBJECTIVE = {"him": "he", "his": "he", "her": "she", "them": "they"}  # "according to her"
_LONGEST = 600  # tokens: longer ones are no sentences but tables and lists


def framed(s: Sentence, doc: Document) -> list[Frame]:
    """The reporting frames of a sentence, found once."""
    kept: list[Frame] | None = s.memo.get("frames")
    if kept is None:
        kept = []
        if len(s.words) <= _LONGEST and s.index < len(doc.names):
            marks = quotations(doc)
            quoted: frozenset[int] = frozenset()
            if marks.touch(s.start, s.end):
                quoted = frozenset(i for i, start in enumerate(s.starts) if marks.at(start) >= 0)
            kept = frames(s, doc.names[s.index], quoted)
        s.memo["frames"] = kept
    return kept


def speaker(k: int, doc: Document) -> Mentioned | None:
    """Whose the k-th quotation of an article is."""
    kept: list[Mentioned | None] | None = doc.memo.get("speakers")
    if kept is None:
        kept = doc.memo["speakers"] = []
        marks = quotations(doc)
        for i, quotation in enumerate(marks.found):
            kept.append(_speaker(i, quotation, marks, kept, doc))
    return kept[k]


def _speaker(
    k: int, q: Quotation, marks: Quotations, earlier: list[Mentioned | None], doc: Document
) -> Mentioned | None:
    """By the frame beside a quotation, else as the quotations around it in the paragraph, else by who led to it."""
    own = _beside(q, marks, doc)
    if own is None and k > 0 and (q.continued or _same_paragraph(doc, marks.found[k - 1].end, q.start)):
        own = earlier[k - 1]
    if own is None and k + 1 < len(marks.found):
        after = marks.found[k + 1]
        if (not q.closed and after.continued) or _same_paragraph(doc, q.end, after.start):
            own = _beside(after, marks, doc)
    if own is None and (found := _introduced(q, doc)) is not None:
        return found
    return earlier[k - 1] if own is None and k > 0 and _goes_on(marks.found[k - 1], q, doc) else own


def _goes_on(before: Quotation, q: Quotation, doc: Document) -> bool:
    """Whether a paragraph that is all quotation follows the one that the quotation before stands in."""
    text = doc.text
    alone = text[text.rfind("\n", 0, q.start) + 1 : q.start - 1].strip()
    after = text.find("\n", q.end)
    alone += text[q.end + 1 : after if after >= 0 else len(text)].strip()
    between = text[before.end : q.start - 1].split("\n", 1)
    return not alone and len(between) == 2 and not between[1].strip()


def _same_paragraph(doc: Document, a: int, b: int) -> bool:
    return doc.text.find("\n", a, b) < 0


def _sentence_at(doc: Document, offset: int) -> Sentence:
    starts: list[int] | None = doc.memo.get("starts")
    if starts is None:
        starts = doc.memo["starts"] = [s.start for s in doc.sentences]
    return doc.sentences[max(0, bisect_right(starts, offset) - 1)]


def _beside(q: Quotation, marks: Quotations, doc: Document) -> Mentioned | None:
    """The speaker named outside the marks, in the sentences where the quotation ends or begins."""
    led = _led(q, doc)
    if led is not None:
        return led
    best: tuple[int, Sentence, Frame] | None = None
    ended = q.closed and doc.text[q.end - 1] == "."
    following = _sentence_at(doc, min(q.end + 2, len(doc.text) - 1))
    around = (_sentence_at(doc, q.end - 1), _sentence_at(doc, q.start), following)
    for s in dict.fromkeys(around):
        for frame in framed(s, doc):
            position = s.starts[frame.verb]
            if marks.at(position) >= 0 or frame.rule == "relative":
                continue
            if s is following and s.start >= q.end and frame.rule != "inverted" and (ended or frame.verb > 6):
                continue  # the next sentence names its own speaker
            near = (q.end, position) if position >= q.end else (position, q.start)
            if q.closed and not _same_paragraph(doc, *near):
                continue
            distance = near[1] - near[0]
            if best is None or distance < best[0]:
                best = (distance, s, frame)
    return resolved(best[1], best[2], doc) if best is not None else None


def _led(q: Quotation, doc: Document) -> Mentioned | None:
    """The person before a colon that leads to the quotation: "Mayor Ivo Petrov disagrees: “…”"."""
    if not doc.text[max(q.start - 4, 0) : q.start - 1].rstrip().endswith(":"):
        return None
    s = _sentence_at(doc, max(q.start - 3, 0))
    for name in doc.names[s.index]:
        if name.kind == "person" and name.end <= q.start:
            return _full(name, memory_of(doc))
    line = doc.text[s.start : s.end].rstrip().rstrip(":")
    tail = line.rsplit(", ", 1)[-1]  # "Comments from the CEO, Annika Rydqvist:", a line of its own
    words_of = tail.split()
    if tail != line and 1 < len(words_of) < 5 and all(word[0].isupper() for word in words_of):
        start = s.start + line.rindex(tail)
        return Mentioned(tail, start, start + len(tail))
    return None


def _introduced(q: Quotation, doc: Document) -> Mentioned | None:
    """The source, or else the person, of the sentence before in the same paragraph."""
    s = _sentence_at(doc, q.start)
    if s.index == 0:
        return None
    before = doc.sentences[s.index - 1]
    if before.paragraph != s.paragraph and doc.text[before.end - 1] not in ':"”':
        return None
    found = framed(before, doc)
    if found:
        return resolved(before, found[-1], doc)
    if before.paragraph == s.paragraph:
        for name in doc.names[before.index]:
            if name.kind == "person":
                return _full(name, memory_of(doc))
    return None


def _full(name: Name, memory: Memory) -> Mentioned:
    own = Mentioned(name.text, name.start, name.end)
    return own if " " in name.text else memory.person(name.text) or own


def resolved(s: Sentence, frame: Frame, doc: Document) -> Mentioned | None:
    """The source of a frame by its fullest name, found once."""
    kept: dict[tuple[int, int, int], Mentioned | None] = doc.memo.setdefault("sources", {})
    key = (s.index, frame.first, frame.verb)
    if key not in kept:
        kept[key] = _resolved(s, frame, doc)
    return kept[key]


def _resolved(s: Sentence, frame: Frame, doc: Document) -> Mentioned | None:
    memory = memory_of(doc)
    if frame.person is not None:
        return _full(frame.person, memory)
    first, last = frame.first, frame.last
    if last <= first:
        return None  # all that was there belongs to something else
    if last - first == 1 and (s.tags[first] == "O" or s.lows[first] in ("her", "his")):
        return _pronoun(s, first, memory, doc)
    while first < last - 1 and s.tags[first] == "D":
        first += 1
    own = Mentioned(s.span(first, last), s.starts[first], s.ends[last - 1])
    if last - first > 1:
        return own
    low = s.lows[first]
    if s.words[first][0].isupper():
        return memory.person(own.text) or memory.organisation(own.text) or own
    if stem(low) in heads() and (holder := memory.holder(low, own.start)) is not None:
        return holder
    if low in nouns("documents") and (earlier := _issuer(s, low, doc)) is not None:
        return earlier
    return memory.common_noun(own, s) or own


def _issuer(s: Sentence, low: str, doc: Document) -> Mentioned | None:
    """Whose "the statement" is: the source of a sentence before that names it ("X said in a statement")."""
    for other in reversed(doc.sentences[max(0, s.index - 8) : s.index]):
        if low not in other.lows:
            continue
        for frame in reversed(framed(other, doc)):
            if frame.person is not None or other.lows[frame.last - 1] not in nouns("documents"):
                return resolved(other, frame, doc)
    return None


def _pronoun(s: Sentence, token: int, memory: Memory, doc: Document) -> Mentioned | None:
    """Who "he", "it" or "they" is: the person, the organisation, the plural subject named before."""
    low = _SUBJECTIVE.get(s.lows[token], s.lows[token])
    if low in _HE:
        found = _who_spoke(s, doc) or memory.person_before(s.starts[token], low)
        return found if found is None or not _signs(doc, found) else None
    if low == "it":
        return memory.named_before(s, token)
    found = _plural_subject(s, token)
    if found is None and s.index > 0 and doc.sentences[s.index - 1].paragraph == s.paragraph:
        before = doc.sentences[s.index - 1]
        frames_before = framed(before, doc)
        if frames_before and before.lows[frames_before[-1].last - 1] in nouns("crowd"):
            return resolved(before, frames_before[-1], doc)
        found = _plural_subject(before, len(before.words))
    return found


def _signs(doc: Document, who: Mentioned) -> bool:
    """Whether a name only stands in the line that says who wrote the article."""
    s = _sentence_at(doc, who.start)
    return s.lows[:1] == ["by"] and len(s.words) < 8 and not s.groups


def _who_spoke(s: Sentence, doc: Document) -> Mentioned | None:
    """Who "he" is after a speaker without a name: "… said the baker. … he added"."""
    for before in reversed(doc.sentences[max(0, s.index - 3) : s.index]):
        if any(name.kind == "person" for name in doc.names[before.index]):
            return None
        if not (found := framed(before, doc)):
            continue
        first, last = found[-1].first, found[-1].last
        while first < last - 1 and before.tags[first] == "D":
            first += 1
        low = before.lows[last - 1]
        common = before.tags[last - 1] == "N" and low not in nouns("crowd") and low not in nouns("documents")
        common = common and (not low.endswith("s") or low.endswith("ss"))
        body = low in words("organisations", "generic") or low in nouns("voices")
        named = any(before.words[k][0].isupper() for k in range(first, last))
        return resolved(before, found[-1], doc) if common and not body and not named else None
    return None


def _plural_subject(s: Sentence, end: int) -> Mentioned | None:
    """The first plural noun before a token that a verb follows: "the analysts cut"."""
    for phrase in s.phrases[: bisect_left(s.phrase_starts, end)]:
        after = s.tags[phrase.last : phrase.last + 1]
        if after == "J" and s.tags[phrase.head] == "P" and s.lows[phrase.last] == "and":  # "X and Y have agreed"
            k = phrase.last + 1
            while k < end and s.tags[k] == "P":
                k += 1
            if phrase.last + 1 < k < end and s.tags[k] in "VHB" and s.lows[k] not in ("has", "is", "was"):
                return Mentioned(s.span(phrase.first, k), s.starts[phrase.first], s.ends[k - 1])
        if s.tags[phrase.head] == "N" and s.lows[phrase.head].endswith("s") and after and after in "VWXBHM":
            first = phrase.first
            while first < phrase.head and s.tags[first] == "D":
                first += 1
            return Mentioned(s.span(first, phrase.last), s.starts[first], s.ends[phrase.last - 1])
    return None
