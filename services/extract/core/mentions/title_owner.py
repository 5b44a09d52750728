"""What stands before a title: a determiner, a possessor, or the name of the body it is held at.

its | director · the bank's | governor · Norvik Shipping | CEO · Bank of Slatina's | governor
"""

from __future__ import annotations

from services.extract.core.mentions.person import capital, company_words, opens
from services.extract.core.mentions.title_words import around
from services.extract.core.sentences import Sentence

_WHOLE = frozenset(("group", "company", "board"))  # no body's name of itself: "Group Managing Director"


def before(s: Sentence, first: int) -> tuple[int, tuple[int, int], str, bool]:
    """What stands before the title: (outer first, organisation, link, definite)."""
    lows, words, tags = s.lows, s.words, s.tags
    none = (-1, -1)
    k = first - 1
    if k < 0:
        return first, none, "", False
    if tags[k] == "D" or lows[k] == "whose":
        pronoun = lows[k] in ("its", "his", "her", "their", "our", "whose", "my")
        return k, none, "pronoun" if pronoun else "", True
    if tags[k] == "E":
        start = possessor(s, k)
        return start, (_past_determiner(s, start), k), "possessive", True
    if capital(s, k) or words[k].isupper() or _legal_stop(s, k):
        start = k
        while (
            start > 0
            and first - start < 7
            and (capital(s, start - 1) or _tie_before(s, start) or _legal_stop(s, start - 1))
        ):
            start -= 1
        while start < first and (not words[start][0].isupper() or (opens(s, start) and tags[start] in "RG")):
            start += 1
        while start < first - 1 and lows[start] in around("core"):
            start += 1  # "Former Central Bank Governor"
        if first - start == 1 and lows[start] in _WHOLE:
            return start, none, "", False
        definite = start > 0 and tags[start - 1] == "D"
        if start < first:
            return start - definite, (start, first), "prefix", definite
    return first, none, "", False


def _legal_stop(s: Sentence, k: int) -> bool:
    """Whether a token is the full stop of a legal form: "Jobe Ltd. Chief Executive Ana Ruiz"."""
    return s.words[k] == "." and k > 0 and s.starts[k] == s.ends[k - 1] and s.lows[k - 1] in company_words()


def _tie_before(s: Sentence, start: int) -> bool:
    return (
        s.lows[start - 1] in ("of", "&", "and")
        and start > 1
        and capital(s, start - 2)
        and (s.lows[start - 1] == "&" or s.lows[start - 2] in company_words())
    )


def possessor(s: Sentence, k: int) -> int:
    """Where the noun phrase before a possessive 's begins."""
    i = k
    while i > 0 and k - i < 12 and (s.tags[i - 1] in "NPAQDGCE" or s.words[i - 1] == "&"):
        if s.lows[i - 1] in around("not_modifiers"):
            break  # "says | Norrvind's president"
        i -= 1
        if s.tags[i] == "D":
            break
    # "Bank of Slatina's governor"
    if i > 1 and s.words[i][0].isupper() and s.lows[i - 1] == "of" and capital(s, i - 2):
        i -= 2
        while i > 0 and capital(s, i - 1):
            i -= 1
    return min(i, k - 1) if k else 0


def _past_determiner(s: Sentence, i: int) -> int:
    return i + 1 if s.tags[i] == "D" and s.lows[i] not in ("its", "his", "her", "their") else i
