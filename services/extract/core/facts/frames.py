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

from functools import cache
from typing import NamedTuple

from services.extract.core import lexicon
from services.extract.core.clause import phrase_at
from services.extract.core.model import Name
from services.extract.core.sentences import Sentence
from services.extract.core.tags import lemma

_END = 10**6
_GO = {"go": "continue", "goes": "continue", "went": "continue"}
_TO_WHOM = frozenset(("tell", "inform", "notify", "assure", "remind", "reassure", "advise"))
_PROMISES = frozenset(("promise", "pledge", "forecast", "predict", "estimate", "calculate", "project"))


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


@cache
def _say() -> dict[str, str]:
    """Form -> base of the verbs of saying."""
    return {form: base for base in _bases("say") for form in _forms(base)}


@cache
def _quoted() -> dict[str, str]:
    return {form: base for base in _bases("quoted") for form in _forms(base)}


@cache
def _bases(name: str) -> frozenset[str]:
    return frozenset(lexicon.table("reporting")["verbs"][name].split())


@cache
def nouns(name: str) -> frozenset[str]:
    """A class of nouns of `reporting.toml`."""
    return frozenset(lexicon.table("reporting")["nouns"][name].split())


@cache
def _inflected() -> dict[str, list[str]]:
    from services.extract.core.tags import verb_forms

    found: dict[str, list[str]] = {}
    for form, base in verb_forms().items():
        found.setdefault(base, []).append(form)
    return found


def _forms(base: str) -> list[str]:
    return [base, *_inflected().get(base, [base + "s", base + "ed", base + "ing"])]


@cache
def _triggers() -> frozenset[str]:
    return frozenset(_say()) | frozenset(_quoted()) | {"according", "citing", "quoting", "put", "puts", "words", "goes", "went", "speaks", "spoke"}


def frames(s: Sentence, names: list[Name], quoted: frozenset[int]) -> list[Frame]:
    """The reporting frames of a sentence, left to right; `quoted` are its tokens inside quotation marks."""
    if _triggers().isdisjoint(s.lows):
        return []
    found: list[Frame] = []
    persons = [name for name in names if name.kind == "person"]
    for i, low in enumerate(s.lows):
        frame = None
        if low == "according":
            frame = _according(s, i, persons)
        elif low in ("citing", "quoting") and i:
            frame = _citing(s, i, persons)
        elif low == "words" and i and s.lows[i - 1] == "the" and s.lows[i + 1 : i + 2] == ["of"]:
            frame = _with_source(s, i, i + 2, persons, 0, _END, "words", quoting=False)
        elif low in ("put", "puts"):
            frame = _puts(s, i, persons)
        elif low in ("speaks", "spoke"):
            frame = _speaks(s, i, persons, names)
        elif low in _say() or (low in _quoted() and quoted) or (low in _GO and s.lows[i + 1 : i + 2] == ["on"] and quoted):
            frame = _verb(s, i, persons, quoted)
        if frame is not None:
            found.append(frame)
    return found


def _person_within(s: Sentence, first: int, last: int, persons: list[Name]) -> Name | None:
    """The person that a source phrase names: alone, with title, or in apposition."""
    for name in persons:
        if first <= name.first and name.last <= last:
            return name
    return None


def _person_from(s: Sentence, i: int, persons: list[Name]) -> Name | None:
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
        elif i > start and i + 1 < n and s.lows[i] in ("of", "for", "at", "in", "by", "from", "on") and s.tags[i + 1] in "NPADGE":
            if s.lows[i] in ("in", "on", "at", "by", "from") and not s.words[i + 1][0].isupper() and s.tags[i + 1] != "D":
                break
            if s.lows[i] in ("in", "on", "at") and _time_word(s, i + 1):
                break
            i += 1
            while i < n and s.tags[i] == "D":
                i += 1
        elif s.tags[i] == "J" and i > start and i + 1 < n and s.words[i + 1][0].isupper() and s.words[i - 1][0].isupper():
            i += 1
        else:
            break
    while i > start and s.lows[i - 1] in ("of", "for", "at", "in", "by", "from", "on"):
        i -= 1
    return (start if i > start else first), i


