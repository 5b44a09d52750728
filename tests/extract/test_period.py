"""Period: which time of its sentence governs a number or an event. The claim is marked «so» in the text."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

import pytest

from services.extract.core.facts.period import period
from services.extract.core.mentions.date import times
from services.extract.core.model import Document, Quantity
from services.extract.core.sentences import sentences

WRITTEN = dt.date(2024, 11, 20)
_MARK = re.compile(r"[«»]")
_NUMBER = re.compile(r"(?:\$|up |down )?\d[\d,.]*(?:%| million| billion)?")


def governed(marked: str, kind: str = "indicator") -> str | None:
    """The period of the marked claim, "start..end"; every other number of the text stands as a quantity."""
    start, end = marked.index("«"), marked.index("»") - 1
    text = _MARK.sub("", marked)
    doc = Document(text, WRITTEN, sentences(text))
    for s in doc.sentences:
        doc.times.append(times(s, doc))
    for s in doc.sentences:
        spans = [m.span() for m in _NUMBER.finditer(text, s.start, s.end)]
        spans = [(a, b) for a, b in spans if not any(a < t.end and t.start < b for t in doc.times[s.index])]
        doc.quantities.append([quantity(*s.tokens_of(a, b), a, b) for a, b in spans])
    home = next(s for s in doc.sentences if s.start <= start < s.end)
    found = period(home, start, end, doc, kind=kind)
    return f"{found.begin or ''}..{found.until or ''}" if found else None


def quantity(first: int, last: int, start: int, end: int) -> Quantity:
    return Quantity(
        first, last, start, end, first, Decimal(1), None, "1", "count", None, -1, -1, None, "exact", (), "test"
    )


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        # each its own
        ("The dam gave «70 GWh» in 2019, 80 GWh in 2020 and 90 GWh in 2021.", "2019-01-01..2019-12-31"),
        ("The dam gave 70 GWh in 2019, «80 GWh» in 2020 and 90 GWh in 2021.", "2020-01-01..2020-12-31"),
        ("Traffic fell from «400 million» in 1990 to 120 million in 2000.", "1990-01-01..1990-12-31"),
        ("Traffic fell from 400 million in 1990 to «120 million» in 2000.", "2000-01-01..2000-12-31"),
        ("Guest nights went to 600 in July from «400» a year before.", "2023-07-01..2023-07-31"),
        # one for all
        ("In 2022, exports rose «5%», while imports fell 3%.", "2022-01-01..2022-12-31"),
        ("In 2022, exports rose 5%, while imports fell «3%».", "2022-01-01..2022-12-31"),
        ("In 2022, exports rose 5% and reached «$7 million».", "2022-01-01..2022-12-31"),
        ("Steel output rose «2%» to 2.3 million tonnes in July.", "2024-07-01..2024-07-31"),
        ("Sales doubled in 2022, while those of vans rose «60%».", "2022-01-01..2022-12-31"),
        ("Sales came to $8 million in 2023, «up 4%».", "2023-01-01..2023-12-31"),
        ("Peru took 26% of the crop in 2023, Chile «11%» and Cuba 4%.", "2023-01-01..2023-12-31"),
        ("Some «70%» of the crew walked out on Monday.", "2024-11-18..2024-11-18"),
        # tied
        ("It cost $9 million in 2023, of which «$4 million» was borrowed.", "2023-01-01..2023-12-31"),
        ("It had sales of $9 million in 2023, or «36%» of the total.", "2023-01-01..2023-12-31"),
        ("The dam gave 70 GWh in 2019 («17%» of the power of the region).", "2019-01-01..2019-12-31"),
        ("In 2021, roads get $300 million. The north takes «$90 million» of this.", "2021-01-01..2021-12-31"),
        ("Sales were $30 million last year. A «20%» of that came from abroad.", "2023-01-01..2023-12-31"),
        # by a date
        ("It wants «95%» of the roads in good order by 2027, against 75% now.", "..2027-12-31"),
        ("It cut its 2024 export target to «$310 million» from $360 million.", "2024-01-01..2024-12-31"),
        ("Compared with 2018, the share shrank from «27%» to 24%.", "2018-01-01..2018-12-31"),
    ],
)
def test_governed(marked: str, expected: str) -> None:
    assert governed(marked) == expected


@pytest.mark.parametrize(
    ("marked", "kind"),
    [
        # standing properties
        ("In 2018 they launched a plant with a capacity of «5 MW».", "capacity"),
        ("A mill worth «$11 million» was opened in February.", "investment"),
        ("It commissioned the «$38-million» unit in October 2023.", "investment"),
        # another clause
        ("Founded in 1987 in a garage, it now sells pumps in «48» countries.", "count"),
        ("The mill, which was opened in 2011, runs at «93%» of its capacity.", "share"),
        ("Profit grew to $6 million in 2023, as margins stand at «19%».", "share"),
        ("It has paid «$18 million» and promised to hire 75 locals before the end of the year.", "indicator"),
        ("The rate was left unchanged at «10%» and will be looked at again on 25 December.", "share"),
        # vague, base of a comparison, statement
        ("Exports were 9 million tonnes in 2023, up from «8 million» in 2022/23.", "output"),
        ("A pack now costs «97» dollars instead of 131 in 2023.", "indicator"),
        ("They now hold «30%» of the market, compared with 21% in 2020.", "share"),
        ("Sales rose by «$4 million», the minister said on Monday.", "change"),
        ("It is to raise the part of paved roads from «62%» to 80% by 2029.", "share"),
        # roles never
        ("«Mayor Ada Byrne» was elected in 2022.", "role"),
        # other sentences
        ("Sales rose 4% in 2023. Debt stood at «$7 million».", "indicator"),
    ],
)
def test_not_governed(marked: str, kind: str) -> None:
    assert governed(marked, kind) is None


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("In February, «a plant worth $5 million was opened».", "2024-02-01..2024-02-29"),
        ("«Founded in 1987» in a garage, it now sells pumps.", "1987-01-01..1987-12-31"),
        ("The mill, «which had closed in 2009», was sold in 2021.", "2009-01-01..2009-12-31"),
        ("The mill, which had closed in 2009, «was sold» to its foremen in 2021.", "2021-01-01..2021-12-31"),
        ("«A clinic will be opened» by the end of the year.", "..2024-12-31"),
        ("On Monday «the two signed the loan agreement».", "2024-11-18..2024-11-18"),
        ("On Monday they signed an agreement «to set up a venture».", None),
        ("From August it will train 24 people in a chapel «bought from the diocese».", None),
        ("The firm said on Monday that «it has opened a mill».", None),
    ],
)
def test_events_have_their_own_date(marked: str, expected: str | None) -> None:
    assert governed(marked, "event") == expected
