"""Which country's money a shared name or symbol means: the article's own, or the one that its words show."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from services.extract.core import lexicon
from services.extract.core.mentions import currencies
from services.extract.core.model import Document

_WORD = re.compile(r"[^\W\d_]{2,}")
# The letters first, what stands before them after that: letters to begin with are searched for many times faster.
_IN_DOLLARS = re.compile(r"in(?<!\win) (?:the )?([A-Z][a-z]+(?: [A-Z][a-z]+)?) dollars\b")
_STATED = re.compile(r"(?i)\b(?:amounts|figures|sums|values|prices|numbers|references)\b[^.]*$")
_BACK = 90  # characters of a note of the kind "All amounts are in … dollars" before its currency


@cache
def _homes() -> dict[str, str]:
    """Telling word -> country."""
    table: dict[str, str] = {}
    for line in lexicon.table("currencies")["homes"].strip().splitlines():
        country, _, words = line.partition(": ")
        table |= dict.fromkeys(words.split(), country)
    return table


def declared(text: str) -> str | None:
    """The country whose dollars an article says that its amounts are in: "All amounts are in Australian dollars"."""
    if " dollars" not in text:
        return None
    for m in _IN_DOLLARS.finditer(text):
        codes = currencies.adjectives().get(m[1].lower().replace(" ", "-"), ())
        if codes and _STATED.search(text, max(0, m.start() - _BACK), m.start()):
            homes = currencies.shared()["$"]
            return next((country for country, code in homes.items() if code in codes), None)
    return None


def _tells(low: str) -> tuple[str, ...]:
    """The countries that a word shows."""
    homes = _homes()
    parts = (low,) if low.isalpha() else _WORD.findall(low)
    return tuple([homes[part] for part in parts if part in homes])


def shown(doc: Document) -> dict[str, int]:
    """How often the article shows each country; the first shown comes first. Found once."""
    kept: dict[str, int] | None = doc.memo.get("countries")
    if kept is None:
        counts: dict[str, int] = {}
        for s in doc.sentences:
            for form in s.lexemes:
                countries = form.countries
                if countries is None:
                    countries = form.countries = _tells(form.low)
                for country in countries:
                    counts[country] = counts.get(country, 0) + 1
        kept = doc.memo["countries"] = counts
    return kept


def among(doc: Document, countries: Iterable[str]) -> str | None:
    """The one of these countries that the article shows most, or None where it shows none of them."""
    counts, possible = shown(doc), set(countries)
    best = [country for country in counts if country in possible]
    return max(best, key=lambda country: counts[country]) if best else None
