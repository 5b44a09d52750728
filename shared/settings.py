"""Settings from the environment: every `FACTWIRE_…` variable, or `FACTWIRE_…_FILE` naming a file that holds the value.

Each service adds its own fields by subclassing `Settings`; `load` turns what is wrong into one clear error.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from shared.errors import Misconfigured

PREFIX = "FACTWIRE_"


class Settings(BaseModel):
    """What every service knows."""

    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)

    redis_url: SecretStr | None = Field(None, description="Redis or Valkey, redis://[user:password@]host:port/db")
    database_url: SecretStr | None = Field(None, description="sqlite:///PATH or postgresql://user:password@host/name")
    data_dir: Path = Field(Path("data"), description="Everything that Factwire keeps on disk stands below this folder")
    inbox: Path | None = Field(None, description="The watched folder; `inbox` in the working folder where not given")
    host: str = Field("127.0.0.1", description="Address that the HTTP servers listen on")
    port: int = Field(8000, ge=0, le=65535, description="Port of the HTTP server; 0 takes a free one")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="The least that is logged")
    log_format: Literal["auto", "human", "json"] = Field("auto", description="auto: human in a terminal, else JSON")
    consumer: str = Field(
        default_factory=lambda: f"{socket.gethostname()}-{os.getpid()}",
        description="This worker's name in its consumer group; must differ between workers",
    )
    metrics_port: int | None = Field(
        None, ge=1, le=65535, description="Port of the Prometheus metrics; none where not set"
    )
    batch: int = Field(50, ge=1, le=1000, description="Entries taken from a stream at once")
    max_deliveries: int = Field(5, ge=1, description="Failed deliveries before the dead stream")
    claim_after: float = Field(30.0, gt=0, description="Seconds after which an unacknowledged entry is taken over")
    retry_pause: float = Field(1.0, gt=0, description="Seconds before the second try; grows fourfold up to claim_after")
    retention: float = Field(7 * 86400, ge=0, description="Seconds that acknowledged entries stay in their stream")

    @property
    def inbox_dir(self) -> Path:
        """The watched folder."""
        return self.inbox if self.inbox is not None else Path("inbox")


S = TypeVar("S", bound=Settings)


def load(kind: type[S], environ: Mapping[str, str] | None = None, **given: object) -> S:
    """The settings of a service; `given` values win over the environment.

    Raises Misconfigured naming every variable that is wrong and why.
    """
    environ = os.environ if environ is None else environ
    values: dict[str, object] = {}
    for name in kind.model_fields:
        variable = f"{PREFIX}{name.upper()}"
        if file := environ.get(f"{variable}_FILE"):
            try:
                values[name] = Path(file).read_text(encoding="utf-8").strip()
            except OSError as error:
                raise Misconfigured(f"{variable}_FILE: cannot read {file}: {error.strerror}") from error
        elif environ.get(variable, "") != "":
            values[name] = environ[variable]
    values |= {name: value for name, value in given.items() if value is not None}
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        problems = [
            f"{PREFIX}{str(e['loc'][0]).upper() if e['loc'] else '?'}: {e['msg']}"
            for e in error.errors(include_input=False)
        ]
        raise Misconfigured("; ".join(problems), "see .env.example for every variable") from None
