"""Every text of the desk can be extracted for translation and is translated on the screen."""

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
PASS_TEXTS_ON = {"i18n.py", "download_button.py"}
CODE = [*(ROOT / "src" / "intake").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]


def calls_of(name: str, file: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Call) and name == getattr(node.func, "id", getattr(node.func, "attr", "")):
            yield node


def test_every_screen_text_is_a_literal() -> None:
    """Tools that extract texts for translation cannot find texts that are built at run time."""
    count = 0
    for file in CODE:
        if file.name in PASS_TEXTS_ON:
            continue
        for call in calls_of("ui", file):
            count += 1
            literal = call.args and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str)
            assert literal, f"{file.name}:{call.lineno} passes {ast.unparse(call)}"
    assert count > 300
    for template in (ROOT / "src" / "intake" / "ui").rglob("*.j2"):
        for call_of in re.findall(r"\bui\(.", template.read_text("utf-8")):
            assert call_of in ('ui("', "ui('"), template.name


def test_every_label_of_a_file_format_is_a_literal() -> None:
    """`download_button` translates these labels, or those of another format that it names."""
    labels = [
        keyword.value
        for kind in ("Format", "SummaryFormat")
        for call in calls_of(kind, ROOT / "src" / "intake" / "outputs" / "formats.py")
        for keyword in call.keywords
        if keyword.arg in ("label", "desk_label")
    ]
    assert len(labels) > 10
    for label in labels:
        literal = isinstance(label, ast.Constant) and isinstance(label.value, str)
        assert literal or (isinstance(label, ast.Attribute) and label.attr == "label"), ast.unparse(label)


@pytest.mark.parametrize("why", list(SignInProblem))
def test_every_sign_in_error_has_a_message(why: SignInProblem) -> None:
    assert_translated(f"the error {why}", [error_messages.message(SignInError(why), WORDS)])


def test_every_action_in_the_audit_trail_has_a_label() -> None:
    labels = audit_labels.action_labels(WORDS)
    assert_translated("the audit trail", labels.values())
    actions = {
        texts[-1]
        for file in (ROOT / "src" / "intake" / "store").glob("*.py")
        for call in calls_of("_audit", file)
        if (texts := [arg.value for arg in call.args[1:3] if isinstance(arg, ast.Constant) and arg.value])
    }
    assert actions >= {"sign-in", "lock", "save", "read"}
    assert actions <= set(labels), "an action has no label"


@pytest.fixture
def pseudo_language(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("NEXT_STEP_LANGUAGES", json.dumps([PSEUDO]))
    monkeypatch.setattr(oidc, "names", lambda: (oidc.UNNAMED, "okta"))
    site.cache_clear()
    navigation._pages.cache_clear()
    yield
    monkeypatch.undo()
    site.cache_clear()
    navigation._pages.cache_clear()


@pytest.mark.usefixtures("pseudo_language")
@pytest.mark.parametrize(
    ("page", "variables"),
    [
        ("sign_in", {"error": "", "notice": "", "name": ""}),
        ("begin", {"error": "", "name": "", "shown_as": "", "existing": ""}),
        ("begin", {"error": "", "name": "911", "shown_as": "", "existing": "911"}),
        ("begun", {"begun": AccountSetup("", "911", ("112",)), "picture": "data:,"}),
    ],
)
def test_every_text_of_a_sign_in_page_is_translated(page: str, variables: dict[str, object]) -> None:
    html = bytes(pages._page(page, WORDS, **variables).body).decode()  # type: ignore[arg-type]
    texts = [text.replace("Óķţá", "").replace("Okta", "") for text in readable(html)]
    assert any("⟦" in text for text in texts)
    assert_translated(f"the page {page}", texts)


def test_every_text_of_the_first_paint_is_translated() -> None:
    assert_translated("the first paint", readable(first_paint(WORDS)))