_TIMES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september "
    "october november december jan. feb. mar. apr. jun. jul. aug. sept. oct. nov. dec. the".split()
)


def _time_word(s: Sentence, i: int) -> bool:
    low = s.lows[i]
    return low in _TIMES and low != "the" or s.tags[i] == "C"


def _closing(s: Sentence, i: int) -> int:
    for k in range(i + 1, min(i + 6, len(s.words))):
        if s.words[k] == ")":
            return k
    return -1


def _with_source(
    s: Sentence, verb: int, start: int, persons: list[Name], left: int, right: int, rule: str, *, quoting: bool
) -> Frame | None:
    """A frame whose source begins at a token."""
    if start >= len(s.tags):
        return None
    person = _person_from(s, start, persons)
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
    head = _head(s, first, last)
    low = s.lows[head]
    if low not in nouns("documents") or low in nouns("voices"):
        return None if low in nouns("nobody") and low not in ("it", "they") else frame
    after = head + 1
    n = len(s.tags)
    if after < n and s.lows[after] in ("of", "by", "from", "released", "published", "issued", "compiled", "prepared", "provided"):
        start = after + 1
        if start < n and s.lows[start] in ("by", "from"):
            start += 1
        person = _person_from(s, start, persons)
        if person is not None:
            return frame._replace(first=start, last=person.last, person=person)
        a, b = _phrase_from(s, start)
        if b > a and (any(s.words[k][0].isupper() for k in range(a, b)) or s.lows[after] != "of"):
            return frame._replace(first=a, last=b)
    # "a report which Akim Asain Baikhanov made"
    if after + 1 < n and s.tags[after] in "SD" and s.lows[after] in ("which", "that"):
        person = _person_from(s, after + 1, persons)
        if person is not None:
            return frame._replace(first=after + 1, last=person.last, person=person)
    if any(s.tags[k] == "E" for k in range(first, head)):
        return frame
    if any(s.words[k][0].isupper() for k in range(first, head)) or (head > first and s.lows[head - 1] in ("government", "ministry", "company", "bank", "police", "industry", "court")):
        return frame
    if low in ("statement", "release", "notice", "communiqué", "announcement", "letter") and s.tags[first - 1 : first] == "D":
        return frame
    return None


def _head(s: Sentence, first: int, last: int) -> int:
    """The head noun of a phrase: the last noun before its first preposition or bracket."""
    k = first
    while k < last and s.tags[k] not in "I(T":
        k += 1
    return max(k - 1, first)


def _according(s: Sentence, i: int, persons: list[Name]) -> Frame | None:
    if i + 1 >= len(s.lows) or s.lows[i + 1] != "to":
        return None
    before = s.tags[i - 1] if i else "."
    lead = i == 0 or before in ':";J(' or s.words[i - 1] in ";–—" or (i == 1 and s.tags[0] in "JRS")
    frame = _with_source(s, i, i + 2, persons, 0, _END, "according", quoting=False)
    if frame is None:
        return None
    left = i if lead and i else 0
    return frame._replace(left=_break_before(s, i) if not lead else left, right=_break_after(s, frame.last) if lead else _END)


def _break_before(s: Sentence, i: int) -> int:
    """The token after the last semicolon before i."""
    for k in range(i - 1, -1, -1):
        if s.words[k] == ";":
            return k + 1
    return 0


def _break_after(s: Sentence, i: int) -> int:
    for k in range(i, len(s.words)):
        if s.words[k] == ";":
            return k
    return _END


def _citing(s: Sentence, i: int, persons: list[Name]) -> Frame | None:
    return _with_source(s, i, i + 1, persons, 0, _END, "citing", quoting=False)


