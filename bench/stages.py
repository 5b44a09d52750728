"""Where the time of reading an article goes: CPU by stage, each without the stages that it calls.

    python -m bench.stages

A stage is a function that `pipeline.py` calls by name; what `extractor.py` adds is the making of facts. Phrases, verb
groups and predicates are read when first asked for and count for the stage that asks.
"""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from collections.abc import Callable
from types import FunctionType, ModuleType
from typing import Any

from bench.corpus import corpus
from services.extract import extractor
from services.extract.core import pipeline
from shared.messages import article_id

ROUNDS = 3
spent: dict[str, int] = defaultdict(int)
_inner: list[int] = []


def timed(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
    """The function, its own CPU added up under the name."""

    def run(*arguments: Any, **options: Any) -> Any:
        begun = time.process_time_ns()
        _inner.append(0)
        try:
            return function(*arguments, **options)
        finally:
            took = time.process_time_ns() - begun
            spent[name] += took - _inner.pop()
            if _inner:
                _inner[-1] += took

    return run


def watch(module: ModuleType) -> None:
    """Time whatever functions of the core a module has imported by name."""
    for name, function in list(vars(module).items()):
        where = function.__module__ if isinstance(function, FunctionType) else ""
        if where != module.__name__ and where.startswith(core := "services.extract.core."):
            setattr(module, name, timed(f"{where.removeprefix(core).replace('.', '/')}.py: {name}", function))


def main() -> int:
    """Print the table."""
    articles = corpus()
    watch(pipeline)
    for name in ("fact", "_identified"):
        if hasattr(extractor, name):
            setattr(extractor, name, timed("extractor.py: facts and their ids", getattr(extractor, name)))
    read = timed("pipeline.py: the flow itself", extractor.facts_of)
    for round_ in range(ROUNDS + 1):
        if round_ == 1:
            spent.clear()  # the first round builds the tables
        for article in articles:
            read(article.text, article.date, article_id(article.text))
    total = sum(spent.values())
    print(f"{total / ROUNDS / len(articles) / 1e6:.2f} ms of CPU an article, timing included\n")
    print("| stage | share | ms an article |\n| --- | --- | --- |")
    for name, took in sorted(spent.items(), key=lambda pair: -pair[1]):
        if took / total > 0.002:
            print(f"| `{name}` | {took / total:.1%} | {took / ROUNDS / len(articles) / 1e6:.2f} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
