"""deploy/slices.py answers as slices do: whatever the bounds, as compile.py puts it in their place."""

from __future__ import annotations

import random
import runpy
from bisect import bisect_left, bisect_right
from pathlib import Path

SLICES = runpy.run_path(str(Path(__file__).parents[2] / "deploy/slices.py"))
WORDS = ("of", "the", "steel", "mill")
ROUNDS = 3_000


def test_of_words() -> None:
    chance = random.Random(7)
    for _ in range(ROUNDS):
        values = chance.choices(WORDS, k=chance.randrange(7))
        first, last = (chance.choice((*range(-9, 10), 1 << 60)) for _ in range(2))
        word, some = chance.choice(WORDS), frozenset(chance.sample(WORDS, 2))
        part = values[first:last]
        given = (values, first, last)
        assert SLICES["sliced_has"](*given, word) is (word in part), given
        assert SLICES["sliced_disjoint"](*given, some) is some.isdisjoint(part), given
        assert (SLICES["sliced_alone"](*given) == word) is (part == [word]), given
        assert SLICES["sliced_pair"](*given, *WORDS[:2]) is (part == [*WORDS[:2]]), given
        assert SLICES["sliced_triple"](*given, *WORDS[:3]) is (part == [*WORDS[:3]]), given


def test_of_numbers() -> None:
    chance = random.Random(7)
    for _ in range(ROUNDS):
        values = sorted(chance.choices(range(9), k=chance.randrange(7)))
        x = chance.randrange(-1, 10)
        assert SLICES["sliced_bisect_left"](values, x) == bisect_left(values, x)
        assert SLICES["sliced_bisect_right"](values, x) == bisect_right(values, x)
