"""E-mail: a message (.eml) with what is attached to it, or a mailbox of them (.mbox)."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from email.message import EmailMessage
from email.utils import parseaddr

from services.ingest.article import Draft
from services.ingest.readers.html import article_of, plain
from services.ingest.readers.pieces import Budget, Member, Piece, day, line
from shared.errors import Rejected

_FROM = re.compile(rb"(?m)^From .*\r?\n")
_ATTACHED = (".txt", ".md", ".html", ".htm", ".pdf", ".docx", ".json", ".jsonl", ".zip")


def read(data: bytes, name: str, budget: Budget) -> Iterator[Piece]:
    """The message's own text, then the documents attached to it."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    if not message.keys():
        raise Rejected("It is not an e-mail: it has no header", "save the message with its header")
    attached = [
        Member(filename, content)
        for part in message.iter_attachments()
        if (filename := part.get_filename() or "").lower().endswith(_ATTACHED)
        and isinstance(content := part.get_payload(decode=True), bytes)
    ]
    text = _body(message)
    if text.strip():
        yield Draft(
            text=text,
            title=line(_header(message, "subject")),
            publisher=line(parseaddr(_header(message, "from"))[0]) or line(parseaddr(_header(message, "from"))[1]),
            published_on=day(_header(message, "date")),
            language=None,
        )
    elif not attached:
        raise Rejected("The e-mail has neither text nor a document attached", "save the article itself")
    yield from attached


def read_box(data: bytes, name: str, budget: Budget) -> Iterator[Piece]:
    """Every message of a mailbox."""
    messages = [part for part in _FROM.split(data) if part.strip()]
    if len(messages) == 1 and not _FROM.match(data):
        raise Rejected("It is not a mailbox: no line begins with “From ”", "call a single message .eml")
    for number, message in enumerate(messages, 1):
        yield Member(f"{number}.eml", message.replace(b"\n>From ", b"\nFrom "))


def _body(message: EmailMessage) -> str:
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        return ""
    try:
        text = part.get_content()
    except (LookupError, ValueError, KeyError):  # an unknown charset or encoding
        raw = part.get_payload(decode=True)
        text = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else ""
    if part.get_content_subtype() != "html":
        return str(text)
    try:
        return article_of(text).text  # newsletters have menus and footers as pages do
    except Rejected:
        return plain(text)


def _header(message: EmailMessage, name: str) -> str:
    try:
        return str(message.get(name, ""))
    except (ValueError, IndexError, AttributeError):  # the parser of the standard library stumbles over odd headers
        return ""
