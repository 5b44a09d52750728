"""Verbs of saying: whose they are and what they cover.

The ministry | said | (that) exports rose · Exports rose, the ministry | said | on Friday · “…,” | said | Asan Umbetov
…, | noting | that the line is full · as | relayed | by the press service · the growth which officials | had forecast
"""

from __future__ import annotations

from services.extract.core import lexicon
from services.extract.core.facts.phrase import TIMES, head_of, opened_by, phrase_until
from services.extract.core.facts.reporting import GO_ON, nouns, say, verbs
from services.extract.core.facts.reporting import quoted as quoted_forms
from services.extract.core.facts.source import END, Frame, source_before, with_source
from services.extract.core.model import Name
from services.extract.core.sentences import Sentence

_TO_WHOM = frozenset(("tell", "inform", "notify", "assure", "remind", "reassure", "advise"))
_SHOWS = frozenset(("find", "show", "indicate", "suggest", "reveal", "put", "give"))
_OPENING = frozenset("after when since because although though while before once whereas until".split())
_VOWS = frozenset(("promise", "pledge", "vow", "claim"))
_PROMISES = frozenset(("promise", "pledge", "forecast", "predict", "estimate", "calculate", "project"))


def _is_verb(s: Sentence, i: int, persons: list[Name]) -> bool:
    """Whether a form of a verb of saying is one here, whatever the tagger took it for."""
    tag, low = s.tags[i], s.lows[i]
    if low in verbs("nounlike"):
        if tag in "VWX":
            return True
        before = s.tags[i - 1] if i else "."
        if before == "H" or (s.tags[i + 1 : i + 3] == "TV" and before in "NPJE)," and say().get(low) in _VOWS):
            return True
        after = s.tags[i + 1] if i + 1 < len(s.tags) else "."
        if (before == "E" and after == "D") or (before == "S" and s.lows[i - 1 : i + 2 : 2] == ["as", "by"]):
            return True  # "Moody's forecast a deficit", "as forecast by analysts"
        if before == "," and after == "P" and low.endswith("s") and _closes(s, i + 1):
            return True  # "…, reports Kyodo."
        if before == "," and low.endswith("s") and _closes_apposition(s, i, persons):
            return True
        return (
            tag == "N"
            and before in "NPE)"
            and (after == "." or s.lows[i + 1 : i + 2] == ["that"])
            and not low.endswith("ing")
        )
    return tag in "VWXGN" or (tag == "A" and i > 0 and s.tags[i - 1] in ',"')


def _closes(s: Sentence, i: int) -> bool:
    """Whether nothing but a name stands from a token to the end of its clause."""
    while i < len(s.tags) and (s.tags[i] in "PN" and (s.words[i][0].isupper() or s.tags[i - 1] == "P")):
        i += 1
    return i == len(s.tags) or s.tags[i] in '.,"'


def saying(s: Sentence, i: int, persons: list[Name], quoted: frozenset[int], found: list[Frame]) -> Frame | None:
    tags, lows, n = s.tags, s.lows, len(s.lows)
    if not _is_verb(s, i, persons) or (i in quoted and len(quoted) < n - 2):
        return None
    if lows[i + 1 : i + 2] and lows[i + 1] in verbs("nothing"):
        return None
    if lows[i] in ("point", "points", "pointed") and lows[i + 1 : i + 2] != ["out"]:
        return None
    base = say().get(lows[i]) or quoted_forms().get(lows[i]) or GO_ON[lows[i]]
    beside = bool(quoted)
    if base not in verbs("say") and not beside:
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
        return _participle(s, i, persons, found)
    before = tags[g0 - 1] if g0 else "."
    opening = before in '",.:-' or g0 == 0 or s.words[g0 - 1] in "!?"
    if (
        opening
        and base not in _TO_WHOM
        and not _closes_apposition(s, g0, persons)
        and i + 1 < n
        and tags[i + 1] not in 'SC",.:'
        and lows[i + 1] not in ("that", "on", "in", "at", "to")
    ):
        frame = _inverted(s, i, g0, persons, beside)
        if frame is not None:
            return frame
    frame = source_before(s, i, g0, persons)
    if frame is None:
        return None
    return _covering(s, i, base, frame, beside)