def _puts(s: Sentence, i: int, persons: list[Name]) -> Frame | None:
    """ "puts the total at 23": an "at" with a number in the same clause."""
    for k in range(i + 1, min(i + 14, len(s.lows))):
        if s.lows[k] == "at" and any(t in "CUQ" for t in s.tags[k + 1 : k + 5]):
            frame = _subject(s, i, i, persons)
            return frame._replace(left=i, right=_END, rule="put") if frame is not None else None
        if s.tags[k] in ".VWS":
            break
    if s.lows[i + 1 : i + 2] == ["at"] and (frame := _subject(s, i, i, persons)) is not None:
        return frame._replace(left=i, right=_END, rule="put")
    return None


def _speaks(s: Sentence, i: int, persons: list[Name], names: list[Name]) -> Frame | None:
    """ "the Ministry speaks of 15": a name, then "of" and a number."""
    if s.lows[i + 1 : i + 2] != ["of"] or not any(t in "CU" for t in s.tags[i + 2 : i + 5]):
        return None
    frame = _subject(s, i, i, persons)
    if frame is None or not any(frame.first <= name.first < frame.last for name in names):
        return None
    return frame._replace(left=i, right=_END, rule="forward")


def _is_verb(s: Sentence, i: int) -> bool:
    """Whether a form of a verb of saying is one here, whatever the tagger took it for."""
    tag, low = s.tags[i], s.lows[i]
    if low in _bases("nounlike"):
        if tag in "VWX":
            return True
        before = s.tags[i - 1] if i else "."
        if before == "H":
            return True
        after = s.tags[i + 1] if i + 1 < len(s.tags) else "."
        return tag == "N" and before in "NPE)" and (after == "." or s.lows[i + 1 : i + 2] == ["that"]) and not low.endswith("ing")
    return tag in "VWXGN" or (tag == "A" and i > 0 and s.tags[i - 1] in ',"')


def _verb(s: Sentence, i: int, persons: list[Name], quoted: frozenset[int]) -> Frame | None:
    tags, lows, n = s.tags, s.lows, len(s.lows)
    if not _is_verb(s, i) or (i in quoted and len(quoted) < n - 2):
        return None
    base = _say().get(lows[i]) or _quoted().get(lows[i]) or _GO[lows[i]]
    beside = bool(quoted)
    if base not in _bases("say") and not beside:
        return None
    g0 = i
    while g0 > 0 and tags[g0 - 1] in "BHMRLFT" and not (tags[g0 - 1] == "R" and g0 >= 2 and tags[g0 - 2] in ",."):
        g0 -= 1
    helpers = tags[g0:i]
    if "L" in helpers or "M" in helpers or "T" in helpers:
        return None
    if "B" in helpers or (i and lows[i - 1] == "as" and lows[i + 1 : i + 2] == ["by"]):
        return _agent(s, i, persons)
    if tags[i] == "G" and not helpers:
        return _participle(s, i, persons)
    before = tags[g0 - 1] if g0 else "."
    opening = before in '",.:-' or g0 == 0 or s.words[g0 - 1] in "!?"
    if opening and base not in _TO_WHOM and not _closes_apposition(s, g0, persons) and i + 1 < n and tags[i + 1] not in 'SC",.:' and lows[i + 1] not in ("that", "on", "in", "at", "to"):
        frame = _inverted(s, i, g0, persons, beside)
        if frame is not None:
            return frame
    frame = _subject(s, i, g0, persons)
    if frame is None:
        return None
    return _covering(s, i, base, frame, beside)


def _inverted(s: Sentence, i: int, g0: int, persons: list[Name], quoting: bool) -> Frame | None:
    """ "…, said X": the source follows."""
    if s.tags[i + 1] == "O" and s.lows[i + 1] not in ("he", "she", "it", "they"):
        return None
    frame = _with_source(s, i, i + 1, persons, 0, _END, "inverted", quoting=False)
    if frame is None or g0 == 0:
        return None
    touching = s.tags[g0 - 1] == '"' or (g0 >= 2 and s.tags[g0 - 2] == '"' and s.words[g0 - 1] in ",-–—")
    return frame._replace(quoting=quoting and touching)


