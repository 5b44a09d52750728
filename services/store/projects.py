"""One project over several articles: how it came along, how its figures moved, and what was promised and is overdue.

Pure. Two names are linked where one's words contain the other's and something else agrees: the place, or a figure of
the same kind. Each link says why, so that a reader can disagree.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias
from urllib.parse import quote

from pydantic import BaseModel, Field

Row: TypeAlias = Any  # a mapping: a row of the fact table

Stage = Literal["announced", "under construction", "open", "closed", "mentioned"]
KINDS = ("investment", "capacity", "employment", "size", "output", "event")
_WEAK = frozenset("a an and at for in of on the to".split())


class Link(BaseModel):
    """Another name that is taken for the same project, and why."""

    key: str
    name: str
    because: str


class Value(BaseModel):
    """A figure as one article gives it."""

    fact: str
    article: str
    published_on: dt.date | None
    status: str
    amount: str
    upper: str | None
    bound: str


class Figure(BaseModel):
    """What was said about one figure of the project, oldest first."""

    kind: str
    unit: str
    per: str | None
    item: str | None
    values: list[Value]
    moved: bool = Field(description="Whether articles give different amounts")


class Happening(BaseModel):
    """An event as one article gives it."""

    fact: str
    article: str
    published_on: dt.date | None
    event: str
    status: str
    start: dt.date | None
    end: dt.date | None


class Promise(BaseModel):
    """Something planned whose time is over without an article saying that it came."""

    fact: str
    article: str
    kind: str
    event: str | None
    due: dt.date


class Project(BaseModel):
    """What the articles say about one project."""

    key: str
    url: str = Field(description="This project alone, with what is linked to it")
    facts_url: str = Field(description="The facts that bear its name")
    name: str
    stage: Stage
    facts: int
    articles: int
    links: list[Link]
    events: list[Happening]
    figures: list[Figure]
    overdue: list[Promise]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Another subject that shares a figure or a place."""

    key: str
    name: str
    because: str


def linked(key: str, candidates: Sequence[Candidate]) -> list[Link]:
    """Those of the candidates whose words contain the key's, or the other way round; at least two words must agree."""
    mine = _words(key)
    links: dict[str, Link] = {}
    for other in candidates:
        theirs = _words(other.key)
        shared = mine & theirs
        if other.key != key and len(shared) >= 2 and shared in (mine, theirs):
            why = f"both are named with {' '.join(w for w in key.split() if w in shared)}, and {other.because}"
            links.setdefault(other.key, Link(key=other.key, name=other.name, because=why))
    return list(links.values())


def _words(key: str) -> frozenset[str]:
    return frozenset(key.split()) - _WEAK


def project(key: str, name: str, facts: Sequence[Row], links: list[Link], today: dt.date) -> Project:
    """Put together from the facts, in any order."""
    ordered = sorted(facts, key=lambda f: (f["published_on"] is None, f["published_on"] or today, f["seq"]))
    events = [
        Happening(
            fact=f["id"], article=f["article_id"], published_on=f["published_on"], event=f["event"],
            status=f["status"], start=f["period_start"], end=f["period_end"],
        )
        for f in ordered if f["kind"] == "event"
    ]  # fmt: skip
    figures: dict[tuple[str, ...], list[Row]] = {}
    for f in ordered:
        if f["amount"] is not None and f["kind"] in KINDS:
            figures.setdefault((f["kind"], f["unit"], f["per"] or "", f["item"] or ""), []).append(f)
    return Project(
        key=key,
        url=f"/projects/{quote(key, safe='')}",
        facts_url=f"/facts?subject={quote(key, safe='')}",
        name=name,
        stage=_stage(ordered),
        facts=len(ordered),
        articles=len({f["article_id"] for f in ordered}),
        links=links,
        events=events,
        figures=[_figure(each) for each in figures.values()],
        overdue=_overdue(ordered, today),
    )


def _figure(facts: Sequence[Row]) -> Figure:
    first = facts[0]
    return Figure(
        kind=first["kind"], unit=first["unit"], per=first["per"], item=first["item"],
        values=[
            Value(
                fact=f["id"], article=f["article_id"], published_on=f["published_on"], status=f["status"],
                amount=f["amount"], upper=f["upper"], bound=f["bound"],
            )
            for f in facts
        ],
        moved=len({(f["amount"], f["upper"]) for f in facts}) > 1 and len({f["article_id"] for f in facts}) > 1,
    )  # fmt: skip


def _stage(facts: Sequence[Row]) -> Stage:
    """The furthest that the latest articles report as so; later articles win over earlier ones."""
    stage: Stage = "mentioned"
    for f in facts:
        happened = f["status"] == "actual"
        if happened and f["event"] == "closure":
            stage = "closed"
        elif happened and f["event"] == "opening":
            stage = "open"
        elif happened and f["event"] == "construction" and stage != "open":
            stage = "under construction"
        elif stage == "mentioned" and (not happened or f["event"] == "agreement"):
            stage = "announced"
    return stage


def _overdue(facts: Sequence[Row], today: dt.date) -> list[Promise]:
    """Planned, its period over, and nothing of that sort reported as so by a later article."""
    found = []
    for f in facts:
        due = f["period_end"]
        if f["status"] != "planned" or due is None or due >= today:
            continue
        said = f["published_on"] or dt.date.min
        if not any(_fulfils(later, f, said) for later in facts):
            found.append(Promise(fact=f["id"], article=f["article_id"], kind=f["kind"], event=f["event"], due=due))
    return found


def _fulfils(later: Row, promised: Row, said: dt.date) -> bool:
    if later["status"] != "actual" or (later["published_on"] or dt.date.min) < said:
        return False
    if promised["kind"] == "event":
        ready = ("opening", "expansion") if promised["event"] == "construction" else (promised["event"],)
        return later["event"] in ready
    same = all(later[name] == promised[name] for name in ("kind", "unit", "per", "item"))
    return same or later["event"] == "opening"
