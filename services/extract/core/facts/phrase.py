"""Stretches of a sentence that can stand for a source: noun phrases both ways, appositions, relative clauses."""

from __future__ import annotations

from services.extract.core.facts.reporting import nouns
from services.extract.core.sentences import Sentence

_TIED = frozenset(("of", "for", "by", "from", "at", "with"))  # before a determiner, to the noun before them
_INSIDE = frozenset("source sources official officials insider insiders".split())
TIMES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december jan. feb. mar. apr. jun. jul. aug. sept. oct. nov. dec. the".split()
)


def phrase_from(s: Sentence, i: int) -> tuple[int, int]:
    """A noun phrase that begins at a token, with what "of", "for" and brackets add."""
    n = len(s.tags)
    first = i
    while i < n and s.tags[i] in "DQ":
        i += 1
    start = i
    while i < n:
        if s.tags[i] in "NPAEGCO" or (s.tags[i] in "Q" and i == start):
            i += 1
        elif i == start and s.tags[i] == "V" and s.lows[i] in nouns("documents"):
            i += 1  # "according to | figures"
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
    return (low in TIMES and low != "the") or s.tags[i] == "C"


def _closing(s: Sentence, i: int) -> int:
    for k in range(i + 1, min(i + 6, len(s.words))):
        if s.words[k] == ")":
            return k
    return -1


def head_of(s: Sentence, first: int, last: int) -> int:
    """The head noun of a phrase: the last noun before its first preposition or bracket."""
    k = first
    while k < last and s.tags[k] not in "I(T" and not (k > first and s.tags[k] in "WX"):
        k += 1
    return max(k - 1, first)


def relative_before(s: Sentence, close: int) -> int:
    """The comma before a relative clause that the comma at `close` closes: ", which employs 500 people,"."""
    for k in range(close - 1, max(close - 30, 0), -1):
        if s.words[k] in ";.:":
            return -1
        if s.words[k] == "," and k + 1 < close and s.lows[k + 1] in ("which", "who", "whose", "where"):
            return k
    return -1


def phrase_until(s: Sentence, e: int) -> int:
    """Where the noun phrase chain that ends before token e begins."""
    tags, lows = s.tags, s.lows
    i = e
    while i > 0:
        k = i - 1
        t = tags[k]
        if lows[k] in TIMES and lows[k] != "the":
            break
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
            if k and lows[k - 1] in _TIED and k > 1 and tags[k - 2] in "NPA":
                i = k - 1
                continue
            if k > 1 and lows[k - 1] in ("in", "within", "inside") and lows[k - 2] in _INSIDE:
                i = k - 1  # "A source in the regulator"
                continue
            if k > 2 and lows[k - 2 : k] in (["close", "to"], ["briefed", "on"], ["informed", "about"]):
                i = k - 2  # "sources close to the talks"
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
            i = k  # "repair of roads and bridges"
        elif t == "J" and k > 0 and i < e and lows[k - 1] in nouns("crowd") and lows[i] in nouns("crowd"):
            i = k  # "police and prosecutors"
        else:
            break
    while i < e and (tags[i] in "IJRC" or s.words[i] == "."):
        i += 1
    return i


def _abbreviated(s: Sentence, i: int) -> bool:
    """Whether a token is the full stop of a short form before a comma: "Acme Corp., a maker of pumps"."""
    return s.words[i] == "." and i > 0 and s.starts[i] == s.ends[i - 1] and s.words[i + 1 : i + 2] == [","]


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
        if s.words[k] in ";." and not _abbreviated(s, k):
            break
        if s.words[k] == mark:
            relative = s.lows[k + 1] in ("who", "which", "whose")
            noun = s.tags[k - 1] in "NP)" or s.lows[k - 1] == "chief" or _abbreviated(s, k - 1)
            if relative or (noun and not any(t in "BHM" for t in s.tags[k + 1 : close])):
                best = k
                depth += 1
                if s.words[k - 1][0].isupper() or depth > 1:
                    break
            else:
                break
    return best
