"""Laws of migrations.toml: versions rise, and every saved answer leads somewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from intake.content import Problem
from intake.domain.content import Content
from intake.domain.migrations import Migration, version_order
from intake.domain.questionnaire import Questionnaire


def problems(content: Content) -> Iterator[Problem]:
    """Laws of migrations.toml: versions rise, and what a saved answer is brought to is there, or is changed later."""
    told = content.migrations
    versions = [each.version for each in told]
    if versions != sorted(versions, key=version_order):
        yield Problem("migrations.toml", "the oldest version comes first")
    for place, migration in enumerate(told):
        where = f"migrations.toml, {migration.version}"
        if version_order(migration.version) > version_order(content.questionnaire.version):
            yield Problem(where, f"the questions have version {content.questionnaire.version}")
        found = _migration(migration, told[place + 1 :], content.questionnaire)
        yield from (Problem(where, sentence) for sentence in found)


def _migration(migration: Migration, later: Sequence[Migration], questionnaire: Questionnaire) -> Iterator[str]:
    """`later`: what came after it, which may change again what this one led to."""
    items, back = questionnaire.items, {each for one in (migration, *later) for each in one.new}
    left = list(_left(migration))
    led = _led_to(migration)
    yield from (
        f"there is no question or section {each!r}"
        for each in migration.new
        if each not in _named_in(later, questionnaire)
    )
    yield from (f"{each!r} is changed twice" for each in dict.fromkeys(left) if left.count(each) > 1)
    for question in dict.fromkeys(left):
        if question in items and question not in back and question not in led:
            yield f"{question!r} is still asked"
    known = {*_named_in(later, questionnaire), *left}
    yield from (f"there is no question {each.question!r}" for each in migration.recoded if each.question not in known)
    changing = {each.question for one in later for each in one.recoded}
    for question, codes in led.items():
        if question not in _named_in(later, questionnaire):
            yield f"there is no question {question!r}"
        elif question in items and question not in changing:
            yield from (f"{question} has no option {code!r}" for code in codes if code not in items[question].by_code)


def _left(migration: Migration) -> Iterator[str]:
    """The questions that are not asked any more under their name."""
    yield from (each.question for each in migration.renamed)
    yield from (each.question for each in migration.removed)
    yield from (each.question for each in migration.split)


def _led_to(migration: Migration) -> dict[str, list[str]]:
    """The questions that answers are brought to, each with the codes it must have."""
    now = {each.question: each.to for each in migration.renamed}
    led: dict[str, list[str]] = {each: [] for each in now.values()}
    for recoded in migration.recoded:
        codes = [code for code in recoded.to.values() if code]
        led.setdefault(now.get(recoded.question, recoded.question), []).extend(codes)
    for parts in (parts for split in migration.split for parts in split.to.values()):
        for question, code in parts.items():
            led.setdefault(question, []).append(code)
    return led


def _named_in(later: Sequence[Migration], questionnaire: Questionnaire) -> set[str]:
    """What there is: questions and sections of today, and questions that a later version took away."""
    gone = {question for one in later for question in _left(one)}
    return {*questionnaire.items, *questionnaire.section, *gone}
