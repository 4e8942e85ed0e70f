"""What happened with a record, the newest first: lines of its log, and sittings in which answers were changed.

Each answer is saved as it is given, so a call leaves many versions. What one person changed without a long pause is one
sitting.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import streamlit as st

from intake.answers import AnswersError
from intake.changes import Change, changes
from intake.model import Response
from intake.store.records import Head, Version
from intake.ui import session
from intake.ui.desk import call, kept

PAUSE = dt.timedelta(minutes=30)


class Sitting(NamedTuple):
    """Answers that one person changed in one go, from one state to another."""

    begun: dt.datetime
    ended: dt.datetime
    by: str
    changed: tuple[Change, ...]


def versions_of(head: Head) -> tuple[Version, ...]:
    """Every version of a record. Read anew only where there is a new one: each reading stands in the audit trail."""
    known, found = st.session_state.get(call.VERSIONS_READ, ((), ()))
    if known != (head.id, head.version):
        found = call.records().history(head.id)
        st.session_state[call.VERSIONS_READ] = ((head.id, head.version), found)
    read: tuple[Version, ...] = found
    return read


def sittings(versions: Sequence[Version]) -> tuple[Sitting, ...]:
    """The sittings in which something was changed, the newest first."""
    found, before = list[Sitting](), _nothing()
    for some in _grouped(versions):
        after = _answers(some[-1])
        changed = _changes(before, after)
        if changed:
            found.append(Sitting(some[0].at, some[-1].at, some[0].by, changed))
        before = after
    return tuple(found[::-1])


def changed_since(versions: Sequence[Version], moment: dt.datetime) -> tuple[Change, ...]:
    """What is different now from how it was at a moment."""
    earlier = [version for version in versions if version.at <= moment]
    if not earlier:
        return ()
    return _changes(_answers(earlier[-1]), _answers(versions[-1]))


def _grouped(versions: Sequence[Version]) -> Iterable[Sequence[Version]]:
    group: list[Version] = []
    for version in versions:
        if group and (version.by != group[-1].by or version.at - group[-1].at > PAUSE):
            yield group
            group = []
        group.append(version)
    if group:
        yield group


def _changes(before: Response, after: Response) -> tuple[Change, ...]:
    return changes(session.content(), before, after, session.now(), session.words())


def _answers(version: Version) -> Response:
    """The answers of a version, as far as today's questions know them."""
    try:
        return kept.answers(version.content, session.content(), session.now(), session.now())[0]
    except AnswersError:
        return _nothing()


def _nothing() -> Response:
    return Response(content_version=session.content().questionnaire.version)
