"""How alike two texts are: MinHash over runs of letters, and the bands by which alike ones are found. Pure.

A sketch is 60 bytes, one for each of 60 hash functions: the share of equal bytes estimates the Jaccard similarity of
the texts' sets of runs, within about 0.06 (Broder, "On the resemblance and containment of documents", 1997). A run is
eight consonants and digits, without what stands between them: with their vowels some thirteen letters or three words,
so that a replaced word costs as much as it costs a set of word triples, and one that is split, joined or marked
otherwise costs nothing. Where most letters are of another script, two bytes each, a run is fourteen bytes.
Twelve bands of five bytes each: texts with a similarity of 0.8 share a band with probability 0.99, of 0.3 with 0.03
(Leskovec, Rajaraman, Ullman, "Mining of Massive Datasets", chapter 3).
"""

from __future__ import annotations

import operator
import re
import struct
from collections.abc import Sequence
from zlib import crc32

from rensa import RMinHash

BANDS, ROWS = 12, 5
# What parts words, by the bytes of UTF-8: ASCII marks, and so do the marks of the news that are not ASCII. A pattern
# over characters would be the dearest part of a sketch.
_PARTING = bytes(byte for byte in range(128) if not chr(byte).isalnum() and byte != ord("_")) + b"aeiouAEIOU"
_MARKS = re.compile("[\u00a0\u00ab\u00b7\u00bb\u2010-\u2015\u2018-\u201f\u2022\u2026\u2039\u203a\u3001\u3002]")
_ASCII = bytes(range(128))
_SMALL = bytes(range(256)).lower()
_LEAST = 20  # words: a shorter text says too little about itself
_LONGEST = 3_000  # characters that are looked at: reprints are cut from the end
_WORD = 8  # bytes that are hashed as one number
_BESIDE = 43  # bits: of another script, each number is mixed with the one that begins so much later
_MIXED = -(-_BESIDE // 8)  # more bytes that a number depends on there
_OTHER = 0.5  # share of bytes that are no ASCII from which a text is in another script
_HASHES = 64  # 60 are kept: with a power of two the library leaves out what changes no minimum, a third of its work
_DIGEST = struct.Struct(f"<{_HASHES}I")
_BANDS = struct.Struct(f"{ROWS}s" * BANDS)


def sketch(text: str) -> bytes | None:
    """The sketch of a text, 60 bytes; None for one of fewer than twenty words."""
    text = text[:_LONGEST]
    if len(text.split(None, _LEAST)) < _LEAST:
        return None
    if text.isascii():
        letters = text.encode().translate(_SMALL, delete=_PARTING)
        other = False
    else:
        letters = _MARKS.sub("", text.casefold()).encode(errors="replace").translate(None, delete=_PARTING)
        other = len(letters.translate(None, delete=_ASCII)) > len(letters) * _OTHER
    mixed = _mixed(letters) if other else memoryview(letters)
    runs = len(letters) - _WORD - (_MIXED if other else 0) + 1
    if runs < _LEAST:
        return None
    # All runs at once, and not as objects: the letters read as numbers of eight bytes, from each of the first eight on.
    hashes = bytearray()
    for first in range(_WORD):
        hashes += mixed[first : first + (runs - first + _WORD - 1) // _WORD * _WORD]
    tokens = memoryview(hashes).cast("Q")
    (digest,) = RMinHash.digest_matrix_from_flat_token_hashes(tokens, [0, len(tokens)], _HASHES, 1).to_rows()
    return _DIGEST.pack(*digest)[: 4 * BANDS * ROWS : 4]  # the lowest byte of each


def _mixed(letters: bytes) -> memoryview:
    """The letters as one number, mixed with itself, so that each run depends on more bytes than it has."""
    number = int.from_bytes(letters, "little")
    return memoryview((number ^ number >> _BESIDE).to_bytes(len(letters), "little"))


def similarity(one: bytes, other: bytes) -> float:
    """The estimated Jaccard similarity of two texts, by their sketches, in [0, 1]."""
    equal = float(sum(map(operator.eq, one, other))) / len(one)
    return max(0.0, (equal - 1 / 256) / (1 - 1 / 256))  # unequal hashes have equal bytes once in 256


def bands(sketched: bytes) -> Sequence[int]:
    """The numbers of a sketch's bands, below 2**32: texts that share one may be alike."""
    return list(map(crc32, _BANDS.unpack(sketched), range(BANDS)))
