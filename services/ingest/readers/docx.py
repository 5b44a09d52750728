"""Word documents (.docx): paragraphs and tables in their order."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from services.ingest.article import Draft
from services.ingest.readers.pieces import Budget, Piece, line
from shared.errors import Rejected


def read(data: bytes, name: str, budget: Budget) -> Iterator[Piece]:
    """The document as one article. Raises Rejected for a damaged one."""
    import docx
    from docx.table import Table

    with zipfile.ZipFile(io.BytesIO(data)) as archive:  # it is an archive, so it may be a bomb
        budget.unfold(sum(member.file_size for member in archive.infolist()), len(data))
    try:
        document = docx.Document(io.BytesIO(data))
    except Exception as error:  # noqa: BLE001 - it raises whatever its XML library does
        raise Rejected(f"The Word document is damaged: {str(error)[:100]}", "save it again, or as text") from None
    paragraphs: list[str] = []
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            paragraphs.extend("\t".join(cell.text.strip() for cell in row.cells) for row in block.rows)
        else:
            paragraphs.append(block.text.strip())
    about = document.core_properties
    yield Draft(
        text="\n\n".join(part for part in paragraphs if part),
        title=line(about.title),
        published_on=about.created.date() if about.created and about.created.year > 2013 else None,
        language=None,
    )
