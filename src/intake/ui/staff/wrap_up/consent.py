"""What the caller agrees to: what may be shared, with whom, how, until when. No file goes out without a yes."""

from __future__ import annotations

import json

import streamlit as st

from intake.ui.common import html, session
from intake.ui.staff import record_rows
from intake.ui.staff.call import call_fields, call_state, interpreter, log

_NOTED = "consent"
_PARTS = ("share", "share_what", "share_with", "share_how", "share_until", "share_said_by")
PART_2 = "part_2"


def agree() -> None:
    """The question, the answer, and what it covers; noting it makes a line of the log."""
    ui = session.words().ui
    html.section(ui("Consent to share"))
    said = interpreter.say(ui("May I share this with a professional? You can say no."))
    html.show(f'<p class="ns-say">{said}</p>')
    shared = call_fields.picked("share", ui("Their answer"), _answers())
    if shared in ("yes", "phone_only"):
        left, right = st.columns(2)
        with left:
            call_fields.written("share_with", ui("Share with"))
            call_fields.written("share_until", ui("Valid until"))
        with right:
            call_fields.written("share_how", ui("How (phone, fax, or file)"))
            if shared == "yes":
                call_fields.written("share_what", ui("What to share (leave blank for the full summary)"))
    if shared:
        call_fields.written("share_said_by", ui("Answered by (leave blank for the person on the line)"))
        if st.button(ui("Record their answer"), key="note_consent"):
            _note_it()
            st.rerun()
    html.show(f'<p role="status">{html.safe(_state())}</p>')


def is_a_yes() -> bool:
    """Whether it is noted that the summary may go to a professional."""
    return _is_noted() and call_state.field_value("share") == "yes"


def is_the_number_alone() -> bool:
    """Whether it is noted that they may be called, and nothing else."""
    return _is_noted() and call_state.field_value("share") == "phone_only"


def is_open() -> bool:
    """Whether an answer is picked that is not noted, or was changed since."""
    return bool(call_state.field_value("share")) and not _is_noted()


def why_no_file() -> str:
    """Why nothing may go out now."""
    ui = session.words().ui
    if not _is_noted():
        return ui("No file yet. Record their answer about sharing first.")
    return ui("No file. They said no, so nothing may be shared.")


def notice() -> str:
    """The notice of a Part 2 program, where staff marked the record as one of such."""
    desk = session.content().call_desk
    return desk.part_2.notice if desk.part_2 is not None and call_state.field_value(PART_2) else ""


def part_2() -> None:
    """The mark that the record comes from a Part 2 program, when it belongs there, and the notice it brings."""
    ui, desk = session.words().ui, session.content().call_desk
    if desk.part_2 is None:
        return
    call_fields.ticked(PART_2, ui("This record comes from a Part 2 program"))
    html.show(f'<p class="ns-why">{html.safe(ui("Staff note: {why}", why=desk.part_2.why))}</p>')
    if notice():
        html.show(f'<p class="ns-alert">{html.safe(notice())}</p>')


def _answers() -> dict[str, str]:
    ui = session.words().ui
    return {
        "yes": ui("Yes, with this professional"),
        "phone_only": ui("Only the phone number"),
        "no": ui("No"),
    }


def _now() -> dict[str, str]:
    return {part: said for part in _PARTS if (said := call_state.field_value(part).strip())}


def _is_noted() -> bool:
    """Whether the log has exactly what stands in the fields."""
    before = call_state.field_value(_NOTED)
    return bool(before) and json.loads(before)["said"] == _now()


def _note_it() -> None:
    """Notes it with the time and the person who said it; sharing needs somebody to share with."""
    ui, now = session.words().ui, _now()
    if now["share"] != "no" and "share_with" not in now:
        call_state.set_field("consent_lacks", "yes")
        return
    call_state.set_field("consent_lacks", "")
    by = now.get("share_said_by") or call_state.speaker() or ui("The caller")
    told = [
        ui("Sharing: {answer}", answer=_answers()[now["share"]]),
        ui("What: {what}", what=now.get("share_what") or ui("the full summary")) if now["share"] == "yes" else "",
        ui("With: {who}", who=now["share_with"]) if now["share"] != "no" else "",
        ui("How: {how}", how=now["share_how"]) if "share_how" in now and now["share"] != "no" else "",
        ui("Until: {when}", when=now["share_until"]) if "share_until" in now and now["share"] != "no" else "",
        ui("Answered by: {who}", who=by),
    ]
    if log.add("consent", ". ".join(part for part in told if part) + ".", consent=now):
        at = record_rows.moment(session.now(), session.words(), session.now().tzinfo)
        call_state.set_field(_NOTED, json.dumps({"said": now, "at": at}))


def _state() -> str:
    ui = session.words().ui
    if call_state.field_value("consent_lacks"):
        return ui("Enter who it may be shared with.")
    if _is_noted():
        return ui("Recorded {time}.", time=json.loads(call_state.field_value(_NOTED))["at"])
    return ui("Changed, and not recorded yet.") if call_state.field_value(_NOTED) else ui("Not recorded yet.")
