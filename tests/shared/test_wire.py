"""An entry's fields and back; and what is wrong with those that nobody can read."""

from __future__ import annotations

import json

import pytest

from shared.broker.wire import BadEntry, Code, fields_of, read_entry
from shared.messages import ArticleIngested, FactsExtracted
from tests.shared.moving import TRACE, article, no_facts


def wire(**changes: bytes | None) -> dict[bytes, bytes]:
    """An article's entry as the server returns it, with fields replaced, added or (None) taken away."""
    fields = {name.encode(): value.encode() for name, value in fields_of(article(7), TRACE).items()}
    for name, value in changes.items():
        fields.pop(name.encode(), None)
        if value is not None:
            fields[name.encode()] = value
    return fields


def test_an_entry_is_cloudevents_in_plain_fields() -> None:
    message = article(7)
    fields = fields_of(message, TRACE)
    assert fields.pop("time").endswith("Z")
    assert json.loads(fields.pop("data"))["text"] == message.text
    assert fields == {
        "specversion": "1.0",
        "id": str(message.message_id),
        "source": "/factwire/ingest",
        "type": "factwire.article.ingested.v1",
        "subject": str(message.article_id),
        "datacontenttype": "application/json",
        "traceparent": TRACE,
    }


def test_what_is_written_is_read() -> None:
    entry = read_entry(ArticleIngested, "1-0", wire(), 3)
    assert entry.message == article(7)
    assert (entry.id, entry.message_id, entry.deliveries) == ("1-0", str(article(7).message_id), 3)
    assert (entry.traceparent, entry.trace_id) == (TRACE, TRACE[3:35])


def test_a_repeated_publish_has_the_same_id() -> None:
    assert fields_of(article(7))["id"] == fields_of(article(7))["id"] != fields_of(article(8))["id"]
    assert fields_of(no_facts(article(7)))["id"] == fields_of(no_facts(article(7)))["id"]


def test_unknown_fields_are_ignored() -> None:
    data = json.dumps({**json.loads(wire()[b"data"]), "later": {"addition": 1}}).encode()
    assert read_entry(ArticleIngested, "1-0", wire(data=data, more=b"x"), 1).message == article(7)


@pytest.mark.parametrize("trace", [b"", b"nonsense", b"\xff\xfe", TRACE.encode() + b"-more"])
def test_a_broken_traceparent_is_no_reason_to_refuse_an_article(trace: bytes) -> None:
    assert read_entry(ArticleIngested, "1-0", wire(traceparent=trace), 1).traceparent is None


@pytest.mark.parametrize(
    ("changes", "code", "said"),
    [
        ({"type": None}, "undecodable", "no field type"),
        ({"data": None}, "undecodable", "no field data"),
        ({"data": b"\xff\xfe\x00garbage"}, "undecodable", "Invalid JSON"),
        ({"data": b'{"text": "\\ud800"}'}, "undecodable", "Invalid JSON"),
        ({"type": b"org.example.order.placed.v1"}, "unknown_type", "org.example.order.placed.v1"),
        ({"type": FactsExtracted.TYPE.encode()}, "unknown_type", FactsExtracted.TYPE),
        ({"type": b"\xff\xfe"}, "unknown_type", "\\xff"),
        ({"type": b"factwire.article.ingested.v2"}, "unknown_version", "v1"),
        ({"specversion": b"2.0"}, "unknown_version", "2.0"),
        ({"data": b"{}"}, "invalid", "text: Field required"),
        ({"data": b"[1]"}, "invalid", "data"),
        ({"data": json.dumps({**json.loads(wire()[b"data"]), "text": ""}).encode()}, "invalid", "text"),
    ],
)
def test_what_nobody_can_read_says_why(changes: dict[str, bytes | None], code: Code, said: str) -> None:
    with pytest.raises(BadEntry) as caught:
        read_entry(ArticleIngested, "1-0", wire(**changes), 1)
    assert caught.value.code == code
    assert said in str(caught.value)


def test_the_reason_does_not_repeat_the_article() -> None:
    data = json.dumps({**json.loads(wire()[b"data"]), "published_on": "a secret sentence"}).encode()
    with pytest.raises(BadEntry) as caught:
        read_entry(ArticleIngested, "1-0", wire(data=data), 1)
    assert "a secret sentence" not in str(caught.value)
