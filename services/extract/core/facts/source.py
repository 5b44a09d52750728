"""The source of a report: the phrase before or after a verb of saying that names who says it.

Askhat Khassenov, chairman of the board, | told · said | the company's founder, Ana Ruiz
data of the State Statistics Committee → the committee · a report which Mayor Bek made → Bek · preliminary data → nobody
"""

from __future__ import annotations

from typing import NamedTuple

from services.extract.core import lexicon
from services.extract.core.facts.phrase import TIMES, head_of, opened_by, phrase_from, phrase_until, relative_before
from services.extract.core.facts.reporting import nouns, verbs
from services.extract.core.model import Name
from services.extract.core.sentences import Sentence
from services.extract.core.tags import lemma

END = 10**6
_ONLY_SEEN = frozenset("seen obtained reviewed viewed examined".split())  # "data seen by X" are not X's
_REFLEXIVE = frozenset(("itself", "himself", "herself", "themselves"))
_WHEN = frozenset("on in today yesterday earlier late last this week month year".split())
_OWNERS = frozenset("of by from released published issued compiled prepared provided".split())


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


def _person_within(first: int, last: int, persons: list[Name]) -> Name | None:
    """The person that a source phrase names: alone, with title, or in apposition."""
    for name in persons:
        if first <= name.first and name.last <= last:
            return name
    return None


def named_from(s: Sentence, i: int, persons: list[Name]) -> Name | None:
    """The person whose name, title or possessor begins at a token: "said (the) (company's) (chief,) Ana Ruiz"."""
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


def with_source(
    s: Sentence, verb: int, start: int, persons: list[Name], left: int, right: int, rule: str, *, quoting: bool
) -> Frame | None:
    """A frame whose source begins at a token."""
    if start >= len(s.tags):
        return None
    person = named_from(s, start, persons)
    if person is not None:
        return Frame(verb, start, max(person.last, person.title_last), person, left, right, rule, quoting)
    first, last = phrase_from(s, start)
    if last <= first:
        return None
    named = _person_within(first, last, persons)
    apposed = (
        next((name for name in persons if name.first == last + 1), None) if s.words[last : last + 1] == [","] else None
    )
    if named is None and apposed is not None and s.tags[apposed.last : apposed.last + 1] in (",", ".", "J", ""):
        return Frame(verb, first, apposed.last, apposed, left, right, rule, quoting)  # "added her deputy, Can Demir"
    frame = Frame(verb, first, last, None, left, right, rule, quoting)
    if named is not None and named.last == last:
        return frame._replace(person=named)
    return _owned(s, frame, persons)


def _owned(s: Sentence, frame: Frame, persons: list[Name]) -> Frame | None:
    """A source that is a document stands for whose it is; nobody's data are no source."""
    first, last = frame.first, frame.last
    head = head_of(s, frame.begin if 0 <= frame.begin < first else first, last)
    low = s.lows[head]
    if head < first or (low == "account" and s.lows[head - 1] in ("current", "capital")):
        return frame if head < first else None  # "The current account showed a surplus"
    if low not in nouns("documents") or low in nouns("voices"):
        return None if low in nouns("nobody") and low not in ("it", "they") else frame
    frame = frame._replace(begin=first)
    after, n = head + 1, len(s.tags)
    if s.words[after : after + 1] == [","] and s.lows[after + 1 : after + 2] and s.lows[after + 1] in _OWNERS - {"of"}:
        after += 1  # "The study, by the Ifo institute, found", "The report, published on Monday by the institute"
    if after < n and s.lows[after] in _OWNERS:
        start = after + 1
        k = start  # "released today by", "published on 14 May by"
        while k < n and k - start < 5 and (s.lows[k] in TIMES or s.lows[k] in _WHEN or s.tags[k] == "C"):
            k += 1
        start = k if k < n and s.lows[k] == "by" else start
        if start < n and s.lows[start] in ("by", "from"):
            start += 1
        person = named_from(s, start, persons)
        if person is not None:
            return frame._replace(first=start, last=person.last, person=person)
        a, b = phrase_from(s, start)
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
    if any(s.words[k][0].isupper() and s.tags[k] != "D" for k in range(first, head)):
        return frame
    if head > first and s.lows[head - 1] in lexicon.words("organisations", "generic"):
        return frame
    # one study is somebody's, also where the text does not say whose; "data" and "estimates" are nobody's
    return frame if low in nouns("statements") else None


