"""Verifying: nothing to say of what is sound, and each way of being wrong is found."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from sqlalchemy import update

from services.store.database import Database
from services.store.repository import Repository
from services.store.tables import ARTICLE, EXTRACTION, FACT
from services.store.verify import Report, verify
from shared.messages import Extractor
from tests.store.articles import TEXT, article, extracted, four_facts

BY = Extractor(name="factwire", version="0.1.0", lexicon="0" * 12)


async def verified(database: Database, facts: int = 4) -> tuple[Report, set[str]]:
    """The report, and the details found; reading again gives the first so many facts."""
    report = Report()
    found = [
        f async for f in verify(database, report, read=lambda a: extracted(a, four_facts(article())[:facts]), by=BY)
    ]
    assert report.found == Counter(f.check for f in found)
    return report, {f.detail for f in found}


async def test_what_is_sound(database: Database, repository: Repository) -> None:
    await repository.save_articles([article()])
    await repository.save_facts([extracted(article())])
    await repository.save_facts([extracted(article(f"{TEXT} without text"))])
    report, found = await verified(database)
    assert found == set()
    assert (report.ok, report.articles, report.facts, report.without_text, report.read_again) == (True, 2, 8, 1, 1)


@pytest.mark.parametrize(
    ("table", "change", "check"),
    [
        (ARTICLE, {"text": TEXT.replace("Petropavl", "Petropavlovsk")}, {"article id", "span"}),
        (FACT, {"amount": "1"}, {"column"}),
        (FACT, {"base_amount": "1"}, {"column"}),
        (FACT, {"id": "00000000-0000-0000-0000-000000000000"}, {"fact id", "column"}),
        (EXTRACTION, {"facts": 5}, {"count"}),
    ],
)
async def test_what_was_tampered_with(
    database: Database, repository: Repository, table: Any, change: dict[str, str], check: set[str]
) -> None:
    await repository.save_articles([article()])
    await repository.save_facts([extracted(article())])
    async with database.write() as connection:
        statement = update(table).values(change)
        if table is FACT:
            statement = statement.where(FACT.c.kind == "investment")
        await connection.execute(statement)
    report, _ = await verified(database)
    assert set(report.found) == check
    assert not report.ok


async def test_a_reading_that_does_not_repeat(database: Database, repository: Repository) -> None:
    await repository.save_articles([article()])
    await repository.save_facts([extracted(article())])
    report, found = await verified(database, facts=3)
    assert (dict(report.found), found) == ({"reading": 1}, {"read again: only stored"})
