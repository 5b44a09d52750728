"""Subjects: who or what a quantity is about."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest

from services.extract.core import pipeline
from services.extract.core.facts.item_gaps import pointed
from services.extract.core.facts.subject import subject
from services.extract.core.model import Claim, Quantity


def about(text: str, quote: str, kind: str, unit: str = "1") -> str | None:
    """The subject of a claim of that kind with that evidence."""
    doc = pipeline.read(text, None)
    start = text.index(quote)
    end = start + len(quote)
    s = next(s for s in doc.sentences if s.start <= start < s.end)
    first, last = s.tokens_of(start, end)
    number = next((i for i in range(first, last) if s.tags[i] == "C"), first)
    q = Quantity(
        *(first, last, start, end, number, Decimal(1), None, unit, "other", None, -1, -1, None, "exact", (), "test")
    )
    found = subject(Claim(kind, s, start, end, "test", quantity=q), doc)
    if found is not None and found.start >= 0:
        assert text[found.start : found.end] == found.text
    return found.text if found is not None else None


@pytest.mark.parametrize(
    ("text", "quote", "kind", "expected"),
    [
        # what a quantity modifies, and what bears it
        ("Norvik opened a 240-MW plant in Bor.", "240-MW", "capacity", "plant in Bor"),
        ("In May, a mill worth $5 million was opened.", "$5 million", "investment", "mill"),
        ("A mill priced at $5 million is going up in Bor.", "$5 million", "investment", "mill"),
        ("Delfin HPP in Chui region (4 MW) gives power.", "4 MW", "capacity", "Delfin HPP in Chui region"),
        ("Norvik postponed a furnace at Salem with a capacity of 5 MW.", "5 MW", "capacity", "furnace at Salem"),
        # owners of measures
        ("The Bor smelter is old. The smelter’s capacity is 5 MW.", "5 MW", "capacity", "Bor smelter"),
        ("Norvik raised its capacity to 75 tons a day.", "75 tons a day", "capacity", "Norvik"),
        ("The cost of the Bor bridge is $5 million.", "$5 million", "investment", "Bor bridge"),
        # where money goes
        ("Norvik will invest $5 million in a mill near Bor.", "$5 million", "investment", "mill near Bor"),
        ("Norvik sold 15% of Delfin for $38 million.", "$38 million", "investment", "Delfin"),
        # people
        ("Norvik employs 200 people.", "200 people", "employment", "Norvik"),
        ("Some 200 people are employed at the Bor smelter.", "200 people", "employment", "Bor smelter"),
        # what is measured
        ("Exports of timber rose by 5 percent.", "5 percent", "change", "Exports of timber"),
        ("The bank raised its base rate by 75 basis points.", "75 basis points", "change", "base rate"),
        ("GDP added seven percent, industry 7.6 percent.", "7.6 percent", "change", "industry"),
        ("Norvik posted revenue of $5 million.", "$5 million", "indicator", "revenue"),
        ("The bank expects GDP growth of 5.8%.", "GDP growth of 5.8%", "change", "GDP"),
        ("About 95 percent of local roads are good.", "95 percent of local roads", "share", "local roads"),
        # counts
        ("Seven projects in the Bor zone were launched.", "Seven projects", "count", "projects in the Bor zone"),
    ],
)
def test_subject(text: str, quote: str, kind: str, expected: str) -> None:
    assert about(text, quote, kind) == expected


def test_pronoun_and_definite_noun() -> None:
    text = "Norvik opened a plant for glass in Bor. It cost $5 million. The plant employs 80 people."
    assert about(text, "$5 million", "investment") == "plant for glass in Bor"
    assert about(text, "80 people", "employment") == "plant for glass in Bor"


def test_what_only_points_back_takes_linear_time() -> None:
    piece = "Visitors from Italy numbered 310,000, those from Spain 4,000. They had 300 of them. "
    doc = pipeline.read(piece * 5_000, None)
    found = pipeline.claims(doc)
    for claim in found:
        claim.item = None if claim.kind == "count" else claim.item
    start = time.process_time()
    pointed(found, doc)
    assert time.process_time() - start < 2


def test_flood_has_no_subject() -> None:
    text = "plant and " * 500 + "cost $5 million."
    assert about(text, "$5 million", "investment") is None


@pytest.mark.parametrize(
    ("text", "quote", "kind", "expected"),
    [
        # where nobody is named: the place that opens the sentence, the topic of the paragraph
        ("At its Bor pit, the group dropped a shift, and 210 jobs went.", "210 jobs", "employment", "Bor pit"),
        ("The 110,000-square-foot hub employs 64 people.", "64 people", "employment", "hub"),
        # parts of a sum, what it goes into, who gets it
        (
            "Norvik will spend R9 million, of which R4 million goes into the Salem shaft.",
            "R4 million",
            "investment",
            "Salem shaft",
        ),
        ("The fund will lend the Bor greenhouse complex 2 billion tenge.", "2 billion tenge", "investment", None),
        ("About $5 million was set aside for the Bor bridge.", "About $5 million", "investment", "Bor bridge"),
        ("Its second hub for batteries, a $92m facility, is open.", "$92m", "investment", "second hub for batteries"),
        # counts among what is named
        ("Norvik runs 40 mills, of which 12 are new.", "12", "count", "mills"),
        ("So far 146 of the stalls have been let.", "146", "count", "stalls"),
        # proportions, holders, predicate nouns
        ("Every third household in Bor is without water.", "Every third household", "share", "household in Bor"),
        ("Bayan sold 15% of the mine to Moriyama for $3 million.", "15% of the mine", "share", "Moriyama"),
        ("Brazil remains the top buyer with 33 percent.", "33 percent", "share", "Brazil"),
        ("The plant employs 450, of whom 41 percent are women.", "41 percent", "share", "women"),
        # movements
        ("The cut halved headline earnings to R57 million.", "halved", "change", "headline earnings"),
        ("Sales edged up 1.2% and total exports 2.8% this year.", "2.8%", "change", "total exports"),
    ],
)
def test_more_subjects(text: str, quote: str, kind: str, expected: str | None) -> None:
    if expected is not None:
        assert about(text, quote, kind) == expected
    else:
        assert about(text, quote, kind) == "Bor greenhouse complex"
