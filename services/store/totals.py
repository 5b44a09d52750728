"""Counting and adding up: what `/stats` and the pages show, and `/subjects`.

A sum says what it counted. Hedges make it an interval: "more than" opens its upper end, "up to" takes its lower end to
zero, a range contributes both its ends. Percentages, points and multiples are counted but never added, and facts in
different units never meet in one sum. What a reviewer found wrong, or to be of another kind, is left out; what was
corrected is added as corrected.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Literal, get_args
from urllib.parse import quote

from pydantic import BaseModel, Field
from sqlalchemy import ColumnElement, Select, String, and_, case, cast, false, func, not_, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.store.filters import FactFilter
from services.store.queries import facts
from services.store.sectors import said, sector
from services.store.tables import ARTICLE, FACT, FLAG, REVIEW
from shared.facts import canonical

Group = Literal[
    "kind", "status", "event", "unit", "currency", "subject", "place", "person", "organization", "item", "publisher",
    "extractor_version", "year", "month", "sector", "where",
]  # fmt: skip
GROUPS: tuple[Group, ...] = get_args(Group)
NEVER_ADDED = ("%", "pp", "x")


# sector: by the words of `sectors.toml`; where: the fact's place, else the place that the article opens with.


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


class Subject(BaseModel):
    """Something that facts are about."""

    key: str = Field(description="Its name without case, quotation marks and article; pass as `subject`")
    name: str
    facts: int
    articles: int
    first_published_on: str | None
    last_published_on: str | None
    facts_url: str = Field(description="The facts about it")
    project_url: str = Field(description="What articles say about it as a project, as it came along")


class SubjectPage(BaseModel):
    """Some subjects in the order of their keys, and how to get the next ones."""

    items: list[Subject]
    next: str | None


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
    if group == "sector":
        return said()
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
    f = FACT.c
    by = _grouped_by(group, dialect).label("by")
    r = REVIEW.c
    names = ("unit", "per", "bound", "amount_number", "upper_number")
    values = [case((r.verdict == "corrected", r[name]), else_=f[name]).label(name) for name in names]
    wrong = or_(r.verdict == "wrong", r.kind != f.kind).label("wrong")
    corrected = (r.verdict == "corrected").label("corrected")
    repeat = (_rank(f, values, wrong) > 1 if once else false()).label("repeat")
    told = (f.id, f.article_id, _shown(group, by).label("name"), *values, wrong, corrected, repeat)
    kept = facts(wanted, dialect, by, *told)
    kept = kept.outerjoin(REVIEW, and_(r.fact_id == f.id, r.ended_at.is_(None)))
    inner = kept.cte("kept")
    if group == "sector":  # the text is put together once a fact, not once for each word that is looked for
        of = sector(inner.c.by)
        others = [column for column in inner.c if column.name not in ("by", "name")]
        inner = select(of.label("by"), of.label("name"), *others).cte("in_sectors")
    whole = select(func.count(), func.count(inner.c.article_id.distinct())).select_from(inner)
    total_facts, total_articles = (await connection.execute(whole)).one()
    largest = (
        select(
            inner.c.by,
            func.max(inner.c.name).label("shown"),
            func.count().label("facts"),
            func.count(inner.c.article_id.distinct()),
        )
        .group_by(inner.c.by)
        .order_by(func.count().desc(), inner.c.by)
        .limit(limit + 1)
        .offset(skip)
    )
    groups = (await connection.execute(largest)).all()
    kept_groups = groups[:limit]
    sums = await _sums(connection, inner, [row.by for row in kept_groups])
    return Stats(
        facts=total_facts,
        articles=total_articles,
        groups=[
            GroupTotals(group=row.shown, facts=row.facts, articles=row[3], totals=sums.get(row.by, []))
            for row in kept_groups
        ],
        more=len(groups) > limit,
    )


def _rank(f: Any, values: Sequence[Any], wrong: Any) -> ColumnElement[int]:
    """The place of a fact among those with the same kind of figure about its subject: the latest article's largest
    comes first, since an article that tells what a project costs may also tell what one loan for it is.
    """
    unit, per, _, amount, _ = values
    order = (func.coalesce(wrong.element, false()), f.published_on.desc().nulls_last(), amount.element.desc(), f.seq)
    same = (func.coalesce(f.subject_key, cast(f.id, String)), f.kind, unit.element, per.element)
    return func.row_number().over(partition_by=same, order_by=order)


async def _sums(connection: AsyncConnection, inner: Any, groups: Sequence[Any]) -> dict[Any, list[Total]]:
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
            c.by, c.unit, c.per, count, lower.label("lower"), upper.label("upper"),
            func.sum(case((out, 0), (c.bound == "approximate", 1), else_=0)).label("approximate"),
            func.sum(case((out, 0), (c.bound == "at_least", 1), else_=0)).label("open"),
            func.sum(case((part, 1), else_=0)).label("parts"),
            func.sum(case((wrong, 1), else_=0)).label("wrong"),
            func.sum(case((repeat, 1), else_=0)).label("repeats"),
            func.sum(case((out, 0), (c.corrected, 1), else_=0)).label("corrected"),
        )
        .select_from(inner.outerjoin(contained, contained.c.fact_id == c.id))
        .where(c.unit.is_not(None), c.unit.not_in(NEVER_ADDED))
        .where(or_(c.by.in_([g for g in groups if g is not None]), c.by.is_(None)))
        .group_by(c.by, c.unit, c.per)
        .order_by(count.desc(), c.unit)
    )  # fmt: skip
    found: dict[Any, list[Total]] = {}
    for row in await connection.execute(statement):
        found.setdefault(row.by, []).append(
            Total(
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
        )
    return found


def _plain(number: Decimal | float | None) -> str:
    """SQLite adds floating point: what stands beyond its fifteen digits is noise."""
    if isinstance(number, float):
        return canonical(Decimal(f"{number:.15g}"))
    return canonical(number or Decimal(0))


async def subjects(
    connection: AsyncConnection, *, prefix: str | None, after: str | None, limit: int
) -> tuple[list[Subject], str | None]:
    """Subjects of the facts that hold, in the order of their keys, and where the next page begins."""
    f = FACT.c
    statement = (
        select(
            f.subject_key,
            func.max(f.subject).label("name"),
            func.count().label("facts"),
            func.count(f.article_id.distinct()).label("articles"),
            func.min(f.published_on).label("first"),
            func.max(f.published_on).label("last"),
        )
        .where(f.superseded_at.is_(None), f.subject_key.is_not(None))
        .group_by(f.subject_key)
        .order_by(f.subject_key)
        .limit(limit + 1)
    )
    if after is not None:
        statement = statement.where(f.subject_key > after)
    if prefix:
        statement = statement.where(f.subject_key >= prefix, f.subject_key < prefix + "\U0010ffff")
    rows = (await connection.execute(statement)).all()
    found = [
        Subject(
            key=row.subject_key,
            name=row.name,
            facts=row.facts,
            articles=row.articles,
            first_published_on=row.first and row.first.isoformat(),
            last_published_on=row.last and row.last.isoformat(),
            facts_url=f"/facts?subject={quote(row.subject_key, safe='')}",
            project_url=f"/projects/{quote(row.subject_key, safe='')}",
        )
        for row in rows[:limit]
    ]
    return found, found[-1].key if len(rows) > limit else None
