"""Items that the sentence states apart from the number: in a label, in a price, before "of N km", in whose shares these
are.

coffee: 1.1 million tonnes                         → coffee
36 reais per 60-kg bag                             → 60-kg bag
an overland conveyor of 4.2 km, a 14-acre plot     → overland conveyor, plot
Aguas, a subsidiary of Norte (70%) and X (30%)     → Aguas
Of the 18 billion set aside, 70 percent goes …     → 18 billion
"""

from __future__ import annotations

from services.extract.core.antecedents import chain_head, is_time
from services.extract.core.clause import before_number, full_phrase, phrase_at, phrase_from
from services.extract.core.facts.cue_words import noun_classes
from services.extract.core.facts.features import Surroundings
from services.extract.core.model import Quantity
from services.extract.core.predicates import LONGEST, predicates
from services.extract.core.sentences import Sentence

_FREIGHT = frozenset("freight cargo cargoes goods dioxide".split())
PLAIN = frozenset(
    "quantity amount weight tonnage "
    "output production volume volumes exports imports shipments deliveries sales turnover traffic handling consumption "
    "use usage emissions harvest crop throughput generation processing mining extraction demand supply supplies "
    "reserves resources stocks capacity loading unloading transhipment haulage purchases".split()
)
_MAKERS = frozenset(
    "exporters growers producers makers farmers millers processors shippers importers traders farms mills mines "
    "smelters refineries fields".split()
)
# Classes of `cues.toml` that say what sort of thing a noun is, not that it measures: what is handled may be of them.
_BROAD = frozenset("animal vehicle machine part dwelling venue body paper housed firm pron stock work site".split())
_PRICED = frozenset("price fetch trade sell exchange retail quote".split())
_TAGS = frozenset("price cost rent value rate fare tariff cut rise".split())
_CHARGING = frozenset("pay charge spend get receive ask lose earn make save".split())
_SOLD = frozenset("sell buy offer purchase".split())
_SHARED = frozenset("subsidiary venture unit arm affiliate company firm consortium partnership".split())
_OWNERS = frozenset("shareholders owners shareholder owner partners founders".split())
_TRADING = frozenset("trade trading main biggest largest top leading key commercial export import".split())
POINTERS = frozenset("it that this them which these those ones one what".split())
_OF_WITH = frozenset(("of", "with"))
_CURRENCIES = frozenset("dollar euro pound yuan rouble ruble tenge franc yen".split())
_DIMENSIONS = frozenset(
    "length area height width depth size distance radius diameter draught total average maximum minimum range stretch "
    "footprint thickness elevation altitude reach span".split()
)


def labelled(q: Quantity, s: Sentence) -> str | None:
    """The goods, or what is counted, of "coffee: 1.1 million tonnes", "Cement output, tonnes: 712", "• Guests: 40"."""
    colon = q.first - 1
    if colon < 1 or s.words[colon] != ":" or {"B", "H", "M"} & set(s.tags[:colon]):
        return None
    phrase = next((p for p in s.phrases if p.last <= colon), None)
    if phrase is None or s.tags[: phrase.first].strip(":-ZDQ") or s.tags[phrase.head] not in "NP":
        return None
    if s.tags[phrase.last : colon].strip("WNPCA,I") and phrase.last < colon:
        return None
    if s.tags[phrase.last : colon] == "W" and phrase.last == colon - 1 and s.lows[phrase.head].endswith("s"):
        return s.span(phrase.first, phrase.last)  # "• Tiles sold: 6.8 million m²"
    if q.family == "count":
        return s.span(phrase.first, phrase.last) if s.lows[phrase.head].endswith("s") else None
    return goods(s, phrase.first, phrase.last)


def sized(q: Quantity, s: Sentence) -> str | None:
    """What is so long or large: "an overland conveyor of 4.2 km", "a 14-acre plot", "12 hectares under wheat"."""
    if q.family == "area" and s.lows[q.last : q.last + 1] == ["under"] and q.last + 1 < len(s.lows):
        return s.words[q.last + 1] if "goods" in noun_classes().get(s.lows[q.last + 1], ()) else None
    if q.family == "area" and s.tags[q.number + 1 : q.number + 2] == "-" and q.last < len(s.tags):
        phrase = phrase_at(s, q.last)
        if phrase is not None and s.tags[phrase.head] == "N" and "C" not in s.tags[q.last : phrase.last]:
            return s.span(max(q.last, phrase.first), phrase.last)
    if q.family != "length" or q.first < 2 or s.lows[q.first - 1] != "of":
        return None
    phrase = phrase_at(s, q.first - 2)
    if phrase is None or phrase.last != q.first - 1 or s.tags[phrase.head] != "N":
        return None
    named = s.lows[phrase.head] not in _DIMENSIONS and "C" not in s.tags[phrase.first : phrase.last]
    return s.span(phrase.first + (s.tags[phrase.first] == "D"), phrase.last) if named else None


