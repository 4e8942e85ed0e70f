"""Signing in while the database is locked, full or damaged: the desk's words and status 503, never a server error."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from html import unescape
from pathlib import Path
from typing import cast

import pyotp
import pytest

from tests.serving import ROOT, Served, serve
from tests.ui.test_areas import PASSWORD, ask, served

Trouble = Callable[[Path], AbstractContextManager[Path]]
WORDS = "Records are unavailable right now. Nothing is lost. Try again in a minute."


@contextmanager
def locked(_: Served, database: Path) -> Iterator[None]:
    """Another program holds the database, longer than the server waits."""
    with closing(sqlite3.connect(database, isolation_level=None)) as holder:
        holder.execute("BEGIN IMMEDIATE")
        yield


@contextmanager
def full(server: Served, _: Path) -> Iterator[None]:
    """The server can write no further, as on a full disk."""
    from resource import RLIM_INFINITY, RLIMIT_FSIZE, prlimit

    prlimit(server.process.pid, RLIMIT_FSIZE, (4_096, RLIM_INFINITY))
    yield
    prlimit(server.process.pid, RLIMIT_FSIZE, (RLIM_INFINITY, RLIM_INFINITY))


@contextmanager
def damaged(_: Served, database: Path) -> Iterator[None]:
    """The file of the database is overwritten."""
    before = {file: file.read_bytes() for file in database.parent.glob("records.db*")}
    for file, content in before.items():
        file.write_bytes(b"\xff" * len(content))
    yield
    for file, content in before.items():
        file.write_bytes(content)


@pytest.mark.skipif(sys.platform != "linux", reason="limits of another process can be set on Linux only")
def test_signing_in_while_the_database_cannot_be_used(tmp_path: Path) -> None:
    with serve(ROOT / "app.py", tmp_path / "log.txt", **served('["family", "staff"]', tmp_path)) as server:
        begin = re.search(r"/staff/begin/\S+", server.log.read_text())
        assert begin
        account = {"name": "ada", "shown_as": "Ada", "password": PASSWORD}
        begun = ask(server, begin[0], account)[3]
        letters = re.search(r'<code id="letters">(\w+)</code>', begun)
        recovery = re.findall(r"<li>(\w{10})</li>", begun)
        assert letters
        given = {"name": "ada", "password": PASSWORD, "code": pyotp.TOTP(letters[1]).now()}
        for trouble in (locked, full, damaged):
            with trouble(server, tmp_path / "records.db"):
                for form in (given, {**given, "name": "nobody"}):
                    status, headers, cookies, text = ask(server, "/staff/sign-in", form)
                    assert (status, headers["retry-after"]) == (503, "60"), trouble
                    assert WORDS in unescape(text)
                    assert f'value="{form["name"]}"' in text, "what was typed is still there, but for the password"
                    assert PASSWORD not in text
                    assert not [cookie for cookie in cookies if cookie.startswith("next_step_staff")]
                status, _, _, text = ask(server, begin[0], account)
                if trouble is full:  # a used link is refused without writing
                    assert status == 400
                else:
                    assert status == 503
                    assert WORDS in unescape(text)
                assert ask(server, "/crisis")[0] == 200
            if trouble is damaged:
                break
            status, _, _, text = ask(server, "/staff/sign-in", {**given, "code": recovery.pop()})
            assert (status, text) == (303, ""), f"as before, after {trouble.__name__}"
        assert "Error: " not in server.log.read_text()


def test_a_link_to_begin_while_the_database_is_damaged(tmp_path: Path) -> None:
    with serve(ROOT / "app.py", tmp_path / "log.txt", **served('["staff"]', tmp_path)) as server:
        begin = re.search(r"/staff/begin/\S+", server.log.read_text())
        assert begin
        with damaged(server, tmp_path / "records.db"):
            status, _, _, text = ask(server, begin[0])
        assert status == 503
        assert WORDS in unescape(text)


# --- at the start ----------------------------------------------------------------------------------------------------


@contextmanager
def locked_at_start(folder: Path) -> Iterator[Path]:
    with closing(sqlite3.connect(folder / "records.db", isolation_level=None)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        yield folder


@contextmanager
def damaged_at_start(folder: Path) -> Iterator[Path]:
    with damaged(cast("Served", None), folder / "records.db"):
        yield folder


@contextmanager
def read_only_at_start(folder: Path) -> Iterator[Path]:
    """A disk that can only be read; for root, who may write anywhere, it takes a real one."""
    if os.geteuid() == 0:
        mount = ["mount", "--bind", str(folder), str(folder)]
        if subprocess.run(mount, check=False, capture_output=True).returncode:
            pytest.skip("this machine mounts no disks")
        subprocess.run(["mount", "-o", "remount,bind,ro", folder], check=True)
        try:
            yield folder
        finally:
            subprocess.run(["umount", folder], check=True)
    else:
        folder.chmod(0o500)
        yield folder
        folder.chmod(0o700)


@contextmanager
def nowhere_at_start(_: Path) -> Iterator[Path]:
    """The disk of the database is not there, and its folder cannot be made."""
    yield Path("/proc/records")


@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc")
@pytest.mark.parametrize(
    "trouble",
    [
        nowhere_at_start,
        *(
            pytest.param(trouble, marks=pytest.mark.long)
            for trouble in (read_only_at_start, locked_at_start, damaged_at_start)
        ),
    ],
)
def test_a_server_that_starts_while_the_database_cannot_be_used(tmp_path: Path, trouble: Trouble) -> None:
    """Families are served, the desk says that records are unavailable, and opens by itself once they are."""
    disk, both = tmp_path / "disk", '["family", "staff"]'
    disk.mkdir()
    with serve(ROOT / "app.py", tmp_path / "first.txt", **served(both, disk)) as server:
        begin = re.search(r"/staff/begin/\S+", server.log.read_text())
    assert begin
    given = {"name": "ada", "password": PASSWORD, "code": "123456"}
    with ExitStack() as troubles:
        place = troubles.enter_context(trouble(disk))
        with serve(ROOT / "app.py", tmp_path / "log.txt", **served(both, place)) as server:
            assert "The call desk is closed until it can" in server.log.read_text()
            assert ask(server, "/")[0] == 200
            assert ask(server, "/crisis")[0] == 200
            for path, form in (("/staff/sign-in", given), (begin[0], None)):
                status, _, _, text = ask(server, path, form)
                assert status == 503, path
                assert WORDS in unescape(text)
            troubles.close()
            if place == disk:
                assert ask(server, "/staff/sign-in", given)[0] == 401, "the desk is open again"
            assert "Traceback" not in server.log.read_text()
