"""The same text gives the same bytes in any process: whatever the hash seed, locale, time zone and Python.

The core needs nothing but the standard library, so every interpreter that is here can run it, without an installation.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from services.extract.core import lexicon

ROOT = Path(__file__).parents[2]
LEXICON = ROOT / "services/extract/lexicon"
OTHERS = [f"3.{minor}" for minor in range(11, 15) if minor != sys.version_info.minor]

# Every labelled text, read; one line a claim with all that was decided, or a line a text with its facts' JSON.
CORE = """
import pathlib
from services.extract.core import lexicon, pipeline
from tests.extract import cases
print(lexicon.fingerprint())
for case in cases.load_all(pathlib.Path("tests/extract/specs")):
    print(case["id"])
    for claim in pipeline.claims(pipeline.read(case["text"], cases.date_of(case))):
        fields = (name for name in claim.__slots__ if name != "sentence")
        print(" ", claim.sentence.start, [getattr(claim, name) for name in fields])
"""
FACTS = """
import pathlib
from services.extract.extractor import facts_of, identity
from shared.facts import FACTS
from shared.messages import article_id
from tests.extract import cases
print(identity())
for case in cases.load_all(pathlib.Path("tests/extract/specs")):
    print(FACTS.dump_json(facts_of(case["text"], cases.date_of(case), article_id(case["text"]))).decode())
"""


def said(program: str, python: str = sys.executable, **environ: str) -> str:
    """What a process of its own prints; it knows only this checkout and what is given."""
    done = subprocess.run(
        [python, "-X", "utf8", "-c", program],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"} | environ,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@cache
def here(program: str) -> str:
    """The same from this interpreter."""
    return said(program, PYTHONHASHSEED="0")


def interpreter(version: str) -> str | None:
    """An interpreter of that version that runs: on the PATH, or one of pyenv's."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    found = [shutil.which(f"python{version}"), *map(str, sorted(pyenv.glob(f"{version}.*/bin/python")))]
    return next((path for path in found if path and _runs(path)), None)


def _runs(path: str) -> bool:
    return subprocess.run([path, "-c", ""], capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("seed", ["1", "271828"])
def test_hash_seeds_change_nothing(seed: str) -> None:
    assert len(here(FACTS)) > 10_000
    assert said(FACTS, PYTHONHASHSEED=seed) == here(FACTS)


def test_place_and_language_of_the_machine_change_nothing() -> None:
    assert said(FACTS, TZ="Pacific/Kiritimati", LC_ALL="tr_TR.UTF-8", LANG="tr_TR.UTF-8") == here(FACTS)


@pytest.mark.parametrize("version", OTHERS)
def test_another_python_reads_the_same(version: str) -> None:
    python = interpreter(version)
    if python is None:
        pytest.skip(f"no Python {version} here")
    assert said(CORE, python, PYTHONHASHSEED="7") == here(CORE)


def test_the_lexicon_is_known_by_its_bytes() -> None:
    """Names and bytes of all data files in the order of their names, and nothing else."""
    digest = hashlib.sha256()
    for path in sorted(LEXICON.glob("*.toml"), key=lambda path: path.name):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    assert lexicon.fingerprint() == digest.hexdigest()[:16]
    assert here(CORE).splitlines()[0] == lexicon.fingerprint()
