"""`factwire labels export`: decisions as labelled articles, for programs that score or train."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

from services.store.database import open_database
from services.store.migrate import migrate
from services.store.repository import Repository
from services.store.reviews.decisions import Decision, decide
from services.store.settings import StoreSettings
from tests.cli.conftest import Factwire
from tests.store.articles import article, extracted, four_facts


async def reviewed(folder: Path) -> None:
    """A store with one article, of whose four facts one is wrong and one right."""
    async with open_database(StoreSettings.model_validate({"data_dir": folder})) as database:
        await migrate(database)
        repository = Repository(database)
        await repository.save_articles([article()])
        await repository.save_facts([extracted(article())])
        facts = four_facts(article())
        async with database.write() as connection:
            await decide(connection, facts[0].id, Decision("right", "Aliya"))
            await decide(connection, facts[1].id, Decision("wrong", "Aliya"))


def test_labels_are_written_a_line_an_article(factwire: Factwire, tmp_path: Path) -> None:
    asyncio.run(reviewed(tmp_path / "data"))
    ended = factwire("labels", "export")
    assert ended.code == 0, ended.err
    [line] = [json.loads(each) for each in ended.out.splitlines()]
    assert line["id"] == str(article().article_id)
    assert [label.get("optional", False) for label in line["facts"]] == [False, True, True]
    assert ended.err == "1 articles, 3 labels, 2 of them not looked at yet (optional)\n"
    ended = factwire("labels", "export", "--complete")
    assert (ended.code, ended.out) == (0, "")


def test_an_empty_store_has_none(factwire: Factwire) -> None:
    ended = factwire("labels", "export")
    assert (ended.code, ended.out) == (0, "")
    assert ended.err.startswith("0 articles, 0 labels")
