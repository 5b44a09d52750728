"""The account of articles as one HTML page that needs nothing else: no script, no font, no address."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence

from services.extract.core.model import Claim, Document
from services.extract.explain import QUIET, Account, attributes, headline, legend, shown

# Kind -> hue; the same lightness for all, so that no kind looks weightier than another.
HUES = {
    "investment": 145, "indicator": 195, "employment": 300, "capacity": 45, "output": 225, "change": 5, "share": 330,
    "count": 175, "size": 75, "event": 110, "role": 260,
}  # fmt: skip

_STYLE = """
:root{color-scheme:light dark;--l:38%;--line:#8883;--soft:#8881}
@media(prefers-color-scheme:dark){:root{--l:68%}body{background:#15171b;color:#e2e4e9}}
body{font:16px/1.6 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:1.5rem 1rem 4rem}
h1{font-size:1.4rem;line-height:1.3;margin:.5rem 0}header p{margin:.2rem 0 1rem;opacity:.75}
.legend{display:flex;flex-wrap:wrap;gap:.3rem .5rem;position:sticky;top:0;padding:.6rem 0;z-index:1;background:Canvas;
border-bottom:1px solid var(--line)}
@media(prefers-color-scheme:dark){.legend{background:#15171b}}
.kind{color:hsl(var(--h) 70% var(--l));font-weight:600}
.legend .kind{border:1px solid currentColor;border-radius:1rem;padding:0 .6rem;font-size:.85rem}
mark{color:inherit;background:hsl(var(--h) 70% 50%/.2);border-bottom:2px solid hsl(var(--h) 70% var(--l));
border-radius:.15rem}mark:target,li:target{outline:2px solid hsl(var(--h) 70% var(--l));outline-offset:2px}
mark a,.n{font-size:.7rem;vertical-align:super;text-decoration:none;color:hsl(var(--h) 70% var(--l));padding-left:.1rem}
section{padding:.5rem 0}section>p{margin:.3rem 0}.part{font-size:.75rem;opacity:.6}.quiet{opacity:.55}
ol,ul{list-style:none;margin:.4rem 0;padding:0;display:grid;gap:.5rem}
li.claim{border-left:3px solid hsl(var(--h) 70% var(--l));background:var(--soft);padding:.4rem .8rem;
border-radius:0 .4rem .4rem 0}
dl{display:grid;grid-template-columns:5.5rem 1fr;margin:.2rem 0 0;font-size:.88rem;line-height:1.45}
dt{opacity:.6}dd{margin:0;overflow-wrap:anywhere}
.why{opacity:.75}
.cues,.rule{font-family:ui-monospace,monospace;font-size:.78rem;opacity:.75}
.no{font-size:.88rem;border-left:3px dashed var(--line);padding:.2rem .8rem}
details{font-size:.85rem;margin:.3rem 0}summary{cursor:pointer;opacity:.6}
table{border-collapse:collapse;margin:.3rem 0}td{padding:.1rem .8rem .1rem 0;vertical-align:top}
"""


def as_html(articles: Sequence[tuple[str, Document, list[Account]]], *, everything: bool = False) -> str:
    """The page of some articles, each with its title; `everything` also opens what was found in each sentence."""
    hues = "".join(f".{name}{{--h:{hue}}}" for name, hue in HUES.items())
    title = html.escape(articles[0][0]) if articles else "no article"
    body = "".join(
        _article(number, name, doc, accounts, everything=everything)
        for number, (name, doc, accounts) in enumerate(articles)
    )
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>Explained: {title}</title><style>{_STYLE}{hues}</style><body>{body}</body></html>\n"
    )


def _article(number: int, name: str, doc: Document, accounts: list[Account], *, everything: bool) -> str:
    counted = legend(accounts)
    chips = "".join(f'<span class="kind {kind}">{times} {kind}</span>' for kind, times in counted)
    total = sum(times for _, times in counted)
    rejected = sum(len(account.rejected) for account in accounts)
    summary = f"{total} fact{'' if total == 1 else 's'}, {rejected} rejected · {doc.published or 'no date'}"
    ids = {id(claim): f"a{number}f{i}" for i, claim in enumerate((c for a in accounts for c in a.claims), 1)}
    sections = "".join(_section(account, ids, everything=everything) for account in accounts)
    return (
        f"<article><header><h1>{html.escape(' '.join(name.split()))}</h1><p>{summary}</p></header>"
        f'<div class="legend">{chips}</div>{sections}</article>'
    )


def _section(account: Account, ids: dict[int, str], *, everything: bool) -> str:
    s = account.sentence
    part = "" if s.part == "body" else f'<div class="part">{html.escape(s.part)}</div>'
    quiet = "" if account.claims or account.rejected else ' class="quiet"'
    claims = "".join(_claim(claim, account, ids) for claim in account.claims)
    rejected = "".join(
        f'<li class="no">“{html.escape(d.text)}” is no fact: {html.escape(d.rejected or "")}'
        + (f'<div class="cues">{html.escape(shown(d))}</div>' if d.cues else "")
        + "</li>"
        for d in account.rejected
    )
    listed = f"<ol>{claims}{rejected}</ol>" if claims or rejected else ""
    return (
        f"<section{quiet}>{part}<p>{''.join(_marked(account, ids))}</p>{listed}{_found(account, everything)}</section>"
    )


def _claim(claim: Claim, account: Account, ids: dict[int, str]) -> str:
    rows = "".join(
        f'<dt>{name}</dt><dd class="{"why " + name if name in QUIET else name}">{html.escape(words)}</dd>'
        for name, words in attributes(claim, account)
    )
    name = ids[id(claim)]
    return (
        f'<li class="claim {claim.kind}" id="{name}"><span class="kind">{claim.kind}</span> '
        f'<b>{html.escape(headline(claim))}</b><a class="n" href="#m{name}">{_number(name)}</a><dl>{rows}</dl></li>'
    )


def _number(name: str) -> str:
    return name.rpartition("f")[2]


def _found(account: Account, everything: bool) -> str:
    rows = "".join(
        f"<tr><td>{html.escape(found.what)}</td><td>“{html.escape(found.text)}”</td>"
        f'<td>{html.escape(found.reading)}</td><td class="rule">{html.escape(found.rule)}</td></tr>'
        for found in account.mentions
    )
    opened = " open" if everything else ""
    return f"<details{opened}><summary>what was found</summary><table>{rows}</table></details>" if rows else ""


def _marked(account: Account, ids: dict[int, str]) -> Iterator[str]:
    """The sentence with its evidence marked; what lies in marked evidence already has its number there."""
    s = account.sentence
    position, open_until = s.start, s.start
    numbers: list[str] = []
    for claim in sorted(account.claims, key=lambda c: (c.start, -c.end)):
        name = ids[id(claim)]
        link = f'<a class="{claim.kind}" href="#{name}">{_number(name)}</a>'
        if claim.start < open_until:  # overlaps the evidence before
            numbers.append(link)
            continue
        if open_until > position:
            yield html.escape(s.text[position:open_until]) + "".join(numbers) + "</mark>"
            position = open_until
        yield html.escape(s.text[position : claim.start])
        yield f'<mark class="{claim.kind}" id="m{name}" title="{html.escape(claim.kind)}">'
        position, open_until, numbers = claim.start, claim.end, [link]
    if open_until > position:
        yield html.escape(s.text[position:open_until]) + "".join(numbers) + "</mark>"
        position = open_until
    yield html.escape(s.text[position : s.end])
