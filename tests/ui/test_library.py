"""Reading: from every screen and back without losing an answer; nothing withheld is shown; numbers to call."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from zoneinfo import ZoneInfo

import pytest

from intake.content import load
from intake.content.cases import ON, response_of
from intake.content.checks.library import SPEAKS_OF
from intake.domain.assessing import assess
from intake.domain.base import Tag
from intake.domain.helplines import Helpline, Opening
from intake.domain.library import Article, Story
from intake.domain.library_search import without_withheld
from intake.domain.local_helplines import lines_for
from intake.domain.opening_hours import is_open
from intake.domain.response import Response
from tests.often import often
from tests.real_cases import CASES
from tests.ui.visit import Visit, opened

CONTENT = load()
LIBRARY = CONTENT.library
ITEMS = CONTENT.questionnaire.items
TITLES = {article.title for article in LIBRARY.articles} | {story.title for story in LIBRARY.stories}
VIOLENT = [name for name, case in CASES.items() if Tag.CONFRONTATION in case.expect.withheld]


def visit_of(name: str, page: str) -> Visit:
    """A visit to one page with the answers of a case."""
    return opened(response_of(CASES[name].answers, CONTENT), page)


def reads(visit: Visit) -> list[str]:
    return [label.removeprefix("Read: ") for label in visit.page.buttons if label.startswith("Read: ")]


# --- the shelves -----------------------------------------------------------------------------------------------------


def test_a_reader_without_answers_finds_every_article_story_and_word() -> None:
    visit = Visit()
    visit.press("I just want to read")
    shelves = [topic.title for topic in LIBRARY.topics]
    assert [heading for heading in visit.page.headings if heading in shelves] == shelves
    danger = {article.title for article in LIBRARY.articles if article.topic == LIBRARY.topics[0].id}
    assert danger <= set(visit.page.buttons)
    assert len((TITLES - danger) & set(visit.page.buttons)) <= 3 * len(shelves), "of the other shelves and the stories"
    visit.press("All articles and stories")
    assert set(visit.page.buttons) >= TITLES
    visit.press("See all words")
    terms = {node.text for node in visit.page.nodes if node.tag == "dt"}
    assert terms == {term.word for term in LIBRARY.terms}
    visit.press("Back to the library")
    visit.press("Back")
    assert visit.page.heading == "Is it time to ask for help?"


def test_each_text_opens_in_full_and_leads_back() -> None:
    visit = Visit()
    visit.press("I just want to read")
    visit.press("All articles and stories")
    everything: tuple[Article | Story, ...] = (*LIBRARY.articles, *LIBRARY.stories)
    for one in everything:
        visit.press(one.title)
        assert visit.page.heading == one.title
        if isinstance(one, Article):
            assert {passage.heading for passage in one.passages} <= set(visit.page.headings)
            named = {CONTENT.source[source].title for passage in one.passages for source in passage.sources}
            assert all(title in visit.page.text for title in named), one.id
            assert [LIBRARY.article[other].title for other in one.related] == reads(visit), one.id
        visit.press("Back to the library")
        assert visit.page.heading == "Learn", one.id


@pytest.mark.parametrize(
    ("sought", "first"),
    [
        ("narcan", "overdose_and_naloxone"),
        ("DUI", None),
        ("how much does it cost", "check_a_professional"),
        ("suicide", "talking_about_suicide"),
        ("he hits me", "violence_at_home"),
        ("bipolar", "mental_health_crisis"),
        ("shaking after he stops drinking", "withdrawal_danger"),
        ("my mom drinks", "if_you_are_under_18"),
        ("my son hits me", "teen_who_hits"),
        ("he wants to leave rehab", "in_a_program_wants_to_leave"),
        ("my brother is in jail", "in_jail"),
        ("she ran away", "missing_or_used"),
        ("he is ready to go", "after_a_yes"),
    ],
)
def test_people_find_articles_in_their_own_words(sought: str, first: str | None) -> None:
    visit = Visit()
    visit.press("I just want to read")
    visit.at.text_input[0].set_value(sought)
    visit.run()
    found = [
        str(button.key).removeprefix("read_found_") for button in visit.at.button if "read_found_" in str(button.key)
    ]
    if first is not None:
        assert first in found[:3], found[:5]
    assert f"{len(found)} result" in visit.page.text


def test_the_search_is_still_there_after_an_article() -> None:
    visit = Visit()
    visit.press("I just want to read")
    visit.at.text_input[0].set_value("narcan")
    visit.run()
    found = [str(button.key) for button in visit.at.button if "read_found_" in str(button.key)]
    visit.at.button(found[0]).click()
    visit.run()
    visit.press("Back to the library")
    assert visit.at.text_input[0].value == "narcan"
    assert [str(button.key) for button in visit.at.button if "read_found_" in str(button.key)] == found


# --- from the questions and the result ------------------------------------------------------------------------------


def test_every_question_leads_to_an_article_and_back_with_the_answer_kept() -> None:
    visit = Visit(CASES["rachel_evenings"].answers)
    visit.begin()
    seen = 0
    for item in visit.questions():
        visit.answer(item)
        titles = reads(visit)
        if item.link_id == "lo_age":
            visit.press(f"Read: {titles[0]}")
            assert visit.page.heading == titles[0]
            visit.press("Back to my answers")
            assert item.link_id in visit.asked
            assert visit.picked(item) == CASES["rachel_evenings"].answers["lo_age"]
        seen += bool(titles)
    assert seen >= 30


def test_each_step_and_path_of_the_result_leads_to_an_article() -> None:
    visit = visit_of("rachel_evenings", "result")
    found = assess(CONTENT, response_of(CASES["rachel_evenings"].answers, CONTENT), ON)
    steps = {LIBRARY.article[str(CONTENT.action[step.action].article)].title for step in found.steps}
    assert steps == set(reads(visit))
    visit.press("All ways forward")
    paths = {LIBRARY.article[str(CONTENT.pathway[offer.id].article)].title for offer in found.pathways}
    assert paths == set(reads(visit))
    visit.press(f"Read: {reads(visit)[0]}")
    visit.press("Back to my answers")
    visit.press("Back to my next steps")
    visit.press(f"Read: {reads(visit)[0]}")
    visit.press("Back to my answers")
    assert visit.page.heading == "Talk to a professional within three days"


def test_back_from_a_related_article_leads_to_the_first_screen() -> None:
    visit = visit_of("rachel_evenings", "result")
    visit.press(f"Read: {reads(visit)[0]}")
    for _ in range(3):
        visit.press(f"Read: {reads(visit)[0]}")
    visit.press("Help now: numbers to call")
    assert visit.page.heading == "Help now"
    visit.press("Back")
    visit.press("Back to my answers")
    assert visit.page.heading == "Talk to a professional within three days"


# --- stories ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("story", LIBRARY.stories, ids=lambda story: story.id)
def test_a_story_ends_with_what_the_engine_says_about_its_case(story: Story) -> None:
    case = CASES[story.case]
    found = assess(CONTENT, response_of(case.answers, CONTENT), ON)
    visit = Visit()
    visit.press("I just want to read")
    visit.press("All articles and stories")
    visit.press(story.title)
    heading = CONTENT.band[found.tier.level].heading
    assert heading not in visit.page.text, "the reader decides first"
    assert visit.at.radio[0].value is None
    for choice in story.choices:
        visit.at.radio[0].set_value(choice.id)
        visit.run()
        assert ("This is a safer way" if choice.safer else "There is a safer way") in visit.page.headings
        assert heading in visit.page.headings
        assert CONTENT.action[found.steps[0].action].text in visit.page.text


# --- what is withheld ------------------------------------------------------------------------------------------------


def every_reading(visit: Visit) -> Iterator[str]:
    """All text of the library, its articles, its stories and the glossary."""
    visit.open("library")
    visit.press("All articles and stories")
    yield visit.page.text + " ".join(visit.page.buttons)
    for title in [label for label in visit.page.buttons if label in TITLES]:
        visit.open("library")
        visit.press(title)
        for radio in visit.at.radio:
            radio.set_value(radio.options[0])
        yield visit.page.text + " ".join(visit.page.buttons)
    visit.open("glossary")
    yield visit.page.text


@pytest.mark.parametrize("name", often(["spouse_and_meth", "executive"]))
def test_after_violence_no_text_in_the_library_is_about_confronting(name: str) -> None:
    assert name in VIOLENT
    withheld = frozenset(CASES[name].expect.withheld)
    gone = [
        passage.text.split("\n")[0]
        for article in LIBRARY.articles
        for passage in article.passages
        if not withheld.isdisjoint((*article.tags, *passage.tags))
    ]
    gone += [article.title for article in LIBRARY.articles if not withheld.isdisjoint(article.tags)]
    gone += [story.title for story in LIBRARY.stories if not withheld.isdisjoint(story.tags)]
    assert len(gone) > 10
    for text in every_reading(visit_of(name, "library")):
        assert [words for words in gone if words in text] == []


@pytest.mark.parametrize("withheld", [(Tag.CONFRONTATION,), (Tag.MEETING,), (Tag.CONFRONTATION, Tag.MEETING)])
def test_the_rest_of_the_library_mentions_withheld_topics_only_to_warn(withheld: tuple[Tag, ...]) -> None:

    for article in without_withheld(LIBRARY, withheld).articles:
        for passage in article.passages:
            for tag in withheld:
                found = re.search(rf"\b(?:{SPEAKS_OF[tag]})\b", f"{passage.heading} {passage.text}", re.IGNORECASE)
                assert found is None or passage.warns, (article.id, passage.heading, found)


def test_safety_articles_stay_after_violence() -> None:
    withheld = tuple(CASES["spouse_and_meth"].expect.withheld)
    left = {article.id for article in without_withheld(LIBRARY, withheld).articles}
    danger = {article.id for article in LIBRARY.articles if article.topic == "danger"}
    assert danger | {"when_not_to_meet", "looking_after_yourself", "talking_with_children"} <= left


def test_a_drawing_stands_above_a_calm_page_and_none_in_danger() -> None:
    for case, drawings in (("alex", 1), ("sam", 0)):
        assert visit_of(case, "library").page.markup.count("ns-drawing-book") == drawings


# --- help now --------------------------------------------------------------------------------------------------------


def test_help_now_lists_the_lines_of_the_place_most_urgent_first() -> None:
    visit = visit_of("alex", "help_now")
    titles = [purpose.title for purpose in CONTENT.purposes]
    shown = [heading for heading in visit.page.headings if heading in titles]
    assert shown == [title for title in titles if title in shown]
    assert shown[:2] == titles[:2]
    assert "988 Suicide & Crisis Lifeline" in visit.page.text
    assert "Kids Help Phone" not in visit.page.text, "Alex's family is in the United States"
    links = [node.attributes["href"] for node in visit.page.nodes if node.attributes.get("href", "").startswith("tel:")]
    assert links[0] == "tel:911"
    assert visit.page.text.count("Checked ") >= len(shown)


def test_each_line_is_listed_once() -> None:
    visit = Visit()
    visit.open("help_now")
    for line in CONTENT.helplines:
        names = [node.text for node in visit.page.nodes if node.tag == "strong" and node.text == line.name]
        assert len(names) <= 1


def test_a_number_that_has_a_name_in_each_country_is_shown_once() -> None:
    visit = Visit()
    visit.open("help_now")
    links = [node.attributes["href"] for node in visit.page.nodes if "href" in node.attributes]
    assert [links.count(link) for link in ("tel:911", "tel:988", "sms:988")] == [1, 1, 1]
    assert "Call 988, then press 1." in visit.page.text, "the line for veterans has the same number"
    for line in CONTENT.helplines:
        if line.lasting and line.call:
            assert line.name in visit.page.text


@pytest.mark.parametrize(("days", "there"), [(0, True), (1, False)])
def test_a_line_is_shown_until_its_review_date_and_no_longer(days: int, there: bool) -> None:
    line = next(one for one in CONTENT.helplines if one.id == "domestic_violence_us")
    on = line.review_by + dt.timedelta(days=days)
    answers = Response(content_version="x")
    assert (line in lines_for(CONTENT, answers, ("domestic_violence",), on)) is there


def test_911_and_988_never_go_out_of_date() -> None:
    far = dt.date(2040, 1, 1)
    shown = {line.call for line in lines_for(CONTENT, Response(content_version="x"), ("emergency", "suicide"), far)}
    assert {"911", "988"} <= shown
    assert {line.call for line in CONTENT.helplines if line.lasting} == {"911", "988", None}


def helpline(**more: object) -> Helpline:
    return next(one for one in CONTENT.helplines if one.id == "poison_us").model_copy(update=more)


OFFICE = Opening(zone="America/New_York", days=("mon", "tue", "wed", "thu", "fri"), opens="09:00", closes="20:00")


@pytest.mark.parametrize(
    ("local", "zone", "expected"),
    [
        ("2026-11-23 09:00", "America/New_York", True),
        ("2026-11-23 08:59", "America/New_York", False),
        ("2026-11-23 19:59", "America/New_York", True),
        ("2026-11-23 20:00", "America/New_York", False),
        ("2026-11-23 17:30", "America/Los_Angeles", False),
        ("2026-11-23 06:00", "America/Los_Angeles", True),
        ("2026-11-22 12:00", "America/New_York", False),
        ("2026-11-24 00:30", "Europe/Berlin", True),
    ],
)
def test_a_line_is_open_by_its_own_time_zone(local: str, zone: str, expected: bool) -> None:
    now = dt.datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone))
    assert is_open(helpline(always_open=False, opening=OFFICE), now) is expected


def test_a_line_with_unknown_hours_is_neither_open_nor_closed() -> None:
    now = dt.datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("America/New_York"))
    assert is_open(helpline(always_open=True, opening=None), now) is True
    assert is_open(helpline(always_open=False, opening=None), now) is None


def test_every_case_has_something_to_read() -> None:
    """Each step of every case has an article that this case may read."""
    for one in CASES.values():
        found = assess(CONTENT, response_of(one.answers, CONTENT), ON)
        open_here = without_withheld(LIBRARY, found.withheld).article
        steps = [CONTENT.action[step.action].article for step in found.steps]
        assert all(article in open_here for article in steps), one.id
