"""Periods end to end: sentences of statistics offices, results and agencies, through the whole pipeline."""

from __future__ import annotations

import datetime as dt

import pytest

from services.extract.core.pipeline import claims, read

WRITTEN = dt.date(2024, 5, 15)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Pre-tax profit rose 12% to £310 million for the three months to 30 June 2023.",
            {"12%": "2023-04-01..2023-06-30", "310": "2023-04-01..2023-06-30"},
        ),
        ("In Q2 FY2025 the bank booked a net profit of Rs 1,250 crore.", {"1,250": None}),
        ("Retail sales fell 1.4% year-on-year in April.", {"1.4%": "2024-04-01..2024-04-30"}),
        (
            "In the first nine months of 2023, the airline carried 4.1 million passengers.",
            {"4.1": "2023-01-01..2023-09-30"},
        ),
        (
            "Imports rose 7% in the first quarter, while exports slipped 2% over the same period.",
            {"7%": "2024-01-01..2024-03-31", "2%": "2024-01-01..2024-03-31"},
        ),
        (
            "In the 12 months through March, foreign investment totalled $3.2 billion.",
            {"3.2": "2023-04-01..2024-03-31"},
        ),
        ("The rand has lost 6% year to date.", {"6%": "2024-01-01..2024-05-15"}),
        ("As at 31 December 2023 the group employed 12,400 people.", {"12,400": "2023-12-31..2023-12-31"}),
        ("The bank held reserves of $41 billion at end-June 2023.", {"41": "2023-06-30..2023-06-30"}),
        ("In the week to 7 March, mortgage applications dropped 3%.", {"3%": "2024-03-01..2024-03-07"}),
        (
            "Inflation eased to 3.1% last month from 3.4% in March.",
            {"3.1%": "2024-04-01..2024-04-30", "3.4%": "2024-03-01..2024-03-31"},
        ),
        ("Prices have risen 14% since January.", {"14%": "2024-01-01..2024-05-15"}),
        ("The utility wants 60% of its power to be renewable by mid-decade.", {"60%": None}),
        ("The region aims to build 500 km of roads by 2027.", {"500": "..2027-12-31"}),
        (
            "Turnover for the year ended 31 March 2024 was $2.4 billion, up 9% from a year earlier.",
            {"2.4": "2023-04-01..2024-03-31", "9%": "2023-04-01..2024-03-31"},
        ),
        ("Overnight, the company raised $200 million from investors.", {"200": None}),
        (
            "Kenya's tea exports reached 522,000 tonnes in 2023, against 450,000 tonnes the year before.",
            {"522": "2023-01-01..2023-12-31", "450": "2022-01-01..2022-12-31"},
        ),
        (
            "Unemployment stood at 5.2% in March 2024, compared with 4.8% in March 2023.",
            {"5.2%": "2024-03-01..2024-03-31", "4.8%": "2023-03-01..2023-03-31"},
        ),
        ("The ministry plans to allocate 3 billion lira next year.", {"3 billion": "2025-01-01..2025-12-31"}),
        (
            "On Tuesday the company reported a loss of $14 million for the first quarter.",
            {"14": "2024-01-01..2024-03-31"},
        ),
        ("At the end of April, there were 21,300 registered unemployed.", {"21,300": "2024-04-30..2024-04-30"}),
        ("Between January and April, 14,000 cars were assembled.", {"14,000": "2024-01-01..2024-04-30"}),
        ("From January to September 2023 the mine produced 43 tonnes of gold.", {"43": "2023-01-01..2023-09-30"}),
        ("The factory, which opened in 2015, employs 420 people.", {"420": None}),
        (
            "The economy is forecast to grow 2.1% this year and 2.6% in 2025.",
            {"2.1%": "2024-01-01..2024-12-31", "2.6%": "2025-01-01..2025-12-31"},
        ),
        ("The central bank expects inflation of 4% at the end of 2024.", {"4%": "2024-12-31..2024-12-31"}),
        ("First-half 2023 sales came to 410 million euros.", {"410": "2023-01-01..2023-06-30"}),
        ("Full-year 2023 EBITDA was R1.9 billion.", {"1.9": "2023-01-01..2023-12-31"}),
        ("In 2023 alone, the port handled 2.1 million TEU.", {"2.1": "2023-01-01..2023-12-31"}),
        ("The port handled 2.1 million TEU in calendar 2023.", {"2.1": "2023-01-01..2023-12-31"}),
        ("During the period January to March 2024, 312 permits were issued.", {"312": "2024-01-01..2024-03-31"}),
        ("As of 1 May, 1.3 million people had registered.", {"1.3": "2024-05-01..2024-05-01"}),
        ("In April alone, 37 companies filed for insolvency.", {"37": "2024-04-01..2024-04-30"}),
        (
            "Of the 2,400 flats completed in 2023, 600 were for social rent.",
            {"2,400": "2023-01-01..2023-12-31", "600": "2023-01-01..2023-12-31"},
        ),
        (
            "In the year to April, house prices rose 3.2%, the statistics office said on Tuesday.",
            {"3.2%": "2023-05-01..2024-04-30"},
        ),
        ("The office said on Tuesday that consumer prices rose 0.4% in April.", {"0.4%": "2024-04-01..2024-04-30"}),
        ("Compared with the same month of 2023, prices were 4.1% higher.", {"4.1%": None}),
        ("In April 2024, prices were 4.1% higher than in the same month of 2023.", {"4.1%": "2024-04-01..2024-04-30"}),
        (
            "Annual inflation slowed to 2.4% in April from 2.6% a month earlier.",
            {"2.4%": "2024-04-01..2024-04-30", "2.6%": "2024-03-01..2024-03-31"},
        ),
        ("In 2022/23 the region harvested 3 million tonnes of wheat.", {"3 million": None}),
        ("The deal, announced in March, values the company at $1.2 billion.", {"1.2": None}),
        ("Last year's turnover was 4.4 billion pesos.", {"4.4": "2023-01-01..2023-12-31"}),
        ("The 2023 budget set aside 12 billion shillings for roads.", {"12": "2023-01-01..2023-12-31"}),
        ("The company's 2024 capital budget is $300 million.", {"300": "2024-01-01..2024-12-31"}),
        ("So far this year, 340 wells have been drilled.", {"340": "2024-01-01..2024-05-15"}),
        ("This year through April, exports brought in $5 billion.", {"5 billion": "2024-01-01..2024-04-30"}),
        ("Sales in the six months ended Sept. 30, 2023 totalled 88 billion yen.", {"88": "2023-04-01..2023-09-30"}),
        (
            "In January-April 2024 freight volumes came to 17.4 million tonnes, up 3%.",
            {"17.4": "2024-01-01..2024-04-30", "3%": "2024-01-01..2024-04-30"},
        ),
        ("Shares closed 4% higher on Monday.", {"4%": "2024-05-13..2024-05-13"}),
        (
            "The stock fell 7% yesterday to 12.30 euros.",
            {"7%": "2024-05-14..2024-05-14", "12.30": "2024-05-14..2024-05-14"},
        ),
        ("In 2019, before the pandemic, the city received 3.2 million tourists.", {"3.2": "2019-01-01..2019-12-31"}),
        (
            "The plant made 90,000 tyres in 2022, 110,000 in 2023 and is to make 150,000 this year.",
            {
                "90,000": "2022-01-01..2022-12-31",
                "110,000": "2023-01-01..2023-12-31",
                "150,000": "2024-01-01..2024-12-31",
            },
        ),
        ("In the January-March quarter, GDP shrank 0.3%.", {"0.3%": "2024-01-01..2024-03-31"}),
        ("GDP expanded by 2.9 per cent in the three months ended March.", {"2.9": "2024-01-01..2024-03-31"}),
        (
            "In the fourth quarter, net income fell 11% to $76 million.",
            {"11%": "2023-10-01..2023-12-31", "76": "2023-10-01..2023-12-31"},
        ),
        (
            "For 2024, the company guides for revenue of $1.1 billion to $1.2 billion.",
            {"1.1": "2024-01-01..2024-12-31"},
        ),
        ("In the past 12 months, the company hired 300 people.", {"300": None}),
        ("Over the past decade, 40 mines have closed.", {"40": None}),
        (
            "In December 2023 the number of passengers was 18% above the level of a year earlier.",
            {"18%": "2023-12-01..2023-12-31"},
        ),
        ("The census of 2021 counted 5.1 million inhabitants.", {"5.1": "2021-01-01..2021-12-31"}),
        ("By the end of March, the company had sold 70% of the flats.", {"70%": "..2024-03-31"}),
        ("Exports amounted to 2.3 million tonnes in the 2023 calendar year.", {"2.3": "2023-01-01..2023-12-31"}),
        ("Rainfall cut the 2023 harvest to 1.9 million tonnes.", {"1.9": "2023-01-01..2023-12-31"}),
        ("Between 2018 and 2023 the city built 31 schools.", {"31": "2018-01-01..2023-12-31"}),
        ("The programme for 2024-2026 has a budget of 40 billion dinars.", {"40": "2024-01-01..2026-12-31"}),
        ("In the third quarter of last year, 3,100 jobs were lost.", {"3,100": "2023-07-01..2023-09-30"}),
        ("Visitor numbers in the summer of 2023 reached 900,000.", {"900,000": None}),
        (
            "Turnover was 3.1 million euros in March, 5% less than in February.",
            {"3.1": "2024-03-01..2024-03-31", "5%": "2024-03-01..2024-03-31"},
        ),
        (
            "The government collected 7.2 trillion rupiah last month, 12% more than in the same month last year.",
            {"7.2": "2024-04-01..2024-04-30", "12%": "2024-04-01..2024-04-30"},
        ),
        (
            "Revenue for the quarter ended March 31 was $88 million, against $80 million in the prior-year quarter.",
            {"88": "2024-01-01..2024-03-31", "80": "2023-01-01..2023-03-31"},
        ),
        (
            "Revenue was $88 million in the first quarter of 2024, versus $80 million in the year-ago period.",
            {"88": "2024-01-01..2024-03-31", "80": "2023-01-01..2023-03-31"},
        ),
        (
            "Sales were $88 million in the first quarter of 2024, versus $80 million in the same quarter of last year.",
            {"88": "2024-01-01..2024-03-31", "80": "2023-01-01..2023-03-31"},
        ),
        (
            "Revenue for Q1 2024 was $88 million (Q1 2023: $80 million).",
            {"88": "2024-01-01..2024-03-31", "80": "2023-01-01..2023-03-31"},
        ),
        (
            "Operating profit was £44 million (2022: £39 million) in 2023.",
            {"44": "2023-01-01..2023-12-31", "39": "2022-01-01..2022-12-31"},
        ),
        (
            "Net debt at 31 March 2024 stood at €1.4 billion (31 December 2023: €1.6 billion).",
            {"1.4": "2024-03-31..2024-03-31", "1.6": "2023-12-31..2023-12-31"},
        ),
        ("The authority registered 1,280 births in the month of April.", {"1,280": "2024-04-01..2024-04-30"}),
        ("In the first 20 days of May, exports rose 8%.", {"8%": "2024-05-01..2024-05-20"}),
        ("In the first four months, 52 tonnes of caviar were exported.", {"52": "2024-01-01..2024-04-30"}),
        ("Electricity output in the opening quarter was 31 billion kWh.", {"31": "2024-01-01..2024-03-31"}),
        (
            "During H1 2023 the chain opened 14 shops and closed 3.",
            {"14": "2023-01-01..2023-06-30", "3.": "2023-01-01..2023-06-30"},
        ),
        (
            "Production dipped 2% month-on-month in March after a 1% gain in February.",
            {"2%": "2024-03-01..2024-03-31", "1%": "2024-02-01..2024-02-29"},
        ),
        (
            "In March, production dipped 2%, following a 1% gain the month before.",
            {"2%": "2024-03-01..2024-03-31", "1%": "2024-02-01..2024-02-29"},
        ),
        (
            "The trade gap widened to $6.1 billion in March from a revised $5.8 billion in February.",
            {"6.1": "2024-03-01..2024-03-31", "5.8": "2024-02-01..2024-02-29"},
        ),
        ("It sold 1.2 million handsets in the quarter to end-March.", {"1.2": "2024-01-01..2024-03-31"}),
        (
            "Average wages in 2023 were 420 euros, and in the first quarter of 2024 they were 455 euros.",
            {"420": "2023-01-01..2023-12-31", "455": "2024-01-01..2024-03-31"},
        ),
        (
            "The company, founded in 1998, made $40 million last year and expects $55 million this year.",
            {"40": "2023-01-01..2023-12-31", "55": "2024-01-01..2024-12-31"},
        ),
        ("Capacity will rise from 2 GW now to 5 GW by 2030.", {"2 GW": None, "5 GW": "..2030-12-31"}),
        (
            "Since 2020 the fund has lent $4 billion, of which $900 million last year.",
            {"4 billion": "2020-01-01..2024-05-15", "900": "2023-01-01..2023-12-31"},
        ),
        ("In the 2nd quarter of 2023 the average wage was 1,520 euros.", {"1,520": "2023-04-01..2023-06-30"}),
        (
            "Revenue rose 4% in the six months to March. Profit over the period came in at £41 million.",
            {"41": "2023-10-01..2024-03-31"},
        ),
        (
            "Exports doubled in January-April 2024. During the reporting period 12 wells were drilled.",
            {"12": "2024-01-01..2024-04-30"},
        ),
        (
            "The ban was lifted in January. Prices have been cut by 9% since then.",
            {"9%": "2024-01-01..2024-05-15"},
        ),
        (
            "Turnover was 5 million in the twelve months to June 2023. Output fell 6% over the same twelve months.",
            {"6%": "2022-07-01..2023-06-30"},
        ),
        (
            "Production fell by 3% in April. Of which, mining fell by 5%, whereas smelting grew by 2%.",
            {"5%": "2024-04-01..2024-04-30", "2%": "2024-04-01..2024-04-30"},
        ),
        (
            "Data show that in April 2024, compared to April 2023, industrial output fell by 6%.",
            {"6%": "2024-04-01..2024-04-30"},
        ),
        (
            "The rate was 33% in the first quarter, official data show, and 45% in the mining districts.",
            {"45%": "2024-01-01..2024-03-31"},
        ),
        (
            "On 1 May the fee that users pay went up by 30%.",
            {"30%": "2024-05-01..2024-05-01"},
        ),
        ("Sales 812 million euros in 2023, three mills, 1,460 employees.", {"1,460": None}),
        (
            "The brewery is to be enlarged in August at a cost of 21 million dollars.",
            {"21": None},
        ),
        ("In 2023, 18 people out of every 1,000 were self-employed, or 1.8%.", {"1.8%": "2023-01-01..2023-12-31"}),
        ("Sales in the month to 28 April were down 3.5%.", {"3.5%": "2024-03-29..2024-04-28"}),
        ("The year-end headcount was 3,200.", {"3,200": "2023-12-31..2023-12-31"}),
        ("At year-end 2023, the headcount was 3,200.", {"3,200": "2023-12-31..2023-12-31"}),
        ("On 1 January 2024 the country had 19.9 million inhabitants.", {"19.9": "2024-01-01..2024-01-01"}),
        ("The total as of end-April came to 5.4 billion manats.", {"5.4": "2024-04-30..2024-04-30"}),
        ("Tax revenue in January and February rose by 11%.", {"11%": "2024-01-01..2024-02-29"}),
        ("By April 2024 the project had attracted $30 million.", {"30": "..2024-04-30"}),
        ("The group will invest $400 million over 2024-2026.", {"400": "2024-01-01..2026-12-31"}),
        ("The group will invest $400 million in the next three years.", {"400": None}),
        ("Next month the tariff will rise by 9%.", {"9%": "2024-06-01..2024-06-30"}),
        ("From 1 July the tariff will be 9 cents.", {"9 cents": "2024-07-01.."}),
        ("Effective 1 June, pensions will rise 7%.", {"7%": "2024-06-01.."}),
        ("Earlier this month, the company laid off 120 workers.", {"120": "2024-05-01..2024-05-31"}),
        ("Later this year it will add 40 branches.", {"40": "2024-01-01..2024-12-31"}),
    ],
)
def test_period_of_quantities(text: str, expected: dict[str, str | None]) -> None:
    found = claims(read(text, WRITTEN))
    for quote, period in expected.items():
        at = text.index(quote)
        claim = next(c for c in found if c.quantity and c.start <= at < c.end)
        assert (f"{claim.begin or ''}..{claim.until or ''}" if claim.has_period else None) == period, quote
