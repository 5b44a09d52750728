"""The schemas in docs/ are those of the models, and a message that was valid once stays valid."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from shared import schemas
from shared.messages import MESSAGES, ArticleIngested, Message

WIRE = Path(__file__).parent / "wire"


@pytest.mark.parametrize("message", MESSAGES, ids=lambda m: m.TYPE)
def test_the_schema_in_the_docs_is_current(message: type[Message]) -> None:
    assert schemas.path_of(message).read_text(encoding="utf-8") == schemas.rendered(message), "run `make docs`"


def test_no_schema_in_the_docs_is_without_its_message() -> None:
    of_messages = {schemas.path_of(m).name for m in MESSAGES}
    assert {p.name for p in schemas.FOLDER.glob("*.json")} == of_messages | {"asyncapi.json"}


@pytest.mark.parametrize("path", sorted(WIRE.glob("*.json")), ids=lambda p: p.stem)
def test_what_was_written_once_is_read_for_ever(path: Path) -> None:
    """Recorded messages, `type` before the double underscore; they are added to, never changed."""
    kind = {m.TYPE: m for m in MESSAGES}[path.stem.split("__")[0]]
    recorded = json.loads(path.read_text(encoding="utf-8"))
    read = json.loads(kind.model_validate_json(path.read_text(encoding="utf-8")).model_dump_json())
    assert known_part(recorded, read) == recorded


def known_part(recorded: Any, read: Any) -> Any:
    """What was read, without the fields that came later."""
    if isinstance(recorded, dict):
        return {key: known_part(value, read[key]) for key, value in recorded.items()}
    if isinstance(recorded, list):
        return [known_part(one, other) for one, other in zip(recorded, read, strict=True)]
    return read


def changed(**edits: Any) -> dict[str, Any]:
    """ArticleIngested's schema with properties replaced, added, or (None) taken away."""
    schema = copy.deepcopy(schemas.schema_of(ArticleIngested))
    for name, value in edits.items():
        if value is None:
            del schema["properties"][name]
        else:
            schema["properties"][name] = value
    return schema


OPTIONAL_TEXT = {"anyOf": [{"type": "string"}, {"type": "null"}], "default": None}


def test_an_optional_field_may_be_added() -> None:
    assert schemas.breaks(changed(), changed(weather=OPTIONAL_TEXT)) == []


def test_an_enum_may_grow_also_inside_an_optional_field() -> None:
    def door(*values: str) -> dict[str, Any]:
        return {"anyOf": [{"enum": list(values), "type": "string"}, {"type": "null"}]}

    assert schemas.breaks(changed(title=door("a")), changed(title=door("a", "b"))) == []
    assert schemas.breaks(changed(title=door("a", "b")), changed(title=door("a"))) != []


@pytest.mark.parametrize(
    ("after", "said"),
    [
        (changed(url=None), ".url: field is gone"),
        (changed() | {"required": [*changed()["required"], "title"]}, ".title: is now required"),
        (changed(title={"type": "string"}), ".title: type was None, is 'string'"),
        (changed(text={"type": "string", "minLength": 9, "title": "Text"}), ".text: minLength rose to 9"),
        (changed(text={"type": "string", "minLength": 1, "maxLength": 9}), ".text: maxLength fell to 9"),
        (changed(tags={"type": "array", "items": {"type": "integer"}}), ".tags[]: type was 'string', is 'integer'"),
        (changed(content_sha256={"type": "string", "pattern": "^x$"}), ".content_sha256: pattern was"),
        (changed() | {"$defs": {}}, "Source: definition is gone"),
    ],
    ids=lambda x: x if isinstance(x, str) else "",
)
def test_what_breaks_a_reader_is_found(after: dict[str, Any], said: str) -> None:
    found = schemas.breaks(changed(), after)
    assert [f for f in found if f.startswith(said)], found


def test_a_breaking_change_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(schemas, "FOLDER", tmp_path)
    for message in MESSAGES:
        schemas.path_of(message).write_text(schemas.rendered(message), encoding="utf-8")
    assert schemas.write() == []
    published = schemas.schema_of(ArticleIngested)
    published["properties"]["mood"] = {"type": "string"}
    before = json.dumps(published)
    schemas.path_of(ArticleIngested).write_text(before, encoding="utf-8")
    assert schemas.main() == 2
    assert ".mood: field is gone" in capsys.readouterr().err
    assert schemas.path_of(ArticleIngested).read_text(encoding="utf-8") == before
