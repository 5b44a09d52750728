"""Who follows whom in an office, and the office as a post: "will succeed Ole Dahl as", "was removed from the post of".

Eva Lang will | succeed | Ole Dahl | as chief executive → both hold the title
"""

from __future__ import annotations

from services.extract.core.mentions.person import Person, capital, looks_like_person, person_until, plausible
from services.extract.core.mentions.title_words import verbs_of
from services.extract.core.sentences import Sentence

_LONGEST = 7  # tokens of what somebody joins
_POSTS = frozenset("post position office role job seat".split())


def age_before(s: Sentence, i: int) -> int:
    """The index where ", 52" begins that stands before token i, else i."""
    if i >= 2 and s.words[i - 1].isdigit() and len(s.words[i - 1]) == 2 and s.words[i - 2] in ",(":
        return i - 2
    if i >= 3 and s.words[i - 1] == ")" and s.words[i - 2].isdigit() and s.words[i - 3] == "(":
        return i - 3
    return i


def before_post(s: Sentence, k: int) -> int:
    """The index before "from the post of", "to the position of" where it ends at token k; else k."""
    if k < 4 or s.lows[k - 1] != "of" or s.lows[k - 2] not in _POSTS:
        return k
    k -= 2
    while k > 1 and (s.tags[k - 1] in "DNA" or s.lows[k - 1] in ("to", "from", "of", "for", "as")):
        k -= 1
    return k


def _object_start(s: Sentence, end: int) -> int:
    k = end
    while k > 0 and end - k < 7 and (capital(s, k - 1) or s.tags[k - 1] == "D"):
        k -= 1
    return k


def _doer(s: Sentence, v: int) -> Person | None:
    """Who stands before the verb at a token, with its auxiliaries and an age between them."""
    while v > 0 and s.tags[v - 1] in "MBHTRI" and s.words[v - 1] != ",":
        v -= 1
    return person_until(s, age_before(s, v - (v > 0 and s.words[v - 1] == ",")))


def successor(s: Sentence, end: int) -> Person | None:
    """Who stands before a verb of succession, whose object ends at a token: "Eva Lang will | succeed | Ole Dahl"."""
    k = _object_start(s, end)
    if k in (0, end) or s.lows[k - 1] not in verbs_of("succeeds"):
        return None
    person = _doer(s, k - 1)
    return person if person is not None and looks_like_person(s, person) else None


def engaged(s: Sentence, end: int) -> tuple[Person, tuple[int, int]] | None:
    """Who joins or leads what, before the "as" at a token: "Eva Lang will lead | the bank | as chief executive"."""
    if end > 2 and s.tags[end - 1] == "C" and s.lows[end - 2] in ("since", "in", "from"):
        end -= 2
    k = end
    verbs = verbs_of("engages")
    while (
        k > 0 and end - k < _LONGEST and s.lows[k - 1] not in verbs and (capital(s, k - 1) or s.tags[k - 1] in "DNAE")
    ):
        k -= 1
    if k in (0, end) or s.lows[k - 1] not in verbs or (s.tags[k - 1] not in "VWXG" and s.lows[k - 1] != "joins"):
        return None
    person = _doer(s, k - 1)
    if person is None or not plausible(s, person) or person.last - person.first < 2:
        return None
    return person, (k + (s.tags[k] == "D"), end)


def predecessor(s: Sentence, first: int, person: Person) -> Person | None:
    """Whom somebody follows in the title that begins at a token: "succeeds | Ole Dahl | as chief executive"."""
    k = first
    while k > 0 and s.lows[k - 1] in ("as", "the", "its"):
        k -= 1
    if k == first or person.last >= k:
        return None
    start = _object_start(s, k)
    if start in (0, k) or s.lows[start - 1] not in verbs_of("succeeds"):
        return None
    other = person_until(s, k)
    return other if other is not None and other.first >= start and plausible(s, other) else None
