"""Text into tokens: words, numbers and punctuation with their offsets in the article.

Numbers are one token with their separators ("5,000", "1.5", "17 000"); a hyphen after a number is a token of its own,
so that "240-MW" and "35,000-ton-a-year" come apart; "coal-fired" stays whole. Abbreviations keep their full stop.
"""

from __future__ import annotations

import re

# Blanks that the press puts between groups of digits.
_GROUP_BLANK = "\u00a0\u2009\u202f\u2007 "
_APOSTROPHES = str.maketrans({"’": "'", "ʼ": "'", "`": "'", "‘": "'"})

TOKEN = re.compile(
    rf"""
    \d{{1,3}}(?:[{_GROUP_BLANK}]\d{{3}})+(?![\d])(?:[.,]\d+)?      # 17 000, 22 000,5
  | \d{{1,3}}(?:['’]\d{{3}})+(?:\.\d+)?                          # 1'250'000
  | \d+(?:[.,]\d+)*                                               # 5,000  1.5  8,146.21  2018
  | (?:US|AU|CA|NZ|HK|NT|[ACS])\$                                  # US$  A$
  | (?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mr|Mrs|Ms|Dr|No|Nos|Gen|Prof)\.     # Dec. 27
  | (?:[A-Za-z]\.){{2,}}(?:[A-Z](?![A-Za-z]))?                    # U.S.  a.m.  J.P.
  | (?<=\d-)[^\W\d_]+                                             # MW of 240-MW
  | (?:n['’]t\b)                                                   # isn't -> is n't
  | ['’](?:s|S|re|ve|ll|d|m)\b                                    # possessive and short forms
  | [^\W\d_]+?(?=n['’]t\b)
  | [^\W_]*[^\W\d_][^\W_]*(?:[-‑&](?=[^\W_])[^\W_]+|['’](?![sS]\b|re\b|ve\b|ll\b|d\b|m\b)[^\W\d_]+)*
  | [^\W_]+
  | \.\.\.|--+
  | [^\w\s]
  | _+
    """,
    re.VERBOSE,
)


def folded(word: str) -> str:
    """The form that word lists are searched for: lower case, plain apostrophe."""
    return word.translate(_APOSTROPHES).lower()


def tokens(text: str, start: int, end: int) -> list[tuple[str, int, int]]:
    """The tokens of a stretch of text as (characters, start, end), offsets in the whole text."""
    return [(m.group(), m.start(), m.end()) for m in TOKEN.finditer(text, start, end)]
