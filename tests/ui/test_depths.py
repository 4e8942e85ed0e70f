"""Three depths: the short check, the full check, and all parts in any order. Nothing is asked twice."""

from __future__ import annotations

import pytest

from intake.content import load
from intake.content.cases import response_of
from intake.domain.response import Absent, Basis
from intake.domain.routing import entries, route
from intake.ui.common.literal import literal
from tests.often import often
from tests.real_cases import CASES
from tests.ui.visit import Visit, headline

CONTENT = load()
ITEMS = CONTENT.questionnaire.items
QUICK = "Only the most important questions, about 4 minutes"
ON = "Answer the rest of the questions, about 5 minutes"
CHECK = ("gate", "first", "check")


def asked_on_the_way(visit: Visit) -> list[str]:
    return [item.link_id for item in visit.questions()]


def short(name: str) -> tuple[Visit, list[str]]:
    """A visit at the end of the short check, and the questions it was asked."""
    visit = Visit(CASES[name].answers)
    visit.begin(QUICK)
    asked = asked_on_the_way(visit)
    visit.press("See my next steps")
    return visit, asked


def in_parts(name: str) -> Visit:
    """A visit to the list of parts after the check."""
    visit = Visit(CASES[name].answers)
    visit.seed("result")
    visit.press("Add details for a professional")
    assert visit.page.heading == "All parts"
    return visit


def row(visit: Visit, title: str) -> str:
    """The progress of one part in the list of parts."""
    label = next(button for button in visit.page.buttons if button.startswith(f"**{title}**"))
    return label.partition("\n")[2]


@pytest.mark.parametrize("name", ["rachel_evenings", "sam", "mild_worry"])
def test_the_short_check_asks_only_the_quick_questions(name: str) -> None:
    visit, asked = short(name)
    assert asked == [one.link_id for one in route(CONTENT.questionnaire, visit.response) if one.item.quick]
    assert ON in visit.page.buttons


@pytest.mark.parametrize("name", often(["rachel_evenings", "sam", "mild_worry"], ["sam"]))
def test_the_full_check_asks_the_rest_and_nothing_twice(name: str) -> None:
    visit, asked = short(name)
    visit.press(ON)
    rest = asked_on_the_way(visit)
    assert not set(asked) & set(rest)
    applies = {one.key for one in route(CONTENT.questionnaire, visit.response)}
    wanted = {key for key in applies if CONTENT.questionnaire.section_of[key.partition("@")[0]].asked in CHECK}
    assert {*asked, *rest} == wanted
    expected = response_of({key: given for key, given in CASES[name].answers.items() if key in wanted}, CONTENT)
    for answer in expected.answers:
        assert set(visit.response.by_key[answer.key].codes) == set(answer.codes)
    visit.press("See my next steps")
    assert visit.page.heading == headline(CASES[name].expect.tier.level, CASES[name].answers)
    assert ON not in visit.page.buttons


def test_the_review_lists_what_the_short_check_asked_and_offers_the_rest_once() -> None:
    visit = Visit({**CASES["rachel_evenings"].answers})
    del visit.answers["fear"]
    visit.begin(QUICK)
    asked = set(asked_on_the_way(visit))
    shown = {ITEMS[link_id].label for link_id in asked}
    listed = {button.removeprefix("Change: ") for button in visit.page.buttons if button.startswith("Change: ")}
    assert listed == shown
    assert ITEMS["fear"].label in listed, "shown and skipped"
    assert ITEMS["getting_worse"].label not in listed, "never shown"
    assert visit.page.buttons.count(ON) == 1
    visit.press(ON)
    assert not asked & set(asked_on_the_way(visit))
    assert ON not in visit.page.buttons


def test_danger_in_the_short_check_is_shown_immediately() -> None:
    visit = Visit(CASES["sam"].answers)
    visit.begin(QUICK)
    for item in visit.questions():
        if item.link_id == "getting_worse":
            break
    warned = [page for page in visit.pages if "We are safe for now. Keep going" in page.buttons]
    assert warned, "what to do comes before the next question"


