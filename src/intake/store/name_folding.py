"""Names as they are compared: people write one name in several ways, and staff type what they hear.

"Đặng" and "Dang", "O’Brien" and "OBrien", "Łukasz" and "Lukasz", "Müller" and "Mueller" are one name each. Letters that
Unicode does not take apart into a base letter and a mark are in a table here (Unicode Standard, chapter 7).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

# Apostrophes, and the signs that people and keyboards put in their place.
_APOSTROPHES = "'’‘‛ʼʻʽʹʾʿˈˊˋ˴`´′＇՚׳ꞌ᾽᾿\"“”‟″"
_TITLE = re.compile(
    "dra?|doctor|prof|professor|m(?:r|rs|s|x|iss|ister)|sir|madam|rev|fr|s(?:r|ra|rta|enora?)|jr|herr|frau"
)
_LETTERS = str.maketrans(
    {
        **dict.fromkeys(_APOSTROPHES, ""),
        **dict(zip("đłøħŧıȷðɖƀɓƈɗɠɨɉƙƚɫɱŋɲɵƥɍʀʉƴƶȥʐɛɔəᵹ", "dlohtijddbbcdgijkllmnnoprruyzzzeoeg", strict=True)),
        **dict(zip("æœþĳǆǉǌŉſ", ("ae", "oe", "th", "ij", "dz", "lj", "nj", "n", "s"), strict=True)),
    }
)
_NO_APOSTROPHES = str.maketrans(dict.fromkeys(_APOSTROPHES, ""))
_APART = str.maketrans(dict.fromkeys(_APOSTROPHES, " "))
# Letters that are also written in another way, such as German and Scandinavian ones in passports.
_OTHERWISE = str.maketrans({"ä": "ae", "ö": "oe", "ø": "oe", "ü": "ue", "å": "aa", "ŋ": "ng", "ə": "a"})
_TWO_FOR_ONE = re.compile(r"(?<=[aou])e|(?<=a)a")
_IDEOGRAPHS = re.compile(r"[\u2e80-\u30ff\u31f0-\u31ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+")


def folded(text: str) -> str:
    """The text in small letters without marks and apostrophes; digits of every script as 0 to 9, every dash as "-"."""
    # Marks are taken apart before and after: some letters have a small form only then, and "´" is a space with a mark.
    taken_apart = unicodedata.normalize("NFKD", text.translate(_NO_APOSTROPHES))
    decomposed = unicodedata.normalize("NFKD", taken_apart.casefold()).translate(_LETTERS)
    plain = "".join(map(_plain, decomposed))
    return unicodedata.normalize("NFC", plain)  # puts Korean syllables together again


def spellings(text: str) -> tuple[str, ...]:
    """The text as `folded`; with "ü" written "ue" and "ue" written "u"; and with a name apart at its apostrophe."""
    composed = unicodedata.normalize("NFC", text.casefold())
    plain = folded(text)
    others = map(folded, (composed.translate(_OTHERWISE), composed.translate(_APART)))
    return tuple(dict.fromkeys((plain, shortened(plain), *others)))


def shortened(plain: str) -> str:
    """Folded text with "ae", "oe", "ue" and "aa", which may stand for one letter, as that letter without its mark."""
    return _TWO_FOR_ONE.sub("", plain)


def without_titles(words: Sequence[str]) -> Sequence[str]:
    """The words of a name without "Dr", "Mrs" and the like; all of them if nothing else is there."""
    return [word for word in words if not _TITLE.fullmatch(folded(word))] or words


def is_ideographic(word: str) -> bool:
    """Whether a word is written in Chinese, Japanese, or Korean signs, where one sign is a name or a syllable."""
    return _IDEOGRAPHS.fullmatch(word) is not None


def _plain(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category == "Pd" or character == "\N{MINUS SIGN}":
        return "-"
    if category[0] == "Z" or category == "Pc":
        return " "
    return "" if category[0] == "M" or category == "Cf" else character
