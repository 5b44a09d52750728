"""Labelled cases as data: TOML files of `text` and the complete list of facts that it states.

A file holds `[[case]]` tables:

    [[case]]
    name = "slug-unique-in-the-file"
    date = "2024-05-01"                # the article's date; optional
    note = "why the facts are these"   # optional, but wanted wherever someone could disagree
    text = '''One sentence, or a whole article.'''

    [[case.facts]]                     # none at all: a negative case
    kind = "investment"
    quote = "more than 48 billion tenge (US$110 million)"   # the evidence; the loader locates it
    nth = 1                            # which occurrence of the quote in the text, from 1; optional
    subject = ["fullest name", "another accepted form"]
    amount = "48000000000"
    unit = "KZT"

The fields are those of the guide (kind, event, subject, amount, upper, unit, item, per, bound, equivalents, direction,
period, status, attribution, person, title, organization) and `optional = true` where a fact neither helps nor hurts.
`located` turns a case into one labelled article, the shape that the scorer reads; a field left
out means: exact, actual, none.
"""

from __future__ import annotations

import datetime as dt
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from services.extract.core.facts.kind import ALLOWED, NONE
from services.extract.core.lexicon import table

# From the core, which needs no library: interpreters without any read the cases too (test_determinism.py).
KINDS = frozenset(kind for kinds in ALLOWED.values() for kind in kinds if kind != NONE) | {"event", "role"}
EVENTS = frozenset(entry["event"] for entry in table("events")["verb"])
CHOICES = {
    "per": frozenset(("year", "quarter", "month", "week", "day", "hour")),
    "bound": frozenset(("exact", "approximate", "at_least", "at_most", "range")),
    "direction": frozenset(("increase", "decrease")),
    "status": frozenset(("actual", "planned")),
}
FIELDS = frozenset(
    (
        *("kind", "event", "quote", "nth", "subject", "amount", "upper", "unit", "item", "per", "bound", "equivalents"),
        *("direction", "period", "status", "attribution", "person", "title", "organization", "optional"),
    )
)


def load(path: Path) -> list[dict[str, Any]]:
    """The labelled articles of one file: {"id", "date", "text", "facts": [...]}; raises ValueError naming the case."""
    return [located(case, path.stem) for case in tomllib.loads(path.read_text(encoding="utf-8")).get("case", [])]


def load_all(folder: Path) -> Iterator[dict[str, Any]]:
    """The labelled articles of every file of a folder, in the files' order."""
    for path in sorted(folder.rglob("*.toml")):
        yield from load(path)


def located(case: dict[str, Any], stem: str) -> dict[str, Any]:
    """One case with the offsets of its quotes, in code points; raises ValueError where the case is malformed."""
    name, text = f"{stem}/{case['name']}", case["text"]
    facts = [_fact(fact, text, name) for fact in case.get("facts", [])]
    return {"id": name, "date": case.get("date"), "text": text, "note": case.get("note"), "facts": facts}


def date_of(case: dict[str, Any]) -> dt.date | None:
    """The article's date, where the case gives one."""
    return dt.date.fromisoformat(case["date"]) if case.get("date") else None


def _fact(fact: dict[str, Any], text: str, name: str) -> dict[str, Any]:
    where = f"{name}: {fact.get('kind')} {fact.get('quote')!r}"
    if unknown := set(fact) - FIELDS:
        raise ValueError(f"{where}: unknown fields {sorted(unknown)}")
    if fact.get("kind") not in KINDS:
        raise ValueError(f"{where}: no such kind")
    needs: tuple[str, ...] = ("amount", "unit", "subject")
    if fact["kind"] == "event":
        needs = ("event", "subject")
        if fact.get("event") not in EVENTS:
            raise ValueError(f"{where}: no such event")
    elif fact["kind"] == "role":
        needs = ("person", "title")
    if missing := [field for field in needs if field not in fact]:
        raise ValueError(f"{where}: lacks {missing}")
    if fact["kind"] == "change" and "direction" not in fact:
        raise ValueError(f"{where}: a change needs its direction")
    for field, allowed in CHOICES.items():
        if field in fact and fact[field] not in allowed:
            raise ValueError(f"{where}: {field} is one of {sorted(allowed)}")
    start = -1
    for _ in range(fact.get("nth", 1)):
        start = text.find(fact["quote"], start + 1)
        if start < 0:
            raise ValueError(f"{where}: the quote does not stand in the text (that often)")
    period = fact.get("period")
    if period is not None:  # TOML has no null: an open end is left out
        fact = {**fact, "period": {"start": period.get("start"), "end": period.get("end")}}
    return {"bound": "exact", "status": "actual", **fact, "start": start, "end": start + len(fact["quote"])}


def main() -> int:
    """Check the files given and print how many cases, negatives and facts they hold."""
    bad = cases = negative = facts = 0
    for path in map(Path, sys.argv[1:]):
        for raw in tomllib.loads(path.read_text(encoding="utf-8")).get("case", []):
            try:
                found = located(raw, path.stem)["facts"]
            except (ValueError, KeyError) as error:
                print(f"{path}: {error}")
                bad += 1
                continue
            cases, facts, negative = cases + 1, facts + len(found), negative + (not found)
    print(f"{cases} cases, {negative} of them negative, {facts} facts, {bad} malformed")
    return int(bool(bad))


if __name__ == "__main__":
    raise SystemExit(main())
