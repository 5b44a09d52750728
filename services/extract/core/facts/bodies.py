"""The companies and other bodies of an article with what is said of each: what they are, where from, which part they
have in a deal; and whom "the carmaker", "the Chilean firm", "the buyer", "the subsidiary" stand for.

    Zastava Motors … the carmaker                                   by its name
    Grupo Almendra, a Spanish food producer, … the Spanish company  by an apposition
    Meridian bought Casa Rossi … the buyer, the target              by the deal
    its unit Delta Service … the unit                               by the noun before the name
"""

from __future__ import annotations

from bisect import bisect_left

from services.extract.core.antecedents import is_time
from services.extract.core.chunks import NounPhrase
from services.extract.core.clause import phrase_at, phrase_from
from services.extract.core.facts.called import country_of, deal_of, part, trade_of, trades
from services.extract.core.facts.localities import localities
from services.extract.core.facts.memory import Memory, memory_of
from services.extract.core.facts.pointing import ANY_BODY
from services.extract.core.mentions.place import countries, demonyms
from services.extract.core.model import Document, Mentioned, Name
from services.extract.core.predicates import LONGEST, predicates
from services.extract.core.sentences import Sentence

_BASED = ("-based", "-headquartered")
_NAMING_TIES = frozenset("of for in at near on behind".split())
_JOINED = frozenset("merged combined enlarged resulting other second third new".split())
_AWAY = 3  # sentences within which the only body that there is may be meant by what is said of nobody


class Body:
    """An organisation under its fullest name, with all that the article says it is."""

    __slots__ = ("full", "lands", "nouns", "parts", "starts", "towns", "trades", "words")

    def __init__(self, full: Mentioned) -> None:
        self.full = full
        self.nouns: set[str] = set()  # what it has been called: "producer" of "a food producer"
        self.words: set[str] = set()  # of its names and descriptions
        self.trades: set[str] = set()  # what the words show it to be: "carmaker" of "motors"
        self.lands: set[str] = set()
        self.towns: set[str] = set()
        self.parts: dict[str, int] = {}  # part in a deal or group -> since which offset
        self.starts: list[int] = []  # of its mentions


def describes(s: Sentence, p: NounPhrase) -> bool:
    """Whether a phrase is "the" with a noun for companies and no more than describes: "the Novi Sad brewer"."""
    low = s.lows[p.head]
    if s.lows[p.first] != "the" or s.tags[p.head] not in "NP" or s.words[p.head][0].isupper():
        return False
    if not (low in ANY_BODY or trades(low) or part(low)):
        return False
    if s.lows[p.last : p.last + 1] and s.lows[p.last] in _NAMING_TIES:
        return False  # "the yard in Mokpo" names itself
    if s.tags[p.last : p.last + 2] == ",P" or not _JOINED.isdisjoint(s.lows[p.first : p.head]):
        return False  # "The developer, Hanbit Power of Korea, …"; "the combined group"
    return "C" not in s.tags[p.first : p.head] and "E" not in s.tags[p.first : p.head]


def body_meant(doc: Document, s: Sentence, p: NounPhrase, *, sure: bool = True) -> Mentioned | None:
    """Whom a description stands for by what the article says of its bodies; unless only what is sure is asked, also
    the only body nearby of which nothing else is said."""
    before = s.starts[p.first]
    low = s.lows[p.head]
    asked = part(low)
    lands, towns, modifiers = _origins(s, p.first, p.head)
    trade = trades(low)
    first = doc.sentences[max(s.index - _AWAY, 0)].start
    near = doc.sentences[max(s.index - 1, 0)].start
    best: tuple[int, Mentioned] | None = None
    left: list[Body] = []
    for body in _bodies(doc):
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
    if best is not None or sure or asked or modifiers:
        return best[1] if best is not None else None
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


_GENERAL = frozenset("company firm group business enterprise corporation".split())


def _origins(s: Sentence, first: int, last: int) -> tuple[set[str], set[str], list[str]]:
    """Countries, towns and nouns that describe, among tokens [first, last)."""
    lands: set[str] = set()
    towns: set[str] = set()
    nouns: list[str] = []
    for i in range(first, last):
        low = s.lows[i]
        if low in demonyms():
            lands.add(country_of(low))
        elif low in countries():
            lands.add(low)
        elif low.endswith(_BASED):
            where = low.rsplit("-", 1)[0]
            (lands if where in countries() else towns).add(where)
        elif s.tags[i] == "P":
            towns.add(low)
        elif s.tags[i] == "N":
            nouns.append(low)
    return lands, towns, nouns


def _bodies(doc: Document) -> list[Body]:
    found: list[Body] | None = doc.memo.get("bodies")
    if found is None:
        found = doc.memo["bodies"] = _read(doc)
    return found


