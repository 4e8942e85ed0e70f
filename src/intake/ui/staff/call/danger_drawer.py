"""The danger drawer: a dialog over the desk that closes only with a choice, which is added to the log."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from intake.domain.rules import Action, Tier
from intake.ui.common import html, session
from intake.ui.common.static_pages import dialled
from intake.ui.staff.call import (
    ask_supervisor,
    call_fields,
    call_state,
    dangers,
    interpreter,
    keyboard,
    log,
    open_record,
    questions,
    status_panel,
)
from intake.ui.staff.call.call_state import FIRST_MINUTE

_REQUESTED = "drawer"
_SUPERVISOR = "supervisor"  # the choice that alerts the supervisors
_REASON, _CALLED, _ACTION = "danger_reason", "danger_who", "danger_did"
_TIMES_CLOSED = "drawers"  # part of the field names, so that each drawer starts with empty fields
_NEEDS_REASON = "danger_needs_reason"
_WHICH_MISTAKE = "danger_which_mistake"
_SHOWN = "desk_drawer_shown"
_WHERE = "danger_where"


def drawer() -> bool:
    """Open the drawer if there is a new danger or if it was requested, and return whether it is open.

    Staff can type the address at once.
    """
    ui = session.words().ui
    if dangers.mistake_is_corrected() and log.add(dangers.MISTAKE, ui("The answer is corrected.")):
        dangers.settle_mistake()
    if not dangers.has_new() and not call_state.field_value(_REQUESTED):
        st.session_state.pop(_SHOWN, None)
        return False
    if not st.session_state.get(_SHOWN):
        st.session_state[_SHOWN] = True
        keyboard.focus_on(_WHERE)
    st.dialog(ui("Danger. Stay on the line."), width="large", dismissible=False)(_drawer)()
    return True


def request() -> None:
    """Open the drawer in the next run, whatever the answers are."""
    call_state.set_field(_REQUESTED, "yes")


def _drawer() -> None:
    ui = session.words().ui
    _where()
    _numbers(dangers.kinds() or (Tier.RED_911, Tier.RED_988))
    if dangers.kinds():
        for kind in dangers.kinds():
            _script(kind)
        brief = session.current_brief()
        _steps((step.text, step.detail) for step in (*brief.steps, *brief.also_today))
    else:
        html.paragraph(ui("Nothing in the answers so far points to danger. What did you hear?"))
        life, suicide = st.columns([3, 2], gap="medium")
        with life:
            _subheading(ui("A life may be in danger"))
            _script(Tier.RED_911)
            _steps((step.text, step.detail) for step in _first_steps())
        with suicide:
            _subheading(ui("Thoughts of suicide"))
            _script(Tier.RED_988)
    html.show(f'<p class="ns-say">{html.safe(ui("I am staying on the line while we get help."))}</p>')
    for column, (field, label) in zip(st.columns(3, vertical_alignment="bottom"), _fields().items(), strict=True):
        with column, st.container(key=f"in_{field}"):
            call_fields.text_line(_field_name(field), label)
    if call_state.field_value(_NEEDS_REASON):
        html.alert(ui("Enter the reason they gave, then select “They declined” again."))
    with st.container(horizontal=True, key="danger_done"):
        if call_state.field_value(_WHICH_MISTAKE):
            _which_mistake()
            return
        for choice, label in _choices().items():
            if st.button(label, key=f"done_{choice}", type="primary" if choice == "911" else "secondary"):
                _choose(choice, label)
        if dangers.kinds() and st.button(ui("Marked by mistake"), key="done_mistake", type="tertiary"):
            _ask_which()


def _where() -> None:
    """Where the person is: what the answers say, and a field for the address."""
    ui, desk = session.words().ui, session.content().call_desk
    items = session.content().questionnaire.items
    known = {items[link_id].label: status_panel.answer_text(link_id) for link_id in desk.whereabouts}
    rows = (f"<dt>{html.safe(label)}</dt><dd>{html.safe(text)}</dd>" for label, text in known.items() if text)
    facts = "".join(rows)
    html.show(f'<dl class="ns-facts">{facts}</dl>' if facts else "")
    with st.container(key=_WHERE):
        call_fields.text_line(dangers.LOCATION, ui("Their location (address)"))


def _numbers(kinds: tuple[Tier, ...]) -> None:
    """The numbers to call, each a link that dials."""
    ui = session.words().ui
    rows = "".join(
        f'<li><a class="ns-button" href="tel:{html.safe(dialled(line.call))}">'
        f"{html.safe(ui('Call {number}', number=line.call))}</a> {html.safe(line.name)}</li>"
        for line in dangers.lines(kinds)
        if line.call
    )
    html.show(f'<ul class="ns-dial">{rows}</ul>' if rows else "")


def _subheading(text: str) -> None:
    html.show(f'<p class="ns-part">{html.safe(text)}</p>')


def _script(kind: Tier) -> None:
    """What to say to the caller in this kind of danger, and what to listen for."""
    script = session.content().call_desk.danger.get(kind)
    if script is None:
        return
    listen = session.words().ui("Staff note: {why}", why=script.listen)
    html.show(f'<p class="ns-say">{interpreter.script(script.say)}</p><p class="ns-why">{html.safe(listen)}</p>')


def _steps(steps: Iterable[tuple[str, str]]) -> None:
    """Numbered steps, each a text with its detail."""
    lines = "".join(f"<li><strong>{html.safe(text)}</strong><br>{html.safe(detail)}</li>" for text, detail in steps)
    html.show(f'<ol class="ns-do">{lines}</ol>')


def _first_steps() -> tuple[Action, ...]:
    """The immediate steps of the first rule for danger to life, which begin with calling an ambulance."""
    content = session.content()
    rule = next((rule for rule in content.rules if rule.tier is Tier.RED_911), None)
    steps = (content.action[step] for step in rule.recommend) if rule is not None else ()
    return tuple(step for step in steps if step.when == "now")


def _fields() -> dict[str, str]:
    ui = session.words().ui
    return {_ACTION: ui("Action taken"), _CALLED: ui("Who was called"), _REASON: ui("Reason, if they declined")}


def _field_name(field: str) -> str:
    return f"{field}{call_state.field_value(_TIMES_CLOSED)}"


def _choices() -> dict[str, str]:
    """The choices that close the drawer, code to label. "No action needed" only if there is no new danger."""
    ui = session.words().ui
    choices = {
        "911": ui("911 was called"),
        "988": ui("Connected to 988"),
        _SUPERVISOR: ui("Supervisor notified"),
        dangers.DECLINED: ui("They declined"),
    }
    return choices if dangers.has_new() else {**choices, "none": ui("No action needed now")}


def _choose(choice: str, label: str) -> None:
    """Add the choice to the log and close the drawer; declining needs a reason."""
    ui = session.words().ui
    reason, action, called = (call_state.field_value(_field_name(name)).strip() for name in (_REASON, _ACTION, _CALLED))
    location = dangers.location()
    if choice == dangers.DECLINED and not reason:
        call_state.set_field(_NEEDS_REASON, "yes")
        keyboard.focus_on(f"in_{_REASON}")
        st.rerun()
    sentences = [
        ui("They declined: {reason}", reason=reason) if choice == dangers.DECLINED else label,
        ui("Action taken: {what}", what=action) if action else "",
        ui("Called: {who}", who=called) if called else "",
        ui("Location: {address}", address=location) if location else "",
    ]
    kinds = sorted(str(kind) for kind in dangers.kinds())
    sent = choice != _SUPERVISOR or ask_supervisor.ask()
    if not sent or not log.add(
        dangers.LOGGED,
        ". ".join(sentence.removesuffix(".") for sentence in sentences if sentence) + ".",
        choice=choice,
        dangers=kinds,
    ):
        html.alert(ui("Not saved. What you typed is still on this screen. Try again."))
        return
    dangers.mark_seen()
    if choice in ("911", "988", _SUPERVISOR):
        call_state.set_field(status_panel.HELP, status_panel.WAITING)
    _close()
    st.rerun()


def _close() -> None:
    """Close the drawer and empty its fields."""
    fields = (_field_name(_REASON), _field_name(_ACTION), _field_name(_CALLED))
    for name in (_REQUESTED, _NEEDS_REASON, _WHICH_MISTAKE, *fields):
        call_state.set_field(name, "")
    call_state.set_field(_TIMES_CLOSED, str(int(call_state.field_value(_TIMES_CLOSED) or 0) + 1))


def _ask_which() -> None:
    """Correct the only answer that may be a mistake, or ask which one it is."""
    signs = dangers.signs()
    if len(signs) == 1:
        _correct(signs[0])
    call_state.set_field(_WHICH_MISTAKE, "yes")
    st.rerun()


def _which_mistake() -> None:
    """The answers behind the danger: which one was ticked by mistake."""
    ui, signs = session.words().ui, dangers.signs()
    if signs:
        html.paragraph(ui("Which answer was a mistake? Nothing is changed until you correct it."))
    else:
        html.paragraph(ui("Someone else told you this. To correct it, choose them under “On the line” first."))
    for sign in signs:
        if st.button(sign.text, key=f"mistake_{sign.asked.key}_{sign.code}"):
            _correct(sign)
    if st.button(ui("None of these") if signs else ui("Back"), key="no_mistake", type="tertiary"):
        call_state.set_field(_WHICH_MISTAKE, "")
        st.rerun()


def _correct(sign: dangers.Sign) -> None:
    """Add the mistake to the log, close the drawer, and go to the question, where staff correct the answer."""
    ui, kinds = session.words().ui, sorted(str(kind) for kind in dangers.kinds())
    if not log.add(dangers.MISTAKE, ui("Marked by mistake: {answer}.", answer=sign.text), dangers=kinds):
        html.alert(ui("Not saved. What you typed is still on this screen. Try again."))
        return
    dangers.set_mistaken(sign)
    _close()
    if call_state.current().topic != FIRST_MINUTE or sign.asked.link_id not in session.content().call_desk.first_minute:
        open_record.open_topic(session.content().questionnaire.section_of[sign.asked.link_id].id)
    keyboard.focus_on(questions.container_key(sign.asked.key))
    st.rerun()
