"""The plan of what comes next: open if it helps, and silent about a talk if that could do harm."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cache

import pytest

from intake.brief.builder import brief
from intake.content import load
from intake.content.cases import response_of
from intake.domain.assessing import assess
from intake.domain.assessment import Assessment
from intake.domain.base import Tag
from intake.domain.questionnaire import Asked, ItemType, Section
from intake.domain.response import Answer, Response
from intake.domain.routing import next_entry, route
from intake.domain.rules import Level
from intake.i18n import Translator
from intake.outputs import ics
from tests.often import often
from tests.real_cases import CASES
from tests.ui.visit import Page, Visit, opened

CONTENT = load()
QUESTIONS = CONTENT.questionnaire
PLAN = [section for section in QUESTIONS.sections if section.asked == "plan"]
PEOPLE = next(section for section in PLAN if section.repeats)
TODAY = dt.date(2026, 11, 22)
MOST_PAGES = 40
DATES = "Get these dates for your calendar"
OF_A_TALK = frozenset({Tag.MEETING, Tag.CONFRONTATION, Tag.INTERVENTIONIST})

every_case = pytest.mark.parametrize("name", often(CASES))


def response(name: str) -> Response:
    return response_of(CASES[name].answers, CONTENT)


@cache
def found(name: str) -> Assessment:
    return assess(CONTENT, response(name), TODAY)


def arrived(answers: Response, page: str = "plan") -> Visit:
    """A visit that opens a page with these answers."""
    return opened(answers, page)


@cache
def plan_of(name: str) -> Page:
    """The plan page of a case."""
    return arrived(response(name)).page


def row(section: Section) -> str:
    """How the button of a part begins; its progress follows."""
    return f"**{section.title}**  \n"


def listed(page: Page) -> list[str]:
    """The parts that a page lists."""
    return [one.id for one in PLAN if any(label.startswith(row(one)) for label in page.buttons)]


def words_of(section: Section) -> Iterator[str]:
    """All text of a part of the plan."""
    yield section.title
    if section.intro:
        yield section.intro
    if section.repeats:
        yield from (section.repeats.more, section.repeats.add)
    for item in section.items:
        yield from (item.text, item.why)
        yield from (option.text for option in item.options if len(option.text.split()) > 2)


def unspeakable(withheld: frozenset[Tag]) -> set[str]:
    """The texts that must not appear while these tags are withheld, except those that an open part has too."""
    closed = [section for section in PLAN if withheld.intersection(section.tags)]
    open_texts = "\n".join(text for section in PLAN if section not in closed for text in words_of(section))
    ways = [way for way in (*CONTENT.pathways, *CONTENT.kinds) if withheld.intersection(way.tags)]
    steps = [step for step in CONTENT.actions if withheld.intersection(step.tags)]
    texts = [text for section in closed for text in words_of(section)]
    texts += [text for way in ways for text in (way.title, way.text)]
    texts += [text for step in steps for text in (step.text, step.detail)]
    return {text for text in texts if text not in open_texts}


def shown(visit: Visit) -> str:
    """All text on the page, including buttons and options."""
    page = visit.page
    return "\n".join((page.text, *page.buttons, *page.downloads, *visit.all_offered))


def walk_part(visit: Visit, section: Section) -> list[str]:
    """Open a part and go to its end with Continue; return all text shown."""
    visit.open_part(section.title)
    pages: list[str] = []
    for _ in range(MOST_PAGES):
        if visit.page.heading == "Plan what comes next":
            return pages
        pages.append(shown(visit))
        keep_going = "We are safe for now. Keep going"  # a danger is shown first, once
        visit.press(keep_going if keep_going in visit.page.buttons else "Continue")
    raise AssertionError(f"{section.id} does not end")


# --- what is open and what is not ------------------------------------------------------------------------------------


@every_case
def test_the_plan_page_shows_nothing_that_is_withheld_and_says_why(name: str) -> None:
    page, judged = plan_of(name), found(name)
    withheld = frozenset(judged.withheld)
    text = "\n".join((page.text, *page.buttons))
    assert [one for one in unspeakable(withheld) if one in text] == []
    open_parts = set(listed(page))
    assert not any(withheld.intersection(QUESTIONS.section[part].tags) for part in open_parts)
    if withheld.intersection(OF_A_TALK):
        reasons = [CONTENT.rule[one.rule] for one in judged.met]
        assert any(rule.because in text for rule in reasons if Tag.MEETING in rule.withholds)
        assert "People you can call" in page.headings
    for part in PLAN:
        assert part.tags or part.id in open_parts or Tag.FILE in withheld, "what needs no talk can always be planned"


@cache
def situations() -> list[str]:
    """One case for each combination in which the plan's pages can differ; those that withhold other subjects first."""
    kinds: dict[tuple[object, ...], str] = {}
    for name in CASES:
        judged = found(name)
        kinds.setdefault((judged.withheld, judged.tier.level is Level.RED, bool(judged.kinds)), name)
    silent = {found(name).withheld: name for name in kinds.values()}.values()
    return [*silent, *(name for name in kinds.values() if name not in silent)]


