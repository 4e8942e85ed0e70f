"""Files that GitHub, editors, and packaging tools read are consistent with the rest of the repository."""

from __future__ import annotations

import json
import re
import tomllib
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
FORMS = [form for form in sorted((ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml")) if form.name != "config.yml"]


def test_the_latest_version_in_the_changelog_is_the_current_one() -> None:
    versions = re.findall(
        r"^## \[(\d+\.\d+\.\d+)\] - \d{4}-\d\d-\d\d$", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE
    )
    assert versions[0] == PROJECT["version"]
    assert versions == sorted(versions, key=lambda version: [int(part) for part in version.split(".")], reverse=True)


def test_the_current_version_gets_security_fixes() -> None:
    minor = ".".join(PROJECT["version"].split(".")[:2])
    assert re.search(rf"^\| {re.escape(minor)} \| yes \|$", (ROOT / "SECURITY.md").read_text(), re.MULTILINE)


def test_the_next_step_command_runs_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    (name,) = PROJECT["scripts"]
    assert name == "next-step"
    assert EntryPoint(name, PROJECT["scripts"][name], "console_scripts").load()(["blank"]) == 0
    assert "answers" in json.loads(capsys.readouterr().out)


@pytest.mark.parametrize(
    "file", [".github/workflows/test.yml", ".pre-commit-config.yaml", ".devcontainer/devcontainer.json"]
)
def test_make_targets_in_these_files_exist(file: str) -> None:
    named = re.findall(r"\bmake(?: --[a-z-]+)* ([a-z-]+)", (ROOT / file).read_text(encoding="utf-8"))
    assert named
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(named) <= set(targets)


def test_github_runs_the_two_commands_in_the_readme() -> None:
    steps = (ROOT / ".github/workflows/test.yml").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for command in ("make run", "make test"):
        assert re.search(rf"^ +(run: )?{command}\b", steps, re.MULTILINE)
        assert command in readme


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_every_issue_form_says_not_to_paste_a_real_familys_answers(form: Path) -> None:
    text = form.read_text(encoding="utf-8")
    assert "Never paste a real family's answers" in text
    assert re.search(r"Nothing in this issue comes from a real family.*\n\s+required: true", text)
