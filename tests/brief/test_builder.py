"""The one list of rows that every output draws: what was said, what is not known, what follows and why."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.brief.builder import MOST_REASONS, brief
from intake.brief.model import Brief
from intake.brief.rows import AnswerStatus, Row, with_status
from intake.content import load
from intake.content.cases import ON
from intake.domain.assessing import assess
from intake.domain.base import Personal, Tag
from intake.domain.questionnaire import Condition
from intake.domain.response import Absent, Answer, Basis, Response
from intake.domain.routing import route
from intake.domain.rules import Level, Rule, RuleKind, Tier
from intake.i18n import Translator
from tests.garden import (
    CALM,
    CONTENT,
    ENGLISH,
    LARGEST,
    LIBRARY,
    MADE_ON,
    QUESTIONS,
    WELL,
    answers,
    brief_of,
    with_parts,
)


def said(**given: str | tuple[str, ...]) -> Brief:
    return brief_of(answers(**given))


def row(link_id: str, found: Brief) -> Row:
    """The row of a question as the review page shows it."""
    return {row.link_id: row for section in found.sections for row in section.rows}[link_id]


def ids(rows: tuple[Row, ...]) -> list[str]:
    return [row.link_id for row in rows]


# --- one row ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("link_id", "given", "status", "value"),
    [
        ("height", "roof", AnswerStatus.REPORTED, "Up to the roof"),
        ("height", "ankle", AnswerStatus.DENIED, "Up to the ankle"),
        ("now", ("none",), AnswerStatus.DENIED, "None of these"),
        ("now", ("bees", "flood"), AnswerStatus.REPORTED, "Bees have moved into the shed; The beds are under water"),
        ("leaves", "green", AnswerStatus.GIVEN, "Green"),
        ("plants", ("roses", "tree"), AnswerStatus.GIVEN, "Roses; A tree"),
        ("worry", "The roses.\nAll of them.", AnswerStatus.GIVEN, "The roses.\nAll of them."),
        ("keeper", "Ada", AnswerStatus.GIVEN, "Ada"),
        ("height", "?", AnswerStatus.UNKNOWN, "Not known"),
        ("worry", "?", AnswerStatus.UNKNOWN, "Not known"),
        ("height", "-", AnswerStatus.DECLINED, "Rather not say"),
        ("height", None, AnswerStatus.NOT_ASKED, "Not answered"),
        ("worry", "", AnswerStatus.NOT_ASKED, "Not answered"),
        ("worry", " \n\t ", AnswerStatus.NOT_ASKED, "Not answered"),
        ("keeper", "  ", AnswerStatus.NOT_ASKED, "Not answered"),
    ],
)
def test_a_row_has_the_answer_in_words_and_its_status(
    link_id: str, given: str | tuple[str, ...] | None, status: AnswerStatus, value: str
) -> None:
    found = said(**{link_id: given}) if given is not None else said()
    shown = row(link_id, found)
    assert (shown.status, shown.value) == (status, value)
    assert (shown.label, shown.question) == (QUESTIONS.items[link_id].label, QUESTIONS.items[link_id].text)
    assert shown.verbatim == (link_id in {"worry", "keeper"} and status is AnswerStatus.GIVEN)


def test_a_skipped_question_is_not_a_no() -> None:
    response = Response(content_version="x", answers=(Answer(link_id="now", absent=Absent.NOT_ASKED),))
    assert row("now", brief_of(response)).status is AnswerStatus.NOT_ASKED


def test_every_status_without_a_value_is_open() -> None:
    assert {status for status in AnswerStatus if status.open} == {
        AnswerStatus.UNKNOWN,
        AnswerStatus.DECLINED,
        AnswerStatus.NOT_ASKED,
    }


@pytest.mark.parametrize(
    ("basis", "as_of", "words"),
    [
        (None, None, ""),
        (Basis.SAW, None, "saw it"),
        (Basis.TOLD, None, "was told"),
        (Basis.GUESS, "2026-11-20", "a guess, 2026-11-20"),
        (None, "2026-11-20", "2026-11-20"),
    ],
)
def test_how_the_family_knows(basis: Basis | None, as_of: str | None, words: str) -> None:
    answer = Answer(link_id="soil", value="dry", basis=basis, as_of=as_of)
    assert row("soil", brief_of(Response(content_version="x", answers=(answer,)))).basis == words


def test_an_unknown_answer_has_no_basis() -> None:
    answer = Answer(link_id="soil", absent=Absent.UNKNOWN, basis=Basis.GUESS)
    assert row("soil", brief_of(Response(content_version="x", answers=(answer,)))).basis == ""


# --- the frame -------------------------------------------------------------------------------------------------------


def test_a_brief_has_level_texts_version_and_time() -> None:
    found = said(**{**WELL, "soil": "dry", "leaves": "curled"})
    assert (found.tier, found.level) == (Tier.ORANGE, Level.ORANGE)
    assert (found.heading, found.text, found.request) == (
        "Act today",
        "Something needs you today.",
        "Please come today.",
    )
    assert (found.content_version, found.language, found.made_on) == ("garden.1", "en", MADE_ON)
    assert found.answered_version == "garden.1"


def test_a_brief_names_the_version_that_was_answered() -> None:
    found = brief_of(Response(content_version="garden.0", answers=answers(**WELL).answers))
    assert (found.content_version, found.answered_version) == ("garden.1", "garden.0")


@pytest.mark.parametrize(
    ("now", "leans", "asked"),
    [
        (("bees",), "no", "Please put on a bee suit first."),
        (("flood",), "no", "Please come now."),
        # each RED code asks for its own, what two of them ask alike is asked once
        (("bees", "flood"), "no", "Please put on a bee suit first. Please come now."),
        (("bees", "flood", "goat"), "today", "Please put on a bee suit first. Please come now."),
        (("flood", "goat"), "today", "Please come now."),
        (("none",), "no", "Please advise on the next season."),
    ],
)
def test_the_request_to_the_professional_fits_every_tier(now: tuple[str, ...], leans: str, asked: str) -> None:
    assert said(**{**CALM, "now": now, "plants": ("tree",), "leans": leans}).request == asked


@pytest.mark.parametrize(
    ("now", "violence", "file_withheld"),
    [(("none",), False, False), (("bees",), False, False), (("goat",), True, True)],
)
def test_withheld_tags_set_flags_for_pages(now: tuple[str, ...], *, violence: bool, file_withheld: bool) -> None:
    found = said(**{**WELL, "now": now})
    assert (found.violence, found.file_withheld) == (violence, file_withheld)


# --- because you told us ---------------------------------------------------------------------------------------------


def test_the_reasons_are_the_answers_of_the_most_urgent_rules() -> None:
    found = said(**{**LARGEST, "leans": "no"})
    assert ids(found.reasons) == ["now", "soil", "height", "leaves", "watering"], "after what leads, signs of danger"


def test_there_are_at_most_five_reasons_without_duplicates() -> None:
    found = said(**LARGEST)
    assert len(found.reasons) == MOST_REASONS
    assert ids(found.reasons)[:2] == ["now", "leans"]
    assert len(set(ids(found.reasons))) == MOST_REASONS
    # the height is the sixth
    assert found.more_reasons == 1
    assert said(**{**LARGEST, "leans": "no"}).more_reasons == 0


def test_a_reason_for_an_offer_joins_a_single_urgent_reason() -> None:
    """Roses are why a talk is offered, and pale leaves why an expert is; neither makes it urgent: one is enough."""
    found = said(**{**CALM, "plants": ("roses",), "leaves": "pale", "height": "roof"})
    assert {way.id for way in found.pathways} >= {"garden_talk", "expert"}
    assert (ids(found.reasons), found.more_reasons) == (["height", "plants"], 0)


def test_a_reason_for_an_offer_is_left_out_next_to_two_urgent_reasons() -> None:
    found = said(**{**CALM, "plants": ("roses",), "leaves": "curled", "soil": "dry", "height": "roof"})
    assert {way.id for way in found.pathways} >= {"garden_talk"}
    assert "plants" not in ids(found.reasons)
    assert len(found.reasons) >= 2


def test_without_danger_the_reasons_are_those_of_the_offers() -> None:
    found = said(**{**CALM, "leaves": "pale"})
    assert found.tier is Tier.GREEN
    assert ids(found.reasons) == ["plants", "leaves"]


def test_a_reason_against_a_meeting_is_not_a_reason_for_urgency() -> None:
    found = said(**WELL, plants=("roses",), spots="yes", leaves="green")
    assert "spots" not in ids(found.reasons)
    assert [hold.rule for hold in found.holds] == ["spots_first"]


def test_an_unanswered_question_is_never_a_reason() -> None:
    assert said(leaves="pale").reasons == (row("leaves", said(leaves="pale")),)


def test_rules_of_any_kind_against_a_meeting_are_holds() -> None:
    found = said(**{**WELL, "now": ("bees",)}, plants=("roses",), spots="yes")
    assert {hold.rule for hold in found.holds} == {"bees_in_shed", "spots_first"}


# --- what is not known -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "opened"),
    [
        (WELL, {}),
        ({**WELL, "now": "?"}, {"now": "Act now"}),
        ({"now": "-", "height": "ankle", "soil": "damp"}, {"now": "Act now"}),
        # one more sign of thirst would make it today's business
        ({**WELL, "soil": "dry", "leaves": "?", "plants": ("tree",), "leans": "no"}, {"leaves": "Act today"}),
        # the worst it could become: soil alone would be today
        (
            {"now": "?", "height": "ankle", "soil": "?", "leaves": "curled", "plants": ("bare",)},
            {"now": "Act now", "soil": "Act today"},
        ),
        # it is red already by the most urgent code: nothing is more urgent
        ({"now": ("bees",), "height": "?", "soil": "?"}, {}),
    ],
)
def test_open_questions_show_the_priority_they_could_lead_to(given: dict[str, Any], opened: dict[str, str]) -> None:
    given = {"plants": ("bare",), "leaves": "green", **given}
    found = said(**given)
    assert {row.link_id: each.could_become for each in found.open_questions for row in each.rows} == opened
    for each in found.open_questions:
        assert ids(each.rows) == [name for name in QUESTIONS.items if name in ids(each.rows)]


def test_an_open_question_that_cannot_raise_the_priority_is_not_listed() -> None:
    """It could make the garden AMBER, which an unanswered safety question makes it anyway."""
    found = said(now=("none",), soil="damp", height="?", plants=("bare",), leaves="green")
    assert found.tier is Tier.AMBER
    assert found.open_questions == ()
    assert ids(found.unanswered_safety) == ["height"]


def test_not_known_lists_each_question_once_in_the_order_asked() -> None:
    found = said(**{**LARGEST, "soil": "?", "height": "-", "keeper": "?", "worry": ""})
    assert [row.key for row in found.not_known] == [
        *("height", "soil", "spots_spread", "shade", "keeper", "worry", "plant_ills@tree", "plant_age@n1"),
        "helper_reach@n3",
    ]


def test_a_question_that_does_not_apply_is_not_listed_as_not_known() -> None:
    assert "spots" not in ids(said(plants=("beans",)).not_known)
    assert "spots" in ids(said(plants=("roses",)).not_known)


def test_help_that_may_fit_is_named_with_what_is_missing() -> None:
    (open_way,) = said(**WELL, leaves="?", plants=("tree",)).undecided
    assert (open_way.rule, ids(open_way.missing), open_way.evidence) == ("offer_expert", ["leaves"], ())


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({**WELL, "leaves": "pale"}, "it is offered"),
        ({**WELL, "leaves": "green", "plants": ("tree",)}, "it does not fit"),
        ({**WELL, "now": ("bees",), "leaves": "?"}, "there is danger"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_help_is_undecided_only_if_an_answer_would_decide_it(given: dict[str, Any], reason: str) -> None:
    assert said(**given).undecided == (), reason


def test_withheld_help_is_not_named_as_possible() -> None:
    hold = Rule(
        id="probe",
        kind=RuleKind.HOLD,
        title="Probe",
        because="Probe",
        sources=("garden_book",),
        when=(Condition(question="soil", answer="damp"),),
        withholds=(Tag.INTERVENTIONIST,),
    )
    response = answers(**WELL, leaves="?", plants=("tree",))
    assert [way.rule for way in brief_of(response, with_parts(rules=(CONTENT.rule["offer_expert"],))).undecided] == [
        "offer_expert"
    ]
    assert brief_of(response, with_parts(rules=(CONTENT.rule["offer_expert"], hold))).undecided == ()


# --- parts -----------------------------------------------------------------------------------------------------------


def test_the_risk_box_has_rows_with_their_context() -> None:
    found = said(now=("flood",), soil="?", plants=("roses",), watering="never", height="ankle")
    water, size, pests = found.risk
    assert (water.title, ids(water.rows), ids(water.context)) == ("Water", ["now", "soil"], ["watering"])
    assert ids(water.with_status(AnswerStatus.REPORTED)) == ["now"]
    assert ids(water.with_status(AnswerStatus.UNKNOWN, AnswerStatus.DECLINED)) == ["soil"]
    assert (ids(size.rows), ids(size.with_status(AnswerStatus.DENIED))) == (["height"], ["height"])
    assert (ids(pests.rows), ids(pests.with_status(AnswerStatus.NOT_ASKED))) == (["spots"], ["spots"])


@pytest.mark.parametrize(
    ("now", "water", "pests"),
    [
        (("flood",), ["The beds are under water"], []),
        (("goat", "flood"), ["The beds are under water"], ["A goat is in the beans"]),
        (("bees", "goat"), [], ["Bees have moved into the shed; A goat is in the beans"]),
        (("none",), [], []),
        ("?", [], []),
        ("-", [], []),
    ],
)
def test_each_danger_appears_in_its_row_of_the_risk_box(
    now: str | tuple[str, ...], water: list[str], pests: list[str]
) -> None:
    found = said(now=now, plants=("beans",))
    in_water, in_size, in_pests = (
        [row.value for row in part.with_status(AnswerStatus.REPORTED) if row.link_id == "now"] for part in found.risk
    )
    assert (in_water, in_size, in_pests) == (water, [], pests)
    # The answer as a whole stands in the list of answers, whatever it is.
    assert "now" in ids(found.parts[0].rows)


def test_a_danger_in_the_risk_box_keeps_how_the_family_knows() -> None:
    answer = Answer(link_id="now", value=("flood",), basis=Basis.SAW)
    (flood, _) = brief_of(Response(content_version="x", answers=(answer,))).risk[0].rows
    assert (flood.label, flood.basis) == ("Trouble right now", "saw it")


def test_the_context_of_a_risk_includes_unknown_answers() -> None:
    """An open question there is not hidden: it is said to be open."""
    (watering,) = said(plants=("roses",), watering="?").risk[0].context
    assert (watering.link_id, watering.status, watering.value) == ("watering", AnswerStatus.UNKNOWN, "Not known")
    assert said(plants=("tree",), watering="?").risk[0].context == ()


def test_a_risk_that_no_longer_applies_is_shown_if_it_was_answered() -> None:
    assert ids(said(plants=("beans",)).risk[1].rows) == ["height"]
    assert ids(said(plants=("beans",), leans="today").risk[1].rows) == ["height", "leans"]
    assert ids(said().risk[1].rows) == ["height", "leans"]


def test_questions_the_layout_does_not_name_are_under_other_answers() -> None:
    found = said(**LARGEST)
    assert [part.title for part in found.parts] == ["What grows", "Other answers"]
    assert ids(found.parts[-1].rows) == ["shade", "keeper", "keeper_days", "talk_about"]
    assert [group.id for group in found.parts[-1].groups] == ["helpers"]


def test_a_part_without_rows_is_left_out() -> None:
    """Everything has its place in the layout once the three others are hidden; here a keeper is asked of everybody."""
    found = said(plants=("bare",), height="ankle")
    assert ids(found.parts[-1].rows) == ["keeper"]
    placed = CONTENT.layout.model_copy(update={"who": (*CONTENT.layout.who, "keeper")})
    response = answers(plants=("bare",), height="ankle")
    assert [part.title for part in brief_of(response, with_parts(layout=placed)).parts] == ["What grows"]


@st.composite
def some_answers(draw: st.DrawFn) -> dict[str, Any]:
    names = draw(st.lists(st.sampled_from(list(LARGEST)), unique=True))
    return {name: draw(st.sampled_from(["?", "-", LARGEST[name]])) for name in names}


@given(some_answers())
def test_no_asked_or_answered_question_is_lost(given: dict[str, Any]) -> None:
    found = said(**given)
    shown = {row.key for row in (*found.who, *found.reach, *found.situation, *found.background)}
    shown |= {row.key for part in (*found.risk, found.medicines, *found.parts) for row in part.all_rows}
    asked = {one.key for one in route(QUESTIONS, answers(**given))}
    answered = {name for name, code in given.items() if code not in ("?", "-")}
    assert shown == {key for key in asked | answered if stands(key, given)}
    assert shown == {row.key for section in found.sections for row in section.all_rows}


def stands(key: str, given: dict[str, Any]) -> bool:
    """Whether the section of an answer stands in a summary: not withheld, and beyond the check only once begun."""
    section = QUESTIONS.section_of[key.partition("@")[0]]
    withheld = assess(CONTENT, answers(**given), ON).withheld
    begun = any(QUESTIONS.section_of[name.partition("@")[0]].id == section.id for name in given)
    return not {*section.tags} & {*withheld} and (begun or section.asked not in ("full", "plan"))


# --- entries, and when it was -----------------------------------------------------------------------------------------


def test_the_medicines_box_has_only_the_questions_shown_on_page_one() -> None:
    """The rest of each entry stands in the list of answers."""
    box = said(**LARGEST).medicines
    assert (box.title, ids(box.rows)) == ("Helpers and props", ["props"])
    (helpers,) = box.groups
    assert [(entry.title, ids(entry.rows)) for entry in helpers.entries] == [
        ("Barbara", ["helper_days"]),
        ("The man next door", ["helper_days"]),
    ]
    assert said(**WELL).medicines.all_rows == ()


def course(response: Response) -> list[tuple[str, str, float]]:
    """What was planted when, the oldest first."""
    (group,) = (group for part in brief_of(response).parts for group in part.groups if group.id == "each_plant")
    return [(one.title, one.when, one.place) for one in group.course.moments] if group.course else []


def test_entries_are_placed_in_time_by_the_steps_of_an_ordered_question() -> None:
    (growing, *_) = said(**LARGEST).parts
    (group,) = growing.groups
    assert group.course is not None
    assert (group.course.title, group.course.start, group.course.end) == (
        *("When they were planted", "Older than me", "New this year"),
    )
    assert course(answers(**LARGEST)) == [
        ("A tree", "Older than me", 0.0),
        ("Roses", "Some years", 0.5),
        ("Beans", "New this year", 1.0),
    ]
    assert group.course.undated == ("Mint",), "its age is not known, which is no age"


def test_entries_are_placed_in_time_by_date_if_that_places_as_many() -> None:
    response = answers(**LARGEST).without("plant_age@beans")
    for entry, when in (("roses", "2020"), ("tree", "1987-04")):
        response = response.with_answer(response.by_key[f"plant_age@{entry}"].model_copy(update={"as_of": when}))
    assert [title for title, _, _ in course(response)] == ["A tree", "Roses"]
    (tree, roses) = course(response)
    assert tree[2] < 0.02
    assert 0.8 < roses[2] < 0.9


def test_a_single_time_makes_no_timeline() -> None:
    given = {name: code for name, code in LARGEST.items() if name not in ("plant_age@roses", "plant_age@tree")}
    assert course(answers(**given)) == []


# --- how much is known ------------------------------------------------------------------------------------------------


def test_a_part_counts_its_questions_signs_and_open_questions() -> None:
    growing, other = said(**LARGEST).parts
    assert (growing.note, growing.title) == ("Grouped for the reader, from the ground up.", "What grows")
    # 6 questions of its own, and of four plants 9: kind, age and ills, as far as they apply
    rows = growing.all_rows
    assert growing.tally.questions == len(rows) == len({row.key for row in rows})
    assert growing.tally.signs == sum(row.status is AnswerStatus.REPORTED for row in rows)
    assert growing.tally.open == sum(row.status.open for row in rows)
    assert growing.tally.answered + growing.tally.open == growing.tally.questions
    assert other.tally.open == len([row for row in other.all_rows if row.status.open]) > 0


def test_rows_with_several_statuses_are_grouped_by_status() -> None:
    rows = said(**{**LARGEST, "soil": "damp"}).parts[0].rows
    found = with_status(rows, AnswerStatus.DENIED, AnswerStatus.REPORTED)
    assert [row.status for row in found][:1] == [AnswerStatus.DENIED]
    assert {row.key for row in found} == {
        row.key for row in rows if row.status in (AnswerStatus.DENIED, AnswerStatus.REPORTED)
    }
    assert with_status(rows) == ()


def test_parts_of_the_full_intake_that_were_not_started_are_named() -> None:
    assert said(**WELL).not_started == ("Each plant", "Helpers", "Talking with the neighbors")
    assert said(**WELL, **{"helper_name@n1": "?"}).not_started == ("Each plant", "Talking with the neighbors")
    assert said(**LARGEST).not_started == ()


def test_a_withheld_part_is_not_named_as_not_started() -> None:
    found = said(**{**WELL, "now": ("goat",)})
    assert found.violence
    assert "Talking with the neighbors" not in found.not_started


@pytest.mark.parametrize(
    ("now", "notices"),
    [
        (("goat",), ("A goat may read this.",)),
        (("goat", "bees"), ("A goat may read this.",)),
        (("bees",), ()),
        ("?", ()),
    ],
)
def test_a_notice_appears_if_its_condition_is_met(now: str | tuple[str, ...], notices: tuple[str, ...]) -> None:
    assert said(**{**CALM, "now": now}).notices == notices
    assert said().notices == ()


@pytest.mark.parametrize(
    ("left_out", "gone", "kept"),
    [
        (Personal.NAME, {"Barbara", "Grace", "Grandmother"}, {"555-0133", "The roses.\nAnd the beans."}),
        (Personal.CONTACT, {"555-0133"}, {"Barbara", "Grace"}),
        (Personal.NOTES, {"The roses.\nAnd the beans.", "The goat.\nAnd the hedge."}, {"Barbara", "555-0133"}),
    ],
)
def test_left_out_answers_appear_nowhere_and_are_named_as_left_out(
    left_out: Personal, gone: set[str], kept: set[str]
) -> None:
    response = answers(**{**LARGEST, "now": ("none",), "spots": "no"})
    found = brief(CONTENT, response, assess(CONTENT, response, ON), MADE_ON, ENGLISH, left_out=[left_out])
    assert found.left_out == (left_out,)
    everything = found.model_dump_json()
    for said_of in gone:
        assert json.dumps(said_of)[1:-1] not in everything
    for said_of in kept:
        assert json.dumps(said_of)[1:-1] in everything


def test_the_review_shows_sections_in_the_order_asked() -> None:
    found = said(**LARGEST)
    assert [section.title for section in found.sections] == [
        "Trouble right now",
        "First, a few facts",
        "The plants",
        "For the summary",
        "Each plant",
        "Helpers",
        "Talking with the neighbors",
    ], "the garden day speaks of a meeting, which the bees forbid"
    asked = [one.key for one in route(QUESTIONS, answers(**LARGEST)) if stands(one.key, LARGEST)]
    assert [row.key for section in found.sections for row in section.all_rows] == asked


def test_an_entry_is_named_by_its_option_or_by_the_family() -> None:
    groups = {group.id: group for section in said(**LARGEST).sections for group in section.groups}
    assert [entry.title for entry in groups["each_plant"].entries] == ["Roses", "Beans", "A tree", "Mint"]
    assert [entry.title for entry in groups["helpers"].entries] == ["Barbara", "The man next door"]
    plan = said(**{**LARGEST, "now": ("none",), "spots": "no"}).sections[-1]
    assert [entry.title for group in plan.groups for entry in group.entries] == [*("Barbara", "Grandmother")], (
        "he who never comes is asked nothing for that day"
    )


# --- what follows ----------------------------------------------------------------------------------------------------


def test_steps_say_what_to_do_when_and_whom_to_call_with_sources() -> None:
    first, second, third = said(**{**WELL, "now": ("bees",)}, garden_country="ca", garden_province="ca_on").steps
    assert (first.text, first.when, first.lines) == ("Step back from the beds", "Now", ())
    assert (second.text, second.when) == ("Call the beekeeper at 555", "Now")
    assert [line.id for line in second.lines] == ["bees_ca"]
    assert second.rules == ("bees_in_shed",)
    assert [source.title for source in second.sources] == ["The small garden book"]
    assert third.when == "This week"


@pytest.mark.parametrize(
    ("given", "when"),
    [({"soil": "dry", "leaves": "curled"}, "Today"), ({"height": "head"}, "Today, or in the next three days")],
)
def test_how_soon_a_step_is_due(given: dict[str, Any], when: str) -> None:
    assert said(**{**WELL, **given}).steps[0].when == when


@pytest.mark.parametrize(
    ("country", "text"),
    [
        ("us", "Call the beekeeper at 555"),
        ("?", "Call the beekeeper at 555"),
        ("other", "Call a beekeeper near you"),
    ],
)
def test_a_number_that_does_not_work_elsewhere_is_not_shown_there(country: str, text: str) -> None:
    found = said(now=("bees",), garden_country=country)
    assert text in [step.text for step in found.steps]
    assert found.elsewhere == (country == "other")
    # A step without words for elsewhere keeps its own.
    assert found.steps[0].text == "Step back from the beds"


def test_a_path_says_why_it_is_offered() -> None:
    found = said(**WELL, leaves="pale", garden_country="us", garden_state="us_ca")
    expert = {way.id: way for way in found.pathways}["expert"]
    assert (expert.title, expert.free, expert.rules) == ("A visit by an expert", False, ("offer_expert",))
    assert expert.because == ("An expert has seen it all.",)
    assert [line.id for line in expert.lines] == ["info_us", "info_us_second"]
    assert [way.free for way in found.pathways].count(True) >= 1


def test_the_kind_of_help_is_named_with_its_reason() -> None:
    (kind,) = said(**{**WELL, "soil": "dry"}).kinds
    assert (kind.title, kind.because) == ("Mulching", ("Bark keeps soil damp.",))


def test_decisions_are_most_urgent_first_with_answers_and_sources() -> None:
    found = said(**{**LARGEST, "leans": "no"})
    levels = [decision.level for decision in found.decisions]
    assert levels[:4] == ["Act now", "Act now", "Act today", "Act in three days"]
    assert set(levels[4:]) == {""}
    thirsty = next(decision for decision in found.decisions if decision.rule == "thirsty")
    assert ids(thirsty.evidence) == ["soil", "leaves", "watering"]
    assert [source.title for source in thirsty.sources] == ["Notes on leaves"]


def test_a_decision_due_to_missing_answers_names_them() -> None:
    found = said(now=("none",), height="?", soil="-", plants=("bare",), leaves="green")
    decision = next(decision for decision in found.decisions if decision.rule == "not_all_known")
    assert (ids(decision.missing), decision.level) == (["height", "soil"], "Act in three days")


def test_answers_missing_for_an_urgent_rule_are_named() -> None:
    found = said(**{**CALM, "soil": "dry", "watering": "-"})
    decision = next(decision for decision in found.decisions if decision.rule == "not_all_known")
    assert (ids(decision.missing), ids(found.unanswered_safety)) == (["watering"], ["watering"])
    assert (found.tier, decision.level) == (Tier.AMBER, "Act in three days")


def test_the_sources_are_those_of_the_rules_that_set_the_priority() -> None:
    found = said(**{**CALM, "now": ("bees", "flood"), "soil": "dry", "leaves": "curled"})
    assert [source.id for source in found.sources] == ["garden_book", "leaf_notes"]
    assert [source.id for source in said(**{**CALM, "height": "roof"}).sources] == ["garden_book"]
    assert said(**CALM).sources == ()


# --- in another language ---------------------------------------------------------------------------------------------


def test_in_another_language_every_word_is_translated_except_the_familys_own() -> None:
    made_up = load("qps", LIBRARY)
    found = brief_of(answers(**LARGEST), made_up, Translator("qps"))
    rows = [row for section in found.sections for row in section.all_rows]
    own = {
        "plant_name@n1": "Mint",
        "helper_name@n2": "Barbara",
        "helper_reach@n2": "555-0133",
        "helper_name@n3": "The man next door",
        "talk_about": "The goat.\nAnd the hedge.",
        "keeper": "Ada",
        "garden_name": "The long field",
        "worry": "The roses.\nAnd the beans.",
        "your_name": "Grace",
    }
    assert {row.key: row.value for row in rows if row.verbatim} == own
    for each in rows:
        for words in (each.label, each.question, *([] if each.verbatim else [each.value])):
            assert words.startswith("⟦"), each
            assert words.endswith("⟧"), each
    titles = [part.title for part in (*found.risk, *found.parts, *found.sections)]
    texts = [found.heading, found.text, found.request, *titles]
    texts += [text for step in found.steps for text in (step.text, step.detail, step.when)]
    texts += [text for decision in found.decisions for text in (decision.title, decision.because)]
    assert all(text.startswith("⟦") for text in texts)
    assert found.language == "qps"
