"""A shallow tagger: one letter a token, from word lists and a few rules of context.

    N noun   P name (capitalised)   A adjective   R adverb   D determiner   Q quantifier   C number   O pronoun
    V present or base form   W form in -ed (past or participle)   X past participle only   G form in -ing
    B be   H have   F do   M modal   T to   I preposition   J and/or   S subordinator   E possessive 's   L negation
    U currency or other symbol   , . : - ( ) " punctuation   Z anything else

It has to find noun phrases and verb groups around numbers, names and triggers, at a microsecond a token. Ambiguous
words (plan, cost, rise) are decided by their neighbours.
"""

from __future__ import annotations

from functools import cache

from services.extract.core import lexicon, text
from services.extract.core.relative import moving
from services.extract.core.symbols import currency_marks
from services.extract.core.tag_choice import ABLE, ABSTRACT, AS_PHRASES, DEDUCTED, NEXT, SIDES, TENS, decided
from services.extract.core.tag_participles import regular

_PUNCTUATION = {
    **dict.fromkeys(",;", ","), **dict.fromkeys(".!?…", "."), **dict.fromkeys(["...", ":", "•", "|", "/"], ":"),
    **dict.fromkeys(["-", "–", "—", "‑", "−", "--", "---"], "-"), **dict.fromkeys("([", "("),
    **dict.fromkeys(")]", ")"),
    **dict.fromkeys("\"“”„«»‘’'", '"'), **dict.fromkeys("$€£¥₽₸₹₩₦₺₴₫₱₪₼₾₵฿%‰°№+", "U"),
}  # fmt: skip
_CLOSED = (  # later entries win
    ("adverbs", "R"), ("comparatives", "A"), ("quantifiers", "Q"), ("prepositions", "I"), ("subordinators", "S"),
    ("pronouns", "O"), ("determiners", "D"), ("coordinators", "J"), ("modals", "M"), ("be", "B"), ("have", "H"),
    ("do", "F"), ("negation", "L"),
)  # fmt: skip
_NUMBER_WORDS = frozenset(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion trillion "
    "bn mln bln tn trln lakh crore dozen half third quarter two-thirds".split()
)
_DECIDED_BY_NEIGHBOURS = frozenset("vwgz")
_CANNED = frozenset("aluminum aluminium beverage drinks beer food steel tin".split())
_CANS = frozenset("plant plants maker makers factory sheet line lines manufacturer making stock".split())
_BY_CONTEXT = frozenset(
    "can yet only added following total once said which as next equal that since may so do won mine complete revamp "
    "rebuild sown ground present supply lower own instead bar restart nod vet relaunch remodel retool before "
    "after".split()
).union(SIDES)
_LEADING = frozenset("up at more over about between nearly half".split())  # "to own | up to 49% of a bank"
# Lemmas of events that are closed classes, or other words more often than verbs ("an initial cost").
_NO_NEW_VERBS = frozenset("be have initial initialled".split())


@cache
def _bases() -> tuple[tuple[str, frozenset[str]], ...]:
    """Tag and base forms of the verbs: those that are nouns as well, and those that are hardly anything else. A verb
    that only the events know is of the first sort, so that adding one takes a line in one file."""
    nouns_too, verbs = (lexicon.words("grammar", key) for key in ("verb_nouns", "verbs"))
    known = nouns_too.union(verbs, _NO_NEW_VERBS, *(lexicon.words("grammar", key) for key in ("adjectives", "nouns")))
    of_events = {base for entry in lexicon.table("events")["verb"] for base in entry.get("lemmas", "").split()}
    return ("v", nouns_too | (of_events - known)), ("V", verbs)


