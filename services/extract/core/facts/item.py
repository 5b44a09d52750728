"""What a value counts or is a part of: the guide's `item`.

counts, employment      the noun that stands with the number ("749 workplaces")
physical measures       the noun that stands with it ("tons of pipes"), or that the sentence states beside it:
                        "1.4 million tons was coal", "rice 38,000", "steel output rose to 2.3 million tonnes"
shares                  the whole: "18% of the crop", "the share of renewables in power output", "belongs to X (50%)"
"""

from __future__ import annotations

from services.extract.core.antecedents import antecedent, is_time
from services.extract.core.clause import full_phrase, phrase_at, phrase_from
from services.extract.core.facts.cue_words import noun_classes, verb_classes
from services.extract.core.facts.features import Surroundings
from services.extract.core.facts.item_beside import (
    PLAIN,
    POINTERS,
    apart,
    fronted,
    gapped_goods,
    goods,
    holding,
    labelled,
    of_goods,
    of_it,
    of_sum,
    priced,
    sized,
)
from services.extract.core.facts.item_gaps import PHYSICAL, plural, points
from services.extract.core.facts.pointing import those
from services.extract.core.model import Quantity
from services.extract.core.sentences import Sentence

_OF = frozenset(("of",))
_WITHIN = frozenset(("of", "in", "for", "from", "by"))
_PARTS = frozenset(
    "shortage holding share shares weight proportion percentage part portion stake contribution ratio".split()
)
_HELD = frozenset("stake stakes holding holdings shareholding interest share shares".split())
_LEVELS = frozenset(
    "number total average maximum minimum figure count tally level record order rate top charge batch forecast target "
    "plan estimate".split()
)
_UNITS = frozenset("units pieces items copies".split())
_TOTALS = frozenset("total whole".split())
_OWNING = frozenset(("belong",))
_PLURAL = ("s", "people", "children", "men", "women", "staff", "crowd", "population", "traffic", "workforce", "tourism")


def item(q: Quantity, s: Sentence, kind: str, around: Surroundings) -> tuple[str | None, int]:
    """The item of a claim and the token after it (for the evidence), or (None, q.last)."""
    if kind == "share":
        return _whole(q, s, around)
    if kind == "change" and q.family in ("percent", "points", "times"):
        return None, q.last
    timed = phrase_at(s, q.item_last - 1) if q.item_first >= 0 and q.family in PHYSICAL else None
    if timed is not None and is_time(s, timed):  # "2,300 km of fibre last year", "tonnes of the corresponding period"
        return (s.span(q.item_first, timed.first) if timed.first > q.item_first else None), q.last
    if q.gapped and (other := of_goods(s, q.last)) is not None:
        return other, q.last
    if q.item is None and q.family == "money" and kind == "indicator":
        return priced(q, s, around), q.last
    if q.item is None and q.family in PHYSICAL and kind != "indicator":
        stated = labelled(q, s) or sized(q, s) or of_it(q, s) or gapped_goods(q, s) or _of_output(s, around)
        return stated or _substance(q, s, around), q.last
    if q.item in _UNITS and around.subject_head >= 0 and (moved := phrase_at(s, around.subject_head)) is not None:
        return of_goods(s, moved.last) or q.item, q.last  # "Deliveries of electric buses came to 310 units"
    if q.item is None and q.family == "count" and (stated := labelled(q, s) or apart(q, s)) is not None:
        return stated, q.last
    if q.family == "count" and (q.item is None or q.gapped) and not points(q, s):
        return _counted(q, s, around) or q.item, q.last
    return q.item, q.last


