"""The danger drawer: a dialog over the desk that closes only with a choice, which is added to the log."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from intake.domain.rules import Action, Tier
from intake.ui.common import html, session
from intake.ui.staff.call import ask_supervisor, call_fields, call_state, dangers, interpreter, log, status_panel

_REQUESTED = "drawer"
_SUPERVISOR = "supervisor"  # the choice that alerts the supervisors
_REASON, _CALLED, _ACTION = "danger_reason", "danger_who", "danger_did"
_TIMES_CLOSED = "drawers"  # part of the field names, so that each drawer starts with empty fields
_NEEDS_REASON = "danger_needs_reason"


def drawer() -> None:
    """Open the drawer if there is a new danger or if it was requested."""
    if dangers.has_new() or call_state.field_value(_REQUESTED):
        title = session.words().ui("Danger. Stay on the line.")
        st.dialog(title, width="large", dismissible=False)(_drawer)()


def request() -> None:
    """Open the drawer in the next run, whatever the answers are."""
    call_state.set_field(_REQUESTED, "yes")


def _drawer() -> None:
    ui = session.words().ui
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
    call_fields.text_line(dangers.LOCATION, ui("Their location (address)"))
    for column, (field, label) in zip(st.columns(3, vertical_alignment="bottom"), _fields().items(), strict=True):
        with column:
            call_fields.text_line(_field_name(field), label)
    if call_state.field_value(_NEEDS_REASON):
        html.alert(ui("Enter the reason they gave, then select “They declined” again."))
    with st.container(horizontal=True, key="danger_done"):
        for choice, label in _choices().items():
            if st.button(label, key=f"done_{choice}", type="primary" if choice == "911" else "secondary"):
                _choose(choice, label)


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
    for name in (_REQUESTED, _NEEDS_REASON, _field_name(_REASON), _field_name(_ACTION), _field_name(_CALLED)):
        call_state.set_field(name, "")
    call_state.set_field(_TIMES_CLOSED, str(int(call_state.field_value(_TIMES_CLOSED) or 0) + 1))
    st.rerun()
