"""Names as they are compared: people write one name in several ways, and staff type what they hear.

"Đặng" and "Dang", "O’Brien" and "OBrien", "Łukasz" and "Lukasz", "Müller" and "Mueller" are one name each. Letters that
Unicode does not take apart into a base letter and a mark are in a table here (Unicode Standard, chapter 7).
"""

from __future__ import annotations

import re
import unicodedata

_APOSTROPHES = "'’‘‛ʼʻʹʾʿ`´′＇׳ꞌ"
_LETTERS = str.maketrans(
    {
        **dict.fromkeys(_APOSTROPHES, ""),
        **dict(zip("đłøħŧıȷðɖƀɓƈɗɠɨɉƙƚɫɱŋɲɵƥɍʀʉƴƶȥʐɛɔəᵹ", "dlohtijddbbcdgijkllmnnoprruyzzzeoeg", strict=True)),
        **dict(zip("æœþĳǆǉǌŉſ", ("ae", "oe", "th", "ij", "dz", "lj", "nj", "n", "s"), strict=True)),
    }
)
_APART = str.maketrans(dict.fromkeys(_APOSTROPHES, " "))
# German and Scandinavian letters that are also written with two, such as in passports.
_TWO_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ø": "oe", "ü": "ue", "å": "aa"})
_IDEOGRAPHS = re.compile(r"[\u2e80-\u30ff\u31f0-\u31ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+")


def folded(text: str) -> str:
    """The text in small letters without marks and apostrophes; digits of every script as 0 to 9, every dash as "-"."""
    decomposed = unicodedata.normalize("NFKD", text.casefold()).translate(_LETTERS)
    plain = "".join(map(_plain, decomposed))
    return unicodedata.normalize("NFC", plain)  # puts Korean syllables together again


def spellings(text: str) -> tuple[str, ...]:
    """The text as `folded`; as it is folded if "ü" is written "ue"; and with a name apart at its apostrophe."""
    composed = unicodedata.normalize("NFC", text.casefold())
    return tuple(dict.fromkeys(map(folded, (text, composed.translate(_TWO_LETTERS), composed.translate(_APART)))))


def is_ideographic(word: str) -> bool:
    """Whether a word is written in Chinese, Japanese, or Korean signs, where one sign is a name or a syllable."""
    return _IDEOGRAPHS.fullmatch(word) is not None


def _plain(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category == "Pd" or character == "\N{MINUS SIGN}":
        return "-"
    if category[0] == "Z":
        return " "
    return "" if category[0] == "M" or category == "Cf" else character
