"""Whether and how the verb around a noun of event says that it happens: "the opening took place", "is set for May"."""

from __future__ import annotations

from services.extract.core.antecedents import chain_head
from services.extract.core.chunks import NounPhrase
from services.extract.core.facts.event_denied import under_negation
from services.extract.core.facts.event_status import outer_status, timed
from services.extract.core.mentions.trigger import NounRule, listed
from services.extract.core.predicates import Predicate
from services.extract.core.sentences import Sentence

_HAPPENS = frozenset("begin start commence finish end continue conclude".split())
_OPENS = frozenset("open reopen inaugurate commission follow".split())
_BEGINS = frozenset("begin start commence resume".split())
_STANDING = frozenset("under underway complete completed finished progress swing advanced track".split())
_AHEAD = frozenset(
    "order authorise authorize permit greenlight "
    "pencil pencilled target project forecast anticipate tip eye plan schedule expect delay postpone propose discuss "
    "consider prepare approve clear finance fund invest announce back set slate slip slide agree envisage foresee "
    "involve entail".split()
)
_STAGES = frozenset("stage phase part work works programme program process project completion".split())
_UNDER = frozenset(("on", "in", "for", "with", "after", "following", "off"))
_FUNDING = frozenset("sign award allocate lend provide approve raise secure grant give earmark receive borrow".split())
_MOVED = frozenset("put push move bring".split())
_STARTS = frozenset("start beginning commencement completion resumption".split())
_TOLD_OF = frozenset("announce mark celebrate see hail attend report confirm witness".split())
_LATER = (["back"], ["forward"], ["to"], ["until"])  # "has been put back to October"
_UPON = ("after", "following")
_CAUSES = frozenset((("because", "of"), ("due", "to"), ("owing", "to"), ("thanks", "to")))
_OUTCOMES = frozenset("consequence result wake aftermath effect".split())
_TAKEOVERS = frozenset("acquisition purchase takeover buyout".split())
_LETS = frozenset("give get receive win obtain grant secure".split())
_LET = frozenset("light go-ahead nod approval permission consent clearance".split())
_AFTERWARDS = frozenset(("opening", "closure", "acquisition", "agreement"))


def noun_status(s: Sentence, preds: list[Predicate], phrase: NounPhrase, rule: NounRule) -> str | None:
    """Whether and how the verb around a noun of event says that it happens."""
    if since_opening(s, phrase):
        return "actual"
    if under_negation(s, phrase.first) or s.lows[phrase.first] == "no":
        return None
    happens, done = listed("occurrence", "happens"), listed("occurrence", "done")
    stage = chain_head(s, phrase)
    if s.lows[stage.head] not in _STAGES:
        stage = phrase  # "the second stage of the refinery's modernisation is complete"
    for p in preds:
        if p.subject in (phrase, stage) and (
            p.group.lemma in listed("modality", "dropped")
            or f"{p.group.lemma}-{' '.join(s.lows[p.group.last : p.group.last + 1])}" in listed("modality", "given_up")
            or s.lows[p.group.last : p.group.last + 2] == ["yet", "to"]
        ):
            return None  # "Its purchase of X, announced last year, was blocked", "has yet to start"
    for p in preds:
        if p.kind == "relative" and p.subject == phrase and p.group.lemma in _HAPPENS and not p.group.negated:
            return "planned" if p.group.tense in ("future", "modal") else "actual"  # "Dredging, which began in May, …"
        opened = p.subject == phrase and p.kind != "finite" and p.group.lemma in _OPENS
        if opened and s.lows[phrase.head] == "extension":
            return None  # "The extension of the works, inaugurated in May, adds …"
        if p.kind == "reduced" and (p.group.lemma in ("delay", "postpone") or _told_later(preds, phrase, p)):
            continue  # "Ground-breaking for the dam, delayed since 2019, took place"
        told = p.group.tense == "past" and p.kind == "finite" and p.group.lemma not in listed("modality", "fallen")
        moved = p.group.passive and p.group.lemma in _MOVED and s.lows[p.group.last : p.group.last + 1] in _LATER
        known = moved or p.group.lemma in happens or p.group.lemma in done or p.group.lemma == "be"
        said_of = p.subject in (phrase, stage) or (p.kind == "finite" and _right_before(s, phrase, p))
        if not said_of and phrase.first > 1 and s.tags[phrase.first - 1] == "J" and p.subject is not None:
            said_of = p.subject.last == phrase.first - 1  # "Repair and reconstruction of the road was completed"
        whose = s.lows[phrase.first] == "whose" and p.group.first == phrase.last
        if ((said_of and p.kind != "relative") or whose) and (known or (told and not rule.status)):
            if p.group.negated or "yet" in s.lows[p.group.first : p.group.last + 2]:
                return None  # "has yet to start"
            follow = set(s.lows[p.group.last : p.group.last + 4])
            if rule.event == "expansion" and p.group.lemma in _OPENS and s.lows[phrase.head] == "extension":
                return None  # "The extension of the line was opened": the verb's
            if (
                p.group.tense in ("future", "modal")
                or p.group.lemma in _AHEAD
                or moved
                or (p.group.tense == "present" and p.group.lemma in _BEGINS and timed(s, p.group.last))
                or follow & {"due", "planned", "scheduled", "slated", "set"}
            ):
                return "planned"
            if p.group.lemma == "be" and not follow & _STANDING:
                return None
            return "actual"
    governor = -1
    for index, p in enumerate(preds):
        if p.group.last <= phrase.first:
            governor = index
    led = s.lows[phrase.first - 1] if phrase.first else ""
    led = s.lows[phrase.first - 2] if led in ("the", "its", "a") and phrase.first > 1 else led
    if (
        phrase.first
        and led in listed("occurrence", "since")
        and (rule.event in _AFTERWARDS or (led == "with" and rule.event == "expansion"))
    ):
        return _after(s, preds, phrase)
    if phrase.first > 1 and rule.event != "founding" and _caused(s, phrase.first):
        return _after(s, preds, phrase)
    if governor >= 0 and not _LET.isdisjoint(s.lows[preds[governor].group.last : phrase.first]):
        # "gave the green light to the building of a road"
        return "planned" if preds[governor].group.lemma in _LETS and outer_status(s, preds, governor) else None
    if governor < 0:
        return None
    p = preds[governor]
    attends = p.group.lemma == "take" and "part" in s.lows[p.group.last : p.group.last + 2]
    funds = p.group.lemma in _FUNDING and s.lows[phrase.first - 1 : phrase.first] == ["for"]
    if phrase.first and s.lows[phrase.first - 1] == "the":
        funds |= p.group.lemma in _FUNDING and s.lows[phrase.first - 2] == "for"
    if p.group.lemma not in done and not attends and not funds and not _gives(p, rule):
        return None
    between = s.tags[p.group.last : phrase.first]
    if any(t in between for t in "S:;") or ("(" in between and "U" not in between):
        return None
    if p.group.lemma == "include" and p.group.tense == "present" and _plans(s, p):
        return "planned"  # "The project includes the construction of a road"
    before = s.tags[phrase.first - 1] if phrase.first else "."
    if s.lows[phrase.first - 1] == "of" and s.lows[phrase.first - 2] in _STARTS and p.group.lemma in _TOLD_OF:
        return outer_status(s, preds, governor)  # "announced the start of construction of its plant"
    if before in "IT" and s.lows[phrase.first - 1] not in _UNDER:
        return None
    status = outer_status(s, preds, governor)
    bare = rule.event == "acquisition" and p.group.lemma == "agree"
    if bare or (rule.event in ("acquisition", "agreement") and p.group.lemma == "announce"):
        return status  # "announced the acquisition of X": how it is made known
    # "signed a loan for the repair of a road", "an agreement on the building of a line"
    funded = s.lows[phrase.first - 1] in ("for", "on") and p.group.lemma in _FUNDING
    return "planned" if status is not None and (funded or p.group.lemma in _AHEAD) else status