def no_open_part_shows_what_is_withheld(name: str) -> None:
    visit = arrived(response(name))
    silent = unspeakable(frozenset(found(name).withheld))
    for part in listed(visit.page):
        pages = walk_part(visit, QUESTIONS.section[part])
        assert len(pages) > (1 if QUESTIONS.section[part].repeats is None else 0)
        assert [(name, part, text) for text in silent for page in pages if text in page] == []


@pytest.mark.parametrize("number", range(7))
def test_no_page_of_any_open_part_shows_what_is_withheld(number: int) -> None:
    no_open_part_shows_what_is_withheld(situations()[number])


@pytest.mark.long
def test_in_no_situation_does_a_page_of_an_open_part_show_what_is_withheld() -> None:
    for name in situations()[7:]:
        no_open_part_shows_what_is_withheld(name)


@pytest.mark.parametrize("name", ["spouse_and_meth", "spouse_in_danger_today", "spouse_hit_and_deadline"])
def test_after_violence_nothing_is_planned_and_an_advocate_is_named(name: str) -> None:
    page = plan_of(name)
    assert listed(page) == []
    assert page.downloads == ()
    assert page.band == CONTENT.band[Level.RED].heading
    assert "An advocate can make a safety plan with you" in page.text
    lines = [line for line in CONTENT.helplines if line.id in found(name).lines and "domestic_violence" in line.scope]
    assert lines
    assert all(line.name in page.text for line in lines)
    assert "What you see below" not in page.text


@pytest.mark.parametrize("name", ["jordan", "teen_hallucinations", "jordan_hears_commands"])
def test_with_mania_or_psychosis_care_is_planned_but_no_talk(name: str) -> None:
    open_parts = listed(plan_of(name))
    assert open_parts
    assert not any(OF_A_TALK.intersection(QUESTIONS.section[part].tags) for part in open_parts)


def test_in_danger_the_page_first_says_what_to_do_now() -> None:
    page = plan_of("sam")
    assert page.band == CONTENT.band[Level.RED].heading
    assert "See what to do and who to call" in page.buttons
    assert "First, do what it says above" in page.text
    assert "When everyone is safe, you can plan this" in page.headings


def test_no_talk_is_planned_if_no_path_with_one_fits() -> None:
    """A mild worry withholds nothing, but a page that plans a meeting would suggest that one is needed."""
    page = plan_of("mild_worry")
    assert found("mild_worry").withheld == ()
    assert not any(Tag.MEETING in QUESTIONS.section[part].tags for part in listed(page))
    assert "Nothing you told us calls for an intervention now" in page.text


@pytest.mark.parametrize(
    ("name", "offered"),
    [
        ("alex", True),
        ("rachel_evenings", True),
        ("jordan", True),
        ("meeting_ready", True),
        ("mild_worry", False),
        ("sam", False),
        ("spouse_and_meth", False),
    ],
)
def test_the_result_leads_to_the_plan_only_if_something_can_be_planned(name: str, offered: bool) -> None:
    visit = arrived(response(name), "result")
    assert ("Plan what comes next" in visit.page.buttons) is offered
    if offered:
        visit.press("Plan what comes next")
        assert visit.page.heading == "Plan what comes next"
        visit.press("Back to my next steps")
        assert visit.page.heading == CONTENT.band[found(name).tier.level].heading


def test_the_fitting_kind_is_shown_with_its_reasons_and_not_asked() -> None:
    page = plan_of("alex")
    (offer,) = found("alex").kinds
    assert CONTENT.kind[offer.id].title in page.text
    assert all(CONTENT.rule[rule].because in page.text for rule in offer.rules)


