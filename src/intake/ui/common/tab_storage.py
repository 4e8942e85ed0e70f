"""Keep the answers, sealed, in the browser tab, so that no server has to store them.

The server seals the answers and the place in the visit. The tab keeps the token and returns it when the page is
reloaded, or when the server has lost the session (a restart, another replica, a connection lost for too long).
"""

from __future__ import annotations

import datetime as dt
import json
from functools import lru_cache
from typing import NamedTuple

import streamlit as st

from intake.config import ROOT
from intake.domain.base import Tag
from intake.sealing import Sealer, TooLargeError, server_key
from intake.ui.common import session
from intake.ui.common.browser import Keep

KEYS = ROOT / ".keys"
_SEALED = "sealed"
_BEHIND = "sealed_behind"


class _Sealed(NamedTuple):
    state: session.VisitState
    day: dt.date
    token: str


@lru_cache(maxsize=1)
def sealer() -> Sealer:
    """The sealer of this server. Raises ServerKeyError if the key that was set cannot be used."""
    return Sealer(server_key(KEYS), "kept in the tab")


def keep() -> Keep | None:
    """What the tab should keep now; None if it is too much. Sealed again only when something has changed."""
    if session.is_empty():
        return Keep("", stored=False)
    now = dt.datetime.now(dt.UTC)
    state = session.visit_state()
    sealed: _Sealed | None = st.session_state.get(_SEALED)
    if sealed is None or sealed.state != state or sealed.day != now.date():
        try:
            token = sealer().seal(json.dumps(session.snapshot(state)).encode(), now)
        except TooLargeError:
            return None
        sealed = _Sealed(state, now.date(), token)
        st.session_state[_SEALED] = sealed
    return Keep(sealed.token, stored=stored())


def is_behind() -> bool:
    """Whether rendering the page changed something that the tab does not have yet. True once for each change."""
    sealed: _Sealed | None = st.session_state.get(_SEALED)
    behind = sealed is not None and sealed.state != session.visit_state()
    again = behind and not st.session_state.get(_BEHIND)
    st.session_state[_BEHIND] = behind
    return again


def open(token: str, *, drawn: bool) -> bool:  # noqa: A001 - the name in browser.Keeper
    """Restore what the tab kept; return False for a token that is too old, altered or from another server."""
    content = sealer().open(token, dt.datetime.now(dt.UTC))
    return content is not None and session.restore(json.loads(content), drawn=drawn)


def stored() -> bool:
    """Whether the tab keeps the answers when the page is reloaded.

    If violence at home was reported, only on request: anyone who opens the tab would see them.
    """
    choice = session.tab_storage_choice()
    return Tag.FILE not in session.assessment().withheld if choice is None else choice
