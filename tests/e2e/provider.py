"""A sign-in provider (OpenID Connect) in its own process, and the settings that tell the app about it."""

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

# The people it knows: subject, address, and whether the provider has verified the address.
PEOPLE = (
    ("1001", "ada@example.org", True),
    ("1002", "bea@example.org", True),
    ("1003", "eve@example.org", True),
    ("1004", "dan@example.org", False),
)
# A large organization: this person's claims alone are longer than a browser may send in a header.
IN_MANY_GROUPS = {
    "sub": "1005",
    "email": "gil@example.org",
    "email_verified": True,
    "groups": [f"cn=group-{number:03},ou=staff,dc=example,dc=org" for number in range(500)],
}


@contextmanager
def a_provider() -> Iterator[str]:
    """Run the provider until the block ends; yield its address."""
    port = free_port()
    claims: list[dict[str, object]] = [
        {"sub": subject, "email": email, "email_verified": verified} for subject, email, verified in PEOPLE
    ]
    known = [f"--user-claims={json.dumps(person)}" for person in (*claims, IN_MANY_GROUPS)]
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
    """The command that starts the app with this provider, under the name "agency"."""
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
