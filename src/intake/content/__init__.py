"""Everything experts can change: loaded from the content folder, checked, and printed as a handbook."""

from intake.content.loading import ContentError, Problem, load, read
from intake.content.texts import Words, texts, translated

__all__ = ["ContentError", "Problem", "Words", "load", "read", "texts", "translated"]