def _told_later(preds: list[Predicate], phrase: NounPhrase, p: Predicate) -> bool:
    """ "The takeover of X, | announced in May, | has been completed": what the main verb says counts."""
    return p.group.lemma in _AHEAD and any(q.kind == "finite" and q.subject == phrase for q in preds)


def since_opening(s: Sentence, phrase: NounPhrase) -> bool:
    """ "The plant has made nothing since | opening | in 2019"."""
    alone = phrase.last - phrase.first == 1 and phrase.first > 1 and s.lows[phrase.first - 1] == "since"
    return alone and s.lows[phrase.head].endswith("ing") and s.lows[phrase.last : phrase.last + 1] in (["in"], ["last"])


def _caused(s: Sentence, i: int) -> bool:
    """ "as a consequence of | the closure of a line", "thanks to | the opening of a hall"."""
    i -= s.tags[i - 1] == "D"
    pair = (s.lows[i - 2], s.lows[i - 1])
    return pair in _CAUSES or (pair[1] == "of" and pair[0] in _OUTCOMES)


def _right_before(s: Sentence, phrase: NounPhrase, p: Predicate) -> bool:
    """ "In Pune, India, the expansion of X will be completed": a phrase behind a comma, with no verb between."""
    if phrase.first == 0 or s.tags[phrase.first - 1] != "," or s.tags[phrase.first] != "D":
        return False
    between = s.tags[phrase.last : p.group.first]
    return p.group.first > phrase.last and not any(t in ",;:SJVWXGBMH" for t in between)


def _plans(s: Sentence, p: Predicate) -> bool:
    return p.subject is not None and s.lows[p.subject.head] in listed("occurrence", "schemes")


def _gives(p: Predicate, rule: NounRule) -> bool:
    """ "gave the go-ahead for", "has drawn up plans for": of a plan nearly every verb says that there is one."""
    denied = p.group.lemma in listed("modality", "denied") or p.group.lemma in listed("modality", "dropped")
    return bool(rule.status) and not denied and not p.group.negated


def _after(s: Sentence, preds: list[Predicate], phrase: NounPhrase) -> str | None:
    """ "after the closure of X, jobs went": it has happened if what follows it has."""
    main = next((p for p in preds if p.kind == "finite" and p.group.first > phrase.last), None)
    main = main or next((p for p in reversed(preds) if p.kind == "finite" and p.group.last < phrase.first), None)
    if main is not None and main.group.tense == "future" and s.lows[phrase.first - 1] == "with":
        return "planned"  # "will add 63 MW with the refurbishment of Olkaria I"
    if main is None or main.group.negated or main.group.tense not in ("past", "present"):
        return None
    if s.lows[phrase.first - 1] == "with" and phrase.head < main.group.first and s.lows[phrase.head] in _TAKEOVERS:
        return "actual"  # "With the acquisition of X, Y gains a foothold"
    now = "now" in s.lows[main.start : main.group.last]  # "With the launch of its hub, Axion now serves …"
    stands = (main.group.lemma in ("have", "be") or main.group.lemma not in listed("modality", "planned")) and s.lows[
        phrase.first - 1
    ] in _UPON
    return "actual" if main.group.tense == "past" or main.group.perfect or now or stands else None
