"""The drawer for danger: it lies over the desk and closes with a choice alone, which is a line of the log."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from intake.domain.rules import Action, Tier
from intake.ui.common import html, session
from intake.ui.staff.call import call_fields, call_state, dangers, interpreter, log, status_panel

_WANTED = "drawer"
_REASON, _WHO, _DID = "danger_reason", "danger_who", "danger_did"
_TIMES = "drawers"  # each drawer has fields of its own, so that none begins with the words of the one before
_NEEDS_REASON = "danger_needs_reason"


def drawer() -> None:
    """Opens where there is a danger nobody has chosen for yet, or where somebody asked for it."""
    if dangers.new() or call_state.field_value(_WANTED):
        title = session.words().ui("Danger. Stay on the line.")
        st.dialog(title, width="large", dismissible=False)(_drawer)()


def want() -> None:
    """Opens it, whatever was told."""
    call_state.set_field(_WANTED, "yes")


def _drawer() -> None:
    ui = session.words().ui
    if dangers.kinds():
        for kind in dangers.kinds():
            _words(kind)
        _steps((step.text, step.detail) for step in session.current_brief().steps)
    else:
        html.paragraph(ui("No answer so far points to danger. What did you hear?"))
        life, suicide = st.columns([3, 2], gap="medium")
        with life:
            _part(ui("Life may be in danger"))
            _words(Tier.RED_911)
            _steps((step.text, step.detail) for step in _first_steps())
        with suicide:
            _part(ui("Thoughts of suicide"))
            _words(Tier.RED_988)
    html.show(f'<p class="ns-say">{html.safe(ui("I am staying on the line while we get help."))}</p>')
    call_fields.written(dangers.WHERE, ui("Their location (address)"))
    for column, (field, label) in zip(st.columns(3, vertical_alignment="bottom"), _fields().items(), strict=True):
        with column:
            call_fields.written(_name(field), label)
    if call_state.field_value(_NEEDS_REASON):
        html.alert(ui("Enter the reason they gave, then select “They declined” again."))
    with st.container(horizontal=True, key="danger_done"):
        for name, said in _choices().items():
            if st.button(said, key=f"done_{name}", type="primary" if name == "911" else "secondary"):
                _choose(name, said)


def _part(title: str) -> None:
    html.show(f'<p class="ns-part">{html.safe(title)}</p>')


def _words(kind: Tier) -> None:
    """What is said to the caller in a danger of this kind, and what staff listen for."""
    words = session.content().call_desk.danger.get(kind)
    if words is None:
        return
    listen = session.words().ui("Staff note: {why}", why=words.listen)
    html.show(f'<p class="ns-say">{interpreter.say(words.say)}</p><p class="ns-why">{html.safe(listen)}</p>')


def _steps(steps: Iterable[tuple[str, str]]) -> None:
    """What is done first, as pairs of words and details."""
    lines = "".join(f"<li><strong>{html.safe(text)}</strong><br>{html.safe(detail)}</li>" for text, detail in steps)
    html.show(f'<ol class="ns-do">{lines}</ol>')


def _first_steps() -> tuple[Action, ...]:
    """What the first rule for a life in danger asks for at once: an ambulance stands at its beginning."""
    content = session.content()
    rule = next((rule for rule in content.rules if rule.tier is Tier.RED_911), None)
    steps = (content.action[step] for step in rule.recommend) if rule is not None else ()
    return tuple(step for step in steps if step.when == "now")


def _fields() -> dict[str, str]:
    ui = session.words().ui
    return {_DID: ui("Action taken"), _WHO: ui("Who was called"), _REASON: ui("Reason, if they declined")}


def _name(field: str) -> str:
    return f"{field}{call_state.field_value(_TIMES)}"


def _choices() -> dict[str, str]:
    """What closes the drawer; where no new danger was told, it can also turn out that there is none."""
    ui = session.words().ui
    choices = {
        "911": ui("911 was called"),
        "988": ui("Connected to 988"),
        "supervisor": ui("Supervisor notified"),
        dangers.DECLINED: ui("They declined"),
    }
    return choices if dangers.new() else {**choices, "none": ui("No action needed now")}


def _choose(name: str, said: str) -> None:
    ui = session.words().ui
    reason, did, who = (call_state.field_value(_name(field)).strip() for field in (_REASON, _DID, _WHO))
    where = dangers.where()
    if name == dangers.DECLINED and not reason:
        call_state.set_field(_NEEDS_REASON, "yes")
        st.rerun()
    told = [
        ui("They declined: {reason}", reason=reason) if name == dangers.DECLINED else said,
        ui("Action taken: {what}", what=did) if did else "",
        ui("Called: {who}", who=who) if who else "",
        ui("Location: {address}", address=where) if where else "",
    ]
    dangers_told = sorted(str(kind) for kind in dangers.kinds())
    if not log.add(
        dangers.LOGGED,
        ". ".join(part.removesuffix(".") for part in told if part) + ".",
        choice=name,
        dangers=dangers_told,
    ):
        html.alert(ui("Not saved. What you typed is still on this screen. Try again."))
        return
    dangers.saw()
    if name in ("911", "988", "supervisor"):
        call_state.set_field(status_panel.HELP, status_panel.WAITS)
    for field in (_WANTED, _NEEDS_REASON, _name(_REASON), _name(_DID), _name(_WHO)):
        call_state.set_field(field, "")
    call_state.set_field(_TIMES, str(int(call_state.field_value(_TIMES) or 0) + 1))
    st.rerun()
