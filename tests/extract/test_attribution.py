"""To whom a claim is credited: one article, claim and source a line; None where the article speaks itself."""

from __future__ import annotations

import pytest

from services.extract.core.facts.attribution import attribution
from services.extract.core.facts.quotation import quotations
from services.extract.core.mentions.name import names
from services.extract.core.model import Document
from services.extract.core.sentences import sentences

CASES = [
    # forward
    ("The transport ministry said the bridge would cost 40 million euros.", "40 million euros", "transport ministry"),
    ("The Ministry of Fisheries reported that 12 trawlers had been laid up.", "12 trawlers", "Ministry of Fisheries"),
    ("Norvik Shipping announced on Monday that it had ordered six tankers.", "six tankers", "Norvik Shipping"),
    ("Maria Keller, who chairs Rhein Stahl, told the Börsen-Blatt that output fell 4%.", "4%", "Maria Keller"),
    ("Chief executive Peter Lund told investors margins would reach 12%.", "12%", "Peter Lund"),
    ("In a statement, the company said it would cut 300 jobs.", "300 jobs", "company"),
    ("The government said in a report that 1.2 million people were out of work.", "1.2 million people", "government"),
    (
        "Analysts at Boreal Bank estimate that the mine holds 4 million tonnes.",
        "4 million tonnes",
        "Analysts at Boreal Bank",
    ),
    ("The World Bank forecasts growth of 3.1% for the region.", "3.1%", "World Bank"),
    ('Mr Otieno, the port\'s manager, said: "We moved 900,000 containers last year."', "900,000 containers", "Otieno"),
    ("Officials say 40 villages are without power.", "40 villages", "Officials"),
    ("Ana Lima said on Tuesday, however, that revenue had doubled.", "doubled", "Ana Lima"),
    ("Police said they had seized 3 tonnes of fuel.", "3 tonnes of fuel", "Police"),
    ("The agency added that exports were up 8%.", "8%", "agency"),
    ("Speaking in Oslo, Finance Minister Kari Holm said the fund had grown by 5%.", "5%", "Kari Holm"),
    ("The company, which employs 500 people, said sales rose 9%.", "9%", "company"),
    ("Data from Eurostat show that prices rose 2.4% in May.", "2.4%", "Eurostat"),
    (
        "Figures published by the Central Statistics Office showed 11,000 new homes.",
        "11,000 new homes",
        "Central Statistics Office",
    ),
    ("A survey by the Chamber of Commerce found that 62% of firms were hiring.", "62%", "Chamber of Commerce"),
    ("The ministry's report says 210 schools need repair.", "210 schools", "ministry's report"),
    ("He visited the plant and said that it would employ 80 people. ", "80 people", None),
    ("Governor Aliya Bekova opened the mill and said that it would employ 80 people.", "80 people", "Aliya Bekova"),
    ("The regulator put the losses at $3 million.", "$3 million", "regulator"),
    ("The bank confirmed it had lent 20 million pounds to the yard.", "20 million pounds", "bank"),
    ("Harbour master Ole Dahl explained that 14 ships were waiting.", "14 ships", "Ole Dahl"),
    ("The union claims that 2,000 workers walked out.", "2,000 workers", "union"),
    ("Economists polled by Reuters had predicted a 3% rise.", "3%", "Economists"),
    # trailing and inverted
    ("Exports rose 5% in May, the statistics office said on Friday.", "5%", "statistics office"),
    ("Exports rose 5% in May, the statistics office said, while imports fell 2%.", "2%", "statistics office"),
    ("The line will carry 9 million passengers a year, according to the operator.", "9 million passengers", "operator"),
    ("According to Daily Maritime, 40 vessels were affected.", "40 vessels", "Daily Maritime"),
    (
        "According to Vice President Tom Okoro of Lagos Cement, the kiln makes 3,000 tonnes a day.",
        "3,000 tonnes",
        "Tom Okoro",
    ),
    ("The dam holds 3 cubic kilometres, says Energy Minister Daler Juma.", "3 cubic kilometres", "Daler Juma"),
    ("Some 40 farms were flooded, reported Radio Tirana.", "40 farms", "Radio Tirana"),
    ("Unless it rains, farmers warned, 200,000 hectares will be lost.", "200,000 hectares", "farmers"),
    (
        "Turnover reached 3 billion rupees, Haruki Motors said in a filing to the exchange.",
        "3 billion rupees",
        "Haruki Motors",
    ),
    ("The price will be 5 million francs, as reported by Le Matin.", "5 million francs", "Le Matin"),
    ("The plant will cost $90 million, its director, Sofia Ortiz, told El Heraldo.", "$90 million", "Sofia Ortiz"),
    ("Some 300 people work there, Delta Press reports, citing the mayor's office.", "300 people", "mayor's office"),
    ("Production fell by 3%, data from the energy agency showed.", "3%", "energy agency"),
    ("Profit fell 20%, the group said in its annual report.", "20%", "group"),
    ("The 5% that experts had expected did not come.", "5%", None),
    ("It was better than the 5% which analysts had forecast.", "5%", "analysts"),
    ("The road is 40 km long, ministry spokesman Jan Novak said.", "40 km", "Jan Novak"),
    ("The road is 40 km long, said a spokesman for the ministry.", "40 km", "spokesman for the ministry"),
    ("The road is 40 km long, the ministry's press office said.", "40 km", "ministry's press office"),
    # quotations
    ("“We lost 40 cows,” said farmer Tom Reed. “Insurance paid for 12.”", "12", "Tom Reed"),
    ("“We lost 40 cows. It took 3 days,” Mr Reed recalled.", "40 cows", "Reed"),
    ("Ana Lima was blunt. “We need 30 million dollars,” she said.", "30 million dollars", "Ana Lima"),
    ("Mayor Ivo Petrov disagrees: “It would cost 2 million leva.”", "2 million leva", "Ivo Petrov"),
    ('"Our 3 mills are idle," complained Dilip Rao, chairman of Rao Textiles.', "3 mills", "Dilip Rao"),
    ("“We built 3 mills.\n\n“Then came 4 more,” Dilip Rao said.", "4 more", "Dilip Rao"),
    ("“We built 3 mills,” Dilip Rao said. “And it was good.\n\n“Then came 4 more.”", "4 more", "Dilip Rao"),
    ("The brand “Seven Brothers of the Steppe” has 9 shops in Osh.", "9 shops", None),
    ("‘We sold 300 boats,’ said Ian Webb, the yard's owner.", "300 boats", "Ian Webb"),
    ("“It will employ 90 people,” the statement reads. It was sent by Gulf Foods.", "90 people", "statement"),
    ("Rosa Vidal said the park would “create at least 500 jobs” by 2030.", "500 jobs", "Rosa Vidal"),
    ("«Nous avons 40 bateaux,» explique Jean Moreau. «We add 3 a year,» he says.", "3 a year", "Jean Moreau"),
    ("“Nobody was hurt,” said Tom Reed; the barn, which cost 90,000 pounds, burnt down.", "90,000 pounds", None),
    # more ways
    ("Of the 900 people tested, 12 were ill, the health department told AFP on Sunday.", "12", "health department"),
    ("The Treasury, in its latest bulletin, said debt had reached 40% of GDP.", "40%", "Treasury"),
    ("As the minister pointed out, 40 schools lack water.", "40 schools", "minister"),
    ("Sales of tea, the board's data showed, fell by 6%.", "6%", "board's data"),
    ("Asked about costs, Ms Lima put them at 40 million reais.", "40 million reais", "Lima"),
    ("Output was 12 million barrels, OPEC said in its monthly report.", "12 million barrels", "OPEC"),
    ("Tata Steel (TISCO) said on Monday it would shut 3 furnaces.", "3 furnaces", "Tata Steel"),
    ("Both Ana Lima and Ole Dahl said that 40 jobs were at risk.", "40 jobs", "Ole Dahl"),
    ("South Korea's Hana Motor said its sales had fallen 4%.", "4%", "South Korea's Hana Motor"),
    ("The road will cost 40 million euros, transport officials say.", "40 million euros", "transport officials"),
    ("In the words of the mayor of Riga, Eva Lang, it cost 3 million.", "3 million", "Eva Lang"),
    ("Ole Dahl, a trader in Bergen, reckons 300 tonnes were landed.", "300 tonnes", "Ole Dahl"),
    ("The lake holds 30 billion litres, its keeper likes to say.", "30 billion litres", None),
    ("Prices rose 4%, statistics show.", "4%", None),
    ("Prices rose 4%, official statistics showed.", "4%", None),
    ("Prices rose 4%, INSEE figures showed.", "4%", "INSEE figures"),
    ("The fund's head, Eva Lang, is proud of it. It made 4% last year, she notes.", "4%", "Eva Lang"),
    ("Boreal Bank raised its forecast to 4%.", "4%", None),
    ("Boreal Bank launched 4 funds, and its chairman said 3 more would follow.", "3 more", "chairman"),
    ("Boreal Bank launched 4 funds, and its chairman said 3 more would follow.", "4 funds", None),
    ("The strike cost 4 million, but the union says that 3 million will be recovered.", "4 million", None),
    ("The firm was founded in 1990, and today, its website says, it has 400 staff.", "400 staff", "website"),
    ("“We are ready,” Eva Lang told the 300 guests.", "300 guests", None),
    ("The court heard that 40 people had died.", "40 people", None),
    ("Its deputy trade minister, Eva Lang, told Radio Riga that 40 firms had left.", "40 firms", "Eva Lang"),
    (
        "The port needs 40 million zlotys, the deputy trade minister, Eva Lang, told Radio Riga on Tuesday.",
        "40 million",
        "Eva Lang",
    ),
    (
        "On Friday Boreal Quays took over two berths and promised to spend 40 million there.",
        "40 million",
        "Boreal Quays",
    ),
    ("Eva Lang believes in 4 principles.", "4 principles", None),
    ("Turkey's exports rose 4%, Trade Minister Ömer Bolat has announced.", "4%", "Ömer Bolat"),
    ("Eva Lang has repeatedly stated that 400 units will be built.", "400 units", "Eva Lang"),
    ("The project was presented by Eva Lang; it foresees 400 units.", "400 units", None),
    ("Local media report that 400 units were sold.", "400 units", "Local media"),
    ("Xinhua reported on Friday that 400 units were sold.", "400 units", "Xinhua"),
    (
        "Some 400 units were sold, Xinhua News Agency reported, quoting the customs service.",
        "400 units",
        "customs service",
    ),
    ("He added: “It is 400 km long.” Eva Lang had spoken first.", "400 km", None),
    ("Eva Lang spoke first. “It is 400 km long,” said the engineer.", "400 km", "engineer"),
    ("Eva Lang praised it. “It is 400 km long.”", "400 km", "Eva Lang"),
    (
        "The order is worth $300 million, two people familiar with the matter said.",
        "$300 million",
        "people familiar with the matter",
    ),
    (
        "It will create 600 jobs, Jobe Ltd. Chief Executive Ana Ruiz announced, adding that 200 were filled.",
        "600 jobs",
        "Ana Ruiz",
    ),
    (
        "It will create 600 jobs, Jobe Ltd. Chief Executive Ana Ruiz announced, adding that 200 were filled.",
        "200",
        "Ana Ruiz",
    ),
    ("Some 40% of firms are hiring, a poll by Gallup has found.", "40%", "Gallup"),
    ("The lender's margin was 2.1%, it said.", "2.1%", "lender"),
    ("The government has said nothing about the 400 workers.", "400 workers", None),
    ("It was reported that 300 jobs were created.", "300 jobs", None),
    ("Q3 profit rose 12%, the company said in a filing.", "12%", "company"),
    # "reported" is a reporting verb with a plain object too (three annotators of four), "posted" and "booked" are not
    ("The company reported revenue of 4 billion dollars.", "4 billion dollars", "company"),
    # the article itself
    ("The company posted revenue of 4 billion dollars.", "4 billion dollars", None),
    ("The company expects to sell 400,000 cars this year.", "400,000 cars", None),
    ("The ministry did not say how the 40 million would be spent.", "40 million", None),
    ("It is said that 400 ghosts live here.", "400 ghosts", None),
    ("According to preliminary data, 40 houses burnt down.", "40 houses", None),
    ("The mayor wants to say farewell to 40 old buses.", "40 old buses", None),
    ("He told a story of 40 thieves.", "40 thieves", None),
    ("The firm posted a loss of 3 million euros and announced 40 redundancies.", "3 million euros", None),
    ("The minister was told that 40 houses had no water.", "40 houses", None),
    ("The new law, the minister said, is ready. It covers 40 towns.", "40 towns", None),
    ("The state-owned airline added 40 flights.", "40 flights", None),
    ("The index showed a rise of 4%.", "4%", None),
    ("The show drew 4,000 people.", "4,000 people", None),
]


