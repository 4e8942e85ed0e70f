"""Files for the professional at the end of a call: what the caller agreed to, or why there is no file."""

from __future__ import annotations

from intake.brief.model import Brief
from intake.outputs import formats
from intake.ui.common import html, session
from intake.ui.staff.call import status_panel
from intake.ui.staff.wrap_up import consent, export_files


def files(brief: Brief) -> None:
    """The files that the recorded consent covers."""
    html.section(session.words().ui("Files"))
    if consent.covers_summary():
        consent.part_2_field()
        export_files.summary(brief, export_files.PROFESSIONAL, formats.at_desk(call_end=True))
    elif consent.covers_phone_only():
        _phone_number()
    else:
        html.paragraph(consent.why_no_file())


def _phone_number() -> None:
    """The phone number, the name to use and the answer about messages; nothing else."""
    ui = session.words().ui
    lines = [
        ui("Call {number}.", number=status_panel.callback_number() or ui("Not known")),
        ui("Name to use: {name}", name=status_panel.name_to_use() or ui("Not known")),
        ui("Leaving a message: {answer}", answer=status_panel.message_answer() or ui("Not asked")),
    ]
    text = "\n".join(lines)
    html.show(f'<pre class="ns-plain">{html.safe(text)}</pre>')
    html.paragraph(ui("They agreed to share only this. Nothing else may be shared."))
    phone_number = formats.PHONE_NUMBER
    export_files.file(phone_number, export_files.PROFESSIONAL, lambda: phone_number.make(f"{text}\n"))
