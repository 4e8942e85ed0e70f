"""Keep answers and session ids out of the log: an error is logged as its type and place, never with its text or values.

An exception's text may repeat what a person typed ("invalid value: ..."), and Streamlit always prints it to the log.
Whoever knows the id of a session can take it over, so none is logged, whole or in part.
`install` changes how the process creates log records, because the web server and Streamlit add their handlers later.
"""

from __future__ import annotations

import logging
import re
import sys
import sysconfig
import threading
import traceback
from types import TracebackType
from typing import Any

# These log parts of the file or text they process.
_VERBOSE = ("weasyprint", "fontTools", "pypdf", "PIL")

_SESSION_ID = re.compile(r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", re.IGNORECASE)
_START_OF_ID = re.compile(r"\b[0-9a-f]{8}\b", re.IGNORECASE)

_PYTHON = sysconfig.get_path("stdlib")


def install() -> None:
    """Protect the whole process. Calling it again changes nothing."""
    if logging.getLogRecordFactory() is not _record:
        logging.setLogRecordFactory(_record)
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread
    for name in _VERBOSE:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    logging.getLogger("uvicorn.access").disabled = True


def summary(error: BaseException) -> str:
    """`ValueError at engine.py:120`: where the error was raised; if in a library, also where our code called it."""
    places = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
    ours = [place for place in places if not place.startswith(_PYTHON) and "site-packages" not in place]
    location = f" at {places[-1]}" if places else ""
    if ours and ours[-1] != places[-1]:
        location += f", called from {ours[-1]}"
    return f"{type(error).__qualname__}{location}"


def _record(*args: Any, **kwargs: Any) -> logging.LogRecord:
    record = logging.LogRecord(*args, **kwargs)
    if isinstance(record.args, tuple):
        record.args = tuple(summary(arg) if isinstance(arg, BaseException) else arg for arg in record.args)
    if isinstance(record.msg, BaseException):
        record.msg, record.args = summary(record.msg), ()
    if record.exc_info:
        error = record.exc_info[1]
        if error is not None:
            # The message may contain the error's text ("... failed: {error}"), so it is replaced too.
            record.msg, record.args = f"Error: {summary(error)}", ()
        record.exc_info = None
    record.stack_info = None
    _hide_session_ids(record)
    return record


def _hide_session_ids(record: logging.LogRecord) -> None:
    try:
        text = record.getMessage()
    except (TypeError, ValueError):  # arguments that do not fit the message; the handler reports it
        return
    hidden = _SESSION_ID.sub("(id)", text)
    if "session" in text.lower():
        hidden = _START_OF_ID.sub("(id)", hidden)
    if hidden != text:
        record.msg, record.args = hidden, ()


def _uncaught(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    if isinstance(error, KeyboardInterrupt):
        return
    logging.getLogger("intake").error("Error: %s", error)


def _uncaught_in_thread(failed: threading.ExceptHookArgs) -> None:
    if failed.exc_value is not None:
        logging.getLogger("intake").error("Error: %s", failed.exc_value)
