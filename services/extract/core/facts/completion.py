"""What exists only once a thing is finished: the jobs, the capacity and the size of what is planned or being built.

a study for a 25 MW plant · work has begun on a house with 212 rooms     `unfinished`: the sentence itself shows it
the mill, which will employ 80, … It is to hold 300 beds                 `on_completion`: an event of the article does
"""

from __future__ import annotations

from services.extract.core.chunks import finite
from services.extract.core.facts.baseline import is_land
from services.extract.core.facts.features import Surroundings
from services.extract.core.facts.heading import opener
from services.extract.core.facts.unbuilt import at_work, had, of_old, of_unbuilt
from services.extract.core.facts.verb_status import Decision, said_by
from services.extract.core.lexicon import words
from services.extract.core.model import Claim, Document, Quantity, Time
from services.extract.core.predicates import predicates
from services.extract.core.sentences import Sentence

_FOUNDATIONS = frozenset("foundation foundations stone cornerstone keel".split())
_UNDERTAKINGS = frozenset("project works contract phase stage".split())
_CONVERTING = frozenset("convert turn transform expand enlarge upgrade".split())
_MOST = 200  # events that each number is held against: no article tells of more


def unfinished(q: Quantity, s: Sentence, around: Surroundings, kind: str) -> str | None:
    """The words that show a thing to be unfinished whose property the quantity is, else None."""
    if kind == "size" and s.lows[q.first - 1 : q.first] == ["on"]:
        return None  # "broke ground for a mill on 22 hectares"
    if kind in ("count", "size") and (ordered := _ordered(s, around)) is not None:
        return ordered
    let = s.lows[q.first - 2] if q.first > 1 and s.lows[q.first - 1] == "for" else ""
    if kind == "count" and let in words("status", "permits"):
        return f"“{let} for”"  # "has given planning permission for 240 homes"
    inside = kind == "count" and around.governor.preposition in ("with", "of")  # "a building with 96 flats"
    if inside and around.governor.side == "subject":
        rising = next((g for g in s.groups if g.first >= q.last and finite(g)), None)
        if rising is not None and rising.lemma == "go" and s.lows[rising.last - 1 : rising.last + 1] == ["going", "up"]:
            return f"“{s.span(rising.first, rising.last)} up”"  # "five blocks with 360 apartments are going up"
    if not inside and kind not in words("status", "on_completion"):
        return None
    if is_land(s, q.last, q.last + 2):
        return None
    a, b = around.clause
    i = q.first - 1
    while i >= a and s.tags[i] in "DARQ":
        i -= 1
    if i > a and s.lows[i] == "of" and s.lows[i - 1] in words("status", "providing"):
        going = next((g for g in s.groups if g.first >= q.last), None)
        attributive = q.last < b and s.tags[q.last] in "NAP-" and kind != "count"
        if going is not None and attributive and going.lemma in words("status", "going_on"):
            return f"“{s.lows[i - 1]} of”"  # "Construction of the 36 MW power station continued"
        if attributive and not words("status", "tendering").isdisjoint(s.lows[a:i]):
            return f"“{s.lows[i - 1]} of”"  # "is putting out to tender the construction of a 3.4-kilometre line"
    tied = i > a and s.lows[i] in ("for", "of", "on", "into") and q.last < b and s.tags[q.last] in "NAP-"
    if tied and s.lows[i - 1] in words("status", "beginnings"):
        return f"“{s.lows[i - 1]}”"
    closing = kind != "count" and "financial" in s.vocabulary
    if closing and ["financial", "close"] in (s.lows[k : k + 2] for k in range(a, q.first)):
        return "“financial close”"  # "has reached financial close on the toll road, a 184-km highway"
    if kind != "count" and _part_of_plan(q, s):
        return "a part of what is planned"
    permits = words("status", "permits").intersection(s.lows[a : q.first])
    permit = max(s.lows.index(low, a) for low in permits) if permits else 0
    if permit and s.lows[permit + 1] == "for" and not any(permit < g.first < q.first for g in s.groups):
        return f"“{s.lows[permit]}”"  # "has received permission for a wind farm of 16 turbines"
    verb = around.governor.verb
    if verb is not None:
        shown = s.span(verb.first, verb.last)
        lemma = verb.lemma
        if lemma in words("status", "finishing") or not words("status", "ready").isdisjoint(s.lows[a:b]):
            return None
        if lemma == "put" and s.lows[verb.last : verb.last + 1] == ["up"]:
            lemma = "build"
        if lemma in _CONVERTING and s.tags[verb.head] == "G" and around.governor.preposition in ("into", "to"):
            return f"“{shown}”"
        laid_off = lemma == "lay" and s.lows[verb.last : verb.last + 1] == ["off"]
        if (
            lemma in words("status", "building")
            and not laid_off
            and s.tags[verb.head] == "G"
            and around.governor.side == "object"
        ):
            return f"“{shown}”"
        if lemma in words("status", "reshaping") and s.tags[verb.head] == "G" and "B" in s.tags[verb.first : verb.head]:
            return f"“{shown}”" if "to" in s.lows[verb.last : q.first] else None  # "is dredging berths to a depth of"
        modifies = s.tags[q.first - 1] in "DVWX" and q.last < b and s.tags[q.last] in "NA-"
        modifies = modifies and words("status", "taking_over").isdisjoint(s.lows[verb.last : q.first])
        if lemma in words("status", "approving") and around.governor.side == "object" and modifies:
            return f"“{shown}”"
        if lemma == "lay" and verb.passive and not _FOUNDATIONS.isdisjoint(s.lows[max(a, verb.first - 3) : verb.first]):
            return f"“{shown}”"  # "the foundation was laid for an estate of 24 hectares"
        if lemma == "break" and "ground" in s.lows[max(a, verb.first - 3) : q.first]:
            return "“ground”"
        if lemma in ("begin", "start", "commence", "proceed", "continue") and any(
            low in words("status", "works") for low in s.lows[max(a, verb.first - 2) : verb.first]
        ):
            return f"“{shown}”"
    return None


