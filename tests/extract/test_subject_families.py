"""Subjects and items by family: parts someone takes, gaps, asides, prices, what is pointed at."""

from __future__ import annotations

import datetime as dt

import pytest

from services.extract.core.model import Claim
from services.extract.core.pipeline import claims, read


def _claim(text: str, evidence: str) -> Claim:
    found = claims(read(text, dt.date(2024, 6, 3)))
    start = text.index(evidence)
    return next(c for c in found if c.quantity is not None and c.start <= start < c.end)


@pytest.mark.parametrize(
    ("text", "evidence", "subject"),
    [
        ("Web sales, which make up 14 per cent of turnover, were up.", "14 per cent", "Web sales"),
        ("Wind accounted for 14% of the capacity in Peru, which then stood at 24.2 GW.", "14%", "Wind"),
        ("The ministry wants to bring the trade gap down from 5.6 per cent of GDP.", "5.6", "trade gap"),
        ("The state's per capita income went up 11.2 per cent.", "11.2", "state's per capita income"),
        ("Sales rose 5 per cent, with web orders excluding tax up 4.4 per cent.", "4.4", "web orders"),
        ("Some 82% of its shares are held by Tarn Group, another 10.1% by the Ulm Fund.", "10.1%", "Ulm Fund"),
        ("LIMA: Sol Verde, a venture launched only in 2021, has pulled in $640 million to grow.", "$640", "Sol Verde"),
        ("The school has 130 pupils, 40 of them girls.", "40", "girls"),
        ("The smelter's staff want 12 percent more pay.", "12 percent", "pay"),
        ("The town lost a third of its payroll in a weekend.", "third", "payroll"),
        ("Ulm agreed to acquire 80 percent of Tarn Pumps, and will pay 310 million reais for it.", "310", "Tarn Pumps"),
        ("We forecast a net profit of 125-130 billion tenge for 2024.", "125", "net profit"),
    ],
)
def test_subject(text: str, evidence: str, subject: str) -> None:
    found = _claim(text, evidence).subject
    assert found is not None
    assert subject in found.text


@pytest.mark.parametrize(
    ("text", "evidence", "item"),
    [
        ("The refinery poured 41.5 tons of gold and 118.9 of silver.", "118.9", "silver"),
        ("It raises the capacity of the mill from 420,000 tonnes to 650,000 tonnes of pulp.", "420,000", "pulp"),
        ("The plant will yield 900,000 tons of ammonia a year, or roughly 2,500 tons a day.", "2,500", "ammonia"),
        ("A kilo of coffee fetches $21 in Lima.", "$21", "kilo"),
        ("Carbon dioxide emissions of the mill were 61,000 tonnes in 2023.", "61,000", "Carbon dioxide"),
        ("Throughput of gas at the station hit 8.6 bcm in 2019.", "8.6", "gas"),
        ("The contribution of transport to GDP rose from 6.2% to 9%.", "6.2%", "GDP"),
        ("Every third household heats with coal.", "Every third", "households"),
        ("Yarn brought in $812 million (43.4 percent of the total).", "43.4", "total"),
    ],
)
def test_item(text: str, evidence: str, item: str) -> None:
    assert _claim(text, evidence).item == item
