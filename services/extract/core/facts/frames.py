"""Reporting frames: who says something in a sentence, and which of its tokens that covers.

forward     The ministry said (that) exports rose 5%           covers what follows
trailing    Exports rose 5%, the ministry said on Friday        covers what stands before, and goes on after it
inverted    “…,” said Adil Amralin · …, reported the akimat     likewise
according   According to Kazinform, … · …, according to Kazinform
citing      Trend reports, citing Kazakhstan Railways
relative    the 5% growth which officials had forecast          covers the phrase before "which"
put         Mr Bek puts the total at 23
agent       as relayed by the press service · it was announced by the bank
"""

from __future__ import annotations

from services.extract.core.facts.reporting import GO_ON, say, triggers
from services.extract.core.facts.reporting import quoted as quoted_forms
from services.extract.core.facts.saying import break_after, break_before, saying
from services.extract.core.facts.source import END, Frame, named_from, source_before, with_source
from services.extract.core.model import Name
from services.extract.core.sentences import Sentence


def frames(s: Sentence, names: list[Name], quoted: frozenset[int]) -> list[Frame]:
    """The reporting frames of a sentence, left to right; `quoted` are its tokens inside quotation marks."""
    if not quoted and triggers().isdisjoint(s.lows):
        return []
    found: list[Frame] = []
    persons = [name for name in names if name.kind == "person"]
    # what stands right after a closed quotation: any verb there speaks ("“…,” scoffed the chairman, Ana Ruiz")
    after_marks = frozenset(k + 2 for k in quoted if s.tags[k + 1 : k + 2] == '"') if quoted else frozenset()
    opening, spoken = triggers(), say()
    for i, low in enumerate(s.lows):
        if low not in opening and i not in after_marks:
            continue
        frame = None
        if low == "according":
            frame = _according(s, i, persons)
        elif low in ("citing", "quoting") and i:
            frame = _citing(s, i, persons)
        elif low == "words" and i and s.lows[i - 1] == "the" and s.lows[i + 1 : i + 2] == ["of"]:
            frame = with_source(s, i, i + 2, persons, 0, END, "words", quoting=False)
        elif low in ("put", "puts"):
            frame = _puts(s, i, persons)
        elif low in ("speaks", "spoke"):
            frame = _speaks(s, i, persons, names)
        elif i in after_marks and low not in spoken and s.tags[i] in "VW" and (said := named_from(s, i + 1, persons)):
            frame = Frame(i, i + 1, max(said.last, said.title_last), said, 0, END, "inverted", True)
        elif (
            low in spoken
            or (low in quoted_forms() and quoted)
            or (low in GO_ON and s.lows[i + 1 : i + 2] == ["on"] and quoted)
        ):
            frame = saying(s, i, persons, quoted, found)
        if frame is not None:
            found.append(frame)
    return found


def _according(s: Sentence, i: int, persons: list[Name]) -> Frame | None:
    if i + 1 >= len(s.lows) or s.lows[i + 1] != "to":
        return None
    before = s.tags[i - 1] if i else "."
    lead = i == 0 or before in ':";J(' or s.words[i - 1] in ";–—" or (i == 1 and s.tags[0] in "JRS")
    frame = with_source(s, i, i + 2, persons, 0, END, "according", quoting=False)
    if frame is None:
        return None
    left = i if lead and i else 0
    return frame._replace(
        left=break_before(s, i) if not lead else left, right=break_after(s, frame.last) if lead else END
    )


def _citing(s: Sentence, i: int, persons: list[Name]) -> Frame | None:
    return with_source(s, i, i + 1, persons, 0, END, "citing", quoting=False)


def _puts(s: Sentence, i: int, persons: list[Name]) -> Frame | None:
    """ "puts the total at 23": an "at" with a number in the same clause."""
    for k in range(i + 1, min(i + 14, len(s.lows))):
        if s.lows[k] == "at" and any(t in "CUQ" for t in s.tags[k + 1 : k + 5]):
            frame = source_before(s, i, i, persons)
            return frame._replace(left=i, right=END, rule="put") if frame is not None else None
        if s.tags[k] in ".VWS":
            break
        if s.lows[k] == "by" and k == i + 1:
            frame = with_source(s, i, k + 1, persons, 0, END, "put", quoting=False)
            if frame is None or s.lows[frame.last : frame.last + 1] != ["at"]:
                return None
            return frame
    if s.lows[i + 1 : i + 2] == ["at"] and (frame := source_before(s, i, i, persons)) is not None:
        return frame._replace(left=i, right=END, rule="put")
    return None


def _speaks(s: Sentence, i: int, persons: list[Name], names: list[Name]) -> Frame | None:
    """ "the Ministry speaks of 15": a name, then "of" and a number."""
    if s.lows[i + 1 : i + 2] != ["of"] or not any(t in "CU" for t in s.tags[i + 2 : i + 5]):
        return None
    frame = source_before(s, i, i, persons)
    if frame is None or not any(frame.first <= name.first < frame.last for name in names):
        return None
    return frame._replace(left=i, right=END, rule="forward")
