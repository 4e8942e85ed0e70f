"""Callbacks that always run to completion."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from intake.ui.common.streamlit_internals import RerunException

Params = ParamSpec("Params")


def retry_until_done(callback: Callable[Params, None]) -> Callable[Params, None]:
    """Wrap a field's callback so that it starts over when the next click interrupts it; the click is handled after it.

    Streamlit interrupts a run for the next click whenever the run accesses the session, even in a callback, and then
    counts the callback as called. Its change would be lost if the field is not rendered again, as on the way to the
    crisis numbers. Only for callbacks that may run twice.
    """

    @wraps(callback)
    def done(*args: Params.args, **kwargs: Params.kwargs) -> None:
        interruption: RerunException | None = None
        while True:
            try:
                callback(*args, **kwargs)
            except RerunException as rerun:
                interruption = rerun
            else:
                break
        if interruption is not None:
            raise interruption

    return done
