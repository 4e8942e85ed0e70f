"""Sealed content opens again with the same key until the end of the next day; nothing else opens."""

from __future__ import annotations

import base64
import datetime as dt
import logging
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake import sealing
from intake.sealing import Sealer, ServerKeyError, TooLargeError, server_key

KEY, OTHER = bytes(range(32)), bytes(range(1, 33))
NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
SEALER = Sealer(KEY, "a test")


@given(st.binary(max_size=5_000))
def test_sealed_content_opens_again(content: bytes) -> None:
    assert SEALER.open(SEALER.seal(content, NOON), NOON) == content


def test_a_token_hides_its_content_and_no_two_are_alike() -> None:
    content = b"she drinks, she drinks, she drinks"
    first, second = SEALER.seal(content, NOON), SEALER.seal(content, NOON)
    assert first != second
    assert b"drinks" not in base64.urlsafe_b64decode(first)
    assert set(first) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=")


def test_a_token_hides_the_length_of_its_content() -> None:
    few, many = ('{"a": "yes"}', '{"answers": {' + ", ".join(f'"q{n}": "yes"' for n in range(10)) + "}}")
    assert len(SEALER.seal(few.encode(), NOON)) == len(SEALER.seal(many.encode(), NOON))


def test_an_altered_token_does_not_open() -> None:
    raw = base64.urlsafe_b64decode(SEALER.seal(b"content", NOON))
    for place in range(len(raw)):
        changed = bytearray(raw)
        changed[place] ^= 1
        assert SEALER.open(base64.urlsafe_b64encode(changed).decode(), NOON) is None, place
    for cut in range(len(raw)):
        assert SEALER.open(base64.urlsafe_b64encode(raw[:cut]).decode(), NOON) is None, cut


@given(st.text(max_size=300) | st.binary(max_size=300).map(lambda raw: base64.urlsafe_b64encode(raw).decode()))
def test_other_text_does_not_open(text: str) -> None:
    assert SEALER.open(text, NOON) is None


@pytest.mark.parametrize(
    ("later", "opens"),
    [
        (0 * HOUR, True),
        (24 * HOUR, True),
        (35 * HOUR, True),  # the last hour of the next day
        (36 * HOUR, False),
        (48 * HOUR, False),
        (365 * 24 * HOUR, False),
        (-13 * HOUR, True),  # sealed by a replica whose clock is a little ahead of midnight
        (-37 * HOUR, False),
    ],
)
def test_a_token_opens_only_on_its_day_and_the_next(later: dt.timedelta, opens: bool) -> None:
    assert (SEALER.open(SEALER.seal(b"content", NOON), NOON + later) is not None) == opens


def test_a_token_with_a_forged_day_does_not_open() -> None:
    raw = bytearray(base64.urlsafe_b64decode(SEALER.seal(b"content", NOON)))
    raw[1:4] = (int.from_bytes(raw[1:4], "big") + 2).to_bytes(3, "big")
    assert SEALER.open(base64.urlsafe_b64encode(raw).decode(), NOON + 48 * HOUR) is None


def test_a_token_opens_only_with_its_key_and_purpose() -> None:
    token = SEALER.seal(b"content", NOON)
    assert Sealer(OTHER, "a test").open(token, NOON) is None
    assert Sealer(KEY, "another").open(token, NOON) is None
    assert Sealer(KEY, "a test").open(token, NOON) == b"content"


def test_too_large_content_is_refused() -> None:
    assert len(SEALER.seal(bytes(sealing.LARGEST_CONTENT), NOON)) < sealing.LONGEST_TOKEN
    with pytest.raises(TooLargeError):
        SEALER.seal(bytes(sealing.LARGEST_CONTENT + 1), NOON)


def test_a_token_that_would_unpack_beyond_the_limit_does_not_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "LARGEST_CONTENT", 300_000_000)
    bomb = SEALER.seal(bytes(200_000_000), NOON)
    monkeypatch.undo()
    assert len(bomb) < sealing.LONGEST_TOKEN
    assert SEALER.open(bomb, NOON) is None
    assert SEALER.open("A" * (sealing.LONGEST_TOKEN + 1), NOON) is None


# --- the server's key ------------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def no_key_configured(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NEXT_STEP_KEY", "NEXT_STEP_KEY_FILE"):
        monkeypatch.delenv(name, raising=False)


def test_a_configured_key_takes_precedence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "key"
    file.write_bytes(base64.b64encode(OTHER) + b"\n")
    monkeypatch.setenv("NEXT_STEP_KEY_FILE", str(file))
    assert server_key(tmp_path / "keys") == OTHER
    monkeypatch.setenv("NEXT_STEP_KEY", base64.b64encode(KEY).decode())
    assert server_key(tmp_path / "keys") == KEY
    assert not (tmp_path / "keys").exists()


def test_the_first_start_creates_a_key_readable_only_by_its_owner(tmp_path: Path) -> None:
    key = server_key(tmp_path / "keys")
    assert len(key) == 32
    assert server_key(tmp_path / "keys") == key, "the next start finds it"
    assert server_key(tmp_path / "others") != key, "there is no default key"
    (file,) = (tmp_path / "keys").iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700


def test_processes_that_start_together_share_one_key(tmp_path: Path) -> None:
    keys: list[bytes] = []
    threads = [threading.Thread(target=lambda: keys.append(server_key(tmp_path / "keys"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys) == 8
    assert len(set(keys)) == 1
    assert len(list((tmp_path / "keys").iterdir())) == 1


def test_without_a_writable_folder_the_key_lasts_until_the_process_ends(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    blocked = tmp_path / "a file"
    blocked.write_text("in the way of a folder")
    with caplog.at_level(logging.WARNING):
        first, second = server_key(blocked / "keys"), server_key(blocked / "keys")
    assert len(first) == 32
    assert first != second
    assert "will be lost when this process restarts" in caplog.text
    assert base64.b64encode(first).decode() not in caplog.text


@pytest.mark.parametrize("encoded", ["", "short", "not base64!", base64.b64encode(bytes(31)).decode(), "é" * 44])
@pytest.mark.parametrize("where", ["NEXT_STEP_KEY", "NEXT_STEP_KEY_FILE"])
def test_an_invalid_key_is_reported_and_not_replaced(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, encoded: str, where: str
) -> None:
    if where == "NEXT_STEP_KEY":
        monkeypatch.setenv(where, encoded or " ")
    else:
        (tmp_path / "key").write_text(encoded, "utf-8")
        monkeypatch.setenv(where, str(tmp_path / "key"))
    with pytest.raises(ServerKeyError, match=where):
        server_key(tmp_path / "keys")


def test_a_missing_key_file_is_reported(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NEXT_STEP_KEY_FILE", str(tmp_path / "none"))
    with pytest.raises(ServerKeyError, match="cannot be read"):
        server_key(tmp_path / "keys")
