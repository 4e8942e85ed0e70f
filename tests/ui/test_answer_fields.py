"""What the fields show is recorded, even if Streamlit called no callback for a change."""

from __future__ import annotations

import pytest
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
