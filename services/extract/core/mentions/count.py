"""Counted things: the noun phrase behind a number, and which nouns an analyst would not count."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from services.extract.core import lexicon
from services.extract.core.sentences import Sentence

_FURTHEST = 8  # tokens from a number to the noun that it counts


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
    tags, lows, n = s.tags, s.lows, len(s.lows)
    j, last = i, -1
    end = min(n, i + _FURTHEST)
    while j < end:
        tag, low = tags[j], lows[j]
        if last > 0:
            if tag == "N" and plural(low) and low not in words("plurals"):
                last = j + 1  # "sports centres"
            elif tag == "E" and j + 1 < n and tags[j + 1] in "NA":
                pass  # "children's homes"
            elif tag == "N" and tags[j - 1] == "E":
                last = j + 1
            else:
                break
        elif tag in "NPG" or (tag in "vV" and plural(low) and j > i):
            if plural(low) and (tag != "P" or s.words[j][-1] == "s" or low in words("plurals")) and not (tag == "G"):
                last = j + 1
        elif tag in "AXWR" or (
            tag == "Q" and low in ("other", "more", "such", "various", "different", "new", "separate", "additional")
        ):
            if low in ("than", "up", "down", "above", "below") or (
                j == i and low in ("earlier", "later", "higher", "lower", "ago")
            ):
                return None
            if low == "more" and j + 1 < n and lows[j + 1] == "than":
                return None
        elif tag == "J" and low in ("and", "or", "&") and j > i and j + 1 < n and tags[j + 1] in "ANG":
            pass  # "oil and gas projects"
        elif tag == "C" and s.words[j][0].isdigit():
            if j == i and j + 2 < n and lows[j + 1] == "-" and s.words[j + 2][0].isalpha():
                j += 3  # "two 50-MW units"
                continue
            if j == i or tags[j - 1] != "P":
                break  # but "20 Boeing 737 jets"
            if lows[j + 1 : j + 2] == ["s"] and s.starts[j + 1] == s.ends[j]:
                last = j + 2  # "44 Boeing 737s"
                break
        elif (tag == "-" and j + 1 < n and s.starts[j] == s.ends[j - 1] and s.starts[j + 1] == s.ends[j]) or (
            tag in "CZ" and s.words[j][0].isalpha() and low not in ("one",)
        ):
            pass
        elif tag == "U" or tag not in "C":
            break
        j += 1
    if last < 0:
        return None
    first = i
    while first < last - 1 and lows[first] in ("more", "other", "new", "such", "-"):
        first += 1
    return (first if lows[i] in ("more", "-") else i), last


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
    if low in words("not_counted") and amount < 1000:
        return False
    if amount <= 1:
        return False
    previous = s.lows[first - 1] if first else ""
    if previous in words("sequence") and (spelled or amount < 20):
        return previous in ("other",) and s.lows[first - 2 : first - 1] != ["the"]
    if spelled and amount <= 12:
        if previous in words("pointing"):
            return False
        if not _SPEAKER.isdisjoint(s.lows[max(0, first - 20) : head + 20]):
            return False
    return True


_SPEAKER = frozenset(("i", "me", "my", "myself", "you", "your", "mine"))
