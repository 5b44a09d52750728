"""The words of reporting, from `reporting.toml`: verbs of saying with all their forms, documents, voices, crowds."""

from __future__ import annotations

from functools import cache

from services.extract.core import lexicon
from services.extract.core.tags import verb_forms

GO_ON = {"go": "continue", "goes": "continue", "went": "continue"}


@cache
def verbs(name: str) -> frozenset[str]:
    """A class of verbs, as the data have them."""
    return frozenset(lexicon.table("reporting")["verbs"][name].split())


@cache
def nouns(name: str) -> frozenset[str]:
    """A class of nouns."""
    return frozenset(lexicon.table("reporting")["nouns"][name].split())


@cache
def say() -> dict[str, str]:
    """Form -> base of the verbs of saying."""
    return {form: base for base in verbs("say") for form in _forms(base)}


@cache
def quoted() -> dict[str, str]:
    """Form -> base of the verbs that report only beside a quotation."""
    return {form: base for base in verbs("quoted") for form in _forms(base)}


@cache
def triggers() -> frozenset[str]:
    """Every word that may open a reporting frame."""
    others = "according citing quoting cited words goes went speaks spoke speak per pencils pencilled known reads clear"
    others += " gave gives learned learnt heard attributes attributed ascribes ascribed blamed blames"
    others += " talks talked cited cites pointed points"
    return frozenset(say()) | frozenset(quoted()) | frozenset(others.split()) | verbs("put") | nouns("accounts")


@cache
def _inflected() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for form, base in verb_forms().items():
        found.setdefault(base, []).append(form)
    return found


def _forms(base: str) -> list[str]:
    return [base, *_inflected().get(base, [base + "s", base + "ed", base + "ing"])]
