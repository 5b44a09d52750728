"""What a verb of saying covers: the clause after it, the quotation, or what stands before it.

The ministry said | (that) exports rose | · | Exports rose, | the ministry said on Friday | and would rise again |
the growth | which officials had forecast · After the ministry said | it would pay |, 40 firms applied
"""

from __future__ import annotations

from services.extract.core.facts.phrase import TIMES, head_of, phrase_until
from services.extract.core.facts.reporting import nouns, verbs
from services.extract.core.facts.source import END, Frame
from services.extract.core.sentences import Sentence

TO_WHOM = frozenset(("tell", "inform", "notify", "assure", "remind", "reassure", "advise"))
STRETCHES = frozenset("week month year quarter today summer autumn winter spring this".split())
_SHOWS = frozenset(("find", "show", "indicate", "suggest", "reveal", "put", "give"))
_OPENING = frozenset("after when since because although though while before once whereas until".split())
_ADMITS = frozenset(("admit", "confess", "own", "point"))
VOWS = frozenset(("promise", "pledge", "vow", "claim"))
PROMISES = frozenset(("promise", "pledge", "forecast", "predict", "estimate", "calculate", "project"))


def _abbreviated(s: Sentence, i: int) -> bool:
    """Whether a token is the full stop of an abbreviation."""
    return s.words[i] == "." and i > 0 and s.starts[i] == s.ends[i - 1]


def covering(s: Sentence, i: int, base: str, frame: Frame, beside: bool) -> Frame | None:
    """The scope of "X said": what follows, or what stands before where nothing that could be said follows."""
    tags, lows = s.tags, s.lows
    start = frame.begin if frame.begin >= 0 else frame.first
    while start > 1 and ((s.words[start - 1][0].isupper() and tags[start - 1] != "D") or _abbreviated(s, start - 1)):
        start -= 1  # "Jobe Ltd. | Chief Executive Ana Ruiz"
    if start > 0 and tags[start - 1] == "E":
        start = phrase_until(s, start)
    while start > 0 and tags[start - 1] in "DCQ" and lows[start - 1] not in ("that", "which"):
        start -= 1
    if start > 2 and lows[start - 1] == "and" and s.words[start - 2][0].isupper():
        start = phrase_until(s, start - 1)  # "…, the Governor's Office and the Buckeye Growth Fund said"
        while start > 0 and tags[start - 1] in "DA" and lows[start - 1] not in ("that", "which"):
            start -= 1
    if start > 0 and lows[start - 1] in ("which", "that") and tags[start - 1] in "SD":
        relative = start - 1
        if i + 1 < len(tags) and tags[i + 1] in "MVWBH":  # "three fields that it says could lift capacity"
            return frame._replace(left=i, right=END, rule="forward")
        return frame._replace(left=max(0, relative - 5), right=relative, rule="relative")
    if start == 1 and lows[0] == "as":  # "As the minister pointed out, …"
        return frame._replace(left=0, right=END, rule="trailing")
    preceded = start > 0 and (tags[start - 1] in ',"-' or s.words[start - 1] in "?!…" or lows[start - 1] == "as")
    follows = _complement(s, i, base)
    if base in _ADMITS and lows[i + 1 : i + 2] == ["to"] and any(t in "CU" for t in tags[i + 2 : i + 5]):
        return frame._replace(left=i, right=END, rule="forward")  # "the governor's office admits to 25%"
    touching = beside and (
        (start > 0 and (tags[start - 1] == '"' or (start > 1 and tags[start - 2] == '"')))
        or any(t == '"' for t in tags[i + 1 : i + 4])
    )
    between = follows == "clause" and s.words[i + 1 : i + 2] == [":"] and start > 3 and tags[start - 1] == ","
    if between and any(g.last < start for g in s.groups):  # "It is on schedule, the company said: 3.8 billion …"
        return frame._replace(left=0, right=END, rule="trailing")
    if follows == "clause":
        return frame._replace(left=i, right=min(frame.right, _clause_end(s, i, start)), rule="forward")
    if follows == "quotation":
        return frame._replace(left=i, right=END, rule="forward", quoting=True)
    if follows == "object":
        opened = (
            preceded
            and (tags[start - 1] in ",-" or lows[start - 1] == "as")
            and not any(g.first < start for g in s.groups)
        )
        direct = (
            base in ("mention", "claim") and not preceded and tags[i + 1 : i + 2] in ("C", "U")
        )  # "Her deputy mentioned 1.7 billion"
        counted = base == "report" and tags[i + 1 : i + 2] in (
            "C",
            "U",
        )  # "the Red Crescent, whose teams …, reports 31"
        if direct or counted:
            return frame._replace(left=i, right=END, rule="forward")
        if base in ("report", "announce") and (opened or not preceded) and any(t in "CU" for t in tags[i + 1 : i + 10]):
            return frame._replace(left=i, right=END, rule="forward")  # "reported a loss of $5 million"
        if base in verbs("objects") and base not in PROMISES and base not in _SHOWS and not touching:
            return None
        if base in _SHOWS and frame.begin >= 0 and lows[head_of(s, frame.begin, frame.last)] in nouns("documents"):
            return frame._replace(left=i, right=END, rule="forward")
        if base in verbs("objects") and base not in PROMISES and not touching:
            return None
        if base in PROMISES and preceded and not any(t in "CU" for t in tags[i + 1 :]):
            return frame._replace(left=0, right=END, rule="trailing")
        return frame._replace(left=i, right=END, rule="forward")
    if base in PROMISES and not preceded and follows == "" and start > 0 and tags[start - 1] in "NUC":
        return frame._replace(
            left=max(0, frame.first - 6), right=frame.first, rule="relative"
        )  # "the $40 million analysts forecast"
    if preceded and start > 1 and tags[start - 2] == "J":  # "creates 240 jobs and, it claims, feeds another 900"
        return frame._replace(left=i, right=END, rule="forward")
    if preceded:
        return frame._replace(left=0, right=_day_after(s, i), rule="trailing", quoting=touching)
    if touching:
        return frame._replace(left=0, right=END, rule="trailing", quoting=True)
    return None