def _before_adverbs(s: Sentence, e: int) -> int:
    """Where the adverbs right before a verb begin: "The mill | itself also | reported"."""
    while e > 0 and (s.tags[e - 1] == "R" or s.lows[e - 1] in _REFLEXIVE):
        e -= 1
    return e


def _before_times(s: Sentence, e: int) -> int:
    """Where a day right before a verb begins: "Government data | on Tuesday | showed"; the same token if none does."""
    k = e
    while (
        k > 0
        and e - k < 4
        and ((s.lows[k - 1] in TIMES and s.lows[k - 1] != "the") or (k < e and s.tags[k - 1] == "C"))
    ):
        k -= 1
    if k == e:
        return e
    if k > 1 and s.lows[k - 1] in ("on", "in") and s.tags[k - 2] in "NP)":
        return k - 1
    return k if k and s.tags[k - 1] in "NP" else e


def _past_relative(s: Sentence, e: int) -> int:
    """Past a relative clause without commas that ends at token e: "An official who asked not to be named said"."""
    for k in range(e - 1, max(e - 14, 0), -1):
        if s.tags[k] in ",.:;J" or s.words[k] in ";.":
            return e
        if s.lows[k] == "who":
            verbs_between = any(
                k < g.first and g.last <= e and g.tense not in ("gerund", "infinitive") for g in s.groups
            )
            return k + 1 if verbs_between and s.tags[k - 1] in "NP" else e
    return e


def _set_off(s: Sentence, i: int) -> bool:
    """Whether a comma stands before a name, past an abbreviated title: "the director, Eng. Ana Ruiz, said"."""
    if i > 2 and s.words[i - 1] == "." and s.starts[i - 1] == s.ends[i - 2]:
        i -= 2
    return i > 1 and s.words[i - 1] == "," and s.tags[i - 2] in "NP"


def speaks_for_itself(s: Sentence, frame: Frame) -> bool:
    """Whether a source phrase holds a name or a noun of somebody who speaks."""
    return any(
        s.words[k][0].isupper()
        or s.tags[k] == "O"
        or s.lows[k] in nouns("crowd")
        or s.lows[k] in nouns("voices")
        or s.lows[k] in lexicon.words("organisations", "generic")
        for k in range(frame.first, frame.last)
    )