def _closes_apposition(s: Sentence, g0: int, persons: list[Name]) -> bool:
    """Whether the comma before a verb closes what was said of a person: "Ana Ruiz, head of the bank, said the rate …"."""
    if g0 < 3 or s.words[g0 - 1] != ",":
        return False
    opened = _opened(s, g0 - 1)
    return opened > 0 and any(name.last == opened or name.last == g0 - 1 for name in persons)


def _agent(s: Sentence, i: int, persons: list[Name]) -> Frame | None:
    """ "as relayed by the press service" """
    n = len(s.lows)
    for k in range(i + 1, min(i + 3, n)):
        if s.lows[k] == "by":
            return _with_source(s, i, k + 1, persons, 0, _END, "agent", quoting=False)
    return None


def _participle(s: Sentence, i: int, persons: list[Name]) -> Frame | None:
    """ "…, noting that": the subject of the sentence says it."""
    n = len(s.lows)
    if i + 1 >= n or not (s.lows[i + 1] == "that" or s.tags[i + 1] in '":S') or (i and s.tags[i - 1] not in ",J"):
        return None
    for g in s.groups:
        if g.first < i and g.tense not in ("gerund", "participle", "infinitive"):
            frame = _subject(s, g.head, g.first, persons)
            if frame is not None:
                return frame._replace(verb=i, left=i, right=_END, rule="forward")
            return None
    return None


def _subject(s: Sentence, i: int, g0: int, persons: list[Name]) -> Frame | None:
    """The frame whose source stands before the verb, its scope still open."""
    tags, lows = s.tags, s.lows
    e = g0
    while e > 0 and tags[e - 1] == "R":
        e -= 1
    if e == 0:
        return None
    if lows[e - 1] in ("which", "that"):
        return None
    if tags[e - 1] == "J":  # "X opened the line and said"
        for g in reversed(s.groups):
            if g.head < e - 1 and g.tense not in ("gerund", "participle", "infinitive"):
                return _subject(s, g.head, g.first, persons)
        return None
    if lows[e - 1] == "who":
        e -= 1
        if e > 0 and s.words[e - 1] == ",":
            e -= 1
    if e > 0 and s.words[e - 1] in ",–—)":
        close = s.words[e - 1]
        opened = _opened(s, e - 1)
        if opened <= 0 or (close == "," and opened == e - 1):
            return None
        # the person of an apposition, or what stands before it
        for name in persons:
            if name.last == opened or (opened < name.first and name.title_first >= 0 and name.last == e - 1):
                return Frame(i, name.first, name.last, name, i, _END, "forward", False)
        e = opened
    if e <= 0:
        return None
    for name in reversed(persons):
        if name.last == e or (name.last < e and name.title_last == e and name.title_first >= name.last):
            return Frame(i, min(name.first, name.title_first if name.title_first >= 0 else name.first), e, name, i, _END, "forward", False)
    first = _phrase_until(s, e)
    if first >= e:
        return None
    frame = Frame(i, first, e, None, i, _END, "forward", False)
    head = _head(s, first, e)
    if tags[head] == "O" and lows[head] not in ("he", "she", "it", "they"):
        return None
    base = lemma(lows[i])
    low = lows[head]
    if lows[i] == base and lows[i] in _bases("nounlike") and low not in nouns("crowd") and not s.words[head][0].isupper():
        return None  # "its sales forecast"
    if base in ("show", "indicate", "suggest", "reveal") and lows[head] not in nouns("documents") and lows[head] not in nouns("voices"):
        return None
    return _owned(s, frame, persons)


def _phrase_until(s: Sentence, e: int) -> int:
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
            i = k
            if k and lows[k - 1] in ("of", "for", "by", "from", "at") and tags[k - 2 : k - 1] and tags[k - 2] in "NP":
                i = k - 1
                continue
            break
        elif lows[k] in ("of", "for", "at", "from", "by", "on", "in", "until", "to") and k > 0 and tags[k - 1] in "NP" and i < e:
            i = k
        elif t == "J" and 0 < k and s.words[k - 1][0].isupper() and i < e and s.words[i][0].isupper():
            i = k
        else:
            break
    while i < e and (tags[i] in "IJRC" or s.words[i] == "."):
        i += 1
    return i


