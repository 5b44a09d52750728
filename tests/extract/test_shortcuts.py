"""deploy/shortcuts.c answers as Python does: each of its functions, over strings, sets, lists and dicts of all sorts.

It is built here as a library of its own, over plain fall-backs in place of mypyc's. Where there is no C compiler or no
headers of Python, this is left out and says so.
"""

from __future__ import annotations

import ctypes
import itertools
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SOURCE = Path(__file__).parents[2] / "deploy/shortcuts.c"
HEADERS = Path(sysconfig.get_path("include"))
FALL_BACKS = """
#include <Python.h>
PyObject *CPyStr_GetItem(PyObject *text, size_t index) { return PySequence_GetItem(text, (Py_ssize_t)index >> 1); }
int CPyStr_Startswith(PyObject *text, PyObject *part)
{
    return PyUnicode_Tailmatch(text, part, 0, PY_SSIZE_T_MAX, -1);
}
int CPyStr_Endswith(PyObject *text, PyObject *part) { return PyUnicode_Tailmatch(text, part, 0, PY_SSIZE_T_MAX, 1); }
char CPyStr_EqualLiteral(PyObject *text, PyObject *literal, Py_ssize_t n) { return !PyUnicode_Compare(text, literal); }
PyObject *CPyTagged_StealAsObject(size_t tagged) { return PyLong_FromSsize_t((Py_ssize_t)tagged >> 1); }
PyObject *CPyDict_GetWithNone(PyObject *dict, PyObject *key)
{
    PyObject *found = PyDict_GetItemWithError(dict, key);
    if (found == NULL && PyErr_Occurred())
        return NULL;
    found = found == NULL ? Py_None : found;
    Py_INCREF(found);
    return found;
}
"""


_TWO: Any = ctypes.py_object * 2
_SORTS: dict[type, Any] = {int: ctypes.c_size_t, _TWO: _TWO, type(None): ctypes.c_void_p}


class Text(str):
    __slots__ = ()


WORDS = ("", "a", "V", "of", "off", "café", "é", "Алма", "VWXG", "CUNP%,RI", "NPGDQACRIT", "x" * 15, "x" * 16 + "V")
TEXTS = (*WORDS, *(Text(word) for word in WORDS))


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Any]:
    """What calls a function by its name: the type of its result, then what it is given."""
    compiler = shutil.which("cc")
    if compiler is None or not (HEADERS / "Python.h").exists():
        pytest.skip("no C compiler, or no headers of Python, is here")
    folder = tmp_path_factory.mktemp("shortcuts")
    (folder / "plain.c").write_text(FALL_BACKS)
    # Seen from outside here, which nothing but a test wants.
    command = [compiler, "-O2", "-Wall", "-Werror", "-shared", "-fPIC", "-Dvisibility(x)=unused", f"-I{HEADERS}"]
    subprocess.run([*command, SOURCE, folder / "plain.c", "-o", folder / "shortcuts.so"], check=True)
    library = ctypes.PyDLL(str(folder / "shortcuts.so"))

    def call(name: str, result: Any, *arguments: Any) -> Any:
        function = getattr(library, f"Shortcut_{name}")
        function.restype = result
        function.argtypes = [_SORTS.get(type(one), ctypes.py_object) for one in arguments]
        return function(*arguments)

    return call


def copied(text: str) -> str:
    """The same characters in another object, whose hash nobody has asked for."""
    return type(text)("".join([*text[:1], text[1:]]))


def test_strings(given: Callable[..., Any]) -> None:
    for text, part in itertools.product(TEXTS, repeat=2):
        assert given("StrContains", ctypes.c_int, text, part) == (part in text)
        assert given("StrStarts", ctypes.c_int, text, part) == text.startswith(part)
        assert given("StrEnds", ctypes.c_int, text, part) == text.endswith(part)
        if len(text) == len(part):
            assert given("StrSame", ctypes.c_char, copied(text), part, len(part)) == bytes([text == part])
    for letter, count in itertools.product("VWé", range(20)):
        for at in range(count):
            assert given("StrContains", ctypes.c_int, "x" * at + "V" + "x" * (count - at), letter) == (letter == "V")


def test_letters_of_a_string(given: Callable[..., Any]) -> None:
    for text in TEXTS:
        for i in range(len(text)):
            assert given("StrItem", ctypes.py_object, text, 2 * i) == text[i]
        with pytest.raises(IndexError):
            given("StrItem", ctypes.py_object, text, 2 * len(text))


def test_sets_and_dicts(given: Callable[..., Any]) -> None:
    for count, kind in itertools.product(range(14), (set, frozenset)):
        words = kind(WORDS[:count])
        table = {word: i for i, word in enumerate(WORDS[:count])}
        for text in (*TEXTS, *map(copied, TEXTS)):
            assert given("SetContains", ctypes.c_int, words, text) == (text in words)
            assert given("DictGet", ctypes.py_object, table, text) == table.get(text)
    left = set(map(str, range(40)))
    for i in range(39):
        left.remove(str(i))  # leaves cells that were in use
    assert given("SetContains", ctypes.c_int, left, "39") == 1
    assert given("SetContains", ctypes.c_int, left, "3") == 0
    with pytest.raises(TypeError, match="unhashable"):
        given("SetContains", ctypes.c_int, left, [])


def test_methods(given: Callable[..., Any]) -> None:
    removed = set(map(str, range(40)))
    removed -= set(map(str, range(38)))
    sets: list[Any] = [
        *(set(WORDS[i:j]) for i, j in itertools.combinations(range(14), 2)),
        set(),
        removed,
        {"3", 3, None},
    ]
    others: list[Any] = [*sets[::3], [], ["of"], ["39", 3], ("V", "39"), (None,), {"39": 1}, "V39", Text("V")]
    for one, other in itertools.product((*sets, *(frozenset(one) for one in sets[::5])), others):
        found = given("CallMethod", ctypes.py_object, "isdisjoint", _TWO(one, other), 2, None)
        assert found is one.isdisjoint(other), (one, other)
    with pytest.raises(TypeError, match="unhashable"):
        given("CallMethod", ctypes.py_object, "isdisjoint", _TWO(removed, [[]]), 2, None)
    for text in (*TEXTS, *"AZ@[az`{7É"):
        for method in ("isupper", "islower"):
            name = sys.intern(method)
            found = given("CallMethod", ctypes.py_object, name, _TWO(text, text), 1, None)
            assert found is getattr(text, method)()


def test_lists(given: Callable[..., Any]) -> None:
    class Own(list[int]):
        pass

    for kind in (list, Own):
        made: Any = kind()
        for i in range(50):
            assert given("ListAppend", ctypes.c_int, made, str(i)) == 0
        assert made == list(map(str, range(50)))


def test_numbers(given: Callable[..., Any]) -> None:
    largest = 1 << 63
    for number in (0, 1, 256, 257, 4095, 4096, 1 << 40, -1, -4096):
        for _ in range(2):
            assert given("Number", ctypes.py_object, 2 * number % (2 * largest)) == number