def _day_after(s: Sentence, i: int) -> int:
    """Where the writer's own word begins behind "X said": ", a day after the company posted a 23 per cent fall"."""
    for k in range(i + 1, min(i + 16, len(s.lows) - 3)):
        if s.words[k] == "," and s.lows[k + 2] in STRETCHES | {"day"} and s.lows[k + 3] in ("after", "before"):
            return k
    return END


def _complement(s: Sentence, i: int, base: str) -> str:
    """What follows a verb of saying: clause | quotation | object | "" (nothing but to whom, where and when)."""
    tags, lows, n = s.tags, s.lows, len(s.lows)
    k = i + 1
    if k < n and tags[k] == '"':
        return "quotation"
    if k < n and tags[k] == "," and lows[k + 1 : k + 2] != ["that"]:
        return ""
    if k < n and tags[k] == "T" and base in VOWS:
        return "clause"
    seen_object = False
    while k < n and k - i < 24:
        t = tags[k]
        if lows[k] in ("after", "before", "while", "when") and tags[k + 1 : k + 2] == "G":
            break  # "said on Monday after releasing its half-yearly survey"
        if lows[k] == "alongside":
            break  # "announced on Thursday alongside figures that fell short of forecasts"
        if t == "(" and ")" in tags[k : k + 8]:
            k = tags.index(")", k) + 1  # "in a filing to the stock exchange (WSE)"
            continue
        if lows[k] == "that" and t in "SD":
            return "object" if seen_object and base in ("publish", "release") else "clause"
        if s.words[k] == ":":
            return "quotation" if k + 1 < n and tags[k + 1] == '"' else "clause"
        if t == '"':
            return "quotation"
        if t == "," and k > i + 1:
            # "said, however, that …"; "said on Friday, adding"
            if lows[k + 1 : k + 2] == ["that"] or lows[k + 2 : k + 4] == [",", "that"]:
                return "clause"
            return "object" if seen_object and base not in TO_WHOM else ""
        if t in ".;" or s.words[k] == ";":
            break
        if t == "S" and lows[k] in ("who", "which", "whose"):
            break
        if (
            seen_object
            and t in "VWXBHM"
            and base not in verbs("only_that")
            and tags[k - 1] not in "IT"
            and not (t in "WX" and lows[k + 1 : k + 2] == ["by"])
            and not (t == "V" and _inside_preposition(s, i, k))  # "told reporters at the communications service on"
        ):
            return "clause"
        if k == i + 1 and ((lows[k] in TIMES and lows[k] != "the") or lows[k] == "here"):
            k += 1
            continue
        when = lows[k + 1] if k + 1 < n else ""
        if lows[k] in ("this", "last", "earlier", "late", "early") and (when in STRETCHES or when in TIMES - {"the"}):
            k += 2 + (lows[k + 1] == "this" and tags[k + 2 : k + 3] == "N")  # "said this month", "earlier this year"
            continue
        if t in "NPOCU" and (k == i + 1 or tags[k - 1] not in "I"):
            seen_object = seen_object or not _inside_preposition(s, i, k)
        k += 1
    if base in TO_WHOM:
        return ""
    return "object" if seen_object else ""


def _inside_preposition(s: Sentence, i: int, k: int) -> bool:
    """Whether a noun at k stands in a prepositional phrase that begins after the verb at i."""
    j = k - 1
    while j > i:
        if s.tags[j] in "IT" or s.lows[j] in ("before", "after"):
            return True
        if s.tags[j] not in "DAQNPCGE":
            return False
        j -= 1
    return False


def _clause_end(s: Sentence, i: int, start: int) -> int:
    """The end of what is said: a semicolon; where a subordinate clause says it, the comma that closes that clause
    ("After the ministry said it would pay, 40 firms applied")."""
    end = END
    if start > 0 and start <= 3 and s.lows[0] in _OPENING:
        for k in range(i + 2, min(end, len(s.words))):
            if (
                s.words[k] == ","
                and s.tags[k + 1 : k + 2] not in ("J", "G", "S")
                and any(g.first > k and g.tense not in ("gerund", "participle", "infinitive") for g in s.groups)
            ):
                return k
    return end
