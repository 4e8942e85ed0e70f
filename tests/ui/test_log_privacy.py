"""No error text reaches the log: it may repeat what a person typed."""

from __future__ import annotations

import io
import json
import logging
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest
from packaging.version import Version

from intake.ui.app import log_privacy

SECRET = "my brother drinks"
ID = "1c9a1d2e-53d0-4b6f-8a51-0f3c2b7d9e64"


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What a handler added after install() writes. The process is restored afterward."""
    factory = logging.getLogRecordFactory()
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    log_privacy.install()
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    logger = logging.getLogger("intake")
    logger.addHandler(handler)
    yield written
    logger.removeHandler(handler)
    logging.setLogRecordFactory(factory)


def fail() -> None:
    answer = SECRET
    raise ValueError(f"cannot use {answer!r}")


def test_error_is_logged_as_type_and_place(log: io.StringIO) -> None:
    try:
        fail()
    except ValueError:
        logging.getLogger("intake").exception("Failed with %s", SECRET)
    assert SECRET not in log.getvalue()
    assert log.getvalue().startswith(f"Error: ValueError at {__file__}:")
    assert log.getvalue().count("\n") == 1


def test_place_is_where_the_error_was_raised() -> None:
    with pytest.raises(ValueError, match="cannot use") as caught:
        fail()
    assert log_privacy.summary(caught.value).endswith(f":{fail.__code__.co_firstlineno + 2}")


@pytest.mark.parametrize("call", [Version, Decimal, json.loads], ids=["library", "Python in C", "Python"])
def test_error_raised_in_a_library_says_where_it_was_called(call: Callable[[str], object]) -> None:
    with pytest.raises((ValueError, ArithmeticError)) as caught:
        call(SECRET)
    logged = log_privacy.summary(caught.value)
    assert f"{__file__}:{caught.traceback[0].lineno + 1}" in logged
    assert SECRET not in logged


def test_cause_of_an_error_is_not_logged(log: io.StringIO) -> None:
    try:
        try:
            fail()
        except ValueError as error:
            raise RuntimeError(SECRET) from error
    except RuntimeError:
        logging.getLogger("intake").exception("Failed")
    assert SECRET not in log.getvalue()


def test_error_given_as_an_argument_loses_its_text(log: io.StringIO) -> None:
    logging.getLogger("intake").warning("%s could not be read: %s", "file", ValueError(SECRET))
    assert log.getvalue() == "file could not be read: ValueError\n"


def test_error_given_as_the_message_loses_its_text(log: io.StringIO) -> None:
    logging.getLogger("intake").warning(ValueError(SECRET))
    assert log.getvalue() == "ValueError\n"


def test_other_lines_are_unchanged(log: io.StringIO) -> None:
    logging.getLogger("intake").warning("%d rules read from %s", 12, "content")
    logging.getLogger("intake").warning("%(count)d rules", {"count": 3})
    assert log.getvalue() == "12 rules read from content\n3 rules\n"


def test_error_in_a_thread_loses_its_text(log: io.StringIO, capsys: pytest.CaptureFixture[str]) -> None:
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    assert "ValueError at" in log.getvalue()
    assert SECRET not in log.getvalue() + capsys.readouterr().err


def test_error_that_ends_the_process_loses_its_text() -> None:
    program = "from intake.ui.app import log_privacy; log_privacy.install(); "
    program += f"answer = {SECRET!r}; raise ValueError(answer)"
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert "ValueError at <string>:1" in ended.stderr
    assert SECRET not in ended.stderr


def test_installing_twice_changes_nothing(log: io.StringIO) -> None:
    log_privacy.install()
    logging.getLogger("intake").warning("once")
    assert log.getvalue() == "once\n"


@pytest.mark.parametrize(
    ("message", "arguments", "logged"),
    [
        ("Session with id %s is already connected!", (ID,), "Session with id (id) is already connected!"),
        (f"Reconnecting {ID}, 100 % sure", (), "Reconnecting (id), 100 % sure"),
        ("session ID mismatch (request=%s, expected=%s)", (ID[:8], "<none>"), "session ID mismatch (request=(id), exp"),
        ("Port %s is not available on %s", (20_261_201, "host"), "Port 20261201 is not available on host"),
        ("%s of %s", ("one",), ""),
    ],
)
def test_no_session_id_is_logged(log: io.StringIO, message: str, arguments: tuple[object, ...], logged: str) -> None:
    logging.raiseExceptions = False
    try:
        logging.getLogger("intake").warning(message, *arguments)
    finally:
        logging.raiseExceptions = True
    assert log.getvalue().startswith(logged)
    assert ID[:8] not in log.getvalue()
