"""What ingest costs, beside the bare server: files and posts a second, in one run, on `appendfsync always`.

    python -m bench.ingest [--files 20000] [--posts 3000]

Bars: files at least half of the bare pipelined XADD rate; posts at least half of a bare FastAPI handler with one XADD.
The load of the posts comes from this process as well, over keep-alive connections, the same for both.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import itertools
import json
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import psutil
from fastapi import FastAPI, Request
from redis.asyncio import Redis

from shared.embedded import EmbeddedServer

# Words of the news by Zipf's law: texts made of one template would all be near-duplicates of each other.
VOCABULARY = "the of in a to and will plant has for its said on year".split() + [f"word{n}" for n in range(20_000)]
WEIGHTS = list(itertools.accumulate(1 / (n + 2.7) for n in range(len(VOCABULARY))))
WORDS = 480
PIPELINE = 500  # as many as ingest publishes at once
CONNECTIONS = 32
TURNS = 10  # of each server


def article(number: int) -> str:
    """About 3 KB, like an article, and unlike every other."""
    luck = random.Random(number)
    words = luck.choices(VOCABULARY, cum_weights=WEIGHTS, k=WORDS)
    sentences = [" ".join(words[n : n + 20]).capitalize() for n in range(0, WORDS, 20)]
    return f"The plant in Almaty makes {number} tons of copper wire a year. " + ". ".join(sentences) + "."


async def bare_xadd(url: str, count: int) -> tuple[float, float]:
    """Entries a second that the server takes in pipelines; CPU of the client an entry in microseconds."""
    client = Redis.from_url(url)
    texts = [article(number) for number in range(count)]
    begun, spent = time.perf_counter(), time.process_time()
    for start in range(0, count, PIPELINE):
        pipe = client.pipeline(transaction=False)
        for number in range(start, min(start + PIPELINE, count)):
            pipe.xadd("bare", {"type": "x", "data": json.dumps({"text": texts[number]})})
        await pipe.execute()
    rate, spent = count / (time.perf_counter() - begun), time.process_time() - spent
    await client.aclose()
    return rate, spent / count * 1e6


async def files(url: str, folder: Path, count: int) -> tuple[float, float]:
    """Files a second from a drop to its last move; CPU a file in microseconds, of every process of ingest."""
    drop, inbox, port = folder / "drop", folder / "inbox", free_port()
    drop.mkdir()
    for number in range(count):
        (drop / f"{number}.txt").write_text(article(number))
    env = {"FACTWIRE_REDIS_URL": url, "FACTWIRE_PORT": str(port), "FACTWIRE_DATA_DIR": str(folder / "data"),
           "FACTWIRE_INBOX": str(inbox), "FACTWIRE_LOG_LEVEL": "warning"}  # fmt: skip
    client = Redis.from_url(url)
    async with process(["services.ingest"], env, port) as server:
        await asyncio.sleep(1.1)  # the files have stood still, and the server has settled
        begun, spent = time.perf_counter(), cpu_of(server)
        drop.rename(inbox / "drop")
        while await client.xlen("articles") < count or any((inbox / "drop").iterdir()):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
        rate = count / (time.perf_counter() - begun)
        spent = cpu_of(server) - spent
    await client.aclose()
    return rate, spent / count * 1e6


def cpu_of(server: psutil.Process) -> float:
    """Seconds of CPU that a process and its children have had, those that ended included."""
    times = [one.cpu_times() for one in (server, *server.children(recursive=True))]
    return sum(time.user + time.system + time.children_user + time.children_system for time in times)


def bare_app() -> FastAPI:
    """One handler, one XADD: what FastAPI alone costs."""
    client = Redis.from_url(os.environ["FACTWIRE_REDIS_URL"])
    app = FastAPI()

    @app.post("/articles", status_code=202)
    async def post(request: Request) -> dict[str, str]:
        body = await request.json()
        entry = await client.xadd("bare", {"data": json.dumps(body)})
        return {"entry": str(entry)}

    return app


@contextlib.asynccontextmanager
async def process(command: list[str], env: dict[str, str], port: int) -> AsyncIterator[psutil.Process]:
    """A server, from its first answer until it is left."""
    server = subprocess.Popen(  # noqa: ASYNC220 - nothing else runs meanwhile
        [sys.executable, "-m", *command], env=os.environ | env, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(200):
            with contextlib.suppress(OSError):
                _, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.close()
                break
            await asyncio.sleep(0.1)
        yield psutil.Process(server.pid)
    finally:
        server.terminate()
        server.wait(20)


async def load(port: int, count: int, first: int = 0) -> float:
    """Posts a second; raw requests, so that the client's share is small."""
    bodies = iter([json.dumps({"text": article(number)}).encode() for number in range(first, first + count)])

    async def client() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for body in bodies:
            head = (
                f"POST /articles HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
            )
            writer.write(head.encode() + b"\r\n\r\n" + body)
            answer = await reader.readuntil(b"\r\n\r\n")
            if b" 202 " not in answer.split(b"\r\n", 1)[0]:
                raise RuntimeError(answer.decode())
            length = next(int(row[15:]) for row in answer.lower().split(b"\r\n") if row.startswith(b"content-length:"))
            await reader.readexactly(length)
        writer.close()

    begun = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(CONNECTIONS)))
    return count / (time.perf_counter() - begun)


