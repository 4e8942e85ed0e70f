"""Reading back: what was understood, in the order of SBAR, with words to say. What is not known is never left out."""

from __future__ import annotations

from collections.abc import Iterable

from intake.brief import wording
from intake.brief.model import Brief
from intake.brief.rows import AnswerStatus, Row
from intake.ui.common import html, session
from intake.ui.staff.call import call_fields, call_state, interpreter, log, status_panel

_LOGGED = "read_back_logged"


def read_back(found: Brief) -> None:
    """All of it, with the answer of the person on the line, which is a line of the log."""
    ui = session.words().ui
    interpreter.guidance()
    _say(ui("Let me read back what I have. Stop me if it is wrong."))
    _situation(found)
    _background(found)
    _assessment(found)
    _request(found)
    _not_known(found)
    _say(ui("Is that right?"))
    answers = {"right": ui("That is right"), "changed": ui("Changed during read-back")}
    picked = call_fields.picked("read_back", ui("They say"), answers)
    new = picked and picked != call_state.field_value(_LOGGED)
    if new and log.add("read-back", ui("Read back: {answer}", answer=answers[picked])):
        call_state.set_field(_LOGGED, picked)


def _situation(found: Brief) -> None:
    ui = session.words().ui
    html.section(ui("Situation"))
    _say(ui("This is who it is about, and what is happening now."))
    danger = [row for row in found.unanswered_safety if row.link_id == _gate()]
    _facts(_now(found))
    if danger:
        html.paragraph(ui("Danger right now: {answer}. That is not a no.", answer=danger[0].value))


def _now(found: Brief) -> tuple[Row, ...]:
    """Who it is about and what is happening, danger with it."""
    danger = (row for part in found.sections for row in part.rows if row.link_id == _gate())
    return tuple(dict.fromkeys((*found.who, *found.reach, *found.situation, *danger)))


def _gate() -> str:
    """The question about danger right now."""
    return session.content().questionnaire.gate.link_id


def _background(found: Brief) -> None:
    ui = session.words().ui
    html.section(ui("Background"))
    _say(ui("This is what you told me about before: health, drinking or drugs, and what was tried."))
    risks = wording.stated(row for part in found.risk for row in (*part.rows, *part.context))
    _facts(row for row in dict.fromkeys((*found.background, *risks)) if row not in _now(found))


def _assessment(found: Brief) -> None:
    """How urgent it is by fixed rules, and the answers behind it."""
    ui = session.words().ui
    html.section(ui("Assessment"))
    if not status_panel.urgency_is_known():
        html.paragraph(ui("How urgent it is: not known yet"))
        return
    _say(ui("From what you told me, this is how soon something should be done, and why."))
    html.show(f"<p><strong>{html.safe(found.heading)}</strong></p>")
    _facts(found.reasons)
    if found.more_reasons:
        html.paragraph(ui("and {number} more", number=found.more_reasons))
    html.show(f'<p class="ns-why">{html.safe(ui("Suggested by fixed rules. No score, no diagnosis."))}</p>')


def _request(found: Brief) -> None:
    """The next steps, and who takes each."""
    words, ui = session.words(), session.words().ui
    html.section(ui("Next steps"))
    _say(ui("These are the next steps. Let us say who does each one."))
    who = {"caller": ui("The caller"), "us": ui("We do"), "other": ui("Someone else"), "nobody": ui("Not now")}
    for place, step in enumerate(found.steps, start=1):
        html.show(html.step(step, place, words))
        call_fields.picked(f"step_{step.action}", ui("Who does step {number}", number=place), who)


def _not_known(found: Brief) -> None:
    """The questions without an answer, by the reason why; those about safety first."""
    ui = session.words().ui
    html.section(ui("Not known"))
    rows = found.not_known
    if not rows:
        html.paragraph(ui("Every question that was begun has an answer."))
        return
    _say(ui("These are things we do not know yet."))
    safety = frozenset(session.content().questionnaire.safety)
    names = {
        AnswerStatus.UNKNOWN: ui("Did not know"),
        AnswerStatus.DECLINED: ui("Would rather not say"),
        AnswerStatus.NOT_ASKED: ui("Not asked"),
    }
    for status, name in names.items():
        of = [row for row in rows if row.status is status]
        if of:
            html.show(f"<h3>{html.safe(name)}</h3>")
            _labels(ui("About safety:"), [row for row in of if row.link_id in safety])
            _labels(ui("Other:"), [row for row in of if row.link_id not in safety])
    html.paragraph(ui("None of these means no."))


def _labels(title: str, rows: list[Row]) -> None:
    if rows:
        said = "; ".join(f"{row.entry_name}: {row.label}" if row.entry_name else row.label for row in rows)
        html.show(f"<p><strong>{html.safe(title)}</strong> {html.safe(said)}.</p>")


def _facts(rows: Iterable[Row]) -> None:
    told = [row for row in rows if not row.status.open]
    if not told:
        html.paragraph(session.words().ui("Nothing was told."))
        return
    html.show('<div class="ns-read">', *(html.answer(row) for row in told), "</div>")


def _say(text: str) -> None:
    html.show(f'<p class="ns-say">{interpreter.say(text)}</p>')
