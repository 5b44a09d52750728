"""`factwire query` and `factwire export`, as a process: from the database itself, and from a running store."""

from __future__ import annotations

import asyncio
import contextlib
import csv
import gzip
import io
import json
import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pyarrow.parquet as pq
import pytest

from services.store.database import open_database
from services.store.migrate import migrate
from services.store.repository import Repository
from services.store.settings import StoreSettings
from shared.embedded import EmbeddedServer
from tests.cli.conftest import Ended, Factwire
from tests.store.articles import TEXT, article, extracted
from tests.store.test_app import free_port, process

ARTICLES = 30


@pytest.fixture
def filled(tmp_path: Path) -> str:
    """The URL of a database with 30 articles of four facts."""
    url = f"sqlite:///{tmp_path}/facts.db"

    async def fill() -> None:
        async with open_database(StoreSettings.model_validate({"database_url": url})) as database:
            await migrate(database)
            messages = [extracted(article(f"{TEXT} {n}", title=f"Wagons {n}")) for n in range(ARTICLES)]
            await Repository(database).save_facts(messages)

    asyncio.run(fill())
    return url


@pytest.fixture
def ask(factwire: Factwire, filled: str) -> Factwire:
    """The command on that database."""

    def run(*arguments: str | Path) -> Ended:
        return factwire(*arguments, database_url=filled)

    return run


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_query_pipes_csv(ask: Factwire) -> None:
    ended = ask("query", "--kind", "investment", "--min-amount=1000000000", "--columns", "kind,amount,article_title")
    assert (ended.code, ended.err) == (0, "")
    rows = table(ended.out)
    assert rows[0] == {"kind": "investment", "amount": "5500000000", "article_title": "Wagons 29"}
    assert len(rows) == ARTICLES


def test_query_says_that_there_are_more(ask: Factwire) -> None:
    ended = ask("query", "--limit", "7", "--sort", "-amount", "--json")
    assert len(ended.out.splitlines()) == 7
    assert json.loads(ended.out.splitlines()[0])["value"]["amount"] == "5500000000"
    assert ended.err == "the first 7; --limit shows more, `factwire export` writes all\n"


