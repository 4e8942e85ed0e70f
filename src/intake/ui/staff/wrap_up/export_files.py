"""Files of one record. Each download checks the permission, names its recipient, and is in the audit trail."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import streamlit as st

from intake.brief.model import Brief
from intake.outputs import formats
from intake.outputs.formats import Format, SummaryFormat
from intake.store.permissions import Actor, Permission
from intake.ui.common import html, session, summary_file
from intake.ui.common.download_button import download_button
from intake.ui.staff import record_rows, store_access
from intake.ui.staff.call import dangers, log, open_record
from intake.ui.staff.wrap_up import consent

FAMILY, PROFESSIONAL = "family", "professional"
FULL_RECORD_RECIPIENTS = ("own_system", "authority")  # their file includes notes of staff and the history


def files(brief: Brief) -> None:
    """The files of the open record, once a recipient is chosen."""
    ui, record = session.words().ui, open_record.current()
    if record is None or not open_record.actor().may(Permission.EXPORT_RECORD, owner=record.head.owner):
        return
    recipients = {
        FAMILY: ui("The family"),
        PROFESSIONAL: ui("A professional"),
        "own_system": ui("Our record system"),
        "authority": ui("A court or government agency"),
    }
    recipient = st.radio(
        ui("Recipient"),
        list(recipients),
        format_func=recipients.__getitem__,
        index=None,
        key=f"leaving_{record.head.id}",
    )
    if not recipient:
        html.hint(ui("Choose a recipient to see the files. Each download is recorded in the audit trail."))
    elif recipient == PROFESSIONAL and consent.covers_phone_only():
        html.paragraph(ui("The family agreed to share only the phone number. That file is in “Read back and finish”."))
    elif recipient == PROFESSIONAL and not consent.covers_summary():
        html.paragraph(
            ui("The family has not agreed yet. Ask them, and record their answer under “Read back and finish”.")
        )
    else:
        with st.container(horizontal=True, key="leaving_files"):
            summary(brief, recipient, formats.at_desk(call_end=False))
            if recipient in FULL_RECORD_RECIPIENTS:
                _full_record(recipient)


def summary(brief: Brief, recipient: str, kinds: Iterable[SummaryFormat]) -> None:
    """Files of these kinds, with the notice of a Part 2 program if staff marked the record."""
    actions = () if recipient == FAMILY else _danger_actions()  # log lines of staff, not for the family's file
    with_actions = brief.model_copy(update={"notices": (*brief.notices, *actions)})
    for kind in kinds:
        if not kind.missing():
            make = summary_file.summary(kind, with_actions, notice=consent.part_2_notice())
            file(kind, recipient, make, label=kind.desk_label)


def _danger_actions() -> tuple[str, ...]:
    """Actions taken during the call because of danger, oldest first: whoever takes over must know them."""
    words, zone = session.words(), session.now().tzinfo
    lines = [line for line in log.lines()[::-1] if line.kind == dangers.LOGGED]
    return tuple(
        words.ui(
            "During the call, {when}: {what}", when=record_rows.moment(line.at, words, zone), what=line.content["text"]
        )
        for line in lines
    )


def file(kind: Format[Any], recipient: str, make: Callable[[], bytes], *, label: str = "") -> None:
    """A download of the open record, made and written to the audit trail when it is requested."""
    actor, record_id = _actor_and_record()

    def audited() -> bytes:
        store_access.records(actor).export(record_id, as_what=kind.short_ending, to_whom=recipient)
        return make()

    _button(kind, audited, label)


def _full_record(recipient: str) -> None:
    actor, record_id = _actor_and_record()

    def audited() -> bytes:
        return formats.WHOLE_RECORD.make(store_access.records(actor).export_all(record_id, to_whom=recipient))

    _button(formats.WHOLE_RECORD, audited)


def _actor_and_record() -> tuple[Actor, str]:
    """The actor and the record id, for use outside of this run. The download checks the permission again."""
    record = open_record.current()
    assert record is not None, "files are shown only for an open record"
    return open_record.actor(), record.head.id


def _button(kind: Format[Any], make: Callable[[], bytes], label: str = "") -> None:
    download_button(kind, make, label=label, made_on=session.now(), key=f"leaving_{kind.id}")
