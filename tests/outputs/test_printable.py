"""Typed text is printed as written, and nothing typed can break, hide, or overrun the page."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.config import content_folder
from intake.outputs.pdf.printable import (
    BREAK_HERE,
    CUT,
    LONGEST_WORD,
    MISSING,
    characters,
    letters_without_font,
    printable,
)

IN_FONTS = characters(content_folder() / "summary" / "fonts")

# Every code point, including lone surrogates, with the troublesome ones more often than at random.
anything = st.characters(codec=None, exclude_categories=())
trouble = st.sampled_from(
    "\n\r\t\x00\x85 \u00a0\u00ad\u200b\u200d\u200c\u202e\u2028\ufeff\u0301\u0323\ufe0f\ud83d\ude00漢é☐😀👩"
)
texts = st.text(anything | trouble | st.sampled_from("ab \n"), max_size=400)


@given(texts, st.integers(5, 300), st.integers(1, 20))
def test_any_text_can_be_printed(text: str, limit: int, lines: int) -> None:
    clean = printable(text, limit=limit, lines=lines).text
    assert len(clean.replace(BREAK_HERE, "")) <= limit
    assert clean.count("\n") < lines
    assert {ord(character) for character in clean} - IN_FONTS <= {ord("\n")}
    assert not [c for c in clean if unicodedata.category(c) in ("Cc", "Cs", "Co") and c != "\n"]
    assert "\n\n\n" not in clean


@given(texts, st.integers(5, 300), st.integers(1, 20))
def test_making_text_printable_is_idempotent(text: str, limit: int, lines: int) -> None:
    once = printable(text, limit=limit, lines=lines)
    assert printable(once.text, limit=limit, lines=lines) == (once.text, False, False)


@given(st.text(st.characters(codec="ascii", categories=("L", "N", "P")) | st.sampled_from("áüñßœ “”’—…"), max_size=30))
def test_ordinary_text_is_unchanged(text: str) -> None:
    expected = unicodedata.normalize("NFC", text).strip(" ")
    assert printable(text) == (expected, False, False)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("two\r\nlines\rand\u2028four", "two\nlines\nand\nfour"),
        ("a\tb", "a b"),
        ("a\n\n\n\n \n b", "a\n\n b"),
        ("in\u00advis\u200bible\ufeff", "invisible"),
        ("safe \u202eesrever", "safe esrever"),
        ("Jose\u0301", "José"),
        ("call 9\ufe0f\u20e38\ufe0f\u20e38\ufe0f\u20e3", "call 988"),
        ("narrow\u2006space", "narrow space"),
        ("\ud83d\ude00 joined, \ud83d alone", f"😀 joined, {MISSING} alone"),
        ("สวัสดี ok", f"{MISSING * 6} ok"),
        ("👨‍👩‍👧 ❤️ 👍🏽 🇺🇸", "👨‍👩‍👧 ❤️ 👍🏽 🇺🇸"),
        ("مرحبا 你好 안녕 Привет γεια Việt", "مرحبا 你好 안녕 Привет γεια Việt"),
        ("{{ 7*7 }} <b>&amp;</b>", "{{ 7*7 }} <b>&amp;</b>"),
        ("Z" + "\u0334\u0301\u0323\u0308" * 500, "\u1e92\u0334\u0301"),
    ],
)
def test_odd_text_is_made_printable(typed: str, printed: str) -> None:
    assert printable(typed).text == printed


def test_it_reports_cuts_and_replacements() -> None:
    assert printable("short") == ("short", False, False)
    assert printable("one two three", limit=12) == (f"one two {CUT}", True, False)
    assert printable("a\nb\nc", lines=2) == (f"a\nb {CUT}", True, False)
    assert printable("\U00012000") == (MISSING, False, True)
    assert printable(MISSING) == (MISSING, False, False), "a square that was typed is not a replacement"


def test_a_name_stays_on_one_line() -> None:
    assert printable("  Ana\n\nMaria \t Lopez ", limit=80, lines=1).text == "Ana Maria Lopez"
    assert printable("x " * 100, limit=80, lines=1).text.endswith(CUT)


def test_a_limit_that_is_too_small_is_rejected() -> None:
    with pytest.raises(ValueError, match="no room"):
        printable("text", limit=3)


def test_an_endless_word_gets_break_opportunities_and_keeps_its_letters() -> None:
    word = "e\u0323\u0302" * 300
    pieces = printable(word).text.split(BREAK_HERE)
    assert [len(piece) for piece in pieces] == [LONGEST_WORD] * 7 + [20]
    accented = printable("x\u0334" * 300).text.split(BREAK_HERE)
    assert len(accented) > 1
    assert all(piece.startswith("x") for piece in accented), "an accent was separated from its letter"
    assert printable("z" * LONGEST_WORD).text == "z" * LONGEST_WORD


@pytest.mark.parametrize(
    "text",
    [
        "word " * 200_000,
        "\n" * 100_000,
        "x" * 100_000,
        "a" + "\u0323\u0301" * 50_000,
        " " * 100_000 + "x",
        "\u00ad\u200d" * 50_000,
        "👨‍👩‍👧" * 20_000,
    ],
    ids=["words", "newlines", "one word", "accents", "spaces", "invisible", "emoji"],
)
def test_huge_texts_take_almost_no_time(text: str) -> None:
    printable("load the fonts once")
    started = time.process_time()
    result = printable(text)
    assert time.process_time() - started < 0.1
    assert result.shortened


@pytest.mark.parametrize(
    ("texts", "letters"),
    [
        (["Neha", "नेहा", "हनन"], "नह"),
        (["שרה", "አበበ"], "שרהአበ"),
        (["สมชาย 5 ☑"], "สมชาย"),
        (["கவிதா"], "கவத"),
        (["প্রিয়া"], "পরয"),
        (["Արմեն", "ნინო"], "Արմենნიო"),
        (["𝐌𝐚𝐫𝐤", "𠮷野家"], "𝐌𝐚𝐫𝐤𠮷"),
        (["Zoë Þórr", "李小龙", "김민수", "محمد", "Ελένη", "😭 □", ""], ""),
        (["گلچهره", "ٹھاکر", "ښځه", "Қайрат", "Nguyễn", "さくら"], ""),
    ],
    ids=[
        *("Hindi", "Hebrew and Amharic", "Thai", "Tamil", "Bengali", "Armenian and Georgian", "rare letters"),
        *("scripts with a font", "more letters of those scripts"),
    ],
)
def test_the_letters_that_cannot_be_printed_are_named(texts: list[str], letters: str) -> None:
    assert letters_without_font(texts) == letters
    assert any(printable(text).replaced for text in texts) is bool(letters)
