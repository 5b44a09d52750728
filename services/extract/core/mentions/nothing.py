"""Numbers that are no fact: dates, clock times, ages, scores, labels, model names, addresses, telephone numbers.

`nothing` names the rule that rejects a number without a unit of its own, or returns None.
"""

from __future__ import annotations

from services.extract.core.mentions import calendar as cal
from services.extract.core.mentions import count, unit
from services.extract.core.mentions.number import Number
from services.extract.core.sentences import Sentence

_OPENS = frozenset("([{\"'“‘«»„—–-‑−~+<>≈=/|•*,;&")
_CLOCK = frozenset(("am", "pm", "a.m.", "p.m.", "a.m", "p.m", "o'clock", "gmt", "utc", "hrs"))
_PERCENT = frozenset(("%", "percent", "cent", "pct"))
_WHEN = frozenset(("this", "last", "next"))
_DEGREES = frozenset(("minus", "plus"))


def nothing(s: Sentence, number: Number, *, spelled: bool) -> str | None:
    """Why the number at token `number.first` states nothing; `start` is where its own words begin."""
    lows, words, n = s.lows, s.words, len(s.lows)
    i, j = number.first, number.last
    previous = lows[i - 1] if i else ""
    following = lows[j] if j < n else ""
    if following and s.starts[j] == s.ends[j - 1]:
        found = _glued_behind(s, j, following)
        if found is not None:
            return found
    if i and s.ends[i - 1] == s.starts[i] and previous not in _OPENS and previous not in ("$", "#", "№"):
        return "glued to a word or a time"
    if previous in ("'", "’", "‘") and words[i].isdecimal() and len(words[i]) == 2 and s.ends[i - 1] == s.starts[i]:
        return "a year cut short"
    if previous in ("#", "№", "§") or (previous == "." and i > 1 and lows[i - 2] in ("no", "nos", "art", "tel", "fig")):
        return "numbered"
    joined = i > 1 and s.ends[i - 1] == s.starts[i] and s.ends[i - 2] == s.starts[i - 1]
    if joined and (previous == "/" or (previous in ("-", "‑", "–") and words[i - 2][0].isalpha())):
        return "part of a name"
    if not spelled and _date(s, i, j, previous, following):
        return "date"
    if previous == "km" and not spelled and i > 1 and s.tags[i - 2] in ',.;(:"':
        return "label"  # "Route 3, km 3,042"
    if previous == "h" and i > 1 and s.words[i - 2].isdecimal() and "m" in (following, lows[j - 1]):
        return "a duration"  # "3h 35m"
    if previous == ":" and i > 1 and lows[i - 2] in count.words("page"):
        return "page furniture"
    if previous == ":" and i > 2 and words[i - 3] == "(" and lows[i - 2] in count.words("exchanges"):
        return "the code of a share"
    if previous[:1] == "0" and previous.isdecimal() and len(previous) > 1:
        return "telephone"
    if previous == "+" and following[:1].isdecimal() and s.ends[i - 1] == s.starts[i]:
        return "telephone"  # "+52 871 555 0143", whose first groups look like thousands
    if previous == "per" and not spelled:
        return "a denominator"  # "2.4 per 1,000 inhabitants"
    if following in _CLOCK:
        return "clock time"
    if spelled and i and words[i][0].isupper() and previous not in (":", ";", "•", "-", "–", "—"):
        quoted = previous in ("“", '"', "‘", "«", "'")
        if not quoted or (j < n and words[j][0].isupper()):
            return "part of a name"
    if previous in count.words("labels") and i and _labelled(s, i, j, number):
        return "label"
    if i > 1 and s.tags[i - 2 : i] == "IN" and not spelled and _numbers(s, i, j):
        return "label"
    if (i > 1 and previous in count.words("makers")) or (
        i > 1 and previous == "-" and lows[i - 2] in count.words("makers")
    ):
        return "model"
    if previous in _DEGREES and number.amount < 70 and (j >= n or s.tags[j] in ".,ITRDJ"):
        return "temperature"
    if not spelled and _telephone(s, i, j):
        return "telephone"
    if not spelled and _address(s, i, j):
        return "address"
    return _age(s, i, j, previous, following, number)