def _inverted(s: Sentence, i: int, g0: int, persons: list[Name], quoting: bool) -> Frame | None:
    """ "…, said X": the source follows."""
    if s.tags[i + 1] == "O" and s.lows[i + 1] not in ("he", "she", "it", "they"):
        return None
    frame = with_source(s, i, i + 1, persons, 0, END, "inverted", quoting=False)
    if frame is None or g0 == 0 or s.tags[frame.last : frame.last + 1] in ("V", "W", "X", "B", "H", "M"):
        return None
    if any(t in "CU" for t in s.tags[frame.first : frame.last]):
        return None  # "…, reported a 31% fall"
    if frame.person is None and s.lows[i] in verbs("nounlike") and not _speaks_for_itself(s, frame):
        return None
    touching = s.tags[g0 - 1] == '"' or (g0 >= 2 and s.tags[g0 - 2] == '"' and s.words[g0 - 1] in ",-–—")
    return frame._replace(quoting=quoting and touching)


def _speaks_for_itself(s: Sentence, frame: Frame) -> bool:
    """Whether a source phrase holds a name or a noun of somebody who speaks."""
    return any(
        s.words[k][0].isupper()
        or s.tags[k] == "O"
        or s.lows[k] in nouns("crowd")
        or s.lows[k] in nouns("voices")
        or s.lows[k] in lexicon.words("organisations", "generic")
        for k in range(frame.first, frame.last)
    )


def _closes_apposition(s: Sentence, g0: int, persons: list[Name]) -> bool:
    """Whether the comma before a verb closes what was said of a person: "Ana Ruiz, head of the bank, said …"."""
    if g0 < 3 or s.words[g0 - 1] != ",":
        return False
    if any(low in ("which", "who", "whose") and s.words[k] == "," for k, low in enumerate(s.lows[1 : g0 - 1])):
        return True
    opened = opened_by(s, g0 - 1)
    return opened > 0 and any(name.last == opened or name.last == g0 - 1 for name in persons)


def _agent(s: Sentence, i: int, persons: list[Name]) -> Frame | None:
    """ "as relayed by the press service" """
    n = len(s.lows)
    for k in range(i + 1, min(i + 3, n)):
        if s.lows[k] == "by":
            return with_source(s, i, k + 1, persons, 0, END, "agent", quoting=False)
    return None


def _participle(s: Sentence, i: int, persons: list[Name], found: list[Frame]) -> Frame | None:
    """ "…, noting that": the subject of the sentence says it."""
    n = len(s.lows)
    if i + 1 >= n or not (s.lows[i + 1] == "that" or s.tags[i + 1] in '":S') or (i and s.tags[i - 1] not in ",J"):
        return None
    if found and i - found[-1].verb < 12 and found[-1].rule in ("forward", "trailing", "inverted"):
        return found[-1]._replace(verb=i, left=i, right=END, rule="forward", quoting=False)
    for g in s.groups:
        if g.first < i and g.tense not in ("gerund", "participle", "infinitive"):
            frame = source_before(s, g.head, g.first, persons)
            if frame is not None:
                return frame._replace(verb=i, left=i, right=END, rule="forward")
            return None
    return None


def _abbreviated(s: Sentence, i: int) -> bool:
    """Whether a token is the full stop of an abbreviation."""
    return s.words[i] == "." and i > 0 and s.starts[i] == s.ends[i - 1]


