"""What ingest can be told beside the settings that every service knows."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr

from shared.settings import Settings


class IngestSettings(Settings):
    """Limits of what is accepted, and how the watched folder is looked at."""

    max_article_bytes: int = Field(10_000_000, ge=1_000, description="Largest file or request body, in bytes")
    max_archive_bytes: int = Field(
        100_000_000, ge=1_000, description="Largest archive or file of many articles, and the most it may unfold to"
    )
    api_keys: SecretStr | None = Field(
        None, description="Who may use the HTTP door: `name scopes sha256`, one a line; none: everybody who reaches it"
    )
    feeds: str = Field("", description="RSS and Atom feeds to read, one address a line")
    feed_interval: float = Field(900.0, gt=0, description="Seconds between two looks at a feed")
    feed_robots: bool = Field(True, description="Leave alone what a site's robots.txt forbids")
    feed_contact: str = Field("self-hosted news reader", description="Whom feeds' owners may write to")
    rate_limit: int = Field(0, ge=0, description="Requests a minute and key (or address); 0 for any number")
    json_fields: str = Field(
        "", description="Where JSON articles have our fields, such as text=body,title=meta.headline,published_on=date"
    )
    ingest_receipts: bool = Field(
        False, description="Write NAME.facts.json beside a file in done/ once its facts are stored"
    )
    near_duplicate_days: float = Field(
        30.0, ge=0, description="Days for which a text is compared with new ones to find near-duplicates; 0: not at all"
    )
    read_seconds: float = Field(10.0, gt=0, description="Seconds that reading one file may take")
    read_memory: int = Field(1_500_000_000, ge=500_000_000, description="Address space of the process that reads files")
    body_timeout: float = Field(30.0, gt=0, description="Seconds that a client has to send its request body")
    publish_timeout: float = Field(10.0, gt=0, description="Seconds that a post waits for Redis before it gets a 503")
    max_backlog: int = Field(
        100_000,
        ge=0,
        description="Articles that may wait to be extracted before posts get a 503 and files wait; 0: any",
    )
    max_held_bytes: int = Field(
        500_000_000, ge=1_000, description="Bytes of posts held in memory at once; more get a 503"
    )
    open_without_keys: bool = Field(
        False, description="Whether everybody may post who reaches an address beyond this machine, without any key"
    )
    max_waiting: int = Field(1_000, ge=1, description="Posts that may wait for Redis at once; more get a 503")
    inbox_settle: float = Field(1.0, ge=0, description="Seconds that a file must have stood still before it is taken")
    inbox_scan: float = Field(5.0, gt=0, description="Seconds between two looks at the whole inbox, events or not")
    inbox_events: Literal["auto", "yes", "no"] = Field(
        "auto", description="Listen to file events; auto: not on network mounts, where looks alone find the files"
    )
    stop_grace: float = Field(10.0, ge=0, description="Seconds that running requests get to finish at SIGTERM")

    @property
    def ledger_path(self) -> Path:
        """The SQLite file that remembers what came in."""
        return self.data_dir / "ingest" / "ledger.db"
