"""The call desk: questions in the middle, topics on the left, status panel and notes on the right."""

import streamlit as st

from intake.store.schema import RecordStatus
from intake.ui.common import navigation, session
from intake.ui.staff.call import (
    danger_drawer,
    empty_call,
    import_file,
    key_list,
    keyboard,
    notes,
    open_record,
    questions,
    resume,
    save_status,
    so_far,
    status_panel,
    topic_list,
    welcome_back,
)

ui = session.words().ui


BUTTONS = {
    "previous": "previous_topic",
    "next": "next_topic_top",
    "danger": "open_drawer",
    "read_back": "to_wrap_up",
    "must_ask": topic_list.MUST_ASK,
    "new_call": "another_call",
    "discard": "discard_call",
    "keys": "open_keys",
}


def command(label: str, name: str, *, disabled: bool = False) -> bool:
    """A command button with its shortcut in the label. True if it was clicked."""
    return st.button(keyboard.with_keys(label, name), key=BUTTONS[name], disabled=disabled)


def is_follow_up() -> bool:
    """Whether the open record is waiting for follow-up: its follow-up form is on the page of the record."""
    record = open_record.current()
    return record is not None and record.head.status is RecordStatus.FOLLOW_UP


def more_commands() -> bool:
    """What is rarely needed: another call, the list of keys. True if the list is wanted."""
    record = open_record.current()
    if record is not None and empty_call.is_empty(record):
        label = keyboard.with_keys(ui("Discard empty call"), "discard")
        if st.button(label, key=BUTTONS["discard"], type="tertiary"):
            empty_call.discard(record)
    elif record is not None:
        label = keyboard.with_keys(ui("New call"), "new_call")
        if st.button(label, key=BUTTONS["new_call"], type="tertiary", disabled=not open_record.is_saved()):
            open_record.begin()
            st.rerun()
    return st.button(keyboard.with_keys(ui("Keys"), "keys"), key=BUTTONS["keys"], type="tertiary")


def commands(previous: str | None, following: str | None) -> None:
    """The command buttons. `previous`, `following`: ids of the neighboring topics."""
    with st.container(horizontal=True, key="desk_commands"):
        if command(ui("Previous topic"), "previous", disabled=not previous):
            topic_list.go_to(previous or "")
        if command(ui("Next topic"), "next", disabled=not following):
            topic_list.go_to(following or "")
        if command(ui("Danger"), "danger"):
            danger_drawer.request()
        if command(ui("Read back and finish"), "read_back"):
            navigation.go("wrap_up")
        if is_follow_up() and st.button(ui("Back to the record"), key="to_record", type="tertiary"):
            navigation.go("record")
        if not import_file.is_open() and st.button(ui("The caller has a file"), key="open_file", type="tertiary"):
            import_file.open_chooser()
            st.rerun()


def desk() -> None:
    """Show the desk. Saves first, so that the save status at the top is true."""
    topic = open_record.topic()
    beside_title = st.container(horizontal=True, key="desk_more")
    shown = save_status.header(topic.title if topic else ui("First minute"), status_panel.urgency_line())
    topics = topic_list.all_topics()
    previous, following = topic_list.neighbors(topics)
    with beside_title:
        keys_wanted = more_commands()
    commands(previous, following)
    welcome_back.card(topics)
    # The questions come first for the Tab key; style.css moves the topics to their left.
    middle, right, left = st.columns([6, 3, 3], gap="medium")
    with middle, st.container(key="desk_call"):
        if import_file.is_open():
            import_file.chooser()
        elif topic is None:
            questions.first_minute()
        else:
            questions.topic(topic)
        if following and not import_file.is_open() and st.button(ui("Next topic"), key="next_topic", type="primary"):
            topic_list.go_to(following)
    with right, st.container(key="desk_beside"):
        status_panel.panel()
        notes.box()
        status_panel.sources()
        notes.log()
        so_far.panel()
    with left, st.container(key="desk_topics"):
        topic_list.show(topics)
    if not danger_drawer.drawer() and keys_wanted:
        key_list.show()
    keyboard.bind(
        fields={"find": topic_list.FIND, "note": notes.BOX},
        buttons={**BUTTONS, "speaker": status_panel.speaker_button()},
    )
    save_status.save_again(shown)


resume.reopen()
if open_record.current() is None:
    welcome_back.nothing_open()
else:
    desk()