def test_query_takes_words_for_full_text(ask: Factwire) -> None:
    assert {row["kind"] for row in table(ask("query", "jobs").out)} == {"employment"}
    assert {row["kind"] for row in table(ask("query", "director Askar", "--limit", "3").out)} == {"role"}
    assert table(ask("query", "wagon", "plant", "smelter").out) == []


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--knd", "role"], "There is no condition --knd (--kind?)"),
        (["--zzz", "role"], "There is no condition --zzz (there are --q, --kind, "),
        (["--kind", "rumour"], "--kind: Input should be 'investment', "),
        (["--kind"], "--kind lacks its value"),
        (["--min-amount", "lots"], "--min-amount: Value error, a number is digits"),
        (["--q", "a", "--q", "b"], "--q may stand once"),
        (["--columns", "password"], "--columns: Value error, there is no column 'password'"),
        (["--sort", "size"], "--sort: Input should be '-recorded'"),
        (["--json", "--columns", "kind"], "--json and --columns"),
        (["--url", "http://127.0.0.1:1"], "is that where store listens?"),
    ],
)
def test_what_is_wrong_is_one_line(ask: Factwire, arguments: list[str], complaint: str) -> None:
    ended = ask("query", *arguments)
    assert (ended.code, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert complaint in ended.err


def test_no_database_is_said_and_none_is_made(factwire: Factwire, tmp_path: Path) -> None:
    ended = factwire("query")
    assert (ended.code, ended.err.count("\n")) == (2, 1)
    assert "there is no database" in ended.err
    assert not (tmp_path / "data").exists()
    (tmp_path / "empty.db").touch()
    ended = factwire("export", database_url=f"sqlite:///{tmp_path}/empty.db")
    assert (ended.code, ended.err.count("\n")) == (2, 1)
    assert "no such table" in ended.err


@pytest.mark.parametrize("name", ["all.csv", "all.jsonl", "all.parquet", "all.csv.gz"])
def test_export_writes_a_file(ask: Factwire, tmp_path: Path, name: str) -> None:
    ended = ask("export", "--output", tmp_path / name, "--kind", "role", "--kind", "event")
    assert (ended.code, ended.out) == (0, "")
    assert ended.err.startswith(f"{2 * ARTICLES} facts, ")
    data = (tmp_path / name).read_bytes()
    if name.endswith("parquet"):
        kinds = pq.read_table(io.BytesIO(data)).column("kind").to_pylist()
    elif name.endswith("jsonl"):
        kinds = [json.loads(line)["kind"] for line in data.splitlines()]
    else:
        kinds = [row["kind"] for row in table((gzip.decompress(data) if name.endswith("gz") else data).decode())]
    assert sorted(kinds) == ["event"] * ARTICLES + ["role"] * ARTICLES
    assert not list(tmp_path.glob(".*.part"))


def test_export_to_standard_output_and_what_it_refuses(ask: Factwire, tmp_path: Path) -> None:
    ended = ask("export", "--columns", "id", "--limit", "5", "--sort", "recorded")
    assert ended.out.startswith("id\r\n")
    assert len(table(ended.out)) == 5
    assert ask("export", "-o", tmp_path / "facts.xlsx").code == 2
    assert "no format is called 'xlsx'" in ask("export", "-o", tmp_path / "facts.xlsx").err
    assert "cannot write" in ask("export", "-o", tmp_path / "nowhere" / "facts.csv").err
    assert "--columns is for csv" in ask("export", "--format", "jsonl", "--columns", "id").err


def test_in_a_terminal_it_is_a_table(filled: str) -> None:
    shown = in_terminal("query", "--kind", "investment", "--limit", "2", FACTWIRE_DATABASE_URL=filled)
    assert "5.5 bn KZT" in shown
    assert "Saryarka wagon" in shown
    assert "the first 2;" in shown
    assert "no fact fits" in in_terminal("query", "smelter", FACTWIRE_DATABASE_URL=filled)
    chosen = in_terminal("query", "--columns", "person,title", "--limit", "1", FACTWIRE_DATABASE_URL=filled)
    assert "person" in chosen
    refused = in_terminal("export", "--format", "parquet", FACTWIRE_DATABASE_URL=filled)
    assert "Parquet is not for a terminal" in refused


def in_terminal(*arguments: str, **environ: str) -> str:
    """What a terminal of 160 columns shows."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-W", "error", "-m", "services.cli", *arguments]
    shown = bytearray()
    terminal = {"COLUMNS": "160", "TERM": "xterm", "NO_COLOR": "1"}
    with subprocess.Popen(command, stdout=theirs, stderr=theirs, env=os.environ | environ | terminal) as running:
        os.close(theirs)
        with contextlib.suppress(OSError):  # how Linux says that the other side closed it
            while piece := os.read(ours, 65536):
                shown += piece
        running.wait(60)
    os.close(ours)
    return shown.decode()


@pytest.fixture
def store(filled: str, server: EmbeddedServer, tmp_path: Path) -> Iterator[str]:
    """The address of a store on that database."""
    settings = StoreSettings.model_validate({"database_url": filled, "redis_url": server.url, "data_dir": tmp_path})
    port = free_port()
    with process(settings, port):
        url = f"http://127.0.0.1:{port}"
        for _ in range(300):
            with contextlib.suppress(httpx.TransportError):
                httpx.get(f"{url}/livez").raise_for_status()
                break
        yield url


@pytest.mark.system
def test_a_running_store_gives_the_same(factwire: Factwire, ask: Factwire, store: str, tmp_path: Path) -> None:
    conditions = ["--kind", "role", "--kind", "event", "--sort", "recorded", "--columns", "id,kind,article_title"]
    here, there = ask("query", *conditions), factwire("query", "--url", store, *conditions)
    assert (there.code, there.out) == (0, here.out)
    ended = factwire("export", "--url", store, "-o", tmp_path / "there.csv", "Askar Omarov")
    assert ended.code == 0
    assert (tmp_path / "there.csv").read_bytes().decode() == ask("export", "Askar Omarov").out
    refused = factwire("export", "--url", f"{store}/nowhere")
    assert (refused.code, refused.out) == (2, "")
    assert "answers 404" in refused.err
