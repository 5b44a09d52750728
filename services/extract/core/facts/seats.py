"""Where an office sits: the central bank of a governor, the city of a mayor, the region of a governor.

the central bank's governor → Norges Bank · the mayor, in a story of Astana → Astana · Governor X → the region before
"""

from __future__ import annotations

from bisect import bisect_left

from services.extract.core.facts.memory import Memory
from services.extract.core.mentions.place import cities, countries, states
from services.extract.core.model import Mentioned, Name
from services.extract.core.sentences import Sentence

_DATELINE = 4  # characters before the town of a dateline
_TOWNS = frozenset(("capital", "city", "town", "municipality", "village"))
_REGIONS = ("region", "province", "oblast", "county", "prefecture", "voivodeship")
_RECENT = 3  # sentences in which "the central bank" is the governor's
_FAR_MORE = 3
_BACK = 30  # sentences that a title without its region reaches back
_STATE_BANKS = ("central", "national", "reserve", "state", "federal")


def central_bank(memory: Memory, s: Sentence) -> Mentioned | None:
    """The central bank of the article, if it names one."""
    for mentioned in memory.kinds.get("bank", ()):
        low = mentioned.text.lower()
        whose = low.rpartition(" of ")[2].removeprefix("the ")
        if low.startswith(_STATE_BANKS) or (" bank of " in f" {low}" and (whose in countries() or whose in states())):
            return mentioned
    for other in memory.doc.sentences[max(s.index - _RECENT, 0) : s.index + 1][::-1]:
        for k in range(len(other.lows) - 1):
            if other.lows[k] == "central" and other.lows[k + 1] == "bank" and other.part != "furniture":
                end = k + 2
                if end + 1 < len(other.lows) and other.lows[end] == "of" and other.tags[end + 1] == "P":
                    end += 2
                return Mentioned(other.span(k, end), other.starts[k], other.ends[end - 1])
    return None


def ministry(memory: Memory, s: Sentence) -> Mentioned | None:
    """The ministry that the sentence or the two before it speak of: "The Ministry of Agriculture … Minister X"."""
    since = memory.doc.sentences[max(s.index - 2, 0)].start
    found = memory.of_kind("ministry", s.end)
    return found if found is not None and found.start >= since else None


def country(memory: Memory) -> Mentioned | None:
    """The country of an article that names but one, or one far more often than any other."""
    counts: dict[str, int] = {}
    scene: set[str] = set()
    text = memory.doc.text
    for mentioned, _ in memory.places:
        low = mentioned.text.lower()
        if low in countries():
            counts[low] = counts.get(low, 0) + 1
            before = text[max(mentioned.start - 4, 0) : mentioned.start]
            if before in (" in ", "n the") or mentioned.start == 0 or before[-1:] == "\n" or before[-2:] == ". ":
                scene.add(low)  # where the story is, not who takes part in it
    most = sorted(counts.items(), key=lambda pair: -pair[1])
    if not most or most[0][0] not in scene or (len(most) > 1 and most[0][1] < _FAR_MORE * most[1][1]):
        return None
    return next(m for m, _ in memory.places if m.text.lower() == most[0][0])


def same_post(memory: Memory, s: Sentence, name: Name, head: str) -> Mentioned | None:
    """Where somebody else of the sentence holds the same office: "X left as head of Y; Z was appointed head"."""
    for other in memory.doc.names[s.index]:
        if other.title is None or other.first >= name.first or other.organization_start < 0:
            continue
        if other.title.lower().split()[-1:] == (name.title or "").lower().split()[-1:] and other.text != name.text:
            return Mentioned(other.organization or "", other.organization_start, other.organization_end)
    return None


def city(memory: Memory, s: Sentence, stop: int = 0) -> Mentioned | None:
    """The city that a sentence's mayor is of: what it stands in before token `stop`, or called "the capital" in its
    paragraph, else the article's."""
    for k in range(min(stop, len(s.lows)) - 1, 0, -1):
        low = s.lows[k]
        if s.lows[k - 1] == "in" and s.tags[k] == "P" and low not in countries() and low not in states():
            end = k + 1
            while end < stop and s.tags[end] == "P":
                end += 1
            if s.tags[end : end + 1] == ",":
                return Mentioned(s.span(k, end), s.starts[k], s.ends[end - 1])
    for other in memory.doc.sentences[max(s.index - 6, 0) : s.index + 1][::-1]:
        if other.paragraph != s.paragraph:
            break
        for k, low in enumerate(other.lows):
            if low in _TOWNS and k and (other.tags[k - 1] == "D" or (k > 1 and other.tags[k - 2] == "D")):
                if low == "capital":
                    a = k - (other.tags[k - 1] != "D")
                    return Mentioned(other.span(a, k + 1), other.starts[a], other.ends[k])
                break
    for entity in memory.organisations[:4]:  # a town that no list has, before the first words: "LIEPAJA, Latvia —"
        opens = entity.start < memory.doc.sentences[entity.sentence].start + _DATELINE
        if entity.full in memory.towns or (opens and memory.part(entity) == "header"):
            return entity.full
    for mentioned, last in memory.places:
        if mentioned.text.lower() in cities() or last in ("city", "town"):
            return mentioned
    return next((mentioned for mentioned, last in memory.places if mentioned.text.lower() not in countries()), None)


def region(memory: Memory, s: Sentence, title: str = "") -> Mentioned | None:
    """The region last named up to the end of a sentence; the district, where the title is of one."""
    if "district" not in title.split() and memory.provinces:
        k = bisect_left(memory.provinces, s.end, key=lambda mentioned: mentioned.start)
        return memory.provinces[max(k - 1, 0)]
    wanted = ("district",) if "district" in title.split() else _REGIONS
    for other in memory.doc.sentences[max(s.index - _BACK, 0) : s.index + 1][::-1]:
        for k in range(len(other.words) - 1, 0, -1):
            if other.lows[k] in wanted and other.tags[k - 1] == "P" and other.part != "furniture":
                a = k - 1
                while a > 0 and other.tags[a - 1] == "P":
                    a -= 1
                return Mentioned(other.span(a, k + 1), other.starts[a], other.ends[k])
    return None
