"""Properties of what to say on the phone that hold for every set of answers, tested on the real content."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from hypothesis import given

from intake.brief.phone_script import PhoneScript, phone_scripts
from intake.brief.uncovered import uncovered
from intake.domain.assessing import assess
from intake.domain.assessment import Assessment
from intake.domain.content import Content
from intake.domain.response import Absent, Answer, Response
from intake.domain.rules import Rule
from tests.any_answers import CONTENT, ON, dangers, responses

NAMED = Content.model_validate(
    {
        **{name: getattr(CONTENT, name) for name in Content.model_fields},
        "rules": tuple(
            rule.model_copy(update={"say": f"Danger: {rule.id}."}) if rule.is_urgent else rule for rule in CONTENT.rules
        ),
    }
)
"""The real content, in which each RED and ORANGE rule says its own name."""
MONEY = re.compile(r"insurance|paid for|referral|cost", re.IGNORECASE)
TWO_RELATIONSHIPS = re.compile(r"husband|wife|brother or|mother or", re.IGNORECASE)


def scripts_of(response: Response, content: Content = NAMED) -> tuple[Assessment, tuple[PhoneScript, ...]]:
    """The assessment and the scripts on a fixed day."""
    assessment = assess(content, response, ON)
    return assessment, phone_scripts(content, response, assessment)


def urgent_rules(assessment: Assessment) -> list[Rule]:
    """The RED and ORANGE rules that are met."""
    met = (NAMED.rule[finding.rule] for finding in assessment.met)
    return [rule for rule in met if rule.is_urgent]


def whole_text(script: PhoneScript) -> str:
    """Everything on the page of one script."""
    asked = (question.text for question in script.they_ask)
    return "\n".join((script.title, *script.say, *script.more, *asked, *script.you_ask, *script.besides))


@given(responses())
def test_every_danger_is_in_the_first_script_most_urgent_first(response: Response) -> None:
    """Whoever is called first hears everything urgent that was told."""
    assessment, (first, *_) = scripts_of(response)
    told = [line for line in (*first.say, *first.more) if line.startswith("Danger:")]
    assert set(told) == {rule.say for rule in uncovered(urgent_rules(assessment))}
    assert len(told) == len(set(told))
    tiers = {rule.say: rule.tier for rule in NAMED.rules if rule.say and rule.tier}
    urgency = [tiers[line].urgency for line in told]
    assert urgency == sorted(urgency)


def said_more_exactly(spoken: set[str], met: Mapping[str, Rule]) -> set[str]:
    """These rules and all that they cover, also by way of a rule that is met."""
    covered = spoken.union(*(met[name].covers for name in spoken if name in met))
    return covered if covered == spoken else said_more_exactly(covered, met)


@given(responses())
def test_whoever_a_step_calls_hears_why(response: Response) -> None:
    """Each listener has one script, and it tells every danger that led to the call."""
    assessment, scripts = scripts_of(response)
    by_listener = {script.listener.id: script for script in scripts}
    assert len(by_listener) == len(scripts)
    urgent = {rule.id: rule for rule in urgent_rules(assessment)}
    for step in (*assessment.steps, *assessment.also_today):
        listener = NAMED.action[step.action].listener
        if listener:
            calling = [urgent[rule] for rule in step.rules if rule in urgent]
            said = {*by_listener[listener].say, *by_listener[listener].more}
            spoken = {rule.id for rule in urgent.values() if rule.say in said}
            assert all(rule.id in said_more_exactly(spoken, urgent) for rule in calling)


@given(responses())
def test_scripts_follow_the_steps(response: Response) -> None:
    """The first step that calls someone has the first script; each script lists what else to do."""
    assessment, scripts = scripts_of(response)
    steps = [NAMED.action[step.action] for step in (*assessment.steps, *assessment.also_today)]
    called = list(dict.fromkeys(action.listener for action in steps if action.listener))
    assert [script.listener.id for script in scripts][: len(called)] == called
    for script in scripts:
        assert len(script.besides) == sum(action.listener != script.listener.id for action in steps)


@given(responses())
def test_every_script_can_be_read_aloud(response: Response) -> None:
    """Whole sentences, one relationship, no parentheses, slashes, or slots."""
    _, scripts = scripts_of(response, CONTENT)
    for script in scripts:
        assert script.say
        lines = (*script.say, *script.more)
        for line in lines:
            assert re.fullmatch(r"[A-Z].*[.]", line), line
            assert not re.search(r"[(){}\[\]/]|  |\.\.", line), line
        assert not TWO_RELATIONSHIPS.search(" ".join(lines))
        assert len(set(lines)) == len(lines)


@given(responses() | dangers())
def test_what_to_say_is_short_and_has_the_most_urgent(response: Response) -> None:
    """About six sentences, however many dangers there are; what does not fit is there if they ask for more."""
    assessment, scripts = scripts_of(response, CONTENT)
    for script in scripts:
        sentences = re.findall(r"[.?!](?=\s|$)", " ".join(script.say))
        assert len(sentences) <= 7, script.say
        assert sum(len(line.split()) for line in script.say) <= 130, script.say
    met = [rule for finding in assessment.met if (rule := CONTENT.rule[finding.rule]).is_urgent]
    told = [rule for rule in uncovered(met) if rule.say and not rule.at_once]
    own = [answer.value for answer in response.answers if answer.link_id == "relationship"] == ["self"]
    if told and not own and all("{" not in (rule.say or "") for rule in told):
        worst = min(rule.urgency for rule in told)
        said = " ".join(scripts[0].say)
        assert any(rule.say and rule.say in said for rule in told if rule.urgency == worst)


@given(responses())
def test_in_danger_no_script_speaks_of_money(response: Response) -> None:
    """No fees, cost, or insurance while someone may be in danger; and never a long list of "I am not sure"."""
    assessment, scripts = scripts_of(response)
    for script in scripts:
        if urgent_rules(assessment):
            assert not MONEY.search(whole_text(script))
        assert sum(not question.answer for question in script.they_ask) <= 5


CLAIMS = {
    r"not like them(?! may)": ("unlike_them", {"yes"}),
    r"has happened before": ("unlike_them", {"no"}),
    r"They are under 18": ("lo_age", {"under_18"}),
    r"They are 65 or older": ("lo_age", {"65_up"}),
    r"[Aa] child (was|saw)": ("children_who", {"child"}),
    r"older or disabled adult|adult who is older": ("children_who", {"adult"}),
    r"^(In|Not).*, they hit|not long ago": ("violence_when", {"year", "3_months", "month", "week"}),
    r"Someone close to them|Someone at home (hurt|choked|threat|forced|control)": ("harmed_by_whom", {"partner"}),
    r"We live together": ("live_together", {"yes", "sometimes"}),
    r"no naloxone": ("naloxone", {"no"}),
}
"""What a sentence claims unless it says "maybe", and the answers one of which must have been given."""


@given(responses() | dangers())
def test_no_sentence_claims_an_answer_that_was_not_given(response: Response) -> None:
    given_codes = {(one.link_id, code) for one in response.answers for code in one.codes if one.given}
    _, scripts = scripts_of(response, CONTENT)
    lines = " ".join(line for script in scripts for line in (*script.say, *script.more))
    for sentence in re.split(r"(?<=[.]) ", lines):
        for claim, (question, codes) in CLAIMS.items():
            if re.search(claim, sentence) and "maybe" not in sentence and ("relationship", "self") not in given_codes:
                assert given_codes & {(question, code) for code in codes}, sentence


@pytest.mark.parametrize("code", ["hurt", "saw_violence", "alone_with", "in_car", "within_reach", "neglect", "money"])
@pytest.mark.parametrize("who", [None, "unknown"])
def test_what_happened_to_someone_not_known_is_told_once(code: str, who: str | None) -> None:
    """As if to a child or an adult: not once for a child and once more for an adult."""
    answers = [Answer(link_id="children", value=(code,))]
    answers += [Answer(link_id="children_who", absent=Absent.UNKNOWN)] if who else []
    assessment, scripts = scripts_of(Response(content_version="any", answers=tuple(answers)), CONTENT)
    told = [line for line in (*scripts[0].say, *scripts[0].more) if re.search(r"child|adult", line)]
    assert len(told) == 1, told
    assert re.search(r"a child or an adult who needs care", told[0])
    assert len({CONTENT.action[step.action].id for step in assessment.steps}) == 3


def test_violence_at_an_unknown_time_is_told_once() -> None:
    answers = Response(content_version="any", answers=(Answer(link_id="violence", value=("stalked",)),))
    _, scripts = scripts_of(answers, CONTENT)
    told = [line for line in (*scripts[0].say, *scripts[0].more) if "followed" in line]
    assert told == ["They followed or tracked someone. The two may still meet."], told


def test_an_advocate_hears_of_the_violence_beside_a_worse_danger() -> None:
    """Withdrawal is more urgent and comes first, but does not push the violence out of the call."""
    answers = (
        Answer(link_id="relationship", value=("partner",)),
        Answer(link_id="violence", value=("hit", "pregnant")),
        Answer(link_id="violence_when", value=("week",)),
        Answer(link_id="violence_contact", value=("yes",)),
        Answer(link_id="sick_now", value=("shaking",)),
        Answer(link_id="stopped", value=("yes",)),
        Answer(link_id="concern", value=("alcohol",)),
        Answer(link_id="substances", value=("alcohol",)),
        Answer(link_id="how_often", value=("every_day",)),
        Answer(link_id="last_use", value=("yesterday",)),
    )
    _, scripts = scripts_of(Response(content_version="any", answers=answers), CONTENT)
    advocate = next(script for script in scripts if script.listener.id == "advocate")
    assert "I am calling about my partner." in advocate.say
    assert any("pregnant" in line for line in advocate.say), advocate.say


def they_ask(listener: str, **answers: str | tuple[str, ...]) -> dict[str, str]:
    """What this listener may ask, with the answers."""
    given = (Answer(link_id=key, value=value) for key, value in answers.items())
    _, scripts = scripts_of(Response(content_version="any", answers=tuple(given)), CONTENT)
    return {one.text: one.answer for one in next(one for one in scripts if one.listener.id == listener).they_ask}


def test_no_question_is_left_open_that_another_answer_answers() -> None:
    asked = they_ask(
        "emergency", sick_now=("seizure",), where_now="with_me", concern=("alcohol",), health_facts=("new_baby",)
    )
    assert asked["What do they drink or use?"] == "Alcohol"
    assert "baby" in asked["Are there children, or others who need care?"]
    assert "Where can they be found?" not in asked
    assert "Where can they be found?" in they_ask("emergency", sick_now=("seizure",), where_now="alone")


def test_nothing_reported_answers_a_question_with_no() -> None:
    asked = they_ask("emergency", sick_now=("seizure",), violence=("none",), means=("none",), illnesses=("none",))
    assert asked["Has anyone been hurt or threatened?"] == "No"
    assert asked["Is there a gun, another weapon, or a lot of pills?"] == "No"
    assert asked["Do they have any illnesses?"] == "No"


def test_who_calls_for_their_own_thoughts_does_not_give_answers_about_someone_else() -> None:
    answers = (
        Answer(link_id="relationship", value="partner"),
        Answer(link_id="your_safety", value="thoughts"),
        Answer(link_id="lo_age", value="40_64"),
        Answer(link_id="suicide_talk", value=("none",)),
    )
    _, (script, *_) = scripts_of(Response(content_version="any", answers=answers), CONTENT)
    assert script.say[0] == "I am calling for myself."
    assert script.they_ask == ()
    assert not any(re.search(r"\bthe[ym]\b", text) for text in script.you_ask)


def test_who_asks_for_themself_is_asked_as_you() -> None:
    answers = (Answer(link_id="relationship", value="self"), Answer(link_id="suicide_talk", value=("intent",)))
    _, (script, *_) = scripts_of(Response(content_version="any", answers=answers), CONTENT)
    texts = [one.text for one in script.they_ask]
    assert "How old are you?" in texts
    assert not any(re.search(r"\bthe(?:y|m|ir)\b", text) for text in (*texts, *script.you_ask)), texts