def holding(q: Quantity, s: Sentence) -> str | None:
    """Whose shares a holder has: "Aguas, a subsidiary of Norte (70%)", "The group is 60% owned by the family"."""
    if q.first < 2 or len(s.words) > LONGEST:
        return None
    if s.lows[q.last : q.last + 2] == ["owned", "by"] or (
        s.tags[q.first - 1] == "J" and s.lows[q.last : q.last + 1] == ["by"]
    ):
        p = next((p for p in reversed(predicates(s)) if p.group.first < q.first and p.subject is not None), None)
        owned = (
            "owned" in s.lows[: q.last + 1] and p is not None and p.subject is not None and p.subject.last <= q.first
        )
        if owned and p is not None and p.subject is not None and s.tags[p.subject.head] in "NP":
            return s.span(p.subject.first + (s.tags[p.subject.first] == "D"), p.subject.last)
        return None
    if s.tags[q.first - 1] != "(" or s.tags[q.last : q.last + 1] != ")":
        return None
    if (owned_by := _owned(q, s)) is not None:
        return owned_by
    for i in range(q.first - 2, 2, -1):
        if s.tags[i] in "VBHM;:":
            return None
        if s.lows[i] in _SHARED and s.lows[i + 1] in ("of", "between", "by"):
            phrase = phrase_at(s, i)
            if phrase is None or phrase.first < 2 or s.tags[phrase.first - 1] not in ",B":
                return None
            if s.tags[phrase.first - 1] == "B":  # "The project is a joint venture between Ulm (50%) and …"
                return s.span(phrase.first + (s.tags[phrase.first] == "D"), phrase.last)
            firm = phrase_at(s, phrase.first - 2)
            return s.span(firm.first, firm.last) if firm is not None and s.tags[firm.head] in "NP" else None
    return None


def _owned(q: Quantity, s: Sentence) -> str | None:
    """The firm of "Kartal Steel is owned by Argo (80 percent)", "Tidewell's shareholders are Linden (70%)"."""
    p = next((p for p in reversed(predicates(s)) if p.group.last < q.first and p.subject is not None), None)
    if p is None or p.subject is None or ";" in s.words[p.group.last : q.first]:
        return None
    whose = p.subject
    if p.group.lemma == "be" and s.lows[whose.head] in _OWNERS and s.lows[whose.head - 1] not in _TRADING:
        mark = s.tags.find("E", whose.first, whose.head)
        return s.span(whose.first + (s.tags[whose.first] == "D"), mark) if mark > whose.first else None
    if p.group.lemma != "own" or s.lows[p.group.last : p.group.last + 1] != ["by"] or s.tags[whose.head] not in "NP":
        return None
    return s.span(whose.first + (s.tags[whose.first] == "D"), whose.last)


def apart(q: Quantity, s: Sentence) -> str | None:
    """What a bare count counts in "visitors from Russia (1.4 million)", "The number of workers, 182,300, grew", "of
    whom 610 are engineers"."""
    i, k = q.first - 1, q.last
    if i < 1 or k >= len(s.tags):
        return None
    if s.tags[i] == "(" and s.tags[k] == ")":
        phrase = phrase_at(s, i - 1)
        phrase = chain_head(s, phrase) if phrase is not None and phrase.last == i else None
    elif s.lows[i] in ("whom", "which") and s.tags[k] == "B":
        phrase = phrase_at(s, k + 1)
        many = phrase is not None and phrase.first == k + 1 and s.tags[phrase.head] == "N"
        if not many or phrase is None:
            return None
        twin = phrase_at(s, phrase.last + 1) if s.lows[phrase.last : phrase.last + 1] == ["and"] else None
        return s.span(phrase.first, twin.last if twin is not None else phrase.last)
    else:
        i -= s.lows[i] == "at"
        if s.tags[i] != "," or s.tags[k] != ",":
            return None
        phrase = phrase_at(s, i - 1)
        phrase = phrase if phrase is not None and phrase.last == i else None
    if phrase is None or s.tags[phrase.head] != "N" or not s.lows[phrase.head].endswith("s") or is_time(s, phrase):
        return None
    return s.span(phrase.first + (s.tags[phrase.first] in "DC"), phrase.last)


