"""Subjects and items by family: parts someone takes, gaps, asides, prices, what is pointed at."""

from __future__ import annotations

import datetime as dt

import pytest

from services.extract.core.model import Claim
from services.extract.core.pipeline import claims, read


def _claim(text: str, evidence: str) -> Claim:
    found = claims(read(text, dt.date(2024, 6, 3)))
    start = text.index(evidence)
    return next(c for c in found if c.quantity is not None and c.start <= start < c.end)


@pytest.mark.parametrize(
    ("text", "evidence", "subject"),
    [
        ("Web sales, which make up 14 per cent of turnover, were up.", "14 per cent", "Web sales"),
        ("Wind accounted for 14% of the capacity in Peru, which then stood at 24.2 GW.", "14%", "Wind"),
        ("The ministry wants to bring the trade gap down from 5.6 per cent of GDP.", "5.6", "trade gap"),
        ("The state's per capita income went up 11.2 per cent.", "11.2", "state's per capita income"),
        ("Sales rose 5 per cent, with web orders excluding tax up 4.4 per cent.", "4.4", "web orders"),
        ("Some 82% of its shares are held by Tarn Group, another 10.1% by the Ulm Fund.", "10.1%", "Ulm Fund"),
        ("LIMA: Sol Verde, a venture launched only in 2021, has pulled in $640 million to grow.", "$640", "Sol Verde"),
        ("The school has 130 pupils, 40 of them girls.", "40", "girls"),
        ("The smelter's staff want 12 percent more pay.", "12 percent", "pay"),
        ("The firm lost a third of its staff in May.", "third", "staff"),
        ("Ulm agreed to acquire 80 percent of Tarn Pumps, and will pay 310 million reais for it.", "310", "Tarn Pumps"),
        ("We forecast a net profit of 125-130 billion tenge for 2024.", "125", "net profit"),
        # what points back agrees in number
        (
            "A yarn mill is being built in Pop. It will have 32 halls. The cost of the project is $9m.",
            "$9m",
            "yarn mill",
        ),
        ("Bor owns a depot. It has 12 cranes. It holds 5,000 tonnes.", "5,000", "depot"),
        (
            "The state utility will put up six substations. Their cost is put at 7 billion pesos.",
            "7 billion",
            "substations",
        ),
        # what a part is, or goes to
        ("Every third transfer was sent to Uzbekistan.", "Every third", "Uzbekistan"),
        ("Some 87% of the payments were carried out through mobile devices.", "87%", "mobile devices"),
        ("Some 75 per cent of its shares belong to Nomad Connect and 25 per cent to the founders.", "25", "founders"),
        (
            "It costs €29 million, three quarters of which is financed by the lender Ostbank.",
            "three quarters",
            "Ostbank",
        ),
        ("The pipe cost $40m, 30% of which is the utility's own funds.", "30%", "utility's own funds"),
        ("The mill is 62% owned by its management.", "62%", "management"),
        ("It will cut 1,700 jobs, two-thirds of them in Germany.", "two-thirds", "Germany"),
        # bases of comparison
        ("The economy grew 5.6% last year, the bureau said on Tuesday, against 4.9% in 2022.", "4.9%", "economy"),
        ("Inflation stood at 2.9 percent, a shade faster than the 2.8 percent of last January.", "2.8", "Inflation"),
        ("Core inflation was 3.1 percent (April: 3.2 percent).", "3.2", "Core inflation"),
        # beside the thing
        ("At 3,400 square meters, the hall will be the largest in Bern.", "3,400", "hall"),
        ("The first hall, at 4,100 square meters, opens in May.", "4,100", "hall"),
        ("The dairy takes on 45 people, on top of the 260 it has now.", "260", "dairy"),
        ("Ulm opened its second hub for batteries, a €92 million facility that employs 64.", "€92", "second hub"),
        ("The tunnel was built by the firm Norvia at a cost of €40 million.", "€40", "tunnel"),
        ("In Geismar, Louisiana, a $480 million acrylics plant has been under construction.", "$480", "acrylics plant"),
        ("The complex will have a 96 MW / 384 MWh battery.", "384", "battery"),
        ("Ulm wound down a plant in Toluca, laying off 210 people.", "210", "plant in Toluca"),
        ("Ulm issued its first green bond, raising $500 million.", "$500", "green bond"),
        # clauses
        ("In the Capital Region prices rose 3.0 percent.", "3.0", "prices"),
        ("In wind power we have seen an increase of 14 percent.", "14", "wind power"),
        ("Profit fell 18 per cent as cement prices in the South slid 9 per cent.", "9 per cent", "cement prices"),
        ("Ulm Retail Ltd traded from 40 shops in Bern, Basel and Rome and employed 900 people.", "900", "Ulm Retail"),
        ("Ana Ruiz lamented that only 1.4 million tonnes of gas was consumed in Lagos.", "1.4", "gas"),
        ("With lithium prices which have slumped by 80%, Puna will close.", "80%", "lithium prices"),
        ("Wine exports, on the other hand, which had doubled in 2022, came to $9m.", "doubled", "Wine exports"),
        ("The company generated value added equal to 90 percent of its sales.", "90", "value added"),
        ("Orders totalled $7.9 billion, or 96% of the target.", "96%", "Orders"),
        ("Revenue was $48.3 million in the first six months, 5.1 percent less than in 2022.", "5.1", "Revenue"),
        # labels and brackets
        ("- Harvest volume: 4,310 tonnes (3,870)", "4,310", "Harvest volume"),
        ("- Average price achieved: NOK 98.4 per kg (102.7)", "102.7", "Average price"),
        ("Average consumer prices, Q1: +3.22% year on year", "3.22%", "consumer prices"),
        ("■ Travel time between Ulm and Bern to fall by a third", "a third", "Travel time"),
        ("Varna Shipyard will build two ferries. The yard has 1,150 employees.", "1,150", "Varna Shipyard"),
        ("A refinery stands in Duqm. Workers slept on site. The complex will need 120 MW.", "120", "refinery"),
        ("Bulgaria will build a bridge over the Danube. Its length will be 1.9 km.", "1.9", "bridge"),
        ("Inflation quickened to 8.1 percent. The bank expects it to peak at 8.5 percent.", "8.5", "Inflation"),
        ("Sales of electric cars reached 104,590 units. They made up 82 percent of all cars.", "82", "electric cars"),
        # whom "we" and "the group" stand for
        (
            "Ulm Motors AG owns the chain Bolt. Bolt opened 41 shops. The group employs 900 people.",
            "900",
            "Ulm Motors",
        ),
        (
            'The regulator spoke. "We booked orders of $5 million," said Ana Ruiz, chief executive of Tarn Pumps.',
            "$5",
            "orders",
        ),
        (
            'Tarn Pumps fined nobody. "We own 310 acres," said Ana Ruiz, chief executive of Ulm Steel.',
            "310",
            "Ulm Steel",
        ),
    ],
)
def test_subject(text: str, evidence: str, subject: str) -> None:
    found = _claim(text, evidence).subject
    assert found is not None
    assert subject in found.text


