"""An answer marked by mistake is one of the person on the line, never what somebody else told."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from intake.content import load
from intake.content.cases import response_of
from intake.domain.case import Informant
from intake.domain.rules import Tier
from intake.ui.staff import store_access
from intake.ui.staff.call import stored_case
from tests.ui.test_administration import press
from tests.ui.test_desk_roles import Member, desk, opened, shown

__all__ = ["desk"]  # a fixture
pytestmark = pytest.mark.usefixtures("desk")
CHOKED = "Violence or threats toward others: Choked someone"


def informant(id_: str, name: str, *violence: str) -> Informant:
    return Informant(id=id_, name=name, response=response_of({"violence": violence}, load()))


def at_the_drawer(on_line: Informant, other: Informant) -> AppTest:
    """The danger drawer of a call with both, after "Marked by mistake"."""
    pat = Member("pat", "intake")
    document = {**stored_case.document(on_line, (other,)), "topic": "safety", "call": {}}
    head = store_access.records(pat.actor).begin(document, urgency=Tier.RED_DV.urgency).head
    at = opened(pat.open_app(), "today")
    press(at, f"Open {head.id[:6]}")
    opened(at, "call")
    press(at, "Marked by mistake")
    return at


def test_what_somebody_else_told_is_not_the_mistake_of_the_person_on_the_line() -> None:
    """A sister denies what the wife told: neither is marked, and staff learn whose answer it is."""
    at = at_the_drawer(informant("i2", "Her sister", "none"), informant("i1", "Ana", "choked"))
    assert "Someone else told you this." in shown(at)
    assert "You said this was marked by mistake" not in shown(at)
    assert CHOKED not in [button.label for button in at.button]
    press(at, "Back")
    assert "Someone else told you this." not in shown(at)


def test_the_person_on_the_line_corrects_what_they_told_whatever_the_other_says() -> None:
    at = at_the_drawer(informant("i1", "Ana", "choked"), informant("i2", "Her sister", "none"))
    assert f"You said this was marked by mistake: {CHOKED}." in shown(at)
