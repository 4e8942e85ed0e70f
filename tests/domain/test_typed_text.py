"""What people type or paste is made fit to be kept, and ordinary words stay as they are."""

from __future__ import annotations

import json

import pytest

from intake.domain.typed_text import clean

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
