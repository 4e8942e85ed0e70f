"""Turns the English words of content/ and of the screens into another language.

Catalogues are gettext PO files, content/locales/<language>.po, read with Babel. The context of an entry says where its
text lives (question.fear.text; ui for screens). A missing or fuzzy entry shows the English text: stale is worse than
English. The language "qps" is made up: every translated text gets brackets and accents, so that an untranslated one
stands out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

PSEUDO = "qps"
SOURCE = "en"

_ACCENTS = str.maketrans("aeioucnsyAEIOUCNSY", "áéíóúçñšýÁÉÍÓÚÇÑŠÝ")


@dataclass(frozen=True)
class Translator:
    """Translates one language's texts; `messages` maps (context, English text) to the translation."""

    language: str
    messages: Mapping[tuple[str, str], str] = field(default_factory=dict, repr=False)

    def text(self, context: str, english: str) -> str:
        """The text in this language, or in English where there is no finished translation."""
        if self.language == PSEUDO:
            return pseudo(english)
        return self.messages.get((context, english), english)

    def ui(self, english: str, /, **slots: object) -> str:
        """A screen or document text; `{name}` slots are filled after translation."""
        text = self.text("ui", english)
        return text.format(**slots) if slots else text

    def count(self, one: str, many: str, number: int) -> str:
        """A screen text that depends on a number; `{number}` in it is filled."""
        english = one if number == 1 else many
        return self.ui(english, number=number)

    def date(self, day: dt.date, *, weekday: bool = False) -> str:
        """A day in words: November 22, 2026; with its `weekday`: Sunday, November 22, 2026."""
        from babel.dates import format_date

        said = format_date(
            day, "full" if weekday else "long", locale=SOURCE if self.language == PSEUDO else self.language
        )
        return pseudo(said) if self.language == PSEUDO else said

    def listed(self, texts: Sequence[str]) -> str:
        """Several things in one sentence: "a, b, and c"."""
        from babel.lists import format_list

        # The made-up language has no word for "and" that would show that somebody forgot to translate it.
        return ", ".join(texts) if self.language == PSEUDO else format_list(texts, locale=self.language)

    def month(self, number: int) -> str:
        """The name of a month, 1 to 12."""
        from babel.dates import get_month_names

        said = get_month_names("wide", "stand-alone", SOURCE if self.language == PSEUDO else self.language)[number]
        return pseudo(said) if self.language == PSEUDO else said

    @property
    def direction(self) -> str:
        """Writing direction for HTML: ltr or rtl."""
        from babel import Locale  # the catalogue library loads only where another script may be needed

        return "ltr" if self.language == PSEUDO else Locale.parse(self.language).text_direction


def pseudo(english: str) -> str:
    """The text in the made-up language; slots in braces stay as they are."""
    pieces = english.replace("{", "\0{").replace("}", "}\0").split("\0")
    accented = (piece if piece.startswith("{") else piece.translate(_ACCENTS) for piece in pieces)
    return f"⟦{''.join(accented)}⟧"


@lru_cache(maxsize=16)
def translator(language: str, locales: Path) -> Translator:
    """The translator of a language with its catalogue from the folder `locales`, read once per process."""
    if language in (SOURCE, PSEUDO):
        return Translator(language)
    from babel.messages.pofile import read_po

    catalogue = locales / f"{language}.po"
    if not catalogue.is_file():
        return Translator(language)
    with catalogue.open("rb") as file:
        entries = read_po(file, locale=language)
    messages = {
        (str(entry.context), str(entry.id)): str(entry.string)
        for entry in entries
        if entry.id and entry.string and not entry.fuzzy
    }
    return Translator(language, messages)
