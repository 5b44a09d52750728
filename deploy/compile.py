"""Compile the extraction core of an installed copy of Factwire to C, by mypyc.

    python deploy/compile.py FOLDER     # the folder that `services` was installed to, a site-packages

The compiled modules are laid beside their .py files, and Python prefers them from then on. So this is never done to a
source tree, where they would go on running whatever is edited: a folder with a pyproject.toml is refused. What comes
out, and how fast, is told in docs/decisions/0010; tests/extract/test_compiled.py holds it against plain Python.

Needs the group `compile` of pyproject.toml, a C compiler and Python's headers; takes some minutes.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

CORE = Path("services/extract/core")


def main() -> int:
    """Compile; 0 where it is done, 2 with a line that says why it cannot be."""
    if len(sys.argv) != 2:
        sys.stderr.write("usage: python deploy/compile.py FOLDER\n")
        return 2
    folder = Path(sys.argv[1]).resolve()
    if (folder / "pyproject.toml").exists() or not (folder / CORE).is_dir():
        sys.stderr.write(f"{folder} is no installed copy of Factwire: install it there first, without --editable\n")
        return 2
    from mypyc.build import mypycify
    from setuptools import setup

    with tempfile.TemporaryDirectory() as passing:
        # Alone, so that mypy takes no library that lies beside it for sources.
        shutil.copytree(folder / "services", f"{passing}/alone/services", ignore=shutil.ignore_patterns("*.so"))
        os.chdir(f"{passing}/alone")
        modules = sorted(str(path) for path in CORE.rglob("*.py") if path.name != "__init__.py")
        os.environ["MYPY_CACHE_DIR"] = f"{passing}/mypy"
        # One C file a module: a single one of a million lines takes gcc twice the time and gigabytes.
        extensions = mypycify(
            ["--config-file=", *modules], opt_level="2", debug_level="0", multi_file=True, target_dir=f"{passing}/c"
        )
        setup(
            name="factwire-core",
            packages=[],
            ext_modules=extensions,
            script_args=["--quiet", "build_ext", "--build-temp", f"{passing}/o", "--build-lib", str(folder)],
        )
        os.chdir(folder)  # out of what is removed
    return 0


if __name__ == "__main__":
    sys.exit(main())
