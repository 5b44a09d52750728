"""The status that a verb gives to what it says: tense, modals, the verbs of planning, and whose infinitive it is."""

from __future__ import annotations

from services.extract.core.chunks import VerbGroup
from services.extract.core.facts.verb_setting import (
    asked_for,
    brought_to,
    could_then,
    may_lend,
    only_one,
    put_forward,
    settled,
    so_that,
    subordinate,
    within,
)
from services.extract.core.lexicon import words
from services.extract.core.predicates import Predicate
from services.extract.core.sentences import Sentence
from services.extract.core.tags import lemma, only_past

Decision = tuple[str, str]  # the status, and why
_AHEAD_OF = (["under", "construction"], ["on", "schedule"], ["on", "track"], ["on", "course"])
_AT_RISK = (
    ["in", "line"],
    ["in", "prospect"],
    ["at", "risk"],
    ["under", "threat"],
    ["in", "danger"],
    ["in", "jeopardy"],
)
_FINANCES = frozenset("finance fund benefit cover support serve provide connect help supply equip".split())
_DUE = frozenset("due expected planned scheduled slated set meant intended".split())
_TRADES = frozenset("buy acquire sell purchase take pay lend".split())
_CAUSATIVE = frozenset("let make help have see watch allow".split())
_SPENDING = frozenset("spend invest borrow pour sink".split())
_FORETELLERS = frozenset("analysts economists forecasters brokers traders".split())
_HOPING = frozenset("promise pledge offer".split())


