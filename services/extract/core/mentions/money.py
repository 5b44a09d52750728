"""Money: the currency before or behind a number, resolved by the article's country and what else it names."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from services.extract.core import lexicon
from services.extract.core.mentions import country
from services.extract.core.model import Document
from services.extract.core.sentences import Sentence


class Currency(NamedTuple):
    """An ISO 4217 code, the factor of minor units, and whether only a default decided between several."""

    code: str
    factor: Decimal = Decimal(1)
    assumed: bool = False


# A letter that is money: glued to what no model or label has ("R22.85", "N500 million").
_LETTER_MONEY = re.compile(
    r"(?<!\w)([NRTKPQEM])(?=\d{1,3}"
    r"(?:[.,]\d|[\u00a0\u2009\u202f ]\d{3}(?!\d)|[\u00a0 -]?(?:bn|mn|m|b|k|mln|trillion|million|billion)\b))"
)
_HUNDREDTH = Decimal("0.01")


def _lines(key: str) -> list[tuple[str, str]]:
    lines = lexicon.table("currencies")[key].strip().splitlines()
    return [(head, rest) for head, _, rest in (line.partition(": ") for line in lines)]


def _pairs(key: str) -> dict[str, str]:
    words = lexicon.table("currencies")[key].split()
    return dict(zip(words[::2], words[1::2], strict=True))


@cache
def codes() -> frozenset[str]:
    """All active codes."""
    return frozenset(head.split()[0] for head, _ in _lines("names"))


@cache
def _by_noun() -> dict[str, tuple[str, ...]]:
    """Currency noun -> the codes that bear it."""
    table: dict[str, list[str]] = {}
    for head, rest in _lines("names"):
        code = head.split()[0]
        for noun in rest.partition("|")[2].split():
            table.setdefault(noun, []).append(code)
    return {noun: tuple(found) for noun, found in table.items()}


@cache
def _by_adjective() -> dict[str, tuple[str, ...]]:
    """Adjective -> codes; two-word adjectives are joined by a hyphen here."""
    table: dict[str, list[str]] = {}
    for head, rest in _lines("names"):
        for adjective in rest.partition("|")[0].split():
            table.setdefault(adjective, []).append(head.split()[0])
    return {adjective: tuple(found) for adjective, found in table.items()}


@cache
def _by_country() -> dict[str, str]:
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
    return _pairs("also_codes") | {code: code for code in codes()} | table


@cache
def _shared() -> dict[str, dict[str, str]]:
    """Symbol -> country -> code, for those that several currencies share."""
    table = {}
    for line in lexicon.table("currencies")["by_country"].strip().splitlines():
        symbol, *rest = line.split()
        table[symbol] = dict(zip(rest[::2], rest[1::2], strict=True))
    return table


@cache
def _scaled() -> dict[str, Currency]:
    """Codes that carry their scale: "MSEK"."""
    words = lexicon.table("currencies")["scaled_codes"].split()
    return {
        word: Currency(code, Decimal(factor))
        for word, code, factor in zip(words[::3], words[1::3], words[2::3], strict=True)
    }


@cache
def _letters() -> frozenset[str]:
    return lexicon.words("currencies", "letters")


@cache
def _minor() -> dict[str, tuple[str, ...]]:
    table: dict[str, list[str]] = {}
    for code, nouns in _lines("minor"):
        for noun in nouns.split():
            table.setdefault(noun, []).append(code)
    return {noun: tuple(found) for noun, found in table.items()}


@lru_cache(maxsize=8)
def named(text: str) -> tuple[str, ...]:
    """Codes that the article shows without doubt, in the order of the first place: what "pesos" or "cents" may mean."""
    found: dict[str, int] = {}
    for symbol, code in symbols().items():
        if (
            len(symbol) > 1
            and symbol not in ("Fr", "Br", "Sh", "Rs", "kr", "SR", "DH", "ALL", "TOP", "TL", "SA", "NT", "MT", "KM")
        ) or symbol in "€₹₸₽₴₺₦₩₪₱₫฿₵₼₾₮֏":
            position = text.find(symbol)
            if position >= 0 and (
                len(symbol) < 3 or not text[position + len(symbol) : position + len(symbol) + 1].isalpha()
            ):
                found[code] = min(position, found.get(code, position))
    for m in _LETTER_MONEY.finditer(text):
        letter = symbols().get(m.group(1))
        if letter is not None:
            found[letter] = min(m.start(), found.get(letter, m.start()))
    low = text.lower()
    for noun, owners in _by_noun().items():
        if len(owners) == 1 and noun not in lexicon.words("currencies", "ordinary") and len(noun) > 3:
            position = low.find(noun)
            if position >= 0 and not low[position - 1 : position].isalpha():
                found[owners[0]] = min(position, found.get(owners[0], position))
    for adjective, owners in _by_adjective().items():
        position = low.find(adjective.replace("-", " ") + " ") if len(adjective) > 3 else -1
        if position >= 0:
            for code in owners:
                found.setdefault(code, position + 1_000_000)
    return tuple(sorted(found, key=lambda code: (found[code], code)))


def _choose(owners: tuple[str, ...], doc: Document, default: str | None, *, firm: bool) -> Currency:
    """One of several currencies of that name: the country's, else one that the article names, else the default."""
    if len(owners) == 1:
        return Currency(owners[0])
    if doc.country is not None and (own := _by_country().get(doc.country)) in owners:
        return Currency(own)
    if default == "USD":
        return Currency(default)
    for code in named(doc.text):
        if code in owners:
            return Currency(code)
    home = country.among(doc.text, (place for place, code in _by_country().items() if code in owners))
    if home is not None:
        return Currency(_by_country()[home])
    return Currency(default or owners[0], assumed=not firm)


