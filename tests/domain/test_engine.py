"""Which questions are asked, and what the answers mean. Unknown never counts as "no"."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.content.cases import ON, response_of
from intake.domain.assessing import assess
from intake.domain.assessment import Finding
from intake.domain.base import Tag
from intake.domain.conditions import truth_of
from intake.domain.local_helplines import elsewhere, lines_for
from intake.domain.questionnaire import Condition, Operator, Questionnaire
from intake.domain.response import Absent, Answer, Response
from intake.domain.routing import route
from intake.domain.rules import Reserve, Rule, RuleKind, Tier, Truth
from intake.domain.steps import shown_action
from tests.garden import CALM, CONTENT, LARGEST, QUESTIONS, WELL, answers, assessment, with_parts

MET, NOT_MET, UNKNOWN = Truth.MET, Truth.NOT_MET, Truth.UNKNOWN
Match = Literal["all", "any"] | int


def asked(**given: str | tuple[str, ...]) -> list[str]:
    return [item.link_id for item in route(QUESTIONS, answers(**given))]


# --- what is asked -------------------------------------------------------------------------------------------------


def test_without_answers_every_question_that_may_matter_is_asked_in_order() -> None:
    """Only keeper_days waits: its condition is that `keeper` has an answer."""
    assert asked() == [
        link_id for link_id in QUESTIONS.items if link_id != "keeper_days" and not QUESTIONS.section_of[link_id].repeats
    ]


@pytest.mark.parametrize(
    ("given", "question", "shown"),
    [
        # one code
        ({"plants": ("roses",)}, "spots", True),
        ({"plants": ("roses", "tree")}, "spots", True),
        ({"plants": ("beans",)}, "spots", False),
        ({"plants": ("bare",)}, "spots", False),
        ({"plants": "?"}, "spots", True),
        ({"plants": "-"}, "spots", True),
        # a list of codes: any of them
        ({"plants": ("roses",)}, "watering", True),
        ({"plants": ("beans", "tree")}, "watering", True),
        ({"plants": ("tree",)}, "watering", False),
        ({"plants": "?"}, "watering", True),
        # any of two conditions
        ({"plants": ("tree",), "height": "knee"}, "shade", True),
        ({"plants": ("beans",), "height": "head"}, "shade", True),
        ({"plants": ("beans",), "height": "knee"}, "shade", False),
        ({"plants": ("beans",), "height": "?"}, "shade", True),
        ({"plants": ("beans",)}, "shade", True),
        ({"plants": "-", "height": "knee"}, "shade", True),
        # all of two conditions
        ({"plants": ("beans",), "height": "knee"}, "props", True),
        ({"plants": ("beans",), "height": "ankle"}, "props", False),
        ({"plants": ("tree",), "height": "roof"}, "props", False),
        ({"plants": ("beans",), "height": "?"}, "props", True),
        ({"plants": ("tree",), "height": "?"}, "props", False),
        ({"plants": "?", "height": "ankle"}, "props", False),
        # whether there is an answer
        ({"keeper": "Ada"}, "keeper_days", True),
        ({"keeper": "?"}, "keeper_days", False),
        ({"keeper": ""}, "keeper_days", False),
        ({"keeper": " \n "}, "keeper_days", False),
        # a question that depends on a hidden one is hidden too, whatever was answered before
        ({"plants": ("roses",), "spots": "yes"}, "spots_spread", True),
        ({"plants": ("roses",), "spots": "no"}, "spots_spread", False),
        ({"plants": ("roses",), "spots": "?"}, "spots_spread", True),
        ({"plants": ("beans",)}, "spots_spread", False),
        ({"plants": ("beans",), "spots": "yes"}, "spots_spread", False),
    ],
)
def test_a_question_is_asked_when_it_applies_or_may_apply(given: dict[str, Any], question: str, *, shown: bool) -> None:
    assert (question in asked(**given)) == shown


def test_questions_keep_their_order_however_they_were_answered() -> None:
    backwards = Response(content_version="x", answers=answers(**LARGEST).answers[::-1])
    asked_once = [link_id for link_id in QUESTIONS.items if not QUESTIONS.section_of[link_id].repeats]
    asked_once.remove("garden_province")
    asked_backwards = route(QUESTIONS, backwards)
    assert [asked.link_id for asked in asked_backwards if not asked.entry] == asked_once
    assert [asked.key for asked in asked_backwards if asked.entry] == [
        *("plant_age@roses", "plant_ills@roses", "plant_age@beans", "plant_age@tree", "plant_ills@tree"),
        *("plant_name@n1", "plant_age@n1", "plant_ills@n1"),
        *("helper_name@n2", "helper_reach@n2", "helper_days@n2", "helper_name@n3", "helper_reach@n3", "helper_days@n3"),
        *("day_brings@n2", "day_who@n4", "day_brings@n4"),
    ]


def test_removing_an_answer_asks_dependent_questions_again() -> None:
    response = answers(plants=("beans",), spots="yes")
    assert "spots" not in {item.link_id for item in route(QUESTIONS, response)}
    assert "spots" in {item.link_id for item in route(QUESTIONS, response.without("plants"))}


# --- one comparison --------------------------------------------------------------------------------------------------

HEIGHTS = ("ankle", "knee", "head", "roof")


@pytest.mark.parametrize(
    ("operator", "limit", "expected"),
    [
        ("=", "knee", (NOT_MET, MET, NOT_MET, NOT_MET)),
        ("=", ("knee", "roof"), (NOT_MET, MET, NOT_MET, MET)),
        ("!=", "knee", (MET, NOT_MET, MET, MET)),
        ("!=", ("knee", "roof"), (MET, NOT_MET, MET, NOT_MET)),
        (">", "knee", (NOT_MET, NOT_MET, MET, MET)),
        (">", "roof", (NOT_MET, NOT_MET, NOT_MET, NOT_MET)),
        ("<", "knee", (MET, NOT_MET, NOT_MET, NOT_MET)),
        (">=", "knee", (NOT_MET, MET, MET, MET)),
        ("<=", "knee", (MET, MET, NOT_MET, NOT_MET)),
        ("exists", True, (MET, MET, MET, MET)),
        ("exists", False, (NOT_MET, NOT_MET, NOT_MET, NOT_MET)),
    ],
)
def test_each_operator_on_each_value(
    operator: str, limit: bool | str | tuple[str, ...], expected: tuple[Truth, ...]
) -> None:
    condition = Condition(question="height", operator=Operator(operator), answer=limit)
    values = [Answer(link_id="height", value=code) for code in HEIGHTS]
    assert tuple(truth_of(condition, QUESTIONS.items["height"], value) for value in values) == expected


@pytest.mark.parametrize(
    "answer",
    [
        None,
        Answer(link_id="height", absent=Absent.UNKNOWN),
        Answer(link_id="height", absent=Absent.DECLINED),
        Answer(link_id="height", absent=Absent.NOT_ASKED),
        Answer(link_id="height", value=""),
        Answer(link_id="height", value=" \t\n"),
        Answer(link_id="height", value=()),
    ],
    ids=["no answer", "I don't know", "I'd rather not say", "not asked", "empty text", "only spaces", "nothing picked"],
)
@pytest.mark.parametrize(
    ("operator", "limit", "expected"),
    [
        *((operator, "knee", UNKNOWN) for operator in ("=", "!=", ">", "<", ">=", "<=")),
        ("exists", True, NOT_MET),
        ("exists", False, MET),
    ],
)
def test_without_a_value_every_operator_except_exists_is_unknown(
    operator: str, limit: bool | str, expected: Truth, answer: Answer | None
) -> None:
    condition = Condition(question="height", operator=Operator(operator), answer=limit)
    assert truth_of(condition, QUESTIONS.items["height"], answer) is expected


@pytest.mark.parametrize(
    ("operator", "codes", "picked", "expected"),
    [
        ("=", "bees", ("bees", "goat"), MET),
        ("=", ("bees", "flood"), ("goat", "flood"), MET),
        ("=", "bees", ("goat",), NOT_MET),
        ("!=", "bees", ("goat", "flood"), MET),
        ("!=", "bees", ("goat", "bees"), NOT_MET),
        ("!=", ("bees", "flood"), ("goat", "flood"), NOT_MET),
    ],
)
def test_several_chosen_codes(
    operator: str, codes: str | tuple[str, ...], picked: tuple[str, ...], expected: Truth
) -> None:
    """= is met if any of the codes was chosen, != if none was."""
    condition = Condition(question="now", operator=Operator(operator), answer=codes)
    assert truth_of(condition, QUESTIONS.items["now"], Answer(link_id="now", value=picked)) is expected


# --- one rule --------------------------------------------------------------------------------------------------------

THREE = (
    Condition(question="soil", answer="dry"),
    Condition(question="leaves", answer="curled"),
    Condition(question="height", operator=Operator.AT_LEAST, answer="head"),
)
HOLDS = {"soil": "dry", "leaves": "curled", "height": "roof"}
FAILS = {"soil": "damp", "leaves": "green", "height": "knee"}


def finding(rule: Rule, **given: str | tuple[str, ...]) -> Finding | None:
    """The finding of one rule; None if it is not met."""
    content = with_parts(rules=(rule,))
    findings = assess(content, response_of(given, content), ON).findings
    return findings[0] if findings else None


def danger(match: Match, *when: Condition) -> Rule:
    return Rule(
        id="probe",
        kind=RuleKind.DANGER,
        tier=Tier.AMBER,
        title="Probe",
        because="Probe",
        sources=("garden_book",),
        match=match,
        when=when,
    )


@pytest.mark.parametrize(
    ("match", "holding", "failing", "expected"),
    [
        # of three conditions, how many are met and how many are not; the rest are unknown
        ("all", 3, 0, MET),
        ("all", 2, 0, UNKNOWN),
        ("all", 0, 0, UNKNOWN),
        ("all", 2, 1, NOT_MET),
        ("all", 0, 1, NOT_MET),
        ("any", 1, 0, MET),
        ("any", 1, 2, MET),
        ("any", 0, 2, UNKNOWN),
        ("any", 0, 0, UNKNOWN),
        ("any", 0, 3, NOT_MET),
        (2, 3, 0, MET),
        (2, 2, 0, MET),
        (2, 2, 1, MET),
        (2, 1, 0, UNKNOWN),
        (2, 1, 1, UNKNOWN),
        (2, 0, 1, UNKNOWN),
        (2, 1, 2, NOT_MET),
        (2, 0, 2, NOT_MET),
        (3, 2, 0, UNKNOWN),
        (3, 2, 1, NOT_MET),
    ],
)
@pytest.mark.parametrize("unknown", ["?", "-"])
def test_how_many_conditions_must_hold(match: Match, holding: int, failing: int, expected: Truth, unknown: str) -> None:
    names = list(HOLDS)
    given = {name: HOLDS[name] for name in names[:holding]}
    given |= {name: FAILS[name] for name in names[holding : holding + failing]}
    given |= dict.fromkeys(names[holding + failing :], unknown)
    result = finding(danger(match, *THREE), **given)
    assert (result.truth if result else NOT_MET) is expected


def test_a_finding_names_its_evidence_and_its_missing_answers() -> None:
    result = finding(danger(2, *THREE), soil="dry", leaves="green", height="?")
    assert result is not None
    assert (result.truth, result.evidence, result.missing) == (UNKNOWN, ("soil",), ("height",))


def test_two_conditions_on_one_question_list_it_once() -> None:
    low, high = (Condition(question="height", operator=Operator(op), answer="roof") for op in ("!=", "<"))
    result = finding(danger("all", low, high), height="head")
    assert result is not None
    assert result.evidence == ("height",)


def test_a_rule_without_conditions_is_always_met() -> None:
    assert "everyone" in {finding.rule for finding in assessment().met}


@pytest.mark.parametrize(
    ("rule", "given", "missing"),
    [
        ("not_all_known", {**CALM, "now": "?", "height": "-"}, ("now", "height")),
        ("not_all_known", {**CALM, "soil": "?"}, ("soil",)),
        # and every missing answer of RED and ORANGE rules, in asking order
        ("not_all_known", {}, ("now", "height", "soil", "leaves", "leans", "watering")),
        ("not_all_known", {**CALM, "soil": "dry", "watering": "?"}, ("watering",)),
        ("not_all_known", {**CALM, "plants": ("tree",), "height": "?"}, ("height", "leans")),
        ("one_not_known", {**CALM, "plants": ("tree",), "leans": "-"}, ("leans",)),
    ],
)
def test_an_unanswered_safety_question_is_a_finding(rule: str, given: dict[str, Any], missing: tuple[str, ...]) -> None:
    result = assessment(**given)
    assert [(finding.rule, finding.missing) for finding in result.met if finding.missing] == [(rule, missing)]
    assert result.unknowns == missing


# --- exceptions ------------------------------------------------------------------------------------------------------

THIRSTY: dict[str, Any] = {**WELL, "height": "head", "soil": "dry", "leaves": "curled"}


@pytest.mark.parametrize(
    ("shade", "expected"), [("yes", None), ("no", MET), ("?", MET), ("-", MET), (None, MET)], ids=str
)
def test_only_a_known_exception_sets_a_rule_aside(shade: str | None, expected: Truth | None) -> None:
    result = assessment(**THIRSTY, **({"shade": shade} if shade else {}))
    assert {finding.rule: finding.truth for finding in result.findings}.get("thirsty") is expected
    assert result.tier is (Tier.ORANGE if expected else Tier.AMBER)


def test_an_exception_also_settles_an_undecided_rule() -> None:
    given: dict[str, Any] = {**THIRSTY, "leaves": "?", "plants": ("roses",), "watering": "daily"}
    assert "leaves" in assessment(**given, shade="no").unknowns
    assert "leaves" not in assessment(**given, shade="yes").unknowns


def test_an_answer_to_a_question_that_no_longer_applies_is_no_exception() -> None:
    """They spoke of shade, then said that nothing tall grows there."""
    result = assessment(**{**THIRSTY, "height": "knee"}, plants=("beans",), shade="yes")
    assert result.tier is Tier.ORANGE


@pytest.mark.parametrize(
    ("match", "leaves", "height", "expected"),
    [
        ("all", "curled", "roof", NOT_MET),
        ("all", "curled", "knee", MET),
        ("all", "curled", "?", MET),
        ("any", "curled", "knee", NOT_MET),
        ("any", "curled", "?", NOT_MET),
        ("any", "green", "?", MET),
    ],
)
def test_how_many_exceptions_must_hold(match: Literal["all", "any"], leaves: str, height: str, expected: Truth) -> None:
    rule = danger("all", THREE[0]).model_copy(update={"unless": THREE[1:], "unless_match": match})
    result = finding(rule, soil="dry", leaves=leaves, height=height)
    assert (result.truth if result else NOT_MET) is expected


@pytest.mark.parametrize(
    ("leaves", "height", "shade", "expected"),
    [
        ("curled", "roof", "no", NOT_MET),
        ("curled", "knee", "no", MET),
        ("green", "roof", "no", MET),
        ("curled", "?", "no", MET),
        ("green", "roof", "yes", NOT_MET),
    ],
)
def test_an_exception_of_several_conditions_needs_all_of_them(
    leaves: str, height: str, shade: str, expected: Truth
) -> None:
    unless = (THREE[1:], Condition(question="shade", answer="yes"))
    rule = danger("all", THREE[0]).model_copy(update={"unless": unless, "unless_match": "any"})
    result = finding(rule, soil="dry", leaves=leaves, height=height, plants=("roses",), shade=shade)
    assert (result.truth if result else NOT_MET) is expected


@pytest.mark.parametrize(("beans", "expected"), [("old", NOT_MET), ("new", MET), ("?", MET)])
def test_an_exception_must_hold_for_every_entry(beans: str, expected: Truth) -> None:
    old = Condition(question="plant_age", answer="old")
    rule = danger("all", THREE[0]).model_copy(update={"unless": (old,)})
    given = {"plant_age@roses": "old", "plant_age@beans": beans}
    result = finding(rule, soil="dry", plants=("roses", "beans"), **given)
    assert (result.truth if result else NOT_MET) is expected


# --- contradictions --------------------------------------------------------------------------------------------------

BARE_BUT_TALL: dict[str, Any] = {**WELL, "plants": ("bare",), "height": "roof", "leaves": "green"}
BARE, ROOF = Condition(question="plants", answer="bare"), Condition(question="height", answer="roof")


def truth_beside_others(rule: Rule, **given: str | tuple[str, ...]) -> Truth:
    """What one rule finds, among all rules of the garden."""
    content = with_parts(rules=(*CONTENT.rules, rule))
    findings = assess(content, response_of(given, content), ON).findings
    return next((finding.truth for finding in findings if finding.rule == rule.id), NOT_MET)


def test_answers_that_contradict_each_other_are_open_until_one_is_changed() -> None:
    result = assessment(**BARE_BUT_TALL)
    assert result.unknowns == ("plants", "height")
    assert Tag.MEETING in result.withheld
    for changed in ({"plants": ("beans",), "watering": "daily"}, {"height": "knee"}):
        assert assessment(**{**BARE_BUT_TALL, **changed}).unknowns == ()


def test_the_graver_of_two_contradicting_answers_decides() -> None:
    """Each of the two still counts as a sign, and neither rules anything out."""
    for probe in (danger("all", BARE), danger("all", ROOF), danger("all", BARE, ROOF)):
        assert truth_beside_others(probe, **BARE_BUT_TALL) is MET
    beans = danger("all", Condition(question="plants", answer="beans"))
    assert truth_beside_others(beans, **BARE_BUT_TALL) is UNKNOWN
    assert truth_beside_others(beans, **{**BARE_BUT_TALL, "height": "knee"}) is NOT_MET


def test_rules_that_are_not_about_danger_read_doubted_answers_as_unknown() -> None:
    note = danger("all", ROOF).model_copy(update={"kind": RuleKind.NOTE, "tier": None})
    assert truth_beside_others(note, **BARE_BUT_TALL) is UNKNOWN
    assert truth_beside_others(note, **{**BARE_BUT_TALL, "plants": ("beans",)}) is MET


def test_a_doubted_answer_is_no_exception() -> None:
    rule = danger("all", Condition(question="soil", answer="damp")).model_copy(update={"unless": (BARE,)})
    assert truth_beside_others(rule, **{**BARE_BUT_TALL, "height": "knee"}) is NOT_MET
    assert truth_beside_others(rule, **BARE_BUT_TALL) is MET


def test_a_contradiction_about_one_entry_leaves_the_others_alone() -> None:
    old = Condition(question="plant_age", answer="old")
    doubt = Rule(
        id="old_but_low",
        kind=RuleKind.CONTRADICTION,
        title="Probe",
        because="Probe",
        sources=("garden_book",),
        when=(old, Condition(question="height", answer="ankle")),
        doubts=("plant_age",),
    )
    content = with_parts(rules=(*CONTENT.rules, doubt))
    given = {**CALM, "plants": ("roses", "beans"), "plant_age@roses": "old", "plant_age@beans": "new"}
    assert assess(content, response_of(given, content), ON).unknowns == ("plant_age@roses",)


# --- hidden answers --------------------------------------------------------------------------------------------------


def test_danger_rules_read_answers_to_questions_that_no_longer_apply() -> None:
    """The family reported a leaning tree, then unchecked the tree. The answer still counts."""
    assert assessment(**WELL, plants=("beans",), leans="today").tier is Tier.RED_988


def test_hold_rules_read_hidden_answers_too() -> None:
    assert Tag.MEETING in assessment(**WELL, plants=("beans",), spots="yes").withheld


def test_other_rules_do_not_read_hidden_answers() -> None:
    shown, hidden = ("roses",), ("beans",)
    for plants, offered in ((shown, True), (hidden, False)):
        result = assessment(**WELL, plants=plants, leaves="green", spots="yes", spots_spread="yes")
        assert ("expert" in {offer.id for offer in result.pathways}) == offered


def test_a_hidden_question_without_a_value_is_not_unknown() -> None:
    """Without a tree, it does not matter whether it leans."""
    for left_over in ({}, {"leans": "?"}):
        result = assessment(**WELL, plants=("beans",), **left_over)
        assert "tree_falls" not in {finding.rule for finding in result.findings}


# --- tiers -----------------------------------------------------------------------------------------------------------


def test_everything_answered_without_a_sign_is_green() -> None:
    result = assessment(**CALM)
    assert (result.tier, result.tiers, result.unknowns) == (Tier.GREEN, (Tier.GREEN,), ())


SAFER = with_parts(
    questionnaire=Questionnaire(
        version="five safety questions",
        sections=tuple(
            section.model_copy(
                update={
                    "items": tuple(
                        item.model_copy(update={"safety": item.safety or item.link_id in ("leaves", "keeper")})
                        for item in section.items
                    )
                }
            )
            for section in QUESTIONS.sections
        ),
    )
)
"""The garden with five safety questions, so that one without an answer is less than a quarter."""


@pytest.mark.parametrize(
    ("gaps", "tier"),
    [
        ({}, Tier.GREEN),
        *(({question: "?"}, Tier.OPEN) for question in ("height", "soil", "leaves", "keeper")),
        # the gate, more than a quarter, or an answer someone would rather not give
        ({"now": "?"}, Tier.AMBER),
        ({"height": "?", "keeper": "?"}, Tier.AMBER),
        ({"height": "-"}, Tier.AMBER),
        # a sign that the open question could turn into ORANGE
        ({"soil": "dry", "leaves": "?"}, Tier.AMBER),
        ({"soil": "dry", "keeper": "?"}, Tier.OPEN),
    ],
)
def test_an_open_question_is_urgent_only_if_something_makes_a_danger_likely(gaps: dict[str, str], tier: Tier) -> None:
    result = assess(SAFER, response_of({**CALM, "keeper": "Ada", **gaps}, SAFER), ON)
    assert result.tier is tier
    assert result.unknowns == tuple(name for name in SAFER.questionnaire.safety if gaps.get(name) in ("?", "-"))
    assert (result.steps[0].action == "look_again") is bool(result.unknowns)


def test_what_else_is_known_goes_above_an_open_question() -> None:
    result = assess(SAFER, response_of({**CALM, "height": "roof"}, SAFER), ON)
    assert (result.tier, result.unknowns) == (Tier.AMBER, ("keeper",))
    assert [finding.rule for finding in result.met if finding.rule in ("very_tall", "one_not_known")] == [
        "very_tall",
        "one_not_known",
    ]


@pytest.mark.parametrize("gap", ["?", "-", None])
@pytest.mark.parametrize("question", ["now", "height", "soil"])
def test_green_needs_an_answer_to_every_safety_question(question: str, gap: str | None) -> None:
    rest = {name: code for name, code in CALM.items() if name != question}
    result = assessment(**rest, **({question: gap} if gap else {}))
    assert (result.tier, result.unknowns) == (Tier.AMBER, (question,))


@pytest.mark.parametrize("gap", ["?", "-", None])
def test_an_urgent_rule_that_cannot_be_ruled_out_keeps_the_result_from_being_green(gap: str | None) -> None:
    """Watering is not a safety question, but with dry soil its answer could mean ORANGE."""
    rest = {**{name: code for name, code in CALM.items() if name != "watering"}, "soil": "dry"}
    assert assessment(**rest, watering="daily").tier is Tier.GREEN
    result = assessment(**rest, **({"watering": gap} if gap else {}))
    assert (result.tier, result.unknowns) == (Tier.AMBER, ("watering",))
    assert result.steps[0].action == "look_again"


def test_a_gap_that_could_not_meet_an_urgent_rule_does_not_count() -> None:
    """With damp soil, one more sign of thirst would not make two."""
    result = assessment(**{name: code for name, code in CALM.items() if name != "watering"})
    assert (result.tier, result.unknowns) == (Tier.GREEN, ())


@pytest.mark.parametrize("tier", [tier for tier in Tier if tier is not Tier.GREEN])
def test_only_red_and_orange_rules_have_to_be_ruled_out(tier: Tier) -> None:
    probe = danger("all", Condition(question="spots", answer="yes")).model_copy(update={"tier": tier})
    content = with_parts(rules=(*CONTENT.rules, probe))
    urgent = tier not in (Tier.AMBER, Tier.OPEN)
    for plants, spots, expected in (
        (("roses",), "?", ("spots",) if urgent else ()),
        (("roses",), "no", ()),
        (("beans",), "?", ()),  # without roses, spots are not asked about
    ):
        result = assess(content, response_of({**CALM, "plants": plants, "spots": spots}, content), ON)
        assert (result.unknowns, result.tier) == (expected, Tier.OPEN if expected else Tier.GREEN)


def test_undecided_rules_that_are_not_about_danger_allow_green() -> None:
    """Undecided rules about a meeting, a pathway, or a kind of intervention do not count."""
    result = assessment(**{**CALM, "plants": ("roses",), "spots": "?"})
    assert "spots_first" in {finding.rule for finding in result.findings if finding.truth is UNKNOWN}
    assert (result.tier, result.unknowns) == (Tier.GREEN, ())


def test_the_highest_tier_wins_over_any_number_of_lower_ones() -> None:
    result = assessment(now=("bees",), soil="dry", leaves="curled", height="roof")
    assert {finding.rule for finding in result.met} >= {"bees_in_shed", "thirsty", "very_tall"}
    assert result.tiers == (Tier.RED_911,)
    assert assessment(now=("none",), soil="dry", leaves="curled", height="roof").tiers == (Tier.ORANGE,)


def test_all_red_codes_are_listed_the_most_urgent_first() -> None:
    result = assessment(now=("goat", "flood", "bees"), plants=("tree",), leans="today")
    assert result.tier is Tier.RED_911
    assert result.tiers == (Tier.RED_911, Tier.RED_ED, Tier.RED_988, Tier.RED_DV)


def test_an_undecided_danger_rule_is_reported_but_does_not_set_the_tier() -> None:
    result = assessment(now="?", height="ankle", soil="damp")
    assert result.tier is Tier.AMBER
    assert {finding.rule for finding in result.findings if finding.truth is UNKNOWN} >= {"bees_in_shed", "goat_loose"}


@given(st.permutations(list(LARGEST)), st.integers(0, len(LARGEST)))
def test_the_order_of_answering_changes_nothing(order: list[str], kept: int) -> None:
    some = {name: LARGEST[name] for name in order[:kept]}
    in_file_order = {name: code for name, code in LARGEST.items() if name in some}
    assert assessment(**some) == assessment(**in_file_order)


# --- what follows ----------------------------------------------------------------------------------------------------


def steps(**given: str | tuple[str, ...]) -> list[str]:
    return [step.action for step in assessment(**given).steps]


def test_there_are_three_steps_by_urgency_and_then_in_file_order() -> None:
    assert steps(now=("bees",), soil="dry", leaves="curled", height="roof") == [
        "step_back",
        "call_keeper",
        "water_today",
    ]
    assert steps(now=("none",), soil="dry", leaves="curled", height="roof")[:2] == ["water_today", "measure"]


@pytest.mark.parametrize(
    ("now", "leans", "expected"),
    [
        (("flood", "goat"), "no", ["step_back", "open_drain", "walk_away"]),
        (("flood", "goat"), "today", ["open_drain", "rope_off", "walk_away"]),
        # with 911, only its first step leads; the step that saves a life comes next
        (("bees", "goat"), "today", ["step_back", "call_keeper", "rope_off"]),
        (("bees", "flood", "goat"), "today", ["step_back", "call_keeper", "open_drain"]),
    ],
)
def test_each_red_code_has_its_first_step_unless_911_applies(
    now: tuple[str, ...], leans: str, expected: list[str]
) -> None:
    assert steps(now=now, plants=("tree",), leans=leans, height="roof", soil="damp") == expected


EVERYTHING: dict[str, Any] = {
    "now": ("bees", "flood", "goat"),
    "plants": ("tree",),
    "leans": "today",
    "height": "roof",
    "soil": "dry",
    "leaves": "curled",
}
"""Every RED rule is met, an ORANGE and an AMBER one."""


def also(**given: str | tuple[str, ...]) -> list[str]:
    return [step.action for step in assessment(**given).also_today]


def test_the_first_step_of_each_urgent_rule_follows_the_three() -> None:
    """By urgency; what can wait is left out."""
    assert steps(**EVERYTHING) == ["step_back", "call_keeper", "open_drain"]
    assert also(**EVERYTHING) == ["rope_off", "walk_away", "water_today"]
    assert also(**THIRSTY) == []


def test_a_reserved_step_goes_before_others_if_it_is_urgent() -> None:
    """With a reserved place, water goes before the calls for other RED codes. What only a note recommends has none."""
    reserved = {"water_today": Reserve.MEANS, "write_down": Reserve.LIFE}
    content = with_parts(
        actions=tuple(
            action.model_copy(update={"reserve": reserved.get(action.id, action.reserve)}) for action in CONTENT.actions
        )
    )
    result = assess(content, response_of(EVERYTHING, content), ON)
    assert [step.action for step in result.steps] == ["step_back", "call_keeper", "water_today"]
    assert [step.action for step in result.also_today] == ["open_drain", "rope_off", "walk_away"]


def test_a_step_that_another_one_covers_is_left_out_and_what_it_was_for_is_kept() -> None:
    covering = {"step_back": ("water_today", "walk_away")}
    actions = (action.model_copy(update={"covers": covering.get(action.id, ())}) for action in CONTENT.actions)
    content = with_parts(actions=tuple(actions))
    result = assess(content, response_of(EVERYTHING, content), ON)
    assert [step.action for step in result.steps] == ["step_back", "call_keeper", "open_drain"]
    assert [step.action for step in result.also_today] == ["rope_off"]
    assert "thirsty" in result.steps[0].rules
    alone = assess(content, response_of(THIRSTY, content), ON)
    assert "water_today" in [step.action for step in alone.steps], "what is not shown covers nothing"


def test_a_rule_covers_steps_only_with_its_own_first_step() -> None:
    def with_rule(name: str) -> list[str]:
        rules = (
            rule.model_copy(update={"covers_steps": ("water_today",)}) if rule.id == name else rule
            for rule in CONTENT.rules
        )
        content = with_parts(rules=tuple(rules))
        result = assess(content, response_of(EVERYTHING, content), ON)
        return [step.action for step in (*result.steps, *result.also_today)]

    assert "water_today" not in with_rule("bees_in_shed")
    assert "water_today" in with_rule("very_tall"), "its step is not shown"


def test_a_step_that_means_getting_away_replaces_one_that_means_going_near() -> None:
    tree: dict[str, Any] = {**WELL, "plants": ("tree",), "leans": "today"}
    assert steps(**tree)[0] == "prop_tree"
    assert Tag.APPROACH not in assessment(**tree).withheld
    with_goat = assessment(**{**tree, "now": ("goat",)})
    assert [step.action for step in with_goat.steps[:2]] == ["rope_off", "walk_away"]
    assert Tag.APPROACH in with_goat.withheld
    assert with_goat.steps[0].rules == ("tree_falls",)


def test_two_withheld_steps_that_replace_each_other_are_left_out() -> None:
    circle = {"prop_tree": "rope_off", "rope_off": "prop_tree"}
    actions = (
        action.model_copy(update={"tags": (Tag.APPROACH,), "instead": circle[action.id]})
        if action.id in circle
        else action
        for action in CONTENT.actions
    )
    content = with_parts(actions=tuple(actions))
    assert shown_action(content, "prop_tree", frozenset({Tag.APPROACH})) is None


def test_a_step_lists_every_rule_that_recommends_it() -> None:
    (first, *_) = assessment(**{**WELL, "now": ("bees", "flood")}).steps
    assert (first.action, first.rules) == ("step_back", ("bees_in_shed", "beds_flooded"))


def test_withheld_tags_are_removed_from_steps_pathways_and_kinds() -> None:
    """Spots on the roses mean no meeting for now. Everything with that tag goes, and the next entry moves up."""
    good: dict[str, Any] = {**CALM, "plants": ("roses",), "height": "head", "soil": "dry"}
    before, after = assessment(**good, spots="no"), assessment(**good, spots="yes")
    assert (before.withheld, after.withheld) == ((), (Tag.MEETING,))
    assert [offer.id for offer in before.kinds] == ["prune"]
    assert [offer.id for offer in after.kinds] == ["mulch"]
    assert "garden_talk" in {offer.id for offer in before.pathways}
    assert "garden_talk" not in {offer.id for offer in after.pathways}
    assert "garden_meeting" in steps(**good, spots="no")
    assert steps(**good, spots="yes") == ["measure", "write_down", "look_again"]


def test_an_undecided_rule_withholds_and_offers_nothing() -> None:
    result = assessment(**WELL, plants="?", leaves="?")
    assert {finding.rule for finding in result.findings if finding.truth is UNKNOWN} >= {"spots_first", "offer_talk"}
    assert result.withheld == ()
    assert [offer.id for offer in result.pathways] == ["watering_plan", "winter_rest"]


def test_withheld_tags_have_a_fixed_order() -> None:
    result = assessment(now=("goat", "bees"), plants=("roses",), spots="yes")
    assert result.withheld == (Tag.CONFRONTATION, Tag.MEETING, Tag.INTERVENTIONIST, Tag.FILE, Tag.APPROACH)


def test_pathways_are_in_file_order_with_the_rules_that_offer_them() -> None:
    result = assessment(**WELL, plants=("beans",), leaves="pale")
    assert [(offer.id, offer.rules) for offer in result.pathways] == [
        ("watering_plan", ("offer_watering",)),
        ("garden_talk", ("offer_talk",)),
        ("expert", ("offer_expert",)),
        ("winter_rest", ("offer_rest",)),
    ]


def test_in_red_only_pathways_for_later_are_offered() -> None:
    red = assessment(now=("flood",), plants=("roses",), height="head", soil="dry", leaves="pale", spots="no")
    assert {finding.rule for finding in red.met} >= {"offer_watering", "offer_talk", "offer_expert", "fit_prune"}
    assert [offer.id for offer in red.pathways] == ["winter_rest"]
    assert red.kinds == ()


# --- people to call --------------------------------------------------------------------------------------------------


def called(scope: str, **given: str | tuple[str, ...]) -> list[str]:
    return [line.id for line in lines_for(CONTENT, answers(**given), [scope], ON)]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        # in Ohio, the Ohio line comes first, and no more than two
        ({"garden_country": "us", "garden_state": "us_oh"}, ["bees_ohio", "bees_us"]),
        # in another state, the Ohio line is not included
        ({"garden_country": "us", "garden_state": "us_ca"}, ["bees_us", "info_us"]),
        ({"garden_country": "ca", "garden_province": "ca_qc"}, ["bees_ca", "bees_quebec"]),
        ({"garden_country": "ca", "garden_province": "ca_on"}, ["bees_ca"]),
        # in neither country: only lines for anywhere
        ({"garden_country": "other"}, ["bees_any"]),
        # two countries: up to two lines of each
        (
            {"garden_country": "us", "garden_state": "us_oh", "own_country": "ca"},
            ["bees_ohio", "bees_us", "bees_ca"],
        ),
    ],
)
def test_the_helplines_fit_the_place(given: dict[str, Any], expected: list[str]) -> None:
    assert called("bees", **given) == expected


@pytest.mark.parametrize(
    ("given", "among"),
    [
        # state not known: at least the nationwide line
        ({"garden_country": "us"}, {"bees_us"}),
        ({"garden_country": "us", "garden_state": "?"}, {"bees_us"}),
        ({"garden_country": "ca", "garden_province": "-"}, {"bees_ca"}),
        ({"garden_country": "other", "own_country": "ca"}, {"bees_any", "bees_ca"}),
        # country not known: lines of every country, wherever the owner is
        *(
            (given, {"bees_us", "bees_ca", "bees_any"})
            for given in ({}, {"garden_country": "?"}, {"garden_country": "-"}, {"own_country": "us"})
        ),
    ],
)
def test_if_the_place_is_not_known_every_line_that_may_fit_is_included(given: dict[str, Any], among: set[str]) -> None:
    assert among <= set(called("bees", **given))


def test_a_state_left_over_from_another_country_changes_nothing() -> None:
    """The country was changed after the state was answered; the province was not answered."""
    assert called("bees", garden_country="ca", garden_state="us_oh") == called("bees", garden_country="ca")
    assert called("bees", garden_country="other", garden_state="us_oh") == ["bees_any"]


def test_at_most_two_lines_per_country_for_one_purpose() -> None:
    assert called("garden_info", garden_country="us") == ["info_us", "info_us_second"]


@given(st.sampled_from(["us", "ca", "other", "?", "-"]), st.sampled_from(["us_oh", "us_ca", "?"]))
def test_an_unverified_line_is_never_included(country: str, state: str) -> None:
    assert "bees_unverified_us" not in called("bees", garden_country=country, garden_state=state)
    assert "bees_unverified_us" not in assessment(now=("bees",), garden_country=country, garden_state=state).lines


def test_a_result_has_the_first_line_for_each_purpose_of_its_steps_and_rules() -> None:
    quiet = assessment(**WELL, garden_country="us", garden_state="us_oh")
    bees = assessment(**{**WELL, "now": ("bees",)}, garden_country="us", garden_state="us_oh")
    assert quiet.lines == ("info_us",)
    assert bees.lines == ("bees_ohio", "info_us")


def test_without_a_state_the_nationwide_line_is_used_not_a_state_line() -> None:
    """A result has one line per purpose, and a state line may turn away callers from other states."""
    (bees, *_) = assessment(now=("bees",), garden_country="us").lines
    assert bees == "bees_us"


@pytest.mark.parametrize(
    ("country", "away"), [("us", False), ("ca", False), ("other", True), ("?", False), ("-", False), (None, False)]
)
def test_elsewhere_is_true_only_if_the_country_is_known(country: str | None, *, away: bool) -> None:
    given = {"garden_country": country} if country else {}
    assert elsewhere(CONTENT, answers(**given)) == away
