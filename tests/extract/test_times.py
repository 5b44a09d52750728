"""Times: what names a day or a period in a sentence, and what it stands for."""

from __future__ import annotations

import datetime as dt

import pytest

from services.extract.core.facts.anchor import published
from services.extract.core.mentions.date import times
from services.extract.core.model import Document, Time
from services.extract.core.sentences import sentences

WRITTEN = "2024-11-20"  # a Wednesday


def read(text: str, written: str | None = WRITTEN) -> list[Time]:
    """The times of a text, read sentence by sentence as the pipeline does."""
    doc = Document(text, dt.date.fromisoformat(written) if written else None, sentences(text))
    for s in doc.sentences:
        doc.times.append(times(s, doc))
    return [time for found in doc.times for time in found]


def shown(time: Time) -> str:
    """ "2024-01-01..2024-06-30", an open end left out."""
    return f"{time.begin or ''}..{time.until or ''}"


def periods(text: str, written: str | None = WRITTEN) -> list[str]:
    return [shown(time) for time in read(text, written) if time.use == "period"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # named
        ("Sales rose in 2018.", "2018-01-01..2018-12-31"),
        ("The mill was opened on Dec. 27, 2021.", "2021-12-27..2021-12-27"),
        ("The mill was opened on 22 May 2023.", "2023-05-22..2023-05-22"),
        ("The contract was signed on the 5th of May 2023.", "2023-05-05..2023-05-05"),
        ("The mill was opened in May 2020.", "2020-05-01..2020-05-31"),
        ("Exports reached $5 million in January-September 2023.", "2023-01-01..2023-09-30"),
        ("Exports reached $5 million in April–June 2023.", "2023-04-01..2023-06-30"),
        ("The fair was held on March 30-31, 2022.", "2022-03-30..2022-03-31"),
        ("The data of 2024-05-01 were checked.", "2024-05-01..2024-05-01"),
        ("It cut its 2023 export target by a third.", "2023-01-01..2023-12-31"),
        ("The crop of 2019 was poor.", "2019-01-01..2019-12-31"),
        # ranges
        ("The canal was dug from 2015 to 2019.", "2015-01-01..2019-12-31"),
        ("Between 2015 and 2019 it lost half its staff.", "2015-01-01..2019-12-31"),
        ("The programme ran in 2021-2023.", "2021-01-01..2023-12-31"),
        ("It sold 500 tractors from May to August 2023.", "2023-05-01..2023-08-31"),
        ("It sold 500 tractors between 3 May and 8 June 2023.", "2023-05-03..2023-06-08"),
        ("The crop year ran from July 2022 to June 2023.", "2022-07-01..2023-06-30"),
        ("Some 900 players came from July 11 to 19.", "2024-07-11..2024-07-19"),
        ("The line will be shut from 1 to 21 December.", "2024-12-01..2024-12-21"),
        # parts of years
        ("Profit fell in the first half of 2024.", "2024-01-01..2024-06-30"),
        ("Profit fell in the third quarter.", "2024-07-01..2024-09-30"),
        ("Profit fell in the fourth quarter of last year.", "2023-10-01..2023-12-31"),
        ("Profit fell in Q2 2023.", "2023-04-01..2023-06-30"),
        ("Profit fell in Q3.", "2024-07-01..2024-09-30"),
        ("Profit fell in H1.", "2024-01-01..2024-06-30"),
        ("Profit fell in 1H 2023.", "2023-01-01..2023-06-30"),
        ("Profit fell in 9M 2024.", "2024-01-01..2024-09-30"),
        ("Profit fell in the first nine months of the year.", "2024-01-01..2024-09-30"),
        ("Over ten months of this year it carried 400 wagons.", "2024-01-01..2024-10-31"),
        ("Nine months of 2023 brought a loss.", "2023-01-01..2023-09-30"),
        ("Revenue doubled in the three months to Sept. 30.", "2024-07-01..2024-09-30"),
        ("Revenue doubled in the six months ended 30 June 2023.", "2023-01-01..2023-06-30"),
        ("In the year to March it picked 7 tonnes.", "2023-04-01..2024-03-31"),
        ("It plans spending of $5m for the year ending March 31, 2026.", "2025-04-01..2026-03-31"),
        ("The third-quarter result was poor.", "2024-07-01..2024-09-30"),
        # told from the article's date
        ("The shop was opened in February.", "2024-02-01..2024-02-29"),
        ("The shop was opened in December.", "2023-12-01..2023-12-31"),
        ("In December the airport is to get a new hall.", "2024-12-01..2024-12-31"),
        ("The hall will be opened in June.", "2025-06-01..2025-06-30"),
        ("Building work begins in January.", "2025-01-01..2025-01-31"),
        ("The hall is due to open in March.", "2025-03-01..2025-03-31"),
        ("Output fell last year.", "2023-01-01..2023-12-31"),
        ("Output will fall next year.", "2025-01-01..2025-12-31"),
        ("It hires 90 welders this year.", "2024-01-01..2024-12-31"),
        ("Output fell last month.", "2024-10-01..2024-10-31"),
        ("Prices fell this quarter.", "2024-10-01..2024-12-31"),
        ("Prices fell last quarter.", "2024-07-01..2024-09-30"),
        ("The bridge was opened on Monday.", "2024-11-18..2024-11-18"),
        ("The bridge was opened on Wednesday.", "2024-11-20..2024-11-20"),
        ("The bridge will be opened on Wednesday.", "2024-11-27..2024-11-27"),
        ("The bridge was opened yesterday.", "2024-11-19..2024-11-19"),
        ("The bridge will be opened tomorrow.", "2024-11-21..2024-11-21"),
        ("The bridge was opened on Monday, 11 November.", "2024-11-11..2024-11-11"),
        # with a preposition
        ("It is to have 500 rooms by the end of 2025.", "..2025-12-31"),
        ("It is to have 500 rooms by 2030.", "..2030-12-31"),
        ("A clinic will be opened by the end of the year.", "..2024-12-31"),
        ("A clinic will be opened by year-end.", "..2024-12-31"),
        ("A clinic will be opened before the year is out.", "..2024-12-31"),
        ("It will start by the end of the month.", "..2024-11-30"),
        ("It runs until 2027.", "..2027-12-31"),
        ("Since the beginning of the year it has sold 40 buses.", "2024-01-01..2024-11-20"),
        ("Since its launch in 2013 it has sold 40 buses.", "2013-01-01..2024-11-20"),
        ("It has been idle since January 4.", "2024-01-04..2024-11-20"),
        ("It has sold 40 buses so far this year.", "2024-01-01..2024-11-20"),
        ("From 2026 it will make 50 buses a year.", "2026-01-01.."),
        ("Starting in 2026 it will make 50 buses a year.", "2026-01-01.."),
        ("As of Jan. 1, 300 people worked there.", "2024-01-01..2024-01-01"),
        ("Debt stood at $5m at the end of June.", "2024-06-30..2024-06-30"),
        ("It will stop on or around December 22-23.", "2024-12-22..2024-12-23"),
        ("It will start in May or June 2025.", "2025-05-01..2025-06-30"),
        ("In July and August 2023 it rained.", "2023-07-01..2023-08-31"),
    ],
)
def test_one_period(text: str, expected: str) -> None:
    assert periods(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sales fell to $5m in July from $6m a year earlier.", ["2024-07-01..2024-07-31", "2023-07-01..2023-07-31"]),
        ("It made 5 t in 2015 and 6 t the year after.", ["2015-01-01..2015-12-31", "2016-01-01..2016-12-31"]),
        (
            "It made 50 in May, against 60 in the same month of last year.",
            ["2024-05-01..2024-05-31", "2023-05-01..2023-05-31"],
        ),
        ("It is to open 20 this year and 15 the next.", ["2024-01-01..2024-12-31", "2025-01-01..2025-12-31"]),
        (
            "Inflation slowed to 8.9% in October from 9.3% in September and 20% a year ago.",
            ["2024-10-01..2024-10-31", "2024-09-01..2024-09-30", "2023-10-01..2023-10-31"],
        ),
        ("Profit was $5m in January-June 2023. Over those six months it hired 9 men.", ["2023-01-01..2023-06-30"] * 2),
        ("It lost $5m in 2019. Sales were then down by 3%.", ["2019-01-01..2019-12-31"] * 2),
        ("It was founded in 2019. It made a profit that year.", ["2019-01-01..2019-12-31"] * 2),
        ("Profit fell in Q2. Sales in the quarter were $5m.", ["2024-04-01..2024-06-30"] * 2),
        ("It fell from 407 t in 1990 to 125 t in 2000.", ["1990-01-01..1990-12-31", "2000-01-01..2000-12-31"]),
    ],
)
def test_several_and_pointers(text: str, expected: list[str]) -> None:
    assert periods(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Sales recovered recently.",
        "It will be built within five years.",
        "Sales rose over the last three years.",
        "It sold 500 t in the 2022/23 season.",
        "It sold 500 t in 2022-23.",
        "It sold 500 t in fiscal 2024.",
        "Profit rose in FY2024.",
        "The factory was finished in mid-2021.",
        "Deliveries begin early next year.",
        "It was built in the 1990s.",
        "Doors are open Monday to Friday, 9:00 to 18:00.",
        "They may march on.",
        "They met April Jones and June Carter.",
        "The 1962 Type 30 hung there.",
        "It makes 2000 tonnes a day.",
        "Today it has nine shops.",
        "The seven-year payback is long.",
        "It took seven years.",
        "She is the then minister.",
        "Under the Securities Act of 1934 nobody was heard.",
        "They watched the Boeing 2000 land.",
    ],
)
def test_no_period(text: str) -> None:
    assert periods(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Sales were 5% higher than in 2022.",
        "Sales rose 5% compared with 2018.",
        "Sales rose 5% compared to the same period of 2022.",
        "Sales were up 9% from 2023.",
        "It grew by 24 percent from the same period of 2022.",
        "That was 3% above the level of the first half of 2018.",
        "It is 1.4 times as much as in the whole of 2021.",
        "Sales were up 5% on 2022.",
        "Sales were 5% less than last year.",
        "That is 3% more than a year ago.",
    ],
)
def test_base_of_a_comparison(text: str) -> None:
    assert {time.use for time in read(text)} <= {"compare", "none"}
    assert len(read(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Sales doubled, the minister said on Nov. 9.",
        "The mayor told journalists on Friday that sales had doubled.",
        "Sales doubled, he said at a Nov. 17 press conference.",
        "The firm announced on Monday that it would hire 50 people.",
        "The firm on Thursday reported a profit of $5m.",
        "The minister told the government in February that it takes $5m.",
    ],
)
def test_date_of_a_statement(text: str) -> None:
    assert [time.use for time in read(text)] == ["statement"]


