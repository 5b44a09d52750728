"""How a sentence became facts: what was found in it, by which rule, what was chosen and why, and what was rejected.

`explained` gives the account as data; `as_text` prints it in a terminal's colours, `as_html` makes one self-contained
page of it.
"""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Iterator
from dataclasses import dataclass, field

from rich.console import Group, RenderableType
from rich.text import Text

from services.extract.core import pipeline
from services.extract.core.facts.assertion import unclaimed
from services.extract.core.facts.features import surroundings
from services.extract.core.facts.kind import NONE, kind
from services.extract.core.model import Claim, Document, Quantity
from services.extract.core.sentences import Sentence

COLOURS = {
    "investment": "green", "indicator": "cyan", "employment": "magenta", "capacity": "yellow", "output": "blue",
    "change": "red", "share": "bright_magenta", "count": "bright_cyan", "size": "bright_yellow",
    "event": "bright_green", "role": "bright_blue",
}  # fmt: skip


@dataclass(slots=True)
class Account:
    """One sentence's account: the claims it makes, and lines on mentions, choices and rejections."""

    sentence: Sentence
    claims: list[Claim]
    mentions: list[str] = field(default_factory=list)
    chosen: list[str] = field(default_factory=list)
    rejected: list[str] = field(default_factory=list)


def explained(text: str, published: dt.date | None) -> tuple[Document, list[Account]]:
    """The account of every sentence of an article, in order."""
    doc = pipeline.read(text, published)
    found = pipeline.claims(doc)
    return doc, [_account(s, doc, [c for c in found if c.sentence is s]) for s in doc.sentences]


def _account(s: Sentence, doc: Document, claims: list[Claim]) -> Account:
    account = Account(s, claims)
    previous = ""
    for q in doc.quantities[s.index]:
        account.mentions.append(f"quantity  “{doc.text[q.start : q.end]}” = {_value(q)}  [{q.rule}]")
        around = surroundings(q, s)
        choice = kind(q, s, around, previous, doc.times[s.index], reasons=True)
        reasons = ", ".join(f"{cue} {worth:+d}" for cue, worth in choice.cues[:8])
        line = f"“{doc.text[q.start : q.end]}” → {choice.kind} p={choice.probability:.2f}: {reasons}"
        if (reason := unclaimed(q, s, around)) is not None:
            line += f" – not claimed, {reason}"
        (account.rejected if choice.kind == NONE or reason is not None else account.chosen).append(line)
        previous = choice.kind if choice.kind != NONE else previous
    for t in doc.times[s.index]:
        account.mentions.append(
            f"time      “{doc.text[t.start : t.end]}” = {t.begin} … {t.until} ({t.use})  [{t.rule}]"
        )
    for n in doc.names[s.index]:
        held = f", {n.title}" if n.title else ""
        account.mentions.append(f"{n.kind:9} “{n.text}”{held}")
    return account


def _value(q: Quantity) -> str:
    upper = f"–{q.upper:f}" if q.upper is not None else ""
    per = f" per {q.per}" if q.per else ""
    return f"{q.bound} {q.amount:f}{upper} {q.unit}{per}" + "".join(f" = {a:f} {u}" for a, u in q.equivalents)


def summary(claim: Claim) -> str:
    """A claim in one line: kind, value, subject, circumstances."""
    parts = [claim.kind if claim.kind != "event" else f"event: {claim.event}"]
    if claim.quantity is not None:
        parts.append(_value(claim.quantity))
    if claim.person:
        parts.append(f"{claim.person}, {claim.title}")
    if claim.direction:
        parts.append(claim.direction)
    if claim.item:
        parts.append(f"of {claim.item}")
    if claim.subject:
        parts.append(f"about {claim.subject.text}")
    if claim.has_period:
        parts.append(f"{claim.begin or '…'} to {claim.until or '…'}")
    if claim.attribution:
        parts.append(f"says {claim.attribution.text}")
    parts.append(claim.status)
    return " · ".join(parts)


def as_text(accounts: list[Account], *, everything: bool = False) -> RenderableType:
    """The account for a terminal; sentences that state nothing are left out unless `everything` is asked for."""
    lines: list[RenderableType] = []
    for account in accounts:
        if not (everything or account.claims or account.rejected):
            continue
        s = account.sentence
        shown = Text(s.text[s.start : s.end])
        for claim in account.claims:
            shown.stylize(f"bold {COLOURS[claim.kind]}", claim.start - s.start, claim.end - s.start)
        lines.append(Text(f"\n[{s.index}] {s.part}", style="dim"))
        lines.append(shown)
        for claim in account.claims:
            lines.append(Text(f"  ● {summary(claim)}", style=COLOURS[claim.kind]))
            lines.append(Text(f"      rule {claim.rule}, confidence {claim.confidence:.2f}", style="dim"))
            lines += [Text(f"      {why}", style="dim") for why in claim.why]
        lines += [Text(f"  found     {line}", style="dim") for line in account.mentions]
        lines += [Text(f"  chosen    {line}", style="dim") for line in account.chosen]
        lines += [Text(f"  rejected  {line}", style="yellow") for line in account.rejected]
    return Group(*lines)


_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>How this article became facts</title><style>
:root{color-scheme:light dark}body{font:16px/1.6 system-ui,sans-serif;max-width:54rem;margin:2rem auto;padding:0 1rem}
mark{padding:0 .15em;border-radius:.2em;background:color-mix(in srgb,var(--c) 28%,transparent);color:inherit}
section{border-top:1px solid #8884;padding:.6rem 0}ul{margin:.3rem 0;padding-left:1.2rem}
li{margin:.15rem 0}small,summary{opacity:.75}.no{opacity:.7}
%s</style><h1>How this article became facts</h1>%s</html>"""
_HUES = {name: round(i * 360 / len(COLOURS)) for i, name in enumerate(COLOURS)}


def as_html(accounts: list[Account]) -> str:
    """The account as one page that needs nothing else."""
    style = "".join(f".{name}{{--c:hsl({hue} 85% 45%)}}" for name, hue in _HUES.items())
    return _PAGE % (style, "".join(_section(account) for account in accounts))


def _section(account: Account) -> str:
    s = account.sentence
    claims = "".join(
        f'<li><mark class="{c.kind}">{html.escape(c.kind)}</mark> {html.escape(summary(c))}<br><small>rule '
        f"{html.escape(c.rule)}, confidence {c.confidence:.2f}; {html.escape('; '.join(c.why))}</small></li>"
        for c in account.claims
    )
    details = "".join(
        f"<li{css}>{html.escape(line)}</li>"
        for css, lines in (("", account.mentions), ("", account.chosen), (' class="no"', account.rejected))
        for line in lines
    )
    more = f"<details><summary>what was found</summary><ul>{details}</ul></details>" if details else ""
    listed = f"<ul>{claims}</ul>" if claims else ""
    return f"<section><p>{''.join(_marked(account))}</p>{listed}{more}<!-- {s.part} --></section>"


def _marked(account: Account) -> Iterator[str]:
    """The sentence with its evidence marked; overlapping evidence is cut at the first."""
    s = account.sentence
    position = s.start
    for claim in sorted(account.claims, key=lambda c: (c.start, -c.end)):
        if claim.start < position:
            continue
        yield html.escape(s.text[position : claim.start])
        yield f'<mark class="{claim.kind}" title="{html.escape(summary(claim))}">'
        yield html.escape(s.text[claim.start : claim.end]) + "</mark>"
        position = claim.end
    yield html.escape(s.text[position : s.end])
