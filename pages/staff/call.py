"""The call desk: topics, the questions of one with words to say, the log and the urgency beside them."""

import streamlit as st

from intake.model import Asked, Level, Section
from intake.store.schema import Status
from intake.ui import drawing, navigation, session
from intake.ui.ask import ask
from intake.ui.desk import call

words = session.words()
ui = words.ui
safe = drawing.safe
OUTCOMES = {
    "referred": ui("Referred to a professional"),
    "emergency": ui("Emergency help called"),
    "information": ui("Information given"),
    "cut_off": ui("The line was cut off"),
}


def questions(section: Section) -> list[Asked]:
    section_of = session.content().questionnaire.section_of
    return [asked for asked in session.applying() if section_of[asked.link_id].id == section.id]


def topics() -> None:
    """All topics with what has to be asked in each."""
    said = session.response().by_key
    for section in session.content().questionnaire.sections:
        if section.asked not in call.ASKED or navigation.withheld(section):
            continue
        asked = questions(section)
        given = sum(one.key in said and said[one.key].given for one in asked)
        must = sum(one.item.safety and not (one.key in said and said[one.key].given) for one in asked)
        state = ui("{number} of {total} answered", number=given, total=len(asked))
        if must:
            state += " · " + words.count("{number} must be asked", "{number} must be asked", must)
        if st.button(f"**{section.title}**  \n{state}", key=f"topic_{section.id}", width="stretch"):
            call.open_topic(section.id)
            st.rerun()


def one(asked: Asked) -> None:
    """A question: the words to say, large; the reason, small; the answers."""
    must = f' <span class="ns-must">{safe(ui("Must be asked"))}</span>' if asked.item.safety else ""
    drawing.show(
        f'<h3 class="ns-say">{safe(asked.item.say)}{must}</h3>'
        f'<p class="ns-hint">{safe(ui("For you: {why}", why=asked.item.why))}</p>'
    )
    ask(asked)


def add_note() -> None:
    call.note(st.session_state["desk_note"])
    st.session_state["desk_note"] = ""


def beside() -> None:
    """How urgent it is, who to call, the notes."""
    found = session.current_brief()
    drawing.show(drawing.band(found, words, small=True))
    st.text_input(ui("Note, Enter adds it"), key="desk_note", on_change=add_note, autocomplete="off")
    for line in call.log():
        at = line.at.astimezone(session.now().tzinfo).strftime("%H:%M")
        told = f"{at} · {line.said.get('topic', '')} · {line.by}"
        drawing.show(f'<p class="ns-note"><small>{safe(told)}</small><br>{safe(line.said["text"])}</p>')


def danger() -> None:
    """In danger: what was done is logged with one press."""
    drawing.show(drawing.call_lines(session.current_brief().lines, words))
    with st.container(horizontal=True, key="danger_done"):
        for done in (ui("911 was called"), ui("Connected to 988"), ui("They declined"), ui("Supervisor told")):
            if st.button(done, key=f"done_{done}"):
                call.note(done, kind="danger")


def wrap_up() -> None:
    drawing.section(ui("End of the call"))
    outcome = st.radio(ui("Outcome"), list(OUTCOMES), format_func=OUTCOMES.__getitem__, index=None, key="outcome")
    follow_up = st.date_input(ui("Follow up on"), value=None, key="follow_up", min_value=session.now().date())
    if st.button(ui("Finish the call"), type="primary", key="finish", disabled=outcome is None) and outcome:
        due = (
            session.now().replace(year=follow_up.year, month=follow_up.month, day=follow_up.day) if follow_up else None
        )
        call.close(outcome, Status.FOLLOW_UP if due else Status.CLOSED, due_at=due)
        navigation.go("today")


if call.current() is None:
    navigation.go("today")
state = call.autosave()  # before anything is drawn: the screen says "saved" only of what is
here = call.topic()
drawing.heading(here.title)
if state is not None and state.conflict is not None:
    drawing.alert(
        ui("{name} changed this record meanwhile. Your last changes are not saved yet.", name=state.conflict.by)
    )
    if st.button(ui("Go on with theirs"), key="theirs"):
        call.take_theirs()
        st.rerun()
    if st.button(ui("Save mine over it; theirs stays in the history"), key="ours"):
        call.keep_ours()
        st.rerun()
elif state is not None:
    at = state.head.changed_at.astimezone(session.now().tzinfo).strftime("%H:%M:%S")
    drawing.show(f'<p class="ns-hint" role="status" id="saved">{safe(ui("Saved {time}", time=at))}</p>')
left, middle, right = st.columns([3, 6, 3], gap="medium")
with left:
    topics()
with middle, st.container(key="desk_call"):
    if session.assessment().tier.level is Level.RED:
        danger()
    for asked in questions(here):
        one(asked)
    wrap_up()
with right:
    beside()
