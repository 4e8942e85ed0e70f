"""The warning before the screen locks. The browser counts down, so the warning appears on time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import streamlit as st

from intake.i18n import Translator

WARNING_TIME = dt.timedelta(minutes=1)  # before the lock

_HTML = '<div class="ns-lock"><p role="status"></p><button type="button"></button></div>'
_CSS = """
.ns-lock { display: flex; flex-wrap: wrap; gap: 0.5rem 1rem; align-items: center; }
.ns-lock:not(.ns-lock-on) button { display: none; }
.ns-lock.ns-lock-on {
  position: fixed; inset: auto 0 0; z-index: 1000; padding: 0.75rem max(1rem, calc(50% - 32rem));
  background: var(--st-secondary-background-color); border-top: 3px solid var(--st-primary-color);
}
.ns-lock p { margin: 0; flex: 1 1 20rem; }
.ns-lock button {
  min-height: 44px; min-width: 6rem; padding: 0 1.25rem; border: 0; border-radius: 8px;
  font: inherit; font-weight: 600; color: #fff; background: var(--st-primary-color); cursor: pointer;
}
.ns-lock button:focus-visible { outline: 3px solid var(--st-text-color); outline-offset: 2px; }
html[data-locked] [data-testid="stMain"], html[data-locked] [data-testid="stDialog"] { visibility: hidden; }
"""
_component = st.components.v2.component(
    "next_step_lock_warning",
    html=_HTML,
    css=_CSS,
    js=(Path(__file__).parent / "lock_warning.js").read_text("utf-8"),
    isolate_styles=False,
)


def lock_warning(words: Translator, left: dt.timedelta, *, stay: Callable[[], None]) -> None:
    """Count down to the lock. `stay` is called when the person presses a key or clicks during the warning."""
    _component(
        key="lock_warning",
        data={
            "seconds": max(left.total_seconds(), 0.0),
            "warned": WARNING_TIME.total_seconds(),
            "labels": {
                "warning": words.ui("The screen locks in one minute. Press any key or select “Stay signed in”."),
                "stay": words.ui("Stay signed in"),
            },
        },
        on_stay_change=stay,
        on_due_change=_check_in_this_run,
    )


def _check_in_this_run() -> None:
    """Do nothing: the run that the event starts checks the clock. Streamlit requires a callback for every event."""
