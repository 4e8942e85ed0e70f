"""Everything that can be wrong with the content, as sentences in the files' own words. `make check` prints them.

Unknown keys, wrong types and missing keys are found while loading (intake.content); here stand the laws between
entries.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator
from pathlib import Path

from intake.content import ContentError, Problem, read
from intake.content.cases import (
    CaseError,
    declared_cases,
)
from intake.content.checks import cases, dates, library, migrations, questions, references, rules, sections, wording
from intake.domain.content import Content


def problems(folder: Path, on: dt.date) -> list[Problem]:
    """What is wrong with a content folder on the date `on`; empty when it is in order."""
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
        *(Problem(f"questions, {where}", what) for where, what in sections.problems(content.questionnaire)),
        *rules.problems(content),
    ]
    yield from unsound
    yield from migrations.problems(content)
    yield from dates.problems(content, on)
    yield from wording.problems(content)
    yield from wording.closed_numbers(folder)
    yield from _library(content, folder, on)
    if not unsound:  # otherwise nobody can be asked, or judged
        yield from cases.case_problems(content, folder)
        yield from cases.intake_problems(content, folder)
        yield from cases.handbook_problems(content, folder)


def _library(content: Content, folder: Path, on: dt.date) -> Iterator[Problem]:
    """An unreadable file of cases is told where the cases are checked."""
    try:
        known_cases = {case.id for case in declared_cases(folder)[1]}
    except (OSError, tomllib.TOMLDecodeError, CaseError):
        return
    yield from (Problem(where, what) for where, what in library.problems(content, known_cases, on))
