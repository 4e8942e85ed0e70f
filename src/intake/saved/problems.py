"""Why a file cannot be opened, in words for people. Nothing of the file's own text is ever in them."""

from __future__ import annotations

from enum import StrEnum

from intake.i18n import SOURCE, Translator

LARGEST_FILE = 1_000_000
"""Bytes. A full intake with its answers takes less than a third of that."""


class OpenProblem(StrEnum):
    """What is wrong with a file."""

    DAMAGED = "damaged"
    FOREIGN = "foreign"
    NO_ANSWERS = "no-answers"
    TOO_LARGE = "too-large"
    PASSWORD_NEEDED = "password-needed"  # noqa: S105 - the name of a trouble, not a password
    WRONG_PASSWORD = "wrong-password"  # noqa: S105
    NEWER = "newer"
    TOO_SLOW = "too-slow"
    BUSY = "busy"

    def text(self, words: Translator) -> str:
        """What is wrong and what to do, for the person who chose the file."""
        ui = words.ui
        return {
            OpenProblem.DAMAGED: ui("This file cannot be read. It may be damaged. Try another copy of it."),
            OpenProblem.FOREIGN: ui("This is not a file from this page. Choose the file that you saved here."),
            OpenProblem.NO_ANSWERS: ui(
                "There are no answers in this PDF. A scan, a print or a copy from another program loses them. "
                "Choose the file as you saved it here."
            ),
            OpenProblem.TOO_LARGE: ui("This file is too large. A file from this page has less than 1 megabyte."),
            OpenProblem.PASSWORD_NEEDED: ui("This file has a password. Type it to open the file."),
            OpenProblem.WRONG_PASSWORD: ui("This password does not open the file. Check capital letters and spaces."),
            OpenProblem.NEWER: ui("This file was saved with a newer version of this page, which this one cannot read."),
            OpenProblem.TOO_SLOW: ui(
                "Reading this file took too long. Wait a minute and try again, or try another copy."
            ),
            OpenProblem.BUSY: ui("Other files are being read right now. Wait a minute and try again."),
        }[self]


class CannotOpenError(Exception):
    """The file cannot be opened; `trouble` says why, the message says it in English."""

    def __init__(self, problem: OpenProblem) -> None:
        super().__init__(problem.text(Translator(SOURCE)))
        self.problem = problem
