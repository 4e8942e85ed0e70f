"""Edits of a record's answers, from its versions.

Every answer is saved when it is given, so a call leaves many versions. What one person changed without a long pause is
one edit.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

import streamlit as st

from intake.brief.changes import AnswerChange, changes_in_turn
from intake.domain.answers_json import AnswersError
from intake.domain.response import Response
from intake.store.records import RecordHead, Version
from intake.ui.common import session
from intake.ui.staff.call import open_record, stored_case

PAUSE = dt.timedelta(minutes=30)
_MAX_STATES = 60  # each comparison takes a few milliseconds; in a longer edit, only the first and last are compared


class Edit(NamedTuple):
    """Answers that one person changed without a long pause."""

    started: dt.datetime
    ended: dt.datetime
    by: str
    changes: tuple[AnswerChange, ...]


def versions_of(head: RecordHead) -> tuple[Version, ...]:
    """Every version of a record, oldest first. Cached, because each read is written to the audit trail."""
    cached_for, versions = st.session_state.get(open_record.VERSIONS_READ, ((), ()))
    if cached_for != (head.id, head.version):
        versions = open_record.records().history(head.id)
        st.session_state[open_record.VERSIONS_READ] = ((head.id, head.version), versions)
    result: tuple[Version, ...] = versions
    return result


def edits(versions: Sequence[Version]) -> tuple[Edit, ...]:
    """The edits that changed an answer, newest first. `versions`: oldest first."""
    oldest_first, before = list[Edit](), _no_answers()
    for group in _grouped(_with_changed_answers(versions)):
        states = [before, *(_answers(version) for version in group)]
        before = states[-1]
        if net := _net_changes(states):
            oldest_first.append(Edit(group[0].at, group[-1].at, group[0].by, net))
    return tuple(oldest_first[::-1])


def _with_changed_answers(versions: Sequence[Version]) -> Iterator[Version]:
    """The versions whose answers differ from the version before; records are saved for other reasons too."""
    before: object = None
    for version in versions:
        told = [version.content.get(name) for name in ("answers", "responses", "on_line")]
        if told != before:
            yield version
        before = told


def _net_changes(states: Sequence[Response]) -> tuple[AnswerChange, ...]:
    """The changes from the first state to the last. An answer that changed twice shows the values in between."""
    if len(states) > _MAX_STATES:
        states = (states[0], states[-1])
    by_label: dict[str, AnswerChange] = {}
    for change in chain.from_iterable(_changes(*states)):
        earlier = by_label.get(change.label)
        before = f"{earlier.before or _no_answer()} → {earlier.after or _no_answer()}" if earlier else change.before
        by_label[change.label] = AnswerChange(change.label, before, change.after)
    return tuple(by_label.values())


def _no_answer() -> str:
    return session.words().ui("no answer")


def changed_since(versions: Sequence[Version], moment: dt.datetime) -> tuple[AnswerChange, ...]:
    """The changes from the answers at a moment to the newest ones. `versions`: oldest first."""
    earlier = [version for version in versions if version.at <= moment]
    if not earlier:
        return ()
    return _changes(_answers(earlier[-1]), _answers(versions[-1]))[0]


def _grouped(versions: Iterable[Version]) -> Iterable[Sequence[Version]]:
    """Runs of versions by one person without a pause longer than PAUSE."""
    group: list[Version] = []
    for version in versions:
        if group and (version.by != group[-1].by or version.at - group[-1].at > PAUSE):
            yield group
            group = []
        group.append(version)
    if group:
        yield group


def _changes(*states: Response) -> tuple[tuple[AnswerChange, ...], ...]:
    return changes_in_turn(session.content(), states, session.now(), session.words())


def _answers(version: Version) -> Response:
    """What everybody had told in a version, migrated to today's questions; nothing if it cannot be read."""
    content = session.content()
    try:
        return stored_case.stored_case(version.content, content, session.now(), session.now()).joined(content)
    except AnswersError:
        return _no_answers()


def _no_answers() -> Response:
    return Response(content_version=session.content().questionnaire.version)
