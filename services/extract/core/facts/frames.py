"""Reporting frames: who says something in a sentence, and which of its tokens that covers.

forward     The ministry said (that) exports rose 5%           covers what follows
trailing    Exports rose 5%, the ministry said on Friday        covers what stands before, and goes on after it
inverted    “…,” said Adil Amralin · …, reported the akimat     likewise
according   According to Kazinform, … · …, according to Kazinform
citing      Trend reports, citing Kazakhstan Railways
relative    the 5% growth which officials had forecast          covers the phrase before "which"
put         Mr Bek puts the total at 23 · the total was put at 23 by Mr Bek
account     the total is 23, by the bank's own reckoning
agent       as relayed by the press service · it was announced by the bank
"""

from __future__ import annotations

from services.extract.core import lexicon
from services.extract.core.facts.phrase import phrase_until
from services.extract.core.facts.reporting import GO_ON, nouns, say, triggers, verbs
from services.extract.core.facts.reporting import quoted as quoted_forms
from services.extract.core.facts.saying import put_by, saying
from services.extract.core.facts.source import END, Frame, named_from, source_before, speaks_for_itself, with_source
from services.extract.core.facts.zones import zones
from services.extract.core.mentions import calendar as cal
from services.extract.core.mentions.title_words import heads, stem
from services.extract.core.model import Name
from services.extract.core.sentences import Sentence

_OPENERS = frozenset("where which who that and but while".split())
_ASCRIBING = frozenset("attributes attributed ascribes ascribed blamed blames".split())
_VOICED = frozenset(("words", "view", "opinion"))  # "in the view of the ministry"
_FIGURES = frozenset(("figure", "number", "total", "tally"))


def frames(s: Sentence, names: list[Name], quoted: frozenset[int]) -> list[Frame]:
    """The reporting frames of a sentence, left to right; `quoted` are its tokens inside quotation marks."""
    if not quoted and not _reports(s):
        return []
    found: list[Frame] = []
    persons = [name for name in names if name.kind == "person"]
    # what stands right after a closed quotation: any verb there speaks ("“…,” scoffed the chairman, Ana Ruiz")
    after_marks = frozenset(k + 2 for k in quoted if s.tags[k + 1 : k + 2] == '"') if quoted else frozenset()
    opening, spoken, put, accounts = triggers(), say(), verbs("put"), nouns("accounts")
    for i, low in enumerate(s.lows):
        if s.lexemes[i].reporting == 0 and i not in after_marks:
            continue
        if low not in opening and i not in after_marks:
            continue
        frame = None
        if low == "according":
            frame = _according(s, i, persons)
        elif low in ("citing", "quoting") and i:
            frame = _citing(s, i, persons)
            if frame is not None and found and _paper(s, frame):
                frame = None  # "the Nation newspaper reported, citing a treasury memo"
        elif low in _VOICED and i and s.lows[i - 1] == "the" and s.lows[i + 1 : i + 2] == ["of"]:
            frame = with_source(s, i, i + 2, persons, 0, END, "words", quoting=False)
        elif low == "words" and i > 1 and s.lows[i - 2] in ("in", "by") and s.lows[i - 1] in ("his", "her"):
            frame = Frame(i, i - 1, i, None, 0, END, "words", False)  # "In his words, …"
        elif low == "per":
            frame = _per(s, i, persons)
        elif low in put and (low in ("put", "puts") or s.tags[i] in "VWX"):
            frame = _puts(s, i, persons)
        elif low in accounts and i > 2 and s.lows[i - 1] != "the" and (own := _account(s, i, persons)) is not None:
            frame = own
        elif low == "pencils" or (low == "pencilled" and i and s.tags[i - 1] in "NP"):
            frame = source_before(s, i, i, persons)
            frame = frame._replace(left=i, right=END) if frame is not None else None
        elif low in _ASCRIBING and i and s.tags[i - 1] != "B":
            towards = "on" if low[0] == "b" else "to"  # "blamed the rise in costs on a stoppage"
            told = towards in s.lows[i + 2 : i + 14] and s.tags[i] in "VWX"
            frame = source_before(s, i, i, persons) if told else None
            frame = frame._replace(left=i, right=END, rule="put") if frame is not None and _credible(s, frame) else None
        elif low == "known" and i > 2 and s.lows[i - 1] == "be" and s.lows[i - 2] == "it":
            frame = _made_known(s, i, persons)
        elif low == "reads" and not quoted and i and s.tags[i - 1] in ",.":  # "The cost has risen, reads the statement"
            frame = with_source(s, i, i + 1, persons, 0, END, "inverted", quoting=False)
            frame = frame if frame is not None and s.lows[frame.last - 1] in nouns("documents") else None
        elif low in ("speaks", "spoke", "speak", "talks", "talked"):
            frame = _speaks(s, i, persons, names)
        elif low == "clear" and i > 1:
            frame = _made_clear(s, i, persons)
        elif low in ("cited", "cites", "pointed", "points") and _levels(s, i):
            frame = source_before(s, i, i, persons)  # "The agency pointed to a fall of 5%"
            frame = frame._replace(left=i, right=END, rule="put") if frame is not None and _credible(s, frame) else None
        elif low in ("gave", "gives") and (not _FIGURES.isdisjoint(s.lows[i + 1 : i + 5]) or _as_number(s, i)):
            frame = source_before(s, i, i, persons)  # "The agency gave a figure of 22 million litres"
            frame = frame._replace(left=i, right=END, rule="put") if frame is not None and _credible(s, frame) else None
        elif low in ("learned", "learnt", "heard") and s.lows[i + 1 : i + 2] == ["from"]:
            frame = with_source(s, i, i + 2, persons, i, END, "forward", quoting=False)  # "learned from X that"
            frame = frame if frame is not None and _credible(s, frame) else None
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


