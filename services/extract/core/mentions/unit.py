"""Units of measurement behind a number, rates ("a year", "t/y", "annually") and the words that make durations."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import NamedTuple

from services.extract.core import lexicon
from services.extract.core.mentions.phrases import Phrases
from services.extract.core.sentences import Sentence


class Unit(NamedTuple):
    """What a spelling stands for: the guide's symbol, what turns the spelling into it, and a rate if it has one."""

    symbol: str
    family: str
    factor: Decimal
    per: str | None = None


def _entries(key: str) -> list[tuple[str, Unit]]:
    entries = []
    for line in lexicon.table("units")[key].strip().splitlines():
        head, _, spellings = line.partition(": ")
        symbol, family, factor, *per = head.split()
        unit = Unit(symbol, family, Decimal(factor), per[0] if per else None)
        entries += [(spelling.strip(), unit) for spelling in spellings.split(",")]
    return entries


@cache
def _units() -> Phrases[Unit]:
    return Phrases(_entries("units") + _entries("rates"))


@cache
def _cased() -> dict[str, Unit]:
    return dict(_entries("cased"))


@cache
def periods() -> dict[str, str]:
    """Word -> the period of a rate."""
    words = lexicon.table("units")["periods"].split()
    return {k: v for k, v in zip(words[::2], words[1::2], strict=True) if v in _PERIODS}


_PERIODS = frozenset(("year", "quarter", "month", "week", "day", "hour"))
ADVERBS = {
    "annually": "year", "yearly": "year", "monthly": "month", "weekly": "week", "daily": "day", "hourly": "hour",
    "quarterly": "quarter", "p.a.": "year", "p.a": "year", "pa": "year",
}  # fmt: skip
ADJECTIVES = ADVERBS | {"annual": "year"}
_KINDS_OF_DAY = frozenset("stream calendar working operating business trading week".split())
_AMBIGUOUS = frozenset(
    (
        "m",
        "t",
        "l",
        "g",
        "w",
        "ft",
        "in",
        "mb",
        "gal",
        "foot",
        "sm",
        "sf",
        "kb",
        "wh",
        "tb",
        "pb",
        "gb",
        "ct",
        "mi",
        "cf",
    )
)


def at(s: Sentence, i: int, compound: bool = False) -> tuple[int, Unit] | None:
    """(end, unit) of the unit that begins at token i; footnote digits glued to it are passed over."""
    word = s.words[i]
    found = _cased().get(word)
    if found is not None:
        return i + 1, found
    low = s.lows[i]
    hit = _units().at(s, i)
    if hit is None:
        if low[-1].isdecimal() and low[:-1] in _units() and not low[:-1].isdecimal():  # "tonnes2"
            plain = single(low[:-1])
            return (i + 1, plain) if plain is not None else None
        return None
    end, unit = hit
    if low == "in" or (low == "foot" and not compound):
        return None
    if end == i + 1 and low in _AMBIGUOUS and len(low) <= 2 and not _letters(s, i, low):
        return None
    return end, unit


def joined(s: Sentence, i: int) -> tuple[int, Unit] | None:
    """A unit with its rate in one word, as after "7.2-million-": "tonne-a-year", "barrel-per-day"."""
    for lead in ("-a-", "-an-", "-per-"):
        head, found, tail = s.lows[i].partition(lead)
        if found and (base := single(head)) is not None and (period := periods().get(tail)) is not None:
            return i + 1, base._replace(per=period)
    return None


def named(symbol: str) -> Unit:
    """The unit of a spelling that is known to be one."""
    return _singles()[symbol]


def single(low: str) -> Unit | None:
    """The unit that one word spells."""
    return _singles().get(low)


@cache
def _singles() -> dict[str, Unit]:
    return dict(_entries("units"))


def _letters(s: Sentence, i: int, low: str) -> bool:
    """May one or two letters be a unit here: close to the number and not in the middle of a word of their own."""
    if s.starts[i] - s.ends[i - 1] > 1:
        return False
    if i + 1 < len(s.words) and s.words[i + 1] in ("'", "’", "&") and s.starts[i + 1] == s.ends[i]:
        return False
    return s.words[i].islower() or low in ("l", "w", "t", "gb", "tb")


def rate(s: Sentence, i: int) -> tuple[int, str] | None:
    """(end, period) of a rate that begins at token i: "a year", "per day", "/month", "annually", "each year"."""
    n = len(s.lows)
    if i >= n:
        return None
    low = s.lows[i]
    if low in ADVERBS:
        return i + 1, ADVERBS[low]
    if low in ("a", "an", "per", "each", "every", "/"):
        if i + 1 < n and (period := periods().get(s.lows[i + 1])) is not None:
            if low in ("a", "an", "each", "every") and len(s.lows[i + 1]) < 3:
                return None
            if i + 2 < n and s.lows[i + 2] in ("ago", "earlier", "before", "later", "ahead", "old"):
                return None
            return i + 2, period
        if s.lows[i + 1 : i + 2] != [] and s.lows[i + 1] in _KINDS_OF_DAY and s.lows[i + 2 : i + 3] == ["day"]:
            return i + 3, "day"  # "barrels per stream day"
        return None
    if low == "-" and i + 1 < n and s.starts[i + 1] == s.ends[i]:  # "35,000-ton-a-year", "tonnes-per-day"
        tail = s.lows[i + 1]
        for lead in ("a-", "an-", "per-"):
            if tail.startswith(lead) and (period := periods().get(tail[len(lead) :])) is not None:
                return i + 2, period
        if (
            tail in ("a", "an", "per")
            and i + 3 < n
            and s.lows[i + 2] == "-"
            and (period := periods().get(s.lows[i + 3]))
        ):
            return i + 4, period
    return None


def rate_before(s: Sentence, i: int) -> str | None:
    """The period of an adjective or adverb right before token i: "a daily six", "an annual 240 GWh"."""
    return ADJECTIVES.get(s.lows[i - 1]) if i > 0 else None


@cache
def time_words() -> frozenset[str]:
    """Words that make a duration, an age or a clock time of the number before them."""
    return lexicon.words("units", "time_words")


@cache
def no_quantities() -> frozenset[str]:
    """Degrees, coordinates, minute marks."""
    return lexicon.words("units", "no_quantities")


@cache
def adjectives() -> frozenset[str]:
    """What may stand between a number and its unit."""
    return lexicon.words("units", "adjectives")


@cache
def price_nouns() -> frozenset[str]:
    """Nouns that a price is given for."""
    return lexicon.words("units", "price_nouns")
