"""Reading back: what was understood, in the order of SBAR, with words to say. What is not known is never left out."""

from __future__ import annotations

from collections.abc import Iterable

from intake.documents import wording
from intake.summary import Brief, Row, Status
from intake.ui import drawing, session
from intake.ui.desk import about_call, call_log, interpreter, noted, strip

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
    picked = about_call.picked("read_back", ui("They say"), answers)
    new = picked and picked != noted.said_of_call(_LOGGED)
    if new and call_log.add("read-back", ui("Read back: {answer}", answer=answers[picked])):
        noted.say_of_call(_LOGGED, picked)


def _situation(found: Brief) -> None:
    ui = session.words().ui
    drawing.section(ui("Situation"))
    _say(ui("This is who it is about, and what is happening now."))
    danger = [row for row in found.unanswered_safety if row.link_id == "danger_now"]
    _facts(_now(found))
    if danger:
        drawing.paragraph(ui("Danger right now: {answer}. That is not a no.", answer=danger[0].value))


def _now(found: Brief) -> tuple[Row, ...]:
    """Who it is about and what is happening, danger with it."""
    danger = (row for part in found.sections for row in part.rows if row.link_id == "danger_now")
    return tuple(dict.fromkeys((*found.who, *found.reach, *found.situation, *danger)))


def _background(found: Brief) -> None:
    ui = session.words().ui
    drawing.section(ui("Background"))
    _say(ui("This is what you told me about before: health, drinking or drugs, and what was tried."))
    told = wording.told(row for part in found.risk for row in (*part.rows, *part.context))
    _facts(row for row in dict.fromkeys((*found.background, *told)) if row not in _now(found))


def _assessment(found: Brief) -> None:
    """How urgent it is by fixed rules, and the answers behind it."""
    ui = session.words().ui
    drawing.section(ui("Assessment"))
    if not strip.urgency_is_known():
        drawing.paragraph(ui("How urgent it is: not known yet"))
        return
    _say(ui("From what you told me, this is how soon something should be done, and why."))
    drawing.show(f"<p><strong>{drawing.safe(found.heading)}</strong></p>")
    _facts(found.reasons)
    if found.more_reasons:
        drawing.paragraph(ui("and {number} more", number=found.more_reasons))
    drawing.show(f'<p class="ns-why">{drawing.safe(ui("Suggested by fixed rules. No score, no diagnosis."))}</p>')


def _request(found: Brief) -> None:
    """The next steps, and who takes each."""
    words, ui = session.words(), session.words().ui
    drawing.section(ui("Next steps"))
    _say(ui("These are the next steps. Let us say who does each one."))
    who = {"caller": ui("The caller"), "us": ui("We do"), "other": ui("Someone else"), "nobody": ui("Not now")}
    for place, step in enumerate(found.steps, start=1):
        drawing.show(drawing.step(step, place, words))
        about_call.picked(f"step_{step.action}", ui("Who does step {number}", number=place), who)


def _not_known(found: Brief) -> None:
    """The questions without an answer, by the reason why; those about safety first."""
    ui = session.words().ui
    drawing.section(ui("Not known"))
    rows = found.not_known
    if not rows:
        drawing.paragraph(ui("Every question that was begun has an answer."))
        return
    _say(ui("These are things we do not know yet."))
    safety = frozenset(session.content().questionnaire.safety)
    names = {
        Status.UNKNOWN: ui("Did not know"),
        Status.DECLINED: ui("Would rather not say"),
        Status.NOT_ASKED: ui("Not asked"),
    }
    for status, name in names.items():
        of = [row for row in rows if row.status is status]
        if of:
            drawing.show(f"<h3>{drawing.safe(name)}</h3>")
            _labels(ui("About safety:"), [row for row in of if row.link_id in safety])
            _labels(ui("Other:"), [row for row in of if row.link_id not in safety])
    drawing.paragraph(ui("None of these means no."))


def _labels(title: str, rows: list[Row]) -> None:
    if rows:
        said = "; ".join(f"{row.of}: {row.label}" if row.of else row.label for row in rows)
        drawing.show(f"<p><strong>{drawing.safe(title)}</strong> {drawing.safe(said)}.</p>")


def _facts(rows: Iterable[Row]) -> None:
    told = [row for row in rows if not row.status.open]
    if not told:
        drawing.paragraph(session.words().ui("Nothing was told."))
        return
    drawing.show('<div class="ns-read">', *(drawing.answer(row) for row in told), "</div>")


def _say(text: str) -> None:
    drawing.show(f'<p class="ns-say">{interpreter.say(text)}</p>')
