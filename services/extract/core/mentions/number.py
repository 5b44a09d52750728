"""Numbers as they stand in a text: digits with any grouping, words, both mixed, and the words that scale them.

`read(s, i, ...)` gives the number that begins at token i, or None. It decides the value and nothing else: whether a
number is a fact's value ("2018", "Article 14") is asked later, with its surroundings in view.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache, lru_cache

from services.extract.core import lexicon
from services.extract.core.mentions import unit
from services.extract.core.sentences import Sentence

_LONGEST = 22  # digits and separators of the longest number worth reading
_MOST = Decimal(10) ** 21
_AND_A_HALF = "-and-a-half"
_ONLY_METRES = frozenset("of x - ² penalty kick putt shot volley drive throw sprint final finals race".split())
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")
_INDIAN = re.compile(r"[1-9]\d{0,2}(?:,\d{2})+,\d{3}(?:\.\d+)?")
_BLANKS = re.compile(r"[1-9]\d{0,2}(?:[\u00a0\u2009\u202f\u2007 '’]\d{3})+(?:[.,]\d+)?")
_POINTS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3}){2,}(?:,\d+)?|[1-9]\d{0,2}(?:\.\d{3})+,\d+")
_COMMA = re.compile(r"(?:0|[1-9]\d*),\d{1,2}|0,\d+")
_DECIMAL = re.compile(r"(?:0|[1-9]\d*)\.\d+")
_ONE_POINT = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_CONTINENTAL = re.compile(
    r"(?<![\d.,])\d{1,3}(?:(?:\.\d{3}){2,}(?![\d.])|\.\d{3},\d)|(?<![\d.,])\d{1,3},\d{1,2} ?(?:%|per ?cent|m[il])"
)
_BLANK = str.maketrans("", "", "\u00a0\u2009\u202f\u2007 '’")


class Number:
    """Tokens [first, last) and what they amount to."""

    __slots__ = ("amount", "first", "form", "last", "rest", "scale")

    def __init__(self, first: int, last: int, amount: Decimal, form: str, scale: int, rest: Decimal) -> None:
        self.first, self.last, self.amount = first, last, amount
        self.form = form  # plain | grouped | decimal | words | article ("a million")
        self.scale = scale  # what scale words multiplied it by; 1 where there are none
        self.rest = rest  # the amount without that scale


@cache
def small() -> dict[str, int]:
    """Words below one hundred, hyphenated compounds included."""
    table = pairs("ones") | pairs("teens") | pairs("tens")
    for ten, tens in pairs("tens").items():
        table |= {f"{ten}-{one}": tens + ones for one, ones in pairs("ones").items()}
    return table


@cache
def pairs(key: str) -> dict[str, int]:
    """A table of "word value" pairs of the numbers file."""
    words = lexicon.table("numbers")[key].split()
    return {word: int(value) for word, value in zip(words[::2], words[1::2], strict=True)}


@cache
def scales() -> dict[str, int]:
    """Everything that scales wherever it stands behind a number."""
    return pairs("scales") | pairs("short_scales")


@cache
def vulgar() -> dict[str, Decimal]:
    """Fractions that are one character."""
    words = lexicon.table("numbers")["vulgar"].split()
    return {word: Decimal(value) for word, value in zip(words[::2], words[1::2], strict=True)}


@cache
def starters() -> frozenset[str]:
    """Words that may begin a number."""
    halves = frozenset(one + _AND_A_HALF for one in pairs("ones"))
    return frozenset(small()) | halves | {"half", "quarter", "quarters", "three-quarters"} | frozenset(vulgar())


@cache
def _lengths() -> frozenset[str]:
    return lexicon.words("numbers", "lengths")


@lru_cache(maxsize=8)
def continental(text: str) -> bool:
    """Does the article group digits by points or set decimals behind a comma?"""
    return _CONTINENTAL.search(text) is not None


def digits(word: str, text: str) -> tuple[Decimal, str] | None:
    """A token that begins with a digit as (value, form), or None for dates, sections and what is too long."""
    if word.isdecimal():
        if len(word) > _LONGEST or (word[0] == "0" and len(word) > 1):
            return None
        return Decimal(word), "plain"
    if len(word) > _LONGEST:
        return None
    if _DECIMAL.fullmatch(word):
        if _ONE_POINT.fullmatch(word) and continental(text):
            return Decimal(word.replace(".", "")), "grouped"
        return Decimal(word), "decimal"
    if _GROUPED.fullmatch(word) or _INDIAN.fullmatch(word):
        return Decimal(word.replace(",", "")), "grouped"
    if _BLANKS.fullmatch(word):
        return Decimal(word.translate(_BLANK).replace(",", ".")), "grouped"
    if _POINTS.fullmatch(word):
        return Decimal(word.replace(".", "").replace(",", ".")), "grouped"
    if _COMMA.fullmatch(word):
        return Decimal(word.replace(",", ".")), "decimal"
    return None


def read(s: Sentence, i: int, *, money: bool) -> Number | None:
    """The number that begins at token i; beside a currency also "m", "b" and "k" scale."""
    word = s.words[i]
    if word[0].isdecimal():
        found = digits(word, s.text)
        if found is None:
            return None
        value, form = found
        last = i + 1
        if last < len(s.words) and (part := vulgar().get(s.words[last])) is not None and form == "plain":
            value, form, last = value + part, "decimal", last + 1
    else:
        spelled = _words(s.lows, i)
        if spelled is None:
            return None
        value, last, form = spelled
    return _scaled(s, Number(i, last, value, form, 1, value), money)


def _words(lows: list[str], i: int) -> tuple[Decimal, int, str] | None:
    """Words as (value, end, form): "twenty-five", "one hundred and twenty", "two and a half", "half a", "a"."""
    n = len(lows)
    low = lows[i]
    following = lows[i + 1] if i + 1 < n else ""
    if low == "half":
        if following in ("a", "an") and i + 2 < n and lows[i + 2] in scales() and lows[i + 2] != "hundred":
            return Decimal("0.5"), i + 2, "words"
        return None
    if low in ("a", "an"):
        return (Decimal(1), i + 1, "article") if following in pairs("scales") and following[-1] != "s" else None
    if (part := vulgar().get(low)) is not None:
        return part, i + 1, "decimal"
    if low in ("quarter", "quarters", "three-quarters"):
        return _quarters(lows, i)
    if low.endswith(_AND_A_HALF) and (whole := small().get(low[: -len(_AND_A_HALF)])) is not None:
        return whole + Decimal("0.5"), i + 1, "words"
    known = small()
    value = known.get(low)
    if value is None:
        return None
    j = i + 1
    if 20 <= value < 100 and value % 10 == 0 and 0 < known.get(following, 99) < 10:  # "twenty five"
        value, j = value + known[following], j + 1
    total, form = Decimal(value), "words"
    if lows[j : j + 1] == ["hundred"] and value < 100:
        total, j = total * 100, j + 1
        k = j + 1 if lows[j : j + 1] == ["and"] else j
        more = known.get(lows[k]) if k < n else None
        if more is not None and k + 1 <= n:
            total, j = total + more, k + 1
            if more % 10 == 0 and more >= 20 and j < n and 0 < known.get(lows[j], 99) < 10:
                total, j = total + known[lows[j]], j + 1
    if lows[j : j + 3] == ["and", "a", "half"]:
        total, j = total + Decimal("0.5"), j + 3
    elif lows[j : j + 3] == ["and", "a", "quarter"]:
        total, j = total + Decimal("0.25"), j + 3
    elif lows[j : j + 2] == ["and", "three-quarters"]:
        total, j = total + Decimal("0.75"), j + 2
    elif lows[j : j + 1] == ["point"] and j + 1 < n and 0 <= known.get(lows[j + 1], 99) < 10:  # "two point five"
        total, j = total + Decimal(known[lows[j + 1]]) / 10, j + 2
    return total, j, form


def _quarters(lows: list[str], i: int) -> tuple[Decimal, int, str] | None:
    """ "a quarter of a million", "three quarters of a billion": read at "quarter", whose numerator stands before it."""
    if lows[i + 1 : i + 3] != ["of", "a"] or i + 3 >= len(lows) or lows[i + 3] not in pairs("scales"):
        return None
    three = lows[i] == "three-quarters" or (i > 0 and lows[i - 1] == "three")
    return Decimal("0.75" if three else "0.25"), i + 3, "words"


def _scaled(s: Sentence, number: Number, money: bool, groups: int = 3) -> Number | None:
    """The number with the scale words behind it; for words, further groups as well ("two thousand three hundred")."""
    lows, n = s.lows, len(s.lows)
    first, j, value, form = number.first, number.last, number.amount, number.form
    scale = 1
    while j < n and scale < 10**18:
        low, at = lows[j], j
        if low in ("-", "‑") and j + 1 < n and s.starts[j] == s.ends[j - 1] and s.starts[j + 1] == s.ends[j]:
            low, at = lows[j + 1], j + 1  # "$1.2-billion"
        factor = scales().get(low)
        if factor is None:
            glued = at == j and s.starts[j] == s.ends[j - 1]
            if (
                scale == 1
                and (glued or money)
                and form not in ("words", "article")
                and s.starts[j] - s.ends[j - 1] <= 1
            ):
                factor = _letter(s, j, money, glued)
            if factor is None and scale == 1 and money and at > j and low == "cr":  # "a ₹312-cr. unit"
                factor = pairs("letter_scales")[low]
            if factor is None:
                break
        elif (low == "mil" and not money) or (low == "dozen" and form not in ("words", "article", "plain")):
            break
        scale *= factor
        j = at + 1
        if (
            low[-1] != "."
            and j < n
            and lows[j] == "."
            and (low in pairs("short_scales") or low == "cr")
            and j + 1 < n
            and s.tags[j + 1] != "."
        ):
            j += 1  # "5 bln. tenge"
    if form == "article" and scale == 1:
        return None
    rest = value
    if scale > 1:
        value *= scale
        if lows[j : j + 3] == ["and", "a", "half"]:  # "a million and a half"
            value, j = value + Decimal(scale) / 2, j + 3
        elif form == "words" and j < n and scale >= 1000 and groups:  # "two thousand three hundred"
            more = _words(lows, j) if lows[j] in small() else None
            if more is not None and more[0] >= 1:
                tail = _scaled(s, Number(j, more[1], more[0], "words", 1, more[0]), money, groups - 1)
                if tail is not None and tail.amount < scale:
                    value, j = value + tail.amount, tail.last
    if value > _MOST:
        return None
    return Number(first, j, value, form, scale, rest)


def _letter(s: Sentence, j: int, money: bool, glued: bool) -> int | None:
    """What "m", "b", "k", "t", "cr" behind a number multiply it by, if they do."""
    low = s.lows[j]
    factor = pairs("letter_scales").get(low)
    if factor is None:
        return None
    if money:
        return factor
    following = s.lows[j + 1] if j + 1 < len(s.lows) else "."
    tag = s.tags[j + 1] if j + 1 < len(s.tags) else "."
    if low == "k" and glued:
        model = s.words[j] == "K" and len(s.words[j - 1]) < 2 and tag not in "N"
        return factor if following not in ("run", "race", "runs") and not model else None
    if low == "m" and glued:  # "12m passengers", "from 1.2m to 2m", but "12m long", "12m of cable", "a depth of 30m"
        if following in _lengths() or following in _ONLY_METRES:
            return None
        if "," in s.words[j - 1]:
            return None  # "11,800m were drilled": nobody groups millions
        if (tag in "NAPGW" and following.endswith("s")) or (len(following) > 2 and unit.single(following)):
            return factor  # "3.2m teu"
        return factor if _lengths().isdisjoint(s.lows[max(0, j - 12) : j + 8]) else None
    return None
