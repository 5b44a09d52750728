"""How a sentence became facts: what was found in it, by which rule, what was chosen and why, and what was rejected.

`explained` gives the account as data; `as_text` prints it in a terminal's colours, `as_html` in explain_page.py makes
one self-contained page of it.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from services.extract.core import pipeline
from services.extract.core.facts.assertion import unclaimed
from services.extract.core.facts.features import surroundings
from services.extract.core.facts.genre import aside, genre
from services.extract.core.facts.kind import NONE, group, kind
from services.extract.core.model import Claim, Document, Quantity
from services.extract.core.sentences import Sentence

# Kind -> its colour in a terminal; readable on black and on white.
COLOURS = {
    "investment": "green", "indicator": "cyan", "employment": "magenta", "capacity": "yellow", "output": "blue",
    "change": "red", "share": "bright_magenta", "count": "bright_cyan", "size": "bright_yellow",
    "event": "bright_green", "role": "bright_blue",
}  # fmt: skip
# Attributes that say how, not what.
QUIET = frozenset(("status", "because", "rule", "cues", "found"))
_CUES = 6  # as many as a reader takes in
_AT_LEAST = 0.25  # cues that weigh less, in the natural logarithm, decided nothing
_SAID = "said already, at a fuller place"
_BOUND = {"exact": "", "approximate": "about ", "at_least": "at least ", "at_most": "at most ", "range": ""}


class Found(NamedTuple):
    """One mention: what it is, its characters, how it was read, by which rule."""

    what: str
    text: str
    reading: str
    rule: str


class Decision(NamedTuple):
    """What was made of one quantity; `rejected` says why it is no fact, None where it is one."""

    quantity: Quantity
    text: str
    kind: str
    probability: float
    cues: tuple[tuple[str, float], ...]
    rejected: str | None


@dataclass(slots=True)
class Account:
    """One sentence's account: the claims it makes, its mentions, and what was decided on each quantity."""

    sentence: Sentence
    claims: list[Claim]
    mentions: list[Found] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)

    @property
    def rejected(self) -> list[Decision]:
        """The quantities that became no fact."""
        return [decision for decision in self.decisions if decision.rejected is not None]

    def decision_on(self, claim: Claim) -> Decision | None:
        """What gave a claim its kind; None for events and roles."""
        return next((d for d in self.decisions if claim.quantity is not None and d.quantity == claim.quantity), None)


def explained(text: str, published: dt.date | None) -> tuple[Document, list[Account]]:
    """The account of every sentence of an article, in order."""
    doc = pipeline.read(text, published)
    found = pipeline.claims(doc)
    sort = genre(doc)
    accounts: list[Account] = []
    earlier: dict[str, str] = {}
    for s in doc.sentences:
        account = _account(s, doc, [c for c in found if c.sentence is s], earlier, sort)
        accounts.append(account)
        earlier = {group(d.quantity): d.kind for d in account.decisions if d.rejected in (None, _SAID)}
    return doc, accounts


def _account(s: Sentence, doc: Document, claims: list[Claim], earlier: dict[str, str], sort: str) -> Account:
    account = Account(s, claims)
    previous = ""
    said: dict[str, str] = {}
    claimed = {c.quantity for c in claims}
    for q in doc.quantities[s.index]:
        text = doc.text[q.start : q.end]
        account.mentions.append(Found("quantity", text, value(q), q.rule))
        around = surroundings(q, s)
        name = group(q)
        before, same = earlier.get(name, ""), said.get(name, "")
        choice = kind(q, s, around, previous, doc.times[s.index], earlier=before, same=same, reasons=True)
        if choice.kind == NONE:
            reason = "too unsure" if choice.rule.endswith("unsure") else "no kind of fact"
        else:
            reason = aside(q, sort) or unclaimed(q, s, around) or ("" if q in claimed else _SAID)
            previous = said[name] = choice.kind
        cues = tuple((cue, worth / 100) for cue, worth in choice.cues if abs(worth) >= 100 * _AT_LEAST)
        account.decisions.append(Decision(q, text, choice.kind, choice.probability, cues, reason or None))
    for t in doc.times[s.index]:
        reading = f"{when(t.begin, t.until)} ({t.use})" if t.begin or t.until else f"no dates ({t.use})"
        account.mentions.append(Found("time", doc.text[t.start : t.end], reading, t.rule))
    for n in doc.names[s.index]:
        account.mentions.append(Found(n.kind, n.text, n.title or "", ""))
    return account


def when(begin: dt.date | None, until: dt.date | None) -> str:
    """A period as a reader would write it."""
    if begin is None:
        return f"until {until}"
    if until is None:
        return f"from {begin}"
    return str(begin) if begin == until else f"{begin} to {until}"


def printable(text: str) -> str:
    """The text with blanks for control characters, so that no article commands a terminal; as long as before."""
    return text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text)


