"""The source of a report: the phrase before or after a verb of saying that names who says it.

Askhat Khassenov, chairman of the board, | told · said | the company's founder, Ana Ruiz
data of the State Statistics Committee → the committee · a report which Mayor Bek made → Bek · preliminary data → nobody
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from services.extract.core import lexicon
from services.extract.core.model import Name
from services.extract.core.sentences import Sentence
from services.extract.core.tags import lemma

END = 10**6
_REFLEXIVE = frozenset(("itself", "himself", "herself", "themselves"))
_OWNERS = frozenset("of by from released published issued compiled prepared provided".split())
_TIMES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september "
    "october november december jan. feb. mar. apr. jun. jul. aug. sept. oct. nov. dec. the".split()
)


class Frame(NamedTuple):
    """A source and what it covers."""

    verb: int  # token
    first: int  # the source's tokens
    last: int
    person: Name | None  # where the source is a named person
    left: int  # tokens [left, right) that it covers, its own left out
    right: int
    rule: str
    quoting: bool  # what is said is a quotation: nothing outside the marks is covered
    begin: int = -1  # where the phrase that stands for the source begins, "data" of "data of the committee"


@cache
def nouns(name: str) -> frozenset[str]:
    """A class of nouns of `reporting.toml`."""
    return frozenset(lexicon.table("reporting")["nouns"][name].split())


@cache
def verbs(name: str) -> frozenset[str]:
    return frozenset(lexicon.table("reporting")["verbs"][name].split())


def _person_within(s: Sentence, first: int, last: int, persons: list[Name]) -> Name | None:
    """The person that a source phrase names: alone, with title, or in apposition."""
    for name in persons:
        if first <= name.first and name.last <= last:
            return name
    return None


def named_from(s: Sentence, i: int, persons: list[Name]) -> Name | None:
    """The person whose name, title or possessor begins at a token: "said (the) (company's) (chief executive,) Ana Ruiz"."""
    for name in persons:
        if name.first < i:
            continue
        if name.first - i > 16:
            return None
        gap = s.tags[i : name.first]
        if name.title_first >= i and name.title_first < name.first:
            if any(t in "VWXBHMS" for t in s.tags[i : name.title_first]) or s.tags[i : name.title_first].count(","):
                return None
            return name
        return name if all(t in "DRAP" or s.words[i + k] == "." for k, t in enumerate(gap)) and len(gap) < 4 else None
    return None


def _phrase_from(s: Sentence, i: int) -> tuple[int, int]:
    """A noun phrase that begins at a token, with what "of", "for" and brackets add."""
    n = len(s.tags)
    first = i
    while i < n and s.tags[i] in "DQ":
        i += 1
    start = i
    while i < n:
        if s.tags[i] in "NPAEGCO" or (s.tags[i] in "Q" and i == start):
            i += 1
        elif s.words[i] == "." and i + 1 < n and s.starts[i] == s.ends[i - 1] and s.starts[i + 1] == s.ends[i]:
            i += 1  # Inform.kz
        elif s.tags[i] == "(" and i > start and (close := _closing(s, i)) > 0 and close - i <= 4:
            i = close + 1
        elif (
            i > start
            and i + 1 < n
            and s.lows[i] in ("of", "for", "at", "in", "by", "from", "on")
            and s.tags[i + 1] in "NPADGE"
        ):
            if (
                s.lows[i] in ("in", "on", "at", "by", "from")
                and not s.words[i + 1][0].isupper()
                and s.tags[i + 1] != "D"
            ):
                break
            if s.lows[i] in ("in", "on", "at") and _time_word(s, i + 1):
                break
            i += 1
            while i < n and s.tags[i] == "D":
                i += 1
        elif (
            s.tags[i] == "J" and i > start and i + 1 < n and s.words[i + 1][0].isupper() and s.words[i - 1][0].isupper()
        ):
            i += 1
        else:
            break
    while i > start and s.lows[i - 1] in ("of", "for", "at", "in", "by", "from", "on"):
        i -= 1
    return (start if i > start else first), i


def _time_word(s: Sentence, i: int) -> bool:
    low = s.lows[i]
    return (low in _TIMES and low != "the") or s.tags[i] == "C"


def _closing(s: Sentence, i: int) -> int:
    for k in range(i + 1, min(i + 6, len(s.words))):
        if s.words[k] == ")":
            return k
    return -1


def with_source(
    s: Sentence, verb: int, start: int, persons: list[Name], left: int, right: int, rule: str, *, quoting: bool
) -> Frame | None:
    """A frame whose source begins at a token."""
    if start >= len(s.tags):
        return None
    person = named_from(s, start, persons)
    if person is not None:
        return Frame(verb, start, max(person.last, person.title_last), person, left, right, rule, quoting)
    first, last = _phrase_from(s, start)
    if last <= first:
        return None
    named = _person_within(s, first, last, persons)
    frame = Frame(verb, first, last, None, left, right, rule, quoting)
    if named is not None and named.last == last:
        return frame._replace(person=named)
    return _owned(s, frame, persons)


def _owned(s: Sentence, frame: Frame, persons: list[Name]) -> Frame | None:
    """A source that is a document stands for whose it is; nobody's data are no source."""
    first, last = frame.first, frame.last
    head = _head(s, frame.begin if 0 <= frame.begin < first else first, last)
    low = s.lows[head]
    if head < first:
        return frame
    if low not in nouns("documents") or low in nouns("voices"):
        return None if low in nouns("nobody") and low not in ("it", "they") else frame
    frame = frame._replace(begin=first)
    after, n = head + 1, len(s.tags)
    if after < n and s.lows[after] in _OWNERS:
        start = after + 1
        if start < n and s.lows[start] in ("by", "from"):
            start += 1
        person = named_from(s, start, persons)
        if person is not None:
            return frame._replace(first=start, last=person.last, person=person)
        a, b = _phrase_from(s, start)
        if a < last < b:
            b = last
        if b > a and (any(s.words[k][0].isupper() for k in range(a, b)) or s.lows[after] != "of"):
            return frame._replace(first=a, last=b)
    # "a report which Akim Asain Baikhanov made"
    if after + 1 < n and s.tags[after] in "SD" and s.lows[after] in ("which", "that"):
        person = named_from(s, after + 1, persons)
        if person is not None:
            return frame._replace(first=after + 1, last=person.last, person=person)
    if any(s.tags[k] == "E" for k in range(first, head)):
        return frame
    if any(s.words[k][0].isupper() for k in range(first, head)):
        return frame
    if head > first and s.lows[head - 1] in lexicon.words("organisations", "generic"):
        return frame
    # one study is somebody's, also where the text does not say whose; "data" and "estimates" are nobody's
    return frame if low in nouns("statements") else None


