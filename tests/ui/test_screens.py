"""The screens from the first page to the summary: the walks of the acceptance cases, and every side path."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache
from io import BytesIO

import pytest
from pypdf import PdfReader

from intake.brief.builder import brief
from intake.brief.model import Brief
from intake.config import content_folder
from intake.content import load
from intake.content.cases import Case, Shorthand, response_of
from intake.domain.assessing import assess
from intake.domain.assessment import Assessment
from intake.domain.base import Tag
from intake.domain.content import Content
from intake.domain.questionnaire import TYPED, Condition, Item, ItemType
from intake.domain.response import Absent, Response
from intake.domain.routing import route
from intake.domain.rules import Level, Rule, RuleKind, Tier, Truth
from intake.i18n import Translator
from intake.outputs import summary_pdf
from intake.ui.common import navigation, session, summary_html
from intake.ui.common.answer_fields import question_text
from tests.often import often
from tests.real_cases import CASES
from tests.ui.visit import FAMILY, WITHOUT_VALUE, Page, Visit, headline

FOLDER = content_folder()
CONTENT = load()
ITEMS = CONTENT.questionnaire.items
BY_TEXT = {question_text(item): link for link, item in ITEMS.items()}
ASKED = [link for link in ITEMS if CONTENT.questionnaire.section_of[link].asked in ("gate", "first", "check")]
PLACE_DETAILS = ("lo_state", "lo_province", "your_country")
FOLLOW_UPS = [link for link in ASKED if ITEMS[link].follow_up]
ON_SUMMARY = [link for link in ITEMS if CONTENT.questionnaire.section_of[link].asked == "summary"]
RED = CONTENT.band[Level.RED].heading
SHOWN_WITHOUT_VALUE = {"?": "Not known", "-": "Rather not say"}
TODAY = dt.date(2026, 11, 22)
PAGES = sorted(path.stem for path in FAMILY.glob("*.py"))

# The questions of each worked case whose answers must be on page 1 of the PDF.
ON_PAGE_1 = {
    "sam": ("suicide_acts", "means"),
    "jordan": ("mind_signs", "driving", "mind_medicine", "medicine_names"),
    "alex": ("overdose_last", "last_use", "naloxone"),
    "rachel_evenings": ("driving", "children", "withdrawal_signs"),
    "rachel_morning_drinks": ("withdrawal_signs", "last_use"),
    "teen": ("family_agrees",),
    "executive": ("withdrawal_signs", "means", "fear"),
    "spouse_and_meth": ("violence", "means", "fear"),
    "mild_worry": (),
    "all_unknown": (),
}


def of_each_kind() -> list[str]:
    """The worked cases, and one other for each tier and set of withheld tags.

    `make check` checks the engine on all cases; here each path through the screens is walked once.
    """
    found = {(case.expect.tier, case.expect.withheld): name for name, case in CASES.items()}
    return sorted({*ON_PAGE_1, *found.values()}, key=list(CASES).index)


every_case = pytest.mark.parametrize("name", often(of_each_kind()))


@dataclass(frozen=True)
class Walk:
    """A completed walk: `way` has every page up to "Check your answers", `end` the pages after it by name."""

    case: Case
    way: tuple[Page, ...]
    end: dict[str, Page]
    response: Response
    expected: Response
    found: Assessment

    @property
    def pages(self) -> tuple[Page, ...]:
        return (*self.way, *self.end.values())


@cache
def walked(name: str) -> Walk:
    """The walk of one case, shared by several tests."""
    case = CASES[name]
    visit = Visit(case.answers)
    visit.walk()
    way = tuple(visit.pages)
    end = visit.finish()
    expected = response_of(case.answers, CONTENT)
    return Walk(case, way, end, visit.response, expected, assess(CONTENT, expected, TODAY))


@dataclass(frozen=True)
class Opened:
    """A question as first shown."""

    item: Item
    picked: object
    offered: tuple[str, ...]


@cache
def silent() -> tuple[Visit, tuple[Opened, ...]]:
    """A visit that selects only Continue on every page, up to "Check your answers"."""
    visit = Visit()
    visit.begin()
    return visit, tuple(Opened(item, visit.picked(item), tuple(visit.offered(item))) for item in visit.questions())


def calling_for(item: Item) -> Shorthand:
    """The answers after which a follow-up is asked; none for another question."""
    leads = item.enable_when if item.follow_up else ()
    several = {lead.question: ITEMS[lead.question].type is ItemType.CHOICES for lead in leads}
    return {lead.question: (lead.codes[0],) if several[lead.question] else lead.codes[0] for lead in leads}


@cache
def first_shown() -> tuple[Opened, ...]:
    """Each question of the check as first shown: on the silent walk or, for a follow-up, after what calls for it."""
    found = list(silent()[1])
    for item in (ITEMS[link_id] for link_id in FOLLOW_UPS):
        visit = Visit(calling_for(item))
        visit.stand_at(item.link_id)
        found.append(Opened(item, visit.picked(item), tuple(visit.offered(item))))
    return tuple(found)


def at_question(link_id: str, name: str = "jordan") -> Visit:
    """A visit at one question, with all before it answered as in a case."""
    visit = Visit(CASES[name].answers)
    visit.stand_at(link_id)
    return visit


def at_review(name: str) -> Visit:
    """A visit at "Check your answers", with everything answered as in a case."""
    visit = Visit(CASES[name].answers)
    visit.seed("review")
    return visit


def case_response(name: str) -> Response:
    return response_of(CASES[name].answers, CONTENT)


def words_for(item: Item, given: str | tuple[str, ...]) -> str:
    """An answer as a page shows it."""
    if item.type in TYPED:
        return SHOWN_WITHOUT_VALUE.get(str(given), f"“{given}”")
    if given in SHOWN_WITHOUT_VALUE:
        return SHOWN_WITHOUT_VALUE[str(given)]
    codes = (given,) if isinstance(given, str) else given
    return "; ".join(option.text for option in item.options if option.code in codes)


def solid(text: str) -> str:
    """Text without white space and break opportunities, which differ in a PDF."""
    return re.sub(r"[\s\u200b]+", "", text)


# --- every case, from the first page to the result -------------------------------------------------------------------


@every_case
def test_the_result_says_how_soon_and_names_exactly_three_steps(name: str) -> None:
    walk = walked(name)
    result = walk.end["result"]
    summary = brief_of(name)
    assert result.heading == headline(walk.case.expect.tier.level, walk.case.answers)
    assert result.steps == [step.text for step in summary.steps]
    assert len(result.steps) == 3
    assert result.also_today == [step.text for step in summary.also_today]
    assert walk.found.steps[0].action == walk.case.expect.first_action
    assert not re.search(r"\bscore\b|low risk|no problem|%", result.text, re.IGNORECASE)


@every_case
def test_every_answer_is_recorded_and_shown_for_review(name: str) -> None:
    walk = walked(name)
    review = walk.end["review"].text
    for link_id, given in walk.case.answers.items():
        recorded, wanted = walk.response.by_key[link_id], walk.expected.by_key[link_id]
        assert (set(recorded.codes), recorded.absent) == (set(wanted.codes), wanted.absent), link_id
        assert f"{ITEMS[link_id].label}{words_for(ITEMS[link_id], given)}" in review


@every_case
def test_withheld_texts_are_on_no_page_after_the_questions(name: str) -> None:
    walk = walked(name)
    pages = {page: shown for page, shown in walk.end.items() if page not in ("review", "summary")}
    withheld = set(walk.case.expect.withheld)
    silenced = [
        text
        for one in (*CONTENT.pathways, *CONTENT.kinds)
        if withheld.intersection(one.tags)
        for text in (one.title, one.text)
    ]
    silenced += [action.text for action in CONTENT.actions if withheld.intersection(action.tags)]
    assert [(page, text) for text in silenced for page, shown in pages.items() if text in shown.text] == []
    # Other pathways that are not offered may be mentioned as undecided, but never have a heading of their own.
    left_out = [CONTENT.pathway[way].title for way in walk.case.expect.not_pathways]
    assert [(page, text) for text in left_out for page, shown in pages.items() if text in shown.headings] == []


@every_case
def test_danger_is_shown_before_the_next_question_and_stays(name: str) -> None:
    """The warning comes exactly after the pages whose answers the engine rates as danger."""
    walk = walked(name)
    given: dict[str, str | tuple[str, ...]] = {}
    shown: set[Tier] = set()
    red = False
    after: list[str] = []
    for page in walk.pages:
        warned = "We are safe for now. Keep going" in page.buttons
        if after:
            found = assess(CONTENT, response_of(given, CONTENT), TODAY)
            met = [CONTENT.rule[finding.rule] for finding in found.met]
            # Danger to the person who answers has a page of its own.
            now = {rule.tier for rule in met if rule.tier and rule.tier.level is Level.RED and not rule.at_once}
            assert warned is bool(now - shown), f"after {after}"
            shown, red = shown | now, found.tier.level is Level.RED
        else:
            assert not warned, f"{page.heading!r} warns of nothing new"
        asked = [*(BY_TEXT[heading] for heading in page.headings if heading in BY_TEXT), *page.added]
        if red and asked != ["danger_now"]:
            assert page.band == RED, f"{page.heading!r} does not say that there is danger"
        if not red:
            assert RED not in page.band
        after = asked
        given |= {link_id: walk.case.answers[link_id] for link_id in asked if link_id in walk.case.answers}
    assert red is (walk.case.expect.tier.level is Level.RED)
    own = {rule.tier for finding in walk.found.met if (rule := CONTENT.rule[finding.rule]).at_once}
    assert shown.issuperset(set(walk.case.expect.tiers) - own) or not red


@every_case
def test_a_file_is_offered_unless_it_could_be_dangerous(name: str) -> None:
    walk = walked(name)
    downloads = walk.end["download"].downloads
    if Tag.FILE in walk.case.expect.withheld:
        assert downloads == ()
    else:
        assert len(downloads) == (0 if Tag.FILE in walk.found.withheld else 3)


# --- worked cases, from the first page to the PDF --------------------------------------------------------------------


@cache
def page_1(name: str) -> str:
    """Page 1 of the PDF of a case, without white space. That a walk records these answers is tested above."""
    pdf = summary_pdf.pdf(brief_of(name), Translator("en"), FOLDER)
    return solid(PdfReader(BytesIO(pdf.data)).pages[0].extract_text())


def brief_of(name: str) -> Brief:
    response = case_response(name)
    made = dt.datetime(2026, 11, 22, 8, 5, tzinfo=dt.timezone(dt.timedelta(hours=-5)))
    return brief(CONTENT, response, assess(CONTENT, response, TODAY), made, Translator("en"))


@pytest.mark.parametrize("name", ON_PAGE_1)
def test_page_1_has_what_a_professional_must_see_first(name: str) -> None:
    case, cover = CASES[name], page_1(name)
    assert solid("Family-reported, not verified, not a diagnosis") in cover
    assert solid(f"Suggested priority: {headline(case.expect.tier.level, case.answers)}") in cover
    for step in brief_of(name).steps:
        assert step.unprinted or solid(step.text) in cover
    for link_id in ON_PAGE_1[name]:
        item, given = ITEMS[link_id], case.answers[link_id]
        codes = (given,) if isinstance(given, str) else given
        options = [option for option in item.options if option.code in codes]
        if options and all(option.sign is False for option in options):
            same_mark = r"(?:(?!REPORTED|notknown)[^:])*"
            denied = rf"[Dd]enied:?{same_mark}{re.escape(solid(item.label))}"
            assert re.search(denied, cover), f"{link_id} is not denied"
        elif given in SHOWN_WITHOUT_VALUE:
            open_as = re.escape(solid(SHOWN_WITHOUT_VALUE[str(given)]))
            assert re.search(rf"{open_as}:[^:]*{re.escape(solid(item.label))}", cover), f"{link_id} is not open"
        else:
            assert solid(item.label) in cover, f"{link_id} is missing"
            wanted = [option.text for option in options] or [str(given)]
            assert [text for text in wanted if solid(text) not in cover] == [], link_id


def test_page_1_of_a_mild_worry_says_that_no_sign_was_reported() -> None:
    cover = page_1("mild_worry")
    assert "reported no sign of danger" in CONTENT.band[Level.GREEN].request
    assert solid(CONTENT.band[Level.GREEN].request) in cover
    assert solid("denied Suicide and self-harm") in cover
    assert "REPORTED" not in cover
    assert [link for link, item in ITEMS.items() if solid(f"▲ {item.label}") in cover] == []


def test_page_1_lists_what_is_not_known() -> None:
    response = response_of(CASES["all_unknown"].answers, CONTENT)
    unknowns, cover = assess(CONTENT, response, TODAY).unknowns, page_1("all_unknown")
    assert {link for link, item in ITEMS.items() if item.safety} <= set(unknowns)
    assert [link for link in unknowns if solid(ITEMS[link].label) not in cover] == []
    assert "Notknown:" in cover
    assert "Denied:" not in cover


# --- a question ------------------------------------------------------------------------------------------------------


def test_the_walk_without_answers_opens_every_question_but_the_follow_ups() -> None:
    """An open question may matter, so what depends on one is asked too.

    Only a state, a province, the family's own country and follow-ups such as "When was the last time?" make no sense
    without the answer they belong to.
    """
    waiting = {*PLACE_DETAILS, *FOLLOW_UPS}
    assert [opened.item.link_id for opened in silent()[1]] == [link for link in ASKED if link not in waiting]


@pytest.mark.parametrize("link_id", FOLLOW_UPS)
def test_a_follow_up_comes_with_each_answer_that_calls_for_it_and_with_no_other(link_id: str) -> None:
    for lead in ITEMS[link_id].enable_when:
        first = ITEMS[lead.question]
        for code in (*(option.code for option in first.options), *WITHOUT_VALUE):
            several = first.type is ItemType.CHOICES and code not in WITHOUT_VALUE
            given = response_of({lead.question: (code,) if several else code}, CONTENT)
            asked = [item.link_id for item, _ in route(CONTENT.questionnaire, given)]
            assert (link_id in asked) is (code in lead.codes), code


def test_the_tests_below_see_every_question() -> None:
    assert {opened.item.link_id for opened in first_shown()} == {*ASKED} - {*PLACE_DETAILS}


def test_no_answer_is_preselected() -> None:
    picked = {opened.item.link_id: opened.picked for opened in first_shown() if opened.picked not in (None, (), "")}
    assert picked == {}


def test_every_question_offers_the_two_reasons_for_no_answer() -> None:
    ways = set(WITHOUT_VALUE.values())
    assert [opened.item.link_id for opened in first_shown() if not ways.issubset(opened.offered)] == []


def test_every_option_is_offered_with_its_text() -> None:
    for opened in first_shown():
        texts = [option.text for option in opened.item.options]
        if opened.item.opener:
            assert opened.offered == ("Yes", "No", *WITHOUT_VALUE.values()), "the list opens after a yes"
        else:
            assert [text for text in opened.offered if text in texts] == texts


@pytest.mark.parametrize("link_id", [link for link in ASKED if ITEMS[link].opener])
def test_a_yes_opens_a_list_of_every_option_but_the_no(link_id: str) -> None:
    item, visit = ITEMS[link_id], at_question(link_id, "mild_worry")
    assert item.opener is not None
    listed = [option for option in item.options if option.code != item.opener.no]
    visit.pick(item, listed[0].code)
    assert visit.offered(item) == ["Yes", "No", *WITHOUT_VALUE.values(), *(option.text for option in listed)]


def test_continue_without_an_answer_moves_on_and_shows_it_in_the_review() -> None:
    visit, opened = silent()
    assert {one.item.link_id: visit.recorded(one.item.link_id) for one in opened} == {
        answer.link_id: answer for answer in visit.response.answers
    }
    assert {answer.absent for answer in visit.response.answers} == {Absent.NOT_ASKED}
    page = visit.page
    shown = [item for item in route(CONTENT.questionnaire, visit.response) if item.link_id in ASKED]
    assert page.text.count("Not answered") == len(shown)


def test_no_answers_at_all_never_mean_all_clear() -> None:
    visit = Visit()
    visit.at.session_state["response"] = silent()[0].response
    visit.open("review")
    result = visit.finish()["result"]
    assert result.heading == CONTENT.band[Level.OPEN].heading
    assert f"So far: {CONTENT.band[Level.AMBER].heading}" in result.text
    number = len(assess(CONTENT, response_of({}, CONTENT), TODAY).unknowns)
    assert number >= sum(item.safety for item in ITEMS.values())
    assert f"{number} safety questions have no answer yet" in result.text


TICKED = [link for link in ASKED if ITEMS[link].type is ItemType.CHOICES]
"""The questions of the check with checkboxes."""
TICKED_EACH_TIME = {sum(option.exclusive for option in ITEMS[link].options): link for link in TICKED}
"""One for each number of answers that stand alone."""


@pytest.mark.parametrize("link_id", often(TICKED, TICKED_EACH_TIME.values()))
def test_an_exclusive_box_unchecks_the_others_and_vice_versa(link_id: str) -> None:
    item = ITEMS[link_id]
    visit = Visit(calling_for(item))
    if link_id == "danger_now":
        visit.begin()
    else:
        visit.stand_at(link_id)
    together = tuple(option.code for option in item.options if not option.exclusive)[:2]
    alone = [*(option.code for option in item.options if option.exclusive), *WITHOUT_VALUE]
    visit.pick(item, *together)
    assert visit.picked(item) == together
    for code in alone:
        visit.pick(item, code)
        assert visit.picked(item) == (code,), f"{code} stands alone"
        answer = visit.recorded(link_id)
        assert answer is not None
        assert answer.absent is {"?": Absent.UNKNOWN, "-": Absent.DECLINED}.get(code)
        assert answer.codes == (() if code in WITHOUT_VALUE else (code,))
        visit.pick(item, together[0])
        assert visit.picked(item) == together[:1], f"{code} gives way"
    visit.uncheck(item, together[0])
    assert visit.picked(item) == (("yes",) if item.opener else ()), "the yes that opened the list still stands"
    answer = visit.recorded(link_id)
    assert answer is not None
    assert answer.absent is (Absent.UNNAMED if item.opener else Absent.NOT_ASKED)


def test_back_returns_with_the_answer_still_selected() -> None:
    """For every kind of question: short and long lists, checkboxes, one line, free text."""
    answers = {**CASES["jordan"].answers, "worry_most": "The money.\nAnd the car."}
    visit = Visit(answers)
    visit.begin()
    asked: list[str] = []
    while visit.page.heading != "Check your answers":
        here: list[Item] = []
        while new := [link_id for link_id in visit.asked if ITEMS[link_id] not in here]:
            here.append(ITEMS[new[0]])
            visit.answer(here[-1])
            visit.run()
        asked += [item.link_id for item in here]
        before = [visit.picked(item) for item in here]
        assert all(before)
        visit.press("Continue")
        if here and "Back" in visit.page.buttons:
            visit.press("Back")
            assert visit.asked == tuple(item.link_id for item in here)
            assert [visit.picked(item) for item in here] == before
            visit.press("Continue")
    assert asked == [link for link in ASKED if link in answers]


def test_back_from_the_first_question_leads_to_the_question_about_danger_and_to_the_start() -> None:
    visit = at_question("relationship")
    visit.press("Back")
    assert "danger_now" in visit.asked
    assert visit.picked(ITEMS["danger_now"]) == ("none",)
    visit.press("Back")
    visit.press("Back")
    assert "Start now" in visit.page.buttons


def test_an_answer_can_be_changed_and_the_last_one_counts() -> None:
    visit = at_question("relationship")
    item = ITEMS["relationship"]
    for code in ("child", "parent", "?", "friend"):
        visit.pick(item, code)
        assert visit.picked(item) == code
    visit.press("Continue")
    visit.press("Back")
    assert visit.picked(item) == "friend"
    visit.pick(item, "child")
    visit.press("Continue")
    visit.press("Back")
    assert visit.picked(item) == "child"


def test_text_is_recorded_as_typed_and_can_be_removed() -> None:
    visit = at_question("worry_most", "sam")
    item = ITEMS["worry_most"]
    typed = "  <b>They</b> said: “{{7*7}}” & left.\n\nNo {name}.  "
    visit.type(item, typed)
    visit.press("Back")
    assert visit.response.by_key["worry_most"].value == typed
    visit.press("Continue")
    assert visit.picked(item) == typed
    visit.type(item, "   ")
    visit.press("Continue")
    assert visit.response.by_key["worry_most"].absent is Absent.NOT_ASKED


def test_text_and_reasons_for_no_answer_replace_each_other() -> None:
    visit = at_question("worry_most", "sam")
    item = ITEMS["worry_most"]
    visit.type(item, "The notes.")
    visit.run()
    visit.pick(item, "-")
    assert visit.checked(item) == ("-",)
    assert visit.field(item).value == ""
    assert visit.response.by_key["worry_most"].absent is Absent.DECLINED
    visit.pick(item, "?")
    assert visit.checked(item) == ("?",)
    visit.type(item, "The notes.")
    visit.press("Continue")
    visit.press("Change: {what}", what=item.label)
    assert visit.checked(item) == ()
    assert visit.picked(item) == visit.response.by_key["worry_most"].value == "The notes."


# --- danger ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "link_id", "codes"),
    [("sam", "suicide_acts", ("goodbye",)), ("spouse_and_meth", "violence", ("choked",))],
)
def test_the_panel_appears_as_soon_as_the_answer_is_selected(name: str, link_id: str, codes: tuple[str, ...]) -> None:
    visit = at_question(link_id, name)
    visit.pick(ITEMS[link_id], *codes)
    assert link_id in visit.asked, "the question stays, so that a slip can be corrected"
    assert visit.page.band == RED
    visit.uncheck(ITEMS[link_id], codes[0])
    assert visit.page.band == ""


def test_skipping_a_part_does_not_skip_the_warning() -> None:
    visit = at_question("violence")
    visit.pick(ITEMS["violence"], "choked")
    visit.press("Skip this part")
    assert "We are safe for now. Keep going" in visit.page.buttons
    visit.press("We are safe for now. Keep going")
    assert CONTENT.questionnaire.section_of["sick_now"].title in visit.page.text


def test_the_panel_leads_to_what_to_do_and_back() -> None:
    visit = at_review("sam")
    visit.finish()
    visit.press("Back to my next steps")
    visit.press("Get a summary for a professional")
    visit.press("See what to do and who to call")
    assert visit.page.steps[0] == CONTENT.action["call_988"].text
    visit.press("We are safe for now. Keep going")
    assert visit.page.heading == "Your summary"


def test_a_second_kind_of_danger_gets_its_own_warning() -> None:
    visit = at_question("suicide_acts", "spouse_and_meth")
    visit.pick(ITEMS["suicide_acts"], "goodbye")
    visit.press("Continue")
    assert "We are safe for now. Keep going" in visit.page.buttons
    assert CONTENT.action["call_988_apart"].text in visit.page.steps, "with violence at home, from a safe place"
    assert CONTENT.action["call_988"].text not in visit.page.steps, "nobody is told to stay with them"


def test_the_warning_disappears_with_its_answer() -> None:
    visit = at_question("suicide_acts", "sam")
    visit.pick(ITEMS["suicide_acts"], "goodbye")
    visit.press("Continue")
    visit.press("Change my answers")
    visit.press("Change: {what}", what=ITEMS["suicide_acts"].label)
    visit.pick(ITEMS["suicide_acts"], "none")
    visit.press("Continue")
    assert visit.page.heading == "Check your answers"
    assert visit.page.band == ""


def test_the_numbers_are_one_click_from_the_start_without_any_answer() -> None:
    visit = Visit()
    visit.press("I would rather call someone")
    for href in ("tel:911", "tel:988", "sms:988"):
        assert f'href="{href}"' in visit.page.markup
    visit.press("Back")
    assert "Start now" in visit.page.buttons


# --- changing an answer ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("link_id", "sign"), [("children", "hurt"), ("suicide_acts", "goodbye")])
def test_the_heading_of_a_page_stays_while_it_is_answered(link_id: str, sign: str) -> None:
    """Follow-ups come with a sign and go with a no."""
    visit = Visit(CASES["mild_worry"].answers)
    visit.stand_at(link_id)
    heading, before = visit.page.heading, visit.asked
    visit.pick(ITEMS[link_id], sign)
    assert len(visit.asked) > len(before)
    assert visit.page.heading == heading
    visit.pick(ITEMS[link_id], "none")
    assert visit.asked == before
    assert visit.page.heading == heading


def test_change_on_check_your_answers_returns_there() -> None:
    visit = at_review("jordan")
    for link_id, code in (
        ("danger_now", "?"),
        ("lo_age", "40_64"),
        ("lo_state", "us_fl"),
        ("medicine_names", "-"),
        ("daily_harms", "law"),
        ("driving", "never"),
        ("worry_most", "?"),
    ):
        item = ITEMS[link_id]
        before = visit.response.by_key
        visit.press("Change: {what}", what=item.label)
        assert visit.page.heading == item.text
        assert before[link_id].value in (visit.picked(item), None)
        assert {"Skip this part", "Stop for now"}.isdisjoint(visit.page.buttons)
        visit.pick(item, code)
        visit.press("Continue")
        assert visit.page.heading == "Check your answers"
        after = visit.response.by_key
        assert [link for link in before if before[link] != after[link]] == [link_id]
        assert f"{item.label}{words_for(item, after[link_id].value or code)}" in visit.page.text


def test_answers_are_changed_from_the_result_and_it_comes_back() -> None:
    visit = at_review("jordan")
    visit.press("See my next steps")
    for link_id, button in (("mind_signs", "Continue"), ("driving", "Back")):
        visit.press("Check or change your answers")
        visit.press("Change: {what}", what=ITEMS[link_id].label)
        assert visit.page.heading == ITEMS[link_id].text
        visit.press(button)
        visit.press("See my next steps")
        assert visit.page.heading == CONTENT.band[Level.ORANGE].heading
        assert visit.page.steps


def test_a_change_on_the_result_that_means_danger_shows_the_warning_first() -> None:
    visit = at_review("jordan")
    visit.press("See my next steps")
    visit.press("Check or change your answers")
    visit.press("Change: {what}", what=ITEMS["driving"].label)
    visit.pick(ITEMS["driving"], "now")
    visit.press("Continue")
    assert "We are safe for now. Keep going" in visit.page.buttons
    visit.press("We are safe for now. Keep going")
    visit.press("See my next steps")
    assert "Get a summary for a professional" in visit.page.buttons
    assert visit.page.heading == RED


def test_the_result_asks_exactly_the_open_questions_and_comes_back() -> None:
    visit = at_review("all_unknown")
    visit.press("See my next steps")
    open_before = assess(CONTENT, visit.response, TODAY).unknowns
    visit.press("Answer these now ({number})", number=len(open_before))
    first, seen = visit.asked, list[str]()
    assert first == ("danger_now",)
    while visit.asked:
        here = len(seen)
        while new := [link_id for link_id in visit.asked if link_id not in seen[here:]]:
            item = ITEMS[new[0]]
            visit.pick(item, next((option.code for option in item.options if option.sign is False), "-"))
            seen.append(item.link_id)
        visit.press("Continue")
    assert seen == [link_id for link_id in open_before if link_id in seen]
    assert set(seen) >= {link_id for link_id in open_before if ITEMS[link_id].safety}
    assert "Get a summary for a professional" in visit.page.buttons, "back on the result"


def test_once_the_open_question_is_answered_the_result_no_longer_offers_it() -> None:
    visit = Visit({**CASES["rachel_evenings"].answers, "fear": "?"})
    visit.seed("result")
    visit.press("Answer it now")
    assert visit.asked == ("fear",)
    visit.pick(ITEMS["fear"], "no")
    visit.press("Continue")
    assert visit.page.heading == CONTENT.band[CASES["rachel_evenings"].expect.tier.level].heading
    assert not [button for button in visit.page.buttons if button.startswith("Answer ")]


def test_nothing_calm_stands_above_an_open_safety_question() -> None:
    visit = at_review("fear_unknown")
    visit.press("See my next steps")
    assert visit.page.heading == CONTENT.band[Level.OPEN].heading
    assert "So far, nothing you told us points to danger" in visit.page.text
    assert visit.page.text.index("1 safety question has no answer yet") < visit.page.text.index("Your next three steps")
    assert ITEMS["fear"].label in visit.page.text


def test_signs_that_it_may_be_time_are_named_unless_there_is_danger() -> None:
    signs = "Signs that it may be time for outside help"
    visit = at_review("executive")
    visit.press("See my next steps")
    assert "of 9 signs that it may be time for help" in visit.page.text
    reported = [one.title for one in brief_of("executive").indicators if one.reported is Truth.MET]
    assert [title for title in reported if title not in visit.page.text] == []
    visit.press("All ways forward")
    assert f"{signs}: {len(reported)} of 9 reported" in visit.page.headings
    assert [title for title in reported if title not in visit.page.text] == []
    visit = at_review("sam")
    visit.press("See my next steps")
    assert visit.page.heading == RED
    assert "signs that it may be time" not in visit.page.text
    visit.press("All ways forward")
    assert signs not in visit.page.text
    assert signs in summary_html.summary(brief_of("sam"), Translator("en"))


UNCLEAR = Rule(
    id="not_using_but_used_today",
    kind=RuleKind.CONTRADICTION,
    title="Not using, and a last use today",
    because="You said that they do not use now, and that the last use was today. Which one is right?",
    when=(Condition(question="stopped", answer="not_using"), Condition(question="last_use", answer="today")),
    doubts=("last_use",),
    sources=("house_synthesis",),
)


@pytest.mark.parametrize("page", ["result", "review"])
def test_two_answers_that_do_not_fit_together_can_be_changed(monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    fields = {name: getattr(CONTENT, name) for name in Content.model_fields}
    changed = Content.model_validate({**fields, "rules": (*CONTENT.rules, UNCLEAR)})
    monkeypatch.setattr(session, "content", lambda: changed)
    visit = Visit({**CASES["mild_worry"].answers, "stopped": "not_using", "last_use": "today"})
    visit.seed(page)
    assert UNCLEAR.because in visit.page.text
    assert "Two answers do not match" in visit.page.headings
    for link_id in ("stopped", "last_use"):
        assert f"Change: {ITEMS[link_id].label}" in visit.page.buttons
    visit.press("Change: {what}", what=ITEMS["last_use"].label)
    visit.pick(ITEMS["last_use"], "longer")
    visit.press("Continue")
    assert UNCLEAR.because not in visit.page.text


def test_no_page_shows_the_id_of_a_rule() -> None:
    for name in ("alex", "mild_worry"):
        visit = at_review(name)
        shown = [visit.page]
        for button in ("See my next steps", "How we decided"):
            visit.press(button)
            shown.append(visit.page)
        ids = [rule for rule in CONTENT.rule if "_" in rule]
        assert [rule for page in shown for rule in ids if rule in page.text] == []


# --- skip, stop, erase, start again ----------------------------------------------------------------------------------


def test_skip_leaves_the_rest_of_a_part_unanswered_and_keeps_its_answers() -> None:
    visit = at_question("violence")
    section = CONTENT.questionnaire.section_of["violence"]
    visit.press("Skip this part")
    assert CONTENT.questionnaire.section_of["sick_now"].title in visit.page.text
    first, *others = [item.link_id for item in section.items if not item.follow_up]
    assert visit.response.by_key[first].value == CASES["jordan"].answers[first]
    assert {link: visit.response.by_key[link].absent for link in others} == dict.fromkeys(others, Absent.NOT_ASKED)


def test_every_part_can_be_skipped_to_the_end() -> None:
    visit = Visit()
    visit.begin()
    for item in visit.questions():
        if CONTENT.questionnaire.section_of[item.link_id].asked == "check":
            break
    for _ in CONTENT.questionnaire.sections:
        if visit.page.heading == "Check your answers":
            break
        visit.press("Skip this part")
    assert visit.page.heading == "Check your answers"
    assert {answer.absent for answer in visit.response.answers} == {Absent.NOT_ASKED}


def test_the_break_page_counts_the_answers_and_leads_on() -> None:
    visit = at_question("fear")
    number = len(visit.response.answers)
    visit.pick(ITEMS["fear"], "no")
    visit.press("Stop for now")
    assert f"You have answered {number + 1} questions." in visit.page.text
    visit.press("Continue with the questions")
    assert "fear" in visit.asked
    assert visit.picked(ITEMS["fear"]) == "no"
    visit.press("Stop for now")
    visit.press("See my next steps")
    assert visit.page.heading == CONTENT.band[Level.OPEN].heading
    assert len(visit.page.steps) == 3


@pytest.mark.parametrize("place", ["stop", "result", "download"])
def test_erase_leaves_nothing_behind(place: str) -> None:
    visit = at_question("sick_now", "spouse_and_meth")
    visit.open("download")
    visit.press("No one else can unlock this device: make the file")
    visit.open(place)
    visit.press("Erase my answers")
    assert visit.page.heading == "Your answers are erased"
    # Only the state of the page itself is left.
    left = {key: visit.at.session_state[key] for key in visit.at.session_state}
    assert left.pop("response").answers == ()
    assert {key: value for key, value in left.items() if value} == {
        "browser_known": True,
        "browser_opened": True,
        "page": "erased",
    }
    visit.press("Start over")
    assert visit.page.band == ""
    assert visit.response.answers == ()
    visit.begin()
    for item in visit.questions():
        assert visit.picked(item) in (None, (), ""), item.link_id
        if item.link_id == "sick_now":
            break
    visit.open("download")
    assert visit.page.downloads == (), "the family is asked again whether to make a file"


WITH_ANSWERS = [page for page in PAGES if page not in ("start", "erased")]


def test_start_over_is_on_every_page() -> None:
    visit = at_question("violence")
    for page in WITH_ANSWERS:
        visit.open(page)
        assert "Start over" in visit.page.buttons, page


@pytest.mark.parametrize("page", often(WITH_ANSWERS, ("danger", "result", "download", "privacy")))
def test_start_over_asks_and_then_erases_everything(page: str) -> None:
    visit = Visit()
    visit.begin()
    visit.pick(ITEMS["danger_now"], "suicide_now")
    visit.open(page)
    assert visit.response.answers
    visit.press("Start over")
    assert visit.response.answers, "it asks before it erases"
    visit.press("Keep my answers")
    assert visit.response.answers
    visit.press("Start over")
    visit.press("Erase them and start over")
    assert "Start now" in visit.page.buttons
    assert visit.response.answers == ()
    assert not [key for key in visit.at.session_state if key.startswith("w_")]


# --- summary ---------------------------------------------------------------------------------------------------------


def test_lines_for_the_summary_are_recorded_as_typed() -> None:
    visit = at_review("rachel_evenings")
    visit.press("See my next steps")
    visit.press("Get a summary for a professional")
    typed = {
        "lo_name": " R. <i>K</i> ",
        "your_name": "T. {{7*7}} & Söhne",
        "reach_you": "555 0100, after 6 “only”",
    }
    assert list(typed) == ON_SUMMARY
    for link_id, words in typed.items():
        assert visit.picked(ITEMS[link_id]) == ""
        visit.type(ITEMS[link_id], words)
    visit.press("Continue")
    assert {link: visit.response.by_key[link].value for link in ON_SUMMARY} == typed
    assert f"{' '.join(typed['lo_name'].split())}, " in visit.page.text, "the name as typed, in a sentence"
    assert "cannot print these letters" not in visit.page.text
    visit.press("Back to my next steps")
    visit.press("Get a summary for a professional")
    assert {link: visit.picked(ITEMS[link]) for link in ON_SUMMARY} == typed
    visit.type(ITEMS["lo_name"], "नेहा")
    visit.press("Continue")
    assert "cannot print these letters: न ह. " in visit.page.text, "before the file is made"
    visit.press("Change what goes in")
    visit.type(ITEMS["lo_name"], "")
    visit.press("Back")
    assert visit.response.by_key["lo_name"].absent is Absent.NOT_ASKED


def test_after_violence_a_file_is_made_only_on_request() -> None:
    visit = at_review("spouse_and_meth")
    download = visit.finish()["download"]
    assert download.downloads == ()
    assert CASES["spouse_and_meth"].answers["lo_state"] == "us_oh"
    assert "tel:18007997233" in download.markup, "an advocate can keep it instead"
    assert ITEMS["violence"].by_code["choked"].text not in download.text
    visit.press("No one else can unlock this device: make the file")
    visit.press("Continue")
    assert len(visit.page.downloads) == 3
    assert ITEMS["violence"].by_code["choked"].text in visit.page.text


# --- pages reached from elsewhere ------------------------------------------------------------------------------------


def test_privacy_is_on_every_page_and_leads_back_to_it() -> None:
    visit = at_question("driving")
    for page in PAGES:
        if page == "privacy":
            continue
        visit.open(page)
        before = visit.page
        visit.press("Privacy")
        assert visit.page.heading == "Privacy"
        visit.press("Back")
        assert visit.page == before, page


NOTHING_YET = ("Go to the start", "Use a saved file", "Start over", "Privacy")


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opened_by_its_address_without_answers_leads_on(page: str) -> None:
    visit = Visit()
    visit.open(page)
    assert visit.page.heading
    if page in navigation.AFTER_ANSWERS:
        assert visit.page.heading == "There are no answers here"
        assert visit.page.buttons == NOTHING_YET, "and nothing else"
    onward = [label for label in visit.page.buttons if label not in ("Start over", "Privacy")]
    onward += [label for label in visit.page.buttons if label == "Start over" and page == "erased"]
    assert onward
    visit.press(onward[0])
    assert visit.page.heading