def _part_of_plan(q: Quantity, s: Sentence) -> bool:
    """ "The project, which includes a 20 MW solar park, will employ 400", "The works comprise 31 km of pipes"."""
    preds = predicates(s)
    told = next((p for p in reversed(preds) if p.group.last <= q.first and p.kind == "finite"), None)
    of_works = told is not None and told.subject is not None and s.lows[told.subject.head] in _UNDERTAKINGS
    if told is not None and of_works and told.group.tense == "present" and not told.group.perfect:
        return told.group.lemma in words("status", "including")
    part = next((p for p in preds if p.kind == "relative" and p.group.last <= q.first <= p.group.last + 3), None)
    if part is None or part.group.tense != "present" or part.group.lemma not in words("status", "including"):
        return False
    main = next((p for p in preds if p.kind == "finite" and p.group.first >= q.last), None)
    return (
        main is not None and main.group.tense == "future" and main.subject is not None and main.subject.last < q.first
    )


def _ordered(s: Sentence, around: Surroundings) -> str | None:
    """ "an order for the construction of 9.4 km of track and eight stations": what is to be built."""
    noun, (a, _) = around.governor.noun, around.clause
    if around.governor.preposition != "of" or noun < 1 or s.lows[noun] not in words("status", "providing"):
        return None
    i = noun - 1
    while i > a and s.tags[i] in "DA":
        i -= 1
    if s.lows[i] not in ("for", "on") or words("status", "beginnings").isdisjoint(s.lows[a:i]):
        return None
    return f"“{s.lows[noun]}”"


def by_list(claim: Claim, doc: Document) -> None:
    """What a line without a verb lists under a plan is planned: "Together they intend to spend and hire: • …"."""
    s = claim.sentence
    if claim.status == "planned" or not claim.quantity or not s.index or (leader := opener(s, doc)) is None:
        return
    if any(finite(g) for g in s.groups):
        return
    preds = predicates(leader)
    over = claim.until is not None and doc.published is not None and claim.until < doc.published
    if over:
        return  # "- revenue growth of 4-6% (2024: 3.1%)"
    if not preds or said_by(leader, preds, len(preds) - 1, claim.kind)[0] == "planned":
        claim.status = "planned"
        claim.why.append(f"planned: listed under “{leader.span(0, len(leader.words))}”")


