"""Files for the one the caller named, at the end of a call: what they agreed to, or why there is no file."""

from __future__ import annotations

from intake.brief.model import Brief
from intake.domain.consent import Recipient, Refusal
from intake.outputs import formats
from intake.ui.common import html, session
from intake.ui.staff.call import part_2
from intake.ui.staff.wrap_up import approval, consent, export_files


def files(brief: Brief) -> None:
    """The files that the recorded consent covers."""
    html.section(session.words().ui("Files"))
    part_2.source(in_call=False)
    part_2.signed_consent()
    allowed = consent.may_leave(Recipient.NAMED)
    if isinstance(allowed, Refusal):
        html.paragraph(consent.why_no_file(allowed))
        if allowed is Refusal.NOT_APPROVED:
            approval.form()
        return
    if name := consent.named():
        html.paragraph(session.words().ui("For: {who}", who=name))
    export_files.allowed_files(brief, Recipient.NAMED, allowed, formats.at_desk(call_end=True))
