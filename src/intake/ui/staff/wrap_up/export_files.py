"""Files of one record. Each download checks what may leave, names its recipient, and is in the audit trail."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import streamlit as st

from intake.brief.agreed_parts import agreed_parts, names_informants
from intake.brief.model import AgreedParts, Brief
from intake.domain.consent import PHONE, Allowed, Recipient, Refusal
from intake.outputs import formats, summary_pdf
from intake.outputs.formats import Format, SummaryFormat
from intake.store.permissions import Actor, Permission
from intake.ui.common import html, session, summary_file
from intake.ui.common.download_button import download_button
from intake.ui.common.literal import literal
from intake.ui.staff import store_access
from intake.ui.staff.call import dangers, open_record, part_2, part_boxes, status_panel
from intake.ui.staff.wrap_up import approval, consent, desk_facts

FULL_RECORD_RECIPIENTS = (Recipient.OWN_SYSTEM, Recipient.AUTHORITY)  # get notes of staff and the history too


def files(brief: Brief) -> None:
    """The files of the open record, once a recipient is chosen."""
    ui, record = session.words().ui, open_record.current()
    if record is None or not open_record.actor().may(Permission.EXPORT_RECORD, owner=record.head.owner):
        return
    recipients = {
        Recipient.CALLER: ui("The caller"),
        Recipient.NAMED: literal(consent.named()) or ui("Someone the caller agreed to share with"),
        Recipient.OWN_SYSTEM: ui("Our record system"),
        Recipient.AUTHORITY: ui("A court or government agency"),
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
        return
    allowed = consent.may_leave(recipient)
    if isinstance(allowed, Refusal):
        html.paragraph(consent.why_no_file(allowed))
        if allowed is Refusal.NOT_APPROVED:
            approval.form()
        return
    if recipient is Recipient.AUTHORITY:
        approval.status()
    with st.container(horizontal=True, key="leaving_files"):
        allowed_files(brief, recipient, allowed, formats.at_desk(call_end=False))
        if recipient in FULL_RECORD_RECIPIENTS:
            _full_record(recipient)


def allowed_files(brief: Brief, recipient: Recipient, allowed: Allowed, kinds: Iterable[SummaryFormat]) -> None:
    """The files that may leave: the phone number, some parts of the summary, or all of it."""
    ui = session.words().ui
    if allowed.parts == (PHONE,):
        _phone_number(recipient)
        return
    agreed = agreed_parts(session.content(), allowed.parts) if allowed.parts else None
    if agreed is not None:
        html.paragraph(ui("Only these parts: {parts}.", parts=part_boxes.titles(allowed.parts)))
        if dangers.kinds() and not agreed.priority:
            html.alert(ui("There is danger, and these parts do not say so. Ask if you may share the safety part too."))
    for_caller = recipient is Recipient.CALLER
    if agreed is not None:
        named = names_informants(session.content(), agreed)
        brief = open_record.brief_for_file(confided=not for_caller, named=named)
    elif for_caller:
        brief = open_record.for_listener(brief)
    if not formats.PDF.missing():
        html.hint(ui("The PDF holds the answers as data too. They stay in it if someone cuts pages out."))
    whole = _with_desk_facts(brief, recipient, agreed)
    if not formats.PDF.missing() and (note := summary_file.not_printed(summary_pdf.unprintable_letters(whole))):
        html.hint(note)
    for kind in kinds:
        if not kind.missing():
            make = summary_file.summary(
                kind,
                whole,
                notice=part_2.notice(),
                part_2=part_2.of_call() is not None,
                agreed=agreed,
                confided=not for_caller,
            )
            _file(kind, recipient, make, allowed.parts, label=kind.desk_label)


def _with_desk_facts(brief: Brief, recipient: Recipient, agreed: AgreedParts | None) -> Brief:
    """The brief with what is known about the call. The caller gets no lines that staff wrote."""
    for_caller = recipient is Recipient.CALLER
    with_actions = not for_caller and (agreed is None or agreed.priority)
    scope = (part_2.scope(),) if part_2.scope() else ()
    noted = brief.model_copy(update={"notices": (*brief.notices, *scope)})
    return desk_facts.added_to(noted, with_notes=not for_caller, with_actions=with_actions)


def _phone_number(recipient: Recipient) -> None:
    """The phone number, the name to use and the answer about messages; nothing else."""
    ui = session.words().ui
    lines = [
        ui("Call {number}.", number=status_panel.callback_number() or ui("Not known")),
        ui("Name to use: {name}", name=status_panel.name_to_use() or ui("Not known")),
        ui("Leaving a message: {answer}", answer=status_panel.message_answer() or ui("Not asked")),
        part_2.scope(),
        part_2.notice(),
    ]
    text = "\n".join(filter(None, lines))
    html.show(f'<pre class="ns-plain">{html.safe(text)}</pre>')
    html.paragraph(ui("They agreed to share only this. Nothing else may be shared."))
    phone_number = formats.PHONE_NUMBER
    _file(phone_number, recipient, lambda: phone_number.make(f"{text}\n"), (PHONE,))


def _file(
    kind: Format[Any], recipient: Recipient, make: Callable[[], bytes], parts: tuple[str, ...], *, label: str = ""
) -> None:
    """A download of the open record, made and written to the audit trail when it is requested."""
    actor, record_id = _actor_and_record()

    def audited() -> bytes:
        store_access.records(actor).export(record_id, as_what=kind.short_ending, to_whom=recipient, parts=parts)
        return make()

    _button(kind, audited, label)


def _full_record(recipient: Recipient) -> None:
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
