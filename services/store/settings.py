"""Settings of store: where facts are kept."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from pydantic import Field, SecretStr, field_validator
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from shared.settings import Settings

DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}


class StoreSettings(Settings):
    """What store adds to the common settings."""

    db_pool: int = Field(5, ge=1, le=100, description="Database connections for reading, per process")
    db_timeout: float = Field(30.0, gt=0, description="Seconds that a write waits for the database's lock")

    reviewer_header: str | None = Field(
        None,
        description="Header in which a proxy in front names its user, who then is the reviewer, such as Remote-User",
    )

    webhook_timeout: float = Field(
        20.0, gt=0, le=120, description="Seconds that an endpoint of a webhook has to answer"
    )
    webhook_retries: str = Field(
        "5,300,1800,7200,18000,36000,50400,72000,86400",
        pattern=r"^[0-9]+(\.[0-9]+)?(,[0-9]+(\.[0-9]+)?)*$",
        description="Seconds between the attempts of a webhook, give or take a fifth; after the last one it is dead",
    )
    webhook_give_up: float = Field(
        5 * 86400, gt=0, description="Seconds of nothing but failures after which an endpoint is disabled"
    )
    webhook_internal: bool = Field(
        False, description="1: webhooks may also go by http, and to addresses of your own network and machine"
    )
    admin_key: SecretStr | None = Field(
        None, min_length=16, description="Key for managing webhooks over HTTP; without one, only the command can"
    )

    @property
    def webhook_schedule(self) -> tuple[float, ...]:
        """Seconds before the second, third, … attempt."""
        return tuple(float(part) for part in self.webhook_retries.split(","))

    @property
    def database(self) -> URL:
        """The database with its asynchronous driver; SQLite in the data folder where no URL is given."""
        if self.database_url is None:
            return URL.create("sqlite+aiosqlite", database=str(self.data_dir / "factwire.db"))
        return driver_url(self.database_url.get_secret_value())

    @field_validator("database_url")
    @classmethod
    def _is_understood(cls, url: SecretStr | None) -> SecretStr | None:
        if url is not None:
            driver_url(url.get_secret_value())
        return url


def driver_url(text: str) -> URL:
    """A plain `sqlite:///PATH` or `postgresql://…` with the driver that Factwire uses.

    Raises ValueError (never quoting the URL: it may hold a password) where it is neither.
    """
    scheme = urlsplit(text).scheme
    if scheme not in DRIVERS:
        raise ValueError(f"unknown kind of database {unquote(scheme)!r}: sqlite:///PATH or postgresql://… is meant")
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise ValueError("not a database URL: sqlite:///PATH or postgresql://user:password@host/name") from None
    if scheme.startswith("sqlite") and url.database in (None, "", ":memory:"):
        raise ValueError("a database in memory would be lost at once: sqlite:///PATH")
    return url.set(drivername=DRIVERS[scheme])
