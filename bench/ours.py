"""The extractor in an interpreter of its own, so that bench/extract.py can measure plain and compiled in the same run.

    .venv-fast/bin/python -P bench/ours.py < articles.json

Reads one JSON list of [text, date], says what its core runs as, then answers every further line, a number n, with the
CPU seconds that it took for every n-th article. Run by bench/extract.py.
"""

from __future__ import annotations

import datetime as dt
import json
import sys
import time

from services.extract.build import core
from services.extract.extractor import facts_of, ready
from shared.messages import article_id


def main() -> int:
    """Serve until the input ends."""
    articles = [
        (text, dt.date.fromisoformat(date), article_id(text)) for text, date in json.loads(sys.stdin.readline())
    ]
    ready()  # as the service does it before its first article
    for text, date, known in articles[:20]:
        facts_of(text, date, known)  # tables are built once
    print(json.dumps([core()]), flush=True)
    for line in sys.stdin:
        begun = time.process_time()
        for text, date, known in articles[:: int(line)]:
            facts_of(text, date, known)
        print(time.process_time() - begun, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