def _whole(q: Quantity, s: Sentence, around: Surroundings) -> tuple[str | None, int]:
    k = q.last
    stated = bool(q.item) and not q.gapped and s.tags[k + 1 : k + 2] in ("C", "U")  # "its revenue | of 14 billion"
    if q.item and s.tags[k : k + 2] == "EC" and (owned := phrase_at(s, k)) is not None:
        return s.span(owned.head, owned.last), q.last  # "60% of the group's 120 outlets"
    close = s.tags.find(")", k, k + 6) if s.tags[k : k + 1] in ("(", ")") else -1
    beyond = s.lows[close + 1 : close + 2] == ["of"]
    if close > 0 and beyond and (phrase := phrase_at(s, close + 2)) is not None and phrase.first == close + 2:
        return s.span(phrase.first + (s.tags[phrase.first] == "D"), phrase.last), q.last  # "8.0% (7.5%) of net sales"
    if k < len(s.tags) and s.lows[k] == "of" and not stated:
        inner = phrase_at(s, q.item_last - 1) if q.item and "of" in s.lows[q.number : max(q.item_first, 0)] else None
        if inner is not None and inner.last == k:  # "60% of the exports | of Angola"
            return s.span(q.item_first, full_phrase(s, inner, ties=_WITHIN)[1]), q.last
        if (end := those(s, k + 1)) > 0:
            return s.span(k + 1, end), q.last
        phrase = phrase_at(s, k + 1)
        if s.lows[k + 1 : k + 2] == ["what"]:
            group = next((g for g in s.groups if g.first > k), None)
            if group is not None:
                return s.span(k + 1, group.last), group.last
        if phrase is not None and phrase.first == k + 1 and s.lows[phrase.head] not in POINTERS:
            _, last = full_phrase(s, phrase, ties=_WITHIN)
            first = k + 1
            while first < phrase.head and s.tags[first] in "DQ":
                first += 1
            short = full_phrase(s, phrase, ties=_OF)[1]
            return s.span(first, last), short
        if s.lows[k + 1 : k + 2] == ["the"] and s.lows[k + 2 : k + 3] and s.lows[k + 2] in _TOTALS:
            return s.words[k + 2], k + 3
        return _joined(s, k + 1), q.last
    if points(q, s):
        return None, q.last
    if (firm := holding(q, s)) is not None:
        return firm, q.last
    if q.family == "times" and k < len(s.tags):  # "net debt of 2.1 times trailing EBITDA"
        phrase = phrase_at(s, k) or phrase_from(s, k)
        if (
            phrase is not None
            and phrase.first <= k + 1
            and phrase.head >= k
            and s.tags[k] in "DNPAG"
            and not is_time(s, phrase)
        ):
            return s.span(k + (s.tags[k] == "D"), phrase.last), q.last
    if (total := of_sum(q, s)) is not None:
        return total, q.last
    if (asked := fronted(q, s)) is not None:
        return asked, q.last
    inside = [i for i in range(q.first, q.last) if s.lows[i] == "in" and s.tags[i - 1] in "NR" and i > q.first + 1]
    if inside:  # "one apricot in four"
        return plural(s.words[inside[0] - 1]), q.last
    if q.item and not q.gapped:
        if s.lows[q.first] == "every":  # "every third household"
            noun, _, tail = q.item.rpartition(" ")  # "every third household heats with coal"
            return plural(noun if noun and tail.endswith("s") else q.item), q.last
        if q.item.lower().split()[-1] not in _HELD or "of" in s.lows[q.number : q.item_first]:
            return q.item, q.last
    if k < len(s.tags) and s.lows[k] in ("in", "to") and "of" in s.lows[max(0, q.first - 1) : q.number]:
        before = s.lows[max(0, q.first - 2) : q.number]
        phrase = phrase_at(s, k + 1) if not _PARTS.isdisjoint(before) else None
        if phrase is not None and phrase.last > k + 1 and not is_time(s, phrase):
            return s.span(*full_phrase(s, phrase, ties=_OF)), q.last  # "a share of 22% in total manufacturing"
    if k < len(s.tags) and s.lows[k] in _HELD and k + 2 < len(s.tags) and s.lows[k + 1] in ("in", "of"):
        phrase = phrase_at(s, k + 2)  # "a 51% holding in Malwa Transmission"
        if phrase is not None:
            return s.span(*full_phrase(s, phrase, ties=_OF)), k + 1
    if k < len(s.tags) and s.tags[k] in "NAX" and s.tags[k - 1] != ")" and s.lows[k] not in _HELD:
        phrase = phrase_at(s, k)  # "a 40% recycling rate", "90% done"
        frozen = s.tags[k : k + 2] in ("X,", "XJ") and s.lows[k] not in ("done", "built")
        if phrase is None and (frozen or s.tags[k] == "A"):
            return None, q.last  # "sold 41% of its catch fresh, 35% frozen", "The reservoir is 64% full"
        last = phrase.last if phrase is not None else k + 1
        return (None, q.last) if phrase is not None and is_time(s, phrase) else (s.span(k, last), last)
    a = around.clause[0]
    a -= 9 if s.lows[a - 1] in ("who", "that", "which") else 0  # "The share of Poles who save fell to 41%"
    for i in range(q.first - 1, max(a, -1), -1):  # "the share of renewables in power output … to 46.2%"
        if s.lows[i] not in _PARTS:
            continue
        if s.lows[i] == "share" and s.lows[i - 1] == "market":
            return s.words[i - 1], q.last  # "lifted its market share by half a point to 9.3%"
        phrase = phrase_at(s, i + 2) if s.lows[i + 1] in ("in", "to") else None
        if phrase is not None and phrase.last <= q.first and "C" not in s.tags[phrase.first : phrase.last]:
            return s.span(*full_phrase(s, phrase, stop=q.first, ties=_OF)), q.last  # "its share in industrial output"
        if i + 1 < q.first and s.lows[i + 1] == "of":
            for j in range(i + 2, q.first):
                if s.tags[j] in "VWXBHM":
                    break
                if (
                    s.lows[j] in ("in", "to")
                    and s.tags[j + 1] not in "CU"
                    and (phrase := phrase_at(s, j + 1)) is not None
                ):
                    return s.span(*full_phrase(s, phrase, stop=q.first, ties=_OF)), q.last
            if s.lows[i + 2 : i + 4] == ["the", "total"] and s.tags[i + 3] == "A":
                return s.words[i + 3], q.last  # "Its share of the total rose to 11.9 percent"
            phrase = phrase_at(s, i + 2)
            if phrase is not None and phrase.last <= q.first and "C" not in s.tags[phrase.first : phrase.last]:
                return s.span(*full_phrase(s, phrase, stop=q.first, ties=_OF)), q.last
    for i in range(max(1, q.first - 10), q.first):
        if s.lows[i] == "which" and s.lows[i - 1] == "in":  # "the miner, in which Hansol has held 22.5%"
            body = antecedent(s, i - 2)
            return (s.span(body.first + (s.tags[body.first] == "D"), body.last) if body is not None else None), q.last
    verb = around.governor.verb
    if verb is not None and verb.lemma in _OWNING and around.subject_head >= 0:
        phrase = phrase_at(s, around.subject_head)
        if phrase is not None and s.lows[phrase.head] not in ("remaining", "rest", "remainder"):
            return s.span(phrase.first, phrase.last), q.last
    return None, q.last


