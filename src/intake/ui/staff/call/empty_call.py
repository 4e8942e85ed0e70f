"""A call in which nothing was said: a wrong number, or a call started by mistake. It can be discarded at once."""

from __future__ import annotations

from sqlalchemy.exc import SQLAlchemyError

from intake.store.record_body import says_something
from intake.store.records import RecordGoneError, RecordStateError
from intake.store.schema import RecordStatus
from intake.ui.common import html, navigation, session
from intake.ui.staff import flash
from intake.ui.staff.call import log, open_record
from intake.ui.staff.call.open_record import OpenRecord


def is_empty(record: OpenRecord) -> bool:
    """Whether the open call has no answer and no note."""
    return record.head.status is RecordStatus.CALLING and not says_something(record.saved) and not log.lines()


def discard(record: OpenRecord) -> None:
    """Delete the empty call and go to Today. The audit trail keeps that it was discarded."""
    ui = session.words().ui
    try:
        open_record.records().discard(record.head.id)
    except (RecordStateError, SQLAlchemyError):
        html.alert(ui("This call cannot be discarded. Finish it instead."))
        return
    except RecordGoneError:
        pass  # it is gone already
    open_record.forget()
    flash.add(ui("The empty call is discarded."))
    navigation.go("today")
