"""In which voice an event's verb stands, and which phrases may then be what was opened, built, signed, …

X opened a hall → active · a hall was opened → passive · a hall opened → intransitive · a hall that X opened → relative
X broke ground on a hall · ground was broken for a hall → complement · X raised the mill's capacity → owner
"""

from __future__ import annotations

from collections.abc import Callable

from services.extract.core.antecedents import antecedent, is_time
from services.extract.core.chunks import NounPhrase
from services.extract.core.clause import phrase_from
from services.extract.core.facts.event_figures import trades
from services.extract.core.facts.event_phrases import ORDINALS, complements, objects, owners, past_idiom
from services.extract.core.facts.event_subjects import behind, of_which, subjects
from services.extract.core.mentions.place import countries
from services.extract.core.mentions.trigger import ORDERS, VerbRule, classes, listed
from services.extract.core.predicates import Predicate
from services.extract.core.sentences import Sentence

Parties = tuple[str, list[NounPhrase]]
Fits = Callable[[NounPhrase, str], bool]
_SITES = frozenset("site grounds premises ruins location spot".split())
_BEGINS = frozenset(("start", "begin"))
_HOLDERS = frozenset("owner owners operator operators founders shareholders management buyers".split())
_DEAL_TIES = frozenset("with between for on to of among".split())
_SHARES = frozenset("% percent cent stake shares interest half third quarter fifth sixth tenth two-thirds".split())
_MADE_KNOWN = frozenset("decision decisions move choice order orders vote".split())


def meant(s: Sentence, p: Predicate, after: int, rule: VerbRule, fits: Fits) -> Parties:
    """The voice and what may be the subject, with phrases led back to what they are about."""
    voice, phrases = parties(s, p, after, rule, fits)
    hung = rule.takes in ("object", "both", "passive") or (rule.takes == "subject" and not rule.object)
    hung = hung and (voice == "passive" or (voice == "intransitive" and p.kind == "relative")) and p.kind != "finite"
    if hung and (rule.particle or not rule.lemmas <= _BEGINS) and not any(fits(q, voice) for q in phrases):
        phrases = _nearest(s, p, lambda q: fits(q, voice)) or phrases
    phrases = [_making(s, _on_site(s, q, p) if p.kind == "reduced" else q) for q in phrases]
    if (
        rule.takes == "object"
        and p.kind == "infinitive"
        and not p.group.passive
        and not any(fits(q, voice) for q in phrases)
    ):
        gap = _gap_before(s, p)
        if gap is not None and fits(gap, voice):
            return voice, [gap]
    return voice, phrases


def _nearest(s: Sentence, p: Predicate, good: Callable[[NounPhrase], bool]) -> list[NounPhrase]:
    """ "the boldest bet of a firm founded in 2009", "a hall with 340 jobs, to be opened": what fits, if near."""
    if p.kind == "relative" and p.gap is None:  # "workers at the mill, which is to be closed"
        pronoun = s.tags.rfind("S", 0, p.group.first)
        beside = next((q for q in reversed(s.phrases) if q.last <= pronoun), None)
        if beside is None or pronoun - beside.last > 1:
            return []
        behind = _behind(s, beside, good)
        at = bool(behind) and behind[0].last == beside.first - 1 and s.lows[beside.first - 1] in ("at", "in", "near")
        return behind if at or not good(beside) else [beside]  # "a mill at the port that is to open"
    if p.kind not in ("reduced", "infinitive"):
        return []
    near = [q for q in s.phrases if q.last <= p.group.first][-2:]
    for q in reversed(near):
        if any(t in "VWXBMS" for t in s.tags[q.last : p.group.first]):
            return []
        if good(q):
            return [q]
    return []


def _behind(s: Sentence, q: NounPhrase, good: Callable[[NounPhrase], bool]) -> list[NounPhrase]:
    """ "a centre of 92,000 m² at Cato Ridge that went live": what the phrases before "that" hang on."""
    for r in [r for r in reversed(s.phrases) if r.last < q.first][:3]:
        between = s.tags[r.last : q.first]
        if between[:1] != "I" or not set(between) <= set("IDCQAU"):
            return []
        if good(r):
            return [r]
        q = r
    return []