def _joined(s: Sentence, first: int) -> str | None:
    """What no phrase covers whole: "its full-year target", "the national total"."""
    last = first
    while last < len(s.tags) and (
        s.tags[last] in "DANPE" or (s.tags[last] == "-" and s.tags[last + 1 : last + 2] == "N")
    ):
        last += 1
    first += s.tags[first : first + 1] == "D"
    if last - first < 2 or not (s.tags[last - 1] == "N" or s.lows[last - 1] in _TOTALS) or s.lows[first] in POINTERS:
        return None
    return s.span(first, last)


def _substance(q: Quantity, s: Sentence, around: Surroundings) -> str | None:
    """The noun that the sentence ties to a bare measure."""
    n = len(s.tags)
    k = q.last
    if k < n and s.tags[k] == "-":
        k += 1
    if q.family == "length" and k < n and s.tags[k] in "NPA" and s.tags[q.last - 1] not in ")" and k > q.last - 1:
        phrase = phrase_at(s, k)  # "a 66-km pipeline"
        if (
            phrase is not None
            and phrase.last > k
            and (k > q.last or s.words[q.last - 1] == "-" or "-" in s.span(q.number, q.last))
        ):
            return s.span(k, phrase.last)
    phrase = phrase_at(s, k + 1) if k + 1 < n and s.tags[k] == "B" else None
    if phrase is not None and phrase.first == k + 1 and "goods" in noun_classes().get(s.lows[phrase.head], ()):
        return s.span(phrase.first, phrase.last)  # "1.4 million tons was coal"
    before = phrase_at(s, q.first - 1) if q.first and s.lows[q.first - 1][-3:] != "ing" else None  # "each weighing"
    if s.tags[q.first - 1 : q.first] == "(" and q.first > 1 and s.tags[q.last : q.last + 1] == ")":
        named = phrase_at(s, q.first - 2)  # "shipped rice (38,000 tonnes) and maize (12,500 tonnes)"
        if named is not None and "goods" in noun_classes().get(s.lows[named.head], ()):
            return s.span(named.first, named.last)
    if before is not None and before.last == q.first and s.tags[before.head] in "NPR":  # "rice 38,000, maize 12,500"
        classes = noun_classes().get(s.lows[before.head], ())
        if (
            "goods" in classes or before.first == 0 or s.tags[before.first - 1] in ",J"
        ) and before.head > before.first - 1:
            return s.span(before.first, before.last)
    if around.subject_head >= 0 and (phrase := phrase_at(s, around.subject_head)) is not None:
        if s.tags[phrase.first] == "C" and s.lows[phrase.head] in ("tons", "tonnes", "litres", "barrels"):
            return None  # "180,000 tons of pulp, compared with 90,000 tons"
        if phrase.first > 2 and s.tags[phrase.first - 1] == ")" and s.lows[phrase.head] in PLAIN:
            whole = phrase_at(s, s.tags.rfind("(", 0, phrase.first) - 1)  # "Fresh fruit bunch (FFB) production eased"
            return s.span(whole.first, whole.last) if whole is not None else None
        moved = phrase_at(s, q.first - 2) if s.lows[q.first - 1] in ("to", "from", "at") and q.first > 2 else None
        if (
            moved is not None
            and moved.last == q.first - 1
            and s.lows[moved.head] in PLAIN
            and "C" not in s.tags[moved.first : moved.last]
        ):
            return goods(s, moved.first, moved.last)  # "takes the firm's clinker capacity from 11.5 million tonnes"
        return goods(s, phrase.first, phrase.last)
    return None


