"""Words of several tags decided by their neighbours: noun or verb ("plan", "rise"), -ed, -ing, "set" and its kind.

The tags are those of tags.py; its table marks such words with a small letter.
"""

from __future__ import annotations

from services.extract.core.relative import ANSWERS, answering, behind_number, caused, roughly, told, verb_after
from services.extract.core.tag_participles import PARTICLES, of_ed, of_ing

# Words that the tagger asks for itself.
SIDES = frozenset("north south east west northeast northwest southeast southwest".split())
AS_PHRASES = frozenset("well of part a an many much compared expected per did does do has have was were is are".split())
ABLE = frozenset("able set due ready is are was were will begin start began continue help want".split())
NEXT = frozenset("year month week quarter summer spring autumn fall winter season decade weekend day".split())
TENS = frozenset("twenty thirty forty fifty sixty seventy eighty ninety".split())
ABSTRACT = ("ancy", "ency", "ship", "ness")
# What results are stated before or after: "profit before tax", "earnings per share after dilution".
DEDUCTED = frozenset(
    "tax taxes taxation interest depreciation amortisation amortization dilution minorities minority provisions "
    "provisioning impairment impairments exceptional exceptionals extraordinary deductions capex leases "
    "investments restructuring".split()
)
_TO_INFINITIVE = frozenset("plan plans hope hopes aim aims need needs intend intends amounts".split())
_MAKERS = frozenset(
    "maker miner producer retailer refiner smelter brewer carmaker automaker steelmaker chipmaker drugmaker papermaker "
    "builder shipbuilder developer lender insurer operator manufacturer distiller airline carrier".split()
)
_OF_FIRMS = frozenset("shares results reports profits exports sales orders plans costs prices ships trains".split())
_TIMED = frozenset(("last", "this", "earlier", "early", "late"))
_PEOPLE = frozenset("people men women children police staff workers employees residents officials".split())
_MOSTLY_VERBS = frozenset(
    "runs stands covers spans ranges houses hosts totals numbers employs lies draws goes makes takes gives stays wants "
    "serves turns controls brings keeps gets opens closes reopens starts buys holds sells builds "
    "saves".split()
)
_MULTIPLIES = frozenset("doubles triples quadruples quintuples halves trebles".split())
_MOVES = frozenset("rises falls drops climbs jumps slips dips gains".split())
_NO_INFINITIVE = frozenset("according thanks owing compared relative prior addition response contrast".split())
_SPEAKERS = frozenset(
    """bank ministry government company group fund agency institute office association union committee commission firm
    council bureau department authority chamber federation operator regulator treasury board""".split()
)
_SET_FOR = frozenset("forecast target budget plan estimate".split())  # "its sales forecast for the year"
_WORKED = frozenset("construction building repair road public engineering survey".split())
_SHOWING = frozenset("data figures statistics numbers results records documents".split())
_HOLDS = frozenset("hold house store employ".split())  # "silos on the site hold 5,000 tonnes"
_LIFTS = frozenset("lift raise boost cut increase reduce double push".split())
_FUTURE = frozenset("will would could can may should must shall to".split())
_PRICED = frozenset("costs rents wages fees fares services loans deposits orders exports imports".split())
_KEEPING = frozenset("hold produce employ provide generate sell buy make".split())
_PLURAL_PARTS = frozenset("savings sales works goods sports earnings operations customs systems arms parts".split())
_PROGRAMMES = frozenset(
    "programme program plan plans campaign drive force target forecast market contract push".split()
)
_HANDLED = frozenset(
    "ship export process store hold house employ supply sell handle treat save raise lift boost invest spend hire "
    "train build make buy draw pump load carry".split()
)
_COVERING = frozenset("cover hold employ produce supply store house export serve".split())
_MARKETS = frozenset("sells deals trades operates".split())
_THROUGH = frozenset("through to in from at under across via".split())
_PORTIONS = frozenset("half third two-thirds quarter most one two three four five six seven eight nine ten".split())
_TITLED = frozenset("ministers partners heads chairs fellows pilots judges coaches".split())
_NAMED_TIMES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december".split()
)
_PLANTERS = ("ers", "ors", "ants", "ists", "people", "families", "households", "villages", "firms", "companies")
_WHICH = frozenset("this that last next each every".split())
_RATES = frozenset("year month week day quarter".split())
_REPORTS = frozenset("reports notes claims forecasts estimates states reads projects".split())


