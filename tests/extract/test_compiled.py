"""The compiled core (`make fast`) gives the same bytes as the plain one, over every spec.

Where it was not built, or not from these sources, this is left out and says why, unless FACTWIRE_REQUIRE_COMPILED is
set, as continuous integration does: then it fails. The variable's value is how many seconds the core may still take to
be built, since there it is built beside the tests; tests/conftest.py puts the comparison last.
"""

from __future__ import annotations

import json
import os
import runpy
import subprocess
import sysconfig
import time
from pathlib import Path
from typing import Any

import pytest

from services.extract.build import core
from shared.facts import FACTS
from tests.extract import cases
from tests.extract.reading import read

ROOT = Path(__file__).parents[2]
FAST = ROOT / ".venv-fast"
CORE = Path("services/extract")
REQUIRED = os.environ.get("FACTWIRE_REQUIRE_COMPILED")

pytestmark = pytest.mark.last


def _missing() -> str:
    """What is missing for a comparison; empty where nothing is."""
    end = time.monotonic() + float(REQUIRED or 0)
    while not (FAST / ".stamp").exists() and time.monotonic() < end:
        time.sleep(1)
    if not (FAST / ".stamp").exists():
        return "there is no compiled core"
    site = Path(sysconfig.get_path("purelib", vars={"base": str(FAST), "platbase": str(FAST)}))
    ours = {path.relative_to(ROOT): path.read_bytes() for path in (ROOT / CORE).rglob("*.py")}
    theirs = {path.relative_to(site): path.read_bytes() for path in (site / CORE).rglob("*.py")}
    return "" if ours == theirs else "the compiled core is of other sources than these"


def test_the_plain_core_is_what_runs_here() -> None:
    assert core() == "Python"


def _told() -> dict[str, Any]:
    """The names of deploy/compile.py, which is a program and no module."""
    return runpy.run_path(str(ROOT / "deploy/compile.py"))


def test_what_the_compiler_reads_has_every_line_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    told = _told()
    paths = [path for path in told["CORE"].rglob("*.py") if path.name != "__init__.py"]
    cached = told["tables"](paths)
    assert "services.extract.core.lexicon.words" in cached
    for path in paths:
        source = path.read_text(encoding="utf-8")
        rewritten = told["settled"](source, cached)
        compile(rewritten, str(path), "exec")
        assert rewritten.count("\n") == source.count("\n")


def test_what_stands_in_for_a_named_tuple_gives_the_same() -> None:
    source = (
        "from __future__ import annotations\nfrom typing import Any, NamedTuple\n\n\nclass Unit(NamedTuple):\n"
        '    """A unit."""\n\n    symbol: str  # as written\n    factor: int = 1\n    per: str | None = None\n'
        "    known: bool = True\n\n    @property\n    def large(self) -> bool:\n        return self.factor > 1\n"
    )
    source += '\n\nclass Pair(NamedTuple):\n    """Two."""\n\n    one: int\n    two: int\n'
    plain: dict[str, Any] = {}
    rewritten: dict[str, Any] = {}
    exec(source, plain)
    future, _, rest = _told()["settled"](source).partition("\n")
    exec(f"{future.partition(';')[0]}\n{rest}", rewritten)  # without what stands in for slices
    for known in (plain["Unit"], rewritten["Unit"]):
        ton = known("t", 1000)
        assert (ton.symbol, ton.factor, ton.per, ton.known, ton.large) == ("t", 1000, None, True, True)
        yearly = ton._replace(per="year", known=False)
        assert (yearly.symbol, yearly.factor, yearly.per, yearly.known) == ("t", 1000, "year", False)
        assert yearly != ton
        assert yearly._replace(per=None, known=True) == ton
        assert len({ton, known("t", factor=1000), yearly}) == 2
    for known in (plain["Pair"], rewritten["Pair"]):
        assert len({known(1, 2), known(1, 2), known(2, 1)}) == 2
    assert issubclass(plain["Unit"], tuple)
    assert not issubclass(rewritten["Unit"], tuple)
    assert not issubclass(rewritten["Pair"], tuple)


@pytest.mark.timeout(900)
def test_compiled_and_plain_give_the_same_facts(tmp_path: Path) -> None:
    if reason := _missing():
        if REQUIRED:
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
