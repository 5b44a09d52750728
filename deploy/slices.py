"""What the copy of the core that is compiled asks of lists without making slices of them; compile.py writes the calls.

Half-open and clipped as a slice is. Compiled with the core, as its module `slices`.
"""

from __future__ import annotations


def sliced_bisect_left(values: list[int], x: int) -> int:
    low, high = 0, len(values)
    while low < high:
        middle = (low + high) >> 1
        if values[middle] < x:
            low = middle + 1
        else:
            high = middle
    return low


def sliced_bisect_right(values: list[int], x: int) -> int:
    low, high = 0, len(values)
    while low < high:
        middle = (low + high) >> 1
        if x < values[middle]:
            high = middle
        else:
            low = middle + 1
    return low


def sliced_alone(values: list[str], first: int, last: int) -> str:
    n = len(values)
    first = first if first >= 0 else first + n if first + n > 0 else 0
    last = n if last > n else last + n if last < 0 else last
    return values[first] if last - first == 1 else ""


def sliced_pair(values: list[str], first: int, last: int, one: str, two: str) -> bool:
    n = len(values)
    first = first if first >= 0 else first + n if first + n > 0 else 0
    last = n if last > n else last + n if last < 0 else last
    return last - first == 2 and values[first] == one and values[first + 1] == two


def sliced_triple(values: list[str], first: int, last: int, one: str, two: str, three: str) -> bool:
    return (
        (last - first == 3 or last < 0 or first < 0 or last > len(values))
        and len(found := values[first:last]) == 3
        and found[0] == one
        and found[1] == two
        and found[2] == three
    )


def sliced_has(values: list[str], first: int, last: int, word: str) -> bool:
    n = len(values)
    first = first if first >= 0 else first + n if first + n > 0 else 0
    last = n if last > n else last + n if last < 0 else last
    return any(values[i] == word for i in range(first, last))


def sliced_disjoint(values: list[str], first: int, last: int, words: frozenset[str]) -> bool:
    n = len(values)
    first = first if first >= 0 else first + n if first + n > 0 else 0
    last = n if last > n else last + n if last < 0 else last
    return all(values[i] not in words for i in range(first, last))
