"""Every word on screen can be translated: a walk in an invented language finds each one that cannot.

In that language, every translated text is in ⟦brackets⟧ and has accents on every letter that can take one. A letter
outside brackets, or one without its accent inside them, belongs to a hard-coded word.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser

import pytest
from streamlit.testing.v1.element_tree import Element

from intake.brief.builder import brief
from intake.config import content_folder, site
from intake.content import load
from intake.content.cases import Shorthand, response_of
from intake.domain.answers_json import read_answers
from intake.domain.assessing import assess
from intake.domain.questionnaire import ItemType
from intake.domain.rules import Level
from intake.i18n import PSEUDO, Translator, pseudo
from intake.outputs import summary_pdf, summary_text
from intake.ui.common import navigation, static_pages
from tests.real_cases import CASES
from tests.ui.visit import FAMILY, Visit

WORDS = Translator(PSEUDO)
ENGLISH = load()
CONTENT = load(PSEUDO)
TYPED = "Rosalind wrote this herself"
ACCENTED = frozenset("aeioucnsyAEIOUCNSY")
READ_OUT = frozenset({"alt", "aria-label", "aria-description", "label", "placeholder", "summary", "title"})
SILENT = frozenset({"code", "script", "style"})

# Words that are the same in every language: what a person typed, names of this product and of works, notation.
SAME_EVERYWHERE = (
    TYPED,
    "Next Step",
    "UTC",
    ENGLISH.questionnaire.version,
    *(f"{source.title} ({source.publisher})" for source in ENGLISH.sources),
    *(line.call for line in ENGLISH.helplines if line.call),
    *(line.text for line in ENGLISH.helplines if line.text),
    *(line.text_word for line in ENGLISH.helplines if line.text_word),
    *(line.web.split("/")[2] for line in ENGLISH.helplines if line.web),
)
_SAME = re.compile("|".join(re.escape(text) for text in sorted(SAME_EVERYWHERE, key=len, reverse=True)))
_FILE = re.compile(r"\b(?:summary|comparison)-\d{4}-\d\d-\d\d\.(pdf|txt|json)\b")
CHECK = ("gate", "first", "check")


@pytest.fixture(autouse=True)
def invented_language(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Run the app in the invented language, and reset it afterward."""
    monkeypatch.setenv("NEXT_STEP_LANGUAGES", json.dumps([PSEUDO]))
    _forget()
    yield
    monkeypatch.undo()
    _forget()


def _forget() -> None:
    site.cache_clear()
    navigation._pages.cache_clear()


# --- what can be seen ------------------------------------------------------------------------------------------------


def untranslated(text: str) -> list[str]:
    """The words in a text that would be the same in every language but should not."""
    text = _FILE.sub(" ", _SAME.sub(" ", text))
    outside: list[str] = []
    inside: list[str] = []
    depth = 0
    for character in text:
        if character == "⟧":
            depth -= 1
        (inside if depth else outside).append(" " if character in "⟦⟧" else character)
        if character == "⟦":
            depth += 1
        assert depth >= 0, f"a bracket closes that was never opened in {text!r}"
    assert depth == 0, f"a bracket is never closed in {text!r}"
    found = re.findall(r"[^\W\d_]+", "".join(outside))
    return found + [word for word in re.findall(r"[^\W\d_]+", "".join(inside)) if ACCENTED.intersection(word)]


