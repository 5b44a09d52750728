"""What the extraction core runs as here."""

from __future__ import annotations

from importlib.util import find_spec


def core() -> str:
    """ "compiled" (deploy/compile.py) or "Python": the same facts at another speed. Loads nothing of the core."""
    spec = find_spec("services.extract.core.pipeline")
    origin = (spec.origin if spec is not None else None) or ""
    return "Python" if origin.endswith((".py", ".pyc")) else "compiled"
