"""The two ways to fail.

Exception
├── FactwireError        everything that Factwire itself raises; carries a hint for whoever has to mend it
│   ├── Rejected         never will work: the entry goes to the dead stream, the file to failed/
│   ├── Misconfigured    a setting is wrong; the service does not start
│   └── Unavailable      what every entry needs is away (a database): wait for it, no entry is to blame
└── anything else        may work later: tried again with growing pauses
"""

from __future__ import annotations


class FactwireError(Exception):
    """Base of Factwire's own errors: what is wrong (`reason`) and what to do about it (`hint`)."""

    def __init__(self, reason: str, hint: str = "") -> None:
        super().__init__(f"{reason} ({hint})" if hint else reason)
        self.reason = reason
        self.hint = hint


class Rejected(FactwireError):
    """The input can never be processed as it is; trying again is useless."""


class Misconfigured(FactwireError):
    """A setting is missing or wrong; the reason names the variable."""


class Unavailable(FactwireError):
    """Something that every entry needs cannot be reached: the worker waits, and nothing counts as a failed delivery."""
