"""An article on its way out: its message as it will be on the stream, and what the books and the index want of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from urllib.parse import urldefrag, urlsplit

from services.ingest.likeness import bands, sketch
from services.ingest.plain import Plain, file_key, name_key
from shared.broker import Prepared
from shared.messages import ArticleIngested, Related

ALONE = Related()  # of an article without relatives
_UNRELATED = ALONE.model_dump_json().encode()[:-1]  # how the message of an article without relatives begins


class Outgoing:
    """An article as intake hands it on. `names` are what its versions share, and whether each is enough by itself.

    `key` is its id as 16 bytes: an object of `UUID` takes the time of ten of them to make and to look up.
    """

    __slots__ = ("_sketched", "key", "names", "prepared", "published_on", "received_at")

    def __init__(
        self,
        key: bytes,
        prepared: Prepared,
        received_at: str,
        published_on: dt.date | None,
        names: Sequence[tuple[bytes, bool]],
        sketched: str | tuple[bytes | None, Sequence[int]],
    ) -> None:
        """`sketched`: the text, or its sketch and bands where they were made already."""
        self.key = key
        self.prepared = prepared
        self.received_at = received_at
        self.published_on = published_on
        self.names = names
        self._sketched = sketched

    @classmethod
    def of(cls, article: ArticleIngested) -> Outgoing:
        """A message that was made."""
        data = article.model_dump_json().encode()
        prepared = Prepared(str(article.message_id), str(article.article_id), data)
        at = article.source.received_at.isoformat()
        return cls(article.article_id.bytes, prepared, at, article.published_on, list(_names_of(article)), article.text)

    @classmethod
    def read(cls, plain: Plain) -> Outgoing:
        """What the second reader made of a file."""
        prepared = Prepared(plain.message_id, plain.subject, plain.data)
        day = dt.date.fromisoformat(plain.published_on) if plain.published_on else None
        names = ((plain.name, False),)
        return cls(plain.key, prepared, plain.received_at, day, names, (plain.sketch, plain.bands))

    def sketched(self) -> tuple[bytes | None, Sequence[int]]:
        """The sketch of its text, and the bands of that; made when first asked for."""
        if isinstance(self._sketched, str):
            made = sketch(self._sketched)
            self._sketched = (made, bands(made) if made else ())
        return self._sketched

    def related(self, related: Related) -> Prepared:
        """The message, with its relatives in it."""
        if related is ALONE or related == ALONE:
            return self.prepared
        data = self.prepared.data
        if not data.startswith(_UNRELATED):
            raise ValueError("its relatives are in the message already")
        return self.prepared._replace(data=related.model_dump_json().encode()[:-1] + data[len(_UNRELATED) :])


def _names_of(article: ArticleIngested) -> Iterator[tuple[bytes, bool]]:
    """The names that versions share, and whether each is enough by itself."""
    if article.url and (address := _address(article.url)):
        yield name_key(f"url|{address}"), True
    source = article.source
    # A post without a file is named after its client, and standard input after itself: no names of articles.
    if source.door == "feed" and "#id:" in source.name:
        yield name_key(f"feed|{source.name}"), True
    elif source.door == "inbox" or (source.door in ("http", "command") and "/" in source.name):
        yield file_key(source.door, source.name), False


def _address(url: str) -> str | None:
    """The web address without what does not tell pages apart; None for a whole site's."""
    from courlan import normalize_url  # most articles have no address

    try:
        address = str(normalize_url(urldefrag(url).url, strict=False))
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.path.strip("/") or parts.query else None
