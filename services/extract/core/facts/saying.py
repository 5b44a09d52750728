"""Verbs of saying: whose they are and what they cover.

The ministry | said | (that) exports rose · Exports rose, the ministry | said | on Friday · “…,” | said | Asan Umbetov
…, | noting | that the line is full · as | relayed | by the press service · the growth which officials | had forecast
"""

from __future__ import annotations

from bisect import bisect_left

from services.extract.core.facts.coverage import PROMISES, STRETCHES, TO_WHOM, VOWS, covering
from services.extract.core.facts.phrase import TIMES, opened_by
from services.extract.core.facts.reporting import GO_ON, nouns, say, verbs
from services.extract.core.facts.reporting import quoted as quoted_forms
from services.extract.core.facts.source import END, Frame, source_before, speaks_for_itself, with_source
from services.extract.core.facts.zones import zone_at, zones
from services.extract.core.model import Name
from services.extract.core.sentences import Sentence

_ONLY_VERBS = frozenset(("said", "told", "added", "warned", "argued"))  # "affirmed the rating and said debt would …"
# "He went on to say that", "was quick to add that", "is pleased to announce that"
_EAGER = frozenset("on quick hastened rushed careful keen pleased proud delighted happy glad excited thrilled".split())


def _is_verb(s: Sentence, i: int, persons: list[Name]) -> bool:
    """Whether a form of a verb of saying is one here, whatever the tagger took it for."""
    tag, low = s.tags[i], s.lows[i]
    if low in verbs("nounlike"):
        if tag in "VWX":
            return True
        before = s.tags[i - 1] if i else "."
        if before == "H" or (s.tags[i + 1 : i + 3] == "TV" and before in "NPJE)," and say().get(low) in VOWS):
            return True
        after = s.tags[i + 1] if i + 1 < len(s.tags) else "."
        if (before == "E" and after == "D") or (before == "S" and s.lows[i - 1 : i + 2 : 2] == ["as", "by"]):
            return True  # "Moody's forecast a deficit", "as forecast by analysts"
        if before == "," and after == "P" and low.endswith("s") and _closes(s, i + 1):
            return True  # "…, reports Kyodo."
        if before == "," and (low.endswith("s") or after in "CUD") and _closes_apposition(s, i, persons):
            return True  # "Its director, Noraini Hassim, forecast 18.8 million tonnes"
        if before == "," and low in ("show", "indicate", "suggest") and opened_by(s, i - 1) > 0:
            return s.lows[opened_by(s, i - 1) - 1] in nouns("documents")  # "The bureau's data, out on Friday, show"
        if not s.groups and before == "N" and s.lows[i - 1][-1] == "s" and low[-1] != "s" and after in "NAPDCU":
            return True  # "Hoteliers report bookings 4% lower": there is no other verb
        if after == "D" and before in "NP)" and _has_object(s, i):
            return True  # "Economists at Baltic Bank estimate the damage at 30 million"
        return (
            tag == "N"
            and before in "NPE)"
            and (
                after == "."
                or s.lows[i + 1 : i + 2] == ["that"]
                or (after == "," and low[-1] != "s" and s.lows[i - 1] in nouns("crowd"))  # ", the organisers report,"
            )
            and not low.endswith("ing")
        )
    if tag == "N" and i and s.tags[i - 1] in "DE":
        return False  # "a term loan"
    return tag in "VWXGN" or (
        tag == "A" and i > 0 and (s.tags[i - 1] in ',"' or (s.tags[i - 1] == "J" and low in _ONLY_VERBS))
    )


def _has_object(s: Sentence, i: int) -> bool:
    """Whether a determiner that is no time begins an object behind a verb: not "its forecast a year earlier"."""
    k = i + 2
    if s.lows[i + 1] not in ("the", "a", "an", "its", "their", "this") or k >= len(s.lows):
        return False
    return s.lows[k] not in STRETCHES and s.lows[k] not in ("last", "next", "previous", "first", "same")


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
    if lows[i + 1 : i + 2] == ["by"] and base in PROMISES and i and tags[i - 1] in "NUC":
        return with_source(s, i, i + 2, persons, max(0, i - 6), i, "relative", quoting=False)
    g0 = i
    while g0 > 0 and tags[g0 - 1] in "BHMRLFT" and not (tags[g0 - 1] == "R" and g0 >= 2 and tags[g0 - 2] in ",."):
        g0 -= 1
    helpers = tags[g0:i]
    eager = helpers[-1:] == "T" and i > 1 and lows[i - 2] in _EAGER
    if eager and (led := source_before(s, i, _led_from(s, i - 2), persons)) is not None:
        return covering(s, i, base, led, beside)  # "He went on to say that", "was quick to add that"
    if "L" in helpers or "M" in helpers or "T" in helpers:
        return None
    if "B" in helpers or (i and lows[i - 1] == "as" and lows[i + 1 : i + 2] == ["by"]):
        return _agent(s, i, persons) if base not in VOWS else None  # "12 million has been promised by the states"
    if tags[i] == "G" and not helpers:
        return _participle(s, i, persons, found)
    before = tags[g0 - 1] if g0 else "."
    opening = before in '",.:-' or g0 == 0 or s.words[g0 - 1] in "!?"
    if (
        opening
        and base not in TO_WHOM
        and not _closes_apposition(s, g0, persons)
        and i + 1 < n
        and tags[i + 1] not in 'SC",.:'
        and lows[i + 1] not in ("that", "on", "in", "at", "to")
        and not (lows[i + 1] in TIMES and lows[i + 1] != "the")  # "Acme Co. said Thursday its profit rose"
    ):
        frame = _inverted(s, i, g0, persons, beside)
        if frame is not None:
            return frame
    frame = source_before(s, i, g0, persons)
    if frame is None:
        return None
    return covering(s, i, base, frame, beside)


