"""The left of the call desk: all topics with how far they are, and the questions that a word finds."""

from __future__ import annotations

import streamlit as st

from intake.domain.questionnaire import Asked
from intake.ui.common import html, question_pages, session
from intake.ui.common.lists import progress
from intake.ui.staff.call import call_fields, call_state, keyboard, open_record, question_search, questions
from intake.ui.staff.call.call_state import FIRST_MINUTE

FIND = "desk_find_question"
_SOUGHT = "sought"


def listed() -> tuple[question_pages.Part, ...]:
    """All topics of a call. Counting what is answered in each costs time: a run asks once and hands them on."""
    return question_pages.parts(*open_record.ASKED)


def topics(every: tuple[question_pages.Part, ...]) -> None:
    """The field to find a question; below it what it finds, or all topics."""
    ui = session.words().ui
    with st.container(key=FIND):
        sought = call_fields.written(_SOUGHT, ui("Find a question. {keys}", keys=keyboard.KEYS["find"]))
    if sought.strip():
        _found(sought, every)
        return
    _row(FIRST_MINUTE, ui("First minute"), ui("Words to begin with"))
    for topic in every:
        _row(topic.section.id, topic.section.title, _state(topic))


def must_ask_left(every: tuple[question_pages.Part, ...]) -> int:
    """How many questions about safety were not asked yet, in all topics."""
    return questions.must_ask(asked for topic in every for asked in questions.questions(topic.section))


def around(every: tuple[question_pages.Part, ...]) -> tuple[str | None, str | None]:
    """The topics before and after the one on the screen; None where there is none."""
    order = [FIRST_MINUTE, *(topic.section.id for topic in every)]
    now = call_state.current().topic
    there = order.index(now) if now in order else 0
    return order[there - 1] if there else None, order[there + 1] if there + 1 < len(order) else None


def go_to(topic_id: str) -> None:
    """Opens a topic, with the focus on its first question that is open."""
    open_record.open_topic(topic_id)
    section = session.content().questionnaire.section.get(topic_id)
    keyboard.focus_on(questions.first_open(section) if section is not None else open_record.FIRST)
    st.rerun()


def _state(topic: question_pages.Part) -> str:
    words = session.words()
    state = progress(topic)
    if must := questions.must_ask(questions.questions(topic.section)):
        state += " · " + words.count("{number} must be asked", "{number} must be asked", must)
    return state


def _row(topic_id: str, title: str, state: str) -> None:
    if topic_id != call_state.current().topic:
        _button(topic_id, title, state)
        return
    with st.container(key="topic_here"):
        _button(topic_id, title, state)


def _button(topic_id: str, title: str, state: str) -> None:
    if st.button(f"**{title}**  \n{state}", key=f"topic_{topic_id}", width="stretch"):
        go_to(topic_id)


def _found(sought: str, every: tuple[question_pages.Part, ...]) -> None:
    """Questions with the words sought; a press opens the topic at the question."""
    ui, questionnaire = session.words().ui, session.content().questionnaire
    asked = [one for topic in every for one in questions.questions(topic.section)]
    hits = question_search.found(sought, asked, session.content().call_desk)
    st.button(ui("Show all topics"), key="find_nothing", on_click=call_fields.fill, args=(_SOUGHT, ""), type="tertiary")
    if not hits:
        html.paragraph(ui("No question has these words. It may be one that only an answer opens."))
    for one in hits:
        section = questionnaire.section_of[one.link_id]
        label = f"**{one.item.label}**  \n{section.title}{_answered(one)}"
        st.button(label, key=f"topic_hit_{one.key}", width="stretch", on_click=_open_at, args=(section.id, one.key))


def _open_at(topic_id: str, question: str) -> None:
    """Opens a topic at a question that was found; the list of topics comes back."""
    call_fields.fill(_SOUGHT, "")
    open_record.open_topic(topic_id)
    keyboard.focus_on(questions.place(question))


def _answered(asked: Asked) -> str:
    return f" · {session.words().ui('answered')}" if questions.was_asked(asked) else ""
