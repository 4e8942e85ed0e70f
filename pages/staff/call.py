"""The call desk: topics, the questions of one with words to say, the log and the urgency beside them."""

import streamlit as st

from intake.model import Asked, Section
from intake.ui import drawing, navigation, session
from intake.ui.ask import ask
from intake.ui.desk import about_call, call
from intake.ui.parts import progress

words = session.words()
ui = words.ui
safe = drawing.safe
said = session.response().by_key
of_section: dict[str, list[Asked]] = {}
for asked in session.applying():
    of_section.setdefault(session.content().questionnaire.section_of[asked.link_id].id, []).append(asked)
FIRST_MINUTE = ("danger_now", "your_name", "reach_you", "message_ok")


def given(asked: Asked) -> bool:
    return asked.key in said and said[asked.key].given


def questions(section: Section) -> list[Asked]:
    return of_section.get(section.id, [])


def topic_row(topic_id: str, title: str, state: str) -> None:
    if st.button(f"**{title}**  \n{state}", key=f"topic_{topic_id}", width="stretch"):
        call.open_topic(topic_id)
        st.rerun()


def topics() -> None:
    """All topics with how far they are and what must still be asked in each; those that have the word sought."""
    sought = st.text_input(ui("Find a question"), key="desk_question", autocomplete="off").strip().casefold()
    if not sought:
        topic_row(call.FIRST_MINUTE, ui("First minute"), ui("Words to begin with"))
    for topic in navigation.topics(*call.ASKED):
        asked = questions(topic.section)
        if sought and not any(sought in f"{one.item.text} {one.item.say} {one.item.label}".casefold() for one in asked):
            continue
        state = progress(topic)
        if must := sum(one.item.safety and not given(one) for one in asked):
            state += " · " + words.count("{number} must be asked", "{number} must be asked", must)
        topic_row(topic.section.id, topic.section.title, state)


def one(asked: Asked) -> None:
    """A question: the words to say, large; the reason, small; the answers."""
    must = f' <span class="ns-must">{safe(ui("Must be asked"))}</span>' if asked.item.safety else ""
    drawing.show(
        f'<h3 class="ns-say">{safe(asked.item.say)}{must}</h3>'
        f'<p class="ns-hint">{safe(ui("For you: {why}", why=asked.item.why))}</p>'
    )
    ask(asked)


def about_the_call(what: str, say: str, options: dict[str, str]) -> None:
    drawing.show(f'<h3 class="ns-say">{safe(say)}</h3>')
    about_call.picked(what, say, options, label_shown=False)


def first_minute() -> None:
    """Words to begin with, in the order of the talk."""
    name = st.session_state["desk_signed_in"].shown_as
    drawing.show(f'<p class="ns-say">{safe(ui("Hi, this is {name}. I am glad you called.", name=name))}</p>')
    yes_no = {"yes": ui("Yes"), "no": ui("No"), "not_asked": ui("Not asked")}
    about_the_call("safe_to_talk", ui("Are you in a safe place to talk?"), yes_no)
    here = session.applying()
    for link_id in FIRST_MINUTE:
        item = session.content().questionnaire.items[link_id]
        if link_id == "message_ok" and not any(asked.link_id == link_id for asked in here):
            item = session.content().questionnaire.items["call_ok"]
        one(Asked(item))
    about_the_call("notes_ok", ui("I will take notes. You can skip any question. Is that OK?"), yes_no)


def add_note() -> None:
    call.note(st.session_state["desk_note"])
    st.session_state["desk_note"] = ""


def beside() -> None:
    """What stays in sight: how urgent it is, how to call back, the notes."""
    drawing.show(drawing.band(session.current_brief(), words, small=True))
    back = said["reach_you"].value if "reach_you" in said and said["reach_you"].given else ui("Not known")
    drawing.show(f"<p><strong>{safe(ui('If cut off'))}</strong><br>{safe(str(back))}</p>")
    st.text_input(ui("Note, Enter adds it"), key="desk_note", on_change=add_note, autocomplete="off")
    titles = {section.id: section.title for section in session.content().questionnaire.sections}
    for line in call.log():
        at = line.at.astimezone(session.now().tzinfo).strftime("%H:%M")
        where = titles.get(str(line.said.get("topic")), ui("First minute"))
        drawing.show(
            f'<p class="ns-note"><small>{safe(f"{at} · {where} · {line.by}")}</small><br>{safe(line.said["text"])}</p>'
        )


@st.dialog(ui("There is danger. Stay on the line."), width="large", dismissible=False)
def danger() -> None:
    """What to do, and what was done: it closes with a choice, which is logged."""
    found = session.current_brief()
    for place, step in enumerate(found.steps[:2], start=1):
        drawing.show(drawing.step(step, place, words))
    reason = st.text_input(ui("If they declined: the reason"), key="danger_reason", autocomplete="off")
    done = (ui("911 was called"), ui("Connected to 988"), ui("A supervisor was told"), ui("They declined"))
    with st.container(horizontal=True, key="danger_done"):
        for what in done:
            if st.button(what, key=f"done_{what}", type="primary" if what == done[0] else "secondary"):
                call.note(f"{what}. {reason}".strip(), kind="danger")
                session.saw_dangers()
                st.rerun()


if call.current() is None:
    navigation.go("today")
state = call.autosave()  # before anything is drawn: the screen says "saved" only of what is
here = call.topic()
drawing.heading(here.title if here else ui("First minute"))
if state is not None and state.conflict is not None:
    told = ui("{name} changed this record meanwhile. Your last changes are not saved yet.", name=state.conflict.by)
    drawing.alert(told)
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
    if here is None:
        first_minute()
    else:
        for asked in questions(here):
            one(asked)
with right, st.container(key="desk_beside"):
    beside()
    if st.button(ui("Read back and finish"), type="primary", key="to_wrap_up", width="stretch"):
        navigation.go("wrap_up")
if session.new_dangers():
    danger()
