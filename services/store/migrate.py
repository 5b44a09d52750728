"""Bring the schema up to date: at every start and by `python -m services.store migrate`.

Everything happens in one transaction that holds a lock, so that of several processes starting together one migrates
and the others wait and find it done; a migration that fails leaves nothing half-made.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from services.store.database import Database
from shared import logs

log = logs.get(__name__)
SCRIPTS = Path(__file__).parent / "migrations"
LOCK = 0x66616374  # PostgreSQL's advisory locks are numbers: "fact"


def config(connection: Connection | None = None) -> Config:
    """Alembic's configuration without a file."""
    made = Config()
    made.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    made.attributes["connection"] = connection
    return made


def head() -> str:
    """The newest revision."""
    return ScriptDirectory.from_config(config()).get_current_head() or ""


async def migrate(database: Database, revision: str = "head") -> str:
    """Up to `revision` (or down to an earlier one) under a lock; returns the revision reached."""

    def run(connection: Connection) -> tuple[str, str]:
        if database.dialect == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        before = MigrationContext.configure(connection).get_current_revision() or ""
        known = [script.revision for script in ScriptDirectory.from_config(config()).walk_revisions()]
        if before and before not in known:
            # A newer Factwire migrated it. Migrations only expand before they contract, so this one can still work.
            log.warning("database is newer than this program", revision=before, known=known[0])
            return before, before
        down = before in known and revision in known and known.index(revision) > known.index(before)
        if down or revision == "base":
            command.downgrade(config(connection), revision)
        else:
            command.upgrade(config(connection), revision)
        return before, MigrationContext.configure(connection).get_current_revision() or ""

    async with database.write() as connection:
        before, after = await connection.run_sync(run)
    if before != after:
        log.info("database migrated", before=before or "nothing", after=after or "nothing")
    return after
