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
    """All active codes, and those of what was money in living memory."""
    return frozenset(head.split()[0] for head, _ in _lines("names")) | lexicon.words("currencies", "former_codes")


@cache
def nouns() -> dict[str, tuple[str, ...]]:
    """Currency noun -> the codes that bear it."""
    table: dict[str, list[str]] = {}
    for head, rest in _lines("names"):
        code = head.split()[0]
        for noun in rest.partition("|")[2].split():
            table.setdefault(noun, []).append(code)
    for code, rest in _lines("former"):
        for noun in rest.split():
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
def leads() -> frozenset[str]:
    """The words that an adjective is, or begins with: "hong" of "hong-kong"."""
    return frozenset(key[:k] for key in adjectives() for k in range(1, len(key) + 1) if key[k : k + 1] in ("", "-"))


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
def homes(owners: tuple[str, ...]) -> tuple[str, ...]:
    """The countries whose own currency is one of these."""
    return tuple(place for place, code in of_country().items() if code in owners)


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


_NO_PROOF = frozenset(
    ("Fr", "Br", "Sh", "Ps", "Rs", "kr", "SR", "DH", "ALL", "TOP", "TL", "SA", "NT", "MT", "KM", "lei", "LEI", "SOM")
)
_LETTERS = re.compile(r"[A-Za-z][A-Za-z]*")  # a set to begin with is searched for at once, a repetition is not


@cache
def _telling() -> dict[str, list[tuple[str, str]]]:
    """Symbols that show a currency without doubt, by the letters that they begin with: codes, and other symbols. A word
    of these letters stands wherever such a symbol does; "" for what begins with a sign or with a foreign letter."""
    table: dict[str, list[tuple[str, str]]] = {"": []}
    for symbol, code in symbols().items():
        if (len(symbol) > 1 and symbol not in _NO_PROOF) or symbol in "€₹₸₽₴₺₦₩₪₱₫฿₵₼₾₮֏":
            begins = _LETTERS.match(symbol)
            table.setdefault(begins.group() if begins else "", []).append((symbol, code))
    return table


@cache
def _owned() -> dict[str, list[tuple[str, str]]]:
    """Nouns of one currency only, by their first three letters; "" for those with a foreign letter there."""
    ordinary = lexicon.words("currencies", "ordinary")
    table: dict[str, list[tuple[str, str]]] = {"": []}
    for noun, owners in nouns().items():
        if len(owners) == 1 and noun not in ordinary and len(noun) > 3:
            table.setdefault(noun[:3] if noun[:3].isascii() else "", []).append((noun, owners[0]))
    return table


@cache
def _adjectives() -> dict[str, list[tuple[int, str, tuple[str, ...]]]]:
    """Adjectives of currencies as they stand before a noun, with the blank, their place in the list and their codes; by
    the last three letters of their first word."""
    table: dict[str, list[tuple[int, str, tuple[str, ...]]]] = {}
    for place, (adjective, owners) in enumerate(adjectives().items()):
        if len(adjective) > 3:
            spoken = adjective.replace("-", " ") + " "
            table.setdefault(spoken.partition(" ")[0][-3:], []).append((place, spoken, owners))
    return table


class _Hints:
    """What of the tables may stand in a text that has a certain piece between two blanks."""

    __slots__ = ("adjectives", "nouns", "symbols")

    def __init__(self) -> None:
        self.symbols: list[tuple[str, str]] = []
        self.nouns: list[tuple[str, str]] = []
        self.adjectives: list[tuple[int, str, tuple[str, ...]]] = []


_NOTHING = _Hints()  # what most pieces show
_HINTS: dict[str, _Hints] = {}  # by piece
_KEPT = 20_000  # pieces


def _hinted(piece: str) -> _Hints:
    low = piece.lower()
    telling, owned, endings = _telling(), _owned(), _adjectives()
    hints = _Hints()
    hints.symbols = [entry for run in _LETTERS.findall(piece) for entry in telling.get(run, ())]
    hints.nouns = [entry for run in _LETTERS.findall(low) for entry in owned.get(run[:3], ()) if entry[0] in low]
    if not piece.isascii():
        hints.symbols += [entry for entry in telling[""] if entry[0] in piece]
        hints.nouns += [entry for entry in owned[""] if entry[0] in low]
    hints.adjectives = [entry for entry in endings.get(low[-3:], ()) if low.endswith(entry[1].partition(" ")[0])]
    if not (hints.symbols or hints.nouns or hints.adjectives):
        hints = _NOTHING
    if len(piece) < 40:
        if len(_HINTS) >= _KEPT:
            _HINTS.clear()
        _HINTS[piece] = hints
    return hints


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
    hinted: dict[str, _Hints] = {}  # of the hundreds of symbols, nouns and adjectives few are worth a search
    for piece in text.split(" "):
        hints = _HINTS.get(piece)
        if hints is None:
            hints = _hinted(piece)
        if hints is not _NOTHING:
            hinted[piece] = hints
    for symbol, code in {entry for hints in hinted.values() for entry in hints.symbols}:
        position = text.find(symbol)
        while position >= 0 and _within_a_word(text, position, symbol):  # "LE" of RELEASE
            position = text.find(symbol, position + 1)
        if position >= 0:
            found[code] = min(position, found.get(code, position))
    for m in _LETTER_MONEY.finditer(text):
        letter = symbols().get(m.group(1))
        if letter is not None:
            found[letter] = min(m.start(), found.get(letter, m.start()))
    low = text.lower()
    for noun, code in {entry for hints in hinted.values() for entry in hints.nouns}:
        position = low.find(noun)
        if position >= 0 and not low[position - 1 : position].isalpha():
            found[code] = min(position, found.get(code, position))
    for _, adjective, owners in sorted({entry for hints in hinted.values() for entry in hints.adjectives}):
        position = low.find(adjective)
        if position >= 0:
            for code in owners:
                found.setdefault(code, position + 1_000_000)
    return tuple(sorted(found, key=lambda code: (found[code], code)))


@cache
def sign_prefixes() -> dict[str, str]:
    """Symbols of letters and a sign, in small letters; the letters may be a token of their own ("USD$", "CN¥")."""
    return {form.lower(): code for form, code in symbols().items() if len(form) > 1 and form[-1] in "$£¥€"}
