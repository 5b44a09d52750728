"""Who holds which title where, in the many ways of the press: a broad second set beside `test_roles`."""

from __future__ import annotations

import pytest

from tests.extract.test_roles import found

Role = tuple[str, str, str | None]
CASES: list[tuple[str, list[Role]]] = [
    # plural heads
    (
        "Presidents Ana Lima and Ivo Petrov met in Sofia.",
        [("Ana Lima", "President", None), ("Ivo Petrov", "President", None)],
    ),
    (
        "Energy ministers Kari Holm and Jan Novak signed it.",
        [("Kari Holm", "Energy minister", None), ("Jan Novak", "Energy minister", None)],
    ),
    (
        "Co-founders Ana Lima and Ole Dahl own 60%.",
        [("Ana Lima", "Co-founder", None), ("Ole Dahl", "Co-founder", None)],
    ),
    (
        "Senators Tom Reed, Jane Webb and Ana Ruiz voted no.",
        [("Tom Reed", "Senator", None), ("Jane Webb", "Senator", None), ("Ana Ruiz", "Senator", None)],
    ),
    (
        "Deputy governors Maria Fernandes and Pak Joon-ho were present.",
        [("Maria Fernandes", "Deputy governor", None), ("Pak Joon-ho", "Deputy governor", None)],
    ),
    # regions and functions after the head
    ("Managing Director Asia Pacific Jane Webb welcomed it.", [("Jane Webb", "Managing Director Asia Pacific", None)]),
    (
        "Rotterdam Gases Vice President Europe Jan de Vries agreed.",
        [("Jan de Vries", "Vice President Europe", "Rotterdam Gases")],
    ),
    (
        "Jane Webb, Managing Director, Asia Pacific, at Solaria, welcomed it.",
        [("Jane Webb", "Managing Director, Asia Pacific", "Solaria")],
    ),
    (
        "Jane Webb, Vice President of Sales and Marketing at Solaria, welcomed it.",
        [("Jane Webb", "Vice President of Sales and Marketing", "Solaria")],
    ),
    ("Solaria's head of Africa, Tom Okoro, welcomed it.", [("Tom Okoro", "head of Africa", "Solaria")]),
    (
        "Tom Okoro, Solaria's regional director for West Africa, welcomed it.",
        [("Tom Okoro", "regional director for West Africa", "Solaria")],
    ),
    ("Tom Okoro, general manager of the Tema plant, welcomed it.", [("Tom Okoro", "general manager", "Tema plant")]),
    (
        "Tom Okoro, chief economist for Africa at Boreal Bank, welcomed it.",
        [("Tom Okoro", "chief economist for Africa", "Boreal Bank")],
    ),
    # verbs
    ("Eva Lang has led Boreal Bank since 2011.", [("Eva Lang", "head", "Boreal Bank")]),
    ("Eva Lang, who has led Boreal Bank since 2011, will leave.", [("Eva Lang", "leader", "Boreal Bank")]),
    ("Eva Lang, who chairs the Riga Port Authority, will leave.", [("Eva Lang", "chair", "Riga Port Authority")]),
    ("Eva Lang, who founded Solaria in 2009, will leave.", [("Eva Lang", "founder", "Solaria")]),
    ("Eva Lang heads the Baltic office of Solaria.", [("Eva Lang", "head", "Baltic office of Solaria")]),
    ("Eva Lang, who runs Solaria, will leave.", [("Eva Lang", "head", "Solaria")]),
    (
        "Solaria appointed Eva Lang chief financial officer on Monday.",
        [("Eva Lang", "chief financial officer", "Solaria")],
    ),
    ("The board of Solaria elected Eva Lang chairwoman.", [("Eva Lang", "chairwoman", "Solaria")]),
    ("Solaria said Eva Lang would become its chief executive in May.", [("Eva Lang", "chief executive", "Solaria")]),
    ("Solaria promoted Eva Lang to chief operating officer.", [("Eva Lang", "chief operating officer", "Solaria")]),
    ("Eva Lang joins Solaria as head of trading.", [("Eva Lang", "head of trading", "Solaria")]),
    ("Eva Lang was sworn in as Finance Minister.", [("Eva Lang", "Finance Minister", None)]),
    ("Eva Lang resigned as governor of the National Bank.", [("Eva Lang", "governor", "National Bank")]),
    ("Eva Lang is a partner at Reid & Webb.", [("Eva Lang", "partner", "Reid & Webb")]),
    # several titles
    (
        "Eva Lang, chair and chief executive of Solaria, said so.",
        [("Eva Lang", "chair and chief executive", "Solaria")],
    ),
    (
        "Eva Lang, founder of Solaria and chair of the Riga Chamber of Commerce, said so.",
        [("Eva Lang", "founder", "Solaria"), ("Eva Lang", "chair", "Riga Chamber of Commerce")],
    ),
    (
        "Deputy Prime Minister and Minister of Finance Eva Lang said so.",
        [("Eva Lang", "Deputy Prime Minister and Minister of Finance", None)],
    ),
    (
        "Eva Lang, a former minister and now rector of Riga Technical University, said so.",
        [("Eva Lang", "former minister", None), ("Eva Lang", "rector", "Riga Technical University")],
    ),
    (
        "Eva Lang, Latvia's deputy prime minister, and Ole Dahl, Norway's trade minister, met.",
        [("Eva Lang", "deputy prime minister", "Latvia"), ("Ole Dahl", "trade minister", "Norway")],
    ),
    # lists of signatories
    (
        "It was signed by Minister of Energy Daler Juma and Ana Ruiz, vice president of Banco Sol.",
        [("Daler Juma", "Minister of Energy", None), ("Ana Ruiz", "vice president", "Banco Sol")],
    ),
    (
        "The deal was signed by Solaria CEO Eva Lang, Banco Sol President Ana Ruiz and Mayor Ivo Petrov.",
        [("Eva Lang", "CEO", "Solaria"), ("Ana Ruiz", "President", "Banco Sol"), ("Ivo Petrov", "Mayor", None)],
    ),
    (
        "Present were Eva Lang (CEO of Solaria), Ole Dahl (chairman, Norvik Shipping) and Ana Ruiz, its secretary.",
        [
            ("Eva Lang", "CEO", "Solaria"),
            ("Ole Dahl", "chairman", "Norvik Shipping"),
            ("Ana Ruiz", "secretary", "Norvik Shipping"),
        ],
    ),
    (
        "Signatories: Eva Lang, Director General, Riga Port Authority; Ole Dahl, CEO, Norvik Shipping.",
        [("Eva Lang", "Director General", "Riga Port Authority"), ("Ole Dahl", "CEO", "Norvik Shipping")],
    ),
    # civilities
    ("Mr Ole Dahl, the chairman of Norvik Shipping, said so.", [("Ole Dahl", "chairman", "Norvik Shipping")]),
    (
        "Mr. Dahl, the managing director of Norvik Shipping, said so.",
        [("Dahl", "managing director", "Norvik Shipping")],
    ),
    (
        "Engr. Musa Bello, Managing Director of Kano Power, said so.",
        [("Musa Bello", "Managing Director", "Kano Power")],
    ),
    ("Hon. Tom Okoro, Minister of Works, said so.", [("Tom Okoro", "Minister of Works", None)]),
    (
        "Shri Ravi Menon, Chairman and Managing Director, Coal Bharat, said so.",
        [("Ravi Menon", "Chairman and Managing Director", "Coal Bharat")],
    ),
    # military, academic, courts, church
    (
        "Major General Ali Hassan, commander of the northern fleet, said so.",
        [("Ali Hassan", "Major General", None), ("Ali Hassan", "commander of the northern fleet", "northern fleet")],
    ),
    ("Lieutenant Colonel Jan Novak led the drill.", [("Jan Novak", "Lieutenant Colonel", None)]),
    (
        "Professor Eva Lang, head of hydrology at Riga Technical University, said so.",
        [("Eva Lang", "head of hydrology", "Riga Technical University")],
    ),
    (
        "Eva Lang, professor of economics at Riga Technical University, said so.",
        [("Eva Lang", "professor of economics", "Riga Technical University")],
    ),
    (
        "Eva Lang, a research fellow at the Baltic Institute, said so.",
        [("Eva Lang", "research fellow", "Baltic Institute")],
    ),
    ("Archbishop Tom Reed of Cardiff blessed the boats.", [("Tom Reed", "Archbishop", "Cardiff")]),
    ("Judge Ana Reyes of the High Court ruled so.", [("Ana Reyes", "Judge", "High Court")]),
    # organisations by prefix, possessive and later
    ("Japan's Prime Minister Kenji Sato came.", [("Kenji Sato", "Prime Minister", "Japan")]),
    ("Tashkent Mayor Timur Karimov came.", [("Timur Karimov", "Mayor", "Tashkent")]),
    ("National Bank Deputy Chairman Timur Karimov came.", [("Timur Karimov", "Deputy Chairman", "National Bank")]),
    ("Ministry of Energy spokesman Timur Karimov said so.", [("Timur Karimov", "spokesman", "Ministry of Energy")]),
    ("World Bank Country Manager Timur Karimov said so.", [("Timur Karimov", "Country Manager", "World Bank")]),
    (
        "Norvik Shipping hired 40 people. Its chief executive, Ole Dahl, said so.",
        [("Ole Dahl", "chief executive", "Norvik Shipping")],
    ),
    (
        "Norvik Shipping hired 40 people. Chief executive Ole Dahl said so.",
        [("Ole Dahl", "Chief executive", "Norvik Shipping")],
    ),
    (
        "Norvik Shipping hired 40 people. The company's chief executive, Ole Dahl, said so.",
        [("Ole Dahl", "chief executive", "Norvik Shipping")],
    ),
    (
        "The Riga Port Authority hired 40 people. Eva Lang, the authority's head, said so.",
        [("Eva Lang", "head", "Riga Port Authority")],
    ),
    (
        "The Riga Port Authority hired 40 people. “Good,” said Eva Lang, its head of cargo.",
        [("Eva Lang", "head of cargo", "Riga Port Authority")],
    ),
    # nothing
    ("Presidents and prime ministers from Africa met in Accra.", []),
    ("The company led the market in Riga.", []),
    ("Norvik Shipping has led the market since 2011.", []),
    ("Vice President Europe is a post at the firm.", []),
    # a second sitting
    ("“We grew,” said Boreal Bank's Ana Lima, its chief economist.", [("Ana Lima", "chief economist", "Boreal Bank")]),
    (
        "Ana Lima, Boreal Bank's chief economist for Latin America, agreed.",
        [("Ana Lima", "chief economist for Latin America", "Boreal Bank")],
    ),
    ("Boreal Bank chief economist Ana Lima agreed.", [("Ana Lima", "chief economist", "Boreal Bank")]),
    (
        "Boreal's Lisbon-based chief economist, Ana Lima, agreed.",
        [("Ana Lima", "Lisbon-based chief economist", "Boreal")],
    ),
    ("Ana Lima, an economist with Boreal Bank in Lisbon, agreed.", [("Ana Lima", "economist", "Boreal Bank")]),
    ("Ana Lima, an economist at the University of Porto, agreed.", [("Ana Lima", "economist", "University of Porto")]),
    (
        "Ana Lima, who is director of the Porto Wine Institute, agreed.",
        [("Ana Lima", "director", "Porto Wine Institute")],
    ),
    (
        "Ana Lima, who was appointed director of the Porto Wine Institute in May, agreed.",
        [("Ana Lima", "director", "Porto Wine Institute")],
    ),
    ("Ana Lima, the country's finance minister, agreed.", [("Ana Lima", "finance minister", "country")]),
    ("Chilean Mining Minister Ana Lima agreed.", [("Ana Lima", "Mining Minister", "Chilean")]),
    ("Chile's mining minister Ana Lima agreed.", [("Ana Lima", "mining minister", "Chile")]),
    ("The minister of mining, Ana Lima, agreed.", [("Ana Lima", "minister of mining", None)]),
    ("Texas Governor Tom Reed agreed.", [("Tom Reed", "Governor", "Texas")]),
    ("The governor of Texas, Tom Reed, agreed.", [("Tom Reed", "governor", "Texas")]),
    ("Tom Reed, a Democratic senator from Ohio, agreed.", [("Tom Reed", "Democratic senator", "Ohio")]),
    ("London mayor Tom Reed agreed.", [("Tom Reed", "mayor", "London")]),
    ("Transport Secretary Tom Reed agreed.", [("Tom Reed", "Transport Secretary", None)]),
    ("European Commission President Eva Lang agreed.", [("Eva Lang", "President", "European Commission")]),
    ("EU trade commissioner Eva Lang agreed.", [("Eva Lang", "trade commissioner", "EU")]),
    ("IMF mission chief Eva Lang agreed.", [("Eva Lang", "mission chief", "IMF")]),
    ("Bank of England governor Eva Lang agreed.", [("Eva Lang", "governor", "Bank of England")]),
    (
        "The bank's deputy governor for monetary policy, Eva Lang, agreed.",
        [("Eva Lang", "deputy governor for monetary policy", "bank")],
    ),
    (
        "Eva Lang, deputy chair of the management board of Boreal Bank, agreed.",
        [("Eva Lang", "deputy chair of the management board", "Boreal Bank")],
    ),
    (
        "Eva Lang, Head of Investor Relations at Boreal Bank, agreed.",
        [("Eva Lang", "Head of Investor Relations", "Boreal Bank")],
    ),
    (
        "Eva Lang, partner and head of tax at Reid Webb LLP, agreed.",
        [("Eva Lang", "partner and head of tax", "Reid Webb LLP")],
    ),
    (
        "Eva Lang, chief geologist with the Norse Mining Company, agreed.",
        [("Eva Lang", "chief geologist", "Norse Mining Company")],
    ),
    ("Union leader Karl Vogt called a strike.", [("Karl Vogt", "Union leader", None)]),
    ("Farmer Karl Vogt has 40 cows.", []),
    ("Director-General of the WHO Karl Vogt agreed.", [("Karl Vogt", "Director-General", "WHO")]),
    ("Vice-Minister of Agriculture Karl Vogt agreed.", [("Karl Vogt", "Vice-Minister of Agriculture", None)]),
    (
        "Executive Director of the Dairy Union Arman Zhumabek agreed.",
        [("Arman Zhumabek", "Executive Director", "Dairy Union")],
    ),
    (
        "Deputy Chairman of the Agency for Strategic Planning and Reforms Arman Zhumabek agreed.",
        [("Arman Zhumabek", "Deputy Chairman", "Agency for Strategic Planning and Reforms")],
    ),
    ("Akim of Zhambyl Region Arman Zhumabek agreed.", [("Arman Zhumabek", "Akim", "Zhambyl Region")]),
    (
        "Arman Zhumabek, head of the Aktobe region's department of agriculture, agreed.",
        [("Arman Zhumabek", "head", "Aktobe region's department of agriculture")],
    ),
    (
        "Norvik Shipping's chief executive Ole Dahl and chief financial officer Eva Lang agreed.",
        [
            ("Ole Dahl", "chief executive", "Norvik Shipping"),
            ("Eva Lang", "chief financial officer", "Norvik Shipping"),
        ],
    ),
    (
        "“Good,” said Ole Dahl, Norvik's head of the Asia business.",
        [("Ole Dahl", "head of the Asia business", "Norvik")],
    ),
    ("Ole Dahl, 61, a former head of the port, died.", [("Ole Dahl", "former head of the port", "port")]),
    ("Ole Dahl, then Norway's trade minister, signed it.", [("Ole Dahl", "trade minister", "Norway")]),
    (
        "Col. Ole Dahl, a spokesman for the army, agreed.",
        [("Ole Dahl", "Col.", None), ("Ole Dahl", "spokesman", "army")],
    ),
    # over several sentences
    (
        "OSTRAVA, Czechia — Kovo Steel will cut 400 jobs, chief executive Jana Malá said. Orders from Skoda Auto fell.",
        [("Jana Malá", "chief executive", "Kovo Steel")],
    ),
    (
        "Kovo Steel will cut 400 jobs.\n\nSkoda Auto was its main customer.\n\n“Sad,” said finance director Petr Vlk.",
        [("Petr Vlk", "finance director", "Kovo Steel")],
    ),
    ("Kovo Steel will cut 400 jobs.\n\nThe mayor of Ostrava, Petr Vlk, was angry.", [("Petr Vlk", "mayor", "Ostrava")]),
    ("OSTRAVA — Kovo Steel will cut 400 jobs.\n\nMayor Petr Vlk was angry.", [("Petr Vlk", "Mayor", "OSTRAVA")]),
    (
        "Kovo Steel and Skoda Auto met. Kovo's chairwoman, Jana Malá, and Skoda's head of purchasing, Petr Vlk, met.",
        [("Jana Malá", "chairwoman", "Kovo Steel"), ("Petr Vlk", "head of purchasing", "Skoda Auto")],
    ),
    (
        "Eva Lang, who has run the bank for years, will be chief executive of Solaria.",
        [("Eva Lang", "head", "bank"), ("Eva Lang", "chief executive", "Solaria")],
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_roles_in_the_manners_of_the_press(text: str, expected: list[Role]) -> None:
    assert found(text) == expected
