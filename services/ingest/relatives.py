"""Which article is a later version of which, and which are nearly the same, by what the books say.

Two of one *name* are versions of one article: the same web address, the same entry of a feed, the same file. An address
or a feed's entry is enough; a file's name is not, since people call many things `article.txt`: the text must resemble
and the day must not differ. Whichever says that it was published later is the newer, else the one that came later.

Only articles that are like no other one are indexed, so a story that a hundred papers print is one entry, and links
point to its first print. Entries leave the index with the window; names stay, as the articles themselves do.

Not safe for threads: the ledger calls it from its one.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
import time
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from services.ingest.buckets import Buckets
from services.ingest.likeness import bands, similarity
from services.ingest.outgoing import ALONE, Outgoing
from services.ingest.rows import insert
from shared.messages import Related

_NEAR = 0.7  # similarity from which two texts are nearly the same
_RELATED = 0.4  # from which files of one name are versions of one article
_COMPARED = 4  # candidates whose sketches are compared: those that share most bands
_EXPIRED = 200  # entries that one transaction drops at most: bounds what it takes
_DAY = 86_400.0


class _Holder(NamedTuple):
    """The newest article of a name."""

    article: uuid.UUID
    received_at: str
    published_on: dt.date | None
    sketch: bytes | None


class _Found(NamedTuple):
    """What is to be written once the article is published."""

    links: Related
    holder: _Holder
    holds: tuple[bytes, ...]  # the names that it is the newest of
    replaces: uuid.UUID | None  # whose place in the index it takes
    bands: Sequence[int]  # under which it is to be indexed; none where it is like another one


class Relatives:
    """The index; what was found is staged in memory until it is written or dropped."""

    def __init__(self, db: sqlite3.Connection, *, days: float) -> None:
        """`days`: how long a text is remembered to be compared with; 0 for not at all."""
        self._db = db
        self._days = days
        self._staged: dict[uuid.UUID, _Found] = {}
        self._names: dict[bytes, _Holder] = {}
        self._replaced: Counter[uuid.UUID] = Counter()  # by those staged
        self._bands: dict[int, tuple[uuid.UUID, ...]] = {}  # of those staged ones that are to be indexed
        self._buckets = Buckets()  # of those written, up to the number …
        self._indexed = 0

    def find_all(self, articles: Sequence[Outgoing]) -> dict[uuid.UUID, Related]:
        """The relatives of new articles, which are staged with them."""
        if self._days:
            self._catch_up()
        held = self._held([name for article in articles for name, _ in article.names])
        return {article.article_id: self._find(article, held) for article in articles}

    def _find(self, article: Outgoing, held: Mapping[bytes, _Holder]) -> Related:
        sketched, wanted = article.sketched() if self._days else (None, ())
        holder = _Holder(article.article_id, article.received_at, article.published_on, sketched)
        earlier = later = None
        holds = []
        for name, certain in article.names:
            other = self._names.get(name) or held.get(name)
            if other is None or other.article == holder.article or not _versions(holder, other, certain=certain):
                holds.append(name)
            elif holder.published_on and other.published_on and holder.published_on < other.published_on:
                later = later or other.article
            else:
                earlier = earlier or other.article
                holds.append(name)
        earlier = None if later else earlier
        single = self._bands.keys().isdisjoint(wanted)  # nearly always no other one has a band of it
        near = self._near(holder, wanted, (holder.article, earlier, later), staged=not single)
        links = ALONE
        if earlier or later or near:
            links = Related(supersedes=earlier, superseded_by=later, near_duplicate_of=near)
        under = wanted if near is None and later is None else ()
        self._staged[holder.article] = _Found(links, holder, tuple(holds), earlier, under)
        for name in holds:
            self._names[name] = holder
        if earlier:
            self._replaced[earlier] += 1
        if single:
            self._bands.update(dict.fromkeys(under, (holder.article,)))
        else:
            for band in under:
                self._bands[band] = (*self._bands.get(band, ()), holder.article)
        return links

    def drop(self, articles: Iterable[uuid.UUID]) -> None:
        """Forget what was found of articles: they were written, or not published after all."""
        for article in articles:
            if (found := self._staged.pop(article, None)) is None:
                continue
            if found.replaces:
                self._replaced -= Counter((found.replaces,))
            for name in found.holds:
                if self._names.get(name) is found.holder:  # and not one that came after it
                    del self._names[name]
            for band in found.bands:
                if len(under := self._bands.pop(band, ())) > 1:
                    self._bands[band] = tuple(other for other in under if other != article)

    def write(self, articles: Iterable[uuid.UUID]) -> None:
        """Write what was found of published articles, and let go of what is too old; inside of a transaction."""
        now = time.time()
        staged = [found for article in articles if (found := self._staged.get(article)) is not None]
        versions = [(name, *_values(found.holder)) for found in staged for name in found.holds]
        self._db.executemany("INSERT OR REPLACE INTO versions VALUES (?, ?, ?, ?, ?)", versions)
        for found in staged:
            if (links := found.links) is ALONE:
                continue
            known = (links.supersedes, links.superseded_by, links.near_duplicate_of)
            others = [other and other.bytes for other in known]
            row = (found.holder.article.bytes, *others)
            self._db.execute("INSERT OR REPLACE INTO links VALUES (?, ?, ?, ?)", row)
        self._index([found for found in staged if found.bands], now)
        replaced = [(found.replaces.bytes,) for found in staged if found.replaces]
        self._db.executemany("DELETE FROM sketches WHERE article = ?", replaced)
        self._expire(now - self._days * _DAY)

    def _index(self, staged: Sequence[_Found], now: float) -> None:
        """Give the texts their numbers; nobody else can meanwhile."""
        (last,) = self._db.execute("SELECT coalesce(max(id), 0) FROM sketches").fetchone()
        numbered = list(enumerate(staged, last + 1))
        insert(
            self._db,
            "INSERT OR IGNORE INTO sketches VALUES",
            [(number, found.holder.article.bytes, found.holder.sketch, now) for number, found in numbered],
        )
        if last <= self._indexed:  # else another process wrote before: `_catch_up`
            for number, found in numbered:
                self._buckets.add(found.bands, number, now)
            self._indexed = max(self._indexed, last + len(numbered))

    def _catch_up(self) -> None:
        """Index what was written by others: before the start, or by `factwire add` meanwhile."""
        query = "SELECT id, sketch, made_at FROM sketches WHERE id > ? ORDER BY id"
        for number, text, made_at in self._db.execute(query, (self._indexed,)):
            self._buckets.add(bands(text), number, made_at)
            self._indexed = number

    def _expire(self, before: float) -> None:
        oldest = self._db.execute("SELECT made_at FROM sketches ORDER BY id LIMIT 1").fetchone()
        if oldest and oldest[0] < before:
            some = "SELECT id, made_at FROM sketches ORDER BY id LIMIT ?"
            self._db.execute(
                f"DELETE FROM sketches WHERE id IN (SELECT id FROM ({some}) WHERE made_at < ?)",  # noqa: S608 - fixed
                (_EXPIRED, before),
            )
        self._buckets.expire(before)

    def _held(self, names: Sequence[bytes]) -> dict[bytes, _Holder]:
        """The newest article of each name that the books know."""
        held: dict[bytes, _Holder] = {}
        for start in range(0, len(names), 500):  # SQLite's oldest limit of variables is 999
            some = names[start : start + 500]
            marks = ",".join("?" * len(some))
            query = f"SELECT key, article, received_at, published_on, sketch FROM versions WHERE key IN ({marks})"  # noqa: S608 - only marks
            for key, article, received_at, day, text in self._db.execute(query, some):
                held[key] = _Holder(uuid.UUID(bytes=article), received_at, day and dt.date.fromisoformat(day), text)
        return held

    def _near(
        self, holder: _Holder, wanted: Sequence[int], unlike: Sequence[uuid.UUID | None], *, staged: bool
    ) -> uuid.UUID | None:
        """The indexed article that is most like it, the earliest of several; `unlike`: those that do not count.

        `staged`: whether some of those staged share a band with it.
        """
        if holder.sketch is None:
            return None
        numbers = self._buckets.find(wanted, _COMPARED)
        if not numbers and not staged:
            return None
        # Who is no longer in the books is not alike either.
        query = f"SELECT article, sketch FROM sketches WHERE id IN ({','.join('?' * len(numbers))}) ORDER BY id"  # noqa: S608 - only marks
        rows = self._db.execute(query, numbers) if numbers else ()
        candidates = [(uuid.UUID(bytes=article), text) for article, text in rows]
        fresh = dict.fromkeys(article for band in wanted for article in self._bands.get(band, ()))
        candidates += [(one, self._staged[one].holder.sketch or b"") for one in fresh]
        alike = [
            (similarity(holder.sketch, text), -order, article)
            for order, (article, text) in enumerate(candidates)
            if article not in unlike and article not in self._replaced
        ]
        best = max(alike, default=None)
        return best[2] if best and best[0] >= _NEAR else None


def links_of(db: sqlite3.Connection, article: uuid.UUID) -> Related:
    """What the books say of an article's relatives."""
    query = """SELECT max(supersedes), max(near_duplicate_of),
        coalesce(max(superseded_by), (SELECT article FROM links WHERE supersedes = ?))
        FROM links WHERE article = ?"""
    row = db.execute(query, (article.bytes, article.bytes)).fetchone()
    supersedes, near, by = (uuid.UUID(bytes=value) if value else None for value in row)
    return Related(supersedes=supersedes, superseded_by=by, near_duplicate_of=near)


def _values(holder: _Holder) -> tuple[bytes, str, str | None, bytes | None]:
    day = holder.published_on.isoformat() if holder.published_on else None
    return holder.article.bytes, holder.received_at, day, holder.sketch


def _versions(one: _Holder, other: _Holder, *, certain: bool) -> bool:
    """Whether two of one name are versions of one article."""
    if one.received_at == other.received_at:
        return False  # out of one file: an export that gives all of its articles the address of their section
    if certain:
        return True
    if one.published_on and other.published_on and one.published_on != other.published_on:
        return False
    return bool(one.sketch and other.sketch and similarity(one.sketch, other.sketch) >= _RELATED)
