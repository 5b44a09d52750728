"""The AsyncAPI document says what the messages are, and FastStream's own model of AsyncAPI 3 takes it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from faststream.specification.asyncapi.v3_0_0.schema import ApplicationSchema

from shared import asyncapi
from shared.broker.wire import fields_of
from shared.messages import MESSAGES

RECORDED = sorted((Path(__file__).parent / "wire").glob("*.json"))
DOCUMENT = asyncapi.document()


def test_the_file_is_current() -> None:
    assert asyncapi.PATH.read_text(encoding="utf-8") == asyncapi.rendered(), "run `make docs`"


def test_its_shape_is_asyncapi_3() -> None:
    ApplicationSchema.model_validate(DOCUMENT)


def references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for each in node.values():
            yield from references(each)
    elif isinstance(node, list):
        for each in node:
            yield from references(each)


def test_every_reference_leads_somewhere() -> None:
    found = set(references(DOCUMENT))
    assert len(found) > 20
    for reference in found:
        node = DOCUMENT
        for part in reference.removeprefix("#/").split("/"):
            node = node[part]


def test_every_message_has_its_stream() -> None:
    addresses = {channel["address"]: channel for channel in DOCUMENT["channels"].values()}
    for kind in MESSAGES:
        assert list(addresses[kind.STREAM]["messages"]) == [kind.__name__]
    assert {name for name in addresses if name.endswith(".dead")} == {"articles.dead", "facts.dead"}
    written = {operation["messages"][0]["$ref"] for operation in DOCUMENT["operations"].values()}
    assert len(written) == len(MESSAGES)


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.stem)
def test_entries_as_they_were_written_are_valid(path: Any) -> None:
    """Headers and payload, against the document alone."""
    kind = next(kind for kind in MESSAGES if path.name.startswith(kind.TYPE))
    message = kind.model_validate_json(path.read_text(encoding="utf-8"))
    fields: dict[str, Any] = dict(fields_of(message))
    data = json.loads(fields.pop("data"))
    about = DOCUMENT["components"]["messages"][kind.__name__]
    for schema, value in ((about["payload"], data), (about["headers"], fields)):
        jsonschema_rs.Draft7Validator({**schema, "components": DOCUMENT["components"]}).validate(value)
    other = {**about["headers"], "components": DOCUMENT["components"]}
    assert not jsonschema_rs.Draft7Validator(other).is_valid({**fields, "type": "other"})