def of_it(q: Quantity, s: Sentence) -> str | None:
    """The goods of "To keep rice cheap the state bought 104,000 tons of it"."""
    i = q.last if s.lows[q.last : q.last + 1] == ["of"] else q.last - 2
    if i < 1 or s.lows[i] != "of" or s.lows[i + 1 : i + 2] not in (["it"], ["that"]):
        return None
    for p in reversed(s.phrases):
        if p.last < q.first and "goods" in noun_classes().get(s.lows[p.head], ()):
            return s.span(p.first + (s.tags[p.first] == "D"), p.last)
    return None


def gapped_goods(q: Quantity, s: Sentence) -> str | None:
    """The goods of "corn at 114.1 million and lint at 3.7 million", "(57%) less dust"."""
    k = q.last
    if s.tags[k : k + 1] == "(" and (close := s.tags.find(")", k, k + 6)) > 0:
        k = close + 1
    p = phrase_at(s, k + 1) if s.lows[k : k + 1] in (["less"], ["more"], ["fewer"]) else None
    if p is not None and p.first == k + 1:
        return s.span(p.first, p.last) if s.tags[p.head] == "N" and not is_time(s, p) else None
    i = q.first - 1
    if i < 2 or s.lows[i] not in ("at", "to"):
        return None
    p = phrase_at(s, i - 1)
    if p is None or p.last != i or s.tags[p.first - 1 : p.first] not in (",", "J"):
        return None
    return s.span(p.first, p.last) if "goods" in noun_classes().get(s.lows[p.head], ()) else None


def of_sum(q: Quantity, s: Sentence) -> str | None:
    """The sum of "Of the 18.6 billion tenge that is set aside, 70 percent goes to breeders"."""
    i = 1 if s.tags[:1] == '"' else 0
    if s.lows[i : i + 2] != ["of", "the"] or s.tags[q.first - 1] != "," or s.tags[i + 2 : i + 3] not in ("C", "U"):
        return None
    last = i + 2
    while last < q.first and s.tags[last] in "CU":
        last += 1
    last += s.tags[last] in "NP"
    return s.span(i + 2, last)


def fronted(q: Quantity, s: Sentence) -> str | None:
    """The whole that opens a sentence: "Of all establishments, 16.3% were closed", "Of the 1,200 firms polled in May,
    38% sell abroad", "Among households with children, 11% cannot …"."""
    i, comma = int(s.tags[:1] == '"'), before_number(s, q.first)
    if s.lows[i : i + 1] not in (["of"], ["among"]) or comma < 2:
        return None
    phrase = phrase_at(s, i + 1)
    if s.tags[comma] != "," or phrase is None or "," in s.tags[phrase.last : comma]:
        return None
    if s.lows[phrase.head] in ("number", "total") and s.lows[phrase.last] == "of":
        phrase = phrase_at(s, phrase.last + 1)  # "Of the total number of nights, 37% were …"
    if phrase is None or s.lows[phrase.head] in POINTERS or s.tags[phrase.head] not in "NP" or phrase.last > comma:
        return None
    first, end = full_phrase(s, phrase, stop=comma, ties=_OF_WITH)
    while first < phrase.head and s.tags[first] in "DCQR":
        first += 1
    if end != comma and any(g.first < comma and s.tags[g.first] not in "WXG" for g in s.groups):
        return None  # "Of what the country sells, 40% …"
    return s.span(first, end)


