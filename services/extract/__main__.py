"""`python -m services.extract`: articles become facts, until SIGTERM or SIGINT."""

from __future__ import annotations

import asyncio
import sys

from services.extract.app import make
from services.extract.settings import ExtractSettings
from shared import logs
from shared.broker import run
from shared.errors import Misconfigured
from shared.settings import load


def main() -> int:
    """Serve; returns the exit code: 0 after a clean stop, 2 when a setting is wrong."""
    try:
        settings = load(ExtractSettings)
        logs.configure(settings.log_level, settings.log_format, service="extract")
        asyncio.run(run(make(settings)))
    except Misconfigured as error:
        print(f"extract: {error}", file=sys.stderr)  # noqa: T201 - for whoever typed the command
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
