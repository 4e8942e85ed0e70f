"""The rows behind every output: answers, what is not known, and what follows from them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.brief.builder import brief
from intake.brief.findings import MOST_REASONS
from intake.brief.model import Brief
from intake.brief.rows import AnswerStatus, Row, with_status
from intake.content import load
from intake.content.cases import ON
from intake.domain.assessing import assess, assess_for_listener
from intake.domain.base import Personal, Tag
from intake.domain.case import Informant, join
from intake.domain.questionnaire import Condition, Operator
from intake.domain.response import Absent, Answer, Basis, Response
from intake.domain.routing import route
from intake.domain.rules import Level, Rule, RuleKind, StepDetail, Tier, Truth
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


def brief_with(**codes: str | tuple[str, ...]) -> Brief:
    """The brief of these answers in the garden."""
    return brief_of(answers(**codes))


def row(link_id: str, summary: Brief) -> Row:
    """The row of a question as the review page shows it."""
    return {row.link_id: row for section in summary.sections for row in section.rows}[link_id]


def ids(rows: tuple[Row, ...]) -> list[str]:
    return [row.link_id for row in rows]


# --- one row ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("link_id", "codes", "status", "value"),
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
    link_id: str, codes: str | tuple[str, ...] | None, status: AnswerStatus, value: str
) -> None:
    summary = brief_with(**{link_id: codes}) if codes is not None else brief_with()
    answer = row(link_id, summary)
    assert (answer.status, answer.value) == (status, value)
    assert (answer.label, answer.question) == (QUESTIONS.items[link_id].label, QUESTIONS.items[link_id].text)
    assert answer.verbatim == (link_id in {"worry", "keeper"} and status is AnswerStatus.GIVEN)


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
        (Basis.GUESS, "2026-11-20", "a guess, Nov 20, 2026"),
        (None, "2026-11-20", "Nov 20, 2026"),
    ],
)
def test_how_the_family_knows(basis: Basis | None, as_of: str | None, words: str) -> None:
    answer = Answer(link_id="soil", value="dry", basis=basis, as_of=as_of)
    assert row("soil", brief_of(Response(content_version="x", answers=(answer,)))).basis == words


def test_an_unknown_answer_has_no_basis() -> None:
    answer = Answer(link_id="soil", absent=Absent.UNKNOWN, basis=Basis.GUESS)
    assert row("soil", brief_of(Response(content_version="x", answers=(answer,)))).basis == ""


BEES = "Please bring a bee suit now: there are bees in the shed."
FLOOD = "Please open the drain now: the beds are under water."
TREE = "Please prop the tree now: it may fall."


# --- level, version, and request -------------------------------------------------------------------------------------


def test_a_brief_has_level_texts_version_and_time() -> None:
    summary = brief_with(**{**WELL, "soil": "dry", "leaves": "curled"})
    assert (summary.tier, summary.level) == (Tier.ORANGE, Level.ORANGE)
    assert (summary.heading, summary.so_far, summary.text) == ("Act today", "", "Something needs you today.")
    assert summary.requests == ("Please bring water today: the plants are thirsty.",)
    assert (summary.content_version, summary.language, summary.made_on) == ("garden.1", "en", MADE_ON)
    assert summary.answered_version == "garden.1"


def test_a_brief_names_the_version_that_was_answered() -> None:
    summary = brief_of(Response(content_version="garden.0", answers=answers(**WELL).answers))
    assert (summary.content_version, summary.answered_version) == ("garden.1", "garden.0")


@pytest.mark.parametrize(
    ("now", "leans", "asked"),
    [
        (("bees",), "no", (BEES,)),
        (("flood", "bees"), "no", (BEES, FLOOD)),
        (("bees", "flood"), "today", (BEES, FLOOD, TREE)),
        # at most three, the most urgent first
        (("goat", "bees", "flood"), "today", (BEES, FLOOD, TREE)),
        # no rule that is met asks for anything: what the level asks for
        (("none",), "no", ("Please advise on the next season.",)),
    ],
)
def test_the_professional_is_asked_for_what_the_met_rules_need(
    now: tuple[str, ...], leans: str, asked: tuple[str, ...]
) -> None:
    assert brief_with(**{**CALM, "now": now, "plants": ("tree",), "leans": leans}).requests == asked


@pytest.mark.parametrize(
    ("now", "asked"),
    [
        (("bees",), ("Please put on a bee suit first.",)),
        (("flood",), ("Please come now.",)),
        # each RED code has its own request; a request that two share appears once
        (("bees", "flood", "goat"), ("Please put on a bee suit first.", "Please come now.")),
    ],
)
def test_without_requests_of_rules_those_of_the_tiers_are_printed(now: tuple[str, ...], asked: tuple[str, ...]) -> None:
    silent = with_parts(rules=tuple(rule.model_copy(update={"request": None}) for rule in CONTENT.rules))
    assert brief_of(answers(**{**CALM, "now": now}), silent).requests == asked


def test_two_rules_that_ask_for_the_same_ask_once() -> None:
    same = with_parts(rules=tuple(rule.model_copy(update={"request": "Please come."}) for rule in CONTENT.rules))
    assert brief_of(answers(**LARGEST), same).requests == ("Please come.",)


@pytest.mark.parametrize(
    ("codes", "level", "heading", "so_far"),
    [
        (
            {"plants": ("tree",), "leans": "?"},
            Level.OPEN,
            "A question is still open",
            "So far, nothing you told us points to danger",
        ),
        ({"height": "?", "soil": "dry"}, Level.AMBER, "A question is still open", "So far: Act in three days"),
        ({"height": "roof"}, Level.AMBER, "Act in three days", ""),
        ({}, Level.GREEN, "Plan your week", ""),
        # what is urgent stays the heading
        ({"height": "?", "now": ("bees",)}, Level.RED, "Act now", ""),
        ({"height": "?", "soil": "dry", "leaves": "curled"}, Level.ORANGE, "Act today", ""),
    ],
)
def test_nothing_calm_stands_above_open_safety_questions(
    codes: dict[str, Any], level: Level, heading: str, so_far: str
) -> None:
    summary = brief_with(**{**CALM, **codes})
    assert (summary.level, summary.heading, summary.so_far) == (level, heading, so_far)
    assert ids(summary.unanswered_safety) == [name for name, code in codes.items() if code == "?"]


@pytest.mark.parametrize(
    ("now", "violence", "file_withheld"),
    [(("none",), False, False), (("bees",), False, False), (("goat",), True, True)],
)
def test_withheld_tags_set_flags_for_pages(now: tuple[str, ...], *, violence: bool, file_withheld: bool) -> None:
    summary = brief_with(**{**WELL, "now": now})
    assert (summary.violence, summary.file_withheld) == (violence, file_withheld)


@pytest.mark.parametrize("left_out", [(), (Personal.OWN,)], ids=["all of it", "without what they said of themself"])
def test_a_danger_told_in_confidence_is_not_named_but_still_withholds(left_out: tuple[Personal, ...]) -> None:
    calm, danger = (answers(**{**WELL, "now": now}) for now in (("none",), ("goat",)))
    people = (Informant(id="i1", response=calm), Informant(id="i2", response=danger, confidential=True))
    case = join(QUESTIONS, people, speaking="i1")
    heard, assessment = assess_for_listener(CONTENT, case, assess(CONTENT, case, ON))
    summary = brief(CONTENT, heard, assessment, MADE_ON, ENGLISH, left_out=left_out)
    assert (summary.violence, summary.file_withheld) == (True, True)
    assert row("now", summary).value == "None of these"


# --- reasons ---------------------------------------------------------------------------------------------------------


def test_the_reasons_are_the_answers_of_the_most_urgent_rules() -> None:
    summary = brief_with(**{**LARGEST, "leans": "no"})
    assert ids(summary.reasons) == ["now", "soil", "height", "leaves", "watering"], "after what leads, signs of danger"


def test_there_are_at_most_five_reasons_without_duplicates() -> None:
    summary = brief_with(**LARGEST)
    assert len(summary.reasons) == MOST_REASONS
    assert ids(summary.reasons)[:2] == ["now", "leans"]
    assert len(set(ids(summary.reasons))) == MOST_REASONS
    # the height is the sixth
    assert summary.more_reasons == 1
    assert brief_with(**{**LARGEST, "leans": "no"}).more_reasons == 0


def test_a_reason_for_an_offer_joins_a_single_urgent_reason() -> None:
    """Roses lead to a talk and pale leaves to an expert, but neither is urgent: one of them is added."""
    summary = brief_with(**{**CALM, "plants": ("roses",), "leaves": "pale", "height": "roof"})
    assert {way.id for way in summary.pathways} >= {"garden_talk", "expert"}
    assert (ids(summary.reasons), summary.more_reasons) == (["height", "plants"], 0)


def test_a_reason_for_an_offer_is_left_out_next_to_two_urgent_reasons() -> None:
    summary = brief_with(**{**CALM, "plants": ("roses",), "leaves": "curled", "soil": "dry", "height": "roof"})
    assert {way.id for way in summary.pathways} >= {"garden_talk"}
    assert "plants" not in ids(summary.reasons)
    assert len(summary.reasons) >= 2


def test_without_danger_the_reasons_are_those_of_the_offers() -> None:
    summary = brief_with(**{**CALM, "leaves": "pale"})
    assert summary.tier is Tier.GREEN
    assert ids(summary.reasons) == ["plants", "leaves"]


def test_a_reason_against_a_meeting_is_not_a_reason_for_urgency() -> None:
    summary = brief_with(**WELL, plants=("roses",), spots="yes", leaves="green")
    assert "spots" not in ids(summary.reasons)
    assert [hold.rule for hold in summary.holds] == ["spots_first"]


def test_an_unanswered_question_is_never_a_reason() -> None:
    summary = brief_with(**{**CALM, "leaves": "pale"}).reasons
    assert summary
    assert all(not reason.status.open for reason in summary)


def test_while_safety_questions_are_open_no_fact_stands_in_for_a_reason() -> None:
    """The open questions are the reason; what leads to an offer has nothing to do with them."""
    assert brief_with(leaves="pale").reasons == ()
    assert brief_with(**{**CALM, "leaves": "pale"}).reasons


def test_a_single_reason_for_danger_stands_alone() -> None:
    """What leads to an offer is not a reason for danger."""
    summary = brief_with(**{**CALM, "now": ("flood",), "plants": ("roses",), "leaves": "pale"})
    assert summary.level is Level.RED
    assert ids(summary.reasons) == ["now"]


def test_rules_of_any_kind_against_a_meeting_are_holds() -> None:
    summary = brief_with(**{**WELL, "now": ("bees",)}, plants=("roses",), spots="yes")
    assert {hold.rule for hold in summary.holds} == {"bees_in_shed", "spots_first"}


def urgent_rule(name: str, *when: Condition, step: str = "water_today", details: tuple[StepDetail, ...] = ()) -> Rule:
    """An ORANGE rule with these conditions."""
    return Rule(
        id=name,
        kind=RuleKind.DANGER,
        tier=Tier.ORANGE,
        title="Probe",
        because="Probe",
        sources=("garden_book",),
        when=when,
        recommend=(step,),
        details=details,
    )


PESTS = urgent_rule("rusty", Condition(question="plant_ills", answer="rust"))
ILLS: dict[str, str | tuple[str, ...]] = {**CALM, "plants": ("roses",), "plant_age@roses": "old", "spots": "no"}


@pytest.mark.parametrize(
    ("ills", "reasons", "risks"),
    [
        (("rust",), [("Disease", "Rust")], [("Disease", "Rust"), ("Pests", "None reported")]),
        (("lice", "rust"), [("Disease", "Rust")], [("Pests", "Aphids"), ("Disease", "Rust")]),
        (("lice",), [], [("Pests", "Aphids")]),
        (("none",), [], [("Pests", "Nothing")]),
    ],
)
def test_an_option_with_its_own_label_has_its_own_reason_and_row(
    ills: tuple[str, ...], reasons: list[tuple[str, str]], risks: list[tuple[str, str]]
) -> None:
    summary = brief_of(answers(**ILLS, **{"plant_ills@roses": ills}), with_parts(rules=(*CONTENT.rules, PESTS)))

    def shown(rows: tuple[Row, ...]) -> list[tuple[str, str]]:
        return [(row.label, row.value) for row in rows if row.link_id == "plant_ills"]

    assert shown(summary.reasons) == reasons
    assert shown(summary.risk[2].rows) == risks
    assert [shown(decision.evidence) for decision in summary.decisions if decision.rule == "rusty"] == (
        [reasons] if reasons else []
    )


IN_OHIO = Condition(question="garden_state", answer="us_oh")
NOT_TALL = Condition(question="height", operator=Operator.AT_MOST, answer="knee")
NO_WATER = Condition(question="watering", answer="never")
DRY = Condition(question="soil", answer="dry")


@pytest.mark.parametrize(
    ("when", "reasons"),
    [
        ((IN_OHIO, DRY), ["soil"]),  # who it is about is no reason beside a sign
        ((IN_OHIO, NO_WATER), ["watering"]),  # nor beside another fact
        ((IN_OHIO,), ["garden_state"]),  # but it is if the rule turned on it alone
        ((NOT_TALL, DRY), ["soil"]),  # a denial is never a reason
        ((NOT_TALL,), []),
        ((NO_WATER, DRY), ["watering", "soil"]),
    ],
)
def test_a_reason_for_danger_is_a_sign_or_what_the_rule_turned_on(
    when: tuple[Condition, ...], reasons: list[str]
) -> None:
    codes = {**CALM, "garden_country": "us", "garden_state": "us_oh", "height": "knee", "soil": "dry"}
    response = answers(**{**codes, "watering": "never", "props": "no"})
    rules = tuple(rule for rule in CONTENT.rules if rule.tier is None and not rule.offers)
    only = with_parts(rules=(*rules, urgent_rule("facts", *when)))
    assert ids(brief_of(response, only).reasons) == reasons


# --- contradictions --------------------------------------------------------------------------------------------------

UNCLEAR: dict[str, str | tuple[str, ...]] = {**CALM, "plants": ("bare",), "height": "roof"}


def test_answers_that_do_not_fit_together_are_kept_and_marked() -> None:
    summary = brief_with(**UNCLEAR)
    (pair,) = summary.contradictions
    assert pair.because == "Both cannot be true."
    assert [(row.label, row.value) for row in pair.evidence] == [
        ("What grows there", "Nothing yet"),
        ("Height of the tallest", "Up to the roof"),
    ]
    marked = {row.label: row.value for row in summary.unanswered_safety}
    assert marked["Height of the tallest"] == "Up to the roof – does not match another answer"
    assert row("height", summary).value == "Up to the roof", "the answer itself stays as it was given"
    assert (summary.heading, summary.so_far) == ("A question is still open", "So far: Act in three days")


def test_answers_that_fit_together_are_no_contradiction() -> None:
    assert brief_with(**{**UNCLEAR, "height": "knee"}).contradictions == ()
    assert brief_with(**{**UNCLEAR, "height": "?"}).contradictions == ()


def test_a_doubted_answer_chooses_no_other_words_for_a_step() -> None:
    falls = {**UNCLEAR, "leans": "today"}
    assert "Put a prop under the tree" in [step.text for step in brief_with(**falls).steps]
    assert "Put two props under the tree" in [step.text for step in brief_with(**{**falls, "plants": ("tree",)}).steps]


# --- signs that it may be time for outside help -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("codes", "reported"),
    [
        ({"leaves": "pale", "height": "head", "soil": "dry"}, (Truth.MET, Truth.MET)),
        ({"leaves": "green", "plants": ("beans",), "height": "head", "soil": "damp"}, (Truth.NOT_MET, Truth.NOT_MET)),
        # spots are asked only about roses; that they are not asked does not make them unknown
        ({"leaves": "green", "plants": ("beans",), "height": "head", "soil": "?"}, (Truth.NOT_MET, Truth.UNKNOWN)),
        ({"leaves": "green", "plants": ("roses",), "height": "ankle", "soil": "?"}, (Truth.UNKNOWN, Truth.NOT_MET)),
        ({}, (Truth.UNKNOWN, Truth.UNKNOWN)),
    ],
)
def test_the_brief_says_which_indicators_were_reported(codes: dict[str, Any], reported: tuple[Truth, Truth]) -> None:
    assert tuple(indicator.reported for indicator in brief_with(**codes).indicators) == reported


# --- what is not known -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("codes", "opened"),
    [
        (WELL, {}),
        ({**WELL, "now": "?"}, {"now": "Act now"}),
        ({"now": "-", "height": "ankle", "soil": "damp"}, {"now": "Act now"}),
        # one more sign of thirst would make it "Act today"
        ({**WELL, "soil": "dry", "leaves": "?", "plants": ("tree",), "leans": "no"}, {"leaves": "Act today"}),
        # the most urgent it could become: soil alone would be "Act today"
        (
            {"now": "?", "height": "ankle", "soil": "?", "leaves": "curled", "plants": ("bare",)},
            {"now": "Act now", "soil": "Act today"},
        ),
        # already RED by the most urgent code
        ({"now": ("bees",), "height": "?", "soil": "?"}, {}),
    ],
)
def test_open_questions_show_the_priority_they_could_lead_to(codes: dict[str, Any], opened: dict[str, str]) -> None:
    codes = {"plants": ("bare",), "leaves": "green", **codes}
    summary = brief_with(**codes)
    assert {row.link_id: group.could_become for group in summary.open_questions for row in group.rows} == opened
    for group in summary.open_questions:
        assert ids(group.rows) == [name for name in QUESTIONS.items if name in ids(group.rows)]


def test_an_open_question_that_cannot_raise_the_priority_is_not_listed() -> None:
    """An unknown height could make the garden AMBER, but an unanswered safety question does that anyway."""
    summary = brief_with(now=("none",), soil="damp", height="?", plants=("bare",), leaves="green")
    assert summary.tier is Tier.AMBER
    assert summary.open_questions == ()
    assert ids(summary.unanswered_safety) == ["height"]


def test_not_known_lists_each_question_once_in_the_order_asked() -> None:
    summary = brief_with(**{**LARGEST, "soil": "?", "height": "-", "keeper": "?", "worry": ""})
    assert [row.key for row in summary.not_known] == [
        *("height", "soil", "spots_spread", "shade", "keeper", "worry", "plant_ills@tree", "plant_age@n1"),
        "helper_reach@n3",
    ]


def test_a_question_that_does_not_apply_is_not_listed_as_not_known() -> None:
    assert "spots" not in ids(brief_with(plants=("beans",)).not_known)
    assert "spots" in ids(brief_with(plants=("roses",)).not_known)


def test_help_that_may_fit_is_named_with_what_is_missing() -> None:
    (open_way,) = brief_with(**WELL, leaves="?", plants=("tree",)).undecided
    assert (open_way.rule, ids(open_way.missing), open_way.evidence) == ("offer_expert", ["leaves"], ())


@pytest.mark.parametrize(
    ("codes", "reason"),
    [
        ({**WELL, "leaves": "pale"}, "it is offered"),
        ({**WELL, "leaves": "green", "plants": ("tree",)}, "it does not fit"),
        ({**WELL, "now": ("bees",), "leaves": "?"}, "there is danger"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_help_is_undecided_only_if_an_answer_would_decide_it(codes: dict[str, Any], reason: str) -> None:
    assert brief_with(**codes).undecided == (), reason


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
    summary = brief_with(now=("flood",), soil="?", plants=("roses",), watering="never", height="ankle")
    water, size, pests = summary.risk
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
    summary = brief_with(now=now, plants=("beans",))
    in_water, in_size, in_pests = (
        [row.value for row in part.with_status(AnswerStatus.REPORTED) if row.link_id == "now"] for part in summary.risk
    )
    assert (in_water, in_size, in_pests) == (water, [], pests)
    # The complete answer is in the list of answers.
    assert "now" in ids(summary.parts[0].rows)


def test_a_danger_in_the_risk_box_keeps_how_the_family_knows() -> None:
    answer = Answer(link_id="now", value=("flood",), basis=Basis.SAW)
    (flood, _) = brief_of(Response(content_version="x", answers=(answer,))).risk[0].rows
    assert (flood.label, flood.basis) == ("Trouble right now", "saw it")


def test_the_context_of_a_risk_includes_unknown_answers() -> None:
    """Open questions are shown as open, not hidden."""
    (watering,) = brief_with(plants=("roses",), watering="?").risk[0].context
    assert (watering.link_id, watering.status, watering.value) == ("watering", AnswerStatus.UNKNOWN, "Not known")
    assert brief_with(plants=("tree",), watering="?").risk[0].context == ()


def test_a_risk_that_no_longer_applies_is_shown_if_it_was_answered() -> None:
    assert ids(brief_with(plants=("beans",)).risk[1].rows) == ["height"]
    assert ids(brief_with(plants=("beans",), leans="today").risk[1].rows) == ["height", "leans"]
    assert ids(brief_with().risk[1].rows) == ["height", "leans"]


def test_questions_the_layout_does_not_name_are_under_other_answers() -> None:
    summary = brief_with(**LARGEST)
    assert [part.title for part in summary.parts] == ["What grows", "Other answers"]
    assert ids(summary.parts[-1].rows) == ["shade", "keeper", "keeper_days", "talk_about"]
    assert [group.id for group in summary.parts[-1].groups] == ["helpers"]


def test_a_part_without_rows_is_left_out() -> None:
    """With the keeper question placed too, the layout names every question that applies here."""
    summary = brief_with(plants=("bare",), height="ankle")
    assert ids(summary.parts[-1].rows) == ["keeper"]
    placed = CONTENT.layout.model_copy(update={"who": (*CONTENT.layout.who, "keeper")})
    response = answers(plants=("bare",), height="ankle")
    assert [part.title for part in brief_of(response, with_parts(layout=placed)).parts] == ["What grows"]


@st.composite
def some_answers(draw: st.DrawFn) -> dict[str, Any]:
    names = draw(st.lists(st.sampled_from(list(LARGEST)), unique=True))
    return {name: draw(st.sampled_from(["?", "-", LARGEST[name]])) for name in names}


@given(some_answers())
def test_no_asked_or_answered_question_is_lost(codes: dict[str, Any]) -> None:
    summary = brief_with(**codes)
    keys = {row.key for row in (*summary.who, *summary.reach, *summary.situation, *summary.background)}
    keys |= {row.key for part in (*summary.risk, summary.medicines, *summary.parts) for row in part.all_rows}
    asked_keys = {asked.key for asked in route(QUESTIONS, answers(**codes))}
    answered = {name for name, code in codes.items() if code not in ("?", "-")}
    assert keys == {key for key in asked_keys | answered if in_summary(key, codes)}
    assert keys == {row.key for section in summary.sections for row in section.all_rows}


def in_summary(key: str, codes: dict[str, Any]) -> bool:
    """Whether the section of an answer is in a summary: not withheld, and beyond the check only once started."""
    section = QUESTIONS.section_of[key.partition("@")[0]]
    withheld = assess(CONTENT, answers(**codes), ON).withheld
    started = any(QUESTIONS.section_of[name.partition("@")[0]].id == section.id for name in codes)
    return not {*section.tags} & {*withheld} and (started or section.asked not in ("full", "plan"))


# --- entries and their timelines --------------------------------------------------------------------------------------


def test_the_medicines_box_has_only_the_questions_shown_on_page_one() -> None:
    """The list of answers has the rest of each entry."""
    box = brief_with(**LARGEST).medicines
    assert (box.title, ids(box.rows)) == ("Helpers and props", ["props"])
    (helpers,) = box.groups
    assert [(entry.title, ids(entry.rows)) for entry in helpers.entries] == [
        ("Barbara", ["helper_days"]),
        ("The man next door", ["helper_days"]),
    ]
    assert brief_with(**WELL).medicines.all_rows == ()


def course(response: Response) -> list[tuple[str, str, float]]:
    """What was planted when, oldest first."""
    (group,) = (group for part in brief_of(response).parts for group in part.groups if group.id == "each_plant")
    return [(moment.title, moment.when, moment.place) for moment in group.course.moments] if group.course else []


def test_entries_are_placed_in_time_by_the_steps_of_an_ordered_question() -> None:
    (growing, *_) = brief_with(**LARGEST).parts
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
    codes = {name: code for name, code in LARGEST.items() if name not in ("plant_age@roses", "plant_age@tree")}
    assert course(answers(**codes)) == []


# --- how much is known ------------------------------------------------------------------------------------------------


def test_a_part_counts_its_questions_and_open_questions() -> None:
    growing, other = brief_with(**LARGEST).parts
    assert (growing.note, growing.title) == ("Grouped for the reader, from the ground up.", "What grows")
    # 6 questions of its own, and 9 about four plants: name, age, and ills, if they apply
    rows = growing.all_rows
    assert growing.tally.questions == len(rows) == len({row.key for row in rows})
    assert growing.tally.open == sum(row.status.open for row in rows)
    assert other.tally.open == len([row for row in other.all_rows if row.status.open]) > 0


def test_rows_with_several_statuses_are_grouped_by_status() -> None:
    rows = brief_with(**{**LARGEST, "soil": "damp"}).parts[0].rows
    summary = with_status(rows, AnswerStatus.DENIED, AnswerStatus.REPORTED)
    assert [row.status for row in summary][:1] == [AnswerStatus.DENIED]
    assert {row.key for row in summary} == {
        row.key for row in rows if row.status in (AnswerStatus.DENIED, AnswerStatus.REPORTED)
    }
    assert with_status(rows) == ()


def test_parts_of_the_full_intake_that_were_not_started_are_named() -> None:
    assert brief_with(**WELL).not_started == ("Each plant", "Helpers", "Talking with the neighbors")
    assert brief_with(**WELL, **{"helper_name@n1": "?"}).not_started == ("Each plant", "Talking with the neighbors")
    assert brief_with(**LARGEST).not_started == ()


def test_a_withheld_part_is_not_named_as_not_started() -> None:
    summary = brief_with(**{**WELL, "now": ("goat",)})
    assert summary.violence
    assert "Talking with the neighbors" not in summary.not_started


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
    assert brief_with(**{**CALM, "now": now}).notices == notices
    assert brief_with().notices == ()


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
    summary = brief(CONTENT, response, assess(CONTENT, response, ON), MADE_ON, ENGLISH, left_out=[left_out])
    assert summary.left_out == (left_out,)
    everything = summary.model_dump_json()
    for value in gone:
        assert json.dumps(value)[1:-1] not in everything
    for value in kept:
        assert json.dumps(value)[1:-1] in everything


def test_the_review_shows_sections_in_the_order_asked() -> None:
    summary = brief_with(**LARGEST)
    assert [section.title for section in summary.sections] == [
        "Trouble right now",
        "First, a few facts",
        "The plants",
        "For the summary",
        "Each plant",
        "Helpers",
        "Talking with the neighbors",
    ], "the garden day speaks of a meeting, which the bees forbid"
    asked_keys = [asked.key for asked in route(QUESTIONS, answers(**LARGEST)) if in_summary(asked.key, LARGEST)]
    assert [row.key for section in summary.sections for row in section.all_rows] == asked_keys


def test_an_entry_is_named_by_its_option_or_by_the_family() -> None:
    groups = {group.id: group for section in brief_with(**LARGEST).sections for group in section.groups}
    assert [entry.title for entry in groups["each_plant"].entries] == ["Roses", "Beans", "A tree", "Mint"]
    assert [entry.title for entry in groups["helpers"].entries] == ["Barbara", "The man next door"]
    plan = brief_with(**{**LARGEST, "now": ("none",), "spots": "no"}).sections[-1]
    assert [entry.title for group in plan.groups for entry in group.entries] == [*("Barbara", "Grandmother")], (
        "he who never comes is asked nothing for that day"
    )


# --- what follows ----------------------------------------------------------------------------------------------------


def test_steps_say_what_to_do_when_and_whom_to_call_with_sources() -> None:
    first, second, third = brief_with(**{**WELL, "now": ("bees",)}, garden_country="ca", garden_province="ca_on").steps
    assert (first.text, first.when, first.lines) == ("Step back from the beds", "Now", ())
    assert (second.text, second.when) == ("Call the beekeeper at 555", "Now")
    assert [line.id for line in second.lines] == ["bees_ca"]
    assert second.rules == ("bees_in_shed",)
    assert [source.title for source in second.sources] == ["The small garden book"]
    assert third.when == "This week"


@pytest.mark.parametrize(
    ("codes", "when"),
    [({"soil": "dry", "leaves": "curled"}, "Today"), ({"height": "head"}, "Today, or in the next three days")],
)
def test_how_soon_a_step_is_due(codes: dict[str, Any], when: str) -> None:
    assert brief_with(**{**WELL, **codes}).steps[0].when == when


@pytest.mark.parametrize(
    ("country", "text"),
    [
        ("us", "Call the beekeeper at 555"),
        ("?", "Call the beekeeper at 555"),
        ("other", "Call a beekeeper near you"),
    ],
)
def test_a_number_that_does_not_work_elsewhere_is_not_shown_there(country: str, text: str) -> None:
    summary = brief_with(now=("bees",), garden_country=country)
    assert text in [step.text for step in summary.steps]
    assert summary.elsewhere == (country == "other")
    # A step without a text for elsewhere keeps its own.
    assert summary.steps[0].text == "Step back from the beds"


FALLS: dict[str, str | tuple[str, ...]] = {"plants": ("tree",), "leans": "today"}


@pytest.mark.parametrize(
    ("codes", "text", "detail"),
    [
        ({"height": "knee"}, "Put a prop under the tree", "Use a strong pole. Ask a friend to hold it."),
        # the first variant that fits; a text or a detail that it lacks stays as it is
        ({"height": "roof"}, "Put two props under the tree", "Use a strong pole. Ask a friend to hold it."),
        (
            {"height": "roof", "shade": "yes"},
            "Put two props under the tree",
            "Use a strong pole. Ask a friend to hold it.",
        ),
        ({"height": "knee", "shade": "yes"}, "Put a prop under the tree", "Bring a lamp."),
        # not known is not met
        ({"height": "?", "shade": "-"}, "Put a prop under the tree", "Use a strong pole. Ask a friend to hold it."),
    ],
)
def test_a_step_has_other_words_where_they_fit(codes: dict[str, Any], text: str, detail: str) -> None:
    (step,) = (step for step in brief_with(**{**FALLS, **codes}).steps if step.action == "prop_tree")
    assert (step.text, step.detail) == (text, detail)


def test_a_rule_adds_to_the_detail_of_its_step() -> None:
    wet = answers(**{**CALM, "now": ("flood",), "soil": "dry"})

    def detail(*rules: Rule) -> str:
        (step,) = (step for step in brief_of(wet, with_parts(rules=rules)).steps if step.action == "open_drain")
        return step.detail

    own = "It is at the low end of the beds."
    again = urgent_rule("again", DRY, step="open_drain", details=CONTENT.rule["beds_flooded"].details)
    assert detail(*CONTENT.rules) == f"{own} Roots need air today."
    assert detail(*CONTENT.rules, again) == f"{own} Roots need air today.", "no repetition"
    others = (rule for rule in CONTENT.rules if rule.id != "beds_flooded")
    assert detail(*others, urgent_rule("other", DRY, step="open_drain")) == own


@pytest.mark.parametrize(
    ("part", "soil", "added"),
    [
        ("when", "dry", True),
        ("when", "damp", False),
        ("when", "?", False),
        ("unless", "dry", False),
        ("unless", "damp", True),
        ("unless", "?", True),
    ],
)
def test_what_a_rule_adds_to_a_step_depends_on_the_answers(part: str, soil: str, added: bool) -> None:
    """What is not known neither adds words nor leaves them out."""
    flood = CONTENT.rule["beds_flooded"]
    detail = StepDetail.model_validate({"action": "open_drain", "text": "Let it run slowly.", part: (DRY,)})
    rules = [flood.model_copy(update={"details": (detail,)}), *(rule for rule in CONTENT.rules if rule is not flood)]
    answered = answers(**{**CALM, "now": ("flood",), "soil": soil})
    (step,) = (step for step in brief_of(answered, with_parts(rules=rules)).steps if step.action == "open_drain")
    assert ("Let it run slowly." in step.detail) is added


def test_what_is_urgent_beyond_three_steps_is_for_today() -> None:
    summary = brief_with(**{**CALM, "now": ("bees", "flood"), "plants": ("tree", "beans"), "leans": "today",
                            "soil": "dry", "leaves": "curled"})  # fmt: skip
    shown = [step.action for step in (*summary.steps, *summary.also_today)]
    assert len(summary.steps) == 3
    assert {"call_keeper", "open_drain", "prop_tree", "water_today"} <= {*shown}
    assert "water_today" in [step.action for step in summary.also_today]
    assert brief_with(**CALM).also_today == ()


def test_a_path_says_why_it_is_offered() -> None:
    summary = brief_with(**WELL, leaves="pale", garden_country="us", garden_state="us_ca")
    expert = {way.id: way for way in summary.pathways}["expert"]
    assert (expert.title, expert.free, expert.rules) == ("A visit by an expert", False, ("offer_expert",))
    assert expert.because == ("An expert has seen it all.",)
    assert [line.id for line in expert.lines] == ["info_us", "info_us_second"]
    assert [way.free for way in summary.pathways].count(True) >= 1


def test_the_kind_of_help_is_named_with_its_reason() -> None:
    (kind,) = brief_with(**{**WELL, "soil": "dry"}).kinds
    assert (kind.title, kind.because) == ("Mulching", ("Bark keeps soil damp.",))


def test_decisions_are_most_urgent_first_with_answers_and_sources() -> None:
    summary = brief_with(**{**LARGEST, "leans": "no"})
    levels = [decision.level for decision in summary.decisions]
    assert levels[:4] == ["Act now", "Act now", "Act today", "Act in three days"]
    assert set(levels[4:]) == {""}
    thirsty = next(decision for decision in summary.decisions if decision.rule == "thirsty")
    assert ids(thirsty.evidence) == ["soil", "leaves", "watering"]
    assert [source.title for source in thirsty.sources] == ["Notes on leaves"]


def test_a_decision_due_to_missing_answers_names_them() -> None:
    summary = brief_with(now=("none",), height="?", soil="-", plants=("bare",), leaves="green")
    decision = next(decision for decision in summary.decisions if decision.rule == "not_all_known")
    assert (ids(decision.missing), decision.level) == (["height", "soil"], "Act in three days")


def test_answers_missing_for_an_urgent_rule_are_named() -> None:
    summary = brief_with(**{**CALM, "soil": "dry", "watering": "-"})
    decision = next(decision for decision in summary.decisions if decision.rule == "not_all_known")
    assert (ids(decision.missing), ids(summary.unanswered_safety)) == (["watering"], ["watering"])
    assert (summary.tier, decision.level) == (Tier.AMBER, "Act in three days")


def test_the_sources_are_those_of_the_rules_that_set_the_priority() -> None:
    summary = brief_with(**{**CALM, "now": ("bees", "flood"), "soil": "dry", "leaves": "curled"})
    assert [source.id for source in summary.sources] == ["garden_book", "leaf_notes"]
    assert [source.id for source in brief_with(**{**CALM, "height": "roof"}).sources] == ["garden_book"]
    assert brief_with(**CALM).sources == ()


# --- in another language ---------------------------------------------------------------------------------------------


def test_in_another_language_every_word_is_translated_except_the_familys_own() -> None:
    pseudo = load("qps", LIBRARY)
    summary = brief_of(answers(**LARGEST), pseudo, Translator("qps"))
    rows = [row for section in summary.sections for row in section.all_rows]
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
    for row in rows:
        for words in (row.label, row.question, *([] if row.verbatim else [row.value])):
            assert words.startswith("⟦"), row
            assert words.endswith("⟧"), row
    titles = [part.title for part in (*summary.risk, *summary.parts, *summary.sections)]
    texts = [summary.heading, summary.text, *summary.requests, *titles]
    texts += [text for step in summary.steps for text in (step.text, step.detail, step.when)]
    texts += [text for decision in summary.decisions for text in (decision.title, decision.because)]
    assert all(text.startswith("⟦") for text in texts)
    assert summary.language == "qps"
