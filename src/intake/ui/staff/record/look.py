"""A look at a case while someone else works on it: read only, up to date, and nothing is saved."""

from __future__ import annotations

import streamlit as st
from sqlalchemy.exc import SQLAlchemyError

from intake.brief.builder import brief as brief_of
from intake.domain.answers_json import AnswersError
from intake.domain.assessing import assess
from intake.store.board import Look
from intake.store.encryption import DamagedRecordError
from intake.store.permissions import NotPermittedError
from intake.store.records import RecordGoneError
from intake.ui.common import html, navigation, session, summary_html
from intake.ui.staff import looking, record_rows, store_access
from intake.ui.staff.call import open_record, save_status, stored_case
from intake.ui.staff.call.open_record import RecordProblem
from intake.ui.staff.record import history

_REFRESH_INTERVAL = 10  # seconds


def show(record_id: str) -> None:
    """The whole screen."""
    ui = session.words().ui
    if st.button(ui("Back to the live board"), key="look_end"):
        looking.stop()
        st.rerun()
    _case(record_id)
    if st.button(ui("Open the record to make changes"), key="look_open", type="tertiary"):
        open_record.resume(record_id)
        looking.stop()
        navigation.go("record")


@st.fragment(run_every=_REFRESH_INTERVAL)
def _case(record_id: str) -> None:
    ui = session.words().ui
    try:
        look = store_access.board(open_record.actor()).look(record_id)
        with st.container(key="desk_look"):
            _shown(look)
    except RecordGoneError:
        html.alert(save_status.problem_text(RecordProblem.GONE))
    except (DamagedRecordError, AnswersError):
        html.alert(save_status.problem_text(RecordProblem.DAMAGED))
    except SQLAlchemyError:
        html.alert(save_status.problem_text(RecordProblem.UNREACHABLE))
    except NotPermittedError:
        html.alert(ui("You do not have permission to do this. Nothing was changed."))


def _shown(look: Look) -> None:
    words, ui, content, head = session.words(), session.words().ui, session.content(), look.opened.head
    case = stored_case.stored_case(look.opened.content, content, head.changed_at, session.now()).joined(content)
    assessment = assess(content, case, session.now().date())
    brief = brief_of(content, case, assessment, session.now(), words)
    html.heading(record_rows.title(case), caption=ui("Record {number}", number=record_rows.number(head)))
    on_call = (
        ui("{name} is on this call.", name=look.worker) if look.worker else ui("No one is on a call about this case.")
    )
    html.show(
        f'<p role="status"><strong>{html.safe(on_call)}</strong> '
        f"{html.safe(ui('View only. Nothing you do here is saved.'))}</p>",
        record_rows.chip(head),
    )
    at = words.time(head.changed_at.astimezone(session.now().tzinfo), seconds=True)
    facts = record_rows.facts(head, words, session.now(), look.call_began_at)
    html.paragraph(" · ".join((*facts, ui("Last saved {time}", time=at))))
    html.show(html.bullets(f"{row.label}: {row.value}" for row in brief.reach))
    left, right = st.columns([3, 2], gap="medium")
    with left:
        html.section(ui("Current summary"))
        html.show(f'<div class="ns-plain">{summary_html.cover(brief, words)}</div>')
    with right:
        html.section(ui("Log"))
        if not look.log:
            html.paragraph(ui("Nothing is written down yet."))
        history.show(look.log, ())
