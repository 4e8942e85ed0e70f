"""What the fields show is recorded, even if Streamlit called no callback for a change."""

from __future__ import annotations

from typing import Any

import pytest
import streamlit as st
from streamlit.runtime.scriptrunner import RerunData, RerunException, get_script_run_ctx
from streamlit.testing.v1 import AppTest

from intake.domain.questionnaire import Item
from intake.domain.response import Absent, Answer
from intake.ui.common import session
from tests.real_cases import CASES
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


OPENED = "violence"
"""A question whose list opens after a yes."""


def at_the_opener() -> tuple[Visit, Item]:
    visit = Visit(CASES["mild_worry"].answers)
    visit.stand_at(OPENED)
    item = visit.content.questionnaire.items[OPENED]
    return visit, item


def say(visit: Visit, picked: str) -> None:
    visit.at.radio(key=f"w_{OPENED}_en_opener").set_value(picked)
    visit.run()


def given(visit: Visit) -> tuple[object, tuple[str, ...]]:
    answer = visit.recorded(OPENED)
    return (answer.absent, answer.codes) if answer else (None, ())


def test_a_list_opens_after_a_yes_and_a_no_denies_all_of_it() -> None:
    visit, item = at_the_opener()
    assert visit.checked(item) == ()
    assert not [box for box in visit.at.checkbox if str(box.key).startswith(f"w_{OPENED}_")]
    say(visit, "no")
    assert given(visit) == (None, ("none",))
    say(visit, "yes")
    listed = [box.label for box in visit.at.checkbox if str(box.key).startswith(f"w_{OPENED}_")]
    assert listed == [option.text for option in item.options if option.code != "none"]


def test_a_yes_without_a_sign_is_never_a_no_and_reads_as_a_yes() -> None:
    visit, item = at_the_opener()
    say(visit, "yes")
    assert given(visit) == (Absent.UNNAMED, ())
    visit.pick(item, "choked")
    assert given(visit) == (None, ("choked",))
    visit.uncheck(item, "choked")
    assert given(visit) == (Absent.UNNAMED, ())
    assert visit.at.radio(key=f"w_{OPENED}_en_opener").value == "yes"
    visit.press("Continue")
    assert given(visit) == (Absent.UNNAMED, ())
    visit.press("Back")
    assert visit.at.radio(key=f"w_{OPENED}_en_opener").value == "yes"


def test_a_yes_alone_stands_after_a_reload_and_reads_so_among_the_answers() -> None:
    visit = Visit({**CASES["mild_worry"].answers, OPENED: "+"})
    assert visit.content.questionnaire.items[OPENED].opener is not None
    visit.seed("review")
    assert "Yes, but which was not said" in visit.page.text
    visit.at.session_state["at"] = OPENED
    visit.seed("questions")
    assert visit.at.radio(key=f"w_{OPENED}_en_opener").value == "yes"
    say(visit, "-")
    assert given(visit) == (Absent.DECLINED, ())
    assert not [box for box in visit.at.checkbox if str(box.key).startswith(f"w_{OPENED}_")]


def test_a_no_after_a_yes_forgets_what_was_picked_and_unknown_stays_unknown() -> None:
    visit, item = at_the_opener()
    say(visit, "yes")
    visit.pick(item, "choked", "hit")
    say(visit, "no")
    assert given(visit) == (None, ("none",))
    say(visit, "yes")
    assert given(visit) == (Absent.UNNAMED, ())
    assert visit.checked(item) == ()
    say(visit, "?")
    assert given(visit) == (Absent.UNKNOWN, ())


def test_an_answer_given_before_opens_its_list_again() -> None:
    visit = Visit({**CASES["mild_worry"].answers, OPENED: ("choked",)})
    item = visit.content.questionnaire.items[OPENED]
    visit.at.session_state["at"] = OPENED
    visit.seed("questions")
    assert visit.at.radio(key=f"w_{OPENED}_en_opener").value == "yes"
    assert visit.checked(item) == ("choked",)


def test_what_follows_from_a_sign_waits_for_it() -> None:
    visit, item = at_the_opener()
    assert "violence_when" not in visit.asked
    say(visit, "?")
    assert "violence_when" not in visit.asked, "nobody can say when, who does not know whether"
    say(visit, "yes")
    visit.pick(item, "choked")
    assert "violence_when" in visit.asked


def asked_at_the_desk() -> None:
    """The list as the desk asks it: every option at once, after a file brought a yes alone."""
    import streamlit as st

    from intake.domain.questionnaire import Asked
    from intake.domain.response import Absent, Answer, Response
    from intake.ui.common import answer_fields, session

    if "response" not in st.session_state:
        yes = Answer(link_id="violence", absent=Absent.UNNAMED)
        st.session_state["response"] = Response(content_version="any", answers=(yes,))
    answer_fields.ask(Asked(session.content().questionnaire.items["violence"]))


def test_the_desk_keeps_a_yes_alone_until_something_is_picked() -> None:
    page = AppTest.from_function(asked_at_the_desk, default_timeout=30).run()
    for _ in range(2):
        page.run()
        assert page.session_state["response"].by_key["violence"].absent is Absent.UNNAMED
    next(box for box in page.checkbox if box.label == "Choked someone").check().run()
    assert page.session_state["response"].by_key["violence"].codes == ("choked",)
