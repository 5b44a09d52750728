"""Percent, percentage and basis points, index points and times: what makes a number a ratio."""

from __future__ import annotations

from functools import cache

from services.extract.core import lexicon
from services.extract.core.mentions import around, count, hedge, unit
from services.extract.core.mentions.draft import Draft
from services.extract.core.mentions.number import Number
from services.extract.core.sentences import Sentence

_LEVEL = 12  # tokens from an index to the number at which it stands
_NEAR = 24  # tokens either side of a number that tell whether points are an index's or a rate's


@cache
def _words(key: str) -> frozenset[str]:
    return lexicon.words("ratios", key)


def read(s: Sentence, made: Draft, n: Number, j: int, compound: bool) -> bool:
    """Read a ratio's unit at token j, right behind the number; False where none stands."""
    lows = s.lows
    low = lows[j]
    after = lows[j + 1] if j + 1 < len(lows) else ""
    if low == "per" and after in ("cent", "cents"):
        low, j, after = "percent", j + 1, lows[j + 2] if j + 2 < len(lows) else ""
    elif low == "per" and lows[j + 1 : j + 3] == ["-", "cent"]:  # "a 15-per-cent tax credit"
        low, j, after = "percent", j + 2, lows[j + 3] if j + 3 < len(lows) else ""
    if low == "percent" and after == "-" and lows[j + 2 : j + 3] == ["point"]:
        after, j = "point", j + 1
    if low in _words("percent") or low == "percentage":
        if after in ("point", "points"):
            return _set(s, made, "pp", "points", j + 2, "percent.points")
        if low == "percentage":
            return False
        return _set(s, made, "%", "percent", j + 1, "percent.sign" if low == "%" else "percent.word")
    if low in _words("points"):
        return _set(s, made, "pp", "points", j + 1, "percent.points")
    if low in _words("basis_points") or (low == "basis" and after in ("points", "point")):
        made.amount /= 100
        return _set(s, made, "pp", "points", j + (2 if low == "basis" else 1), "percent.basis_points")
    compared = after in hedge.comparing()  # "two points lower than"
    if low in ("point", "points") and not compound and (not made.spelled or compared or _moved(s, made)):
        return _bare_points(s, made, n, j, after)
    if low == "fold" and compound:
        return _set(s, made, "x", "times", j + 1, "times.fold")
    if low in ("x", "×") and s.starts[j] == s.ends[j - 1] and not after[:1].isdecimal():
        return _set(s, made, "x", "times", j + 1, "times.x")
    if low == "times" or (low == "time" and compound):
        return _times(s, made, n, j, after)
    return False


def _moved(s: Sentence, made: Draft) -> bool:
    """ "rose two points", "is up four points": a small number in words is a rate's only behind such a word."""
    found = hedge.before(s, made.first)
    lead = found.first
    moving = count.words("moving") | {"up", "down", "off", "away"}
    return found.sign is not None or (lead > 0 and s.lows[lead - 1] in moving)


def points_context(s: Sentence, i: int) -> bool:
    """May "points" at token i be percentage points?"""
    return not _words("points_near").isdisjoint(s.lows[max(0, i - _NEAR) : i + _NEAR])


def indices() -> frozenset[str]:
    """Words and names of indices."""
    return _words("indices")


def index_level(s: Sentence, made: Draft) -> bool:
    """Is a number without a unit the level at which an index stands: "the PMI rose to 51.8 from 50.9"?"""
    i, j = made.begin, made.last
    if made.spelled or made.scaled or made.amount < 10 or i == 0 or s.lows[i - 1] not in _words("stands"):
        return False
    if j < len(s.tags) and s.tags[j] not in ".,IJ);:R":
        return False
    return not _words("indices").isdisjoint(s.lows[max(0, i - _LEVEL) : i - 1])


def _bare_points(s: Sentence, made: Draft, n: Number, j: int, after: str) -> bool:
    """ "0.7 points" of a rate are percentage points, "12 points" of an index its own, others count for nothing here."""
    near = s.lows[max(0, j - _NEAR) : j + _NEAR]
    if not _words("indices").isdisjoint(near):
        return _set(s, made, "points", "other", j + 1, "unit.index_points")
    leading = after in ("behind", "ahead", "clear", "adrift") and _words("percent").isdisjoint(near)
    if n.amount < 50 and not leading and points_context(s, j):
        return _set(s, made, "pp", "points", j + 1, "percent.bare_points")
    return False


def _set(s: Sentence, made: Draft, symbol: str, family: str, last: int, rule: str) -> bool:
    made.unit, made.family, made.last, made.rule = symbol, family, last, rule
    around.behind(s, made, relative=True)
    if family == "percent" and s.lows[made.last : made.last + 1] == ["of"]:
        around.item(s, made, made.last + 1)
    around.hedged(s, made)
    return True


def _times(s: Sentence, made: Draft, n: Number, j: int, after: str) -> bool:
    """ "grew 4.4 times", "3.6 times more"; "told me a hundred times" counts occasions."""
    lead = hedge.before(s, made.first).first
    verb = s.lows[lead - 1] if lead else ""
    moved = n.form == "decimal" or verb in count.words("moving") or verb in ("by", "up")
    of_time = after == "the" and j + 2 < len(s.lows) and s.lows[j + 2] in unit.time_words()
    done = lead > 1 and s.lows[lead - 2] in ("been", "was", "were", "be") and after in ("", ".", ",", "in", "since")
    moved = moved and n.scale == 1 and not (done and n.form != "decimal")  # "has been expanded three times"
    if (moved or after in _words("compares")) and not of_time and (n.form != "article" or verb == "by"):
        return _set(s, made, "x", "times", j + 1, "times.word")
    made.dead, made.last = "occasions", j + 1
    return True
