"""To whom claims are credited, in the many ways of the press: a broad second set beside `test_attribution`."""

from __future__ import annotations

import pytest

from tests.extract.test_attribution import source_of

CASES = [
    # verbs of giving a figure
    ("The Chamber of Mines put the shortfall at 40,000 ounces.", "40,000 ounces", "Chamber of Mines"),
    ("Insurers put damage from the hail at 90 million euros.", "90 million euros", "Insurers"),
    ("Kpler pegged exports at 1.2 million barrels a day.", "1.2 million barrels", "Kpler"),
    ("Wood Mackenzie estimates the field at 300 million barrels.", "300 million barrels", "Wood Mackenzie"),
    ("The council puts the cost of the tramway at about £640m.", "£640m", "council"),
    ("The shortage was put at 9,000 flats by the Housing Agency.", "9,000 flats", "Housing Agency"),
    ("Rystad Energy assesses the reserves at 2 billion barrels.", "2 billion barrels", "Rystad Energy"),
    ("Moody's forecast a deficit of 4.1%.", "4.1%", "Moody's"),
    ("Capital Economics pencils in growth of 2.3% next year.", "2.3%", "Capital Economics"),
    ("The OECD projects that output will grow 1.9%.", "1.9%", "OECD"),
    ("The central bank now predicts inflation of 6%.", "6%", "central bank"),
    ("Growth will slow to 2%, the IMF projects.", "2%", "IMF"),
    ("Growth will slow to 2%, by the bank's reckoning.", "2%", "bank"),
    # told, briefed, informed
    ("Rail freight fell 8%, as Transport Minister Marta Kos told Delo.", "8%", "Marta Kos"),
    ("Marta Kos told reporters in Ljubljana on Monday that 14 bridges were unsafe.", "14 bridges", "Marta Kos"),
    ("The minister told parliament the fund holds 3 billion crowns.", "3 billion crowns", "minister"),
    ("Two officials told Bloomberg that 300 jobs would go.", "300 jobs", "officials"),
    ("The carrier informed passengers that 60 flights were cancelled.", "60 flights", "carrier"),
    ("In an interview with Le Temps, Mr Favre said the bank had lost 40 clients.", "40 clients", "Favre"),
    ("Speaking at the forum, Aigul Serikova noted that 26 farms had closed.", "26 farms", "Aigul Serikova"),
    ("The firm let it be known that 80 posts were vacant.", "80 posts", "firm"),
    # statements and documents
    ("In a statement on its website, Vestmar Seafood said it would hire 120 people.", "120 people", "Vestmar Seafood"),
    ("Vestmar will hire 120 people, it said in a statement.", "120 people", "Vestmar"),
    ("The statement from Vestmar Seafood said 120 people would be hired.", "120 people", "Vestmar Seafood"),
    ("A press release issued by Port of Gdynia says 9 cranes were delivered.", "9 cranes", "Port of Gdynia"),
    ("The report says 43% of wells are dry.", "43%", "report"),
    ("A new report by the Water Institute says 43% of wells are dry.", "43%", "Water Institute"),
    ("The Water Institute's annual survey found 43% of wells to be dry.", "43%", "Water Institute's annual survey"),
    ("Data from the Sugar Board showed output at 2.1 million tonnes.", "2.1 million tonnes", "Sugar Board"),
    ("Customs data showed that 40,000 tonnes were shipped.", "40,000 tonnes", "Customs data"),
    ("The Sugar Board's figures show 2.1 million tonnes were crushed.", "2.1 million tonnes", "Sugar Board's figures"),
    ("Figures from Statistics Norway indicate that 3.9% were jobless.", "3.9%", "Statistics Norway"),
    ("Government data on Tuesday showed exports rose 5%.", "5%", "Government data"),
    ("Unemployment fell to 4%, according to a survey published by the Ifo Institute.", "4%", "Ifo Institute"),
    ("Unemployment fell to 4%, according to figures released on Monday by Insee.", "4%", "Insee"),
    ("Unemployment fell to 4%, official figures published on Thursday showed.", "4%", None),
    ("Per the operator's notice, 14 trains are late.", "14 trains", "operator's notice"),
    ("As per the ministry, 14 trains are late.", "14 trains", "ministry"),
    ("Losses came to 14 million lei, by the insurer's own account.", "14 million lei", "insurer"),
    ("In its latest bulletin the Grain Council raised its estimate to 40 million tonnes.", "40 million tonnes", None),
    (
        "A filing with the exchange showed that Haruna Foods owed 30 billion naira.",
        "30 billion naira",
        "filing with the exchange",
    ),
    ("Court documents show that 40 creditors are waiting.", "40 creditors", "Court documents"),
    ("The audit revealed that 12 tankers were missing.", "12 tankers", "audit"),
    ("The census counted 3.4 million people, the bureau's chief, Amy Tan, said.", "3.4 million people", "Amy Tan"),
    # news agencies and media
    ("Interfax reported, citing the energy ministry, that 9 mines had stopped.", "9 mines", "energy ministry"),
    ("Nikkei reported that Toyo Glass would shut 3 lines, citing sources.", "3 lines", "sources"),
    ("Toyo Glass will shut 3 lines, the Nikkei newspaper reported on Friday.", "3 lines", "Nikkei newspaper"),
    ("Toyo Glass will shut 3 lines, Kyodo News Agency reports.", "3 lines", "Kyodo News Agency"),
    ("Toyo Glass will shut 3 lines, reports Kyodo.", "3 lines", "Kyodo"),
    ("As reported by Kyodo, 3 lines will shut.", "3 lines", "Kyodo"),
    ("According to Kyodo News, which cited the mayor, 3 lines will shut.", "3 lines", "Kyodo News"),
    ("Bloomberg, which first reported the talks, said the stake was worth $2 billion.", "$2 billion", "Bloomberg"),
    # quotations
    ("“The mill,” said owner Petra Blom, “cost us 3 million euros.”", "3 million euros", "Petra Blom"),
    ("“It is a start,” Ms Blom said. “We sold 40 boats. We want to sell 60.”", "60", "Blom"),
    ("“It is a start,” said Petra Blom.\n\n“We sold 40 boats,” she added.", "40 boats", "Petra Blom"),
    ("Petra Blom runs it. “We sold 40 boats”, she says, “in one month”.", "40 boats", "Petra Blom"),
    ("Boat builder Petra Blom added: “We sold 40 boats.”", "40 boats", "Petra Blom"),
    ("“We sold 40 boats,” Petra Blom, the yard's founder, told Yle.", "40 boats", "Petra Blom"),
    ("“We sold 40 boats,” according to Petra Blom.", "40 boats", "Petra Blom"),
    ("“We sold 40 boats,” reads the yard's annual report.", "40 boats", "yard's annual report"),
    ("The yard called it “a loss of 40 million crowns”.", "40 million crowns", "yard"),
    # he, she, it, they
    ("Petra Blom opened the yard. It cost 40 million crowns, she said.", "40 million crowns", "Petra Blom"),
    ("Blom Marine sold 40 boats. It added that 3 were recalled.", "3", "Blom Marine"),
    ("Blom Marine cut costs. Sales rose 4%, it said, and will rise again.", "4%", "Blom Marine"),
    ("The analysts cut their view. They said 4% was likely.", "4%", "analysts"),
    # plural and nameless speakers
    ("Officials in Lagos said that 43 pumps failed.", "43 pumps", "Officials in Lagos"),
    ("Two of the people said the stake was worth $2 billion.", "$2 billion", "people"),
    ("Farmers' unions claim 40% of the crop is lost.", "40%", "Farmers' unions"),
    ("Police and prosecutors said 40 people were held.", "40 people", "Police and prosecutors"),
    ("Analysts surveyed by FactSet had forecast revenue of $3 billion.", "$3 billion", "Analysts"),
    ("Mr Dahl and Ms Blom said in a joint letter that 40 jobs would go.", "40 jobs", "Blom"),
    # the source's own expectations, and nobody
    ("Blom Marine expects to sell 60 boats.", "60 boats", None),
    ("Blom Marine sees sales of 60 boats.", "60 boats", None),
    ("Blom Marine, which reported a loss of 4 million crowns, fired its chief.", "4 million crowns", None),
    ("Analysts expect a profit of 4 million crowns.", "4 million crowns", None),
    ("Blom Marine said its chief would leave. It has 40 staff.", "40 staff", None),
    ("Blom Marine's statement of account holds 40 pages.", "40 pages", None),
    ("The town answered a call for 40 volunteers.", "40 volunteers", None),
    ("The report was read by 40 people.", "40 people", None),
    ("The report of the 40 members is secret.", "40 members", None),
    ("After the ministry said it would pay, 40 firms applied.", "40 firms", None),
    ("Blom, who told staff of her plans, owns 40% of the yard.", "40%", None),
    ("The rate was left at 4%, as forecast by analysts.", "4%", "analysts"),
    ("The rate was left at 4%, in line with what analysts had forecast.", "4%", None),
]


@pytest.mark.parametrize(("text", "claim", "source"), CASES)
def test_source_in_the_manners_of_the_press(text: str, claim: str, source: str | None) -> None:
    assert source_of(text, claim) == source