def _reports(s: Sentence) -> bool:
    """Whether any word of the sentence can open a frame."""
    for form in s.lexemes:
        if form.reporting < 0:
            form.reporting = int(form.low in triggers())
        if form.reporting:
            return True
    return False


def _according(s: Sentence, i: int, persons: list[Name]) -> Frame | None:
    if i + 1 >= len(s.lows) or s.lows[i + 1] != "to":
        return None
    before = s.tags[i - 1] if i else "."
    lead = i == 0 or before in ':";J(' or s.words[i - 1] in ";–—" or (i == 1 and s.tags[0] in "JRS")
    lead |= i > 1 and before == "," and s.lows[i - 2] in _OPENERS  # "where, according to X, …"
    frame = with_source(s, i, i + 2, persons, 0, END, "according", quoting=False)
    if frame is None or lead:
        return frame._replace(left=i) if frame is not None else None
    return frame._replace(right=_remark(s, frame.last))


def _remark(s: Sentence, i: int) -> int:
    """Where a relative clause about the source begins: ", according to the council, | which expects 8%"."""
    if s.words[i : i + 1] != [","] or s.lows[i + 1 : i + 2] not in (["which"], ["who"], ["whose"]):
        return END
    k = i + 2 + (s.tags[i + 2 : i + 3] == "R")  # "which previously forecast 2.6%"
    tells = s.lows[k] if k < len(s.lows) else ""
    return END if tells in say() or tells in verbs("put") or tells in ("pencilled", "penciled") else i + 1


def _citing(s: Sentence, i: int, persons: list[Name]) -> Frame | None:
    frame = with_source(s, i, i + 1, persons, 0, END, "citing", quoting=False)
    return frame if frame is not None and _credible(s, frame) else None  # "shelved the project, citing costly water"


def _paper(s: Sentence, frame: Frame) -> bool:
    """Whether a source is only something written, of which nobody is named."""
    small = not any(s.words[k][0].isupper() for k in range(frame.first, frame.last))
    return frame.person is None and small and s.lows[frame.last - 1] in nouns("documents")


def _as_number(s: Sentence, i: int) -> bool:
    """Whether a number follows "as" behind a verb: "gives the fall | as 5%"."""
    return any(s.lows[k] == "as" and s.tags[k + 1 : k + 2] in ("C", "U") for k in range(i + 1, min(i + 7, len(s.lows))))


def _levels(s: Sentence, i: int) -> bool:
    """Whether a change with its number is the object of a verb: "cited | a fall of 5%", "pointed | to a 5% rise"."""
    if s.tags[i] not in "VW" or (s.lows[i][:5] == "point" and s.lows[i + 1 : i + 2] != ["to"]):
        return False
    said = s.lows[i + 1 : i + 8]
    return not cal.words("moves").isdisjoint(said) and "C" in s.tags[i + 1 : i + 8]


def _credible(s: Sentence, frame: Frame) -> bool:
    """Whether a source is a person, a body, or something written."""
    if frame.person is not None or speaks_for_itself(s, frame):
        return True
    named = {*s.lows[frame.first : frame.last]}
    return not named.isdisjoint(nouns("documents")) or any(stem(low) in heads() for low in named)


def _per(s: Sentence, i: int, persons: list[Name]) -> Frame | None:
    """ "Per the operator's notice, …", "as per the ministry": at the beginning, or after "as"."""
    lead = i == 0 or (i == 1 and s.lows[0] == "as")
    if not lead and s.lows[i - 1] != "as":
        return None
    frame = with_source(s, i, i + 1, persons, 0, END, "according", quoting=False)
    if frame is None or (lead and s.words[frame.last : frame.last + 1] != [","]):
        return None
    return frame if _credible(s, frame) else None  # "Per tonne, exporters received …"


