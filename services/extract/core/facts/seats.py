"""Where an office sits: the central bank of a governor, the city of a mayor, the region of a governor.

the central bank's governor → Norges Bank · the mayor, in a story of Astana → Astana · Governor X → the region before
"""

from __future__ import annotations

from bisect import bisect_left

from services.extract.core.facts.memory import Memory
from services.extract.core.mentions.place import cities, countries, states
from services.extract.core.model import Mentioned
from services.extract.core.sentences import Sentence

_DATELINE = 4  # characters before the town of a dateline
_TOWNS = frozenset(("capital", "city", "town", "municipality", "village"))
_REGIONS = ("region", "province", "oblast", "county", "prefecture", "voivodeship")
_BACK = 12  # sentences that a title without its region reaches back
_STATE_BANKS = ("central", "national", "reserve", "state", "federal")


def central_bank(memory: Memory) -> Mentioned | None:
    """The central bank of the article, if it names one."""
    for mentioned in memory.kinds.get("bank", ()):
        low = mentioned.text.lower()
        whose = low.rpartition(" of ")[2].removeprefix("the ")
        if low.startswith(_STATE_BANKS) or (" bank of " in f" {low}" and (whose in countries() or whose in states())):
            return mentioned
    return None


def city(memory: Memory, s: Sentence) -> Mentioned | None:
    """The city that a sentence's mayor is of: called "the capital" in its paragraph, else the article's."""
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
