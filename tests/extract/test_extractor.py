"""From claims to the contract's facts: what is built without validation is what validation would have built."""

from __future__ import annotations

import gc
import uuid
from pathlib import Path

import pytest

from services.extract.extractor import facts_of
from shared.facts import FACT_NAMESPACE, FACTS, fact_id
from shared.messages import article_id
from tests.extract import cases
from tests.extract.reading import read

SPECS = sorted((Path(__file__).parent / "specs").rglob("*.toml"))


@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.stem)
def test_facts_are_what_full_validation_makes_of_their_fields(path: Path) -> None:
    for case in cases.load(path):
        found = read(case)
        validated = FACTS.validate_python(tuple(fact.model_dump() for fact in found))
        assert found == validated
        assert FACTS.dump_json(found) == FACTS.dump_json(validated)
        assert [repr(fact) for fact in found] == [repr(fact) for fact in validated]
        for one, other in zip(found, validated, strict=True):
            assert one.model_fields_set == other.model_fields_set
            assert one.evidence.model_fields_set == other.evidence.model_fields_set
            assert one.model_copy() == one


def test_a_fact_is_frozen_and_hashable() -> None:
    (fact, *_) = facts_of("The plant cost $5 million.", None, FACT_NAMESPACE)
    assert hash(fact) == hash(type(fact).model_validate(fact.model_dump()))
    with pytest.raises(ValueError, match="frozen"):
        setattr(fact, "rule", "another")  # noqa: B010 - mypy knows it too


@pytest.mark.parametrize("claim", ["", "1.5|2|KZT|year|завод", "x" * 5000])
def test_ids_are_version_5_of_the_rfc(claim: str) -> None:
    article = uuid.UUID("0188bf73-a3c3-7000-8000-0123456789ab")
    expected = uuid.uuid5(FACT_NAMESPACE, f"{article}|count|3|9|{claim}")
    assert fact_id(article, "count", 3, 9, claim) == expected
    assert fact_id(article, "count", 3, 9, claim).version == 5


def test_reading_leaves_nothing_for_the_garbage_collector() -> None:
    (path,) = (path for path in SPECS if path.stem == "articles_companies")
    texts = [case["text"] for case in cases.load(path)]
    for text in texts:
        facts_of(text, None, article_id(text))  # builds the tables
    gc.collect()
    gc.disable()
    try:
        for text in texts:
            facts_of(text, None, article_id(text))
        assert gc.collect() == 0
    finally:
        gc.enable()
