"""Forms in -ed and -ing: what they are beside their neighbours, and how they are built.

The tags are those of tags.py; `after` is the tag of the word that follows.
"""

from __future__ import annotations

from functools import cache

PARTICLES = frozenset("up down off out aside back in into forth through".split())
_ADJECTIVAL = frozenset("adjusted consolidated combined".split())
_FIXED = frozenset("costs assets capital income line lines rate rates prices".split())
_ACTED = frozenset(
    "generated earned posted employed booked opened launched acquired hired paid reported doubled halved "
    "mothballed sold bought signed modernised commissioned inaugurated shuttered idled halted reopened".split()
)
_TELLS = frozenset("said told asked added noted".split())
_BOOKED = frozenset("profit profits income loss losses expenses expense costs margin margins result results".split())
_TAKES = frozenset("accounts makes brings takes provides employs uses costs generates contributes remains".split())


def of_ed(low: str, previous: str, following: str, after: str, words: list[str], i: int) -> str:
    """The tag of a form in -ed: W for a verb, A for an adjective."""
    if previous == "D" and after in "UC" and words[i - 1].lower() in ("a", "an"):
        return "A"  # "worth a combined $1.9 billion"
    if low == "left" and previous == "C" and words[i + 1 : i + 2] and words[i + 1][0].isupper():
        return "W"  # "Cars worth £2.1 billion left Britain"
    if (low in _ADJECTIVAL and after in "NPAg") or (low == "fixed" and previous in ',."J' and following in _FIXED):
        return "A"  # ", adjusted EBITDA sank"
    if previous == "J" and low in _ACTED and after in "NA":
        return "W"  # "sold 31,000 tonnes of fats and generated revenue of …"
    opens = previous in '.":' or (i == 1 and previous == "-")  # also in a list: "- Inferred resources of …"
    noun = after in "NA" or (after == "v" and following[-1] == "s")
    titled = opens and noun and words[i][0].isupper() and following[0].isalpha()
    if titled and words[i + 1][0].islower() and low not in _TELLS:
        return "A"  # "Treated sewage already covers …", "• Consolidated net income of …"
    if previous == ":" and after == "N" and words[i + 2 : i + 3] and words[i + 2][0] in "+-−0123456789":
        return "A"  # "year on year: refined sugar +11.4%"
    if previous == "I" and after == "v" and following not in PARTICLES:
        return "A"  # "the volume of marketed milk"
    if previous == "A" and words[i - 1] in ("earlier", "later") and words[i - 2 : i - 1] in (["had"], ["has"]):
        return "W"  # "had earlier shelved plans"
    if (previous in "DACE" and after in "NPAvwgz") or (
        (i == 0 or previous == "V") and after in "NAv" and words[i + 1][0].islower()
    ):
        return "A"  # also "Consolidated net profit …" at the start
    if previous == "T" and after in "NPAv" and low.endswith("ed"):
        return "A"  # "in loans to affected parts suppliers"
    if previous in "IQ,J" and after in "NP" and previous != ",":
        return "A"
    return "W"


def of_ing(previous: str, following: str, after: str, table: dict[str, str], words: list[str], i: int) -> str:
    """The tag of a form in -ing: G for a verb, A or N for what is none."""
    if (following in _BOOKED and previous not in "T") or words[i][:4].lower() == "non-":
        return "A"  # "while trading expenses rose"
    if following == "of" and previous in '.DAJ"':
        return "N"
    if previous in "DACE":
        return "A" if after in "NPAvg" else "N"
    moved = after == "W" or (after == "w" and words[i + 2 : i + 3] in (["up"], ["to"], ["by"], ["down"], ["from"]))
    if previous in '."' and (following == "alone" or moved or after in "BHM" or (after == "v" and following in _TAKES)):
        return "N"  # "Wiring alone accounts for 34%"
    if previous == "I" and words[i - 1].lower() == "with" and after == "g":
        return "N"  # "with purchasing providing two-thirds of it"
    if previous in "NJW" and (
        after in "BHM" or (previous == "N" and after in "wW" and words[i + 2 : i + 3] in (["by"], ["to"], ["from"]))
    ):
        return "N"  # "while cargo handling rose by 22%", "transport and warehousing had …"
    if previous in "-:" and following[-1:] == "s" and after in "Nv" and words[i + 2 : i + 3] == [":"]:
        return "A"  # "- Filling stations: EUR 214 million"
    if i == 0 and following[-1:] == "s" and after in "Nv":
        k = (
            i
            + 2
            + (words[i + 2 : i + 3] != [] and table.get(words[i + 2], "R" if words[i + 2][-2:] == "ly" else "") == "R")
        )
        if k < len(words) and table.get(words[k], "") in tuple("BHMFWVwv"):
            return "A"  # "Welding robots currently do 30 percent of the work"
    return "G"


@cache
def regular(base: str) -> tuple[list[str], list[str], list[str], list[str]]:
    """Past, participle, form in -ing and third person of a regular verb."""
    if base.endswith("y") and base[-2:-1] not in "aeiou":
        past, third = base[:-1] + "ied", base[:-1] + "ies"
    else:
        past = base + ("d" if base.endswith("e") else "ed")
        third = base + ("es" if base.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")
    if base.endswith("ie"):
        gerund = base[:-2] + "ying"
    else:
        gerund = (base[:-1] if base.endswith("e") and not base.endswith(("ee", "oe", "ye")) else base) + "ing"
    return [past], [past], [gerund], [third]
