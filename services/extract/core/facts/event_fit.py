"""Which phrases may be the subject of an event's verb: by the class of their head, and what else the rule asks."""

from __future__ import annotations

from services.extract.core.antecedents import is_time
from services.extract.core.chunks import NounPhrase
from services.extract.core.facts.naming import fits
from services.extract.core.mentions.count import plural
from services.extract.core.mentions.place import countries, demonyms
from services.extract.core.mentions.trigger import NounRule, VerbRule, classes, listed
from services.extract.core.model import Document
from services.extract.core.sentences import Sentence

PARTS = frozenset("part half all most rest remainder portion acres acre hectares hectare percent %".split())
_NONE: frozenset[str] = frozenset()
_BODIES = frozenset(("organisation",))
_PLAYERS = frozenset(
    "coach striker midfielder defender goalkeeper winger playmaker forward player players captain".split()
)
_RUN = frozenset(("service",))
_SOME = frozenset("half some part most third quarter many several".split())
_ENDS_WORK = frozenset(("complete", "finish"))
_FIRMS = frozenset(("acquisition", "founding", "closure"))
_FEW = 20  # beyond so many, a list of events would say nothing of any


def alike(s: Sentence, q: NounPhrase, rule: VerbRule) -> bool:
    """Whether a member of a list may stand with those that fit: "a terminal, a concert shell and a school"."""
    low = s.lows[q.head]
    return not rule.nouns and s.tags[q.head] == "N" and not classes(low) and s.lows[q.first] in ("a", "an")


def may_be(s: Sentence, q: NounPhrase, rule: VerbRule, voice: str) -> bool:
    """Whether a phrase can be the subject of the event."""
    low = s.lows[q.head]
    if low in ("both", "each", "all"):
        return False  # "set up both": whatever was spoken of
    if rule.event == "agreement" and (s.lows[q.first] in ("his", "her") or _for_years(s, q) or _sporting(s, q)):
        return False  # a player's or a coach's
    if rule.takes == "object" and low == "unit" and rule.event == "construction" and s.lows[q.head - 1] in demonyms():
        return False  # "the Kazakh unit, set up in 2016": a firm
    indefinite = voice == "intransitive" and s.lows[q.first] in ("a", "an")  # "a fish market opened"
    part = s.tags[q.head] == "P" and q.head > q.first and s.tags[q.head - 1] == "P"  # "Parma Milk"
    part |= low == "unit" and s.lows[q.last : q.last + 1] == ["of"] and s.tags[q.last + 1 : q.last + 2] == "P"
    excluded = low in rule.nouns_not or (rule.event == "acquisition" and low.rstrip("s") in rule.nouns_not)
    compounds = listed("occurrence", "compounds")  # "the fish market", "an auction house"
    excluded = excluded and not (q.head > q.first and f"{s.lows[q.head - 1]}-{low}" in compounds)
    if (excluded and not indefinite and not part) or s.lows[q.first] in ("no", "neither") or is_time(s, q):
        return False
    if rule.event == "founding" and rule.takes == "object" and s.lows[q.first] == "the" and _superlative(s, q):
        return False  # "a deal that would create the third-largest group": a rank
    if rule.event == "acquisition" and low in ("market", "markets") and s.lows[q.first - 1] == "of":
        return False  # "took 12 percent of the market"
    traded = rule.event == "acquisition" and s.tags[q.first] == "N" and s.lows[q.head][-1] == "s"
    if traded and s.lows[q.first - 2 : q.first] in (["shares", "in"], ["shares", "of"]):
        return False  # "sold shares in miners"
    if (
        rule.event == "closure"
        and "stand" in rule.lemmas
        and q.first > 1
        and s.lows[q.first - 1] == "of"
        and s.lows[q.first - 2] in _SOME
    ):
        return False  # "half of its lines have stood idle"
    if rule.lemmas <= _ENDS_WORK and "place" not in classes(low) and "project" in classes(low):
        told = "P" in s.tags[q.first : q.last] or any("place" in classes(w) for w in s.lows[q.first : q.head])
        return low in ("project", "programme") and told
    if rule.lemmas <= _ENDS_WORK and low == "works" and q.head - q.first <= (s.tags[q.first] == "D"):
        return False  # "Works to enlarge the terminal … are to be finished": not the works
    if rule.having:
        first = q.first
        while first and s.tags[first - 1] in "DCU-" and q.first - first < 6:
            first -= 1  # "a Rs 1,150-crore plant"
        beyond = 0 if "a" in rule.having else 4  # "the road, which a slide had cut, was cleared"
        if not rule.having.intersection(s.lows[first : q.last + beyond]):
            return False
    if s.tags[q.head] == "O" or low in ("its", "their"):
        if low == "we" and rule.object == "market":
            return True
        if rule.event == "acquisition" and low == "them" and s.lows[q.first - 1] == "of":
            return False  # "bought 36 percent of them": trade
        return (
            low in ("it", "they", "them", "its", "their")
            and not rule.having
            and (not rule.nouns or (rule.heads == _RUN and low == "it" and voice == "active"))
        )
    if low in PARTS and q.last + 1 < len(s.lows) and s.lows[q.last] == "of":
        whole = next((r for r in s.phrases if r.first > q.last), None)
        return whole is not None and may_be(s, whole, rule, voice)
    if rule.event != "agreement" and q.head > q.first and s.lows[q.head - 1] in listed("occurrence", "figurative"):
        return low.rstrip("s") in ("bank", "union")  # "a credit union", but no "credit line"
    if "country" in rule.heads:
        return s.tags[q.head] == "P" and " ".join(s.lows[q.first : q.last]).removeprefix("the ") in countries()
    if rule.nouns:
        return (
            low in rule.nouns or low.rstrip("s") in rule.nouns or (low[-3:] == "ies" and low[:-3] + "y" in rule.nouns)
        )
    kinds = classes(low) | (classes(f"{s.lows[q.head - 1]}-{low}") if q.head > q.first else _NONE)  # "cable car"
    firm = low[-1] == "s" and q.head > q.first and s.tags[q.head - 1 : q.head + 1] == "PP" and not low.endswith("works")
    if firm and voice == "intransitive" and "name" not in rule.heads and "organisation" not in rule.heads:
        return False  # "Barzan Cables has started production at its factory": no cables
    if kinds & rule.heads:
        trade = voice == "intransitive" and rule.event in ("opening", "closure") and low[-1] == "s"
        return not (trade and q.first == q.head and kinds == _BODIES)  # "Bakers opened early"
    proper = q.head > q.first and s.tags[q.head - 1 : q.head + 1] == "PP"  # "Orsk Mills": a firm, whatever it mills
    if s.tags[q.head] != "P" or (classes(low) and not (proper and "name" in rule.heads and rule.event in _FIRMS)):
        return False
    if q.head > q.first and classes(s.lows[q.head - 1]) & rule.heads:
        return True  # "the Petrov Brothers plant No. 2"
    if "name" not in rule.heads or not s.words[q.head][0].isalpha() or any(c.isdigit() for c in low):
        return False
    if s.lows[q.first] in ("a", "an"):
        return False  # "a new SUV": a make, no name
    plural_first = (
        low[-1] == "s" and rule.event != "acquisition" and (voice != "passive" or s.tags[q.last : q.last + 1] == "I")
    )
    if q.head == 0 and q.last < len(s.tags) and (s.tags[q.last] == "C" or plural_first):
        return False  # "Carriage 9 was built", "Passengers boarded"
    if voice == "intransitive" and rule.event in ("opening", "closure") and not (rule.after or rule.object):
        # "London opened higher", "Doors open at 18:00": a name alone opens or closes where its place is said
        k = q.last
        if q.last - q.first > 1 and "place" in classes(s.lows[q.first + (s.tags[q.first] == "D")]):
            return True  # "the Hotel Faro Negro opened"
        return (k < len(s.tags) and s.tags[k] == ",") or _at_a_place(s, q)
    return True


