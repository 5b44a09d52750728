"""Sectors by the words of subject and item."""

from __future__ import annotations

import pytest

from services.store.sectors import sector, words


@pytest.mark.parametrize(
    ("subject", "item", "unit", "found"),
    [
        ("Karatau wire mill", None, "KZT", "Metals"),
        ("Ereymentau wind farm", None, "KZT", "Energy"),
        ("solar panel factory", "glass", "KZT", "Energy"),
        ("Aktau container terminal", None, "TEU", "Transport and logistics"),
        ("Petropavl plant", "locomotives", "1", "Vehicles and machinery"),
        ("Zhetysu hotel", "rooms", "1", "Tourism"),
        ("carpet workshop", None, None, "Textiles and furniture"),  # no car
        ("airport", None, None, "Transport and logistics"),  # no port, but an airport
        ("Caspian Portfolio", None, None, None),  # a word is matched as a whole
        (None, None, "1", None),
    ],
)
def test_the_first_sector_that_has_a_word(
    subject: str | None, item: str | None, unit: str | None, found: str | None
) -> None:
    assert sector(subject, item, unit) == found


def test_no_word_stands_in_two_sectors() -> None:
    every = [word for listed in words().values() for word in listed]
    assert sorted(every) == sorted(set(every))