def decided(kind: str, low: str, previous: str, following: str, table: dict[str, str], words: list[str], i: int) -> str:
    """The tag of a word whose table entry is v, w, g or z (`kind`)."""
    after = table.get(following) if words[i + 1 : i + 2] != ["May"] else "P"
    if after is None:
        named = "P" if words[i + 1][0].isupper() else "N"
        coded = len(following) == 3 and words[i + 1].isupper() and words[i + 2 : i + 3] and words[i + 2][0].isdigit()
        after = "C" if following[0].isdigit() else "U" if following[-1] == "$" or coded else named  # "costs USD 32"
    if kind == "z":
        if previous in "TMF":
            return "V"
        if previous == "R" and words[i - 2 : i - 1] and words[i - 2] in ("is", "are", "was", "were", "been"):
            return "W"  # "is now put at $240 million"
        if previous in "DE" and after == "v" and following[-1] == "s":
            return "N"  # "Tata's bid values the chain at …"
        if previous in "DAQCE":
            return "N" if after in "I.,VBMHJwW" or following in ("of", "for") else "A" if after in "NP" else "V"
        if previous in "BH" or following in PARTICLES or after in "DCUOPQ":
            return "W"
        if previous in "NP":
            if i == 1 and after in "BH":
                return "N"  # "Capital cost is put at …"
            return "N" if words[i - 1][0].islower() and after in "VBMHJ.,I" and low != "shut" else "W"
        return "V" if previous in "OSRL" else "N" if previous == "I" else "W"
    if kind == "v":
        if (low == "services" and previous in "J,AN") or (low == "works" and words[i - 1].lower() in _WORKED):
            return "N"  # "and services 11.6 percent", "construction works"
        if low == "plant" and previous == "N" and not words[i - 1].endswith(_PLANTERS):
            return "N"  # "its steel pipes plant in Bor"
        if low == "points" and words[i - 1] in ("percentage", "basis"):
            return "N"
        if previous == "J" and following in _WHICH and words[i + 2 : i + 3] and words[i + 2] in _RATES:
            return "N"  # "shipped 560 million bottles and jars that year"
        if low == "forecast" and previous in "BH":
            return "W"  # "exports are forecast at 5 million"
        if low == "run" and (previous == "H" or (previous == "B" and following in ("by", "from", "jointly"))):
            return "X"  # "has run at 35 percent", "is run by its staff"
        if previous == "T" and (low in ("date", "group") or (i > 1 and words[i - 2].lower() in _NO_INFINITIVE)):
            return "N"  # "to date", "according to market sources"
        if previous == "T" and low[-1] == "s" and low[-2] not in "suia":
            return "N"  # "added $11 million to costs": no infinitive ends so
        if low == "calls" and following == "for" and previous in "CNP":
            return "V"  # "The plan for 2026 calls for 18 wells"
        if (
            previous in ",)"
            and low.endswith("s")
            and not (low in _PRICED and after == "C" and words[i + 2 : i + 4] in (["%", "."], ["percent", "."]))
            and (
                after in "DCUO"
                or (after in "vN" and following.endswith("s"))
                or low in _MOSTLY_VERBS
                or following == "away"
            )
        ):
            return "V"  # "The port, with three cranes, covers 129 hectares"
        if previous in "TMOLF" or (previous == "S" and verb_after(words, i, low, following, after, table)):
            return "V"
        if (
            previous == "J"
            and low in _LIFTS
            and (after == "D" or (words[i + 1 : i + 2] and words[i + 1][0].isupper()))
            and _FUTURE & set(words[:i])
        ):
            return "V"  # "will turn out 5,000 tonnes and lift Vaigai's capacity"
        if previous == "J" and following in PARTICLES and low[-1] != "s" and _FUTURE & set(words[max(0, i - 9) : i]):
            return "V"  # "will break ground in March and start up in 2029"
        if (
            previous == ","
            and following in ("and", "or")
            and table.get(words[i - 2]) in ("V", "v")
            and _FUTURE & set(words[max(0, i - 5) : i - 2])
        ):
            return "V"  # "will finance, build and operate the road"
        if previous == "J" and low in ("imports", "exports") and words[i + 2 : i + 4] in (["%", "to"], ["%", "by"]):
            return "N"  # "shrank 5.2% to 1.62 million tonnes and exports 12.8% to 1.21 million"
        if previous == "J" and low in ("imports", "exports") and after in "CU" and words[i - 2][-1:] != "s":
            return "N"  # "…, and imports €13.2 billion"
        rated = low in _PRICED and after in "CU" and words[i + 2 : i + 3] in (["%"], ["percent"], ["per"])
        if rated and (
            "," in words[max(0, i - 4) : i] or (previous == "J" and words[i - 2] in ("%", "percent", "cent"))
        ):
            return "N"  # "food prices rose 3.4%, transport costs 5.1% and rents 2.2%"
        if previous == "J" and following == "the" and words[i + 2 : i + 3] in (["remaining"], ["rest"], ["balance"]):
            return "N"  # "wheat 22% and pulses the remaining 12%"
        if previous == "J" and (after == "D" or (low.endswith("s") and (after in "CUO" or following == "up"))):
            if following == "up" and i + 2 < len(words) and words[i + 2][0].isdigit():
                return "N"  # "with food down 4% and services up 1.2%"
            return "V"  # "lends them money and pays a part of the price"
        if low in ANSWERS and previous in "UNC" and answering(words, i, after):
            return "V"  # "Only 23% sell online", "one in six plans to hire", "half of our members fear losses"
        if previous == "," and low in _COVERING and after in "CU" and "," in words[max(0, i - 9) : i - 1]:
            return "V"  # "Order books, according to the survey, cover 3.4 months"
        single = previous == "," or (previous in "NP" and words[i - 1][-1] != "s")
        moves = low in _MOVES and following in ("to", "by") and single
        if moves and i + 2 < len(words) and not words[i + 2][0].islower():
            return "V"  # "The toll falls to HK$40"
        if i == 1 and previous in ":Z" and after == "D":
            return "V"  # "• open a plant in Ames"
        if previous == "P" and low[-1] == "s" and low[-2] != "s" and i < 6 and _heads(words, i, table):
            return "V"  # "Norvik idles Orsa smelter", "Acme snaps up Beta"
        if previous == "J" and low in _HANDLED and after in "CU" and _FUTURE & set(words[max(0, i - 12) : i]):
            return "V"  # "to add a line and ship 15% of our production"
        if previous == "J" and low in _MARKETS and following in _THROUGH:
            return "V"  # "runs four plants and sells through dealers"
        if words[i - 1] in ("later", "then") and words[i - 2 : i - 1] == ["and"] and after in "DCUOI":
            return "V"  # "will start with 50,000 and later keep up to 100,000"
        if previous == "," and low == "cost" and after in "CU" and "which" in words[max(0, i - 14) : i]:
            return "V"  # "Goods from abroad, which weigh 34 percent in the basket, cost 16% more"
        if low == "wants" and following == "to":
            return "V"  # "Zambia as a whole wants to mine a million tonnes"
        if low in _MULTIPLIES and words[i - 1] == "than":
            return "V"  # "more than triples the capacity"
        if low[-1] == "s" and following == "a" and previous in "NC" and words[i + 2 : i + 3] and words[i + 2] in _RATES:
            return "N"  # "from 12,000 to 24,000 buffer tanks a year"
        if low == "market" and previous == "T" and after in ".,":
            return "N"  # "have a new path to market, with"
        if low in _MOSTLY_VERBS and previous == "J" and (following in PARTICLES or following in ("at", "for")):
            return "V"  # "has been running since May and turns out 3 million chips"
        if low in _MOSTLY_VERBS and previous in "WXJ" and after not in "IVBMH.,":
            return "V"  # "The line to be moved makes cells"
        if low in _MOSTLY_VERBS and previous == "C" and len(words[i - 1]) == 4 and words[i - 1].isdigit():
            return "V"  # "Guidance for 2024 stays between …"
        if previous == "C" and behind_number(words, i, low, following, after):
            return "V"  # "six stand idle", "The hall that cost $3 million seats 900"
        if previous in "DAQCEI":
            return "N"
        if low in ("account", "accounts") and following == "for" and _numeric(words[i + 2 : i + 6]):
            return "V"  # "Solar power accounts for 18% of …", "brought in 4 billion and accounts for 8% of GDP"
        if following == "for" and low in ("aims", "hopes") and previous in "NP" and words[i - 1][-1] != "s":
            return "V"  # "The lender aims for a return of 14%"
        if following == "to" and low in _TO_INFINITIVE and previous not in '."':
            return "N" if previous in "VW" else "V"  # "announced plans to invest"
        if previous in "NP":
            if low == "amount" and following == "to":
                return "V"  # "Reserves at the pit amount to 3 million tonnes"
            if low == "make" and following == "up":
                return "V"  # "Women make up half of the staff"
            if low == "plans" and previous == "P" and after in "NA" and not _verb_in(words[i + 2 : i + 10], table):
                return "V"  # "Stora Mining plans capital spending of …"
            if low == "numbers" and (after in "WwBHM" or following in ("at", "in", "of", "for", "on")):
                return "N"  # "Passenger numbers rose", "Visitor numbers in Rome"
            if low == "keep" and after == "D":
                return "V"  # "The 410 employees of Wartbus keep their jobs"
            if low in ("issue", "issues") and words[i - 1] in ("rights", "bonus", "share", "bonds"):
                return "N"  # "a rights issue in May"
            if told(words, i, low, following, after) or (after in "CUIDONAv" and caused(words, i, low, after)):
                return "V"  # "Analysts think exports fell", "helped the port handle 3 million tons"
        verbal = low in _MOSTLY_VERBS or (words[i - 1] in _PEOPLE and following != "of")
        if (
            previous in "NP"
            and verbal
            and (after not in "BHM" or previous == "P")
            and words[i - 1].lower() != "housing"
        ):
            return "V"
        if previous in "NP":  # "exports cost $5m": a verb where an object, a number or a particle follows
            if words[i - 1] in _MAKERS and low[-1] == "s" and after in "DNAPC" and low not in _OF_FIRMS:
                return "V"  # "Portuguese bottle maker idles furnace"
            if low in _REPORTS and (previous == "P" or after in ',"' or words[i - 1].lower() in _SPEAKERS):
                return "V"  # "The bank forecasts growth"
            if low.endswith("s"):
                if previous == "P" and after in "vN" and following.endswith("s"):
                    return "V"  # "Motavia ships pumps"
                if previous == "P" and following == "and" and i + 2 < len(words):
                    twin = words[i + 2]  # "Motavia designs and makes pumps"
                    return "V" if twin[-1] == "s" and table.get(twin) in ("v", "V") else "N"
                if following in ("which", "who", "whose", "whom"):
                    return "N"  # "prices which have slumped"
                return (
                    "V" if after in "DCUORQ" or following in ("over", "faster", "slower") or roughly(words, i) else "N"
                )
            if (
                (low == "produce" and after in "CUD")
                or (low in _HOLDS and after in "CU")
                or (low == "show" and words[i - 1] in _SHOWING)
            ):
                return "V"
            plural = words[i - 1].endswith("s") and not words[i - 1].endswith(("ss", "us", "gas", "sis", "lis"))
            if words[i - 1] in _PLURAL_PARTS and low in _PROGRAMMES:
                return "N"  # "launched our savings programme in February"
            if low in _SET_FOR and following in ("for", "of"):
                return "N"
            if plural and low in _KEEPING and after == "N" and words[i - 1] not in _PLURAL_PARTS:
                return "V"  # "Nine companies hold resident status"
            if plural and _in_compound(words, i, table):
                return "N"  # "a peptide and injectables block at …"
            return "V" if plural and after in "DCUOTRIA" and following != "of" else "N"
        if previous == "R":
            if low in ("account", "accounts") and following == "for":
                return "V"  # "carriers now account for 62 percent"
            standing = low in _MOSTLY_VERBS and words[i - 2 : i - 1] in (["and"], [","])  # "tripled and now stands at"
            return "V" if after in "DCUOTPQ" or following in PARTICLES or standing else "N"
        return "N"
    if kind == "w":
        if i == 0 and following in _TIMED:
            return "W"  # "Expanded last year, it is …"
        return of_ed(low, previous, following, after, words, i)
    return of_ing(previous, following, after, table, words, i)


