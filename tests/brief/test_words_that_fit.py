"""Steps, rows and reasons say only what fits what was told: one case of the acceptance cases per kind of misfit."""

from __future__ import annotations

import datetime as dt

import pytest

from intake.brief.builder import brief
from intake.brief.model import Brief
from intake.brief.phone_script import phone_scripts
from intake.content.cases import response_of
from intake.domain.assessing import assess
from intake.i18n import Translator
from tests.any_answers import CONTENT, ON
from tests.real_cases import CASES


def brief_of(case: str, **changed: str | tuple[str, ...]) -> Brief:
    """The brief of an acceptance case, with some answers changed."""
    response = response_of({**CASES[case].answers, **changed}, CONTENT)
    made_on = dt.datetime(2026, 11, 22, 20, tzinfo=dt.UTC)
    return brief(CONTENT, response, assess(CONTENT, response, ON), made_on, Translator("en"))


def words_of(made: Brief) -> str:
    """The steps with their details."""
    return " ".join(f"{step.text} {step.detail}" for step in (*made.steps, *made.also_today))


@pytest.mark.parametrize(
    ("case", "never"),
    [
        ("mother_of_81_silent", "911 from where you are does not reach it"),
        ("body_doctor_led_taper", "sober"),
        ("body_doctor_led_taper", "daily drinking"),
        ("two_glasses_guns_not_asked", "fear for their life"),
        ("memory_sudden_now", "In a seizure"),
        ("body_jail_alcohol_xanax", "should not stop all at once"),
        ("asks_for_herself", "they should not stop"),
        ("body_nitrous_numb", "stumbling"),
        ("body_nitrous_numb", "should not stop all at once"),
        ("closure_little_time", "peace"),
    ],
)
def test_a_step_does_not_say(case: str, never: str) -> None:
    assert never not in words_of(brief_of(case))


@pytest.mark.parametrize(
    ("case", "says"),
    [
        ("mother_of_81_silent", "ask the 911 you reach to connect you"),
        ("body_jail_alcohol_xanax", "The jail’s medical staff need to know"),
        ("memory_sudden_now", "when they were last as usual"),
        ("body_wine_and_two_doctors", "adult protective services"),
        ("body_overdose_eight_days", "Move guns and pills away"),
    ],
)
def test_a_step_says(case: str, says: str) -> None:
    assert says in words_of(brief_of(case))


def test_an_assessment_is_not_called_one_by_a_treatment_program_alone() -> None:
    """The way is also shown for memory, spending, gaming and gambling."""
    titles = [way.title for way in brief_of("spending_no_substances").pathways]
    assert "An assessment by a doctor, a counselor or a program" in titles


def test_skills_for_strong_emotions_give_the_reason_that_was_told() -> None:
    fights, cuts = (
        next(way for way in brief_of(case).pathways if way.id == "emotion_skills")
        for case in ("every_talk_is_a_fight", "sam_cuts")
    )
    assert not any("body" in reason for reason in fights.because)
    assert not any("fight" in reason for reason in cuts.because)


def test_self_harm_has_a_row_of_its_own_and_no_talk_of_dying_is_said() -> None:
    rows = {row.label: row.value for part in brief_of("teen_cuts_no_talk").risk for row in part.rows}
    assert rows["Self-harm, past month"] == "Hurt themselves on purpose"
    assert rows["Talk of suicide or dying, past month"] == "None reported"


def test_a_denial_still_names_self_harm() -> None:
    made = brief_of("teen_cuts_no_talk", suicide_talk=("none",))
    rows = {row.label: row.value for part in made.risk for row in part.rows}
    assert rows["Talk of suicide or dying, or self-harm, past month"] == "None"


def test_a_baby_stands_in_the_row_on_children() -> None:
    rows = next(part.rows for part in brief_of("voices_about_the_baby").risk if part.id == "children")
    assert "Had a baby this past year" in [row.value for row in rows]


@pytest.mark.parametrize("part", ["suicide", "violence"])
def test_voices_that_tell_them_to_hurt_someone_stand_in_the_rows_on_suicide_and_violence(part: str) -> None:
    rows = next(one.rows for one in brief_of("voices_about_the_baby").risk if one.id == part)
    assert "Voices telling them to hurt themselves or others" in [row.value for row in rows]


def test_a_milder_request_about_the_same_answer_is_not_beside_an_urgent_one() -> None:
    """Talk of dying with pills within reach is for today; the same talk alone is for three days."""
    urgent, alone = (
        brief_of("loved_one_overseas"),
        brief_of("loved_one_overseas", suicide_acts=("none",), means=("none",)),
    )
    assert not any("talk of dying or hopelessness in the past month" in request for request in urgent.requests)
    assert any("talk of dying or hopelessness in the past month" in request for request in alone.requests)


