"""How facts are said on a page: short for the eye, with the exact figure beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from shared.facts import canonical

SCALES = ((Decimal("1e12"), "tn"), (Decimal("1e9"), "bn"), (Decimal("1e6"), "m"))
BOUNDS = {"at_least": "≥ ", "at_most": "≤ ", "approximate": "≈ "}
TIGHT = {"%": "%", "x": "×", "pp": " pp"}
EVENTS = {
    "opening": "opened", "construction": "being built", "agreement": "agreed", "founding": "founded",
    "expansion": "expanded", "closure": "closed", "acquisition": "acquired",
}  # fmt: skip


def number(amount: str) -> str:
    """`5500000000` → `5.5 bn`, `1200` → `1,200`; at most four significant digits where a scale word is used."""
    value = Decimal(amount)
    for scale, word in SCALES:
        if abs(value) >= scale:
            scaled = value / scale
            shown = canonical(round(scaled, 4 - len(f"{abs(scaled):.0f}"))) if abs(scaled) < 1000 else f"{scaled:,.0f}"
            return f"{shown} {word}"
    return f"{value:,f}"


def value(fact: Mapping[str, Any]) -> str:
    """`≥ 5.5 bn KZT`, `300–350 t of copper / year`, `+12%`, `1,200 wagons`; empty where the fact has no value."""
    if fact["amount"] is None:
        return ""
    shown = number(fact["amount"])
    if fact["upper"] is not None:
        shown += f"–{number(fact['upper'])}"
    sign = {"increase": "+", "decrease": "−"}.get(fact["direction"] or "", "")
    unit = fact["unit"]
    if unit in TIGHT:
        unit = TIGHT[unit]
    elif unit == "1":
        unit = f" {fact['item']}" if fact["item"] else ""
    else:
        # The item of money is what is paid for, that of a measure what it consists of.
        money = len(unit) == 3 and unit.isalpha() and unit.isupper()
        unit = f" {unit} of {fact['item']}" if fact["item"] and not money else f" {unit}"
    per = f" / {fact['per']}" if fact["per"] else ""
    return f"{BOUNDS.get(fact['bound'] or '', '')}{sign}{shown}{unit}{per}"


def claim(fact: Mapping[str, Any]) -> str:
    """What is claimed, in a few words: the value, the event, or the title."""
    if fact["kind"] == "event":
        verb = EVENTS.get(fact["event"], fact["event"])
        return f"to be {verb}" if fact["status"] == "planned" and not verb.startswith("being") else verb
    if fact["kind"] == "role":
        return f"{fact['title']}, {fact['organization']}" if fact["organization"] else str(fact["title"])
    return value(fact)


def period(fact: Mapping[str, Any]) -> str:
    """`2021`, `Feb 2021`, `1 Mar 2021`, `until 31 Dec 2025`; empty without one."""
    start, end = fact["period_start"], fact["period_end"]
    if start is None and end is None:
        return ""
    if start is None:
        return f"until {day(end)}"
    if end is None:
        return f"from {day(start)}"
    after = end + dt.timedelta(days=1)
    if start == end:
        return day(start)
    if (start.month, start.day, after.month, after.day) == (1, 1, 1, 1):
        return str(start.year) if end.year == start.year else f"{start.year}–{end.year}"
    if start.day == 1 and after.day == 1:
        first, last = f"{start:%b}", f"{end:%b %Y}"
        if (start.year, start.month) == (end.year, end.month):
            return last
        return f"{first}–{last}" if start.year == end.year else f"{first} {start.year}–{last}"
    return f"{day(start)} – {day(end)}"


def day(date: dt.date | None) -> str:
    """`1 Mar 2021`."""
    return f"{date.day} {date:%b %Y}" if date else ""


def headline(article: Mapping[str, Any]) -> str:
    """An article's title; without one, the file's name or who posted it."""
    source: str = article["source_name"]
    return article["title"] or (f"posted by {source}" if article["door"] == "http" else source)
