"""How facts are said on a page: short for the eye, with the exact figure beside it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from shared.facts import canonical

SCALES = ((Decimal("1e12"), "tn"), (Decimal("1e9"), "bn"), (Decimal("1e6"), "m"))
HEDGES = {"at_least": "at least", "at_most": "up to", "approximate": "about"}
_ITS_HEDGE = re.compile(r"\s*([A-Za-z][A-Za-z -]{1,22}?)\s+(?=[\d$€£₸]|US\$|KZT|half |one |two )")
TIGHT = {"%": "%", "pp": " pp"}
EVENTS = {
    "opening": "opened", "construction": "being built", "agreement": "agreed", "founding": "founded",
    "expansion": "expanded", "closure": "closed", "acquisition": "acquired",
}  # fmt: skip
# What a code stands for, for those that the region's news is full of; others stand for themselves.
CURRENCIES = {
    "KZT": "Kazakhstani tenge", "USD": "US dollars", "EUR": "euros", "RUB": "Russian roubles", "GBP": "pounds sterling",
    "CNY": "Chinese yuan", "UZS": "Uzbek soums", "KGS": "Kyrgyz soms", "TRY": "Turkish lira", "JPY": "Japanese yen",
    "CHF": "Swiss francs", "AED": "UAE dirhams", "INR": "Indian rupees", "PLN": "Polish zlotys", "KRW": "Korean won",
}  # fmt: skip
FIELDS = {
    "period_start": "from", "period_end": "until", "per": "for each", "usd_amount": "dollars", "bound": "hedge",
    "upper": "upper end", "item": "of what", "equivalents": "the same in other money",
}  # fmt: skip


def number(amount: str | Decimal) -> str:
    """`5500000000` → `5.5 bn`, `1200` → `1,200`; at most four significant digits where a scale word is used."""
    value = Decimal(amount)
    for scale, word in SCALES:
        if abs(value) >= scale:
            scaled = value / scale
            shown = canonical(round(scaled, 4 - len(f"{abs(scaled):.0f}"))) if abs(scaled) < 1000 else f"{scaled:,.0f}"
            return f"{shown} {word}"
    return f"{value:,f}"


def grouped(amount: str | Decimal) -> str:
    """`5500000000` → `5,500,000,000`: every digit."""
    return f"{Decimal(canonical(Decimal(amount))):,f}"


@dataclass(frozen=True, slots=True)
class Parts:
    """A value in the pieces that a column lines up: hedge, signed number, what stands behind it."""

    hedge: str
    number: str
    unit: str


def hedge(fact: Mapping[str, Any]) -> str:
    """In the article's own words where its quote begins with them: `more than`, `nearly`; else `at least`, `about`."""
    usual = HEDGES.get(fact["bound"] or "", "")
    own = _ITS_HEDGE.match(fact.get("quote") or "") if usual else None
    return own[1].lower() if own else usual


def parts(fact: Mapping[str, Any]) -> Parts | None:
    """`more than`, `5.5 bn`, `KZT`; None where the fact has no value."""
    if fact["amount"] is None:
        return None
    shown = number(fact["amount"])
    if fact["upper"] is not None:
        # "18–20 bn", not "18 bn–20 bn".
        low, _, scale = shown.partition(" ")
        high = number(fact["upper"])
        shown = f"{low}–{high}" if scale and high.endswith(f" {scale}") else f"{shown}–{high}"
    sign = {"increase": "+", "decrease": "−"}.get(fact["direction"] or "", "")
    unit = fact["unit"]
    if unit == "x":  # "doubled" is ×2, not +2
        sign, unit = "÷" if fact["direction"] == "decrease" else "×", ""
    elif unit in TIGHT:
        shown, unit = f"{shown}{TIGHT[unit]}", ""
    elif unit == "1":
        unit = fact["item"] or ""
    elif fact["item"] and unit not in CURRENCIES and not (len(unit) == 3 and unit.isalpha() and unit.isupper()):
        # The item of money is what is paid for, that of a measure what it consists of.
        unit = f"{unit} of {fact['item']}"
    per = f"/ {fact['per']}" if fact["per"] else ""
    return Parts(hedge(fact), f"{sign}{shown}", f"{unit} {per}".strip())


