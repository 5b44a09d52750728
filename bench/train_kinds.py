"""Learn what each grammatical cue is worth for the kind of a quantity (services/extract/lexicon/kinds.toml).

    python -m bench.train_kinds LABELLED… [--write] [--folds 8]

LABELLED: TOML specs (tests/extract/cases.py), JSON Lines of labelled articles, or bench/kinds/*.txt. Multinomial
logistic regression with an L2 penalty towards the priors of `cues.toml`, full-batch gradient descent, whole hundredths,
no randomness: the same labels give the same bytes.
Prints the accuracy by cross-validation over articles, so that what it prints is about texts not learnt from.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

from services.extract.core import lexicon, pipeline
from services.extract.core.facts.assertion import unclaimed
from services.extract.core.facts.features import surroundings
from services.extract.core.facts.kind import ALLOWED, NONE, cues, group
from services.extract.core.model import Quantity
from shared.facts import QUANTITY_KINDS
from tests.extract import cases

_LEAST = 0.1  # words that weigh less are left to their classes
Example = tuple[str, str, list[str], str]  # article, group, cues, kind
Weights = dict[str, dict[str, list[float]]]
SCALE: dict[str, tuple[str, Decimal]] = {
    "kg": ("t", Decimal("0.001")), "kt": ("t", Decimal(1000)), "g": ("t", Decimal("0.000001")),
    "m": ("km", Decimal("0.001")), "ha": ("m2", Decimal(10000)), "km2": ("m2", Decimal(1000000)),
    "kW": ("MW", Decimal("0.001")), "GW": ("MW", Decimal(1000)), "kWh": ("MWh", Decimal("0.001")),
    "GWh": ("MWh", Decimal(1000)), "TWh": ("MWh", Decimal(1000000)), "L": ("m3", Decimal("0.001")),
}  # fmt: skip


def labelled(paths: Iterable[Path]) -> list[dict[str, Any]]:
    """The labelled articles of the files given."""
    found: list[dict[str, Any]] = []
    for path in paths:
        if path.suffix == ".toml":
            found += cases.load(path)
        elif path.suffix == ".txt":
            found += [
                marked(line, f"{path.stem}/{i}")
                for i, line in enumerate(path.read_text("utf-8").splitlines())
                if line and line[0] != "#"
            ]
        else:
            found += [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return found


def marked(line: str, name: str) -> dict[str, Any]:
    """A sentence with its quantities marked `{kind|quantity}`, as a labelled article; what is not marked is no fact."""
    facts, text, position = [], "", 0
    for m in re.finditer(r"\{(\w+)\|([^{}]*)\}", line):
        text += line[position : m.start()]
        facts.append({"kind": m[1], "start": len(text), "end": len(text) + len(m[2])})
        text += m[2]
        position = m.end()
    return {"id": name, "text": text + line[position:], "facts": facts}


def same_value(q: Quantity, fact: dict[str, Any]) -> bool:
    """Whether a quantity is the labelled one: same value in the base unit, evidence overlapping."""
    if "unit" not in fact:  # marked by place alone
        return bool(q.start < fact["end"] and fact["start"] < q.end)
    unit, factor = SCALE.get(fact["unit"], (fact["unit"], Decimal(1)))
    own_unit, own_factor = SCALE.get(q.unit, (q.unit, Decimal(1)))
    a, b = Decimal(fact["amount"]) * factor, q.amount * own_factor
    return bool(
        unit == own_unit
        and abs(a - b) <= abs(a) * Decimal("0.0005")
        and q.start < fact["end"]
        and fact["start"] < q.end
    )


def examples(articles: list[dict[str, Any]]) -> list[Example]:
    """One example per quantity found; what no label knows is `none`, what an optional label covers is left out."""
    found: list[Example] = []
    for article in articles:
        date = article.get("date") or article.get("published_on")
        doc = pipeline.read(article["text"], dt.date.fromisoformat(date) if date else None)
        facts = [f for f in article["facts"] if f["kind"] in QUANTITY_KINDS]
        kinds: dict[str, str] = {}
        for s in doc.sentences:
            previous, earlier, kinds = "", kinds, {}
            for q in doc.quantities[s.index]:
                match = next((f for f in facts if same_value(q, f)), None)
                if match is None and any(
                    f["start"] < q.end and q.start < f["end"] for f in article["facts"] if f.get("optional")
                ):
                    continue
                kind = match["kind"] if match else NONE
                if match is None and any(f["kind"] in QUANTITY_KINDS and same_amount(q, f) for f in facts):
                    continue  # a repetition of a labelled value elsewhere
                if kind not in ALLOWED[group(q)]:
                    kind = NONE
                around = surroundings(q, s)
                if kind == NONE and unclaimed(q, s, around) is not None:
                    continue  # what is denied, asked or supposed has no kind to learn from
                name = group(q)
                shown = cues(q, s, around, previous, doc.times[s.index], earlier.get(name, ""), kinds.get(name, ""))
                found.append((article["id"], name, shown, kind))
                if kind != NONE:
                    previous = kinds[name] = kind
    return found


def same_amount(q: Quantity, fact: dict[str, Any]) -> bool:
    """Whether the label says the same number somewhere else."""
    return "amount" in fact and Decimal(fact["amount"]) == q.amount and fact["unit"] == q.unit


def train(data: list[Example], rounds: int = 150, penalty: float = 0.7, rate: float = 1.0) -> Weights:
    """Weights by group, cue and kind: RMS-scaled gradient descent on the penalised log-likelihood."""
    weights: Weights = {}
    for name, kinds in ALLOWED.items():
        own = [(c, kinds.index(k)) for _, g, c, k in data if g == name]
        frequent = Counter(cue for c, _ in own for cue in set(c))
        own = [([cue for cue in dict.fromkeys(c) if frequent[cue] > 1 or cue in priors(name)], k) for c, k in own]
        prior = priors(name)
        known = {cue for cue in frequent if frequent[cue] > 1} | set(prior)
        w: dict[str, list[float]] = {cue: list(prior.get(cue, [0.0] * len(kinds))) for cue in sorted(known)}
        start = {cue: list(row) for cue, row in w.items()}
        seen: dict[str, list[float]] = {cue: [1e-8] * len(kinds) for cue in w}
        for _ in range(rounds if own else 0):
            gradient: dict[str, list[float]] = {
                cue: [_dear(cue) * penalty * (x - x0) for x, x0 in zip(row, start[cue], strict=True)]
                for cue, row in w.items()
            }
            for c, k in own:
                scores = [0.0] * len(kinds)
                for cue in c:
                    row = w[cue]
                    for i in range(len(kinds)):
                        scores[i] += row[i]
                top = max(scores)
                exps = [math.exp(x - top) for x in scores]
                total = sum(exps)
                for i in range(len(kinds)):
                    delta = exps[i] / total - (i == k)
                    if abs(delta) > 1e-4:
                        for cue in c:
                            gradient[cue][i] += delta
            for cue, row in w.items():
                for i, g in enumerate(gradient[cue]):
                    seen[cue][i] += g * g
                    row[i] -= rate * 0.3 * g / math.sqrt(seen[cue][i])
        weights[name] = w
    return weights


def _dear(cue: str) -> float:
    """How dear it is to leave the prior: a word on its own ("n=orders") twice what a class of words costs."""
    return 0.1 if cue == "bias" else 2.0 if "=" in cue else 1.0


def priors(name: str) -> dict[str, list[float]]:
    """What `cues.toml` says of the cues of a group before any labels."""
    kinds = ALLOWED[name]
    found = {}
    for line in lexicon.table("cues")["priors"][name].split("\n"):
        if line:
            cue, *values = line.split()
            worth = dict(value.split("=") for value in values)
            found[cue] = [int(worth.get(kind, 0)) / 100 for kind in kinds]
    return found


def predict(weights: Weights, name: str, found: list[str]) -> str:
    """The likeliest kind."""
    kinds = ALLOWED[name]
    scores = [0.0] * len(kinds)
    for cue in dict.fromkeys(found):
        for i, x in enumerate(weights[name].get(cue, ())):
            scores[i] += x
    return kinds[max(range(len(kinds)), key=scores.__getitem__)]


def cross_validated(data: list[Example], folds: int) -> None:
    """Print the accuracy on articles not learnt from, and what is taken for what."""
    articles = sorted({a for a, *_ in data})
    fold = {a: i % folds for i, a in enumerate(articles)}
    right: Counter[str] = Counter()
    all_: Counter[str] = Counter()
    confused: Counter[tuple[str, str, str]] = Counter()
    for k in range(folds):
        weights = train([e for e in data if fold[e[0]] != k], rounds=80)
        for a, name, found, kind in data:
            if fold[a] == k:
                guess = predict(weights, name, found)
                all_[name] += 1
                right[name] += guess == kind
                if guess != kind:
                    confused[name, kind, guess] += 1
    for name in ALLOWED:
        if all_[name]:
            print(f"  {name:10} {right[name] / all_[name]:.3f} of {all_[name]}")
    print(f"  together   {sum(right.values()) / sum(all_.values()):.3f} of {sum(all_.values())}")
    for (name, kind, guess), n in confused.most_common(15):
        print(f"    {name}: {kind} taken for {guess}: {n}")


def lines(weights: Weights) -> str:
    """One line a cue: group, cue, kind=hundredths …"""
    found = []
    for name, kinds in ALLOWED.items():
        for cue, row in sorted(weights[name].items()):
            values = [f"{kind}={round(100 * x)}" for kind, x in zip(kinds, row, strict=True) if round(100 * x)]
            if values and not ("=" in cue and max(map(abs, row)) < _LEAST):
                found.append(f"{name} {cue} {' '.join(values)}")
    return "\n".join(found)


def written(weights: Weights) -> str:
    """The data file."""
    head = (
        "# What each cue is worth for each kind, in hundredths: group, cue, kind=worth …\n"
        "# Learnt by bench/train_kinds.py from labelled texts; not edited by hand.\n"
    )
    return f"{head}weights = '''\n" + lines(weights) + "\n'''\n"


def main() -> int:
    """Cross-validate, and write the weights where asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labelled", nargs="+", type=Path)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--folds", type=int, default=8)
    given = parser.parse_args()
    data = examples(labelled(given.labelled))
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    for _, name, _, kind in data:
        kinds[name][kind] += 1
    for name, counted in kinds.items():
        print(name, dict(counted))
    if given.folds:
        cross_validated(data, given.folds)
    if given.write:
        target = Path(__file__).parent.parent / "services/extract/lexicon/kinds.toml"
        target.write_text(written(train(data)), encoding="utf-8")
        print(f"written: {target.name}, {target.stat().st_size:,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