def before(s: Sentence, i: int, doc: Document) -> tuple[int, Currency] | None:
    """(start, currency) of the symbol or code right before token i, a number."""
    j = i - 1
    if j < 0:
        return None
    word = s.words[j]
    if (
        word == "."
        and j > 0
        and s.starts[j] == s.ends[j - 1]
        and s.lows[j - 1] in ("rs", "rp", "sh", "tk", "fr", "kr", "r", "s/")
    ):
        j, word = j - 1, s.words[j - 1]
    if s.starts[i] - s.ends[i - 1] > 1:
        return None
    code = symbols().get(word)
    if code is None or (word in _letters() and s.starts[i] != s.ends[i - 1]):
        return None
    if j > 0 and s.words[j - 1] in "-–/" and s.starts[j] == s.ends[j - 1] and word.isalpha() and s.tags[j - 2] in "NP":
        return None  # the end of a longer name
    if word == "$" and j > 0 and s.starts[j] == s.ends[j - 1] and s.lows[j - 1] in _dollar_prefixes():
        j -= 1
        return j, Currency(_dollar_prefixes()[s.lows[j]])
    return j, Currency(_symbol(word, code, doc))


def _symbol(word: str, code: str, doc: Document) -> str:
    """A symbol that several currencies share means the country's; "$" only where the country was given."""
    owners = _shared().get(word)
    if owners is None:
        return code
    if doc.country is not None:
        return owners.get(doc.country, code)
    if word == "$":
        return code
    own = _by_country()
    home = country.among(doc.text, {*owners, *(place for place, its in own.items() if its == code)})
    return owners.get(home, code) if home is not None else code


@cache
def _dollar_prefixes() -> dict[str, str]:
    """What may stand glued before "$" and is no token with it ("USD$", "CDN$")."""
    return {symbol[:-1].lower(): code for symbol, code in symbols().items() if symbol.endswith("$") and len(symbol) > 1}


def after(s: Sentence, i: int, doc: Document, amount_words: bool) -> tuple[int, Currency] | None:
    """(end, currency) of what begins at token i, right behind a number; `amount_words` if that is scaled or large."""
    n = len(s.words)
    if i >= n:
        return None
    word, low = s.words[i], s.lows[i]
    nouns = _by_noun()
    if (owners := nouns.get(low)) is not None and (
        word[0].islower() or low not in lexicon.words("currencies", "ordinary")
    ):
        if i + 1 < n and low in ("us", "new"):
            return None
        if low == "pounds" and i + 1 < n and s.lows[i + 1] == "of" and i + 2 < n and s.lows[i + 2] not in _MONEY_OF:
            return None
        if low in ("crown", "mark", "all", "real", "sum", "rand", "won") and not amount_words and low != "won":
            return None
        end = i + 1
        if low in ("pound", "pounds") and end < n and s.lows[end] == "sterling":
            return end + 1, Currency("GBP")
        if low in ("cfa",) and end < n and s.lows[end] in ("franc", "francs"):
            end += 1
        defaults = _pairs("defaults")
        return end, _choose(owners, doc, defaults.get(low), firm=low in lexicon.words("currencies", "firm"))
    for length in (1, 2):  # "US dollars", "Hong Kong dollars"
        if i + length >= n:
            break
        adjective = "-".join(s.lows[i : i + length])
        possible = _by_adjective().get(adjective)
        if possible is None or (owners := nouns.get(s.lows[i + length])) is None:
            continue
        both = tuple(code for code in owners if code in possible)
        if both:
            end = i + length + 1
            if end < n and s.lows[end] == "sterling":
                end += 1
            return end, Currency(both[0])
        if adjective == "cfa":
            return i + length + 1, Currency("XOF")
    if low == "convertible" and i + 1 < n and s.lows[i + 1] in ("marks", "mark"):
        return i + 2, Currency("BAM")
    if (
        (owners := _minor().get(low)) is not None
        and word[0] not in "CP"
        and s.words[i + 1 : i + 2] not in (["'"], ["’"])
        and (len(low) > 1 or (s.starts[i] == s.ends[i - 1] and word not in ("C", "P")))
    ):
        return i + 1, _minor_unit(low, owners, s, doc)
    if word in _scaled():
        return i + 1, _scaled()[word]
    code = symbols().get(word)
    if (
        code is not None
        and word not in _letters()
        and word not in ("S/", "Re", "NT", "SR", "ALL", "TOP", "MT", "DH", "SA", "KM")
    ):
        if s.starts[i] - s.ends[i - 1] > 1:
            return None
        code = _symbol(word, code, doc)
        if word == "$" and i + 1 < n and s.words[i + 1][0].isdecimal():
            return None
        return i + 1, Currency(code)
    return None


# "Pounds of" these are money, of anything else a weight.
_MONEY_OF = frozenset(
    (
        *("public", "state", "government", "private", "new", "foreign", "taxpayers", "taxpayer", "investment", "debt"),
        *("the", "its", "their", "his", "money", "funding"),
    )
)


def _minor_unit(low: str, owners: tuple[str, ...], s: Sentence, doc: Document) -> Currency:
    """Cents of the article's money: the country's, else those of the currency that the article names first."""
    if low in ("cent", "cents", "c", "¢"):
        cents = lexicon.words("currencies", "cents")
        if doc.country is not None and (own := _by_country().get(doc.country)) in cents:
            return Currency(own, _HUNDREDTH)
        for code in named(doc.text):
            if code in cents:
                return Currency(code, _HUNDREDTH)
        return Currency("USD", _HUNDREDTH, assumed=True)
    return Currency(owners[0], _HUNDREDTH)
