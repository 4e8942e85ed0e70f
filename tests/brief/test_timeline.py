"""Timelines place entries by dates or by steps, never by a guess."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.brief.timeline import Course, TimedEntry, course_by_date, course_by_step, date_in

TODAY = dt.date(2026, 11, 22)
STEPS = ("Long ago", "Last year", "This week")


def entry(date: str | None, title: str = "Talk", step: int | None = None) -> TimedEntry:
    return TimedEntry(title=title, when=date or "some time", date=date, step=step)


def titles(course: Course | None) -> list[str]:
    assert course is not None
    return [moment.title for moment in course.moments]


@pytest.mark.parametrize(
    ("words", "date"),
    [
        ("2021", "2021"),
        ("since 2021-05, I think", "2021-05"),
        ("2021-05-30", "2021-05-30"),
        ("1999 and again in 2004", "1999"),
        ("two years ago", None),
        ("room 12345", None),
        ("2021-13", None),
        ("call 555-2021-0001", None),
        ("", None),
    ],
)
def test_a_date_is_read_from_text_as_precisely_as_it_is_given(words: str, date: str | None) -> None:
    assert date_in(words) == date


def test_dated_entries_are_sorted_oldest_first() -> None:
    entries = [entry("2025-06", "Detox"), entry("2019", "Talk"), entry("2026-10-03", "Letter"), entry(None, "Doctor")]
    course = course_by_date("Help", entries, TODAY)
    assert course is not None
    assert titles(course) == ["Talk", "Detox", "Letter"]
    assert course.undated == ("Doctor",)
    assert (course.start, course.end) == ("2019", "2026")
    places = [moment.place for moment in course.moments]
    assert places == sorted(places)
    assert 0 <= places[0] < 0.1
    assert 0.95 < places[-1] <= 1


def test_a_year_alone_counts_as_its_middle() -> None:
    course = course_by_date(
        "Help", [entry("2025-06-20", "June"), entry("2025", "That year"), entry("2025-07-20", "July")], TODAY
    )
    assert titles(course) == ["June", "That year", "July"]


def test_a_date_after_today_is_on_the_line() -> None:
    course = course_by_date("Help", [entry("2026-11"), entry("2028-02", "Start")], TODAY)
    assert course is not None
    assert course.moments[-1].place == 1
    assert course.end == "2028"


@pytest.mark.parametrize(
    "entries", [[], [entry("2025")], [entry("2025"), entry(None)]], ids=["none", "one", "one dated"]
)
def test_fewer_than_two_times_make_no_timeline(entries: list[TimedEntry]) -> None:
    assert course_by_date("Help", entries, TODAY) is None
    assert course_by_step("Help", [entry(None, step=1), *entries], STEPS) is None


def test_steps_are_placed_between_long_ago_and_now() -> None:
    course = course_by_step(
        "Help", [entry(None, "New", 2), entry(None, "Old", 0), entry(None, "Mid", 1), entry(None, "?")], STEPS
    )
    assert course is not None
    assert [(moment.title, moment.place) for moment in course.moments] == [("Old", 0.0), ("Mid", 0.5), ("New", 1.0)]
    assert (course.start, course.end, course.undated) == ("Long ago", "This week", ("?",))


DATES = st.dates(dt.date(1950, 1, 1), TODAY).map(dt.date.isoformat)


@given(st.lists(st.tuples(DATES, st.sampled_from([4, 7, 10])), min_size=2, max_size=12))
def test_every_date_is_on_the_line_and_the_marks_are_few(dates: list[tuple[str, int]]) -> None:
    course = course_by_date("Help", [entry(date[:length]) for date, length in dates], TODAY)
    assert course is not None
    assert len(course.moments) == len(dates)
    assert all(0 <= moment.place <= 1 for moment in course.moments)
    assert len(course.marks) <= 14
    assert all(0 <= mark <= 1 for mark in course.marks)
