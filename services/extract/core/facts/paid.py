"""What "The Norwegian company will pay 1.1 billion" pays for: what a sentence before says is bought or sold."""

from __future__ import annotations

from services.extract.core.antecedents import is_time
from services.extract.core.clause import phrase_from
from services.extract.core.facts.called import deal_of, part
from services.extract.core.facts.naming import Place
from services.extract.core.facts.pointing import is_bare
from services.extract.core.model import Document
from services.extract.core.predicates import LONGEST, Predicate, predicates
from services.extract.core.sentences import Sentence

_BACK = 3  # sentences
_PAYING = frozenset(("pay",))
_PRICES = frozenset("price consideration".split())
_DEALS = frozenset("purchase acquisition takeover sale buyout".split())
_SELLING = frozenset("sell divest offload".split())
_GOING = frozenset("to for into towards".split())


def paid_for(doc: Document, s: Sentence, p: Predicate | None, last: int) -> Place | None:
    """What was bought or sold before, where somebody pays a sum and the sentence names neither a purpose nor who gets
    it; `last` is the token behind the sum."""
    if p is None or p.group.passive:
        return None
    offered = p.group.lemma == "offer" and p.subject is not None and part(s.lows[p.subject.head]) == "actor 0"
    low = s.lows[p.subject.head] if p.subject is not None else ""
    priced = low in _PRICES and p.subject is not None and is_bare(s, p.subject)  # "The price was $72 million"
    if p.group.lemma not in _PAYING and not offered and not priced:  # "A buyer has offered $72 million"
        return None
    if s.lows[last : last + 1] and s.lows[last] in _GOING:
        return None
    return traded(doc, s, _BACK)


def traded(doc: Document, s: Sentence, back: int) -> Place | None:
    """What one of so many sentences before says is bought or sold, the nearest."""
    for i in range(s.index - 1, max(-1, s.index - back - 1), -1):
        earlier = doc.sentences[i]
        if earlier.part in ("furniture", "header") or len(earlier.words) > LONGEST:
            continue
        told = next((r for r in earlier.phrases if earlier.lows[r.head] in _DEALS), None)
        if told is not None and earlier.lows[told.last : told.last + 1] == ["of"]:
            thing = phrase_from(earlier, told.last + 1)  # "closed the purchase of a mill"
            if (
                thing is not None
                and earlier.lows[thing.last : thing.last + 1] == ["of"]
                and "C" in earlier.tags[thing.first : thing.head]
            ):
                thing = phrase_from(earlier, thing.last + 1)  # "of 21,000 hectares of forest"
            if thing is not None and earlier.tags[thing.head] in "NP" and not is_bare(earlier, thing):
                return earlier, thing
        for q in predicates(earlier):
            moved = q.group.lemma == "change" and earlier.lows[q.group.last : q.group.last + 1] == ["hands"]
            if moved and q.subject is not None and not is_bare(earlier, q.subject):
                return earlier, q.subject  # "The Bor mill changed hands in April"
            over = q.group.lemma == "take" and earlier.lows[q.group.last : q.group.last + 1] == ["over"]
            if not over and deal_of(q.group.lemma) != 0 and q.group.lemma not in _SELLING:
                continue
            thing = q.subject if q.group.passive else phrase_from(earlier, q.group.last + over)
            near = thing is not None and (q.group.passive or thing.first - q.group.last <= 1 + over)
            if thing is not None and not near and earlier.lows[thing.first - 1] == "of":
                near = earlier.tags[q.group.last : thing.first - 1].strip("DCUNR") == ""  # "buys a quarter of Neorion"
            if thing is None or not near or is_bare(earlier, thing) or is_time(earlier, thing):
                continue
            if earlier.lows[thing.head] in ("stake", "interest"):
                return earlier, thing
            if earlier.tags[thing.head] in "NP" and "C" not in earlier.tags[thing.first : thing.head]:
                return earlier, thing
    return None
