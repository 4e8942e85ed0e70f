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
    whole = ui("the whole summary") if patient.scope == consent.WHOLE else ui("not recorded")
    what = part_boxes.titles(patient.parts) or whole
    until = session.words().date(patient.until) if patient.until else ui("no end date given")
    return ui(
        "The patient’s written consent: to {who}. What: {what}. Until: {until}.",
        who=patient.name,
        what=what,
        until=until,
    )


def source(*, in_call: bool) -> None:
    """Whether the source is a Part 2 program; if so, which one, and whether the patient signed.

    `in_call`: the scope of that consent is asked later, on another page.
    """
    ui, words = session.words().ui, session.content().call_desk.part_2
    if words is None:
        return
    call_fields.checkbox(consent.PART_2, ui("Some of this comes from a Part 2 program’s records"))
    if of_call() is None:
        return
    html.show(f'<p class="ns-why">{html.safe(ui("Staff note: {why}", why=words.why))}</p>')
    call_fields.text_line("part_2_program", ui("Name of the program"))
    answers = {"yes": ui("Yes"), "no": ui("No"), "unknown": ui("Not known")}
    signed = call_fields.radio("part_2_signed", ui("Did the patient sign a consent?"), answers, horizontal=True)
    if signed == "yes" and in_call:
        html.hint(ui("Enter who may receive it and what it covers under “Read back and finish.”"))
    elif signed != "yes":
        html.show(f'<p class="ns-alert">{html.safe(no_file())}</p>')


def signed_consent() -> None:
    """The scope of the patient's written consent: whom it names, what it covers, until when."""
    ui, patient = session.words().ui, of_call()
    if patient is None or patient.signed != "yes":
        return
    html.show(f"<h3>{html.safe(ui('The patient’s written consent'))}</h3>")
    call_fields.text_line("part_2_to", ui("Who may receive it (name)"))
    call_fields.radio("part_2_kind", ui("Type of recipient"), kinds())
    part_boxes.choice("part_2_scope", "part_2_parts", ui("What it covers"))
    call_fields.date("part_2_until", ui("Valid through (leave blank if it has no end date)"))


def no_file() -> str:
    """That the patient's consent is needed."""
    return session.words().ui("No file can leave without the patient’s written consent.")


def kinds() -> dict[str, str]:
    """The kinds of recipients, code to label."""
    ui = session.words().ui
    return {
        "professional": ui("Professional"),
        "program": ui("Program"),
        "doctor": ui("Doctor"),
        "family": ui("Family"),
        "authority": ui("Court or government agency"),
    }
