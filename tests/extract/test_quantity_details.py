"""What the text says of a quantity: bounds, rates, items, signs, equivalents, units left out, whose money it is."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.extract.quantities import read, shown

DETAILS: list[tuple[str, dict[str, Any]]] = [
    ("The farm needs some 64 000 t/y of straw.", {"bound": "approximate", "per": "year", "item": "straw"}),
    ("It can hold upwards of 2,700 tonnes.", {"bound": "at_least"}),
    ("The hall seats as many as 900 guests.", {"bound": "at_most", "item": "guests"}),
    ("They spent $2.9 million or so.", {"bound": "approximate"}),
    ("The yard holds 5,500 tonnes, give or take.", {"bound": "approximate"}),
    ("It took in 38,000-plus visitors.", {"bound": "at_least", "item": "visitors"}),
    ("The park spreads over 31 acres.", {"bound": "exact"}),
    ("Traffic went up to 520,000 riders.", {"bound": "exact"}),
    ("Sales passed 54 billion tugriks.", {"bound": "at_least"}),
    ("Output fell (-4.5%).", {"sign": "decrease"}),
    ("Output was up 4.5%.", {"sign": "increase"}),
    ("Output was 4.5% below plan.", {"sign": "decrease"}),
    ("Solar made up 12 percent of it.", {"sign": None}),
    ("The works has an annual capacity of 18 tons of gold.", {"per": "year", "item": "gold"}),
    ("The mill annually produces 61,000 shirts.", {"per": "year", "item": "shirts"}),
    ("The average monthly wage was 1,900 lari.", {"per": "month"}),
    ("A 28,000-ton-a-year line is planned.", {"per": "year", "unit": "t"}),
    ("The gas costs $1.10/lb.", {"item": "lb", "unit": "USD"}),
    ("Rents are 9 euros per square metre a month.", {"per": "month", "item": "square metre"}),
    ("The shop lost 9,300 head of cattle.", {"item": "head of cattle"}),
    ("The line was laid for 3.4 billion drams (€8 million equivalent).", {"equivalents": ((Decimal(8000000), "EUR"),)}),
    ("It paid N33 billion in tax, equivalent to about $22 million.", {"equivalents": ((Decimal(22000000), "USD"),)}),
    ("It cost $4.1 million, or 360 million soms.", {"equivalents": ((Decimal(360000000), "KGS"),)}),
    ("They paid A$95 million for it in May, close to C$86 million.", {"equivalents": ((Decimal(86000000), "CAD"),)}),
]


@pytest.mark.parametrize(("text", "expected"), DETAILS, ids=[text[:40] for text, _ in DETAILS])
def test_what_is_said_of_a_quantity(text: str, expected: dict[str, Any]) -> None:
    found = read(text)
    assert len(found) == 1
    assert {name: getattr(found[0], name) for name in expected} == expected


GAPS = [
    ("Since May the works has poured 12.5 tons of gold and 80.4 of silver.", "12.5 t; 80.4 t"),
    (
        "Revenue fell to 43 billion tenge from 46 billion, and profit to 11 billion from 13 billion.",
        "43000000000 KZT; 46000000000 KZT; 11000000000 KZT; 13000000000 KZT",
    ),
    (
        "Exports of peas, beans and lentils came to 310,000, 64,500 and 208,300 tonnes respectively.",
        "310000 t; 64500 t; 208300 t",
    ),
    ("It makes 310,000 units a year. That could grow to 345,000.", "310000 1; 345000 1"),
    ("Alfa holds it (40 percent) with Beta (35) and Gamma (25).", "40 %; 35 %; 25 %"),
    (
        "The estate covers 1,840 hectares, of which 96.5 are for housing and 41.2 for shops.",
        "1840 ha; 96.5 ha; 41.2 ha",
    ),
    ("The share rose from 14.6 to 17.2 percent.", "14.6 %; 17.2 %"),
    ("Two mills grind 30 and 45 tons of flour a day.", "2 1; 30 t; 45 t"),
    ("Six clinics have opened, and a further eleven are to come.", "6 1; 11 1"),
    ("The bank has 410 staff: 37 are in training, 12 are ill and six are abroad.", "410 1; 37 1; 12 1; 6 1"),
]


@pytest.mark.parametrize(("text", "expected"), GAPS, ids=[text[:40] for text, _ in GAPS])
def test_units_left_out(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "country", "unit"),
    [
        ("It cost $5 million.", None, "USD"),
        ("It cost $5 million.", "AU", "AUD"),
        ("In Karachi tomatoes sell at Rs 140 a kilogram.", None, "PKR"),
        ("Tomatoes sell at Rs 140 a kilogram.", None, "INR"),
        ("A Stockholm jury awarded 5 million kronor.", None, "SEK"),
        ("The Manila firm paid 3 million pesos.", None, "PHP"),
        ("Tashkent set aside 3 billion soms.", None, "UZS"),
        ("Bishkek set aside 3 billion soms.", None, "KGS"),
        ("Bread goes up by 45c a loaf, to R17.20.", None, "ZAR"),
    ],
)
def test_whose_money_it_is(text: str, country: str | None, unit: str) -> None:
    assert {q.unit for q in read(text, country)} == {unit}


def test_a_text_cut_inside_an_amount_gives_no_wrong_amount() -> None:
    assert shown("The fund will lend the dairy 2.7 billion drams (US$6") == "2700000000 AMD"


def test_a_list_without_colons_takes_the_unit_of_its_heading() -> None:
    text = (
        "Cargo by type in the first half of 2023, million tonnes (change on the first half of 2022):\n"
        "Ore 4.4 (+2.1%)\nTimber 1.9 (-8%)\nScrap 0.6 (+12%)\n\nThe port has 14 (of 20) cranes."
    )
    assert shown(text).split("; ")[:6] == ["4400000 t", "2.1 %", "1900000 t", "8 %", "600000 t", "12 %"]


def test_a_line_that_repeats_a_word_of_the_line_below_is_no_heading_of_a_table() -> None:
    assert shown("$5 of wheat and wheat flour\nWheat 2.2 (+38%)") == "5 USD; 38 %"


def test_furniture_states_nothing() -> None:
    assert read("Photo: 12 people at 3 tables") == []


@pytest.mark.parametrize(
    "piece", ["1", "12 ", "(", "5 points and ", "5-", "half of ", "up to 345,000 ", "hundred ", "a million "]
)
def test_odd_text_neither_raises_nor_takes_long(piece: str) -> None:
    read((piece * 20_000)[:20_000])