def said_by(s: Sentence, preds: list[Predicate], index: int, kind: str, depth: int = 0) -> Decision:
    """The status that a predicate gives to what it says."""
    p = preds[index]
    verb = p.group
    lows, tags = s.lows, s.tags
    shown = f"“{s.span(verb.first, verb.last)}”"
    remark = kind == "change" and index and depth < 4 and p.kind == "relative" and lows[verb.first - 1] == "which"
    if remark and verb.tense == "present" and verb.lemma in words("period", "equating") and not verb.perfect:
        return said_by(s, preds, index - 1, kind, depth + 1)  # "is to be sown on 71 hectares, which is 4.8 less"
    for i in range(verb.first, verb.last):
        if tags[i] == "M":
            if lows[i] == "can" and index and depth < 4 and so_that(s, verb.first):
                return said_by(s, preds, index - 1, kind, depth + 1)  # "is to be enlarged so that it can clear 1,000"
            obliged = "HT" in tags[i : verb.head]  # "may have to import": no perfect
            perfect = verb.perfect and verb.tense == "modal" and not obliged
            ahead = lows[i] in words("status", "planning_modals") and not perfect
            ahead |= lows[i] == "can" and kind == "investment" and may_lend(s, verb)
            ahead = ahead and not (lows[i] == "could" and could_then(s, preds, index, kind))
            return ("planned" if ahead else "actual"), shown
    inside = tags[verb.first : verb.head]
    if "T" in inside and "B" in inside[: inside.index("T")]:
        return "planned", shown  # "is to build"
    if verb.passive and tags[verb.first : verb.first + 2] == "HT" and lows[verb.first] in ("has", "have"):
        return "planned", shown  # "14,000 people have to be resettled"
    if lows[verb.first] == "having" and verb.lemma not in words("status", "planning_verbs"):
        return "actual", shown  # "would top 105 billion, having come to 100 billion last year"
    if depth < 4:
        if index and p.kind == "reduced" and brought_to(s, preds, index):
            return said_by(s, preds, index - 1, kind, depth + 1)
        if p.kind == "infinitive" or verb.tense == "infinitive":
            return _of_infinitive(s, preds, index, kind, depth)
        if verb.tense == "gerund" and lows[max(verb.first - 2, 0)] in words("status", "planning_nouns"):
            return "planned", f"“{lows[verb.first - 2]}”"
        aside = preds[p.governor].group.lemma in words("status", "setting_aside") if p.governor >= 0 else False
        if aside and verb.tense == "gerund" and lows[verb.first - 1] == "for" and kind not in ("count", "share"):
            return "planned", shown  # "24 million is earmarked for deepening the channel to 17 metres"
        if verb.tense == "gerund" and kind == "size" and within(s, preds, index):
            return "actual", f"{shown}: there already"  # "would ban drilling in parks covering 1.1 million hectares"
        if verb.tense == "gerund" and p.governor >= 0 and put_forward(preds[p.governor].group, verb):
            return "planned", shown
        if verb.tense == "gerund" and p.governor >= 0 and lows[verb.first - 1 : verb.first] != ["after"]:
            return said_by(s, preds, p.governor, kind, depth + 1)
        if index and (before := _continued(s, preds, index)) >= 0:  # "will occupy 500 hectares and employ 2,000"
            return said_by(s, preds, before, kind, depth + 1)
        bare = tags[verb.head] == "V" and verb.first == verb.head and lows[verb.head] == lemma(lows[verb.head])
        if index and bare and preds[index - 1].group.lemma in _CAUSATIVE and preds[index - 1].group.last < verb.first:
            return said_by(s, preds, index - 1, kind, depth + 1)  # "would let 1,150 people go"
    if index and verb.tense == "present" and not verb.perfect and not verb.passive and asked_for(s, preds, index):
        return "planned", shown  # "is recommending that shareholders approve a payout"
    if lows[verb.first] == "be" and verb.first and tags[verb.first - 1] in "NPO":
        return "planned", shown  # "asked that wages be raised"
    lone = (
        verb.first == verb.head
        and tags[verb.head] == "W"
        and tags[verb.last : verb.last + 1] in ("I", ".", ",", "J", "")
    )
    if depth < 4 and lone and index and p.kind == "finite" and not only_past(lows[verb.head]):
        first = preds[index - 1].group  # "12 schools will be built and 30 repaired"
        if first.passive and tags[verb.first - 1] in "NC" and "J" in tags[first.last : verb.first]:
            return said_by(s, preds, index - 1, kind, depth + 1)
    present = verb.tense == "present" and not verb.perfect
    if kind in ("output", "size") and lows[verb.last : verb.last + 3] == ["at", "work", "on"]:
        return "planned", f"{shown} at work"
    if kind == "investment" and verb.lemma in ("raise", "seek") and tags[verb.head] == "G" and verb.tense == "present":
        return "planned", f"{shown}: under way"  # "is now raising a second fund of up to $100 million"
    if present and verb.lemma in ("need", "require") and not verb.negated:
        more = verb.last < len(lows) and lows[verb.last] in ("another", "further", "additional")
        if kind == "investment" or more:
            return "planned", shown  # "says it needs another $300 million"
    taken_on = kind == "investment" and verb.lemma in _SPENDING  # "14.6 billion is being spent on a second column"
    taken_on |= kind == "employment" and verb.lemma in ("recruit", "hire", "take", "seek", "engage")
    if "being" in lows[verb.first : verb.head] and (kind in ("output", "size", "change") or taken_on):
        return "planned", f"{shown}: under way"
    if verb.lemma == "offer" and not verb.passive and kind in ("size", "capacity"):
        return "actual", shown  # "the plant offers 42,000 square metres of space"
    if verb.lemma in words("status", "planning_objects") and not verb.perfect and tags[verb.head] in "VGX":
        return "planned", shown
    if verb.lemma in words("status", "expecting") and not verb.passive:
        return "planned", shown
    if verb.lemma == "put" and verb.perfect and p.subject is not None and lows[p.subject.head] in _FORETELLERS:
        return "planned", shown  # "Analysts had put the profit at 161 billion"
    particle = lows[verb.last] if verb.last < len(lows) else ""
    sought = lows[verb.last + 1 : verb.last + 2] in (["work"], ["jobs"], ["employment"])  # "were looking for work"
    set_aside = verb.passive and verb.lemma == "budget"  # "18 million has been budgeted for": a standing valuation
    if f"{verb.lemma} {particle}" in words("status", "counting_on") and not (verb.negated or sought or set_aside):
        return "planned", f"{shown} {particle}"
    if verb.lemma == "ask" and kind == "investment" and not verb.passive and "for" in lows[verb.last : verb.last + 8]:
        return "planned", f"{shown} for"  # "has asked Pretoria for 1.5 billion rand"
    if verb.passive and verb.lemma in _HOPING:
        offered = verb.lemma == "offer" and kind in ("change", "share")  # "have been offered a raise of 7%"
        return ("planned" if offered else "actual"), shown  # "farmers are promised 85,000 a tonne"
    if (
        verb.passive
        and verb.lemma in words("status", "planning_objects")
        and verb.lemma not in ("see", "offer", "want", "consider", "weigh")
    ):
        return "planned", shown
    follows = lows[verb.last : verb.last + 1] == ["to"] and tags[verb.last + 1 : verb.last + 2] in ("A", "N")
    if verb.passive and verb.lemma in words("status", "destining") and lows[verb.last : verb.last + 1] == ["for"]:
        return "planned", shown  # "Two thirds of the output is intended for export"
    if verb.passive and verb.lemma in words("status", "planning_verbs") and follows:
        return "planned", shown  # "are intended to lower costs", its "lower" taken for an adjective
    matrix = preds[index - 1].group if index else verb
    if matrix.last == verb.first and matrix.passive and matrix.lemma in words("status", "planning_objects"):
        return "planned", shown  # "Sales are seen unchanged at 480 billion"
    follows_on = preds[index + 1].group if index + 1 < len(preds) else verb
    if tags[verb.head] == "B" and follows_on.first == verb.last and follows_on.tense == "infinitive":
        return "planned", f"{shown} to {follows_on.lemma}"  # "60 of them are to be electric"
    k = verb.last + (tags[verb.last : verb.last + 1] == "R")  # "a hall is already under construction"
    state = lows[k : k + 2] if tags[verb.head] == "B" else []
    if state in _AT_RISK:
        return "planned", f"{shown} {' '.join(state)}"  # "Some 70 jobs are at risk"
    paying = lows[p.subject.head] if p.subject is not None and verb.lemma in _FINANCES else ""
    if present and paying in words("status", "loans") and kind in ("size", "count", "capacity"):
        return "planned", f"what a {paying} is for"
    if state in _AHEAD_OF and (state[0] == "on" or kind in ("capacity", "size")):
        return "planned", f"{shown} {' '.join(state)}"
    made = verb.lemma in words("status", "approving") or verb.lemma in words("status", "building")
    if "being" in lows[verb.first : verb.head] and kind == "capacity" and made:
        return "planned", f"{shown}: under way"  # "A cannery for 5,000 tons is being designed"
    talks = lows[verb.last : verb.last + 2] in (["in", "talks"], ["in", "negotiations"])
    bid = kind in ("investment", "share")
    if talks and depth == 0 and bid:
        return "planned", f"{shown} in {lows[verb.last + 1]}"
    if bid and p.subject is not None and lows[p.subject.head] in ("talks", "negotiations"):
        return "planned", f"{lows[p.subject.head]} {shown}"  # "Talks are under way on a $35 million loan"
    if present and depth == 0 and any(g.group.tense == "future" for g in preds[max(index - 1, 0) : index]):
        lead = next((k for k in range(verb.first - 1, max(verb.first - 6, 0), -1) if tags[k] in "SI"), 0)
        if lead and lows[lead] in ("once", "when", "until"):
            return "planned", f"“{lows[lead]} … {shown[1:]}"  # "will work there once it yields 210,000 ounces a year"
    if tags[verb.head] == "B":
        k = verb.last
        while k < len(lows) and tags[k] in "RL":
            k += 1
        caused = lows[k : k + 2] == ["due", "to"] and tags[k + 2 : k + 3] not in ("V", "B", "H")  # "was due to:"
        if k < len(lows) and not caused and lows[k] in _DUE:
            return "planned", f"“{lows[k]}”"
    return "actual", shown