def by_period(claim: Claim, when: Time, doc: Document) -> Decision:
    """A claim about a time after the article was written is a plan, whatever its verb; what a bracket sets beside a
    plan for a time that is over ("expects 400 million this year (2023: 372 million)") is none."""
    said = " ".join(claim.why)
    begin, until = when.begin, when.until
    if doc.published is None:
        return claim.status, said
    if claim.status == "planned":
        over = until is not None and until < doc.published and begin is not None and _bracketed(claim, when)
        return ("actual", f"until {until}, in a bracket beside it") if over else ("planned", said)
    if "base of comparison" in said or "standing valuation" in said:
        return claim.status, said
    if begin is not None and begin > doc.published:
        return "planned", f"from {begin}, after the article"
    if begin is None and until is not None and until > doc.published:
        return "planned", f"by {until}, after the article"
    return claim.status, said


def _bracketed(claim: Claim, when: Time) -> bool:
    """Whether a number and its time stand alone in a bracket or between commas: "(2023: $372 million)", "its debt, 26
    billion at the end of March, would be restructured"."""
    s, number = claim.sentence, claim.quantity.first if claim.quantity else 0
    before = number - 1 - (s.lows[number - 1] == "at")  # "The order book, at 5.6 billion as of June 30, will keep …"
    if claim.quantity and s.tags[before] == s.tags[when.last : when.last + 1] == ",":
        return when.first == claim.quantity.last
    opened = s.tags.rfind("(", 0, number)
    if opened < 0 or ")" in s.tags[opened:number] or when.first <= opened:
        return False
    closed = s.tags.find(")", number)
    return closed > 0 and not any(
        opened < g.first < closed and g.head not in range(when.first, when.last) for g in s.groups
    )


def on_completion(found: list[Claim], happened: list[Claim], doc: Document) -> None:
    """What exists only once a thing is finished (its jobs, its capacity) is planned while the thing is being built."""
    kinds, deposits = words("status", "on_completion"), words("status", "deposits")
    ahead: list[str] = []
    there: set[str] = set()
    for event in happened[:_MOST]:
        if event.subject is None:
            continue
        name = event.subject.text.lower()
        if event.event == "construction" and event.status == "actual" and _built(event):
            there.add(name)
        elif event.event == "construction" or (event.event == "opening" and event.status == "planned"):
            ahead.append(name)
        elif event.event == "closure" or (event.event == "opening" and " " in name):
            there.add(name)  # what closes or reopens stood there before
    ahead = [name for name in ahead if name not in there]
    carried: Claim | None = None
    for index, claim in enumerate(found):
        if claim.status == "planned" and claim.subject is not None and _known(claim, there):
            claim.status = "actual"
            claim.why.append(f"actual: “{claim.subject.text}” stands")
        if claim.status != "actual" or not claim.subject or not claim.quantity or not had(claim):
            continue
        first, last, lows = claim.quantity.first, claim.quantity.last, claim.sentence.lows
        s = claim.sentence
        if claim.kind == "size" and (is_land(s, last, last + 2) or is_land(s, max(first - 2, 0), first)):
            continue  # a plot or site is there already
        if "operation" in lows[last : last + 6]:
            continue  # "the 2.1 GW that it has in operation"
        if any("base of comparison" in why for why in claim.why) or (claim.kind == "employment" and _employs(claim)):
            continue
        if claim.kind == "employment" and (at_work(claim) or _among(found[index - 1], claim, index)):
            continue
        about = claim.subject.text.lower()
        there_before = not words("status", "existing").isdisjoint(about.split())
        if there_before or of_old(claim) or not deposits.isdisjoint(lows[max(first - 3, 0) : first]):
            continue  # "The present bridge is 9 metres wide", "has reserves of 88 million tonnes"
        if claim.kind in kinds and any(about == name or _same(about, name) for name in ahead):
            why = f"“{claim.subject.text}” is not finished"
        elif claim.kind == "share" and index and found[index - 1].sentence is claim.sentence:
            continue  # "We have 1,040 people on site, six out of ten from Salta"
        elif (shown := of_unbuilt(claim, doc)) and not any(n == about or n.endswith(" " + about) for n in there):
            why = f"{shown}: not there yet"
        elif carried is not None and _goes_on(carried, claim):
            why = "as the value before it"
        else:
            continue
        claim.status, carried = "planned", claim
        claim.why.append(f"planned: {why}")