def _head(s: Sentence, first: int, last: int) -> int:
    """The head noun of a phrase: the last noun before its first preposition or bracket."""
    k = first
    while k < last and s.tags[k] not in "I(T" and not (k > first and s.tags[k] in "WX"):
        k += 1
    return max(k - 1, first)


def _begin_of_relative(s: Sentence, close: int) -> int:
    """The comma before a relative clause that the comma at `close` closes: ", which employs 500 people,"."""
    for k in range(close - 1, max(close - 30, 0), -1):
        if s.words[k] in ";.:":
            return -1
        if s.words[k] == "," and k + 1 < close and s.lows[k + 1] in ("which", "who", "whose", "where"):
            return k
    return -1


def source_before(s: Sentence, i: int, g0: int, persons: list[Name]) -> Frame | None:
    """The frame whose source stands before the verb, its scope still open."""
    tags, lows = s.tags, s.lows
    e = g0
    while e > 0 and (tags[e - 1] == "R" or lows[e - 1] in _REFLEXIVE):
        e -= 1
    if e == 0:
        return None
    if lows[e - 1] in ("which", "that"):
        return None
    if tags[e - 1] == "J":  # "X opened the line and said"
        for g in reversed(s.groups):
            if g.head < e - 1 and g.tense not in ("gerund", "participle", "infinitive"):
                return source_before(s, g.head, g.first, persons)
        return None
    if lows[e - 1] == "who":
        e -= 1
        if e > 0 and s.words[e - 1] == ",":
            e -= 1
    if e > 0 and s.words[e - 1] in ",–—)":
        close = s.words[e - 1]
        opened = _begin_of_relative(s, e - 1) if close == "," else -1
        if opened < 0:
            opened = opened_by(s, e - 1)
        if opened <= 0 or (close == "," and opened == e - 1):
            return None
        # the person of an apposition, or what stands before it
        for name in persons:
            if name.last == opened or (opened < name.first and name.title_first >= 0 and name.last == e - 1):
                begin = min(name.first, name.title_first) if name.title_first >= 0 else name.first
                return Frame(i, name.first, name.last, name, i, END, "forward", False, begin)
        e = opened
        while (
            close == ","
            and e > 2
            and lows[e - 1] in lexicon.words("organisations", "legal_forms")
            and "," in s.words[max(e - 5, 0) : e]
        ):
            e = max(k for k in range(max(e - 5, 0), e) if s.words[k] == ",")
    if e <= 0:
        return None
    for name in reversed(persons):
        if name.last == e or (name.last < e and name.title_last == e and name.title_first >= name.last):
            return Frame(
                i,
                min(name.first, name.title_first if name.title_first >= 0 else name.first),
                e,
                name,
                i,
                END,
                "forward",
                False,
            )
    first = phrase_until(s, e)
    if first >= e:
        return None
    begin = first
    if first > 2 and lows[first - 1] in ("by", "from") and tags[first - 2] in "WXA" and tags[first - 3] in "NP":
        # "Figures published by the office showed", "Economists polled by an agency had predicted"
        begin = phrase_until(s, first - 2)
        if lows[first - 3] not in nouns("documents"):
            first, e = begin, first - 2
    frame = Frame(i, first, e, None, i, END, "forward", False, begin)
    head = _head(s, begin, e)
    if tags[head] in "CU":
        return None
    if tags[head] == "O" and lows[head] not in ("he", "she", "it", "they"):
        return None
    base = lemma(lows[i])
    low = lows[head]
    if (
        lows[i] == base
        and lows[i] in verbs("nounlike")
        and low not in nouns("crowd")
        and not s.words[head][0].isupper()
    ):
        return None  # "its sales forecast"
    if (
        base in ("show", "indicate", "suggest", "reveal")
        and lows[head] not in nouns("documents")
        and lows[head] not in nouns("voices")
    ):
        return None
    return _owned(s, frame, persons)


