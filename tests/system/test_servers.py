"""`factwire up` on given servers: Redis and PostgreSQL in containers, killed and back while articles flow."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from testcontainers.community.postgres import PostgresContainer
from testcontainers.community.redis import RedisContainer

from tests.containers import images, need_engine
from tests.system.conftest import Up, wait

pytestmark = [pytest.mark.system, pytest.mark.containers]


@pytest.fixture
def redis_container() -> Iterator[RedisContainer]:
    need_engine()
    command = "redis-server --appendonly yes --appendfsync always --maxmemory-policy noeviction --protected-mode no"
    with RedisContainer(images()["REDIS_IMAGE"]).with_command(command) as container:
        yield container


@pytest.fixture
def postgres_container() -> Iterator[PostgresContainer]:
    need_engine()
    with PostgresContainer(images()["POSTGRES_IMAGE"], password="hush-hush", driver=None) as container:
        yield container


def test_articles_become_rows_in_postgresql(
    make_up: Callable[..., Up], redis_container: RedisContainer, postgres_container: PostgresContainer
) -> None:
    host, port = redis_container.get_container_host_ip(), redis_container.get_exposed_port(6379)
    url = postgres_container.get_connection_url()
    up = make_up(redis_url=f"redis://{host}:{port}/0", database_url=url).ready()
    assert "hush" not in up.err
    first = [up.post(f"Plant number {n} employs {n + 100} people.") for n in range(10)]
    postgres_container.get_wrapped_container().pause()  # taking articles needs no database
    during = [up.post(f"Mill number {n} employs {n + 100} people.") for n in range(10)]
    postgres_container.get_wrapped_container().unpause()
    for article in (*first, *during):
        wait(lambda article=article: up.get("/facts", article=article)["items"], what=article)  # type: ignore[misc]
    assert up.get("/readyz")["store"]["pending"] == 0
    assert not (up.data / "factwire.db").exists()
