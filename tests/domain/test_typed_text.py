"""What people type or paste is made fit to be kept, and ordinary words stay as they are."""

from __future__ import annotations

import json

import pytest

from intake.domain.typed_text import MOST_PARTS, clean, fitting

HALF, OTHER_HALF = "\ud83d", "\ude00"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (f"he fell {HALF}twice", "he fell \ufffdtwice"),
        (f"{OTHER_HALF}{HALF}", "\ufffd\ufffd"),
        (f"{HALF}{OTHER_HALF}", "😀"),
        ("a\x00b\x08c\x1bd\x7fe\x85f", "abcdef"),
        ("one\ufffetwo\uffff\ufdd0\U0001ffff", "onetwo"),
        ("\u202egnp.exe\u202c and \u2066more\u2069", "gnp.exe and more"),
    ],
)
def test_what_no_one_can_read_is_left_out_or_replaced(typed: str, kept: str) -> None:
    assert clean(typed) == kept
    assert clean(kept) == kept
    json.dumps(kept, ensure_ascii=False).encode()


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "He drinks.\r\n\tEvery day.",
        "Đặng O’Brien 王小明 김철수 مريم נועה",
        "👩‍👩‍👧‍👦🏳️‍🌈👍🏽 e\u0301",
        "שלום\u200f!",
        "a" + "\u0301" * 1_000_000,
    ],
    ids=len,
)
def test_words_in_any_language_stay_as_they_are(typed: str) -> None:
    assert clean(typed) == typed


ONE_EACH = (
    "a",
    "é",
    "e\u0301",
    "ệ",
    "王",
    "각",
    "\u1100\u1161\u11a8",
    "दे",
    "มี",
    "😀",
    "👍🏽",
    "❤️",
    "🏳️‍🌈",
    "👩‍👩‍👧‍👦",
    "🇺🇸",
    "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "\r\n",
    "1️⃣",
)


@pytest.mark.parametrize("one", ONE_EACH)
def test_characters_are_counted_as_people_count_them(one: str) -> None:
    for number in (1, 2, 10):
        assert fitting("x" * 20 + one * number + one, 20 + number) == "x" * 20 + one * number
        assert fitting(one * number, number) == one * number or len(one) > MOST_PARTS


def test_what_fits_is_kept_and_nothing_is_cut_in_two() -> None:
    text = "".join(ONE_EACH) * 3
    for most in range(1, 60):
        kept = fitting(text, most)
        assert text.startswith(kept)
        assert fitting(kept, most) == kept
    assert fitting("", 1) == ""
    assert fitting("a" * 4_001, 4_000) == "a" * 4_000


def test_marks_piled_on_one_letter_do_not_count_as_one_character() -> None:
    assert fitting("a" + "\u0301" * 1_000_000, 120) == "a" + "\u0301" * (MOST_PARTS * 120 - 1)