def _led_from(s: Sentence, i: int) -> int:
    """Where the verb group begins that leads to an infinitive of saying: "| went on to say", "| was quick to add"."""
    while i > 0 and s.tags[i - 1] in "BHWVXR":
        i -= 1
    return i


def _inverted(s: Sentence, i: int, g0: int, persons: list[Name], quoting: bool) -> Frame | None:
    """ "…, said X": the source follows."""
    if s.tags[i + 1] == "O" and s.lows[i + 1] not in ("he", "she", "it", "they"):
        return None
    frame = with_source(s, i, i + 1, persons, 0, END, "inverted", quoting=False)
    if frame is None or g0 == 0 or s.tags[frame.last : frame.last + 1] in ("V", "W", "X", "B", "H", "M"):
        return None
    if any(t in "CU" for t in s.tags[frame.first : frame.last]):
        return None  # "…, reported a 31% fall"
    if frame.person is None and s.lows[i] in verbs("nounlike") and not speaks_for_itself(s, frame):
        return None
    touching = s.tags[g0 - 1] == '"' or (g0 >= 2 and s.tags[g0 - 2] == '"' and s.words[g0 - 1] in ",-–—")
    return frame._replace(quoting=quoting and touching)


def _closes_apposition(s: Sentence, g0: int, persons: list[Name]) -> bool:
    """Whether the comma before a verb closes what was said of a person: "Ana Ruiz, head of the bank, said …"."""
    if g0 < 3 or s.words[g0 - 1] != "," or s.tags[g0 - 2] == '"':
        return False
    if any(low in ("which", "who", "whose") and s.words[k] == "," for k, low in enumerate(s.lows[1 : g0 - 1])):
        return True
    opened = opened_by(s, g0 - 1)
    return opened > 0 and any(name.last == opened or name.last == g0 - 1 for name in persons)


def _agent(s: Sentence, i: int, persons: list[Name]) -> Frame | None:
    """ "as relayed by the press service" """
    n = len(s.lows)
    if s.lows[i] in ("quoted", "cited") and "saying" in s.lows[i + 1 : i + 9]:  # "X was quoted by Y as saying that"
        frame = source_before(s, i, i - 1, persons)
        return frame._replace(left=i, right=END) if frame is not None else None
    if s.lows[i + 1 : i + 2] == ["at"]:
        return put_by(s, i, i + 1, persons)  # "is estimated at $5 million by the ministry"
    for k in range(i + 1, min(i + 3, n)):
        if s.lows[k] == "by":
            here = zones(s)[zone_at(s, i)]  # "4,800 found a job, and 2,950 vacancies were reported by employers"
            left = here.first if here.kind in ("coordinate", "contrast") and "it" not in s.lows[i - 3 : i] else 0
            return with_source(s, i, k + 1, persons, left, END, "agent", quoting=False)
    return None


def put_by(s: Sentence, i: int, at: int, persons: list[Name]) -> Frame | None:
    """Who put a number at what it is: the "by" that follows the number."""
    for k in range(at + 2, min(at + 9, len(s.lows))):
        if s.lows[k] == "by":
            frame = with_source(s, i, k + 1, persons, 0, END, "put", quoting=False)
            return frame._replace(right=_but(s, frame.last)) if frame is not None else None
        if s.tags[k] in ",.":
            break
    return None


def _but(s: Sentence, i: int) -> int:
    """Where a contrast ends what somebody put: "put at 62 million by the ministry, | but less than 5% …"."""
    return i if s.words[i : i + 1] == [","] and s.lows[i + 1 : i + 2] in (["but"], ["while"], ["whereas"]) else END


def _participle(s: Sentence, i: int, persons: list[Name], found: list[Frame]) -> Frame | None:
    """ "…, noting that": the subject of the sentence says it."""
    n = len(s.lows)
    if (
        i + 1 >= n
        or not (s.lows[i + 1] == "that" or s.tags[i + 1] in '":S' or _clause_at(s, i + 1))
        or (i and s.tags[i - 1] not in ",J")
    ):
        return None
    if found and i - found[-1].verb < 20 and found[-1].rule in ("forward", "trailing", "inverted"):
        return found[-1]._replace(verb=i, left=i, right=END, rule="forward", quoting=False)
    for g in s.groups:
        if g.first < i and g.tense not in ("gerund", "participle", "infinitive"):
            frame = source_before(s, g.head, g.first, persons)
            if frame is not None:
                return frame._replace(verb=i, left=i, right=END, rule="forward")
            return None
    return None


def _clause_at(s: Sentence, i: int) -> bool:
    """Whether a clause begins at a token: noun phrase and finite verb ("adding | it would hire")."""
    k = bisect_left(s.phrase_starts, i)
    if k == len(s.phrases) or s.phrases[k].first != i:
        return False
    end = s.phrases[k].last
    return any(g.first == end and g.tense not in ("gerund", "participle", "infinitive") for g in s.groups)
