"""Whether an event has happened (`actual`), is meant to (`planned`), or is not claimed at all (None)."""

from __future__ import annotations

from services.extract.core.antecedents import is_time
from services.extract.core.facts.event_denied import dropped, is_denied, nor, only_said, under_negation
from services.extract.core.mentions.trigger import listed
from services.extract.core.predicates import Predicate
from services.extract.core.sentences import Sentence

# "is building", "is modernising" say that it has begun; "is opening a store" that it will.
_UNDER_WAY = frozenset(("construction", "expansion"))
_NOBODY = frozenset("nobody none no neither nothing".split())
_HOPES = frozenset("hope plan intend want mean expect wish".split())
_PASSED = frozenset("approve clear okay pass endorse back accept adopt ratify support".split())
_WISHED = frozenset("want demand prefer like wish need".split())
_DONE_BEFORE = frozenset("after since by on upon following".split())
_BESIDE = frozenset("after before since on upon following".split())
_SCHEDULED = frozenset("open reopen start begin commence resume close shut enter go come launch change".split())
_GOES_ON = frozenset("near begin start continue progress proceed advance".split())
_TOLD = frozenset("say report believe understand think know claim estimate".split())
_AIMS = frozenset("plan plans idea aim goal intention hope dream".split())
_COSTS = frozenset(("take", "cost"))
_RUNS = frozenset("run operate work stand lie".split())
_SERVES = frozenset("take welcome receive serve treat admit carry handle load unload".split())
_AGREED = frozenset("agreement agreements deal talks memorandum contract accord plan plans agreed".split())
_NEXT = frozenset("next this tomorrow later".split())
_STATES = frozenset("complete completed finished done underway under progress".split())
_RANKS = frozenset("first second third last latest only".split())
_AHEAD = frozenset("of for before to towards".split())


def status_of(s: Sentence, preds: list[Predicate], index: int, event: str) -> str | None:
    """The status of the event that a predicate states."""
    p = preds[index]
    g = p.group
    lows = s.lows
    if "yet" in lows[g.first - 2 : g.first + 2] and "to" in lows[g.first - 1 : g.head]:
        return None  # "have yet to sign"
    if g.negated or nor(s, g.first) or under_negation(s, g.first) or (set(lows[g.last : g.last + 3]) & _NOBODY):
        return None
    if index and p.kind == "finite" and is_denied(s, preds[index - 1], p):
        return None  # "denied that it would close"
    if lows[g.first] in ("was", "were") and "to" in lows[g.first : g.head] and "have" in lows[g.first : g.head]:
        return None  # "was to have opened": it did not
    if lows[g.first] == "was" and lows[g.first - 1] in _AIMS and "to" in lows[g.first : g.head]:
        return None  # "The plan was to build a port"
    if (g.first and lows[g.first - 1] in _NOBODY) or only_said(s, p):
        return None
    if lows[g.first] == "had" and "to" in lows[g.first : g.head]:
        return "actual"  # "the hospital had to close"
    if lows[g.first] == "should" and p.subject is not None and lows[p.subject.head] in ("we", "you", "one", "they"):
        return None  # "We should build houses": advice
    if g.tense == "modal" and ("have" in lows[g.first : g.head] or (lows[0] == "if" and lows[g.first] != "must")):
        return None  # "would have built": it was not; "If the buyer walks away, the yard would close"
    if g.tense in ("future", "modal"):
        return "planned"
    if p.kind == "gerund" and lows[g.first] == "having" and g.head > g.first:
        return "actual"  # "Having bought a mill, the firm will sell it"
    if p.kind in ("infinitive", "gerund"):
        return _governed(s, preds, index, 0, event)
    if g.tense == "present" and g.first == g.head == 1 and s.tags[0] in ":Z" and lows[1] == g.lemma:
        return "planned"  # "* open a plant in Ames": a point of a list of intentions
    if g.lemma == "be" and g.first and s.tags[g.first - 1] == "T":
        # "is expected to be operational", "ought to be open"
        if g.first > 1 and s.tags[g.first - 2] == "M":
            return "planned"
        linked = [*preds[:index], Predicate(g, "infinitive", p.subject, p.gap, index - 1, p.start)]
        return _governed(s, linked, index, 0, event)
    joined = index and g.first == g.head and lows[g.head] == g.lemma and s.tags[g.first - 1] in "J,"
    if joined and s.tags[g.first - 1] == ",":
        joined = preds[index - 1].group.last == g.first - 1  # "will design, | build | and operate the plant"
    if joined and preds[index - 1].kind == "infinitive":  # "to expand and retrofit its plant"
        return _governed(s, preds, index - 1, 0, event)
    if g.tense == "present" and g.first == g.head and g.lemma in _SCHEDULED and timed(s, _past_noun(s, g.last)):
        return "planned"  # "The terminal opens in May", "enters service on May 4"
    if g.tense == "present" and not g.perfect and g.head - g.first < 2 and _once(s, p):
        return "planned"  # "when it goes live", "until the shop reopens"
    if g.perfect and p.start > 0 and s.lows[p.start - 1] in ("once", "until") and p.kind == "finite":
        main = next((q for q in preds[index + 1 :] if q.kind == "finite"), None)
        if main is not None and main.group.tense in ("future", "modal"):
            return "planned"  # "Once it has been deepened, the port can take the largest ships"
    if index and g.passive and g.first == g.head and s.tags[g.first - 1] in "J,":
        before = preds[index - 1].group
        if before.passive and before.tense in ("future", "modal"):
            return "planned"  # "will be pulled down and | rebuilt"
    if (
        joined
        and p.kind == "finite"
        and preds[index - 1].kind == "finite"
        and "T" in s.tags[preds[index - 1].group.last : g.first]
    ):
        linked = [*preds[:index], Predicate(g, "infinitive", p.subject, p.gap, index - 1, p.start)]
        return _governed(s, linked, index, 0, event)  # "intends to replant 4,000 hectares and | refurbish the mill"
    clauses = ("finite", "relative")
    if joined and p.kind in clauses and preds[index - 1].kind in clauses:
        # "will cost $5m and close the mill": the second verb shares the first one's auxiliary
        if preds[index - 1].group.negated and lows[g.first - 1] == "but":
            return "planned" if preds[index - 1].group.tense in ("future", "modal") else "actual"
        return outer_status(s, preds, index - 1)
    if lows[g.first] in ("'d", "’d"):
        return None
    if p.kind == "relative" and g.tense == "present" and g.first == g.head and not g.passive and _any(s, p):
        return None  # "A builder who signs a contract must …"
    if g.passive and lows[g.first] == "be":
        return "planned"  # "proposes that the stake be divested"
    if p.kind == "reduced" and index and preds[index - 1].group.lemma in _WISHED:
        return None  # "want the plant closed"
    interrupted = _interrupted(s, g.first)
    if interrupted:
        return None if interrupted == "L" else "planned"
    if g.head > g.first and lows[g.head].endswith("ing") and g.tense == "present" and event not in _UNDER_WAY:
        if g.lemma in _RUNS or g.lemma in _SERVES or g.lemma in listed("work", "makes"):
            return "actual"  # "the kiln is running again", "is baking its first loaves"
        return "actual" if event == "acquisition" or "being" in lows[g.first : g.head] else "planned"
    return "actual"


