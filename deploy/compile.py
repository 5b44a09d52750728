"""Compile the extraction core of an installed copy of Factwire to C, by mypyc.

    python deploy/compile.py FOLDER     # the folder that `services` was installed to, a site-packages

The compiled modules are laid beside their .py files, and Python prefers them from then on. So this is never done to a
source tree, where they would go on running whatever is edited: a folder with a pyproject.toml is refused. What comes
out, and how fast, is told in docs/decisions/0010; tests/extract/test_compiled.py holds it against plain Python.

mypyc looks up a module's variables in its dictionary, and calls what a decorator returned like any foreign object. Both
are told to it as what they are, in the copy that it reads: a constant is `Final` (a C variable), and a function under
`@cache` keeps what it made in one. Plain Python gains nothing by either, so the sources stay as they read best.

Needs the group `compile` of pyproject.toml, a C compiler and Python's headers; takes some minutes.
"""

from __future__ import annotations

import ast
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

CORE = Path("services/extract/core")
_FUTURE = "from __future__ import annotations"
_CONSTANT = re.compile(r"_*[A-Z][A-Z0-9_]*")
_TYPES = frozenset(("TypeVar", "NewType"))


def settled(source: str) -> str:
    """A module's source with its constants final and its `@cache` functions native, every line where it was."""
    lines = source.split("\n")
    if _FUTURE not in lines:
        return source
    tree = ast.parse(source)
    stored = [node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            _keep(node, lines)
        elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0]
            called = node.value.func if isinstance(node.value, ast.Call) else None
            if (
                isinstance(target, ast.Name)
                and _CONSTANT.fullmatch(target.id)
                and stored.count(target.id) == 1
                and not (isinstance(called, ast.Name) and called.id in _TYPES)
            ):
                row = node.lineno - 1
                of = f"[{ast.unparse(node.annotation)}]" if isinstance(node, ast.AnnAssign) else ""
                lines[row] = f"{target.id}: Final{of} ={lines[row].partition(' =')[2]}"
    lines[lines.index(_FUTURE)] = f"{_FUTURE}; from typing import Final"
    return "\n".join(lines)


def _keep(node: ast.FunctionDef, lines: list[str]) -> None:
    """Rewrite a function under `@cache` in place, on its decorator's line and the two blank ones before it.

    Only the plain sort is touched: one decorator, positional parameters without defaults, a declared result.
    """
    row = node.decorator_list[0].lineno - 1 if node.decorator_list else 0
    given = node.args
    if node.returns is None or lines[row - 2 : row + 1] != ["", "", "@cache"]:
        return
    if given.vararg or given.kwarg or given.kwonlyargs or given.posonlyargs or given.defaults:
        return
    name, result = node.name, ast.unparse(node.returns)
    parameters = ", ".join(ast.unparse(one) for one in given.args)
    names = ", ".join(one.arg for one in given.args)
    kinds = ", ".join(ast.unparse(one.annotation) for one in given.args if one.annotation)
    several = len(given.args) > 1
    key = f"({names})" if several else names
    if not names:  # a table: in a list, which is empty until it is asked for
        kept, store, look = f"list[{result}]] = []", f"_kept_{name}.append(made)", f"_kept_{name}[0] if _kept_{name}"
    else:
        kept = f"dict[{f'tuple[{kinds}]' if several else kinds}, {result}]] = {{}}"
        store = f"_kept_{name}[{key}] = made"
        look = f"found if (found := _kept_{name}.get({key})) is not None"
    lines[row - 2] = f"_kept_{name}: Final[{kept}"
    lines[row - 1] = f"def _keep_{name}({parameters}) -> {result}: made = _made_{name}({names}); {store}; return made"
    lines[row] = f"def {name}({parameters}) -> {result}: return {look} else _keep_{name}({names})"
    defined = node.lineno - 1
    lines[defined] = lines[defined].replace(f"def {name}(", f"def _made_{name}(", 1)


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
        paths = sorted(path for path in CORE.rglob("*.py") if path.name != "__init__.py")
        for path in paths:
            path.write_text(settled(path.read_text(encoding="utf-8")), encoding="utf-8")
        os.environ["MYPY_CACHE_DIR"] = f"{passing}/mypy"
        # One C file a module: a single one of a million lines takes gcc twice the time and gigabytes.
        extensions = mypycify(
            ["--config-file=", *map(str, paths)],
            opt_level="2",
            debug_level="0",
            multi_file=True,
            target_dir=f"{passing}/c",
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
