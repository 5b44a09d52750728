"""The streams as an AsyncAPI 3.0 document: docs/schemas/asyncapi.json, written by `python -m shared.asyncapi`.

Made from the messages. An entry's fields are the message's headers (CloudEvents 1.0, binary style), `data` is
its payload. https://www.asyncapi.com/docs/reference/specification/v3.0.0
"""

from __future__ import annotations

import json
import sys
from importlib.metadata import version
from typing import Any

from pydantic.json_schema import models_json_schema

from shared.messages import MESSAGES, ArticleIngested, FactsExtracted, FactsRevised, Message
from shared.schemas import FOLDER

PATH = FOLDER / "asyncapi.json"
_SCHEMAS = "#/components/schemas/{model}"

# Who writes and who reads what; a reader's name is that of its group.
WRITERS: dict[str, type[Message]] = {"ingest": ArticleIngested, "extract": FactsExtracted, "store": FactsRevised}
READERS: list[tuple[str, type[Message]]] = [
    ("extract", ArticleIngested),
    ("store", ArticleIngested),
    ("store", FactsExtracted),
]

_DESCRIPTION = """\
What travels between Factwire's services on Redis streams, and what anybody else may follow. An entry has flat fields: \
the attributes of CloudEvents 1.0, and the message as JSON in `data`. Delivery is at least once; `id` is the same for \
the same content. A reader ignores fields of `data` that it does not know; a schema under the same `type` only grows. \
A consumer makes a group of its own, which starts at the stream's first entry (`XGROUP CREATE facts NAME 0`)."""


def document() -> dict[str, Any]:
    """The whole document."""
    _, defined = models_json_schema([(kind, "validation") for kind in MESSAGES], ref_template=_SCHEMAS)
    schemas = {name: _draft7(schema) for name, schema in defined["$defs"].items()}
    streams = {kind.STREAM: kind for kind in MESSAGES}
    return {
        "asyncapi": "3.0.0",
        "id": "urn:factwire:streams",
        "info": {"title": "Factwire streams", "version": version("factwire"), "description": _DESCRIPTION},
        "defaultContentType": "application/json",
        "servers": {
            "redis": {
                "host": "localhost:6379",
                "pathname": "/0",
                "protocol": "redis",
                "description": "Redis 7 or later, or Valkey; `factwire up` prints the address of its own",
            }
        },
        "channels": {name: _channel(kind) for name, kind in streams.items()}
        | {f"{kind.STREAM}Dead": _dead_channel(kind) for _, kind in READERS},
        "operations": {f"{service}Sends{kind.__name__}": _operation("send", kind) for service, kind in WRITERS.items()}
        | {f"{group}Receives{kind.__name__}": _operation("receive", kind, group) for group, kind in READERS},
        "components": {
            "messages": {kind.__name__: _message(kind) for kind in MESSAGES},
            "schemas": {"CloudEvent": _attributes(), **schemas},
        },
    }


def _channel(kind: type[Message]) -> dict[str, Any]:
    return {
        "address": kind.STREAM,
        "title": f"The stream {kind.STREAM}",
        "description": (kind.__doc__ or "").strip(),
        "messages": {kind.__name__: {"$ref": f"#/components/messages/{kind.__name__}"}},
    }


def _dead_channel(kind: type[Message]) -> dict[str, Any]:
    return {
        "address": f"{kind.STREAM}.dead",
        "title": f"What was given up of {kind.STREAM}",
        "description": "The entry as it was, with dead_reason, dead_error, dead_group, dead_deliveries, dead_at and "
        "dead_id (the original entry's id) beside it.",
        "messages": {kind.__name__: {"$ref": f"#/components/messages/{kind.__name__}"}},
    }


def _operation(action: str, kind: type[Message], group: str | None = None) -> dict[str, Any]:
    channel = f"#/channels/{kind.STREAM}"
    return {
        "action": action,
        "channel": {"$ref": channel},
        "messages": [{"$ref": f"{channel}/messages/{kind.__name__}"}],
        **({"x-consumer-group": group} if group else {}),
    }


def _message(kind: type[Message]) -> dict[str, Any]:
    exact = {
        "properties": {
            "type": {"const": kind.TYPE, "description": "The last part is the major version"},
            "source": {"const": kind.SOURCE},
        }
    }
    return {
        "name": kind.TYPE,
        "title": kind.__name__,
        "summary": (kind.__doc__ or "").strip(),
        "contentType": "application/json",
        "headers": {"allOf": [{"$ref": "#/components/schemas/CloudEvent"}, {"type": "object", **exact}]},
        "payload": {"$ref": f"#/components/schemas/{kind.__name__}"},
    }


def _attributes() -> dict[str, Any]:
    return {
        "type": "object",
        "description": "The fields of an entry beside `data`. https://github.com/cloudevents/spec",
        "required": ["specversion", "id", "source", "type", "subject", "time", "datacontenttype"],
        "properties": {
            "specversion": {"const": "1.0"},
            "id": {"type": "string", "format": "uuid", "description": "The same for the same content"},
            "source": {"type": "string", "description": "The service that wrote it"},
            "type": {"type": "string"},
            "subject": {"type": "string", "format": "uuid", "description": "The article's id"},
            "time": {"type": "string", "format": "date-time", "description": "RFC 3339, UTC"},
            "datacontenttype": {"const": "application/json"},
            "traceparent": {"type": "string", "description": "W3C trace context, where there is one"},
        },
    }


def _draft7(schema: Any) -> Any:
    """AsyncAPI's schemas are JSON Schema draft 7: its `discriminator` is another one than pydantic's."""
    if isinstance(schema, list):
        return [_draft7(each) for each in schema]
    if isinstance(schema, dict):
        return {
            key: _draft7(value)
            for key, value in schema.items()
            if not (key == "discriminator" and isinstance(value, dict) and "propertyName" in value)
        }
    return schema


def rendered() -> str:
    """The document as its file holds it."""
    return json.dumps(document(), indent=2, ensure_ascii=False, sort_keys=True) + "\n"


if __name__ == "__main__":
    if not PATH.exists() or PATH.read_text(encoding="utf-8") != rendered():
        PATH.write_text(rendered(), encoding="utf-8")
        sys.stdout.write(f"wrote {PATH.relative_to(FOLDER.parent.parent)}\n")
