"""A sentence's hints say of which word lists of the rules it has a word: no rule is passed over that has one."""

from __future__ import annotations

import pytest

from bench.corpus import corpus
from services.extract.core import hints, lexicon, pipeline, text


def words_of(lists: tuple[hints.Words, ...]) -> set[str]:
    found: set[str] = set()
    for words in lists:
        if isinstance(words, tuple):
            found |= lexicon.words(*words)
        else:
            found |= words if isinstance(words, frozenset) else set(words())
    return found


def test_each_bit_is_set_where_a_word_of_its_list_stands() -> None:
    lists = [words_of(one) for one in hints._LISTS]
    told = [0] * len(lists)
    for article in corpus()[::20]:
        for s in pipeline.read(article.text, article.date).sentences:
            for place, words in enumerate(lists):
                has = not words.isdisjoint(s.lows)
                assert bool(s.hints & 1 << place) is has, (sorted(words)[:5], s)
                told[place] += has
    assert sum(count > 0 for count in told) > len(lists) / 2


def test_a_list_that_is_named_late_is_known_of_words_met_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hints, "_LISTS", [*hints._LISTS])
    [before] = pipeline.read("The ferry opened.", None).sentences
    bit = hints.hint(frozenset(("ferry",)))
    [after] = pipeline.read("The ferry opened.", None).sentences
    assert not before.hints & bit
    assert after.hints & bit
    hints._BITS.clear()
    text.forget()
