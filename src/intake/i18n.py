"""Translate the English texts of content/ and of the screens.

Catalogs are gettext PO files, content/locales/<language>.po, read with Babel. The context of an entry says where its
text is used (question.fear.text; ui for screens). A missing or fuzzy entry shows the English text, because an outdated
translation is worse. The pseudo-language "qps" adds brackets and accents to every translated text, so that untranslated
ones stand out.
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
    """Translates texts into one language. `messages` maps (context, English text) to the translation."""

    language: str
    messages: Mapping[tuple[str, str], str] = field(default_factory=dict, repr=False)

    def text(self, context: str, english: str) -> str:
        """The text in this language, or in English if there is no finished translation."""
        if self.language == PSEUDO:
            return pseudo(english)
        return self.messages.get((context, english), english)

    def ui(self, english: str, /, **slots: object) -> str:
        """Translate a text of a screen or document. `{name}` slots are filled after translation."""
        text = self.text("ui", english)
        return text.format(**slots) if slots else text

    def count(self, one: str, many: str, number: int) -> str:
        """Translate the singular or plural form and fill its `{number}` slot."""
        english = one if number == 1 else many
        return self.ui(english, number=number)

    def date(self, day: dt.date, *, weekday: bool = False) -> str:
        """A date in words: November 22, 2026; with `weekday`: Sunday, November 22, 2026."""
        from babel.dates import format_date

        text = format_date(
            day, "full" if weekday else "long", locale=SOURCE if self.language == PSEUDO else self.language
        )
        return pseudo(text) if self.language == PSEUDO else text

    def partial_date(self, date: str) -> str:
        """A year, month, or day (2026, 2026-11, 2026-11-01) as people write it: 2026, Nov 2026, Nov 1, 2026."""
        text = _partial_date(date, SOURCE if self.language == PSEUDO else self.language)
        return pseudo(text) if self.language == PSEUDO else text

    def month_of(self, day: dt.date) -> str:
        """The month of a day: November 2026."""
        from babel.dates import format_date

        text = format_date(day, "LLLL yyyy", locale=SOURCE if self.language == PSEUDO else self.language)
        return pseudo(text) if self.language == PSEUDO else text

    def time(self, at: dt.datetime, *, seconds: bool = False) -> str:
        """A time of day in the time zone of `at`: 3:02 PM; with `seconds`: 3:02:45 PM."""
        from babel.dates import format_time

        text = format_time(
            at.timetz().replace(tzinfo=None),
            "medium" if seconds else "short",
            locale=SOURCE if self.language == PSEUDO else self.language,
        ).replace("\u202f", " ")  # fonts may lack the narrow space before PM
        return pseudo(text) if self.language == PSEUDO else text

    def listed(self, texts: Sequence[str]) -> str:
        """Join texts into a list: "a, b, and c"."""
        from babel.lists import format_list

        # In the pseudo-language, an English "and" would look like an untranslated text.
        return ", ".join(texts) if self.language == PSEUDO else format_list(texts, locale=self.language)

    def month(self, number: int) -> str:
        """The name of a month, 1 to 12."""
        from babel.dates import get_month_names

        name = get_month_names("wide", "stand-alone", SOURCE if self.language == PSEUDO else self.language)[number]
        return pseudo(name) if self.language == PSEUDO else name

    @property
    def direction(self) -> str:
        """Writing direction for HTML: "ltr" or "rtl"."""
        from babel import Locale  # slow to import; English never needs it

        return "ltr" if self.language == PSEUDO else Locale.parse(self.language).text_direction


@lru_cache(maxsize=1024)
def _partial_date(date: str, language: str) -> str:
    from babel.dates import format_date, format_skeleton

    match date.count("-"):
        case 0:
            return date
        case 1:
            return format_skeleton("yMMM", dt.date.fromisoformat(f"{date}-01"), locale=language)
        case _:
            return format_date(dt.date.fromisoformat(date), "medium", locale=language)


def pseudo(english: str) -> str:
    """The text in the pseudo-language; slots in braces stay as they are."""
    parts = english.replace("{", "\0{").replace("}", "}\0").split("\0")
    accented = (part if part.startswith("{") else part.translate(_ACCENTS) for part in parts)
    return f"⟦{''.join(accented)}⟧"


@lru_cache(maxsize=16)
def translator(language: str, locales: Path) -> Translator:
    """The translator for a language, with its catalog from the folder `locales`. Read once per process."""
    if language in (SOURCE, PSEUDO):
        return Translator(language)
    from babel.messages.pofile import read_po

    catalog = locales / f"{language}.po"
    if not catalog.is_file():
        return Translator(language)
    with catalog.open("rb") as file:
        entries = read_po(file, locale=language)
    messages = {
        (str(entry.context), str(entry.id)): str(entry.string)
        for entry in entries
        if entry.id and entry.string and not entry.fuzzy
    }
    return Translator(language, messages)
