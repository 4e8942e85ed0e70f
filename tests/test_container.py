"""Dockerfile, compose.yaml and the code agree. `make image` builds and tests the image itself."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from streamlit import config as streamlit_config
from streamlit.web.server.starlette.starlette_routes import ROUTE_HEALTH

from intake.config import ROOT, Site, records_key

DOCKERFILE = re.sub(r"\\\n\s*", "", (ROOT / "Dockerfile").read_text(encoding="utf-8"))
COMPOSE = (ROOT / "compose.yaml").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
HEALTH = f"/{ROUTE_HEALTH}"


def lines_of(instruction: str) -> list[str]:
    """The arguments of each occurrence of an instruction in the Dockerfile."""
    return re.findall(rf"^{instruction} (.+)$", DOCKERFILE, re.MULTILINE)


def environment() -> dict[str, str]:
    """The environment variables that the image sets."""
    return dict(re.findall(r"(\w+)=(\S+)", " ".join(lines_of("ENV"))))


def service(name: str) -> str:
    """The text of one service in compose.yaml."""
    match = re.search(rf"^  {name}:\n((?:    .*\n|\n)+)", COMPOSE, re.MULTILINE)
    assert match, name
    return match[1]


@pytest.mark.parametrize("source", [source for line in lines_of("COPY") for source in line.split()[:-1]])
def test_copied_files_exist_and_are_sent_to_the_builder(source: str) -> None:
    assert (ROOT / source).exists()
    sent = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert "*" in sent, "everything else is left out"
    assert f"!{source}" in sent


def test_nothing_else_is_sent_to_the_builder() -> None:
    sent = re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(sent) == {source for line in lines_of("COPY") for source in line.split()[:-1]}


def test_the_image_overwrites_freed_memory_as_make_run_does() -> None:
    forgetting = re.search(r"^FORGETTING := (.+)$", MAKEFILE, re.MULTILINE)
    assert forgetting
    variables = dict(word.split("=", 1) for word in forgetting[1].split())
    assert variables
    assert variables.items() <= environment().items()


# Read by Python, glibc and PostgreSQL's client library.
OTHERS = {"PYTHONMALLOC", "GLIBC_TUNABLES", "PYTHONPATH", "PYTHONUNBUFFERED", "PYTHONDONTWRITEBYTECODE", "PGPASSFILE"}


@pytest.mark.parametrize("name", sorted({*environment(), *re.findall(r"^ +([A-Z_]+):", service("app"), re.MULTILINE)}))
def test_every_variable_of_the_image_is_an_existing_setting(name: str) -> None:
    ours = {f"NEXT_STEP_{field.upper()}" for field in Site.model_fields}
    streamlits = {option.env_var for option in streamlit_config.get_config_options().values()}
    assert name in ours | streamlits | OTHERS


def test_the_image_listens_on_every_address_and_does_not_look_up_its_own() -> None:
    assert environment()["STREAMLIT_SERVER_ADDRESS"] == "0.0.0.0"
    assert "COPY .streamlit/config.toml" in DOCKERFILE
    with (ROOT / ".streamlit/config.toml").open("rb") as file:
        browser = tomllib.load(file)["browser"]
    assert browser["serverAddress"], "without it, Streamlit asks a host on the internet"


def test_the_image_does_not_run_as_root() -> None:
    (user,) = lines_of("USER")
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", user), "a number: Kubernetes cannot tell whether a name is root"
    after = DOCKERFILE.partition(f"USER {user}")[2]
    assert "RUN" not in after
    assert "COPY" not in after


def test_the_image_can_write_only_where_the_app_writes() -> None:
    (volumes,) = (json.loads(line) for line in lines_of("VOLUME"))
    written = {ROOT / "data", records_key().parent}
    assert set(volumes) == {f"/app/{folder.relative_to(ROOT)}" for folder in written}
    for folder in volumes:
        assert f":{folder}" in service("app")
    for name in ("app", "database", "password"):
        assert "<<: *locked-down" in service(name), f"{name} has a read-only root and no capabilities"


def test_the_image_uses_a_supported_and_tested_python() -> None:
    tested = re.search(r"python: \[(.+)\]", (ROOT / ".github/workflows/test.yml").read_text(encoding="utf-8"))
    assert tested
    versions = re.findall(r"\d+\.\d+", tested[1])
    (base,) = lines_of("FROM")
    assert re.match(r"python:(\d+\.\d+)-", base)[1] in versions  # type: ignore[index]
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["requires-python"] == f">={versions[0]}", "the oldest supported version is tested"


def test_compose_contains_no_password() -> None:
    assert not re.search(r"PASSWORD:|://[^@/\s]*:[^@/\s]+@", COMPOSE)


@contextmanager
def answering(status: int) -> Iterator[int]:
    """Yields the port of a server that answers Streamlit's health address with `status`, and any other with 404."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response_only(status if self.path == HEALTH else 404)
            self.end_headers()

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server.server_port
        finally:
            server.shutdown()


def checked(port: int) -> int:
    """The exit status of the image's health check when it asks `port`."""
    (line,) = lines_of("HEALTHCHECK")
    program, *words = json.loads(line.partition("CMD ")[2])
    assert program == "python"
    return subprocess.run(
        [sys.executable, *(word.replace("8501", str(port)) for word in words)], check=False, capture_output=True
    ).returncode


def test_the_health_check_passes_only_for_a_healthy_server() -> None:
    with answering(200) as port:
        assert checked(port) == 0
    assert checked(port) != 0, "nothing listens on the port anymore"
    with answering(503) as port:
        assert checked(port) != 0


def test_the_database_password_is_created_once_with_the_right_permissions(tmp_path: Path) -> None:
    command = re.search(r"command: \[sh, (\S+), ", service("password"))
    assert command
    for _ in range(2):
        subprocess.run(["sh", ROOT / command[1], tmp_path], check=True)
        password = (tmp_path / "password").read_text(encoding="ascii")
        assert len(password) == 64
        assert (tmp_path / "pgpass").read_text(encoding="ascii") == f"*:*:*:*:{password}\n"
    assert (tmp_path / "pgpass").stat().st_mode & 0o777 == 0o600, "otherwise PostgreSQL's client ignores it"
    assert (tmp_path / "password").stat().st_mode & 0o777 == 0o644, "the server runs under another user"
