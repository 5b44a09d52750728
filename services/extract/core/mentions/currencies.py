"""The names of money: what nouns, adjectives, symbols and countries stand for, and what a text shows of them."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from services.extract.core import lexicon


class Currency(NamedTuple):
    """An ISO 4217 code, the factor of minor units, and whether only a default decided between several."""

    code: str
    factor: Decimal = Decimal(1)
    assumed: bool = False


# A letter that is money: glued to what no model or label has ("R22.85", "N500 million").
_LETTER_MONEY = re.compile(
    r"([NRTKPQEM])(?<!\w.)(?=\d{1,3}"
    r"(?:[.,]\d|[\u00a0\u2009\u202f ]\d{3}(?!\d)|[\u00a0 -]?(?:bn|mn|m|b|k|mln|trillion|million|billion)\b))"
)


def _lines(key: str) -> list[tuple[str, str]]:
    lines = lexicon.table("currencies")[key].strip().splitlines()
    return [(head, rest) for head, _, rest in (line.partition(": ") for line in lines)]


@cache
def pairs(key: str) -> dict[str, str]:
    """A list of words and codes in turns."""
    words = lexicon.table("currencies")[key].split()
    return dict(zip(words[::2], words[1::2], strict=True))


@cache
def codes() -> frozenset[str]:
    """All active codes."""
    return frozenset(head.split()[0] for head, _ in _lines("names"))


@cache
def nouns() -> dict[str, tuple[str, ...]]:
    """Currency noun -> the codes that bear it."""
    table: dict[str, list[str]] = {}
    for head, rest in _lines("names"):
        code = head.split()[0]
        for noun in rest.partition("|")[2].split():
            table.setdefault(noun, []).append(code)
    return {noun: tuple(found) for noun, found in table.items()}


@cache
def adjectives() -> dict[str, tuple[str, ...]]:
    """Adjective -> codes; two-word adjectives are joined by a hyphen here."""
    table: dict[str, list[str]] = {}
    for head, rest in _lines("names"):
        for adjective in rest.partition("|")[0].split():
            table.setdefault(adjective, []).append(head.split()[0])
    return {adjective: tuple(found) for adjective, found in table.items()}


@cache
def of_country() -> dict[str, str]:
    """Country -> its own currency, the first listed."""
    table: dict[str, str] = {}
    for head, _ in _lines("names"):
        code, countries = head.split()
        for place in countries.split(","):
            table.setdefault(place, code)
    return table


@cache
def symbols() -> dict[str, str]:
    """Symbol or short form as written -> code; the three-letter codes as well."""
    table: dict[str, str] = {}
    for code, forms in _lines("symbols"):
        for form in forms.split():
            table.setdefault(form, code)
    return pairs("also_codes") | {code: code for code in codes()} | table


@cache
def shared() -> dict[str, dict[str, str]]:
    """Symbol -> country -> code, for those that several currencies share."""
    table = {}
    for line in lexicon.table("currencies")["by_country"].strip().splitlines():
        symbol, *rest = line.split()
        table[symbol] = dict(zip(rest[::2], rest[1::2], strict=True))
    return table


@cache
def scaled() -> dict[str, Currency]:
    """Codes that carry their scale: "MSEK"."""
    words = lexicon.table("currencies")["scaled_codes"].split()
    return {
        word: Currency(code, Decimal(factor))
        for word, code, factor in zip(words[::3], words[1::3], words[2::3], strict=True)
    }


@cache
def letters() -> frozenset[str]:
    """Codes of one letter, money only where they touch the number: "R22"."""
    return lexicon.words("currencies", "letters")


@cache
def minor() -> dict[str, tuple[str, ...]]:
    """Noun of a hundredth -> the codes that have it."""
    table: dict[str, list[str]] = {}
    for code, rest in _lines("minor"):
        for noun in rest.split():
            table.setdefault(noun, []).append(code)
    return {noun: tuple(found) for noun, found in table.items()}


_NO_PROOF = frozenset(("Fr", "Br", "Sh", "Ps", "Rs", "kr", "SR", "DH", "ALL", "TOP", "TL", "SA", "NT", "MT", "KM"))
_CAPITALS = re.compile(r"[A-Z][A-Z]{2,}")  # a set to begin with is searched for at once, a repetition is not
_RUN = re.compile(r"[a-z][a-z]{2,}")


@cache
def _telling() -> tuple[list[tuple[str, str]], list[tuple[str, str]], list[tuple[str, str]]]:
    """What shows a currency without doubt: codes of three capitals, other symbols, nouns with one owner."""
    firm = [
        (s, code) for s, code in symbols().items() if (len(s) > 1 and s not in _NO_PROOF) or s in "€₹₸₽₴₺₦₩₪₱₫฿₵₼₾₮֏"
    ]
    ordinary = lexicon.words("currencies", "ordinary")
    owned = [(n, owners[0]) for n, owners in nouns().items() if len(owners) == 1 and n not in ordinary and len(n) > 3]
    return [e for e in firm if _CAPITALS.fullmatch(e[0])], [e for e in firm if not _CAPITALS.fullmatch(e[0])], owned


@cache
def _adjectives() -> list[tuple[str, tuple[str, ...], str]]:
    """Adjectives of currencies as they stand before a noun, with the blank, their codes, and the last four letters of
    their first word, "" where it has fewer."""
    listed = [(a.replace("-", " ") + " ", owners) for a, owners in adjectives().items() if len(a) > 3]
    firsts = [adjective.partition(" ")[0] for adjective, _ in listed]
    return [(*entry, first[-4:] if len(first) >= 4 else "") for entry, first in zip(listed, firsts, strict=True)]


def _plain(text: str) -> str:
    """The text with "?" for what is not ASCII: at the same offsets, and much faster to search."""
    return text if text.isascii() else text.encode("ascii", "replace").decode("ascii")


def _within_a_word(text: str, position: int, symbol: str) -> bool:
    """Whether letters go on before or behind a symbol that begins or ends with a letter."""
    end = position + len(symbol)
    return (symbol[0].isalpha() and text[position - 1 : position].isalpha()) or (
        symbol[-1].isalpha() and text[end : end + 1].isalpha()
    )


@lru_cache(maxsize=8)
def named(text: str) -> tuple[str, ...]:
    """Codes that the article shows without doubt, in the order of the first place: what "pesos" or "cents" may mean."""
    found: dict[str, int] = {}
    capitals, others, owned = _telling()
    runs = " ".join(_CAPITALS.findall(text))  # most codes are not there at all: looked for in a short string first
    plain = _plain(text)
    for symbol, code in (*[entry for entry in capitals if entry[0] in runs], *others):
        where = plain if symbol.isascii() else text
        position = where.find(symbol)
        while position >= 0 and _within_a_word(text, position, symbol):  # "LE" of RELEASE
            position = where.find(symbol, position + 1)
        if position >= 0:
            found[code] = min(position, found.get(code, position))
    for m in _LETTER_MONEY.finditer(text):
        letter = symbols().get(m.group(1))
        if letter is not None:
            found[letter] = min(m.start(), found.get(letter, m.start()))
    low = text.lower()
    plain = _plain(low)
    openings = {word[:3] for word in _RUN.findall(plain)}  # of the hundreds of words few are worth a search
    for noun, code in owned:
        position = low.find(noun) if noun[:3] in openings or not noun[:3].isascii() else -1
        if position >= 0 and not low[position - 1 : position].isalpha():
            found[code] = min(position, found.get(code, position))
    closings = {"", *[word[-4:] for word in low.split(" ")]}
    for adjective, owners, closing in _adjectives():
        position = low.find(adjective) if closing in closings else -1
        if position >= 0:
            for code in owners:
                found.setdefault(code, position + 1_000_000)
    return tuple(sorted(found, key=lambda code: (found[code], code)))


@cache
def sign_prefixes() -> dict[str, str]:
    """Symbols of letters and a sign, in small letters; the letters may be a token of their own ("USD$", "CN¥")."""
    return {form.lower(): code for form, code in symbols().items() if len(form) > 1 and form[-1] in "$£¥€"}
