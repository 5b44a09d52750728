"""What extraction writes as a unit, the table of facts can sort: each has a base, or a reason for having none."""

from __future__ import annotations

import tomllib
from importlib.resources import files

import pytest

from services.store import units

BASES = {"mass": "kg", "length": "m", "area": "m2", "volume": "m3", "power": "W", "energy": "Wh"}
# No one size: of one country or crop, by calculation, or not exact in decimals (a joule is 1/3600 of a watt-hour).
OWN = frozenset("bu feddan dunam dwt toe boe hp GJ TJ PJ MMBtu".split())


def written() -> dict[str, str]:
    """Symbol -> family of every unit that extraction writes."""
    table = tomllib.loads(files("services.extract").joinpath("lexicon/units.toml").read_text(encoding="utf-8"))
    lines = "".join(table[name] for name in ("units", "cased", "rates")).strip().splitlines()
    return {line.split()[0]: line.split()[1] for line in lines}


@pytest.mark.parametrize(("unit", "family"), sorted(written().items()))
def test_a_unit_has_its_base_and_is_no_money(unit: str, family: str) -> None:
    assert units.currency(unit) is None
    own = unit in OWN or family not in BASES
    assert units.to_base("1", unit)[1] == (unit if own else BASES[family])


@pytest.mark.parametrize(
    ("amount", "unit", "there"),
    [
        ("1.2", "kt", ("1200000", "kg")),
        ("2", "nmi", ("3704", "m")),
        ("640", "acre", ("2589988.110336", "m2")),
        ("1", "mi2", ("2589988.110336", "m2")),
        ("42", "gal", ("0.158987294928", "m3")),
        ("0.002", "acre-ft", ("2.46696367509504", "m3")),
        ("5", "feddan", ("5", "feddan")),
    ],
)
def test_amounts_in_the_base_unit_are_exact(amount: str, unit: str, there: tuple[str, str]) -> None:
    assert units.to_base(amount, unit) == there
