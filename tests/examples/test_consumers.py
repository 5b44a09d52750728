"""The example consumers do what they say: from the beginning, each once, and on after being killed."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any
from uuid import uuid4

import pytest
from testcontainers.community.redis import RedisContainer

from shared.broker.wire import fields_of
from shared.embedded import EmbeddedServer
from shared.messages import FactsExtracted, FactsRevised
from tests.containers import images, need_engine
from tests.shared.moving import article, no_facts

EXAMPLES = Path(__file__).parents[2] / "examples" / "consumers"
RECORDED = Path(__file__).parents[1] / "shared" / "wire" / "factwire.facts.extracted.v1__0.1.0.json"


def message(number: int) -> FactsExtracted:
    recorded = FactsExtracted.model_validate_json(RECORDED.read_text(encoding="utf-8"))
    return recorded.model_copy(update={"article": no_facts(article(number)).article})


class Running:
    """A consumer that is followed line by line."""

    def __init__(self, *command: str | Path, **environ: str) -> None:
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ | environ)
        assert self.process.stdout
        self.out: IO[str] = self.process.stdout

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()


async def acknowledged(redis: Any, stream: str, group: str) -> None:
    """Wait until a consumer has said so of all that it printed: what it had not would be delivered again."""
    for _ in range(1000):
        if not (await redis.xpending(stream, group))["pending"]:
            return
        await asyncio.sleep(0.01)
    raise AssertionError("not acknowledged within 10 s")


async def test_python_goes_on_where_it_was_killed(server: EmbeddedServer, redis: Any) -> None:
    environ = {"FACTWIRE_REDIS_URL": server.url}
    await redis.xadd("facts", {"type": "factwire.facts.extracted.v9", "data": "not for this reader"})
    for number in range(3):
        await redis.xadd("facts", fields_of(message(number)))
    first = Running(sys.executable, EXAMPLES / "follow.py", **environ)
    expected = 'employment\t240 people\tSaryarka mill\t"240 people"\n'
    assert [first.out.readline() for _ in range(3)] == [expected] * 3
    await acknowledged(redis, "facts", "example")
    first.kill()
    # One delivered to it that it had no time for, one that came while it was away.
    await redis.xadd("facts", fields_of(message(4)))
    await redis.xreadgroup("example", "one", {"facts": ">"}, count=1)
    await redis.xadd("facts", fields_of(message(5)))
    second = Running(sys.executable, EXAMPLES / "follow.py", **environ)
    assert [second.out.readline() for _ in range(2)] == [expected] * 2
    await redis.xadd("revisions", fields_of(revision(5)))
    assert second.out.readline() == f"- {expected}"
    second.kill()


def revision(number: int) -> FactsRevised:
    """One of the facts of `message(number)` is withdrawn."""
    told = message(number)
    return FactsRevised(
        article=told.article,
        extractor=told.extractor,
        extracted_at=told.extracted_at,
        revised_at=told.extracted_at,
        withdrawn=told.facts[:1],
    )


async def test_faststream_follows_facts_and_revisions_and_goes_on_where_it_was_killed(
    server: EmbeddedServer, redis: Any
) -> None:
    environ = {"FACTWIRE_REDIS_URL": server.url}
    kinds = [fact.kind for fact in message(1).facts]
    await redis.xadd("facts", {"type": "factwire.facts.extracted.v9", "data": "not for this reader"})
    await redis.xadd("facts", fields_of(message(1)))
    await redis.xadd("facts", fields_of(message(1)))  # delivered twice, told once
    first = Running(sys.executable, EXAMPLES / "service.py", **environ)
    assert [first.out.readline().split("\t")[:2] for _ in kinds] == [["new", kind] for kind in kinds]
    await redis.xadd("revisions", fields_of(revision(1)))
    assert first.out.readline().split("\t")[:2] == ["gone", kinds[0]]
    first.kill()
    # One delivered to it that it had no time for, one that came while it was away.
    others = tuple(fact.model_copy(update={"id": uuid4()}) for fact in message(2).facts)
    other = message(2).model_copy(update={"facts": others})
    await redis.xadd("facts", fields_of(message(1)))
    await redis.xreadgroup("example", "one", {"facts": ">"}, count=1)
    await redis.xadd("facts", fields_of(other))
    second = Running(sys.executable, EXAMPLES / "service.py", **environ)
    heard = [second.out.readline().split("\t")[:2] for _ in range(2 * len(kinds))]
    assert sorted(heard) == sorted([["new", kind] for kind in kinds] * 2)
    second.kill()


@pytest.fixture
def redis_container() -> Iterator[RedisContainer]:
    need_engine()
    with RedisContainer(images()["REDIS_IMAGE"]) as container:
        yield container


@pytest.mark.containers
def test_shell_goes_on_after_an_id(redis_container: RedisContainer) -> None:
    client: Any = redis_container.get_client()
    entries = [client.xadd("facts", fields_of(message(number))).decode() for number in range(3)]
    container = redis_container.get_wrapped_container().id
    # redis-cli is in the image, not on every machine.
    subprocess.run(["docker", "cp", EXAMPLES / "follow.sh", f"{container}:/tmp/follow.sh"], check=True)
    command = ("docker", "exec", container, "timeout", "20", "sh", "/tmp/follow.sh")
    everything, rest = Running(*command), Running(*command, entries[1])
    assert [everything.out.readline().split("\t")[0] for _ in range(3)] == entries
    entry, data = rest.out.readline().split("\t")
    assert entry == entries[2]
    assert FactsExtracted.model_validate_json(data).facts
    client.xadd("revisions", fields_of(revision(1)))
    revisions = Running(*command, "0", "revisions")
    assert FactsRevised.model_validate_json(revisions.out.readline().split("\t")[1]).withdrawn
    client.close()
    for running in (everything, rest, revisions):
        running.kill()
