"""The organisation that stands behind a title's holder, or behind a comma: "Deputy Mayor Ivo Petrov of Plovdiv"."""

from __future__ import annotations

from services.extract.core.mentions.appointment import represented
from services.extract.core.mentions.person import capital, company_words
from services.extract.core.mentions.title import Title
from services.extract.core.mentions.title_words import fields, modifiers
from services.extract.core.sentences import Sentence


def bracketed(s: Sentence, title: Title) -> tuple[int, int]:
    """The organisation after a comma: "(chief geologist, Nordgruve ASA)", "Ana Ruiz, CEO, Telco"."""
    n, e = len(s.lows), title.outer_last
    if (
        e + 1 < n
        and s.words[e] == ","
        and capital(s, e + 1)
        and title.outer_first > 0
        and s.words[title.outer_first - 1] == "("
    ):
        k = e + 1
        while k < n and (capital(s, k) or s.lows[k] in ("of", "&", "and", "for", "the")):
            k += 1
        if k < n and s.words[k] == ")":
            return e + 1, k
    if e + 1 < n and s.words[e] == "," and s.words[title.outer_first - 1] == "," and capital(s, e + 1):
        k = e + 1
        while k < n and k - e < 10 and (capital(s, k) or s.lows[k] in ("of", "&", "and", "for", "the")):
            k += 1
        field = k == e + 2 and s.lows[e + 1] in fields()  # "Ana Ruiz, SVP, Investments"
        if not field and (k == n or s.words[k] in ",;.)") and not company_words().isdisjoint(s.lows[e + 1 : k]):
            return e + 1, k  # "Ana Ruiz, chair, Boreal Bank;"
    return -1, -1


def held_at(s: Sentence, i: int) -> tuple[int, int]:
    """The organisation after the name: "Deputy Mayor Ivo Petrov of Plovdiv", "analyst Eva Lang at Boreal Bank",
    "Inspector Ole Dahl, of the Bergen fraud squad", "Councillor Ana Lima, who represents Mill Ward"."""
    lows, n = s.lows, len(s.lows)
    i += lows[i : i + 3] == [",", "of", "the"] or (lows[i : i + 2] == [",", "of"] and i + 2 < n and capital(s, i + 2))
    speaks = lows[i + 1 : i + 3] == ["who", "represents"] or lows[i + 1 : i + 2] == ["representing"]
    if speaks and lows[i] == ",":
        return represented(s, i + 2 + (lows[i + 1] == "who"))
    if lows[i : i + 1] not in (["of"], ["at"], ["with"]) or i + 1 >= n:
        return -1, -1
    start = i + 2 if lows[i + 1] in ("the", "rival") else i + 1
    end = start
    while end < n and end - start < 8 and (capital(s, end) or (end > start and lows[end] in ("of", "&"))):
        end += 1
    if lows[i] != "of" and (company_words().isdisjoint(lows[start:end]) or s.tags[end : end + 1] == "E"):
        return -1, -1  # "Analyst Eva Lang at Heathrow"
    if end > start and lows[i - 1] == ",":
        while end < n and end - start < 8 and s.tags[end] == "N":
            end += 1  # "of the Bergen | fraud squad"
    return (start, end) if end > start else (-1, -1)


def department_after(s: Sentence, end: int) -> int:
    """The end of a department between commas right after a title, else the same token."""
    k = end + 1
    if s.words[end:k] != [","]:
        return end
    while k < len(s.lows) and k - end < 6 and s.words[k][0].isupper():
        if s.lows[k] not in fields() and s.lows[k] not in modifiers():
            break
        k += 1
    return k if k > end + 1 and s.words[k : k + 1] == [","] else end
