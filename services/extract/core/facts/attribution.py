"""To whom an article credits a claim: the source of the reporting frame or quotation that the claim stands in."""

from __future__ import annotations

from bisect import bisect_right

from services.extract.core.facts.frames import frames
from services.extract.core.facts.memory import memory_of
from services.extract.core.facts.quotation import Quotation, Quotations, quotations
from services.extract.core.facts.reporting import nouns
from services.extract.core.facts.source import Frame
from services.extract.core.mentions.title_words import heads, stem
from services.extract.core.model import Document, Mentioned, Name
from services.extract.core.sentences import Sentence

_HE = frozenset(("he", "she"))


def attribution(s: Sentence, start: int, end: int, doc: Document) -> Mentioned | None:
    """Who says what stands in characters [start, end) of a sentence, by the fullest name; None: the article itself."""
    marks = quotations(doc)
    k = marks.at(start)
    if k >= 0:
        return _speaker(k, marks, doc)
    found = _frames(s, doc)
    if not found:
        return None
    first, last = s.tokens_of(start, end)
    frame = _covering(found, first, last)
    return _resolved(s, frame, doc) if frame is not None else None


def _covering(found: list[Frame], first: int, last: int) -> Frame | None:
    """The frame that a claim stands in: the nearest one that leads to it, else the nearest that trails it."""
    inside = [
        f for f in found if not f.quoting and f.left <= first and first < f.right and not (f.first <= first < f.last)
    ]
    cited = [f for f in inside if f.rule == "citing"]
    if cited:
        return cited[0]
    relative = [f for f in inside if f.rule == "relative" and last <= f.right and f.right - last <= 3]
    if relative:
        return relative[0]
    inside = [f for f in inside if f.rule != "relative"]
    leading = [f for f in inside if f.verb < first and (f.rule in ("forward", "put") or f.left == f.verb)]
    if leading:
        return leading[-1]
    trailing = [f for f in inside if f.verb >= last]
    if trailing:
        return trailing[0]
    return inside[-1] if inside else None


def _frames(s: Sentence, doc: Document) -> list[Frame]:
    """The frames of a sentence, found once."""
    kept: list[Frame] | None = s.__dict__.get("frames")
    if kept is None:
        marks = quotations(doc)
        quoted = (
            frozenset(i for i, start in enumerate(s.starts) if marks.at(start) >= 0) if marks.found else frozenset()
        )
        names = doc.names[s.index] if s.index < len(doc.names) else []
        kept = s.__dict__["frames"] = frames(s, names, quoted)
    return kept


def _speaker(k: int, marks: Quotations, doc: Document) -> Mentioned | None:
    """Whose a quotation is: by the frame beside it, else as the quotations around it in the paragraph."""
    kept: dict[int, Mentioned | None] = doc.memo.setdefault("speakers", {})
    if k in kept:
        return kept[k]
    kept[k] = None
    q = marks.found[k]
    own = _beside(q, marks, doc)
    if own is None and q.continued and k > 0:
        own = _speaker(k - 1, marks, doc)
    if own is None and k > 0 and _same_paragraph(doc, marks.found[k - 1].end, q.start):
        own = _speaker(k - 1, marks, doc)
    if own is None and k + 1 < len(marks.found):
        after = marks.found[k + 1]
        if (not q.closed and after.continued) or _same_paragraph(doc, q.end, after.start):
            own = _beside(after, marks, doc)
    if own is None:
        own = _introduced(q, marks, doc)
    kept[k] = own
    return own


def _same_paragraph(doc: Document, a: int, b: int) -> bool:
    return "\n" not in doc.text[a:b]


def _sentence_index(doc: Document, offset: int) -> int:
    starts: list[int] = doc.memo.setdefault("starts", [s.start for s in doc.sentences])
    return max(0, bisect_right(starts, offset) - 1)


def _beside(q: Quotation, marks: Quotations, doc: Document) -> Mentioned | None:
    """The speaker named outside the marks in the sentences where the quotation ends or begins."""
    best: tuple[int, Sentence, Frame] | None = None
    if (led := _led(q, doc)) is not None:
        return led
    for index in {
        _sentence_index(doc, q.end - 1),
        _sentence_index(doc, q.start),
        _sentence_index(doc, min(q.end + 2, len(doc.text) - 1)),
    }:
        s = doc.sentences[index]
        for frame in _frames(s, doc):
            position = s.starts[frame.verb]
            if marks.at(position) >= 0 or frame.rule == "relative":
                continue
            distance = q.start - position if position < q.start else position - q.end
            if (
                index == _sentence_index(doc, min(q.end + 2, len(doc.text) - 1))
                and s.start >= q.end
                and frame.rule != "inverted"
                and frame.verb > 6
            ):
                continue
            if (
                "\n" in doc.text[min(position, q.start) : max(position, q.end)]
                and q.closed
                and "\n" in doc.text[min(q.end, position) : max(q.start, position)]
            ):
                continue
            if best is None or distance < best[0]:
                best = (distance, s, frame)
    return _resolved(best[1], best[2], doc) if best is not None else None