def number(amount: Decimal) -> str:
    """An amount with its thousands parted."""
    text = f"{amount:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def value(q: Quantity, item: str | None = None) -> str:
    """A quantity as it was read: bound, amount, unit, what it is of, rate, and the same in other currencies."""
    amount = number(q.amount) + (f"–{number(q.upper)}" if q.upper is not None else "")
    counted = q.unit == "1"
    unit = "" if counted else "%" if q.unit == "%" else " times" if q.unit == "x" else f" {q.unit}"
    what = f" {item}" if item and counted else f" of {item}" if item else ""
    same = "".join(f" = {number(a)} {u}" for a, u in q.equivalents)
    return f"{_BOUND[q.bound]}{amount}{unit}{what}" + (f" a {q.per}" if q.per else "") + same


def headline(claim: Claim) -> str:
    """What is claimed, without its circumstances."""
    if claim.quantity is not None:
        return " ".join(filter(None, (claim.direction, value(claim.quantity, claim.item))))
    return f"{claim.person}, {claim.title}" if claim.kind == "role" else claim.event or ""


def attributes(claim: Claim, account: Account) -> list[tuple[str, str]]:
    """The attributes of a claim and why each is so, as (name, words)."""
    lines = []
    if claim.subject is not None:
        lines.append(("about", claim.subject.text))
    if claim.organization is not None:
        lines.append(("of", claim.organization.text))
    if claim.has_period and (claim.begin or claim.until):
        words = f" – “{' '.join(claim.period_text.split())}”" if claim.period_text else ""
        lines.append(("when", when(claim.begin, claim.until) + words))
    if claim.attribution is not None:
        lines.append(("says", claim.attribution.text))
    reasons = dict.fromkeys(claim.why)
    status = [why for why in reasons if why.startswith(claim.status)]
    lines.append(("status", status[-1] if status else claim.status))
    lines += [("because", why) for why in reasons if why not in status and not why.startswith(("actual:", "planned:"))]
    lines.append(("rule", f"{claim.rule}, confidence {claim.confidence:.2f}"))
    decision = account.decision_on(claim)
    if decision is not None and decision.cues:
        lines.append(("cues", shown(decision)))
    return lines


def shown(decision: Decision) -> str:
    """The cues that weighed most: for (+) and against (-) the kind."""
    cues = "  ".join(f"{cue} {worth:+.1f}" for cue, worth in decision.cues[:_CUES])
    return f"{cues}  → {decision.kind} {decision.probability:.0%}"


def legend(accounts: list[Account]) -> list[tuple[str, int]]:
    """The kinds that the article has, most frequent first."""
    counted = Counter(claim.kind for account in accounts for claim in account.claims)
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))


def as_text(doc: Document, accounts: list[Account], *, everything: bool = False) -> RenderableType:
    """The account for a terminal; sentences that state nothing, and mentions, only where `everything` is asked for."""
    count = sum(len(account.claims) for account in accounts)
    head = Text.assemble((f"{count} fact{'' if count == 1 else 's'}", "bold"), f"  {doc.published or 'no date'}  ")
    for name, times in legend(accounts):
        head.append("  ● ", COLOURS[name]).append(f"{times} {name}")
    lines: list[RenderableType] = [head]
    for account in accounts:
        if everything or account.claims or account.rejected:
            lines += _sentence(account, everything=everything)
    return Group(*lines)


def _sentence(account: Account, *, everything: bool) -> list[RenderableType]:
    s = account.sentence
    sentence = Text(printable(s.text[s.start : s.end]))
    for claim in account.claims:
        sentence.stylize(f"bold underline {COLOURS[claim.kind]}", claim.start - s.start, claim.end - s.start)
    part = "" if s.part == "body" else f"  {s.part}"
    lines: list[RenderableType] = [Text(f"\n{s.index + 1}{part}", style="dim"), sentence]
    for claim in account.claims:
        colour = COLOURS[claim.kind]
        head = Text.assemble(
            ("  ● ", colour), (f"{claim.kind} ", f"bold {colour}"), (printable(headline(claim)), "bold")
        )
        lines += [head, _lines(attributes(claim, account))]
    for decision in account.rejected:
        lines.append(Text(f"  ○ “{printable(decision.text)}” is no fact: {decision.rejected}", style="yellow"))
        if decision.cues:
            lines.append(_lines([("cues", shown(decision))]))
    if everything and account.mentions:
        rules = ((found, f"  [{found.rule}]" if found.rule else "") for found in account.mentions)
        lines.append(_lines([("found", f"{found.what} “{found.text}” {found.reading}{rule}") for found, rule in rules]))
    return lines


def _lines(pairs: list[tuple[str, str]]) -> RenderableType:
    """Names and their words; what is wrapped stands under the words."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True, style="dim", width=7)
    grid.add_column()
    for name, words in pairs:
        grid.add_row(name, Text(printable(words), style="dim" if name in QUIET else ""))
    return Padding(grid, (0, 0, 0, 4), expand=False)
