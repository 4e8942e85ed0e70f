"""Saved files: answers attached to the summary PDF, and how they are read back."""

from intake.saved.migration import ChangeNote, migrate_answers
from intake.saved.opening import OpenedFile, open_saved
from intake.saved.payload import ATTACHMENT, SavedPlace, payload
from intake.saved.problems import LARGEST_FILE, CannotOpenError, OpenProblem

__all__ = [
    "ATTACHMENT",
    "LARGEST_FILE",
    "CannotOpenError",
    "ChangeNote",
    "OpenProblem",
    "OpenedFile",
    "SavedPlace",
    "migrate_answers",
    "open_saved",
    "payload",
]
