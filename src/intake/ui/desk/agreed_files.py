"""The files at the end of a call: what the caller agreed to, and one sentence why where there is nothing."""

from __future__ import annotations

from intake.summary import Brief
from intake.ui import drawing, session
from intake.ui.desk import agreement, leaving, strip


def files(found: Brief) -> None:
    """What can be taken away after a yes."""
    drawing.section(session.words().ui("Files"))
    if agreement.is_a_yes():
        agreement.part_2()
        leaving.summary(found, leaving.PROFESSIONAL)
    elif agreement.is_the_number_alone():
        _phone_number()
    else:
        drawing.paragraph(agreement.why_no_file())


def _phone_number() -> None:
    """The number, and nothing else that was told."""
    ui = session.words().ui
    lines = [
        ui("Call {number}.", number=strip.call_back() or ui("Not known")),
        ui("Name to use: {name}", name=strip.name_to_use() or ui("Not known")),
        ui("Leaving a message: {answer}", answer=strip.answer("message_ok") or ui("Not asked")),
    ]
    text = "\n".join(lines)
    drawing.show(f'<pre class="ns-plain">{drawing.safe(text)}</pre>')
    drawing.paragraph(ui("They agreed to this alone: nothing else that they told goes out."))
    leaving.file(ui("The phone number as text"), "txt", "text/plain", leaving.PROFESSIONAL, f"{text}\n".encode)
