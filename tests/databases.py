"""Databases with tables for tests: made once in a process, then copied."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command

from intake.store.database import config_of, migrate, migrating
from tests.postgres import new_database


@cache
def _sqlite_file() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "records.db"
        migrate(f"sqlite:///{path}")
        return path.read_bytes()


@cache
def _postgres_template(server: str) -> str:
    address = new_database(server)
    migrate(address)
    return address.rpartition("/")[2]


def sqlite_with_tables(path: Path) -> str:
    """The address of a new SQLite database at `path` with the tables of this version and nothing in them."""
    path.write_bytes(_sqlite_file())
    return f"sqlite:///{path}"


def postgres_with_tables(server: str) -> str:
    """The address of a new database on this server with the tables of this version and nothing in them."""
    return new_database(server, template=_postgres_template(server))


def downgrade(url: str, revision: str) -> None:
    """Bring the tables back to those of an earlier revision."""
    with migrating(url) as connection:
        command.downgrade(config_of(connection), revision)
