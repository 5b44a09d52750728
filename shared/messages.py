"""The messages between the services: what they hold, the stream they travel on, their CloudEvents type.

Versions: the major version is the last part of the type. A minor addition is an optional field; readers ignore what
they do not know. `message_id` is stable for the same content, so that a repeated publish is recognised.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Annotated, ClassVar, Literal

from pydantic import AwareDatetime, Field, StringConstraints

from shared.facts import Fact, Frozen
from shared.identity import ARTICLE_NAMESPACE, MESSAGE_NAMESPACE, article_id, message_id, stored_text

# With what makes an article's identity, which has a module of its own for those who need no message.
__all__ = [
    "ARTICLE_NAMESPACE",
    "MESSAGES",
    "MESSAGE_NAMESPACE",
    "ArticleIngested",
    "ArticleReference",
    "Door",
    "Extractor",
    "FactChange",
    "FactsExtracted",
    "FactsRevised",
    "Message",
    "Related",
    "Sha256",
    "Source",
    "article_id",
    "stored_text",
]

Door = Literal["inbox", "http", "feed", "command"]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Message(Frozen):
    """Base of the messages: each names its stream, CloudEvents type and source."""

    STREAM: ClassVar[str]
    TYPE: ClassVar[str]
    SOURCE: ClassVar[str]

    @property
    def subject(self) -> uuid.UUID:
        """The article that the message is about."""
        raise TypeError(f"{type(self).__name__} does not say what it is about")

    @property
    def message_id(self) -> uuid.UUID:
        """The CloudEvents id: the same for the same content."""
        return uuid.UUID(message_id(self.TYPE, str(self.subject)))


class Source(Frozen):
    """The door an article came through, the file's or client's name, and when."""

    door: Door
    name: str
    received_at: AwareDatetime


class Related(Frozen):
    """What ingest knew of an article's relatives when it took it; the latest reception of the article says it anew.

    An article that another one supersedes is history: its facts are withdrawn, and hold again should no article
    supersede it any more. A near-duplicate is a link only; its facts stand beside the other's.
    """

    supersedes: uuid.UUID | None = Field(
        None, description="The earlier version of this article (same address, feed entry or file); it is history now"
    )
    superseded_by: uuid.UUID | None = Field(
        None, description="A version of this article that was published later and came before it; this one is history"
    )
    near_duplicate_of: uuid.UUID | None = Field(
        None, description="An article from elsewhere with nearly the same text, which came before"
    )


class ArticleIngested(Related, Message):
    """An article as it is stored: text in Unicode NFC with `\\n` line ends, otherwise as it came."""

    STREAM = "articles"
    TYPE = "factwire.article.ingested.v1"
    SOURCE = "/factwire/ingest"

    article_id: uuid.UUID
    text: str = Field(min_length=1)
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    published_on: dt.date | None = None
    dateline: str | None = None
    language: str | None = None
    detected_language: str | None = Field(
        None, description="The language that the text itself is in (ISO 639), where that is certain; `language` is told"
    )
    source: Source
    tags: tuple[str, ...] = ()
    content_sha256: Sha256

    @property
    def subject(self) -> uuid.UUID:
        return self.article_id


class ArticleReference(Related):
    """What a fact's consumer needs to know of the article, without its text."""

    id: uuid.UUID
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    published_on: dt.date | None = None
    source: Source
    tags: tuple[str, ...] = ()

    @classmethod
    def of(cls, article: ArticleIngested) -> ArticleReference:
        """What is told of an article beside its facts: all that both have."""
        shared = {name: getattr(article, name) for name in cls.model_fields if name != "id"}
        return cls(id=article.article_id, **shared)


class Extractor(Frozen):
    """What read the article: name, package version, and a hash of its data files."""

    name: str
    version: str
    lexicon: str


class FactsExtracted(Message):
    """All facts of one article by one extractor version, also when there are none."""

    STREAM = "facts"
    TYPE = "factwire.facts.extracted.v1"
    SOURCE = "/factwire/extract"

    article: ArticleReference
    extractor: Extractor
    extracted_at: AwareDatetime
    facts: tuple[Fact, ...]
    skipped: str | None = Field(None, description="Why the article was not read; there are no facts of it then")

    @property
    def subject(self) -> uuid.UUID:
        return self.article.id

    @property
    def message_id(self) -> uuid.UUID:
        e = self.extractor
        return uuid.uuid5(MESSAGE_NAMESPACE, f"{self.TYPE}|{self.subject}|{e.name}|{e.version}|{e.lexicon}")


class FactChange(Frozen):
    """One fact that a later reading states differently."""

    before: Fact
    after: Fact


class FactsRevised(Message):
    """What changed in the facts that hold of an article: a later extraction replaced them, or a later version of the
    article, whose own facts come as `FactsExtracted`. A first extraction is no revision.
    """

    STREAM = "revisions"
    TYPE = "factwire.facts.revised.v1"
    SOURCE = "/factwire/store"

    article: ArticleReference
    extractor: Extractor
    extracted_at: AwareDatetime
    revised_at: AwareDatetime
    added: tuple[Fact, ...] = ()
    withdrawn: tuple[Fact, ...] = ()
    changed: tuple[FactChange, ...] = ()
    cause: Literal["extraction", "superseded", "reinstated"] = Field(
        "extraction", description="A later extraction; a later version of the article; or that version is none any more"
    )
    superseded_by: uuid.UUID | None = Field(None, description="The version whose facts hold instead")

    @property
    def subject(self) -> uuid.UUID:
        return self.article.id

    @property
    def message_id(self) -> uuid.UUID:
        e, at = self.extractor, self.extracted_at.isoformat()
        name = f"{self.TYPE}|{self.subject}|{e.name}|{e.version}|{e.lexicon}|{at}"
        if self.cause != "extraction":  # of the same extraction, and possibly not for the first time
            name += f"|{self.cause}|{self.revised_at.isoformat()}"
        return uuid.uuid5(MESSAGE_NAMESPACE, name)


MESSAGES: tuple[type[Message], ...] = (ArticleIngested, FactsExtracted, FactsRevised)
