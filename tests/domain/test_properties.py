"""Laws that hold for every set of answers a family could give, tried on the real questions, rules and helplines."""

import datetime as dt
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from intake.config import content_folder
from intake.content import read
from intake.domain.assessing import assess
from intake.domain.assessment import Assessment
from intake.domain.base import Tag
from intake.domain.conditions import truth_of
from intake.domain.helplines import Helpline
from intake.domain.questionnaire import Condition, Item, ItemType, Operator
from intake.domain.response import Absent, Answer, Basis, Response, Value
from intake.domain.routing import route
from intake.domain.rules import Level, Rule, RuleKind, Tier, Truth

CONTENT = read(content_folder())
ITEMS = CONTENT.questionnaire.items
SAFETY = tuple(item for item in ITEMS.values() if item.safety)
SIGNS = tuple(item for item in ITEMS.values() if any(option.sign for option in item.options))
DENIABLE = tuple(
    item
    for item in SIGNS
    if not all(option.sign for option in item.options) and not CONTENT.questionnaire.section_of[item.link_id].repeats
)
DANGER = tuple(rule for rule in CONTENT.rules if rule.kind is RuleKind.DANGER)
ON = dt.date(2026, 11, 22)

OWN_STEP = {
    Tier.RED_911: {"call_911"},
    Tier.RED_ED: {"go_to_er", "call_911"},
    Tier.RED_988: {"call_988", "call_988_for_you"},
    Tier.RED_DV: {"dv_now"},
}
"""What each RED code asks for."""

IN_TIME = {
    Level.RED: {"now"},
    Level.ORANGE: {"now", "today"},
    Level.AMBER: {"now", "today", "three_days"},
    Level.GREEN: {"now", "today", "three_days", "this_week"},
}
"""When the first step may be due at the latest."""

VIOLENCE = (
    *(Answer(link_id="fear", value=option.code) for option in ITEMS["fear"].options if option.sign),
    *(Answer(link_id="violence", value=(option.code,)) for option in ITEMS["violence"].options if option.sign),
    Answer(link_id="harmed_by_others", value=("family",)),
    Answer(link_id="children", value=("saw_violence",)),
)
"""Every answer that reports violence or fear at home."""

