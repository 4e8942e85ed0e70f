"""Merge another record about the same family into this case, and undo a merge. For supervisors."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st
from sqlalchemy.exc import SQLAlchemyError

from intake.store.lists import ListRow
from intake.store.merging import MergeReason, MergeRow, Reason
from intake.store.permissions import NotPermittedError, Permission
from intake.store.records import RecordGoneError, RecordHead, RecordStateError, Version
from intake.store.schema import RecordStatus
from intake.ui.common import html, session
from intake.ui.staff import flash, record_rows, store_access
from intake.ui.staff.call import joined_record, open_record, reading
from intake.ui.staff.log_labels import merge_reason_labels

_ASKED = "merge_asked"  # the record, and what to merge with it or which merge to undo
_TO_MERGE = (MergeReason.SAME_FAMILY, MergeReason.ENTERED_TWICE, MergeReason.OTHER)
_TO_UNDO = (MergeReason.OTHER_FAMILY, MergeReason.OTHER)


def form(head: RecordHead, versions: tuple[Version, ...]) -> None:
    """Find another record and merge it into this one; the merges so far, of which the newest can be undone."""
    if not open_record.actor().may(Permission.MERGE_CASES, owner=head.owner):
        return
    ui = session.words().ui
    html.section(ui("Merge with another record"))
    flash.show()
    merges = store_access.merging(open_record.actor()).merges(head.id)
    _so_far(merges)
    if head.status is RecordStatus.CALLING:
        html.hint(ui("A call is going on. Merge, or undo a merge, when it has ended."))
        return
    asked, about = st.session_state.get(_ASKED, ("", None))
    if asked == head.id and about is not None:
        _ask(head, about, versions)
        return
    if merges and st.button(ui("Undo the merge with {number}", number=_number(merges[0])), key="merge_undo"):
        _set_asked(head, merges[0])
    _find(head)


def _find(head: RecordHead) -> None:
    ui = session.words().ui
    label = ui("Find the other record (name, phone number, or record number)")
    searched = st.text_input(label, key=f"merge_find_{head.id}", autocomplete="off")
    if not searched.strip():
        return
    found = [row for row in store_access.lists(open_record.actor()).find(searched) if row.head.id != head.id]
    if not found:
        html.paragraph(ui("No other record was found."))
    for row in found:
        with st.container(horizontal=True, key=f"row_merge_{row.head.id}"):
            html.show(record_rows.row(row, session.words(), session.now()))
            number = record_rows.number(row.head)
            if row.head.status is RecordStatus.CALLING:
                html.paragraph(ui("In a call now. Merge when it has ended."))
            elif st.button(ui("Merge {number} into this record", number=number), key=f"merge_with_{row.head.id}"):
                _set_asked(head, row)


def _set_asked(head: RecordHead, about: ListRow | MergeRow | None) -> None:
    """Ask for the reason of a merge with a record, or of undoing one; None closes the question."""
    st.session_state[_ASKED] = (head.id, about)
    st.rerun()


def _ask(head: RecordHead, about: ListRow | MergeRow, versions: tuple[Version, ...]) -> None:
    with st.container(key="merge_question"):
        if isinstance(about, ListRow):
            _ask_to_merge(head, about)
        else:
            _ask_to_undo(head, about, versions)
        if st.button(session.words().ui("Cancel"), key="merge_cancel", type="tertiary"):
            _set_asked(head, None)


def _number(merge: MergeRow) -> str:
    return record_rows.number_of(merge.merged_id)


def _so_far(merges: tuple[MergeRow, ...]) -> None:
    words, zone = session.words(), session.now().tzinfo
    html.show(
        html.bullets(
            words.ui(
                "Record {number} was merged into this one by {name}, {when}.",
                number=_number(merge),
                name=merge.by,
                when=record_rows.moment(merge.at, words, zone),
            )
            for merge in merges
        )
        if merges
        else ""
    )


def _ask_to_merge(head: RecordHead, row: ListRow) -> None:
    ui, number = session.words().ui, record_rows.number(row.head)
    html.show(
        f"<h3>{html.safe(ui('Merge {number} into this record', number=number))}</h3>",
        record_rows.row(row, session.words(), session.now()),
        html.bullets(
            (
                ui("Everyone who told something, the calls, and the log of {number} come here, marked.", number=number),
                ui("The highest urgency, a hold, and the later destruction date stay."),
                ui("What they told is marked as told in confidence. Ask them before you change that."),
                ui("A file may hold only what both callers agreed to share. Otherwise ask them again."),
                ui("Searches for {number} or its names lead here. The merge can be undone.", number=number),
            )
        ),
    )
    reason = _reason(_TO_MERGE, row.head.id)
    if st.button(ui("Merge"), key="merge_do", type="primary"):
        _do(lambda why: _merge(head, row.head, why), reason, ui("The records are merged."))


def _ask_to_undo(head: RecordHead, merge: MergeRow, versions: tuple[Version, ...]) -> None:
    ui, number = session.words().ui, _number(merge)
    html.show(
        f"<h3>{html.safe(ui('Undo the merge with {number}', number=number))}</h3>",
        html.bullets(
            (
                ui("Record {number} stands by itself again, as it was before the merge.", number=number),
                ui("This record goes back to what it was, without what came from {number}.", number=number),
                ui("What was added since stays in this record. Check whether it belongs in {number}.", number=number),
            )
        ),
    )
    reason = _reason(_TO_UNDO, merge.id)
    if st.button(ui("Undo the merge"), key="merge_undo_do", type="primary"):
        done = ui("The merge is undone. What was added since stays in this record.")
        _do(lambda why: _undo(head, merge, versions, why), reason, done)


def _reason(codes: tuple[MergeReason, ...], about: str) -> Reason | None:
    """The reason; None while none is chosen."""
    ui, labels = session.words().ui, merge_reason_labels(session.words())
    code = st.radio(ui("Why?"), codes, index=None, format_func=labels.__getitem__, key=f"merge_why_{about}")
    label = ui("In your own words (needed for another reason)")
    text = st.text_input(label, key=f"merge_text_{about}", autocomplete="off")
    html.hint(ui("The reason is in the audit trail; your own words are in the log of both records."))
    return None if code is None else Reason(code, text)


def _do(change: Callable[[Reason], None], reason: Reason | None, done: str) -> None:
    """Make or undo a merge, and show the case as it is then."""
    ui, record = session.words().ui, open_record.current()
    if reason is None:
        html.alert(ui("Choose a reason."))
        return
    if reason.code is MergeReason.OTHER and not reason.text.strip():
        html.alert(ui("Write down the reason."))
        return
    if record is None or not open_record.is_saved():
        html.alert(ui("This record is not saved yet. Try again."))
        return
    try:
        change(reason)
    except (NotPermittedError, RecordGoneError, RecordStateError):
        html.alert(ui("Nothing was changed: someone else just changed one of the records, or is on a call about it."))
        return
    except SQLAlchemyError:
        html.alert(ui("Records are unavailable right now. Nothing is lost. Try again in a minute."))
        return
    st.session_state.pop(f"merge_find_{record.head.id}", None)
    open_record.resume(record.head.id)
    flash.add(done)
    _set_asked(record.head, None)


def _merge(head: RecordHead, other: RecordHead, why: Reason) -> None:
    records = open_record.records()
    kept, added = records.open(head.id), records.open(other.id)
    joined = joined_record.merged(kept, added, reading.now())
    store_access.merging(open_record.actor()).merge(kept.head, added.head, joined, why)


def _undo(head: RecordHead, merge: MergeRow, versions: tuple[Version, ...], why: Reason) -> None:
    by_number = {version.version: version for version in versions}
    before, joined = by_number.get(merge.version - 1), by_number.get(merge.version)
    if before is None or joined is None:
        raise RecordStateError("the versions before the merge were destroyed")
    now = open_record.records().open(head.id)
    restored = joined_record.without(merge.informants, before=before, joined=joined, now=now, reading=reading.now())
    store_access.merging(open_record.actor()).undo(merge.id, now.head, restored, why)