def _continued(s: Sentence, preds: list[Predicate], index: int) -> int:
    """The predicate that a bare verb goes on under, past a remark of who says so; -1 where there is none."""
    before = index - 1
    closed = s.tags[max(preds[index].group.first - 2, 0) : preds[index].group.first] == ",J"
    while before and (
        preds[before].group.tense == "gerund"
        or (closed and preds[before].kind == "relative")
        or subordinate(s, preds, before)
    ):
        before -= 1  # "must create 150 jobs paying at least 68,000 and put 12 million into …"
    said = preds[before].group
    if (
        before
        and said.lemma in words("period", "reporting")
        and said.tense in ("past", "present")
        and "," in s.tags[preds[before - 1].group.last : said.last]
    ):
        before -= 1  # "It will advance by 12 metres a day, said Zarzycka, and remove …"
    return before if _continues(s, preds, index, before) else -1


def _continues(s: Sentence, preds: list[Predicate], index: int, previous: int) -> bool:
    """Whether a bare verb goes on under the modal or infinitive of the predicate before it."""
    verb, before = preds[index].group, preds[previous].group
    low = s.lows[verb.head]
    if verb.head != verb.first or low != lemma(low) or s.tags[verb.head] not in "VWNHB":
        return False
    i = verb.first - 1
    while i >= 0 and s.tags[i] == "R":
        i -= 1
    joined = i >= 0 and s.tags[i] in "J,"
    return (
        joined
        and before.tense in ("future", "modal", "infinitive", "present")
        and before.last <= i
        and (not _own(preds, index) or (s.tags[i] == "J" and before.tense in ("future", "modal")))
    )


def _own(preds: list[Predicate], index: int) -> bool:
    """Whether a verb has a subject of its own between it and the verb before."""
    subject, before = preds[index].subject, preds[index - 1]
    return subject is not None and before.subject is not None and subject.first > before.group.last


