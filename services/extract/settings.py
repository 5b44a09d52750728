"""What extract can be told beside the settings that every service knows."""

from __future__ import annotations

from shared.settings import Settings


class ExtractSettings(Settings):
    """Extract needs nothing of its own: words and rules are data of the package."""
