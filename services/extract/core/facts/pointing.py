"""What only points back ("it", "the plant", "the Cheonan-based firm"), and what it may stand for by its number.

the plant, this plant, its plant      → only pointing: nothing in the phrase names it
the plant in Almaty, the rolling mill → names itself
ten workshops … it                    → do not agree in number
"""

from __future__ import annotations

import re

from services.extract.core.antecedents import is_time
from services.extract.core.chunks import NounPhrase, is_year
from services.extract.core.clause import phrase_at, phrase_from
from services.extract.core.mentions.count import plural
from services.extract.core.mentions.place import demonyms
from services.extract.core.mentions.trigger import classes
from services.extract.core.sentences import Sentence

# Definite nouns that may stand for any facility, or for any organisation, spoken of before.
ANY_PLACE = frozenset(
    "facility facilities complex enterprise site place venture works project development scheme unit object "
    "building work".split()
)
ANY_BODY = frozenset(
    "company firm group enterprise business developer carrier airline bank utility operator producer maker "
    "manufacturer corporation giant retailer lender agency organisation organization holding conglomerate insurer "
    "miner builder startup start-up brewer refiner automaker carmaker supplier subsidiary agency investor chain".split()
)
_MAKERS = frozenset(
    "maker producer manufacturer operator retailer lender miner refiner brewer automaker carmaker insurer builder "
    "developer carrier supplier startup start-up firm".split()
)
_DESCRIBED = ("-based", "-listed", "-owned", "-run", "-backed", "-controlled", "-headquartered")
_DEFINITE = frozenset("the this that these those its their his her our".split())
PLACE_TIES = frozenset("of for in at on near behind".split())
_TIME_TIES = frozenset(("in", "on", "at"))
PRONOUNS = frozenset("it they he she them its their this that these those which who we".split())
# Nouns that look like plurals, or are both.
_EITHER = frozenset("works premises headquarters series means barracks railways airlines lines staff crew".split())
_MADE = frozenset("merged combined enlarged resulting".split())
_PRICED = re.compile("U?C+U?N?")  # "the $300 million plant", "the 7.5 billion yen facility": the sum names nothing
POINTED = frozenset("it them which whom that this these those".split())  # behind "of": "half of them"
ORDINALS = frozenset("first second third fourth fifth sixth seventh eighth ninth tenth".split())
_WHERE = frozenset("inland offshore onshore nearby abroad overseas upstream downstream elsewhere meanwhile".split())
_ONE = frozenset("it its this that".split())
_MANY = frozenset("they them their these those".split())


def is_bare(s: Sentence, p: NounPhrase) -> bool:
    """Whether a phrase only points back: a pronoun, or "the/this/its plant" without anything that names it."""
    if s.tags[p.head] == "O" or s.lows[p.head] in PRONOUNS or (p.last - p.first == 1 and s.lows[p.head] == "home"):
        return True
    measured = _measured(s, p)
    if measured is not None:
        return s.lows[measured] in _DEFINITE and p.head - p.first < 3 and "P" not in s.tags[p.first : p.last]
    if s.lows[p.first] not in _DEFINITE and s.tags[p.first] != "D":
        return False
    if s.lows[p.first] in ("a", "an", "no", "every", "each", "another", "such"):
        return False
    if not _MADE.isdisjoint(s.lows[p.first : p.head]) or (s.lows[p.head] in ANY_BODY and s.lows[p.head - 1] == "new"):
        return False  # "the merged group" is neither of those before
    inner = s.tags[p.first + 1 : p.head]
    if "E" in inner or s.tags[p.head] == "P":
        return False
    if "P" in inner and not (s.lows[p.head] in ANY_BODY and _tells_little(s, p)):
        return False
    if s.lows[p.first] in ("this", "that", "these", "those"):
        return True
    if s.lows[p.head] in ANY_BODY and s.lows[p.first] == "the" and _tells_little(s, p):
        return not (p.last < len(s.lows) and s.lows[p.last] == "of")
    if (
        p.head - p.first > 1
        and (not _PRICED.fullmatch(inner) or s.lows[p.first + 1] in ORDINALS)
        and not (p.head - p.first == 2 and s.lows[p.first + 1] in ("new", "existing", "same", "whole"))
    ):
        return False
    # "the plant in Almaty" names it itself
    follows = s.lows[p.last] if p.last < len(s.lows) else ""
    if follows not in PLACE_TIES:
        return True
    if follows not in _TIME_TIES or p.last + 1 >= len(s.lows):
        return False
    time = phrase_from(s, p.last + 1)  # "bought the plant | in March", "in 2018"
    return is_year(s.lows[p.last + 1]) or (time is not None and time.first <= p.last + 2 and is_time(s, time))


