"""Words of the desk: each can be found by whoever translates, and each is translated where it stands."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake.config import ROOT, site
from intake.i18n import PSEUDO, Translator
from intake.store.accounts import AccountSetup
from intake.store.sign_in_errors import SignInError, SignInProblem
from intake.ui.common import navigation
from intake.ui.staff import audit_labels
from intake.ui.staff.first_paint import first_paint
from intake.ui.staff.sign_in import error_messages, oidc, pages
from tests.ui.test_pseudo_locale import assert_translated, readable

WORDS = Translator(PSEUDO)
CODE = [*(ROOT / "src" / "intake").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]


def calls_of(name: str, file: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Call) and name == getattr(node.func, "id", getattr(node.func, "attr", "")):
            yield node


def test_every_text_of_a_screen_stands_in_the_code_as_it_is() -> None:
    """A text that is put together when the app runs is found by no program that makes catalogues."""
    found = 0
    for file in CODE:
        if file.name == "i18n.py":  # where texts pass through
            continue
        for call in calls_of("ui", file):
            found += 1
            literal = call.args and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str)
            assert literal, f"{file.name}:{call.lineno} asks for {ast.unparse(call)}"
    assert found > 300
    for template in (ROOT / "src" / "intake" / "ui").rglob("*.j2"):
        for call_of in re.findall(r"\bui\(.", template.read_text("utf-8")):
            assert call_of in ('ui("', "ui('"), template.name


@pytest.mark.parametrize("why", list(SignInProblem))
def test_every_fault_has_words(why: SignInProblem) -> None:
    assert_translated(f"the fault {why}", [error_messages.said(SignInError(why), WORDS)])


def test_every_deed_has_words() -> None:
    said = audit_labels.words_for(WORDS)
    assert_translated("the trail", said.values())
    told = {
        texts[-1]
        for file in (ROOT / "src" / "intake" / "store").glob("*.py")
        for call in calls_of("_audit", file)
        if (texts := [one.value for one in call.args[1:3] if isinstance(one, ast.Constant) and one.value])
    }
    assert told >= {"sign-in", "lock", "save", "read"}
    assert told <= set(said), "a line of the trail has no words"


@pytest.fixture
def made_up_language(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("NEXT_STEP_LANGUAGES", json.dumps([PSEUDO]))
    monkeypatch.setattr(oidc, "names", lambda: (oidc.UNNAMED, "okta"))
    site.cache_clear()
    navigation._pages.cache_clear()
    yield
    monkeypatch.undo()
    site.cache_clear()
    navigation._pages.cache_clear()


@pytest.mark.usefixtures("made_up_language")
@pytest.mark.parametrize(
    ("page", "told"),
    [
        ("sign_in", {"fault": "", "told": "", "name": ""}),
        ("begin", {"fault": "", "name": "", "shown_as": "", "anew": ""}),
        ("begin", {"fault": "", "name": "911", "shown_as": "", "anew": "911"}),
        ("begun", {"begun": AccountSetup("", "911", ("112",)), "picture": "data:,"}),
    ],
)
def test_every_word_of_a_plain_page(page: str, told: dict[str, object]) -> None:
    drawn = bytes(pages._page(page, WORDS, **told).body).decode()  # type: ignore[arg-type]
    shown = [text.replace("Óķţá", "").replace("Okta", "") for text in readable(drawn)]
    assert any("⟦" in text for text in shown)
    assert_translated(f"the page {page}", shown)


def test_every_word_of_the_first_paint() -> None:
    assert_translated("the first paint", readable(first_paint(WORDS)))
