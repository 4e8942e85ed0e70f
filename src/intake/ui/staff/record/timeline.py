"""What happened with a record, the newest first: lines of its log, and sittings in which answers were changed.

Each answer is saved as it is given, so a call leaves many versions. What one person changed without a long pause is one
sitting.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import streamlit as st

from intake.brief.changes import AnswerChange, changes
from intake.domain.answers_json import AnswersError
from intake.domain.response import Response
from intake.store.records import RecordHead, Version
from intake.ui.common import session
from intake.ui.staff.call import migrate_answers, open_record

PAUSE = dt.timedelta(minutes=30)
_MOST_STATES = 60  # each costs some milliseconds; of a longer sitting only its beginning and its end are compared


class Sitting(NamedTuple):
    """Answers that one person changed in one go, from one state to another."""

    begun: dt.datetime
    ended: dt.datetime
    by: str
    changed: tuple[AnswerChange, ...]


def versions_of(head: RecordHead) -> tuple[Version, ...]:
    """Every version of a record. Read anew only where there is a new one: each reading stands in the audit trail."""
    known, found = st.session_state.get(open_record.VERSIONS_READ, ((), ()))
    if known != (head.id, head.version):
        found = open_record.records().history(head.id)
        st.session_state[open_record.VERSIONS_READ] = ((head.id, head.version), found)
    read: tuple[Version, ...] = found
    return read


def sittings(versions: Sequence[Version]) -> tuple[Sitting, ...]:
    """The sittings in which an answer was changed, the newest first."""
    found, before = list[Sitting](), _nothing()
    for some in _grouped(_with_other_answers(versions)):
        states = [before, *(_answers(version) for version in some)]
        before = states[-1]
        if changed := _course(states):
            found.append(Sitting(some[0].at, some[-1].at, some[0].by, changed))
    return tuple(found[::-1])


def _with_other_answers(versions: Sequence[Version]) -> Iterator[Version]:
    """Those in which an answer is another than in the one before: a record is saved for other reasons too."""
    before: object = None
    for version in versions:
        if version.content["answers"] != before:
            yield version
        before = version.content["answers"]


def _course(states: Sequence[Response]) -> tuple[AnswerChange, ...]:
    """What became different from the first state to the last; what was changed more than once, with all it was."""
    if len(states) > _MOST_STATES:
        return _changes(states[0], states[-1])
    steps: dict[str, AnswerChange] = {}
    for one, next_one in pairwise(states):
        for change in _changes(one, next_one):
            known = steps.get(change.label)
            before = f"{known.before or _no_answer()} → {known.after or _no_answer()}" if known else change.before
            steps[change.label] = AnswerChange(change.label, before, change.after)
    return tuple(steps.values())


def _no_answer() -> str:
    return session.words().ui("no answer")


def changed_since(versions: Sequence[Version], moment: dt.datetime) -> tuple[AnswerChange, ...]:
    """What is different now from how it was at a moment."""
    earlier = [version for version in versions if version.at <= moment]
    if not earlier:
        return ()
    return _changes(_answers(earlier[-1]), _answers(versions[-1]))


def _grouped(versions: Iterable[Version]) -> Iterable[Sequence[Version]]:
    group: list[Version] = []
    for version in versions:
        if group and (version.by != group[-1].by or version.at - group[-1].at > PAUSE):
            yield group
            group = []
        group.append(version)
    if group:
        yield group


def _changes(before: Response, after: Response) -> tuple[AnswerChange, ...]:
    return changes(session.content(), before, after, session.now(), session.words())


def _answers(version: Version) -> Response:
    """The answers of a version, as far as today's questions know them."""
    try:
        return migrate_answers.answers(version.content, session.content(), session.now(), session.now())[0]
    except AnswersError:
        return _nothing()


def _nothing() -> Response:
    return Response(content_version=session.content().questionnaire.version)
