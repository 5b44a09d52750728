"""Times that stand in a heading and count for the lines of the list below it, as in interim reports:

Second quarter, April-June 2024
• Net sales: SEK 3,655 million (3,698)        the quarter; the bracket, where the report says so, a year earlier
"""

from __future__ import annotations

import re

from services.extract.core.chunks import finite
from services.extract.core.lexicon import words
from services.extract.core.mentions import calendar as cal
from services.extract.core.model import Document, Quantity, Time
from services.extract.core.sentences import Sentence

_LONGEST = 20  # tokens of a heading
_ACCOUNTS = frozenset("figures results estimates forecasts reports updates".split())
_BULLETS = frozenset("•-–—*·▪●◦‣")
# What a report says of its brackets: "Figures in brackets refer to …", "(same months of 2023 in brackets)".
_CONVENTION = re.compile(
    r"\b(?:in|within)\s+(?:brackets|parentheses)\b|\b(?:bracketed|parenthetical) figures\b", re.IGNORECASE
)


def heading_time(s: Sentence, doc: Document) -> Time | None:
    """The time of the heading above the list that a sentence without a time of its own is a line of."""
    found = _headings(doc).get(s.index)
    return found[0] if found is not None else None


def compared(s: Sentence, time: Time, doc: Document) -> Time:
    """The time of a bracket: what the heading says of its brackets ("(December quarter in brackets)"), else the same
    time of the year before."""
    found = _headings(doc).get(s.index)
    return found[1] if found is not None and found[1] is not None else year_before(time)


def opener(s: Sentence, doc: Document) -> Sentence | None:
    """The sentence that leads to the list that a line belongs to: "They intend to spend 545 million:"."""
    _headings(doc)
    openers: dict[int, Sentence] = doc.memo["openers"]
    return openers.get(s.index)


def _headings(doc: Document) -> dict[int, tuple[Time, Time | None]]:
    kept: dict[int, tuple[Time, Time | None]] | None = doc.memo.get("headings")
    if kept is None:
        kept = doc.memo["headings"] = _lists(doc)
    return kept


def year_before(time: Time) -> Time:
    """The same time of the year before, for what a report sets in brackets."""
    return time._replace(
        begin=cal.moved(time.begin, -1) if time.begin else None, until=cal.moved(time.until, -1) if time.until else None
    )


def is_comparative(s: Sentence, first: int, last: int, doc: Document) -> bool:
    """Whether the number of tokens [first, last) stands alone in a bracket behind one of its kind, and the report says
    that its brackets hold the year before."""
    if s.tags[first - 1 : first] != "(" or s.tags[last : last + 1] != ")":
        return False
    declared: bool | None = doc.memo.get("brackets")
    if declared is None:
        low = doc.text.lower()  # letters are found many times faster than a pattern for either case
        said = "brackets" in low or "parenthe" in low or "bracketed" in low
        declared = doc.memo["brackets"] = said and _CONVENTION.search(doc.text) is not None
    above = _headings(doc).get(s.index)
    if not declared and (above is None or above[1] is None):
        return False
    here = _quantity(s, first, doc)
    before = next((q for q in doc.quantities[s.index] if q.last == first - 1), None)
    return here is not None and before is not None and here.unit == before.unit


def _quantity(s: Sentence, first: int, doc: Document) -> Quantity | None:
    return next((q for q in doc.quantities[s.index] if q.first == first), None)


