"""Families of subjects, items and offices, as they are said, in subjects.txt, entities.txt and statistics.txt."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from services.extract.extractor import facts_of
from shared.facts import Fact, QuantityFact, RoleFact
from shared.messages import article_id

TODAY = dt.date(2024, 8, 14)
LINES = [
    line
    for name in ("subjects.txt", "entities.txt", "statistics.txt")
    for line in Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def parted(line: str, mark: str) -> tuple[str, list[tuple[str, list[str]]]]:
    """The text, and what is asked of it with the accepted answers."""
    text, asked = (part.strip() for part in line.split(mark, 1))
    pairs = (one.rpartition(" = ") for one in asked.split(" ; "))
    accepted = [(key.strip(), [plain(s) for a in answers.split(" / ") for s in spelt(a)]) for key, _, answers in pairs]
    return text.replace(" ¶ ", "\n\n"), accepted


def spelt(answer: str) -> list[str]:
    """An answer with and without each of its parts in square brackets."""
    before, bracket, rest = answer.partition("[")
    if not bracket:
        return [answer]
    part, _, after = rest.partition("]")
    return [before + kept + more for kept in (part, "") for more in spelt(after)]


def plain(name: str) -> str:
    """A name without case and punctuation."""
    return " ".join(re.findall(r"[\w'’]+", name.lower()))


def facts(text: str) -> tuple[Fact, ...]:
    return facts_of(text, TODAY, article_id(text))


def measured(text: str, number: str, found: tuple[Fact, ...]) -> QuantityFact:
    """The one fact whose evidence covers the words of a number."""
    at = text.index(number)
    here = [f for f in found if f.evidence.start < at + len(number) and f.evidence.end > at]
    theirs = [f for f in here if isinstance(f, QuantityFact)]
    assert len(theirs) == 1, number
    return theirs[0]


@pytest.mark.parametrize("line", [line for line in LINES if "||" in line])
def test_what_a_number_is_about(line: str) -> None:
    text, asked = parted(line, "||")
    found = facts(text)
    for number, answers in asked:
        subject = measured(text, number, found).subject
        assert subject is not None, number
        assert plain(subject.text) in answers, number


@pytest.mark.parametrize("line", [line for line in LINES if "##" in line])
def test_what_is_counted_or_weighed(line: str) -> None:
    text, asked = parted(line, "##")
    found = facts(text)
    for number, answers in asked:
        assert plain(measured(text, number, found).value.item or "none") in answers, number


@pytest.mark.parametrize("line", [line for line in LINES if "@@" in line])
def test_whose_office_somebody_holds(line: str) -> None:
    text, asked = parted(line, "@@")
    for person, answers in asked:
        held = [fact for fact in facts(text) if isinstance(fact, RoleFact) and fact.person == person]
        assert len(held) == 1, person
        assert plain(held[0].organization.text if held[0].organization else "none") in answers, person
