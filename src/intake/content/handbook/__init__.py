"""The handbook: all content in readable form, one module for each group of chapters."""

from intake.content.handbook.document import HANDBOOK, handbook

__all__ = ["HANDBOOK", "handbook"]
