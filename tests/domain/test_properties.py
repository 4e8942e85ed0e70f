"""Properties of the engine that hold for every set of answers, tested on the real content."""

from collections.abc import Collection
from itertools import chain
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from intake.domain.assessing import doubted_answers
from intake.domain.assessment import Assessment, Step
from intake.domain.base import Tag
from intake.domain.conditions import truth_of
from intake.domain.helplines import Helpline
from intake.domain.questionnaire import Item, ItemType, Operator
from intake.domain.response import Absent, Answer, Basis, Response, Value
from intake.domain.routing import route
from intake.domain.rules import Action, Level, Reserve, Rule, RuleKind, Tier, Truth
from tests.any_answers import (
    ANSWERS,
    CONTENT,
    DENIABLE,
    ITEMS,
    QUIET,
    SIGNS,
    URGENT,
    as_value,
    dangers,
    denial,
    judge,
    meeting,
    responses,
)

SAFETY = tuple(item for item in ITEMS.values() if item.safety)
DANGER = tuple(rule for rule in CONTENT.rules if rule.kind is RuleKind.DANGER)

OWN_STEP = {
    Tier.RED_911: {"call_911"},
    Tier.RED_ED: {"go_to_er", "swallowed_to_er", "call_911", "staff_now"},
    Tier.RED_988: {"call_988", "call_988_apart", "call_988_for_you", "staff_now"},
    Tier.RED_DV: {"dv_now", "them_advocate_now"},
}
"""The steps that each RED code must lead to. In a jail or a program, the staff are called."""

IN_TIME = {
    Level.RED: {"now"},
    Level.ORANGE: {"now", "today"},
    Level.AMBER: {"now", "today", "three_days"},
    Level.OPEN: {"now", "today", "three_days", "this_week"},
    Level.GREEN: {"now", "today", "three_days", "this_week"},
}
"""The latest times allowed for the first step."""

VIOLENCE = (
    *(Answer(link_id="fear", value=option.code) for option in ITEMS["fear"].options if option.sign),
    *(Answer(link_id="violence", value=(option.code,)) for option in ITEMS["violence"].options if option.sign),
    *(
        Answer(link_id="harmed_by_others", value=(code,))
        for code in ("hurt", "stalked", "choked", "weapon", "forced_sex", "used_for_sex", "controlled")
    ),
    Answer(link_id="children", value=("saw_violence",)),
)
"""Every answer that reports violence or fear at home."""

