"""Counting and adding up: what `/stats` and the pages show.

A sum says what it counted. Hedges make it an interval: "more than" opens its upper end, "up to" takes its lower end to
zero, a range contributes both its ends. Percentages, points and multiples are counted but never added, and facts in
different units never meet in one sum. What a reviewer found wrong, or to be of another kind, is left out; what was
corrected is added as corrected.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Literal, get_args

from pydantic import BaseModel, Field
from sqlalchemy import ColumnElement, Select, String, and_, case, cast, false, func, not_, or_, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from services.store.filters import FactFilter
from services.store.queries import facts
from services.store.tables import ARTICLE, FACT, FLAG, REVIEW
from shared.facts import canonical

Group = Literal[
    "kind", "status", "event", "unit", "currency", "subject", "place", "person", "organization", "item", "publisher",
    "extractor_version", "year", "month", "where",
]  # fmt: skip
GROUPS: tuple[Group, ...] = get_args(Group)
NEVER_ADDED = ("%", "pp", "x")
# where: the fact's place, else the place that the article opens with.


class Total(BaseModel):
    """The sum of the values in one unit."""

    unit: str
    per: str | None = Field(description="Of rates, the period; rates and volumes are not added together")
    facts: int = Field(description="How many facts were added up")
    lower: str = Field(description="At least this much, as stated")
    upper: str | None = Field(description="At most this much, as stated; null where a part has no upper end")
    approximate: int = Field(description="How many of them are stated as approximate")
    parts_left_out: int = Field(description="Facts not added because a total of the same article contains them")
    wrong_left_out: int = Field(description="Facts not added because a reviewer found them wrong or of another kind")
    repeats_left_out: int = Field(description="With `once`: facts not added because a later article has the figure")
    corrected: int = Field(description="How many were added as a reviewer corrected them")


class GroupTotals(BaseModel):
    """One value of the grouping column."""

    group: str | None = Field(description="null: facts without a value there")
    facts: int
    articles: int
    totals: list[Total]
    facts_url: str | None = Field(None, description="The facts that were counted; null where no condition names them")


class Stats(BaseModel):
    """What fits the conditions, counted and added up."""

    facts: int
    articles: int
    groups: list[GroupTotals] = Field(description="Largest first")
    more: bool = Field(description="Whether there are further, smaller groups")
    next: str | None = Field(None, description="Pass as `after` for the next groups; null on the last page")


def _of_article(name: str) -> Any:
    return select(ARTICLE.c[name]).where(ARTICLE.c.id == FACT.c.article_id).scalar_subquery()


def _shown(group: Group, by: ColumnElement[Any]) -> Any:
    """What a group is called."""
    if group == "where":
        return func.coalesce(FACT.c.place, _of_article("dateline"))
    return {"subject": FACT.c.subject, "place": FACT.c.place}.get(group, by)


def _grouped_by(group: Group, dialect: str) -> Any:
    f = FACT.c
    if group == "publisher":
        return _of_article("publisher")
    if group == "where":
        return func.coalesce(f.place_key, func.lower(_of_article("dateline")))
    if group in ("year", "month"):
        length = 4 if group == "year" else 7
        text = func.to_char(f.published_on, "YYYY-MM-DD") if dialect == "postgresql" else func.date(f.published_on)
        return func.substr(text, 1, length)
    return f[{"subject": "subject_key", "place": "place_key"}.get(group, group)]


async def stats(
    connection: AsyncConnection,
    wanted: FactFilter,
    dialect: str,
    *,
    group: Group,
    limit: int = 50,
    once: bool = False,
    skip: int = 0,
) -> Stats:
    """Counts and sums of the facts that fit, by group.

    `skip` leaves out so many of the largest groups. `once`: what several articles tell of one subject is added once, as
    the latest of them has it.
    """
    by = _grouped_by(group, dialect)
    inner = _kept(wanted, dialect, {"by": by}, once=once)
    counted = facts(wanted, dialect, by.label("by"), _shown(group, by).label("name"), FACT.c.article_id).cte("counted")
    whole = select(func.count(), func.count(counted.c.article_id.distinct())).select_from(counted)
    total_facts, total_articles = (await connection.execute(whole)).one()
    largest = (
        select(
            counted.c.by,
            func.max(counted.c.name).label("shown"),
            func.count().label("facts"),
            func.count(counted.c.article_id.distinct()),
        )
        .group_by(counted.c.by)
        .order_by(func.count().desc(), counted.c.by)
        .limit(limit + 1)
        .offset(skip)
    )
    groups = (await connection.execute(largest)).all()
    kept_groups = groups[:limit]
    names = [row.by for row in kept_groups]
    among = or_(inner.c.by.in_([name for name in names if name is not None]), inner.c.by.is_(None))
    sums: dict[Any, list[Total]] = {}
    for (name,), total in await _sums(connection, inner, [inner.c.by], among):
        sums.setdefault(name, []).append(total)
    return Stats(
        facts=total_facts,
        articles=total_articles,
        groups=[
            GroupTotals(group=row.shown, facts=row.facts, articles=row[3], totals=sums.get(row.by, []))
            for row in kept_groups
        ],
        more=len(groups) > limit,
    )


async def breakdown(
    connection: AsyncConnection, wanted: FactFilter, dialect: str, *, by: Sequence[Group], once: bool = False
) -> list[tuple[tuple[Any, ...], Total]]:
    """The sums by every combination of several groups, for rolling up with `together`: one look at the facts."""
    named = {f"by_{name}": _grouped_by(name, dialect) for name in by}
    inner = _kept(wanted, dialect, named, once=once)
    return await _sums(connection, inner, [inner.c[name] for name in named], true())


def together(totals: Iterable[Total]) -> Total:
    """Several sums in the same unit as one. Raises ValueError where there is none."""
    each = list(totals)
    if not each:
        raise ValueError("nothing to put together")
    counts = ("facts", "approximate", "parts_left_out", "wrong_left_out", "repeats_left_out", "corrected")
    ends = [total.upper for total in each if total.upper is not None]
    return each[0].model_copy(
        update={
            "lower": canonical(sum((Decimal(total.lower) for total in each), Decimal(0))),
            "upper": canonical(sum(map(Decimal, ends), Decimal(0))) if len(ends) == len(each) else None,
            **{name: sum(getattr(total, name) for total in each) for name in counts},
        }
    )


def _kept(wanted: FactFilter, dialect: str, named: Mapping[str, Any], *, once: bool) -> Any:
    """The facts that fit, as they are added up: with what reviewers decided, and what is told again marked."""
    f, r = FACT.c, REVIEW.c
    names = ("unit", "per", "bound", "amount_number", "upper_number")
    values = [case((r.verdict == "corrected", r[name]), else_=f[name]).label(name) for name in names]
    wrong = or_(r.verdict == "wrong", r.kind != f.kind).label("wrong")
    corrected = (r.verdict == "corrected").label("corrected")
    repeat = (_rank(f, values, wrong) > 1 if once else false()).label("repeat")
    by = [column.label(name) for name, column in named.items()]
    kept = facts(wanted, dialect, *by, f.id, f.article_id, *values, wrong, corrected, repeat)
    return kept.outerjoin(REVIEW, and_(r.fact_id == f.id, r.ended_at.is_(None))).cte("kept")


def _rank(f: Any, values: Sequence[Any], wrong: Any) -> ColumnElement[int]:
    """The place of a fact among those with the same kind of figure about its subject: the latest article's largest
    comes first, since an article that tells what a project costs may also tell what one loan for it is.
    """
    unit, per, _, amount, _ = values
    order = (func.coalesce(wrong.element, false()), f.published_on.desc().nulls_last(), amount.element.desc(), f.seq)
    same = (func.coalesce(f.subject_key, cast(f.id, String)), f.kind, unit.element, per.element)
    return func.row_number().over(partition_by=same, order_by=order)


async def _sums(
    connection: AsyncConnection, inner: Any, by: Sequence[Any], among: ColumnElement[bool]
) -> list[tuple[tuple[Any, ...], Total]]:
    c = inner.c
    # A part is left out only where its total is among the facts that are added up.
    totals = inner.alias("totals")
    contained = (
        select(FLAG.c.fact_id)
        .join(totals, totals.c.id == FLAG.c.whole_id)
        .where(FLAG.c.check == "part_of", not_(func.coalesce(totals.c.wrong, false())))
        .distinct()
    ).cte("contained")
    wrong = func.coalesce(c.wrong, false())
    part = and_(contained.c.fact_id.is_not(None), not_(wrong))
    repeat = and_(c.repeat, contained.c.fact_id.is_(None), not_(wrong))
    out = or_(contained.c.fact_id.is_not(None), wrong, c.repeat)
    lower = func.sum(case((or_(out, c.bound == "at_most"), 0), else_=c.amount_number))
    upper = func.sum(case((out, 0), else_=func.coalesce(c.upper_number, c.amount_number)))
    count = func.count().label("facts")
    statement: Select[Any] = (
        select(
            *by, c.unit, c.per, count, lower.label("lower"), upper.label("upper"),
            func.sum(case((out, 0), (c.bound == "approximate", 1), else_=0)).label("approximate"),
            func.sum(case((out, 0), (c.bound == "at_least", 1), else_=0)).label("open"),
            func.sum(case((part, 1), else_=0)).label("parts"),
            func.sum(case((wrong, 1), else_=0)).label("wrong"),
            func.sum(case((repeat, 1), else_=0)).label("repeats"),
            func.sum(case((out, 0), (c.corrected, 1), else_=0)).label("corrected"),
        )
        .select_from(inner.outerjoin(contained, contained.c.fact_id == c.id))
        .where(c.unit.is_not(None), c.unit.not_in(NEVER_ADDED))
        .where(among)
        .group_by(*by, c.unit, c.per)
        .order_by(count.desc(), c.unit)
    )  # fmt: skip
    rows = (await connection.execute(statement)).all()
    # Tens of thousands of groups take seconds: others are answered meanwhile.
    return await asyncio.to_thread(_totals, rows, len(by))


def _totals(rows: Iterable[Any], by: int) -> list[tuple[tuple[Any, ...], Total]]:
    found = []
    for row in rows:
        total = Total(
            unit=row.unit,
            per=row.per,
            facts=row.facts - row.parts - row.wrong - row.repeats,
            parts_left_out=row.parts,
            wrong_left_out=row.wrong,
            repeats_left_out=row.repeats,
            corrected=row.corrected,
            lower=_plain(row.lower),
            upper=None if row.open else _plain(row.upper),
            approximate=row.approximate,
        )
        found.append((tuple(row[:by]), total))
    return found


def _plain(number: Decimal | float | None) -> str:
    """SQLite adds floating point: what stands beyond its fifteen digits is noise."""
    if isinstance(number, float):
        return canonical(Decimal(f"{number:.15g}"))
    return canonical(number or Decimal(0))
