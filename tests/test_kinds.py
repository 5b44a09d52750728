"""Every kind of fact is known wherever kinds are told apart: a new one fails here until each place has it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from services.extract.core.facts.kind import ALLOWED
from services.extract.core.lexicon import table
from services.extract.explain import COLOURS
from services.extract.explain_page import HUES
from shared.facts import KINDS, QUANTITY_KINDS

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_shown_explained_and_documented(kind: str) -> None:
    style = (ROOT / "services/store/pages/static/style.css").read_text(encoding="utf-8")
    assert re.search(rf"\.k-{kind}\b[^{{]*{{", style), "services/store/pages/static/style.css: its colour"
    assert kind in COLOURS, "services/extract/explain.py: its colour in a terminal"
    assert kind in HUES, "services/extract/explain_page.py: its hue"
    assert f"| `{kind}` |" in (ROOT / "README.md").read_text(encoding="utf-8"), "README.md: its row"


@pytest.mark.parametrize("kind", QUANTITY_KINDS)
def test_a_kind_with_a_value_can_be_found_and_has_its_confidence(kind: str) -> None:
    assert any(kind in kinds for kinds in ALLOWED.values()), "services/extract/core/facts/kind.py: ALLOWED"
    named = f"\nkind:{kind} " in table("confidence")["weights"]
    assert named, "services/extract/lexicon/confidence.toml: bench/calibrate.py learns it"
