"""Checks of migrations.toml: versions are in order, and every saved answer leads to an existing question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from intake.content import Problem
from intake.domain.content import Content
from intake.domain.migrations import Migration, version_order
from intake.domain.questionnaire import Questionnaire


def problems(content: Content) -> Iterator[Problem]:
    """Problems in migrations.toml."""
    migrations = content.migrations
    versions = [migration.version for migration in migrations]
    if versions != sorted(versions, key=version_order):
        yield Problem("migrations.toml", "versions are not in order; the oldest must come first")
    for place, migration in enumerate(migrations):
        where = f"migrations.toml, {migration.version}"
        if version_order(migration.version) > version_order(content.questionnaire.version):
            yield Problem(where, f"this version is newer than {content.questionnaire.version} in version.toml")
        sentences = _migration(migration, migrations[place + 1 :], content.questionnaire)
        yield from (Problem(where, sentence) for sentence in sentences)


def _migration(migration: Migration, later: Sequence[Migration], questionnaire: Questionnaire) -> Iterator[str]:
    """Problems in one migration. `later`: the migrations after it, which may change its questions again."""
    items = questionnaire.items
    added_again = {name for change in (migration, *later) for name in change.new}
    existing = _existing(later, questionnaire)
    retired = list(_retired(migration))
    targets = _targets(migration)
    yield from (f"there is no question or section `{name}`" for name in migration.new if name not in existing)
    yield from (f"`{name}` is changed twice" for name in dict.fromkeys(retired) if retired.count(name) > 1)
    for question in dict.fromkeys(retired):
        if question in items and question not in added_again and question not in targets:
            yield f"`{question}` is still asked"
    recodable = {*existing, *retired}
    yield from (
        f"there is no question `{recoded.question}`"
        for recoded in migration.recoded
        if recoded.question not in recodable
    )
    recoded_later = {recoded.question for change in later for recoded in change.recoded}
    for question, codes in targets.items():
        if question not in existing:
            yield f"there is no question `{question}`"
        elif question in items and question not in recoded_later:
            missing = (code for code in codes if code not in items[question].by_code)
            yield from (f"`{question}` has no option `{code}`" for code in missing)


def _retired(migration: Migration) -> Iterator[str]:
    """The questions that are no longer asked under their old name."""
    yield from (renamed.question for renamed in migration.renamed)
    yield from (removed.question for removed in migration.removed)
    yield from (split.question for split in migration.split)


def _targets(migration: Migration) -> dict[str, list[str]]:
    """The questions to which answers are moved, each with the option codes it must have."""
    new_names = {renamed.question: renamed.to for renamed in migration.renamed}
    targets: dict[str, list[str]] = {name: [] for name in new_names.values()}
    for recoded in migration.recoded:
        codes = [code for code in recoded.to.values() if code]
        targets.setdefault(new_names.get(recoded.question, recoded.question), []).extend(codes)
    for parts in (parts for split in migration.split for parts in split.to.values()):
        for question, code in parts.items():
            targets.setdefault(question, []).append(code)
    return targets


def _existing(later: Sequence[Migration], questionnaire: Questionnaire) -> set[str]:
    """Questions and sections of the current version, and questions that a later migration retired."""
    retired_later = {question for migration in later for question in _retired(migration)}
    return {*questionnaire.items, *questionnaire.section, *retired_later}