def test_a_missing_treatment_place_comes_before_any_talk() -> None:
    page = plan_of("meeting_without_a_place")
    assert "Before any family talk" in page.headings
    assert CONTENT.rule["no_place_ready"].because in page.text


# --- filling it ------------------------------------------------------------------------------------------------------


def fill(visit: Visit, asked: Asked) -> None:
    """Answer one question on the page: the first option, the last of several choices, or a text."""
    key = f"w_{asked.key}_en_"
    match asked.item.type:
        case ItemType.CHOICE:
            visit.at.radio(key=key).set_value(asked.item.options[0].code)
        case ItemType.CHOICES:
            visit.at.checkbox(key=f"{key}{asked.item.options[-1].code}").check()
        case ItemType.LINE:
            visit.at.text_input(key=key).set_value(f"Words for {asked.key}")
        case ItemType.TEXT:
            visit.at.text_area(key=key).set_value(f"Words for {asked.key}")


def on_page(visit: Visit) -> list[Asked]:
    """The questions of the open page."""
    keys = {str(one.key) for some in (visit.at.radio, visit.at.text_input, visit.at.text_area) for one in some}
    keys |= {str(box.key) for box in visit.at.checkbox}
    asked = [one for one in route(QUESTIONS, visit.response) if QUESTIONS.section_of[one.link_id].asked == "plan"]
    return [one for one in asked if any(key.startswith(f"w_{one.key}_en_") for key in keys)]


def fill_part(visit: Visit, section: Section) -> None:
    visit.open_part(section.title)
    for _ in range(MOST_PAGES):
        if visit.page.heading == "Plan what comes next":
            return
        for asked in on_page(visit):
            fill(visit, asked)
        visit.press("Continue")
    raise AssertionError(f"{section.id} does not end")


def with_relative(answers: Response) -> Response:
    """Their aunt, as entered in the full intake."""
    entry = next_entry(answers)
    return answers.with_answer(Answer(link_id="rel_name", entry=entry, value="Aunt Ana"))


@pytest.mark.parametrize("name", ["alex", "meeting_ready"])
def test_the_whole_plan_can_be_filled_in_and_is_shown_by_part(name: str) -> None:
    visit = arrived(with_relative(response(name)))
    assert listed(visit.page) == [section.id for section in PLAN]
    for section in PLAN:
        fill_part(visit, section)
    for section in PLAN:
        assert f"{row(section)}Done" in visit.page.buttons
        assert section.title in visit.page.headings
    answers = [one for one in visit.response.answers if QUESTIONS.section_of[one.link_id].asked == "plan"]
    assert {one.link_id for one in answers} >= {item.link_id for item in PEOPLE.items if "say" in item.link_id}
    for answer in answers:
        item = QUESTIONS.items[answer.link_id]
        said = item.by_code[answer.codes[0]].text if item.options else str(answer.value)
        assert said in visit.page.text, answer.key
    assert any(node.tag == "h4" and node.text == "Aunt Ana" for node in visit.page.nodes)


def test_a_person_who_is_not_a_relative_can_be_added() -> None:
    visit = arrived(with_relative(response("alex")))
    visit.open_part(PEOPLE.title)
    for _ in range(MOST_PAGES):
        if PEOPLE.repeats and visit.page.heading == PEOPLE.repeats.more:
            break
        assert visit.page.heading != "Who is it?", "the name of a relative is known"
        visit.press("Continue")
    assert PEOPLE.repeats
    visit.press(PEOPLE.repeats.add)
    assert visit.page.heading == "Who is it?"
    (name,) = on_page(visit)
    visit.at.text_input(key=f"w_{name.key}_en_").set_value("Coach Lee")
    visit.press("Continue")
    visit.press("Back to all parts")
    assert "Coach Lee" in visit.page.text


