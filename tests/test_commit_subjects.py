"""The check of commit subjects covers every commit since the one that added it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.check_commit_subjects import faults

SCRIPT = Path(__file__).resolve().parents[1] / "scripts" / "check_commit_subjects.py"
NOBODY = {f"GIT_{who}_{what}": f"{who}@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def git(folder: Path, *words: str) -> None:
    environment = {**os.environ, **NOBODY, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    subprocess.run(["git", *words], cwd=folder, env=environment, check=True, capture_output=True)


def commit(folder: Path, subject: str) -> None:
    git(folder, "commit", "--allow-empty", "-m", subject)


def checked(script: Path, *words: str, **environment: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, str(script), *words],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.stderr
    return done.returncode, done.stdout


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A repository whose first commit breaks every rule and whose second adds the check."""
    folder = tmp_path / "clone"
    (folder / "scripts").mkdir(parents=True)
    git(folder, "init", "--initial-branch", "main")
    commit(folder, "fixes: things.")
    git(folder, "branch", "started-before")
    shutil.copy(SCRIPT, folder / "scripts")
    git(folder, "add", ".")
    commit(folder, "added the check")
    return folder


@pytest.mark.parametrize(
    "subject",
    [
        "Ask about pregnancy before withdrawal",
        "Pass the caller's words on, unchanged",
        "Proceed after a lost connection",
        "Bring back the first question",
        "Focus the field that is wrong",
        f"Add {'x' * 68}",
    ],
)
def test_a_subject_in_the_imperative_passes(subject: str) -> None:
    assert faults(subject) == []


@pytest.mark.parametrize(
    ("subject", "fault"),
    [
        (f"Add {'x' * 69}", "73 characters; the limit is 72"),
        ("Add a question.", "no period"),
        ("add a question", "capital letter"),
        ("Adds a question", "start with an imperative"),
        ("Added a question", "start with an imperative"),
        ("Adding a question", "start with an imperative"),
        ("The desk asks less often", "start with a verb"),
        ("Docs: add a picture", "start with a verb"),
        ("fixup! Add a question", "work in progress"),
        ("WIP", "work in progress"),
        ("", "capital letter"),
    ],
)
def test_a_faulty_subject_is_refused_with_the_fault(subject: str, fault: str) -> None:
    assert any(fault in phrase for phrase in faults(subject))


def test_the_hook_checks_the_first_line_of_a_message(tmp_path: Path) -> None:
    message = tmp_path / "message"
    message.write_text("# What git says\n\nAdd a question\n\nthe body says why. It may be as long as it takes.\n")
    assert checked(SCRIPT, "--message", str(message)) == (0, "commit subjects checked, no faults: 1\n")
    message.write_text("Adds a question\n\nAdd a question\n")
    status, output = checked(SCRIPT, "--message", str(message))
    assert status == 1
    assert "Adds a question" in output


@needs_git
def test_only_commits_after_the_check_are_checked(clone: Path) -> None:
    script = clone / "scripts" / SCRIPT.name
    assert checked(script) == (0, "commit subjects checked, no faults: 0\n")
    commit(clone, "Add a question")
    assert checked(script) == (0, "commit subjects checked, no faults: 1\n")
    commit(clone, "Adds a rule")
    status, output = checked(script)
    assert status == 1
    assert "Adds a rule" in output
    assert "fixes" not in output
    assert "added the check" not in output


@needs_git
def test_a_branch_started_before_the_check_is_not_checked(clone: Path) -> None:
    git(clone, "checkout", "started-before")
    commit(clone, "the old way")
    git(clone, "checkout", "main")
    git(clone, "merge", "--no-ff", "-m", "merged: a branch.", "started-before")
    assert checked(clone / "scripts" / SCRIPT.name) == (0, "commit subjects checked, no faults: 0\n")


@needs_git
def test_a_shallow_clone_passes_with_a_note(clone: Path, tmp_path: Path) -> None:
    commit(clone, "Adds a rule")
    git(tmp_path, "clone", "--depth", "1", clone.as_uri(), "shallow")
    status, output = checked(tmp_path / "shallow" / "scripts" / SCRIPT.name)
    assert status == 0
    assert "not checked" in output


def test_it_passes_with_a_note_without_git(tmp_path: Path) -> None:
    copied = shutil.copy(SCRIPT, tmp_path)
    for environment in ({"PATH": str(tmp_path)}, {"GIT_CEILING_DIRECTORIES": str(tmp_path.parent)}):
        status, output = checked(Path(copied), **environment)
        assert status == 0
        assert "not checked" in output
