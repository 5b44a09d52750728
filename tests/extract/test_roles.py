"""Who holds which title where: one article a line, and (person, title, organisation) expected of it."""

from __future__ import annotations

import pytest

from services.extract.core.facts.role import roles
from services.extract.core.mentions.name import names
from services.extract.core.model import Document
from services.extract.core.sentences import sentences

CASES = [
    # before the name
    ("Deputy Mayor Ivo Petrov of Plovdiv resigned.", [("Ivo Petrov", "Deputy Mayor", "Plovdiv")]),
    (
        "Kenya's Treasury Cabinet Secretary Njeri Otieno spoke.",
        [("Njeri Otieno", "Treasury Cabinet Secretary", "Kenya")],
    ),
    (
        "Minister of Trade and Industry Pak Joon-ho signed it.",
        [("Pak Joon-ho", "Minister of Trade and Industry", None)],
    ),
    (
        "Trade, Industry and Energy Minister Ahn Duk was there.",
        [("Ahn Duk", "Trade, Industry and Energy Minister", None)],
    ),
    (
        "Union Minister for Road Transport and Highways Ravi Menon laid the stone.",
        [("Ravi Menon", "Union Minister for Road Transport and Highways", None)],
    ),
    ("Italian Foreign Minister Carla Rossi arrived.", [("Carla Rossi", "Foreign Minister", "Italian")]),
    ("Norvik Shipping CEO Erik Dahl said so.", [("Erik Dahl", "CEO", "Norvik Shipping")]),
    (
        "Norvik Shipping's chief financial officer Erik Dahl said so.",
        [("Erik Dahl", "chief financial officer", "Norvik Shipping")],
    ),
    ("Former Central Bank Governor Luis Ortega died.", [("Luis Ortega", "Governor", "Central Bank")]),
    (
        "The head of the Osh customs office Azamat Ismailov was fired.",
        [("Azamat Ismailov", "head", "Osh customs office")],
    ),
    ("Mayor of Almaty Bakyt Sultanov came.", [("Bakyt Sultanov", "Mayor", "Almaty")]),
    (
        "Chairman of the Board of Samal Energy JSC Nurlan Kuatov spoke.",
        [("Nurlan Kuatov", "Chairman of the Board", "Samal Energy JSC")],
    ),
    ("General Secretary Vo Van Lam met him.", [("Vo Van Lam", "General Secretary", None)]),
    ("UN Secretary-General Maria Fernandes urged calm.", [("Maria Fernandes", "Secretary-General", "UN")]),
    ("IMF Managing Director Kim Weber warned.", [("Kim Weber", "Managing Director", "IMF")]),
    ("Executive Vice President Juan Carlos Vidal left.", [("Juan Carlos Vidal", "Executive Vice President", None)]),
    ("Acting Akim Daulet Omarov took part.", [("Daulet Omarov", "Acting Akim", None)]),
    ("It was opened by Governor Rosa Vidal.", [("Rosa Vidal", "Governor", None)]),
    ("Dr. Hans Weber met Lord Mayor Anne Byrne.", [("Anne Byrne", "Lord Mayor", None)]),
    (
        "Union boss Karl Vogt and company spokeswoman Eva Lang agreed.",
        [("Karl Vogt", "Union boss", None), ("Eva Lang", "company spokeswoman", None)],
    ),
    ("Brig. Gen. Ali Hassan of the border guard.", None),
    ("Prime Minister Anwar bin Salleh opened it.", [("Anwar bin Salleh", "Prime Minister", None)]),
    ("President Lula da Silva came to Recife.", [("Lula da Silva", "President", None)]),
    ("Crown Prosecutor J. P. Morrison asked for two years.", [("J. P. Morrison", "Crown Prosecutor", None)]),
    # after the name
    ("Ana Lima, chief executive of Rio Verde Foods, said so.", [("Ana Lima", "chief executive", "Rio Verde Foods")]),
    ("Ana Lima, Rio Verde Foods' CEO, said so.", None),
    ("Ana Lima, the bank's chief economist, said so.", [("Ana Lima", "chief economist", "bank")]),
    ("Ana Lima, CEO and co-founder of Solaria, said so.", [("Ana Lima", "CEO and co-founder", "Solaria")]),
    (
        "Ana Lima (CEO, Solaria) and Ole Dahl (head of sales, Boreal) spoke.",
        [("Ana Lima", "CEO", "Solaria"), ("Ole Dahl", "head of sales", "Boreal")],
    ),
    (
        "Ana Lima, vice-president for exports at Solaria, said so.",
        [("Ana Lima", "vice-president for exports", "Solaria")],
    ),
    ("Ana Lima, 47, director of the Sintra Museum, smiled.", [("Ana Lima", "director", "Sintra Museum")]),
    ("Ana Lima, a senior analyst at Boreal Bank, disagreed.", [("Ana Lima", "senior analyst", "Boreal Bank")]),
    (
        "Ana Lima, head of research, and Ole Dahl, head of sales, left.",
        [("Ana Lima", "head of research", None), ("Ole Dahl", "head of sales", None)],
    ),
    ("Ana Lima, who heads the Lisbon Water Authority, said so.", [("Ana Lima", "head", "Lisbon Water Authority")]),
    ("Ana Lima, deputy director-general of the WTO, said so.", [("Ana Lima", "deputy director-general", "WTO")]),
    ("Ana Lima, Minister of Health, said so.", [("Ana Lima", "Minister of Health", None)]),
    ("Ana Lima, Spain's ambassador to Kenya, said so.", [("Ana Lima", "ambassador to Kenya", "Spain")]),
    ("Ana Lima, president of the University of Porto, said so.", [("Ana Lima", "president", "University of Porto")]),
    # across a comma
    ("The firm's managing director, Ole Dahl, declined.", [("Ole Dahl", "managing director", "firm")]),
    ("The president of the Football Union, Ole Dahl, declined.", [("Ole Dahl", "president", "Football Union")]),
    ("Boreal's new chairwoman, Dr Eva Lang, said so.", [("Eva Lang", "new chairwoman", "Boreal")]),
    # appointments
    ("Boreal Bank has named Eva Lang as its chief risk officer.", [("Eva Lang", "chief risk officer", "Boreal Bank")]),
    (
        "Eva Lang was appointed chief executive of Boreal Bank on Monday.",
        [("Eva Lang", "chief executive", "Boreal Bank")],
    ),
    ("Eva Lang has become head of the Riga office.", [("Eva Lang", "head", "Riga office")]),
    ("Eva Lang will take over as finance director in May.", [("Eva Lang", "finance director", None)]),
    ("Eva Lang stepped down as chair of Boreal Bank.", [("Eva Lang", "chair", "Boreal Bank")]),
    (
        "Acme Corp. appointed Jane Doe as president and Mark Lee as vice president of sales.",
        [("Jane Doe", "president", "Acme Corp."), ("Mark Lee", "vice president of sales", "Acme Corp")],
    ),
    # where title, organisation and name run together
    ("The director of the Bishkek Zoo Asel Toktosunova fed them.", [("Asel Toktosunova", "director", "Bishkek Zoo")]),
    (
        "The chairman of the State Duma Committee on Energy Nikolay Orlov said so.",
        [("Nikolay Orlov", "chairman", "State Duma Committee on Energy")],
    ),
    (
        "ADB Country Director for Georgia Lesley Lahm signed it.",
        [("Lesley Lahm", "Country Director for Georgia", "ADB")],
    ),
    (
        "Fed Chair Ann Walsh and Bank of Ireland Governor Tom Reid disagreed.",
        [("Ann Walsh", "Chair", "Fed"), ("Tom Reid", "Governor", "Bank of Ireland")],
    ),
    ("Fire Chief Tom Reid and Judge Ana Reyes came.", [("Tom Reid", "Fire Chief", None), ("Ana Reyes", "Judge", None)]),
    ("Professor Sarah Webb of Leeds University came.", [("Sarah Webb", "Professor", "Leeds University")]),
    ("CEO of the Year Ana Reyes received the prize.", []),
    ("Chief Justice Tom Reid swore them in.", [("Tom Reid", "Chief Justice", None)]),
    ("Detective Chief Inspector Jane Webb arrested him.", [("Jane Webb", "Detective Chief Inspector", None)]),
    ("Ana Ruiz, until recently CEO of Banco Sol, left.", [("Ana Ruiz", "CEO", "Banco Sol")]),
    ("The bank's CEO since 2019, Ana Ruiz, leaves.", [("Ana Ruiz", "CEO", "bank")]),
    ("Vice-chancellor Prof. Mary Reid welcomed it.", [("Mary Reid", "Vice-chancellor", None)]),
    # surname later, once only
    ("Mayor Ivo Petrov came. Mayor Petrov spoke.", [("Ivo Petrov", "Mayor", None)]),
    # an age, a firm behind the name, a post for a part of the world, a name that holds a small word, a contact
    ("Eva Lang, Norvik's 58-year-old chief executive, said no.", [("Eva Lang", "chief executive", "Norvik")]),
    ("Maria Lang of Norvik, the bank's head of risk, said no.", [("Maria Lang", "head of risk", "bank")]),
    ("Analyst Maria Lang of Boreal Bank expects a rise.", [("Maria Lang", "Analyst", "Boreal Bank")]),
    (
        "So said Maria Lang, MDB Vice-President for the Southern Neighbourhood.",
        [("Maria Lang", "Vice-President for the Southern", "MDB")],
    ),
    ("The firm grew, chairwoman Tran Thi My Dung said.", [("Tran Thi My Dung", "chairwoman", None)]),
    ("Press contact: Maria Lang, press officer, +356 2144 0000", [("Maria Lang", "press officer", None)]),
    ("Ole Dahl, leading analyst at Statistics Oslo, spoke.", [("Ole Dahl", "leading analyst", "Statistics Oslo")]),
    ("National Statistician Maria Lang spoke.", [("Maria Lang", "National Statistician", None)]),
    (
        "The president of the Coahuila industrialists' association, Maria Lang, spoke.",
        [("Maria Lang", "president", "Coahuila industrialists' association")],
    ),
    (
        "Maria Lang, hitherto his deputy, has been appointed acting director general.",
        [("Maria Lang", "acting director general", None)],
    ),
    (
        "Maria Lang will join Norvik as Chief Scientific Officer.",
        [("Maria Lang", "Chief Scientific Officer", "Norvik")],
    ),
    # nothing
    ("Maria MacLang-Reid, KOWL's Project Director, spoke.", [("Maria MacLang-Reid", "Project Director", "KOWL")]),
    ("The chrome producer, Dyke Alloys, shut its mill.", []),
    ("Eva Lang met Ole Dahl at the Hotel President.", []),
    ("The chairman of the bank met the minister.", []),
    ("He lives at 12 President Kennedy Avenue.", []),
    ("Mr Dahl and Dr Lang had lunch.", []),
    ("The chief cause was rain, and the general mood was poor.", []),
    ("Captain Ahab hunts the whale in the novel.", []),
    ("Head of Steam is a pub in Leeds.", []),
    ("General Motors and General Electric rose.", []),
    ("Major League Soccer expands.", []),
    ("The Prime Minister's office in London said no.", []),
    ("Chief Executive magazine ranks 500 firms.", []),
    ("Ministers from Spain and Italy met in Rome.", []),
    ("The director general said nothing.", []),
    ("The film director cast Tom Reed as a sailor.", []),
    ("Manager of the Year Award goes to Leeds United.", []),
]


def found(text: str) -> list[tuple[str | None, str | None, str | None]]:
    """(person, title, organisation) of every role of a text."""
    doc = Document(text, None, sentences(text))
    for s in doc.sentences:
        doc.names.append(names(s, doc))
    return [(c.person, c.title, c.organization.text if c.organization else None) for c in roles(doc)]


@pytest.mark.parametrize(("text", "expected"), [case for case in CASES if case[1] is not None])
def test_roles(text: str, expected: list[tuple[str | None, str | None, str | None]]) -> None:
    assert found(text) == expected
