"""One plural at several places is several subjects, each as far as its own place: "schools in Osh and Talas" are the
"schools in Osh" and, as a stretch of the text that names them, the "schools in Osh and Talas"."""

from __future__ import annotations

from services.extract.core.chunks import NounPhrase
from services.extract.core.model import Mentioned
from services.extract.core.sentences import Sentence

_AT = frozenset(("in", "at", "near"))


def at_places(s: Sentence, q: NounPhrase, subject: Mentioned) -> tuple[list[Mentioned], int]:
    """The subjects by place with the token behind the last place; none where the phrase names fewer than two places."""
    i, n = q.last, len(s.lows)
    joint = s.tags.find("J", q.first, q.head)
    if joint > q.first and s.tags[joint - 1] + s.tags[joint + 1] == "PP" and s.lows[q.head][-1:] == "s":
        first = joint - 1  # "its Bor and Kladno plants": each by its own name
        while first > q.first and s.tags[first - 1] == "P":
            first -= 1
        if s.tags[q.head] == "N" and set(s.tags[joint + 1 : q.head]) == {"P"}:
            a, b, c, d = s.starts[first], s.ends[joint - 1], s.starts[joint + 1], s.ends[q.last - 1]
            return [Mentioned(s.text[a:b], a, b), Mentioned(s.text[c:d], c, d)], q.last
    if i + 1 < n and s.tags[i] == "," and s.lows[i + 1] in _AT:
        i += 1  # "Two units, at Bor and in Osh, are …"
    if s.tags[q.head] != "N" or s.lows[q.head][-1] != "s" or i >= n or s.lows[i] not in _AT or subject.start < 0:
        return [], 0
    if not s.starts[q.first] <= subject.start < s.ends[q.last - 1]:
        return [], 0  # told by another phrase
    ends: list[int] = []
    k, last = i + 1, i
    while k < n and s.tags[k] == "P":
        last = k + 1
        while last < n and s.tags[last] == "P":
            last += 1
        ends.append(s.ends[last - 1])
        k = last
        while k < n and (s.tags[k] in ",J" or (s.lows[k] in _AT and s.tags[k - 1] == "J")):
            k += 1
        if k == last:
            break
    if len(ends) < 2 or not any(s.tags[j] == "J" for j in range(i, last)):
        return [], 0
    return [Mentioned(s.text[subject.start : end], subject.start, end) for end in ends], last
