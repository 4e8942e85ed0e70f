"""Which record a browser tab has open, so that a reloaded page, or one on a restarted server, continues with it.

The tab stores only a sealed record id, no answers. Reopening checks again who is signed in and what they may do. If the
page is still on the screen, its fields keep their values, including those changed while the server was unreachable.
"""

from __future__ import annotations

import datetime as dt
import json
from functools import lru_cache
from typing import NamedTuple

import streamlit as st

from intake.sealing import Sealer, server_key
from intake.ui.common import session
from intake.ui.common.browser import Keep
from intake.ui.common.tab_storage import KEYS
from intake.ui.staff.call import open_record

_SEALED = "desk_sealed"
_PENDING = "desk_wanted"


class _RecordVersion(NamedTuple):
    """A version of a record. `times`: how often answers had been taken over when its page was rendered."""

    record_id: str
    version: int
    times: int


@lru_cache(maxsize=1)
def _sealer() -> Sealer:
    return Sealer(server_key(KEYS), "the open call of a tab")


class _Pending(NamedTuple):
    """A record that a tab has handed in and that is not open yet. `drawn`: its page is still on the screen."""

    record: _RecordVersion
    drawn: bool
    token: str


def keep() -> Keep:
    """What the tab is to store: the open record, sealed, or nothing."""
    record, pending = open_record.current(), _pending()
    if record is None:
        return Keep(pending.token, stored=True) if pending else Keep("", stored=False)
    now = _RecordVersion(record.head.id, record.head.version, session.times_taken_over())
    sealed, token = st.session_state.get(_SEALED, (None, ""))
    if sealed != now:
        token = _sealer().seal(json.dumps(now).encode(), dt.datetime.now(dt.UTC))
        st.session_state[_SEALED] = (now, token)
    return Keep(token, stored=True)


def open(token: str, *, drawn: bool) -> bool:  # noqa: A001 - the name in browser.Keeper
    """Remember the record that a tab had open, for `reopen` once it is known who is signed in. False if unreadable."""
    content = _sealer().open(token, dt.datetime.now(dt.UTC))
    if content is None:
        return False
    st.session_state[_PENDING] = _Pending(_RecordVersion(*json.loads(content)), drawn, token)
    return True


def reopen() -> None:
    """Continue with the record that the tab had open, if there was one and none is open now."""
    pending = _pending()
    if pending is not None and open_record.current() is None:
        _continue_with(pending)
    st.session_state.pop(_PENDING, None)  # only now: an interrupted run must not lose it


def _continue_with(pending: _Pending) -> None:
    if not pending.drawn or _changed_by_others(pending.record):
        open_record.resume(pending.record.record_id)
    elif (opened := open_record.open_or_problem(pending.record.record_id)) is not None:
        open_record.take(opened)
        session.go_on_with_fields(pending.record.times)


def _pending() -> _Pending | None:
    pending: _Pending | None = st.session_state.get(_PENDING)
    return pending


def _changed_by_others(record: _RecordVersion) -> bool:
    """Whether someone else has changed the record since, so that the fields on the screen are out of date."""
    opened = open_record.open_or_problem(record.record_id)
    if opened is None or opened.head.version == record.version:
        return False
    me = open_record.actor().name
    versions = open_record.records().history(record.record_id)
    return any(version.version > record.version and version.by != me for version in versions)
