"""Status: what is so, and what is intended, expected, possible or only there once a thing is finished."""

from __future__ import annotations

import datetime as dt

import pytest

from services.extract.core.pipeline import claims, read

WRITTEN = dt.date(2024, 5, 15)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The ministry has ordered a feasibility study for a 300 MW dam on the Lukuga.", {"300": "planned"}),
        ("The hotel, which will have 180 rooms, is to open in 2026.", {"180": "planned"}),
        (
            "The group is building a smelter with an annual capacity of 200,000 tonnes near Sohar.",
            {"200,000": "planned"},
        ),
        ("Construction of a 45-km bypass has begun outside Lusaka.", {"45": "planned"}),
        ("Construction of a 45-km bypass was completed in March outside Lusaka.", {"45": "actual"}),
        ("The 45-km bypass opened in March.", {"45": "actual"}),
        (
            "The plant employs 420 people and makes 30,000 tonnes of glass a year.",
            {"420": "actual", "30,000": "actual"},
        ),
        ("The bank's target is 2 percent.", {"2 percent": "planned"}),
        ("Analysts had expected growth of 3.1 percent.", {"3.1": "planned"}),
        (
            "The company raised its full-year guidance to $4.2 billion from $4 billion.",
            {"4.2": "planned", "4 billion": "planned"},
        ),
        ("Unemployment is seen falling to 5 percent next year.", {"5 percent": "planned"}),
        ("The council wants to hire 60 nurses.", {"60": "planned"}),
        ("The airline will receive 12 aircraft this year and 15 the next.", {"12": "planned", "15": "planned"}),
        ("Of the 40 schools, 12 are being repaired.", {"40": "actual"}),
        ("Two more lines are in the pipeline.", {"Two": "planned"}),
        ("The fund could lend up to $500 million.", {"500": "planned"}),
        ("The mine may produce 2 million tonnes in 2025.", {"2 million": "planned"}),
        ("The city has set itself the goal of planting 1 million trees.", {"1 million": "planned"}),
        ("The operator managed to sell 80 percent of the flats.", {"80": "actual"}),
        ("The region began to export 5,000 tonnes of apples a year.", {"5,000": "actual"}),
        ("A budget of 12 million euros has been set aside for the clinic.", {"12": "actual"}),
        (
            "The company forecasts revenue of $1 billion, up from $800 million last year.",
            {"1 billion": "planned", "800": "actual"},
        ),
        ("The tower, designed by a Dutch firm, is 210 metres high.", {"210": "actual"}),
        ("The port is being enlarged to 4 million TEU a year.", {"4 million": "planned"}),
        ("Sales are likely to reach 3 million units.", {"3 million": "planned"}),
        ("The state holds 51 percent and intends to keep at least 25 percent.", {"51": "actual", "25": "planned"}),
        ("The law allows foreigners to own 49 percent of a bank.", {"49": "actual"}),
        ("The new terminal can handle 5 million passengers a year.", {"5 million": "actual"}),
        ("The proposed dam would flood 900 hectares.", {"900": "planned"}),
        ("The firm won an order for 24 trains.", {"24": "actual"}),
        ("Nissho has an order book of $3 billion.", {"3 billion": "actual"}),
        ("The first phase, worth $90 million, should be finished in 2026.", {"90": "actual"}),
        ("The government promised farmers 4,000 tractors.", {"4,000": "planned"}),
        (
            "The government plans to spend 3 billion euros; last year it spent 2 billion.",
            {"3 billion": "planned", "2 billion": "actual"},
        ),
        ("Some 250 people will be recruited, of whom 90 are to work nights.", {"250": "planned", "90": "planned"}),
        ("The scheme aims at a 30 percent cut in emissions by 2030.", {"30": "planned"}),
        ("Once it is finished, the stadium will seat 40,000.", {"40,000": "planned"}),
        ("The bank estimates the damage at $2 billion.", {"2 billion": "actual"}),
        ("The IMF projects growth of 4.1 percent for 2025.", {"4.1": "planned"}),
        ("Half a million tonnes are expected to be shipped.", {"Half": "planned"}),
        ("In a second stage, output is to double.", {"double": "planned"}),
        (
            "By 2030, the share of renewables should climb to 40 percent from today's 22 percent.",
            {"40": "planned", "22": "actual"},
        ),
        ("A total of 84 flats are under construction.", {"84": "actual"}),
        ("The contract provides for the delivery of 60 buses.", {"60": "planned"}),
        ("It is on track to open 20 shops this year.", {"20": "planned"}),
        ("The plan is for 500 homes.", {"500": "planned"}),
        ("The company is in talks to borrow $100 million.", {"100": "planned"}),
        ("Work continues on a 12-storey building with 96 flats.", {"96": "planned"}),
        ("She told them that 12 schools will be built and 30 repaired.", {"12": "planned", "30": "planned"}),
        ("The company has hired 600 people, with another 500 to follow.", {"600": "actual", "500": "planned"}),
        ("The firm cut its capital spending plan to $40 million from $60 million.", {"60": "planned"}),
        ("A further 38,000 places are to be added to the existing 36,000.", {"38,000": "planned", "36,000": "actual"}),
        (
            "The mill was built in 2010 and employs 90 people. It makes 4,000 tonnes of felt a year.",
            {"90": "actual", "4,000": "actual"},
        ),
        ("Work has begun on a hotel with 212 rooms.", {"212": "planned"}),
        ("A clinic with 80 beds is being built in Osh, on a plot of 5 hectares.", {"80": "planned", "5": "actual"}),
    ],
)
def test_status_of_quantities(text: str, expected: dict[str, str]) -> None:
    found = claims(read(text, WRITTEN))
    for quote, status in expected.items():
        at = text.index(quote)
        claim = next(c for c in found if c.quantity and c.start <= at < c.end)
        assert claim.status == status, (quote, claim.why)
