"""Whom "the carmaker", "the Chilean firm", "the buyer", "the subsidiary" stand for, by what the article says of its
bodies.

    Zastava Motors … the carmaker                                   by its name
    Grupo Almendra, a Spanish food producer, … the Spanish company  by an apposition
    Meridian bought Casa Rossi … the buyer, the target              by the deal
    its unit Delta Service … the unit                               by the noun before the name
"""

from __future__ import annotations

from bisect import bisect_left

from services.extract.core.chunks import NounPhrase
from services.extract.core.facts.bodies import Body, bodies, origins
from services.extract.core.facts.called import part, trade_of, trades
from services.extract.core.facts.memory import NO_FIRMS
from services.extract.core.facts.pointing import ANY_BODY, PLACE_TIES
from services.extract.core.mentions.place import demonyms
from services.extract.core.mentions.trigger import classes
from services.extract.core.model import Document, Mentioned
from services.extract.core.sentences import Sentence

_GENERAL = frozenset("company firm group business enterprise corporation".split())
_JOINED = frozenset(
    "first last only largest biggest leading top merged combined enlarged resulting other second third new".split()
)
_MAKING = frozenset("maker producer manufacturer supplier exporter importer grower".split())
_AWAY = 3  # sentences within which the only body that there is may be meant by what is said of nobody


def describes(s: Sentence, p: NounPhrase) -> bool:
    """Whether a phrase is "the" with a noun for companies and no more than describes: "the Novi Sad brewer"."""
    low = s.lows[p.head]
    if s.lows[p.first] != "the" or s.tags[p.head] not in "NP" or s.words[p.head][0].isupper():
        return False
    if not (
        low in ANY_BODY or trades(low) or part(low) or (low[-2:] in ("er", "or") and "organisation" in classes(low))
    ):
        return False
    of_goods = (
        low in _MAKING and s.lows[p.last : p.last + 1] == ["of"] and s.tags[p.last + 1 : p.last + 2] in ("N", "A")
    )
    if s.lows[p.last : p.last + 1] and s.lows[p.last] in PLACE_TIES and not of_goods:
        return False  # "the yard in Mokpo" names itself
    if s.tags[p.last : p.last + 2] == ",P" or not _JOINED.isdisjoint(s.lows[p.first : p.head]):
        return False  # "The developer, Hanbit Power of Korea, …"; "the combined group"
    built = "place" in classes(low) and low not in ANY_BODY
    if built and any(s.tags[i] == "P" and s.lows[i] not in demonyms() for i in range(p.first, p.head)):
        return False  # "the Zour refinery" is no company's description
    return "C" not in s.tags[p.first : p.head] and "E" not in s.tags[p.first : p.head]


def body_meant(doc: Document, s: Sentence, p: NounPhrase, *, sure: bool = True) -> Mentioned | None:
    """Whom a description stands for by what the article says of its bodies; unless only what is sure is asked, also
    the only body nearby of which nothing else is said."""
    before = s.starts[p.first]
    low = s.lows[p.head]
    asked = part(low)
    lands, towns, modifiers = origins(s, p.first, p.head)
    trade = trades(low)
    first = doc.sentences[max(s.index - _AWAY, 0)].start
    near = doc.sentences[max(s.index - 1, 0)].start
    best: tuple[int, Mentioned] | None = None
    left: list[Body] = []
    for body in bodies(doc):
        k = bisect_left(body.starts, before)
        if not k:
            continue
        if asked and body.parts.get(asked, before) < before:
            score = 4
        else:
            score = _likeness(body, low, trade, lands, towns, modifiers)
        if score < 0:
            continue
        left.append(body)
        standing = 10 * score + min(k, 5) + 3 * (body.starts[k - 1] >= near)
        if score and (best is None or standing > best[0]):
            best = standing, body.full
    if best is not None or sure or asked:
        return best[1] if best is not None else None
    if modifiers:  # "Harbour & Vale … The Bristol-based pub group", where nobody else has been named
        only = len(left) == 1 and towns and len(bodies(doc)) > 0 and left[0].starts[0] < before
        return left[0].full if only else None
    settled = [body for body in left if body.towns and not body.lands] if lands else []
    if len(settled) == 1:
        return settled[0].full  # "bought Casa Rossi, a maker of sauces in Parma. The Italian business …"
    alone = [body for body in left if any(first <= start < before for start in body.starts)]
    return alone[0].full if len(alone) == 1 else None


def _likeness(
    body: Body, low: str, trade: frozenset[str], lands: set[str], towns: set[str], modifiers: list[str]
) -> int:
    """How much of a description is said of a body; below nought where something else is."""
    score = 0
    public = (NO_FIRMS - {"board"}) & set(body.full.text.lower().split())
    if public and trade.isdisjoint(public) and low not in public:
        return -1  # nobody calls a ministry "the brewer"
    if lands and body.lands:
        if lands.isdisjoint(body.lands):
            return -1
        score += 3
    if body.full.text.lower() in towns or ("central" in body.words and "bank" in body.words):
        return -1  # "the Hosur unit" is not Hosur; nobody calls the central bank so
    if towns & body.towns:
        score += 3
    if low in body.nouns and low in ANY_BODY and trade:
        score += 2
    elif trade:
        if not trade.isdisjoint(body.words):
            score += 2
        elif body.trades:
            return -1
    elif low in body.nouns and low not in _GENERAL:
        score += 1
    for modifier in modifiers:
        shown = trade_of(modifier)
        if modifier in body.words or modifier + "s" in body.words or not shown.isdisjoint(body.trades):
            score += 2
        elif shown and body.trades:
            return -1
    return score