def _brings_about(matrix: VerbGroup, verb: VerbGroup, kind: str) -> bool:
    """Whether what an infinitive says is so since the verb before it is: "forced the mill | to cut output by 5%", "the
    crane allows the port | to handle 3 million tons a year"."""
    if (matrix.passive and matrix.lemma not in ("force", "compel")) or matrix.negated:
        return False
    able = kind == "capacity" or verb.lemma in ("own", "hold", "keep")
    if matrix.lemma in words("status", "causing"):
        return matrix.tense == "past" or matrix.perfect or able
    return able and matrix.lemma in ("allow", "let", "permit") and verb.lemma not in words("status", "building")


def _of_infinitive(s: Sentence, preds: list[Predicate], index: int, kind: str, depth: int) -> Decision:
    p = preds[index]
    verb = p.group
    lows, tags = s.lows, s.tags
    shown = f"“{s.span(verb.first, verb.last)}”"
    i = verb.first - 1
    while i >= 0 and tags[i] in "R":
        i -= 1
    if i < 0:
        return ("planned", shown) if len(preds) == 1 else said_by(s, preds, index + 1, kind, depth + 1)
    g = p.governor if p.governor >= 0 else index - 1
    matrix = preds[g].group if g >= 0 else None
    if lows[i] == "yet" and matrix is not None and matrix.lemma in ("have", "be"):
        return "planned", f"“yet {shown[1:]}"  # "has yet to hire 500 people"
    if verb.perfect and lows[i] == "estimated":
        return "actual", shown  # "is estimated to have grown"
    if lows[i] == "likely" and lows[i - 1] in ("more", "less") and "than" in lows[verb.last :]:
        return "actual", shown  # "were more likely to be out of work (12.9%) than women"
    if matrix is not None and matrix.tense in ("past", "present") and only_one(s, matrix.last, i):
        return said_by(s, preds, g, kind, depth + 1)  # "was the only one of the regions to record a rise"
    if matrix is None and lows[i] == "able" and kind == "capacity" and index + 1 < len(preds):
        return said_by(s, preds, index + 1, kind, depth + 1)  # "each able to hold 174,000 m3, will be delivered"
    if (
        verb.lemma in words("status", "expecting")
        and matrix is not None
        and matrix.lemma in words("status", "transparent")
    ):
        return "planned", shown  # "continue to expect sales of 490 million"
    if lows[i] in words("status", "planning_predicates") or lows[i] in words("status", "planning_nouns"):
        return "planned", f"“{lows[i]} {s.span(verb.first, verb.last)}”"
    done = matrix is not None and matrix.tense in ("past", "present") and "to" not in lows[matrix.first : matrix.last]
    if verb.perfect and done and matrix is not None and matrix.lemma not in words("status", "planning_verbs"):
        return "actual", shown  # "proud to have been chosen"
    if lows[i] in ("able", "enough", "capacity", "ability"):
        return said_by(s, preds, g, kind, depth + 1) if matrix is not None else ("actual", f"“{lows[i]}”")
    if (
        matrix is not None
        and verb.lemma in words("status", "resulting")
        and matrix.lemma not in words("status", "planning_verbs")
        and matrix.tense != "infinitive"
    ):
        return said_by(s, preds, g, kind, depth + 1)  # "grew 1.4 times to reach $291 million"
    if tags[i] in "J," and matrix is not None:  # "to build … and to hire": as the first infinitive
        return said_by(s, preds, g, kind, depth + 1)
    if matrix is not None:
        if lows[matrix.head] == "going" or (tags[matrix.head] == "B" and matrix.last >= verb.first - 1):
            return "planned", shown  # "is going to", "is, in time, to"
        if matrix.lemma == "agree" and verb.lemma in _TRADES and kind in ("investment", "share", "count"):
            return "actual", "an agreed purchase"
        if matrix.lemma in words("status", "transparent") or _brings_about(matrix, verb, kind):
            return said_by(s, preds, g, kind, depth + 1)
        if settled(s, matrix, verb):
            return "actual", f"“{lows[matrix.head]} {s.span(verb.first, verb.last)}”"
        if matrix.lemma in words("status", "planning_verbs"):
            return "planned", f"“{lows[matrix.head]} {s.span(verb.first, verb.last)}”"
        if matrix.tense in ("future", "modal", "infinitive"):
            return said_by(s, preds, g, kind, depth + 1)
        if matrix.lemma == "have" and matrix.tense == "past":
            return "actual", shown  # "had 340,000 parcels to deal with"
    if tags[i] == "," and verb.passive and matrix is None:
        return "planned", shown  # "The park, to be laid out at a cost of $4 million, will have 45 units"
    ordered = kind != "output" or lows[i] in words("status", "orders")  # "signed a contract to supply 110,000 tons"
    return ("planned", shown) if tags[i] in "NP" and ordered else ("actual", shown)
