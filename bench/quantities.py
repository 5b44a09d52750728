"""How well numbers are read: value precision, recall and F1 of the quantities alone, on labelled articles.

    python -m bench.quantities LABELLED... [--errors N] [--half even|odd]

LABELLED is a JSON-lines file of labelled articles or a folder of specs. A quantity counts as right if it has a label's
base value and unit and overlaps its evidence, whatever its kind; optional labels and repetitions neither help nor hurt.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import time
import zlib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from services.extract.core.mentions.quantity import quantities
from services.extract.core.model import Document, Quantity
from services.extract.core.sentences import sentences
from tests.extract.cases import load_all

_BASE = {
    "kg": ("t", "0.001"), "g": ("t", "0.000001"), "m": ("km", "0.001"), "ha": ("m2", "10000"), "km2": ("m2", "1000000"),
    "kW": ("MW", "0.001"), "W": ("MW", "0.000001"), "GW": ("MW", "1000"), "kWh": ("MWh", "0.001"), "GWh": ("MWh", "1000"),
    "TWh": ("MWh", "1000000"), "L": ("m3", "0.001"),
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


def _same(q: Quantity, label: dict[str, Any]) -> bool:
    if _base(q.amount, q.unit)[1] != _base(q.amount, label["unit"])[1]:
        return False
    ends = [(q.amount, label["amount"]), (q.upper, label.get("upper"))]
    for mine, other in ends:
        if (mine is None) != (other is None):
            return False
        if mine is not None and other is not None:
            a, b = _base(mine, q.unit)[0], _base(Decimal(other), label["unit"])[0]
            if abs(a - b) > abs(b) * Decimal("0.0005"):
                return False
    return True


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labelled", nargs="+", type=Path)
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--half", choices=["even", "odd"])
    parser.add_argument("--only", default="")
    parser.add_argument("--attributes", action="store_true")
    options = parser.parse_args()
    right = false = missed = size = 0
    wrong: list[str] = []
    attributes: dict[str, list[int]] = {}
    spent = 0.0
    for path in options.labelled:
        for article in articles(path):
            odd = zlib.crc32(article["id"].encode()) % 2
            if (
                (options.half == "odd" and not odd)
                or (options.half == "even" and odd)
                or options.only not in article["id"]
            ):
                continue
            begun = time.perf_counter()
            doc = read(article)
            spent += time.perf_counter() - begun
            size += 1
            labels = [fact for fact in article["facts"] if fact["kind"] not in ("event", "role")]
            found = [q for sentence in doc.quantities for q in sentence]
            pairs = sorted(
                (bool(label.get("optional")), abs(q.start - label["start"]) + abs(q.end - label["end"]), i, j)
                for i, q in enumerate(found)
                for j, label in enumerate(labels)
                if q.start < label["end"] and label["start"] < q.end and _same(q, label)
            )
            used_q: set[int] = set()
            used_l: set[int] = set()
            for _, _, i, j in pairs:
                if i not in used_q and j not in used_l:
                    used_q.add(i)
                    used_l.add(j)
                    right += not labels[j].get("optional")
                    for name in ("bound", "per"):
                        want, got = labels[j].get(name), getattr(found[i], name)
                        tally = attributes.setdefault(name, [0, 0])
                        tally[1] += 1
                        tally[0] += want == got
                        if want != got and options.attributes:
                            wrong.append(
                                f"{name.upper()} {want} got {got} {article['id']} {article['text'][found[i].start : found[i].end]!r} {found[i].rule}"
                            )
                    if labels[j].get("equivalents"):
                        tally = attributes.setdefault("equivalents", [0, 0])
                        tally[1] += 1
                        ok = {(Decimal(e["amount"]), e["unit"]) for e in labels[j]["equivalents"]} <= set(
                            found[i].equivalents
                        )
                        tally[0] += ok
                        if not ok:
                            wrong.append(f"EQUIVALENT {article['id']} {labels[j]}")
            for j, label in enumerate(labels):
                if j not in used_l and not label.get("optional"):
                    missed += 1
                    wrong.append(
                        f"MISSED {article['id']} {article['text'][label['start'] : label['end']]!r} {label['amount']} {label.get('upper', '')} {label['unit']}"
                    )
            for i, q in enumerate(found):
                if i in used_q or any(_same(q, label) for label in labels):
                    continue
                if any(label.get("optional") and q.start < label["end"] and label["start"] < q.end for label in labels):
                    continue
                false += 1
                around = article["text"][max(0, q.start - 40) : q.end + 30].replace("\n", " ")
                wrong.append(f"FALSE {article['id']} {q.amount} {q.upper or ''} {q.unit} {q.rule} in {around!r}")
    precision, recall = right / max(1, right + false), right / max(1, right + missed)
    print(
        f"{size} articles: P {precision:.3f} R {recall:.3f} F1 {2 * precision * recall / max(1e-9, precision + recall):.3f}",
        end="",
    )
    print(f"  right {right}, false {false}, missed {missed}; {size / max(spent, 1e-9):.0f} articles/s with sentences")
    print("  " + ", ".join(f"{name} {good / total:.3f} of {total}" for name, (good, total) in attributes.items()))
    for line in wrong[: options.errors]:
        print("-", line)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
