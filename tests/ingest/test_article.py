"""Raw text → article: identity, header, and a text that stays whole."""

from __future__ import annotations

import datetime as dt
import sys
import unicodedata
import uuid

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.ingest.article import Draft, make_article
from services.ingest.header import Header, opening, read_dateline, read_header
from shared.errors import Rejected
from shared.messages import ARTICLE_NAMESPACE, Source, article_id, stored_text

SOURCE = Source(door="inbox", name="a.txt", received_at=dt.datetime(2026, 1, 31, tzinfo=dt.UTC))
HASH = "0" * 64


@pytest.mark.parametrize(
    ("text", "header"),
    [
        (" date 2021-12-28 NUR-SULTAN – Seven projects …", Header(dt.date(2021, 12, 28), "NUR-SULTAN")),
        (
            " date 2018-01-08 JOHANNESBURG (miningweekly.com) – Copper producer …",
            Header(dt.date(2018, 1, 8), "JOHANNESBURG"),
        ),
        (
            " date 2023-09-06 ASTANA, Kazakhstan, September 6. Kazakhstan's Aktau Port passed …",
            Header(dt.date(2023, 9, 6), "ASTANA"),
        ),
        (" date 2018-08-28 Air Astana flew more than 2 million passengers.", Header(dt.date(2018, 8, 28))),
        (
            " date 2018-06-29 Wind farm near Astana\nKOKSHETAU. KAZINFORM - Work has started.",
            Header(dt.date(2018, 6, 29), "KOKSHETAU", "Wind farm near Astana"),
        ),
        ("Astana. July 31. KazTAG – The capital is putting up schools.", Header(None, "Astana")),
        ("ASTANA, May 14, 2024 – The dairy spent $2 on May 1, 2023.", Header(dt.date(2024, 5, 14), "ASTANA")),
        ("The dairy was sold on May 14, 2024 – for nothing.", Header()),
        ("Almaty Makes Room\nQazMonitor • 27 March, 2024 | 16:48\n\nAlmaty wants rooms.",
         Header(dt.date(2024, 3, 27), None, "Almaty Makes Room")),
        ("Business News in Brief\n\nTurkestan Hub opened.", Header(None, None, "Business News in Brief")),
        (" date 2021-13-45 is no day.", Header()),
        (" date 2021-12-28", Header(dt.date(2021, 12, 28))),
        ("The FINANCIAL -- The EBRD is going to lend 2.2 billion tenge.", Header()),
        ("UPDATE – The plant was opened.", Header()),
        ("The bank – and its owner – lost money in May. It was long ago.", Header()),
        ("Just one line that is a sentence.", Header()),
    ],
)  # fmt: skip
def test_header(text: str, header: Header) -> None:
    assert read_header(text) == header


@pytest.mark.parametrize("line", ["", "–", " – x", "A" * 500, "1 – 2 – 3", "GDP: 5 – 6 percent"])
def test_odd_lines_have_no_dateline(line: str) -> None:
    assert read_dateline(line) is None


def test_the_text_stays_whole() -> None:
    text = " date 2021-12-28 NUR-SULTAN – Seven\r\nprojects.\r\n"
    article = make_article(Draft(text), SOURCE, HASH)
    assert article.text == " date 2021-12-28 NUR-SULTAN – Seven\nprojects.\n"
    assert article.published_on == dt.date(2021, 12, 28)
    assert article.dateline == "NUR-SULTAN"
    assert article.content_sha256 == HASH


def test_the_same_text_is_one_article() -> None:
    one = make_article(Draft("Café opened\nin  Almaty."), SOURCE, HASH)
    two = make_article(Draft(unicodedata.normalize("NFD", "  Café opened in\r\n\r\nAlmaty. ")), SOURCE, HASH)
    assert one.article_id == two.article_id
    assert one.article_id != make_article(Draft("Café opened in Astana."), SOURCE, HASH).article_id


def test_what_the_sender_says_wins() -> None:
    draft = Draft(" date 2021-12-28 ASTANA – x", published_on=dt.date(2022, 1, 1), dateline="Almaty", title="T")
    article = make_article(draft, SOURCE, HASH)
    assert (article.published_on, article.dateline, article.title) == (dt.date(2022, 1, 1), "Almaty", "T")


@pytest.mark.parametrize("text", ["", " \n\t ", "NUL\0inside", "half a \ud800 character"])
def test_what_is_no_article(text: str) -> None:
    with pytest.raises(Rejected) as caught:
        make_article(Draft(text), SOURCE, HASH)
    assert caught.value.hint


@pytest.mark.parametrize(
    ("text", "title", "place"),
    [
        ("FOR IMMEDIATE RELEASE\n\nA plant opens\n\nThe plant opened.", "A plant opens", None),
        ("PRESS RELEASE\n\nTashkent, 4 February 2025\n\nJobs for many\n\nIt found work.", "Jobs for many", "Tashkent"),
        ("Press release no. 12/2024\nZurich, March 5, 2024\nBank lends\nIt lent.", "Bank lends", "Zurich"),
        ("Embargoed until 00.01, 3 March 2025\nThe bank lends\nLONDON – It lent.", "The bank lends", "LONDON"),
        ("*** Press release ***\nThe plant opened on Monday. It is big.", "The plant opened on Monday.", None),
        ("Release of the hostages\nThey came home.", "Release of the hostages", None),
    ],
)
def test_what_heralds_a_release_is_no_title(text: str, title: str, place: str | None) -> None:
    header = read_header(text)
    assert (header.title or opening(text), header.dateline) == (title, place)


SPACES = "".join(char for char in map(chr, range(sys.maxunicode + 1)) if char.isspace())


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from("aé’ \n") | st.sampled_from(SPACES)) | st.text(st.sampled_from("ab  \n\n\t")))
def test_the_id_is_that_of_the_words_with_a_blank_between(text: str) -> None:
    words = " ".join(stored_text(text).split())
    assert article_id(text) == uuid.uuid5(ARTICLE_NAMESPACE, words)
