"""How well numbers are read: value precision, recall and F1 of the quantities alone, on labelled articles.

    python -m bench.quantities LABELLED... [--errors N] [--half even|odd] [--only TEXT]

LABELLED is a JSON-lines file of labelled articles or a folder of specs; `--half` takes the articles whose id has an
even or odd checksum, so that rules can be written on one half and measured on the other. A quantity counts as right if
it has a label's base value and unit and overlaps its evidence, whatever its kind; optional labels and repetitions
neither help nor hurt. Bound, rate and equivalents are compared over the pairs.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import time
import zlib
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from services.extract.core.mentions.quantity import quantities
from services.extract.core.model import Document, Quantity
from services.extract.core.sentences import sentences
from tests.extract.cases import load_all

_BASE = {
    "kg": ("t", "0.001"), "g": ("t", "0.000001"), "m": ("km", "0.001"), "ha": ("m2", "10000"),
    "km2": ("m2", "1000000"), "kW": ("MW", "0.001"), "W": ("MW", "0.000001"), "GW": ("MW", "1000"),
    "kWh": ("MWh", "0.001"), "GWh": ("MWh", "1000"), "TWh": ("MWh", "1000000"), "L": ("m3", "0.001"),
}  # fmt: skip


def articles(path: Path) -> Iterator[dict[str, Any]]:
    """Labelled articles of a JSON-lines file, or of a folder of specs."""
    if path.is_dir():
        yield from load_all(path)
    else:
        for line in path.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)


def read(article: dict[str, Any]) -> Document:
    """The article with the quantities of all its sentences."""
    published = dt.date.fromisoformat(article["date"]) if article.get("date") else None
    doc = Document(article["text"], published, sentences(article["text"]), country=article.get("country"))
    for sentence in doc.sentences:
        doc.quantities.append(quantities(sentence, doc))
    return doc


def _base(amount: Decimal, unit: str) -> tuple[Decimal, str]:
    base, factor = _BASE.get(unit, (unit, "1"))
    return amount * Decimal(factor), base


def same(q: Quantity, label: dict[str, Any]) -> bool:
    """Do the two have the same value in the same base unit?"""
    for mine, other in ((q.amount, label["amount"]), (q.upper, label.get("upper"))):
        if mine is None and other is None:
            continue
        if mine is None or other is None:
            return False
        (a, unit), (b, wanted) = _base(mine, q.unit), _base(Decimal(other), label["unit"])
        if unit != wanted or abs(a - b) > abs(b) * Decimal("0.0005"):
            return False
    return True


def overlap(q: Quantity, label: dict[str, Any]) -> bool:
    """Does the evidence of the two touch?"""
    return bool(q.start < label["end"] and label["start"] < q.end)


def pairs(found: list[Quantity], labels: list[dict[str, Any]]) -> dict[int, int]:
    """Quantity -> label, one to one, required labels and closest evidence first."""
    candidates = sorted(
        (bool(label.get("optional")), abs(q.start - label["start"]) + abs(q.end - label["end"]), i, j)
        for i, q in enumerate(found)
        for j, label in enumerate(labels)
        if overlap(q, label) and same(q, label)
    )
    taken: dict[int, int] = {}
    for _, _, i, j in candidates:
        if i not in taken and j not in taken.values():
            taken[i] = j
    return taken


def compare(article: dict[str, Any], found: list[Quantity], tally: Counter[str], errors: list[str]) -> None:
    """Count what is right, false and missed in an article, and the attributes of what is right."""
    text, name = article["text"], article["id"]
    labels = [fact for fact in article["facts"] if fact["kind"] not in ("event", "role")]
    taken = pairs(found, labels)
    for i, j in taken.items():
        q, label = found[i], labels[j]
        tally["right"] += not label.get("optional")
        wanted = {(Decimal(e["amount"]), e["unit"]) for e in label.get("equivalents") or []}
        checks = {"bound": (q.bound, label["bound"]), "per": (q.per, label.get("per"))}
        if wanted:
            checks["equivalents"] = (str(wanted - set(q.equivalents)), str(set()))
        for attribute, (got, want) in checks.items():
            tally[f"{attribute} of"] += 1
            tally[attribute] += got == want
            if got != want:
                errors.append(f"{attribute}: {got} for {want}: {name}: {text[q.start : q.end]!r} by {q.rule}")
    for j, label in enumerate(labels):
        if j not in taken.values() and not label.get("optional"):
            tally["missed"] += 1
            errors.append(f"missed: {name}: {text[label['start'] : label['end']]!r} {label['amount']} {label['unit']}")
    for i, q in enumerate(found):
        spared = any(same(q, label) or (label.get("optional") and overlap(q, label)) for label in labels)
        if i not in taken and not spared:
            tally["false"] += 1
            around = text[max(0, q.start - 40) : q.end + 30].replace("\n", " ")
            errors.append(f"false: {name}: {q.amount} {q.unit} by {q.rule} in {around!r}")


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labelled", nargs="+", type=Path)
    parser.add_argument("--errors", type=int, default=0, help="print the first N")
    parser.add_argument("--half", choices=["even", "odd"])
    parser.add_argument("--only", default="", help="articles whose id has this in it")
    options = parser.parse_args()
    tally: Counter[str] = Counter()
    errors: list[str] = []
    spent = 0.0
    for article in (a for path in options.labelled for a in articles(path)):
        odd = zlib.crc32(article["id"].encode()) % 2
        if (options.half and odd != (options.half == "odd")) or options.only not in article["id"]:
            continue
        begun = time.perf_counter()
        doc = read(article)
        spent += time.perf_counter() - begun
        tally["articles"] += 1
        compare(article, [q for found in doc.quantities for q in found], tally, errors)
    right = tally["right"]
    precision, recall = right / max(1, right + tally["false"]), right / max(1, right + tally["missed"])
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    print(f"{tally['articles']} articles: P {precision:.3f} R {recall:.3f} F1 {f1:.3f}", end="  ")
    print(f"right {right}, false {tally['false']}, missed {tally['missed']};", end=" ")
    print(f"{tally['articles'] / max(spent, 1e-9):.0f} articles/s with their sentences")
    for attribute in ("bound", "per", "equivalents"):
        if total := tally[f"{attribute} of"]:
            print(f"  {attribute} {tally[attribute] / total:.3f} of {total}")
    for line in errors[: options.errors]:
        print("-", line)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
