"""Whether a quantity is claimed at all: not what is denied, asked, only supposed, or would have been."""

from __future__ import annotations

from services.extract.core.clause import phrase_at
from services.extract.core.facts.features import Surroundings
from services.extract.core.lexicon import words
from services.extract.core.model import Quantity
from services.extract.core.sentences import Sentence

_CLOSING = "\"”’»') "
_MILD = {"only", "enough"}  # "not only", "not enough": the number stands
_WINDS = frozenset(("wind", "winds", "gust", "gusts", "gusting"))
_REACH = 14  # tokens that a denial reaches ahead


def unclaimed(q: Quantity, s: Sentence, around: Surroundings) -> str | None:
    """Why the article does not claim the quantity, or None where it does."""
    lows, tags = s.lows, s.tags
    a, _ = around.clause
    if q.per == "hour" and q.family == "length" and not _WINDS.isdisjoint(s.vocabulary):
        return "how hard it blows"
    if "?" in s.vocabulary and s.text[s.start : s.end].rstrip(_CLOSING).endswith("?"):
        return "asked"
    supposing = words("status", "supposing")
    for i in range(q.first - 1, max(-1, q.first - 40), -1):
        if tags[i] in ";:." or (tags[i] == "," and i < a):
            break
        if lows[i] in supposing and (i == 0 or tags[i - 1] in ',"SJL:-' or i >= a - 1):
            if lows[i] == "whether" or not _closed(s, i, q.first):
                return f"only supposed: “{s.words[i]}”"
            break
    first = next((i for i, t in enumerate(tags) if t not in '"'), 0)
    if lows[first] in words("status", "inverted") and first + 1 < len(tags) and tags[first + 1] in "DOPNAC":
        return f"only supposed: “{s.words[first]}”"
    verb = around.governor.verb
    if verb is not None:
        helpers = lows[verb.first : verb.head]
        if "have" in helpers and verb.tense == "modal" and lows[verb.first] in ("would", "could", "might", "should"):
            return f"would have been: “{s.span(verb.first, verb.last)}”"
        excepted = verb.lemma in words("status", "limiting") or _MILD & set(lows[verb.last : verb.last + 2])
        ruled_out = verb.lemma == "rule" and s.lows[verb.last : verb.last + 1] == ["out"]  # negated, it may be
        if verb.negated and not (excepted or ruled_out) and around.governor.side != "subject":
            return f"negated: “{s.span(verb.first, verb.last)}”"
    if "longer" in s.vocabulary and (ended := _ended(s, a, q.first)):
        return f"no longer so: “{ended}”"
    if lows[first] in words("status", "kitchen") and tags[first + 1 : first + 2] != "B":
        return "a recipe"
    if '"' not in tags and _of_the_writer(s, around):
        return "of the writer's own life"
    denying = words("status", "denying")
    for i in range(q.first - 1, max(-1, q.first - _REACH), -1):
        if tags[i] in ";.":
            break
        if lows[i] in denying and tags[i] in "VWXG":
            return f"denied: “{s.words[i]}”"
    return None


def _of_the_writer(s: Sentence, around: Surroundings) -> bool:
    """Outside of a quotation, what "I" and "my aunt" do and have, and what "me" is to be given, is no news."""
    verb, head = around.governor.verb, around.subject_head
    if verb is not None and s.lows[verb.last : verb.last + 1] == ["me"]:
        return True
    if verb is None or not 0 <= head < verb.first <= head + 2:
        return False  # "I do not envy those who must clear the village, all 10 hectares of it"
    if s.lows[head] == "i" and s.tags[head] == "O":
        return True
    phrase = phrase_at(s, head)
    return phrase is not None and s.lows[phrase.first] == "my"


def _ended(s: Sentence, a: int, stop: int) -> str:
    """The "no longer makes" that a number from token `stop` on hangs on, or ""; another verb between frees it."""
    k = next((k for k in range(stop - 1, max(a, 1) - 1, -1) if s.lows[k - 1 : k + 1] == ["no", "longer"]), -1)
    if k < 0 or k + 1 >= stop or s.tags[k + 1] not in "VN" or not {"V", "B"}.isdisjoint(s.tags[k + 2 : stop]):
        return ""
    return s.span(k - 1, k + 2)


def _closed(s: Sentence, i: int, stop: int) -> bool:
    """Whether the clause that a conjunction opens has ended before a token: at a comma not followed by "and"."""
    return any(s.words[k] == "," and s.tags[k + 1] != "J" for k in range(i + 3, stop - 1))
