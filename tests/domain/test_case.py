"""Several people about one case: nothing that one of them said is lost, and the gravest statement counts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.domain.aging import read_on
from intake.domain.assessing import assess
from intake.domain.assessment import Assessment
from intake.domain.case import Informant, join
from intake.domain.response import Absent, Answer, Response, Value
from intake.domain.rules import Level, RuleKind, Tier
from tests.any_answers import CONTENT, ON, QUIET, dangers, responses

QUESTIONS = CONTENT.questionnaire
fewer = settings(max_examples=settings().max_examples // 3)


def told(**values: Value | Absent) -> Response:
    """The answers to these questions."""
    return Response(
        content_version="any",
        answers=tuple(
            Answer(link_id=link_id, absent=value) if isinstance(value, Absent) else Answer(link_id=link_id, value=value)
            for link_id, value in values.items()
        ),
    )


def case_of(*told_by_each: Response) -> Assessment:
    """The assessment of a case with these informants."""
    return assess(CONTENT, join(QUESTIONS, people(*told_by_each)), ON)


def people(*told_by_each: Response) -> list[Informant]:
    """An informant for each of these responses."""
    return [Informant(id=f"i{number}", response=one) for number, one in enumerate(told_by_each, start=1)]


def dangers_met(result: Assessment) -> set[str]:
    """The danger and hold rules that are met by something reported, not by a missing answer."""
    kinds = (RuleKind.DANGER, RuleKind.HOLD)
    met = (CONTENT.rule[finding.rule] for finding in result.met)
    return {rule.id for rule in met if rule.kind in kinds and all(one.answer is not False for one in rule.when)}


def test_a_sisters_no_does_not_erase_a_wifes_report() -> None:
    """She reports that he hit and choked her; the sister calls a day later and says there was no violence."""
    wife = told(
        relationship="partner", violence=("hit", "choked"), violence_when="week", violence_contact="yes", fear="often"
    )
    sister = told(relationship="sibling", violence=("none",), fear="no")
    alone, together = assess(CONTENT, wife, ON), case_of(wife, sister)
    assert alone.tier is Tier.RED_DV
    assert together.tier is Tier.RED_DV
    assert together.differences == ("fear", "violence")


def test_facts_of_two_people_add_up_to_one_danger() -> None:
    """One knows of the wish to die, the other of the gun in reach."""
    mother, brother = told(suicide_talk=("hopeless",)), told(means=("gun_open",))
    assert dangers_met(case_of(mother, brother)) - dangers_met(case_of(mother)) - dangers_met(case_of(brother))


def test_an_unknown_does_not_outweigh_an_answer() -> None:
    """The mother knows when the last overdose was; the brother does not."""
    mother, brother = told(overdose_last="month"), told(overdose_last=Absent.UNKNOWN)
    result = case_of(mother, brother)
    assert dangers_met(result) == dangers_met(case_of(mother))
    assert "overdose_last" not in result.unknowns
    assert result.differences == ()


def test_a_yes_without_details_is_not_settled_by_a_relatives_no() -> None:
    """She says that he did something on the list, not what; the sister says that he did nothing."""
    wife, sister = told(violence=Absent.UNNAMED), told(violence=("none",))
    for result in (case_of(wife, sister), case_of(sister, wife)):
        assert "violence" in result.unknowns
        assert result.differences == ("violence",)
    assert join(QUESTIONS, people(sister, wife)).by_key["violence"].unnamed
    mother = told(violence=("hit",), violence_contact="yes")
    assert "violence_seen" in dangers_met(case_of(wife, mother))
    assert case_of(wife, mother).differences == ()


def test_what_each_says_about_themself_does_not_differ() -> None:
    """A mother and a friend have two relationships to the person, and that is no contradiction."""
    assert case_of(told(relationship="parent", your_age="adult"), told(relationship="friend")).differences == ()


def test_entries_of_two_people_are_told_apart() -> None:
    """Each added a medicine of their own, both under the first free name."""
    mother, brother = (
        Response(content_version="any", answers=(Answer(link_id="med_name", entry="n1", value=name),))
        for name in ("lithium", "tramadol")
    )
    joined = join(QUESTIONS, people(mother, brother))
    assert {answer.value for answer in joined.answers} == {"lithium", "tramadol"}


@given(st.lists(responses() | dangers(), min_size=2, max_size=3), st.randoms())
@fewer
def test_the_order_of_informants_does_not_matter(told_by_each: list[Response], random: object) -> None:
    """Who called first changes nothing about what is found."""
    informants = people(*told_by_each)
    shuffled = list(informants)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert assess(CONTENT, join(QUESTIONS, shuffled), ON) == assess(CONTENT, join(QUESTIONS, informants), ON)


@given(st.lists(responses() | dangers(), min_size=1, max_size=2), responses() | dangers() | st.just(QUIET))
@fewer
def test_one_more_informant_never_takes_a_danger_away(told_by_each: list[Response], another: Response) -> None:
    """Every danger and every hold stays, whatever the next person says."""
    before, after = case_of(*told_by_each), case_of(*told_by_each, another)
    assert dangers_met(before) <= dangers_met(after)


@given(st.lists(responses() | dangers(), min_size=1, max_size=2), responses() | dangers() | st.just(QUIET))
@fewer
def test_one_more_informant_never_lowers_a_tier_of_danger(told_by_each: list[Response], another: Response) -> None:
    """Only a question that was open can be settled; what was reported keeps its urgency."""
    before, after = case_of(*told_by_each), case_of(*told_by_each, another)
    open_alone = {finding.rule for finding in before.met if CONTENT.rule[finding.rule].is_about_open_questions}
    reported = [CONTENT.rule[one.rule].tier for one in before.met if one.rule not in open_alone]
    for tier in reported:
        if tier is not None and tier.level in (Level.RED, Level.ORANGE):
            assert after.tier.urgency <= tier.urgency


@given(responses() | dangers())
@fewer
def test_someone_who_knows_nothing_changes_nothing(response: Response) -> None:
    """A second person who answered "I do not know" to everything adds and removes nothing."""
    silent = Response(
        content_version="any",
        answers=tuple(
            Answer(link_id=answer.link_id, absent=Absent.UNKNOWN) for answer in response.answers if not answer.entry
        ),
    )
    alone, together = assess(CONTENT, response, ON), case_of(response, silent)
    assert together.findings == alone.findings
    assert together.tier is alone.tier


@given(responses() | dangers())
@fewer
def test_a_case_with_one_informant_reads_like_their_answers(response: Response) -> None:
    """One voice alone is that voice."""
    assert case_of(response) == assess(CONTENT, response, ON)


@pytest.mark.parametrize(
    ("told_on", "code", "reads"),
    [
        ("2026-11-22", "3_days", ("3_days",)),
        ("2026-11-20", "3_days", ("month",)),
        ("2026-11-01", "3_days", ("month",)),
        ("2026-10-01", "month", ("3_months",)),
        ("2026-06-01", "month", ("over_3_months",)),
        ("2026-06-01", "when_not_known", ("when_not_known",)),
        ("2026-06", "3_days", ("3_days",)),
    ],
)
def test_an_overdose_moves_into_the_past(told_on: str, code: str, reads: tuple[str, ...]) -> None:
    """What was told some days ago means something else today; a month alone is no day to count from."""
    answer = Answer(link_id="overdose_last", value=code, as_of=told_on)
    read = read_on(QUESTIONS, Response(content_version="any", answers=(answer,)), ON)
    assert tuple(one.value for one in read["overdose_last"]) == reads


def test_a_last_drink_told_on_monday_is_read_both_ways() -> None:
    """They may have drunk again since, or not."""
    answer = Answer(link_id="last_use", value="today", as_of="2026-11-19")
    read = read_on(QUESTIONS, Response(content_version="any", answers=(answer,)), ON)
    assert [one.value for one in read["last_use"]] == ["today", "2_3_days"]


def test_an_old_report_is_not_an_emergency_of_today() -> None:
    """An overdose of the past 3 days, told half a year ago, is no longer a recent one."""
    fresh = Answer(link_id="overdose_last", value="3_days")
    old = fresh.model_copy(update={"as_of": "2026-05-20"})
    today, later = (assess(CONTENT, Response(content_version="any", answers=(one,)), ON) for one in (fresh, old))
    assert "recent_overdose" in dangers_met(today) - dangers_met(later)


def test_a_changed_copy_of_an_answer_forgets_the_former_codes() -> None:
    """What was worked out from the old value does not stay with the new one."""
    answer = Answer(link_id="overdose_last", value="month")
    assert answer.codes == ("month",)
    assert answer.model_copy(update={"value": "3_days"}).codes == ("3_days",)