def phrase_until(s: Sentence, e: int) -> int:
    """Where the noun phrase chain that ends before token e begins."""
    tags, lows = s.tags, s.lows
    i = e
    while i > 0:
        k = i - 1
        t = tags[k]
        if t in "NPAEGCQ" or (t == "O" and i == e) or (t in "X" and s.words[k][0].isupper()):
            i = k
            if t == "O":
                break
        elif t == ")" and i == e:
            j = k
            while j > 0 and tags[j] != "(" and k - j < 8:
                j -= 1
            if tags[j] != "(":
                break
            i = j
        elif s.words[k] == "." and s.ends[k] == s.starts[i] and k > 0 and s.ends[k - 1] == s.starts[k]:
            i = k
        elif t == "D":
            if lows[k] in ("which", "that") and i < e:
                break
            i = k
            if k and lows[k - 1] in ("of", "for", "by", "from", "at") and tags[k - 2 : k - 1] and tags[k - 2] in "NP":
                i = k - 1
                continue
            break
        elif (
            lows[k] in ("of", "for", "at", "from", "by", "on", "in", "until", "to")
            and k > 0
            and tags[k - 1] in "NP"
            and i < e
        ) or (t == "J" and k > 0 and s.words[k - 1][0].isupper() and i < e and s.words[i][0].isupper()):
            i = k
        elif t == "J" and k > 1 and i < e and tags[k - 1] == tags[i] == "N" and lows[k - 2] in ("of", "for"):
            i = k  # "development of transport and logistics"
        else:
            break
    while i < e and (tags[i] in "IJRC" or s.words[i] == "."):
        i += 1
    return i


def opened_by(s: Sentence, close: int) -> int:
    """Where the bracket, dash or apposition that closes at a token opens; -1 where none does."""
    mark = s.words[close]
    if mark == ")":
        for k in range(close - 1, max(close - 14, -1), -1):
            if s.tags[k] == "(":
                return k
        return -1
    depth = 0
    best = -1
    for k in range(close - 1, max(close - 30, 0), -1):
        if s.words[k] in ";.":
            break
        if s.words[k] == mark:
            if (s.tags[k - 1] in "NP)" and not any(t in "BHM" for t in s.tags[k + 1 : close])) or s.lows[k + 1] in (
                "who",
                "which",
                "whose",
            ):
                best = k
                depth += 1
                if s.words[k - 1][0].isupper() or depth > 1:
                    break
            else:
                break
    return best
