"""One key for the spellings of a name: "The Zhetysu Hotel" and "Zhetysu hotel" are one subject."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

LENGTH = 200  # an index entry has a size limit; no name is longer
_LEADING = re.compile(r"^(?:the|a|an)\s+")
_MARKS = re.compile(r"[\"'“”„«»‘’`]+|\s+")


@lru_cache(maxsize=50_000)
def key(name: str) -> str:
    """Case, quotation marks, white space, compatibility forms and a leading article taken away; never empty."""
    plain = _MARKS.sub(" ", unicodedata.normalize("NFKC", name).casefold()).strip()
    return (_LEADING.sub("", plain).strip(" .,;:") or plain or name)[:LENGTH]
