"""Text into tokens: words, numbers and punctuation with their offsets in the article.

Numbers are one token with their separators ("5,000", "1.5", "17 000"); a hyphen after a number is a token of its own,
so that "240-MW" and "35,000-ton-a-year" come apart; "coal-fired" stays whole. Abbreviations keep their full stop.
"""

from __future__ import annotations

import re
import sys

# Blanks that the press puts between groups of digits.
_GROUP_BLANK = "\u00a0\u2009\u202f\u2007 "
_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "`": "'", "‘": "'"})

# Currency codes and short forms that the press glues to a number ("KZT5.8 billion", "Rs500"), which come apart from it.
_GLUED_CODE = (
    r"USD|EUR|GBP|KZT|RUB|UZS|KGS|TJS|TMT|AZN|GEL|AMD|UAH|BYN|MDL|CNY|RMB|JPY|KRW|INR|PKR|BDT|LKR|NPR|IDR"
    r"|MYR|SGD|THB|VND|PHP|HKD|TWD|MNT|AUD|NZD|CAD|MXN|BRL|ARS|CLP|COP|PEN|UYU|ZAR|NGN|KES|UGX|TZS|ETB|GHS"
    r"|EGP|MAD|TND|DZD|ZMW|BWP|NAD|MZN|AOA|RWF|XAF|XOF|AED|SAR|QAR|KWD|BHD|OMR|JOD|ILS|TRY|IRR|IQD|LBP|CHF"
    r"|SEK|NOK|DKK|ISK|PLN|CZK|HUF|RON|BGN|RSD|BAM|MKD|ALL|FCFA|CFA|NIS|SR|QR|BD|KD|JD|OR|Bt|Nu|Le|Rf|Ks"
    r"|MK|MT|VT|Kz|Lm|Ft|Ls|Rs\.?|Rp\.?|RM|KSh|Ksh|KSH|KShs|TSh|USh|Ush|Shs?|Br|Tk|SFr|SKr|NKr|DKr|Dhs?"
    r"|Php|PhP|GH[S₵¢]|Kč|zł|kr"
)
# One letter is a currency only before what no model or label has: decimals, groups, a scale ("T1.5 bn", "R110 bn").
_SCALED = (
    rf"\d{{1,3}}(?:[.,]\d|[{_GROUP_BLANK}]\d{{3}}(?!\d)|"
    rf"[{_GROUP_BLANK}-]?(?:[bm]n|m|b|k|ml[nd]|tr(?:illio)?n|[mb]illion|thousand|per|each)\b)"
)

TOKEN = re.compile(
    rf"""
    (?=\S)(?:                                                       # a blank begins none: not each is tried there
    [A-Za-z]+(?=[ ,:;)”])|[a-z]{{2,}}(?=[.])|,|\.(?!\.\.)|[()%:;“”–—€£]       # most tokens, at once
  | \d{{1,3}}(?:[{_GROUP_BLANK}]\d{{3}})+(?![\d])(?:[.,]\d+)?      # 17 000, 22 000,5
  | \d{{1,3}}(?:['’]\d{{3}})+(?:\.\d+)?                          # 1'250'000
  | \d+(?:[.,]\d+)*                                               # 5,000  1.5  8,146.21  2018
  | (?:US|AU|CA|NZ|HK|NT|MX|TT|EC|RD|[ABCGJLNRSTZ])\$              # US$  A$
  | (?=[A-Zkz][A-Za-zčł₵¢]{{0,3}}\.?\d)(?:(?:{_GLUED_CODE})(?=\d)|[NRTKPQEM](?={_SCALED}))
  | S/\.?(?=\s?\d)                                                # S/ 412 million, S/.1.05
  | (?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mr|Mrs|Ms|Dr|No|Nos|Gen|Prof)\.     # Dec. 27
  | (?:[A-Za-z]\.){{2,}}(?:[A-Z](?![A-Za-z]))?                    # U.S.  a.m.  J.P.
  | (?<=\d-)[^\W\d_]+                                             # MW of 240-MW
  | (?:n['’]t\b)                                                   # isn't -> is n't
  | ['’](?:s|S|re|ve|ll|d|m)\b                                    # possessive and short forms
  | [^\W\d_]{{1,6}}?(?=n['’]t\b)
  | [^\W_]*[^\W\d_][^\W_]*(?:[-‑&](?=[^\W_])[^\W_]+|['’](?![sS]\b|re\b|ve\b|ll\b|d\b|m\b)[^\W\d_]+)*
  | [^\W_]+
  | \.\.\.|--+
  | [^\w\s]
  | _+)
    """,
    re.VERBOSE,
)


def _folded_all(words: list[str], ascii_only: bool) -> list[str]:
    """The forms that word lists are searched for: lower case, plain apostrophe; no word holds a line end."""
    joined = "\n".join(words)
    return (joined if ascii_only else joined.translate(_APOSTROPHES)).lower().split("\n") if words else []


# What stands between two blanks is cut into tokens by itself, unless it has digits that may go on behind the blank
# ("17 000", "T1.5 bn"). So that is done once for each, and few in a text are new.
_CONTEXTUAL = re.compile(r"[\d`]|S/\.?\Z")
_NUMBER = re.compile(r"[(\"$€£]{0,2}\d[\d.,]{0,14}(?:-?[A-Za-z]{1,12}){0,3}[%,.;:)\"]{0,3}", re.ASCII)
_LONGEST = 24
_KEPT = 20_000  # pieces, some 10 MB


