"""The left column of the call desk: all topics with their progress, and the question search."""

from __future__ import annotations

import streamlit as st

from intake.domain.questionnaire import Asked
from intake.ui.common import html, question_pages, session
from intake.ui.common.lists import progress
from intake.ui.staff.call import call_fields, call_state, keyboard, open_record, question_search, questions
from intake.ui.staff.call.call_state import FIRST_MINUTE

FIND = "desk_find_question"
MUST_ASK = "topic_must_ask"
_QUERY = "sought"


def all_topics() -> tuple[question_pages.PartProgress, ...]:
    """All topics of a call. Counting their answers is slow: call it once per run."""
    return question_pages.parts(*open_record.ASKED)


def show(topics: tuple[question_pages.PartProgress, ...]) -> None:
    """The next safety question and the search field; below them its results, or all topics."""
    ui = session.words().ui
    _next_must_ask(topics)
    with st.container(key=FIND):
        query = call_fields.text_line(_QUERY, ui("Find a question ({keys})", keys=keyboard.KEYS["find"]))
    if query.strip():
        _results(query, topics)
        return
    _row(FIRST_MINUTE, ui("First minute"), ui("Opening script"))
    for topic in topics:
        _row(topic.section.id, topic.section.title, _progress(topic))


def _next_must_ask(topics: tuple[question_pages.PartProgress, ...]) -> None:
    """A button to the next safety question not asked yet, from the topic on the screen onward, with their number."""
    words = session.words()
    left = must_ask_left(topics)
    count = (
        words.count("{number} safety question left", "{number} safety questions left", left)
        if left
        else words.ui("All safety questions have been asked.")
    )
    label = keyboard.with_keys(f"**{words.ui('Next safety question')}**", "must_ask")
    if st.button(f"{label}  \n{count}", key=MUST_ASK, width="stretch", disabled=not left):
        _go_to_must_ask(topics)


def _go_to_must_ask(topics: tuple[question_pages.PartProgress, ...]) -> None:
    order, here = [topic.section for topic in topics], call_state.current().topic
    start = next((place for place, section in enumerate(order) if section.id == here), 0)
    for section in (*order[start:], *order[:start]):
        for asked in questions.of_topic(section):
            if questions.must_ask_count([asked]):
                in_first_minute = asked.link_id in session.content().call_desk.first_minute
                if here != FIRST_MINUTE or not in_first_minute:
                    open_record.open_topic(section.id)
                keyboard.focus_on(questions.container_key(asked.key))
                st.rerun()


def must_ask_left(topics: tuple[question_pages.PartProgress, ...]) -> int:
    """The number of safety questions in these topics not asked yet."""
    return questions.must_ask_count(asked for topic in topics for asked in questions.of_topic(topic.section))


def neighbors(topics: tuple[question_pages.PartProgress, ...]) -> tuple[str | None, str | None]:
    """The ids of the topics before and after the one on the screen; None if there is none."""
    order = [FIRST_MINUTE, *(topic.section.id for topic in topics)]
    current = call_state.current().topic
    place = order.index(current) if current in order else 0
    return order[place - 1] if place else None, order[place + 1] if place + 1 < len(order) else None


def go_to(topic_id: str) -> None:
    """Open a topic, with the focus on its first question not asked yet."""
    open_record.open_topic(topic_id)
    section = session.content().questionnaire.section.get(topic_id)
    keyboard.focus_on(questions.first_open(section) if section is not None else open_record.FIRST)
    st.rerun()


def _progress(topic: question_pages.PartProgress) -> str:
    words = session.words()
    number = questions.must_ask_count(questions.of_topic(topic.section))
    left = words.count("{number} safety question left", "{number} safety questions left", number) if number else ""
    begun = progress(topic) if topic.shown or not number else ""
    return " · ".join(filter(None, (begun, left)))


def _row(topic_id: str, title: str, state: str) -> None:
    if topic_id != call_state.current().topic:
        _button(topic_id, title, state)
        return
    with st.container(key="topic_here"):
        _button(topic_id, title, state)


def _button(topic_id: str, title: str, state: str) -> None:
    if st.button(f"**{title}**  \n{state}", key=f"topic_{topic_id}", width="stretch"):
        go_to(topic_id)


def _results(query: str, topics: tuple[question_pages.PartProgress, ...]) -> None:
    """The questions that match the query; selecting one opens its topic at the question."""
    ui, questionnaire = session.words().ui, session.content().questionnaire
    asked_in_call = [asked for topic in topics for asked in questions.of_topic(topic.section)]
    hits = question_search.search(query, asked_in_call, session.content().call_desk)
    st.button(ui("Show all topics"), key="find_nothing", on_click=call_fields.fill, args=(_QUERY, ""), type="tertiary")
    if not hits:
        html.paragraph(ui("No questions match. Some questions appear only after certain answers."))
    for hit in hits:
        section = questionnaire.section_of[hit.link_id]
        label = f"**{hit.item.label}**  \n{section.title}{_answered_mark(hit)}"
        st.button(label, key=f"topic_hit_{hit.key}", width="stretch", on_click=_open_at, args=(section.id, hit.key))


def _open_at(topic_id: str, question: str) -> None:
    """Open a topic at a question, and end the search."""
    call_fields.fill(_QUERY, "")
    open_record.open_topic(topic_id)
    keyboard.focus_on(questions.container_key(question))


def _answered_mark(asked: Asked) -> str:
    return f" · {session.words().ui('answered')}" if questions.was_asked(asked) else ""
