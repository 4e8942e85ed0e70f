"""Load, check, and translate the content folder, and print it as a handbook."""

from intake.content.loading import ContentError, Problem, load, read
from intake.content.texts import ContextText, texts, translated

__all__ = ["ContentError", "ContextText", "Problem", "load", "read", "texts", "translated"]
