"""What a fact claims, flat: as it was extracted, and as a reviewer says that it should be.

Pure. A correction names only the fields that change; an empty one takes a field away. What results must be a claim that
an extractor could have made: a quantity has an amount and a unit, a range two ends, a quote stands in its article.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from services.store.filters import Day, Kind
from shared.facts import QUANTITY_KINDS, Amount, Bound, Direction, EventType, Money, Per, Status, canonical

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500, pattern=r"^[^\x00]+$")]
_NUMBER = re.compile(r"-?([0-9]{1,40}|[0-9]{1,3}([, \u00a0\u202f][0-9]{3}){1,12})(\.[0-9]{1,20})?")


def _amount(value: Any) -> Any:
    """`1,300,000.50` as people write it, in canonical form; a comma parts thousands, never decimals."""
    if not isinstance(value, str):
        return value
    if not _NUMBER.fullmatch(value.strip()):
        raise ValueError("a number is digits with an optional sign and decimal point, such as 1500000 or 0.5")
    return canonical(Decimal(re.sub(r"[,\s]", "", value)))


Number = Annotated[str, BeforeValidator(_amount)]


class Equivalent(Money):
    """The same money in another currency, as a reviewer gives it."""

    amount: Annotated[Amount, BeforeValidator(_amount)]
    unit: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]


class Corrections(BaseModel):
    """The fields that a reviewer changes; null takes a field away, one that is not given stays."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Kind | None = None
    quote: Annotated[str, StringConstraints(min_length=1, max_length=2000, pattern=r"^[^\x00]+$")] | None = Field(
        None, description="The evidence, as it stands in the article"
    )
    subject: Text | None = None
    amount: Number | None = Field(None, description="A decimal number; the lower end of a range")
    upper: Number | None = Field(None, description="The upper end of a range")
    unit: Text | None = None
    item: Text | None = None
    per: Per | None = None
    bound: Bound | None = None
    equivalents: Annotated[tuple[Equivalent, ...], Field(max_length=10)] | None = None
    direction: Direction | None = None
    event: EventType | None = None
    person: Text | None = None
    title: Text | None = None
    organization: Text | None = None
    place: Text | None = None
    period_start: Day | None = None
    period_end: Day | None = None
    status: Status | None = None
    attribution: Text | None = None


class Claim(BaseModel):
    """A whole claim; `start` and `end` are the offsets of its quote. As wide as what extractors may say."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Kind
    quote: str
    start: int
    end: int
    subject: str | None = None
    amount: str | None = None
    upper: str | None = None
    unit: str | None = None
    item: str | None = None
    per: Per | None = None
    bound: Bound | None = None
    equivalents: tuple[Money, ...] = ()
    direction: Direction | None = None
    event: EventType | None = None
    person: str | None = None
    title: str | None = None
    organization: str | None = None
    place: str | None = None
    period_start: dt.date | None = None
    period_end: dt.date | None = None
    status: Status = "actual"
    attribution: str | None = None

    def differences(self, other: Claim) -> dict[str, tuple[Any, Any]]:
        """Field → (here, there), where they differ."""
        mine, theirs = self.model_dump(mode="json"), other.model_dump(mode="json")
        return {name: (mine[name], theirs[name]) for name in mine if mine[name] != theirs[name]}


class BadCorrection(ValueError):
    """What results would be no claim. `errors`: field → what is wrong."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {problem}" for name, problem in errors.items()))
        self.errors = errors


_COLUMNS = (
    "kind", "quote", "subject", "amount", "upper", "unit", "item", "per", "bound", "direction", "event", "person",
    "title", "organization", "place", "period_start", "period_end", "status", "attribution",
)  # fmt: skip
_VALUE = ("amount", "upper", "unit", "item", "per", "bound", "direction")


def claim_of_row(row: Mapping[str, Any]) -> Claim:
    """The claim of a row of the fact table."""
    value = json.loads(row["original"]).get("value") or {}
    fields = {name: row[name] for name in _COLUMNS}
    if row["kind"] == "role":
        fields["subject"] = None  # the column repeats the person
    return Claim.model_construct(
        **fields,
        start=row["evidence_start"],
        end=row["evidence_end"],
        equivalents=tuple(Money(amount=e["amount"], unit=e["unit"]) for e in value.get("equivalents") or ()),
    )


def corrected(before: Claim, changes: Corrections, text: str | None) -> Claim:
    """The claim with the changes; `text` is the article's. Raises BadCorrection."""
    given = {name: getattr(changes, name) for name in changes.model_fields_set}
    for name in ("kind", "quote", "status"):  # never without
        if given.get(name, "") is None:
            del given[name]
    if given.get("equivalents", ()) is None:
        given["equivalents"] = ()
    fields = {name: getattr(before, name) for name in Claim.model_fields} | given
    errors: dict[str, str] = {}
    _shape(fields, errors)
    if fields["period_start"] and fields["period_end"] and fields["period_start"] > fields["period_end"]:
        errors["period_end"] = "the period ends before it begins"
    if fields["quote"] != before.quote:
        fields["start"] = place = _nearest(text, fields["quote"], before.start)
        fields["end"] = place + len(fields["quote"])
        if place < 0:
            errors["quote"] = "these characters do not stand in the article"
    if errors:
        raise BadCorrection(errors)
    after = Claim.model_validate(fields)
    if not before.differences(after):
        raise BadCorrection({"corrections": "nothing differs from the fact; if it is right, say so"})
    return after


def _shape(fields: dict[str, Any], errors: dict[str, str]) -> None:
    """What the kind asks for is there, what it has no place for goes."""
    kind = fields["kind"]
    if kind in QUANTITY_KINDS:
        fields |= {"event": None, "person": None, "title": None, "organization": None}
        errors |= {name: f"{kind} needs one" for name in ("amount", "unit") if fields[name] is None}
        if kind != "change":
            fields["direction"] = None
        if fields["upper"] is not None:
            fields["bound"] = "range"
            if fields["amount"] is not None and Decimal(fields["upper"]) <= Decimal(fields["amount"]):
                errors["upper"] = "the upper end of a range is above the lower"
        elif fields["bound"] == "range":
            errors["upper"] = "a range has an upper end"
        fields["bound"] = fields["bound"] or "exact"
        return
    fields |= dict.fromkeys(_VALUE) | {"equivalents": ()}
    needed: tuple[str, ...]
    if kind == "event":
        fields |= {"person": None, "title": None, "organization": None}
        needed = ("event",)
    else:
        fields |= {"event": None, "subject": None}
        needed = ("person", "title")
    errors |= {name: f"{kind} needs one" for name in needed if fields[name] is None}


def _nearest(text: str | None, quote: str, start: int) -> int:
    """Where the quote stands in the text, as near as can be to where it stood; -1 where it does not."""
    if not text:
        return -1
    before, behind = text.rfind(quote, 0, start + len(quote)), text.find(quote, start)
    found = [place for place in (before, behind) if place >= 0]
    return min(found, key=lambda place: abs(place - start), default=-1)


def plain(claim: Claim) -> dict[str, Any]:
    """As JSON, without what is not said."""
    document = claim.model_dump(mode="json", exclude_none=True)
    return {name: value for name, value in document.items() if value != []}


def claim_of_json(document: str) -> Claim:
    """Back from the database."""
    return Claim.model_validate_json(document)
