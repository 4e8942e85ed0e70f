"""The people of a case, each with how to contact them safely, and the calls about it."""

from __future__ import annotations

import datetime as dt

import streamlit as st

from intake.brief.rows import row_of
from intake.brief.wording import quoted
from intake.domain.case import Informant
from intake.store.calls import CallRow
from intake.store.records import RecordHead
from intake.ui.common import html, session
from intake.ui.staff import record_rows
from intake.ui.staff.call import open_record


def contacts() -> None:
    """Everybody who told something: their name, their number, and the rules that go with it."""
    ui = session.words().ui
    html.section(ui("People and contacts"))
    for informant in open_record.informants():
        html.show(f"<h3>{html.safe(open_record.informant_label(informant))}</h3>", html.bullets(_reach(informant)))
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
    if call.ended_at is None:
        parts.append(words.ui("going on"))
    else:
        minutes = round((call.ended_at - call.began_at) / dt.timedelta(minutes=1))
        parts.append(words.count("{number} minute", "{number} minutes", minutes))
        parts.append(session.content().call_desk.outcome.get(call.outcome or "", ""))
    return " · ".join(filter(None, parts))
