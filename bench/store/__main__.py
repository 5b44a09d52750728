"""Store's figures: writing against a bare executemany, and asking a full table.

    python -m bench.store [--facts 1000000] [--articles 1500] [--database URL]

Both writers put the same rows into the same schema with the same driver, fifty articles a transaction; they take turns,
so that a noisy machine disturbs both alike. The bare one has its rows ready as tuples: what store adds is turning
messages into rows, looking up what it knows of the articles, and SQLAlchemy. Without --database: SQLite in a
temporary folder, and PostgreSQL where it is installed.
"""

from __future__ import annotations

import argparse
import asyncio
import sqlite3
import tempfile
from pathlib import Path

from bench.store.asking import asking
from bench.store.writing import fill, writing
from services.store.database import Database
from services.store.migrate import migrate
from services.store.settings import StoreSettings
from tests.store import postgres


async def bench(url: str, arguments: argparse.Namespace, folder: Path) -> None:
    settings = StoreSettings.model_validate(
        {"database_url": url, "redis_url": "redis://127.0.0.1:1", "data_dir": folder, "log_level": "error"}
    )
    database = Database(settings.database)
    print(database.dialect, sqlite3.sqlite_version if database.dialect == "sqlite" else "")
    try:
        await migrate(database)
        await writing(database, arguments.articles)
        if arguments.facts:
            await fill(database, arguments.facts)
            await asking(database, settings, arguments.rounds)
    finally:
        await database.close()


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--facts", type=int, default=1_000_000, help="in the table when it is asked; 0: only write")
    parser.add_argument("--articles", type=int, default=1500, help="written each way")
    parser.add_argument("--rounds", type=int, default=10, help="of every question")
    parser.add_argument("--database", help="URL of an empty database; default: both kinds, temporary")
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if arguments.database:
            await bench(arguments.database, arguments, folder)
            return
        if arguments.only != "postgresql":
            await bench(f"sqlite:///{folder}/bench.db", arguments, folder)
        if arguments.only != "sqlite":
            with postgres.server() as server:
                if server is None:
                    print("postgresql: not installed")
                else:
                    await bench(await postgres.new_database(server), arguments, folder)


if __name__ == "__main__":
    asyncio.run(main())
