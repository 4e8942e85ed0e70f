"""Every test of the store runs on SQLite and on a real PostgreSQL server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from intake.store.database import Database, migrate
from intake.store.encryption import Keyring
from tests.postgres import new_database, postgres

KEY = bytes(range(32))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    with postgres() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/records.db"
    return new_database(request.getfixturevalue("postgres_server"))


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """A database with tables, open with KEY."""
    migrate(url)
    opened = Database(url, Keyring([KEY]))
    yield opened
    opened.close()
