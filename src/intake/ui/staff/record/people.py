"""The people of a case, each with how to contact them safely, and the calls about it."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from intake.brief.rows import row_of
from intake.brief.wording import quoted
from intake.domain import consent
from intake.domain.case import Informant
from intake.store.calls import CallRow
from intake.store.records import RecordHead
from intake.ui.common import html, session
from intake.ui.staff import record_rows, store_access
from intake.ui.staff.call import call_state, open_record


def contacts(head: RecordHead) -> None:
    """Everybody who told something: their name, their number, and the rules that go with it."""
    ui = session.words().ui
    html.section(ui("People and contacts"))
    came_from, refused = _came_from(head), consent.refused_by(call_state.current().call)
    for informant in open_record.informants():
        rows = _reach(informant)
        if number := came_from.get(informant.id):
            rows.append(ui("From record {number}, which was merged into this one.", number=number))
        if informant.id in refused:
            rows.append(ui("Does not want notes. No file leaves until they agree to notes."))
        html.show(f"<h3>{html.safe(open_record.informant_label(informant))}</h3>", html.bullets(rows))
        if not session.others():
            continue
        label = ui("Told in confidence: not read back to others, not in files for them")
        confidential = st.checkbox(label, value=informant.confidential, key=f"confided_{informant.id}")
        if confidential != informant.confidential:
            open_record.change_informant(informant.id, confidential=confidential)
            open_record.autosave()
            st.rerun()


def calls(head: RecordHead) -> None:
    """Each call: when, how long, by whom, who was on the line, and its outcome."""
    rows = open_record.records().calls(head.id)
    html.section(session.words().ui("Calls"))
    html.show(html.bullets(map(_call, rows)))


def _came_from(head: RecordHead) -> dict[str, str]:
    """The number of the merged record that somebody came with, by informant."""
    merges = store_access.merging(open_record.actor()).merges(head.id)
    return {one: record_rows.number_of(merge.merged_id) for merge in merges for one in merge.informants}


def _reach(informant: Informant) -> list[str]:
    """How to reach a person, and what they said about it."""
    words, content = session.words(), session.content()
    items = (content.questionnaire.items[link_id] for link_id in content.layout.reach)
    answered = (
        (item, answer)
        for item in items
        if (answer := informant.response.by_key.get(item.link_id)) is not None and answer.given
    )
    rows = [f"{item.label}: {quoted(row_of(item, '', '', answer, words))}" for item, answer in answered]
    return rows or [words.ui("Nothing noted. Ask how to reach them, and whether it is safe.")]


def _call(call: CallRow) -> str:
    words, zone = session.words(), session.now().tzinfo
    names = {one.id: open_record.informant_label(one) for one in open_record.informants()}
    parts = [record_rows.moment(call.began_at, words, zone), call.worker, names.get(call.informant, "")]
    if call.merged_from is not None:
        parts.append(words.ui("from record {number}", number=record_rows.number_of(call.merged_from)))
    if call.ended_at is None:
        parts.append(words.ui("going on"))
    else:
        minutes = round((call.ended_at - call.began_at) / dt.timedelta(minutes=1))
        parts.append(words.count("{number} minute", "{number} minutes", minutes))
        parts.append(session.content().call_desk.outcome.get(call.outcome or "", ""))
    return " · ".join(filter(None, parts))
