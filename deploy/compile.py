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
from collections.abc import Iterable
from pathlib import Path

CORE = Path("services/extract/core")
SHORTCUTS = Path(__file__).resolve().with_name("shortcuts.h")
EXTRACTOR = Path("services/extract/extractor.py")  # which makes facts of what the core found
SLICES = Path(__file__).resolve().with_name("slices.py")
_FUTURE = "from __future__ import annotations"
_CONSTANT = re.compile(r"_*[A-Z][A-Z0-9_]*")
_TYPES = frozenset(("TypeVar", "NewType"))
_SLICES = "services.extract.core.slices"  # where slices.py lies in the copy
_LISTS = frozenset(("lows", "words"))  # what everywhere is the name of a list of words
_SEARCHES = ("bisect_left", "bisect_right")  # of two arguments: always of numbers, and called as what they are
_REPLACED = "[setattr(made, *one) for one in new.items()]; return made  # type: ignore[func-returns-value]"
# Where mypyc's C has what runs once, or when Python calls in: the bodies of modules, and the wrappers of functions.
_SELDOM = re.compile(r"(?m)^\s*(?=(?:PyObject \*|char |int )(?:CPyPy_|CPyInit|CPyExec_|\w*___top_level__\()[^;{]*\{)")
_BUILT_IN = re.compile(r"(?:\b(?:dict|frozenset|list|tuple|str|int|float|bool|None)\b|[\[\], |.])+")


