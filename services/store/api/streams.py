"""What travels on the streams, for who wants to follow them: the AsyncAPI document, and a page that shows it."""

from __future__ import annotations

from functools import cache
from typing import Any

from fastapi import APIRouter, Request, Response

from services.store.api.answering import json_answer
from services.store.pages.rendering import page
from services.store.problems import ProblemRoute
from shared import asyncapi

router = APIRouter(route_class=ProblemRoute, tags=["streams"])
_rendered = cache(asyncapi.rendered)
_document = cache(asyncapi.document)


@router.get(
    "/asyncapi.json",
    response_class=Response,
    responses={200: {"content": {"application/json": {}}}},
    summary="The streams as an AsyncAPI 3.0 document",
)
async def document(request: Request) -> Response:
    return json_answer(request, _rendered())


@router.get("/asyncapi", include_in_schema=False)
async def shown() -> Response:
    """The document for the eye: streams, who writes and reads them, the fields of their messages."""
    found = _document()
    return page("streams.html", document=found, streams=[_stream(found, name) for name in found["channels"]])


def _stream(found: dict[str, Any], name: str) -> dict[str, Any]:
    channel = found["channels"][name]
    operations = [
        {"action": operation["action"], "service": operation.get("x-consumer-group") or key.partition("Sends")[0]}
        for key, operation in found["operations"].items()
        if operation["channel"]["$ref"] == f"#/channels/{name}"
    ]
    [message] = channel["messages"]
    schema = found["components"]["schemas"][message]
    fields = [
        {
            "name": field,
            "type": _type(about),
            "required": field in schema.get("required", ()),
            "description": about.get("description", ""),
        }
        for field, about in schema["properties"].items()
    ]
    about = found["components"]["messages"][message]
    return {"channel": channel, "operations": operations, "message": about, "fields": fields}


def _type(schema: dict[str, Any]) -> str:
    """A schema in a word or two: `string (date-time)`, `ArticleReference`, `list of Fact`."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    for key in ("anyOf", "oneOf"):
        if key in schema:
            return " or ".join(dict.fromkeys(_type(each) for each in schema[key]))
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    format_ = f" ({schema['format']})" if "format" in schema else ""
    return f"{schema.get('type', 'anything')}{format_}"
