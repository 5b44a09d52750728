"""Whether a word that may be a noun or a verb is the verb of a relative clause."""

from __future__ import annotations

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
