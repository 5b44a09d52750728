"""Where texts that share a band are found: the hash tables of locality-sensitive hashing, in memory.

The sketches themselves are in the books; this is their index, built anew from them when it is first needed. On disk its
rows would be scattered over as many pages as there are rows, and each article would dirty a dozen.

Open addressing with linear probing (Knuth, "The Art of Computer Programming", volume 3, 6.4), in segments of 4 MB for
some 26,000 texts each: none ever grows, and the oldest goes whole. An entry is eight bytes: the band, and the text's
number. What is found has to be compared: another text's band may be the same by chance, and its text be gone.

Most texts are like no other one. So a map of a byte for each of 2**20 ranges of bands stands before each segment: where
nothing is marked, which is so for three bands of four and more, there is no entry of that band.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Sequence

_BITS = 19  # of a segment's size: 2**19 places of eight bytes
_SEEN = 32 - 20  # bits of a band that tell nothing of its range
_FULL = 0.6  # share of places taken, above which probing gets slow
_ALIKE = 32  # entries of one band in a segment: a thousand texts with one foot line say nothing about each other
_NUMBER = (1 << 32) - 1


class _Segment:
    def __init__(self) -> None:
        self.taken = 0
        self.newest = 0.0
        self.seen = bytearray(1 << 32 - _SEEN)
        self.places = array("Q", bytes(8 << _BITS))


class Buckets:
    """Bands (below 2**32) → numbers of texts (1 to 2**32 - 1)."""

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
        seen, places, shift, mask = segment.seen, segment.places, 32 - _BITS, (1 << _BITS) - 1
        for band in bands:
            seen[band >> _SEEN] = 1
            at = band >> shift
            if entry := places[at]:
                same = 0
                while same < _ALIKE and (entry := places[at]):
                    same += entry >> 32 == band
                    at = (at + 1) & mask
            if not entry:
                places[at] = band << 32 | number

    def find(self, bands: Sequence[int], most: int) -> list[int]:
        """The numbers that share most bands, at most so many; of equals those that came first."""
        found: list[int] = []
        shift, mask = 32 - _BITS, (1 << _BITS) - 1
        for segment in self._segments:
            places, seen = segment.places, segment.seen
            for band in [band for band in bands if seen[band >> _SEEN]]:
                at = band >> shift
                while entry := places[at]:
                    if entry >> 32 == band:
                        found.append(entry & _NUMBER)
                    at = (at + 1) & mask
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