def _among(before: Claim, claim: Claim, index: int) -> bool:
    """Whether people are some of those told of right before: "340 are employed on the site, including 290 locals"."""
    told = index > 0 and before.sentence is claim.sentence and before.kind == "employment" and before.status == "actual"
    first = claim.quantity.first if claim.quantity else 0
    return told and claim.sentence.lows[first - 1] in ("including", "among")


def _known(claim: Claim, there: set[str]) -> bool:
    """Whether a size tells which thing is meant, one that has opened: "The 11,500 sq m hall will allow the firm to"."""
    s, q = claim.sentence, claim.quantity
    if q is None or claim.subject is None or claim.kind not in ("size", "capacity") or not q.first:
        return False
    attributive = s.lows[q.first - 1] in ("the", "its", "this") and s.tags[q.last : q.last + 1] in ("-", "N", "A")
    about = claim.subject.text.lower()
    return attributive and any(_same(about, name) or _head(name).endswith(about) for name in there)


def _goes_on(before: Claim, claim: Claim) -> bool:
    """Whether a verb is said once for two: "the first has a capacity of 400 MW, the second of 250 MW"."""
    if before.sentence is not claim.sentence or before.quantity is None or claim.quantity is None:
        return False
    a, b = before.quantity.last, claim.quantity.first
    return before.kind == claim.kind and not any(a <= g.first < b for g in claim.sentence.groups)


def _built(event: Claim) -> bool:
    """Whether a construction is over: "was built in 2010", "construction was completed"."""
    s = event.sentence
    first, last = s.tokens_of(event.start, event.end)
    said = {*s.lows[first : last + 3]}
    if not said.isdisjoint(_FOUNDATIONS):
        return False  # "laid the foundation stone of a glass plant"
    return bool(said & words("status", "built")) and not said & words("status", "underway")


def _employs(claim: Claim) -> bool:
    """Whether people are there already: "The mill has 312 workers", "around 350 people work on the site"."""
    s, first = claim.sentence, claim.quantity.first if claim.quantity else 0
    after = claim.quantity.last if claim.quantity else 0
    behind = next((g for g in s.groups if after <= g.first <= after + 1), None)
    if "already" in s.lows[after : after + 4] or "site" in s.lows[after : after + 7]:
        return True  # "210 of the 480 workers on the site", "32 are already on board"
    there = behind is not None and behind.tense == "present"
    if behind is not None and there and behind.passive and behind.lemma == "employ":
        return True  # "Some 180 people are employed on the construction site"
    if behind is not None and there and (behind.lemma == "work" or behind.lemma in words("status", "taking_on")):
        return behind.lemma == "work" or behind.perfect
    before = [g for g in s.groups if g.last <= first]
    return (
        bool(before)
        and s.lows[before[-1].head] in ("has", "have", "employs", "counts")
        and before[-1].tense == "present"
    )


def _same(about: str, name: str) -> bool:
    """Whether one name is the other said shorter, and not what the other only stands on."""
    if len(about) <= 5 or not (about in name or name in about):
        return False
    a, b = _head(about), _head(name)
    return a in b or b in a


def _head(name: str) -> str:
    """A name without what hangs on it: "factory" of "factory on the old yard"."""
    for tie in (" on ", " in ", " at ", " near ", " with ", " for "):
        name = name.split(tie, 1)[0]
    return name
