"""A field whose change was not recorded because no callback was called, as after a lost connection."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def recorded_at_once() -> None:
    import streamlit as st

    from intake.ui.common.late_changes import rerun_if_late

    st.session_state.runs = st.session_state.get("runs", 0) + 1
    recorded = st.session_state.get("recorded", "")
    shown = st.text_input("Name", value=recorded, key="name")  # no on_change callback

    def record() -> None:
        st.session_state.recorded = shown

    rerun_if_late("name", shown, recorded, record)
    st.caption(f"recorded: {recorded}")


def read_by_the_next_run() -> None:
    import streamlit as st

    from intake.ui.common.late_changes import rerun_if_late

    st.session_state.runs = st.session_state.get("runs", 0) + 1
    if "name" in st.session_state and st.session_state.name != "never":
        st.session_state.recorded = st.session_state.name
    recorded = st.session_state.get("recorded", "")
    # The first run of a new session: the browser shows what the session does not know yet.
    shown = st.text_input("Name", value=recorded, key="name") or st.session_state.get("browser_shows", "")
    rerun_if_late("name", shown, recorded)
    st.caption(f"recorded: {recorded}")


def test_a_late_change_is_recorded_and_rendered() -> None:
    page = AppTest.from_function(recorded_at_once).run()
    page.text_input(key="name").set_value("Wren").run()
    assert page.session_state["recorded"] == "Wren"
    assert page.caption[0].value == "recorded: Wren"
    assert page.session_state["runs"] == 3, "one run too many would slow every click"


def test_the_same_change_counts_again_after_another() -> None:
    page = AppTest.from_function(recorded_at_once).run()
    for name in ("Wren", "Finch", "Wren"):
        page.text_input(key="name").set_value(name).run()
    assert page.session_state["recorded"] == "Wren"


def test_without_a_record_function_the_next_run_reads_the_field() -> None:
    page = AppTest.from_function(read_by_the_next_run).run()
    page.text_input(key="name").set_value("Wren").run()
    assert page.caption[0].value == "recorded: Wren"


def test_a_value_that_cannot_be_recorded_does_not_rerun_forever() -> None:
    page = AppTest.from_function(read_by_the_next_run)
    page.session_state["browser_shows"] = "never"
    page.run()
    assert page.session_state["runs"] == 2
