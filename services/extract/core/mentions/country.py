"""Which country's money a shared name or symbol means: the article's own, or the one that its words show."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from services.extract.core import lexicon
from services.extract.core.model import Document

_WORD = re.compile(r"[^\W\d_]{2,}")


@cache
def _homes() -> dict[str, str]:
    """Telling word -> country."""
    table: dict[str, str] = {}
    for line in lexicon.table("currencies")["homes"].strip().splitlines():
        country, _, words = line.partition(": ")
        table |= dict.fromkeys(words.split(), country)
    return table


def shown(doc: Document) -> dict[str, int]:
    """How often the article shows each country; the first shown comes first. Found once."""
    kept: dict[str, int] | None = doc.memo.get("countries")
    if kept is None:
        homes = _homes()
        counts: dict[str, int] = {}
        for s in doc.sentences:
            for low in s.lows:
                parts = (low,) if low.isalpha() else _WORD.findall(low)
                for country in [homes[part] for part in parts if part in homes]:
                    counts[country] = counts.get(country, 0) + 1
        kept = doc.memo["countries"] = counts
    return kept


def among(doc: Document, countries: Iterable[str]) -> str | None:
    """The one of these countries that the article shows most, or None where it shows none of them."""
    counts, possible = shown(doc), set(countries)
    best = [country for country in counts if country in possible]
    return max(best, key=lambda country: counts[country]) if best else None
