"""LHC-Forms and Smart Forms show every question that the app asks, and keep every answer.

scripts/renderers.sh installs them; without them, these tests are skipped.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from intake.config import ROOT
from intake.content import load
from intake.content.cases import response_of
from intake.domain.questionnaire import FOR_THE_FAMILY
from intake.domain.response import Response
from intake.domain.routing import route
from intake.outputs.fhir.labels import Json
from intake.outputs.fhir.questionnaire import questionnaire
from intake.outputs.fhir.response import questionnaire_response
from tests.e2e.conftest import chromium
from tests.real_cases import ACCEPTANCE, INTAKES

__all__ = ["chromium"]

HERE = Path(__file__).parent
INSTALLED = ROOT / ".make" / "renderers"
LHC_FORMS = INSTALLED / "node_modules/lforms/dist/lforms"
SCRIPTS = {
    "LHC-Forms": [
        LHC_FORMS / "webcomponent/assets/lib/zone.min.js",
        *(LHC_FORMS / "webcomponent" / f"{name}.js" for name in ("runtime", "polyfills", "main")),
        LHC_FORMS / "fhir/R4/lformsFHIR.min.js",
        HERE / "lhc_forms.js",
    ],
    "Smart Forms": [INSTALLED / "smart_forms.js"],
}
PATIENCE = 180_000
CONTENT = load()
QUESTIONS = CONTENT.questionnaire
MADE_ON = dt.datetime(2026, 12, 1, 9, 30, tzinfo=dt.UTC)

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(
        not (INSTALLED / "key").exists(),
        reason="scripts/renderers.sh installs LHC-Forms and Smart Forms",
    ),
]


@cache
def responses() -> dict[str, Response]:
    """The complete intakes, and the cases that together give every answer that any case gives."""
    cases = {case.id: response_of(case.answers, CONTENT) for case in ACCEPTANCE}
    given = {name: answers_given(response) for name, response in cases.items()}
    missing, chosen = set().union(*given.values()), {"all_unknown"}
    while missing:
        chosen.add(max(given, key=lambda name: len(given[name] & missing)))
        missing -= set().union(*(given[name] for name in chosen))
    intakes = INTAKES
    return {
        **{f"intake {name}": one for name, one in intakes.items()},
        **{name: cases[name] for name in sorted(chosen)},
    }


def answers_given(response: Response) -> set[tuple[str, str]]:
    """The options chosen, the reasons given, and the questions answered in words."""
    return {
        (answer.link_id, code)
        for answer in response.answers
        for code in (
            answer.codes if QUESTIONS.items[answer.link_id].options and answer.given else (answer.absent or "",)
        )
    }


@cache
def form() -> Json:
    return questionnaire(CONTENT)


@pytest.fixture(scope="module", params=SCRIPTS)
def renderer(request: pytest.FixtureRequest, chromium: Browser) -> Iterator[Page]:
    """A page with one of the two programs."""
    page = chromium.new_page()
    page.set_default_timeout(PATIENCE)
    page.set_content("<!DOCTYPE html><html lang='en'><body></body></html>")
    for script in SCRIPTS[request.param]:
        page.add_script_tag(path=script)
    yield page
    page.close()


def kept(resource: Json) -> list[tuple[str, int, str, list[str]]]:
    """Every answer without its label: group, which one of several, question, and values."""
    seen: dict[str, int] = {}
    answers = []
    for group in resource.get("item", []):
        place = seen[group["linkId"]] = seen.get(group["linkId"], 0) + 1
        answers += [
            (group["linkId"], place, item["linkId"], sorted(map(value, item["answer"])))
            for item in group.get("item", [])
            if item.get("answer")
        ]
    return answers


def value(answer: Json) -> str:
    (held,) = answer.values()
    return json.dumps([held["system"], held["code"]] if isinstance(held, dict) else held)


def asked(response: Response) -> set[str]:
    """The texts of the questions that the app asks and exports."""
    return {
        " ".join(one.item.text.split())
        for one in route(QUESTIONS, response)
        if QUESTIONS.section_of[one.link_id].asked not in FOR_THE_FAMILY
        and not QUESTIONS.section_of[one.link_id].repeats
    }


@pytest.mark.parametrize("name", responses())
def test_a_form_shows_every_question_and_keeps_every_answer(renderer: Page, name: str) -> None:
    response = responses()[name]
    sent = questionnaire_response(CONTENT, response, MADE_ON)
    saved: dict[str, Any] = renderer.evaluate("([form, response]) => window.saved(form, response)", [form(), sent])
    assert kept(saved) == kept(sent)
    shown = " ".join(renderer.locator("body").inner_text().split())
    assert [text for text in sorted(asked(response)) if text not in shown] == []
