"""The contacts file, read as a phone reads it, and the calendar file of the plan for oneself."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import vobject
from icalendar import Calendar

from intake.config import content_folder, site
from intake.content import read
from intake.domain.helplines import Helpline
from intake.domain.response import Absent, Answer, Response
from intake.i18n import Translator
from intake.outputs import formats, ics, vcf
from tests.garden import CONTENT as GARDEN

CONTENT = read(content_folder())
TODAY = dt.date(2026, 11, 26)
PLACES = ("us", "ca", "other", None)
WORDS = Translator("en")
FAMILY = "0" * 32


def answers(**values: str | tuple[str, ...]) -> Response:
    """The answers of a family."""
    answered = (Answer(link_id=link_id, value=value) for link_id, value in values.items())
    return Response(content_version="any", answers=tuple(answered))


def at(place: str | None) -> Response:
    return answers(lo_country=place) if place else answers()


# --- numbers ---------------------------------------------------------------------------------------------------------


def contacts(place: str | None, on: dt.date = TODAY) -> tuple[vcf.Contact, ...]:
    return vcf.contacts(CONTENT, at(place), on, WORDS)


def for_violence(place: str | None) -> tuple[vcf.Contact, ...]:
    return vcf.contacts_for_violence(CONTENT, at(place), TODAY, WORDS)


def numbers(chosen: tuple[vcf.Contact, ...]) -> dict[str, list[tuple[str, list[str]]]]:
    """What a phone shows: the numbers under each name, each with its types."""
    cards = vobject.readComponents(vcf.vcf(chosen).decode())
    return {card.fn.value: [(tel.value, tel.params["TYPE"]) for tel in card.tel_list] for card in cards}


def named(names: tuple[str, ...]) -> list[Helpline]:
    return [line for line in CONTENT.helplines if any(name.startswith(line.name) for name in names)]


def test_the_file_has_the_numbers_for_the_location() -> None:
    shown = numbers(contacts("us"))
    assert list(shown) == [contact.name for contact in contacts("us")]
    scopes = {scope for line in named(tuple(shown)) for scope in line.scope}
    assert scopes >= {"suicide", "family_support", "treatment_info"}


def test_a_number_works_from_abroad_and_a_short_code_stays_as_it_is() -> None:
    shown = numbers(contacts("us"))
    assert shown["988 Suicide & Crisis Lifeline (United States)"] == [("988", ["WORK", "VOICE"])]
    assert shown["SAMHSA National Helpline (United States)"] == [("+1-800-662-4357", ["WORK", "VOICE"])]
    every = [number for place in PLACES for tels in numbers(contacts(place)).values() for number, _ in tels]
    assert all(re.fullmatch(r"\+1-\d{3}-\d{3}-\d{4}|\d{3,6}", number) for number in every), every


def test_a_line_for_texting_only_says_what_to_text_in_its_name() -> None:
    shown = numbers(contacts("us"))
    assert shown["Crisis Text Line (United States): text HOME"] == [("741741", ["CELL"])]


def test_another_number_for_texting_is_on_the_card_unless_it_needs_a_word() -> None:
    plain = vcf.Contact(name="New York", call="1-800-942-6906", text="1-844-997-2121")
    assert numbers((plain,)) == {"New York": [("+1-800-942-6906", ["WORK", "VOICE"]), ("+1-844-997-2121", ["CELL"])]}
    (hotline,) = (contact for contact in for_violence("us") if contact.name.startswith("National Domestic"))
    assert numbers((hotline,)) == {hotline.name: [("+1-800-799-7233", ["WORK", "VOICE"])]}, "88788 needs START"


def test_a_line_is_an_organization_and_no_person() -> None:
    for card in vobject.readComponents(vcf.vcf(contacts("us")).decode()):
        assert card.org.value == [card.fn.value]
        assert not str(card.n.value).strip()
    raw = vcf.vcf(contacts("us")).decode()
    assert "\r\nN:;;;;\r\n" in raw


@pytest.mark.parametrize("place", PLACES)
def test_lines_for_violence_are_included_only_on_request(place: str | None) -> None:
    """A general number (211) does not hint at violence and is not listed twice."""
    default = tuple(contact.name for contact in contacts(place))
    on_request = tuple(contact.name for contact in for_violence(place))
    violence = CONTENT.place.lines.for_violence
    assert all(line.scope[0] != violence for line in named(default))
    assert all(violence in line.scope for line in named(on_request))
    assert not {*default} & {*on_request}
    assert (place == "us") <= bool(on_request)


def test_only_verified_numbers_are_included() -> None:
    later = TODAY + dt.timedelta(days=4_000)
    names = tuple(contact.name for contact in contacts("us", later))
    assert all(line.lasting for line in named(names) if line.country == "US")


def test_a_card_has_only_a_name_and_numbers() -> None:
    """Anyone who opens the phone sees no reason and no product."""
    data = vcf.vcf(contacts("us"))
    for card in vobject.readComponents(data.decode()):
        assert {child.name for child in card.getChildren()} == {"VERSION", "N", "FN", "ORG", "TEL"}
        assert card.version.value == "3.0"
    assert site().product_name.lower().encode() not in data.lower()
    assert formats.NUMBERS.file_name() == "numbers.vcf"
    assert data == vcf.vcf(contacts("us"))


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
    own = formats.OWN_DATES.make(formats.Dates(day, TODAY, "Something for me", FAMILY))
    check_in = formats.CHECK_INS.make(formats.Dates(day, TODAY, "Check in", FAMILY))
    (own_event,), (check_in_event,) = (Calendar.from_ical(data).walk("VEVENT") for data in (own, check_in))
    assert own_event["UID"] != check_in_event["UID"]
    assert set(own_event) == set(check_in_event)
    assert str(own_event["SUMMARY"]) == "Something for me"
    assert b"own" not in own.lower()
    assert formats.OWN_DATES.file_name() == "for-me.ics"