def test_progress_is_in_words() -> None:
    visit = in_parts("rachel_evenings")
    section = next(one for one in CONTENT.questionnaire.sections if one.asked == "full" and not one.repeats)
    assert row(visit, section.title) == "Not started"
    visit.open_part(section.title)
    while not visit.keys_here:
        visit.press("Continue")
    first = visit.keys_here[0]
    item = ITEMS[first]
    visit.pick(item, item.options[0].code)
    visit.press("Back to all parts")
    assert row(visit, section.title).startswith("1 of ")
    visit.open_part(section.title)
    assert first not in visit.keys_here, "it opens at the first page not shown yet"
    visit.fill_part()
    assert row(visit, section.title).startswith("Done, "), "skipped is not answered"


def test_every_part_of_the_full_intake_is_in_the_list_once() -> None:
    visit = in_parts("rachel_evenings")
    titles = [one.title for one in CONTENT.questionnaire.sections if one.asked in ("first", "check", "full")]
    listed = [button.split("**")[1] for button in visit.page.buttons if button.startswith("**")]
    assert sorted(listed) == sorted(titles)


def repeating(each: bool) -> tuple[str, str]:
    """Title and id of a repeating part: one with entries from a question, or one with only added entries."""
    found = next(
        one
        for one in CONTENT.questionnaire.sections
        if one.asked == "full" and one.repeats and bool(one.repeats.each) is each
    )
    return found.title, found.id


def test_choices_in_the_check_are_already_entries() -> None:
    title, section_id = repeating(each=True)
    visit = in_parts("alex")
    visit.open_part(title)
    seen = visit.fill_part()
    section = CONTENT.questionnaire.section[section_id]
    there = entries(CONTENT.questionnaire, section, visit.response)
    assert there
    assert {key.partition("@")[2] for key in seen} == set(there)
    assert len(seen) == len(set(seen))


def test_an_entry_can_be_added_named_changed_and_removed() -> None:
    title, section_id = repeating(each=False)
    section = CONTENT.questionnaire.section[section_id]
    assert section.repeats
    naming = ITEMS[section.repeats.named_by]
    visit = in_parts("rachel_evenings")
    visit.answers = {**visit.answers, f"{naming.link_id}@n1": "Aunt <b>May</b>"}
    visit.open_part(title)
    visit.fill_part()
    visit.open_part(title)
    while visit.page.heading != section.repeats.more:
        visit.press("Continue")
    assert "Aunt <b>May</b>" in visit.page.text, "what was typed is shown as typed"
    visit.press("Change: {what}", what=literal("Aunt <b>May</b>"))
    assert visit.field(naming, "n1").value == "Aunt <b>May</b>"
    while visit.page.heading != section.repeats.more:
        visit.press("Continue")
    visit.press("Remove: {what}", what=literal("Aunt <b>May</b>"))
    visit.press("No, keep")
    assert visit.recorded(f"{naming.link_id}@n1")
    visit.press("Remove: {what}", what=literal("Aunt <b>May</b>"))
    visit.press("Yes, remove")
    assert not [answer for answer in visit.response.answers if answer.entry == "n1"]


def test_how_you_know_and_when_are_recorded_with_an_answer() -> None:
    visit = Visit(CASES["jordan"].answers)
    visit.stand_at("fear")
    item = ITEMS["fear"]
    assert "Add how you know this, and when it was" not in visit.page.buttons, "there is no answer yet"
    visit.pick(item, "often")
    visit.press("Add how you know this, and when it was")
    radio = next(one for one in visit.at.radio if one.label == "How do you know?")
    assert radio.value is None, "nothing is preselected"
    radio.set_value(Basis.SAW)
    visit.run()
    next(one for one in visit.at.selectbox if one.label == "What year was it?").set_value("2025")
    visit.run()
    next(one for one in visit.at.selectbox if one.label == "What month, if you know?").set_value("03")
    visit.run()
    answer = visit.recorded("fear")
    assert answer is not None
    assert (answer.value, answer.basis, answer.as_of) == ("often", Basis.SAW, "2025-03")
    visit.pick(item, "sometimes")
    again = visit.recorded("fear")
    assert again is not None
    assert (again.value, again.basis, again.as_of) == ("sometimes", Basis.SAW, "2025-03")


def test_an_unknown_answer_has_no_source() -> None:
    visit = Visit(CASES["jordan"].answers)
    visit.stand_at("fear")
    item = ITEMS["fear"]
    visit.pick(item, "?")
    answer = visit.recorded("fear")
    assert answer is not None
    assert answer.absent is Absent.UNKNOWN
    assert "Add how you know this, and when it was" not in visit.page.buttons
