"""The contacts file, read as a phone reads it, and the calendar file of the plan for oneself."""

from __future__ import annotations

import datetime as dt

import pytest
import vobject
from icalendar import Calendar

from intake.config import content_folder, site
from intake.content import read
from intake.domain.response import Absent, Answer, Response
from intake.outputs import formats, ics, vcf
from tests.garden import CONTENT as GARDEN

CONTENT = read(content_folder())
TODAY = dt.date(2026, 11, 26)
PLACES = ("us", "ca", "other", None)


def answers(**values: str | tuple[str, ...]) -> Response:
    """The answers of a family."""
    answered = (Answer(link_id=link_id, value=value) for link_id, value in values.items())
    return Response(content_version="any", answers=tuple(answered))


def at(place: str | None) -> Response:
    return answers(lo_country=place) if place else answers()


# --- numbers ---------------------------------------------------------------------------------------------------------


def test_the_file_has_the_numbers_for_the_location() -> None:
    chosen = vcf.lines(CONTENT, at("us"), TODAY)
    cards = list(vobject.readComponents(vcf.vcf(chosen).decode()))
    assert [(card.fn.value, card.tel.value) for card in cards] == [(line.name, line.call) for line in chosen]
    assert [card.n.value.given for card in cards] == [line.name for line in chosen]
    assert "988" in [card.tel.value for card in cards]
    assert {scope for line in chosen for scope in line.scope} >= {"suicide", "family_support", "treatment_info"}


@pytest.mark.parametrize("place", PLACES)
def test_lines_for_violence_are_included_only_on_request(place: str | None) -> None:
    """A general number (211) does not hint at violence and is not listed twice."""
    default = vcf.lines(CONTENT, at(place), TODAY)
    on_request = vcf.lines_for_violence(CONTENT, at(place), TODAY)
    violence = CONTENT.place.lines.for_violence
    assert all(line.call and line.scope[0] != violence for line in default)
    assert all(line.call and violence in line.scope for line in on_request)
    assert not {line.id for line in default} & {line.id for line in on_request}
    assert (place == "us") <= bool(on_request)


def test_only_verified_numbers_are_included() -> None:
    later = TODAY + dt.timedelta(days=4_000)
    assert all(line.lasting for line in vcf.lines(CONTENT, at("us"), later))


def test_a_card_has_only_a_name_and_a_number() -> None:
    """Anyone who opens the phone sees no reason and no product."""
    data = vcf.vcf(vcf.lines(CONTENT, at("us"), TODAY))
    for card in vobject.readComponents(data.decode()):
        assert {child.name for child in card.getChildren()} == {"VERSION", "N", "FN", "TEL"}
        assert card.version.value == "3.0"
    assert site().product_name.lower().encode() not in data.lower()
    assert formats.NUMBERS.file_name() == "numbers.vcf"
    assert data == vcf.vcf(vcf.lines(CONTENT, at("us"), TODAY))


# --- dates -----------------------------------------------------------------------------------------------------------


def test_each_list_with_something_picked_gives_one_day() -> None:
    picked = answers(own_today=("eat",), own_week=("group", "doctor"), own_month=("joy",))
    days = ics.reminders(CONTENT, picked, TODAY)
    assert [(day - TODAY).days for day in days] == [1, 7, 30]


@pytest.mark.parametrize(
    "response",
    [
        answers(),
        answers(own_step="Sing"),
        Response(content_version="any", answers=(Answer(link_id="own_today", absent=Absent.UNKNOWN),)),
    ],
    ids=["nothing", "own words only", "not known"],
)
def test_nothing_picked_gives_no_days(response: Response) -> None:
    assert ics.reminders(CONTENT, response, TODAY) == ()


def test_content_without_reminders_has_no_days() -> None:
    assert ics.reminders(GARDEN, answers(own_today=("eat",)), TODAY) == ()


def test_the_two_calendar_files_do_not_update_each_others_entries() -> None:
    day = (TODAY,)
    own = formats.OWN_DATES.make(formats.Dates(day, TODAY, "Something for me"))
    check_in = formats.CHECK_INS.make(formats.Dates(day, TODAY, "Check in"))
    (own_event,), (check_in_event,) = (Calendar.from_ical(data).walk("VEVENT") for data in (own, check_in))
    assert own_event["UID"] != check_in_event["UID"]
    assert set(own_event) == set(check_in_event)
    assert str(own_event["SUMMARY"]) == "Something for me"
    assert b"own" not in own.lower()
    assert formats.OWN_DATES.file_name() == "for-me.ics"
