"""Texts that are no business news: what is counted in a match report or a recipe is no fact; money and people stay."""

import pytest

from services.extract.core import pipeline
from services.extract.core.facts.genre import genre

MATCH = """Harriers hold on for a point

Harriers came from two goals down to draw 2-2 with Vale on Saturday. Striker Tom Berg headed the first after 31
minutes and the referee gave a penalty for the equaliser in stoppage time, his ninth goal in 14 games.

Vale had lost seven matches in a row. "We ran 112 km as a team and hit the post three times," said coach Ivo
Lang.

The club paid 4.5 million euros for Berg last summer. A crowd of 18,250 watched; 40 volunteers cleared the snow
before kick-off.
"""

RECIPE = """Onion tart for six

Preheat the oven. Slice 1.2 kg onions and fry them in 60 g butter with salt and two bay leaves for 20 minutes.
Line a 28 cm tin with the dough, stir 3 eggs into 250 ml cream, pour over the onions and bake for 40 minutes. A
slice has a fifth of the salt that a person needs in a day. Garnish with garlic and pepper.
"""

CLUB = """Harriers plc lifts profit

Harriers plc, which owns the football club, reported revenue of 61 million euros for the season, 12 percent more
than a year before. Matches brought in 22 million. The group opened five shops and a training ground of 40,000
square metres; it employs 310 people. "Ticket sales were strong," said finance director Una Moss. The league
pays 30 million a year to each of its 18 clubs.
"""


def _said(text: str) -> list[str]:
    return [text[c.start : c.end] for c in pipeline.claims(pipeline.read(text, None)) if c.quantity is not None]


@pytest.mark.parametrize(("text", "sort"), [(MATCH, "sport"), (RECIPE, "kitchen"), (CLUB, ""), ("", "")])
def test_the_sort_of_a_text(text: str, sort: str) -> None:
    assert genre(pipeline.read(text, None)) == sort


def test_a_match_report_states_money_and_people_only() -> None:
    assert _said(MATCH) == ["4.5 million euros", "18,250", "40 volunteers"]


def test_a_recipe_states_at_most_a_share() -> None:
    assert all("fifth" in said for said in _said(RECIPE))


def test_a_club_that_reports_is_a_company() -> None:
    said = _said(CLUB)
    for wanted in ("61 million euros", "12 percent more", "five shops", "310", "18 clubs"):
        assert any(wanted in quote for quote in said), (wanted, said)