def _on_site(s: Sentence, q: NounPhrase, p: Predicate) -> NounPhrase:
    """ "the site of a mill | closed in 1994" is a mill that closed."""
    if s.lows[q.head] not in _SITES or s.lows[q.last : q.last + 1] != ["of"]:
        return q
    r = phrase_from(s, q.last + 1)
    return r if r is not None and r.last == p.group.first and "place" in classes(s.lows[r.head]) else q


def _making(s: Sentence, q: NounPhrase) -> NounPhrase:
    """ "a plant making tyres" is a plant, though the tyres stand last."""
    for i in range(q.first + 1, q.head):
        if (
            s.tags[i] in "GN"
            and s.lows[i].endswith("ing")
            and s.tags[i - 1] == "N"
            and "place" in classes(s.lows[i - 1])
        ):
            return NounPhrase(q.first, q.last, i - 1)
    return q


def _gap_before(s: Sentence, p: Predicate) -> NounPhrase | None:
    """ "the wind farm that the two agreed in March to build": what "that" takes up is built."""
    for i in range(p.group.first - 1, max(p.group.first - 12, 0), -1):
        if s.tags[i] in ",;:(":
            return None
        if s.tags[i] == "S":
            relative = s.lows[i] in ("that", "which") and s.tags[i - 1] in "NP" and s.tags[i + 1] in "DNPAO"
            return antecedent(s, i - 1) if relative else None
    return None


