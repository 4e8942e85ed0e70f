"""The screens and the ways between them. Every move is a button: text typed before a click on a link would be lost."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal, NamedTuple, NoReturn, get_args

import streamlit as st

from intake.domain.questionnaire import Asked, Section
from intake.domain.response import Absent, Answer, Response
from intake.domain.routing import next_entry
from intake.ui.common import session
from intake.ui.common.navigation import go, pages

_AT = "at"
_RETURN = "return_to"
_AFTER = "after_act_now"
_DANGER_RETURN = "danger_return"
_TOPIC = "topic"
_DEPTH = "depth"
_ASKED_BEFORE = "asked_before"
_INTRO = "intro:"
_MORE = "more:"
_STOPS = "stops"
_CHECK = ("first", "check")
Depth = Literal["quick", "check"]


class QuestionPage(NamedTuple):
    """One question page: its questions; without any it is an introduction, or it asks for more entries.

    `name` is what the session remembers: the key of the first question, intro:section or more:section.
    """

    name: str
    section: Section
    questions: tuple[Asked, ...] = ()

    @property
    def entry(self) -> str:
        """The entry the page is about; "" where the section does not repeat."""
        return self.questions[0].entry if self.questions else ""

    @property
    def asks_for_more(self) -> bool:
        """Whether this is the page after the last entry."""
        return self.name.startswith(_MORE)


def walk() -> tuple[QuestionPage, ...]:
    """The question pages in order: those of the open topic, or those of the check at its depth.

    Worked out once for each set of questions that apply and each place: a run asks for them several times.
    """
    applying, topic = session.applying(), _topic()
    entry = _open_entry() if topic is not None and topic.asked == "choose" else None
    place = (topic.id if topic else "", entry, depth(), asked_before())
    made_for, found = st.session_state.get(_STOPS, (None, ()))
    if made_for is None or made_for[0] is not applying or made_for[1] != place:
        found = _pages_in_check() if topic is None else _pages_of(topic)
        if entry is not None:  # what is compared side by side is asked about one at a time, and then looked at
            found = tuple(stop for stop in found if stop.entry == entry)
        st.session_state[_STOPS] = ((applying, place), found)
    result: tuple[QuestionPage, ...] = found
    return result


def _pages_in_check() -> tuple[QuestionPage, ...]:
    quick, before, section_of = depth() == "quick", asked_before(), _section_of()
    return _paged(
        asked
        for asked in session.applying()
        if section_of[asked.link_id].asked in _CHECK and (asked.item.quick or not quick) and asked.key not in before
    )


def _pages_of(section: Section) -> tuple[QuestionPage, ...]:
    """The pages of one section; one that repeats ends with the page that asks for more."""
    section_of = _section_of()
    pages = _paged(asked for asked in session.applying() if section_of[asked.link_id].id == section.id)
    return (*pages, QuestionPage(f"{_MORE}{section.id}", section)) if section.repeats else pages


def _open_entry() -> str:
    return str(st.session_state.get(_AT) or "").partition("@")[2]


def _section(key: str) -> Section:
    return _section_of()[key.partition("@")[0]]


def _section_of() -> dict[str, Section]:
    """The section each question stands in: looked up once where it is asked of every question."""
    return session.content().questionnaire.section_of


def _paged(questions: Iterable[Asked]) -> tuple[QuestionPage, ...]:
    """Questions on pages: one a page, or together with the one before it; an introduction before its section."""
    found: list[QuestionPage] = []
    section_of = _section_of()
    for asked in questions:
        section, last = section_of[asked.link_id], found[-1] if found else None
        if section.intro and (last is None or last.section.id != section.id):
            found.append(QuestionPage(f"{_INTRO}{section.id}", section))
        elif asked.item.together and last is not None and last.section.id == section.id and last.entry == asked.entry:
            found[-1] = last._replace(questions=(*last.questions, asked))
            continue
        found.append(QuestionPage(asked.key, section, (asked,)))
    return tuple(found)


def here() -> QuestionPage:
    """The question page the person is on: of the walk, or, when one answer is changed, of any section."""
    name, there = _at(), walk()
    return (
        _page_named(name, there)
        or _page_named(name, _pages_of(_section_at(name)))
        or (there or _pages_of(_section_at(name)))[0]
    )


def _at() -> str:
    found: str | None = st.session_state.get(_AT)
    return found if found and _known(found) else walk()[0].name


def _known(name: str) -> bool:
    """Whether the questionnaire still has the page a session remembers."""
    questionnaire = session.content().questionnaire
    prefix, colon, section = name.partition(":")
    return section in questionnaire.section if colon else prefix.partition("@")[0] in questionnaire.items


def _section_at(name: str) -> Section:
    _, colon, section = name.partition(":")
    return session.content().questionnaire.section[section] if colon else _section(name)


def _page_named(name: str, there: tuple[QuestionPage, ...]) -> QuestionPage | None:
    """The page of that name, or the one that has its question."""
    return next((stop for stop in there if name == stop.name or any(name == one.key for one in stop.questions)), None)


def ask(key: str, *, then: str | None = None) -> NoReturn:
    """Opens the page of one question; with `then`, Continue comes back to that screen."""
    st.session_state[_AT] = key
    st.session_state[_RETURN] = then
    go("questions")


def resume() -> NoReturn:
    """Back to the question page the person was on."""
    go("questions")


def change(key: str, *, then: str) -> NoReturn:
    """Opens a question whose answer is to be changed, and comes back to the screen `then`."""
    if _section(key).asked == "gate":
        ask_danger(then)
    ask(key, then=then)


def ask_danger(then: str | None) -> NoReturn:
    """Opens the question about danger; with `then`, Continue and Back come back to that screen."""
    st.session_state[_DANGER_RETURN] = then
    go("danger")


def danger_return() -> str | None:
    """The screen from which the question about danger was opened, if it was not the first time."""
    found: str | None = st.session_state.get(_DANGER_RETURN)
    return found


def changing() -> str | None:
    """The screen to return to when one answer is being changed."""
    found: str | None = st.session_state.get(_RETURN)
    return found


def onward() -> NoReturn:
    """After Continue on a question: back to where Change was pressed, or to the next question page."""
    leave_for(_neighbour(+1, end=_end()))


def backward() -> NoReturn:
    """One question page back; before the first stands the question about danger, before a topic the list of parts."""
    go(_neighbour(-1, end=_end() if _topic() else "danger"))


def leave_for(name: str) -> NoReturn:
    """To a screen, but first to what to do now, if an answer means danger that the person was not shown yet."""
    if session.new_dangers():
        st.session_state[_AFTER] = name
        go("act_now")
    go(name)


def show_danger(then: str) -> NoReturn:
    """Opens what to do now; "Keep going" there comes back to the screen `then`."""
    st.session_state[_AFTER] = then
    go("act_now")


def keep_going() -> NoReturn:
    """From what to do now on to the screen that was wanted."""
    go(st.session_state.get(_AFTER, "questions"))


def skip_section() -> NoReturn:
    """To the first page of the next section; the questions passed over stay without an answer."""
    there, section = walk(), here().section
    for stop in there:
        if stop.section.id == section.id:
            session.passed_over(*stop.questions)
    later = [stop for stop in there[there.index(here()) :] if stop.section.id != section.id]
    if later:
        st.session_state[_AT] = later[0].name
    leave_for("questions" if later else _end())


def _end() -> str:
    """The screen after the last question page."""
    topic = _topic()
    return "review" if topic is None else home_of(topic)


def _neighbour(by: int, *, end: str) -> str:
    """The screen one step away, with the question page set; `end` beyond the last (or first) one."""
    back = changing()
    if back:
        st.session_state[_RETURN] = None
        return back
    there, now = walk(), here()
    place = there.index(now) + by if now in there else 0
    if not 0 <= place < len(there):
        return end
    st.session_state[_AT] = there[place].name
    return "questions"


def depth() -> Depth:
    """How much of the check is asked."""
    found: Depth = st.session_state.get(_DEPTH, "check")
    return found


def asked_before() -> frozenset[str]:
    """The keys of what was asked before the person went deeper: it is not asked again."""
    return frozenset(st.session_state.get(_ASKED_BEFORE, ()))


def start(how_deep: Depth) -> NoReturn:
    """Begins the check, after what to know about safety."""
    st.session_state[_DEPTH] = how_deep
    go("stay_safe")


def deepen() -> NoReturn:
    """From the short way on to the rest of the check, without what was asked already."""
    keys = (answer.key for answer in session.response().answers)
    st.session_state[_ASKED_BEFORE] = tuple(key for key in keys if _section(key).asked in _CHECK)
    st.session_state[_DEPTH] = "check"
    leave_topic()
    there = walk()
    if not there:
        go("review")
    ask(there[0].name)


class Topic(NamedTuple):
    """One part in the list of parts: how many of its questions there are, were shown, and were answered."""

    section: Section
    questions: int
    shown: int
    answered: int

    @property
    def done(self) -> bool:
        """Whether every question was shown."""
        return 0 < self.questions == self.shown


def topics(*asked: str) -> tuple[Topic, ...]:
    """The parts that are asked there ("check", "full", "plan") and not withheld, in order."""
    section_of, of_section = _section_of(), dict[str, list[Asked]]()
    for one in session.applying():
        of_section.setdefault(section_of[one.link_id].id, []).append(one)
    return tuple(
        _counted(section, of_section.get(section.id, []))
        for section in session.content().questionnaire.sections
        if section.asked in asked and not withheld(section)
    )


def withheld(section: Section) -> bool:
    """Whether the answers so far forbid to speak of what the section is about."""
    return not frozenset(session.assessment().withheld).isdisjoint(section.tags)


def _counted(section: Section, questions: list[Asked]) -> Topic:
    said = session.response().by_key
    shown = [said[one.key] for one in questions if one.key in said]
    answered = sum(answer.absent is not Absent.NOT_ASKED for answer in shown)
    return Topic(section, len(questions), len(shown), answered)


def open_topic(section_id: str) -> NoReturn:
    """Opens one part: at its introduction when nothing of it was shown yet, then at its first page not shown yet.

    When all were shown, it opens at its first page.
    """
    section = session.content().questionnaire.section[section_id]
    st.session_state[_TOPIC] = section_id
    said, pages = session.response().by_key, _pages_of(section)
    new = [stop for stop in pages if stop.asks_for_more or any(one.key not in said for one in stop.questions)]
    begun = any(one.key in said for stop in pages for one in stop.questions)
    ask((new if begun and new else pages)[0].name)


def home_of(section: Section) -> str:
    """The screen that lists a part."""
    return {"plan": "plan", "choose": "choose", "self": "for_you"}.get(section.asked, "topics")


def leave_topic() -> None:
    """Forgets which part is open: what follows is the check again."""
    st.session_state[_TOPIC] = None
    st.session_state[_AT] = None


def in_check() -> bool:
    """Whether the question pages are those of the check, and not of one part."""
    return _topic() is None


def _topic() -> Section | None:
    found = session.content().questionnaire.section.get(st.session_state.get(_TOPIC) or "")
    return None if found is None or withheld(found) else found


def add_entry(section: Section) -> NoReturn:
    """Begins an entry of a section that repeats, which is open from then on."""
    assert section.repeats is not None, f"{section.id} does not repeat"
    entry = next_entry(session.response())
    st.session_state[_TOPIC] = section.id
    session.record(Answer(link_id=section.repeats.named_by, entry=entry, absent=Absent.NOT_ASKED))
    first = next(stop for stop in _pages_of(section) if stop.entry == entry)
    ask(first.name)


def change_entry(section: Section, entry: str) -> NoReturn:
    """Opens the first page of an entry, and with it the section."""
    st.session_state[_TOPIC] = section.id
    ask(next(stop.name for stop in _pages_of(section) if stop.entry == entry))


def go_on_from(response: Response, place: Mapping[str, object]) -> NoReturn:
    """Takes over the answers of a file, and goes to where the person was when it was saved."""
    session.take_over(response, _sound(place))
    if not walk():
        st.session_state[_ASKED_BEFORE] = ()  # nothing would be left to be asked
    leave_for(session.working_on() or "review")


def place_for_file() -> dict[str, Any]:
    """Where the person is; a file does not say that it was among the questions about themself."""
    place = session.place()
    if _known(str(place.get(_AT))) and _section_at(str(place[_AT])).asked == "self":
        place |= {_TOPIC: None, _AT: None}
    return place


def _sound(place: Mapping[str, object]) -> dict[str, object]:
    """What of a place there is: it comes from outside, and may be of other questions and other screens."""
    screens, sections = pages(), session.content().questionnaire.section
    legal: dict[str, Callable[[str], bool]] = {
        **dict.fromkeys((_RETURN, _AFTER, _DANGER_RETURN, session.WORKING_ON), screens.__contains__),
        _AT: _known,
        _TOPIC: sections.__contains__,
        _DEPTH: get_args(Depth).__contains__,
    }
    texts = {key: value for key, value in place.items() if isinstance(value, str)}
    lists = {key: value for key, value in place.items() if isinstance(value, list)}
    return {
        **{key: value for key, value in texts.items() if key in legal and legal[key](value)},
        **{key: lists[key] for key in (_ASKED_BEFORE, session.SEEN) if key in lists},
    }
