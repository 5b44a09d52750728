"""What the HTTP door answers with, as OpenAPI describes it."""

from __future__ import annotations

import uuid
from typing import Any, Literal

from pydantic import BaseModel, Field

from services.ingest.bodies import ArticlePost
from services.ingest.problems import MEDIA_TYPE
from services.ingest.readers.formats import FORMATS

FORM = "multipart/form-data"
# Media types that may bring many articles, and all that are taken.
MANY = {kind for known in FORMATS if known.many for kind in known.media_types} - {"application/json"} | {FORM}
TAKEN = {kind for known in FORMATS for kind in known.media_types} | {FORM}


class Accepted(BaseModel):
    """The article is in the queue."""

    article_id: uuid.UUID = Field(description="The same for the same text, whoever sends it and how often")
    duplicate: bool = Field(description="It was published before; nothing new will happen")
    outcome: Literal["published", "duplicate"]
    arrival: int = Field(description="The number of this request in ingest's books")


class Progress(BaseModel):
    """Where an article is on its way."""

    article_id: uuid.UUID
    state: Literal["received", "extracting", "extracted", "stored", "dead"]
    published_at: str = Field(description="When it came in, RFC 3339")
    entry: str = Field(description="Its entry on the stream `articles`")
    deliveries: int = Field(description="How often a worker has tried; 0 where nobody has, or it is done")
    reason: str | None = Field(None, description="Why it could not be read, or its facts not stored")
    skipped: str | None = Field(None, description="Why it was not read: it is in another language")
    facts: str | None = Field(None, description="Where its facts are, once it was read (in store)")
    count: int | None = Field(None, description="How many facts were read")
    supersedes: uuid.UUID | None = Field(None, description="The earlier version of it")
    superseded_by: uuid.UUID | None = Field(None, description="The later version whose facts hold instead")
    near_duplicate_of: uuid.UUID | None = Field(None, description="An article from elsewhere with nearly the same text")


class Result(BaseModel):
    """What became of one part of a body: an article, or the reason why it is none."""

    name: str = Field(description="File name, or #line")
    outcome: Literal["published", "duplicate", "failed"]
    article_id: uuid.UUID | None = None
    detail: str | None = None
    hint: str | None = None


class Batch(BaseModel):
    """Part by part, for forms, JSON Lines and archives."""

    published: int
    duplicate: int
    failed: int
    results: list[Result]


class ProblemDetails(BaseModel):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    hint: str | None = None
    errors: list[dict[str, Any]] | None = Field(None, description="Field by field, for 422")


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The error answers of a route."""
    schema = {"$ref": "#/components/schemas/ProblemDetails"}
    return {s: {"model": ProblemDetails, "content": {MEDIA_TYPE: {"schema": schema}}} for s in statuses}


def bodies() -> dict[str, Any]:
    """The request bodies that are taken."""
    text = {"schema": {"type": "string", "minLength": 1, "pattern": r"\S"}}
    binary = {"schema": {"type": "string", "format": "binary"}}
    bodies: dict[str, Any] = {"application/json": {"schema": ArticlePost.model_json_schema()}}
    bodies[FORM] = {
        "schema": {
            "type": "object",
            "properties": {"file": {"type": "array", "items": {"type": "string", "format": "binary"}}},
            "required": ["file"],
        }
    }
    for kind in sorted(TAKEN - bodies.keys()):
        bodies[kind] = text if kind.startswith("text/") else binary
    return bodies
