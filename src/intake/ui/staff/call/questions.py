"""The middle of the call desk: for each question what to say, why it is asked, the answers, and the notes on it."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from intake.brief.entry_names import name_of_entry
from intake.brief.rows import row_of
from intake.brief.wording import quoted
from intake.domain import consent
from intake.domain.questionnaire import Asked, Section
from intake.domain.response import Absent, Answer
from intake.domain.routing import next_entry
from intake.store import index_fields
from intake.ui.common import html, session
from intake.ui.common.answer_fields import ask
from intake.ui.staff.call import (
    call_fields,
    call_state,
    dangers,
    interpreter,
    keyboard,
    log,
    notes,
    open_record,
    without_notes,
)

_BY_TOPIC = "desk_by_topic"


def container_key(key: str) -> str:
    """The key of a question's container, for moving the focus to it."""
    return f"q_{key}"


def was_asked(asked: Asked) -> bool:
    """Whether the question has an answer or a reason for having none: "I do not know" counts as asked."""
    return index_fields.was_asked(session.case(), asked.key)


def must_ask_count(questions: Iterable[Asked]) -> int:
    """The number of safety questions not asked yet."""
    return index_fields.count_must_ask(session.case(), questions)


def of_topic(section: Section) -> tuple[Asked, ...]:
    """The applying questions of a topic. Grouped by topic once for each set of applying questions."""
    applying, section_of = session.applying(), session.content().questionnaire.section_of
    grouped_from, by_topic = st.session_state.get(_BY_TOPIC, (None, {}))
    if grouped_from is not applying:
        by_topic = {}
        for asked in applying:
            by_topic.setdefault(section_of[asked.link_id].id, []).append(asked)
        st.session_state[_BY_TOPIC] = (applying, by_topic)
    return tuple(by_topic.get(section.id, ()))


def first_open(section: Section) -> str:
    """The container key of a topic's first question not asked yet; of its first question if all were asked."""
    questions = of_topic(section)
    target = next((asked for asked in questions if not was_asked(asked)), questions[0] if questions else None)
    return container_key(target.key) if target else "next_topic"


def topic(section: Section) -> None:
    """The questions of a topic; if it repeats, entry by entry, with a button to add one."""
    ui = session.words().ui
    interpreter.guidance()
    entry = ""
    for asked in of_topic(section):
        if asked.entry and asked.entry != entry:
            entry = asked.entry
            html.section(name_of_entry(session.content(), section, entry, session.response()))
        question(asked)
    if section.repeats is None:
        return
    if not of_topic(section):
        html.paragraph(ui("Nothing added yet."))
    if st.button(section.repeats.add, key="add_entry"):
        _add_entry(section)


def _add_entry(section: Section) -> None:
    assert section.repeats is not None, f"{section.id} does not repeat"
    entry = next_entry(session.case())
    named_by = section.repeats.named_by
    session.record(Answer(link_id=named_by, entry=entry, absent=Absent.NOT_ASKED))
    keyboard.focus_on(container_key(Asked(session.content().questionnaire.items[named_by], entry).key))
    st.rerun()


def first_minute() -> None:
    """How to open the call, in the order to say it."""
    ui = session.words().ui
    signed_in = open_record.signed_in()
    interpreter.guidance()
    greeting = ui("Hi, this is {name}. I am glad you called.", name=signed_in.shown_as if signed_in else "")
    html.show(f'<p class="ns-say">{interpreter.script(greeting)}</p>')
    safe = _about_the_call(call_state.SAFE_TO_TALK, ui("Are you in a safe place to talk?"))
    with st.container(key="desk_not_safe"):
        if safe == "no":
            _not_safe()
    applying = {asked.link_id: asked for asked in session.applying()}
    for link_id in session.content().call_desk.first_minute:
        if link_id in applying:
            question(applying[link_id])
    _about_the_call(consent.NOTES, ui("May I take notes? You can skip any question."))
    without_notes.explanation()


def _not_safe() -> None:
    """For a caller who cannot talk freely: offer a callback, or a call with yes-or-no answers."""
    ui = session.words().ui
    callback = ui("I can call you back when it is safe. Is there a time and a number for that?")
    yes_or_no = ui("Or we can keep going now, and I will only ask things you can answer with yes or no.")
    note = ui(
        "First ask if anyone is in danger right now. Then enter a safe number below, and ask if a message is safe. "
        "If the line drops, call back only if they said it is safe."
    )
    html.show(
        f'<p class="ns-say">{interpreter.script(callback)}</p><p class="ns-say">{interpreter.script(yes_or_no)}</p>'
        f'<p class="ns-why">{html.safe(ui("Staff note: {why}", why=note))}</p>'
    )


