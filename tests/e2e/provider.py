"""A provider of sign-in (OpenID Connect) as a process of its own, and the settings with which the app knows it."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.serving import STREAMLIT, free_port

# Whom it knows: subject, address, whether the provider has verified it.
PEOPLE = (
    ("1001", "ada@example.org", True),
    ("1002", "bea@example.org", True),
    ("1003", "eve@example.org", True),
    ("1004", "dan@example.org", False),
)


@contextmanager
def a_provider() -> Iterator[str]:
    """Its address, until the block ends."""
    port = free_port()
    known = [
        f"--user-claims={json.dumps({'sub': subject, 'email': email, 'email_verified': verified})}"
        for subject, email, verified in PEOPLE
    ]
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", f"--port={port}", *known],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        until = time.monotonic() + 30
        while True:
            try:
                urllib.request.urlopen(f"{address}/.well-known/openid-configuration", timeout=2).close()
                break
            except OSError:
                assert process.poll() is None, "the provider ended"
                assert time.monotonic() < until, "the provider did not answer"
                time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=10)


def command_with(provider: str, folder: Path) -> tuple[str, ...]:
    """How the app is started so that it knows the provider, by the name "agency"."""
    secrets = folder / "secrets.toml"
    secrets.write_text(
        "[auth]\n"
        'redirect_uri = "http://127.0.0.1:{port}/oauth2callback"\n'
        f'cookie_secret = "{"k3y" * 12}"\n'
        "[auth.agency]\n"
        'client_id = "desk"\n'
        'client_secret = "desk secret"\n'
        f'server_metadata_url = "{provider}/.well-known/openid-configuration"\n'
    )
    return (*STREAMLIT, f"--secrets.files={secrets}")
