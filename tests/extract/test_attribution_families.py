"""Families of reporting: who a number is credited to; the sentences stand in sources.txt."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from services.extract.extractor import facts_of
from shared.messages import article_id

LINES = [
    line
    for line in Path(__file__).with_name("sources.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize("line", LINES)
def test_who_says_so(line: str) -> None:
    sentence, expected = (part.strip() for part in line.rsplit("|", 1))
    facts = [
        fact
        for fact in facts_of(sentence, dt.date(2024, 8, 14), article_id(sentence))
        if fact.kind not in ("role", "event")
    ]
    found = [fact.attribution.text if fact.attribution else "-" for fact in facts]
    wanted = [source.strip() for source in expected.split(";")]
    if len(wanted) == 1:
        wanted *= max(len(found), 1)
    assert len(found) == len(wanted)
    for source, said in zip(wanted, found, strict=True):
        assert source == said if source == "-" else source.lower() in said.lower()
