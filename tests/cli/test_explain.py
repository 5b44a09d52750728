"""`factwire explain`: how sentences became facts, in a terminal and as a page."""

from __future__ import annotations

import datetime as dt
import html
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from services.extract.explain import COLOURS, explained
from services.extract.explain_page import as_html
from tests.cli.conftest import Factwire

EXAMPLES = Path(__file__).parents[2] / "examples" / "articles"
PLANT = EXAMPLES / "cable-plant.txt"
HOSTILE = "<script>alert('x')</script> The \x1b[31mplant & mill employs 40 people, says <b>\"Acme\"</b> & Co."


class Page(HTMLParser):
    """The tags of a page, and the anchors it offers and asks for."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.asked: set[str] = set()
        self.offered: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        given = dict(attrs)
        assert "src" not in given
        assert not [name for name in given if name.startswith("on")]
        if given.get("id"):
            self.offered.add(str(given["id"]))
        if given.get("href"):
            self.asked.add(str(given["href"]))


def test_each_fact_is_told_with_its_reasons(factwire: Factwire) -> None:
    ended = factwire("explain", PLANT)
    assert (ended.code, ended.err) == (0, "")
    assert "2024-04-16" in ended.out.splitlines()[0]
    assert "● employment 120 people" in ended.out
    assert "planned: “will employ”" in ended.out
    assert re.search(r"rule +employment\.\S+, confidence 0\.\d\d", ended.out)
    assert re.search(r"cues +.*item:people \+\d", ended.out)


def test_all_shows_the_sentences_without_facts_and_every_mention(factwire: Factwire) -> None:
    text = "It was a fine day in Almaty.\n\nIt employs 40 people."
    assert "fine day" not in factwire("explain", "-", given=text).out
    ended = factwire("explain", "-", "--all", given=text)
    assert "fine day" in ended.out
    assert re.search(r"found +quantity “40 people” 40 +\[count", ended.out)


def test_what_is_no_fact_says_why(factwire: Factwire) -> None:
    ended = factwire("explain", "-", given="Had the plant opened, it would have employed 40 people.")
    assert ended.out.startswith("0 facts")
    assert re.search(r"○ “40 people” is no fact: \w+", ended.out)


def test_the_date_given_anchors_what_is_said(factwire: Factwire) -> None:
    ended = factwire("explain", "-", "--date", "2021-05-01", given="The plant employed 40 people last year.")
    assert "2020-01-01 to 2020-12-31 – “last year”" in ended.out


def test_the_page_needs_nothing_else(factwire: Factwire, tmp_path: Path) -> None:
    ended = factwire("explain", PLANT, "--html", "out.html")
    assert (ended.code, ended.out, ended.err) == (0, "out.html\n", "")
    page = (tmp_path / "out.html").read_text(encoding="utf-8")
    read = Page(page)
    assert {"mark", "dl", "details"} <= read.tags
    assert not read.tags & {"script", "link", "img", "iframe", "object"}
    assert "url(" not in page
    assert "prefers-color-scheme:dark" in page
    assert read.asked
    assert all(target[0] == "#" for target in read.asked)
    text = html.unescape(re.sub(r"<a [^>]*>\d+</a>|<[^>]+>", "", page))
    for paragraph in PLANT.read_text(encoding="utf-8").split("\n\n")[1:]:
        assert paragraph.split(". ")[0] in text


def test_an_article_is_text_and_never_markup_or_commands(factwire: Factwire, tmp_path: Path) -> None:
    assert factwire("explain", "-", "--html", "out.html", "--all", given=HOSTILE).code == 0
    read = Page((tmp_path / "out.html").read_text(encoding="utf-8"))
    assert "script" not in read.tags
    assert "\x1b" not in factwire("explain", "-", given=HOSTILE).out


def test_overlapping_evidence_loses_no_character() -> None:
    text = (
        "Exports and imports rose by 5 and 6 percent, or $7 million, and Bolat Nurlan, head of Acme, opened two plants."
    )
    doc, accounts = explained(text, dt.date(2024, 5, 1))
    page = as_html([("t", doc, accounts)])
    sentence = re.search(r"<section[^>]*><p>(.*?)</p>", page)
    assert sentence is not None
    assert html.unescape(re.sub(r"<a [^>]*>\d+</a>|<[^>]+>", "", sentence[1])) == text


def test_jsonl_gives_one_page_of_all_articles(factwire: Factwire, tmp_path: Path) -> None:
    lines = [{"text": "It employs 40 people.", "title": "One"}, {"text": "It employs 50 people.", "title": "Two"}]
    assert factwire("explain", "-", "--html", "out.html", given="\n".join(map(json.dumps, lines))).code == 0
    page = (tmp_path / "out.html").read_text(encoding="utf-8")
    assert page.count("<article>") == 2
    assert "<h1>One</h1>" in page


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("missing.txt",), "missing.txt: cannot read it"),
        ((str(PLANT), "--date", "May"), "May is no date"),
        ((str(PLANT), "--html", "no/such/folder.html"), "no/such/folder.html: cannot write it"),
    ],
)
def test_what_is_wrong_is_one_line(factwire: Factwire, arguments: tuple[str, ...], says: str) -> None:
    ended = factwire("explain", *arguments)
    assert ended.code == 2
    assert says in ended.err
    assert ended.err.count("\n") == 1


def test_every_kind_has_its_colour() -> None:
    from shared.facts import KINDS

    assert set(COLOURS) == set(KINDS)
    page = as_html([])
    assert all(f".{kind}{{--h:" in page for kind in KINDS)
