"""What money goes into: bought for it, given it, or built with it.

bought the mill for $38m                      → the mill
will lend the greenhouse complex 2bn          → the greenhouse complex
invested $5m in a mill, $27m is to go into it → the mill
the Crown, a house on which they spend $40m   → the house
"""

from __future__ import annotations

from services.extract.core.antecedents import antecedent, is_time
from services.extract.core.chunks import NounPhrase
from services.extract.core.clause import phrase_at, phrase_from
from services.extract.core.facts.event_phrases import objects
from services.extract.core.facts.naming import fits
from services.extract.core.facts.pointing import ORDINALS
from services.extract.core.facts.subject_ties import listed_words
from services.extract.core.mentions.trigger import classes
from services.extract.core.predicates import Predicate, predicates
from services.extract.core.sentences import Sentence

_DEALT = frozenset(("place", "project", "organisation", "name", "stake", "asset", "service"))
_BUYING = frozenset("acquire buy purchase take snap".split())
_TRADING = _BUYING | frozenset("order sell lease rent charter hire import".split())
_DEALS = frozenset("sale purchase acquisition takeover disposal divestment buyout".split())
_PRICES = frozenset("cost price expense value consideration outlay".split())
_STUDIES = frozenset("study survey assessment audit review estimate design draft plan".split())
_PAYING = frozenset("pay spend offer earmark set allocate".split())
_SEEKING = frozenset(("ask", "apply", "request"))
_ASKING = _SEEKING | frozenset("seek need require borrow raise".split())
_PAPERS = frozenset("bonds debentures notes bills sukuk".split())
_INFLOWS = frozenset("investment investments capital subsidies subsidy aid grants loans credit support".split())
_FLOWING = frozenset("flow come go enter pour arrive".split())
_KNOWN_BY = frozenset("manage lead control own head back run base call know found name list".split())
_ASIDE = frozenset(("reduced", "relative"))
_BUILT = frozenset(("place", "project"))
_STAGES = frozenset("phase stage line lot section".split())
_FORMS = frozenset(
    "one ones debt equity cash stock shares taxes tax round bonds instalments tranches kind money capital issue "
    "offering placement flotation listing auction".split()
)


def dealt(s: Sentence, p: Predicate, first: int) -> NounPhrase | None:
    """What is bought, sold or built "for $38 million" or "at a cost of $38 million"."""
    i = first - 1
    while i > 0 and s.tags[i] in "RDQ":
        i -= 1
    if s.lows[i] == "of" and s.lows[i - 1] == "total" and s.lows[i - 2] == "a":
        i -= 3  # "ordered four vessels from a yard for a total of $124m"
    if i == 0 and s.lows[0] == "for" and p.group.first > first and p.group.lemma in _TRADING and not p.group.passive:
        return next(iter(objects(s, p.group.last)), None)  # "For €23 million, the developer has bought the barracks"
    cost = s.lows[i] == "of" and s.lows[i - 1] in _PRICES
    if p.group.lemma == "change" and s.lows[p.group.last] == "hands" and p.group.last < i:
        return p.subject  # "The pier changed hands for $14m"
    if not (s.lows[i] == "for" or cost) or p.group.last > i:
        return None
    if p.gap is not None and p.kind != "relative" and not objects(s, p.group.last):
        return p.gap  # "A park that Jinshui intends to build near Chingola for $150 million"
    closed = p.kind == "relative" and "," in s.tags[p.group.last : i]  # "which covers 214 sq km, to Larch"
    if closed or (p.kind == "reduced" and p.group.lemma in _KNOWN_BY):  # "a fund managed by Ulm for $40m"
        p = next((q for q in reversed(predicates(s)) if q.group.last <= p.group.first and q.kind not in _ASIDE), p)
    deal = next(iter(objects(s, p.group.last)), None)
    if deal is not None and s.lows[deal.last : deal.last + 1] == ["of"] and s.lows[deal.head] in _DEALS:
        sold = phrase_from(s, deal.last + 1)  # "completed the sale of its bus subsidiary to Ulm for $130m"
        begun = sold is not None and s.tags[deal.last + 1 : sold.first].strip("DCUN-") == ""
        if sold is not None and begun and sold.last <= i and not is_time(s, sold):
            return sold
    if p.group.lemma in _SEEKING or (p.group.lemma in listed_words("gives") and not _set_up(s, p)):
        return None
    if p.group.passive or p.kind == "reduced":
        return p.subject
    right = [q for q in objects(s, p.group.last) if q.last <= first]
    if (
        not right and (cost or _set_up(s, p)) and s.tags[p.group.first - 1] == ","
    ):  # "opened its fourth factory, set up at a cost of $3m"
        main = next((q for q in reversed(predicates(s)) if q.group.last < p.group.first), None)
        right = [q for q in objects(s, main.group.last) if q.last <= p.group.first] if main is not None else []
    q = phrase_at(s, i - 1) if s.lows[i] == "for" else None
    other = q is not None and q.last == i and right and q != right[0] and s.lows[q.first] in ("a", "an")
    other = other and q is not None and s.lows[q.first - 1] not in ("from", "to", "by")
    if q is not None and other and "place" in classes(s.lows[q.head]):
        return q  # "has 14 projects, among them … and a mill for $25 million"
    goods = p.group.lemma in _TRADING and bool(right) and s.tags[right[0].head] == "N" and not is_time(s, right[0])
    if right and (goods or fits(s, right[0], _DEALT) or s.tags[right[0].head] == "O"):
        return right[0]
    return None