def _tells_little(s: Sentence, p: NounPhrase) -> bool:
    """Whether what stands before "firm", "maker" but describes: "the Cheonan-based firm", "the pump maker"."""
    return all(
        s.tags[i] == "A"
        or s.lows[i] == "family"
        or s.lows[i] in demonyms()
        or (s.tags[i] == "N" and s.lows[p.head] in _MAKERS)
        or s.lows[i].endswith(_DESCRIBED)
        for i in range(p.first + 1, p.head)
    )


def _measured(s: Sentence, p: NounPhrase) -> int | None:
    """The determiner of "the 168-year-old works", "the 110,000-square-foot hub", whose measure names nothing."""
    i = p.first
    while i > 1 and s.tags[i - 1] == "-" and s.ends[i - 1] == s.starts[i]:
        i -= 2
    return i - 1 if 0 < i < p.first and s.tags[i] == "C" else None


def agree(low: str, s: Sentence, p: NounPhrase) -> bool:
    """Whether what points back with a word ("it", "the plant") can stand for a phrase by its number: a single thing for
    no plural noun; "they" for no single one but a body of people."""
    head = s.lows[p.head]
    if s.tags[p.head] == "P" and head[-1:] == "s" and head[:-1] in demonyms():
        return low not in _ONE  # "South Africans"
    lines = (
        head == "lines" and p.head > p.first and s.tags[p.head - 1] in "AC"
    )  # "all six new lines", no shipping lines
    if s.tags[p.head] != "N" or (head in _EITHER and not lines) or low in _EITHER or head.endswith("works"):
        return True  # "the brickworks … it"
    many = plural(head)
    if low in _ONE:
        return not many
    if low in _MANY:
        return many or "organisation" in classes(head)
    return low in PRONOUNS or plural(low) == many


AMOUNTS = frozenset("quantity amount volume tune extent".split())
_MADE_THINGS = frozenset("structure scheme undertaking affair giant".split())


def in_apposition(s: Sentence, p: NounPhrase) -> NounPhrase:
    """ "the Adjara Crown, a house with 212 rooms", "KTZ, the country's largest employer": the name that a noun only
    explains."""
    if p.first < 2 or s.tags[p.first - 1] != "," or s.tags[p.head] != "N":
        return p
    if s.lows[p.first] == "the" and any(s.lows[i].endswith("est") for i in range(p.first + 1, p.head)):
        q = phrase_at(s, p.first - 2)  # "The ring road, the costliest scheme at $48m, is due"
        apart = q is None or q.last != p.first - 1 or q.first > 1 or s.tags[q.head] not in "NP" or is_time(s, q)
        return p if q is None or apart or s.tags[:1] == "I" or s.tags[q.first : q.head].strip("DQAN") else q
    if s.lows[p.first] not in ("a", "an") and "E" not in s.tags[p.first : p.head]:
        return p
    q = phrase_at(s, p.first - 2)
    if q is None or q.last != p.first - 1 or is_time(s, q):
        return p
    if s.tags[q.head] != "P":  # "The Mphela project, a mechanised mine in Limpopo, is on schedule"
        named = s.tags[q.head - 1 : q.head] == "P" and s.tags[q.first] == "D" and s.lows[p.first] in ("a", "an")
        return (
            q
            if named and classes(s.lows[q.head]) and (classes(s.lows[p.head]) or s.lows[p.head] in _MADE_THINGS)
            else p
        )
    if s.lows[max(q.first - 2, 0) : q.first] == ["according", "to"]:
        return p  # "According to Duval, a terminal near Bor is …"
    if q.first and (s.tags[q.first - 1] == "," or s.lows[q.first - 1] in ("in", "at", "from", "and", "off")):
        return p
    if q.first and s.tags[q.first - 1] == "I" and (q.first == 1 or "E" in s.tags[p.first : p.head]):
        return p  # "With Bajo Jiloca, Lumbrera's portfolio rises"
    if q.first == 0 and s.lows[0] in _WHERE:
        return p  # "Inland, a zone of 700 hectares …"
    return p if not classes(s.lows[p.head]) and s.lows[p.head] not in ANY_BODY else q


