"""Files of every format and fault, made on the spot: name → bytes, and where each has to end.

The article is the same in all good ones, but for a number, so that each is an article of its own.
"""

from __future__ import annotations

import gzip
import io
import json
import random
import tarfile
import zipfile
import zlib
from email.message import EmailMessage

import docx


def paragraphs(number: int | str) -> list[str]:
    return [
        f"ALMATY – Plant number {number} for the production of copper wire was opened in the Almaty Industrial Zone.",
        f"It cost 6.4 billion tenge and employs {number} people, its owner said. It can make 9,000 tons a year.",
        "The zone has attracted 41 companies since it was founded, and half of what they make is exported.",
    ]


def text(number: int | str) -> str:
    return "\n\n".join(paragraphs(number))


def page(number: int | str, *, head: str = "", title: str = "Copper wire from Almaty") -> str:
    body = "".join(f"<p>{part}</p>" for part in paragraphs(number))
    return (
        f'<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>{title} | The Steppe</title>'
        '<meta property="og:site_name" content="The Steppe">'
        '<meta property="article:published_time" content="2024-04-16T10:00:00+05:00">'
        f'<link rel="canonical" href="https://example.org/{number}">{head}</head><body>'
        '<nav><a href="/">Home</a> <a href="/news">News</a></nav>'
        f"<article><h1>{title}</h1>{body}</article><footer>© The Steppe. We use cookies.</footer></body></html>"
    )


def mail(number: int | str, *, html: bool = False, attach: tuple[str, bytes] | None = None) -> bytes:
    message = EmailMessage()
    message["From"] = "Press Office <press@example.org>"
    message["Subject"] = f"Завод {number}"
    message["Date"] = "Tue, 16 Apr 2024 10:00:00 +0500"
    if html:
        message.set_content(page(number), subtype="html")
    else:
        message.set_content(text(number))
    if attach:
        message.add_attachment(attach[1], maintype="application", subtype="octet-stream", filename=attach[0])
    return bytes(message)


def pdf(lines: list[str], *, pages: int = 1, extra: str = "") -> bytes:
    """A PDF by hand: one font, one stream a page."""
    rows = " ".join(f"({line.replace('–', '-')}) Tj T*" for line in lines)
    stream = f"BT /F1 10 Tf 12 TL 40 780 Td {rows} ET"
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(pages))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for n in range(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * n} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    objects.append("<< /Title (Copper wire) /CreationDate (D:20240416100000) >>")
    out = "%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n"
    out += "".join(f"{place:010} 00000 n \n" for place in places)
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R {extra}>>\n"
    out += f"startxref\n{start}\n%%EOF\n"
    return out.encode("latin-1")


def word(number: int | str) -> bytes:
    document = docx.Document()
    document.core_properties.title = "Copper wire from Almaty"
    for part in paragraphs(number):
        document.add_paragraph(part)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def zipped(files: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return file.getvalue()


def tarred(files: dict[str, bytes], link: str | None = None) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
        if link:
            entry = tarfile.TarInfo("link.txt")
            entry.type, entry.linkname = tarfile.SYMTYPE, link
            archive.addfile(entry)
    return file.getvalue()


def warc(pages: dict[str, str], status: str = "200 OK") -> bytes:
    """A web archive by hand: one gzip member a record."""
    records = []
    for url, html in pages.items():
        answer = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n\r\n{html}".encode()
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-04-16T05:00:00Z\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
        )
        records.append(gzip.compress(head.encode() + answer + b"\r\n\r\n"))
    return b"".join(records)


def feed(numbers: list[int]) -> bytes:
    items = "".join(
        f"<item><title>Plant {n}</title><link>https://example.org/{n}</link>"
        "<pubDate>Tue, 16 Apr 2024 10:00:00 GMT</pubDate>"
        f"<description><![CDATA[<p>{'</p><p>'.join(paragraphs(n))}</p>]]></description></item>"
        for n in numbers
    )
    return (
        f'<?xml version="1.0"?><rss version="2.0"><channel><title>The Steppe</title>'
        f"<link>https://example.org/</link><description>News</description>{items}</channel></rss>"
    ).encode()


def bomb(megabytes: int) -> bytes:
    return zlib.compress(bytes(megabytes * 1_000_000), 9)


_NEST = zipped({"1.zip": zipped({"2.zip": zipped({"3.zip": zipped({"4.zip": zipped({"a.txt": b"An article."})})})})})
_BIG = zipped({"zeros.txt": bytes(150_000_000)})

