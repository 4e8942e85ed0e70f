"""The calendar file, read as a calendar reads it: the right days, and nothing that identifies the family."""

from __future__ import annotations

import datetime as dt

import pytest
from icalendar import Calendar, Event

from intake.config import content_folder, site
from intake.content import read
from intake.domain.response import Answer, Response
from intake.outputs import formats, ics
from tests.garden import CONTENT as GARDEN

CONTENT = read(content_folder())
SECTION = next(section for section in CONTENT.questionnaire.sections if section.check_ins)
assert SECTION.check_ins
DATES = SECTION.check_ins
WEEKLY = DATES.weekly[0]
MONTHLY = next(code for code in CONTENT.questionnaire.items[DATES.rhythm].by_code if code not in DATES.weekly)
TODAY = dt.date(2026, 11, 22)
TITLE = "Check in"


def chosen(length: str, rhythm: str, first: str | None) -> Response:
    """The answers of a family. `first`: the first day."""
    answers = (Answer(link_id=DATES.length, value=length), Answer(link_id=DATES.rhythm, value=rhythm, as_of=first))
    return Response(content_version="any", answers=answers)


def days(length: str, rhythm: str, first: str | None) -> tuple[dt.date, ...]:
    return ics.days(CONTENT, chosen(length, rhythm, first))


def entries(entry_days: tuple[dt.date, ...], made_on: dt.date = TODAY, series: str = "ours") -> list[Event]:
    """The entries that a calendar reads from the file."""
    calendar = Calendar.from_ical(ics.ics(entry_days, made_on, TITLE, series=series))
    events = [entry for entry in calendar.walk("VEVENT") if isinstance(entry, Event)]
    assert not calendar.errors
    assert not any(entry.errors for entry in events)
    return events


@pytest.mark.parametrize("length", DATES.months)
@pytest.mark.parametrize("rhythm", [WEEKLY, MONTHLY])
def test_each_length_and_rhythm_gives_the_right_number_of_days(length: str, rhythm: str) -> None:
    check_ins = days(length, rhythm, "2026-12-01")
    months = DATES.months[length]
    assert len(check_ins) == 1 + months + (3 if rhythm == WEEKLY else 0)
    assert [entry.DTSTART for entry in entries(check_ins)] == list(check_ins)
    assert check_ins[-1] == dt.date(2026 + (11 + months) // 12, (11 + months) % 12 + 1, 1)


def test_the_first_month_is_weekly_and_the_rest_monthly() -> None:
    assert [day.isoformat() for day in days("3_months", WEEKLY, "2026-12-01")] == [
        "2026-12-01",
        "2026-12-08",
        "2026-12-15",
        "2026-12-22",
        "2027-01-01",
        "2027-02-01",
        "2027-03-01",
    ]


def test_a_day_missing_from_a_short_month_becomes_its_last_day() -> None:
    check_ins = days("6_months", MONTHLY, "2027-08-31")
    assert [day.isoformat() for day in check_ins][1:] == [
        "2027-09-30",
        "2027-10-31",
        "2027-11-30",
        "2027-12-31",
        "2028-01-31",
        "2028-02-29",
    ]


def test_an_entry_lasts_all_day_in_every_time_zone() -> None:
    raw = ics.ics(days("12_months", WEEKLY, "2026-12-01"), TODAY, TITLE, series="ours").decode()
    for entry in entries(days("12_months", WEEKLY, "2026-12-01")):
        assert type(entry.DTSTART) is dt.date
        assert entry.DTSTART + dt.timedelta(days=1) == entry.DTEND
    assert "TZID" not in raw
    assert "VTIMEZONE" not in raw


def test_an_entry_has_only_its_neutral_title() -> None:
    """Anyone who picks up the phone sees no name, illness, or product, and no alarm lights it up."""
    check_ins = days("3_months", WEEKLY, "2026-12-01")
    for entry in entries(check_ins):
        assert set(entry) == {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "CLASS", "TRANSP"}
        assert str(entry["SUMMARY"]) == TITLE
        assert str(entry["CLASS"]) == "PRIVATE"
        assert not entry.subcomponents
    raw = ics.ics(check_ins, TODAY, TITLE, series="ours").decode().lower()
    for word in (site().product_name, "intake", "family", "plan", "treatment", "valarm", "http", "@", "organizer"):
        assert word.lower() not in raw, word
    assert formats.CHECK_INS.file_name() == "check-in.ics"


def test_a_new_file_updates_the_old_entries_without_duplicates() -> None:
    check_ins = days("3_months", MONTHLY, "2026-12-01")
    later = entries(check_ins, TODAY + dt.timedelta(days=9))
    assert [entry["UID"] for entry in later] == [entry["UID"] for entry in entries(check_ins)]
    assert len({entry["UID"] for entry in later}) == len(check_ins)


def test_two_families_with_the_same_days_have_different_entries() -> None:
    """One calendar may hold both: that of a counselor, or of a household."""
    check_ins = days("3_months", MONTHLY, "2026-12-01")
    ours, theirs = ({str(entry["UID"]) for entry in entries(check_ins, series=name)} for name in ("ours", "theirs"))
    assert not ours & theirs


def test_a_calendar_adds_the_entries_and_asks_nobody_to_answer() -> None:
    raw = formats.CHECK_INS.make(formats.Dates(days("3_months", MONTHLY, "2026-12-01"), TODAY, TITLE, "ours"))
    assert b"\r\nMETHOD:PUBLISH\r\n" in raw
    assert b"ATTENDEE" not in raw


@pytest.mark.parametrize(
    "response",
    [
        Response(content_version="any"),
        chosen("3_months", WEEKLY, None),
        chosen("3_months", WEEKLY, "2026-12"),
        chosen("3_months", WEEKLY, "2026-12-01").without(DATES.length),
    ],
    ids=["nothing", "no first day", "a month only", "no length"],
)
def test_there_are_no_days_until_everything_is_chosen(response: Response) -> None:
    assert ics.days(CONTENT, response) == ()


def test_content_without_check_ins_has_no_days() -> None:
    assert ics.days(GARDEN, chosen("3_months", WEEKLY, "2026-12-01")) == ()
    assert ics.rhythm(GARDEN) is None


def test_the_first_day_can_be_any_day_from_tomorrow() -> None:
    offered = ics.first_days(TODAY)
    assert offered[0] == dt.date(2026, 11, 23)
    assert offered[-1] == dt.date(2027, 1, 21)
    assert TODAY not in offered
