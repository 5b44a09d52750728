"""How alike two texts are: MinHash over runs of three words, and the bands by which alike ones are found. Pure.

A sketch is 60 bytes, one for each of 60 hash functions: the share of equal bytes estimates the Jaccard similarity of
the texts' sets of word triples, within about 0.06 (Broder, "On the resemblance and containment of documents", 1997).
Twelve bands of five bytes each: texts with a similarity of 0.8 share a band with probability 0.99, of 0.3 with 0.03
(Leskovec, Rajaraman, Ullman, "Mining of Massive Datasets", chapter 3).
"""

from __future__ import annotations

import operator
import re
from collections.abc import Sequence
from zlib import crc32

from rensa import RMinHash

BANDS, ROWS = 12, 5
# Words by the bytes of UTF-8: ASCII marks part them, and so do the marks of the news that are not ASCII. A pattern over
# characters would be the dearest part of a sketch.
_PARTING = bytes(byte if byte >= 128 or chr(byte).isalnum() or byte == ord("_") else ord(" ") for byte in range(256))
_MARKS = re.compile("[\u00a0\u00ab\u00b7\u00bb\u2010-\u2015\u2018-\u201f\u2022\u2026\u2039\u203a\u3001\u3002]")
_LEAST = 20  # words: a shorter text says too little about itself
_LONGEST = 3_000  # characters that are looked at: reprints are cut from the end


def sketch(text: str) -> bytes | None:
    """The sketch of a text, 60 bytes; None for one of fewer than twenty words."""
    text = text[:_LONGEST].casefold()
    if not text.isascii():
        text = _MARKS.sub(" ", text)
    words = text.encode(errors="replace").translate(_PARTING).split()
    if len(words) < _LEAST:
        return None
    hashed = RMinHash(num_perm=BANDS * ROWS, seed=1)
    hashed.update(list(map(b" ".join, zip(words, words[1:], words[2:], strict=False))))
    return bytes([value & 0xFF for value in hashed.digest()])


def similarity(one: bytes, other: bytes) -> float:
    """The estimated Jaccard similarity of two texts, by their sketches, in [0, 1]."""
    equal = float(sum(map(operator.eq, one, other))) / len(one)
    return max(0.0, (equal - 1 / 256) / (1 - 1 / 256))  # unequal hashes have equal bytes once in 256


def bands(sketched: bytes) -> Sequence[int]:
    """The numbers of a sketch's bands, below 2**32: texts that share one may be alike."""
    return [crc32(sketched[band * ROWS : (band + 1) * ROWS], band) for band in range(BANDS)]