@cache
def _table() -> dict[str, str]:
    """word -> tag; small letters mark what the context decides: v noun or verb, w -ed form, g -ing form, z a verb whose
    past is its base ("set", "shut", "put")."""
    table: dict[str, str] = dict.fromkeys(lexicon.words("grammar", "adjectives"), "A")
    irregular = {}
    for line in lexicon.table("grammar")["irregular"].splitlines():
        base, _, forms = line.partition(": ")
        if forms:
            irregular[base] = [form.split("/") for form in forms.split(" ")]
    bases: dict[str, str] = {}
    for tag, listed in _bases():
        for base in sorted(listed):
            past, participle, gerund, third = irregular.get(base) or regular(base)
            for form in third:
                table.setdefault(form, tag)
            for form in gerund:
                table.setdefault(form, "g")
            for form in participle:
                table[form] = "X" if form not in past and form != base else "w"
            for form in past:
                table[form] = "w" if form in participle or not participle[0] else "W"
            bases[base] = "z" if base in past else tag
    table.update(bases)
    table.update(dict.fromkeys(lexicon.words("grammar", "past_first"), "w"))
    for key, tag in _CLOSED:
        table.update(dict.fromkeys(lexicon.words("grammar", key), tag))
    table.update(dict.fromkeys(lexicon.words("grammar", "nouns"), "N"))
    for key in ("measures", "trade", "levels", "movements"):  # "Shipments of steel fell"
        for word in lexicon.words("subjects", key):
            table.setdefault(word, "N")
    table.update(dict.fromkeys(_NUMBER_WORDS, "C"))
    table.update({"to": "T", "'s": "E", "s'": "E", "": "Z", "owns": "V", "pays": "V"})
    table.update(_PUNCTUATION)
    return table


@cache
def _settled() -> dict[str, str]:
    """word in lower case -> tag, for those (most of any text) whose neighbours do not matter; for a noun the word
    before does: a modal may make it a verb."""
    return {
        low: tag
        for low, tag in _table().items()
        if tag not in _DECIDED_BY_NEIGHBOURS
        and low not in _BY_CONTEXT
        and low == low.lower()
        and not (tag == "N" and low.endswith("ing"))
    }


@cache
def verb_forms() -> dict[str, str]:
    """Inflected form -> base form of every listed verb ("rose" -> "rise"); a form that is itself a base is left out."""
    forms: dict[str, str] = {}
    irregular = {}
    for line in lexicon.table("grammar")["irregular"].splitlines():
        base, _, rest = line.partition(": ")
        if rest:
            irregular[base] = [form for group in rest.split(" ") for form in group.split("/") if form]
    for _, listed in _bases():
        for base in sorted(listed):
            for form in irregular.get(base) or [form for group in regular(base) for form in group]:
                forms[form] = base
    bases = frozenset[str]().union(*(listed for _, listed in _bases()))
    forms.update((base, base) for base in bases - lexicon.words("grammar", "past_first"))
    for word, base in (("is", "be"), ("are", "be"), ("was", "be"), ("were", "be"), ("been", "be"), ("being", "be")):
        forms[word] = base
    forms |= {"has": "have", "had": "have", "having": "have", "does": "do", "did": "do", "done": "do"}
    return forms


def only_past(low: str) -> bool:
    """Whether a form is a past tense and no participle ("came", "rose")."""
    return _table().get(low) == "W"


def lemma(low: str) -> str:
    """The base form of a verb's form, or the word itself."""
    return verb_forms().get(low, low)


