"""Brings answers that were given to an older version of the questions to the present one, and says what changed.

Works on the JSON table of the answers, before it is checked: what the questions of today do not know is left out with a
note, so that one question taken away does not cost a family all its answers. What cannot be an answer at all is left as
it is, for `read_answers` to refuse.
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

_NOTHING = object()  # what is left of an answer of which nothing is left; None may stand in a file


class AnswerFate(StrEnum):
    """What became of something in the file."""

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
    """One thing that is different from when the file was saved: `was` and `now` are labels, `number` counts."""

    change: AnswerFate
    was: str = ""
    now: tuple[str, ...] = ()
    number: int = 0

    def text(self, words: Translator) -> str:
        """The note in words."""
        ui, one = words.ui, self.number == 1
        said = {
            AnswerFate.NEWER: ui("The file was saved with a newer version of the questions."),
            AnswerFate.NEW_QUESTIONS: (
                ui("{number} question is new since then.") if one else ui("{number} questions are new since then.")
            ),
            AnswerFate.NEW_PARTS: (
                ui("{number} part is new since then. You can leave it out.")
                if one
                else ui("{number} parts are new since then. You can leave them out.")
            ),
            AnswerFate.RENAMED: ui("The question “{was}” is now “{now}”. Look at your answer again."),
            AnswerFate.SPLIT: ui("“{was}” is now asked as: {now}. Look at these answers again."),
            AnswerFate.RECODED: ui("“{now}” has other answers to choose from now. Look at yours again."),
            AnswerFate.REMOVED: ui("“{was}” is not asked any more. Your answer was left out."),
            AnswerFate.UNKNOWN: (
                ui("{number} answer was left out. Its question is not asked here.")
                if one
                else ui("{number} answers were left out. Their questions are not asked here.")
            ),
            AnswerFate.UNFIT: ui("Your answer to “{now}” does not fit the question any more. Answer it again."),
            AnswerFate.UNFIT_IN_PART: ui("Part of your answer to “{now}” does not fit any more. Look at it again."),
        }[self.change]
        return said.format(was=self.was, now="; ".join(self.now), number=self.number)


def migrate_answers(
    document: dict[str, Any], questionnaire: Questionnaire, migrations: Sequence[Migration] = ()
) -> tuple[dict[str, Any], tuple[ChangeNote, ...]]:
    """The document as it fits the questionnaire, and what changed on the way.

    `document` has a table `answers`. A version that is no text is left as it is, for `read_answers` to refuse.
    """
    version = document.get("content_version", questionnaire.version)
    if not isinstance(version, str):
        return document, ()
    due = [migration for migration in migrations if version_order(version) < version_order(migration.version)]
    old = _Answers(document["answers"], questionnaire)
    for migration in due:
        old.bring_to(migration)
    old.leave_out_what_does_not_fit()
    newer = (
        [ChangeNote(change=AnswerFate.NEWER)] if version_order(version) > version_order(questionnaire.version) else []
    )
    notes = (*newer, *_new(due, questionnaire, old.given), *old.notes())
    return {**document, "content_version": questionnaire.version, "answers": old.given}, notes


def _new(due: Sequence[Migration], questionnaire: Questionnaire, given: dict[str, Any]) -> Iterator[ChangeNote]:
    """How much is asked now that was not asked then."""
    new = {each for migration in due for each in migration.new}
    questions = [link_id for link_id in questionnaire.items if link_id in new and link_id not in given]
    parts = [section for section in questionnaire.section if section in new]
    for change, found in ((AnswerFate.NEW_QUESTIONS, questions), (AnswerFate.NEW_PARTS, parts)):
        if found:
            yield ChangeNote(change=change, number=len(found))


class _Answers:
    """Answers on their way to the present questions, with what has to be said about them."""

    def __init__(self, given: dict[str, Any], questionnaire: Questionnaire) -> None:
        self.given = given
        self._questionnaire = questionnaire
        self._told: list[tuple[AnswerFate, str, tuple[str, ...]]] = []
        self._unknown = 0

    def bring_to(self, migration: Migration) -> None:
        """Applies what one version changed."""
        renamed = {each.question: each for each in migration.renamed}
        recoded = {each.question: each for each in migration.recoded}
        removed = {each.question: each for each in migration.removed}
        split = {each.question: each for each in migration.split}
        self._told = [
            (change, was, tuple(renamed[link].to if link in renamed else link for link in links))
            for change, was, links in self._told
        ]
        brought: dict[str, Any] = {}
        for key, given in self.given.items():
            link_id, _, entry = key.partition("@")
            if link_id in removed:
                self._tell(given, AnswerFate.REMOVED, removed[link_id].was)
            elif link_id in split:
                parts = self._split(split[link_id], given)
                for link, part in parts.items():
                    brought.setdefault(key_of(link, entry), part)
            else:
                now = renamed[link_id].to if link_id in renamed else link_id
                was = renamed[link_id].was if link_id in renamed else None
                kept = self._recoded(recoded[link_id], given, now) if link_id in recoded else given
                if kept is not _NOTHING:
                    brought[key_of(now, entry)] = kept
                    if was:
                        self._tell(given, AnswerFate.RENAMED, was, now)
        self.given = brought

    def leave_out_what_does_not_fit(self) -> None:
        """Keeps what the questions of today can take."""
        fitting: dict[str, Any] = {}
        for key, given in self.given.items():
            link_id, _, entry = key.partition("@")
            if not self._asked(key, link_id, entry):
                self._unknown += _is_said(given)
                continue
            kept = _fitting(given, self._questionnaire.items[link_id])
            if kept is _NOTHING:
                self._tell(given, AnswerFate.UNFIT, "", link_id)
                continue
            fitting[key] = kept
            if set(_codes(kept)) != set(_codes(given)):
                self._tell(given, AnswerFate.UNFIT_IN_PART, "", link_id)
        self.given = fitting

    def notes(self) -> Iterator[ChangeNote]:
        """What has to be said, each thing once; questions by their labels of today."""
        items = self._questionnaire.items
        for change, was, links in dict.fromkeys(self._told):
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

    def _recoded(self, recoded: Recoded, given: Any, now: str) -> Any:
        """The answer with its new codes; _NOTHING if none of them is left."""
        codes = _codes(given)
        if not any(code in recoded.to for code in codes):
            return given
        kept = list(dict.fromkeys(new for code in codes if (new := recoded.to.get(code, code))))
        if not kept:
            self._tell(given, AnswerFate.UNFIT, "", now)
            return _NOTHING
        self._tell(given, AnswerFate.RECODED, "", now)
        return _with_codes(given, kept)

    def _split(self, split: Split, given: Any) -> dict[str, Any]:
        """The answers to the questions that took the place of one. A reason for no answer holds for all of them."""
        links = tuple(dict.fromkeys(link for parts in split.to.values() for link in parts))
        codes = _codes(given)
        self._tell(given, AnswerFate.SPLIT, split.was, *links)
        if not codes:
            return dict.fromkeys(links, given)
        found = {
            link: list(dict.fromkeys(split.to[code][link] for code in codes if link in split.to.get(code, {})))
            for link in links
        }
        return {link: _with_codes(given, parts) for link, parts in found.items() if parts}

    def _tell(self, given: Any, change: AnswerFate, was: str, *links: str) -> None:
        """Notes a change, once for each question, if the person had said anything to it."""
        known = any(told[0] is change and told[2] == links and links for told in self._told)
        if _is_said(given) and not known:
            self._told.append((change, was, links))


def _is_said(given: Any) -> bool:
    """Whether this is more than the mark that a question was passed over."""
    return not (isinstance(given, dict) and given.get("absent") == Absent.NOT_ASKED)


def _value(given: Any) -> Any:
    return given.get("value") if isinstance(given, dict) else given


def _codes(given: Any) -> list[str]:
    """The codes of an answer (or its words, as one); empty where it has none, or is not an answer at all."""
    value = _value(given)
    if isinstance(value, str):
        return [value]
    return value if isinstance(value, list) and all(isinstance(code, str) for code in value) else []


def _with_codes(given: Any, codes: list[str]) -> Any:
    """The answer with other codes: a list where there are several or was a list before."""
    value = codes if len(codes) > 1 or isinstance(_value(given), list) else codes[0]
    return {**given, "value": value} if isinstance(given, dict) else value


def _fitting(given: Any, item: Item) -> Any:
    """As much of an answer as the question can take; _NOTHING if it can take none of it."""
    codes = _codes(given)
    if not codes:
        return given
    if item.type in TYPED:
        return _NOTHING if isinstance(_value(given), list) else given
    kept = [code for code in dict.fromkeys(codes) if code in item.by_code]
    if len(kept) > 1:
        # What stands alone ("none of these") says less than what stands beside it.
        kept = [code for code in kept if not item.by_code[code].exclusive] or kept[:1]
    if not kept or (item.type is ItemType.CHOICE and len(kept) > 1):
        return _NOTHING
    if item.type is ItemType.CHOICE and isinstance(_value(given), list):
        return {**given, "value": kept[0]} if isinstance(given, dict) else kept[0]
    return given if kept == codes else _with_codes(given, kept)
