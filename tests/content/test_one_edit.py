"""A question and its rule are added in three files of the content folder; nothing else has to change."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from intake.config import content_folder
from intake.content import read
from intake.content.checks.all import problems
from intake.content.handbook import HANDBOOK, handbook
from tests.serving import ROOT

QUESTION = """
[[item]]
link_id = "gas_smell"
type = "choices"
label = "Smell of gas at home"
text = "Is there a smell of gas at home?"
say = "Is there a smell of gas at home right now?"
why = "Gas can hurt everyone in the home."
sources = ["house_synthesis"]
safety = true
quick = true
options = [
  { code = "smell", text = "A smell of gas", sign = true },
  { code = "none", text = "None of this", sign = false, exclusive = true },
]
"""
RULE = """
[[rule]]
id = "gas_at_home"
kind = "danger"
tier = "ORANGE"
title = "A smell of gas at home"
because = "You told us about a smell of gas at home."
say = "They smell gas at home."
request = "Please have someone look at the gas line today, because a leak can harm everyone there."
sources = ["house_synthesis"]
recommend = ["doctor_today"]
when = [{ question = "gas_smell", answer = "smell" }]
"""
CASES = """
[gas_at_home]
met = [{ gas_smell = ["smell"] }]
not_met = [{ gas_smell = ["none"] }]
unknown = [{ gas_smell = "?" }]
"""
EDITS = {"questions/10_safety.toml": QUESTION, "rules/20_orange.toml": RULE, "cases/rules/20_orange.toml": CASES}


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the real content with a safety question that is always asked, its rule and the rule's cases."""
    folder = tmp_path_factory.mktemp("edited") / "content"
    shutil.copytree(content_folder(), folder)
    for name, text in EDITS.items():
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(text)
    (folder / HANDBOOK).write_text(handbook(read(folder)), "utf-8")  # `make handbook`
    return folder


def test_make_check_asks_for_nothing_else(edited: Path) -> None:
    today = dt.datetime.now().astimezone().date()
    assert [str(problem) for problem in problems(edited, today)] == []


def test_the_tests_of_the_content_still_pass(edited: Path) -> None:
    """Those that `make test` runs on the real content, on this one."""
    names = ("test_cases", "test_intakes", "test_planned", "test_scope", "test_texts", "test_helplines")
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-m", "not long", "-p", "no:cacheprovider", "-n", "0"]
    ran = subprocess.run(
        [*command, *(f"tests/content/{name}.py" for name in names)],
        cwd=ROOT,
        env={**os.environ, "NEXT_STEP_CONTENT": str(edited)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout[-3000:]
    assert " passed" in ran.stdout