def priced(q: Quantity, s: Sentence, around: Surroundings) -> str | None:
    """What a price is for one of: "a kilo of robusta fetches RM 21", "sell a loaf for 4 sum", "units at $1.20 each"."""
    if q.last < len(s.lows) <= LONGEST and s.lows[q.last] in ("each", "apiece"):
        sold = (p for p in reversed(s.phrases) if p.last < q.first and s.tags[p.head] == "N")
        return next((s.words[p.head] for p in sold if s.lows[p.head].endswith("s")), None)
    k = q.last
    if s.lows[k : k + 2] == ["to", "the"] and s.lows[k + 2 : k + 3] and s.lows[k + 2] in _CURRENCIES:
        return s.words[k + 2]  # "an exchange rate of 142 yen to the dollar"
    if k + 1 < len(s.lows) and s.lows[k] in ("a", "an", "per") and s.tags[k + 1] == "N":
        phrase = phrase_at(s, k + 1)  # "3,745 ringgit ($819) a tonne"
        return s.words[k + 1] if phrase is None or not is_time(s, phrase) else None
    if k + 2 < len(s.lows) and s.lows[k] == "per" and s.tags[k + 1] == "C":
        bag = phrase_from(s, k + 2)  # "36 reais per 60-kg bag", "$812 per thousand board feet"
        bag = phrase_at(s, k + 1) if s.tags[k + 2] != "-" else bag
        if bag is not None and bag.last - k < 7 and s.tags[k + 2 : bag.first].strip("-NU") == "":
            return s.span(k + 1, bag.last)
    for i in range(max(around.clause[0], q.first - 14), q.first - 1):
        if s.lows[i] == "per" and s.tags[i + 1] == "N" and s.lows[i + 1] not in ("cent", "capita"):
            return s.words[i + 1]  # "lifted earnings per share to 187.2 cents"
        if s.lows[i] == "of" and s.lows[i + 1] in ("a", "an", "one") and i and s.lows[i - 1] in _TAGS:
            phrase = phrase_at(s, i + 1)  # "the price of a square metre"
            return s.span(i + 2, phrase.last) if phrase is not None and phrase.last > i + 2 else None
    hung = around.governor
    if hung.verb is not None and hung.verb.lemma in _CHARGING:
        for i in range(k, min(k + 4, len(s.lows) - 2)):
            if s.lows[i] in ("for", "on") and s.lows[i + 1] in ("a", "an", "each", "every"):
                phrase = phrase_at(s, i + 1)  # "We pay 4.6 soms on average for a kilowatt-hour"
                return s.span(i + 2, phrase.last) if phrase is not None and phrase.last > i + 2 else None
    if hung.verb is None or hung.side != "object":
        return None
    deal = phrase_at(s, hung.verb.last) if hung.verb.lemma in _SOLD else None
    if deal is not None and deal.last < q.first and s.tags[deal.head] == "N":
        return s.words[deal.head] if hung.preposition in ("for", "at", "of") else None  # "sold shares worth $4 million"
    phrase = phrase_at(s, around.subject_head) if around.subject_head >= 0 else None
    if phrase is None or s.tags[phrase.head] != "N":
        return None
    bought = hung.verb.lemma == "buy" and s.lows[phrase.head] in _CURRENCIES  # "the dollar bought 149.25 yen"
    one = s.lows[phrase.first] in ("a", "an", "one", "each", "every") and hung.verb.lemma in ("cost", "go", "bring")
    if one and s.tags[phrase.first] == "D" and phrase.head > phrase.first + 1:
        return s.span(phrase.first + 1, phrase.last)  # "a cubic metre costs 21.3 tenge"
    return s.words[phrase.head] if one or bought or hung.verb.lemma in _PRICED else None


def goods(s: Sentence, first: int, last: int) -> str | None:
    """The goods named in a phrase: "crude steel output" → crude steel, "throughput of gas" → gas."""
    end = last
    while last > first and (s.lows[last - 1] in PLAIN or (last - 1 > first and s.lows[last - 1] in _MAKERS)):
        last -= 1
    while first < last and s.tags[first] in "DQC":
        first += 1
    plain = last < end
    if "C" in s.tags[first:last]:
        return None  # "So | far 4.1 million tonnes has been brought in"
    first = max(first, s.tags.rfind("E", first, last) + 1)  # "Peru's copper output" is of copper
    if last > first:
        low = s.lows[last - 1]
        if "goods" in noun_classes().get(low, ()) or low in _FREIGHT:
            return s.span(first, last)
    if plain and (named := of_goods(s, end)) is not None:
        return named
    if (
        plain
        and last > first
        and s.tags[last - 1] == "N"
        and _BROAD.issuperset(noun_classes().get(s.lows[last - 1], ()))
    ):
        return s.span(first, last) if "E" not in s.tags[first:last] else None  # "cargo handling", "diesel use"
    return None


def of_goods(s: Sentence, k: int) -> str | None:
    """The goods after "of": "118.9 of silver", "throughput of gas"."""
    if k + 1 >= len(s.tags) or s.lows[k] != "of" or s.tags[k + 1] not in "NA":
        return None
    phrase = phrase_at(s, k + 1)
    if phrase is None or phrase.first != k + 1 or s.tags[phrase.head] != "N" or is_time(s, phrase):
        return None
    goods = "goods" in noun_classes().get(s.lows[phrase.head], ()) or s.tags[k - 1] in "CN"
    return s.span(phrase.first, phrase.last) if goods else None
