"""`factwire serve SERVICE`: the same as `python -m services.SERVICE`."""

from __future__ import annotations

import importlib
import sys

from shared.errors import Misconfigured


def run(service: str) -> None:
    """Run one service until a signal; exits with its code. Raises Misconfigured where its packages are missing."""
    try:
        module = importlib.import_module(f"services.{service}.__main__")
    except ModuleNotFoundError as error:
        if error.name and error.name.startswith("services"):
            raise
        raise Misconfigured(
            f"{service} needs the package {error.name}", f"pip install 'factwire[{service}]'"
        ) from error
    sys.exit(module.main())
