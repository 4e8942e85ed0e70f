"""Consent in a case that two records were merged into: nothing may leave that either of them did not allow."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain import consent
from intake.domain.consent import Allowed, Recipient, Refusal, may_leave
from intake.domain.joined_consent import is_about_sharing, joined_consent

DAY = dt.date(2026, 12, 1)
PARTS = ("safety", "background", "medicines")


def recorded(**said: str) -> dict[str, str]:
    fields = {f"share_{name}" if name != "share" else "share": value for name, value in said.items()}
    return {**fields, consent.RECORDED: json.dumps({"format": consent.FORMAT, "said": fields, "at": "today"})}


def a_yes(parts: str = "", until: str = "", name: str = "Dr. Lee", kind: str = "doctor") -> dict[str, str]:
    scope = {"scope": "parts", "parts": parts} if parts else {"scope": "whole"}
    said = {"share": "yes", "with": name, "kind": kind, **scope, **({"until_on": until} if until else {})}
    return recorded(**said)


PHONE_ONLY = recorded(share="phone_only", **{"with": "Dr. Lee", "kind": "doctor"})
NO = recorded(share="no")


def leaves(call: Mapping[str, str], recipient: Recipient = Recipient.NAMED, on: dt.date = DAY) -> Allowed | Refusal:
    return may_leave(call, recipient, on, approved=True)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (a_yes(), a_yes(), Allowed()),
        (a_yes(), a_yes("safety"), Allowed(("safety",))),
        (a_yes("safety,background"), a_yes("background,medicines"), Allowed(("background",))),
        (a_yes("safety"), a_yes("medicines"), Refusal.NOT_ASKED),
        (a_yes(), PHONE_ONLY, Allowed((consent.PHONE,))),
        (a_yes(), NO, Refusal.SAID_NO),
        (a_yes(), {}, Refusal.NOT_ASKED),
        (a_yes(), a_yes(name="Dr. Ray"), Refusal.NOT_ASKED),
        (a_yes(), a_yes(kind="family"), Refusal.NOT_ASKED),
        (a_yes(until="2026-11-30"), a_yes(), Refusal.EXPIRED),
        ({}, {}, Refusal.NOT_ASKED),
    ],
)
def test_a_file_of_both_holds_only_what_both_agreed_to(
    one: dict[str, str], other: dict[str, str], expected: Allowed | Refusal
) -> None:
    assert leaves(joined_consent(one, other, "now")) == expected
    assert leaves(joined_consent(other, one, "now")) == expected


def part_2(**fields: str) -> dict[str, str]:
    return {"part_2": "yes", **{f"part_2_{name}": value for name, value in fields.items()}}


SIGNED = part_2(program="Oak House", signed="yes", to="Dr. Lee", kind="doctor", scope="whole")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({}, SIGNED, Allowed()),
        (SIGNED, {**SIGNED, "part_2_scope": "parts", "part_2_parts": "safety"}, Allowed(("safety",))),
        (SIGNED, part_2(program="Elm House", signed="no"), Refusal.PART_2_UNSIGNED),
        (SIGNED, {**SIGNED, "part_2_to": "Dr. Ray"}, Refusal.PART_2_UNSIGNED),
        (SIGNED, {**SIGNED, "part_2_until": "2026-11-30"}, Refusal.PART_2_EXPIRED),
    ],
)
def test_a_part_2_record_needs_the_consent_of_every_patient(
    one: dict[str, str], other: dict[str, str], expected: Allowed | Refusal
) -> None:
    for first, second in ((one, other), (other, one)):
        assert leaves(joined_consent({**a_yes(), **first}, {**a_yes(), **second}, "now")) == expected


def test_both_programs_are_named() -> None:
    joined = consent.part_2(joined_consent(SIGNED, {**SIGNED, "part_2_program": "Elm House"}, "now"))
    assert joined is not None
    assert joined.program == "Oak House; Elm House"


agreements: st.SearchStrategy[dict[str, str]] = st.one_of(
    st.just({}),
    st.just(NO),
    st.just(PHONE_ONLY),
    st.builds(
        a_yes,
        st.lists(st.sampled_from(PARTS), unique=True).map(",".join),
        st.sampled_from(["", "2026-11-30", "2027-01-01"]),
        st.sampled_from(["Dr. Lee", "dr. lee", "Dr. Ray"]),
        st.sampled_from(["doctor", "family"]),
    ),
)
programs: st.SearchStrategy[dict[str, str]] = st.one_of(
    st.just({}),
    st.builds(
        part_2,
        program=st.sampled_from(["Oak House", ""]),
        signed=st.sampled_from(["yes", "no", ""]),
        to=st.sampled_from(["Dr. Lee", "Dr. Ray", ""]),
        kind=st.sampled_from(["doctor", "family", "authority"]),
        scope=st.sampled_from(["whole", "parts", ""]),
        parts=st.sampled_from(["safety", "safety,background"]),
        until=st.sampled_from(["", "2026-11-30", "2027-01-01"]),
    ),
)


def covered(file: Allowed | Refusal) -> frozenset[str]:
    """What a file may hold, part by part."""
    if isinstance(file, Refusal):
        return frozenset()
    return frozenset(file.parts or (*PARTS, consent.PHONE, "everything else"))


@given(agreements, agreements, programs, programs, st.sampled_from(list(Recipient)))
def test_a_merge_never_widens_what_may_leave(
    one: dict[str, str], other: dict[str, str], source: dict[str, str], second: dict[str, str], recipient: Recipient
) -> None:
    first_call, second_call = {**one, **source}, {**other, **second}
    joined = covered(leaves(joined_consent(first_call, second_call, "now"), recipient))
    phone = {consent.PHONE}
    for call in (first_call, second_call):
        allowed = covered(leaves(call, recipient))
        assert joined <= allowed or (joined == phone and allowed), (joined, allowed)


def test_only_fields_about_sharing_are_replaced() -> None:
    assert is_about_sharing("share_with")
    assert is_about_sharing("part_2_program")
    assert not is_about_sharing("follow_up_reason")