def _glued_behind(s: Sentence, j: int, following: str) -> str | None:
    n = len(s.lows)
    if (
        following in (":", "/", "'", "’", "′", '"', "″")
        and j + 1 < n
        and (following not in ("’", "'", '"') or s.words[j + 1][0].isdecimal())
    ):
        if s.starts[j + 1] == s.ends[j] and s.words[j + 1][0].isdecimal():
            return "time, date or score"
        return None
    if following in ("th", "st", "nd", "rd"):
        return "ordinal"
    if following in ("'", "’", "′") and s.words[j - 1].isdecimal():
        return "minute mark"
    if following[0].isalpha() and following not in ("k", "m", "bn", "x", "pc", "c", "p") and unit.at(s, j) is None:
        return "glued to letters"
    if following == "(":
        return "section"
    return None


def _date(s: Sentence, i: int, j: int, previous: str, following: str) -> bool:
    """Beside the name of a month, or a year."""
    lows, n = s.lows, len(s.lows)
    months = count.words("months")
    word = s.words[i]
    if word.isdecimal() and j == i + 1:
        value = int(word) if len(word) < 6 else 0
        if 0 < value < 32:
            if previous in months and s.words[i - 1][0].isupper():
                return True
            if (following in months and s.words[j][0].isupper() and following != "may") or (
                following == "may" and s.words[j] == "May"
            ):
                return True
            if (
                previous in ("-", "–", "and", "to", "or", ",")
                and i > 2
                and lows[i - 2].isdecimal()
                and lows[i - 3] in months
            ):
                return True
            if (
                following in ("-", "–", "and", "to", "or")
                and j + 2 < n
                and lows[j + 1].isdecimal()
                and lows[j + 2] in months
            ):
                return True
            if following == "of" and j + 1 < n and lows[j + 1] in months:
                return True
        if 1500 <= value <= 2100 and len(word) == 4:
            return _year(s, i, j, previous, following)
        ruled = previous == "of" and i > 1 and s.words[i - 2][0].isupper()  # "the Statute of 1312"
        if 1000 <= value < 1500 and len(word) == 4 and (ruled or previous in ("in", "since")):  # "begun in 1180"
            return count.noun(s, j) is None
    return False


def _year(s: Sentence, i: int, j: int, previous: str, following: str) -> bool:
    """Four digits without a separator are a year unless they plainly count something."""
    if i == 0 or previous in count.words("before_years") or previous in count.words("months"):
        return True
    if previous[:1].isdecimal() and s.starts[i] - s.ends[i - 1] <= 1:
        return True
    if count.noun(s, j) is None or following in cal.words("yearly"):
        return True
    # "more than 2000 people", "employs 1900 people"
    return (
        1900 <= int(s.words[i]) <= 2100
        and s.tags[i - 1] in "NPDEA"
        and previous not in ("some", "than", "nearly", "almost")
    )


def _labelled(s: Sentence, i: int, j: int, number: Number) -> bool:
    previous = s.lows[i - 1]
    if s.tags[i - 1] in "VWG" and previous not in ("#", "№"):
        return False
    if number.form in ("grouped",) or number.scale > 1:
        return previous in (
            "no",
            "no.",
            "number",
            "article",
            "law",
            "decree",
            "resolution",
            "order",
            "tel",
            "tel.",
            "phone",
            "telephone",
            "fax",
            "box",
        )
    if i > 1 and (s.tags[i - 2] in "CQ" or s.lows[i - 2] in _WHEN):  # "of two lines 40 km", "this year 340"
        return False
    found = count.noun(s, j)
    if found is not None and i > 1 and s.tags[i - 2] == "T" and s.words[i - 1].islower():
        return False  # "able to berth two tankers"
    if found is not None and found[0] == j and s.words[i - 1].islower() and s.tags[j] in "NA":
        return number.form != "plain" or previous in ("page", "no", "no.", "number", "aged", "age")
    return True