@pytest.mark.parametrize(
    ("question", "value", "takes_part"),
    [
        ("rel_leave_out", ("hurt_them",), False),
        ("rel_leave_out", ("uses", "is_afraid"), False),
        ("rel_leave_out", ("under_18",), False),
        ("rel_leave_out", ("none",), True),
        ("plan_person_care", ("feared",), False),
        ("plan_person_care", ("angry", "child"), False),
        ("plan_person_care", ("none",), True),
    ],
)
def test_children_and_people_feared_or_afraid_get_no_questions_on_what_to_say(
    question: str, value: tuple[str, ...], takes_part: bool
) -> None:
    """The caution may come from the relatives part or from here; it is never asked twice."""
    entry = next_entry(response("alex"))
    answers = with_relative(response("alex")).with_answer(Answer(link_id=question, entry=entry, value=value))
    asked = [one.item for one in route(QUESTIONS, answers) if one.entry == entry and one.item in PEOPLE.items]
    assert any(item.type is ItemType.TEXT for item in asked) is takes_part
    assert sum(item.label == "Takes part" for item in asked) == takes_part
    assert any(item.link_id == "plan_person_care" for item in asked) is (question == "plan_person_care")


def test_progress_of_the_plan_is_in_words() -> None:
    part = next(section for section in PLAN if not section.tags and len(section.items) > 2)
    visit = arrived(response("alex"))
    assert f"{row(part)}Not started" in visit.page.buttons
    visit.open_part(part.title)
    while not (asked := on_page(visit)):
        visit.press("Continue")
    fill(visit, asked[0])
    visit.press("Continue")
    visit.press("Back to all parts")
    (label,) = [label for label in visit.page.buttons if label.startswith(row(part))]
    assert label.startswith(f"{row(part)}1 of ")


def test_a_plan_that_could_do_harm_is_hidden() -> None:
    """In the plan, the review and the summary. The answers themselves are kept."""
    visit = arrived(with_relative(response("alex")))
    fill_part(visit, PEOPLE)
    words = next(str(one.value) for one in visit.response.answers if one.link_id == "plan_say_saw")
    assert words in visit.page.text
    changed = visit.response.with_answer(Answer(link_id="fear", value="often"))
    for page in ("plan", "review"):
        after = arrived(changed, page)
        assert words not in after.page.text
        assert PEOPLE.title not in after.page.text
    summary = brief(
        CONTENT,
        changed,
        assess(CONTENT, changed, TODAY),
        dt.datetime(2026, 11, 22, tzinfo=dt.UTC),
        Translator("en"),
    )
    assert words not in str(summary)
    assert any(one.value == words for one in changed.answers)


# --- dates for a calendar --------------------------------------------------------------------------------------------


def months_after(name: str) -> Visit:
    """A case with "how long" and "how often" chosen."""
    answers = response(name)
    for link_id, value in (("plan_follow_long", "3_months"), ("plan_follow_often", "weekly_first")):
        answers = answers.with_answer(Answer(link_id=link_id, value=value))
    return arrived(answers)


def test_the_first_day_makes_the_dates_and_the_file() -> None:
    visit = months_after("alex")
    assert DATES not in visit.page.downloads
    (days,) = visit.at.selectbox
    assert days.value is None, "no day is preselected"
    first = str(ics.first_days(dt.datetime.now().astimezone().date())[6].isoformat())
    days.set_value(first)
    visit.run()
    assert DATES in visit.page.downloads
    made = ics.days(CONTENT, visit.response)
    assert made[0] == dt.date.fromisoformat(first)
    assert len(made) == 7
    assert all(Translator("en").date(day, weekday=True) in visit.page.text for day in made)
    again = arrived(visit.response)
    assert again.at.selectbox[0].value == first, "the day is kept with the answers"


def test_a_calendar_file_that_could_be_dangerous_is_made_only_on_request() -> None:
    visit = months_after("spouse_controlled")
    assert not visit.at.selectbox
    assert visit.page.downloads == ()
    assert "It could be dangerous if the person finds it" in visit.page.text
    visit.press("No one else can unlock this device: make the file")
    assert len(visit.at.selectbox) == 1


def test_there_are_no_dates_before_how_often_is_answered() -> None:
    assert "Dates for your calendar" not in plan_of("alex").headings


SHEET = "Get the sheet for the fridge (PDF)"


def test_the_sheet_for_the_fridge_is_offered_with_the_plan() -> None:
    assert SHEET in opened(response("rachel_evenings"), "plan").page.downloads


@pytest.mark.parametrize("name", ["spouse_and_meth", "spouse_in_danger_today"])
def test_no_sheet_is_made_where_a_file_could_put_someone_in_danger(name: str) -> None:
    visit = opened(response(name), "plan")
    assert SHEET not in visit.page.downloads
    assert "fridge" not in visit.page.text
