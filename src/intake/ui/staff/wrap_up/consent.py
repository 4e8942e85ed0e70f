"""The caller's consent to share: what, with whom, how, until when. Without a recorded yes there is no file."""

from __future__ import annotations

import json

import streamlit as st

from intake.domain import consent
from intake.domain.consent import Allowed, Consent, Recipient, Refusal
from intake.ui.common import html, session
from intake.ui.staff import record_rows
from intake.ui.staff.call import call_fields, call_state, interpreter, log, open_record, part_2, part_boxes
from intake.ui.staff.wrap_up import approval

_SHARE, _WITH, _KIND, _SCOPE, _PARTS = "share", "share_with", "share_kind", "share_scope", "share_parts"
_HOW, _UNTIL, _SAID_BY = "share_how", "share_until_on", "share_said_by"
_MISSING = "consent_lacks"
_CLEARED = "share_to_ask_again"  # the answer of an earlier version was cleared, once


def form() -> None:
    """The question, the answer, and what it covers. Recording the answer adds a line to the log."""
    ui = session.words().ui
    html.section(ui("Consent to share"))
    _from_earlier_version()
    question = interpreter.script(ui("May I share this with someone who can help? You can say no."))
    html.show(f'<p class="ns-say">{question}</p>')
    answer = call_fields.radio(_SHARE, ui("Their answer"), _answers())
    if answer in ("yes", "phone_only"):
        _to_whom(answer)
    if answer:
        call_fields.text_line(_SAID_BY, ui("Answered by (leave blank for the person on the line)"))
        if st.button(ui("Record their answer"), key="note_consent"):
            _record()
            st.rerun()
    html.show(f'<p role="status">{html.safe(_status())}</p>')


def may_leave(recipient: Recipient) -> Allowed | Refusal:
    """What may leave today for a recipient, or why nothing may. The store decides again at each download."""
    call = call_state.current().call
    return consent.may_leave(call, recipient, session.now().date(), approved=approval.is_given())


def recorded() -> Consent | None:
    """The recorded answer; None if there is none, or if staff have to ask again."""
    return consent.consent(call_state.current().call)


def is_unrecorded() -> bool:
    """Whether an answer is chosen that is not recorded, or was changed since."""
    return bool(call_state.field_value(_SHARE)) and not _is_recorded()


def named() -> str:
    """Who the caller agreed to share with, and what kind of recipient that is; "" if no one."""
    agreed = recorded()
    if agreed is None or agreed.answer == "no":
        return ""
    kind = part_2.kinds().get(agreed.kind or "", "")
    return f"{agreed.name} ({kind})" if kind else agreed.name


def why_no_file(refusal: Refusal) -> str:
    """Why there is no file, and what to do."""
    ui, agreed, patient = session.words().ui, recorded(), part_2.of_call()
    until = agreed.until if agreed is not None else None
    patient_until = patient.until if patient is not None else None
    return {
        Refusal.NO_NOTES: ui("No file. Someone on this case does not want notes, so nothing may be shared.")
        if consent.refused_by(call_state.current().call)
        else ui("No file. The caller does not want notes, so nothing may be shared."),
        Refusal.NOT_ASKED: ui("No file yet. Record their answer about sharing first."),
        Refusal.ASK_AGAIN: ui("No file yet. Ask again: what they agreed to before was typed, and is not clear enough."),
        Refusal.SAID_NO: ui("No file. They said no, so nothing may be shared."),
        Refusal.EXPIRED: ui(
            "No file. Their consent ended on {date}. Ask again.", date=session.words().date(until) if until else ""
        ),
        Refusal.NOT_APPROVED: ui("No file yet. A supervisor has to approve a file for a court or government agency."),
        Refusal.PART_2_UNSIGNED: ui(
            "No file. Some of this comes from a Part 2 program, and the patient’s written consent is not complete: "
            "signed, who may receive it, and what it covers."
        ),
        Refusal.PART_2_EXPIRED: ui(
            "No file. The patient’s written consent ended on {date}.",
            date=session.words().date(patient_until) if patient_until else "",
        ),
        Refusal.PART_2_NAMES_OTHER: ui(
            "No file. The patient’s written consent is for {who}, not for this recipient.",
            who=patient.name if patient is not None else "",
        ),
        Refusal.PART_2_OTHER_PARTS: ui(
            "No file. The patient’s written consent covers none of the parts that the caller agreed to share."
        ),
    }[refusal]


# --- the answer ---


def _answers() -> dict[str, str]:
    ui = session.words().ui
    return {"yes": ui("Yes"), "phone_only": ui("Only the phone number"), "no": ui("No")}


