"""Migrate answers from an older version of the questions to the present one, and report what changed.

Works on the unvalidated JSON table of answers. Answers to unknown questions are dropped with a note: removing one
question must not cost a family all its answers. Values that cannot be answers are kept for `read_answers` to reject.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Any

from intake.domain.answers_json import AnswersError, check_entry
from intake.domain.base import Frozen
from intake.domain.migrations import Migration, Recoded, Split, version_order
from intake.domain.questionnaire import TYPED, Item, ItemType, Questionnaire, key_of
from intake.domain.response import Absent
from intake.i18n import Translator

_DROPPED = object()  # marks an answer that is dropped; None can occur in a file


class AnswerFate(StrEnum):
    """What happened to an answer or a question in the file."""

    NEWER = "newer"
    NEW_QUESTIONS = "new questions"
    NEW_PARTS = "new parts"
    RENAMED = "renamed"
    SPLIT = "split"
    RECODED = "recoded"
    REMOVED = "removed"
    UNKNOWN = "unknown"
    UNFIT = "unfit"
    UNFIT_IN_PART = "unfit in part"


class ChangeNote(Frozen):
    """One change since the file was saved. `was` and `now` are labels of questions; `number` is a count."""

    change: AnswerFate
    was: str = ""
    now: tuple[str, ...] = ()
    number: int = 0

    def text(self, words: Translator) -> str:
        """The note as a sentence."""
        ui, single = words.ui, self.number == 1
        text = {
            AnswerFate.NEWER: ui("This file was saved with a newer version of the questions."),
            AnswerFate.NEW_QUESTIONS: (
                ui("There is {number} new question since then.")
                if single
                else ui("There are {number} new questions since then.")
            ),
            AnswerFate.NEW_PARTS: (
                ui("There is {number} new part since then. You can skip it.")
                if single
                else ui("There are {number} new parts since then. You can skip them.")
            ),
            AnswerFate.RENAMED: ui("The question “{was}” is now “{now}”. Please check your answer."),
            AnswerFate.SPLIT: ui("“{was}” is now asked as: {now}. Please check these answers."),
            AnswerFate.RECODED: ui("The choices for “{now}” have changed. Please check your answer."),
            AnswerFate.REMOVED: ui("We no longer ask “{was}”. Your answer was left out."),
            AnswerFate.UNKNOWN: (
                ui("{number} answer was left out. We do not ask that question here.")
                if single
                else ui("{number} answers were left out. We do not ask those questions here.")
            ),
            AnswerFate.UNFIT: ui("Your answer to “{now}” no longer fits the question. Please answer it again."),
            AnswerFate.UNFIT_IN_PART: ui("Part of your answer to “{now}” no longer fits. Please check it."),
        }[self.change]
        return text.format(was=self.was, now="; ".join(self.now), number=self.number)


def migrate_answers(
    document: dict[str, Any], questionnaire: Questionnaire, migrations: Sequence[Migration] = ()
) -> tuple[dict[str, Any], tuple[ChangeNote, ...]]:
    """Migrate a document to the questionnaire. Returns the new document and a note for each change.

    `document` has a table `answers`. A document whose version is not a string is returned unchanged, for
    `read_answers` to reject.
    """
    version = document.get("content_version", questionnaire.version)
    if not isinstance(version, str):
        return document, ()
    due = [migration for migration in migrations if version_order(version) < version_order(migration.version)]
    answers = _AnswerTable(document["answers"], questionnaire)
    for migration in due:
        answers.apply(migration)
    answers.drop_misfits()
    newer = (
        [ChangeNote(change=AnswerFate.NEWER)] if version_order(version) > version_order(questionnaire.version) else []
    )
    notes = (*newer, *_new_notes(due, questionnaire, answers.table), *answers.notes())
    return {**document, "content_version": questionnaire.version, "answers": answers.table}, notes


def _new_notes(due: Sequence[Migration], questionnaire: Questionnaire, table: dict[str, Any]) -> Iterator[ChangeNote]:
    """Notes on questions and parts added since the file was saved."""
    new = {id_ for migration in due for id_ in migration.new}
    questions = [link_id for link_id in questionnaire.items if link_id in new and link_id not in table]
    parts = [section for section in questionnaire.section if section in new]
    for change, ids in ((AnswerFate.NEW_QUESTIONS, questions), (AnswerFate.NEW_PARTS, parts)):
        if ids:
            yield ChangeNote(change=change, number=len(ids))


class _AnswerTable:
    """A table of answers during migration, with the changes to report."""

    def __init__(self, table: dict[str, Any], questionnaire: Questionnaire) -> None:
        self.table = table
        self._questionnaire = questionnaire
        self._changes: list[tuple[AnswerFate, str, tuple[str, ...]]] = []
        self._unknown = 0

    def apply(self, migration: Migration) -> None:
        """Apply the changes of one version."""
        renamed = {entry.question: entry for entry in migration.renamed}
        recoded = {entry.question: entry for entry in migration.recoded}
        removed = {entry.question: entry for entry in migration.removed}
        split = {entry.question: entry for entry in migration.split}
        self._changes = [
            (change, was, tuple(renamed[link].to if link in renamed else link for link in links))
            for change, was, links in self._changes
        ]
        result: dict[str, Any] = {}
        for key, raw in self.table.items():
            link_id, _, entry = key.partition("@")
            if link_id in removed:
                self._report(raw, AnswerFate.REMOVED, removed[link_id].was)
            elif link_id in split:
                parts = self._split(split[link_id], raw)
                for link, part in parts.items():
                    result.setdefault(key_of(link, entry), part)
            else:
                now = renamed[link_id].to if link_id in renamed else link_id
                was = renamed[link_id].was if link_id in renamed else None
                kept = self._recoded(recoded[link_id], raw, now) if link_id in recoded else raw
                if kept is not _DROPPED:
                    result[key_of(now, entry)] = kept
                    if was:
                        self._report(raw, AnswerFate.RENAMED, was, now)
        self.table = result

    def drop_misfits(self) -> None:
        """Drop answers, or parts of them, that the present questions do not allow."""
        fitting: dict[str, Any] = {}
        for key, raw in self.table.items():
            link_id, _, entry = key.partition("@")
            if not self._asked(key, link_id, entry):
                self._unknown += _is_worth_a_note(raw)
                continue
            kept = _fitting(raw, self._questionnaire.items[link_id])
            if kept is _DROPPED:
                self._report(raw, AnswerFate.UNFIT, "", link_id)
                continue
            fitting[key] = kept
            if set(_codes(kept)) != set(_codes(raw)):
                self._report(raw, AnswerFate.UNFIT_IN_PART, "", link_id)
        self.table = fitting

    def notes(self) -> Iterator[ChangeNote]:
        """The changes to report, each once, with the present labels of questions."""
        items = self._questionnaire.items
        for change, was, links in dict.fromkeys(self._changes):
            labels = tuple(items[link].label for link in links if link in items)
            if labels or change is AnswerFate.REMOVED:
                yield ChangeNote(change=change, was=was, now=labels)
        if self._unknown:
            yield ChangeNote(change=AnswerFate.UNKNOWN, number=self._unknown)

    def _asked(self, key: str, link_id: str, entry: str) -> bool:
        if link_id not in self._questionnaire.items:
            return False
        try:
            check_entry(key, entry, self._questionnaire.section_of[link_id], self._questionnaire)
        except AnswersError:
            return False
        return True

    def _recoded(self, recoded: Recoded, raw: Any, now: str) -> Any:
        """The answer with its new codes; _DROPPED if none are left."""
        codes = _codes(raw)
        if not any(code in recoded.to for code in codes):
            return raw
        kept = list(dict.fromkeys(new for code in codes if (new := recoded.to.get(code, code))))
        if not kept:
            self._report(raw, AnswerFate.UNFIT, "", now)
            return _DROPPED
        self._report(raw, AnswerFate.RECODED, "", now)
        return _with_codes(raw, kept)

    def _split(self, split: Split, raw: Any) -> dict[str, Any]:
        """The answers to the questions that replace one. A reason for having no answer is copied to all of them."""
        links = tuple(dict.fromkeys(link for parts in split.to.values() for link in parts))
        codes = _codes(raw)
        self._report(raw, AnswerFate.SPLIT, split.was, *links)
        if not codes:
            return dict.fromkeys(links, raw)
        codes_by_link = {
            link: list(dict.fromkeys(split.to[code][link] for code in codes if link in split.to.get(code, {})))
            for link in links
        }
        return {link: _with_codes(raw, parts) for link, parts in codes_by_link.items() if parts}

    def _report(self, raw: Any, change: AnswerFate, was: str, *links: str) -> None:
        """Record a change, once for each question, unless the question was passed over."""
        recorded = any(entry[0] is change and entry[2] == links and links for entry in self._changes)
        if _is_worth_a_note(raw) and not recorded:
            self._changes.append((change, was, links))


def _is_worth_a_note(raw: Any) -> bool:
    """Whether this is more than the mark of a question that was passed over."""
    return not (isinstance(raw, dict) and raw.get("absent") == Absent.NOT_ASKED)


def _value(raw: Any) -> Any:
    return raw.get("value") if isinstance(raw, dict) else raw


def _codes(raw: Any) -> list[str]:
    """The codes of an answer, or its text as a single item; empty if it has none or is not an answer."""
    value = _value(raw)
    if isinstance(value, str):
        return [value]
    return value if isinstance(value, list) and all(isinstance(code, str) for code in value) else []


def _with_codes(raw: Any, codes: list[str]) -> Any:
    """The answer with other codes: a list if there are several or it was a list before."""
    value = codes if len(codes) > 1 or isinstance(_value(raw), list) else codes[0]
    return {**raw, "value": value} if isinstance(raw, dict) else value


def _fitting(raw: Any, item: Item) -> Any:
    """The part of an answer that the question allows; _DROPPED if it allows none of it."""
    codes = _codes(raw)
    if not codes:
        return raw
    if item.type in TYPED:
        return _DROPPED if isinstance(_value(raw), list) else raw
    kept = [code for code in dict.fromkeys(codes) if code in item.by_code]
    if len(kept) > 1:
        # An exclusive option ("none of these") gives way to the options chosen with it.
        kept = [code for code in kept if not item.by_code[code].exclusive] or kept[:1]
    if not kept or (item.type is ItemType.CHOICE and len(kept) > 1):
        return _DROPPED
    if item.type is ItemType.CHOICE and isinstance(_value(raw), list):
        return {**raw, "value": kept[0]} if isinstance(raw, dict) else kept[0]
    return raw if kept == codes else _with_codes(raw, kept)
