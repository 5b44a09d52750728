"""Families of roles: who holds which title where; the sentences stand in roles.txt."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.extract.core import pipeline
from services.extract.core.facts.role import roles

LINES = [
    line
    for line in Path(__file__).with_name("roles.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def expected(labels: str) -> list[tuple[str, list[str], list[str]]]:
    """The labels of a line: person, accepted titles, accepted organisations ("-" for none)."""
    found = []
    for label in labels.split(" ; ") if labels != "-" else []:
        person, titles, organizations = label.split(" ~ ")
        found.append((person, titles.split(" / "), organizations.split(" / ")))
    return found


@pytest.mark.parametrize("line", LINES)
def test_the_roles_of_a_sentence(line: str) -> None:
    text, labels = (part.strip() for part in line.rsplit(" | ", 1))
    claims = roles(pipeline.read(text.replace("\\n", "\n"), None))
    left = [(c.person, c.title, c.organization.text.removeprefix("the ") if c.organization else "-") for c in claims]
    for person, titles, organizations in expected(labels):
        held = next((one for one in left if one[0] == person and one[1] in titles and one[2] in organizations), None)
        assert held is not None, (person, titles, organizations, left)
        left.remove(held)
    assert left == []
