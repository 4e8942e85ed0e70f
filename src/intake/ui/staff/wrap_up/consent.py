"""The caller's consent to share: what, with whom, how, until when. Without a recorded yes there is no file."""

from __future__ import annotations

import json

import streamlit as st

from intake.ui.common import html, session
from intake.ui.staff import record_rows
from intake.ui.staff.call import call_fields, call_state, interpreter, log, open_record

_RECORDED = "consent"
_FIELDS = ("share", "share_what", "share_with", "share_how", "share_until", "share_said_by")
_NEEDS_RECIPIENT = "consent_lacks"
PART_2 = "part_2"


def form() -> None:
    """The question, the answer, and what it covers. Recording the answer adds a line to the log."""
    ui = session.words().ui
    html.section(ui("Consent to share"))
    question = interpreter.script(ui("May I share this with a professional? You can say no."))
    html.show(f'<p class="ns-say">{question}</p>')
    answer = call_fields.radio("share", ui("Their answer"), _answers())
    if answer in ("yes", "phone_only"):
        left, right = st.columns(2)
        with left:
            call_fields.text_line("share_with", ui("Share with"))
            call_fields.text_line("share_until", ui("Valid until"))
        with right:
            call_fields.text_line("share_how", ui("How (phone, fax, or file)"))
            if answer == "yes":
                call_fields.text_line("share_what", ui("What to share (leave blank for the full summary)"))
    if answer:
        call_fields.text_line("share_said_by", ui("Answered by (leave blank for the person on the line)"))
        if st.button(ui("Record their answer"), key="note_consent"):
            _record()
            st.rerun()
    html.show(f'<p role="status">{html.safe(_status())}</p>')


def covers_summary() -> bool:
    """Whether a yes is recorded: the summary may go to a professional."""
    return _is_recorded() and call_state.field_value("share") == "yes"


def covers_phone_only() -> bool:
    """Whether consent is recorded for the phone number only."""
    return _is_recorded() and call_state.field_value("share") == "phone_only"


def is_unrecorded() -> bool:
    """Whether an answer is chosen that is not recorded, or was changed since."""
    return bool(call_state.field_value("share")) and not _is_recorded()


def why_no_file() -> str:
    """Why there is no file now."""
    ui = session.words().ui
    if not _is_recorded():
        return ui("No file yet. Record their answer about sharing first.")
    return ui("No file. They said no, so nothing may be shared.")


def part_2_notice() -> str:
    """The notice of 42 CFR part 2, if staff marked the record as coming from a Part 2 program; else ""."""
    desk = session.content().call_desk
    return desk.part_2.notice if desk.part_2 is not None and call_state.field_value(PART_2) else ""


def part_2_field() -> None:
    """The checkbox for a record from a Part 2 program, when to use it, and the notice it adds."""
    ui, desk = session.words().ui, session.content().call_desk
    if desk.part_2 is None:
        return
    call_fields.checkbox(PART_2, ui("This record comes from a Part 2 program"))
    html.show(f'<p class="ns-why">{html.safe(ui("Staff note: {why}", why=desk.part_2.why))}</p>')
    if part_2_notice():
        html.show(f'<p class="ns-alert">{html.safe(part_2_notice())}</p>')


def _answers() -> dict[str, str]:
    ui = session.words().ui
    return {
        "yes": ui("Yes, with this professional"),
        "phone_only": ui("Only the phone number"),
        "no": ui("No"),
    }


def _entered() -> dict[str, str]:
    """The fields that are filled in, by name."""
    return {name: value for name in _FIELDS if (value := call_state.field_value(name).strip())}


def _is_recorded() -> bool:
    """Whether the last recorded answer equals the fields."""
    recorded = call_state.field_value(_RECORDED)
    return bool(recorded) and json.loads(recorded)["said"] == _entered()


def _record() -> None:
    """Add the answer to the log with the person who gave it. A yes needs a recipient."""
    ui, entered = session.words().ui, _entered()
    yes = entered["share"] != "no"
    if yes and "share_with" not in entered:
        call_state.set_field(_NEEDS_RECIPIENT, "yes")
        return
    call_state.set_field(_NEEDS_RECIPIENT, "")
    answered_by = entered.get("share_said_by") or open_record.speaker() or ui("The caller")
    what = entered.get("share_what") or ui("the full summary")
    sentences = [
        ui("Sharing: {answer}", answer=_answers()[entered["share"]]),
        ui("What: {what}", what=what) if entered["share"] == "yes" else "",
        ui("With: {who}", who=entered["share_with"]) if yes else "",
        ui("How: {how}", how=entered["share_how"]) if yes and "share_how" in entered else "",
        ui("Until: {when}", when=entered["share_until"]) if yes and "share_until" in entered else "",
        ui("Answered by: {who}", who=answered_by),
    ]
    if log.add("consent", ". ".join(filter(None, sentences)) + ".", consent=entered):
        at = record_rows.moment(session.now(), session.words(), session.now().tzinfo)
        call_state.set_field(_RECORDED, json.dumps({"said": entered, "at": at}))


def _status() -> str:
    ui = session.words().ui
    if call_state.field_value(_NEEDS_RECIPIENT):
        return ui("Enter who it may be shared with.")
    recorded = call_state.field_value(_RECORDED)
    if _is_recorded():
        return ui("Recorded {time}.", time=json.loads(recorded)["at"])
    return ui("Changed, and not recorded yet.") if recorded else ui("Not recorded yet.")