def inflow(s: Sentence, last: int) -> NounPhrase | None:
    """Of "$214 million of foreign investment has been absorbed in the region" the investment."""
    q = phrase_from(s, last + 1) if s.lows[last : last + 1] == ["of"] else None
    if q is None or q.first != last + 1:
        return None
    if s.lows[q.head] in _PAPERS and s.tags[q.first : q.head].strip("AN") == "":
        return q  # "is going to issue 1.5 billion reais of debentures"
    if s.lows[q.head] not in _INFLOWS:
        return None
    g = next((g for g in s.groups if g.first == q.last), None)
    return q if g is not None and (g.passive or g.lemma in _FLOWING) else None


def aim(s: Sentence, first: int, last: int, p: Predicate) -> NounPhrase | None:
    """What a sum is for, by the verb that governs it: what is bought, built, lent to, invested in."""
    target = paying(s, p) or given_to(s, first, p) or spent_on(s, p) or fronted_aim(s, first, p)
    if target is None and (
        (p.group.lemma in listed_words("gives") and not _set_up(s, p)) or s.lows[last : last + 1] == ["for"]
    ):
        target = target_of(s, last)
    if target is None and p.group.lemma in ("invest", "sink", "plough"):
        target = _fronted_place(s)  # "In Tczew we will start with 90 and invest €27 million"
    ahead = p.group.first >= last or p.group.first >= first
    if target is None and p.group.lemma in listed_words("goes") and ahead:
        target = target_of(s, p.group.last)
    return (acquired(s, p) or target) if target is not None and s.lows[target.head] == "it" else target


def _set_up(s: Sentence, p: Predicate) -> bool:
    """Whether something is set up, which gives nobody money."""
    return p.group.lemma in ("set", "put") and s.lows[p.group.last : p.group.last + 1] == ["up"]


def _fronted_place(s: Sentence) -> NounPhrase | None:
    """The town of "In Tczew we will invest €27 million"."""
    k = 1 + (s.tags[:1] == '"')
    q = phrase_from(s, k) if s.lows[k - 1 : k] == ["in"] else None
    return q if q is not None and q.first == k and set(s.tags[k : q.last]) == {"P"} and not is_time(s, q) else None


def issue_of(s: Sentence, p: Predicate) -> NounPhrase | None:
    """Of "issued its first green bond, raising $500m" the bond."""
    if p.kind != "gerund" or p.group.lemma not in ("raise", "bring") or p.governor < 0:
        return None
    main = predicates(s)[p.governor]
    right = objects(s, main.group.last) if main.group.lemma in ("issue", "place", "float", "price", "sell") else []
    return right[0] if right and right[0].last <= p.group.first and s.tags[right[0].head] == "N" else None


