"""The index of bands: who shares most comes first, and what everybody has leads nowhere."""

from __future__ import annotations

import zlib

from services.ingest.buckets import Buckets


def some(number: int) -> list[int]:
    """The bands of a text."""
    return [zlib.crc32(f"{number} {band}".encode()) for band in range(12)]


def test_buckets_give_those_that_share_most() -> None:
    buckets = Buckets()
    common = zlib.crc32(b"a foot line")
    for number in range(1, 60_001):  # more than two segments hold
        buckets.add([*some(number)[:11], common], number, number)
    wanted = [*some(59_000)[:6], *some(1)[:3]]
    assert sorted(buckets.find(wanted, 2)) == [1, 59_000]
    assert buckets.find(wanted, 1) == [59_000]
    assert 32 < len(buckets.find([common], 10_000)) <= 3 * 32  # a band that everybody has says little
    buckets.expire(59_999)
    assert buckets.find(some(1), 4) == []
    assert buckets.find(some(60_000), 4) == [60_000]


def test_what_was_taken_back_is_found_no_more_and_leaves_the_others() -> None:
    close = [7 << 13 | low for low in range(12)]  # all begin to look at the same place
    buckets = Buckets()
    for number in range(1, 6):
        buckets.add(close, number, 0)
    buckets.remove(close, 2)
    assert sorted(buckets.find(close, 9)) == [1, 3, 4, 5]
    buckets.remove(close, 9)  # which was never there
    for number in range(6, 9):
        buckets.add(close, number, 0)
    assert sorted(buckets.find(close, 9)) == [1, 3, 4, 5, 6, 7, 8]


def test_of_very_many_that_were_taken_back_room_is_left() -> None:
    buckets = Buckets()
    for number in range(1, 100_001):  # as when Redis is away, and posts go on
        buckets.add(some(number), number, 0)
        buckets.remove(some(number), number)
    buckets.add(some(1), 100_001, 0)
    assert buckets.find(some(1), 4) == [100_001]
    assert buckets.find(some(2), 4) == []


def test_one_that_is_tried_again_and_again_takes_no_more_room() -> None:
    buckets = Buckets()
    for number in range(1, 100_001):
        buckets.add(some(1), number, 0)
        buckets.remove(some(1), number)
    assert len(buckets._segments) == 1