def tag(lexemes: list[text.Lexeme], words: list[str], lows: list[str]) -> str:
    """The tags of a sentence's tokens, one letter each."""
    table = _table()
    tags: list[str] = []
    previous = "."
    for i, form in enumerate(lexemes):
        if not form.tagged:
            form.settled, form.listed, form.tagged = _settled().get(form.word), table.get(form.low), True
        found = form.settled
        if found is not None and (previous != "M" or found != "N"):
            tags.append(found)
            previous = found
            continue
        word, low = form.word, form.low
        found = form.listed
        first = word[0]
        if found is None:
            if first.isdigit():
                found = "C"
                if previous == "P" and words[i - 1] in currency_marks():
                    tags[-1] = "U"
            elif "-" in low and low.split("-", 1)[0] in TENS and low.split("-", 1)[1] in _NUMBER_WORDS:
                found = "C"
            elif first.isupper():
                opens = not i or previous in '."'
                adverb = opens and low.endswith(("ly", "wide")) and len(low) > 5
                found = "U" if word[-1] == "$" else "R" if adverb else "P"
                if opens and len(low) > 6 and low.endswith(ABSTRACT) and lows[i + 1 : i + 2] == words[i + 1 : i + 2]:
                    found = "N"  # "Vacancy was 3.8%"
            elif word[1:2] in ("'", "’") and word[2:3].isupper():
                found = "P"  # "d'Or", "l'Oréal"
            elif low.endswith("ly"):
                found = "R"
            elif low.endswith("ed") and len(low) > 4 and "-" not in low:
                found = "w"
            elif low.endswith("ing") and len(low) > 5:
                found = "g"
            elif "-" in word:
                made = low.endswith(("ed", "ing", "wide", "based", "free", "scale", "class", "fold", "long"))
                found = "A" if made else "N"
            elif previous == "M" and low[-1] != "s":
                found = "V" if first.isalpha() else "Z"  # "they can gin 600,000 tons"
            else:
                found = "N" if first.isalpha() else "Z"
        elif (previous == "M" or low in _BY_CONTEXT) and (other := _by_context(found, i, previous, words, lows, table)):
            found = other
        elif found == "O" and word in ("US", "IT"):
            found = "P"
        elif (
            low == "i"
            and previous == "P"
            and table.get(lows[i + 1] if i + 1 < len(lows) else ".", "N") not in "VvBHMFwW"
        ):
            found = "P"  # "Olkaria I"
        elif (
            first.isupper()
            and i
            and previous not in '.":'
            and found in "vwgzVWGXNARQI"
            and not (i == 1 and previous == "-")
        ):
            # A capital inside a sentence makes a name of any open-class word ("Future Growth Project").
            found = "P" if len(word) > 1 else found
        if found in _DECIDED_BY_NEIGHBOURS:
            before = previous
            if previous == "R" and found == "w" and i > 1 and (tags[-2] in "DEI" or lows[i - 1] == "newly"):
                before = "D"  # "its fully automated warehouse"
            if previous == "R" and i > 1 and found == "v":  # "Bombas now sells": the adverb says nothing
                before = next((t for t in reversed(tags) if t != "R"), "R")
                if before in "NPO" and table.get(lows[i + 1] if i + 1 < len(lows) else ".") not in ("B", "H", "M"):
                    before = "O" if before == "O" or low[-1] == "s" else previous
                elif before not in "MT":  # "will also buy", "to further cut"
                    before = previous
            found = decided(found, low, before, lows[i + 1] if i + 1 < len(lows) else ".", table, words, i)
        elif found == "N" and low[-3:] == "ing" and 0 < i < len(words) - 1 and previous in "BGIWVXST,R":
            # "are building it", "for building a road", ", meeting some 30% of it": the verb, not the noun
            after = table.get(lows[i + 1], "P" if words[i + 1][0].isupper() else "C" if words[i + 1].isdigit() else "N")
            verbal = "DOPCNAvUI" if previous in "BR" else "CQUD" if previous == "," else "D"
            been = lows[i - 1] == "been" and after not in "NP"  # "has been building since last year"
            found = "G" if after in verbal or been or (low == "accounting" and after == "I") else found
        elif found == "N" and low == "building" and previous == "J" and "G" in tags and lows[i + 1 : i + 2] == ["a"]:
            found = "G"  # "is sinking a shaft and building a mill"
        elif low == "accounting" and previous in "NP,)" and lows[i + 1 : i + 2] == ["for"]:
            found = "G"
        tags.append(found)
        previous = found
    return "".join(tags)