def _in_compound(words: list[str], i: int, table: dict[str, str]) -> bool:
    """Whether an indefinite article stands shortly before with nothing but nouns between: its head is still to come."""
    for k in range(i - 1, max(-1, i - 5), -1):
        if words[k] in ("a", "an"):
            return True
        if table.get(words[k], "N") not in "NAJv" or not words[k][0].isalpha():
            return False
    return False


def _heads(words: list[str], i: int, table: dict[str, str]) -> bool:
    """Whether a form in -s stands between a name that opens the sentence and its object, as headlines have it."""
    if not all(word[0].isupper() for word in words[:i]) or i + 2 >= len(words) or words[i] in _TITLED:
        return False
    k = i + 2 if words[i + 1] in ("up", "out", "off", "over") else i + 1
    if words[k][0].isupper():
        return words[k].lower() not in _NAMED_TIMES
    return (k > i + 1 or words[k] in ("ground", "keel")) and table.get(words[k], "N") in "NDAv"


def _verb_in(words: list[str], table: dict[str, str]) -> bool:
    return any(table.get(word, "N") in "BHMWw" for word in words)


def _numeric(words: list[str]) -> bool:
    """Whether one of a few words is a number or a part."""
    return any(word[0].isdigit() or word in _PORTIONS for word in words)
