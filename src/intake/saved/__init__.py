"""The file a person keeps: answers that carry themselves in the summary's PDF, and how they come back."""

from intake.saved.migration import Note, migrated
from intake.saved.opening import OpenedFile, open_saved
from intake.saved.payload import ATTACHMENT, Place, payload
from intake.saved.trouble import LARGEST_FILE, CannotOpenError, OpenProblem

__all__ = [
    "ATTACHMENT",
    "LARGEST_FILE",
    "CannotOpenError",
    "Note",
    "OpenProblem",
    "OpenedFile",
    "Place",
    "migrated",
    "open_saved",
    "payload",
]
