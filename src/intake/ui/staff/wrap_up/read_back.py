"""Read-back in the order of SBAR, with what to say to the caller. Always includes what is not known."""

from __future__ import annotations

from collections.abc import Iterable

from intake.brief import wording
from intake.brief.model import Brief
from intake.brief.rows import AnswerStatus, Row
from intake.ui.common import html, session
from intake.ui.staff.call import call_fields, call_state, interpreter, log, status_panel
from intake.ui.staff.wrap_up import desk_facts, promises, told

ANSWER, LOGGED = "read_back", "read_back_logged"


def read_back(brief: Brief) -> None:
    """The whole read-back, and the caller's confirmation, which is added to the log."""
    ui = session.words().ui
    interpreter.guidance()
    _say(ui("Let me read back what I have. Stop me if anything is wrong."))
    _situation(brief)
    _background(brief)
    _assessment(brief)
    _request(brief)
    _not_known(brief)
    _say(ui("Is that right?"))
    answers = {"right": ui("Confirmed"), "changed": ui("Corrected during read-back")}
    answer = call_fields.radio(ANSWER, ui("Their answer"), answers)
    is_new = answer and answer != call_state.field_value(LOGGED)
    if is_new and log.add("read-back", ui("Read back: {answer}", answer=answers[answer])):
        call_state.set_field(LOGGED, answer)


def _situation(brief: Brief) -> None:
    ui = session.words().ui
    html.section(ui("Situation"))
    _say(ui("This is who we are talking about, and what is happening now."))
    danger = [row for row in brief.unanswered_safety if row.link_id == _gate()]
    _facts(_situation_rows(brief))
    if danger:
        html.paragraph(ui("Danger right now: {answer}. This does not mean no.", answer=danger[0].value))


def _situation_rows(brief: Brief) -> tuple[Row, ...]:
    """Who the call is about and what is happening, including danger right now."""
    danger = (row for part in brief.sections for row in part.rows if row.link_id == _gate())
    return tuple(dict.fromkeys((*brief.who, *brief.reach, *brief.situation, *danger)))


def _gate() -> str:
    """The link_id of the question about danger right now."""
    return session.content().questionnaire.gate.link_id


def _background(brief: Brief) -> None:
    ui = session.words().ui
    html.section(ui("Background"))
    _say(ui("This is what you told me about the past: health, drinking or drugs, and what has been tried."))
    risks = wording.stated(row for part in brief.risk for row in (*part.rows, *part.context))
    _facts(row for row in dict.fromkeys((*brief.background, *risks)) if row not in _situation_rows(brief))


def _assessment(brief: Brief) -> None:
    """The urgency by fixed rules, and the answers behind it."""
    ui = session.words().ui
    html.section(ui("Assessment"))
    if not status_panel.urgency_is_known():
        html.paragraph(ui("Urgency: not known yet"))
        return
    _say(ui("Based on what you told me, this is how soon to act, and why."))
    html.show(f"<p><strong>{html.safe(wording.priority(brief))}</strong></p>")
    if done := desk_facts.actions():
        html.show(f"<h3>{html.safe(ui('What was done about danger:'))}</h3>", html.bullets(done))
    _facts(brief.reasons)
    if brief.more_reasons:
        html.paragraph(ui("and {number} more", number=brief.more_reasons))
    html.show(f'<p class="ns-why">{html.safe(ui("Suggested by fixed rules. No score, no diagnosis."))}</p>')


def _request(brief: Brief) -> None:
    """The next steps, and who will take each."""
    words, ui = session.words(), session.words().ui
    html.section(ui("Next steps"))
    _say(ui("These are the next steps. Let us decide who does each one."))
    people = {
        promises.CALLER: ui("The caller"),
        "us": ui("Us"),
        "other": ui("Someone else"),
        "nobody": ui("No one for now"),
    }
    for number, step in enumerate(brief.steps, start=1):
        html.show(html.step(step, number, words))
        told.tick(step)
        call_fields.radio(promises.field_of(step.action), ui("Who will do step {number}", number=number), people)
    if brief.also_today:
        html.show(f"<h3>{html.safe(ui('Also today'))}</h3>")
        for step in brief.also_today:
            html.show(html.also_today(brief.model_copy(update={"also_today": (step,)}), words))
            told.tick(step)


def _not_known(brief: Brief) -> None:
    """The questions without an answer, grouped by the reason; safety questions first."""
    ui = session.words().ui
    html.section(ui("Not known"))
    if not brief.not_known and not brief.contradictions:
        html.paragraph(ui("Every question in the topics you started has an answer."))
        return
    _say(ui("These are things we do not know yet."))
    if brief.contradictions:
        html.show(f"<h3>{html.safe(ui('Answers that do not match:'))}</h3>")
        html.show(html.bullets(map(wording.contradiction, brief.contradictions)))
    safety = frozenset(session.content().questionnaire.safety)
    headings = {
        AnswerStatus.UNKNOWN: ui("Did not know"),
        AnswerStatus.DECLINED: ui("Would rather not say"),
        AnswerStatus.NOT_ASKED: ui("Not asked"),
    }
    for status, heading in headings.items():
        rows = [row for row in brief.not_known if row.status is status]
        if rows:
            html.show(f"<h3>{html.safe(heading)}</h3>")
            _labels(ui("About safety:"), [row for row in rows if row.link_id in safety])
            _labels(ui("Other:"), [row for row in rows if row.link_id not in safety])
    html.paragraph(ui("None of these means “no”."))


def _labels(title: str, rows: list[Row]) -> None:
    if rows:
        labels = "; ".join(f"{row.entry_name}: {row.label}" if row.entry_name else row.label for row in rows)
        html.show(f"<p><strong>{html.safe(title)}</strong> {html.safe(labels)}.</p>")


def _facts(rows: Iterable[Row]) -> None:
    """The rows that have an answer."""
    answered = [row for row in rows if not row.status.open]
    if not answered:
        html.paragraph(session.words().ui("No answers."))
        return
    html.show('<div class="ns-read">', *(html.answer(row) for row in answered), "</div>")


def _say(text: str) -> None:
    html.show(f'<p class="ns-say">{interpreter.script(text)}</p>')