fewer = settings(max_examples=settings().max_examples // 3)


def has_value(response: Response, link_id: str) -> bool:
    """Whether the question has a value, determined without the engine."""
    answer = response.by_key.get(link_id)
    return answer is not None and answer.value not in (None, "", ())


def signs(item: Item) -> list[str]:
    """The options that report something to act on."""
    return [option.code for option in item.options if option.sign]


def contradicts(result: Assessment) -> bool:
    """Whether answers contradict each other: a change can then settle what was open."""
    return any(CONTENT.rule[finding.rule].kind is RuleKind.CONTRADICTION for finding in result.met)


def denied_or_absent(response: Response, item: Item) -> bool:
    """Whether the answer reports no sign."""
    answer = response.by_key.get(item.link_id)
    return answer is None or not set(answer.codes) & set(signs(item))


# --- the tier -----------------------------------------------------------------------------------------------------


@given(responses(), st.sampled_from(SIGNS), st.data())
def test_one_more_sign_never_lowers_the_tier(response: Response, item: Item, data: st.DataObject) -> None:
    """It replaces a denial, joins other signs, or, if a danger rule reads it, replaces a missing answer.

    A sign that no danger rule reads alone, such as a gun in a calm home, may end the AMBER of an unanswered question;
    one that ends a contradiction may settle what was open.
    """
    code = data.draw(st.sampled_from(signs(item)))
    value: Value = as_value(item, code)
    if not denied_or_absent(response, item):
        assume(item.type is ItemType.CHOICES)
        value = tuple(dict.fromkeys((*response.by_key[item.link_id].codes, code)))
    before = judge(response)
    denied = judge(response.with_answer(denial(item))) if item in DENIABLE else before
    after = judge(response.with_answer(Answer(link_id=item.link_id, value=value)))
    assume(contradicts(after) or not (contradicts(before) or contradicts(denied)))
    speaks_of_danger = any(CONTENT.rule[f.rule].tier and item.link_id in f.evidence for f in after.met)
    if has_value(response, item.link_id) or speaks_of_danger:
        assert after.tier.urgency <= before.tier.urgency
    if item in DENIABLE:
        assert after.tier.urgency <= denied.tier.urgency


@given(responses() | dangers(), st.sampled_from(URGENT))
def test_an_urgent_rule_counts_whatever_else_was_answered(response: Response, rule: Rule) -> None:
    """No other answer hides it, and nothing less urgent leads: not even an answer that contradicts its own."""
    result = judge(meeting(response, rule))
    assert rule.tier is not None
    assert rule.id in {finding.rule for finding in result.met}
    assert result.tier.urgency <= rule.tier.urgency


@given(responses(), st.sampled_from([item for item in SAFETY if item.ordered]), st.data())
def test_a_worse_answer_on_a_rising_scale_never_lowers_the_tier(
    response: Response, item: Item, data: st.DataObject
) -> None:
    """For example, a more recent overdose or a more concrete thought of dying."""
    milder, worse = sorted(data.draw(st.lists(st.sampled_from(list(item.rank.values())), min_size=2, max_size=2)))
    codes = [option.code for option in item.options]
    before = judge(response.with_answer(Answer(link_id=item.link_id, value=codes[milder])))
    after = judge(response.with_answer(Answer(link_id=item.link_id, value=codes[worse])))
    assert after.tier.urgency <= before.tier.urgency


@given(responses() | dangers(), st.sampled_from(list(ITEMS)), st.sampled_from(list(Absent)))
def test_an_answer_turned_unknown_does_not_weaken_findings_from_other_answers(
    response: Response, link_id: str, why: Absent
) -> None:
    """Danger found in other answers stays, and a missing safety answer never leads to GREEN."""
    others = [
        tier
        for finding in judge(response).met
        if link_id not in finding.evidence
        and (rule := CONTENT.rule[finding.rule]).kind is RuleKind.DANGER
        and (tier := rule.tier)
    ]
    unsure = judge(response.with_answer(Answer(link_id=link_id, absent=why)))
    assert all(unsure.tier.urgency <= tier.urgency for tier in others)
    assert not (ITEMS[link_id].safety and unsure.tier is Tier.GREEN)


@given(responses(), st.sampled_from(DENIABLE), st.sampled_from([*Absent, None]))
def test_unknown_is_never_better_than_no(response: Response, item: Item, why: Absent | None) -> None:
    """Not known, not asked, declined, or never reached: none of these counts as a denial."""
    no = response.with_answer(denial(item))
    link_id = item.link_id
    unsure = response.without(link_id) if why is None else response.with_answer(Answer(link_id=link_id, absent=why))
    denied = judge(no)
    assume(not contradicts(denied))  # answers that contradict each other leave more open than no answer
    assert judge(unsure).tier.urgency <= denied.tier.urgency


@given(responses())
def test_green_needs_an_answer_to_every_safety_question(response: Response) -> None:
    """And each one without an answer is named."""
    result = judge(response)
    missing = tuple(item.link_id for item in SAFETY if not has_value(response, item.link_id))
    assert set(missing) <= set(result.unknowns)
    assert not (missing and result.tier is Tier.GREEN)


def leads_to(link_id: str, asked: Collection[str]) -> bool:
    """Whether a question is asked, or is reached from one that is."""
    return link_id in asked or any(leads_to(condition.question, asked) for condition in ITEMS[link_id].enable_when)


@given(responses())
def test_green_means_that_no_urgent_rule_is_undecided(response: Response) -> None:
    """While a missing answer could still mean help now or today, the result is not GREEN.

    Each missing answer is named, or the one that it only follows from.
    """
    result = judge(response)
    lacking = {
        link_id
        for finding in result.findings
        if finding.truth is Truth.UNKNOWN
        and (tier := CONTENT.rule[finding.rule].tier) is not None
        and tier.level in (Level.RED, Level.ORANGE)
        for link_id in finding.missing
    }
    assert [link_id for link_id in lacking if not leads_to(link_id, result.unknowns)] == []
    assert not (lacking and result.tier is Tier.GREEN)


@pytest.mark.parametrize("item", SAFETY, ids=lambda item: item.link_id)
def test_one_unknown_among_denials_is_open(item: Item) -> None:
    """Each unanswered safety question alone prevents GREEN and is listed as unknown; only an open gate is urgent."""
    assert judge(QUIET).tier is Tier.GREEN
    result = judge(QUIET.without(item.link_id))
    assert result.tier is (Tier.AMBER if item is CONTENT.questionnaire.gate else Tier.OPEN)
    assert item.link_id in result.unknowns


@fewer
@pytest.mark.parametrize("item", [item for item in ITEMS.values() if item.opener], ids=lambda item: item.link_id)
@given(response=responses() | dangers())
def test_a_yes_alone_is_never_calmer_than_an_unknown(item: Item, response: Response) -> None:
    """Yes to a list, without saying to what: no less urgent, nothing shown that an unknown withholds, still open."""
    unknown = judge(response.with_answer(Answer(link_id=item.link_id, absent=Absent.UNKNOWN)))
    yes = judge(response.with_answer(Answer(link_id=item.link_id, absent=Absent.UNNAMED)))
    assume(not contradicts(unknown))
    assert yes.tier.urgency <= unknown.tier.urgency
    assert set(unknown.withheld) <= set(yes.withheld)
    assert item.link_id in yes.unknowns
    assert yes.tier.level is not Level.GREEN


def test_a_yes_alone_meets_what_only_a_no_would_not() -> None:
    """A teen, and violence of an unnamed kind: the youth crisis team, as for any violence of a teen."""
    teen = QUIET.without("violence_contact").with_answer(Answer(link_id="lo_age", value="under_18"))
    yes = judge(teen.with_answer(Answer(link_id="violence", absent=Absent.UNNAMED)))
    assert "teen_violence" in {finding.rule for finding in yes.met}


@given(responses())
def test_open_questions_are_urgent_only_if_something_makes_a_danger_likely(response: Response) -> None:
    """A sign, an open gate, an answer someone keeps back, or more than a quarter of the questions open."""
    result = judge(response)
    gaps = [item for item in SAFETY if item.link_id in result.unknowns]
    signs_told = {
        key
        for finding in result.findings
        if finding.truth is Truth.UNKNOWN and CONTENT.rule[finding.rule].is_urgent
        for key in finding.evidence
        if key in response.by_key and set(response.by_key[key].codes) & set(signs(ITEMS[key.partition("@")[0]]))
    }
    kept_back = (Absent.DECLINED, Absent.UNNAMED)
    declined = {answer.link_id for answer in response.answers if answer.absent in kept_back}
    likely = bool(
        CONTENT.questionnaire.gate in gaps
        or declined & {item.link_id for item in SAFETY}
        or len(gaps) > len(SAFETY) / 4
        or signs_told
    )
    kinds = {CONTENT.rule[finding.rule].kind for finding in result.met}
    assert (RuleKind.UNKNOWN_SAFETY in kinds) is (bool(result.unknowns) and likely)
    assert (RuleKind.OPEN_SAFETY in kinds) is (bool(result.unknowns) and not likely)


@given(responses())
def test_the_most_urgent_rule_that_is_met_sets_the_tier(response: Response) -> None:
    """Tiers are never averaged; every RED code that applies is listed, 911 first."""
    result = judge(response)
    tiers = {tier for finding in result.met if (tier := CONTENT.rule[finding.rule].tier)}
    reds = sorted((tier for tier in tiers if tier.level is Level.RED), key=list(Tier).index)
    if reds:
        assert result.tier.level is Level.RED
        assert list(result.tiers) == reds
        assert result.tier is reds[0]
        assert (Tier.RED_911 in reds) is (result.tier is Tier.RED_911)
    else:
        assert result.tiers == (result.tier,)
        assert result.tier is min(tiers | {Tier.GREEN}, key=list(Tier).index)


@pytest.mark.parametrize("rule", DANGER, ids=lambda rule: rule.id)
def test_danger_rules_read_answers_to_hidden_questions(rule: Rule) -> None:
    """A family that changes its main worry does not lose a danger it has reported."""
    gates = {condition.question for item in ITEMS.values() for condition in item.enable_when}
    response = Response(content_version="any")
    for gate in gates:
        item = ITEMS[gate]
        last = next(option.code for option in reversed(item.options) if not option.sign)
        response = response.with_answer(Answer(link_id=gate, value=as_value(item, last)))
    result = judge(meeting(response, rule))
    assert rule.tier is not None
    assert rule.id in {finding.rule for finding in result.met}
    assert result.tier.urgency <= rule.tier.urgency


@given(responses())
def test_danger_does_not_depend_on_which_questions_are_shown(response: Response) -> None:
    """Danger and hold rules are met as soon as enough of their conditions are, unless an exception is."""
    met = {finding.rule for finding in judge(response).met}
    for rule in CONTENT.rules:
        if rule.kind in (RuleKind.DANGER, RuleKind.HOLD):
            truths, exceptions = (
                [truth_of(one, ITEMS[one.question], response.by_key.get(one.question)) for one in conditions]
                for conditions in (rule.when, tuple(chain.from_iterable(rule.exceptions)))
            )
            if truths.count(Truth.MET) >= rule.needed and Truth.MET not in exceptions:
                assert rule.id in met


# --- what is withheld and what is offered ---------------------------------------------------------------------------


def urged(result: Assessment) -> list[Action]:
    """The three steps and what else is urgent."""
    return [CONTENT.action[step.action] for step in (*result.steps, *result.also_today)]


def first_shown(rule: Rule, result: Assessment) -> Action:
    """The first step that a rule recommends or, if that is withheld, the one instead of it."""
    for name in rule.recommend:
        action: Action | None = CONTENT.action[name]
        while action is not None and set(action.tags) & set(result.withheld):
            action = CONTENT.action[action.instead] if action.instead else None
        if action is not None:
            return action
    raise AssertionError(f"every step of {rule.id} is withheld")


def made_needless(result: Assessment) -> set[str]:
    """The steps that a step or a rule in the result covers."""
    by_steps = {name for action in urged(result) for name in action.covers}
    return by_steps.union(*(CONTENT.rule[finding.rule].covers_steps for finding in result.met))


def tags_shown(result: Assessment) -> set[Tag]:
    """All tags of the steps, pathways, and kinds of intervention in the result."""
    shown = [action.tags for action in urged(result)]
    shown += [CONTENT.pathway[offer.id].tags for offer in result.pathways]
    shown += [CONTENT.kind[offer.id].tags for offer in result.kinds]
    return {tag for tags in shown for tag in tags}


@given(responses() | dangers())
def test_nothing_with_a_withheld_tag_is_shown(response: Response) -> None:
    """No step, pathway, or kind of intervention has a withheld tag."""
    result = judge(response)
    assert tags_shown(result).isdisjoint(result.withheld)


@fewer
@pytest.mark.parametrize("answer", VIOLENCE, ids=lambda answer: f"{answer.link_id}-{answer.codes[0]}")
@given(response=responses())
def test_any_report_of_violence_withholds_confrontation(answer: Answer, response: Response) -> None:
    """Whatever else was answered, and wherever it was reported, unless it is known to be over: see `unless`."""
    withholding = [rule for rule in CONTENT.rules if Tag.CONFRONTATION in rule.withholds]
    over = {one.question for rule in withholding for one in chain.from_iterable(rule.exceptions)}
    response = response.without(*over).with_answer(Answer(link_id="harmed_by_whom", value="family"))
    result = judge(response.with_answer(answer))
    assert {Tag.CONFRONTATION, Tag.MEETING} <= set(result.withheld)
    assert Tag.CONFRONTATION not in tags_shown(result)
    assert not {"invitational", "led_meeting"} & {offer.id for offer in result.pathways}


@given(responses())
def test_without_red_there_are_two_pathways_and_one_is_free(response: Response) -> None:
    """A family always has a choice, and one that costs nothing."""
    result = judge(response)
    if result.tier.level is not Level.RED:
        assert len(result.pathways) >= 2
        assert any(CONTENT.pathway[offer.id].free for offer in result.pathways)


@given(responses())
def test_in_red_only_pathways_for_danger_or_later_are_shown(response: Response) -> None:
    """In RED, no kind of intervention is suggested, and all pathways have `after_red`."""
    result = judge(response)
    if result.tier.level is Level.RED:
        assert not result.kinds
        assert all(CONTENT.pathway[offer.id].after_red for offer in result.pathways)


@given(responses() | dangers())
def test_the_first_step_of_every_urgent_rule_is_shown(response: Response) -> None:
    """Among the three or right below them, whatever else is urgent; or a step is shown that covers it."""
    result = judge(response)
    shown, needless = urged(result), made_needless(result)
    assert len({action.id for action in shown}) == len(shown)
    reasons = {rule for step in (*result.steps, *result.also_today) for rule in step.rules}
    for finding in result.met:
        if (rule := CONTENT.rule[finding.rule]).is_urgent:
            first = first_shown(rule, result)
            assert first in shown or (first.id in needless and rule.id in reasons)


@given(responses() | dangers())
def test_no_step_is_shown_beside_one_that_covers_it(response: Response) -> None:
    """No call to a doctor below the way to an emergency room; no call for today below the same call for now."""
    shown = urged(judge(response))
    assert not {action.id for action in shown} & {name for action in shown for name in action.covers}


@given(responses() | dangers())
def test_whoever_may_be_watched_is_told_to_use_a_safe_phone(response: Response) -> None:
    """Wherever a file could put the family in danger, so can the phone it was made on."""
    result = judge(response)
    if Tag.FILE in result.withheld:
        assert any(action.reserve is Reserve.PRIVACY for action in urged(result))


@given(responses() | dangers())
def test_no_step_means_going_near_beside_one_that_means_getting_away(response: Response) -> None:
    """A family is never told to get out and to take the gun."""
    shown = urged(judge(response))
    if any(action.leaves for action in shown):
        assert not [action.id for action in shown if Tag.APPROACH in action.tags]


def is_reserved(step: Step) -> bool:
    """Whether it has a reserved place: an urgent rule recommends it."""
    return bool(CONTENT.action[step.action].reserve) and any(CONTENT.rule[rule].is_urgent for rule in step.rules)


@given(responses() | dangers())
def test_steps_that_save_a_life_go_before_others(response: Response) -> None:
    """A reserved step of an urgent rule is below the three only if those are calls of RED rules or reserved too."""
    result = judge(response)
    urgent = [rule for finding in result.met if (rule := CONTENT.rule[finding.rule]).is_urgent]
    calls = {first_shown(rule, result).id for rule in urgent if rule.tier and rule.tier.level is Level.RED}
    if any(is_reserved(step) for step in result.also_today):
        for step in result.steps:
            assert is_reserved(step) or step.action in calls


@given(responses() | dangers())
def test_there_are_three_steps_and_the_first_is_free_and_in_time(response: Response) -> None:
    """Exactly three different steps, each recommended by a rule that is met; in RED, the first is for now."""
    result = judge(response)
    met = {finding.rule for finding in result.met}
    assert len({step.action for step in result.steps}) == len(result.steps) == 3
    assert all(step.rules and set(step.rules) <= met for step in result.steps)
    first = CONTENT.action[result.steps[0].action]
    assert first.free
    assert first.when in IN_TIME[result.tier.level]


@given(responses() | dangers())
def test_the_steps_of_a_red_result_include_the_step_of_its_code(response: Response) -> None:
    """911 comes first if it applies; otherwise, the leading code has its own call among the three."""
    result = judge(response)
    steps = [step.action for step in result.steps]
    if result.tier is Tier.RED_911:
        assert steps[0] == "call_911"
    elif result.tier.level is Level.RED:
        assert OWN_STEP[result.tier] & set(steps), f"{result.tier.value} with {steps}"


# --- who to call ----------------------------------------------------------------------------------------------------

COUNTRY = {"us": "US", "ca": "CA"}
PLACES = st.sampled_from(["us", "ca", "other", None])


def placed(response: Response, loved_one: str | None, family: str | None) -> Response:
    """The same answers with the loved one and the family in these countries; None: not answered."""
    for link_id in ("lo_country", "lo_state", "lo_province", "same_place", "your_country"):
        response = response.without(link_id)
    if loved_one:
        response = response.with_answer(Answer(link_id="lo_country", value=loved_one))
    if family and family != loved_one:
        response = response.with_answer(Answer(link_id="where_now", value="alone"))
        response = response.with_answer(Answer(link_id="same_place", value="no"))
        response = response.with_answer(Answer(link_id="your_country", value=family))
    return response


def lines_of(response: Response) -> list[Helpline]:
    """The helplines of a result."""
    by_id = {line.id: line for line in CONTENT.helplines}
    return [by_id[line] for line in judge(response).lines]


@given(responses(), PLACES, PLACES)
def test_the_helplines_match_where_people_are(response: Response, loved_one: str | None, family: str | None) -> None:
    """Only lines of countries where people are or may be, with emergency and suicide lines for each."""
    shown = lines_of(placed(response, loved_one, family))
    countries = {COUNTRY[place] for place in (loved_one, family) if place in COUNTRY}
    if loved_one is None:
        countries = set(COUNTRY.values())
    assert {line.country for line in shown} <= {*countries, "any"}
    for country in countries or {"any"}:
        for scope in ("emergency", "suicide"):
            assert any(line.country == country and scope in line.scope for line in shown), f"no {scope} in {country}"
    assert all(line.verified for line in shown)


@given(responses(), st.sampled_from([option.code for option in ITEMS["lo_province"].options]))
def test_a_regional_line_is_shown_only_in_its_region(response: Response, province: str) -> None:
    """A line for Alberta does not help in Quebec."""
    in_canada = placed(response, "ca", "ca").with_answer(Answer(link_id="lo_province", value=province))
    assert all(not line.region or province in line.region for line in lines_of(in_canada))


@given(responses(), ANSWERS["lo_state"], st.sampled_from(["us", "other"]))
def test_answers_about_an_earlier_place_choose_no_helpline(response: Response, state: Answer, family: str) -> None:
    """Answers to place questions that no longer apply have no effect."""
    now = placed(response, "ca", "ca").with_answer(Answer(link_id="same_place", value="yes"))
    leftover = now.with_answer(state).with_answer(Answer(link_id="your_country", value=family))
    assert judge(leftover).lines == judge(now).lines


# --- a function of the answers --------------------------------------------------------------------------------------


@given(responses() | dangers(), st.randoms(use_true_random=False))
def test_the_order_of_answering_does_not_matter(response: Response, random: Random) -> None:
    """Answering in another order leads to the same questions and the same result."""
    replayed = Response(content_version="any")
    for answer in random.sample(response.answers, len(response.answers)):
        replayed = replayed.with_answer(answer)
    assert route(CONTENT.questionnaire, replayed) == route(CONTENT.questionnaire, response)
    assert judge(replayed) == judge(response) == judge(response)


@given(responses(), st.sampled_from(list(ITEMS)))
def test_what_is_asked_never_depends_on_a_later_answer(response: Response, link_id: str) -> None:
    """Questions up to this point stay the same, except for entries that are added later."""
    place = list(ITEMS).index(link_id)
    earlier = set(list(ITEMS)[:place])
    so_far = Response(content_version="any", answers=tuple(a for a in response.answers if a.link_id in earlier))
    upto = {*earlier, link_id}
    section_of = {key: section.id for key, section in CONTENT.questionnaire.section_of.items()}
    there = {(section_of[answer.link_id], answer.entry) for answer in so_far.answers}
    shown_now = [asked.key for asked in route(CONTENT.questionnaire, so_far) if asked.link_id in upto]
    shown_later = [
        asked.key
        for asked in route(CONTENT.questionnaire, response)
        if asked.link_id in upto
        and (not asked.entry or asked.key in shown_now or (section_of[asked.link_id], asked.entry) in there)
    ]
    assert shown_later == shown_now


@given(responses())
def test_every_safety_question_is_always_asked(response: Response) -> None:
    """No answer hides a question about danger."""
    shown = {item.link_id for item in route(CONTENT.questionnaire, response)}
    assert {item.link_id for item in SAFETY} <= shown


@given(responses(), st.sampled_from(list(Basis)))
def test_how_the_family_knows_changes_nothing(response: Response, basis: Basis) -> None:
    """A guess counts as much as an observation: the basis is printed but never weighed, and a year is no day."""
    changed = tuple(answer.model_copy(update={"basis": basis, "as_of": "2026"}) for answer in response.answers)
    assert judge(Response(content_version="any", answers=changed)) == judge(response)


@given(responses())
def test_the_evidence_of_findings_was_answered(response: Response) -> None:
    """Evidence has values, missing answers do not unless a contradiction doubts them; what is met has evidence."""
    result = judge(response)
    doubted = doubted_answers(CONTENT, result.met)
    for finding in result.findings:
        rule = CONTENT.rule[finding.rule]
        absence = {c.question for c in rule.when if c.operator is Operator.EXISTS and c.answer is False}
        # A yes to the line that opens a list counts, though it names nothing.
        named = set(finding.evidence) - absence - {answer.link_id for answer in response.answers if answer.unnamed}
        assert all(has_value(response, link_id) for link_id in named)
        assert not any(has_value(response, link_id) for link_id in finding.missing if link_id not in doubted)
        if finding.truth is Truth.MET and rule.when:
            assert finding.evidence
