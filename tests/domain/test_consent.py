"""What a caller agreed to, as stored in a record of this version or of an earlier one."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from intake.domain import consent
from intake.domain.consent import Allowed, Recipient, RecipientKind, Refusal

ON = dt.date(2026, 11, 27)


def recorded(**said: str) -> dict[str, str]:
    """The call fields of a record of this version."""
    return {"consent": json.dumps({"format": 2, "said": said, "at": ""})}


def earlier(**said: str) -> dict[str, str]:
    """The call fields of a record from before consent was structured."""
    return {"consent": json.dumps({"said": said, "at": "Nov 3, 2025, 9:00 AM"})}


def named(call: dict[str, str], on: dt.date = ON) -> Allowed | Refusal:
    return consent.may_leave(call, Recipient.NAMED, on, approved=False)


def test_the_last_day_still_counts() -> None:
    call = recorded(share="yes", share_with="Dr. Lee", share_kind="doctor", share_until_on="2026-11-27")
    assert named(call) == Allowed()
    assert named(call, ON + dt.timedelta(days=1)) is Refusal.EXPIRED


def test_the_phone_number_alone_covers_no_summary() -> None:
    allowed = named(recorded(share="phone_only", share_with="Dr. Lee", share_kind="doctor"))
    assert isinstance(allowed, Allowed)
    assert allowed.covers((consent.PHONE,))
    assert not allowed.covers(())
    assert not allowed.covers(("medicines",))


@pytest.mark.parametrize(
    ("said", "meaning"),
    [
        ({"share": "no"}, Refusal.SAID_NO),
        ({"share": "yes", "share_with": "Dr. Lee"}, Allowed()),
        ({"share": "yes", "share_with": "Dr. Lee", "share_until": "2026-11-26"}, Refusal.EXPIRED),
        ({"share": "phone_only", "share_with": "Dr. Lee"}, Allowed((consent.PHONE,))),
        ({"share": "yes", "share_with": "Dr. Lee", "share_what": "only medicines"}, Refusal.ASK_AGAIN),
        ({"share": "yes", "share_with": "Dr. Lee", "share_until": "Christmas"}, Refusal.ASK_AGAIN),
    ],
)
def test_free_text_of_earlier_records_is_asked_again_where_it_does_not_decide(
    said: dict[str, str], meaning: Allowed | Refusal
) -> None:
    call = earlier(**said)
    assert named(call) == meaning
    if meaning is Refusal.ASK_AGAIN:
        assert set(consent.earlier_words(call)) == {said[name] for name in said if name != "share"}
    else:
        assert consent.earlier_words(call) == ()


def test_a_court_gets_nothing_by_consent_alone() -> None:
    call = recorded(share="yes", share_with="County court", share_kind="authority")
    assert named(call) is Refusal.NOT_APPROVED
    assert consent.may_leave(call, Recipient.NAMED, ON, approved=True) == Allowed()


def test_of_two_consents_only_what_both_cover_may_leave() -> None:
    call = recorded(share="yes", share_with="Dr. Lee", share_kind="doctor", share_parts="medicines,safety")
    call |= {"part_2": "yes", "part_2_signed": "yes", "part_2_to": "Dr. Lee", "part_2_parts": "safety,contact"}
    call |= {"part_2_scope": "parts"}
    assert named(call) == Allowed(("safety",))
    assert named(call | {"part_2_parts": "contact"}) is Refusal.PART_2_OTHER_PARTS
    assert consent.part_2(call) is not None
    assert consent.part_2({}) is None


@pytest.mark.parametrize("recipient", [one for one in Recipient if one is not Recipient.OWN_SYSTEM])
def test_without_the_patients_written_consent_no_file_of_a_part_2_program_leaves(recipient: Recipient) -> None:
    call = recorded(share="yes", share_with="Dr. Lee", share_kind="doctor") | {"part_2": "yes", "part_2_to": "Dr. Lee"}
    assert consent.may_leave(call, recipient, ON, approved=True) is Refusal.PART_2_UNSIGNED


def test_a_patients_consent_for_the_family_covers_the_caller_alone() -> None:
    call = {"part_2": "yes", "part_2_signed": "yes", "part_2_to": "My wife", "part_2_kind": RecipientKind.FAMILY.value}
    call |= {"part_2_scope": "whole"}
    assert consent.may_leave(call, Recipient.CALLER, ON, approved=True) == Allowed()
    assert consent.may_leave(call, Recipient.AUTHORITY, ON, approved=True) is Refusal.PART_2_NAMES_OTHER


def test_a_caller_who_wants_no_notes_gets_no_files() -> None:
    for recipient in Recipient:
        assert consent.may_leave({"notes_ok": "no"}, recipient, ON, approved=True) is Refusal.NO_NOTES
