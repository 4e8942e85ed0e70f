"""Makes one answer safe to print: what a person typed, without what would break, hide or overrun the page.

The answer itself is never changed; only the printed copy is. Everything here is linear in the length of the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from intake.config import content_folder

CUT = "[…]"
MISSING = "□"
BREAK_HERE = "\u200b"

# A run of this many characters that the line breaker may not part gets an invisible place to break. One endless word
# either runs off the page or takes minutes: breaking it is quadratic in its length.
LONGEST_WORD = 40

_NEWLINES = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# The frame that makes a key of a digit: framed, the digit is drawn but lost to copying and to reading aloud.
_KEYCAP = re.compile("\ufe0f*\u20e3")
_BLANK_LINES = re.compile("\n{3,}")
_JOINERS = "\u200c\u200d"
# Signs that Unicode files under "format" although they are drawn: the Arabic number, year and verse signs.
_DRAWN_FORMAT = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd")
# A line may end after nearly any character of East Asian writing and after emoji: they need no break places.
_BREAKS_BY_ITSELF = re.compile("[ \n\u2600-\u27bf\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\U0001f000-\U0003ffff]")

# The patterns below are matched against the shape of a text (see _shape_letter), which has one letter per character.
_TOO_MANY_MARKS = re.compile("(?<=MMM)M+")
_LONG_WORD = re.compile(rf"(?:wM*){{{LONGEST_WORD}}}(?=w)")


class Printable(NamedTuple):
    """A text that may go into a document, and what was done to it.

    `shortened`: its end was cut off (it ends in "[…]"). `replaced`: it holds □ for characters that cannot be printed.
    """

    text: str
    shortened: bool
    replaced: bool


def printable(text: str, *, limit: int = 4000, lines: int = 120) -> Printable:
    """The text as it may be printed: at most `limit` characters (break places not counted) on at most `lines` lines.

    With `lines=1` line breaks become spaces (names, places). Any str is accepted; doing it twice changes nothing more.
    Raises ValueError if `limit` or `lines` leave no room for anything.
    """
    if limit <= len(CUT) + 1 or lines < 1:
        raise ValueError(f"no room for a text: limit {limit}, lines {lines}")
    # With its accents as characters of their own a text can be four times as long: the rest could not be shown anyway.
    raw = text[: 4 * limit]
    seen = _NEWLINES.sub("\n", _KEYCAP.sub("", _without_surrogates(raw))).translate(_visible)
    # Before composing as well as after: ordering thousands of accents on one letter takes quadratic time.
    composed = _few_marks(unicodedata.normalize("NFC", _few_marks(seen)))
    drawn = composed.translate(_in_fonts())
    tidy = _tidy(drawn, one_line=lines == 1)
    kept = _capped(tidy, limit, lines, more=len(raw) < len(text))
    replaced = drawn.count(MISSING) > composed.count(MISSING)
    return Printable(_breakable(kept), shortened=kept != tidy, replaced=replaced)


def _without_surrogates(text: str) -> str:
    """Half characters (surrogates) joined where both halves are there, else replaced: half a one cannot be written."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _tidy(text: str, *, one_line: bool) -> str:
    """No spaces at line ends, no more than one blank line, nothing blank around the text."""
    if one_line:
        return " ".join(piece for piece in re.split("[ \n]", text) if piece)
    stripped = "\n".join(line.rstrip(" ") for line in text.split("\n"))
    return _BLANK_LINES.sub("\n\n", stripped).strip(" \n")


def _capped(text: str, limit: int, lines: int, *, more: bool) -> str:
    """The text within both limits; where something is cut, or `more` was cut before, the mark "[…]" ends it."""
    kept = "\n".join(text.split("\n")[:lines])
    if kept == text and len(text) <= limit and not more:
        return text
    kept = kept[: limit - len(CUT) - 1].rstrip(f" \n{_JOINERS}")
    return f"{kept} {CUT}".lstrip(" ")


def _breakable(text: str) -> str:
    """The text with an invisible break place in every overlong word, never between a letter and its accents."""
    shape = text.translate(_shape)
    places = [word.end() for word in _LONG_WORD.finditer(shape)]
    return BREAK_HERE.join(text[start:end] for start, end in zip([0, *places], [*places, len(text)], strict=True))


def _few_marks(text: str) -> str:
    """At most three characters in a row that take no room of their own (accents, joiners, variation selectors)."""
    shape = text.translate(_shape)
    if "MMMM" not in shape:
        return text
    runs = [run.span() for run in _TOO_MANY_MARKS.finditer(shape)]
    starts, ends = [0, *(end for _, end in runs)], [*(start for start, _ in runs), len(text)]
    return "".join(text[start:end] for start, end in zip(starts, ends, strict=True))


class _Table(dict[int, int | str | None]):
    """A table for str.translate that asks `rule` about a character when it first turns up.

    It stops remembering at a size no honest text reaches, so that nobody can fill the memory with rare characters.
    """

    _SIZE = 20_000

    def __init__(self, rule: Callable[[int], int | str | None]) -> None:
        super().__init__()
        self._rule = rule

    def __missing__(self, code: int) -> int | str | None:
        fate = self._rule(code)
        if len(self) < self._SIZE:
            self[code] = fate
        return fate


def _seen(code: int) -> int | str | None:
    """Drops what is not seen: controls, direction overrides, soft hyphens, invisible spaces. A tab becomes a space."""
    character = chr(code)
    category = unicodedata.category(character)
    if character == "\t":
        return " "
    if category == "Cc" and character != "\n":
        return None
    if category == "Cf" and character not in _JOINERS and character not in _DRAWN_FORMAT:
        return None
    return code


def _shape_letter(code: int) -> str:
    """M for a mark, a space where a line may end, w for anything else."""
    character = chr(code)
    if character in _JOINERS or unicodedata.category(character).startswith("M"):
        return "M"
    return " " if _BREAKS_BY_ITSELF.match(character) else "w"


_visible = _Table(_seen)
_shape = _Table(_shape_letter)


@lru_cache(maxsize=1)
def _in_fonts() -> _Table:
    """What none of the bundled fonts can draw becomes □, an unusual space becomes a plain one."""
    codes = characters(content_folder() / "summary" / "fonts")

    def drawn(code: int) -> int | str:
        if code in codes or code == ord("\n"):
            return code
        return " " if unicodedata.category(chr(code)) == "Zs" else MISSING

    return _Table(drawn)


@lru_cache(maxsize=4)
def characters(folder: Path) -> frozenset[int]:
    """The code points that at least one font (*.ttf) in the folder can draw. About a tenth of a second, once."""
    from fontTools.ttLib import TTFont  # only whoever prints pays for loading it

    codes: set[int] = set()
    for path in sorted(folder.glob("*.ttf")):
        with TTFont(path, lazy=True) as font:
            codes.update(font.getBestCmap())
    return frozenset(codes)
