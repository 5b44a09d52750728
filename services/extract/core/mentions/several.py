"""Several people under one plural title: each holds it.

Presidents Ana Lima and Ivo Petrov · Senators Tom Reed, Jane Webb and Ana Ruiz
Ana Lima and Ole Dahl, co-founders of Solaria
"""

from __future__ import annotations

from services.extract.core.mentions.appointment import Holding
from services.extract.core.mentions.person import Person, person_from, person_until, plausible
from services.extract.core.mentions.title import Title, title_at
from services.extract.core.mentions.title_words import plurals
from services.extract.core.sentences import Sentence

_MOST = 8  # people in one list


def shared_titles(s: Sentence) -> list[Holding]:
    """The holdings of the plural titles of a sentence."""
    found: list[Holding] = []
    known = plurals()
    for i, low in enumerate(s.lows):
        if low not in known or s.tags[i] in "VM" or low == "chiefs":
            continue
        title = title_at(s, i)
        people = _after(s, i + 1 + (s.words[i + 1 : i + 2] == [","]))
        organization, link = title.organization, title.link
        if link == "complement" and people:
            organization, link = (-1, -1), ""
        if len(people) < 2:
            people = _before(s, title)
        if len(people) < 2:
            continue
        words = s.span(title.first, i) + " " if title.first < i else ""
        words += _singular(s.words[i], known[low])
        for person in people:
            first, last = min(title.first, person.opening), max(title.last, person.last)
            found.append(
                Holding(person, (title.first, title.last), words, organization, link, first, last, i, "holder.several")
            )
    return found


def _singular(word: str, base: str) -> str:
    """A head in the singular, in the case it has in the text."""
    return word[: len(base) - 3] + word[len(base) - 3 : -3] + base[-3:] if word.endswith("men") else word[:-1]


def _named(s: Sentence, person: Person | None) -> bool:
    return person is not None and plausible(s, person) and (person.last - person.first >= 2 or person.civil)


def _after(s: Sentence, i: int) -> list[Person]:
    """The people listed from a token: "X, Y and Z"."""
    found: list[Person] = []
    ended = False
    while len(found) < _MOST:
        person = person_from(s, i)
        if person is None or person.opening != i or not _named(s, person):
            break
        found.append(person)
        i = person.last
        if s.lows[i : i + 1] == ["of"] and i + 1 < len(s.words) and s.words[i + 1][0].isupper():
            i += 2  # "Presidents Ana Lima of Portugal and …"
            while i < len(s.words) and s.words[i][0].isupper():
                i += 1
        if ended or i + 1 >= len(s.words):
            break
        if s.words[i] == "," and s.lows[i + 1] == "and":
            i, ended = i + 2, True
        elif s.lows[i] in ("and", "&"):
            i, ended = i + 1, True
        elif s.words[i] == ",":
            i += 1
        else:
            break
    return found if ended else []


def _before(s: Sentence, title: Title) -> list[Person]:
    """The two people before a comma and a plural title: "X and Y, co-founders of Z"."""
    k = title.outer_first - 1
    if k < 4 or s.words[k] != ",":
        return []
    second = person_until(s, k)
    if second is None or not _named(s, second) or s.lows[second.opening - 1] != "and":
        return []
    first = person_until(s, second.opening - 1)
    return [first, second] if first is not None and _named(s, first) else []