async def compared(servers: Sequence[tuple[psutil.Process, int]], count: int) -> list[tuple[float, float]]:
    """Posts a second of each server, and its CPU a post in microseconds; in turns, as the machine is never the same."""
    took, spent = [0.0] * len(servers), [0.0] * len(servers)
    for turn in range(-1, TURNS):
        for which, (server, port) in enumerate(servers):
            before = cpu_of(server)
            rate = await load(port, count // TURNS, first=(turn + 1) * count)
            if turn >= 0:  # the first one is for warming up
                took[which] += (count // TURNS) / rate
                spent[which] += cpu_of(server) - before
    done = count // TURNS * TURNS
    return [(done / seconds, cpu / done * 1e6) for seconds, cpu in zip(took, spent, strict=True)]


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def main(file_count: int, post_count: int) -> None:
    """Print the four rates and the two ratios."""
    with tempfile.TemporaryDirectory() as name, EmbeddedServer(Path(name) / "server") as server:
        folder = Path(name)
        before, _ = await bare_xadd(server.url, file_count)
        taken, taken_cpu = await files(server.url, folder, file_count)
        after, bare_cpu = await bare_xadd(server.url, file_count)
        bare = (before + after) / 2  # the machine is another one from minute to minute
        print(f"files: {taken:8.0f}/s   bare pipelined XADD: {bare:8.0f}/s   ratio {taken / bare:.2f} (bar 0.50)")
        print(f"CPU of ingest a file: {taken_cpu:.0f} µs, of the bare client an entry {bare_cpu:.0f} µs")
        env = {"FACTWIRE_REDIS_URL": server.url}
        bare_port, port = free_port(), free_port()
        command = ["uvicorn", "--factory", "bench.ingest:bare_app", "--port", str(bare_port), "--no-access-log"]
        ours = env | {"FACTWIRE_PORT": str(port), "FACTWIRE_DATA_DIR": str(folder / "posts"),
                      "FACTWIRE_LOG_LEVEL": "warning", "FACTWIRE_INBOX": str(folder / "posts" / "inbox")}  # fmt: skip
        async with process(command, env, bare_port) as one, process(["services.ingest"], ours, port) as other:
            (plain, plain_cpu), (posts, posts_cpu) = await compared([(one, bare_port), (other, port)], post_count)
        print(f"posts: {posts:8.0f}/s   bare FastAPI + XADD: {plain:8.0f}/s   ratio {posts / plain:.2f} (bar 0.50)")
        print(
            f"CPU of the server a post: {posts_cpu:.0f} µs, bare {plain_cpu:.0f} µs, ratio {plain_cpu / posts_cpu:.2f}"
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=20_000)  # fewer, and it is the start that is measured
    parser.add_argument("--posts", type=int, default=3000)
    arguments = parser.parse_args()
    asyncio.run(main(arguments.files, arguments.posts))
