"""The companies and other bodies of an article with what is said of each: what they are, where from, and which part
they have in a deal or a group."""

from __future__ import annotations

from services.extract.core.antecedents import is_time
from services.extract.core.clause import phrase_at, phrase_from
from services.extract.core.facts.called import country_of, deal_of, part, trade_of
from services.extract.core.facts.localities import localities
from services.extract.core.facts.memory import Memory, memory_of
from services.extract.core.mentions.place import countries, demonyms
from services.extract.core.model import Document, Mentioned, Name
from services.extract.core.predicates import LONGEST, predicates
from services.extract.core.sentences import Sentence

_MANY = 40  # bodies that a table holds: a list of a thousand firms is not told apart by descriptions
_BASED = ("-based", "-headquartered")


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


def origins(s: Sentence, first: int, last: int) -> tuple[set[str], set[str], list[str]]:
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


def bodies(doc: Document) -> list[Body]:
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
            if body is None and len(known) >= _MANY:
                continue
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
    return _merged(list(known.values()))


def _merged(bodies: list[Body]) -> list[Body]:
    """One body for a name and its beginning: "Haldern" and "Haldern Antriebe", where only one name begins so."""
    kept: list[Body] = []
    for body in sorted(bodies, key=lambda body: -len(body.full.text)):
        low = body.full.text.lower()
        longer = [other for other in kept if other.full.text.lower().startswith(low + " ")]
        if len(longer) != 1:
            kept.append(body)
            continue
        into = longer[0]
        into.nouns |= body.nouns
        into.words |= body.words
        into.trades |= body.trades
        into.lands |= body.lands
        into.towns |= body.towns
        into.parts = {**body.parts, **into.parts}
        into.starts = sorted(into.starts + body.starts)
    return sorted(kept, key=lambda body: body.starts[0])


def _describe(s: Sentence, name: Name, body: Body, memory: Memory) -> None:
    """What stands in, before and behind a name: "the Danish brewer Carl, a maker of beer in Odense"."""
    words = s.lows[name.first : name.last]
    _learn(body, words, nouns=False)
    p = phrase_at(s, name.first)
    if p is not None and p.first < name.first:
        lands, towns, nouns = origins(s, p.first, name.first)
        body.lands |= lands
        body.towns |= towns
        _learn(body, nouns, nouns=True)
        if nouns and (held := part(nouns[-1])):
            body.parts.setdefault(held, name.end)
    for low in words:
        if low in demonyms():
            body.lands.add(country_of(low))
        elif low in countries():
            body.lands.add(low)  # "Zvolen Foundry of Slovakia"
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
    elif i >= len(s.lows) or s.lows[i] not in ("based", "headquartered"):
        return
    end = i
    while end < min(len(s.tags), i + 14) and s.tags[end] not in ",;.VWBMHS":
        end += 1
    if s.lows[i] in ("based", "headquartered"):
        end = next((k for k in range(i, min(len(s.tags), i + 6)) if s.tags[k] == ","), end)
    lands, towns, nouns = origins(s, i, end)
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