def _account(s: Sentence, i: int, persons: list[Name]) -> Frame | None:
    """ "by the bank's reckoning", "on Mr Dahl's own estimate": whose account a clause follows."""
    e = i
    while e > 0 and s.tags[e - 1] in "AR":
        e -= 1
    if e < 2 or s.tags[e - 1] != "E":
        return None
    first = phrase_until(s, e - 1)
    opened = first - 1
    while opened > 0 and s.tags[opened] == "D":
        opened -= 1
    if s.lows[opened] not in ("by", "on", "in") or (opened and s.tags[opened - 1] not in ',.-"J'):
        return None
    person = next((name for name in persons if name.last == e - 1), None)
    left = next((k for k in range(opened - 1, 0, -1) if s.words[k] in "–—"), 0)  # "– enough, by its own reckoning, for"
    return Frame(i, first, e - 1, person, left, END, "according", False)


def _made_clear(s: Sentence, i: int, persons: list[Name]) -> Frame | None:
    """ "The operator made it clear that …", "As the operator made clear on Tuesday, …"."""
    k = i - 1 - (s.lows[i - 1] == "it")
    if s.lows[k] not in ("made", "makes", "make") or s.lows[i + 1 : i + 2] == ["of"]:
        return None
    frame = source_before(s, k, k, persons)
    if frame is None or not (s.lows[0] == "as" or s.lows[i + 1 : i + 2] == ["that"]):
        return None
    return frame._replace(verb=i, left=0 if s.lows[0] == "as" else i, right=END)


def _made_known(s: Sentence, i: int, persons: list[Name]) -> Frame | None:
    """ "The firm let it be known that …", "made it known that"."""
    for k in range(i - 2, max(i - 5, 0), -1):
        if s.lows[k] in ("let", "lets", "made", "makes") and s.lows[i + 1 : i + 2] == ["that"]:
            frame = source_before(s, k, k, persons)
            return frame._replace(verb=i, left=i, right=END) if frame is not None else None
    return None


def _puts(s: Sentence, i: int, persons: list[Name]) -> Frame | None:
    """ "puts the total at 23": an "at" with a number in the same clause."""
    for k in range(i + 1, min(i + 14, len(s.lows))):
        if s.lows[k] == "at" and any(t in "CUQ" for t in s.tags[k + 1 : k + 5]):
            if s.tags[i - 1 : i] == "B":  # "was put at 9,000 by the agency"
                return put_by(s, i, k, persons)
            if k == i + 1 and (by := put_by(s, i, k, persons)) is not None:
                return by  # "the bill, put at 63 million by the agency, …"
            g0 = i
            while g0 > 0 and s.tags[g0 - 1] in "HR":
                g0 -= 1  # "had put"
            frame = source_before(s, i, g0, persons)
            if frame is None or (s.lows[i] in ("value", "values", "valued") and not _credible(s, frame)):
                return None  # "The financing values the company at 610 million"
            return frame._replace(left=i, right=_put_end(s, k), rule="put")
        if s.tags[k] in ".VWS" and s.tags[k - 1] != "I":  # but "the number of displaced at 18,000"
            break
        if s.lows[k] == "by" and k == i + 1:
            frame = with_source(s, i, k + 1, persons, 0, END, "put", quoting=False)
            if frame is None or s.lows[frame.last : frame.last + 1] != ["at"]:
                return None
            return frame
    if s.lows[i + 1 : i + 2] == ["at"] and (frame := source_before(s, i, i, persons)) is not None:
        return frame._replace(left=i, right=END, rule="put")
    return None


def _put_end(s: Sentence, at: int) -> int:
    """Where a clause about something else ends what was put: "at 590 million, which halved the profit", "at 220
    million, and the city is seeking a loan"."""
    for k in range(at + 1, len(s.lows) - 1):
        if (s.words[k] == "," and s.lows[k + 1] == "which") or s.words[k] == ";":
            return k
    return next((z.first for z in zones(s) if z.first > at and z.kind in ("coordinate", "contrast")), END)


def _speaks(s: Sentence, i: int, persons: list[Name], names: list[Name]) -> Frame | None:
    """ "the Ministry speaks of 15": a name, then "of" and a number."""
    k = i + 1 + (s.tags[i + 1 : i + 2] == "R")  # "spoke only of"
    if s.lows[k : k + 1] != ["of"] or not any(t in "CU" for t in s.tags[k + 1 : k + 5]):
        return None
    frame = source_before(s, i, i, persons)
    if frame is None:
        return None
    said = s.lows[frame.last - 1]
    body = said in lexicon.words("organisations", "generic") or said in nouns("voices") or stem(said) in heads()
    alone = frame.last == i and s.tags[frame.last - 1] == "N" and body
    if not alone and not any(frame.first <= name.first < frame.last for name in names):
        return None
    return frame._replace(left=i, right=END, rule="forward")
