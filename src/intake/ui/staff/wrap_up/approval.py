"""A supervisor's approval of files for a court or government agency, with its reason."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from intake.domain.consent import APPROVAL_DAYS
from intake.store import case_log
from intake.store.permissions import Permission
from intake.store.record_body import LogLine
from intake.store.records import APPROVED
from intake.ui.common import html, session, text_fields
from intake.ui.staff import record_rows, store_access
from intake.ui.staff.call import log, open_record


def is_given() -> bool:
    """Whether a supervisor approved such files in the last APPROVAL_DAYS, and after the last merge."""
    return _last() is not None


def status() -> None:
    """Who approved, when, and why; nothing without an approval."""
    line, words = _last(), session.words()
    if line is None:
        return
    when = record_rows.moment(line.at, words, session.now().tzinfo)
    reason = _reasons().get(str(line.content.get("reason")), "")
    text = words.ui(
        "Approved by {name}, {when}. {reason}: {text}",
        name=line.by,
        when=when,
        reason=reason,
        text=line.content["text"],
    )
    html.paragraph(text)


def form() -> None:
    """For a supervisor: the reason and the approval. For others: that a supervisor has to do it."""
    ui, record = session.words().ui, open_record.current()
    if record is None:
        return
    if not open_record.actor().may(Permission.APPROVE_DISCLOSURE, owner=record.head.owner):
        html.paragraph(ui("Ask a supervisor to open this record and approve it under “Files”."))
        return
    reason = st.selectbox(
        ui("Reason"),
        list(_reasons()),
        index=None,
        format_func=_reasons().__getitem__,
        placeholder=ui("Choose one"),
        key=f"approve_reason_{record.head.id}",
    )
    text = text_fields.line(ui("Who is asking, and why"), key=f"approve_text_{record.head.id}", longest=500)
    html.hint(ui("Both are kept in the history of this record. The approval lasts {days} days.", days=APPROVAL_DAYS))
    if st.button(ui("Approve files for a court or agency"), key="approve"):
        if reason is None or not text.strip():
            html.alert(ui("Choose a reason, and enter who is asking and why."))
            return
        open_record.records().approve_disclosure(record.head.id, reason=reason, text=text)
        log.refresh()
        st.rerun()


def _last() -> LogLine | None:
    since = store_access.now() - dt.timedelta(days=APPROVAL_DAYS)
    merged = max((line.seq for line in log.lines() if line.kind == case_log.MERGED), default=0)
    approvals = (line for line in log.lines() if line.kind == APPROVED and line.at > since and line.seq > merged)
    return next(approvals, None)


def _reasons() -> dict[str, str]:
    """The reasons, code to label. The codes are in the audit trail."""
    ui = session.words().ui
    return {
        "court_order": ui("A court order"),
        "required_report": ui("A report that the law requires"),
        "danger": ui("To prevent serious harm"),
        "agreed": ui("The caller agreed"),
    }