def settled(source: str, cached: dict[str, str] | None = None) -> str:
    """A module's source with its constants final and its `@cache` functions native, every line where it was; `cached`
    are the functions under `@cache` of all modules, whose calls with nothing but literals are made once."""
    lines = source.split("\n")
    if _FUTURE not in lines:
        return source
    tree = ast.parse(source)
    further = _rewritten(tree, lines, cached or {})
    stored = [node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            _keep(node, lines)
        elif isinstance(node, ast.ClassDef) and [ast.unparse(one) for one in node.bases] == ["NamedTuple"]:
            _slots(node, lines)
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
    lines[lines.index(_FUTURE)] = "; ".join([_FUTURE, "from typing import Final", *further])
    return "\n".join(lines)


def tables(paths: Iterable[Path]) -> dict[str, str]:
    """Full name -> result, of the functions under a bare `@cache` whose result any module can name."""
    found = {}
    for path in paths:
        for name, result in _tables(ast.parse(path.read_text(encoding="utf-8"))).items():
            found[f"{'.'.join(path.with_suffix('').parts)}.{name}"] = result
    return found


def _tables(tree: ast.Module) -> dict[str, str]:
    """Name -> result, of the same functions of one module."""
    found = {}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and [ast.unparse(one) for one in node.decorator_list] == ["cache"]:
            result = ast.unparse(node.returns) if node.returns is not None else "?"
            if _BUILT_IN.fullmatch(result):
                found[node.name] = result
    return found


def _rewritten(tree: ast.Module, lines: list[str], cached: dict[str, str]) -> list[str]:
    """Let calls like `words("grammar", "nouns")` look into a list of their own, and comparisons like
    `lows[i : i + 1] == ["of"]` make no lists; what declares the one and imports the other."""
    known = {}  # as written here -> full name
    for node in tree.body:
        if isinstance(node, ast.ImportFrom):
            known.update({name.asname or name.name: f"{node.module}.{name.name}" for name in node.names})
    own = _tables(tree)
    declared: dict[str, str] = {}
    places = set()
    quoted = {id(inner) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for inner in ast.walk(node)}
    bodies = [body for body in tree.body if isinstance(body, ast.FunctionDef | ast.ClassDef)]
    for inner in (one for body in bodies for one in ast.walk(body)):
        if id(inner) in quoted or not isinstance(inner, ast.Call | ast.Compare) or inner.lineno != inner.end_lineno:
            continue  # columns within a formatted string are not the line's
        end = inner.end_col_offset or 0
        if isinstance(inner, ast.Compare):
            new = _compared(inner)
        elif (new := _apart(inner)) is not None:
            pass
        elif ast.unparse(inner.func) in _SEARCHES and len(inner.args) == 2 and not inner.keywords:
            new, end = f"sliced_{ast.unparse(inner.func)}", inner.func.end_col_offset or 0
        else:
            before, _, last = ast.unparse(inner.func).rpartition(".")
            result = (
                cached.get(f"{known.get(before)}.{last}") if before else cached.get(known.get(last, ""), own.get(last))
            )
            literal = inner.args and not inner.keywords and all(isinstance(one, ast.Constant) for one in inner.args)
            new = None
            if result is not None and literal:
                call = ast.unparse(inner)
                kept = declared.setdefault(call, f"_once_{len(declared)}: Final[list[{result}]] = []").partition(":")[0]
                new = f"({kept} or {kept}.__iadd__([{call}]))[0]"
        if new is not None:
            places.add((inner.lineno - 1, inner.col_offset, end, new))
    for row, start, end, new in sorted(places, reverse=True):
        if any(row == r and a <= start and end <= b and end - start < b - a for r, a, b, _ in places):
            continue  # within another
        line = lines[row].encode()  # columns count bytes
        lines[row] = f"{line[:start].decode()}{new}{line[end:].decode()}"
    names = ", ".join(
        node.name for node in ast.parse(SLICES.read_text("utf-8")).body if isinstance(node, ast.FunctionDef)
    )
    return [f"from {_SLICES} import {names}", *declared.values()]


def _compared(node: ast.Compare) -> str | None:
    """A slice compared with lists of one to three literals, through the functions of `slices`; None for all else."""
    left, right = node.left, node.comparators[0]
    if (
        len(node.ops) == 1
        and isinstance(node.ops[0], ast.In | ast.NotIn)
        and isinstance(getattr(left, "value", None), str)
    ):
        given = _sliced(right)
        negated = "not " if isinstance(node.ops[0], ast.NotIn) else ""
        return f"({negated}sliced_has({given}, {ast.unparse(left)}))" if given is not None else None
    if len(node.ops) > 1 or not isinstance(left, ast.Subscript) or not isinstance(left.slice, ast.Slice):
        return None
    negated = "not " if isinstance(node.ops[0], ast.NotEq | ast.NotIn) else ""
    lists = [right] if isinstance(node.ops[0], ast.Eq | ast.NotEq) else getattr(right, "elts", [])
    words = [one.elts if isinstance(one, ast.List) else [] for one in lists]
    if not words or not all(one and all(isinstance(w, ast.Constant) and w.value for w in one) for one in words):
        return None
    if max(map(len, words)) > 3 or left.slice.step is not None:
        return None
    at = [left.value, left.slice.lower or ast.Constant(0), left.slice.upper or ast.Constant(1 << 60)]
    given = ", ".join(ast.unparse(one) for one in at)
    single = [ast.unparse(one[0]) for one in words if len(one) == 1]
    tests = [f"sliced_alone({given}) in ({', '.join(single)},)"] if single else []
    for count, name in ((2, "sliced_pair"), (3, "sliced_triple")):
        tests += [f"{name}({given}, {', '.join(map(ast.unparse, one))})" for one in words if len(one) == count]
    return f"({negated}({' or '.join(tests)}))"


def _apart(node: ast.Call) -> str | None:
    """`_WORDS.isdisjoint(lows[a:b])` through the functions of `slices`; None for all else."""
    func = node.func
    if not isinstance(func, ast.Attribute) or func.attr != "isdisjoint" or not isinstance(func.value, ast.Name):
        return None
    given = _sliced(node.args[0]) if _CONSTANT.fullmatch(func.value.id) else None
    return f"sliced_disjoint({given}, {func.value.id})" if given is not None else None


def _sliced(node: ast.expr) -> str | None:
    """A slice of a list of words as the arguments list, first and last; None for all else."""
    if not isinstance(node, ast.Subscript) or not isinstance(node.slice, ast.Slice) or node.slice.step is not None:
        return None
    if ast.unparse(node.value).rpartition(".")[2] not in _LISTS:
        return None
    bounds = (node.slice.lower or ast.Constant(0), node.slice.upper or ast.Constant(1 << 60))
    return ", ".join(map(ast.unparse, (node.value, *bounds)))


def _slots(node: ast.ClassDef, lines: list[str]) -> None:
    """Rewrite a named tuple in place as a class with slots, which takes a tenth of the time to make: its methods stand
    on the lines of docstring and fields. What takes one apart, or has no line for `_replace`, fails to compile then."""
    fields = [one for one in node.body if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)]
    told = [one for one in node.body if isinstance(one, ast.Expr) and one.lineno == one.end_lineno]
    if len(told) + len(fields) < 3 or any(one.lineno != one.end_lineno for one in fields):
        return
    names = [one.target.id for one in fields if isinstance(one.target, ast.Name)]
    given = ", ".join(ast.unparse(one) for one in fields)
    own = ", ".join(f"self.{name}" for name in names)
    same = " and ".join(f"self.{name} == other.{name}" for name in names)
    methods = [
        f"def __init__(self, {given}) -> None: {'; '.join(f'self.{name} = {name}' for name in names)}",
        f"def __eq__(self, other: object) -> bool: return isinstance(other, {node.name}) and {same}",
        f"def __hash__(self) -> int: return hash(({own},))",
        f"def _replace(self, **new: object) -> {node.name}: made = {node.name}({own}); {_REPLACED}",
    ]
    lines[node.lineno - 1] = f"class {node.name}:"
    for i, one in enumerate((*told, *fields)):
        lines[one.lineno - 1] = f"    {methods[i]}" if i < len(methods) else ""


