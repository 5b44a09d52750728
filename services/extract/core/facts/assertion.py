"""Whether a quantity is claimed at all: not what is denied, asked, only supposed, or would have been."""

from __future__ import annotations

from services.extract.core.clause import phrase_at
from services.extract.core.facts.event_denied import nor
from services.extract.core.facts.features import Surroundings
from services.extract.core.hints import hint
from services.extract.core.lexicon import words
from services.extract.core.model import Quantity
from services.extract.core.sentences import Sentence

_CLOSING = "\"”’»') "
_MILD = {"only", "enough"}  # "not only", "not enough": the number stands
_WINDS = frozenset("wind winds gust gusts gusting gusted gale gales storm hurricane typhoon cyclone".split())
_SPEEDS = frozenset("speed speeds design designed capable able can could trains bore advance rated".split())
_SPOONED = frozenset(("g", "mL", "L", "kg"))
_ALL = 100
_HOUSEHOLD = 15
_WHOSE = frozenset(("his", "her", "their", "my", "our"))
_TELLING = (["tell", "me"], ["tells", "me"], ["told", "me"], ["tell", "you"], ["asked", "me"], ["ask", "me"])
_REACH = 14  # tokens that a denial reaches ahead
_SUPPOSING = hint(("status", "supposing"))
_DENYING = hint(("status", "denying"))
_SAVOURING = hint(("genres", "savoured"))
_LENDERS = frozenset(("banks", "lenders", "creditors"))
_LENT = frozenset("loan loans credit borrowed borrow borrows borrowing mortgage overdraft facility".split())
_ONE_OF = frozenset(("a", "an", "my", "his", "her"))


def unclaimed(q: Quantity, s: Sentence, around: Surroundings) -> str | None:
    """Why the article does not claim the quantity, or None where it does."""
    lows, tags = s.lows, s.tags
    a, _ = around.clause
    if q.per == "hour" and q.family == "length":
        if not _WINDS.isdisjoint(s.vocabulary):
            return "how hard it blows"
        if _SPEEDS.isdisjoint(s.vocabulary):
            return "how fast somebody went"
    if q.family == "length" and _far(q, s, around):
        return "how far away"
    falling = q.family == "length" or lows[q.last : q.last + 1] == ["chance"]
    if falling and all(not s.vocabulary.isdisjoint(words("genres", key)) for key in ("falls", "forecast")):
        return "how much may fall"
    if "?" in s.vocabulary and s.text[s.start : s.end].rstrip(_CLOSING).endswith("?"):
        return "asked"
    supposing = words("status", "supposing")
    stop = max(-1, q.first - 40) if s.hints & _SUPPOSING else q.first - 1
    for i in range(q.first - 1, stop, -1):
        if tags[i] in ";:." or (tags[i] == "," and i < a):
            break
        if lows[i] in supposing and (i == 0 or tags[i - 1] in ',"SJL:-' or i >= a - 1):
            if lows[i] == "whether" or not _closed(s, i, q.first):
                return f"only supposed: “{s.words[i]}”"
            break
    first = 0 if tags[0] != '"' else next((i for i, t in enumerate(tags) if t != '"'), 0)
    if lows[first] in words("status", "inverted") and first + 1 < len(tags) and tags[first + 1] in "DOPNAC":
        return f"only supposed: “{s.words[first]}”"
    verb = around.governor.verb
    if verb is not None:
        would = verb.tense == "modal" and lows[verb.first] in ("would", "could", "might", "should")
        if would and "have" in lows[verb.first : verb.head]:
            return f"would have been: “{s.span(verb.first, verb.last)}”"
        if (verb.negated or nor(s, verb.first)) and around.governor.side != "subject":
            excepted = verb.lemma in words("status", "limiting") or _MILD & set(lows[verb.last : verb.last + 2])
            ruled_out = verb.lemma == "rule" and s.lows[verb.last : verb.last + 1] == ["out"]  # negated, it may be
            if not (excepted or ruled_out):
                return f"negated: “{s.span(verb.first, verb.last)}”"
        if around.governor.side == "object" and lows[around.subject_head] == "nobody":
            return "nobody did"
    if "longer" in s.vocabulary and (ended := _ended(s, a, q.first)):
        return f"no longer so: “{ended}”"
    if lows[first] in words("status", "kitchen") and tags[first + 1 : first + 2] != "B":
        return "a recipe"
    if q.unit in _SPOONED and not q.per:
        if lows[first] in words("status", "kitchen_steps") or not words("genres", "spoons").isdisjoint(s.vocabulary):
            return "a recipe"
        who = lows[around.subject_head] if around.subject_head >= 0 else ""
        if q.item is None and q.unit == "kg" and who in ("he", "she"):
            return "what somebody weighs or lifts"
    if '"' not in tags and _of_the_writer(s, around):
        return "of the writer's own life"
    if (said := _in_passing(q, s)) is not None:
        return said
    if q.family == "percent" and q.spelled and s.hints & _SAVOURING and _savoured(q, s, around):
        return "a part of what somebody reads or eats"
    if q.family == "count" and q.spelled and lows[q.first - 1 : q.first] == ["from"] and _lending(q, s):
        return "who lends"
    denying = words("status", "denying")
    stop = max(-1, q.first - _REACH) if s.hints & _DENYING else q.first - 1
    for i in range(q.first - 1, stop, -1):
        if tags[i] in ";.":
            break
        if lows[i] in denying and tags[i] in "VWXG":
            return f"denied: “{s.words[i]}”"
    return None


