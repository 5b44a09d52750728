"""A PostgreSQL for the tests: the one that FACTWIRE_TEST_POSTGRES_URL names, or a throw-away one.

The throw-away server is an installed one or a container. It listens on loopback at a free port, keeps its data in a
temporary folder, and ends with the tests.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg
from testcontainers.community.postgres import PostgresContainer

from tests import containers

USER = "factwire"


def binaries() -> Path | None:
    """Where initdb and postgres are, if they are installed."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: float(p.parent.name))
    return folders[-1] if folders and (folders[-1] / "initdb").exists() else None


@contextmanager
def server() -> Iterator[str | None]:
    """The URL of a server on which databases may be made, or None where there is none."""
    if url := os.environ.get("FACTWIRE_TEST_POSTGRES_URL"):
        yield url
        return
    folder = binaries()
    if folder is None:
        if containers.missing():
            yield None
        else:
            with PostgresContainer(containers.images()["POSTGRES_IMAGE"], username=USER, driver=None) as container:
                yield container.get_connection_url()
        return
    data = Path(tempfile.mkdtemp(prefix="factwire-postgres-"))
    # PostgreSQL refuses to run as root.
    user = "nobody" if os.geteuid() == 0 else None
    if user:
        shutil.chown(data, user)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    subprocess.run(
        [folder / "initdb", "-D", data / "db", "-U", USER, "-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C"],
        user=user, check=True, stdout=subprocess.DEVNULL, cwd=data,
    )  # fmt: skip
    options = ["listen_addresses=127.0.0.1", f"unix_socket_directories={data}", "shared_buffers=64MB"]
    # Nobody cuts the power here: what a killed process of ours leaves behind is the same without waiting for the disk.
    options += ["fsync=off", "full_page_writes=off", "synchronous_commit=off"]
    process = subprocess.Popen(
        [folder / "postgres", "-D", data / "db", "-p", str(port), *(x for o in options for x in ("-c", o))],
        user=user, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=data,
    )  # fmt: skip
    try:
        deadline = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                if time.monotonic() > deadline or process.poll() is not None:
                    raise
                time.sleep(0.05)
        yield f"postgresql://{USER}@127.0.0.1:{port}/postgres"
    finally:
        process.send_signal(signal.SIGINT)  # fast shutdown
        process.wait(30)
        shutil.rmtree(data, ignore_errors=True)


async def _execute(url: str, sql: str) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            connection = await asyncpg.connect(url)
            break
        except (OSError, asyncpg.CannotConnectNowError):
            if time.monotonic() > deadline:
                raise
    await connection.execute(sql)
    await connection.close()


async def new_database(url: str) -> str:
    """An empty database on the server; returns its URL. It orders words as people do, like most that are in use."""
    name = f"test_{uuid.uuid4().hex}"
    order = "ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'en-US'"
    await _execute(url, f"CREATE DATABASE {name} TEMPLATE template0 {order}")
    return f"{url.rsplit('/', 1)[0]}/{name}"


async def empty_database(url: str) -> None:
    """Take every row out of it, and whoever is still connected; the schema stays."""
    await _execute(url, """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid();
        DO $$ DECLARE tables text := (
            SELECT string_agg(format('%I.%I', schemaname, tablename), ', ') FROM pg_tables
            WHERE schemaname = 'public' AND tablename <> 'alembic_version');
        BEGIN IF tables IS NOT NULL THEN EXECUTE 'TRUNCATE ' || tables || ' RESTART IDENTITY CASCADE'; END IF; END $$
    """)  # fmt: skip


async def drop_database(url: str) -> None:
    """Remove it, whoever is still connected."""
    server_url, name = url.rsplit("/", 1)
    await _execute(f"{server_url}/postgres", f"DROP DATABASE {name} WITH (FORCE)")
