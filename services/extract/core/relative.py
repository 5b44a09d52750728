"""Whether a word that may be noun or verb is the verb of a relative clause, or of those who were asked; whether "as"
opens a clause; whether a sum follows."""

from __future__ import annotations

# What a part of those asked may say of itself, in words that are nouns as well.
ANSWERS = frozenset(
    "plan plans report reports sell sells use uses need needs want wants work works live lives buy buys hope hopes "
    "support supports rate rates name names fear fears cite face rent own shop travel trust vote favour favor claim "
    "claims drive walk study cook heat blame doubt hold run lack watch view train hire".split()
)
_SOME = frozenset("only some another nearly about around almost just over and but while a further other as".split())
_PARTS = frozenset("% percent cent half third thirds two-thirds quarter quarters most fifth tenth".split())
_COUNTED = frozenset("two three four five six seven eight nine ten eleven twelve twenty".split())
_MOVED = frozenset(
    "rose fell grew dropped declined increased decreased climbed slipped recovered rebounded widened narrowed surged "
    "soared plunged slumped jumped eased improved worsened slowed weakened strengthened shrank dwindled".split()
)
_CAUSING = frozenset("let lets letting help helps helped helping make makes made making".split())
_SEEING = frozenset("saw see sees seen seeing help helped watched let".split())
_CLIMBING = frozenset("climb rise fall drop jump slip slump surge plunge dip gain soar double shrink grow".split())
_LIFTS = frozenset("lift raise boost cut increase reduce double triple treble quadruple halve expand".split())
_ASKED = frozenset(
    "analysts economists experts officials traders brokers farmers managers executives forecasters investors lenders "
    "shareholders ministers dealers researchers scientists critics growers exporters producers retailers bankers "
    "prosecutors engineers organisers organizers residents unions".split()
)
_UNUSED = frozenset("idle empty vacant unused unfinished ready open".split())
_SIGNS = frozenset(("$", "€", "£", "¥", "₹", "US$"))
_TELLING = frozenset("estimate forecast project report fear hope claim doubt blame state note bet reckon guess".split())
_COMPARING = frozenset("much many well far long soon such same just little few known so".split())
_GOING = frozenset("goes comes leaves stays lies".split())


def verb_after(words: list[str], i: int, low: str, following: str, after: str, table: dict[str, str]) -> bool:
    """Whether a word after "which", "who", "that" is the verb of a relative clause: "orders, which make up a third",
    "households that use gas", but "in which exports fell", "said that demand for coal"."""
    if after in "VWBMH" or following == "of" or i < 2:
        return False
    marker = words[i - 1]
    if low in _GOING and after in "IT" and marker in ("which", "that"):
        return True  # "90 per cent of which goes to Peru", "every kilo that leaves through our port"
    if marker in ("which", "who"):
        return table.get(words[i - 2].lower()) != "I"
    return marker == "that" and words[i - 2][-1] == "s" and words[i - 2][0].islower() and low[-1] != "s"


def answering(words: list[str], i: int, after: str) -> bool:
    """Whether a part of those who were asked stands before a verb and what it governs: "Another 14 percent plan to …",
    "Only 23% sell online", "one in six plans to hire"."""
    k = i - 1 if words[i - 1] in ("%", "percent") else i - 2 if words[i - 1] == "cent" else 0
    if k < 1 and words[i - 1][-1] == "s" and words[i][-1] != "s" and after in "NDAGCU":
        near = words[max(0, i - 5) : i]  # "two thirds of our members name energy prices"
        return "of" in near and not _PARTS.isdisjoint(words[max(0, i - 7) : i - 1])
    if k < 1:
        return i > 2 and words[i - 2] == "in" and words[i - 1].lower() in _COUNTED and after in "TDNCA"
    before = words[k - 2].lower() if k > 1 else "."
    return words[i][-1] != "s" and after in "DCUORTIAQN" and (before in _SOME or not before[0].isalpha())


def told(words: list[str], i: int, low: str, following: str, after: str) -> bool:
    """Whether a word is what those who are asked do: "Analysts | think exports fell", "Experts | estimate losses"."""
    if low == "think":
        return following[:4] != "tank"
    return low in _TELLING and words[i - 1].lower() in _ASKED and after not in "BHM" and following not in ("of", "for")


def caused(words: list[str], i: int, low: str, after: str) -> bool:
    """Whether the object of "let", "help", "make" or "see" does what a word says: "helped the port | handle 3 million
    tons", "let firms | store grain", "saw revenue | climb 12%"."""
    near = words[max(0, i - 5) : i]
    if low in _CLIMBING and after in "CUI" and not _SEEING.isdisjoint(near):
        return True
    if low[-1] == "s" or "," in near or _CAUSING.isdisjoint(near):
        return False
    return after in "CUDO" or (after in "NAv" and (low in _LIFTS or (near[-1][-1] == "s" and "made" not in near)))


def behind_number(words: list[str], i: int, low: str, following: str, after: str) -> bool:
    """Whether a word behind a number is a verb: "six | stand idle", "of whom 5.9 million | use mobile data", "The hall
    that cost $3 million | seats 900"."""
    if low[-1] == "s":
        return after in "DCU" and not _SIGNS.isdisjoint(words[max(0, i - 4) : i])
    return (low in ("stand", "lie", "sit") and following in _UNUSED) or "whom" in words[max(0, i - 4) : i]


def moving(lows: list[str], i: int) -> bool:
    """Whether "as" at token i opens a clause: a noun or two, then what moves ("as passenger numbers rose")."""
    return not _MOVED.isdisjoint(lows[i + 2 : i + 5]) and lows[i - 1] not in _COMPARING


def roughly(words: list[str], i: int) -> bool:
    """Whether a number that is about right follows: "costs | about $90,000", but "the bypass | around Osh"; of "costs"
    also from how much on, or whom ("a ticket costs from 9 manats", "a litre costs drivers 1.20 euros")."""
    after = words[i + 1 : i + 3]
    if len(after) < 2 or after[1][0].isalpha():
        return len(after) == 2 and words[i] == "costs" and after[0] in ("about", "around") and after[1] in ("Rs", "Rp")
    return after[0] in ("about", "around") or (words[i] == "costs" and (after[0] == "from" or after[0][-1] == "s"))
