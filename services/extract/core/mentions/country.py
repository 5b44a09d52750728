"""Which country's money a shared name or symbol means: the article's own, or the one that its words show."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache, lru_cache

from services.extract.core import lexicon

_WORD = re.compile(r"[^\W\d_]{2,}")


@cache
def _homes() -> dict[str, str]:
    """Telling word -> country."""
    table: dict[str, str] = {}
    for line in lexicon.table("currencies")["homes"].strip().splitlines():
        country, _, words = line.partition(": ")
        table |= dict.fromkeys(words.split(), country)
    return table


@lru_cache(maxsize=8)
def shown(text: str) -> dict[str, int]:
    """How often the article shows each country; the first shown comes first."""
    homes = _homes()
    return dict(Counter([homes[low] for word in _WORD.findall(text) if (low := word.lower()) in homes]))


def among(text: str, countries: Iterable[str]) -> str | None:
    """The one of these countries that the article shows most, or None where it shows none of them."""
    counts, possible = shown(text), set(countries)
    best = [country for country in counts if country in possible]
    return max(best, key=lambda country: counts[country]) if best else None
