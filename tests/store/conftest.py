"""Every test of the store runs on SQLite and on a real PostgreSQL server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from intake.store import accounts
from intake.store.accounts import Accounts, AccountSetup
from intake.store.database import Database
from intake.store.encryption import Keyring
from intake.store.permissions import Role
from tests.databases import postgres_with_tables, sqlite_with_tables
from tests.postgres import new_database, postgres
from tests.store.staff_accounts import PASSWORD, Clock

KEY = bytes(range(32))


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    with postgres() as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def server(request: pytest.FixtureRequest) -> str:
    """The address of a PostgreSQL server; "" stands for SQLite."""
    return str(request.getfixturevalue("postgres_server")) if request.param == "postgresql" else ""


@pytest.fixture
def empty_url(server: str, tmp_path: Path) -> str:
    """The address of a database without tables."""
    return new_database(server) if server else f"sqlite:///{tmp_path}/empty.db"


@pytest.fixture
def url(server: str, tmp_path: Path) -> str:
    """The address of a database with tables and nothing in them."""
    return postgres_with_tables(server) if server else sqlite_with_tables(tmp_path / "records.db")


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """The database at `url`, open with KEY."""
    opened = Database(url, Keyring([KEY]))
    yield opened
    opened.close()


@pytest.fixture
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Use a cheap password hash: a hundred attempts would take too long with the real one."""
    monkeypatch.setattr(accounts, "_HASHER", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def staff(database: Database, clock: Clock, quick_hashes: None) -> Accounts:
    return Accounts(database, clock)


@pytest.fixture
def ada(staff: Accounts) -> AccountSetup:
    """The first account, of an administrator."""
    return staff.accept(staff.invite(Role.ADMINISTRATOR), "ada", PASSWORD, "Ada")
