"""The middle of the call desk: the words to say and the answers, question by question."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from intake.brief.builder import name_of_entry
from intake.domain.questionnaire import Asked, Section
from intake.domain.response import Absent, Answer
from intake.domain.routing import next_entry
from intake.store import index_fields
from intake.ui.common import html, session
from intake.ui.common.answer_fields import ask
from intake.ui.staff.call import call_fields, call_state, interpreter, keyboard, notes, open_record

_BY_TOPIC = "desk_by_topic"


def place(key: str) -> str:
    """The container of a question, to which the focus can go."""
    return f"q_{key}"


def was_asked(asked: Asked) -> bool:
    """Whether there is an answer, or the reason why there is none: "I do not know" was asked."""
    return index_fields.was_asked(session.response(), asked.key)


def must_ask(some: Iterable[Asked]) -> int:
    """How many of the questions are about safety and were not asked yet."""
    return index_fields.count_must_ask(session.response(), some)


def questions(section: Section) -> tuple[Asked, ...]:
    """The questions of a topic that apply. Sorted once for each set of questions: a run asks for all topics."""
    applying, of = session.applying(), session.content().questionnaire.section_of
    made_for, found = st.session_state.get(_BY_TOPIC, (None, {}))
    if made_for is not applying:
        found = {}
        for asked in applying:
            found.setdefault(of[asked.link_id].id, []).append(asked)
        st.session_state[_BY_TOPIC] = (applying, found)
    return tuple(found.get(section.id, ()))


def first_open(section: Section) -> str:
    """The container of the first question of a topic that was not asked; of its first one when all were."""
    here = questions(section)
    found = next((asked for asked in here if not was_asked(asked)), here[0] if here else None)
    return place(found.key) if found else "next_topic"


def topic(section: Section) -> None:
    """The questions of a topic; of one that repeats entry by entry, with a way to add one."""
    ui = session.words().ui
    interpreter.guidance()
    entry = ""
    for asked in questions(section):
        if asked.entry and asked.entry != entry:
            entry = asked.entry
            name = name_of_entry(session.content(), section, entry, session.response())
            html.section(name)
        question(asked)
    if section.repeats is None:
        return
    if not questions(section):
        html.paragraph(ui("Nothing is named here yet."))
    if st.button(section.repeats.add, key="add_entry"):
        _add_entry(section)


def _add_entry(section: Section) -> None:
    assert section.repeats is not None, f"{section.id} does not repeat"
    entry = next_entry(session.response())
    named_by = section.repeats.named_by
    session.record(Answer(link_id=named_by, entry=entry, absent=Absent.NOT_ASKED))
    keyboard.focus_on(place(Asked(session.content().questionnaire.items[named_by], entry).key))
    st.rerun()


def first_minute() -> None:
    """Words to begin with, in the order of the talk."""
    ui = session.words().ui
    who = open_record.signed_in()
    interpreter.guidance()
    greeting = ui("Hi, this is {name}. I am glad you called.", name=who.shown_as if who else "")
    html.show(f'<p class="ns-say">{interpreter.say(greeting)}</p>')
    safe = _about_the_call(call_state.SAFE_TO_TALK, ui("Are you in a safe place to talk?"))
    with st.container(key="desk_not_safe"):
        if safe == "no":
            _not_safe()
    here = {asked.link_id: asked for asked in session.applying()}
    for link_id in session.content().call_desk.first_minute:
        if link_id in here:
            question(here[link_id])
    _about_the_call("notes_ok", ui("I will take notes. You can skip any question. Is that OK?"))


def _not_safe() -> None:
    """Where the caller cannot talk freely: an offer to call back, or a talk of yes and no."""
    ui = session.words().ui
    say = ui("I can call you back when it is safe. Is there a time and a number for that?")
    go_on = ui("Or we go on now, and I only ask what you can answer with yes or no.")
    why = ui(
        "First ask: is anyone in danger right now? Then write down below a safe number, and ask if a message is safe. "
        "If the line drops, call back only if they said it is safe."
    )
    html.show(
        f'<p class="ns-say">{interpreter.say(say)}</p><p class="ns-say">{interpreter.say(go_on)}</p>'
        f'<p class="ns-why">{html.safe(ui("For you: {why}", why=why))}</p>'
    )


def _about_the_call(what: str, say: str) -> str:
    ui = session.words().ui
    options = {"yes": ui("Yes"), "no": ui("No"), "not_asked": ui("Not asked")}
    with st.container(key=place(what)):
        html.show(f'<h2 class="ns-say">{interpreter.say(say)}</h2>')
        return call_fields.picked(what, say, options, label_shown=False)


def question(asked: Asked) -> None:
    """The words to say, large; the reason, small; the answers; the notes on it."""
    ui = session.words().ui
    told = call_state.was_volunteered(asked.key)
    with st.container(key=place(asked.key)):
        html.show(_told(asked) if told else _to_say(asked))
        ask(asked)
        with st.container(horizontal=True, key=f"beside_{asked.key}"):
            call_fields.tick(
                f"told_{asked.key}",
                ui("They already told me"),
                told,
                lambda value: call_state.set_volunteered(asked.key, value == "yes"),
            )
            if st.button(ui("Note on this question"), key=f"note_on_{asked.key}", type="tertiary"):
                notes.start(about=asked.key)
                st.rerun()
        notes.pinned(asked.key)


def _to_say(asked: Asked) -> str:
    ui = session.words().ui
    return (
        f'<h2 class="ns-say">{interpreter.say(asked.item.say)}{_mark(asked)}</h2>'
        f'<p class="ns-why">{html.safe(ui("For you: {why}", why=asked.item.why))}</p>'
    )


def _told(asked: Asked) -> str:
    """A question that need not be read out: what it is about, and who told it."""
    ui = session.words().ui
    return (
        f'<h2 class="ns-told">{html.safe(asked.item.label)} '
        f'<span class="ns-mark">{html.safe(ui("They told you. Do not ask."))}</span></h2>'
    )


def _mark(asked: Asked) -> str:
    """What must be known of a question about safety: that it is not asked, or that asking brought no answer."""
    ui, given = session.words().ui, session.response().by_key.get(asked.key)
    said = call_state.current().said_by.get(asked.key)
    marks = []
    if asked.item.safety and not was_asked(asked):
        marks.append(("ns-must", ui("Must be asked")))
    elif asked.item.safety and given is not None and given.absent is Absent.UNKNOWN:
        marks.append(("ns-mark", ui("Not known. That is not a no")))
    elif asked.item.safety and given is not None and given.absent is Absent.DECLINED:
        marks.append(("ns-mark", ui("Rather not say. That is not a no")))
    if said:
        marks.append(("ns-mark", ui("said by {who}", who=said)))
    return "".join(f' <span class="{name}">{html.safe(text)}</span>' for name, text in marks)