def _opened(s: Sentence, close: int) -> int:
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
            if s.tags[k - 1] in 'NP)' and not any(t in "BHM" for t in s.tags[k + 1 : close]) or s.lows[k + 1] in ("who", "which", "whose"):
                best = k
                depth += 1
                if s.words[k - 1][0].isupper() or depth > 1:
                    break
            else:
                break
    return best


def _covering(s: Sentence, i: int, base: str, frame: Frame, beside: bool) -> Frame | None:
    """The scope of "X said": what follows, or what stands before where nothing that could be said follows."""
    tags, lows, n = s.tags, s.lows, len(s.lows)
    start = frame.first
    if start > 0 and tags[start - 1] == "E":
        start = _phrase_until(s, start)
    while start > 0 and tags[start - 1] == "D" and lows[start - 1] not in ("that", "which"):
        start -= 1
    if start > 0 and lows[start - 1] in ("which", "that") and tags[start - 1] in "SD":
        relative = start - 1
        return frame._replace(left=max(0, relative - 5), right=relative, rule="relative")
    preceded = start > 0 and (tags[start - 1] in ',"-' or s.words[start - 1] in "?!…" or lows[start - 1] == "as")
    follows = _complement(s, i, base)
    touching = beside and (
        (start > 0 and (tags[start - 1] == '"' or (start > 1 and tags[start - 2] == '"')))
        or any(t == '"' for t in tags[i + 1 : i + 4])
    )
    if follows == "clause":
        return frame._replace(left=i, right=_break_after(s, i), rule="forward")
    if follows == "quotation":
        return frame._replace(left=i, right=_END, rule="forward", quoting=True)
    if follows == "object":
        if base in _bases("objects") and base not in _PROMISES and not touching:
            return None
        return frame._replace(left=i, right=_break_after(s, i), rule="forward")
    if preceded:
        left = 0 if touching else _break_before(s, start)
        return frame._replace(left=left, right=_END, rule="trailing", quoting=touching)
    if touching:
        return frame._replace(left=0, right=_END, rule="trailing", quoting=True)
    return None


def _complement(s: Sentence, i: int, base: str) -> str:
    """What follows a verb of saying: clause | quotation | object | "" (nothing but to whom, where and when)."""
    tags, lows, n = s.tags, s.lows, len(s.lows)
    k = i + 1
    if k < n and tags[k] == '"':
        return "quotation"
    seen_object = False
    while k < n and k - i < 24:
        t = tags[k]
        if lows[k] == "that" and t in "SD":
            return "clause"
        if s.words[k] == ":":
            return "quotation" if k + 1 < n and tags[k + 1] == '"' else "clause"
        if t == '"':
            return "quotation"
        if t == "," and k > i + 1:
            # "said, however, that …"; "said on Friday, adding"
            return "clause" if lows[k + 1 : k + 2] == ["that"] else ("object" if seen_object else "")
        if t in ".;" or s.words[k] == ";":
            break
        if t == "S" and lows[k] in ("who", "which", "whose"):
            break
        if t in "VWXBHM" and k > i + 1:
            if seen_object and base not in _bases("only_that") and tags[k - 1] not in "IT" and not (t in "WX" and lows[k + 1 : k + 2] == ["by"]):
                return "clause"
        if t in "NPOCU" and (k == i + 1 or tags[k - 1] not in "I"):
            seen_object = seen_object or not _inside_preposition(s, i, k)
        k += 1
    if base in _TO_WHOM:
        return ""
    return "object" if seen_object else ""


def _inside_preposition(s: Sentence, i: int, k: int) -> bool:
    """Whether a noun at k stands in a prepositional phrase that begins after the verb at i."""
    j = k - 1
    while j > i:
        if s.tags[j] in "IT":
            return True
        if s.tags[j] not in "DAQNPCGE":
            return False
        j -= 1
    return False


__all__ = ["Frame", "frames", "nouns", "phrase_at"]
