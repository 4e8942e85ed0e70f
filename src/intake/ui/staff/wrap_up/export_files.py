"""Files that leave the desk: each asks whether the person may, says for whom it is, and stands in the audit trail."""

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
WHOLE_FOR = ("own_system", "authority")  # with the notes of staff and what each person on the line said


def files(found: Brief) -> None:
    """The files of the record that is open, once somebody said who gets them."""
    ui, opened = session.words().ui, open_record.current()
    if opened is None or not open_record.actor().may(Permission.EXPORT_RECORD, owner=opened.head.owner):
        return
    whom = {
        FAMILY: ui("The family itself"),
        PROFESSIONAL: ui("A professional"),
        "own_system": ui("Our own record system"),
        "authority": ui("A court or an authority"),
    }
    to_whom = st.radio(
        ui("Who gets the file"), list(whom), format_func=whom.__getitem__, index=None, key=f"leaving_{opened.head.id}"
    )
    if not to_whom:
        html.hint(ui("Say who gets it: then the files are here. Each one is noted in the audit trail."))
    elif to_whom == PROFESSIONAL and consent.is_the_number_alone():
        html.paragraph(ui("The family agreed to the phone number alone: it is under “Read back and finish”."))
    elif to_whom == PROFESSIONAL and not consent.is_a_yes():
        html.paragraph(ui("The family has not agreed yet: ask them and note it under “Read back and finish”."))
    else:
        with st.container(horizontal=True, key="leaving_files"):
            summary(found, to_whom, formats.at_desk(call_end=False))
            if to_whom in WHOLE_FOR:
                _whole(to_whom)


def summary(found: Brief, to_whom: str, kinds: Iterable[SummaryFormat]) -> None:
    """Files of these kinds, with the notice of a Part 2 program where staff marked the record."""
    done = () if to_whom == FAMILY else _done_in_danger()  # lines of staff, which the family's file does not carry
    brief = found.model_copy(update={"notices": (*found.notices, *done)})
    for kind in kinds:
        if not kind.missing():
            made = summary_file.summary(kind, brief, notice=consent.notice())
            file(kind, to_whom, made, label=kind.desk_label)


def _done_in_danger() -> tuple[str, ...]:
    """What was done in danger during the call: whoever takes over must know it."""
    words, zone = session.words(), session.now().tzinfo
    lines = [line for line in log.lines()[::-1] if line.kind == dangers.LOGGED]
    return tuple(
        words.ui(
            "During the call, {when}: {what}", when=record_rows.moment(line.at, words, zone), what=line.content["text"]
        )
        for line in lines
    )


def file(kind: Format[Any], to_whom: str, made: Callable[[], bytes], *, label: str = "") -> None:
    """One file of the record that is open, made and noted in the audit trail when it is asked for."""
    actor, record_id = _whose()

    def audited() -> bytes:
        store_access.records(actor).export(record_id, as_what=kind.short_ending, to_whom=to_whom)
        return made()

    _button(kind, audited, label)


def _whole(to_whom: str) -> None:
    actor, record_id = _whose()

    def everything() -> bytes:
        return formats.WHOLE_RECORD.make(store_access.records(actor).export_all(record_id, to_whom=to_whom))

    _button(formats.WHOLE_RECORD, everything)


def _whose() -> tuple[Actor, str]:
    """What the press needs later, outside of this run: whether the person still may is asked then."""
    opened = open_record.current()
    assert opened is not None, "files are drawn only of an open record"
    return open_record.actor(), opened.head.id


def _button(kind: Format[Any], data: Callable[[], bytes], label: str = "") -> None:
    download_button(kind, data, label=label, made_on=session.now(), key=f"leaving_{kind.id}")
