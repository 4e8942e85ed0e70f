"""What stays in sight during a call: how urgent it is, how to call back, danger, who is on the line, an interpreter."""

from __future__ import annotations

import streamlit as st

from intake.domain.response import Absent
from intake.ui.common import html, session
from intake.ui.staff.call import call_fields, call_state, dangers, interpreter, keyboard, log, open_record

_ADDING = "adding_person"
_WHO = "person_to_add"
_SPEAKER_LOGGED = "speaker_logged"
HELP = "help"
WAITS = "waits"


def strip() -> None:
    """The whole of it, from above to below."""
    _urgency()
    _facts()
    with st.container(key="desk_refused"):
        _refused()
    with st.container(key="desk_help_asked"):
        _help()
    with st.container(key="desk_speaker"):
        _speaker()
    interpreter.switch()


def answer(link_id: str) -> str:
    """What was said to a question, in words; "" where it was not asked."""
    ui, given = session.words().ui, session.response().by_key.get(link_id)
    if given is None or given.absent is Absent.NOT_ASKED:
        return ""
    if given.absent is not None:
        return ui("Not known") if given.absent is Absent.UNKNOWN else ui("Rather not say")
    item = session.content().questionnaire.items[link_id]
    return "; ".join(item.by_code[code].text if item.options else code for code in given.codes)


def call_back() -> str:
    """The safe number to call back; "" for none."""
    return _given(session.content().call_desk.call_back)


def name_to_use() -> str:
    """The name to ask for: the safe one, or the caller's; "" for none."""
    return next(filter(None, map(_given, session.content().call_desk.names_to_use)), "")


def message() -> str:
    """What the caller answered about leaving a message, in words; "" where it was not asked."""
    allowed = session.content().call_desk.message
    return answer(allowed.question) if allowed is not None else ""


def _given(link_id: str | None) -> str:
    """The answer to a question in words; "" where there is none or no question."""
    given = session.response().by_key.get(link_id or "")
    return answer(given.link_id) if given is not None and given.given else ""


def _urgency() -> None:
    """The heading of how urgent it is, and the first thing to do."""
    if not urgency_is_known():
        ui = session.words().ui
        html.show(
            f'<div class="ns-card ns-urgency"><h2>{html.safe(ui("How urgent it is: not known yet"))}</h2>'
            f"<p>{html.safe(ui('Ask about danger right now first.'))}</p></div>"
        )
        return
    found = session.current_brief()
    html.show(
        f'<div class="ns-card ns-urgency ns-band-{html.BAND[found.level]}">'
        f"<h2>{html.safe(found.heading)}</h2><p>{html.safe(found.steps[0].text)}</p></div>"
    )


def urgency_is_known() -> bool:
    """Whether anything was asked by which the rules judge."""
    content, said = session.content(), session.response().answers
    return any(one.link_id in content.read_by_rules and one.absent is not Absent.NOT_ASKED for one in said)


def _facts() -> None:
    """How to call back, whether a message is safe, whether there is danger, what was done about it, and where."""
    ui = session.words().ui
    facts = {
        ui("Call back"): call_back() or ui("Not known"),
        ui("Message"): message() or ui("Not asked"),
        ui("Danger"): _danger(),
        ui("Where"): dangers.where(),
    }
    rows = "".join(f"<dt>{html.safe(name)}</dt><dd>{html.safe(said)}</dd>" for name, said in facts.items() if said)
    done = dangers.last_done()
    last = f'<p class="ns-note">{html.safe(ui("Done last: {line}", line=done))}</p>' if done else ""
    html.show(f'<dl class="ns-facts">{rows}</dl>{last}')


def _danger() -> str:
    ui = session.words().ui
    if dangers.kinds():
        return ui("Yes")
    given = session.response().by_key.get(session.content().questionnaire.gate.link_id)
    if given is None or given.absent is Absent.NOT_ASKED:
        return ui("Not asked")
    return ui("Not known") if given.absent else ui("No, as told now")


def _refused() -> None:
    """After help was declined, as long as nothing else was done: what is said then, and what staff do."""
    words = session.content().call_desk.refused
    if words is None or not dangers.is_declined():
        return
    ui = session.words().ui
    html.show(
        f'<div class="ns-card ns-refused"><h2>{html.safe(ui("They declined help"))}</h2>'
        f'<p class="ns-say">{interpreter.say(words.say)}</p>'
        f'<p class="ns-why">{html.safe(ui("For you: {why}", why=words.listen))}</p></div>'
    )


def _help() -> None:
    """After help was called: whether it came, which is noted in the log."""
    if call_state.field_value(HELP) != WAITS:
        return
    ui = session.words().ui
    html.show(f"<p><strong>{html.safe(ui('Has help arrived?'))}</strong></p>")
    with st.container(horizontal=True, key="desk_help"):
        for what in (ui("Help arrived"), ui("Help did not come")):
            if st.button(what, key=f"help_{what}") and log.add(dangers.LOGGED, what):
                call_state.set_field(HELP, "")
                st.rerun()


def _speaker() -> None:
    """Who is on the line; somebody else can take the phone, and what was told before stays as it is."""
    ui = session.words().ui
    people = {"": ui("The caller"), **{name: name for name in call_state.current().people}}
    call_fields.chosen("speaker", ui("On the line"), people)
    if call_state.speaker() != call_state.field_value(_SPEAKER_LOGGED) and log.add(
        "speaker", ui("On the line now: {who}", who=people[call_state.speaker()])
    ):
        call_state.set_field(_SPEAKER_LOGGED, call_state.speaker())
    if call_state.field_value(_ADDING):
        with st.container(key=_WHO):
            call_fields.written(_WHO, ui("Their name, or who they are to the caller"))
        st.button(ui("They are on the line now"), key="add_person", on_click=_add, width="stretch")
    elif st.button(ui("Someone else took the phone"), key="other_person", type="tertiary"):
        call_state.set_field(_ADDING, "yes")
        keyboard.focus_on(_WHO)
        st.rerun()


def _add() -> None:
    """A person is on the line from now on."""
    name = " ".join(st.session_state.get(session.field_key("about", _WHO), "").split())
    if not name:
        return
    open_record.autosave()  # what was told so far was told by the person before
    if name not in call_state.current().people:
        call_state.update(people=(*call_state.current().people, name))
    call_fields.fill(_WHO, "")
    call_state.set_field(_ADDING, "")
    call_state.set_field("speaker", name)