def suits(s: Sentence, q: NounPhrase, rule: NounRule) -> bool:
    """Whether what a noun of event is of is of its classes, or the name of a firm that ends in any noun."""
    if fits(s, q, rule.heads):
        return s.lows[q.head] not in rule.nouns_not
    return "name" in rule.heads and q.head > q.first and s.tags[q.head - 1 : q.head + 1] == "PP" and not is_time(s, q)


def _for_years(s: Sentence, q: NounPhrase) -> bool:
    """ "signed a new two-year deal", with nobody and for nothing: a contract of employment."""
    if s.lows[q.head] not in ("deal", "contract") or not any(
        "year" in low for low in s.lows[max(q.head - 1, 0) : q.head]
    ):
        return False
    return (
        q.last >= len(s.tags) or s.tags[q.last] in ".,J" or s.lows[q.last] in ("last", "until", "in", "at", "yesterday")
    )


def _sporting(s: Sentence, q: NounPhrase) -> bool:
    return s.lows[q.last : q.last + 1] in (["of"], ["with"]) and not _PLAYERS.isdisjoint(s.lows[q.last : q.last + 4])


def _superlative(s: Sentence, q: NounPhrase) -> bool:
    return any(s.lows[i] == "most" or s.lows[i].endswith("est") for i in range(q.first + 1, q.head))


def many(doc: Document, s: Sentence, q: NounPhrase) -> bool:
    """Whether a phrase counts out a crowd ("2,140 base stations"): a count, of which no single one is told."""
    if s.tags[q.head] != "N" or not plural(s.lows[q.head]):
        return False
    if s.lows[q.first + 2 : q.first + 3] == ["of"]:
        return False  # "the last of its 61 stores" is one
    return any(
        n.family == "count" and q.first <= n.number < q.head and n.amount > _FEW for n in doc.quantities[s.index]
    )


def _at_a_place(s: Sentence, q: NounPhrase) -> bool:
    k = q.last
    while k < len(s.tags) and s.tags[k] not in "VWXG":
        k += 1
    k += 1
    at = k + 1 < len(s.tags) and s.lows[k] in ("in", "at", "near") and s.tags[k + 1] in "DPN"
    return at and not any(s.lows[k] == "at" and q.first == k + 1 and is_time(s, q) for q in s.phrases)
