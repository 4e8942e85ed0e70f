"""The question pages: which come in which order, where the person is, and how to move between them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple, NoReturn, get_args

import streamlit as st

from intake.domain.question_pages import CHECK, Depth, QuestionPage, paged
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
_OPEN = "open_questions"
_THEN = "then_after_open"
_LEFT_AT = "left_at"
_MORE = "more:"
_STOPS = "stops"
_CALENDAR_ID = re.compile(rf"[0-9a-f]{{{2 * session.CALENDAR_BYTES}}}")


def sequence() -> tuple[QuestionPage, ...]:
    """The question pages in order: those of the open part, the open questions, or those of the check at its depth.

    Cached for each set of questions that apply and each place, because a run asks for them several times.
    """
    applying, part = session.applying(), _open_section()
    entry = _open_entry() if part is not None and part.asked == "choose" else None
    place = (part.id if part else "", entry, depth(), asked_before(), _open_questions())
    made_for, cached = st.session_state.get(_STOPS, (None, ()))
    if made_for is None or made_for[0] is not applying or made_for[1] != place:
        cached = _pages_in_check() if part is None else _pages_of(part)
        if entry is not None:  # one professional at a time, then back to the comparison
            cached = tuple(page for page in cached if page.entry == entry)
        st.session_state[_STOPS] = ((applying, place), cached)
    result: tuple[QuestionPage, ...] = cached
    return result


def _pages_in_check() -> tuple[QuestionPage, ...]:
    """The pages of the questions to ask: the open ones, or those of the check at its depth."""
    questionnaire, quick = session.content().questionnaire, depth() == "quick"
    before, only = asked_before(), _open_questions()
    if only:
        here = frozenset(key.partition("@")[0] for key in only)
        return paged(questionnaire, (asked for asked in session.applying() if asked.key in only), here, depth())
    here = frozenset(
        item.link_id
        for section in questionnaire.sections
        for item in section.items
        if section.asked in CHECK and (item.quick or not quick) and item.link_id not in before
    )
    return paged(questionnaire, (asked for asked in session.applying() if asked.link_id in here), here, depth())


def _pages_of(section: Section) -> tuple[QuestionPage, ...]:
    """The pages of one section; a section that repeats ends with the page that asks for more."""
    here = frozenset(item.link_id for item in section.items)
    questions = (asked for asked in session.applying() if asked.link_id in here)
    pages = paged(session.content().questionnaire, questions, here, "check")
    return (*pages, QuestionPage(f"{_MORE}{section.id}", section)) if section.repeats else pages


def _open_entry() -> str:
    return str(st.session_state.get(_AT) or "").partition("@")[2]


def _section(key: str) -> Section:
    return _section_of()[key.partition("@")[0]]


def _section_of() -> dict[str, Section]:
    """Question -> its section. Look it up once before a loop over the questions."""
    return session.content().questionnaire.section_of


def current() -> QuestionPage:
    """The question page the person is on: one of the sequence or, while one answer is changed, its question alone."""
    name, pages = _current_name(), sequence()
    section = _section_at(name)
    if return_screen() and section.asked in CHECK:
        changed = next((asked for asked in session.applying() if asked.key == name), None)
        if changed is not None:
            return QuestionPage(name, section, (changed,))
    return (
        _page_named(name, pages)
        or _page_named(name, _pages_of(section))
        or next((page for page in pages if page.section.id == section.id), None)
        or (pages or _pages_of(section))[0]
    )


def _current_name() -> str:
    name: str | None = st.session_state.get(_AT)
    return name if name and _exists(name) else sequence()[0].name


def _exists(name: str) -> bool:
    """Whether the questionnaire still has the page a session remembers."""
    questionnaire = session.content().questionnaire
    prefix, colon, section = name.partition(":")
    return section in questionnaire.section if colon else prefix.partition("@")[0] in questionnaire.items


def _section_at(name: str) -> Section:
    _, colon, section = name.partition(":")
    return session.content().questionnaire.section[section] if colon else _section(name)


def _page_named(name: str, pages: tuple[QuestionPage, ...]) -> QuestionPage | None:
    """The page of that name, or the one that has the question of that key."""
    return next(
        (page for page in pages if name == page.name or any(name == asked.key for asked in page.questions)), None
    )


def open_page(name: str, *, then: str | None = None) -> NoReturn:
    """Open a question page by its name or a question's key; with `then`, Continue returns to that screen.

    If that is the question pages, it returns to the page the person was on.
    """
    if then == "questions":
        st.session_state[_LEFT_AT] = st.session_state.get(_AT)
    st.session_state[_AT] = name
    st.session_state[_RETURN] = then
    go("questions")


def resume() -> NoReturn:
    """Return to the question page the person was on."""
    go("questions")


def change_answer(key: str, *, then: str) -> NoReturn:
    """Open a question to change its answer; Continue returns to the screen `then`."""
    if _section(key).asked == "gate":
        ask_danger(then)
    open_page(key, then=then)


def ask_danger(then: str | None) -> NoReturn:
    """Open the question about danger; with `then`, Continue and Back return to that screen."""
    st.session_state[_DANGER_RETURN] = then
    go("danger")


def danger_return() -> str | None:
    """The screen that the question about danger was opened from; None at the start of the check."""
    screen: str | None = st.session_state.get(_DANGER_RETURN)
    return screen


def return_screen() -> str | None:
    """The screen to return to while one answer is being changed, else None."""
    screen: str | None = st.session_state.get(_RETURN)
    return screen


def onward() -> NoReturn:
    """Go on from a question page: back to where Change was selected, or to the next question page."""
    go_danger_first(_neighbor(+1, end=_end()))


def backward() -> NoReturn:
    """Go one question page back: from the first to the question about danger, or to where the part was opened."""
    go(_neighbor(-1, end=_end() if _open_section() or _open_questions() else "danger"))


def go_danger_first(name: str) -> NoReturn:
    """Go to a screen. First show a danger or a warning not shown yet, then ask about answers that contradict."""
    first = _before_going_on()
    if first is not None:
        st.session_state[_AFTER] = name
        go(first)
    if name == _end():
        _close_open_questions()
    go(name)


def show_what_comes_first(page: QuestionPage) -> None:
    """Go to what was not shown yet, unless an answer on this page calls for it and is still being given.

    That is a danger, a warning, or a question about two answers.

    Continue does so too. But the browser may take a person back to the questions: for example, it sends a second press
    of Continue for the page it still shows, and that press overtakes the move.
    """
    here = {asked.key for asked in page.questions}
    if any(here.isdisjoint(finding.evidence) for finding in session.not_shown_yet()):
        go_danger_first("questions")


def _before_going_on() -> str | None:
    """The screen that an answer calls for before anything else; None if there is none."""
    if session.new_dangers():
        return "act_now"
    if session.new_warnings():
        return "you_now"
    return "both_answers" if session.new_contradictions() else None


def show_danger(then: str) -> NoReturn:
    """Open what to do now; "Keep going" there returns to the screen `then`."""
    st.session_state[_AFTER] = then
    go("act_now")


def heading_for() -> str:
    """The screen the person was heading for when a warning or a question about two answers came first."""
    return str(st.session_state.get(_AFTER) or "questions")


def keep_going() -> NoReturn:
    """Go from what to do now to the screen the person was heading for."""
    go_danger_first(heading_for())


def skip_section() -> NoReturn:
    """Go to the first page of the next section; the skipped questions stay without an answer."""
    pages, page = sequence(), current()
    for other in pages:
        if other.section.id == page.section.id:
            session.record_shown(*other.questions)
    later = [other for other in pages[pages.index(page) :] if other.section.id != page.section.id]
    if later:
        st.session_state[_AT] = later[0].name
    go_danger_first("questions" if later else _end())


def answer_open(*, then: str) -> NoReturn:
    """Ask every question that is open and needed to rule out danger; then go to the screen `then`."""
    ask_open(session.assessment().unknowns, then=then)


def ask_open(keys: Iterable[str], *, then: str) -> NoReturn:
    """Ask exactly these questions, page by page; then go to the screen `then`."""
    keys, gate = tuple(keys), session.content().questionnaire.gate.link_id
    leave_part()
    st.session_state[_OPEN] = tuple(key for key in keys if key != gate)
    st.session_state[_THEN], st.session_state[_RETURN] = then, None
    if not sequence():
        _close_open_questions()
    if gate in keys:
        ask_danger("questions" if _open_questions() else then)
    go("questions" if _open_questions() else then)


def asks_open() -> bool:
    """Whether the question pages are those of the open questions."""
    return bool(_open_questions())


def _open_questions() -> tuple[str, ...]:
    """The keys of the open questions being asked; empty if the question pages are others."""
    return tuple(st.session_state.get(_OPEN, ()))


def _close_open_questions() -> None:
    st.session_state[_OPEN] = ()


def _end() -> str:
    """The screen after the last question page."""
    if _open_questions():
        return str(st.session_state.get(_THEN) or "result")
    part = _open_section()
    return "review" if part is None else home_of(part)


def _neighbor(step: int, *, end: str) -> str:
    """Set the question page `step` pages away and return its screen; `end` beyond the last (or first) page."""
    back = return_screen()
    if back:
        st.session_state[_RETURN] = None
        if back == "questions":
            st.session_state[_AT] = st.session_state.get(_LEFT_AT)
        return back
    pages, page = sequence(), current()
    index = pages.index(page) + step if page in pages else 0
    if not 0 <= index < len(pages):
        return end
    st.session_state[_AT] = pages[index].name
    return "questions"


def depth() -> Depth:
    """How much of the check is asked."""
    depth: Depth = st.session_state.get(_DEPTH, "check")
    return depth


def asked_before() -> frozenset[str]:
    """The keys of the questions asked before the person chose the full check: they are not asked again."""
    return frozenset(st.session_state.get(_ASKED_BEFORE, ()))


def start(depth: Depth) -> NoReturn:
    """Begin the check with the page on staying safe."""
    st.session_state[_DEPTH] = depth
    _close_open_questions()
    go("stay_safe")


def ask_the_rest() -> NoReturn:
    """Go from the short check to the rest of the full one, without the questions already asked."""
    keys = (answer.key for answer in session.response().answers)
    st.session_state[_ASKED_BEFORE] = tuple(key for key in keys if _section(key).asked in CHECK)
    st.session_state[_DEPTH] = "check"
    leave_part()
    pages = sequence()
    if not pages:
        go("review")
    open_page(pages[0].name)


class PartProgress(NamedTuple):
    """One part in the list of parts: how many questions apply, how many were shown, and how many were answered."""

    section: Section
    questions: int
    shown: int
    answered: int

    @property
    def done(self) -> bool:
        """Whether every question was shown."""
        return 0 < self.questions == self.shown


def parts(*asked_in: str) -> tuple[PartProgress, ...]:
    """The parts asked in these places ("check", "full", "plan") and not withheld, in order."""
    section_of, by_section = _section_of(), dict[str, list[Asked]]()
    for asked in session.applying():
        by_section.setdefault(section_of[asked.link_id].id, []).append(asked)
    return tuple(
        _part(section, by_section.get(section.id, []))
        for section in session.content().questionnaire.sections
        if section.asked in asked_in and not withheld(section)
    )


def withheld(section: Section) -> bool:
    """Whether the answers so far mean that the section's subject must not be brought up."""
    return not frozenset(session.assessment().withheld).isdisjoint(section.tags)


