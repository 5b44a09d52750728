"""Numbers in running text: values and units, bounds, rates, items, signs, equivalents; and what is none of it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from services.extract.core.mentions.quantity import quantities
from services.extract.core.model import Document, Quantity
from services.extract.core.sentences import sentences


def read(text: str, country: str | None = None) -> list[Quantity]:
    """All quantities of a text."""
    doc = Document(text, dt.date(2024, 5, 1), sentences(text), country=country)
    for sentence in doc.sentences:
        doc.quantities.append(quantities(sentence, doc))
    return [q for found in doc.quantities for q in found]


def shown(text: str, country: str | None = None) -> str:
    """Values and units: "12 t; 3-4 %"."""
    values = []
    for q in read(text, country):
        upper = f"-{q.upper}" if q.upper is not None else ""
        values.append(f"{q.amount}{upper} {q.unit}")
    return "; ".join(values)


VALUES = [
    ("Tokyo-based Harukaze will pay ¥48 billion ($320 million) for a 60% stake.", "48000000000 JPY; 60 %"),
    ("The lender's NPL ratio slipped to 2.34 per cent from 2.51 per cent.", "2.34 %; 2.51 %"),
    ("Tata Ferro sold 4.82 lakh tonnes of pellets at Rs 9,450 a tonne.", "482000 t; 9450 INR"),
    ("Dangote's refinery can process 650,000 barrels per day.", "650000 bbl"),
    ("Eskom needs R390bn over ten years, more than half of it by 2030.", "390000000000 ZAR; 50 %"),
    ("Hyundai recalled 82,000 electric vehicles worldwide at a cost of 1 trillion won.", "82000 1; 1000000000000 KRW"),
    ("The 14th edition of the fair drew 1,150 exhibitors from 38 countries.", "1150 1; 38 1"),
    ("Exports of vanilla tripled to 2,400 tons in the year to June.", "3 x; 2400 t"),
    ("Some 3,000 of the 12,000 seats stayed empty.", "3000 1; 12000 1"),
    ("The bank cut 1,200 of its 9,800 jobs.", "1200 1; 9800 1"),
    ("By 2031 the port should take ships of up to 18,000 TEU, twice the size of today's.", "18000 TEU; 2 x"),
    ("The yield on 10-year bonds climbed 12 bps to 4.61%.", "0.12 pp; 4.61 %"),
    ("A litre of milk costs 430 tenge, 60 tenge more than in May.", "430 KZT; 60 KZT"),
    ("The minister put the damage at between 2 and 2.5 billion euros.", "2000000000-2500000000 EUR"),
    ("The company is listed on the S&P 500 and employs 14,300.", "14300 1"),
    ("At 31 December 2023 the group had 212 shops (2022: 198).", "212 1; 198 1"),
    ("Net profit was down by a quarter, at SEK 1.2 billion.", "25 %; 1200000000 SEK"),
    ("Around four-fifths of the workforce are women.", "80 %"),
    ("Lithium prices have fallen by more than two-thirds since 2022.", "66.67 %"),
    ("Some 45 per cent, or 1,300, of the flats have been sold.", "45 %; 1300 1"),
    ("It has 17 reactors at six sites and generates 62 TWh a year.", "17 1; 6 1; 62 TWh"),
    ("The 2.4-km tunnel will be 14 m wide.", "2.4 km; 14 m"),
    ("The pact covers 96% of goods, and tariffs on the other 4% go in 2029.", "96 %; 4 %"),
    ("Unit 3 produced 1.1m tonnes of clinker, 200,000 tonnes more than unit 2.", "1100000 t; 200000 t"),
    ("Rice was at $585-590 per tonne, down $5 from last week.", "585-590 USD; 5 USD"),
    ("Steel output was flat at 1.86 Mt.", "1860000 t"),
    ("The farm keeps 3,400 head of cattle and 12 thousand sheep on 8,000 ha.", "3400 1; 12000 1; 8000 ha"),
    ("In 2022/23 the mill crushed 890,000 t of beet, against 1.02 million t in 2021/22.", "890000 t; 1020000 t"),
    ("Salaries start at £32,500 and rise to £41,000.", "32500 GBP; 41000 GBP"),
    ("Almost 2 000 km of line will be electrified for 1,4 billion euros.", "2000 km; 1400000000 EUR"),
    ("The fee is 0.5 percent, with a minimum of 200 dirhams.", "0.5 %; 200 AED"),
    ("He was fined $25,000 and banned for six matches.", "25000 USD"),
    ("The bridge opened in 1937, has six lanes and is crossed by 112,000 cars a day.", "112000 1"),
    ("A crowd of 30,000 watched the 2-2 draw, the fifth in seven games.", "30000 1"),
    ("Room rates start from $120 a night in low season.", "120 USD"),
    ("A 3,5 km walk leads to the 14th-century church, closed on the 1st.", "3.5 km"),
    ("The spokesman said that 5 of 11 unions had signed.", "5 1; 11 1"),
    ("The loan, at 3 percentage points over Euribor, runs to 2034.", "3 pp"),
    ("Investment fell from $3.2bn to $2.9bn, or by 9.4 percent.", "3200000000 USD; 2900000000 USD; 9.4 %"),
    ("Each of the 24 turbines yields 4.2 MW.", "24 1; 4.2 MW"),
    ("The state will pay half, the town a third and the rest comes from Brussels.", "50 %; 33.33 %"),
    ("Prices are up by half since 2019.", "50 %"),
    ("It cut the dividend to 12 cents from 18.", "0.12 USD; 0.18 USD"),
    ("Sales in volume were 3.1 million hectolitres, 4% up.", "310000000 L; 4 %"),
    (
        "The firm shipped 5.4 million smartphones (down 12%) and 1.1 million tablets (up 3%).",
        "5400000 1; 12 %; 1100000 1; 3 %",
    ),
    ("Only one in eight loans is secured.", "12.5 %"),
    ("The union wants 8%, the employers offer 3.5.", "8 %; 3.5 %"),
    ("About $1.4 million was spent on each of the 26 homes.", "1400000 USD; 26 1"),
    ("The tariff rises from KSh 14.20 to KSh 16.80 per kWh.", "14.2 KES; 16.8 KES"),
    ("Output of 1.5 to 1.7 million ounces is forecast.", "1500000-1700000 ozt"),
    ("The line was built for 2.5 million passengers a year but carries 4.1 million.", "2500000 1; 4100000 1"),
    (
        "The first stage (120 MW) cost $140 million; the second (80 MW) will cost $95 million.",
        "120 MW; 140000000 USD; 80 MW; 95000000 USD",
    ),
    ("Inflows were Rs. 21,000 crores in Q1 FY25.", "210000000000 INR"),
    ("More than 1,000 MW of the 2,400 MW planned are on line.", "1000 MW; 2400 MW"),
    ("Since 2015, 62 new factories and 140 km of track have been built.", "62 1; 140 km"),
    ("Of the 480 applicants, 52 were admitted.", "480 1; 52 1"),
    ("Its shares gained 3.2 percent to 41.50 zlotys.", "3.2 %; 41.5 PLN"),
    ("The population of 8.4 million has doubled since 1990.", "8400000 1; 2 x"),
    ("The grid lost 600 megawatts, and 1.5 million homes went dark.", "600 MW; 1500000 1"),
    ("Debt stands at 61.5 percent of GDP.", "61.5 %"),
    ("Two-way trade hit $26bn, up a fifth on 2021.", "26000000000 USD; 20 %"),
    ("The 350-strong crew works in three shifts.", "350 1"),
    ("An 85-hectare park will replace the airport's 3-km runway.", "85 ha; 3 km"),
    ("The budget has a gap of Tk 2.56 lakh crore.", "2560000000000 BDT"),
    ("The rand traded at 18.35 to the dollar, 0.4% weaker.", "0.4 %"),
    ("Its order book is worth 2.1 times annual sales.", "2.1 x"),
    ("Membership grew tenfold, to 50,000.", "10 x; 50000 1"),
    ("The smelter emits 3.2 million tonnes of CO2 a year.", "3200000 t"),
    ("They will hire 150 welders, 80 fitters and 20 engineers.", "150 1; 80 1; 20 1"),
    ("A further 1.8 million people live within 50 km of the site.", "1800000 1; 50 km"),
    ("Spot gas eased to 32.5 euros per MWh.", "32.5 EUR"),
    ("A gram of gold costs 35,210 tenge.", "35210 KZT"),
    ("The fund owns 12.5 per cent, and its founder 7.5.", "12.5 %; 7.5 %"),
    ("The mine's all-in cost was $1,120 per ounce in Q2, vs. $1,045 a year ago.", "1120 USD; 1045 USD"),
    ("The Ministry of Finance sold 25 billion rubles' worth of bonds.", "25000000000 RUB"),
    ("Ghana Cocoa Board paid GH¢48,000 per tonne, up 45 per cent.", "48000 GHS; 45 %"),
    ("Peru mined 2.76 million fine metric tons of copper.", "2760000 t"),
    ("Norges Bank bought kr 400 million a day in May.", "400000000 NOK"),
    (
        "Vietnam shipped 8.13 million tonnes of rice worth $4.68 billion, up 14.4% in volume.",
        "8130000 t; 4680000000 USD; 14.4 %",
    ),
    ("House completions were 32,695, 10% higher than in 2022.", "32695 1; 10 %"),
    ("CPI rose 0.3% month on month and 2.9% year on year.", "0.3 %; 2.9 %"),
    (
        "Retail sales volumes fell 3.2 per cent on the month, against expectations of a 0.5 per cent drop.",
        "3.2 %; 0.5 %",
    ),
    ("Employment increased by 45,300 persons to 14.2 million.", "45300 1; 14200000 1"),
    ("The participation rate stood at 66.8%, 0.2 percentage points lower.", "66.8 %; 0.2 pp"),
    (
        "Nvidia's revenue was $22.1bn, up 265% from a year ago and 22% from the previous quarter.",
        "22100000000 USD; 265 %; 22 %",
    ),
    ("EPS came in at $5.16, against $0.88.", "5.16 USD; 0.88 USD"),
    ("Free cash flow: €1.9 bn (+€0.4 bn).", "1900000000 EUR; 400000000 EUR"),
    ("Guidance: revenue of €8.2-8.4bn and a margin of 12-13%.", "8200000000-8400000000 EUR; 12-13 %"),
    ("Orders received rose 14 percent to 2 345 MSEK.", "14 %; 2345000000 SEK"),
    ("The 65-storey tower has 1,100 apartments and 14,000 sqm of offices.", "1100 1; 14000 m2"),
    ("A consortium of five banks arranged the 7-year, $750 million loan.", "5 1; 750000000 USD"),
    ("The dam's 12 turbines have a combined capacity of 6,450 MW.", "12 1; 6450 MW"),
    ("The cargo included 22,000 t of maize and 1,500 t of rice.", "22000 t; 1500 t"),
    ("He bought 100,000 shares at 245p each.", "100000 1; 2.45 GBP"),
    ("Diesel sells at N1,150 per litre in Lagos and N1,200 in Kano.", "1150 NGN; 1200 NGN"),
    ("It pumped 1.2 million b/d in April, 40,000 b/d fewer than in March.", "1200000 bbl; 40000 bbl"),
    ("The wage bill is Sh1.1 trillion, or 46 per cent of revenue.", "1100000000000 KES; 46 %"),
    ("About two in three shops have closed.", "66.67 %"),
    ("Some 70 to 80 percent of the wells are dry.", "70-80 %"),
    ("Nearly 1,000 tons a day pass through, most of it coal.", "1000 t"),
    ("The vaccine was given to 3.4 million children aged 6 to 59 months.", "3400000 1"),
    ("Three companies, Alfa, Beta and Gamma, hold 80% of it.", "3 1; 80 %"),
    ("The storm cut power to 270,000 customers; 12 people died.", "270000 1; 12 1"),
    ("Flights to 45 destinations start on 31 March with 12 weekly frequencies.", "45 1; 12 1"),
    ("The firm's 1,900 megawatt-hours of storage can power 60,000 homes for 4 hours.", "1900 MWh; 60000 1"),
    ("Capacity utilisation was 78.4 percent, 3.1 points below its average.", "78.4 %; 3.1 pp"),
    ("The lira has lost 30% against the dollar, to 32.5.", "30 %"),
    ("Public debt is 1.4 times GDP.", "1.4 x"),
    ("The group has 3.4 GW in operation, 1.2 GW under construction and 8 GW in development.", "3.4 GW; 1.2 GW; 8 GW"),
    ("One million tourists, 30 percent of them Chinese, are expected.", "1000000 1; 30 %"),
    ("The poll of 1,012 adults has a margin of error of 3.1 points.", "1012 1; 3.1 pp"),
    ("Wheat exports could reach 17-17.5 mln t.", "17000000-17500000 t"),
    ("The festival runs from 3 to 9 June and costs 15 euros a day.", "15 EUR"),
    ("Norilsk sold 217 kt of nickel and 2,699 koz of palladium.", "217000 t; 2699000 ozt"),
    ("The water level rose by 1.2 m to 6.7 m.", "1.2 m; 6.7 m"),
    ("Sydney-listed Goldreach poured 182,400oz at an all-in cost of A$1,790/oz.", "182400 ozt; 1790 AUD"),
    (
        "South Korea's exports rose 7.8% to $56.6bn in June, and chips jumped 50.4% to $13.4bn.",
        "7.8 %; 56600000000 USD; 50.4 %; 13400000000 USD",
    ),
    ("Cathay flew 2.3m passengers in July, up 29%; its load factor was 85.1 per cent.", "2300000 1; 29 %; 85.1 %"),
    (
        "The Bank of Ghana kept its policy rate at 29 percent; inflation eased to 22.8 percent in June from 23.1.",
        "29 %; 22.8 %; 23.1 %",
    ),
    ("Zambia owes $6.3bn to official lenders, a third of it to China.", "6300000000 USD; 33.33 %"),
    ("Ferrexpo's pellet output fell 34 per cent to 1.86mt.", "34 %; 1860000 t"),
    (
        "Statistics Norway says house prices gained 1.2 per cent in the quarter, 3.4 per cent seasonally adjusted.",
        "1.2 %; 3.4 %",
    ),
    (
        "Some 640 flats, a school for 1,200 pupils and a 250-bed clinic will rise on 34 ha.",
        "640 1; 1200 1; 250 1; 34 ha",
    ),
    ("The town has 18,700 inhabitants, one cinema and no hotel.", "18700 1"),
    ("From 1 July the minimum wage goes from 12.41 to 12.82 euros an hour.", "12.41 EUR; 12.82 EUR"),
    ("Turnover of 412 million lei was 9% under budget.", "412000000 RON; 9 %"),
    ("It has raised its stake to just over 30 per cent, having paid 14 euros a share.", "30 %; 14 EUR"),
    ("A third of the 36,000 graduates emigrate within five years.", "33.33 %; 36000 1"),
    ("Growth was 3.1 per cent, half a point less than forecast.", "3.1 %; 0.5 pp"),
    ("Farmers will get 2,000 hryvnias per hectare for up to 120 hectares.", "2000 UAH; 120 ha"),
    ("Imports of 15,000 to 20,000 tonnes a month are needed.", "15000-20000 t"),
    ("Its 5,300 stores sold €1.1bn worth of toys, €200m less than in 2021.", "5300 1; 1100000000 EUR; 200000000 EUR"),
    ("A record 4.7 million tonnes of grain passed through in May.", "4700000 t"),
    ("The retailer made 38p of every pound in December.", "0.38 GBP"),
    ("Its average ticket costs $84, its cheapest $19.", "84 USD; 19 USD"),
    ("The bridge can carry 40-tonne lorries.", "40 t"),
    ("Ridership: 1.2 million (2019: 1.6 million).", "1200000 1; 1600000 1"),
    ("Four in five of the 2,000 respondents own a car.", "80 %; 2000 1"),
    ("He spent 11 hours on a 600-mile trip in a 1987 Lada.", "600 mi"),
    ("The Central Bank sold $120 million on 3 of 5 trading days.", "120000000 USD"),
    ("By volume, 62% was gas, 21% oil and the remaining 17% condensate.", "62 %; 21 %; 17 %"),
    ("The reform would save 0.3 percent of GDP, or 1.9 billion pesos, a year.", "0.3 %; 1900000000 MXN"),
    ("Three hundred and forty workers at two mines have been on strike for 19 days.", "340 1; 2 1"),
    ("The kiln burns 90 kg of coal per tonne of clinker.", "90 kg"),
    ("Its five-year plan foresees 8 new ships by 2028, each of 16,000 TEU.", "8 1; 16000 TEU"),
    ("Traffic on the A4 rose 6% at the toll station of km 112.", "6 %"),
    ("The price, 1.45 lari for 500 g, has not moved since 2021.", "1.45 GEL; 500 g"),
    ("Around 15-20 per cent of the 1,000-odd shops are shut.", "15-20 %; 1000 1"),
]

NOTHING = [
    "It was the company's 25th year, and its 12th plant opened on the 4th.",
    "Bake at 200 degrees for 25 minutes; serves four.",
    "Her third novel, at 412 pages, took seven years to write.",
    "The suspect, 34, of 27 Elm Road, was held under section 18.",
    "Bus 47 leaves every 20 minutes from stop 3; the last is at 23:40.",
    "In chapter 2, verse 14 of the 1611 edition, it says so twice.",
    "I counted ten swans, three dogs and one umbrella.",
    "The team lost 4-1 and sits 17th with 22 points from 25 matches.",
    "Call 1-800-555-0134 by 5 p.m. on Friday, Oct. 4.",
    "Ten to one he will not come.",
    "The 49ers beat the 76ers of old; Blink-182 played at half-time.",
    "He has 20 years' experience and a PhD.",
    "In Group B, Chile beat Peru 1-0; Group C plays on the 14th.",
    "On 3 March 2021 at 9.30 a.m. the 45-year-old drove 3 hours to Terminal 2.",
    "Federer beat Nadal 6-4, 3-6, 7-6 (7-5) in 3 hours 21 minutes.",
    "Barcelona won 3-1 with goals from their number 9 in the 5th, 23rd and 88th minutes.",
    "He scored 34 points and took 12 rebounds in Game 7.",
    "The iPhone 15 costs more than the Galaxy S23; Windows 11 runs on both.",
    "Call +44 20 7946 0958 or write to 221B Baker Street, London NW1 6XE.",
    "Under Section 377 of the Penal Code, Act No. 45 of 1860, and Article 5(2).",
    "Chapter 11 bankruptcy protects the firm.",
    "The Group of 20 and the G7 met on the 9th; the Big Four auditors and the Fortune 500 came too.",
    "In the first place, there are three reasons and a thousand excuses.",
    "I have told you a million times: two wrongs do not make a right.",
    "Children under 12 and adults over 65 travel free.",
    "The 1980s and the 19th century were different; in the '90s it was worse.",
    "The flight leaves at 0645 from gate 23 and lands at 17:05.",
    "A 10-year bond, a 30-day notice, a 24/7 service and a two-thirds majority.",
    "The 2022 World Cup final, the 35th Olympiad and Expo 2017.",
    "Covid-19, H1N1, B2B, 5G and 4K are buzzwords; Web 3.0 is another.",
    "He finished 4th, 2.3 seconds behind, on lap 57 of 60.",
    "Page 3 of 10, Figure 2.1, Table 4, version 2.0.1",
    "Highway 1 is closed between Exit 14 and Exit 22.",
    "Room 101, Floor 7, Apt. 5B, P.O. Box 7777.",
    "Two heads are better than one; nine times out of ten it works.",
    "He bats at number three and averaged 45.2 in ODIs.",
    "ISIN: KZ1C00001122, Reg. No. 123456789, VAT 12 345 678",
    "The 5-star hotel has a 3-Michelin-starred restaurant.",
    "Monday to Friday 9-5; Sat 10-2.",
    "At 6ft 4in he towers over his 5ft 2in wife.",
    "He served two terms as mayor and spent 27 years in prison.",
    "One of the two men, aged 31 and 42, was charged under Rule 4.",
    "They met on May 9-10 and again on June 1, 2 and 3.",
    "The 737-800 and the A321-200 were swapped for an E190-E2.",
    "The deal was first reported by Channel 4 and Radio 1.",
    "In 2023, 2024 and 2025 the same thing happened.",
    "The war of 1939-45 killed millions; hundreds fled; dozens stayed.",
    "By the year 2030 we will see.",
    "Nobody was hurt; zero tolerance is the rule.",
    'Catch-22, Ocean\'s Eleven, Seven Samurai and "Twelve Angry Men" were shown.',
    "The Ten Commandments and the Four Tops.",
    "He is the father of three and grandfather of 12.",
    "Windows open at 8am, and again at half past two.",
    "A 12-step programme in 3D with 7.1 sound.",
    "Platform 9 3/4 is at King's Cross.",
    "He was sentenced to 5 years and 6 months.",
    "The score was 15-all at the end of the 2nd set.",
    "Lot 49 sold under the hammer.",
]


@pytest.mark.parametrize(("text", "expected"), VALUES, ids=[text[:40] for text, _ in VALUES])
def test_values_and_units(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize("text", NOTHING, ids=[text[:40] for text in NOTHING])
def test_what_is_no_quantity(text: str) -> None:
    assert shown(text) == ""


DETAILS: list[tuple[str, dict[str, Any]]] = [
    ("The farm needs some 64 000 t/y of straw.", {"bound": "approximate", "per": "year", "item": "straw"}),
    ("It can hold upwards of 2,700 tonnes.", {"bound": "at_least"}),
    ("The hall seats as many as 900 guests.", {"bound": "at_most", "item": "guests"}),
    ("They spent $2.9 million or so.", {"bound": "approximate"}),
    ("The yard holds 5,500 tonnes, give or take.", {"bound": "approximate"}),
    ("It took in 38,000-plus visitors.", {"bound": "at_least", "item": "visitors"}),
    ("The park spreads over 31 acres.", {"bound": "exact"}),
    ("Traffic went up to 520,000 riders.", {"bound": "exact"}),
    ("Sales passed 54 billion tugriks.", {"bound": "at_least"}),
    ("Output fell (-4.5%).", {"sign": "decrease"}),
    ("Output was up 4.5%.", {"sign": "increase"}),
    ("Output was 4.5% below plan.", {"sign": "decrease"}),
    ("Solar made up 12 percent of it.", {"sign": None}),
    ("The works has an annual capacity of 18 tons of gold.", {"per": "year", "item": "gold"}),
    ("The mill annually produces 61,000 shirts.", {"per": "year", "item": "shirts"}),
    ("The average monthly wage was 1,900 lari.", {"per": "month"}),
    ("A 28,000-ton-a-year line is planned.", {"per": "year", "unit": "t"}),
    ("The gas costs $1.10/lb.", {"item": "lb", "unit": "USD"}),
    ("Rents are 9 euros per square metre a month.", {"per": "month", "item": "square metre"}),
    ("The shop lost 9,300 head of cattle.", {"item": "head of cattle"}),
    ("The line was laid for 3.4 billion drams (€8 million equivalent).", {"equivalents": ((Decimal(8000000), "EUR"),)}),
    ("It paid N33 billion in tax, equivalent to about $22 million.", {"equivalents": ((Decimal(22000000), "USD"),)}),
    ("It cost $4.1 million, or 360 million soms.", {"equivalents": ((Decimal(360000000), "KGS"),)}),
    ("They paid A$95 million for it in May, close to C$86 million.", {"equivalents": ((Decimal(86000000), "CAD"),)}),
]


@pytest.mark.parametrize(("text", "expected"), DETAILS, ids=[text[:40] for text, _ in DETAILS])
def test_what_is_said_of_a_quantity(text: str, expected: dict[str, Any]) -> None:
    found = read(text)
    assert len(found) == 1
    assert {name: getattr(found[0], name) for name in expected} == expected


GAPS = [
    ("Since May the works has poured 12.5 tons of gold and 80.4 of silver.", "12.5 t; 80.4 t"),
    (
        "Revenue fell to 43 billion tenge from 46 billion, and profit to 11 billion from 13 billion.",
        "43000000000 KZT; 46000000000 KZT; 11000000000 KZT; 13000000000 KZT",
    ),
    (
        "Exports of peas, beans and lentils came to 310,000, 64,500 and 208,300 tonnes respectively.",
        "310000 t; 64500 t; 208300 t",
    ),
    ("It makes 310,000 units a year. That could grow to 345,000.", "310000 1; 345000 1"),
    ("Alfa holds it (40 percent) with Beta (35) and Gamma (25).", "40 %; 35 %; 25 %"),
    (
        "The estate covers 1,840 hectares, of which 96.5 are for housing and 41.2 for shops.",
        "1840 ha; 96.5 ha; 41.2 ha",
    ),
    ("The share rose from 14.6 to 17.2 percent.", "14.6 %; 17.2 %"),
    ("Two mills grind 30 and 45 tons of flour a day.", "2 1; 30 t; 45 t"),
    ("Six clinics have opened, and a further eleven are to come.", "6 1; 11 1"),
    ("The bank has 410 staff: 37 are in training, 12 are ill and six are abroad.", "410 1; 37 1; 12 1; 6 1"),
]


@pytest.mark.parametrize(("text", "expected"), GAPS, ids=[text[:40] for text, _ in GAPS])
def test_units_left_out(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    ("text", "country", "unit"),
    [
        ("It cost $5 million.", None, "USD"),
        ("It cost $5 million.", "AU", "AUD"),
        ("In Karachi tomatoes sell at Rs 140 a kilogram.", None, "PKR"),
        ("Tomatoes sell at Rs 140 a kilogram.", None, "INR"),
        ("A Stockholm jury awarded 5 million kronor.", None, "SEK"),
        ("The Manila firm paid 3 million pesos.", None, "PHP"),
        ("Tashkent set aside 3 billion soms.", None, "UZS"),
        ("Bishkek set aside 3 billion soms.", None, "KGS"),
        ("Bread goes up by 45c a loaf, to R17.20.", None, "ZAR"),
    ],
)
def test_whose_money_it_is(text: str, country: str | None, unit: str) -> None:
    assert {q.unit for q in read(text, country)} == {unit}


def test_a_text_cut_inside_an_amount_gives_no_wrong_amount() -> None:
    assert shown("The fund will lend the dairy 2.7 billion drams (US$6") == "2700000000 AMD"


def test_furniture_states_nothing() -> None:
    assert read("Photo: 12 people at 3 tables") == []


@pytest.mark.parametrize(
    "piece", ["1", "12 ", "(", "5 points and ", "5-", "half of ", "up to 345,000 ", "hundred ", "a million "]
)
def test_odd_text_neither_raises_nor_takes_long(piece: str) -> None:
    read((piece * 20_000)[:20_000])