def test_a_mild_danger_has_a_request_of_its_own() -> None:
    made = brief_of("body_kratom_extract")
    assert any("sick without opioids, street pills or kratom" in request for request in made.requests)


@pytest.mark.parametrize(
    ("told", "beside_them"),
    [
        ({"where_now": "with_me"}, True),
        ({"where_now": "with_me", "your_age": "under_18"}, False),
        ({"where_now": "alone"}, False),
        ({"where_now": "jail"}, False),
        ({"where_now": "program"}, False),
        ({"relationship": "self"}, False),
    ],
    ids=str,
)
def test_only_an_adult_beside_them_is_told_what_to_do_if_they_will_not_go(
    told: dict[str, str], beside_them: bool
) -> None:
    steps = words_of(brief_of("revived_this_morning_will_not_go", **told))
    assert ("If they will not go" in steps) is beside_them
    assert "An overdose can come back" in steps


@pytest.mark.parametrize("suicide_talk", ["intent", "wish", "self_harm"])
def test_no_request_speaks_of_a_family_if_the_person_wrote_themself(suicide_talk: str) -> None:
    requests = brief_of("asks_for_herself", suicide_talk=(suicide_talk,), means=("gun_open",)).requests
    assert any("this person" in request for request in requests)
    assert not any("the family" in request for request in requests)
    assert any("the family" in request for request in brief_of("gun_under_pillow").requests)


def test_a_request_for_later_does_not_stand_beside_one_for_the_same_steps_today() -> None:
    made = brief_of("body_overdose_eight_days", substances=("opioids",), overdose_last="3_days")
    assert any("today" in request for request in made.requests)
    assert not any("within three days" in request for request in made.requests)


def test_who_shakes_without_a_drink_calls_the_doctor_for_themself() -> None:
    answers = {**CASES["caller_shakes_too"].answers, "concern": ("alcohol",)}
    response = response_of(answers, CONTENT)
    scripts = phone_scripts(CONTENT, response, assess(CONTENT, response, ON))
    assert scripts[0].listener.id == "doctor"
    assert scripts[0].say[0] == "I am calling for myself."


def test_the_steps_for_light_use_name_no_treatment_program() -> None:
    assert "treatment program" not in words_of(brief_of("more_cannabis_on_weekends"))
    assert "treatment program" in words_of(brief_of("more_cannabis_on_weekends", how_often="every_day"))


@pytest.mark.parametrize(("seen", "said"), [("no", True), ("yes", False), ("?", False)])
def test_who_was_not_checked_since_an_overdose_is_seen_today_or_tomorrow(seen: str, *, said: bool) -> None:
    words = words_of(brief_of("overdose_five_days_ago_unseen", overdose_seen=seen))
    assert ("today or tomorrow" in words) is said


def test_what_was_swallowed_does_not_wait_for_a_talk_and_getting_safe_comes_first() -> None:
    assert [step.action for step in brief_of("roommate_took_tablets_to_die").steps][:2] == ["go_to_er", "call_988"]
    assert [step.action for step in brief_of("more_hit_pregnant_and_shakes").steps][:2] == ["dv_now", "go_to_er"]


@pytest.mark.parametrize("case", ["alex_home_from_detox", "jail_suicide_now", "leaves_hospital_tomorrow"])
def test_no_step_says_the_same_sentence_twice(case: str) -> None:
    for step in brief_of(case).steps:
        sentences = [one.strip() for one in step.detail.split(". ")]
        assert sorted(set(sentences)) == sorted(sentences), step.detail


@pytest.mark.parametrize(("children", "said"), [("none", True), ("alone_with", True), ("no_one", False), ("?", False)])
def test_who_goes_to_an_emergency_room_leaves_no_child_alone(children: str, *, said: bool) -> None:
    told: str | tuple[str, ...] = children if children == "?" else (children,)
    for who, they in (("friend", "they"), ("self", "you")):
        words = words_of(brief_of("ghb_ran_out_and_sweats", children=told, relationship=who))
        assert (f"If {they} look after a child, have another adult stay with the child" in words) is said


def test_911_hears_what_was_swallowed_where_no_one_may_take_the_person_to_a_hospital() -> None:
    made = brief_of(
        "roommate_took_tablets_to_die",
        relationship="partner",
        violence=("choked",),
        violence_when="week",
        violence_contact="yes",
    )
    assert made.steps[0].action == "call_911"
    assert "Say what they took, how much and when." in made.steps[0].detail
    assert "go_to_er" not in {step.action for step in (*made.steps, *made.also_today)}
