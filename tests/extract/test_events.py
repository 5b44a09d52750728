"""Events: what is claimed to have been opened, built, signed, founded, expanded, closed or acquired; what is not."""

from __future__ import annotations

import time

import pytest

from services.extract.core import pipeline
from services.extract.core.facts.event import events
from services.extract.core.mentions.name import names
from services.extract.core.model import Document
from services.extract.core.sentences import sentences

SOUNDS = [one + two for one in "bdgklmnprtvz" for two in "ao"]


def read(text: str) -> list[tuple[str | None, str | None, str]]:
    """The events of a text as (type, subject, status)."""
    found = events(pipeline.read(text, None))
    for claim in found:
        assert 0 <= claim.start < claim.end <= len(text)
        assert claim.subject is not None
        assert text[claim.subject.start : claim.subject.end] == claim.subject.text
    return [(c.event, c.subject.text if c.subject else None, c.status) for c in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # voice: object of the active, subject of the passive and of the intransitive verb
        ("Norvik opened a terminal in Gdynia in May.", [("opening", "terminal in Gdynia", "actual")]),
        ("The bridge was reopened on Friday.", [("opening", "bridge", "actual")]),
        ("A fish market opened in Bergen on Monday.", [("opening", "fish market", "actual")]),
        ("The second kiln went into operation in 2019.", [("opening", "second kiln", "actual")]),
        ("Ferrotec put a furnace into operation.", [("opening", "furnace", "actual")]),
        ("The first unit, which we opened in 2011, is old.", [("opening", "first unit", "actual")]),
        # participles behind, phrases with participles, gaps, states
        ("It runs a kiln in Talas, opened in 2019.", [("opening", "kiln in Talas", "actual")]),
        ("A plant making tyres opened in Talas.", [("opening", "plant making tyres", "actual")]),
        ("The mill that the two agreed in March to build will be big.", [("construction", "mill", "planned")]),
        ("The second line, due on stream by May 2027, will be big.", [("opening", "second line", "planned")]),
        ("The wind farm was hooked up to the national grid.", [("opening", "wind farm", "actual")]),
        ("The start-up of the machine is planned for 2026.", [("opening", "machine", "planned")]),
        (
            "New schools in Osh and Talas were opened.",
            [("opening", "New schools in Osh", "actual"), ("opening", "New schools in Osh and Talas", "actual")],
        ),
        # tense and planning words
        ("Delfin Foods plans to close its cannery in Vigo.", [("closure", "cannery in Vigo", "planned")]),
        ("The clinic is due to open in 2026.", [("opening", "clinic", "planned")]),
        ("Oltenia is considering building a refinery.", [("construction", "refinery", "planned")]),
        ("The company is building a warehouse.", [("construction", "warehouse", "actual")]),
        ("Norvik has started building a depot.", [("construction", "depot", "actual")]),
        # several subjects in one clause
        (
            "The Lindgren school, the Orsa library, and the Falun arena were opened.",
            [
                ("opening", "Lindgren school", "actual"),
                ("opening", "Orsa library", "actual"),
                ("opening", "Falun arena", "actual"),
            ],
        ),
        # participles, appositions, relative clauses
        ("Founded in 1957 as a repair shop, Motavia ships pumps.", [("founding", "Motavia", "actual")]),
        ("Motavia, founded in 1957, ships pumps to Chile.", [("founding", "Motavia", "actual")]),
        ("The new line, launched in March, runs well.", [("opening", "new line", "actual")]),
        # deals with their parties and object
        (
            "Norvik signed a contract with Delfin for 40 buses.",
            [("agreement", "contract with Delfin for 40 buses", "actual")],
        ),
        ("Norvik was awarded a contract.", [("agreement", "contract", "actual")]),
        # acquisitions: the target, not the share
        ("Norvik bought 60% of Delfin Foods.", [("acquisition", "Delfin Foods", "actual")]),
        ("Norvik took a 12% stake in Delfin Foods.", [("acquisition", "Delfin Foods", "actual")]),
        ("Norvik agreed to buy the maker Olymna.", [("acquisition", "Olymna", "actual")]),
        # nouns
        ("The opening of the Zeta hotel took place in May.", [("opening", "Zeta hotel", "actual")]),
        ("The closure of the mine has been delayed until 2027.", [("closure", "mine", "planned")]),
        # work and production that start and stop
        ("Production of tyres started at the Lodz works in May.", [("opening", "Production of tyres", "actual")]),
        ("The smelter suspended production in June.", [("closure", "smelter", "actual")]),
        ("The mill raised its capacity to 75 tons a day.", [("expansion", "mill", "actual")]),
        # what says that something opened without the word
        ("The Gdynia terminal went live on Monday.", [("opening", "Gdynia terminal", "actual")]),
        ("The clinic welcomed its first patients in May.", [("opening", "clinic", "actual")]),
        ("The wind farm is expected to be operational by 2027.", [("opening", "wind farm", "planned")]),
        ("On Sunday the ribbon was cut on the Sile water park.", [("opening", "Sile water park", "actual")]),
        ("Norvik brought its Skagen 2 wind farm into operation.", [("opening", "Skagen 2 wind farm", "actual")]),
        ("The brewery started brewing in March.", [("opening", "brewery", "actual")]),
        # construction: ground, stones, sods, money and approval
        ("Ground was broken for a battery plant in Bor.", [("construction", "battery plant in Bor", "actual")]),
        ("The foundation stone of the Orsa glassworks was laid.", [("construction", "Orsa glassworks", "actual")]),
        ("Delfin will spend $9m on a new hall in Vigo.", [("construction", "new hall in Vigo", "planned")]),
        ("Norvik unveiled plans for a second plant in Bor.", [("construction", "second plant in Bor", "planned")]),
        ("Builders started work on the Falun arena.", [("construction", "Falun arena", "actual")]),
        ("A mill under construction at Orsa will employ 900.", [("construction", "mill", "actual")]),
        ("Work will begin in May on a 71-km motorway.", [("construction", "71-km motorway", "planned")]),
        # deals that hang on a preposition, or whose party stands next to the verb
        ("Under a lease signed on Friday, Norvik runs the quay.", [("agreement", "lease", "actual")]),
        (
            "They work under a deal with the union that was signed last week.",
            [("agreement", "deal with the union", "actual")],
        ),
        # who was founded: the name that the noun explains
        ("Motavia, a company set up in 2022, will hire 20.", [("founding", "Motavia", "actual")]),
        ("Motavia, created in 1987, went private.", [("founding", "Motavia", "actual")]),
        # more of what stands
        ("The mill's capacity was doubled in 2019.", [("expansion", "mill", "actual")]),
        ("A second line will be added at the mill in 2025.", [("expansion", "second line", "planned")]),
        # ends
        ("The pit was mothballed in 2016.", [("closure", "pit", "actual")]),
        ("Wilco filed for insolvency.", [("closure", "Wilco", "actual")]),
        ("The court declared the shipyard bankrupt.", [("closure", "shipyard", "actual")]),
        ("The cannery shut its gates for good.", [("closure", "cannery", "actual")]),
        # hands
        ("Norvik took control of Delfin Foods.", [("acquisition", "Delfin Foods", "actual")]),
        ("The fund raised its stake in Delfin Foods to 33%.", [("acquisition", "Delfin Foods", "actual")]),
        ("Norvik will merge with Delfin Foods.", [("acquisition", "Norvik", "planned")]),
        ("The mill in Bor, Serbia, bought in 2021, makes pulp.", [("acquisition", "mill in Bor", "actual")]),
        # lists: hyphened numbers, members of a group, an unknown noun among known ones
        (
            "A 340-bed hospital and a 5,000-seat arena will open.",
            [("opening", "340-bed hospital", "planned"), ("opening", "5,000-seat arena", "planned")],
        ),
        (
            "The town inaugurated a terminal, a concert bowl and a school.",
            [
                ("opening", "terminal", "actual"),
                ("opening", "concert bowl", "actual"),
                ("opening", "school", "actual"),
            ],
        ),
        # a verb that shares the auxiliary of the one before
        (
            "The kiln, which was commissioned in 1998 and mothballed in 2020, will be restarted in May.",
            [("opening", "kiln", "actual"), ("closure", "kiln", "actual"), ("opening", "kiln", "planned")],
        ),
        ("The bottling plant will break ground in June.", [("construction", "bottling plant", "planned")]),
        ("Norvik will pull it down and put up a hotel.", [("construction", "hotel", "planned")]),
    ],
)
def test_stated(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The new terminal was not opened.",
        "Norvik denied that it would close the mill.",
        "Norvik refused to sell the mill.",
        "If the plant is built, it will employ 300 people.",
        "Norvik would have built its refinery here.",
        "Will the zoo ever reopen?",
        "Plans to build a second runway were rejected by the court.",
        "Had Norvik bought the pier in 2009, all would be well.",
        "No contract for it was ever signed.",
        "She opened the meeting, opened a window and closed the door.",
        "Shares closed 2% lower in London.",
        "Doors open at 18:00.",
        "She signed books for two hours.",
        "The company has built a reputation for quality.",
        "The dean opened the debate, which would not close.",
        "London closed down 0.4%.",
        "The group closed 2024 with a loss.",
        "The road was closed because of snow.",
        "The parties are closing in on a deal.",
        "The company will launch a new SUV in May.",
        "The bank opened a credit line for farmers.",
        "The works makes tyres and sells them in Chile.",
        "Investors bought shares.",
        "Wheat was sold at $200 a tonne.",
        "The coach extended his contract.",
        "Roads in good condition went up from 88 percent to 89 percent.",
        "Norvik had hoped to build a refinery but gave up.",
        "There are no plans for a new airport.",
    ],
)
def test_not_stated(text: str) -> None:
    assert read(text) == []


def test_pronoun_is_the_facility() -> None:
    text = "Norvik owns a smelter in Bor. It was shut in 2019."
    assert read(text) == [("closure", "smelter in Bor", "actual")]


def test_a_construction_counts_once() -> None:
    text = "A plant for glass is being built in Kyzyl. In May a plant for glass was built in Kyzyl."
    assert len([e for e in read(text) if e[0] == "construction"]) == 1


@pytest.mark.parametrize(
    "piece", ["opened ", "(", "a plant and ", "which opened ", "said that it will ", "was built, "]
)
def test_floods_take_linear_time(piece: str) -> None:
    text = piece * 30_000
    doc = Document(text, None, sentences(text))
    start = time.process_time()
    events(doc)
    assert time.process_time() - start < 2


def test_sentences_that_each_begin_with_another_name_take_linear_time() -> None:
    text = "".join(f"{a}{b}{c}{d} sat down. " for a in "BDGKLMNPRT" for b in SOUNDS for c in SOUNDS for d in "dkst")
    doc = Document(text, None, sentences(text))
    start = time.process_time()
    for s in doc.sentences:
        names(s, doc)
    assert time.process_time() - start < 4