def _led(q: Quotation, doc: Document) -> Mentioned | None:
    """The person before a colon that leads to the quotation: "Mayor Ivo Petrov disagrees: “…”"."""
    if doc.text[max(q.start - 4, 0) : q.start - 1].rstrip()[-1:] != ":":
        return None
    index = _sentence_index(doc, max(q.start - 3, 0))
    for name in doc.names[index] if index < len(doc.names) else ():
        if name.kind == "person" and name.end <= q.start:
            return _full(name, doc)
    return None


def _introduced(q: Quotation, marks: Quotations, doc: Document) -> Mentioned | None:
    """The speaker of the sentence before, where it ends in a frame of its own in the same paragraph."""
    index = _sentence_index(doc, q.start)
    if index == 0:
        return None
    s = doc.sentences[index - 1]
    if s.paragraph != doc.sentences[index].paragraph:
        if not (q.start - 1 <= doc.sentences[index].start and doc.text[s.end - 1 : s.end] in ':"”'):
            return None
    for frame in reversed(_frames(s, doc)):
        return _resolved(s, frame, doc)
    persons = [n for n in doc.names[s.index] if n.kind == "person"] if s.index < len(doc.names) else []
    if persons and s.paragraph == doc.sentences[index].paragraph:
        return _full(persons[0], doc)
    return None


def _full(name: Name, doc: Document) -> Mentioned:
    if " " in name.text:
        return Mentioned(name.text, name.start, name.end)
    return memory_of(doc).person(name.text) or Mentioned(name.text, name.start, name.end)


def _resolved(s: Sentence, frame: Frame, doc: Document) -> Mentioned | None:
    """The source by its fullest name."""
    if frame.person is not None:
        return _full(frame.person, doc)
    first, last = frame.first, frame.last
    low = s.lows[first]
    if last - first == 1 and s.tags[first] == "O":
        return _pronoun(s, frame, doc)
    memory = memory_of(doc)
    while first < last - 1 and s.tags[first] == "D":
        first += 1
    text = s.span(first, last)
    words = [w for w in s.lows[first:last]]
    own = Mentioned(text, s.starts[first], s.ends[last - 1])
    if len(words) == 1 and not text[0].isupper():
        if stem(low if last - first == 1 else words[-1]) in heads():
            named = _holder_before(words[-1], own.start, doc)
            if named is not None:
                return named
        if words[-1] in nouns("documents"):
            earlier = _source_before(s, doc)
            if earlier is not None:
                return earlier
        return memory.common_noun(own, s) or own
    if len(words) == 1:
        person = memory.people.get(words[0])
        if person:
            return person[0]
        return memory.organisation(text) or own
    return own


def _holder_before(title: str, before: int, doc: Document) -> Mentioned | None:
    """The person last named with a title before an offset: "the mayor"."""
    found = None
    for names in doc.names:
        for name in names:
            if name.start >= before:
                break
            if name.title is not None and title in name.title.lower().split():
                found = _full(name, doc)
    return found


def _source_before(s: Sentence, doc: Document) -> Mentioned | None:
    """The last source named before a sentence: whose "the statement" is."""
    for other in reversed(doc.sentences[max(0, s.index - 8) : s.index]):
        for frame in reversed(_frames(other, doc)):
            found = _resolved(other, frame, doc)
            if found is not None:
                return found
    return None


def _pronoun(s: Sentence, frame: Frame, doc: Document) -> Mentioned | None:
    low = s.lows[frame.first]
    if low in _HE:
        position = s.starts[frame.first]
        found: Name | None = None
        for names in doc.names:
            for name in names:
                if name.start >= position:
                    break
                if name.kind == "person":
                    found = name
        return _full(found, doc) if found is not None else None
    if low == "it":
        return memory_of(doc).named_before(s, frame.first)
    if low == "they":
        for phrase in s.phrases:
            if phrase.last <= frame.first and s.tags[phrase.head] == "N" and s.lows[phrase.head].endswith("s"):
                first = phrase.first
                while first < phrase.head and s.tags[first] == "D":
                    first += 1
                after = s.tags[phrase.last : phrase.last + 1]
                if after and after in "VWXBHM":
                    return Mentioned(s.span(first, phrase.last), s.starts[first], s.ends[phrase.last - 1])
    return None
