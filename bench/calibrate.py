"""Fit how likely a claim is right as a whole (services/extract/lexicon/confidence.toml), by cross-validation.

    python -m bench.calibrate [--write] [--folds 6]

Each fold of the labelled articles is read with kind weights learnt from the others, so that the probabilities that the
calibration sees are those of unseen text. "Right as a whole" is the scorer's full match: value, kind and every
attribute that the label states. Logistic regression on the claim's traits; whole hundredths. Prints the reliability
table and the expected calibration error (Guo et al. 2017, ten equal-width bins) of predictions made without the
article's own labels.
"""

from __future__ import annotations

import argparse
import importlib.util
import math
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from bench import accuracy, train_kinds
from services.extract.core import pipeline
from services.extract.core.facts import confidence, kind
from services.extract.extractor import fact
from shared.messages import article_id
from tests.extract import cases

ROOT = Path(__file__).parent.parent
Row = tuple[int, list[tuple[str, float]], bool]  # fold, traits, right


def scorer() -> Any:
    """The scorer's functions, from beside the checkout."""
    spec = importlib.util.spec_from_file_location("score", accuracy.GOLD / "score.py")
    if spec is None or spec.loader is None:
        raise SystemExit("left out: calibration (the scorer does not stand beside this checkout)")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rows(folds: int) -> list[Row]:
    """Every claim of every labelled article, read with weights that never saw the article."""
    score = scorer()
    articles = [*accuracy.articles("dev"), *accuracy.articles("specs")]
    fold = {a["id"]: i % folds for i, a in enumerate(sorted(articles, key=lambda a: str(a["id"])))}
    learnt = train_kinds.examples(articles)
    extra = train_kinds.examples(train_kinds.labelled(sorted((ROOT / "bench/kinds").glob("*.txt"))))
    found: list[Row] = []
    for k in range(folds):
        learnt_kinds = train_kinds.train([e for e in learnt if fold[e[0]] != k] + extra)
        weights = kind.parsed(train_kinds.lines(learnt_kinds))
        for a in (a for a in articles if fold[a["id"]] == k):
            found += [(k, traits, right) for traits, right in _judged(a, score, weights)]
    return found


def _judged(a: dict[str, Any], score: Any, weights: kind.Weights) -> list[tuple[list[tuple[str, float]], bool]]:
    claims = pipeline.claims(pipeline.read(a["text"], cases.date_of(a)), weights)
    identity = article_id(a["text"])
    predicted = [fact(claim, a["text"], identity).model_dump(mode="json") for claim in claims]
    gold = a["facts"]
    matched = dict(score.pair(predicted, gold, score.core_match))
    judged = []
    for i, claim in enumerate(claims):
        p = predicted[i]
        if i in matched:
            g = gold[matched[i]]
            if g.get("optional"):
                continue
            right = all(score.attribute_right(name, p, g) is not False for name in score.ATTRIBUTES)
        elif score.repeats(p, gold) or any(g.get("optional") and score.overlap(p, g) for g in gold):
            continue
        else:
            right = False
        judged.append((confidence.traits(claim), right))
    return judged


def fit(data: list[Row], rounds: int = 300, penalty: float = 2.0) -> dict[str, float]:
    """Weights by trait; a trait's number multiplies its weight."""
    weights: dict[str, float] = defaultdict(float)
    seen: dict[str, float] = defaultdict(lambda: 1e-8)
    for _ in range(rounds):
        gradient: dict[str, float] = defaultdict(float)
        for _, traits, right in data:
            delta = predict(weights, traits) - right
            for name, x in traits:
                gradient[name] += delta * x
        for name, total in gradient.items():
            g = total + (0.0 if name == "bias" else penalty * weights[name])
            seen[name] += g * g
            weights[name] -= 0.2 * g / math.sqrt(seen[name])
    return dict(weights)


def predict(weights: dict[str, float], traits: list[tuple[str, float]]) -> float:
    """The probability that a claim with these traits is right."""
    total = sum(weights.get(name, 0.0) * x for name, x in traits)
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def main() -> int:
    """Print the reliability table; write the weights where asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--folds", type=int, default=6)
    given = parser.parse_args()
    data = rows(given.folds)
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for k in range(given.folds):
        weights = fit([row for row in data if row[0] != k])
        for fold, traits, right in data:
            if fold == k:
                p = predict(weights, traits)
                bins[min(9, int(10 * p))].append((p, right))
    error = 0.0
    print("confidence   claims   said   were right")
    for b in sorted(bins):
        said = sum(p for p, _ in bins[b]) / len(bins[b])
        were = sum(r for _, r in bins[b]) / len(bins[b])
        error += abs(said - were) * len(bins[b]) / len(data)
        print(f"{b / 10:.1f}–{(b + 1) / 10:.1f}   {len(bins[b]):6}   {said:.3f}   {were:.3f}")
    print(f"expected calibration error {error:.3f} over {len(data)} claims")
    if given.write:
        lines = "\n".join(f"{name} {round(100 * w)}" for name, w in sorted(fit(data).items()) if round(100 * w))
        head = (
            "# What a claim's traits say of its being right, in hundredths of log-odds. Fitted by bench/calibrate.py.\n"
        )
        target = ROOT / "services/extract/lexicon/confidence.toml"
        target.write_text(f"{head}weights = '''\n{lines}\n'''\n", encoding="utf-8")
        print(f"written: {target.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
