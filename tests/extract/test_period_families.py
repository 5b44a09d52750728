"""Families of times: how a period is said, and how far it reaches; the sentences stand in periods.txt."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from services.extract.extractor import facts_of
from shared.messages import article_id

TODAY = dt.date(2024, 8, 14)
LINES = [
    line
    for line in Path(__file__).with_name("periods.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def periods(sentence: str) -> dict[tuple[int, int], str]:
    """The period of each quantity by its place: "first last", with "-" for an open end."""
    found = {}
    for fact in facts_of(sentence, TODAY, article_id(sentence)):
        if fact.kind not in ("role", "event"):
            p = fact.period
            said = f"{p.start or '-'} {p.end or '-'}" if p else "none"
            found[fact.evidence.start, fact.evidence.end] = said
    return found


@pytest.mark.parametrize("line", [line for line in LINES if "||" not in line])
def test_the_period_that_is_said(line: str) -> None:
    sentence, expected = (part.strip() for part in line.rsplit("|", 1))
    assert list(periods(sentence).values()) == [expected]


@pytest.mark.parametrize("line", [line for line in LINES if "||" in line])
def test_how_far_a_time_reaches(line: str) -> None:
    sentence, expected = (part.strip() for part in line.split("||", 1))
    found = periods(sentence)
    for number, _, period in (part.strip().rpartition("=") for part in expected.split(" ; ")):
        at = sentence.index(number)
        theirs = [said for (start, end), said in found.items() if start < at + len(number) and end > at]
        assert theirs == [period], number