@pytest.mark.parametrize(
    "text",
    [
        "Sales rose in May.",
        "Sales rose last year.",
        "It opened on Monday.",
        "It opened in the first half.",
        "By year-end it opens.",
    ],
)
def test_nothing_is_guessed_without_the_article_s_date(text: str) -> None:
    assert periods(text, None) == []


def test_years_need_no_date_of_the_article() -> None:
    assert periods("Sales rose in 2018.", None) == ["2018-01-01..2018-12-31"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (" date 2021-12-28 HARBOUR – Seven mills have been opened.", "2021-12-28"),
        ("A headline\n\nHarbour, 16 January 2020\n\nSeven mills have been opened.", "2020-01-16"),
        ("A headline\n\nHARBOUR, April 8, 2025 /Wire/ -- A firm, founded on 3 May 2001, opened a mill.", "2025-04-08"),
        ("A headline\nHarbour Daily • 27 March, 2024 | 16:48 • 1 min read\n\nSeven mills.", "2024-03-27"),
        ("A headline\n05 Sep 2025, Harbour - agency\nSeven mills.", "2025-09-05"),
        ("HARBOUR, Oct 30 - A mill was opened.", None),
        ("Seven mills have been opened in the old harbour since the day on which the war ended, 8 May 1945.", None),
        ("", None),
    ],
)
def test_date_of_the_article(text: str, expected: str | None) -> None:
    found = published(text, sentences(text))
    assert (found.isoformat() if found else None) == expected


@pytest.mark.parametrize(
    "text",
    [
        "2024 " * 2000,
        "May " * 2000,
        "1-" * 5000,
        "(" * 5000,
        "the same period of " * 1500,
        "in 2024-" * 3000,
        "31 Feb. 2024 " * 500,
    ],
)
def test_odd_text_is_read_in_time(text: str) -> None:
    read(text)


@pytest.mark.parametrize("written", ["0001-01-01", "9999-12-31", "2024-02-29"])
def test_odd_dates_of_the_article(written: str) -> None:
    read(
        "Next year, last month, on Monday, in May, since March, a year earlier, in the third quarter of next year.",
        written,
    )
