"""Shares and factors in words: "every tenth", "one in five", "doubled", "fourfold", "twice the", and the fractions."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from services.extract.core.mentions import count, fraction, hedge, number, unit
from services.extract.core.mentions.fraction import Ratio, share, words
from services.extract.core.sentences import Sentence

# What "in" plus digits may be the whole of: "4 in 10", but not "3 in 2020" or "2 in 37".
_WHOLES = frozenset("3 4 5 6 7 8 9 10 12 15 20 25 50 100".split())
_FEW = 19
_HUNDREDS = frozenset(("10", "100", "1000", "1,000"))
_ROUND = (20, 25, 50, 100, 1000)
_HALVED = frozenset(("halved", "halve", "halving"))


@cache
def starters() -> frozenset[str]:
    """Words at which a ratio may be read."""
    single = (number.pairs(key) for key in ("denominators", "multiples", "double"))
    return frozenset().union(*single, fraction.hyphenated(), _folds(), _HALVED, {"every"})


@cache
def _folds() -> dict[str, int]:
    """ "fourfold", "ten-fold", "hundredfold"."""
    table = {"hundredfold": 100, "hundred-fold": 100, "thousandfold": 1000}
    for word, value in number.small().items():
        if value > 1 and "-" not in word:
            table |= {f"{word}fold": value, f"{word}-fold": value}
    return table


def at(s: Sentence, i: int, before: int) -> Ratio | None:
    """The ratio at token i, or None; `before` is the end of the last mention, which may not be touched."""
    low = s.lows[i]
    if low == "every":
        return _every(s, i)
    if low in _folds():
        return _factor(i, _folds()[low], None, "ratio.fold")
    if (factor := number.pairs("multiples").get(low)) is not None:
        following = _following(s, i)
        if following in ("down", "up", "as") or s.tags[i] == "P":
            return None
        if following == "over" and (i + 2 >= len(s.lows) or s.tags[i + 2] not in "DCA"):
            return None  # "doubled over laughing", but "doubled over the year"
        if low[-1] == "s" and s.words[i][0].isupper() and s.tags[i + 1 : i + 2] in ("V", "B", "N"):
            return None  # "Doubles start at $210": rooms
        return _factor(i, factor, "increase", "ratio.multiplied")
    if low in _HALVED:
        return _factor(i, 2, "decrease", "ratio.halved")
    if (factor := number.pairs("double").get(low)) is not None:
        return _double(s, i, factor)
    return fraction.at(s, i, before)


def _factor(i: int, factor: int, sign: str | None, rule: str) -> Ratio:
    return Ratio(i, i + 1, Decimal(factor), "x", "times", sign, -1, rule)


def _following(s: Sentence, i: int) -> str:
    return s.lows[i + 1] if i + 1 < len(s.lows) else "."


def _every(s: Sentence, i: int) -> Ratio | None:
    """ "every third household", "every second one": a share of one in so many; "every second day" is a rhythm."""
    parts = number.pairs("every").get(_following(s, i))
    if parts is None or i + 2 >= len(s.lows):
        return None
    noun = s.lows[i + 2]
    if noun == "one":
        return share(i, i + 3, Decimal(1) / parts, "ratio.every")
    if noun in unit.time_words() or s.tags[i + 2] not in "NPOA" or noun in ("time", "word", "thing"):
        return None
    return share(i, i + 3, Decimal(1) / parts, "ratio.every", i + 2)


def _double(s: Sentence, i: int, factor: int) -> Ratio | None:
    """ "will double", "double the 1.8 billion", "twice as many as"; not "double room", "twice a week", "twice that"."""
    low, following = s.lows[i], _following(s, i)
    if s.tags[i] == "P" or (following == "-" and i + 2 < len(s.lows)):
        return None
    k = hedge.before(s, i).first  # "aims to more than double"
    previous = s.tags[k - 1] if k else "."
    adverb = previous == "R" and k > 1 and s.tags[k - 2] in "MT"
    verb = low not in ("twice", "thrice") and (previous in "MT" or s.tags[i] == "V" or adverb)
    if verb and following not in ("down", "up", "as", "check"):
        return _factor(i, factor, "increase", "ratio.doubling")
    of_time = following == "the" and i + 2 < len(s.lows) and s.lows[i + 2] in unit.time_words()
    if following in ("as", "the", "what", "its", "their", "last", "more") and not of_time:
        return _factor(i, factor, None, "ratio.twice")
    return None


def money_in(s: Sentence, first: int, last: int, amount: Decimal) -> Ratio | None:
    """ "Sh40 in every Sh100 of tax": the sum whose number is [first, last) as a share of the one behind it."""
    sign = s.words[first - 1]
    if s.lows[last : last + 2] != ["in", "every"] or s.words[last + 2 : last + 3] != [sign]:
        return None
    whole = number.read(s, last + 3, money=True) if last + 3 < len(s.lows) else None
    if whole is None or not 0 < amount < whole.amount:
        return None
    return share(first - 1, whole.last, amount / whole.amount, "ratio.one_in", whole.last)


@cache
def hundredths() -> frozenset[str]:
    """Words of a hundredth of money: "cents"."""
    return words("hundredths")


def cents_in(s: Sentence, last: int, amount: Decimal) -> Ratio | None:
    """ "38 cents in every dollar", "12 pence of each pound": hundredths, whose word is token `last`, of a whole."""
    k = last + (3 if s.lows[last + 1 : last + 3] == ["out", "of"] else 2)
    if k + 1 >= len(s.lows) or s.lows[last + 1] not in ("in", "of", "out") or s.lows[k] not in ("every", "each"):
        return None
    if s.lows[k + 1] not in words("wholes") or not 0 < amount < 100:
        return None
    return share(last - 1, k + 2, amount / 100, "ratio.one_in", k + 3 if s.lows[k + 2 : k + 3] == ["of"] else -1)


def _counted(s: Sentence, i: int) -> bool:
    """Whether a plural stands at token i: "one in 200 births"."""
    return i < len(s.lows) and s.tags[i] == "N" and count.plural(s.lows[i])


def one_in(s: Sentence, first: int, last: int, amount: Decimal) -> Ratio | None:
    """ "one in five", "nine out of ten": the number at [first, last) and the larger one that it is taken from."""
    j = last
    lows, n = s.lows, len(s.lows)
    if amount == 1 and j + 2 < n and lows[j + 1] == "in" and (s.tags[j] == "N" or lows[j + 2] in number.small()):
        j += 1  # "one inhabitant in seven"
    elif (
        amount <= _FEW
        and _counted(s, j)
        and lows[j] not in count.words("not_counted")
        and lows[j + 1 : j + 3] == ["out", "of"]
        and j + 3 < n
    ):
        j += lows[j + 3] in number.small() or lows[j + 3] in _HUNDREDS  # "seven passengers out of ten"
    if lows[j : j + 2] == ["out", "of"]:
        j += 2
    elif (j < n and lows[j] == "in") or lows[j : j + 2] == ["of", "every"]:
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
    elif (
        lows[j].isdecimal()
        and len(lows[j]) < 4
        and ("of" in lows[last:j] or (amount <= 9 and lows[j] in _WHOLES) or (amount == 1 and _counted(s, j + 1)))
    ):
        whole, end = Decimal(lows[j]), j + 1
    else:
        return None
    if not 0 < amount < whole or (amount > _FEW and whole not in _ROUND):
        return None  # "180 out of 244" are two counts
    if end < n and (lows[end] in unit.time_words() or lows[end] in words("no_one_in") or unit.at(s, end) is not None):
        return None
    return share(first, end, amount / whole, "ratio.one_in", end)
