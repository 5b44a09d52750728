"""Lettered signs of money that stand before an amount: "KZT 82.5 bln", "R1.3 billion", "Rp 500"."""

from __future__ import annotations

from functools import cache

from services.extract.core import lexicon

# Codes and letters that are words, labels or units as well.
_AMBIGUOUS = frozenset("ALL TOP E M Q P D L MT BD Le Ar Re Nu".split())


@cache
def currency_marks() -> frozenset[str]:
    """Codes and lettered symbols of currencies, as they are written."""
    table = lexicon.table("currencies")
    symbols = [word for line in table["symbols"].strip().splitlines() for word in line.split()[1:]]
    codes = {line.split()[0] for line in table["names"].strip().splitlines()}
    return frozenset(codes | {word for word in symbols if word[:1].isalpha()}) - _AMBIGUOUS