def _about_the_call(field: str, say: str) -> str:
    """A yes-or-no question about the call itself, not about the family. Returns the code of the answer."""
    ui = session.words().ui
    options = {"yes": ui("Yes"), "no": ui("No"), "not_asked": ui("Not asked")}
    with st.container(key=container_key(field)):
        html.show(f'<h2 class="ns-say">{interpreter.script(say)}</h2>')
        return call_fields.radio(field, say, options, label_shown=False)


def question(asked: Asked) -> None:
    """One question: what to say, the reason for staff, the answers, and the notes on it."""
    ui = session.words().ui
    volunteered = call_state.was_volunteered(asked.key)
    with st.container(key=container_key(asked.key)):
        html.show(_volunteered_html(asked) if volunteered else _to_ask_html(asked))
        with st.container(key=f"mistake_{asked.key}"):
            _mistake(asked)
        html.show(_told_by_others(asked))
        ask(asked)
        with st.container(horizontal=True, key=f"beside_{asked.key}"):
            call_fields.checkbox_with(
                f"told_{asked.key}",
                ui("They already told me"),
                volunteered,
                lambda value: call_state.set_volunteered(asked.key, volunteered=value == "yes"),
            )
            if st.button(ui("Note on this question"), key=f"note_on_{asked.key}", type="tertiary"):
                notes.start(about=asked.key)
                st.rerun()
        notes.pinned(asked.key)


def _mistake(asked: Asked) -> None:
    """For an answer ticked by mistake: how to correct it. The urgency stays until then."""
    sign = dangers.mistaken()
    if sign is None or sign.asked.key != asked.key:
        return
    ui = session.words().ui
    text = ui("You said this was marked by mistake: {answer}. Correct the answer now.", answer=sign.text)
    html.show(f'<p class="ns-note" role="status"><strong>{html.safe(text)}</strong></p>')
    if st.button(ui("The answer is right"), key=f"right_{asked.key}", type="tertiary"):
        if log.add(dangers.MISTAKE, ui("The answer is right after all.")):
            dangers.settle_mistake()
        st.rerun()


def _to_ask_html(asked: Asked) -> str:
    ui = session.words().ui
    return (
        f'<h2 class="ns-say">{interpreter.script(asked.item.say)}{_marks(asked)}</h2>'
        f'<p class="ns-why">{html.safe(ui("Why we ask: {why}", why=asked.item.why))}</p>'
    )


def _told_by_others(asked: Asked) -> str:
    """What other people answered, with a warning not to repeat what was told in confidence."""
    words, lines = session.words(), []
    for informant in session.others():
        answer = informant.response.by_key.get(asked.key)
        if answer is None or answer.absent is Absent.NOT_ASKED:
            continue
        row = row_of(asked.item, asked.entry, "", answer, words)
        text = words.ui("{who}: {answer}", who=open_record.informant_label(informant), answer=quoted(row))
        lines.append(
            words.ui("{text} (told in confidence; do not repeat)", text=text) if informant.confidential else text
        )
    return f'<div class="ns-others">{html.bullets(lines)}</div>' if lines else ""


def _volunteered_html(asked: Asked) -> str:
    """A question that need not be read out, as its label."""
    ui = session.words().ui
    return (
        f'<h2 class="ns-told">{html.safe(asked.item.label)} '
        f'<span class="ns-mark">{html.safe(ui("They already told you. Do not ask."))}</span></h2>'
    )


def _marks(asked: Asked) -> str:
    """Marks next to a question: a safety question that has no answer."""
    ui, answer = session.words().ui, session.response().by_key.get(asked.key)
    marks = []
    if asked.item.safety and not was_asked(asked):
        marks.append(("ns-must", ui("Must ask")))
        if answer is not None and answer.unnamed and asked.item.opener:
            marks.append(("ns-mark", asked.item.opener.yes))
    elif asked.item.safety and answer is not None and answer.absent is Absent.UNKNOWN:
        marks.append(("ns-mark", ui("Not known. Does not mean no")))
    elif asked.item.safety and answer is not None and answer.absent is Absent.DECLINED:
        marks.append(("ns-mark", ui("Rather not say. Does not mean no")))
    return "".join(f' <span class="{name}">{html.safe(text)}</span>' for name, text in marks)
