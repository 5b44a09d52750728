"""Units: what is money, and what a physical unit is worth in its base unit (`units.toml`)."""

from __future__ import annotations

import re
import tomllib
from decimal import Context, Decimal
from functools import cache
from importlib.resources import files

from shared.facts import canonical

_CODE = re.compile(r"[A-Z]{3}")
_EXACT = Context(prec=120)  # an amount has at most 64 digits, a factor 12: products are never rounded


@cache
def _table() -> tuple[frozenset[str], dict[str, tuple[str, Decimal]]]:
    data = tomllib.loads(files("services.store").joinpath("units.toml").read_text(encoding="utf-8"))
    not_money = frozenset(data.pop("not_money"))
    return not_money, {unit: (base, Decimal(f)) for base, units in data.items() for unit, f in units.items()}


def currency(unit: str) -> str | None:
    """The ISO 4217 code where the unit is money."""
    return unit if _CODE.fullmatch(unit) and unit not in _table()[0] else None


def to_base(amount: str, unit: str) -> tuple[str, str]:
    """The amount in the base unit, and that unit; what has no base stays as it is. Exact."""
    base, factor = _table()[1].get(unit, (unit, None))
    if factor is None or factor == 1:
        return amount, base
    return canonical(_EXACT.multiply(Decimal(amount), factor)), base