def _part(section: Section, questions: list[Asked]) -> PartProgress:
    by_key = session.response().by_key
    shown = [by_key[asked.key] for asked in questions if asked.key in by_key]
    answered = sum(answer.absent is not Absent.NOT_ASKED for answer in shown)
    return PartProgress(section, len(questions), len(shown), answered)


def open_part(section_id: str) -> NoReturn:
    """Open a part at its first page not shown yet; at its first page if none or all of them were shown."""
    section = session.content().questionnaire.section[section_id]
    leave_part()
    st.session_state[_TOPIC] = section_id
    by_key, pages = session.response().by_key, _pages_of(section)
    new = [page for page in pages if not page.questions or any(asked.key not in by_key for asked in page.questions)]
    begun = any(asked.key in by_key for page in pages for asked in page.questions)
    open_page((new if begun and new else pages)[0].name)


def home_of(section: Section) -> str:
    """The screen that lists a part."""
    return {"plan": "plan", "choose": "choose", "self": "for_you"}.get(section.asked, "topics")


def leave_part() -> None:
    """Close the open part, or the open questions: the question pages are those of the check again."""
    _close_open_questions()
    st.session_state[_TOPIC] = None
    st.session_state[_AT] = None


def in_check() -> bool:
    """Whether the question pages are those of the check, not those of one part."""
    return _open_section() is None


