"""Reads the content folder: questions, rules, words, sources. `load` gives it in one language, checked and frozen."""

from intake.content.loading import ContentError, Problem, load, read
from intake.content.texts import Words, texts, translated

__all__ = ["ContentError", "Problem", "Words", "load", "read", "texts", "translated"]
