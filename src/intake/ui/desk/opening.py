"""Opening a record from a list, and saying why one could not be opened."""

from __future__ import annotations

import streamlit as st

from intake.access import Refused
from intake.store.envelope import Damaged
from intake.store.records import Gone
from intake.ui import drawing, session
from intake.ui.desk import call

_WHY_NOT = "desk_why_not_opened"


def open_record(record_id: str) -> None:
    """Opens it. Where it could not be, the page is drawn again and `say_why_not` tells."""
    ui = session.words().ui
    try:
        call.resume(record_id)
        return
    except Gone:
        st.session_state[_WHY_NOT] = ui("This record is not there any more.")
    except Refused:
        st.session_state[_WHY_NOT] = ui("Somebody else has this record now. Ask a supervisor.")
    except Damaged:
        st.session_state[_WHY_NOT] = ui("This record is damaged and cannot be read. Tell whoever runs the server.")
    st.rerun()


def say_why_not() -> None:
    """Says it once."""
    if told := st.session_state.pop(_WHY_NOT, ""):
        drawing.alert(told)
