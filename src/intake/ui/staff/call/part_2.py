"""A Part 2 program as the source of information, and the patient's own written consent with its scope."""

from __future__ import annotations

from intake.domain import consent
from intake.domain.consent import Part2Consent
from intake.ui.common import html, session
from intake.ui.staff.call import call_fields, call_state, part_boxes


def of_call() -> Part2Consent | None:
    """The patient's consent as far as it is known; None if no Part 2 program is the source of anything."""
    return consent.part_2(call_state.current().call)


def notice() -> str:
    """The notice of 42 CFR part 2; "" if no Part 2 program is the source of anything."""
    words = session.content().call_desk.part_2
    return words.notice if words is not None and of_call() is not None else ""


def scope() -> str:
    """Whom the patient's written consent names, what it covers, and until when, in one sentence; "" if not signed."""
    patient, ui = of_call(), session.words().ui
    if patient is None or patient.signed != "yes":
        return ""
    what = part_boxes.titles(patient.parts) if patient.parts else ui("the whole summary")
    until = session.words().date(patient.until) if patient.until else ui("no end date given")
    return ui(
        "The patient's written consent: to {who}. What: {what}. Until: {until}.",
        who=patient.name,
        what=what,
        until=until,
    )


def fields() -> None:
    """Whether the source is a Part 2 program; if so, which one, and what the patient signed."""
    ui, words = session.words().ui, session.content().call_desk.part_2
    if words is None:
        return
    call_fields.checkbox(consent.PART_2, ui("Some of this comes from a Part 2 program's records"))
    if call_state.field_value(consent.PART_2) != "yes":
        return
    html.show(f'<p class="ns-why">{html.safe(ui("Staff note: {why}", why=words.why))}</p>')
    call_fields.text_line("part_2_program", ui("Name of the program"))
    signed = {"yes": ui("Yes"), "no": ui("No"), "unknown": ui("Not known")}
    if call_fields.radio("part_2_signed", ui("Did the patient sign a consent?"), signed, horizontal=True) != "yes":
        html.show(
            f'<p class="ns-alert">{html.safe(ui("No file can leave without the patient’s written consent."))}</p>'
        )
        return
    call_fields.text_line("part_2_to", ui("Whom the consent names"))
    call_fields.select("part_2_kind", ui("Who that is"), {"": ui("Choose one"), **kinds()})
    part_boxes.choice("part_2_scope", "part_2_parts", ui("What it covers"))
    call_fields.date("part_2_until", ui("Last day it is valid"))


def kinds() -> dict[str, str]:
    """The kinds of recipients, code to label."""
    ui = session.words().ui
    return {
        "professional": ui("A professional"),
        "program": ui("A program"),
        "doctor": ui("A doctor"),
        "family": ui("Family"),
        "authority": ui("A court or government agency"),
    }
