"""The file .env.example: every setting, its meaning, its default; written by `python -m services.cli.environment`."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

from pydantic.fields import FieldInfo

from services.extract.settings import ExtractSettings
from services.ingest.settings import IngestSettings
from services.store.settings import StoreSettings
from shared.settings import PREFIX, Settings

PATH = Path(__file__).parents[2] / ".env.example"

_HEAD = """\
# Settings of Factwire. Each is an environment variable; here are all of them with their defaults.
# NAME_FILE instead of NAME names a file that holds the value: for passwords, as container secrets are given.
# `docker compose` reads a file .env in this folder; elsewhere export what you need.
"""
_COMPOSE = """
# ---- compose.yaml

# Images of Redis, PostgreSQL and Python
#REDIS_IMAGE=redis:8
#POSTGRES_IMAGE=postgres:17
#PYTHON_IMAGE=python:3.13-slim

# PostgreSQL's password, set when its volume is made; letters and digits, since it becomes part of a URL
#POSTGRES_PASSWORD=factwire

# Address and ports that ingest and store are published at
#BIND=127.0.0.1
#INGEST_PORT=8000
#STORE_PORT=8001

# Whether everybody who reaches ingest's port may post: no, once BIND is another address (see FACTWIRE_API_KEYS)
#OPEN_WITHOUT_KEYS=yes

# The inbox: a named volume, or a folder of this machine such as ./inbox, writable for user id 10001
#INBOX=inbox

# Network of image builds: host where containers have none
#BUILD_NETWORK=default

# Whether the image of extract runs its core as C; no spares its build a compiler and minutes, at half the speed
#COMPILED=yes
"""


def render() -> str:
    """The whole file."""
    parts = [_HEAD, *_section("every service", Settings, {})]
    for name, kind in (("ingest", IngestSettings), ("extract", ExtractSettings), ("store", StoreSettings)):
        parts += _section(name, kind, Settings.model_fields)
    return "".join(parts) + _COMPOSE


def _section(title: str, kind: type[Settings], known: dict[str, FieldInfo]) -> Iterator[str]:
    fields = {name: field for name, field in kind.model_fields.items() if name not in known}
    if fields:
        yield f"\n# ---- {title}\n"
    for name, field in fields.items():
        yield "\n" + textwrap.fill(field.description or "", 118, initial_indent="# ", subsequent_indent="# ")
        plain = None if field.default_factory else field.default
        written = "" if plain is None else f"{plain:g}" if isinstance(plain, float) else plain
        yield f"\n#{PREFIX}{name.upper()}={written}\n"


if __name__ == "__main__":
    PATH.write_text(render(), encoding="utf-8")
    sys.stdout.write(f"wrote {PATH.name}\n")