def _open_section() -> Section | None:
    """The section of the open part; None in the check."""
    section = session.content().questionnaire.section.get(st.session_state.get(_TOPIC) or "")
    return None if section is None or withheld(section) else section


def add_entry(section: Section) -> NoReturn:
    """Add an entry to a section that repeats, and open its first page."""
    assert section.repeats is not None, f"{section.id} does not repeat"
    entry = next_entry(session.response())
    st.session_state[_TOPIC] = section.id
    session.record(Answer(link_id=section.repeats.named_by, entry=entry, absent=Absent.NOT_ASKED))
    first = next(page for page in _pages_of(section) if page.entry == entry)
    open_page(first.name)


def change_entry(section: Section, entry: str) -> NoReturn:
    """Open the first page of an entry, and with it the section."""
    st.session_state[_TOPIC] = section.id
    open_page(next(page.name for page in _pages_of(section) if page.entry == entry))


def continue_from(response: Response, place: Mapping[str, object]) -> NoReturn:
    """Replace the answers with those of a file, and go to where the person was when it was saved."""
    session.take_over(response, _valid(place))
    session.forget_warnings()
    if not sequence():
        _close_open_questions()
        st.session_state[_ASKED_BEFORE] = ()  # otherwise no question would be left to ask
    go_danger_first(session.working_on() or "review")