def document(text: str) -> Document:
    """An article with its names read."""
    doc = Document(text, None, sentences(text))
    for s in doc.sentences:
        doc.names.append(names(s, doc))
    return doc


def source_of(text: str, claim: str) -> str | None:
    """The source of the claim that stands last in a text."""
    doc = document(text)
    start = text.rindex(claim)
    s = next(s for s in doc.sentences if s.start <= start < s.end)
    found = attribution(s, start, start + len(claim), doc)
    if found:
        assert text[found.start : found.end] == found.text
    return found.text if found else None


@pytest.mark.parametrize(("text", "claim", "source"), CASES)
def test_source_of_a_claim(text: str, claim: str, source: str | None) -> None:
    assert source_of(text, claim) == source


def test_quotations_over_paragraphs_go_on() -> None:
    text = "“One two three four.\n\n“Five six seven eight,” said Ana."
    found = quotations(document(text)).found
    assert [text[q.start : q.end] for q in found] == ["One two three four.", "Five six seven eight,"]
    assert [q.continued for q in found] == [False, True]


@pytest.mark.parametrize(
    "text", ["", '"', "“" * 500, "said " * 500, "according to " * 300, "(" * 999, "X said Y, " * 300]
)
def test_odd_text_raises_nothing(text: str) -> None:
    doc = document(text)
    for s in doc.sentences:
        attribution(s, s.start, s.end, doc)
