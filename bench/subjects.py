"""How right the subjects are: accuracy by kind over the facts whose value and kind are right, and what went wrong.

    python -m bench.subjects [SET …] [--errors [KIND]] [--id PART]

Sets as in bench/accuracy.py, or one file of specs. An error shows the sentence, the accepted forms and what was found.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from bench.accuracy import GOLD, articles, predicted
from tests.extract import cases


def _scorer() -> Any:
    spec = importlib.util.spec_from_file_location("score", GOLD / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _around(text: str, start: int, end: int) -> str:
    """The line around the evidence, the evidence marked."""
    a = text.rfind("\n", 0, start) + 1
    b = text.find("\n", end)
    return f"{text[max(a, start - 400) : start]}[[{text[start:end]}]]{text[end : b if b >= 0 else end + 200][:160]}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="*", default=["dev", "specs"])
    parser.add_argument("--errors", nargs="?", const="", default=None, metavar="KIND")
    parser.add_argument("--id", default="", help="only articles whose id holds this")
    given = parser.parse_args()
    score = _scorer()
    for name in given.sets:
        labelled = list(cases.load(Path(name))) if name.endswith(".toml") else articles(name)
        right: Counter[str] = Counter()
        asked: Counter[str] = Counter()
        for article in labelled:
            if given.id not in str(article["id"]):
                continue
            found = predicted(article)["facts"]
            for i, j in score.pair(found, article["facts"], score.core_match):
                p, g = found[i], article["facts"][j]
                good = score.attribute_right("subject", p, g)
                if g.get("optional") or good is None:
                    continue
                asked[g["kind"]] += 1
                right[g["kind"]] += good
                if not good and given.errors is not None and given.errors in ("", g["kind"]):
                    where = p["evidence"]
                    print(f"- {article['id']} {g['kind']}: {_around(article['text'], where['start'], where['end'])}")
                    print(f"    want {score.forms(g['subject'])}")
                    print(f"    got  {score.first(p.get('subject'))!r}")
        print(f"{name}: {sum(right.values()) / max(1, sum(asked.values())):.3f} of {sum(asked.values())}  ", end="")
        print("  ".join(f"{k} {right[k]}/{asked[k]}" for k in sorted(asked)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