def mentioned_aside(s: Sentence, p: NounPhrase) -> bool:
    """Whether a facility only stands behind a preposition, neither named nor described: "on the road to a port"."""
    if s.tags[p.first - 1] not in ("I", "T") or "P" in s.tags[p.first : p.last]:
        return False
    return s.lows[p.last : p.last + 2] not in ([",", "which"], [",", "where"])


def passed(s: Sentence, p: NounPhrase) -> bool:
    """Whether a named facility is only where something moves: "inflows to the Uley basin"."""
    if "P" not in s.tags[p.first : p.last] or s.lows[p.last : p.last + 1] == [","]:
        return False
    return p.first > 0 and s.lows[p.first - 1] in ("to", "from", "into", "towards")


def is_narrower(s: Sentence, p: NounPhrase, narrower: frozenset[str]) -> bool:
    """Whether a phrase that names or introduces something says that it is one of these: "a bypass", "the ferry Aurora",
    "Ostsee Fund"."""
    if is_bare(s, p) or "C" in s.tags[p.first : p.head] or "E" in s.tags[p.first : p.head]:
        return False
    low = s.lows[p.head]
    if low in narrower or (low.endswith("s") and low[:-1] in narrower):
        return True
    return s.tags[p.head] == "P" and not narrower.isdisjoint(s.lows[p.first : p.head])


def those(s: Sentence, i: int) -> int:
    """The end of "(all) those unemployed", "those in employment" from token i on; 0 where none begins."""
    i += s.lows[i : i + 1] == ["all"]
    if s.lows[i : i + 1] != ["those"] or i + 2 > len(s.tags):
        return 0
    if s.tags[i + 1] in "AWX":
        return i + 2
    inside = phrase_from(s, i + 2) if s.tags[i + 1] == "I" else None
    return inside.last if inside is not None and inside.first == i + 2 and not is_time(s, inside) else 0


def who_were(s: Sentence, last: int) -> NounPhrase | None:
    """Of "2,100 guests, of whom 640 were cyclists", the number before token last, the cyclists."""
    if s.lows[last : last + 1] not in (["were"], ["are"]) or "whom" not in s.lows[max(last - 5, 0) : last]:
        return None
    q = phrase_from(s, last + 1)
    if q is None or q.first != last + 1 or s.tags[q.head] not in "NP" or not s.lows[q.head].endswith("s"):
        return None
    return None if is_time(s, q) or "C" in s.tags[q.first : q.last] else q


def led_number(s: Sentence, first: int) -> int:
    """The first token of a number with what only leads it: "imports | for 2.8 million" behind "accounted for", "gas |
    in the amount of 12,000 tonnes"."""
    if first > 4 and s.lows[first - 1] == "of" and s.lows[first - 2] in AMOUNTS:
        return first - 4 if s.lows[first - 4 : first - 2] in (["in", "the"], ["to", "the"]) else first
    if first > 2 and s.lows[first - 1] == "for" and "accounted" in s.vocabulary:
        return first - 1
    return first - 2 if s.lows[max(first - 2, 0) : first] in (["the", "other"], ["the", "remaining"]) else first