def _keep(node: ast.FunctionDef, lines: list[str]) -> None:
    """Rewrite a function under `@cache` in place, on its decorator's line and the two blank ones before it. Only the
    plain sort is touched: one decorator, positional parameters without defaults, a declared result."""
    row = node.decorator_list[0].lineno - 1 if node.decorator_list else 0
    given = node.args
    if node.returns is None or lines[row - 2 : row + 1] != ["", "", "@cache"]:
        return
    if given.vararg or given.kwarg or given.kwonlyargs or given.posonlyargs or given.defaults:
        return
    name, result = node.name, ast.unparse(node.returns)
    parameters = ", ".join(ast.unparse(one) for one in given.args)
    names = ", ".join(one.arg for one in given.args)
    kinds = [ast.unparse(one.annotation) for one in given.args if one.annotation]
    if not names:  # a table: in a list, which is empty until it is asked for
        kept, store, look = f"list[{result}]] = []", f"_kept_{name}.append(made)", f"_kept_{name}[0] if _kept_{name}"
    else:  # dictionaries of dictionaries: a tuple would have to be made, hashed and compared
        *outer, inner = names.split(", ")
        kept = f"{''.join(f'dict[{kind}, ' for kind in kinds)}{result}{']' * len(kinds)}] = {{}}"
        store = f"_kept_{name}{''.join(f'.setdefault({one}, {{}})' for one in outer)}[{inner}] = made"
        looks, last = [], f"_kept_{name}"
        for place, one in enumerate(names.split(", ")):
            looks.append(f"(found_{place} := {last}.get({one})) is not None")
            last = f"found_{place}"
        look = f"{last} if {' and '.join(looks)}"
    lines[row - 2] = f"_kept_{name}: Final[{kept}"
    lines[row - 1] = f"def _keep_{name}({parameters}) -> {result}: made = _made_{name}({names}); {store}; return made"
    lines[row] = f"def {name}({parameters}) -> {result}: return {look} else _keep_{name}({names})"
    defined = node.lineno - 1
    lines[defined] = lines[defined].replace(f"def {name}(", f"def _made_{name}(", 1)


def _shortened(source: Path) -> None:
    """Let a module that mypyc wrote ask by the ways of shortcuts.h, set apart what seldom runs, and know what the
    others declare as of the same library, so that it goes there without a table of addresses."""
    declared, _, rest = source.read_text(encoding="utf-8").partition("\n\n")
    head = f'#include <Python.h>\n#pragma GCC visibility push(hidden)\n{declared}\n#include "{SHORTCUTS}"\n\n'
    source.write_text(head + _SELDOM.sub("\\g<0>SHORTCUT_COLD ", rest), encoding="utf-8")


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
        paths = sorted([*(path for path in CORE.rglob("*.py") if path.name != "__init__.py"), EXTRACTOR])
        cached = tables(paths)
        for path in paths:
            path.write_text(settled(path.read_text(encoding="utf-8"), cached), encoding="utf-8")
        paths.append(Path(*_SLICES.split(".")).with_suffix(".py"))
        shutil.copy(SLICES, paths[-1])
        os.environ["MYPY_CACHE_DIR"] = f"{passing}/mypy"
        # One C file a module: a single one of a million lines takes gcc twice the time and gigabytes.
        extensions = mypycify(
            ["--config-file=", "--ignore-missing-imports", *map(str, paths)],
            opt_level="2",
            debug_level="0",
            multi_file=True,
            target_dir=f"{passing}/c",
        )
        for extension in extensions:
            sources = [source for source in map(Path, extension.sources) if source.name.startswith("__native_services")]
            for source in sources:
                _shortened(source)
            if sources:
                extension.sources.append(str(shutil.copy(SHORTCUTS.with_suffix(".c"), f"{passing}/c")))
            if sys.platform == "linux":  # a call from module to module goes there at once: nobody may stand in for it
                extension.extra_link_args = [*(extension.extra_link_args or ()), "-Wl,-Bsymbolic-functions"]
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
