"""The drawer for danger: it lies over the desk and closes with a choice alone, which is a line of the log."""

from __future__ import annotations

import streamlit as st

from intake.ui import drawing, session
from intake.ui.desk import about_call, call_log, dangers, interpreter, noted, strip

_WANTED = "drawer"
_REASON, _WHO, _DID = "danger_reason", "danger_who", "danger_did"
_TIMES = "drawers"  # each drawer has fields of its own, so that none begins with the words of the one before
_NEEDS_REASON = "danger_needs_reason"


def drawer() -> None:
    """Opens where there is a danger nobody has chosen for yet, or where somebody asked for it."""
    if dangers.new() or noted.said_of_call(_WANTED):
        title = session.words().ui("Danger. Stay on the line.")
        st.dialog(title, width="large", dismissible=False)(_drawer)()


def want() -> None:
    """Opens it, whatever was told."""
    noted.say_of_call(_WANTED, "yes")


def _drawer() -> None:
    ui = session.words().ui
    found, desk = session.current_brief(), session.content().call_desk
    for kind in dangers.kinds():
        if kind in desk.danger:
            words = desk.danger[kind]
            drawing.show(
                f'<p class="ns-say">{interpreter.say(words.say)}</p>'
                f'<p class="ns-why">{drawing.safe(ui("For you: {why}", why=words.listen))}</p>'
            )
    if dangers.kinds():
        steps = "".join(
            f"<li><strong>{drawing.safe(step.text)}</strong><br>{drawing.safe(step.detail)}</li>"
            for step in found.steps
        )
        drawing.show(f'<ol class="ns-do">{steps}</ol>')
    else:
        drawing.paragraph(ui("No answer so far speaks of danger. What did you hear?"))
        drawing.show(drawing.urgent(session.content(), session.words()))
    drawing.show(f'<p class="ns-say">{drawing.safe(ui("I am staying on the line while we get help."))}</p>')
    for column, (field, label) in zip(st.columns(3, vertical_alignment="bottom"), _fields().items(), strict=True):
        with column:
            about_call.written(_name(field), label)
    if noted.said_of_call(_NEEDS_REASON):
        drawing.alert(ui("Write the reason they gave, then press it again."))
    with st.container(horizontal=True, key="danger_done"):
        for name, said in _choices().items():
            if st.button(said, key=f"done_{name}", type="primary" if name == "911" else "secondary"):
                _choose(name, said)


def _fields() -> dict[str, str]:
    ui = session.words().ui
    return {_DID: ui("What was done"), _WHO: ui("Who was called"), _REASON: ui("If they declined: their reason")}


def _name(field: str) -> str:
    return f"{field}{noted.said_of_call(_TIMES)}"


def _choices() -> dict[str, str]:
    """What closes the drawer; where no new danger was told, it can also turn out that there is none."""
    ui = session.words().ui
    choices = {
        "911": ui("911 was called"),
        "988": ui("Connected to 988"),
        "supervisor": ui("A supervisor was told"),
        "declined": ui("They declined"),
    }
    return choices if dangers.new() else {**choices, "none": ui("Nothing needs to be done now")}


def _choose(name: str, said: str) -> None:
    ui = session.words().ui
    reason, did, who = (noted.said_of_call(_name(field)).strip() for field in (_REASON, _DID, _WHO))
    if name == "declined" and not reason:
        noted.say_of_call(_NEEDS_REASON, "yes")
        st.rerun()
    told = [
        said,
        ui("Reason: {reason}", reason=reason) if name == "declined" else "",
        ui("Done: {what}", what=did) if did else "",
        ui("Called: {who}", who=who) if who else "",
    ]
    dangers_told = sorted(str(kind) for kind in dangers.kinds())
    if not call_log.add("danger", ". ".join(part for part in told if part) + ".", choice=name, dangers=dangers_told):
        drawing.alert(ui("Not saved. What you typed is still on this screen. Press it again."))
        return
    dangers.saw()
    if name in ("911", "988", "supervisor"):
        noted.say_of_call(strip.HELP, strip.WAITS)
    for field in (_WANTED, _NEEDS_REASON, _name(_REASON), _name(_DID), _name(_WHO)):
        noted.say_of_call(field, "")
    noted.say_of_call(_TIMES, str(int(noted.said_of_call(_TIMES) or 0) + 1))
    st.rerun()