def value(fact: Mapping[str, Any]) -> str:
    """`more than 5.5 bn KZT`, `300–350 t of copper / year`, `+12%`, `1,200 wagons`; empty without a value."""
    found = parts(fact)
    return " ".join(filter(None, (found.hedge, found.number, found.unit))) if found else ""


def exactly(fact: Mapping[str, Any]) -> str:
    """Every digit, for hovering: `at least 5,500,000,000 Kazakhstani tenge; as stated 13,000,000 US dollars`."""
    if fact["amount"] is None:
        return ""
    bound = {"exact": "exactly", "range": "between", "approximate": "approximately"}
    shown = f"{bound.get(fact['bound'], (fact['bound'] or 'exactly').replace('_', ' '))} {grouped(fact['amount'])}"
    if fact["upper"] is not None:
        shown += f" and {grouped(fact['upper'])}"
    unit = fact["unit"]
    unit = (fact["item"] or "") if unit == "1" else CURRENCIES.get(unit, unit)
    shown = f"{shown} {unit}".strip() + (f" per {fact['per']}" if fact["per"] else "")
    if fact["usd_amount"] is not None and fact["unit"] != "USD":
        shown += f"; as stated {grouped(fact['usd_amount'])} US dollars"
    return shown


def claim(fact: Mapping[str, Any]) -> str:
    """What is claimed, in a few words: the value, the event, or the title."""
    if fact["kind"] == "event":
        verb = EVENTS.get(fact["event"], fact["event"])
        return f"to be {verb.removeprefix('being ')}" if fact["status"] == "planned" else verb
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
    after = end + dt.timedelta(days=1) if end < dt.date.max else end
    if start == end:
        return day(start)
    if (start.month, start.day, after.month, after.day) == (1, 1, 1, 1):
        return str(start.year) if end.year == start.year else f"{start.year}–{end.year}"
    if start.day == 1 and after.day == 1:
        first, last = f"{start:%b}", f"{end:%b} {end.year}"
        if (start.year, start.month) == (end.year, end.month):
            return last
        return f"{first}–{last}" if start.year == end.year else f"{first} {start.year}–{last}"
    return f"{day(start)} – {day(end)}"


def day(date: dt.date | None) -> str:
    """`1 Mar 2021`."""
    return f"{date.day} {date:%b} {date.year}" if date else ""


def month(text: str | None) -> str:
    """`2021-03` → `Mar 2021`."""
    return f"{dt.date.fromisoformat(f'{text}-01'):%b %Y}" if text else "no date"


def headline(article: Mapping[str, Any]) -> str:
    """An article's title; without one, the file's name or who posted it."""
    source: str = article["source_name"]
    return article["title"] or (f"posted by {source}" if article["door"] == "http" else source)


def count(number: int, one: str, several: str | None = None) -> str:
    """`1 fact`, `1,200 facts`."""
    return f"{number:,} {one if number == 1 else several or one + 's'}"


def field(name: str) -> str:
    """A column's name as a reader has it: `period_start` → `from`."""
    return FIELDS.get(name, name.replace("_", " "))


def named(place: str) -> str:
    """A place as compared, or a dateline's capitals, as a name: `TARAZ`, `taraz` → `Taraz`; mixed case stays."""
    return place.title() if (place.isupper() or place.islower()) and len(place) > 3 else place


def told(value: Any) -> str:
    """A field's value of a claim's JSON as a reader has it: `at_least` → `at least`, other money as `13 m USD`."""
    if isinstance(value, list):
        return "; ".join(f"{number(each['amount'])} {each['unit']}" for each in value)
    return str(value).replace("_", " ")