def _any(s: Sentence, p: Predicate) -> bool:
    """Whether a relative clause is said of nobody in particular: "companies that close", "a builder who signs"."""
    q = p.subject
    if q is None or s.tags[q.head] != "N" or q.last > p.group.first:
        return False
    return s.lows[q.first] in ("a", "an", "any", "every", "no") or (
        s.tags[q.first] in "NA" and s.lows[q.head][-1] == "s"
    )


def _past_noun(s: Sentence, i: int) -> int:
    """The token behind "service", "into use", "live", where one stands at a token; else the same token."""
    i += s.lows[i : i + 1] in (["up"], ["down"])  # "starts up | next spring"
    k = i + (s.lows[i : i + 1] in (["into"], ["on"]) and s.tags[i + 1 : i + 2] in ("N", "A"))
    while k < len(s.tags) and s.tags[k] in "NA" and s.lows[k] not in _NEXT and k - i < 4:
        k += 1
    return k if s.lows[k : k + 1] in (["on"], ["in"], ["from"], ["next"], ["this"], ["tomorrow"]) else i


def timed(s: Sentence, i: int) -> bool:
    """Whether a time follows: "opens in May", "starts next year"."""
    led = s.lows[i : i + 1] in (["in"], ["on"], ["from"], ["at"])
    return any(q.first == i + led and is_time(s, q) for q in s.phrases) and (led or s.lows[i] in _NEXT)


def _interrupted(s: Sentence, i: int) -> str:
    """The auxiliary before a parenthesis inside the verb group ("will not, after all, shut"): L, M or nothing."""
    if i < 3 or s.tags[i - 1] != ",":
        return ""
    for k in range(i - 2, max(0, i - 9), -1):
        if s.tags[k] == ",":
            return s.tags[k - 1] if s.tags[k - 1] in "LM" else ""
    return ""


