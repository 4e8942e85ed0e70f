"""Fields that show something the record does not have, though no callback was called for the change.

Two ways lead there. A press stops the run of the press before it. And a new session (after a reload, or on another
server) does not know a field until it has drawn it once, while the browser still shows what was picked before. So what
a field shows is compared with the record after it is drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable

import streamlit as st

_LATE = "late_changes"


def rerun_if_late(field: str, shown: Hashable, recorded: Hashable, record: Callable[[], None] | None = None) -> None:
    """Runs the page again where `field` shows something else than is recorded.

    `record` records it now; without it, the page reads the field at the start of the next run. The page is run again
    only once for the same value: what cannot be recorded must not run it forever.
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
