"""Start a PostgreSQL server for the tests, in a folder that is removed afterward."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

from tests.serving import free_port


@contextmanager
def postgres() -> Iterator[str]:
    """The address of a running server with an empty cluster, to which `/NAME` is added for a database."""
    with TemporaryDirectory(prefix="postgres") as made:
        folder, port = Path(made), free_port()
        _hand_over(folder)
        data = folder / "data"
        _run("initdb", "--pgdata", data, "--username", "tests", "--auth", "trust", "--encoding", "UTF8", "--no-sync")
        options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        _run("pg_ctl", "start", "--wait", "--pgdata", data, "--log", folder / "log", "--options", options)
        try:
            yield f"postgresql://tests@127.0.0.1:{port}"
        finally:
            _run("pg_ctl", "stop", "--pgdata", data, "--mode", "immediate")


def new_database(server: str, template: str = "template1") -> str:
    """The address of a new database: a copy of `template`, which is empty unless named."""
    name = f"t{uuid.uuid4().hex}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}".encode())
    return f"{server}/{name}"


def _hand_over(folder: Path) -> None:
    """Give the folder to the user that the package creates, because PostgreSQL does not run as root."""
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)


def _run(program: str, *words: object) -> None:
    as_owner = ("runuser", "-u", "postgres", "--") if os.geteuid() == 0 else ()
    command = [*as_owner, str(_program(program)), *map(str, words)]
    done = subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd="/")
    assert done.returncode == 0, f"{program}: {done.stderr.decode(errors='replace')}"


def _program(name: str) -> Path:
    """The path of a program. Debian keeps them outside the PATH, one folder for each version; the newest is used."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    there = str(found[-1]) if found else shutil.which(name)
    assert there, f"{name} is not installed"
    return Path(there)
