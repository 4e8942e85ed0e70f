"""The informants of a stored record, also of one that an earlier version wrote."""

from __future__ import annotations

import datetime as dt
from typing import Any

from intake.config import content_folder
from intake.content import read
from intake.domain.assessing import assess
from intake.domain.case import Informant, JoinedResponse
from intake.domain.response import Answer, Response
from intake.domain.rules import Tier
from intake.ui.staff.call import stored_case

CONTENT = read(content_folder())
FRIDAY = dt.datetime(2026, 11, 27, 9, 0, tzinfo=dt.UTC)
SATURDAY = FRIDAY + dt.timedelta(days=1)


def opened(record: dict[str, Any], at: dt.datetime = FRIDAY) -> stored_case.StoredCase:
    """A record saved on Friday, read at `at`."""
    return stored_case.stored_case(record, CONTENT, FRIDAY, at)


def answers(**values: str | list[str]) -> dict[str, Any]:
    """Answers as a record stores them."""
    return {"content_version": CONTENT.questionnaire.version, "language": "en", "answers": values}


def test_a_record_of_an_earlier_version_keeps_who_said_what() -> None:
    """The caller's answers stay theirs; what her sister said on the same call becomes the sister's."""
    earlier = {
        "answers": answers(violence=["hit"], suicide_talk=["hopeless"]),
        "people": ["Her sister"],
        "said_by": {"suicide_talk": "Her sister"},
        "call": {"speaker": "Her sister"},
    }
    case = opened(earlier)
    told = {one.name: set(one.response.by_key) for one in case.informants}
    assert told == {"": {"violence"}, "Her sister": {"suicide_talk"}}
    assert next(one.name for one in case.informants if one.id == case.on_line) == "Her sister"


def test_a_record_of_an_earlier_version_with_one_caller_reads_as_before() -> None:
    case = opened({"answers": answers(violence=["hit"]), "call": {}})
    assert case.others == ()
    assert case.joined(CONTENT) == case.response
    assert set(case.response.by_key) == {"violence"}


def test_a_report_and_a_denial_are_both_stored_and_read_again() -> None:
    """The wife's report is still there after the sister's no, and the urgency with it."""
    wife = Informant(
        id="i1",
        name="Ana",
        confidential=True,
        response=Response(
            content_version="any",
            answers=(
                Answer(link_id="violence", value=("hit", "choked")),
                Answer(link_id="violence_when", value="week"),
                Answer(link_id="violence_contact", value="yes"),
                Answer(link_id="fear", value="often"),
            ),
        ),
    )
    sister = Informant(
        id="i2", response=Response(content_version="any", answers=(Answer(link_id="violence", value=("none",)),))
    )
    case = opened(stored_case.document(sister, (wife,)))
    joined = case.joined(CONTENT)
    assert isinstance(joined, JoinedResponse)
    assert [(one.id, one.name, one.confidential) for one in case.informants] == [("i1", "Ana", True), ("i2", "", False)]
    assert [answer.value for answer in joined.statements["violence"]] == [("none",), ("hit", "choked")]
    assert assess(CONTENT, joined, FRIDAY.date()).tier is Tier.RED_DV


def test_what_was_told_on_friday_has_its_day_on_saturday() -> None:
    """For the person on the line and for the others."""
    wife, sister = (
        Informant(
            id=id_, response=Response(content_version="any", answers=(Answer(link_id="overdose_last", value="3_days"),))
        )
        for id_ in ("i1", "i2")
    )
    case = opened(stored_case.document(sister, (wife,)), SATURDAY)
    assert {one.response.by_key["overdose_last"].as_of for one in case.informants} == {"2026-11-27"}