def test_a_rate_takes_no_item_of_another_sentence() -> None:
    assert _claim("Ulm hired 300 people. Its margin narrowed to 11.5 percent.", "11.5").item is None


@pytest.mark.parametrize(
    ("text", "evidence", "item"),
    [
        ("The refinery poured 41.5 tons of gold and 118.9 of silver.", "118.9", "silver"),
        ("It raises the capacity of the mill from 420,000 tonnes to 650,000 tonnes of pulp.", "420,000", "pulp"),
        ("The plant will yield 900,000 tons of ammonia a year, or roughly 2,500 tons a day.", "2,500", "ammonia"),
        ("A kilo of coffee fetches $21 in Lima.", "$21", "kilo"),
        ("Carbon dioxide emissions of the mill were 61,000 tonnes in 2023.", "61,000", "Carbon dioxide"),
        ("Throughput of gas at the station hit 8.6 bcm in 2019.", "8.6", "gas"),
        ("The contribution of transport to GDP rose from 6.2% to 9%.", "6.2%", "GDP"),
        ("Every third household heats with coal.", "Every third", "households"),
        ("Yarn brought in $812 million (43.4 percent of the total).", "43.4", "total"),
        ("The miner, in which Hansol has held 22.5% since 2021, is idle.", "22.5%", "miner"),
        ("Of all establishments, 16.3% were closed.", "16.3%", "establishments"),
        (
            "The quantity of processed tea fell from 55,301 tonnes in May to 48,890 tonnes in June.",
            "48,890",
            "processed tea",
        ),
        ("The mill will make 180,000 tons of pulp a year, compared with 90,000 tons at present.", "90,000", "pulp"),
    ],
)
def test_item(text: str, evidence: str, item: str) -> None:
    assert _claim(text, evidence).item == item
