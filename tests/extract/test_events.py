"""Events: what is claimed to have been opened, built, signed, founded, expanded, closed or acquired; what is not."""

from __future__ import annotations

import time

import pytest

from services.extract.core import pipeline
from services.extract.core.facts.event import events
from services.extract.core.model import Document
from services.extract.core.sentences import sentences


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
