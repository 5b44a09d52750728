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


class _Piece:
    """What stands between two blanks: its tokens as written and folded, and their starts and ends counted from it."""

    __slots__ = ("ends", "ends_in_digit", "low", "lows", "single", "starts", "word", "words")

    def __init__(self, piece: str, words: list[str], starts: list[int]) -> None:
        self.words, self.starts = words, starts
        self.lows = [sys.intern(low) for low in _folded_all(words, all(word.isascii() for word in words))]
        self.ends = [start + len(word) for start, word in zip(starts, words, strict=True)]
        self.single = words == [piece]
        self.word, self.low = (words[0], self.lows[0]) if words else ("", "")
        self.ends_in_digit = bool(words) and words[-1][-1].isdigit()


_OPEN = _Piece("", [], [])  # cannot be cut without what stands behind it
_PIECES: dict[str, _Piece] = {}


def _cut(piece: str) -> _Piece:
    if len(piece) > _LONGEST or (_CONTEXTUAL.search(piece) and not _NUMBER.fullmatch(piece)):
        return _OPEN
    found = [(sys.intern(m.group()), m.start()) for m in TOKEN.finditer(piece)]
    if len(_PIECES) >= _KEPT:
        _PIECES.clear()
    cut = _PIECES[piece] = _Piece(piece, [word for word, _ in found], [start for _, start in found])
    return cut


def tokens(text: str, start: int, end: int) -> tuple[list[str], list[str], list[int], list[int]]:
    """The tokens of a stretch of text: their characters, folded forms, starts and ends, offsets in the whole text."""
    words: list[str] = []
    lows: list[str] = []
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
                lows += _folded_all(_scan(text, unread, min(behind + 1, end), words, starts, ends), stretch.isascii())
                unread = -1
            elif cut.single:
                words.append(cut.word)
                lows.append(cut.low)
                starts.append(at)
                ends.append(behind)
            else:
                words += cut.words
                lows += cut.lows
                starts += [at + offset for offset in cut.starts]
                ends += [at + offset for offset in cut.ends]
        at = behind + 1
    if unread >= 0:
        lows += _folded_all(_scan(text, unread, end, words, starts, ends), stretch.isascii())
    return words, lows, starts, ends


def _scan(text: str, start: int, end: int, words: list[str], starts: list[int], ends: list[int]) -> list[str]:
    """The tokens of a stretch that is read as a whole, appended with their starts and ends."""
    found: list[str] = TOKEN.findall(text, start, end)  # strings alone, found again: cheaper than a match for each
    for word in found:
        start = text.find(word, start)
        starts.append(start)
        start += len(word)
        ends.append(start)
    words += found
    return found
