"""Archives: .gz, .zip, .tar and web archives (.warc), within a budget, so that a bomb is only a failed file."""

from __future__ import annotations

import io
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from services.ingest.readers.pieces import Budget, Member, Piece
from shared.errors import Rejected

_DAMAGED = ("The archive is damaged", "pack it again")


def read_gzip(data: bytes, name: str, budget: Budget) -> Iterator[Piece]:
    """The one file inside."""
    yield Member(name.removesuffix(".gz").removesuffix(".GZ") or "content", gunzip(data, budget))


def gunzip(data: bytes, budget: Budget) -> bytes:
    """All members of a gzip file, one after the other."""
    whole = bytearray()
    rest = data
    while rest:
        stream = zlib.decompressobj(31)
        limit = min(budget.size, max(1_000_000, len(data) * budget.ratio)) - len(whole) + 1
        try:
            whole += stream.decompress(rest, limit)
        except zlib.error:
            raise Rejected(*_DAMAGED) from None
        if not stream.eof:
            if stream.unconsumed_tail:
                budget.unfold(len(whole), 0)
            raise Rejected(*_DAMAGED)
        rest = stream.unused_data.lstrip(b"\0")
    budget.unfold(len(whole), len(data))
    return bytes(whole)


def read_zip(data: bytes, name: str, budget: Budget) -> Iterator[Piece]:
    """Every file inside, whatever its path says."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist():
                if member.is_dir() or _litter(member.filename):
                    continue
                if member.flag_bits & 1:
                    yield Rejected(f"{member.filename} is encrypted", "pack it without a password")
                    continue
                budget.unfold(member.file_size, member.compress_size)  # what it says; reading stops there as well
                with archive.open(member) as file:
                    yield Member(member.filename, file.read(member.file_size + 1))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
        raise Rejected(f"The archive is damaged: {str(error)[:100]}", "pack it again") from None


def read_tar(data: bytes, name: str, budget: Budget) -> Iterator[Piece]:
    """Every plain file inside; links and devices are left where they are."""
    try:
        with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as archive:
            for member in archive:
                if member.isfile() and not _litter(member.name):
                    budget.unfold(member.size, member.size)
                    file = archive.extractfile(member)
                    yield Member(member.name, file.read() if file else b"")
    except (tarfile.TarError, EOFError, OSError):
        raise Rejected(*_DAMAGED) from None


def read_warc(data: bytes, name: str, budget: Budget) -> Iterator[Piece]:
    """Every page that was answered with 200."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    pages = 0
    try:
        for record in ArchiveIterator(io.BytesIO(data)):
            if record.rec_type != "response" or not record.http_headers:
                continue
            kind = record.http_headers.get_header("Content-Type", "")
            if record.http_headers.get_statuscode() != "200" or "html" not in kind:
                continue
            page = record.content_stream().read(budget.size + 1)
            budget.unfold(len(page), len(data))
            pages += 1
            yield Member(f"{pages}.html", page, record.rec_headers.get_header("WARC-Target-URI"))
    except (ArchiveLoadFailed, zlib.error, EOFError) as error:
        raise Rejected(f"The web archive is damaged: {str(error)[:100]}", "crawl it again") from None
    if not pages:
        raise Rejected("The web archive holds no page", "crawl the articles' pages")


def _litter(name: str) -> bool:
    """What operating systems put into archives."""
    path = PurePosixPath(name)
    return path.name.startswith(".") or "__MACOSX" in path.parts or path.name == "Thumbs.db"
