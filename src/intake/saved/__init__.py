"""The file a person keeps: answers that carry themselves in the summary's PDF, and how they come back."""

from intake.saved.migration import Note, migrated
from intake.saved.opening import Opened, open_saved
from intake.saved.payload import ATTACHMENT, Place, payload
from intake.saved.trouble import LARGEST_FILE, CannotOpen, Trouble

__all__ = [
    "ATTACHMENT",
    "LARGEST_FILE",
    "CannotOpen",
    "Note",
    "Opened",
    "Place",
    "Trouble",
    "migrated",
    "open_saved",
    "payload",
]
