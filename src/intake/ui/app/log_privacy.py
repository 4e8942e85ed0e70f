"""Keeps answers out of the log: an error is logged as its type and place, never with its text or the values in it.

An exception's text may repeat what a person typed ("invalid value: ..."), and Streamlit writes it to the console
whatever the browser is shown. `install` changes how every log record of the process is made, because web server and
Streamlit put their own handlers in place later.
"""

from __future__ import annotations

import logging
import sys
import sysconfig
import threading
import traceback
from types import TracebackType
from typing import Any

# These print bytes of the file or text they work on.
_TALKATIVE = ("weasyprint", "fontTools", "pypdf", "PIL")

_PYTHON = sysconfig.get_path("stdlib")


def install() -> None:
    """Quietens the whole process. Calling it again changes nothing."""
    if logging.getLogRecordFactory() is not _record:
        logging.setLogRecordFactory(_record)
    sys.excepthook = _uncaught
    threading.excepthook = _uncaught_in_thread
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    logging.getLogger("uvicorn.access").disabled = True


def summary(error: BaseException) -> str:
    """`ValueError at engine.py:120`: where the error arose; if that is in a library, also where we called it from."""
    places = [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)]
    ours = [place for place in places if not place.startswith(_PYTHON) and "site-packages" not in place]
    told = f" at {places[-1]}" if places else ""
    if ours and ours[-1] != places[-1]:
        told += f", called from {ours[-1]}"
    return f"{type(error).__qualname__}{told}"


def _record(*args: Any, **kwargs: Any) -> logging.LogRecord:
    record = logging.LogRecord(*args, **kwargs)
    if isinstance(record.args, tuple):
        record.args = tuple(summary(arg) if isinstance(arg, BaseException) else arg for arg in record.args)
    if isinstance(record.msg, BaseException):
        record.msg, record.args = summary(record.msg), ()
    if record.exc_info:
        error = record.exc_info[1]
        if error is not None:
            # The message may have been made from the error ("... failed: {error}"), so it goes too.
            record.msg, record.args = f"Error: {summary(error)}", ()
        record.exc_info = None
    record.stack_info = None
    return record


def _uncaught(_kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    if isinstance(error, KeyboardInterrupt):
        return
    logging.getLogger("intake").error("Error: %s", error)


def _uncaught_in_thread(failed: threading.ExceptHookArgs) -> None:
    if failed.exc_value is not None:
        logging.getLogger("intake").error("Error: %s", failed.exc_value)
