"""Callbacks that are done to their end."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from intake.ui.common.streamlit_internals import RerunException

Said = ParamSpec("Said")


def retry_until_done(callback: Callable[Said, None]) -> Callable[Said, None]:
    """The callback of a field, begun again when the next press breaks it off; the press is dealt with after it.

    Streamlit breaks off a run for the next press whenever the run looks into the session, in a callback too, and then
    takes the callback for called. What it was to record would be lost where its field is not drawn again, as on the way
    to the crisis numbers. Only for what may be done twice.
    """

    @wraps(callback)
    def done(*args: Said.args, **kwargs: Said.kwargs) -> None:
        press: RerunException | None = None
        while True:
            try:
                callback(*args, **kwargs)
            except RerunException as waiting:
                press = waiting
            else:
                break
        if press is not None:
            raise press

    return done
