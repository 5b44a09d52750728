"""Families of events: the verbs, nouns and constructions of business news; the sentences stand in events.txt."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from services.extract.core import pipeline
from services.extract.core.facts.event import events

TODAY = dt.date(2024, 8, 14)
LINES = [
    line
    for line in Path(__file__).with_name("events.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def plain(subject: str) -> str:
    """A subject as it is compared: without case and leading article."""
    low = subject.casefold()
    return next((low[len(word) :] for word in ("the ", "a ", "an ", "its ", "their ") if low.startswith(word)), low)


def expected(labels: str) -> list[tuple[bool, str, str, list[str]]]:
    """The labels of a line: whether optional, event, status, accepted subjects."""
    found = []
    for label in labels.split(" ; ") if labels != "-" else []:
        event, _, subjects = label.partition(" = ")
        kind, _, planned = event.lstrip("?").partition(" ")
        status = "planned" if planned == "p" else "actual"
        found.append((event.startswith("?"), kind, status, [plain(one) for one in subjects.split(" / ")]))
    return found


@pytest.mark.parametrize("line", LINES)
def test_the_events_of_a_sentence(line: str) -> None:
    text, labels = (part.strip() for part in line.rsplit(" | ", 1))
    claims = events(pipeline.read(text.replace("\\n", "\n"), TODAY))
    left = [(c.event, c.status, plain(c.subject.text)) for c in claims if c.subject is not None]
    for optional, event, status, subjects in expected(labels):
        said = next((one for one in left if one[:2] == (event, status) and one[2] in subjects), None)
        if said is not None:
            left.remove(said)
        assert said is not None or optional, (event, status, subjects, left)
    assert left == []
