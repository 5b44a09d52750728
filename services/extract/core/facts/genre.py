"""What sort of text an article is, where that decides which numbers an analyst would take: a match report counts goals
and laps, a recipe spoons, and neither states facts of them."""

from __future__ import annotations

from services.extract.core.lexicon import words
from services.extract.core.model import Document, Quantity

_FIRM = 2  # distinct telling words
_ALL = 9  # with loose ones
_TOKENS = 45  # how many tokens at most stand for each
_OF_SPORT = 1
_OF_THE_KITCHEN = 2
_CROWD = 1000  # from here on a number without a noun is people who watch or run
_STEPS = 7  # distinct words of the kitchen
_DISTANCES = frozenset(("m", "km", "mi", "ft", "yd", "kg", "g", "lb", "in", "cm", "mm"))


def genre(doc: Document) -> str:
    """ "sport", "kitchen" or "": by the distinct words of the sort and how densely they stand."""
    sport, loose, kitchen = words("genres", "sport"), words("genres", "sport_loose"), words("genres", "kitchen")
    told: set[str] = set()
    cooked: set[str] = set()
    tokens = 0
    for s in doc.sentences:
        tokens += len(s.lows)
        for form in s.lexemes:
            if form.genre < 0:
                form.genre = _OF_SPORT * (form.low in sport) + _OF_THE_KITCHEN * (form.low in kitchen)
            if form.genre & _OF_SPORT:
                told.add(form.low)
            if form.genre & _OF_THE_KITCHEN:
                cooked.add(form.low)
    if len(told - loose) >= _FIRM and len(told) >= _ALL and len(told) * _TOKENS >= tokens:
        return "sport"
    return "kitchen" if len(cooked) >= _STEPS and len(cooked) * _TOKENS >= tokens else ""


def aside(q: Quantity, sort: str) -> str | None:
    """Why a text of that sort states nothing by the quantity, or None: goals, laps, distances run; spoons and grams."""
    if not sort or q.family == "money":
        return None
    if sort == "kitchen":
        return None if q.family == "percent" else "a recipe"
    if q.family in ("percent", "times"):
        return "a part of the crowd or of the game" if q.spelled and q.rule.startswith("ratio.") else None
    if q.unit in _DISTANCES:
        return "how far or how heavy, in a report of a match"
    if q.family != "count":
        return None
    if q.item is None:
        return None if q.amount >= _CROWD else "counted in a match"
    head = q.item.lower().split(" of ")[0].split()[-1]
    return None if head in words("genres", "sport_counted") else "counted in a match"
