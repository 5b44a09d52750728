"""Facts in short, for the eye."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from services.cli.show import cells, spoken_period, spoken_value
from shared.facts import Period, QuantityFact
from shared.messages import FactsExtracted

RECORDED = Path(__file__).parents[1] / "shared" / "wire" / "factwire.facts.extracted.v1__0.1.0.json"


@pytest.fixture
def message() -> FactsExtracted:
    return FactsExtracted.model_validate_json(RECORDED.read_text(encoding="utf-8"))


def test_a_row_of_each_shape(message: FactsExtracted) -> None:
    employment, opening, role = map(cells, message.facts)
    assert employment == ("employment", "+240 people (1.5 USD)", "Saryarka mill", "", "240 people")
    assert opening == ("event", "opening", "Saryarka mill", "2024-04", "opened")
    assert role == ("role", "Dana Serik: director", "Saryarka mill", "", "director Dana Serik")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({"amount": "48000000000", "unit": "KZT", "bound": "at_least"}, "≥ 48 bn KZT"),
        ({"amount": "1300000000000", "unit": "KZT"}, "1.3 tn KZT"),
        ({"amount": "1234567", "unit": "t"}, "1,234,567 t"),
        ({"amount": "-5.25", "unit": "percent"}, "-5.25 percent"),
        ({"amount": "120", "upper": "150", "unit": "t", "item": "copper", "bound": "range"}, "120–150 t of copper"),
        ({"amount": "100000", "unit": "km", "per": "year", "bound": "at_most"}, "≤ 100,000 km per year"),
        ({"amount": "240", "unit": "1", "item": "people"}, "240 people"),
        ({"amount": "2.5", "unit": "x"}, "×2.5"),
        ({"amount": "12", "unit": "t", "bound": "approximate"}, "~12 t"),
    ],
)
def test_quantities(message: FactsExtracted, value: dict[str, Any], said: str) -> None:
    fact = json.loads(message.facts[0].model_dump_json()) | {"value": value, "direction": None}
    assert spoken_value(QuantityFact.model_validate_json(json.dumps(fact))) == said


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("2021-01-01", "2021-12-31", "2021"),
        ("2021-01-01", "2025-12-31", "2021 … 2025"),
        ("2024-02-01", "2024-02-29", "2024-02"),
        ("2023-02-01", "2023-02-27", "2023-02-01 … 2023-02-27"),
        ("2021-12-27", "2021-12-27", "2021-12-27"),
        (None, "2025-12-31", "… 2025-12-31"),
        ("2013-01-01", None, "2013-01-01 …"),
    ],
)
def test_periods(start: str | None, end: str | None, said: str) -> None:
    def date(text: str | None) -> dt.date | None:
        return dt.date.fromisoformat(text) if text else None

    assert spoken_period(Period(start=date(start), end=date(end))) == said


def test_no_period() -> None:
    assert spoken_period(None) == ""