def _numbers(s: Sentence, i: int, j: int) -> bool:
    """ "at step 10,000", "on lap 40": a bare singular under a preposition is numbered, where nothing is counted."""
    previous = s.lows[i - 1]
    if previous not in count.words("labels") or previous[-1] == "s" or unit.at(s, i - 1) is not None:
        return False
    return s.lows[i - 2] in ("at", "on") and (j >= len(s.tags) or s.tags[j] in ".,;IOJS")


def _telephone(s: Sentence, i: int, j: int) -> bool:
    """Several groups of digits in a row, with blanks or hyphens only."""
    groups = 0
    for step, at in ((-1, i - 1), (1, j)):
        k = at
        for _ in range(4):
            if not 0 <= k < len(s.words):
                break
            word = s.words[k]
            if word[0].isdecimal():
                groups += 1
            elif word not in ("-", "(", ")", "+", "–") or (word == "–" and s.starts[k] > s.ends[k - 1]):
                break  # "EBITDA – 149 – 121"
            k += step
    before = s.words[i - 1] if i else ""
    if before.isdecimal() and i > 2 and not count.words("calling").isdisjoint(s.lows[max(0, i - 9) : i - 1]):
        return True  # "call the hotline on 1800 333 000"
    if before[:1].isdecimal() and s.starts[i] - s.ends[i - 1] == 1 and i > 1 and s.words[i - 2][0] in "+0123456789(":
        return True
    return groups >= 2 and s.words[i].isdecimal()


def _address(s: Sentence, i: int, j: int) -> bool:
    """ "14 Vazha Street", "Turan Avenue 48"."""
    n = len(s.lows)
    k = j + 1 if j < n and s.lows[j] == "," else j
    if k < n and s.words[k][0].isupper() and s.tags[k] == "P":
        if s.lows[k] in count.words("street_heads"):
            return True  # "1440 Rue des Forges"
        for m in range(k + 1, min(k + 4, n)):
            if s.lows[m] in count.words("streets") and s.words[m][0].isupper():
                return True
            if not s.words[m][0].isupper():
                break
    return (
        i > 1
        and s.lows[i - 1] in count.words("streets")
        and s.words[i - 1][0].isupper()
        and s.words[i].isdecimal()
        and len(s.words[i]) < 4
    )


def _age(s: Sentence, i: int, j: int, previous: str, following: str, number: Number) -> str | None:
    """ ", 52," behind a name, "aged 34", "turned 60", "a man of seventy"."""
    if not 0 < number.amount < 120 or number.scale > 1:
        return None
    if previous in ("aged", "age", "ages", "turned", "turns", "turning") and (
        not following or s.tags[j] in ".,IJTRS)-"
    ):
        return "age"
    if i > 2 and s.lows[i - 3] in ("aged", "ages") and previous in ("-", "–", "to", "and"):
        return "age"  # "people aged 15-74"
    if previous in ("is", "was", "be", "am", "i'm", "'m") and i > 1 and s.lows[i - 2] in ("he", "she", "i", "who", "'"):
        return "age"
    closed = not following or following in ",).;" or following == "and"
    if previous == "(" and not _PERCENT.isdisjoint(s.lows[max(0, i - 30) : i]):
        return None  # "Beta (25)" beside "(50 percent)"
    if closed and previous in (",", "(") and i > 1 and s.tags[i - 2] == "P" and 10 < number.amount < 105:
        return "age"
    if previous == "of" and i > 1 and s.lows[i - 2] in count.words("parents") and number.form == "words":
        return "a household"
    if (
        previous == "of"
        and i > 1
        and s.lows[i - 2] in ("man", "woman", "boy", "girl", "child", "person", "men", "women", "age", "couple")
    ):
        return "age"
    return None