fewer = settings(max_examples=settings().max_examples // 3)


# --- answers a family could give ----------------------------------------------------------------------------------


def as_value(item: Item, code: str) -> Value:
    """One option in the shape the question stores it."""
    return (code,) if item.type is ItemType.CHOICES else code


def denial(item: Item) -> Answer:
    """The answer that reports nothing: an option that denies, or one that is no sign."""
    quiet = sorted((option for option in item.options if not option.sign), key=lambda option: option.sign is None)
    code = quiet[0].code
    return Answer(link_id=item.link_id, value=as_value(item, code))


def values(item: Item) -> SearchStrategy[Value]:
    """Every value the question allows."""
    if not item.options:
        return st.text(max_size=8)
    alone = st.sampled_from([as_value(item, option.code) for option in item.options])
    together = [option.code for option in item.options if not option.exclusive]
    if item.type is ItemType.CHOICE:
        return alone
    return alone | st.lists(st.sampled_from(together), min_size=1, max_size=4, unique=True).map(tuple)


def entries_of(item: Item) -> tuple[str, ...]:
    """Entries that can have an answer to the question: two that were added; none where it is asked once."""
    return ("n1", "n2") if CONTENT.questionnaire.section_of[item.link_id].repeats else ("",)


def answers(item: Item) -> SearchStrategy[Answer]:
    """Every answer the question allows, "I don't know" and "I'd rather not say" among them."""
    entry = st.sampled_from(entries_of(item))
    absent = st.builds(Answer, link_id=st.just(item.link_id), entry=entry, absent=st.sampled_from(list(Absent)))
    return absent | st.builds(Answer, link_id=st.just(item.link_id), entry=entry, value=values(item))


ANSWERS = {item.link_id: answers(item) for item in ITEMS.values()}
ANY_ANSWER = st.sampled_from(list(ITEMS)).flatmap(ANSWERS.__getitem__)
CALM_FACTS = (
    Answer(link_id="lo_age", value="26_39"),
    Answer(link_id="concern", value=("gambling",)),
    Answer(link_id="plans", value=("none",)),
)
QUIET = Response(content_version="any", answers=(*(denial(item) for item in DENIABLE), *CALM_FACTS))
"""Every danger denied: the calm end, which answers drawn at random never reach."""


@st.composite
def responses(draw: DrawFn) -> Response:
    """Any answers to any questions: at random, or all quiet but for a few answers changed or left out."""
    if draw(st.booleans()):
        given_to = draw(st.lists(st.sampled_from(list(ITEMS)), unique=True))
        return Response(content_version="any", answers=tuple(draw(ANSWERS[link_id]) for link_id in given_to))
    response = QUIET
    for answer in draw(st.lists(ANY_ANSWER, max_size=8)):
        response = response.with_answer(answer)
    for link_id in draw(st.lists(st.sampled_from(list(ITEMS)), max_size=2)):
        response = response.without(link_id)
    return response


def judge(response: Response) -> Assessment:
    """The assessment on a fixed day."""
    return assess(CONTENT, response, ON)


def given_value(response: Response, link_id: str) -> bool:
    """Whether the question has a value, told apart here without the engine."""
    answer = response.by_key.get(link_id)
    return answer is not None and answer.value not in (None, "", ())


def signs(item: Item) -> list[str]:
    """The options that report something to act on."""
    return [option.code for option in item.options if option.sign]


def denied_or_absent(response: Response, item: Item) -> bool:
    """Whether the answer reports nothing so far."""
    answer = response.by_key.get(item.link_id)
    return answer is None or not set(answer.codes) & set(signs(item))


# --- the tier -----------------------------------------------------------------------------------------------------


@given(responses(), st.sampled_from(SIGNS), st.data())
def test_one_more_sign_never_lowers_the_tier(response: Response, item: Item, data: st.DataObject) -> None:
    """In place of a denial, beside other signs, or in place of no answer where it speaks of danger.

    A sign that speaks of none by itself, such as a gun in a calm home, may end the AMBER of a question left open.
    """
    code = data.draw(st.sampled_from(signs(item)))
    value: Value = as_value(item, code)
    if not denied_or_absent(response, item):
        assume(item.type is ItemType.CHOICES)
        value = tuple(dict.fromkeys((*response.by_key[item.link_id].codes, code)))
    before = judge(response)
    after = judge(response.with_answer(Answer(link_id=item.link_id, value=value)))
    speaks_of_danger = any(CONTENT.rule[f.rule].tier and item.link_id in f.evidence for f in after.met)
    if given_value(response, item.link_id) or speaks_of_danger:
        assert after.tier.urgency <= before.tier.urgency
    if item in DENIABLE:
        assert after.tier.urgency <= judge(response.with_answer(denial(item))).tier.urgency


@given(responses(), st.sampled_from([item for item in SAFETY if item.ordered]), st.data())
def test_a_worse_answer_on_a_rising_scale_never_lowers_the_tier(
    response: Response, item: Item, data: st.DataObject
) -> None:
    """A later overdose, a more recent drive, a nearer thought of dying."""
    milder, worse = sorted(data.draw(st.lists(st.sampled_from(list(item.rank.values())), min_size=2, max_size=2)))
    codes = [option.code for option in item.options]
    before = judge(response.with_answer(Answer(link_id=item.link_id, value=codes[milder])))
    after = judge(response.with_answer(Answer(link_id=item.link_id, value=codes[worse])))
    assert after.tier.urgency <= before.tier.urgency


@given(responses(), st.sampled_from(list(ITEMS)), st.sampled_from(list(Absent)))
def test_an_answer_turned_unknown_takes_nothing_from_what_the_others_say(
    response: Response, link_id: str, why: Absent
) -> None:
    """The danger that rests on other answers stays; nothing drops to GREEN because a safety answer is gone."""
    others = [
        tier
        for finding in judge(response).met
        if link_id not in finding.evidence and (tier := CONTENT.rule[finding.rule].tier)
    ]
    unsure = judge(response.with_answer(Answer(link_id=link_id, absent=why)))
    assert all(unsure.tier.urgency <= tier.urgency for tier in others)
    assert not (ITEMS[link_id].safety and unsure.tier is Tier.GREEN)


@given(responses(), st.sampled_from(DENIABLE), st.sampled_from([*Absent, None]))
def test_unknown_is_never_better_than_no(response: Response, item: Item, why: Absent | None) -> None:
    """Asked and not known, not asked, declined or never reached: none of them reads as a denial."""
    no = response.with_answer(denial(item))
    link_id = item.link_id
    unsure = response.without(link_id) if why is None else response.with_answer(Answer(link_id=link_id, absent=why))
    assert judge(unsure).tier.urgency <= judge(no).tier.urgency


@given(responses())
def test_green_needs_an_answer_to_every_safety_question(response: Response) -> None:
    """And each one without an answer is named."""
    found = judge(response)
    missing = tuple(item.link_id for item in SAFETY if not given_value(response, item.link_id))
    assert set(missing) <= set(found.unknowns)
    assert not (missing and found.tier is Tier.GREEN)


@given(responses())
def test_green_means_that_no_urgent_rule_is_open(response: Response) -> None:
    """An unknown is never a no: while an answer could still mean help now or today, the result is not GREEN."""
    found = judge(response)
    lacking = {
        link_id
        for finding in found.findings
        if finding.truth is Truth.UNKNOWN
        and (tier := CONTENT.rule[finding.rule].tier) is not None
        and tier.level in (Level.RED, Level.ORANGE)
        for link_id in finding.missing
    }
    assert lacking <= set(found.unknowns)
    assert not (lacking and found.tier is Tier.GREEN)


@pytest.mark.parametrize("item", SAFETY, ids=lambda item: item.link_id)
def test_one_unknown_among_denials_is_amber(item: Item) -> None:
    """Each safety question by itself keeps the result from GREEN, with a reason that the family can read."""
    assert judge(QUIET).tier is Tier.GREEN
    found = judge(QUIET.without(item.link_id))
    assert found.tier is Tier.AMBER
    assert item.link_id in found.unknowns


@given(responses())
def test_the_most_urgent_rule_that_is_met_sets_the_tier(response: Response) -> None:
    """Never averaged; every RED code that applies is named, 911 first."""
    found = judge(response)
    tiers = {tier for finding in found.met if (tier := CONTENT.rule[finding.rule].tier)}
    reds = sorted((tier for tier in tiers if tier.level is Level.RED), key=list(Tier).index)
    if reds:
        assert found.tier.level is Level.RED
        assert list(found.tiers) == reds
        assert found.tier is reds[0]
        assert (Tier.RED_911 in reds) is (found.tier is Tier.RED_911)
    else:
        assert found.tiers == (found.tier,)
        assert found.tier is min(tiers | {Tier.GREEN}, key=list(Tier).index)


def meeting(condition: Condition) -> Value:
    """A value that meets one condition of a danger rule."""
    item = ITEMS[condition.question]
    if condition.operator is Operator.NOT_EQUALS:
        codes = signs(item) or [option.code for option in item.options]
        return as_value(item, next(code for code in codes if code not in condition.codes))
    return as_value(item, condition.codes[0])


@pytest.mark.parametrize("rule", DANGER, ids=lambda rule: rule.id)
def test_danger_reads_answers_that_are_no_longer_shown(rule: Rule) -> None:
    """A family that changes what it is worried about does not lose a danger it has reported."""
    gates = {condition.question for item in ITEMS.values() for condition in item.enable_when}
    response = Response(content_version="any")
    for gate in gates:
        item = ITEMS[gate]
        last = next(option.code for option in reversed(item.options) if not option.sign)
        response = response.with_answer(Answer(link_id=gate, value=as_value(item, last)))
    for condition in rule.when:
        if condition.operator is Operator.EXISTS and condition.answer is False:
            response = response.without(condition.question)
        else:
            response = response.with_answer(Answer(link_id=condition.question, value=meeting(condition)))
    found = judge(response)
    assert rule.tier is not None
    assert rule.id in {finding.rule for finding in found.met}
    assert found.tier.urgency <= rule.tier.urgency


@given(responses())
def test_what_the_answers_say_of_danger_does_not_depend_on_what_is_shown(response: Response) -> None:
    """Every danger and every reason against a meeting is met as soon as enough answers say so."""
    met = {finding.rule for finding in judge(response).met}
    for rule in CONTENT.rules:
        if rule.kind in (RuleKind.DANGER, RuleKind.HOLD):
            said = [
                truth_of(condition, ITEMS[condition.question], response.by_key.get(condition.question))
                for condition in rule.when
            ]
            if said.count(Truth.MET) >= rule.needed:
                assert rule.id in met


# --- what is withheld and what is offered ---------------------------------------------------------------------------


def tags_shown(found: Assessment) -> set[Tag]:
    """Every tag on a step, a pathway or a kind of intervention that would be shown."""
    shown = [CONTENT.action[step.action].tags for step in found.steps]
    shown += [CONTENT.pathway[offer.id].tags for offer in found.pathways]
    shown += [CONTENT.kind[offer.id].tags for offer in found.kinds]
    return {tag for tags in shown for tag in tags}


@given(responses())
def test_nothing_that_is_withheld_is_shown(response: Response) -> None:
    """No step, pathway or kind of intervention carries a withheld tag."""
    found = judge(response)
    assert tags_shown(found).isdisjoint(found.withheld)


@fewer
@pytest.mark.parametrize("answer", VIOLENCE, ids=lambda answer: f"{answer.link_id}-{answer.codes[0]}")
@given(response=responses())
def test_any_word_of_violence_withholds_confrontation(answer: Answer, response: Response) -> None:
    """Whatever else was answered, and wherever the violence was reported."""
    found = judge(response.with_answer(answer))
    assert {Tag.CONFRONTATION, Tag.MEETING} <= set(found.withheld)
    assert Tag.CONFRONTATION not in tags_shown(found)
    assert not {"invitational", "led_meeting"} & {offer.id for offer in found.pathways}


@given(responses())
def test_without_red_there_are_two_ways_forward_and_one_is_free(response: Response) -> None:
    """A family is never left with one road, or only with roads that cost money."""
    found = judge(response)
    if found.tier.level is not Level.RED:
        assert len(found.pathways) >= 2
        assert any(CONTENT.pathway[offer.id].free for offer in found.pathways)


@given(responses())
def test_danger_leaves_only_what_can_wait_until_after_it(response: Response) -> None:
    """In RED no kind of intervention is named, and only pathways meant for it or for later are told."""
    found = judge(response)
    if found.tier.level is Level.RED:
        assert not found.kinds
        assert all(CONTENT.pathway[offer.id].after_red for offer in found.pathways)


@given(responses())
def test_there_are_three_steps_and_the_first_is_free_and_in_time(response: Response) -> None:
    """Exactly three, no two alike, each asked for by a rule that is met; in RED the first is for now."""
    found = judge(response)
    met = {finding.rule for finding in found.met}
    assert len({step.action for step in found.steps}) == len(found.steps) == 3
    assert all(step.rules and set(step.rules) <= met for step in found.steps)
    first = CONTENT.action[found.steps[0].action]
    assert first.free
    assert first.when in IN_TIME[found.tier.level]


@given(responses())
def test_the_steps_of_a_red_result_hold_what_its_codes_ask_for(response: Response) -> None:
    """911 comes first where it applies; otherwise the code that leads has its own call among the three."""
    found = judge(response)
    steps = [step.action for step in found.steps]
    if found.tier is Tier.RED_911:
        assert steps[0] == "call_911"
    elif found.tier.level is Level.RED:
        assert OWN_STEP[found.tier] & set(steps), f"{found.tier.value} with {steps}"


# --- who to call ----------------------------------------------------------------------------------------------------

COUNTRY = {"us": "US", "ca": "CA"}
PLACES = st.sampled_from(["us", "ca", "other", None])


def placed(response: Response, loved_one: str | None, family: str | None) -> Response:
    """The same answers with the loved one in one country and the family in another; None: nobody said."""
    for link_id in ("lo_country", "lo_state", "lo_province", "same_place", "your_country"):
        response = response.without(link_id)
    if loved_one:
        response = response.with_answer(Answer(link_id="lo_country", value=loved_one))
    if family and family != loved_one:
        response = response.with_answer(Answer(link_id="same_place", value="no"))
        response = response.with_answer(Answer(link_id="your_country", value=family))
    return response


def lines_of(response: Response) -> list[Helpline]:
    """The helplines of a result."""
    by_id = {line.id: line for line in CONTENT.helplines}
    return [by_id[line] for line in judge(response).lines]


@given(responses(), PLACES, PLACES)
def test_the_numbers_are_those_of_where_people_are(
    response: Response, loved_one: str | None, family: str | None
) -> None:
    """No line of a country nobody is in; emergency and suicide lines of every country somebody is, or may be, in."""
    shown = lines_of(placed(response, loved_one, family))
    wanted = {COUNTRY[place] for place in (loved_one, family) if place in COUNTRY}
    if loved_one is None:
        wanted = set(COUNTRY.values())
    assert {line.country for line in shown} <= {*wanted, "any"}
    for country in wanted or {"any"}:
        for scope in ("emergency", "suicide"):
            assert any(line.country == country and scope in line.scope for line in shown), f"no {scope} in {country}"
    assert all(line.verified for line in shown)


@given(responses(), st.sampled_from([option.code for option in ITEMS["lo_province"].options]))
def test_a_regional_line_is_shown_only_in_its_region(response: Response, province: str) -> None:
    """A line of Alberta is of no use in Quebec."""
    in_canada = placed(response, "ca", "ca").with_answer(Answer(link_id="lo_province", value=province))
    assert all(not line.region or province in line.region for line in lines_of(in_canada))


@given(responses(), ANSWERS["lo_state"], st.sampled_from(["us", "other"]))
def test_a_place_that_was_changed_leaves_no_number_behind(response: Response, state: Answer, family: str) -> None:
    """Answers to place questions that are no longer shown choose no helpline."""
    now = placed(response, "ca", "ca").with_answer(Answer(link_id="same_place", value="yes"))
    leftover = now.with_answer(state).with_answer(Answer(link_id="your_country", value=family))
    assert judge(leftover).lines == judge(now).lines


# --- a function of the answers --------------------------------------------------------------------------------------


@given(responses(), st.randoms(use_true_random=False))
def test_the_order_of_answering_does_not_matter(response: Response, random: Random) -> None:
    """Replaying the answers in another order shows the same questions and means the same."""
    replayed = Response(content_version="any")
    for answer in random.sample(response.answers, len(response.answers)):
        replayed = replayed.with_answer(answer)
    assert route(CONTENT.questionnaire, replayed) == route(CONTENT.questionnaire, response)
    assert judge(replayed) == judge(response) == judge(response)


@given(responses(), st.sampled_from(list(ITEMS)))
def test_what_is_asked_never_depends_on_a_later_answer(response: Response, link_id: str) -> None:
    """Going back and forth, the questions up to here stay the same, but for entries that are added later."""
    place = list(ITEMS).index(link_id)
    earlier = set(list(ITEMS)[:place])
    so_far = Response(content_version="any", answers=tuple(a for a in response.answers if a.link_id in earlier))
    upto = {*earlier, link_id}
    section_of = {key: section.id for key, section in CONTENT.questionnaire.section_of.items()}
    there = {(section_of[answer.link_id], answer.entry) for answer in so_far.answers}
    shown_now = [one.key for one in route(CONTENT.questionnaire, so_far) if one.link_id in upto]
    shown_later = [
        one.key
        for one in route(CONTENT.questionnaire, response)
        if one.link_id in upto
        and (not one.entry or one.key in shown_now or (section_of[one.link_id], one.entry) in there)
    ]
    assert shown_later == shown_now


@given(responses())
def test_every_safety_question_is_always_asked(response: Response) -> None:
    """No answer hides a question about danger."""
    shown = {item.link_id for item in route(CONTENT.questionnaire, response)}
    assert {item.link_id for item in SAFETY} <= shown


@given(responses(), st.sampled_from(list(Basis)))
def test_how_the_family_knows_changes_nothing(response: Response, basis: Basis) -> None:
    """A guess at danger counts like a sighting: it is printed, never weighed."""
    told = tuple(answer.model_copy(update={"basis": basis, "as_of": "2026-01-01"}) for answer in response.answers)
    assert judge(Response(content_version="any", answers=told)) == judge(response)


@given(responses())
def test_findings_rest_on_answers_that_were_given(response: Response) -> None:
    """The evidence of a finding was answered; what it lacks was not; and a finding that is met has a reason."""
    for finding in judge(response).findings:
        rule = CONTENT.rule[finding.rule]
        absence = {c.question for c in rule.when if c.operator is Operator.EXISTS and c.answer is False}
        assert all(given_value(response, link_id) for link_id in set(finding.evidence) - absence)
        assert not any(given_value(response, link_id) for link_id in finding.missing)
        if finding.truth is Truth.MET and rule.when:
            assert finding.evidence
