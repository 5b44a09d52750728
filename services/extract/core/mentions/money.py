"""Money: the currency before or behind a number, resolved by the article's country and what else it names."""

from __future__ import annotations

from decimal import Decimal

from services.extract.core import lexicon
from services.extract.core.mentions import country, currencies
from services.extract.core.mentions.currencies import Currency
from services.extract.core.model import Document
from services.extract.core.sentences import Sentence

_HUNDREDTH = Decimal("0.01")


def _choose(owners: tuple[str, ...], doc: Document, default: str | None, *, firm: bool) -> Currency:
    """One of several currencies of that name: the country's, else one that the article names, else the default."""
    if len(owners) == 1:
        return Currency(owners[0])
    if doc.country is not None and (own := currencies.of_country().get(doc.country)) in owners:
        return Currency(own)
    if default == "USD":
        return Currency(default)
    for code in currencies.named(doc.text):
        if code in owners:
            return Currency(code)
    home = country.among(doc, currencies.homes(owners))
    if home is not None:
        return Currency(currencies.of_country()[home])
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
        and s.lows[j - 1] in ("rs", "rp", "sh", "tk", "fr", "kr", "r", "s/", "ps")
    ):
        j, word = j - 1, s.words[j - 1]
    if s.starts[i] - s.ends[i - 1] > 1:
        return None
    code = currencies.symbols().get(word)
    if code is None or (word in currencies.letters() and s.starts[i] != s.ends[i - 1]):
        return None
    if j > 0 and s.words[j - 1] in "-–/" and s.starts[j] == s.ends[j - 1] and word.isalpha() and s.tags[j - 2] in "NP":
        return None  # the end of a longer name
    if word in "$£¥€" and j > 0 and s.starts[j] == s.ends[j - 1]:
        whole = currencies.sign_prefixes().get(s.lows[j - 1] + word)
        if whole is not None:
            return j - 1, Currency(whole)
    return j, Currency(_symbol(word, code, doc))


def _symbol(word: str, code: str, doc: Document) -> str:
    """A symbol that several currencies share means the country's; "$" only where the country was given."""
    owners = currencies.shared().get(word)
    if owners is None:
        return code
    if doc.country is not None:
        return owners.get(doc.country, code)
    if word == "$":
        return code
    home = country.among(doc, {*owners, *currencies.homes((code,))})
    return owners.get(home, code) if home is not None else code


def after(s: Sentence, i: int, doc: Document, amount_words: bool) -> tuple[int, Currency] | None:
    """(end, currency) of what begins at token i, right behind a number; `amount_words` if that is scaled or large."""
    n = len(s.words)
    if i >= n:
        return None
    word, low = s.words[i], s.lows[i]
    owned = currencies.nouns()
    if (owners := owned.get(low)) is not None and (
        word[0].islower() or low not in lexicon.words("currencies", "ordinary")
    ):
        if i + 1 < n and low in ("us", "new"):
            return None
        if low == "pounds" and i + 1 < n and s.lows[i + 1] == "of" and i + 2 < n and s.lows[i + 2] not in _money_of():
            return None
        if (
            low in ("crown", "mark", "all", "real", "sum", "rand")
            and not amount_words
            and s.lows[i + 1 : i + 2] != ["per"]
        ):
            return None
        end = i + 1
        if low in ("pound", "pounds") and end < n and s.lows[end] == "sterling":
            return end + 1, Currency("GBP")
        if low in ("cfa",) and end < n and s.lows[end] in ("franc", "francs"):
            end += 1
        defaults = currencies.pairs("defaults")
        return end, _choose(owners, doc, defaults.get(low), firm=low in lexicon.words("currencies", "firm"))
    for length in range(1, 3 if low in currencies.leads() else 1):  # "US dollars", "Hong Kong dollars"
        if i + length >= n:
            break
        adjective = "-".join(s.lows[i : i + length])
        possible = currencies.adjectives().get(adjective)
        small = currencies.minor().get(s.lows[i + length], ()) if possible else ()
        if possible and s.lows[i + length] in ("cent", "cents"):  # "42 Canadian cents"
            small = (*small, *lexicon.words("currencies", "cents"))
        if possible and (cents := [code for code in possible if code in small]):
            return i + length + 1, Currency(cents[0], _HUNDREDTH)  # "9.5 U.S. cents"
        if possible is None or (owners := owned.get(s.lows[i + length])) is None:
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
        (owners := currencies.minor().get(low)) is not None
        and word[0] not in "CP"
        and s.words[i + 1 : i + 2] not in (["'"], ["’"])
        and (len(low) > 1 or (s.starts[i] == s.ends[i - 1] and word not in ("C", "P")))
    ):
        return i + 1, _minor_unit(low, owners, doc)
    if word in currencies.scaled():
        return i + 1, currencies.scaled()[word]
    code = currencies.symbols().get(word)
    if (
        code is not None
        and word not in currencies.letters()
        and word not in ("S/", "Re", "NT", "SR", "ALL", "TOP", "MT", "DH", "SA", "KM")
    ):
        if s.starts[i] - s.ends[i - 1] > 1:
            return None
        code = _symbol(word, code, doc)
        if word == "$" and i + 1 < n and s.words[i + 1][0].isdecimal():
            return None
        return i + 1, Currency(code)
    return None


def _money_of() -> frozenset[str]:
    return lexicon.words("currencies", "money_of")


def joined(s: Sentence, i: int, doc: Document) -> Currency | None:
    """The currency of the noun that is the last part of token i ("22 | billion-real"), or None."""
    noun = s.lows[i].rpartition("-")[2]
    owners = currencies.nouns().get(noun)
    if owners is None:
        return None
    firm = noun in lexicon.words("currencies", "firm")
    return _choose(owners, doc, currencies.pairs("defaults").get(noun), firm=firm)


def to_another(s: Sentence, i: int, j: int, doc: Document) -> tuple[int, Currency] | None:
    """(end, currency) of an exchange rate, number at i, "to the dollar" at j: of the money named before the number."""
    k = j + 1
    if s.lows[j] not in ("to", "per", "against", "for") or k >= len(s.lows):
        return None
    k += s.lows[k] in ("the", "a", "one", "each")
    k += s.lows[k : k + 1] in (["us"], ["u.s."])
    base = s.lows[k] if k < len(s.lows) else ""
    if base not in currencies.nouns() or base[-1] == "s" or s.tags[k] not in "NA":
        return None
    for m in range(i - 1, -1, -1):
        own = s.lows[m]
        if own in currencies.nouns() and own != base and s.tags[m] in "NP":
            found = after(s, m, doc, amount_words=True)
            return (k + 1, found[1]) if found is not None else None
    return None


def _minor_unit(low: str, owners: tuple[str, ...], doc: Document) -> Currency:
    """Cents of the article's money: the country's, else those of the currency that the article names first."""
    if low in ("cent", "cents", "c", "¢"):
        cents = lexicon.words("currencies", "cents")
        if doc.country is not None and (own := currencies.of_country().get(doc.country)) in cents:
            return Currency(own, _HUNDREDTH)
        for code in currencies.named(doc.text):
            if code in cents:
                return Currency(code, _HUNDREDTH)
        return Currency("USD", _HUNDREDTH, assumed=True)
    return Currency(_choose(owners, doc, None, firm=True).code, _HUNDREDTH)
