"""Who holds which title: one claim per person and title, at the fullest place."""

from __future__ import annotations

import re
from itertools import chain

from services.extract.core.facts.memory import NO_FIRMS, Memory, memory_of
from services.extract.core.facts.naming import named
from services.extract.core.facts.seats import (
    central_bank,
    city,
    closing,
    council,
    country,
    issuer,
    ministry,
    of_field,
    region,
    same_post,
    spoken_of,
    within,
)
from services.extract.core.mentions.title_words import group, spelled, stem
from services.extract.core.model import Claim, Document, Mentioned, Name
from services.extract.core.predicates import predicates
from services.extract.core.sentences import Sentence

_PRONOUNS = frozenset(("its", "his", "her", "their", "our", "whose", "my"))
_LIGHT = frozenset("the a an of for and at in to on then former acting new".split())  # no difference between titles
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_STATE = frozenset(("state", "regional", "provincial"))
_BUSINESS = frozenset(
    "analysts investors shareholders earnings briefing results profit sales orders customers conference".split()
)
_BOARDS = frozenset(("management board", "supervisory board", "executive board", "board", "board of directors"))
_SPOKES = frozenset("spokesman spokeswoman spokesperson".split())
_SENIOR = frozenset("senior leading lead chief principal".split())
_OF_STATE = frozenset("minister president premier vice-president prime-minister".split())
# Of a story with one of these, a president may be that of a country.
_NATION = frozenset(
    "minister ministers ministry parliament election elections republic government presidential prime cabinet senate "
    "governor decree congress kremlin".split()
)
_COUNCILLORS = frozenset("councillor councilor alderman reeve coun cllr coun. cllr.".split())
_SECONDS = frozenset(("deputy", "predecessor", "successor", "aide"))
_WRITERS = frozenset("editor correspondent reporter writer columnist".split())
_MEDIA = frozenset("news times herald post inform tribune gazette telegraph courier tv radio today reuters".split())
_LOBBIES = frozenset("association union federation chamber confederation institute".split())
_OPENING = 60  # characters past a sentence: whoever begins it counts
_LEADS = 8  # sentences among which the first of the body stands
_POSTS = 24  # of one family name, that a further title is compared with
_NEAR = 12  # characters between a title and its organisation that still make one stretch of evidence


def roles(doc: Document) -> list[Claim]:
    """The roles of an article, in the order of the evidence."""
    memory = memory_of(doc)
    kept: dict[str, list[tuple[frozenset[str], Claim, int]]] = {}  # by family name: words of the title, claim, fullness
    for s, found in zip(doc.sentences, doc.names, strict=False):
        for name in found:
            if name.title is not None and not _civility(name, doc) and not _signs(s, name):
                claim = _claim(s, name, memory)
                words = frozenset(_WORD.findall(name.title.lower())) - _LIGHT
                fullness = len(name.text) + len(words) * 4 + (claim.organization is not None) * 3
                _keep(kept.setdefault(s.lows[name.last - 1], []), words, claim, fullness)
    return sorted((claim for same in kept.values() for _, claim, _ in same), key=lambda claim: (claim.start, claim.end))


def _signs(s: Sentence, name: Name) -> bool:
    """ "By Ana Ruiz, agribusiness editor": who wrote the article."""
    return name.first == 1 and s.lows[0] == "by" and s.lows[name.title_last - 1] in _WRITERS


def _civility(name: Name, doc: Document) -> bool:
    """Whether "Professor" only adorns somebody who is given a title besides: "its dean, Professor Eva Lang"."""
    if (name.title or "").lower() not in ("professor", "prof.", "sheikh"):
        return False
    known: dict[str, set[str]] | None = doc.memo.get("titles")
    if known is None:
        known = doc.memo["titles"] = {}
        for other in chain.from_iterable(doc.names):
            if other.kind == "person" and other.title is not None:
                known.setdefault(other.text.split()[-1], set()).add(other.title)
    return any(title != name.title for title in known.get(name.text.split()[-1], ()))


def _keep(same: list[tuple[frozenset[str], Claim, int]], words: frozenset[str], claim: Claim, fullness: int) -> None:
    """Add a claim to those of its person, or let it take the place of a less full one of the same title."""
    for k in range(max(len(same) - _POSTS, 0), len(same)):
        known, _, weight = same[k]
        if words <= known or known <= words:
            if fullness > weight and known <= words:
                same[k] = (words, claim, fullness)
            return
    same.append((words, claim, fullness))


def _claim(s: Sentence, name: Name, memory: Memory) -> Claim:
    full = memory.person(name.text)
    person = full.text if full is not None and len(name.text.split()) == 1 else name.text
    starts = [name.start, s.starts[name.title_first]]
    ends = [name.end, s.ends[name.title_last - 1]]
    organization = seat(s, name, memory)
    if ends[1] <= name.organization_start <= ends[1] + _NEAR:
        ends.append(name.organization_end)
    return Claim(
        "role",
        s,
        min(starts),
        max(ends),
        "role",
        person=person,
        title=name.title,
        organization=organization,
        status="planned" if "will" in s.lows[name.last : name.title_first] else "actual",
        why=[f"{name.title!r} of {person!r}"],
    )


def _head(s: Sentence, name: Name) -> str:
    for k in range(name.title_last - 1, name.title_first - 1, -1):
        low = stem(s.lows[k])
        if low == "general" and k > name.title_first and stem(s.lows[k - 1]) in spelled():
            continue  # "Director | General"
        if low in spelled() or s.words[k].isupper():
            return low
    return s.lows[name.title_last - 1]


def seat(s: Sentence, name: Name, memory: Memory) -> Mentioned | None:
    """The organisation or place whose title a person of the sentence holds, if the article tells."""
    return _organization(s, name, _head(s, name), memory)


