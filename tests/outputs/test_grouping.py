"""How the entries of a section that repeats are set, and what the pictures beside them say."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from intake.brief.model import BriefEntry, BriefGroup, BriefPart
from intake.brief.rows import AnswerStatus, Row
from intake.brief.timeline import Course, TimedEntry, course_by_step
from intake.i18n import PSEUDO, Translator
from intake.outputs.pdf import charts
from intake.outputs.pdf.grouping import group_layout
from tests.garden import ENGLISH

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
    """Entries that each answer so many questions, the first of which only repeats the name."""
    made = [
        BriefEntry(
            entry=f"n{entry}",
            title=f"Entry {entry}",
            rows=(row(0, entry, f"Entry {entry}"), *(row(number, entry, value) for number in range(1, questions + 1))),
        )
        for entry in range(1, entries + 1)
    ]
    return BriefGroup(id="things", title="Things", named_by="q0", entries=tuple(made))


@pytest.mark.parametrize(
    ("entries", "questions", "value", "shape"),
    [
        (8, 4, "Yes", "table"),
        (1, 5, "Yes", "table"),
        (3, TALL, "Yes", "side_by_side"),
        (4, TALL, "Yes", "side_by_side"),
        # one thing has nothing to stand beside, and more than four are too narrow
        (1, TALL, "Yes", "blocks"),
        (5, TALL, "Yes", "blocks"),
        # long answers would make narrow towers
        (3, WIDE, "word " * 60, "blocks"),
        (4, TALL, "word " * 18, "blocks"),
        (2, TALL, "word " * 18, "side_by_side"),
    ],
)
def test_the_layout_of_entries_fits_their_number_and_length(entries: int, questions: int, value: str, shape: str) -> None:
    assert group_layout(group(entries, questions, value.strip())).shape == shape


def test_the_name_of_an_entry_is_not_repeated() -> None:
    found = group_layout(group(2, WIDE))
    assert [title for title, _ in found.entries] == ["Entry 1", "Entry 2"]
    assert [label for _, label in found.columns] == ["Q 1", "Q 2", "Q 3"]


def test_an_answer_equal_to_the_name_is_kept() -> None:
    """A child who is called "Child" is still said to be one."""
    entry = BriefEntry(entry="n1", title="Child", rows=(row(0, 1, "Child"), row(1, 1, "Child")))
    found = group_layout(BriefGroup(id="things", title="Things", named_by="q0", entries=(entry,)))
    assert [label for _, label in found.columns] == ["Q 1"]


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
    found = group_layout(BriefGroup(id="things", title="Things", named_by="q0", entries=tuple(entries)))
    assert [label for _, label in found.columns] == ["Q 1", "Q 3"]
    assert [one.label for one in found.open] == ["Q 2"]
    assert found.entries[1][1]["q3"].value == "Not answered", "a blank would read as no"


# --- pictures --------------------------------------------------------------------------------------------------------


def picture(svg: str) -> ET.Element:
    return ET.fromstring(svg)


def words_beside(svg: str) -> str:
    title = picture(svg)[0]
    assert title.tag.endswith("title"), "the words of a picture come first, or no reader finds them"
    return title.text or ""


def part(*statuses: AnswerStatus) -> BriefPart:
    rows = tuple(row(number, 1, status=status) for number, status in enumerate(statuses))
    return BriefPart(id="part", title="Part", rows=rows)


@pytest.mark.parametrize(
    ("statuses", "share"),
    [
        ([AnswerStatus.GIVEN, AnswerStatus.DENIED, AnswerStatus.REPORTED], 1.0),
        ([AnswerStatus.GIVEN, AnswerStatus.UNKNOWN], 0.5),
        ([AnswerStatus.DECLINED, AnswerStatus.NOT_ASKED, AnswerStatus.UNKNOWN], 0.0),
    ],
)
def test_the_dark_part_of_a_bar_is_the_share_of_answers(statuses: list[AnswerStatus], share: float) -> None:
    svg = charts.bar(part(*statuses), ENGLISH)
    filled = [float(each.attrib["width"]) for each in picture(svg) if each.attrib.get("fill") == "#555"]
    assert sum(filled) == pytest.approx(share * charts.BAR, abs=0.1)
    assert words_beside(svg) == f"{round(share * len(statuses))} of {len(statuses)} answered"


def test_a_dot_is_placed_at_its_time() -> None:
    told = [TimedEntry(title=f"Step {step}", when=f"{step}", step=step) for step in (0, 1, 2)]
    course = course_by_step("Help", told, ["long ago", "later", "now"])
    assert course is not None
    drawn = [picture(charts.dot(moment, course)) for moment in course.moments]
    places = [float(each.attrib["cx"]) for svg in drawn for each in svg if each.tag.endswith("circle")]
    assert places == sorted(places)
    assert len(set(places)) == len(told)
    assert 0 < places[0] < places[-1] < charts.TRACK


@pytest.mark.parametrize(
    "typed", ["<script>alert(1)</script>", '"/><image href="x"/>', "a & b", "{name} {0}", "x" * 400]
)
def test_typed_text_never_becomes_part_of_a_chart(typed: str) -> None:
    course = Course(title=typed, start=typed, end=typed, moments=(), undated=())
    told = course_by_step(
        typed, [TimedEntry(title=typed, when=typed, step=0), TimedEntry(title="b", when="b", step=1)], ["x", "y"]
    )
    assert told is not None
    svg = picture(charts.dot(told.moments[0], course))
    assert {each.tag.partition("}")[2] for each in svg} == {"title", "path", "circle"}
    assert typed in (svg[0].text or "")


def test_the_text_of_a_chart_is_translated() -> None:
    assert words_beside(charts.bar(part(AnswerStatus.GIVEN), Translator(PSEUDO))).startswith("⟦")
