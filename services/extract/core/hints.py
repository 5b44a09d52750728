"""Which of the word lists that rules look for a sentence has a word of: one bit each, of a number of the sentence.

A rule whose words are absent nine times in ten asks for the bit before it walks the tokens. A module names its list
once, when it is imported; what a word form has is looked up once and kept with its lexeme.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from services.extract.core import lexicon, text

Words = frozenset[str] | tuple[str, str] | Callable[[], Iterable[str]]

_LISTS: list[tuple[Words, ...]] = []
_BITS: dict[str, int] = {}  # word -> the bits of the lists that have it; empty until the first sentence is read


def hint(*lists: Words) -> int:
    """A bit of its own for the words of all that is given: sets, lists of the lexicon as (file, key), and functions
    that make a table of words, called when the first sentence is read."""
    _LISTS.append(lists)
    _BITS.clear()
    text.forget()  # what was kept of word forms lacks the new bit
    return 1 << (len(_LISTS) - 1)


def of_sentence(lexemes: list[text.Lexeme]) -> int:
    """The bits of all words of a sentence."""
    found = 0
    for form in lexemes:
        bits = form.hints
        if bits < 0:
            bits = form.hints = (_BITS or _filled()).get(form.low, 0)
        found |= bits
    return found


def _filled() -> dict[str, int]:
    found = {"": 0}  # put in place as a whole: another thread may read meanwhile
    for place, lists in enumerate(_LISTS):
        for words in lists:
            if isinstance(words, tuple):
                words = lexicon.words(*words)
            for word in words if isinstance(words, frozenset) else words():
                found[word] = found.get(word, 0) | 1 << place
    _BITS.update(found)
    return _BITS
