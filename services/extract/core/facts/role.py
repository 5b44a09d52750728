"""Who holds which title: one claim per person and title, at the fullest place."""

from __future__ import annotations

from services.extract.core.facts.memory import Memory, memory_of
from services.extract.core.mentions.title_words import group, stem
from services.extract.core.model import Claim, Document, Mentioned, Name
from services.extract.core.sentences import Sentence

_PRONOUNS = frozenset(("its", "his", "her", "their", "our", "whose", "my"))
_GENERIC_TITLE_WORDS = frozenset("the a an of for and at in to on then former acting new".split())


def roles(doc: Document) -> list[Claim]:
    """The roles of an article, in the order of the evidence."""
    memory = memory_of(doc)
    best: dict[tuple[str, str], tuple[int, Claim]] = {}
    kept: list[tuple[str, frozenset[str], Claim, int]] = []
    for s, found in zip(doc.sentences, doc.names, strict=False):
        for name in found:
            if name.title is None:
                continue
            claim = _claim(s, name, doc, memory)
            last = (claim.person or "").split()[-1].lower()
            words = (
                frozenset(claim.title.lower().replace("(", " ").replace(")", " ").split() if claim.title else ())
                - _GENERIC_TITLE_WORDS
            )
            fullness = len(name.text) + len(words) * 4 + (claim.organization is not None) * 3
            for k, (other, known, _, weight) in enumerate(kept):
                if other == last and (words <= known or known <= words):
                    if fullness > weight and known <= words:
                        kept[k] = (last, words, claim, fullness)
                    break
            else:
                kept.append((last, words, claim, fullness))
    del best
    return sorted((claim for _, _, claim, _ in kept), key=lambda claim: (claim.start, claim.end))


def _claim(s: Sentence, name: Name, doc: Document, memory: Memory) -> Claim:
    full = memory.person(name.text)
    person = full.text if full is not None and len(name.text.split()) == 1 else name.text
    starts = [name.start, s.starts[name.title_first]]
    ends = [name.end, s.ends[name.title_last - 1]]
    head = _head(s, name)
    organization = _organization(s, name, head, doc, memory)
    if name.organization_start >= 0 and name.title_last <= s.token_at(name.organization_start) + 1:
        ends.append(name.organization_end) if name.organization_end > ends[1] and name.organization_start >= s.ends[
            name.title_last - 1
        ] else None
    return Claim(
        "role",
        s,
        min(starts),
        max(ends),
        "role",
        person=person,
        title=name.title,
        organization=organization,
        confidence=0.9,
        why=[f"{name.title!r} of {person!r}"],
    )


def _head(s: Sentence, name: Name) -> str:
    for k in range(name.title_last - 1, name.title_first - 1, -1):
        low = stem(s.lows[k])
        if any(low in group(key) for key in ("government", "company", "employed", "ranks")) or s.words[k].isupper():
            return low
    return s.lows[name.title_last - 1]


def _organization(s: Sentence, name: Name, head: str, doc: Document, memory: Memory) -> Mentioned | None:
    """Whose the title is: as the sentence ties it, or as the article resolves it; None for offices of a country."""
    if name.organization_start >= 0:
        own = Mentioned(name.organization or "", name.organization_start, name.organization_end)
        if (name.organization or "").lower().split()[0] in _PRONOUNS:
            return memory.named_before(s, name.title_first)
        return memory.resolved(own, s) or own
    first = s.lows[max(name.title_first - 1, 0)]
    if head in group("city") and first in _PRONOUNS:
        return memory.city(s)
    if name.title_first > 0 and first in _PRONOUNS and first not in ("my", "our"):
        return memory.named_before(s, name.title_first - 1)
    words = (name.title or "").lower()
    if head in group("city") or "(mayor)" in words:
        return memory.city(s)
    if head in group("region"):
        return (memory.central_bank() if head == "governor" else None) or memory.region(s)
    if (
        "minister" in words
        or head in group("national") - group("firm")
        or words in ("president", "vice president", "first vice president")
    ):
        return None
    if head in group("firm"):
        return memory.company(s)
    return None
