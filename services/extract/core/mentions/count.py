"""Counted things: the noun phrase behind a number, and which nouns an analyst would not count."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from services.extract.core import lexicon
from services.extract.core.sentences import Sentence

_FURTHEST = 8  # tokens from a number to the noun that it counts
_RATED = frozenset("mw gw kw kv mva kva mwe mwp megawatt gigawatt kilowatt horsepower hp".split())
MARKS = frozenset("GDKT")  # of a generation or a size: "5G", "3D", "4K"


@cache
def words(key: str) -> frozenset[str]:
    """A word list of the counted-things file."""
    return lexicon.words("counted", key)


def plural(low: str) -> bool:
    """Does the word look like the plural of a noun?"""
    if low in words("plurals"):
        return True
    return (
        len(low) > 3 and low[-1] == "s" and low[-2] not in "su" and low[-2:] != "is" and low not in words("singulars")
    )


def noun(s: Sentence, i: int) -> tuple[int, int] | None:
    """Tokens [first, last) of the plural noun phrase that begins at token i: "mainline diesel locomotives"."""
    last = _head(s, i)
    if last <= i:
        return None
    if s.tags[last - 1] != "P" or s.words[last - 1] != "s":
        last = _tail(s, last)
    first = i + 1 if s.lows[i] in ("more", "such", "-") and i + 1 < last else i
    return first, last


def _head(s: Sentence, i: int) -> int:
    """The end of the first plural noun of the phrase, over adjectives, names and nouns; -1 where there is none."""
    tags, lows, n = s.tags, s.lows, len(s.lows)
    j, end = i, min(n, i + _FURTHEST)
    while j < end:
        tag, low = tags[j], lows[j]
        if tag in "NPG" or (tag == "V" and plural(low) and j > i):
            if low in words("alike") and tag == "N":
                return j + 1
            # A name counts where it is itself a plural ("A321neos").
            if tag != "G" and plural(low) and (tag != "P" or s.words[j][-1] == "s" or low in words("plurals")):
                return j + 1
        elif tag == "V" and j > i and tags[j - 1] in "AN" and tags[j + 1 : j + 2] == "N":
            pass  # "18 electric straddle carriers"
        elif tag in "AXWR" or (tag == "Q" and low in words("additions")):
            if low in ("than", "up", "down") or low in words("comparing" if j == i else "levels"):
                return -1
            if lows[j : j + 2] == ["more", "than"]:
                return -1
        elif tag == "C" and s.words[j][0].isdigit():
            if j == i and lows[j + 1 : j + 2] == ["-"] and j + 2 < n and s.words[j + 2][0].isalpha():
                j += 2  # "two 50-MW units"
            elif j == i and j + 2 < n and s.words[j + 1] in MARKS and s.starts[j + 1] == s.ends[j]:
                j += 1  # "600 5G masts"
            elif j == i and j + 2 < n and lows[j + 1] in _RATED and tags[i - 1 : i] == "C" and lows[i - 1][0].isalpha():
                j += 1  # "two 200 MW units"
            elif j == i or tags[j - 1] != "P":
                return -1  # but "20 Boeing 737 jets"
            elif lows[j + 1 : j + 2] == ["s"] and s.starts[j + 1] == s.ends[j]:
                return j + 2  # "44 Boeing 737s"
        elif tag == "(" and tags[j + 1 : j + 3] == "P)" and tags[j - 1] == "N":
            j += 2  # "four liquefied gas (LPG) tankers"
        elif not _joins(s, i, j) and not (low == "such" and j == i):
            return -1
        j += 1
    return -1


def _joins(s: Sentence, i: int, j: int) -> bool:
    """May the token stand inside the phrase: a hyphen, "and" between modifiers, a number in words?"""
    tag, low, n = s.tags[j], s.lows[j], len(s.lows)
    following = s.tags[j + 1] if j + 1 < n else "."
    if tag == "J":  # "oil and gas projects"
        pair = "ANGP" if j > i and s.tags[j - 1] == "P" else "ANG"  # "five Czech and Polish makers"
        return j > i and low in ("and", "or", "&") and following in pair
    if tag == "-" or (low == "/" and following in "NAPG"):  # "roll-on/roll-off ferries"
        return j > i and j + 1 < n and s.starts[j] == s.ends[j - 1] and s.starts[j + 1] == s.ends[j]
    return tag in "CZ" and low[0].isalpha() and low != "one"


def _tail(s: Sentence, last: int) -> int:
    """Further nouns behind the first plural: "sports centres", "children's homes"."""
    tags, lows, n = s.tags, s.lows, len(s.lows)
    while last < n:
        if tags[last] == "N" and plural(lows[last]) and lows[last] not in words("plurals"):
            last += 1
        elif tags[last] == "E" and last + 1 < n and tags[last + 1] == "N":
            last += 2
        else:
            break
    return last


def extended(s: Sentence, last: int) -> int:
    """The end of a noun phrase with its "of" part: "items of clothing", "head of cattle", "sheep and goats"."""
    lows, tags, n = s.lows, s.tags, len(s.lows)
    if last + 1 < n and lows[last] == "of" and tags[last + 1] in "NAGP" and lows[last + 1] not in ("them", "which"):
        end = phrase(s, last + 1)
        if end > last + 1:
            return end
    if last + 1 < n and lows[last] == "and" and tags[last + 1] == "N" and plural(lows[last + 1]):
        after = tags[last + 2] if last + 2 < n else "."
        if after in ".,ITDB)":
            return last + 2
    return last


def phrase(s: Sentence, i: int) -> int:
    """The end of the noun phrase that begins at token i, one coordination included; i itself where there is none."""
    tags, lows, n = s.tags, s.lows, len(s.lows)
    j, end = i, i
    while j < n and j - i < 9:
        tag = tags[j]
        if tag in "NP" or (tag == "G" and j > i and tags[j - 1] in "N"):
            end = j = j + 1
        elif tag in "ADXWQE" or (tag == "G" and end == i) or (tag == "R" and end == i):
            if end > i and tag in "DQ":
                break
            if tag == "W" and end > i:
                break
            j += 1
        elif tag == "J" and end == j and j + 1 < n and tags[j + 1] in "NA" and lows[j] in ("and", "or", "&"):
            k = j + 1
            while k < n and tags[k] in "A":
                k += 1
            after = tags[k + 1] if k + 1 < n else "."
            if k < n and tags[k] == "N" and after not in "CVWMB":
                j += 1
            else:
                break
        else:
            break
    return end


def counts(s: Sentence, first: int, head: int, amount: Decimal, spelled: bool) -> bool:
    """Would an analyst count it? Small numbers in words are mostly rhetoric beside pointing words and worn nouns."""
    low = s.lows[head]
    if low in words("not_counted") and amount < 1000 and s.lows[head - 1] not in words("before_not_counted"):
        return False
    if amount <= 1 or low in words("never_counted"):
        return False
    previous = s.lows[first - 1] if first else ""
    if s.words[first + 1 : first + 2] == ["Cent"]:
        return False  # a singer, not a number of plays
    if previous == "of" and first > 2:
        out = s.lows[first - 2] == "out"
        if s.lows[first - 3 if out else first - 2] in words("places" if out else "ordinals"):
            return False  # "41st out of 60 runners", "12th of 40 teams"
    if previous in words("sequence") and (spelled or amount < 20):
        return previous in ("other",) and s.lows[first - 2 : first - 1] != ["the"]
    if spelled and amount <= 12:
        if previous == "all" and s.tags[head + 1 : head + 2] in ("B", "M", "H"):
            opens = first < 2 or s.tags[first - 2] in 'S":' or s.lows[first - 2] == "once"
            return opens and not told(s, first, head)  # "When all six new lines are running"
        if previous in words("pointing"):
            return first > 2 and s.lows[first - 2] == "of" and s.tags[first - 3] == "C" and s.lows[first - 3] != "one"
        if told(s, first, head):
            return False
    return True


def told(s: Sentence, first: int, head: int) -> bool:
    """Does somebody tell of himself around the tokens [first, head)?"""
    return not _SPEAKER.isdisjoint(s.lows[max(0, first - 20) : head + 20])


_SPEAKER = frozenset(("i", "me", "my", "myself", "you", "your"))