def _by_context(
    found: str, i: int, previous: str, words: list[str], lows: list[str], table: dict[str, str]
) -> str | None:
    """The tag of a few words that their neighbours decide, and of what stands behind a modal; None for no change."""
    low, word, ahead = lows[i], words[i], lows[i + 1] if i + 1 < len(lows) else "."
    first = word[0]
    if low in ("before", "after"):
        return "I" if not DEDUCTED.isdisjoint(lows[i + 1 : i + 3]) and previous in "NP" else None
    if low == "once" and i + 1 < len(words):
        return "S" if table.get(lows[i + 1], "N") in "DO" else "R"
    if low in SIDES:
        far = lows[i - 1].endswith(("km", "kilometres", "kilometers", "miles", "metres", "meters"))
        return "R" if previous == "N" and lows[i + 1 : i + 2] == ["of"] and not far else None  # "a port east of Bor"
    if low == "following":
        behind = table.get(lows[i + 1]) if i + 1 < len(words) else None
        return "I" if previous != "D" and behind in ("D", "U") else None  # "reopened last year following a refit"
    if low == "said":
        return "W" if previous != "D" else None
    if (low == "which" and (previous in ",NP)I" or not i)) or (
        low == "as" and (previous == "," or moving(lows, i)) and i + 1 < len(words) and lows[i + 1] not in AS_PHRASES
    ):
        return "S"
    if low == "equal" or (low == "only" and previous == "E") or (low == "next" and (previous in "DE" or ahead in NEXT)):
        return "A"
    if low == "that" and (previous in "VWXNPOG" or (i + 1 < len(words) and table.get(lows[i + 1]) == "D")):
        return "S"
    if low == "since" and i + 1 < len(words):
        return "I" if lows[i + 1].isdigit() else "R" if previous == "H" else None  # "has since built 61 ferries"
    if (
        low == "may"
        and word == "May"
        and (i > 1 or previous == "I" or (i + 1 < len(words) and words[i + 1][0].isdigit()))
    ):
        return "P"  # a modal has no capital but at the head of a sentence
    bare = first.islower() and low[-1] != "s" and "-" not in low
    if previous == "M" and found == "N" and (bare or verb_forms().get(low) == low):
        return "V"  # "will need 200 workers"
    if low in ("lower", "own") and (
        previous == "M" or table.get(ahead) == "D" or (previous == "T" and ahead in _LEADING)
    ):
        return "V"  # "should lower the cost of coverage", "to own up to 49% of a bank"
    if low == "present" and i and lows[i - 1] == "at":
        return "Z"  # "At present Bor processes a quarter of it"
    if low == "supply" and previous == "T" and i > 1 and (lows[i - 2][-2:] == "ed" or lows[i - 2] in ABLE):
        return "V"  # "is expected to supply a third of it"
    if low == "do" and previous == "P" and i + 1 < len(words) and words[i + 1][0].isupper():
        return "P"  # "Mato Grosso do Sul"
    if low == "added" and i and lows[i - 1] == "value":
        return "N"  # "value added per worker"
    if low == "total" and previous in "ED" and table.get(ahead) in ("I", "T", "B"):
        return "N"  # "the group's total from 12 to 15 million tonnes"
    if low == "can":  # "an aluminium can plant"
        if word == "Can" and previous == "P":
            return "P"  # "Buckeye Can Corp."
        return "N" if lows[i - 1] in ("a", "the", "its") or (ahead in _CANS and lows[i - 1] in _CANNED) else None
    if low == "yet":
        return "R" if previous == "L" else None  # "has not yet opened"
    if low == "instead":
        return None if ahead == "of" else "R"  # "will instead put $95 million into …"
    if low == "ground" and previous in "NPO" and (lows[i + 1 : i + 3] == ["to", "a"] or ahead[0].isdigit()):
        return "W"  # "ground to a halt", "ground 41,000 tonnes of beans"
    if found in "VX" and previous in "DAE":
        return "N" if found == "V" and low != "complete" else "A"  # "a complete overhaul", "the sown area"
    if low == "so" and previous == "V" and lows[i - 1] == "do":
        return "R"
    if low == "do" and previous in "MTR" and ahead == "so":
        return "V"  # "three more should do so by Christmas"
    noun = (low == "won" and previous == "C") or (low == "mine" and previous in "DANPQE")
    return "N" if noun else None
