"""Where an office sits: the central bank of a governor, the city of a mayor, the region of a governor.

the central bank's governor → Norges Bank · the mayor, in a story of Astana → Astana · Governor X → the region before
"""

from __future__ import annotations

from bisect import bisect_left

from services.extract.core.facts.memory import Memory
from services.extract.core.facts.naming import named
from services.extract.core.facts.pointing import is_bare
from services.extract.core.mentions.count import plural
from services.extract.core.mentions.place import cities, countries, states
from services.extract.core.mentions.trigger import classes
from services.extract.core.model import Mentioned, Name
from services.extract.core.sentences import Sentence

_DATELINE = 4  # characters before the town of a dateline
_TOWNS = frozenset(("capital", "city", "town", "municipality", "village"))
_REGIONS = ("region", "province", "oblast", "county", "prefecture", "voivodeship")
_RECENT = 3  # sentences in which "the central bank" is the governor's
_FAR_MORE = 3
_BACK = 30  # sentences that a title without its region reaches back
# What stands before a head and is the body itself: "port director", "department head", "race director".
_HOUSES = frozenset(("place", "organisation"))
_PLACES = frozenset(("place",))
_WORKS = frozenset("plant factory mill mine works brewery refinery smelter foundry quarry dairy".split())
_KINDS = frozenset(
    "opposition race department faculty team expedition congregation troupe squad regiment rural ward".split()
)
_TRADES = frozenset("trade miners dockers teachers farmers workers drivers nurses railway".split())
_NO_HOUSE = frozenset(
    "project programme line market country branch office business site group company unit field complex station "
    "press operator developer capacity shift service fund board brand maker producer house home building land section "
    "union harbour harbor".split()
)
_CONTACT = frozenset("contact contacts enquiries inquiries queries information".split())
_COUNCILS = frozenset("council municipality parish assembly".split())
_SPEAK = frozenset(
    "chamber association union federation ministry agency authority institute council committee guild syndicate club "
    "cooperative party lobby regulator exchange bank company".split()
)
_SMALL = frozenset("of and the for &".split())
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


def of_field(memory: Memory, words: str) -> Mentioned | None:
    """The ministry of a minister's field, where the article names it: "Deputy Agriculture Minister X" and "the Ministry
    of Agriculture"."""
    told = set(words.replace(",", " ").split())
    for mentioned in memory.kinds.get("ministry", ()):
        field = set(mentioned.text.lower().replace("ministry", " ").split()) - _SMALL
        if field and field <= told:
            return mentioned
    return None


def within(memory: Memory, s: Sentence, name: Name) -> Mentioned | None:
    """The body that the title itself names: "port director", "department head"."""
    for k in range(name.title_last - 2, name.title_first - 1, -1):
        low = s.lows[k]
        if low == "union" and k and s.lows[k - 1] in _TRADES:
            return Mentioned(s.span(k - 1, k + 1), s.starts[k - 1], s.ends[k])  # "trade union leader"
        many = plural(low) and not low.endswith("works")
        if s.tags[k] not in "NP" or not (s.words[k].islower() or k == 0) or many or low in _NO_HOUSE:
            return None
        if low in _KINDS or classes(low) & _HOUSES:
            own = Mentioned(s.words[k], s.starts[k], s.ends[k])
            if low in _WORKS or low in ("bank", "airline", "utility"):
                return memory.of_kind(low, s.starts[k]) or _works_of(memory, s, low) or own
            return own
    return None


def _works_of(memory: Memory, s: Sentence, low: str) -> Mentioned | None:
    found = spoken_of(memory, s, _PLACES) if low in _WORKS else None
    return found or (memory.company(s) if low == "works" else None)  # "Works manager Ole Dahl"


def spoken_of(memory: Memory, s: Sentence, wanted: frozenset[str] = _HOUSES) -> Mentioned | None:
    """The facility or body that one of the two sentences before is about: "The port of Lobito handled … Director X"."""
    for other in reversed(memory.doc.sentences[max(s.index - 2, 0) : s.index]):
        if other.paragraph != s.paragraph or not other.phrases:
            return None
        q = other.phrases[0]
        told = s.part == "body" and classes(other.lows[q.head]) & wanted and q.first < 2
        if told and other.tags[q.head] == "N" and not is_bare(other, q) and not plural(other.lows[q.head]):
            return named(other, q)
    return None


def issuer(memory: Memory, s: Sentence) -> Mentioned | None:
    """Whose the contact of a release is: "Media contact: Ana Ruiz, Head of Communications"."""
    if _CONTACT.isdisjoint(s.lows[:8]) or ":" not in s.words[:10]:
        return None
    memo = memory.doc.memo
    if "lead" not in memo:  # looked for once: a page of nothing but contacts has none
        memo["lead"] = next((other for other in memory.doc.sentences if other.part == "body" and other.groups), None)
    return memory.company(memo["lead"]) if memo["lead"] is not None else None


def council(memory: Memory, s: Sentence) -> Mentioned | None:
    """The council or municipality that the last three sentences speak of: whose a councillor or reeve is."""
    for other in memory.doc.sentences[max(s.index - 3, 0) : s.index + 1][::-1]:
        for q in reversed(other.phrases):
            if other.lows[q.head] in _COUNCILS and (other is not s or q.last < len(s.lows)):
                a, b = q.first + (other.tags[q.first] == "D"), q.last
                if other.lows[b : b + 1] == ["of"] and other.tags[b + 1 : b + 2] == "P":
                    b += 2
                    while other.tags[b : b + 1] == "P":
                        b += 1
                return Mentioned(other.span(a, b), other.starts[a], other.ends[b - 1])
    return None


def closing(memory: Memory, s: Sentence) -> Mentioned | None:
    """The body that ends the sentence before: "…, according to the mining chamber. | Its president …"."""
    before = memory.doc.sentences[s.index - 1] if s.index else s
    q = before.phrases[-1] if before is not s and before.phrases else None
    if q is None or before.paragraph != s.paragraph or before.tags[q.first] != "D" or q.last < len(before.lows) - 1:
        return None
    if before.lows[q.head] not in _SPEAK or before.tags[q.head] != "N" or before.lows[q.first - 1] != "to":
        return None
    return Mentioned(before.span(q.first + 1, q.last), before.starts[q.first + 1], before.ends[q.last - 1])


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


def same_post(memory: Memory, s: Sentence, name: Name) -> Mentioned | None:
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
