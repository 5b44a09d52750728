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

    article: bytes
    received_at: str
    published_on: dt.date | None
    sketch: bytes | None


class _Found(NamedTuple):
    """What is to be written once the article is published."""

    links: Related
    holder: _Holder
    holds: Sequence[bytes]  # the names that it is the newest of
    replaces: bytes | None  # whose place in the index it takes
    bands: Sequence[int]  # under which it is indexed; none where it is like another one
    number: int  # that it is indexed by; 0 where it is not


class Relatives:
    """The index; what was found is staged in memory until it is written or dropped.

    A text has its number from when it is staged: so those that follow find it like any other. Should another process
    have given that number to a text of its own by the time it is written, it gets another one.
    """

    def __init__(self, db: sqlite3.Connection, *, days: float) -> None:
        """`days`: how long a text is remembered to be compared with; 0 for not at all."""
        self._db = db
        self._days = days
        self._staged: dict[bytes, _Found] = {}
        self._names: dict[bytes, _Holder] = {}
        self._replaced: Counter[bytes] = Counter()  # by those staged
        self._numbered: dict[int, _Holder] = {}  # those staged ones that are indexed
        self._buckets = Buckets()  # of those staged, and of all that were written up to the number …
        self._indexed = 0
        self._last = 0  # number that was given

    def find_all(self, articles: Sequence[Outgoing]) -> dict[bytes, Related]:
        """The relatives of new articles, by their keys, which are staged with them."""
        if self._days:
            self._catch_up()
        held = self._held([name for article in articles for name, _ in article.names])
        now = time.time()
        return {article.key: self._find(article, held, now) for article in articles}

    def _find(self, article: Outgoing, held: Mapping[bytes, _Holder], now: float) -> Related:
        sketched, wanted = article.sketched() if self._days else (None, ())
        holder = _Holder(article.key, article.received_at, article.published_on, sketched)
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
        near, links = None, ALONE
        if alike := self._buckets.find(wanted, _COMPARED):  # nearly always no other one has a band of it
            near = self._near(sketched, alike, (holder.article, earlier, later))
        if earlier or later or near:
            links = Related(supersedes=_id(earlier), superseded_by=_id(later), near_duplicate_of=_id(near))
        number, under = 0, wanted if near is None and later is None else ()
        if under:
            number = self._last = self._last + 1
            self._buckets.add(under, number, now)
            self._numbered[number] = holder
        self._staged[holder.article] = _Found(links, holder, holds, earlier, under, number)
        for name in holds:
            self._names[name] = holder
        if earlier:
            self._replaced[earlier] += 1
        return links

    def forget(self, articles: Iterable[bytes]) -> None:
        """These were not published, or not written, after all: they are nobody's relatives."""
        for article in articles:
            if (found := self._staged.get(article)) is not None and found.number:
                self._buckets.remove(found.bands, found.number)
            self.drop((article,))

    def drop(self, articles: Iterable[bytes]) -> None:
        """These need not be staged any longer: they were written."""
        for article in articles:
            if (found := self._staged.pop(article, None)) is None:
                continue
            if found.replaces:
                self._replaced -= Counter((found.replaces,))
            for name in found.holds:
                if self._names.get(name) is found.holder:  # and not one that came after it
                    del self._names[name]
            self._numbered.pop(found.number, None)

    def write(self, articles: Iterable[bytes]) -> None:
        """Write what was found of published articles, and let go of what is too old; inside of a transaction."""
        now = time.time()
        staged = [found for article in articles if (found := self._staged.get(article)) is not None]
        versions = [(name, *_values(found.holder)) for found in staged for name in found.holds]
        insert(
            self._db, "INSERT OR REPLACE INTO newest (key, article, received_at, published_on, sketch) VALUES", versions
        )
        for found in staged:
            if (links := found.links) is ALONE:
                continue
            known = (links.supersedes, links.superseded_by, links.near_duplicate_of)
            others = [other and other.bytes for other in known]
            row = (found.holder.article, *others)
            self._db.execute("INSERT OR REPLACE INTO links VALUES (?, ?, ?, ?)", row)
        self._index([found for found in staged if found.bands], now)
        replaced = [(found.replaces,) for found in staged if found.replaces]
        self._db.executemany("DELETE FROM sketches WHERE article = ?", replaced)
        self._expire(now - self._days * _DAY)

    def _index(self, staged: Sequence[_Found], now: float) -> None:
        """Keep the sketches of these; nobody else can meanwhile."""
        if not staged:
            return
        self._catch_up()
        staged = sorted(staged, key=lambda found: found.number)  # those of several traces come trace by trace
        numbered = [(found.number, found) for found in staged]
        if numbered[0][0] <= self._indexed:  # that number is another process's now
            numbered = list(enumerate(staged, self._last + 1))
            for number, found in numbered:
                self._buckets.add(found.bands, number, now)
        insert(
            self._db,
            "INSERT OR IGNORE INTO sketches VALUES",
            [(number, found.holder.article, found.holder.sketch, now) for number, found in numbered],
        )
        self._indexed = numbered[-1][0]
        self._last = max(self._last, self._indexed)

    def _catch_up(self) -> None:
        """Index what was written by others: before the start, or by `factwire add` meanwhile."""
        query = "SELECT id, sketch, made_at FROM sketches WHERE id > ? ORDER BY id"
        for number, text, made_at in self._db.execute(query, (self._indexed,)):
            self._buckets.add(bands(text), number, made_at)
            self._indexed = number
        self._last = max(self._last, self._indexed)

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
            query = f"SELECT key, article, received_at, published_on, sketch FROM newest WHERE key IN ({marks})"  # noqa: S608 - only marks
            for key, article, received_at, day, text in self._db.execute(query, some):
                held[key] = _Holder(article, received_at, day and dt.date.fromisoformat(day), text)
        return held

    def _near(self, sketched: bytes | None, numbers: Sequence[int], unlike: Sequence[bytes | None]) -> bytes | None:
        """Which of the indexed articles is most like a sketch, the earliest of several; `unlike` do not count."""
        staged = [(number, holder) for number in numbers if (holder := self._numbered.get(number))]
        known = {number: (holder.article, holder.sketch) for number, holder in staged}
        # Who is neither staged nor in the books is not alike either.
        query = f"SELECT id, article, sketch FROM sketches WHERE id IN ({','.join('?' * len(numbers))})"  # noqa: S608 - only marks
        known |= {number: (article, text) for number, article, text in self._db.execute(query, numbers)}
        alike = [
            (similarity(sketched or b"", text), -number, article)
            for number, (article, text) in known.items()
            if text and article not in unlike and article not in self._replaced
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


def _id(key: bytes | None) -> uuid.UUID | None:
    return uuid.UUID(bytes=key) if key else None


def _values(holder: _Holder) -> tuple[bytes, str, str | None, bytes | None]:
    day = holder.published_on.isoformat() if holder.published_on else None
    return holder.article, holder.received_at, day, holder.sketch


def _versions(one: _Holder, other: _Holder, *, certain: bool) -> bool:
    """Whether two of one name are versions of one article."""
    if one.received_at == other.received_at:
        return False  # out of one file: an export that gives all of its articles the address of their section
    if certain:
        return True
    if one.published_on and other.published_on and one.published_on != other.published_on:
        return False
    return bool(one.sketch and other.sketch and similarity(one.sketch, other.sketch) >= _RELATED)