class _Readable(HTMLParser):
    """All that people see or hear of a piece of HTML: its text, joined, and some attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.attributes: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in SILENT
        self.attributes += [value or "" for name, value in attrs if name in READ_OUT]

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.text += data


def readable(markup: str) -> list[str]:
    """The texts of a piece of HTML."""
    page = _Readable()
    page.feed(markup)
    page.close()
    return [page.text, *page.attributes]


def texts_of(element: Element) -> Iterable[str]:
    """Every text of one element. Fails for an unknown kind of element, which may have text too."""
    proto = element.proto
    match element.type:
        case "html":
            return readable(proto.body)
        case "divider":
            return ()
        case "button" | "download_button" | "checkbox":
            return (proto.label, proto.help)
        case "radio" | "selectbox":
            return (proto.label, proto.help, getattr(proto, "placeholder", ""), *proto.options)
        case "text_area" | "text_input":
            return (proto.label, proto.help, proto.placeholder)
        case "bidi_component":
            labels: dict[str, str] = json.loads(proto.json)["labels"]
            return labels.values()
    raise AssertionError(f"what words has a {element.type}?")


def assert_translated(where: str, texts: Iterable[str]) -> None:
    found = {word: text for text in texts for word in untranslated(text)}
    assert not found, f"{where} shows words that no one can translate: " + "; ".join(
        f"{word!r} in {text[:200]!r}" for word, text in found.items()
    )


def look(visit: Visit) -> str:
    """Check the page the visit is on, and return its heading."""
    texts = [text for element in visit.elements() for text in texts_of(element)]
    assert any("⟦" in text for text in texts)
    assert_translated(f"the page {visit.page.heading!r}", texts)
    return visit.page.heading


def look_and_press(visit: Visit, label: str, **slots: object) -> None:
    look(visit)
    visit.press(label, **slots)


# --- the check itself ------------------------------------------------------------------------------------------------


def test_a_hard_coded_word_is_found() -> None:
    """Outside brackets, in a slot inside them, in an attribute, in a slot that was never filled."""
    fine = pseudo("Call {number}").format(number="911")
    assert untranslated(f"{fine} 2026-11-22 (UTC)") == []
    assert untranslated(f"{fine} now") == ["now"]
    assert untranslated(pseudo("Change: {what}").format(what="Danger now")) == ["Danger", "now"]
    assert untranslated(pseudo("Call {number}")) == ["number"]
    assert readable('<p title="a tip">text<br>more</p><code>rule_id</code>') == ["textmore", "a tip"]
    with pytest.raises(AssertionError):
        untranslated("⟦cut sh")


# --- the screens -----------------------------------------------------------------------------------------------------


@pytest.mark.long
def test_every_screen_of_a_walk() -> None:
    """With danger from violence, which is warned of on the way."""
    answers = {**CASES["spouse_and_meth"].answers, "worry_most": TYPED}
    visit = Visit(answers, PSEUDO)
    look_and_press(visit, "Start now")
    look_and_press(visit, "I understand")
    warned = False
    while look(visit) != visit.say("Check your answers"):
        if visit.say("We are safe for now. Keep going") in visit.page.buttons:
            warned = True
            visit.press("We are safe for now. Keep going")
            continue
        for link_id in visit.asked:
            visit.answer(visit.content.questionnaire.items[link_id])
            visit.run()
            look(visit)
        visit.press("Continue")
    assert warned
    assert visit.response.by_key["worry_most"].value == TYPED


@pytest.mark.parametrize("name", ["spouse_and_meth", "all_unknown", "meeting_ready", "loved_one_overseas"])
@pytest.mark.long
def test_every_screen_after_the_questions(name: str) -> None:
    """Danger from violence; almost nothing known; a meeting that fits; a place without 911."""
    visit = Visit({**CASES[name].answers, "worry_most": TYPED}, PSEUDO)
    visit.seed("review")
    expected = CASES[name].expect.tier.level
    look(visit)
    visit.press("Change: {what}", what=CONTENT.questionnaire.items["driving"].label)
    look_and_press(visit, "Continue")
    look_and_press(visit, "See my next steps")
    urgent = expected in (Level.RED, Level.ORANGE)
    unknowns = assess(CONTENT, response_of(CASES[name].answers, CONTENT), dt.date(2026, 11, 22)).unknowns
    assert look(visit) == CONTENT.band[expected if urgent or not unknowns else Level.OPEN].heading
    for page in ("All ways forward", "How we decided"):
        look_and_press(visit, page)
        look_and_press(visit, "Back to my next steps")
    visit.press("Get a summary for a professional")
    look(visit)
    if visit.page.heading == pseudo("Get your summary"):
        look_and_press(visit, "No one else can unlock this device: make the file")
    for link_id in ("lo_name", "your_name", "reach_you"):
        visit.type(CONTENT.questionnaire.items[link_id], TYPED)
    visit.run()
    look_and_press(visit, "Continue")
    look(visit)
    assert len(visit.page.downloads) == 3
    visit.open("stop")
    look_and_press(visit, "Erase my answers")
    look(visit)


@pytest.mark.parametrize("page", sorted(path.stem for path in FAMILY.glob("*.py")))
def test_a_page_opened_without_answers(page: str) -> None:
    visit = Visit(language=PSEUDO)
    visit.open(page)
    look(visit)


@pytest.mark.long
def test_every_question_and_every_answer_to_it() -> None:
    asked: set[str] = set()
    section_of = ENGLISH.questionnaire.section_of
    check = {link: item for link, item in ENGLISH.questionnaire.items.items() if section_of[link].asked in CHECK}
    leads: dict[str, tuple[str, ...]] = {}
    for lead in (lead for item in check.values() if item.follow_up for lead in item.enable_when):
        leads[lead.question] = (*leads.get(lead.question, ()), lead.codes[0])
    leads |= {item.link_id: (item.options[0].code,) for item in check.values() if item.opener}
    signs = {link: given if check[link].type is ItemType.CHOICES else given[0] for link, given in leads.items()}
    for answers in ({}, {"lo_country": "us", "same_place": "no"}, {"lo_country": "ca"}, signs):
        visit = Visit(dict(answers), language=PSEUDO)
        visit.begin()
        for item in visit.questions():
            assert look(visit)
            visit.answer(item)
            if item.opener and item.link_id in answers:
                visit.run()
                assert look(visit), "the list that opened"
            asked.add(item.link_id)
    assert asked == set(check)


def planning(name: str) -> Visit:
    """A case on the plan page, with "how long" and "how often" chosen."""
    answers = {**CASES[name].answers, "plan_follow_long": "3_months", "plan_follow_often": "weekly_first"}
    visit = Visit(language=PSEUDO)
    visit.at.session_state["response"] = response_of({**answers, "rel_name@n1": TYPED}, CONTENT)
    visit.open("plan")
    return visit


@pytest.mark.parametrize(
    "name", ["alex", "teen", "mild_worry", "meeting_without_a_place", "sam", "spouse_and_meth", "spouse_controlled"]
)
def test_the_plan(name: str) -> None:
    """A kind that fits; a talk withheld; none that fits; a treatment place first; danger; violence; no file."""
    look(planning(name))


def test_the_dates_of_the_plan() -> None:
    visit = planning("alex")
    visit.at.selectbox[0].select_index(3)
    visit.run()
    look(visit)
    assert visit.page.downloads


def test_every_part_of_the_plan() -> None:
    visit = planning("alex")
    home = visit.page.heading
    parts = [one for one in CONTENT.questionnaire.sections if one.asked == "plan"]
    for part in parts:
        visit.open_part(part.title)
        while visit.page.heading != home:
            look_and_press(visit, "Continue")
    look(visit)


class Looking(Visit):
    """A visit that checks every page before leaving it."""

    def press(self, label: str, **slots: object) -> None:
        """Looks, then presses."""
        look(self)
        super().press(label, **slots)


@pytest.mark.long
def test_every_part_of_the_full_intake() -> None:
    """A whole intake answered page by page, with its entries and what follows from the answers."""
    whole = read_answers((content_folder() / "cases" / "intakes" / "alex.json").read_bytes(), ENGLISH.questionnaire)
    given = {one.key: one.value for one in whole.answers if one.value is not None}
    items, section_of = ENGLISH.questionnaire.items, ENGLISH.questionnaire.section_of
    answers: Shorthand = {key: value if items[key.partition("@")[0]].options else TYPED for key, value in given.items()}
    visit = Looking(answers, language=PSEUDO)
    of_check = {key: value for key, value in answers.items() if section_of[key.partition("@")[0]].asked in CHECK}
    visit.at.session_state["response"] = response_of(of_check, CONTENT)
    visit.open("topics")
    seen: set[str] = set()
    for part in (one for one in CONTENT.questionnaire.sections if one.asked == "full"):
        visit.open_part(part.title)
        seen.update(visit.fill_part())
    assert seen >= {key for key in answers if section_of[key.partition("@")[0]].asked == "full"}


def test_the_comparison_of_professionals() -> None:
    answers = {**CASES["alex"].answers, "pro_name@n1": TYPED, "pro_price@n1": "no", "pro_credential@n2": "?"}
    visit = Visit(language=PSEUDO)
    visit.at.session_state["response"] = response_of(answers, CONTENT)
    visit.open("choose")
    home = look(visit)
    assert visit.page.downloads
    look_and_press(visit, "Remove: {what}", what=TYPED)
    look_and_press(visit, "No, keep")
    look_and_press(visit, "Change: {what}", what=TYPED)
    while visit.page.heading != home:
        look_and_press(visit, "Continue")


@pytest.mark.parametrize("name", ["alex", "spouse_controlled", "loved_one_overseas"])
@pytest.mark.parametrize("page", ["for_you", "call_helper"])
def test_the_pages_for_you_and_what_to_say(page: str, name: str) -> None:
    """With a plan and a sign of strain; without a file; in a place without 988."""
    own: Shorthand = {"own_down": "nearly_every_day", "own_today": ("eat",), "own_step": TYPED}
    visit = Visit(language=PSEUDO)
    visit.at.session_state["response"] = response_of({**CASES[name].answers, **own}, CONTENT)
    visit.open(page)
    look(visit)


def test_every_question_about_the_person_who_answers() -> None:
    visit = planning("alex")
    visit.open("for_you")
    home = visit.page.heading
    for part in (one for one in CONTENT.questionnaire.sections if one.asked == "self"):
        visit.open_part(part.title)
        while visit.page.heading != home:
            look_and_press(visit, "Continue")


def test_the_agency_named_in_the_footer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its own texts stay as they are; the text around them is translated."""
    for setting in ("ORGANIZATION", "FUNDED_BY", "ORGANIZATION_PHONE", "ORGANIZATION_HOURS", "PRIVACY_CONTACT"):
        monkeypatch.setenv(f"NEXT_STEP_{setting}", TYPED)
    _forget()
    visit = Visit(language=PSEUDO)
    assert visit.page.text.count(TYPED) >= 3
    look_and_press(visit, "Privacy")
    assert TYPED in visit.page.text
    look(visit)


