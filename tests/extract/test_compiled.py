"""The compiled core (`make fast`) gives the same bytes as the plain one, over every spec.

Where it was not built, or not from these sources, this is left out and says why, unless FACTWIRE_REQUIRE_COMPILED is
set, as continuous integration does: then it fails.
"""

from __future__ import annotations

import json
import os
import subprocess
import sysconfig
from pathlib import Path

import pytest

from services.extract.build import core
from shared.facts import FACTS
from tests.extract import cases
from tests.extract.reading import read

ROOT = Path(__file__).parents[2]
FAST = ROOT / ".venv-fast"
CORE = Path("services/extract")


def _missing() -> str:
    """What is missing for a comparison; empty where nothing is."""
    if not (FAST / ".stamp").exists():
        return "there is no compiled core"
    site = Path(sysconfig.get_path("purelib", vars={"base": str(FAST), "platbase": str(FAST)}))
    ours = {path.relative_to(ROOT): path.read_bytes() for path in (ROOT / CORE).rglob("*.py")}
    theirs = {path.relative_to(site): path.read_bytes() for path in (site / CORE).rglob("*.py")}
    return "" if ours == theirs else "the compiled core is of other sources than these"


def test_the_plain_core_is_what_runs_here() -> None:
    assert core() == "Python"


def test_compiled_and_plain_give_the_same_facts(tmp_path: Path) -> None:
    if reason := _missing():
        if os.environ.get("FACTWIRE_REQUIRE_COMPILED"):
            pytest.fail(f"a compiled core is required here, but {reason}")
        pytest.skip(f"{reason}; `make fast` builds it")
    told = subprocess.run([FAST / "bin/factwire", "version"], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert told.stdout.endswith("core: compiled)\n")
    labelled = list(cases.load_all(ROOT / "tests/extract/specs"))
    articles = tmp_path / "specs.jsonl"
    articles.write_text(
        "".join(json.dumps({"id": c["id"], "text": c["text"], "published_on": c["date"]}) + "\n" for c in labelled)
    )
    command = [str(FAST / "bin/factwire"), "extract", "--json", str(articles)]
    ended = subprocess.run(command, capture_output=True, check=True, cwd=tmp_path)
    lines = [json.loads(line) for line in ended.stdout.splitlines()]
    assert [line["id"] for line in lines] == [case["id"] for case in labelled]
    for line, case in zip(lines, labelled, strict=True):
        assert line["facts"] == json.loads(FACTS.dump_json(read(case))), case["id"]
