"""Families of values and of their kinds; the sentences stand in values.txt, kinds.txt and claims.txt."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from services.extract.core import pipeline
from services.extract.core.mentions.quantity import plain
from services.extract.extractor import facts_of
from shared.facts import QuantityFact
from shared.messages import article_id

TODAY = dt.date(2024, 8, 14)
BOUNDS = {"exact": "", "approximate": " ~", "at_least": " >=", "at_most": " <="}
DIRECTIONS = {None: "", "increase": " up", "decrease": " down"}


def lines(name: str) -> list[str]:
    """The sentences of a file, without its comments."""
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


@pytest.mark.parametrize("line", lines("values.txt"))
def test_every_value_is_read_and_nothing_else(line: str) -> None:
    sentence, expected = (part.strip() for part in line.rsplit("|", 1))
    doc = pipeline.read(sentence, TODAY)
    found = [f"{plain(q.amount)} {q.unit}" for quantities in doc.quantities for q in quantities]
    assert " ; ".join(found) == expected


@pytest.mark.parametrize("line", lines("kinds.txt"))
def test_the_kind_by_grammar_and_by_what_is_counted(line: str) -> None:
    sentence, expected = (part.strip() for part in line.rsplit("|", 1))
    facts = facts_of(sentence, TODAY, article_id(sentence))
    for quote, kind in (part.strip().split(" = ") for part in expected.split(" ; ")):
        at = sentence.index(quote)
        kinds = [f.kind for f in facts if f.evidence.start < at + len(quote) and f.evidence.end > at]
        assert [k for k in kinds if k not in ("event", "role")] == [kind] * (kind != "none"), quote


def claimed(fact: QuantityFact) -> str:
    """A fact in the notation of claims.txt: "capacity 35000 t/year", "change 4 % ~ up", "output 300 t ..350"."""
    value = fact.value
    rate = f"/{value.per}" if value.per else ""
    bound = f" ..{value.upper}" if value.bound == "range" else BOUNDS[value.bound]
    return f"{fact.kind} {value.amount} {value.unit}{rate}{bound}{DIRECTIONS[fact.direction]}"


@pytest.mark.parametrize("line", lines("claims.txt"))
def test_all_that_is_claimed_with_its_rate_bound_and_direction(line: str) -> None:
    sentence, expected = (part.strip() for part in line.rsplit("|", 1))
    facts = [f for f in facts_of(sentence, TODAY, article_id(sentence)) if isinstance(f, QuantityFact)]
    assert " ; ".join(claimed(f) for f in sorted(facts, key=lambda f: f.evidence.start)) == expected


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Exports by country (USD million; share)", ["412500000 USD", "210100000 USD"]),
        ("Cargo by port (thousand tonnes)", ["412500 t", "210100 t"]),
        ("Exports by country (see the note)", []),
    ],
)
def test_the_lines_of_a_list_take_the_unit_of_its_heading(heading: str, expected: list[str]) -> None:
    doc = pipeline.read(f"{heading}\nChina: 412.5\nTurkey: 210.1\n", TODAY)
    assert [f"{plain(q.amount)} {q.unit}" for quantities in doc.quantities for q in quantities] == expected


ROWS = """Kemin Oy: interim report
HELSINKI, Aug. 14 - Kemin said its sales rose.

"""


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (
            "Key figures (EUR million)\nItem – H1 2024 – H1 2023 – change\nSales – 412 – 398 – +3.5%\nDebt – 149 – 121",
            "412000000 EUR ; 398000000 EUR ; 3.5 % up ; 149000000 EUR ; 121000000 EUR",
        ),
        (
            "EUR million | H1 2024 | H1 2023\nSales | 412 | 398\nOperating profit | 61 | 55",
            "412000000 EUR ; 398000000 EUR ; 61000000 EUR ; 55000000 EUR",
        ),
        (
            "Sales by region (USD thousand)\nRegion | 2023 | 2022\nEurope | 8,410 | 7,950\nAsia | 3,120 | 3,300",
            "8410000 USD ; 7950000 USD ; 3120000 USD ; 3300000 USD",
        ),
    ],
)
def test_the_cells_of_a_row_take_the_unit_of_its_table(table: str, expected: str) -> None:
    found = [f for f in facts_of(ROWS + table, TODAY, article_id(table)) if isinstance(f, QuantityFact)]
    claims = [claimed(f).partition(" ") for f in sorted(found, key=lambda f: f.evidence.start)]
    assert " ; ".join(rest for _, _, rest in claims) == expected
    assert {kind for kind, _, rest in claims if "%" not in rest} == {"indicator"}