def place_for_file() -> dict[str, Any]:
    """Where the person is, for a file; the file does not reveal that it was in the questions about themselves.

    Every file has the id of calendar entries, so that it does not tell whether there are any.
    """
    place = {**session.place(), session.CALENDAR: session.calendar_id()}
    if _exists(str(place.get(_AT))) and _section_at(str(place[_AT])).asked == "self":
        place |= {_TOPIC: None, _AT: None}
    return place


def _valid(place: Mapping[str, object]) -> dict[str, object]:
    """The part of a place that exists here: it comes from a file, which may be about other questions and screens."""
    screens, sections = pages(), session.content().questionnaire.section
    legal: dict[str, Callable[[str], object]] = {
        **dict.fromkeys((_RETURN, _AFTER, _THEN, _DANGER_RETURN, session.WORKING_ON), screens.__contains__),
        **dict.fromkeys((_AT, _LEFT_AT), _exists),
        _TOPIC: sections.__contains__,
        _DEPTH: get_args(Depth).__contains__,
        session.CALENDAR: _CALENDAR_ID.fullmatch,
    }
    texts = {key: value for key, value in place.items() if isinstance(value, str)}
    lists = {key: value for key, value in place.items() if isinstance(value, list)}
    return {
        **{key: value for key, value in texts.items() if key in legal and legal[key](value)},
        **{key: lists[key] for key in (_ASKED_BEFORE, _OPEN, session.SEEN, session.CONTRADICTIONS) if key in lists},
    }