def _covering(s: Sentence, i: int, base: str, frame: Frame, beside: bool) -> Frame | None:
    """The scope of "X said": what follows, or what stands before where nothing that could be said follows."""
    tags, lows = s.tags, s.lows
    start = frame.begin if frame.begin >= 0 else frame.first
    while start > 1 and ((s.words[start - 1][0].isupper() and tags[start - 1] != "D") or _abbreviated(s, start - 1)):
        start -= 1  # "Jobe Ltd. | Chief Executive Ana Ruiz"
    if start > 0 and tags[start - 1] == "E":
        start = phrase_until(s, start)
    while start > 0 and tags[start - 1] in "DCQ" and lows[start - 1] not in ("that", "which"):
        start -= 1
    if start > 0 and lows[start - 1] in ("which", "that") and tags[start - 1] in "SD":
        relative = start - 1
        return frame._replace(left=max(0, relative - 5), right=relative, rule="relative")
    if start == 1 and lows[0] == "as":  # "As the minister pointed out, …"
        return frame._replace(left=0, right=END, rule="trailing")
    preceded = start > 0 and (tags[start - 1] in ',"-' or s.words[start - 1] in "?!…" or lows[start - 1] == "as")
    follows = _complement(s, i, base)
    touching = beside and (
        (start > 0 and (tags[start - 1] == '"' or (start > 1 and tags[start - 2] == '"')))
        or any(t == '"' for t in tags[i + 1 : i + 4])
    )
    if follows == "clause":
        return frame._replace(left=i, right=_clause_end(s, i, start), rule="forward")
    if follows == "quotation":
        return frame._replace(left=i, right=END, rule="forward", quoting=True)
    if follows == "object":
        if base in verbs("objects") and base not in _PROMISES and base not in _SHOWS and not touching:
            return None
        if base in _SHOWS and frame.begin >= 0 and lows[head_of(s, frame.begin, frame.last)] in nouns("documents"):
            return frame._replace(left=i, right=break_after(s, i), rule="forward")
        if base in verbs("objects") and base not in _PROMISES and not touching:
            return None
        if base in _PROMISES and preceded and not any(t in "CU" for t in tags[i + 1 :]):
            return frame._replace(left=break_before(s, start), right=END, rule="trailing")
        return frame._replace(left=i, right=break_after(s, i), rule="forward")
    if preceded and start > 1 and tags[start - 2] == "J":  # "creates 240 jobs and, it claims, feeds another 900"
        return frame._replace(left=i, right=break_after(s, i), rule="forward")
    if preceded:
        left = 0 if touching else break_before(s, start)
        return frame._replace(left=left, right=END, rule="trailing", quoting=touching)
    if touching:
        return frame._replace(left=0, right=END, rule="trailing", quoting=True)
    return None


def _complement(s: Sentence, i: int, base: str) -> str:
    """What follows a verb of saying: clause | quotation | object | "" (nothing but to whom, where and when)."""
    tags, lows, n = s.tags, s.lows, len(s.lows)
    k = i + 1
    if k < n and tags[k] == '"':
        return "quotation"
    if k < n and tags[k] == "," and lows[k + 1 : k + 2] != ["that"]:
        return ""
    if k < n and tags[k] == "T" and base in _VOWS:
        return "clause"
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
            if lows[k + 1 : k + 2] == ["that"] or lows[k + 2 : k + 4] == [",", "that"]:
                return "clause"
            return "object" if seen_object and base not in _TO_WHOM else ""
        if t in ".;" or s.words[k] == ";":
            break
        if t == "S" and lows[k] in ("who", "which", "whose"):
            break
        if (
            seen_object
            and t in "VWXBHM"
            and base not in verbs("only_that")
            and tags[k - 1] not in "IT"
            and not (t in "WX" and lows[k + 1 : k + 2] == ["by"])
        ):
            return "clause"
        if k == i + 1 and lows[k] in TIMES and lows[k] != "the":
            k += 1
            continue
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


def _clause_end(s: Sentence, i: int, start: int) -> int:
    """The end of what is said: a semicolon; where a subordinate clause says it, the comma that closes that clause
    ("After the ministry said it would pay, 40 firms applied")."""
    end = break_after(s, i)
    if start > 0 and start <= 3 and s.lows[0] in _OPENING:
        for k in range(i + 2, min(end, len(s.words))):
            if (
                s.words[k] == ","
                and s.tags[k + 1 : k + 2] not in ("J", "G", "S")
                and any(g.first > k and g.tense not in ("gerund", "participle", "infinitive") for g in s.groups)
            ):
                return k
    return end


def break_before(s: Sentence, i: int) -> int:
    """The token after the last semicolon before i."""
    for k in range(i - 1, -1, -1):
        if s.words[k] == ";":
            return k + 1
    return 0


def break_after(s: Sentence, i: int) -> int:
    for k in range(i, len(s.words)):
        if s.words[k] == ";":
            return k
    return END
