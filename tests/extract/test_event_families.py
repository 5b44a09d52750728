"""Families of events: one case for each way of saying, and for each figure of speech that is none."""

from __future__ import annotations

import pytest

from services.extract.core import pipeline
from services.extract.core.facts.event import events


def read(text: str) -> list[tuple[str | None, str | None, str]]:
    """The events of a text as (type, subject, status)."""
    found = events(pipeline.read(text, None))
    return [(c.event, c.subject.text if c.subject else None, c.status) for c in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # what goes live, on the grid, into commercial operation; a state with "now"
        ("The payments system went live on Monday.", [("opening", "payments system", "actual")]),
        ("Norvik energised the Orsa substation.", [("opening", "Orsa substation", "actual")]),
        ("The Skagen wind farm reached commercial operation.", [("opening", "Skagen wind farm", "actual")]),
        ("A cold store is now open in Osh.", [("opening", "cold store", "actual")]),
        ("The clinic celebrated its opening in Vigo.", [("opening", "clinic", "actual")]),
        # gerunds: begun, before and after the main clause
        ("Norvik has begun building a ring road.", [("construction", "ring road", "actual")]),
        ("Before opening its roastery in Tartu, Norvik sold beans.", [("opening", "roastery in Tartu", "actual")]),
        ("After winning a contract in Graz, Norvik will hire.", [("agreement", "contract", "planned")]),
        # two objects; a bracket inside the object; an ordinal as subject; the place of a place
        ("The city awarded Van Delden a dredging contract.", [("agreement", "dredging contract", "actual")]),
        (
            "Norvik will build a lithium iron phosphate (LFP) battery plant in Bor.",
            [("construction", "lithium iron phosphate (LFP) battery plant in Bor", "planned")],
        ),
        ("The first of four halls, in Bor, will open in May.", [("opening", "first of four halls", "planned")]),
        ("Norvik opened a bakery in Eden, North Carolina.", [("opening", "bakery in Eden", "actual")]),
        # the place of what stops; what is due to begin at the last place; what an area is of
        ("A strike halted production at the Orsa mill.", [("closure", "Orsa mill", "actual")]),
        (
            "Norvik built a plant in Bor, with production due to begin in May.",
            [("construction", "plant in Bor", "actual"), ("opening", "plant in Bor", "planned")],
        ),
        ("Norvik owns 400 acres of timberland, which it plans to sell.", [("acquisition", "timberland", "planned")]),
        # who is meant: the sum names nothing, "its" is of the facility spoken of last, a list of infinitives is a plan
        (
            "Norvik is building a depot in Bor. The $300 million facility will open in May.",
            [("construction", "depot in Bor", "actual"), ("opening", "depot in Bor", "planned")],
        ),
        (
            "Norvik paid for a test centre. Its cornerstone was laid in May.",
            [("construction", "test centre", "actual")],
        ),
        ("Norvik plans to invest to expand and retrofit its Bor plant.", [("expansion", "Bor plant", "planned")]),
        (
            "The board cleared a Rs 1,150-crore plant near Hosur.",
            [("construction", "1,150-crore plant near Hosur", "planned")],
        ),
        ("It will hire 40 people when the shop opens.", [("opening", "shop", "planned")]),
        # ceremonies, leave given, stages of work
        ("A ground-breaking ceremony for the new stadium was held.", [("construction", "new stadium", "actual")]),
        ("The ceremony to open the bridge was attended by 400.", [("opening", "bridge", "actual")]),
        ("The council gave the green light to the building of a road.", [("construction", "road", "planned")]),
        ("Work on the Jinja bypass got under way in June.", [("construction", "Jinja bypass", "actual")]),
        ("The second stage of the mill's modernisation is complete.", [("expansion", "mill", "actual")]),
        ("They agreed the terms of a lease.", [("agreement", "lease", "actual")]),
        # behind a chain, behind a list; for whom money is meant; what may still be refused
        ("It was the boldest bet of a firm founded in 2009.", [("founding", "firm", "actual")]),
        ("Norvik has a hall with 340 jobs, to be opened in May.", [("opening", "hall", "planned")]),
        ("Norvik signed a loan for the repair of a mill.", [("agreement", "loan for the repair of a mill", "actual")]),
        (
            "The ministry awarded a contract for the expansion of the port.",
            [("agreement", "contract for the expansion of the port", "actual"), ("expansion", "port", "planned")],
        ),
        (
            "The board cleared a proposal to set up a grinding unit in Bor.",
            [("construction", "grinding unit in Bor", "planned")],
        ),
        ("It proposes that the stake in Delfin be divested.", [("acquisition", "Delfin", "planned")]),
        ("The foundry is up for sale.", [("acquisition", "foundry", "planned")]),
        ("The depot is to enter mass production in May.", [("opening", "depot", "planned")]),
        # behind adverb and age; a phrase behind a place
        (
            "Norvik opened its fully automated warehouse in Venlo.",
            [("opening", "fully automated warehouse in Venlo", "actual")],
        ),
        (
            "Norvik shut its 40-year-old casting shop in Bor.",
            [("closure", "40-year-old casting shop in Bor", "actual")],
        ),
        ("In Pune, India, the expansion of the mill will be completed in May.", [("expansion", "mill", "planned")]),
        ("Norvik broke ground on a 10,000 t/y hydroxide plant.", [("construction", "hydroxide plant", "actual")]),
        ("Norvik announced the acquisition of a solar project.", [("acquisition", "solar project", "actual")]),
        ("The solar farm will begin construction in May.", [("construction", "solar farm", "planned")]),
        # a participle under a preposition; "following" before a noun; what a phrase of the verb is no part of
        (
            "Under the pact, signed in Hanoi on Monday, the partners will build a plant.",
            [("agreement", "pact", "actual"), ("construction", "plant", "planned")],
        ),
        ("The refinery reopened only last year following a refit.", [("opening", "refinery", "actual")]),
        ("Norvik put its Bor smelter on care and maintenance.", [("closure", "Bor smelter", "actual")]),
        (
            "Norvik sold its foundry to an investor, who closed it in May.",
            [("acquisition", "foundry", "actual"), ("closure", "foundry", "actual")],
        ),
        ("Norvik was taken private by a fund.", [("acquisition", "Norvik", "actual")]),
        # who is meant behind a colon and in a clause of time; what had to be; whose partner; what is set up
        ("About Norvik: Established in 1987, Norvik makes pumps.", [("founding", "Norvik", "actual")]),
        (
            "Norvik has reopened its Bor plant four months after it was shut.",
            [("opening", "Bor plant", "actual"), ("closure", "Bor plant", "actual")],
        ),
        ("The hospital had to close in 2013.", [("closure", "hospital", "actual")]),
        ("Norvik bought out its Polish partner.", [("acquisition", "Polish partner", "actual")]),
        ("Norvik will set up a foundry in Bor.", [("construction", "foundry in Bor", "planned")]),
        ("Norvik closed its older, smaller plant in Reynosa.", [("closure", "smaller plant in Reynosa", "actual")]),
        ("In Geismar, Louisiana, a plant has been under construction.", [("construction", "plant", "actual")]),
        # further verbs
        ("Lodz debottlenecked its ammonia plant.", [("expansion", "ammonia plant", "actual")]),
        ("Norvik is branching out into cruises.", [("expansion", "Norvik", "actual")]),
        ("The retailer called in administrators.", [("closure", "retailer", "actual")]),
        ("Norvik became the majority owner of the shipyard.", [("acquisition", "shipyard", "actual")]),
        ("The contract went to Logiband.", [("agreement", "contract", "actual")]),
    ],
)
def test_what_happened(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Their partnership was founded on trust.",
        "If the buyer walks away, the yard would close.",
        "The retailer scrapped plans to open a store in Oslo.",
        "It is planned to have 32 workshops.",
        "Norvik has put up 2,140 base stations.",
        "It closed on a $1.1 billion construction loan.",
        "The deal would create the third-largest sawmill group.",
        "Every bus that fails to turn up costs us dear.",
        "The pit was closed for two years.",
        "Since its launch, the mill has made paper.",
        "Norvik has bought furnaces for its hall.",
        "It is a line which will lift the company's capacity.",
        "Polling stations opened at 8 a.m. and closed at 8 p.m.",
        "Critics want the plant closed.",
        "The school was built for 1,200 pupils.",
        "Investors sold shares in miners.",
        "The terminal building raises the airport's capacity to 3 million.",
        "Ole Dahl opens the keynote stage with a song.",
        "Bagrati Cathedral, finished in 1003, lost its roof.",
        "Coal, which the state utility is obliged to buy, is dear.",
        "Of 260 posts, 185 had been closed out.",
        "Norvik had earlier shelved plans for a steel mill.",
        "The accord was built on sand.",
        "We should build houses.",
        "The coach signed a new two-year deal last week.",
        "The pit had been idle for eight years.",
        "In 2022 it signed loans totalling €2.9 billion.",
        "Fisheries and services expanded by 7.7 per cent.",
        "It is the hall which turns out towers after standing idle for two years.",
        "Truck makers cut shifts in May.",
    ],
)
def test_what_only_sounds_like_one(text: str) -> None:
    assert read(text) == []
