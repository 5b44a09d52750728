"""The time of a dated heading counts for the list below it; a bracket's is a year earlier where the report says so."""

from __future__ import annotations

import datetime as dt

import pytest

from services.extract.extractor import facts_of
from shared.messages import article_id

REPORT = """Lindvik Foods AB: interim report

Figures in brackets refer to the same period of the previous year.

Second quarter, April-June 2024
• Net sales: SEK 365 million (340)
• The operating margin was 11.4% (12.7)

Outlook
• Capital expenditure: SEK 50 million

The group has 900 employees.
"""


def period_of(text: str, number: str) -> tuple[str, str] | None:
    """The period of the number in a report of 17 July 2024."""
    at = text.index(number)
    for fact in facts_of(text, dt.date(2024, 7, 17), article_id(text)):
        if fact.kind not in ("event", "role") and fact.evidence.start <= at < fact.evidence.end:
            return (str(fact.period.start), str(fact.period.end)) if fact.period else None
    raise AssertionError(f"no fact at {number}")


@pytest.mark.parametrize(
    ("number", "period"),
    [
        ("365", ("2024-04-01", "2024-06-30")),
        ("340", ("2023-04-01", "2023-06-30")),
        ("11.4", ("2024-04-01", "2024-06-30")),
        ("12.7", ("2023-04-01", "2023-06-30")),
        ("50 million", None),
        ("900", None),
    ],
)
def test_lines_below_a_dated_heading(number: str, period: tuple[str, str] | None) -> None:
    assert period_of(REPORT, number) == period


def test_a_bracket_without_that_convention_has_the_time_of_its_line() -> None:
    text = REPORT.replace("Figures in brackets refer to the same period of the previous year.", "")
    assert period_of(text, "340") == ("2024-04-01", "2024-06-30")
