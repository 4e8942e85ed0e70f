"""Fields that show a change the record does not have, because Streamlit called no callback for it.

This happens in two ways. A click interrupts the run of the click before it. And a new session (after a reload, or on
another server) does not know a field until it has rendered it once, while the browser still shows the earlier choice.
So each field is compared with the record after it is rendered.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable

import streamlit as st

_LATE = "late_changes"


def rerun_if_late(field: str, shown: Hashable, recorded: Hashable, record: Callable[[], None] | None = None) -> None:
    """Rerun the page if `field` shows something other than what is recorded.

    `record` records it now; without it, the page reads the field at the start of the next run. The page reruns only
    once for the same value, so that a value that cannot be recorded does not rerun it forever.
    """
    if shown == recorded:
        return
    if record is not None:
        record()
    rerun_for: dict[str, Hashable] = st.session_state.get(_LATE, {})
    if rerun_for.get(field, recorded) == shown:
        return
    st.session_state[_LATE] = {**rerun_for, field: shown}
    st.rerun()