def _to_whom(answer: str) -> None:
    """The fields about a yes: with whom, how, until when, and what."""
    ui = session.words().ui
    left, right = st.columns(2)
    with left:
        call_fields.text_line(_WITH, ui("Share with (name)"))
        call_fields.radio(_KIND, ui("Type of recipient"), part_2.kinds())
        call_fields.date(_UNTIL, ui("Valid through (leave blank if they set no end date)"))
    with right:
        call_fields.text_line(_HOW, ui("How (phone, fax, or file)"))
        if answer == "yes":
            part_boxes.choice(_SCOPE, _PARTS, ui("What to share"))


def _entered() -> dict[str, str]:
    """The fields that are filled in and belong to the answer, by name."""
    answer = call_state.field_value(_SHARE)
    names = [_SHARE, _SAID_BY]
    names += [_WITH, _KIND, _HOW, _UNTIL] if answer in ("yes", "phone_only") else []
    names += [_SCOPE] if answer == "yes" else []
    names += [_PARTS] if answer == "yes" and call_state.field_value(_SCOPE) == consent.SOME else []
    return {name: value for name in names if (value := call_state.field_value(name).strip())}


def _document() -> dict[str, object]:
    document: dict[str, object] = json.loads(call_state.field_value(consent.RECORDED) or "{}")
    return document


def _is_recorded() -> bool:
    """Whether the last recorded answer equals the fields."""
    document = _document()
    return document.get("format") == consent.FORMAT and document.get("said") == _entered()


def _missing(entered: dict[str, str]) -> str:
    """What a yes still needs; "" if nothing."""
    ui = session.words().ui
    if entered[_SHARE] == "no":
        return ""
    if _WITH not in entered:
        return ui("Enter who it may be shared with.")
    if _KIND not in entered:
        return ui("Choose the type of recipient.")
    if entered[_SHARE] == "yes" and _SCOPE not in entered:
        return ui("Choose what to share.")
    if entered.get(_SCOPE) == consent.SOME and _PARTS not in entered:
        return ui("Choose at least one part.")
    return ""


def _record() -> None:
    """Add the answer to the log with the person who gave it."""
    ui, entered = session.words().ui, _entered()
    call_state.set_field(_MISSING, _missing(entered))
    if call_state.field_value(_MISSING):
        return
    yes = entered[_SHARE] != "no"
    answered_by = entered.get(_SAID_BY) or open_record.speaker() or ui("The caller")
    parts = part_boxes.titles(tuple(entered.get(_PARTS, "").split(","))) or ui("the whole summary")
    until = session.words().date(consent.as_date(entered[_UNTIL])) if _UNTIL in entered else ""
    sentences = [
        ui("Sharing: {answer}", answer=_answers()[entered[_SHARE]]),
        ui("What: {what}", what=parts) if entered[_SHARE] == "yes" else "",
        ui("With: {who}", who=f"{entered[_WITH]} ({part_2.kinds()[entered[_KIND]]})") if yes else "",
        ui("How: {how}", how=entered[_HOW]) if _HOW in entered else "",
        ui("Until: {when}", when=until) if until else "",
        ui("Answered by: {who}", who=answered_by),
    ]
    text = ". ".join(sentence.removesuffix(".") for sentence in sentences if sentence) + "."
    if log.add("consent", text, consent=entered):
        at = record_rows.moment(session.now(), session.words(), session.now().tzinfo)
        document = {"format": consent.FORMAT, "said": entered, "at": at}
        call_state.set_field(consent.RECORDED, json.dumps(document))


def _status() -> str:
    ui = session.words().ui
    if missing := call_state.field_value(_MISSING):
        return missing
    if _is_recorded():
        return ui("Recorded {time}.", time=_document()["at"])
    return ui("Changed but not recorded yet.") if _document() else ui("Not recorded yet.")


# --- records of earlier versions ---


def _from_earlier_version() -> None:
    """Take over an answer that was partly free text; if it does not decide, show its words, to ask again."""
    document, agreed = _document(), recorded()
    if not document or document.get("format") == consent.FORMAT:
        return
    if agreed is not None:
        _take_over(agreed, str(document.get("at", "")))
        return
    if not call_state.field_value(_CLEARED):
        call_state.set_field(_CLEARED, "yes")
        call_state.set_field(_SHARE, "")
    ui = session.words().ui
    words = "; ".join(consent.earlier_words(call_state.current().call))
    text = ui(
        "Ask again. What they agreed to before is typed, and is not clear enough for a file: {words}", words=words
    )
    html.show(f'<p class="ns-alert">{html.safe(text)}</p>')


def _take_over(agreed: Consent, at: str) -> None:
    """Fill the fields with an answer of an earlier version, and store it like one of this version."""
    call_state.set_field(_SHARE, agreed.answer)
    call_state.set_field(_KIND, agreed.kind or "")
    call_state.set_field(_SCOPE, consent.WHOLE if agreed.answer == "yes" else "")
    call_state.set_field(_UNTIL, agreed.until.isoformat() if agreed.until else "")
    document = {"format": consent.FORMAT, "said": _entered(), "at": at}
    call_state.set_field(consent.RECORDED, json.dumps(document))