def _lists(doc: Document) -> dict[int, tuple[Time, Time | None]]:
    found: dict[int, tuple[Time, Time | None]] = {}
    heading: tuple[Time, Time | None] | None = None
    openers: dict[int, Sentence] = doc.memo.setdefault("openers", {})
    opening: Sentence | None = None
    open_list = False  # whether the heading ends in a colon
    named: Time | None = None  # the last time that a heading named outside of brackets
    for s in doc.sentences:
        if not s.words or s.part in ("header", "furniture"):
            continue
        title = s.part == "headline" and s.words[0] not in _BULLETS
        if not title and (_is_line(s, doc) or (open_list and _hangs(s, doc))):
            if heading is not None:
                found[s.index] = heading
            if opening is not None:
                openers[s.index] = opening
            continue
        if (
            heading is not None and not doc.times[s.index] and _opens_list(s, doc)
        ):  # "Guidance for 2025 ¶ We expect ¶ - revenue growth of 4-6%"
            open_list, opening = True, s
            continue
        leads = s.words[-1] == ":" and len(s.words) <= 2 * _LONGEST  # "What the country sold in January-September:"
        leads |= s.lows[0] in ("what", "how", "where", "our") and _bulleted(s, doc)  # "What we achieved in 2024"
        heading = _times_of(s, doc, named) if leads or _is_heading(s, doc) else None
        open_list = s.words[-1] == ":"
        plans = not _speaks(s, doc) and not words("status", "planning_nouns").isdisjoint(s.lows)  # "2025 outlook"
        opening = s if (leads and _speaks(s, doc)) or (plans and _is_heading(s, doc)) else None
        named = heading[0] if heading is not None else named
    return found


def _opens_list(s: Sentence, doc: Document) -> bool:
    """Whether a few words without a full stop lead to the bullets that follow: "We expect"."""
    return _bulleted(s, doc) and len(s.words) < 9 and _speaks(s, doc)


def _bulleted(s: Sentence, doc: Document) -> bool:
    """Whether bullets follow a line without a full stop."""
    after = doc.sentences[s.index + 1] if s.index + 1 < len(doc.sentences) else None
    return after is not None and bool(after.words) and after.words[0] in _BULLETS and s.words[-1] not in ".!?;"


def _is_line(s: Sentence, doc: Document) -> bool:
    """A line of a list: it begins with a bullet, or it is a label, a colon and what belongs to it."""
    if s.words[0] in _BULLETS:
        return True
    colon = s.words.index(":") if ":" in s.vocabulary and ":" in s.words[:16] else 0
    if not 0 < colon < len(s.words) - 1 or s.tags[-1] == ".":
        return False
    return s.tags[colon + 1] in "CU" or not _speaks(s, doc)  # "Coffee auctioned, tonnes: 4,982"


def _hangs(s: Sentence, doc: Document) -> bool:
    """A line below a colon without a verb of its own: "revenue of $90 million (+8%);"."""
    return doc.text[s.start - 1 : s.start] == "\n" and not _speaks(s, doc)


def _is_heading(s: Sentence, doc: Document) -> bool:
    return len(s.words) <= _LONGEST and s.words[-1] not in ".!?;" and not _speaks(s, doc)


def _speaks(s: Sentence, doc: Document) -> bool:
    """Whether a sentence has a verb, other than inside a time ("Nine months ended 30 September")."""
    times = doc.times[s.index]
    for g in s.groups:
        said = finite(g) and s.lows[g.head] not in _ACCOUNTS  # "Half-year figures 2025"
        if said and not any(t.first < g.first < t.last for t in times):
            return True
    return False


def _times_of(s: Sentence, doc: Document, title: Time | None) -> tuple[Time, Time | None] | None:
    """The time that a heading names, or one above it, and the one that it names for its brackets."""
    times = [t for t in doc.times[s.index] if t.use == "period" and t.begin and t.until and t.begin != t.until]
    if not times:
        return None
    bracketed = "brackets" in s.vocabulary or "parentheses" in s.vocabulary
    alone = [t for t in times if s.tags[t.first - 1 : t.first] == "(" and s.tags[t.last : t.last + 1] == ")"]
    inside = [t for t in times if (bracketed and "(" in s.tags[: t.first + 1]) or (t in alone and len(times) > 1)]
    main = next((t for t in times if t not in inside), title)
    if main is None:
        return None
    before = inside and inside[0].until and main.begin and (bracketed or inside[0].until < main.begin)
    return (main, inside[0] if before else None)