def said_of_relative(s: Sentence, pronoun: NounPhrase) -> NounPhrase | None:
    """Of "hive off the ready-mix business, which has 14 outlets; it will be sold" the business."""
    before = (q for q in reversed(predicates(s)) if q.kind == "relative" and q.group.last <= pronoun.first)
    found = next((q.subject for q in before if q.gap is None), None)
    return found if found is not None and s.tags[found.head] in "NP" else None


def paying(s: Sentence, p: Predicate) -> NounPhrase | None:
    """Of "raised its stake in the refinery to 51%, paying $210 million" the stake."""
    if p.kind != "gerund" or p.group.lemma != "pay" or p.governor < 0:
        return None
    right = objects(s, predicates(s)[p.governor].group.last)
    return right[0] if right and right[0].last <= p.group.first and fits(s, right[0], _DEALT) else None


def acquired(s: Sentence, p: Predicate) -> NounPhrase | None:
    """Of "agreed to acquire 80 percent of the mill, and will pay 310m for it" the mill."""
    before = next((g for g in reversed(s.groups) if g.last <= p.group.first and g.lemma in _BUYING), None)
    right = objects(s, before.last) if before is not None else []
    if not right or right[0].last > p.group.first:
        return None
    whole = phrase_from(s, right[0].last + 1) if s.lows[right[0].last] == "of" else None
    return whole if whole is not None and whole.last <= p.group.first else right[0]


def sent_to(s: Sentence, first: int, last: int) -> NounPhrase | None:
    """What the sum itself goes into: "and about $27m is to go into it", "$5m was set aside for roads"."""
    g = next((g for g in s.groups if g.first == last), None)
    i = first - 1
    while i >= 0 and s.tags[i] in "RDQ":
        i -= 1
    if g is None or g.lemma not in listed_words("goes") or (i >= 0 and s.tags[i] not in ",JS.:"):
        return None
    for i in range(g.last, min(len(s.lows), g.last + 4)):
        if s.lows[i] in listed_words("into"):
            q = phrase_from(s, i + 1)
            plain = q is not None and ("C" not in s.tags[q.first : q.head] or "project" in classes(s.lows[q.head]))
            if q is not None and q.first == i + 1 and not is_time(s, q) and plain:
                return q
    return None


def spent_on(s: Sentence, p: Predicate) -> NounPhrase | None:
    """Of "the Crown, a house in Batumi, on which its owners are spending $40m" the house."""
    if p.kind != "relative" or p.gap is not None:
        return None
    for i in range(p.group.first - 1, max(1, p.group.first - 14), -1):
        if s.lows[i] == "which":
            q = antecedent(s, i - 2) if s.lows[i - 1] in listed_words("into") else None
            numbered = q is not None and s.lows[q.head] in _STAGES and s.tags[q.last : q.last + 1] == "C"
            return (
                NounPhrase(q.first, q.last + 1, q.head) if q is not None and numbered else q
            )  # "Phase two, for which"
    return None


def fronted_aim(s: Sentence, first: int, p: Predicate) -> NounPhrase | None:
    """What a sum is paid for, where that opens the sentence: "For its stake in the field, Petrov will pay $310m"."""
    if s.lows[0] != "for" or p.group.lemma not in _PAYING | _ASKING or p.group.last > first or p.group.passive:
        return None
    q = phrase_from(s, 1)
    apart = q is not None and "," in s.tags[q.last : p.group.first]
    if q is not None and s.lows[q.head] in _DEALS and s.lows[q.last : q.last + 1] == ["of"]:
        q = phrase_from(s, q.last + 1)  # "For the purchase of 30 buses"
        return q if apart and q is not None and s.tags[q.head] in "NP" else None
    return q if q is not None and apart and q.first == 1 and s.tags[q.head] in "NP" and not is_time(s, q) else None


def given_to(s: Sentence, first: int, p: Predicate) -> NounPhrase | None:
    """Who gets it: "will lend the greenhouse complex 2bn"."""
    if p.group.lemma not in listed_words("hands") or p.group.passive or p.group.last > first:
        return None
    q = phrase_from(s, p.group.last)
    if q is None or q.last > first or q.first > p.group.last + 1 or is_time(s, q):
        return None
    if s.tags[q.head] not in "NP" and s.lows[q.head] != "it":
        return None
    return q if "C" not in s.tags[q.first : q.last] else None


