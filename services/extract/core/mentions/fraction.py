"""Fractions in words: "half of the assets", "two-thirds", "a tenth fewer", "half a percentage point"."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import NamedTuple

from services.extract.core import lexicon
from services.extract.core.mentions import number, percent, unit
from services.extract.core.sentences import Sentence

_CENT = Decimal("0.01")
_PLURAL = frozenset("are were have work live plan need use want earn pay say own do".split())  # of whom it is a part
_HALF = Decimal("0.5")
_COUNTED = frozenset(("a", "one", "two", "three", "four"))
_JOINTS = frozenset((",", "and", "while", ";", "but"))


class Ratio(NamedTuple):
    """Tokens [first, last) that are a share, a difference in points or a factor by themselves."""

    first: int
    last: int
    amount: Decimal
    unit: str
    family: str
    sign: str | None
    item: int  # where its whole may begin; -1 for none
    rule: str


@cache
def words(key: str) -> frozenset[str]:
    """A word list of the ratios file."""
    return lexicon.words("ratios", key)


@cache
def hyphenated() -> dict[str, Decimal]:
    """ "two-thirds", "one-fifth"."""
    return {
        f"{one}-{name}": Decimal(count) / parts
        for one, count in number.pairs("ones").items()
        for name, parts in number.pairs("denominators").items()
        if count < parts
    }


def as_percent(part: Decimal) -> Decimal:
    """A fraction as a percentage, to two places at most."""
    value = (part * 100).quantize(_CENT)
    return value.to_integral_value() if value == value.to_integral_value() else value.normalize()


def share(first: int, last: int, part: Decimal, rule: str, item: int = -1) -> Ratio:
    """A share of the whole that may begin at token `item`."""
    return Ratio(first, last, as_percent(part), "%", "percent", None, item, rule)


def at(s: Sentence, i: int, before: int) -> Ratio | None:
    """The fraction whose last word is token i; its numerator may not reach into the mention that ends at `before`."""
    low = s.lows[i]
    if (part := hyphenated().get(low)) is not None:
        return _placed(s, i, i + 1, part)
    parts = number.pairs("denominators").get(low)
    if parts is None or s.tags[i] == "P":
        return None
    if parts == 2:
        return _half(s, i)
    previous = s.lows[i - 1] if i else ""
    if i - 1 < before and previous not in number.small():
        return None
    if previous in ("a", "an", "remaining", "another", "further", "every"):
        count = 1
    elif previous.isdecimal() and len(previous) == 1:
        count = int(previous)
    else:
        count = number.pairs("ones").get(previous, 0)
    if count == 0 or count >= parts or (count > 1) != low.endswith("s"):
        return None
    if previous == "one" and i > 1 and s.lows[i - 2] in ("every", "the"):
        return None
    return _placed(s, i - 1, i + 1, Decimal(count) / parts, article=previous in ("a", "an"))


def _placed(s: Sentence, first: int, last: int, part: Decimal, *, article: bool = False) -> Ratio | None:
    """A fraction in its place: it is one before "of" or a comparative, or behind "by" and the hedges."""
    following = s.lows[last] if last < len(s.lows) else "."
    lead = s.lows[first - 1] if first else ""
    if s.lows[first] == "remaining" and lead == "the" and last < len(s.tags) and s.tags[last] in "VBHM":
        in_time = first > 1 and s.tags[first - 2] == "I"
        return None if in_time else share(first - 1, last, part, "ratio.fraction")  # "The remaining quarter belongs to"
    if following == "of":
        if s.lows[last + 1 : last + 2] in (["a"], ["an"], ["one"]):
            return _of_one(s, first, last, part)
        return None if _of_time(s, last + 1) else share(first, last, part, "ratio.fraction", last + 1)
    if following in words("no_fraction") or following in unit.time_words():
        return None
    if following not in words("measures") and following not in words("done"):
        if article and following in _PLURAL and (not lead or lead in (",", "and", "while", "but")):
            return share(first, last, part, "ratio.fraction")
        if article and following in (",", "and", ".") and _earlier_part(s, first):
            return share(first, last, part, "ratio.fraction")
        if article and lead in _JOINTS and s.tags[last : last + 1] in ("I", "T") and _earlier_part(s, first):
            return share(first, last, part, "ratio.fraction")  # "A fifth went to Italy and a sixth to Spain"
        if article and lead == "of" and s.lows[first - 2] in words("moves"):
            return share(first, last, part, "ratio.fraction")  # "an increase of a fifth"
        ordinal = article or s.lows[last - 1] in ("quarter", "quarters")
        open_ended = last >= len(s.lows) or s.tags[last] not in "NAG"
        if lead in ("in", "per") or (ordinal and lead != "by" and not (lead in words("leads") and open_ended)):
            return None
    return share(first, last, part, "ratio.fraction")


def _of_one(s: Sentence, first: int, last: int, part: Decimal) -> Ratio | None:
    """ "a quarter of a percentage point", "a tenth of one percent"."""
    return _of_unit(s, first, last + 2, part)


def _of_unit(s: Sentence, first: int, i: int, part: Decimal) -> Ratio | None:
    """The fraction of a percentage point, of a percent or of a point that stands at token i."""
    rest = s.lows[i : i + 2]
    if rest in (["percentage", "point"], ["percent", "point"]):
        return Ratio(first, i + 2, part, "pp", "points", None, -1, "ratio.points")
    if rest[:1] in (["percent"], ["%"]) or rest == ["per", "cent"]:
        return Ratio(first, i + (2 if rest[0] == "per" else 1), part, "%", "percent", None, -1, "ratio.of_a_percent")
    if rest[:1] == ["point"] and percent.points_context(s, i):
        return Ratio(first, i + 1, part, "pp", "points", None, -1, "ratio.points")
    return None


def _half(s: Sentence, i: int) -> Ratio | None:
    """ "half of the assets", "half built", "by half", "half a percentage point"; not "the first half", "half past"."""
    previous = s.lows[i - 1] if i else ""
    following = s.lows[i + 1] if i + 1 < len(s.lows) else "."
    first = i - 1 if previous in ("a", "one") else i
    lead = s.lows[first - 1] if first else ""
    again = _earlier_half(s, i)
    if previous in words("which_half") or lead in words("which_half"):
        return None
    if previous in _JOINTS and s.tags[i + 1 : i + 2] in ("B", "H", "M") and _earlier_part(s, i):
        return share(i, i + 1, _HALF, "ratio.half_bare")  # "a third of firms are hiring and half are not"
    if previous == "and" and not again and not (following == "of" and s.tags[i - 2 : i - 1] in (",", "N", "P")):
        return None  # "two and half"
    if following in ("a", "an"):
        return _of_unit(s, first, i + 2, _HALF)
    if following == "of":
        return None if _of_time(s, i + 2) else share(first, i + 1, _HALF, "ratio.half", i + 2)
    if following in words("measures") and s.tags[i + 1] in "DQOS":
        whole = s.lows[i + 2] if i + 2 < len(s.lows) else ""
        if whole in unit.time_words() or whole in words("worn_half"):
            return None
        return share(first, i + 1, _HALF, "ratio.half", i + 1)
    if following in words("done") and (i == 0 or s.tags[i - 1] != "D"):
        return share(first, i + 2, _HALF, "ratio.half_done")
    if previous == "," and following == "from" and i > 1:
        return share(first, i + 1, _HALF, "ratio.half_bare")
    closed = i + 1 >= len(s.lows) or s.tags[i + 1] in ".,)I(:S"
    if first == 1 and i + 1 < len(s.tags) and s.tags[i + 1] in "BHM" and lead in words("leads"):
        return share(first, i + 1, _HALF, "ratio.half_bare")  # "Roughly half has been paid"
    opens = s.lows[i - 2] in ("more", "less", "fewer") if previous == "than" else lead in ("", ",")
    if opens and previous in words("leads"):  # "more than half work without a contract"
        closed = closed or s.tags[i + 1] in "BHMVW" or following in _PLURAL
    paid = i > 0 and s.tags[i - 1] == "V" and (i + 1 >= len(s.lows) or s.tags[i + 1] in ".,")
    hedged = paid or previous in ("by", "nearly", "almost", "over", "about", "roughly", "than") or lead == "by"
    if hedged and following == "to" and "by" in s.lows[max(0, i - 2) : i]:
        return share(first, i + 1, _HALF, "ratio.half_bare")  # "fell by almost half to 46.7 million"
    return share(first, i + 1, _HALF, "ratio.half_bare") if closed and (hedged or again) else None


def _earlier_part(s: Sentence, first: int) -> bool:
    """ "the state will pay half, the town a third"."""
    near = s.lows[max(0, first - 12) : first]
    parts = number.pairs("denominators")
    return "half" in near or any(
        low in hyphenated() or (low in parts and (near[k + 1 : k + 2] == ["of"] or (k and near[k - 1] in _COUNTED)))
        for k, low in enumerate(near)
    )


def _of_time(s: Sentence, i: int) -> bool:
    """ "half of the year", "half of 2024", "half of last month", but "half of the first five years' production"."""
    for k in range(i, min(i + 3, len(s.lows))):
        low = s.lows[k]
        if low in unit.time_words() or low in words("of_time") or (low.isdecimal() and len(low) == 4):
            after = s.lows[k + 1] if k + 1 < len(s.lows) else ""
            return after not in ("'s", "’s", "'", "’") and after not in words("spent")  # "of the hours worked"
        if s.tags[k] not in "DAC":
            return False
    return False


def _earlier_half(s: Sentence, i: int) -> bool:
    """ "half of the money in cash and half in shares": the second one follows the first."""
    return any(s.lows[k] == "half" and s.lows[k + 1] in ("of", "the") for k in range(max(0, i - 12), i - 1))
