"""How right the facts are: scores the extractor on labelled articles, prints tables, fails below the recorded level.

    python -m bench.accuracy [--record] [--by kind] [--errors N] [SET …]

Sets: `dev` (the labelled development articles beside the project, where they are), `specs` (tests/extract/specs),
`bench/heldout` (not read by rule writers), and any folder of TOML specs. The scorer stands beside the project too
(`../shared/gold/score.py`); without it nothing can be measured, and a line says so. Levels stand in
bench/accuracy.json; --record raises them, never lowers them.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from services.extract.core.lexicon import fingerprint
from services.extract.extractor import facts_of
from shared.messages import article_id
from tests.extract import cases

ROOT = Path(__file__).parent.parent
GOLD = ROOT.parent / "shared/gold"
LEVELS = ROOT / "bench/accuracy.json"
# What is recorded of a run, as paths into the scorer's JSON.
MEASURES = {
    "value F1": ("levels", "value", "f1"),
    "core F1": ("levels", "core", "f1"),
    "core precision": ("levels", "core", "precision"),
    "full F1": ("levels", "full", "f1"),
    **{
        name: ("attributes", name, "accuracy")
        for name in ("subject", "period", "status", "bound", "per", "direction", "equivalents", "attribution", "item")
    },
}


def articles(name: str) -> list[dict[str, Any]]:
    """The labelled articles of a set."""
    if name == "dev":
        path = GOLD / "dev/gold.jsonl"
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []
    return list(cases.load_all(ROOT / "tests/extract/specs" if name == "specs" else Path(name)))


def predicted(article: dict[str, Any]) -> dict[str, Any]:
    """What the extractor says of an article, as the scorer reads it."""
    facts = facts_of(article["text"], cases.date_of(article), article_id(article["text"]))
    return {"id": article["id"], "facts": [fact.model_dump(mode="json") for fact in facts]}


def scored(labelled: list[dict[str, Any]], *outputs: Sequence[str]) -> list[str]:
    """The scorer's outputs over the articles, one for each set of options; the articles are read once."""
    with tempfile.TemporaryDirectory() as folder:
        gold, found = Path(folder, "gold.jsonl"), Path(folder, "found.jsonl")
        gold.write_text("\n".join(json.dumps(a, ensure_ascii=False) for a in labelled), encoding="utf-8")
        found.write_text("\n".join(json.dumps(predicted(a), ensure_ascii=False) for a in labelled), encoding="utf-8")
        command = [sys.executable, str(GOLD / "score.py"), str(gold), str(found)]
        return [
            subprocess.run([*command, *extra], check=True, capture_output=True, text=True, encoding="utf-8").stdout
            for extra in outputs
        ]


def measured(result: dict[str, Any]) -> dict[str, float]:
    """The recorded figures out of the scorer's JSON."""
    found = {}
    for name, path in MEASURES.items():
        value: Any = result
        for key in path:
            value = value[key]
        if value is not None:
            found[name] = float(value)
    return found


def main() -> int:
    """Print the tables; 1 where a figure is below its recorded level."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", default=["dev", "specs", "bench/heldout"])
    parser.add_argument("--record", action="store_true", help="raise the recorded levels to what was measured")
    parser.add_argument("--by", default="kind", choices=["kind", "publisher", "group", "none"])
    parser.add_argument("--errors", default="0")
    given = parser.parse_args()
    if not (GOLD / "score.py").exists():
        print("left out: accuracy (the scorer and the development articles do not stand beside this checkout)")
        return 0
    levels = json.loads(LEVELS.read_text(encoding="utf-8")) if LEVELS.exists() else {}
    failed = []
    for name in given.sets:
        labelled = articles(name)
        print(f"\n{name} (lexicon {fingerprint()})")
        by = () if given.by == "none" else ("--by", given.by)
        tables, figures = scored(labelled, (*by, "--errors", given.errors), ("--json",))
        print(tables.rstrip())
        now = measured(json.loads(figures))
        before = levels.get(name, {})
        if not before and not given.record:
            print(f"left out: no level is recorded for {name}, so nothing was compared")
        failed += [f"{name}: {m} {now.get(m, 0):.4f} < {v:.4f}" for m, v in before.items() if now.get(m, 0) < v - 1e-9]
        levels[name] = {m: max(v, before.get(m, 0.0)) for m, v in now.items()}
    if given.record:
        LEVELS.write_text(json.dumps(levels, indent=1) + "\n", encoding="utf-8")
        print("\nlevels recorded")
        return 0
    for line in failed:
        print(f"BELOW THE RECORDED LEVEL: {line}")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