def test_the_titles_in_the_browser_tab() -> None:
    Visit(language=PSEUDO)  # the pages are made in a run of the app
    assert_translated("the tab", [page.title for page in navigation._pages(PSEUDO).values()])


# --- plain pages, summary --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["crisis_page", "first_paint", "failed_page", "bar"])
def test_a_static_page(name: str) -> None:
    about = static_pages.static_texts(CONTENT, site(), WORDS, dt.date(2026, 11, 22))
    drawn = static_pages.bar(WORDS) if name == "bar" else getattr(static_pages, name)(about)
    assert "⟦" in drawn
    assert_translated(f"the plain page {name}", readable(drawn))


@pytest.mark.parametrize("name", ["spouse_and_meth", "all_unknown"])
@pytest.mark.parametrize("form", ["html", "text"])
def test_the_summary(name: str, form: str) -> None:
    response = response_of({**CASES[name].answers, "worry_most": TYPED}, CONTENT)
    response = response.model_copy(update={"language": PSEUDO})
    made = dt.datetime(2026, 11, 22, 8, 5, tzinfo=dt.UTC)
    found = brief(CONTENT, response, assess(CONTENT, response, made.date()), made, WORDS)
    if form == "html":
        drawn = readable(summary_pdf.html(found, WORDS, content_folder()))
    else:
        drawn = [" ".join(summary_text.text(found, WORDS).split())]  # without the breaks of its lines
    assert any(TYPED in text for text in drawn)
    # The summary contains the ids of rules, so that a professional can name one.
    rules = re.compile("|".join(rf"\b{rule}\b" for rule in sorted(ENGLISH.rule, key=len, reverse=True)))
    assert_translated(f"the summary as {form}", [rules.sub(" ", text) for text in drawn])
