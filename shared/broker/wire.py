"""An entry on the wire: CloudEvents 1.0 attributes as flat fields, the message as JSON in `data`.

`fields_of` writes it, `read_entry` reads it. Unknown extra fields are ignored; an entry of another type or version,
or whose data does not validate, raises BadEntry, which says in one word what is wrong with it (`code`).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeAlias, TypeVar

from pydantic import ValidationError

from shared import logs
from shared.errors import Rejected
from shared.messages import Message

M = TypeVar("M", bound=Message)
# redis.asyncio.Redis; its declared answers cover every protocol and decoding at once, which helps nobody.
Client: TypeAlias = Any

SPECVERSION = "1.0"
CONTENT_TYPE = "application/json"

Code = Literal["undecodable", "unknown_type", "unknown_version", "invalid", "rejected", "failed", "abandoned"]

_TRACEPARENT = re.compile(rb"[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}")


class BadEntry(Rejected):
    """An entry that no reader of this version can take."""

    def __init__(self, code: Code, reason: str, hint: str = "") -> None:
        super().__init__(reason, hint)
        self.code: Code = code


@dataclass(frozen=True, slots=True)
class Entry(Generic[M]):
    """A message as it was taken from its stream.

    `id` is the stream's entry id, `message_id` the CloudEvents id (stable for the same content), `deliveries` counts
    how often the entry was handed out, this time included.
    """

    id: str
    message: M
    message_id: str
    traceparent: str | None
    deliveries: int

    @property
    def trace_id(self) -> str | None:
        """The trace that the entry belongs to: 32 hexadecimal digits."""
        return self.traceparent[3:35] if self.traceparent else None

    def context(self) -> AbstractContextManager[Any]:
        """Bind the article, message and trace to every line logged inside."""
        return logs.context(article_id=str(self.message.subject), message_id=self.message_id, trace_id=self.trace_id)


def now() -> str:
    """The present in RFC 3339, UTC, milliseconds."""
    return dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def attributes(message: Message, traceparent: str | None = None, time: str | None = None) -> dict[str, str]:
    """The CloudEvents attributes of a message: everything but its data."""
    return attributes_of(type(message), str(message.message_id), str(message.subject), traceparent, time or now())


def attributes_of(
    kind: type[Message], message_id: str, subject: str, traceparent: str | None, time: str
) -> dict[str, str]:
    """The attributes of a message of that type, which need not be there itself."""
    fields = {
        "specversion": SPECVERSION,
        "id": message_id,
        "source": kind.SOURCE,
        "type": kind.TYPE,
        "subject": subject,
        "time": time,
        "datacontenttype": CONTENT_TYPE,
    }
    if traceparent:
        fields["traceparent"] = traceparent
    return fields


def fields_of(message: Message, traceparent: str | None = None, time: str | None = None) -> dict[str, str]:
    """The whole entry."""
    fields = attributes(message, traceparent, time)
    fields["data"] = message.model_dump_json()
    return fields


def read_entry(kind: type[M], entry_id: str, fields: Mapping[bytes, bytes], deliveries: int) -> Entry[M]:
    """The entry's message; raises BadEntry when this reader can never take it."""
    if (given := fields.get(b"type")) != kind.TYPE.encode():
        raise _wrong_type(kind, given)
    if fields.get(b"specversion", b"1.0") != b"1.0":
        raise BadEntry("unknown_version", f"specversion {_shown(fields[b'specversion'])} is not 1.0")
    if (data := fields.get(b"data")) is None:
        raise BadEntry("undecodable", "the entry has no field data")
    try:
        message = kind.model_validate_json(data)
    except ValidationError as error:
        problems = error.errors(include_url=False, include_context=False, include_input=False)
        broken = problems[0]["type"] == "json_invalid"
        what = "; ".join(f"{'.'.join(map(str, p['loc'])) or 'data'}: {p['msg']}" for p in problems[:5])
        raise BadEntry("undecodable" if broken else "invalid", what, f"data must follow {kind.TYPE}") from None
    given_id, trace = fields.get(b"id"), fields.get(b"traceparent")
    return Entry(
        id=entry_id,
        message=message,
        message_id=given_id.decode(errors="replace") if given_id else str(message.message_id),
        traceparent=trace.decode() if trace and _TRACEPARENT.fullmatch(trace) else None,
        deliveries=deliveries,
    )


def _wrong_type(kind: type[Message], given: bytes | None) -> BadEntry:
    if given is None:
        return BadEntry("undecodable", "the entry has no field type", f"this stream carries {kind.TYPE}")
    family, _, version = kind.TYPE.rpartition(".")
    if re.fullmatch(re.escape(family) + r"\.v[0-9]+", given.decode(errors="replace")):
        hint = "update this service, then replay the entry"
        return BadEntry("unknown_version", f"{_shown(given)} is not the {version} that this service reads", hint)
    return BadEntry("unknown_type", f"{_shown(given)} does not belong on {kind.STREAM}", f"it carries {kind.TYPE}")


def _shown(value: bytes) -> str:
    return value[:100].decode(errors="backslashreplace")