def _far(q: Quantity, s: Sentence, around: Surroundings) -> bool:
    """Whether a length is only how far something is: "14 km south of town", "300 metres from the A12",
    "within 2 km of"; not "294 metres from bow to stern", "to 310 metres from 240"."""
    lows, k, hung = s.lows, q.last, around.governor
    if lows[q.first - 1 : q.first] in (["within"], ["every"]):
        return True
    if hung.noun >= 0 and lows[hung.noun] in ("distance", "altitude"):
        return True
    rode = hung.verb is not None and hung.side == "object" and hung.verb.lemma in words("genres", "going")
    if rode and "of" not in lows[q.number : k + 1]:
        return True  # "drove 300 miles", "climbs 150 metres"
    behind = lows[k] if k < len(lows) else ""
    if behind == "from":
        return s.tags[k + 1 : k + 2] in ("D", "P") and "to" not in lows[k + 2 : k + 8]
    return behind in words("genres", "away") or lows[k : k + 3] == ["above", "sea", "level"]


def _in_passing(q: Quantity, s: Sentence) -> str | None:
    """A way of speaking, or somebody's household: "ninety per cent sweat", "gave 110 percent", "nine out of ten will
    tell you", "her five grandchildren"."""
    lows, k = s.lows, q.last
    if q.family == "percent":
        traits = words("genres", "traits")
        if not traits.isdisjoint(s.vocabulary):
            near = next((i for i in range(k, min(k + 4, len(lows))) if lows[i] in traits), -1)
            if (near >= 0 and set(s.tags[k:near]) <= set("BDIR")) or lows[q.first - 1 : q.first] == ["other"]:
                return "a way of speaking"
        given = s.lows[q.first - 1 : q.first] in (["give"], ["gave"], ["gives"], ["giving"], ["given"])
        if given and q.amount >= _ALL and lows[k : k + 1] != ["of"]:
            return "a way of speaking"
        if (
            q.spelled
            and q.amount == _ALL
            and lows[k : k + 1] in ([","], ["."])
            and (not q.first or s.tags[q.first - 1] == '"')
        ):
            return "a way of speaking"  # “A hundred percent,” he says
        if q.spelled and not words("genres", "riddles").isdisjoint(lows[q.number + 1 : k + 3]):
            return "a way of speaking"  # "half the battle", "Half of the answer is soup"
        if q.spelled and '"' not in s.tags and any(lows[i : i + 2] in _TELLING for i in range(k, len(lows) - 1)):
            return "a way of speaking"
    elif q.family == "count" and q.item is not None and q.amount <= _HOUSEHOLD:
        kin = q.item.rpartition(" ")[2].lower() in words("genres", "kin")
        if kin and not _WHOSE.isdisjoint(lows[max(0, q.first - 2) : q.first]):
            return "a household"
    return None


def _savoured(q: Quantity, s: Sentence, around: Surroundings) -> bool:
    """Whether a fraction is of one thing that somebody reads or eats: "read half of a novel", "She drank a third of
    the bottle"; not "freight eats up a third of the price"."""
    verb = around.governor.verb
    if verb is None or around.governor.side != "object" or verb.lemma not in words("genres", "savouring"):
        return False
    if s.lows[verb.last : verb.last + 1] == ["up"]:
        return False
    head = around.subject_head
    if head >= 0 and s.lows[head] in ("i", "he", "she", "we"):
        return True
    of = next((k for k in range(q.number + 1, min(q.last + 1, len(s.lows))) if s.lows[k] == "of"), len(s.lows))
    return not _ONE_OF.isdisjoint(s.lows[of + 1 : of + 2])


def _lending(q: Quantity, s: Sentence) -> bool:
    """Whether a handful is only who the money is from: "with a bridge loan from two banks"."""
    lender = q.item is not None and q.item.lower().rpartition(" ")[2] in _LENDERS
    return lender and not _LENT.isdisjoint(s.lows[max(0, q.first - 6) : q.first])


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
