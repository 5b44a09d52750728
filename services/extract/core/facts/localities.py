"""Towns and districts that no list has, told by where an article puts them: "a foundry in Hosur", "works at Kef".

A name that only ever stands behind such a preposition, or before the noun for a facility ("the Hosur unit"), is where
something stands, and nobody who acts.
"""

from __future__ import annotations

import re

from services.extract.core.clause import phrase_at
from services.extract.core.mentions.person import company_words
from services.extract.core.mentions.place import countries
from services.extract.core.mentions.trigger import classes
from services.extract.core.model import Document, Name
from services.extract.core.sentences import Sentence

_DATELINE_END = re.compile(r" ?[,(][^\n]{0,60}?(?:--|[–—]|/ ?-| - )| (?:--|[–—-]) ")
_WHERE = frozenset("in near outside around".split())
# What one has in a company, and does to it: "a stake in Norvik", "invested in Norvik".
_HELD = frozenset(
    "stake stakes share shares interest interests investment investments invest invests invested investing hold holds "
    "holding holdings trust confidence position positions majority minority bought acquired part role".split()
)


def dateline_town(text: str, name: Name) -> bool:
    """Whether a name that begins a line is the town of a dateline that no list has: "FORT WAYNE, Ind., Oct. 13 --"."""
    opens = name.start == 0 or text[name.start - 1] == "\n"
    return opens and name.text.isupper() and _DATELINE_END.match(text, name.end) is not None


def enclosed(s: Sentence, name: Name) -> bool:
    """Whether a name stands in brackets or slashes, as the agency of a dateline does: "(Steppe News) —"."""
    if name.first > 0 and s.lows[name.first - 1] == "told":
        return True
    return name.first > 0 and s.words[name.first - 1] + "".join(s.words[name.last : name.last + 1]) in ("()", "//")


def agency(s: Sentence, name: Name) -> bool:
    """Whether a name is the agency of a dateline: "Vadodara, Jan 21 (Deccan Service): …"."""
    return enclosed(s, name) and s.words[name.last + 1 : name.last + 2] in ([":"], ["-"], ["–"], ["—"])


def localities(doc: Document) -> frozenset[str]:
    """The folded names that only say where something is."""
    found: frozenset[str] | None = doc.memo.get("localities")
    if found is None:
        where: set[str] = set()
        certain: set[str] = set()
        other: set[str] = set()
        for s, names in zip(doc.sentences, doc.names, strict=False):
            for name in names:
                if name.kind != "organisation":
                    continue
                if (name.last - name.first < 3 and _locates(s, name)) or _of_country(s, name):
                    where.add(name.text.lower())
                elif _attributive(s, name):
                    owned = name.first > 0 and (
                        s.tags[name.first - 1] == "E" or s.lows[name.first - 1] in ("its", "their")
                    )
                    if owned and name.last - name.first < 3:
                        certain.add(name.text.lower())  # "Norvik's Kef factory"
                else:
                    other.add(name.text.lower())
        found = doc.memo["localities"] = frozenset((where - other) | certain)
    return found


def _locates(s: Sentence, name: Name) -> bool:
    i = name.first - 1
    if i < 1 or s.tags[i] != "I" or not company_words().isdisjoint(s.lows[name.first : name.last]):
        return False
    if s.tags[name.last : name.last + 1] == "E":
        return False  # "in Norvik's favour"
    if s.lows[i] in _WHERE:
        return s.lows[i - 1] not in _HELD
    before = phrase_at(s, i - 1) if s.lows[i] == "at" else None
    return before is not None and "place" in classes(s.lows[before.head])


def _of_country(s: Sentence, name: Name) -> bool:
    """Whether its country stands behind a name: "Santa Maria da Feira, Portugal, 3 October"."""
    i = name.last + 1
    if s.tags[i - 1 : i] != "," or i >= len(s.lows) or s.lows[i] not in countries():
        return False
    return s.tags[i + 1 : i + 2] in (",", ":", "-", "") and company_words().isdisjoint(s.lows[name.first : name.last])


def _attributive(s: Sentence, name: Name) -> bool:
    """Whether a name stands before the noun for a facility: "the Hosur unit"."""
    p = phrase_at(s, name.last - 1)
    return p is not None and p.head >= name.last and "place" in classes(s.lows[p.head])
