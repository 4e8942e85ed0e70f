"""The files at the end of a call: what the caller agreed to, and one sentence why where there is nothing."""

from __future__ import annotations

from intake.brief.model import Brief
from intake.outputs import formats
from intake.ui.common import html, session
from intake.ui.staff.call import status_panel
from intake.ui.staff.wrap_up import consent, export_files


def files(found: Brief) -> None:
    """What can be taken away after a yes."""
    html.section(session.words().ui("Files"))
    if consent.is_a_yes():
        consent.part_2()
        export_files.summary(found, export_files.PROFESSIONAL, formats.at_desk(call_end=True))
    elif consent.is_the_number_alone():
        _phone_number()
    else:
        html.paragraph(consent.why_no_file())


def _phone_number() -> None:
    """The number, and nothing else that was told."""
    ui = session.words().ui
    lines = [
        ui("Call {number}.", number=status_panel.call_back() or ui("Not known")),
        ui("Name to use: {name}", name=status_panel.name_to_use() or ui("Not known")),
        ui("Leaving a message: {answer}", answer=status_panel.message() or ui("Not asked")),
    ]
    text = "\n".join(lines)
    html.show(f'<pre class="ns-plain">{html.safe(text)}</pre>')
    html.paragraph(ui("They agreed to this alone: nothing else that they told goes out."))
    number = formats.PHONE_NUMBER
    export_files.file(number, export_files.PROFESSIONAL, lambda: number.make(f"{text}\n"))
