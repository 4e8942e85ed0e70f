"""Keeps the answers where the family is: sealed in the browser's tab, so that no server has to hold them.

The server seals what a person has told and where they are; the tab keeps the token and gives it back when the page is
loaded again, or when the server has lost the session (a restart, another replica, a connection that was gone too long).
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
    moment: session.Whereabouts
    day: dt.date
    token: str


@lru_cache(maxsize=1)
def sealer() -> Sealer:
    """What seals here. Raises KeyFault when a key was set that cannot be used."""
    return Sealer(server_key(KEYS), "kept in the tab")


def keep() -> Keep | None:
    """What the tab is to keep now; None when it is too much. Sealed anew only when something changed."""
    if session.is_empty():
        return Keep("", stored=False)
    now = dt.datetime.now(dt.UTC)
    moment = session.whereabouts()
    known: _Sealed | None = st.session_state.get(_SEALED)
    if known is None or known.moment != moment or known.day != now.date():
        try:
            token = sealer().seal(json.dumps(session.snapshot(moment)).encode(), now)
        except TooLargeError:
            return None
        known = _Sealed(moment, now.date(), token)
        st.session_state[_SEALED] = known
    return Keep(known.token, stored=stored())


def is_behind() -> bool:
    """Whether the page has changed something, as it was drawn, that the tab was not told. True once for each change."""
    known: _Sealed | None = st.session_state.get(_SEALED)
    behind = known is not None and known.moment != session.whereabouts()
    again = behind and not st.session_state.get(_BEHIND)
    st.session_state[_BEHIND] = behind
    return again


def open(token: str, *, drawn: bool) -> bool:  # noqa: A001 - the word of browser.Keeper
    """Restores what the tab had kept. What is too old, changed or of another server restores nothing."""
    content = sealer().open(token, dt.datetime.now(dt.UTC))
    return content is not None and session.restore(json.loads(content), drawn=drawn)


def stored() -> bool:
    """Whether the tab keeps the answers also for when the page is loaded again.

    Where violence at home was reported only if the person wants it: whoever opens the tab would see them.
    """
    wanted = session.wants_keeping()
    return Tag.FILE not in session.assessment().withheld if wanted is None else wanted