def _organization(s: Sentence, name: Name, head: str, memory: Memory) -> Mentioned | None:
    """Whose the title is: as the sentence ties it, or as the article resolves it; None for offices of a country."""
    if name.organization_start >= 0:
        own = Mentioned(name.organization or "", name.organization_start, name.organization_end)
        if (name.organization or "").lower().partition(" ")[0] in _PRONOUNS:
            return memory.named_before(s, name.title_first)
        if own.text.lower() in _BOARDS:
            return memory.company(s)  # "vice-president of the management board"
        found = memory.resolved(own, s)
        return found if found is not None and not _reports(found) else own
    first = s.lows[max(name.title_first - 1, 0)]
    if head in group("city") and first in _PRONOUNS:
        return city(memory, s)
    if name.title_first > 0 and first in ("his", "her") and head in _SECONDS:
        return _chief(s, memory)
    if name.title_first > 0 and first in _PRONOUNS and first not in ("my", "our"):
        if name.title_first == 1 and (body := closing(memory, s)) is not None:
            return body
        return memory.named_before(s, name.title_first - 1)
    words = (name.title or "").lower()
    if (post := same_post(memory, s, name) or issuer(memory, s)) is not None:
        return post
    if head in _COUNCILLORS and (seated := council(memory, s)) is not None:
        return seated
    if head in group("city") or "(mayor)" in words:
        return city(memory, s, name.first)
    if head in group("region"):
        banker = head == "governor" and _STATE.isdisjoint(words.split())
        return (central_bank(memory, s) if banker else None) or region(memory, s, words)
    if head in ("premier", "minister", "minister-president", "secretary") and not _STATE.isdisjoint(words.split()):
        return region(memory, s)
    if words in ("president", "vice president") and not _BUSINESS.isdisjoint(s.lows):
        if any(not _NATION.isdisjoint(other.lows) for other in memory.doc.sentences[max(s.index - 1, 0) : s.index + 2]):
            return country(memory)
        firm = memory.company(s, certain=True)  # "President Hideki Murase told an earnings briefing"
        return firm if firm is not None and NO_FIRMS.isdisjoint(firm.text.lower().split()) else None
    if words in ("minister", "deputy minister"):
        return ministry(memory, s) or country(memory)
    if "minister" in words and (field := of_field(memory, words)) is not None:
        return field
    if (own_house := within(memory, s, name)) is not None:
        return own_house
    if head == "coach":
        return memory.company(s)
    if words == "company secretary" or (words == "secretary" and first == "company"):
        return memory.company(s)
    if head == "statistician":
        return next((e.full for e in memory.organisations[:60] if "statistic" in e.full.text.lower()), None)
    if (
        "minister" in words
        or head in group("national") - group("firm")
        or words in ("president", "vice president", "first vice president")
    ):
        return country(memory) if head in _OF_STATE else None
    if head in _SPOKES or ((name.title or "").lower().split()[0] in _SENIOR and head not in group("firm")):
        return memory.named_before(s, name.title_first)
    if head in group("firm"):
        spoken = '"' in s.tags[: name.first]
        firm = (None if spoken else memory.subject_before(s, name.start)) or memory.company(s)
        if firm is not None and not _LOBBIES.isdisjoint(firm.text.lower().split()):
            firm = _led(s, memory) or firm
        elif firm is not None and (issues := _announcer(memory)) is not None and issues.end < firm.start:
            firm = issues if firm.start < memory.doc.memo["announced"] else firm
        return firm if firm is not None and not _reports(firm) else spoken_of(memory, s)
    return None


def _led(s: Sentence, memory: Memory) -> Mentioned | None:
    """The firm that begins one of the sentences before in the paragraph: "Acme pays $90 a ton. | "Gas is dear,"
    explains director X"."""
    for other in memory.doc.sentences[max(s.index - 3, 0) : s.index][::-1]:
        if other.paragraph != s.paragraph:
            return None
        if (firm := memory.subject_before(other, other.end + _OPENING)) is not None:
            return firm
    return None


def _announcer(memory: Memory) -> Mentioned | None:
    """Who issues a release: "BOR, 9 May -- Motavia, the maker of tiles, today announced a round led by Vale"."""
    doc = memory.doc
    if "announcer" not in doc.memo:
        doc.memo["announcer"], doc.memo["announced"] = None, 0
        lead = next((other for other in doc.sentences[:_LEADS] if other.part == "body" and other.groups), None)
        for p in predicates(lead) if lead is not None else ():
            if (
                lead is not None
                and p.group.lemma == "announce"
                and p.subject is not None
                and lead.tags[p.subject.head] == "P"
            ):
                doc.memo["announcer"], doc.memo["announced"] = named(lead, p.subject), lead.end
                break
    own: Mentioned | None = doc.memo["announcer"]
    return own


def _chief(s: Sentence, memory: Memory) -> Mentioned | None:
    """Of "The akim instructed his deputy, X": whose the akim is, if somebody was called so before."""
    subject = s.lows[s.phrases[0].head] if s.phrases else ""
    for other in memory.doc.sentences[max(s.index - 12, 0) : s.index + 1][::-1]:
        for name in memory.doc.names[other.index]:
            if name.title is None or "deputy" in name.title.lower():
                continue
            words = name.title.lower().split()
            if subject in words or (other is s and s.phrases and name.first < s.phrases[0].last):
                return seat(other, name, memory)
    return None


def _reports(body: Mentioned) -> bool:
    """Whether a body is a paper or an agency that only reports: "told Khazar News"."""
    return body.text.lower().rpartition(" ")[2] in _MEDIA
