"""Levels below zero keep their minus; a minus that marks a fall gives the direction of a change."""

import pytest

from services.extract.extractor import facts_of
from shared.facts import QuantityFact
from shared.messages import article_id


def _said(text: str) -> list[tuple[str, str, str, str | None]]:
    found = [fact for fact in facts_of(text, None, article_id(text)) if isinstance(fact, QuantityFact)]
    return [(fact.kind, fact.value.amount, fact.value.unit, fact.direction) for fact in found]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("The trade balance was -340 million euros.", ("indicator", "-340000000", "EUR", None)),
        ("The net balance was minus 340 million euros in May.", ("indicator", "-340000000", "EUR", None)),
        ("The current account balance came to -$1.2 billion.", ("indicator", "-1200000000", "USD", None)),
        ("The trade balance was €-75 million.", ("indicator", "-75000000", "EUR", None)),
        ("Net cash flow, EUR million: -12.4", ("indicator", "-12400000", "EUR", None)),
        ("Profit before tax (€m): -3.5", ("indicator", "-3500000", "EUR", None)),
        ("Operating margin was -3.4%.", ("share", "-3.4", "%", None)),
        ("Inflation stood at minus 0.4 percent.", ("share", "-0.4", "%", None)),
        ("Consumer confidence fell to -8.4 points.", ("indicator", "-8.4", "points", None)),
        ("Exports of cars -9.6%.", ("change", "9.6", "%", "decrease")),
        ("GDP was -1.2% in the quarter.", ("change", "1.2", "%", "decrease")),
        ("Cement sales came to 4.1 million tonnes (-6%).", ("change", "6", "%", "decrease")),
    ],
)
def test_a_minus(text: str, said: tuple[str, str, str, str | None]) -> None:
    assert _said(text)[-1] == said