# Name → (bytes, articles that come out, part of the reason or None)
FILES: dict[str, tuple[bytes, int, str | None]] = {
    # plain text
    "utf8.txt": (text(1).encode(), 1, None),
    "utf8-mark.txt": (b"\xef\xbb\xbf" + text(2).encode(), 1, None),
    "utf16.txt": (text(3).encode("utf-16"), 1, None),
    "utf16-be-no-mark.txt": (text(4).encode("utf-16-be"), 1, None),
    "utf32.txt": (text(5).encode("utf-32"), 1, None),
    "cp1251.txt": ("Завод номер 6 построен в Алматы, сообщает пресс-служба акимата города.".encode("cp1251"), 1, None),
    "koi8.txt": ("Завод номер 7 построен в Астане, сообщает пресс-служба правительства.".encode("koi8-r"), 1, None),
    "cp1252.txt": (text(8).encode("cp1252"), 1, None),
    "crlf.txt": (text(9).replace("\n", "\r\n").encode(), 1, None),
    "no-ending": (text(10).encode(), 1, None),
    "page-called.txt": (page(11).encode(), 1, None),
    "name with spaces и буквы.txt": (text(12).encode(), 1, None),
    "empty.txt": (b"", 0, "0 bytes"),
    "blank.txt": (b" \n\t\n", 0, "white space"),
    "nul.txt": (text(13).encode().replace(b"wire", b"wi\0re"), 0, "not a text"),
    "garbage.bin": (random.Random(7).randbytes(20_000), 0, "not a text"),
    "picture.jpg": (b"\xff\xd8\xff\xe0" + random.Random(8).randbytes(5_000), 0, "JPEG"),
    "huge.txt": (b"x" * 10_000_001, 0, "too large"),
    # markdown
    "note.md": (f"---\ntitle: From front matter\ndate: 2024-04-16\n---\n\n# Head\n\n{text(14)}".encode(), 1, None),
    "heading.md": (f"# Copper *wire*\n\n{text(15)}\n\n- [a link](https://example.org)".encode(), 1, None),
    "bad-front.md": (b"---\ntitle: [\n---\n\nAn article.", 0, "front matter"),
    # web pages
    "page.html": (page(16).encode(), 1, None),
    "page-cp1251.htm": (
        page(17, title="Медный провод").replace("utf-8", "windows-1251").encode("cp1251", "xmlcharrefreplace"),
        1,
        None,
    ),
    "page-lies.html": (page(18, title="Медь").replace('"utf-8"', '"klingon"').encode(), 1, None),
    "menu.html": (b"<html><body>" + b'<a href="/x">News</a> ' * 200 + b"</body></html>", 0, "No article"),
    "deep.html": (b"<!doctype html><html><body>" + b"<div>" * 50_000 + page(19).encode(), 0, ""),
    "many-tags.html": (
        page(20).replace("</article>", "</article>" + "<li><a href=/>x</a></li>" * 10_000).encode(), 1, None,
    ),
    "empty-page.html": (b"<!doctype html><html></html>", 0, "No article"),
    # JSON
    "one.json": (json.dumps({"headline": "H", "body": text(21), "datePublished": "2024-04-16"}).encode(), 1, None),
    "list.json": (json.dumps([{"text": text(22)}, {"maintext": text(23)}]).encode(), 2, None),
    "wrapped.json": (json.dumps({"articles": [{"content": text(24)}]}).encode(), 1, None),
    "lines.jsonl": (b"\n".join(json.dumps({"text": text(n)}).encode() for n in (25, 26, 27)), 3, None),
    "lines-called.json": (b"\n".join(json.dumps({"text": text(n)}).encode() for n in (28, 29)), 2, None),
    "partly-bad.jsonl": (json.dumps({"text": text(30)}).encode() + b'\n{"text": ', 1, "Line 2"),
    "no-text.json": (b'{"headline": "H"}', 0, "no field"),
    "not.json": (b"{nonsense", 0, "not JSON"),
    "number.json": (b"42", 0, "no object"),
    "empty.json": (b"[]", 0, "no article"),
    "nested.json": (b"[" * 200_000, 0, "not JSON"),
    # mail
    "plain.eml": (mail(31), 1, None),
    "html.eml": (mail(32, html=True), 1, None),
    "attached.eml": (mail(33, attach=("release.docx", word(34))), 2, None),
    "box.mbox": (b"".join(b"From x@y Tue Apr 16 10:00:00 2024\n" + mail(n) + b"\n" for n in (35, 36)), 2, None),
    "not.mbox": (b"just words", 0, "mailbox"),
    # documents
    "text.pdf": (pdf([part for n in (37,) for part in paragraphs(n)]), 1, None),
    "scan.pdf": (pdf([]), 0, "OCR"),
    "encrypted.pdf": (
        pdf(["secret"], extra=f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{'00' * 32}> /U <{'00' * 32}> >> "),
        0,
        "encrypted",
    ),
    "damaged.pdf": (b"%PDF-1.7\nnothing", 0, "damaged"),
    "book.pdf": (pdf(["page"], pages=501), 0, "501 pages"),
    "word.docx": (word(38), 1, None),
    "damaged.docx": (zipped({"word/document.xml": b"<broken"}), 0, "damaged"),
    # feeds and crawls
    "feed.xml": (feed([39, 40]), 2, None),
    "not-feed.xml": (b"<?xml version='1.0'?><recipe/>", 0, "no feed"),
    "crawl.warc.gz": (warc({"https://example.org/41": page(41), "https://example.org/42": page(42)}), 2, None),
    "errors.warc.gz": (warc({"https://example.org/x": page(43)}, "404 Not Found"), 0, "no page"),
    # archives
    "one.txt.gz": (gzip.compress(text(44).encode()), 1, None),
    "many.zip": (zipped({"a.txt": text(45).encode(), "b/c.html": page(46).encode(), "__MACOSX/._a": b"x"}), 2, None),
    "many.tar.gz": (gzip.compress(tarred({"a.txt": text(47).encode(), "d/": b""}, link="/etc/passwd")), 1, "0 bytes"),
    "out.zip": (zipped({"../../../tmp/out.txt": text(48).encode(), "/abs.txt": text(49).encode()}), 2, None),
    "mixed.zip": (zipped({"good.txt": text(50).encode(), "bad.bin": random.Random(9).randbytes(999)}), 1, "not a text"),
    "empty.zip": (zipped({}), 0, ""),
    "damaged.zip": (zipped({"a.txt": text(51).encode()})[:-30], 0, "damaged"),
    "half.gz": (gzip.compress(text(52).encode())[:-20], 0, "damaged"),
    "bomb.gz": (gzip.compress(bytes(300_000_000)), 0, "unfolds"),
    "bomb.zip": (_BIG, 0, "unfolds"),
    "bomb-in-bomb.zip": (_NEST, 0, "archives inside"),
}  # fmt: skip
