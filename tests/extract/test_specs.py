"""Every labelled spec is read as its labels say, apart from the known gaps; what nobody claims yields nothing.

`gaps.toml` lists the cases that are not yet read right, by cause. A listed case that comes out right fails the test
too, so that the list only ever gets shorter.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from shared.facts import RoleFact
from tests.extract import cases
from tests.extract.reading import read, unmet

HERE = Path(__file__).parent
SPECS = list(cases.load_all(HERE / "specs"))
GAPS: dict[str, str] = {
    name: cause
    for cause, names in tomllib.loads((HERE / "gaps.toml").read_text(encoding="utf-8"))["gaps"].items()
    for name in names
}


@pytest.mark.parametrize("case", SPECS, ids=lambda case: case["id"])
def test_the_spec_is_read_as_labelled(case: dict[str, Any]) -> None:
    problems = unmet(case, read(case))
    if case["id"] in GAPS:
        assert problems, f"{case['id']} comes out right: strike it from gaps.toml"
    else:
        assert not problems


@pytest.mark.parametrize("case", SPECS, ids=lambda case: case["id"])
def test_every_span_is_its_quote(case: dict[str, Any]) -> None:
    text = case["text"]
    for fact in read(case):
        spans = [fact.evidence, fact.attribution, fact.place]
        spans.append(fact.organization if isinstance(fact, RoleFact) else fact.subject)
        for span in spans:
            assert span is None or text[span.start : span.end] == span.text
        assert fact.sentence.start <= fact.evidence.start < fact.evidence.end <= len(text)
        assert 0 <= fact.confidence <= 1


def test_a_gap_is_a_spec() -> None:
    assert set(GAPS) <= {case["id"] for case in SPECS}
