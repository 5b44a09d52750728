"""Which Python `make setup` takes: deploy/python.sh, with Pythons that say what they are, and with the one that runs;
and what it does with a .venv that is there.

Those of the first sort are shell scripts that answer as a Python of that build does; what real ones answer to the
question is the matter of the last test.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent.parent / "deploy/python.sh"


def chosen(*folders: Path) -> subprocess.CompletedProcess[str]:
    """The choice, where PATH has these folders and nothing else."""
    environ = {"PATH": os.pathsep.join(map(str, folders))}
    return subprocess.run(["/bin/sh", str(SCRIPT)], env=environ, capture_output=True, text=True, check=False)


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with a C compiler."""
    folder = tmp_path / "cc"
    program(folder / "cc", "exit 0")
    return folder


def program(path: Path, body: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def python(path: Path, *says: str) -> Path:
    return program(path, "\n".join(f"echo {one}" for one in says) or "exit 1")


def test_the_first_is_taken_where_none_serves_better(tmp_path: Path, here: Path) -> None:
    first = python(tmp_path / "a/python3", "3.12.1", "whole", "headers")
    python(tmp_path / "b/python3", "3.11.2", "whole", "headers")
    python(tmp_path / "b/python3.13", "3.13.0", "whole", "headers")
    done = chosen(first.parent, tmp_path / "b", here)
    assert done.stdout == f"{first}\n"
    assert done.stderr.startswith(f"Python 3.12.1 ({first}); ")


def test_one_that_was_optimised_goes_before(tmp_path: Path, here: Path) -> None:
    first = python(tmp_path / "a/python3", "3.13.0", "whole", "headers")
    other = python(tmp_path / "b/python3", "3.11.2", "whole", "headers", "optimised")
    done = chosen(first.parent, other.parent, here)
    assert done.stdout == f"{other}\n"
    assert done.stderr.startswith(
        f"Python 3.11.2 ({other}), since it was built with optimisations and {first} was not; "
    )


def test_headers_go_before_optimisations_where_there_is_a_compiler(tmp_path: Path, here: Path) -> None:
    first = python(tmp_path / "a/python3", "3.11.2", "whole", "optimised")
    other = python(tmp_path / "b/python3", "3.12.1", "whole", "headers")
    assert chosen(first.parent, other.parent).stdout == f"{first}\n"
    done = chosen(first.parent, other.parent, here)
    assert done.stdout == f"{other}\n"
    assert "has no headers for `make fast`" in done.stderr


def test_one_that_makes_no_environment_is_the_last_resort(tmp_path: Path, here: Path) -> None:
    first = python(tmp_path / "a/python3", "3.11.2", "headers", "optimised")
    other = python(tmp_path / "b/python3.12", "3.12.1", "whole")
    done = chosen(first.parent, other.parent, here)
    assert done.stdout == f"{other}\n"
    assert f"since {first} can make no whole environment" in done.stderr
    assert chosen(first.parent, here).stdout == f"{first}\n"


def test_shims_of_versions_that_are_not_there_are_passed_over(tmp_path: Path, here: Path) -> None:
    python(tmp_path / "a b/python3")
    python(tmp_path / "a b/python3.12")
    found = python(tmp_path / "a b/python3.11", "3.11.7", "whole", "headers")
    assert chosen(found.parent, here).stdout == f"{found}\n"


def test_none_at_all_is_told(tmp_path: Path, here: Path) -> None:
    python(tmp_path / "a/python3")
    done = chosen(tmp_path / "a", here)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("Factwire needs Python 3.11 to 3.14; none was found.")


def test_a_real_python_answers(tmp_path: Path) -> None:
    folder = tmp_path / "real"
    folder.mkdir()
    (folder / "python3").symlink_to(Path(sys.executable).resolve())
    done = chosen(folder)
    assert done.stdout == f"{folder / 'python3'}\n"
    assert done.stderr.startswith(f"Python {platform.python_version()} ({folder / 'python3'}); ")


# Answers as a Python does that `make setup` asks for an environment; `without` stands where it has nothing to make one.
MAKER = """
echo "$0 $*" >> {log}
case "$*" in
"-m venv"*) mkdir -p .venv/bin; cp "$0" .venv/bin/python; [ ! -e {without} ] && touch .venv/pip ;;
*"pip --version") [ -e .venv/pip ] ;;
"-m ensurepip") exit 1 ;;
esac"""


@pytest.mark.skipif(shutil.which("make") is None, reason="no make here")
def test_an_environment_is_made_once_and_again_where_that_failed(tmp_path: Path) -> None:
    root = tmp_path / "clone"
    root.mkdir()
    for name in ("Makefile", "pyproject.toml", "requirements.lock"):
        shutil.copy(SCRIPT.parent.parent / name, root / name)
    log, without = tmp_path / "log", tmp_path / "without"
    maker = program(tmp_path / "a b" / "python3", MAKER.format(log=log, without=without))

    def made() -> tuple[int, int]:
        """What `make setup` ended with, and how many environments were made."""
        log.write_text("")
        (root / ".venv/.stamp").unlink(missing_ok=True)
        done = subprocess.run(["make", "setup", f"PYTHON={maker}"], cwd=root, capture_output=True, check=False)
        return done.returncode, log.read_text().count("-m venv")

    without.touch()
    assert made() == (2, 1)
    assert (root / ".venv/bin/python").exists()
    without.unlink()
    assert made() == (0, 1)
    assert made() == (0, 0)
