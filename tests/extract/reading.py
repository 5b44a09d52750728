"""Reading a labelled case and comparing what comes out with its labels."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from services.extract.extractor import facts_of
from shared.facts import EventFact, Fact, QuantityFact
from shared.messages import article_id
from tests.extract import cases

# Units that say the same at another scale, as the guide's symbols go.
BASE = {
    "kg": ("t", "0.001"), "g": ("t", "0.000001"), "kt": ("t", "1000"), "m": ("km", "0.001"), "ha": ("m2", "10000"),
    "km2": ("m2", "1000000"), "kW": ("MW", "0.001"), "GW": ("MW", "1000"), "kWh": ("MWh", "0.001"),
    "GWh": ("MWh", "1000"), "TWh": ("MWh", "1000000"), "L": ("m3", "0.001"),
}  # fmt: skip


def read(case: dict[str, Any]) -> tuple[Fact, ...]:
    """What the extractor says of a case."""
    return facts_of(case["text"], cases.date_of(case), article_id(case["text"]))


def worth(amount: str, unit: str) -> tuple[Decimal, str]:
    """A value at the scale of its base unit."""
    base, factor = BASE.get(unit, (unit, "1"))
    return Decimal(amount) * Decimal(factor), base


def meets(fact: Fact, label: dict[str, Any]) -> bool:
    """Whether a fact is the labelled one: place, kind, and value, event or person."""
    slack = 0 if isinstance(fact, QuantityFact) else 120  # an event or role may be told over a whole sentence
    near = fact.evidence.start < label["end"] + slack and label["start"] < fact.evidence.end + slack
    if fact.kind != label["kind"] or not near:
        return False
    if isinstance(fact, QuantityFact):
        a, b = worth(fact.value.amount, fact.value.unit), worth(label["amount"], label["unit"])
        return a[1] == b[1] and abs(a[0] - b[0]) <= abs(b[0]) * Decimal("0.0005")
    if isinstance(fact, EventFact):
        return bool(fact.event == label["event"])
    return bool(fact.person.split()[-1].lower() == label["person"].split()[-1].lower())


def unmet(case: dict[str, Any], facts: tuple[Fact, ...]) -> list[str]:
    """What is missing, and what is said without a label."""
    left = list(facts)
    missing = []
    for label in sorted(case["facts"], key=lambda label: bool(label.get("optional"))):
        found = next((fact for fact in left if meets(fact, label)), None)
        if found is not None:
            left.remove(found)
        elif not label.get("optional"):
            missing.append(f"missing {label['kind']} {label['quote']!r}")
    return missing + [f"not labelled: {fact.kind} {fact.evidence.text!r}" for fact in left]