def _of_output(s: Sentence, around: Surroundings) -> str | None:
    """The goods of "copper concentrate production of 152,300 tonnes"."""
    hung = around.governor
    if hung.preposition != "of" or hung.noun < 0 or s.lows[hung.noun] not in PLAIN:
        return None
    phrase = phrase_at(s, hung.noun)
    return goods(s, phrase.first, phrase.last) if phrase is not None else None


def _counted(q: Quantity, s: Sentence, around: Surroundings) -> str | None:
    """What a bare number counts: "the number of accidents dropped to 1,214", "guest nights went to 614,000", "a crowd
    of 11,400", "146 of the stalls"."""
    k = q.last
    head = s.phrases[0] if s.phrases and not s.groups else None
    if head is not None and head.first == 0 and s.tags[head.last : q.first].strip("C") == "" and head.last <= q.first:
        return s.span(0, head.last) if s.lows[head.head].endswith(_PLURAL) else None  # "Customers 4,120 3,980"
    if (
        k + 2 < len(s.tags)
        and s.lows[k] == "of"
        and s.tags[k + 1] == "D"
        and (phrase := phrase_at(s, k + 1)) is not None
    ):
        return s.span(k + 2, phrase.last) if phrase.last > k + 2 and s.lows[phrase.head] not in POINTERS else None
    if s.lows[k : k + 1] == ["of"] and s.tags[k + 1 : k + 2] == "C" and (phrase := phrase_from(s, k + 1)) is not None:
        return (
            s.span(k + 2, phrase.last) if phrase.last > k + 2 and phrase.first <= k + 2 else None
        )  # "14 of 17 counts"
    for i in range(q.first - 1, max(around.clause[0], q.first - 12), -1):
        if s.lows[i] == "of" and s.lows[i - 1] == "number" and s.lows[q.first - 1] in ("to", "from", "at"):
            phrase = phrase_from(s, i + 1)  # "has doubled the number of berths to four"
            return s.span(phrase.first, phrase.last) if phrase is not None and phrase.first == i + 1 else None
    hung = around.governor
    if hung.noun >= 0 and (near := phrase_at(s, hung.noun)) is not None and is_time(s, near):
        return None  # "1,000 trucks a day instead of 350"
    if hung.preposition == "of" and hung.noun > 0 and s.lows[hung.noun] == "capacity" and s.tags[hung.noun - 1] == "N":
        return s.words[hung.noun - 1]  # "a bed capacity of 480,000"
    if hung.preposition == "of" and hung.noun >= 0 and s.tags[hung.noun] == "N" and s.lows[hung.noun] not in _LEVELS:
        return s.words[hung.noun]
    if hung.side != "object" or hung.verb is None or around.subject_head < 0:
        return None
    if "C" in s.tags[hung.verb.last : q.first - 1] and "J" in s.tags[hung.verb.last : q.first]:
        return None  # "will lose 620 posts and the headquarters 530"
    moves = {"rise", "fall", "level"} & set(
        verb_classes().get(hung.verb.lemma, ("level",) if hung.preposition == "to" else ())
    )
    phrase = phrase_at(s, around.subject_head) if moves else None
    if phrase is None or s.tags[phrase.head] not in "N":
        return None
    if s.lows[phrase.last : phrase.last + 1] == ["of"] and s.lows[phrase.head] in _LEVELS | PLAIN:
        phrase = phrase_at(s, phrase.last + 1)
    if phrase is None or s.lows[phrase.head] in _LEVELS or not s.lows[phrase.head].endswith(_PLURAL):
        return None
    first = phrase.first
    while first < phrase.head and s.tags[first] in "DQC":
        first += 1
    return s.span(first, phrase.last)