def source_before(s: Sentence, i: int, g0: int, persons: list[Name]) -> Frame | None:
    """The frame whose source stands before the verb, its scope still open."""
    tags, lows = s.tags, s.lows
    e = _before_times(s, _before_adverbs(s, g0))
    if e > 1 and s.words[e - 1] == "." and lows[e - 2] in lexicon.words("organisations", "legal_forms"):
        e -= 1  # "Daesong Engineering Co. said"
    if e == 0:
        return None
    clause = i + 1 < len(tags) and (lows[i + 1] == "that" or tags[i + 1] == "O")
    if clause and e > 2 and lows[e - 1] == "which" and s.words[e - 2] == "," and tags[e - 3] in "NP":
        told = source_before(s, i, e - 2, persons)  # "Maumee Electric, which warns that demand could climb"
        back = next((g.first for g in s.groups if g.first > i and s.tags[g.first - 1] == ","), END)
        return told._replace(right=back) if told is not None and told.rule == "forward" else None
    if lows[e - 1] in ("which", "that"):
        return None
    if tags[e - 1] == "J":  # "X opened the line and said"
        earlier = [g for g in s.groups if g.head < e - 1 and g.tense not in ("gerund", "participle", "infinitive")]
        earlier = [g for g in earlier if not g.first or s.lows[g.first - 1] != "of"]  # "the number of displaced"
        if earlier and lows[i][-1] == "s":  # "He wants the deadline brought forward and says"
            earlier = [g for g in earlier if g.tense == "present"] or earlier
        teller = source_before(s, earlier[-1].head, earlier[-1].first, persons) if earlier else None
        for g in reversed(earlier[-3:-1]):  # "inaugurated its mill, set up for 312 crore, and reported a rise"
            if teller is None or speaks_for_itself(s, teller):
                break
            joined = tags[_before_adverbs(s, g.first) - 1] == "J"  # its own verb is looked for already
            own = None if joined else source_before(s, g.head, g.first, persons)
            teller = own if own is not None and speaks_for_itself(s, own) else teller
        return teller
    e = _past_relative(s, e)
    if lows[e - 1] == "who":
        e -= 1
        if e > 0 and s.words[e - 1] == ",":
            e -= 1
    if e > 0 and s.words[e - 1] in ",–—)":
        close = s.words[e - 1]
        opened = relative_before(s, e - 1) if close == "," else -1
        near = opened_by(s, e - 1) if opened >= 0 else -1  # ", which equals 54 percent, Ana Ruiz, the head of it, told"
        opened = near if near > opened and any(name.last == near for name in persons) else opened
        if opened < 0:
            opened = opened_by(s, e - 1)
        last_named = next((name for name in persons if name.last == e - 1 and close == ","), None)
        if last_named is not None and _set_off(s, last_named.first):
            return Frame(i, last_named.first, e - 1, last_named, i, END, "forward", False, last_named.first)
        if opened <= 0 or (close == "," and opened == e - 1):
            return None
        # the person of an apposition, or what stands before it
        for name in persons:
            close_by = name.first == opened + 1 or (
                name.first == opened + 3 and s.words[opened + 2] == "."
            )  # ", Eng. Ana"
            apposed = opened < name.first and name.last == e - 1 and (name.title_first >= 0 or close_by)
            apposed = apposed and s.tags[opened + 1] != "I"  # ", in a reply to a question from MP Jana Kos, said"
            if name.last == opened or apposed:
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
        if s.words[e - 1] == ")" and (bracket := opened_by(s, e - 1)) > 0:
            e = bracket  # "Acme Corp. (NYSE: ACM), a maker of pumps, said"
        if e > 3 and lows[e - 2 if s.words[e - 1] == "." else e - 1] in lexicon.words("organisations", "legal_forms"):
            comma = next((k for k in range(e - 2, e - 4, -1) if s.words[k] == ","), 0)
            e = comma or e  # "Hanryeo Shipbuilding Co., Ltd. (“Hanryeo”) announced"
        if s.words[e - 1] == "." and e > 1 and lows[e - 2] in lexicon.words("organisations", "legal_forms"):
            e -= 1
    if e <= 0:
        return None
    for name in reversed(persons):
        if name.last == e or (name.last < e and name.title_last == e and name.title_first >= name.last):
            opens = min(name.first, name.title_first if name.title_first >= 0 else name.first)
            return Frame(i, opens, e, name, i, END, "forward", False)
    first = phrase_until(s, e)
    if first >= e:
        return None
    if first > 1 and s.words[first - 1] == "," and s.words[e : e + 1] == [","]:
        for name in persons:  # "Davlat Rahimov, governor of Khatlon, who cut the ribbon, recalled"
            if name.last == first - 1:
                return Frame(i, name.first, name.last, name, i, END, "forward", False, name.first)
    if first > 0 and tags[first - 1] == "U" and "C" in tags[first:e]:
        first += tags[first:e].rindex("C") + 1  # "the $40 million | analysts had forecast"
    begin = first
    if first > 2 and lows[first - 1] in ("by", "from") and tags[first - 2] in "WXA" and tags[first - 3] in "NP":
        # "Figures published by the office showed", "Economists polled by an agency had predicted"
        begin = phrase_until(s, first - 2)
        if lows[first - 3] not in nouns("documents") or lows[first - 2] in _ONLY_SEEN:
            first, e = begin, first - 2
    frame = Frame(i, first, e, None, i, END, "forward", False, begin)
    head = head_of(s, begin, e)
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
        and tags[head] != "E"
    ):
        return None  # "its sales forecast"
    if (
        base in ("show", "indicate", "suggest", "reveal")
        and lows[head] not in nouns("documents")
        and lows[head] not in nouns("voices")
    ):
        return None
    return _owned(s, frame, persons)
