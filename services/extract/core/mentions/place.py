"""What is a place: countries, demonyms, cities, and names that end in a word of the map ("Turkestan Region").

All forms are folded; names of several words are joined by blanks.
"""

from __future__ import annotations

from functools import cache

from services.extract.core import lexicon
from services.extract.core.sentences import Sentence

LONGEST = 4  # tokens of the longest place name that is looked up


@cache
def countries() -> frozenset[str]:
    """Countries and territories."""
    return frozenset(word.replace("_", " ") for word in lexicon.words("places", "countries"))


@cache
def cities() -> frozenset[str]:
    """Cities and towns."""
    return frozenset(word.replace("_", " ") for word in lexicon.words("places", "cities"))


@cache
def states() -> frozenset[str]:
    """States, provinces and regions that are known by name."""
    return frozenset(word.replace("_", " ") for word in lexicon.words("places", "states"))


@cache
def _gazetteer() -> frozenset[str]:
    return countries() | cities() | states()


@cache
def demonyms() -> frozenset[str]:
    """Adjectives of countries and parts of the world ("Kenyan")."""
    return lexicon.words("places", "demonyms")


@cache
def regions() -> frozenset[str]:
    """Nouns that end the name of a region or district."""
    return lexicon.words("places", "regions")


@cache
def _roads() -> frozenset[str]:
    """Features that are places and never organisations."""
    return lexicon.words("places", "roads")


@cache
def features() -> frozenset[str]:
    """Nouns of streets, buildings, prizes: a person's name before one is no person."""
    return lexicon.words("places", "features")


def place_at(s: Sentence, first: int, last: int) -> int:
    """The end of the longest place name that starts at a token and ends before `last`; the token itself if none."""
    gazetteer, lows = _gazetteer(), s.lows
    for end in range(min(last, first + LONGEST), first, -1):
        if " ".join(lows[first:end]) in gazetteer:
            if end < last and lows[end] in regions():
                return end + 1
            return end
    return first


def is_place(s: Sentence, first: int, last: int) -> bool:
    """Whether tokens [first, last) name a place as a whole."""
    low = s.lows[last - 1]
    if last - first == 1:
        return low in _gazetteer() or low in regions()
    if low in regions() or low in _roads():
        return True
    return last - first <= LONGEST and " ".join(s.lows[first:last]) in _gazetteer()
