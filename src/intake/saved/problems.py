"""Why a file cannot be opened, as sentences for people. They never quote the file."""

from __future__ import annotations

from enum import StrEnum

from intake.i18n import SOURCE, Translator

LARGEST_FILE = 1_000_000
"""Bytes. A complete intake with its answers takes less than a third of it."""


class OpenProblem(StrEnum):
    """What is wrong with a file."""

    DAMAGED = "damaged"
    FOREIGN = "foreign"
    NO_ANSWERS = "no-answers"
    SCAN = "scan"
    JOINED = "joined"
    TOO_LARGE = "too-large"
    PASSWORD_NEEDED = "password-needed"  # noqa: S105 - the name of a problem, not a password
    WRONG_PASSWORD = "wrong-password"  # noqa: S105
    NEWER = "newer"
    TOO_SLOW = "too-slow"
    BUSY = "busy"

    def text(self, words: Translator) -> str:
        """What is wrong and what to do, for the person who chose the file."""
        ui = words.ui
        return {
            OpenProblem.DAMAGED: ui("We cannot read this file. It may be damaged. Try another copy."),
            OpenProblem.FOREIGN: ui("This file was not saved here. Choose the file that you saved on this site."),
            OpenProblem.NO_ANSWERS: ui(
                "This PDF holds no answers. They are lost when a PDF is scanned, printed, or saved by another program. "
                "Choose the file that you saved on this site."
            ),
            OpenProblem.SCAN: ui(
                "This file is a scan: a picture of each page. A scan holds no answers. Choose the file that you saved "
                "on this site."
            ),
            OpenProblem.JOINED: ui(
                "This file was put together from two summaries. They may be about two families, so we cannot use it. "
                "Choose one summary as it was saved on this site."
            ),
            OpenProblem.TOO_LARGE: ui("This file is too large. Files saved on this site are smaller than 1 megabyte."),
            OpenProblem.PASSWORD_NEEDED: ui("This file has a password. Type it to open the file."),
            OpenProblem.WRONG_PASSWORD: ui("That is not the right password. Check capital letters and spaces."),
            OpenProblem.NEWER: ui("This file was saved with a newer version of this site. We cannot read it here."),
            OpenProblem.TOO_SLOW: ui(
                "It took too long to read this file. Wait a minute and try again, or try another copy."
            ),
            OpenProblem.BUSY: ui("We are reading other files right now. Wait a minute and try again."),
        }[self]


class CannotOpenError(Exception):
    """The file cannot be opened. `problem` says why; the message says it in English."""

    def __init__(self, problem: OpenProblem) -> None:
        super().__init__(problem.text(Translator(SOURCE)))
        self.problem = problem