def parties(s: Sentence, p: Predicate, after: int, rule: VerbRule, fits: Fits) -> Parties:
    """The voice, and the phrases that may be the subject of the event."""
    if rule.takes == "grown":
        return "owner", _grown(s, p, rule)
    given = objects(s, after) if p.group.passive and rule.event == "agreement" else []
    if given and "deal" in classes(s.lows[given[0].head]):
        return "active", given  # "X was awarded a contract"
    if p.kind == "reduced" and rule.object == "money":
        return "complement", []  # "a wing, paid for by a lottery"
    if (p.group.passive or p.kind == "reduced") and rule.takes == "on" and rule.after:
        return "complement", _under_subject(s, p, rule)
    part = rule.event == "acquisition" or s.lows[max(p.group.first - 3, 0)] in ORDINALS
    if s.lows[p.group.first - 2 : p.group.first] == ["of", "which"] and part:
        comma = s.tags.rfind(",", 0, p.group.first)
        whole = antecedent(s, comma - 1) if comma > 0 else None
        return "passive", [whole] if whole is not None else []  # "Rinjani, 51 percent of which was sold"
    if rule.takes != "on" and not rule.object and (some := of_which(s, p, lambda q: fits(q, "passive"))) is not None:
        return "passive" if p.group.passive else "intransitive", [some]
    if rule.takes in ("object", "both") and (inverted := behind(s, p)):
        return "passive", inverted
    if p.group.passive or p.kind == "reduced":
        ok = rule.takes != "on" and not rule.object and (rule.takes != "subject" or rule.status == "planned")
        found = subjects(s, p) if ok else []
        return "passive", _deal_before(s, found) if rule.event == "agreement" else found
    if rule.takes == "on" and rule.object == "money" and after < len(s.lows):
        paid = s.lows[after] not in rule.on and any(t in "UC" for t in s.tags[after : after + 4])
        return "complement", [q for q in complements(s, after, rule.on) if s.tags[q.head] != "O"] if paid else []
    right = objects(s, past_idiom(s, after, rule)) or _shared(s, after)
    if rule.event == "agreement" and right and "deal" not in classes(s.lows[right[0].head]):
        # "awarded Van Delden a dredging contract": the second object
        second = next((q for q in s.phrases if q.first >= right[0].last), None)
        if second is not None and second.first == right[0].last and "deal" in classes(s.lows[second.head]):
            return "active", [second]
    if rule.object == "operation" and right and "operation" in classes(s.lows[right[0].head]):
        if s.lows[right[0].last : right[0].last + 1] == ["on"] and not _time_at(s, right[0].last + 1):
            return "owner", []  # "halted work on a plant"
        whose = [q for q in owners(s, p, right[0]) if q != p.subject]
        at = s.lows[right[0].last : right[0].last + 1] == ["at"]
        place = [q for q in whose if "place" in classes(s.lows[q.head]) or (at and s.tags[q.head] == "P")]
        if place:
            return "owner", place  # "a strike halted production at the mill", "will end production at Orsa"
    if rule.takes == "owner":
        measure = next((q for q in right if _is_object(s, q, rule)), None)
        found = owners(s, p, measure) if measure is not None else []
        if p.kind == "relative" or (p.subject is not None and _lifts(s, p.subject, found)):
            return "owner", []  # "a line which will lift the company's capacity": told of the line
        ahead = p.group.tense in ("future", "modal") and measure is not None and s.tags[measure.first] != "D"
        if ahead and found == [p.subject] and p.subject is not None and not _owns(s, p.subject):
            return "owner", []  # "The new hall will raise capacity by 30 percent": that of the works
        return "owner", found
    if rule.object == "stake" and right and _share_before(s, after, right[0]):
        return "active", right
    if rule.object == "market" and rule.on:
        right = complements(s, after, rule.on)  # "pushed into Central Asia"
    if rule.object and not any(_is_object(s, q, rule) for q in right):
        return "active", []
    if rule.takes == "on":
        return "complement", complements(s, after, rule.on)
    if rule.takes == "passive":
        return "active", []
    own = right and right[0].first <= after + 1 and s.lows[right[0].first] in ("its", "their", "the")
    if p.gap is not None and not own and rule.takes in ("object", "both") and not any(fits(q, "active") for q in right):
        # "a greenhouse complex, Alsera KZ, which it will build": the name or what it stands beside
        beside = [q for q in s.phrases if q.last + 1 == p.gap.first and s.tags[q.last] == ","]
        marker = p.subject.first if p.subject is not None else 0  # "offers for the refinery, which the owner put up"
        beside = beside or [q for q in s.phrases if marker - 3 <= q.last < marker][-1:]
        return "relative", [p.gap] if fits(p.gap, "relative") else beside
    if rule.takes == "subject" or (rule.takes == "both" and not right):
        third = not (rule.after or rule.object) and not ORDINALS.isdisjoint(s.lows[after + 1 : after + 2])
        both = rule.takes == "both" or third  # "opened its third, in Bor"
        if both and s.tags[after : after + 1] == "D" and not _time_at(s, after):
            return "active", []  # "plans to close a further 60", "closed the older of its pits"
        if p.kind == "infinitive" and rule.takes == "both" and s.lows[p.group.first - 1] in _MADE_KNOWN:
            return "active", []  # "blamed dear cod for the decision to close": what, was told
        alone = not right or rule.object or rule.after or rule.progressive or rule.status
        return "intransitive", subjects(s, p) if alone and not trades(s, p, rule) else []
    return "active", right


def taken_up(s: Sentence, before: Predicate | None, p: Predicate, q: NounPhrase, heads: frozenset[str]) -> NounPhrase:
    """ "has bought a vacant plant and will retrofit | it": what the verb before, of the same subject, has."""
    if s.lows[q.head] not in ("it", "them") or p.subject is None:
        return q
    if s.lows[p.subject.head] in _HOLDERS and s.lows[p.subject.last : p.subject.last + 1] == ["of"]:
        return phrase_from(s, p.subject.last + 1) or q  # "The owners of the brewery have put it up for sale"
    if before is None or before.subject != p.subject or before.group.passive:
        return q
    same = next((r for r in objects(s, before.group.last)[:1] if s.tags[r.head] == "N"), None)
    return same if same is not None and classes(s.lows[same.head]) & (heads - {"name", "organisation"}) else q


def _shared(s: Sentence, i: int) -> list[NounPhrase]:
    """ "will build | , own and operate the terminal": the object of the last of several verbs is that of each."""
    k = i
    while k < len(s.tags) and k - i < 8 and (s.tags[k] in ",JVWXR" or s.lows[k] == "own"):
        k += 1
    joined = k > i + 1 and s.tags[i] in ",J" and s.tags[k - 1] in "VWX" and "J" in s.tags[i : k - 1]
    return objects(s, k) if joined else []