def _read(doc: Document) -> list[Body]:
    """The bodies in the order of their first mention, with all that is said of them."""
    memory = memory_of(doc)
    known: dict[Mentioned, Body] = {}
    for s, names in zip(doc.sentences, doc.names, strict=False):
        if s.part in ("furniture", "header", "headline") or len(s.words) > LONGEST:
            continue  # a headline's capitals tell names from other words too badly
        own: list[tuple[Name, Body]] = []
        for name in names:
            if name.kind != "organisation":
                continue
            full = memory.organisation(name.text)
            if full is None or full in memory.towns or name.text.lower() in localities(doc):
                continue
            body = known.get(full)
            if body is None:
                body = known[full] = Body(full)
            if body.full.end <= doc.sentences[0].end and doc.sentences[0].part == "headline":
                body.full = Mentioned(name.text, name.start, name.end)  # "Benue Bank Profit Climbs" is a headline
            body.starts.append(name.start)
            _describe(s, name, body, memory)
            own.append((name, body))
        if own:
            _deals(s, own)
            _holds(s, own)
    return list(known.values())


def _describe(s: Sentence, name: Name, body: Body, memory: Memory) -> None:
    """What stands in, before and behind a name: "the Danish brewer Carl, a maker of beer in Odense"."""
    words = s.lows[name.first : name.last]
    _learn(body, words, nouns=False)
    p = phrase_at(s, name.first)
    if p is not None and p.first < name.first:
        lands, towns, nouns = _origins(s, p.first, name.first)
        body.lands |= lands
        body.towns |= towns
        _learn(body, nouns, nouns=True)
        if nouns and (held := part(nouns[-1])):
            body.parts.setdefault(held, name.end)
    for low in words:
        if low in demonyms():
            body.lands.add(country_of(low))
        elif low.endswith(_BASED):
            body.towns.add(low.rsplit("-", 1)[0])
    i = name.last
    if s.lows[i : i + 1] == ["of"] and i + 1 < len(s.lows) and s.tags[i + 1] == "P":
        (body.lands if s.lows[i + 1] in countries() else body.towns).add(s.lows[i + 1])
    begun = name.first - 2
    if begun >= 0 and s.tags[name.first - 1] == "E" and s.lows[begun] in countries():
        body.lands.add(s.lows[begun])  # "Finland's Konecrest"
    if s.tags[i : i + 1] == "," and s.tags[i + 1 : i + 2] not in ("J", ""):
        _apposed(s, i + 1, body)
    said = next(
        (q for q in predicates(s) if q.group.lemma == "be" and q.group.first == i and not q.group.negated), None
    )
    if said is not None:
        _apposed(s, said.group.last, body)


def _apposed(s: Sentence, i: int, body: Body) -> None:
    """Of ", a maker of pasta sauces in Parma," and ", based in Multan," what is said by it, up to a comma or verb."""
    q = phrase_from(s, i)
    if q is not None and q.first == i and s.tags[q.head] == "N" and not is_time(s, q):
        if s.lows[i] not in ("a", "an", "the", "one") and s.tags[i] != "P" and "E" not in s.tags[i : q.head]:
            return
        _learn(body, [s.lows[q.head]], nouns=True)
    elif s.lows[i] not in ("based", "headquartered"):
        return
    end = i
    while end < min(len(s.tags), i + 14) and s.tags[end] not in ",;.VWBMHS":
        end += 1
    if s.lows[i] in ("based", "headquartered"):
        end = next((k for k in range(i, min(len(s.tags), i + 6)) if s.tags[k] == ","), end)
    lands, towns, nouns = _origins(s, i, end)
    body.lands |= lands
    body.towns |= towns
    _learn(body, nouns, nouns=False)


def _learn(body: Body, words: list[str], *, nouns: bool) -> None:
    body.words.update(words)
    if nouns:
        body.nouns.update(words)
    for low in words:
        body.trades |= trade_of(low)


def _holds(s: Sentence, own: list[tuple[Name, Body]]) -> None:
    """Of "Hansa said its subsidiary Ebro would close" Hansa is the parent."""
    for name, body in own:
        p = phrase_at(s, name.first)
        if "owned" in body.parts and p is not None and s.lows[p.first] == "its":
            owner = next((other for before, other in reversed(own) if before.last <= p.first), None)
            if owner is not None:
                owner.parts.setdefault("owners", name.end)


def _deals(s: Sentence, own: list[tuple[Name, Body]]) -> None:
    """Who buys, who is bought, who is hired: the parts that verbs give to the names beside them."""
    for q in predicates(s):
        deal = deal_of(q.group.lemma)
        sold = q.group.lemma in ("sell", "divest", "offload")
        if deal < 0 and not sold:
            continue
        key = 0 if sold else deal
        after = [(name, body) for name, body in own if name.first >= q.group.last and name.first - q.group.last < 12]
        if q.subject is not None:
            for name, body in own:
                if q.subject.first <= name.first < q.subject.last and not sold:
                    body.parts[f"{'other' if q.group.passive else 'actor'} {key}"] = name.end
                elif q.subject.first <= name.first < q.subject.last and q.group.passive:
                    body.parts[f"other {key}"] = name.end
        for name, body in after:
            mark = name.first - 1
            while mark > q.group.last and s.tags[mark] in "DANPE":
                mark -= 1
            tie = s.lows[mark] if mark >= q.group.last else ""
            if (tie == "to" and sold) or (tie == "by" and q.group.passive):
                body.parts[f"actor {key}"] = name.end
            elif not tie or mark == q.group.last - 1:
                body.parts.setdefault(f"other {key}", name.end)
