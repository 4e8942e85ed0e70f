"""Run every check on the content. `make check` prints the problems, one sentence each.

Unknown keys, missing keys, and wrong types are found while loading (intake.content.loading); the modules here check
how entries fit together.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator
from pathlib import Path

from intake.content import ContentError, Problem, read
from intake.content.cases import CaseError, declared_cases
from intake.content.checks import (
    cases,
    dates,
    library,
    migrations,
    practice,
    questions,
    references,
    rules,
    safety_sheet,
    sections,
    spoken,
    wording,
)
from intake.domain.content import Content


def problems(folder: Path, on: dt.date) -> list[Problem]:
    """All problems in a content folder on the date `on`; empty if there are none."""
    try:
        content = read(folder)
    except ContentError as error:
        return error.problems
    return list(_all(content, folder, on))


def _all(content: Content, folder: Path, on: dt.date) -> Iterator[Problem]:
    yield from references.duplicate_ids(content)
    unsound = [
        *references.dangling_references(content),
        *questions.problems(content),
        *(Problem(where, what) for where, what in sections.problems(content.questionnaire)),
        *rules.problems(content),
    ]
    yield from unsound
    yield from migrations.problems(content)
    yield from dates.problems(content, on)
    yield from wording.problems(content)
    yield from spoken.problems(content)
    yield from wording.closed_numbers(folder)
    yield from _library(content, folder, on)
    yield from (Problem(where, what) for where, what in practice.problems(content, on))
    yield from (Problem(where, what) for where, what in safety_sheet.problems(content))
    if not unsound:  # otherwise answers cannot be assessed
        yield from cases.case_problems(content, folder)
        yield from cases.intake_problems(content, folder)
        yield from cases.handbook_problems(content, folder)


def _library(content: Content, folder: Path, on: dt.date) -> Iterator[Problem]:
    """Check the library. If the cases cannot be read, `case_problems` reports that, so nothing is checked here."""
    try:
        case_ids = {case.id for case in declared_cases(folder)[1]}
    except (OSError, tomllib.TOMLDecodeError, CaseError):
        return
    yield from (Problem(where, what) for where, what in library.problems(content, case_ids, on))
