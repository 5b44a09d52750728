"""When a number holds, whether it is so, and who says so, together; the short texts stand in circumstances.txt."""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from pathlib import Path

import pytest

from services.extract.extractor import facts_of
from shared.facts import QuantityFact
from shared.messages import article_id

LINES = Path(__file__).with_name("circumstances.txt").read_text(encoding="utf-8").splitlines()
TODAY = "2024-08-14"


def cases() -> list[tuple[str, str, list[list[str]]]]:
    """Each text with its date and, number by number, what is expected of it."""
    found = []
    text: list[str] = []
    for asks, lines in groupby((line for line in LINES if not line.startswith("# ")), lambda line: line[:1] == ">"):
        if not asks:
            text = "\n".join(lines).strip("\n").split("\n")
            continue
        date = text.pop(0)[2:] if text[0].startswith("@") else TODAY
        wanted = [[part.strip() for part in line[1:].split("|")] for line in lines]
        found.append((date, "\n".join(text).strip(), wanted))
    return found


def circumstances(fact: QuantityFact) -> list[str]:
    """Period, status and source of a quantity, as the file writes them."""
    when = f"{fact.period.start or '-'} {fact.period.end or '-'}" if fact.period else "none"
    return [when, fact.status, fact.attribution.text if fact.attribution else "-"]


@pytest.mark.parametrize(("date", "text", "wanted"), cases())
def test_when_whether_and_who_says_so(date: str, text: str, wanted: list[list[str]]) -> None:
    facts = [f for f in facts_of(text, dt.date.fromisoformat(date), article_id(text)) if isinstance(f, QuantityFact)]
    at = 0
    for number, period, status, source in wanted:
        at = text.index(number, at)
        end = at + len(number)
        theirs = next((f for f in facts if f.evidence.start < end and f.evidence.end > at), None)
        assert theirs is not None, number
        when, whether, who = circumstances(theirs)
        assert period in ("?", when), number
        assert status in ("?", whether), number
        assert source == who if source in "-" else source == "?" or source.lower() in who.lower(), number
        at = end
