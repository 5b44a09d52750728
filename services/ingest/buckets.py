"""Where texts that share a band are found: the hash tables of locality-sensitive hashing, in memory.

The sketches themselves are in the books; this is their index, built anew from them when it is first needed. On disk its
rows would be scattered over as many pages as there are rows, and each article would dirty a dozen.

Open addressing with linear probing (Knuth, "The Art of Computer Programming", volume 3, 6.4), in segments of 4 MB for
some 26,000 texts each: none ever grows, and the oldest goes whole. An entry is four bytes of the band, and four of the
text's number. What is found has to be compared: another text's band may be the same by chance, and its text be gone.

Most texts are like no other one. So a map of a byte for each of 2**20 ranges of bands stands before each segment: where
nothing is marked, which is so for three bands of four and more, there is no entry of that band.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Sequence

_BITS = 19  # of a segment's size: 2**19 places of eight bytes
_SHIFT, _MASK = 32 - _BITS, (1 << _BITS) - 1
_SEEN = 32 - 20  # bits of a band that tell nothing of its range
_FULL = 0.6  # share of places taken, above which probing gets slow
_ALIKE = 32  # entries of one band in a segment: a thousand texts with one foot line say nothing about each other

_GONE = (1 << 32) - 1  # the number where one was removed; the next that comes by takes the place


class _Segment:
    def __init__(self) -> None:
        self.taken = 0
        self.newest = 0.0
        self.seen = bytearray(1 << 32 - _SEEN)
        self.bands = array("I", bytes(4 << _BITS))
        self.numbers = array("I", bytes(4 << _BITS))  # 0 where nothing is


class Buckets:
    """Bands (below 2**32) → numbers of texts (1 to 2**32 - 2)."""

    def __init__(self) -> None:
        self._segments: list[_Segment] = []

    def add(self, bands: Sequence[int], number: int, made_at: float) -> None:
        """Index a text under its bands; `made_at` is its time, for `expire`."""
        segment = self._segments[-1] if self._segments else None
        if segment is None or segment.taken > _FULL * (1 << _BITS):
            segment = _Segment()
            self._segments.append(segment)
        segment.newest = max(segment.newest, made_at)
        segment.taken += len(bands)  # a few too many where many have the same band
        seen, its, numbers = segment.seen, segment.bands, segment.numbers
        for band in bands:
            seen[band >> _SEEN] = 1
            at = band >> _SHIFT
            if numbers[at]:
                same = 0
                while same < _ALIKE and 0 < numbers[at] < _GONE:
                    same += its[at] == band
                    at = (at + 1) & _MASK
                if same == _ALIKE:
                    continue
                segment.taken -= numbers[at] == _GONE  # counted when it was taken first
            its[at] = band
            numbers[at] = number

    def remove(self, bands: Sequence[int], number: int) -> None:
        """Take back what was added."""
        for segment in self._segments:
            for band in bands:
                at = band >> _SHIFT
                while segment.numbers[at] and (segment.bands[at] != band or segment.numbers[at] != number):
                    at = (at + 1) & _MASK
                if segment.numbers[at]:
                    segment.numbers[at] = _GONE  # and not 0, at which those that lie behind would no longer be found

    def find(self, bands: Sequence[int], most: int) -> list[int]:
        """The numbers that share most bands, at most so many; of equals those that came first."""
        found: list[int] = []
        for segment in self._segments:
            seen = segment.seen
            if not (some := [band for band in bands if seen[band >> _SEEN]]):
                continue
            its, numbers = segment.bands, segment.numbers
            for band in some:
                at = band >> _SHIFT
                while number := numbers[at]:
                    if its[at] == band and number != _GONE:
                        found.append(number)
                    at = (at + 1) & _MASK
        if not found:
            return found
        shared = Counter(found)
        if len(shared) <= most:
            return list(shared)
        return sorted(shared, key=lambda number: (-shared[number], number))[:most]

    def expire(self, before: float) -> None:
        """Let go of segments in which everything is older."""
        while self._segments and self._segments[0].newest < before:
            del self._segments[0]
