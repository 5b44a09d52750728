"""JSON Schemas of the messages, for consumers in any language: written to docs/schemas/ by `python -m shared.schemas`.

A schema under an unchanged major version may only grow: an optional field, a further enum value, a looser bound. What
would break a reader of older entries, or a consumer that relies on a field, is refused here: such a change is a new
`type` (`….v2`) beside the old one.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from shared.errors import Rejected
from shared.messages import MESSAGES, Message

FOLDER = Path(__file__).parent.parent / "docs" / "schemas"

# A smaller upper bound or a larger lower bound turns away what was valid before.
_UPPER, _LOWER = ("maximum", "maxLength", "maxItems"), ("minimum", "minLength", "minItems")


def schema_of(message: type[Message]) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a message's `data`, titled with its CloudEvents type."""
    schema = message.model_json_schema(mode="validation")
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": message.TYPE}
    return (
        head
        | {"description": f"Stream `{message.STREAM}`. {schema.pop('description', '')}".strip()}
        | {key: value for key, value in schema.items() if key != "title"}
    )


def rendered(message: type[Message]) -> str:
    """The schema as its file holds it."""
    return json.dumps(schema_of(message), indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def path_of(message: type[Message]) -> Path:
    """Where the schema of a message stands."""
    return FOLDER / f"{message.TYPE}.json"


def breaks(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """What in `new` would break a reader of entries that were valid under `old`, or a consumer of its fields.

    Definitions are compared by name, so a class that is renamed shows up as a field whose definition went away.
    """
    found = list(_differences("", _without_definitions(old), _without_definitions(new)))
    definitions = new.get("$defs", {})
    for name, before in old.get("$defs", {}).items():
        if name not in definitions:
            found.append(f"{name}: definition is gone")
        else:
            found.extend(_differences(name, before, definitions[name]))
    return found


def _without_definitions(schema: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in schema.items() if key != "$defs"}


def _differences(where: str, old: dict[str, Any], new: dict[str, Any]) -> Iterator[str]:
    was, now = old.get("properties", {}), new.get("properties", {})
    for field in was.keys() - now.keys():
        yield f"{where}.{field}: field is gone"
    for field in set(new.get("required", ())) - set(old.get("required", ())):
        yield f"{where}.{field}: is now required"
    for field in was.keys() & now.keys():
        yield from _differences(f"{where}.{field}", was[field], now[field])
    for key in ("type", "$ref", "const", "pattern", "format"):
        if key in new and old.get(key) != new[key]:
            yield f"{where}: {key} was {old.get(key)!r}, is {new[key]!r}"
    if "enum" in new and (gone := set(old.get("enum", ())) - set(new["enum"])):
        yield f"{where}: no longer takes {', '.join(sorted(map(str, gone)))}"
    if "enum" in new and "enum" not in old:
        yield f"{where}: takes only listed values now"
    for key in _UPPER:
        if key in new and new[key] < old.get(key, float("inf")):
            yield f"{where}: {key} fell to {new[key]}"
    for key in _LOWER:
        if key in new and new[key] > old.get(key, float("-inf")):
            yield f"{where}: {key} rose to {new[key]}"
    for key in ("anyOf", "oneOf"):
        branches = new.get(key, ())
        for before in old.get(key, ()):
            if branches and all(any(_differences("", before, branch)) for branch in branches):
                yield f"{where}: no longer takes {json.dumps(before, sort_keys=True)}"
    if isinstance(old.get("items"), dict) and isinstance(new.get("items"), dict):
        yield from _differences(f"{where}[]", old["items"], new["items"])


def write() -> list[Path]:
    """Write every schema that changed; returns their paths. Raises Rejected, writing nothing, at a breaking change."""
    changed = [m for m in MESSAGES if not path_of(m).exists() or path_of(m).read_text(encoding="utf-8") != rendered(m)]
    for message in changed:
        if path_of(message).exists() and (
            found := breaks(json.loads(path_of(message).read_text(encoding="utf-8")), schema_of(message))
        ):
            raise Rejected(
                f"{message.TYPE} would break its readers: {'; '.join(found)}",
                "make it a new type (the last part of TYPE is the major version) and keep reading the old one",
            )
    FOLDER.mkdir(parents=True, exist_ok=True)
    for message in changed:
        path_of(message).write_text(rendered(message), encoding="utf-8")
    return [path_of(message) for message in changed]


def main() -> int:
    """Write the schemas; say what changed. Exit code 2 at a breaking change."""
    try:
        for path in write():
            sys.stdout.write(f"wrote {path.relative_to(FOLDER.parent.parent)}\n")
    except Rejected as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
