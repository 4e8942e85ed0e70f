"""A caller whose case is known: shown as soon as their name or number is typed, so that no second case is made."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st
from sqlalchemy.exc import SQLAlchemyError

from intake.store.lists import KnownCase
from intake.store.permissions import NotPermittedError
from intake.store.records import RecordGoneError, RecordHead, RecordStateError
from intake.store.schema import RecordStatus
from intake.store.sharing import AccessReason
from intake.ui.common import html, session
from intake.ui.staff import record_rows, store_access
from intake.ui.staff.call import call_state, joined_record, keyboard, open_record, reading
from intake.ui.staff.call.open_record import OpenRecord

_FOUND = "desk_known_cases"
_CONTINUED = "desk_continued"  # the id of the case in which a call went on, until staff have read that
_CARD = "desk_known_case"


def card() -> None:
    """A known case that the caller may belong to, in a first call; the next one once staff said it is not this one.

    Always a container: see `save_status.header`.
    """
    record = open_record.current()
    with st.container(key=_CARD):
        if record is None:
            return
        if st.session_state.get(_CONTINUED) == record.head.id:
            _continued(record.head)
        elif record.head.status is RecordStatus.CALLING and record.head.finished_at is None:
            known = tuple(_known(record))
            if known:
                with st.container(key=f"known_{known[0].row.head.id}"):
                    _known_card(known[0], more=len(known) - 1)


def _known(record: OpenRecord) -> Iterator[KnownCase]:
    """The open cases with the name or number of anyone on the line; looked up once for each of them."""
    if record.lost is not None or record.conflict is not None:
        return
    typed = (record.head.id, *_names_and_numbers())
    looked_up, found = st.session_state.get(_FOUND, (None, ()))
    if looked_up != typed:
        try:
            found = store_access.lists(open_record.actor()).match(typed[1], typed[2], besides=record.head.id)
        except SQLAlchemyError:
            return
        st.session_state[_FOUND] = (typed, found)
    refused = call_state.field_value(call_state.NOT_THIS_CASE).split()
    yield from (known for known in found if known.row.head.id not in refused)


def _names_and_numbers() -> tuple[tuple[str, ...], tuple[str, ...]]:
    desk, informants = session.content().call_desk, open_record.informants()
    names, numbers = (
        tuple(
            answer.codes[0]
            for one in informants
            if (answer := one.response.by_key.get(key or "")) is not None and answer.given
        )
        for key in (desk.initials_of, desk.call_back)
    )
    return (*names, *(one.name for one in informants if one.name)), numbers


def _known_card(known: KnownCase, *, more: int) -> None:
    words, ui, head = session.words(), session.words().ui, known.row.head
    matches = ui("The number matches.") if known.by_number else ui("The name matches.")
    last = ""
    if known.last_call is not None:
        when = record_rows.moment(known.last_call, words, session.now().tzinfo)
        last = ui("Last call: {when}.", when=when)
    others = words.count("{number} more case may fit.", "{number} more cases may fit.", more) if more else ""
    texts = (f"{matches} {last}".strip(), _whose(head), others)
    html.show(
        f'<div class="ns-card ns-known" role="status"><h2>{html.safe(ui("This may be a known case"))}</h2>'
        f"{record_rows.chip(head)}<p><strong>{record_rows.who(known.row)}</strong></p>"
        + "".join(f"<p>{html.safe(text)}</p>" for text in texts if text)
        + "</div>"
    )
    yes = ui("It is this case: continue there")
    if known.on_call and known.on_call != open_record.actor().name:
        html.paragraph(_busy(known.on_call))
    elif st.button(yes, key=f"known_yes_{head.id}", type="primary", width="stretch"):
        _continue(known)
    if st.button(ui("Not this case"), key=f"known_no_{head.id}", width="stretch"):
        refused = call_state.field_value(call_state.NOT_THIS_CASE).split()
        call_state.set_field(call_state.NOT_THIS_CASE, " ".join((*refused, head.id)))
        st.rerun()


def _whose(head: RecordHead) -> str:
    """Who owns a case, and that a call of another worker does not change that."""
    ui = session.words().ui
    if not head.owner:
        return ui("Nobody owns this case. The call will be recorded as yours.")
    if head.owner == open_record.actor().name:
        return ui("You own this case.")
    return ui("{name} owns this case and stays its owner. The call will be recorded as yours.", name=head.owner)


def _busy(worker: str) -> str:
    return session.words().ui(
        "{name} is on a call about this case now. Talk to {name}. When both calls have ended, a supervisor can merge "
        "the records.",
        name=worker,
    )


def _continue(known: KnownCase) -> None:
    """Take what was told so far into the known case, and go on there."""
    record, ui, case = open_record.autosave(), session.words().ui, known.row.head.id
    if record is None or not open_record.is_saved():
        html.alert(ui("This call is not saved yet. Try again."))
        return
    actor = open_record.actor()
    try:
        if known.row.guarded:
            store_access.sharing(actor).open_with_reason(case, AccessReason.FAMILY_CALLS)
        records = open_record.records()
        new, kept = records.open(record.head.id), records.open(case)
        joined = joined_record.continued(new, kept, reading.now())
        store_access.merging(actor).continue_call(new.head, kept.head, joined)
    except (NotPermittedError, RecordGoneError, RecordStateError):
        st.session_state.pop(_FOUND, None)
        html.alert(ui("This case cannot be continued now: it was closed, or someone else is working on it. Stay here."))
        return
    except SQLAlchemyError:
        html.alert(ui("Records are unavailable right now. Nothing is lost. Try again in a minute."))
        return
    open_record.resume(case)
    open_record.acknowledge_resume()
    st.session_state[_CONTINUED] = case
    keyboard.focus_on(open_record.FIRST)
    st.rerun()


def _continued(head: RecordHead) -> None:
    """That the call went on in a known case, until staff have read it."""
    ui = session.words().ui
    texts = (
        ui("What you were told in this call came along. What others told stands above each question."),
        _whose(head),
    )
    heading = ui("You are in record {number} now", number=record_rows.number(head))
    html.show(
        f'<div class="ns-card ns-known"><h2>{html.safe(heading)}</h2>'
        + "".join(f"<p>{html.safe(text)}</p>" for text in texts)
        + "</div>"
    )
    if st.button(ui("OK"), key="known_read", width="stretch"):
        st.session_state.pop(_CONTINUED, None)
        st.rerun()
