"""What the fields show is recorded, even if Streamlit called no callback for a change."""

from __future__ import annotations

from typing import Any

import pytest
import streamlit as st
from streamlit.runtime.scriptrunner import RerunData, RerunException, get_script_run_ctx

from intake.domain.response import Answer
from intake.ui.common import session
from tests.ui.visit import Visit


@pytest.mark.parametrize("interruptions", [1, 2])
def test_a_click_interrupted_before_it_is_recorded_counts(monkeypatch: pytest.MonkeyPatch, interruptions: int) -> None:
    visit = Visit({})
    visit.begin()
    visit.press("Continue")
    record, left = session.record, [interruptions]

    def interrupted(answer: Answer) -> None:
        if left[0]:
            left[0] -= 1
            here = get_script_run_ctx()
            assert here is not None
            raise RerunException(RerunData(page_script_hash=here.page_script_hash))
        record(answer)

    monkeypatch.setattr(session, "record", interrupted)
    item = visit.content.questionnaire.items[visit.asked[0]]
    code = item.options[-1].code
    visit.pick(item, code)
    assert left == [0]
    answer = visit.recorded(item.link_id)
    assert answer is not None
    assert answer.codes == (code,)


def test_an_answer_stays_when_a_run_is_interrupted_between_two_boxes(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a reload, the first run renders boxes that the session does not know yet; a message can interrupt it."""
    visit = Visit({"danger_now": ("none",)})
    render, rendered = st.checkbox, list[str]()

    def interrupted(label: str, **about: Any) -> bool:
        rendered.append(label)
        if len(rendered) == 3:
            here = get_script_run_ctx()
            assert here is not None
            raise RerunException(RerunData(page_script_hash=here.page_script_hash))
        return render(label, **about)

    monkeypatch.setattr(st, "checkbox", interrupted)
    visit.seed("danger")
    gate = visit.content.questionnaire.gate
    assert len(rendered) > 3
    assert visit.picked(gate) == ("none",)
    answer = visit.recorded(gate.link_id)
    assert answer is not None
    assert answer.codes == ("none",)
