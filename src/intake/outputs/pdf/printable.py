"""Makes typed text safe to print: removes what would break, hide, or overrun the page.

Only the printed copy changes, never the answer. All functions take time linear in the length of the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from intake.config import content_folder

CUT = "[…]"
MISSING = "□"
BREAK_HERE = "\u200b"

# After this many unbreakable characters comes an invisible break opportunity. An endless word would run off the page or
# take minutes: breaking it is quadratic in its length.
LONGEST_WORD = 40

_NEWLINES = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# The combining keycap of a digit: with it, the digit is lost when copied or read aloud.
_KEYCAP = re.compile("\ufe0f*\u20e3")
_BLANK_LINES = re.compile("\n{3,}")
_JOINERS = "\u200c\u200d"
# Characters that are visible although Unicode calls them "format": the Arabic number, year, and verse signs.
_VISIBLE_FORMAT = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd")
# A line may end after almost any East Asian character or emoji, so these need no break opportunities.
_BREAKS_BY_ITSELF = re.compile("[ \n\u2600-\u27bf\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\U0001f000-\U0003ffff]")

# These patterns match the shape of a text, one letter per character (see _shape_letter).
_TOO_MANY_MARKS = re.compile("(?<=MMM)M+")
_LONG_WORD = re.compile(rf"(?:wM*){{{LONGEST_WORD}}}(?=w)")


class Printable(NamedTuple):
    """Printable text, and how it differs from the original.

    `shortened`: the end was cut off, so it ends with "[…]". `replaced`: □ stands in for unprintable characters.
    """

    text: str
    shortened: bool
    replaced: bool


def printable(text: str, *, limit: int = 4000, lines: int = 120) -> Printable:
    """The text as it may be printed: at most `limit` characters (without break opportunities) on at most `lines` lines.

    With `lines=1`, line breaks become spaces (for names and places). Accepts any str and is idempotent. Raises
    ValueError if `limit` or `lines` is too small for any text.
    """
    if limit <= len(CUT) + 1 or lines < 1:
        raise ValueError(f"no room for a text: limit {limit}, lines {lines}")
    # Decomposed accents can make a text four times as long. More than that could not be printed anyway.
    raw = text[: 4 * limit]
    visible = _NEWLINES.sub("\n", _KEYCAP.sub("", _without_surrogates(raw))).translate(_visible)
    # Before and after composing, because ordering thousands of accents on one letter takes quadratic time.
    composed = _few_marks(unicodedata.normalize("NFC", _few_marks(visible)))
    in_fonts = composed.translate(_in_fonts())
    tidy = _tidy(in_fonts, one_line=lines == 1)
    capped = _capped(tidy, limit, lines, more=len(raw) < len(text))
    replaced = in_fonts.count(MISSING) > composed.count(MISSING)
    return Printable(_breakable(capped), shortened=capped != tidy, replaced=replaced)


def letters_without_font(texts: Iterable[str]) -> str:
    """The letters in these texts that no bundled font has, each once, in the order found; accents do not count."""
    letters: dict[str, None] = {}
    for text in texts:
        composed = unicodedata.normalize("NFC", _few_marks(_without_surrogates(text).translate(_visible)))
        for letter in dict.fromkeys(composed):
            if letter.translate(_in_fonts()) == MISSING != letter and not unicodedata.category(letter).startswith("M"):
                letters[letter] = None
    return "".join(letters)


def _without_surrogates(text: str) -> str:
    """The text with surrogate pairs joined and lone surrogates, which cannot be encoded, replaced."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _tidy(text: str, *, one_line: bool) -> str:
    """The text without trailing spaces, repeated blank lines, or surrounding white space."""
    if one_line:
        return " ".join(piece for piece in re.split("[ \n]", text) if piece)
    stripped = "\n".join(line.rstrip(" ") for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", stripped).strip(" \n")


def _capped(text: str, limit: int, lines: int, *, more: bool) -> str:
    """The text within both limits. It ends with "[…]" if it was cut here or, as `more` says, before."""
    capped = "\n".join(text.split("\n")[:lines])
    if capped == text and len(text) <= limit and not more:
        return text
    capped = capped[: limit - len(CUT) - 1].rstrip(f" \n{_JOINERS}")
    return f"{capped} {CUT}".lstrip(" ")


def _breakable(text: str) -> str:
    """The text with invisible break opportunities in overlong words, never between a letter and its accents."""
    shape = text.translate(_shape)
    places = [word.end() for word in _LONG_WORD.finditer(shape)]
    return BREAK_HERE.join(text[start:end] for start, end in zip([0, *places], [*places, len(text)], strict=True))


def _few_marks(text: str) -> str:
    """The text with at most three zero-width marks in a row (accents, joiners, variation selectors)."""
    shape = text.translate(_shape)
    if "MMMM" not in shape:
        return text
    runs = [run.span() for run in _TOO_MANY_MARKS.finditer(shape)]
    starts, ends = [0, *(end for _, end in runs)], [*(start for start, _ in runs), len(text)]
    return "".join(text[start:end] for start, end in zip(starts, ends, strict=True))


class _Table(dict[int, int | str | None]):
    """A table for str.translate that applies `rule` to each character on first use and caches the result.

    The cache is limited to a size that no honest text reaches, so rare characters cannot exhaust the memory.
    """

    _SIZE = 20_000

    def __init__(self, rule: Callable[[int], int | str | None]) -> None:
        super().__init__()
        self._rule = rule

    def __missing__(self, code: int) -> int | str | None:
        replacement = self._rule(code)
        if len(self) < self._SIZE:
            self[code] = replacement
        return replacement


def _if_visible(code: int) -> int | str | None:
    """The character if it is visible, else None (controls, direction overrides, soft hyphens); a space for a tab."""
    character = chr(code)
    category = unicodedata.category(character)
    if character == "\t":
        return " "
    if category == "Cc" and character != "\n":
        return None
    if category == "Cf" and character not in _JOINERS and character not in _VISIBLE_FORMAT:
        return None
    return code


def _shape_letter(code: int) -> str:
    """M for a mark, a space if a line may end after the character, w for anything else."""
    character = chr(code)
    if character in _JOINERS or unicodedata.category(character).startswith("M"):
        return "M"
    return " " if _BREAKS_BY_ITSELF.match(character) else "w"


_visible = _Table(_if_visible)
_shape = _Table(_shape_letter)


@lru_cache(maxsize=1)
def _in_fonts() -> _Table:
    """The table that turns characters missing from the bundled fonts into □, and unusual spaces into plain ones."""
    codes = characters(content_folder() / "summary" / "fonts")

    def printed(code: int) -> int | str:
        if code in codes or code == ord("\n"):
            return code
        return " " if unicodedata.category(chr(code)) == "Zs" else MISSING

    return _Table(printed)


@lru_cache(maxsize=4)
def characters(folder: Path) -> frozenset[int]:
    """The code points that at least one font (*.ttf) in the folder has. Takes about 0.1 s the first time."""
    from fontTools.ttLib import TTFont  # slow to import

    codes: set[int] = set()
    for path in sorted(folder.glob("*.ttf")):
        with TTFont(path, lazy=True) as font:
            codes.update(font.getBestCmap())
    return frozenset(codes)
