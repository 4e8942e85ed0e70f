"""The first page of a session that already has answers: restored after a restart, or from another server."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from intake.content import load
from intake.content.cases import response_of
from intake.domain.rules import Level
from tests.real_cases import ACCEPTANCE
from tests.ui.visit import MAIN, PATIENCE

CONTENT = load()


def test_it_opens_if_an_answer_meant_danger() -> None:
    case = next(one for one in ACCEPTANCE if one.expect.tier.level is Level.RED)
    visit = AppTest.from_file(MAIN, default_timeout=PATIENCE)
    visit.session_state["response"] = response_of(case.answers, CONTENT)
    visit.run()
    assert not visit.exception
    assert any(CONTENT.band[Level.RED].heading in piece.value for piece in visit.html)


def test_it_says_where_its_rules_come_from_and_what_is_missing() -> None:
    visit = AppTest.from_file(MAIN, default_timeout=PATIENCE).run()
    said = " ".join(piece.value for piece in visit.html)
    assert f"There are {len(CONTENT.rules)} rules, from {len(CONTENT.source)} sources." in said
    assert "No doctor or counselor has approved this content yet." in said
    assert said.count("tel:911") == said.count("tel:988") == 1
