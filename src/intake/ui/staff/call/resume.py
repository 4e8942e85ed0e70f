"""Which call a tab has open: a page that is loaded again, or that finds a new server, goes on with it.

The tab keeps a sealed note of the record's name, and no answer. Opening it asks again who is signed in and whether they
may. Where the page is still on the screen, its fields go on: what was picked while the server was away is heard.
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
_WANTED = "desk_wanted"


class _Open(NamedTuple):
    """A record at a version, and how often other answers were taken over when its page was drawn."""

    record_id: str
    version: int
    times: int


@lru_cache(maxsize=1)
def _sealer() -> Sealer:
    return Sealer(server_key(KEYS), "the open call of a tab")


class _Wanted(NamedTuple):
    """A call that a tab has handed in and that is not opened yet; `drawn`: its page is on the screen still."""

    open: _Open
    drawn: bool
    token: str


def keep() -> Keep:
    """What the tab is to keep: the open call, sealed; nothing where none is open."""
    here, wanted = open_record.current(), _wanted()
    if here is None:
        return Keep(wanted.token, stored=True) if wanted else Keep("", stored=False)
    now = _Open(here.head.id, here.head.version, session.times_taken_over())
    known, token = st.session_state.get(_SEALED, (None, ""))
    if known != now:
        token = _sealer().seal(json.dumps(now).encode(), dt.datetime.now(dt.UTC))
        st.session_state[_SEALED] = (now, token)
    return Keep(token, stored=True)


def open(token: str, *, drawn: bool) -> bool:  # noqa: A001 - the word of browser.Keeper
    """Notes which call a tab had open. It is opened when it is known who is signed in (`reopen`)."""
    content = _sealer().open(token, dt.datetime.now(dt.UTC))
    if content is None:
        return False
    st.session_state[_WANTED] = _Wanted(_Open(*json.loads(content)), drawn, token)
    return True


def reopen() -> None:
    """Goes on with the call that the tab had open, if there was one and none is open now."""
    wanted = _wanted()
    if wanted is not None and open_record.current() is None:
        _go_on(wanted)
    st.session_state.pop(_WANTED, None)  # only now: a run that is broken off before this must not lose it


def _go_on(wanted: _Wanted) -> None:
    if not wanted.drawn or _changed_by_others(wanted.open):
        open_record.resume(wanted.open.record_id)
    elif (opened := open_record.opened_or_trouble(wanted.open.record_id)) is not None:
        open_record.take(opened)
        session.go_on_with_fields(wanted.open.times)


def _wanted() -> _Wanted | None:
    found: _Wanted | None = st.session_state.get(_WANTED)
    return found


def _changed_by_others(wanted: _Open) -> bool:
    """Whether somebody else has changed the record since: then the fields on the screen are of an older one."""
    opened = open_record.opened_or_trouble(wanted.record_id)
    if opened is None or opened.head.version == wanted.version:
        return False
    me = open_record.actor().name
    return any(one.version > wanted.version and one.by != me for one in open_record.records().history(wanted.record_id))
