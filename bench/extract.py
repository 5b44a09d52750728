"""How fast articles become facts, beside spaCy's small English pipeline and quantulum3; start-up and memory.

    python -m bench.extract [--rounds 3] [--others .venv-bench/bin/python]

Articles a second of CPU on one core, over bench/corpus.py: of the plain core, and of the compiled one where `make fast`
has built it; the bars are for the compiled one then, since that is what the image runs. The others read every eighth
article. All are processes of their own and on one thread; rounds alternate and each side's best counts, since a busy
machine only ever adds. The others come with the dependency group `bench` (`make bench` installs it into .venv-bench);
what is not installed is left out, and a line says so. Exits with 1 where a bar is missed.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from redis import Redis

from bench.corpus import Article, corpus
from services.extract.extractor import facts_of
from shared.broker.wire import fields_of
from shared.embedded import EmbeddedServer
from shared.messages import ArticleIngested, Source, article_id

ROOT = Path(__file__).parent.parent
OTHERS = ROOT / ".venv-bench/bin/python"
FAST = ROOT / ".venv-fast/bin/python"
ARTICLES_A_SECOND, TIMES_AS_FAST, START, MEMORY = 400, 20, 0.4, 150
STARTS = 9
SHARE = 8  # the others read one article in eight


def fastest() -> Path:
    """The interpreter with the compiled core, else this one."""
    return FAST if FAST.exists() else Path(sys.executable)


class Tool:
    """A program of this folder in an interpreter of its own; `names` are what it can run there."""

    def __init__(self, python: Path, program: str, articles: list[Any]) -> None:
        command = [str(python), "-P", str(Path(__file__).with_name(program))]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.names: list[str] = self._answer(json.dumps(articles))

    def _answer(self, line: str) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(line, file=self._process.stdin, flush=True)
        return json.loads(self._process.stdout.readline())

    def read(self, name: str) -> float:
        """CPU seconds for what is named."""
        return float(self._answer(name))

    def close(self) -> None:
        """End the process."""
        self._process.communicate()


def speed(python: Path, rounds: int) -> list[tuple[str, float, float]]:
    """Print articles a second, ours and theirs; what is held against bars: name, figure, bar."""
    articles = corpus()
    part = articles[::SHARE]
    size = sum(len(article.text.encode()) for article in articles) / len(articles)
    facts = sum(len(facts_of(a.text, a.date, article_id(a.text))) for a in articles)
    print(
        f"{len(articles)} articles of {size / 1000:.1f} KB, {facts / len(articles):.0f} facts each; one core, CPU time"
    )
    told = [(article.text, article.date.isoformat()) for article in articles]
    cores = [Tool(one, "ours.py", told) for one in dict.fromkeys((Path(sys.executable), fastest()))]
    others = Tool(python if python.exists() else Path(sys.executable), "others.py", [a.text for a in part])
    whole: list[list[float]] = [[] for _ in cores]
    ours: list[list[float]] = [[] for _ in cores]
    theirs: dict[str, list[float]] = {name: [] for name in others.names}
    for _ in range(rounds):
        for core, all_times, part_times in zip(cores, whole, ours, strict=True):
            all_times.append(core.read("1"))
            part_times.append(core.read(str(SHARE)))
        for name, times in theirs.items():
            times.append(others.read(name))
    for tool in (*cores, others):
        tool.close()
    for core, times in zip(cores, whole, strict=True):
        rate = len(articles) / min(times)
        print(f"{f'core: {core.names[0]}':14} {rate:7.1f} articles/s ({rate * size / 1e6:.2f} MB/s)")
    if len(cores) == 1:
        print("left out: the compiled core (`make fast` builds it)")
    found = [("articles/s", rate, float(ARTICLES_A_SECOND))]
    for name, times in theirs.items():
        ratio = min(times) / min(ours[-1])
        print(f"{name:14} {len(part) / min(times):7.1f} articles/s; factwire is {ratio:.1f} times as fast")
        found.append((f"times {name}", ratio, float(TIMES_AS_FAST)))
    if missing := {"spaCy small", "quantulum3"} - theirs.keys():
        print(f"left out: {', '.join(sorted(missing))} (not installed; `make bench` does)")
    return found


def start() -> float:
    """Seconds of `factwire extract` for one small article, from the call to the end; the best of several."""
    article = ROOT / "examples/articles/cable-plant.txt"
    command = [str(fastest()), "-P", "-m", "services.cli", "extract", str(article), "--json"]
    best = float("inf")
    for _ in range(STARTS):
        begun = time.perf_counter()
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        best = min(best, time.perf_counter() - begun)
    return best


def message(article: Article) -> ArticleIngested:
    """The article as ingest publishes it."""
    return ArticleIngested(
        article_id=article_id(article.text),
        text=article.text,
        published_on=article.date,
        source=Source(door="inbox", name=article.name, received_at=dt.datetime(2024, 5, 1, tzinfo=dt.UTC)),
        content_sha256=hashlib.sha256(article.text.encode()).hexdigest(),
    )


def memory(folder: Path) -> float | None:
    """Peak resident MB of an extract service that has read the corpus; None where the system does not say."""
    if not Path("/proc/self/status").exists():
        return None
    articles = corpus()
    with EmbeddedServer(folder) as server:
        client: Any = Redis.from_url(server.url)
        for article in articles:
            client.xadd("articles", fields_of(message(article)))
        environ = os.environ | {"FACTWIRE_REDIS_URL": server.url, "FACTWIRE_LOG_LEVEL": "error"}
        worker = subprocess.Popen([str(fastest()), "-P", "-m", "services.extract"], cwd=ROOT, env=environ)
        try:
            until = time.monotonic() + 120
            while client.xlen("facts") < len(articles):
                if worker.poll() is not None or time.monotonic() > until:
                    raise RuntimeError("the extract service did not read the corpus")
                time.sleep(0.1)
            status = Path(f"/proc/{worker.pid}/status").read_text(encoding="ascii")
        finally:
            worker.terminate()
            worker.wait()
        client.close()
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(peak.split()[1]) / 1024


def main() -> int:
    """Run it all; 0 where every bar holds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--others", type=Path, default=OTHERS, help="an interpreter that has the group `bench`")
    given = parser.parse_args()
    found = speed(given.others, given.rounds)
    missed = [f"{name}: {figure:.1f} (bar: at least {bar:g})" for name, figure, bar in found if figure < bar]
    took = start()
    print(f"{'start':14} {took:7.2f} s for `factwire extract` of one article")
    if took >= START:
        missed.append(f"start: {took:.2f} s (bar: below {START} s)")
    with tempfile.TemporaryDirectory() as folder:
        peak = memory(Path(folder))
    if peak is None:
        print("left out: memory (this system has no /proc)")
    else:
        print(f"{'memory':14} {peak:7.0f} MB at most, of a worker that has read them all")
        if peak >= MEMORY:
            missed.append(f"memory: {peak:.0f} MB (bar: below {MEMORY} MB)")
    for line in missed:
        print(f"MISSED: {line}")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