def _lifts(s: Sentence, q: NounPhrase, found: list[NounPhrase]) -> bool:
    """ "The line doubles the capacity of the works", "It will raise the Group's capacity": what is built does so."""
    low = s.lows[q.head]
    if low in ("extension", "upgrade", "expansion"):
        return True
    own = bool(found) and s.lows[found[0].first] in ("its", "their")  # "It will double the capacity of its plant"
    return bool(found) and found[0] != q and not own and (s.tags[q.head] == "O" or "place" in classes(low))


def _owns(s: Sentence, q: NounPhrase) -> bool:
    """Whether a phrase is a company and no building or "it", so that capacity without an owner is its own."""
    return s.tags[q.head] != "O" and "place" not in classes(s.lows[q.head])


def _time_at(s: Sentence, i: int) -> bool:
    return any(q.first == i and is_time(s, q) for q in s.phrases)


def _share_before(s: Sentence, after: int, q: NounPhrase) -> bool:
    """ "took 15% of X", "a 51% stake in X"."""
    return not _SHARES.isdisjoint(s.lows[after : q.first])


def _is_object(s: Sentence, q: NounPhrase, rule: VerbRule) -> bool:
    low = s.lows[q.head]
    if rule.object in ORDERS and ORDERS[rule.object].isdisjoint(s.lows[max(q.first - 1, 0) : q.head]):
        return False  # "fired its | first stope", "ran its | last shift"
    if rule.object in ORDERS and not rule.nouns_object:
        return True
    if rule.event == "expansion" and rule.object == "market" and s.tags[q.head] == "P":
        parts = listed("occurrence", "part_of_world")
        return low in parts or " ".join(s.lows[q.first : q.last]).removeprefix("the ") in countries()
    if rule.nouns_object:
        return low in rule.nouns_object
    return rule.object in classes(low)


def _grown(s: Sentence, p: Predicate, rule: VerbRule) -> list[NounPhrase]:
    """Whose capacity it is that "was doubled" or "will rise": named by an owner, or by "of" and "at"."""
    q = p.subject
    if q is None or s.lows[q.head] not in rule.nouns_object or q.first > p.group.first:
        return []
    if objects(s, p.group.last) and not p.group.passive:
        return []
    return [r for r in owners(s, p, q) if r is not q]


def phrase_head(p: Predicate, rule: VerbRule, s: Sentence) -> bool:
    """Whether the passive's subject is the noun of the rule's phrase: "ground was broken", "the ribbon was cut"."""
    if rule.takes != "on" or not rule.after or p.subject is None or not (p.group.passive or p.kind == "reduced"):
        return False
    low = s.lows[p.subject.head]
    return any(words[-1] == low for words in rule.after)


def _under_subject(s: Sentence, p: Predicate, rule: VerbRule) -> list[NounPhrase]:
    """ "the foundation stone of X was laid", "ground was broken for X"."""
    if p.subject is None or not phrase_head(p, rule, s):
        return []
    first = p.subject.first
    if s.lows[first] in ("its", "their"):
        return [NounPhrase(first, first + 1, first)]  # "Its cornerstone was laid"
    owner = s.tags.rfind("E", first, p.subject.head)
    if owner > first:
        return [NounPhrase(first, owner, owner - 1)]
    if p.subject.last < p.group.first and s.lows[p.subject.last] in rule.on:
        return complements(s, p.subject.last, rule.on)
    return complements(s, p.group.last, rule.on)


def _deal_before(s: Sentence, found: list[NounPhrase]) -> list[NounPhrase]:
    """ "a deal with the union that was signed": the deal, where what stands next to the verb is only its party."""
    if len(found) != 1 or "deal" in classes(s.lows[found[0].head]):
        return found
    q = found[0]
    for r in reversed(s.phrases):
        if r.last >= q.first or s.lows[q.first - 1] not in _DEAL_TIES or r.last != q.first - 1:
            continue
        if "deal" in classes(s.lows[r.head]):
            return [r]
        q = r
    return found
