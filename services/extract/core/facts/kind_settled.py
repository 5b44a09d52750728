"""What kind a quantity is by one sign alone, whatever else stands around it.

every        "Every fifth worker earns less": a share
staff        "a staff of 40", "and employs 870", "is short of 300 fitters": people at work
weighing     "each weighing 320 tonnes", "measuring 81 metres": a size
ground       "The quarry holds 60 million tonnes": what lies in the ground is a size, what a silo holds a capacity
sown         "Growers had sown 4,800 hectares": the area of a crop is a size
another      "Another 150 hectares will be planted": more of what is measured is a change
raised       "a $12 million seed round", "takes the money raised so far to $64 million": an investment
managed      "$3.1 billion under management": an indicator
"""

from __future__ import annotations

from services.extract.core import lexicon
from services.extract.core.facts.cue_words import noun_classes
from services.extract.core.facts.features import Surroundings
from services.extract.core.model import Quantity
from services.extract.core.sentences import Sentence

_STAFF = frozenset("staff workforce headcount payroll team crew personnel".split())
_WEIGHING = frozenset("weigh weighs weighed weighing measure measures measured measuring".split())
_GROUND = frozenset(
    "quarry pit mine seam seams reef deposit deposits orebody lode vein basin prospect subsoil ground".split()
)
_HOLDING = frozenset(("hold", "contain", "have"))
_SOWING = frozenset(("sow", "plant", "seed"))
_ADDING = frozenset("plant add lay build install pave develop irrigate sow lease commission erect".split())
_ROUNDS = frozenset("series seed pre-seed funding financing equity venture growth angel fundraising".split())
_ROUND = frozenset(("round", "rounds"))
_RAISED = frozenset("money total sum amount funding funds capital".split())
_FAR = 16  # tokens from "the money raised" to its sum
_MEASURED = frozenset(("area", "length", "power"))
_HEAVY = frozenset(("mass", "volume"))


def settled(q: Quantity, s: Sentence, around: Surroundings) -> tuple[str, str] | None:
    """The kind of a quantity and the sign that it is known by, or None where the cues have to be weighed."""
    family = q.family
    if family == "count":
        return _at_work(q, s, around)
    if q.rule == "ratio.every":
        return "share", "every"
    if family == "money":
        if s.lows[q.last : q.last + 2] == ["under", "management"]:
            return "indicator", "under:management"
        return ("investment", "raised") if _raised(q, s) else None
    if q.per or q.sign or family not in _MEASURED | _HEAVY:
        return None
    if q.first and s.lows[q.first - 1] in _WEIGHING:
        return "size", "l:weigh"
    verb, side = around.governor.verb, around.governor.side
    if verb is None:
        return None
    if family in _HEAVY:
        head = s.lows[around.subject_head] if around.subject_head >= 0 else ""
        return ("size", "s:ground") if head in _GROUND and verb.lemma in _HOLDING and side == "object" else None
    if q.rule == "gap.further" and verb.passive and side == "subject" and verb.lemma in _ADDING:
        return "change", "another"
    if family == "area" and verb.lemma in _SOWING and side == "object" and not verb.passive and verb.tense == "past":
        return "size", "v:sow"
    return None


def _raised(q: Quantity, s: Sentence) -> bool:
    """Whether money is a round of funding, or what was raised so far."""
    lows, k = s.lows, q.last
    if lows[k : k + 1] and lows[k] in _ROUNDS and not _ROUND.isdisjoint(lows[k + 1 : k + 4]):
        return True
    if "raised" not in s.vocabulary or lows[q.first - 1 : q.first] != ["to"]:
        return False
    return any(lows[i] == "raised" and lows[i - 1] in _RAISED for i in range(max(1, q.first - _FAR), q.first))


def _at_work(q: Quantity, s: Sentence, around: Surroundings) -> tuple[str, str] | None:
    """People at work by the word before the number."""
    hung = around.governor
    if q.item is None:
        if hung.preposition == "of" and hung.noun >= 0 and s.lows[hung.noun] in _STAFF:
            return "employment", "of:staff"
        employs = q.rule == "gap.people" and q.first > 0 and s.lows[q.first - 1] in lexicon.words("counted", "employs")
        return ("employment", "v:employ") if employs else None
    if q.first > 1 and s.lows[q.first - 2 : q.first] == ["short", "of"]:
        head = noun_classes().get(q.item.lower().rpartition(" ")[2], ())
        return ("employment", "short:of") if "job" in head or "people" in head else None
    return None
