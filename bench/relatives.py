"""What finding versions and near-duplicates costs and finds: CPU time an article, memory, bytes on disk, recall.

    python -m bench.relatives [--articles 100000]

Texts are 400 words drawn by Zipf's law, so that common words recur as in news. Every tenth is a reprint of an earlier
one with a stretch of it replaced; a reprint counts as found when it is linked to its original.
"""

from __future__ import annotations

import argparse
import datetime as dt
import itertools
import random
import tempfile
import time
from collections import Counter
from pathlib import Path

import psutil

from services.ingest.article import Draft
from services.ingest.ledger import Ledger
from services.ingest.outgoing import Outgoing
from services.ingest.relatives import Relatives
from shared.messages import ArticleIngested, Source, article_id

WORDS = 400
BATCH = 200
REPLACED = (20, 40, 70)  # words; a Jaccard similarity of about 0.90, 0.81 and 0.70
START = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)


def article(words: list[str], number: int) -> ArticleIngested:
    """As ingest makes it, without looking for its language, which is not measured here."""
    text = Draft(" ".join(words)).text
    source = Source(door="http", name="bench", received_at=START + dt.timedelta(seconds=number))
    return ArticleIngested(article_id=article_id(text), text=text, source=source, content_sha256="0" * 64)


def main() -> None:
    """Print one line for each fifth of the articles, then what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=100_000)
    count = parser.parse_args().articles
    luck = random.Random(20240416)
    vocabulary = [f"w{n}" for n in range(50_000)]
    weights = list(itertools.accumulate(1 / (n + 2.7) for n in range(50_000)))
    found: Counter[int] = Counter()
    tried: Counter[int] = Counter()
    wrong = 0
    originals: list[tuple[list[str], ArticleIngested]] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.db"
        ledger = Ledger(path, window=30)
        db = ledger._db  # this measures the index alone, without the ledger's thread
        relatives = Relatives(db, days=30)
        before, spent = psutil.Process().memory_info().rss, 0.0
        for start in range(0, count, BATCH):
            batch: list[tuple[ArticleIngested, int, ArticleIngested | None]] = []
            for number in range(start, min(start + BATCH, count)):
                words = luck.choices(vocabulary, cum_weights=weights, k=WORDS)
                if number % 10 == 9:
                    replaced = luck.choice(REPLACED)
                    original, its = luck.choice(originals)
                    at = luck.randrange(WORDS - replaced)
                    reprint = [*original[:at], *words[:replaced], *original[at + replaced :]]
                    batch.append((article(reprint, number), replaced, its))
                else:
                    one = article(words, number)
                    batch.append((one, 0, None))
                    if len(originals) < 2_000 or luck.random() < 0.01:
                        originals.append((words, one))
            outgoing = [Outgoing.of(one) for one, _, _ in batch]
            begun = time.process_time()
            links = list(relatives.find_all(outgoing).values())
            db.execute("BEGIN")
            relatives.write([one.article_id.bytes for one, _, _ in batch])
            db.execute("COMMIT")
            relatives.drop([one.article_id.bytes for one, _, _ in batch])
            spent += time.process_time() - begun
            for (_, replaced, source), link in zip(batch, links, strict=True):
                tried[replaced] += 1
                found[replaced] += source is not None and link.near_duplicate_of == source.article_id
                wrong += source is None and link.near_duplicate_of is not None
            if (start + BATCH) % max(BATCH, count // 5) == 0:
                size = sum(file.stat().st_size for file in path.parent.iterdir()) / 1e6
                grown = (psutil.Process().memory_info().rss - before) / 1e6
                done, each = start + BATCH, spent / (start + BATCH) * 1e6
                print(f"{done:>8,} articles: {each:.0f} µs CPU each, {size:.0f} MB on disk, RSS +{grown:.0f} MB")
    for replaced in REPLACED:
        print(f"{replaced:>3} of {WORDS} words replaced: {found[replaced]} of {tried[replaced]} reprints found")
    print(f"linked wrongly: {wrong} of {tried[0]}")


if __name__ == "__main__":
    main()