def target_of(s: Sentence, last: int) -> NounPhrase | None:
    """What money goes into: the phrase under in, into, for, on … after the quantity, or what it is to build."""
    for i in range(last, min(len(s.lows), last + 10)):
        if s.tags[i] in ".S" or s.words[i] == ";":
            return None
        if s.tags[i] == "," and s.tags[i + 1 : i + 2] in ("C", "U") and i + 2 < len(s.tags):
            return None  # ", $30 million less than in February"
        if s.tags[i] == "," and "it" in s.lows[i + 2 : i + 5] and "of" in s.lows[i + 1 : i + 4]:
            return None  # "invested R3.1bn, much of it in a depot"
        if s.lows[i] not in listed_words("into") or s.tags[i - 1 : i + 2] == "JTV":
            continue  # "undertakes to invest $5m and to resume production"
        doing = s.tags[i + 1 : i + 2] in ("V", "G") or (s.tags[i + 2 : i + 3] == "C" and s.lows[i + 1][-3:] == "ing")
        start = i + 2 if doing else i + 1
        q = phrase_from(s, start)
        if (
            q is None
            or is_time(s, q)
            or s.lows[q.head] in _FORMS
            or (s.lows[q.head] in listed_words("funds") and s.lows[i] == "in")  # "in subsidies for the unit"
            or any(
                s.tags[k] == "C"
                and s.lows[k] not in ORDINALS
                and not _sized(s, k)
                and not (
                    classes(s.lows[q.head]) & _BUILT
                    and s.lows[q.head][-1] == "s"
                    and s.lows[q.head] not in ("phases", "stages")
                )
                and (start == i + 1 or s.tags[i - 1] == "J")
                for k in range(q.first, q.head)
            )
            or s.lows[q.head] in listed_words("movements")
        ):
            continue
        if all(t in "DQCARUI-" for t in s.tags[start : q.first]):
            return q
    return None


def _sized(s: Sentence, k: int) -> bool:
    """Whether a number only sizes what money is for: "$9m for a 60MW solar plant", "for a 300-bed hospital"."""
    return s.lows[k - 1] in ("a", "an") and (s.tags[k + 1] == "-" or s.words[k + 1] in ("MW", "GW", "kW", "MWh", "GWh"))


def raised_by_sale(s: Sentence, first: int, last: int) -> NounPhrase | None:
    """What is sold to raise money: "raise $149m by selling a 15% stake in Savana"."""
    main = next((g for g in reversed(s.groups) if g.last <= first and g.lemma in ("raise", "bring")), None)
    sale = next((g for g in s.groups if g.first >= last and g.tense == "gerund" and g.lemma == "sell"), None)
    if main is None or sale is None or s.lows[sale.first - 1] != "by" or sale.first - last > 8:
        return None
    q = phrase_from(s, sale.last)
    if q is not None and s.lows[q.last : q.last + 1] == ["in"] and s.lows[q.head] in ("stake", "holding", "interest"):
        q = phrase_from(s, q.last + 1)
    return q if q is not None and s.tags[q.head] in "NP" and not is_time(s, q) else None


def carried_by(s: Sentence, p: Predicate) -> NounPhrase | None:
    """Of "The cluster was built by investors from Korea, who spent $21 million" the cluster."""
    main = next((q for q in reversed(predicates(s)) if q.group.last <= p.group.first and q.kind == "finite"), None)
    spent = p.group.lemma in listed_words("gives") and main is not None and main.group.passive
    return main.subject if main is not None and spent else None


def studied(s: Sentence, noun: NounPhrase) -> NounPhrase:
    """Of "A study of a third train puts the cost at $560m" the train."""
    if s.lows[noun.head] not in _STUDIES or s.lows[noun.last : noun.last + 1] not in (
        ["of"],
        ["for"],
        ["on"],
        ["into"],
    ):
        return noun
    q = phrase_from(s, noun.last + 1)
    built = q is not None and q.first == noun.last + 1 and s.tags[q.head] in "NP" and not is_time(s, q)
    return q if q is not None and built else noun
