"""How the entries of a repeating section are laid out, and what the charts say."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from intake.brief.model import BriefEntry, BriefGroup, BriefPart
from intake.brief.rows import AnswerStatus, Row
from intake.brief.timeline import Course, TimedEntry, course_by_step
from intake.outputs.pdf import charts
from intake.outputs.pdf.grouping import group_layout

TALL, WIDE = 9, 3


def row(question: int, entry: int, value: str = "Yes", status: AnswerStatus = AnswerStatus.GIVEN) -> Row:
    entry_name = f"Entry {entry}"
    key = f"q{question}@n{entry}"
    return Row(
        key=key,
        link_id=f"q{question}",
        entry_name=entry_name,
        label=f"Q {question}",
        question="?",
        value=value,
        status=status,
    )


def group(entries: int, questions: int, value: str = "Yes") -> BriefGroup:
    """Entries with this many answered questions each, plus one that only repeats the name."""
    entry_list = [
        BriefEntry(
            entry=f"n{entry}",
            title=f"Entry {entry}",
            rows=(row(0, entry, f"Entry {entry}"), *(row(number, entry, value) for number in range(1, questions + 1))),
        )
        for entry in range(1, entries + 1)
    ]
    return BriefGroup(id="things", title="Things", named_by="q0", entries=tuple(entry_list))


@pytest.mark.parametrize(
    ("entries", "questions", "value", "shape"),
    [
        (8, 4, "Yes", "table"),
        (1, 5, "Yes", "table"),
        (3, TALL, "Yes", "side_by_side"),
        (4, TALL, "Yes", "side_by_side"),
        # a single entry has no neighbor, and more than four columns are too narrow
        (1, TALL, "Yes", "blocks"),
        (5, TALL, "Yes", "blocks"),
        # long answers would make tall, narrow columns
        (3, WIDE, "word " * 60, "blocks"),
        (4, TALL, "word " * 18, "blocks"),
        (2, TALL, "word " * 18, "side_by_side"),
    ],
)
def test_the_layout_suits_number_and_length_of_entries(entries: int, questions: int, value: str, shape: str) -> None:
    assert group_layout(group(entries, questions, value.strip())).shape == shape


def test_the_name_of_an_entry_is_not_repeated() -> None:
    layout = group_layout(group(2, WIDE))
    assert [title for title, _ in layout.entries] == ["Entry 1", "Entry 2"]
    assert [label for _, label in layout.columns] == ["Q 1", "Q 2", "Q 3"]


def test_an_answer_equal_to_the_name_is_kept() -> None:
    """A child whose name is "Child" is still shown as a child."""
    entry = BriefEntry(entry="n1", title="Child", rows=(row(0, 1, "Child"), row(1, 1, "Child")))
    layout = group_layout(BriefGroup(id="things", title="Things", named_by="q0", entries=(entry,)))
    assert [label for _, label in layout.columns] == ["Q 1"]


def test_a_question_unanswered_for_all_entries_has_no_column_and_is_named_once() -> None:
    entries = [
        BriefEntry(
            entry=f"n{entry}",
            title=f"Entry {entry}",
            rows=(
                row(1, entry),
                row(2, entry, "Not known", AnswerStatus.UNKNOWN),
                row(
                    3,
                    entry,
                    "No" if entry == 1 else "Not answered",
                    AnswerStatus.DENIED if entry == 1 else AnswerStatus.NOT_ASKED,
                ),
            ),
        )
        for entry in (1, 2)
    ]
    layout = group_layout(BriefGroup(id="things", title="Things", named_by="q0", entries=tuple(entries)))
    assert [label for _, label in layout.columns] == ["Q 1", "Q 3"]
    assert [row.label for row in layout.open] == ["Q 2"]
    assert layout.entries[1][1]["q3"].value == "Not answered", "a blank cell would read as a no"


# --- charts ----------------------------------------------------------------------------------------------------------


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)


def title_of(svg: str) -> str:
    title = parsed(svg)[0]
    assert title.tag.endswith("title"), "the title comes first, or screen readers miss it"
    return title.text or ""


def part(*statuses: AnswerStatus) -> BriefPart:
    rows = tuple(row(number, 1, status=status) for number, status in enumerate(statuses))
    return BriefPart(id="part", title="Part", rows=rows)


def test_a_dot_is_placed_at_its_time() -> None:
    entries = [TimedEntry(title=f"Step {step}", when=f"{step}", step=step) for step in (0, 1, 2)]
    course = course_by_step("Help", entries, ["long ago", "later", "now"])
    assert course is not None
    charts_drawn = [parsed(charts.dot(moment, course)) for moment in course.moments]
    places = [float(shape.attrib["cx"]) for svg in charts_drawn for shape in svg if shape.tag.endswith("circle")]
    assert places == sorted(places)
    assert len(set(places)) == len(entries)
    assert 0 < places[0] < places[-1] < charts.TRACK


@pytest.mark.parametrize(
    "typed", ["<script>alert(1)</script>", '"/><image href="x"/>', "a & b", "{name} {0}", "x" * 400]
)
def test_typed_text_never_becomes_part_of_a_chart(typed: str) -> None:
    course = Course(title=typed, start=typed, end=typed, moments=(), undated=())
    typed_course = course_by_step(
        typed, [TimedEntry(title=typed, when=typed, step=0), TimedEntry(title="b", when="b", step=1)], ["x", "y"]
    )
    assert typed_course is not None
    svg = parsed(charts.dot(typed_course.moments[0], course))
    assert {shape.tag.partition("}")[2] for shape in svg} == {"title", "path", "circle"}
    assert typed in (svg[0].text or "")