def _governed(s: Sentence, preds: list[Predicate], index: int, depth: int, event: str = "") -> str | None:
    """The status of an infinitive or gerund by what it hangs on."""
    p = preds[index]
    before = p.group.first - 1
    while before >= 0 and s.tags[before] == "R":
        before -= 1
    if p.kind == "gerund" and p.governor < 0 and 0 <= before < 3 and s.lows[before] in _BESIDE:
        return _beside(preds[index + 1 :])
    noun = s.lows[before] if before >= 0 and s.tags[before] in "NP" else ""
    if p.governor < 0 or depth > 4:
        after = preds[index + 1 :]
        if noun and any(q.subject is not None and q.subject.head == before and dropped(s, q) for q in after):
            return None
        if noun in ("ceremony", "ceremonies") and after:
            return outer_status(s, after, 0)  # "The ceremony to open the bridge was held"
        main = next((q for q in after if q.kind == "finite"), None)
        stands = main is not None and main.group.lemma == "be" and s.lows[main.group.last : main.group.last + 4]
        if noun in ("work", "works") and stands and not _STATES.isdisjoint(stands):
            return "actual"  # "Works to enlarge the terminal were 64% complete"
        if noun in ("work", "works") and main is not None and main.group.lemma in _GOES_ON and not main.group.negated:
            return "planned" if main.group.tense in ("future", "modal") else "actual"  # "Work to double the line began"
        if (
            p.kind == "gerund"
            and before < 1
            and main is not None
            and "," not in s.tags[p.group.last : main.group.first]
        ):
            tense = "" if main.group.negated else main.group.tense  # "Restarting the furnace took nine days"
            return "actual" if tense == "past" else "planned" if tense == "future" else None
        return "planned" if p.kind == "infinitive" else None
    h = preds[p.governor]
    if h.group.first and s.lows[h.group.first - 1] in _NOBODY:
        return None  # "Nobody has offered to buy the mill"
    words = s.lows[h.group.last : p.group.first]
    doubted = noun in listed("modality", "doubted") and h.group.lemma not in _PASSED  # "cleared a proposal to build"
    if noun and h.group.lemma + "-" + " ".join(s.lows[h.group.last : h.group.last + 1]) in listed(
        "modality", "given_up"
    ):
        return None  # "turned down an offer to sell"
    if h.group.negated or h.group.lemma in listed("modality", "denied") or doubted:
        return None
    if not listed("modality", "denied_adjectives").isdisjoint(words) or "no" in words:
        return None
    if s.lows[before] in listed("modality", "without"):
        return None
    if noun and any(q.subject is not None and q.subject.head == before and dropped(s, q) for q in preds[index + 1 :]):
        return None  # "plans to build a runway were rejected"
    outer = outer_status(s, preds, p.governor, depth)
    if h.group.lemma in ("be", "become") and h.group.tense == "past" and not _RANKS.isdisjoint(words):
        return outer  # "became the first grower to sign a contract"
    if outer is None or (h.group.lemma in _HOPES and s.lows[h.group.first] == "had"):
        return None  # "had hoped to build": it did not
    if p.kind == "infinitive":
        if "have" in s.lows[p.group.first : p.group.head]:
            told = h.group.passive and h.group.lemma in _TOLD  # "is said to have bought", "was to have been sold"
            return "actual" if told else None
        if h.group.lemma in _COSTS and h.group.tense == "present" and not h.group.perfect:
            return None  # "It takes two years to build a mill"
        if h.group.lemma in _COSTS and h.group.tense == "past":
            return outer  # "It took 14 months to build the depot", "The depot cost $5m to build"
        if event == "acquisition" and h.group.lemma == "agree":
            return outer  # "agreed to buy" is how a purchase is made known
        if h.group.lemma in listed("modality", "done") and noun not in listed("modality", "planned_nouns"):
            return outer
        return "planned"
    if before >= 0 and s.lows[before] in _DONE_BEFORE:
        agreed = s.lows[before] == "on" and not _AGREED.isdisjoint(s.lows[max(before - 8, 0) : before])
        return "planned" if agreed else outer  # "An agreement was reached in Astana on building a road"
    if h.group.lemma in listed("modality", "done"):
        return outer
    if h.group.lemma in listed("modality", "planned") or (before >= 0 and s.lows[before] in _AHEAD):
        return "planned"
    return outer


def _once(s: Sentence, p: Predicate) -> bool:
    """Whether "when", "once" or "until" opens the clause right before its subject."""
    return p.start > 0 and p.kind == "finite" and s.lows[p.start - 1] in ("when", "once", "until", "after")


def _beside(preds: list[Predicate]) -> str | None:
    """ "After opening a mill, the firm hired welders": as the clause that follows."""
    main = next((q for q in preds if q.kind == "finite"), None)
    if main is None or main.group.negated or main.group.lemma in listed("modality", "planned"):
        return None
    return "planned" if main.group.tense in ("future", "modal") else "actual"


def outer_status(s: Sentence, preds: list[Predicate], index: int, depth: int = 0) -> str | None:
    """The status under which a governing verb itself stands."""
    h = preds[index]
    if h.group.negated or nor(s, h.group.first):
        return None
    if h.group.tense in ("future", "modal"):
        return "planned"
    if h.kind in ("infinitive", "gerund"):
        return _governed(s, preds, index, depth + 1)
    return "actual"
