"""The files of a record that staff can download."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from intake.domain.consent import Allowed
from intake.domain.response import Answer
from intake.ui.staff.wrap_up import consent
from tests.outputs.test_formats import added
from tests.ui.test_desk_roles import Member, desk, opened, shown, take_a_call

__all__ = ["desk"]


def downloads(at: AppTest) -> list[str]:
    assert not at.exception, at.exception
    return [button.label for button in at.download_button]


@pytest.mark.usefixtures("desk")
def test_the_desk_offers_a_newly_added_format(monkeypatch: pytest.MonkeyPatch) -> None:
    """At the end of a call after a yes, and on the page of the record for any recipient."""
    added(monkeypatch)
    monkeypatch.setattr(consent, "may_leave", lambda _: Allowed())
    at = Member("bea", "supervisor").open_app()
    take_a_call(at)
    opened(at, "wrap_up")
    assert downloads(at) == ["Summary (PDF)", "Plain text for a record system", "The summary for a slate"]
    opened(at, "record")
    assert downloads(at) == []
    next(radio for radio in at.radio if radio.label == "Recipient").set_value("own_system")
    at.run()
    rest = ["Answers (FHIR)", "The summary for a slate", "Full record with history (JSON)"]
    assert downloads(at) == ["Summary (PDF)", "Plain text for a record system", *rest]


@pytest.mark.usefixtures("desk")
def test_the_desk_names_the_letters_that_the_pdf_cannot_print(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(consent, "may_leave", lambda _: Allowed())
    at = Member("bea", "supervisor").open_app()
    take_a_call(at)
    opened(at, "wrap_up")
    assert "cannot print" not in shown(at)
    answer = Answer(link_id="lo_name", value="שרה")
    at.session_state["response"] = at.session_state["response"].with_answer(answer)
    opened(at, "wrap_up")
    assert "The PDF cannot print these letters: ש ר ה." in shown(at)
