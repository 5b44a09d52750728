"""What the house promises about itself: current files, locks that agree, links that lead somewhere."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from services.cli import environment

ROOT = Path(__file__).parent.parent
LOCKS = [ROOT / "requirements.lock", *sorted((ROOT / "deploy").glob("*.lock"))]
PIN = re.compile(r"^([a-z0-9-]+)==(\S+)", re.MULTILINE)


def ours(pattern: str) -> list[Path]:
    """Files of the project, as git knows them, new ones included."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", pattern]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / line for line in listed.splitlines() if (ROOT / line).exists()]


def test_env_example_is_current() -> None:
    assert environment.PATH.read_text(encoding="utf-8") == environment.render(), "run `make docs`"


def test_env_example_names_what_compose_takes() -> None:
    compose = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    taken = set(re.findall(r"\$\{([A-Z_]+)", compose))
    named = set(re.findall(r"^#([A-Z_]+)=", environment.render(), re.MULTILINE))
    assert taken
    assert taken <= named


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.stem)
def test_locks_have_hashes_and_no_address(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert "://" not in text
    blocks = re.split(r"\n(?=\S)", text.strip())
    assert blocks
    for block in blocks:
        assert PIN.match(block), block
        assert "--hash=sha256:" in block


def test_locks_agree() -> None:
    """What an image holds was tested: each of its packages stands in the big lock, in that version."""
    everything = dict(PIN.findall(LOCKS[0].read_text(encoding="utf-8")))
    for lock in LOCKS[1:]:
        assert set(PIN.findall(lock.read_text(encoding="utf-8"))) <= set(everything.items()), (
            f"{lock.name}: `make lock`"
        )


def test_locks_hold_every_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    locked = dict(PIN.findall(LOCKS[0].read_text(encoding="utf-8")))

    def names(requirements: list[object]) -> set[str]:
        found = [re.match(r"[A-Za-z0-9_.-]+", each) for each in requirements if isinstance(each, str)]
        return {re.sub(r"[-_.]+", "-", match[0]).lower() for match in found if match} - {"factwire"}

    groups = project["project"]["optional-dependencies"]
    wanted = names(project["project"]["dependencies"]).union(*map(names, groups.values()))
    kept_apart = {"bench"}  # what is measured beside Factwire lives in a venv of its own
    wanted |= set().union(
        *(names(group) for key, group in project["dependency-groups"].items() if key not in kept_apart)
    )
    assert wanted <= locked.keys(), "run `make lock`"
    for service in ("ingest", "extract", "store"):
        held = dict(PIN.findall((ROOT / "deploy" / f"{service}.lock").read_text(encoding="utf-8")))
        assert names(groups[service]) <= held.keys(), f"{service}: run `make lock`"


@pytest.mark.parametrize("document", ours("*.md"), ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)", document.read_text(encoding="utf-8")):
        assert "://" in target or (document.parent / target).exists(), target


def test_paths_named_in_the_documents_exist() -> None:
    """`services/…`, `shared/…` and so on in backquotes are real; a renamed file takes its mention along."""
    named = re.compile(r"`((?:services|shared|tests|docs|examples|deploy|bench)/[\w./-]*)`")
    missing = [
        f"{document.name}: {path}"
        for document in ours("*.md")
        for path in named.findall(document.read_text(encoding="utf-8"))
        if not (ROOT / path).exists() and not re.search("[A-Z]{4}", path)  # SERVICE and such stand for something
    ]
    assert not missing


def test_no_cancellation_is_lost() -> None:
    """On Python 3.11 `wait_for` swallows a cancellation that comes together with what it waits for (gh-86296)."""
    callers = [str(path) for name in ("services", "shared") for path in (ROOT / name).rglob("*.py")
               if "asyncio.wait_for(" in path.read_text(encoding="utf-8")]  # fmt: skip
    assert callers == [], "use `async with asyncio.timeout(…)`"


def test_modules_are_short_and_well_named() -> None:
    lines = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in ours("*.py")}
    assert {name: count for name, count in lines.items() if count > 300} == {}
    assert not [name for name in lines if Path(name).stem in ("utils", "common", "helpers", "manager", "base")]