class Lexeme:
    """A word form with what the stages ask of every token: looked up once in the text and read from then on, where each
    would look it up in a table of its own, most of them in memory that no cache holds. A stage fills in what is its
    own when it first meets the form: -1 or None say that it has not."""

    __slots__ = (
        "base", "begins", "countries", "dated", "eventful", "genre", "hints",
        "leading", "listed", "low", "nouns", "reporting",
        "settled", "tagged", "titled", "verbs", "word",
    )  # fmt: skip

    def __init__(self, word: str, low: str) -> None:
        self.word, self.low = word, low
        self.tagged = False
        self.settled: str | None = None  # tags.py: its tag whatever stands around it
        self.listed: str | None = None  # tags.py: what the table has for its folded form
        self.base: str | None = None  # tags.py: the base form of a verb, else the folded form
        self.begins = -1  # scan.py: what kinds of numbers may begin here
        self.dated = -1  # date.py: whether a time may
        self.titled = -1  # title.py: whether it may be the head of a title
        self.leading = -1  # holder.py: whether it leads somebody, or is the plural of a title
        self.genre = -1  # genre.py: what sorts of text it tells of
        self.eventful = -1  # trigger.py: whether it can open an event
        self.reporting = -1  # frames.py: whether it can open a frame
        self.hints = -1  # hints.py: which lists of the rules have it, one bit each
        self.countries: tuple[str, ...] | None = None  # country.py: what countries it shows
        self.nouns: tuple[str, ...] | None = None  # cue_words.py: its classes as a noun
        self.verbs: tuple[str, ...] | None = None  # cue_words.py: and as a verb


_LEXEMES: dict[str, Lexeme] = {}


def _lexeme(word: str, low: str) -> Lexeme:
    found = _LEXEMES.get(word)
    if found is None or found.low != low:  # an accent is folded to an apostrophe only beside foreign letters
        if len(_LEXEMES) >= _KEPT:
            _LEXEMES.clear()
        word = sys.intern(word)
        found = _LEXEMES[word] = Lexeme(word, sys.intern(low))
    return found


class _Piece:
    """What stands between two blanks: its tokens, and their starts and ends counted from it."""

    __slots__ = ("ends", "ends_in_digit", "lexeme", "lexemes", "single", "starts")

    def __init__(self, piece: str, words: list[str], starts: list[int]) -> None:
        folded = _folded_all(words, all(word.isascii() for word in words))
        self.lexemes = [_lexeme(word, low) for word, low in zip(words, folded, strict=True)]
        self.starts = starts
        self.ends = [start + len(word) for start, word in zip(starts, words, strict=True)]
        self.single = words == [piece]
        self.lexeme = self.lexemes[0] if words else _NONE
        self.ends_in_digit = bool(words) and words[-1][-1].isdigit()


_NONE = Lexeme("", "")
_OPEN = _Piece("", [], [])  # cannot be cut without what stands behind it
_PIECES: dict[str, _Piece] = {}


def forget() -> None:
    """Drop what is kept of word forms."""
    _LEXEMES.clear()
    _PIECES.clear()


def _cut(piece: str) -> _Piece:
    if len(piece) > _LONGEST or (_CONTEXTUAL.search(piece) and not _NUMBER.fullmatch(piece)):
        return _OPEN
    found = [(m.group(), m.start()) for m in TOKEN.finditer(piece)]
    if len(_PIECES) >= _KEPT:
        _PIECES.clear()
    cut = _PIECES[piece] = _Piece(piece, [word for word, _ in found], [start for _, start in found])
    return cut


def tokens(text: str, start: int, end: int) -> tuple[list[Lexeme], list[str], list[str], list[int], list[int]]:
    """The tokens of a stretch of text: their forms, characters, folded forms, starts and ends, offsets in the whole
    text."""
    lexemes: list[Lexeme] = []
    starts: list[int] = []
    ends: list[int] = []
    stretch = text[start:end]
    at = start
    unread = start if start and text[start - 1] not in " \n" else -1  # where a stretch begins that is not yet cut
    for piece in stretch.split(" "):
        behind = at + len(piece)
        if piece:
            cut = _PIECES.get(piece)
            if cut is None:
                cut = _cut(piece)
            if cut is _OPEN or (cut.ends_in_digit and behind + 1 < end and text[behind + 1].isdigit()):
                unread = at if unread < 0 else unread
            elif unread >= 0:
                _scan(text, unread, min(behind + 1, end), stretch.isascii(), lexemes, starts, ends)
                unread = -1
            elif cut.single:
                lexemes.append(cut.lexeme)
                starts.append(at)
                ends.append(behind)
            else:
                for k, form in enumerate(cut.lexemes):
                    lexemes.append(form)
                    starts.append(at + cut.starts[k])
                    ends.append(at + cut.ends[k])
        at = behind + 1
    if unread >= 0:
        _scan(text, unread, end, stretch.isascii(), lexemes, starts, ends)
    return lexemes, [form.word for form in lexemes], [form.low for form in lexemes], starts, ends


def _scan(
    text: str,
    start: int,
    end: int,
    ascii_only: bool,
    lexemes: list[Lexeme],
    starts: list[int],
    ends: list[int],
) -> None:
    """Append the tokens of a stretch that is read as a whole."""
    found: list[str] = TOKEN.findall(text, start, end)  # strings alone, found again: cheaper than a match for each
    for word in found:
        start = text.find(word, start)
        starts.append(start)
        start += len(word)
        ends.append(start)
    for word, low in zip(found, _folded_all(found, ascii_only), strict=True):
        lexemes.append(_lexeme(word, low))
