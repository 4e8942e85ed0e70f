"""What staff are told while the records cannot be used: the database is gone, locked, full or damaged."""

from __future__ import annotations

from intake.i18n import Translator


def sentence(words: Translator) -> str:
    """The same words on every screen and page of the desk."""
    return words.ui("Records are unavailable right now. Nothing is lost. Try again in a minute.")
