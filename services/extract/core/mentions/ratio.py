"""Ratios in words: "half of", "two-thirds", "every tenth", "one in five", "doubled", "fourfold", "twice the"."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import NamedTuple

from services.extract.core import lexicon
from services.extract.core.mentions import number, unit
from services.extract.core.sentences import Sentence

_CENT = Decimal("0.01")
# What may follow a bare fraction; anything else makes "third" an ordinal ("a third plant") and "half" a prefix.
_MEASURES = frozenset(
    "of fewer more less higher lower larger smaller cheaper as off the its their his her our all that those these what".split()
)
_DONE = frozenset("built finished complete completed full empty done owned ready destroyed filled way".split())
_LEADS = frozenset(
    "by nearly almost about around roughly than over under approximately only just to from exactly up down some at least most".split()
)
_NOT_OF = frozenset(
    "year month week day century decade season quarter game match hour first second 2024 next last this time".split()
)
_WHICH_HALF = frozenset(
    "first second last latter other opening former 1st 2nd h1 h2 each either upper lower better next previous top bottom same this that"
    " northern southern eastern western early late closing".split()
)


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
def starters() -> frozenset[str]:
    """Words at which a ratio may be read."""
    return (
        frozenset(_fractions())
        | frozenset(number.pairs("denominators"))
        | frozenset(number.pairs("multiples"))
        | frozenset(number.pairs("double"))
        | frozenset(_folds())
        | {"every", "halved", "halving", "halve", "halves"}
    )


@cache
def _fractions() -> dict[str, Decimal]:
    """Hyphenated: "two-thirds", "one-fifth"."""
    table = {}
    for one, count in number.pairs("ones").items():
        for name, parts in number.pairs("denominators").items():
            if count < parts and parts > 1:
                table[f"{one}-{name}"] = Decimal(count) / parts
    return table


@cache
def _folds() -> dict[str, int]:
    """ "fourfold", "ten-fold", "hundredfold"."""
    table = {"hundredfold": 100, "hundred-fold": 100, "thousandfold": 1000}
    for word, value in number.small().items():
        if value > 1 and "-" not in word:
            table |= {f"{word}fold": value, f"{word}-fold": value}
    return table


def percent(part: Decimal) -> Decimal:
    """A fraction as a percentage, to two places at most."""
    value = (part * 100).quantize(_CENT)
    return value.to_integral_value() if value == value.to_integral_value() else value.normalize()


def at(s: Sentence, i: int, before: int) -> Ratio | None:
    """The ratio at token i, or None; `before` is the end of the last mention, which may not be touched."""
    low = s.lows[i]
    if low == "every":
        return _every(s, i)
    if low in _folds():
        return Ratio(i, i + 1, Decimal(_folds()[low]), "x", "times", None, -1, "ratio.fold")
    if (factor := number.pairs("multiples").get(low)) is not None:
        if _following(s, i) in ("down", "up", "over", "as") or s.tags[i] == "P":
            return None
        return Ratio(i, i + 1, Decimal(factor), "x", "times", "increase", -1, "ratio.multiplied")
    if low in ("halved", "halve", "halving"):
        return Ratio(i, i + 1, Decimal(2), "x", "times", "decrease", -1, "ratio.halved")
    if (factor := number.pairs("double").get(low)) is not None:
        return _double(s, i, factor)
    if (part := _fractions().get(low)) is not None:
        return _fraction(s, i, i + 1, part)
    return _parts(s, i, before)


def _following(s: Sentence, i: int) -> str:
    return s.lows[i + 1] if i + 1 < len(s.lows) else "."


def _every(s: Sentence, i: int) -> Ratio | None:
    """ "every third household", "every second one": a share of one in so many; "every second day" is a rhythm."""
    parts = number.pairs("every").get(_following(s, i))
    if parts is None or i + 2 >= len(s.lows):
        return None
    noun = s.lows[i + 2]
    if (
        noun in unit.time_words()
        or (s.tags[i + 2] not in "NPOA" and noun != "one")
        or noun in ("time", "word", "thing")
    ):
        return None
    return Ratio(
        i, i + 3, percent(Decimal(1) / parts), "%", "percent", None, -1 if noun == "one" else i + 2, "ratio.every"
    )


def _double(s: Sentence, i: int, factor: int) -> Ratio | None:
    """ "will double", "double the 2.6 billion", "twice as many as"; not "double room", "twice a week", "twice that"."""
    low, following = s.lows[i], _following(s, i)
    if s.tags[i] == "P" or (following == "-" and i + 2 < len(s.lows)):
        return None
    previous = s.tags[i - 1] if i else "."
    verb = low not in ("twice", "thrice") and (
        previous in "MT" or s.tags[i] == "V" or (i > 1 and previous == "R" and s.tags[i - 2] in "MT")
    )
    if verb and following not in ("down", "up", "as", "check"):
        return Ratio(i, i + 1, Decimal(factor), "x", "times", "increase", -1, "ratio.doubling")
    if following in ("as", "the", "what", "its", "their", "last", "more") and not (
        following == "the" and _time_after(s, i + 2)
    ):
        return Ratio(i, i + 1, Decimal(factor), "x", "times", None, -1, "ratio.twice")
    return None


def _time_after(s: Sentence, i: int) -> bool:
    return i < len(s.lows) and s.lows[i] in unit.time_words()


def _parts(s: Sentence, i: int, before: int) -> Ratio | None:
    """ "a third of", "two thirds", "three quarters of", "half the", "the remaining tenth"."""
    low = s.lows[i]
    parts = number.pairs("denominators").get(low)
    if parts is None or s.tags[i] == "P":
        return None
    if parts == 2:
        return _half(s, i)
    previous = s.lows[i - 1] if i > 0 else ""
    if i - 1 < before and previous not in number.small():
        return None
    count = (
        1
        if previous in ("a", "an", "remaining", "another", "further", "every")
        else number.pairs("ones").get(previous, 0)
    )
    if previous.isdecimal() and len(previous) == 1:
        count = int(previous)
    if count == 0 or count >= parts or (count > 1) != low.endswith("s"):
        return None
    if previous == "one" and i > 1 and s.lows[i - 2] in ("every", "the"):
        return None
    return _fraction(s, i - 1, i + 1, Decimal(count) / parts, article=previous in ("a", "an"))


def _fraction(s: Sentence, first: int, last: int, part: Decimal, *, article: bool = False) -> Ratio | None:
    """A fraction in its place: it is one before "of" or a comparative, or behind "by" and the hedges."""
    following = s.lows[last] if last < len(s.lows) else "."
    lead = s.lows[first - 1] if first else ""
    if following == "of":
        if any(low in _NOT_OF for low in s.lows[last + 1 : last + 3]) or (
            last + 1 < len(s.lows) and s.lows[last + 1] in ("a", "an")
        ):
            return _of_a(s, first, last, part)
    elif following in ("majority", "-", "point", "finger", "final", "finals", "party"):
        return None
    elif following in unit.time_words() or following in ("time", "times", "way"):
        return None
    elif following not in _MEASURES and following not in _DONE:
        if article and following in ("are", "were", "have") and (not lead or lead in (",", "and", "while", "but")):
            return Ratio(first, last, percent(part), "%", "percent", None, -1, "ratio.fraction")
        ordinal = article or s.lows[last - 1] in ("quarter", "quarters")
        if ordinal and not (lead in _LEADS and (last >= len(s.lows) or s.tags[last] not in "NAG")) and lead != "by":
            return None
        if lead in ("in", "per"):
            return None
    return Ratio(
        first, last, percent(part), "%", "percent", None, last + 1 if following == "of" else -1, "ratio.fraction"
    )


def _of_a(s: Sentence, first: int, last: int, part: Decimal) -> Ratio | None:
    """ "a quarter of a percentage point" is points; "a quarter of a million" was read as a number; of time it is nothing."""
    rest = s.lows[last + 1 : last + 4]
    if rest[:1] in (["a"], ["one"]):
        if rest[1:3] in (["percentage", "point"], ["percent", "point"]):
            return Ratio(first, last + 4, part, "pp", "points", None, -1, "ratio.points")
        if rest[1:2] in (["percent"], ["%"], ["per"]):
            return Ratio(first, last + 3, part, "%", "percent", None, -1, "ratio.of_a_percent")
        if rest[1:2] == ["point"] and points_context(s, last):
            return Ratio(first, last + 3, part, "pp", "points", None, -1, "ratio.points")
    return None


def _half(s: Sentence, i: int) -> Ratio | None:
    """ "half of the assets", "half built", "by half", "half a percentage point"; not "the first half", "half past"."""
    previous = s.lows[i - 1] if i else ""
    rest = s.lows[i + 1 : i + 4]
    following = rest[0] if rest else "."
    first = i - 1 if previous in ("a", "one") else i
    lead = s.lows[first - 1] if first else ""
    if previous in _WHICH_HALF or lead in _WHICH_HALF or previous == "and":
        if previous != "and" or not _earlier_half(s, i):
            return None
    if following in ("a", "an"):
        if rest[1:3] in (["percentage", "point"], ["percent", "point"]):
            return Ratio(first, i + 4, Decimal("0.5"), "pp", "points", None, -1, "ratio.points")
        if rest[1:2] == ["percent"] or rest[1:3] == ["per", "cent"]:
            return Ratio(
                first,
                i + (3 if rest[1] == "percent" else 4),
                Decimal("0.5"),
                "%",
                "percent",
                None,
                -1,
                "ratio.of_a_percent",
            )
        if rest[1:2] == ["point"] and points_context(s, i):
            return Ratio(first, i + 3, Decimal("0.5"), "pp", "points", None, -1, "ratio.points")
        return None
    if following == "of":
        if _of_time(s, i + 2):
            return None
        return Ratio(first, i + 1, Decimal(50), "%", "percent", None, i + 2, "ratio.half")
    if following in ("the", "its", "their", "his", "her", "our", "all", "that", "those", "these", "what"):
        if any(
            low in unit.time_words() or low in ("time", "way", "battle", "story", "price", "fun") for low in rest[1:2]
        ):
            return None
        return Ratio(first, i + 1, Decimal(50), "%", "percent", None, i + 1, "ratio.half")
    if following in _DONE and following != "way" and (i == 0 or s.tags[i - 1] not in "D"):
        return Ratio(first, i + 2, Decimal(50), "%", "percent", None, -1, "ratio.half_done")
    if previous == "," and following == "from" and i > 1:
        return Ratio(first, i + 1, Decimal(50), "%", "percent", None, -1, "ratio.half_bare")
    closed = not rest or s.tags[i + 1] in ".,)I(:"
    if closed and (
        previous in ("by", "nearly", "almost", "over", "about", "roughly") or lead == "by" or _earlier_half(s, i)
    ):
        return Ratio(first, i + 1, Decimal(50), "%", "percent", None, -1, "ratio.half_bare")
    return None


def _of_time(s: Sentence, i: int) -> bool:
    """ "half of the year", "half of 2024", "half of last month", but "half of the first five years' production"."""
    for k in range(i, min(i + 3, len(s.lows))):
        low = s.lows[k]
        if (
            low in unit.time_words()
            or low in ("quarter", "game", "match", "season")
            or (low.isdecimal() and len(low) == 4)
        ):
            return s.lows[k + 1 : k + 2] not in (["'s"], ["’s"], ["'"], ["’"])
        if s.tags[k] not in "DAC":
            return False
    return False


def _earlier_half(s: Sentence, i: int) -> bool:
    """ "half of them on sites and half in industry": the second one follows the first."""
    return any(s.lows[k] == "half" and s.lows[k + 1] in ("of", "the") for k in range(max(0, i - 12), i - 1))


_POINTS_NEAR = frozenset(
    "% percent pct rate rates share growth inflation yield yields margin index gdp basis contributed market turnout unemployment deficit"
    " approval level".split()
)


def points_context(s: Sentence, i: int) -> bool:
    """May "points" at token i be percentage points?"""
    return not _POINTS_NEAR.isdisjoint(s.lows[max(0, i - 24) : i + 24])


def one_in(s: Sentence, first: int, last: int, amount: Decimal) -> Ratio | None:
    """ "one in five", "nine out of ten": the number at [first, last) and the larger one that it is taken from."""
    j = last
    lows, n = s.lows, len(s.lows)
    if amount == 1 and j + 1 < n and s.tags[j] == "N" and lows[j + 1] == "in":
        j += 1  # "one inhabitant in seven"
    if lows[j : j + 2] == ["out", "of"]:
        j += 2
    elif j < n and lows[j] == "in":
        j += 1
    elif lows[j : j + 2] == ["of", "every"]:
        j += 1
    else:
        return None
    if j < n and lows[j] == "every":
        j += 1
    if j >= n:
        return None
    if lows[j] == "a" and j + 1 < n and lows[j + 1] in ("hundred", "thousand"):
        whole, end = Decimal(100 if lows[j + 1] == "hundred" else 1000), j + 2
    elif (value := number.small().get(lows[j])) is not None:
        whole, end = Decimal(value), j + 1
    elif lows[j].isdecimal() and len(lows[j]) < 4 and "of" in lows[last:j]:
        whole, end = Decimal(lows[j]), j + 1
    elif (
        lows[j].isdecimal()
        and len(lows[j]) < 4
        and amount <= 9
        and int(lows[j]) in (3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 25, 50, 100)
    ):
        whole, end = Decimal(lows[j]), j + 1
    else:
        return None
    if not 0 < amount < whole:
        return None
    if end < n and (
        lows[end] in unit.time_words()
        or lows[end] in ("points", "stars", "times", ":", "%", "percent", "per", "million", "billion", "-")
    ):
        return None
    if end < n and unit.at(s, end) is not None:
        return None
    return Ratio(first, end, percent(amount / whole), "%", "percent", None, end, "ratio.one_in")


def words(key: str) -> frozenset[str]:
    """A word list of the numbers file."""
    return lexicon.words("numbers", key)
